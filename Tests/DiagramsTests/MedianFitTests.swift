import Testing

@testable import Diagrams

/// Places as near as can be to where things are drawn.
struct MedianFitTests {
  private func wish(_ place: Int, _ weight: Int = 1) -> MedianFit.Wish {
    MedianFit.Wish(place: place, weight: weight)
  }

  @Test func whatDoesNotCollideStandsWhereItWishes() {
    #expect(MedianFit.places([[wish(0)], [wish(10)], [wish(20)]], separations: [3, 3]) == [0, 10, 20])
  }

  @Test func whatCollidesSpreadsAroundTheMiddle() {
    #expect(MedianFit.places([[wish(10)], [wish(10)]], separations: [4]) == [8, 12])
  }

  @Test func theHeavierWishWins() {
    #expect(MedianFit.places([[wish(10, 5)], [wish(10)]], separations: [4]) == [10, 14])
  }

  @Test func theCostIsTheLeastThereIs() {
    // Against every other choice of places, for small rows.
    for seed in 0..<60 {
      let wishes = (0..<3).map { index in [wish((seed * (index + 3) * 7) % 9, 1 + (seed + index) % 3)] }
      let places = MedianFit.places(wishes, separations: [2, 2])
      func cost(_ places: [Int]) -> Int {
        zip(places, wishes).reduce(0) { $0 + abs($1.0 - $1.1[0].place) * $1.1[0].weight }
      }
      var least = Int.max
      for a in -6...14 {
        for b in (a + 2)...18 {
          for c in (b + 2)...22 { least = min(least, cost([a, b, c])) }
        }
      }
      #expect(places[1] - places[0] >= 2 && places[2] - places[1] >= 2)
      #expect(cost(places) == least, "seed \(seed)")
    }
  }
}
