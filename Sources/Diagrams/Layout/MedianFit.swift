/// Places a row of things in their order, each as near as it can be to where it is drawn.
///
/// Finds whole numbers `x` with `x[i + 1] ≥ x[i] + separation[i]` that make the weighted sum of distances to the wishes
/// smallest, by pooling neighbours that would overlap around their weighted median (pool adjacent violators for the
/// absolute error; Robertson and Wright 1980).
enum MedianFit {
  /// A place that a thing is drawn to, and how strongly.
  struct Wish {
    var place: Int
    var weight: Int
  }

  /// - Parameter separations: the least distance from each thing to the next; one fewer than things.
  static func places(_ wishes: [[Wish]], separations: [Int]) -> [Int] {
    guard !wishes.isEmpty else { return [] }
    // Shifted by the separations before it, every thing must only not be before the one in front of it.
    var shifts: [Int] = [0]
    for separation in separations { shifts.append((shifts.last ?? 0) + separation) }
    struct Pool {
      var wishes: [Wish]
      var count: Int
      var place: Int
    }
    var pools: [Pool] = []
    for (index, own) in wishes.enumerated() {
      let shifted = own.map { Wish(place: $0.place - shifts[index], weight: $0.weight) }
        .sorted { $0.place < $1.place }
      var pool = Pool(wishes: shifted, count: 1, place: median(shifted))
      while let last = pools.last, last.place >= pool.place {
        if last.place == pool.place { break }
        pools.removeLast()
        let merged = merge(last.wishes, pool.wishes)
        pool = Pool(wishes: merged, count: last.count + pool.count, place: median(merged))
      }
      pools.append(pool)
    }
    var places: [Int] = []
    places.reserveCapacity(wishes.count)
    for pool in pools {
      for _ in 0..<pool.count { places.append(pool.place + shifts[places.count]) }
    }
    return places
  }

  private static func merge(_ left: [Wish], _ right: [Wish]) -> [Wish] {
    var merged: [Wish] = []
    merged.reserveCapacity(left.count + right.count)
    var index = 0
    for wish in left {
      while index < right.count, right[index].place < wish.place {
        merged.append(right[index])
        index += 1
      }
      merged.append(wish)
    }
    merged.append(contentsOf: right[index...])
    return merged
  }

  /// The weighted median of sorted wishes; between two, the middle.
  private static func median(_ wishes: [Wish]) -> Int {
    let total = wishes.reduce(0) { $0 + $1.weight }
    var sum = 0
    for (index, wish) in wishes.enumerated() {
      sum += wish.weight
      if sum * 2 > total { return wish.place }
      if sum * 2 == total, index + 1 < wishes.count {
        let next = wishes[index + 1].place
        return wish.place + (next - wish.place) / 2
      }
    }
    return wishes.last?.place ?? 0
  }
}
