/// Places a row of things in their order, each as near as it can be to where it is drawn.
///
/// Finds whole numbers `x` with `x[i + 1] ≥ x[i] + separation[i]` that make the weighted sum of distances to the wishes
/// smallest. With the separations taken off it is an isotonic regression for the absolute error, solved in one pass with a
/// heap of the places at which the cost bends.
enum MedianFit {
  /// A place that a thing is drawn to, and how strongly.
  struct Wish {
    var place: Int
    var weight: Int
  }

  /// - Parameter separations: the least distance from each thing to the next; one fewer than things.
  static func places(_ wishes: [[Wish]], separations: [Int]) -> [Int] {
    guard !wishes.isEmpty else { return [] }
    var heap = BendHeap()
    var best: [Int] = []
    best.reserveCapacity(wishes.count)
    var shift = 0
    for (index, own) in wishes.enumerated() {
      var weight = 0
      for wish in own {
        // The cost bends at a wish by twice its weight: from falling to rising.
        heap.push(Wish(place: wish.place - shift, weight: wish.weight * 2))
        weight += wish.weight
      }
      // Where the cost would rise, the thing stays as far to the left as is best.
      let right = heap.removeTop(weight: weight)
      // Between two places that are alike, the middle.
      let left = heap.top ?? right
      best.append(left + (right - left) / 2)
      if index < separations.count { shift += separations[index] }
    }
    for index in best.indices.dropLast().reversed() { best[index] = min(best[index], best[index + 1]) }
    shift = 0
    for index in best.indices {
      best[index] += shift
      if index < separations.count { shift += separations[index] }
    }
    return best
  }

  /// A heap with the greatest place on top.
  private struct BendHeap {
    private var items: [Wish] = []

    var top: Int? { items.first?.place }

    mutating func push(_ wish: Wish) {
      items.append(wish)
      var index = items.count - 1
      while index > 0, items[(index - 1) / 2].place < items[index].place {
        items.swapAt(index, (index - 1) / 2)
        index = (index - 1) / 2
      }
    }

    /// Takes weight off the top.
    ///
    /// - Returns: the place from which on the cost would rise.
    mutating func removeTop(weight: Int) -> Int {
      var rest = weight
      var last = items.first?.place ?? 0
      while rest > 0, let top = items.first {
        last = top.place
        if top.weight > rest {
          items[0].weight -= rest
          return last
        }
        rest -= top.weight
        pop()
      }
      return last
    }

    private mutating func pop() {
      let last = items.removeLast()
      guard !items.isEmpty else { return }
      items[0] = last
      var index = 0
      while true {
        var child = 2 * index + 1
        guard child < items.count else { return }
        if child + 1 < items.count, items[child + 1].place > items[child].place { child += 1 }
        guard items[child].place > items[index].place else { return }
        items.swapAt(child, index)
        index = child
      }
    }
  }
}
