/// Orders the nodes within their layers so that few lines cross: barycenter sweeps with swaps of neighbours
/// (Sugiyama, Tagawa and Toda 1981; the swaps are those of Gansner, Koutsofios, North and Vo 1993).
///
/// It starts from the order of the source and keeps a change only when it lowers the number of crossings, so that a
/// small edit moves little.
struct Ordering {
  private var graph: LayerGraph
  /// Where within a group's border each segment meets it, as a fraction; 0.5 elsewhere.
  private let lowFraction: [Double]
  private let highFraction: [Double]
  private let isFirstFixed: Bool
  private let isLastFixed: Bool

  /// - Parameters:
  ///   - fractions: for each segment, where between 0 and 1 it meets its two nodes.
  ///   - isFirstFixed, isLastFixed: whether the order of the first and the last layer is given.
  static func order(
    _ graph: inout LayerGraph, fractions: [(low: Double, high: Double)], isFirstFixed: Bool,
    isLastFixed: Bool
  ) {
    guard graph.layers.count > 1 else { return }
    var ordering = Ordering(
      graph: graph, lowFraction: fractions.map(\.low), highFraction: fractions.map(\.high),
      isFirstFixed: isFirstFixed, isLastFixed: isLastFixed)
    ordering.run()
    graph = ordering.graph
  }

  private mutating func run() {
    let isLarge = graph.nodes.count > 3000
    let source = graph.layers
    var best = source
    var fewest = crossings()
    sweep(isLarge ? 6 : 16, isLarge: isLarge, best: &best, fewest: &fewest)
    // A graph of a size that people read is worth other beginnings: what is stuck in one may not be in the next.
    for start in 0..<(graph.nodes.count > Ordering.mostNodesToRestart ? 0 : 3) where fewest > 0 {
      for layer in source.indices where !isFixed(layer) {
        graph.layers[layer] = start == 1 ? best[layer] : source[layer].reversed()
      }
      for layer in source.indices { graph.number(layer) }
      sweep(16, isLarge: false, upwardsFirst: start > 0, best: &best, fewest: &fewest)
    }
    graph.layers = best
    for layer in best.indices { graph.number(layer) }
    for layer in best.indices {
      if !isFixed(layer) { keepOrder(of: layer, as: source[layer]) }
      graph.number(layer)
    }
  }

  /// Sets the nodes of a layer that join the same others in the order of the source: which of them stands where changes
  /// no crossing.
  private mutating func keepOrder(of layer: Int, as source: [Int]) {
    // Where a line meets a group's border counts too.
    struct Ends: Hashable {
      var lows: [Double]
      var highs: [Double]
    }
    var groups: [Ends: [Int]] = [:]
    var place: [Int: Int] = [:]
    for (index, node) in source.enumerated() { place[node] = index }
    for (index, node) in graph.layers[layer].enumerated() {
      let ends = Ends(
        lows: graph.incoming[node].map(lowValue).sorted(), highs: graph.outgoing[node].map(highValue).sorted()
      )
      if ends.lows.isEmpty, ends.highs.isEmpty { continue }
      groups[ends, default: []].append(index)
    }
    for indices in groups.values where indices.count > 1 {
      let nodes = indices.map { graph.layers[layer][$0] }.sorted { (place[$0] ?? 0) < (place[$1] ?? 0) }
      for (index, node) in zip(indices, nodes) { graph.layers[layer][index] = node }
    }
  }

  /// Graphs with more nodes than this are ordered from one beginning alone.
  private static let mostNodesToRestart = 300

  private mutating func sweep(
    _ sweeps: Int, isLarge: Bool, upwardsFirst: Bool = false, best: inout [[Int]], fewest: inout Int
  ) {
    var sinceBetter = 0
    for sweep in 0..<sweeps where fewest > 0 {
      // Every other pair of sweeps breaks ties the other way round, which leaves a local minimum behind.
      sort(downwards: (sweep % 2 == 0) != upwardsFirst, tiesBackwards: sweep % 4 >= 2)
      if !isLarge || sweep == sweeps - 1 { transpose() }
      let count = crossings()
      if count < fewest {
        fewest = count
        best = graph.layers
        sinceBetter = 0
      } else {
        sinceBetter += 1
        if sinceBetter > 5 { break }
      }
    }
  }

  private func lowValue(_ segment: Int) -> Double {
    Double(graph.order[graph.segments[segment].low]) + lowFraction[segment] - 0.5
  }

  private func highValue(_ segment: Int) -> Double {
    Double(graph.order[graph.segments[segment].high]) + highFraction[segment] - 0.5
  }

  private func isFixed(_ layer: Int) -> Bool {
    layer == 0 && isFirstFixed || layer == graph.layers.count - 1 && isLastFixed
  }

  private mutating func sort(downwards: Bool, tiesBackwards: Bool) {
    let last = graph.layers.count - 1
    for step in 1...last {
      let layer = downwards ? step : last - step
      guard !isFixed(layer) else { continue }
      let members = graph.layers[layer]
      let keyed = members.enumerated().map { index, node -> (key: Double, tie: Int, node: Int) in
        let segments = downwards ? graph.incoming[node] : graph.outgoing[node]
        let tie = tiesBackwards ? -index : index
        guard !segments.isEmpty else { return (Double(index), tie, node) }
        let sum = segments.reduce(0.0) { $0 + (downwards ? lowValue($1) : highValue($1)) }
        return (sum / Double(segments.count), tie, node)
      }
      graph.layers[layer] = keyed.sorted { ($0.key, $0.tie) < ($1.key, $1.tie) }.map(\.node)
      graph.number(layer)
    }
  }

  // MARK: Crossings

  private func crossings() -> Int {
    var sum = 0
    for layer in graph.layers.dropLast() {
      var ends: [(low: Double, high: Double)] = []
      for node in layer {
        for segment in graph.outgoing[node] { ends.append((lowValue(segment), highValue(segment))) }
      }
      sum += Ordering.inversions(ends)
    }
    return sum
  }

  /// How many pairs of lines between two layers cross, with a counting tree (Barth, Mutzel and Jünger 2004).
  private static func inversions(_ ends: [(low: Double, high: Double)]) -> Int {
    guard ends.count > 1 else { return 0 }
    let sorted = ends.sorted { ($0.low, $0.high) < ($1.low, $1.high) }
    var values = sorted.map(\.high)
    values.sort()
    var ranks: [Double: Int] = [:]
    for value in values where ranks[value] == nil { ranks[value] = ranks.count + 1 }
    var tree = Array(repeating: 0, count: ranks.count + 1)
    var sum = 0
    var seen = 0
    for end in sorted {
      let rank = ranks[end.high] ?? 0
      var index = rank
      var below = 0
      while index > 0 {
        below += tree[index]
        index -= index & -index
      }
      sum += seen - below
      seen += 1
      index = rank
      while index < tree.count {
        tree[index] += 1
        index += index & -index
      }
    }
    return sum
  }

  // MARK: Swaps

  private mutating func transpose() {
    for _ in 0..<8 {
      var isBetter = false
      for layer in graph.layers.indices where !isFixed(layer) && graph.layers[layer].count > 1 {
        for index in 0..<(graph.layers[layer].count - 1) {
          let left = graph.layers[layer][index]
          let right = graph.layers[layer][index + 1]
          guard gain(left, right) > 0 else { continue }
          graph.layers[layer].swapAt(index, index + 1)
          graph.order[left] = index + 1
          graph.order[right] = index
          isBetter = true
        }
      }
      if !isBetter { break }
    }
  }

  /// How many crossings go away when two neighbours change places.
  private func gain(_ left: Int, _ right: Int) -> Int {
    Ordering.difference(graph.incoming[left], graph.incoming[right], of: lowValue)
      + Ordering.difference(graph.outgoing[left], graph.outgoing[right], of: highValue)
  }

  /// The crossings of `left` before `right` less those of `right` before `left`.
  private static func difference(_ left: [Int], _ right: [Int], of value: (Int) -> Double) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return 0 }
    if left.count * right.count > 64 {
      let values = (left.map(value).sorted(), right.map(value).sorted())
      return above(values.0, values.1) - above(values.1, values.0)
    }
    var sum = 0
    for segment in left {
      let own = value(segment)
      for other in right {
        let its = value(other)
        if its < own { sum += 1 } else if own < its { sum -= 1 }
      }
    }
    return sum
  }

  /// How many pairs have the first value above the second.
  private static func above(_ left: [Double], _ right: [Double]) -> Int {
    var sum = 0
    var index = 0
    for value in left {
      while index < right.count, right[index] < value { index += 1 }
      sum += index
    }
    return sum
  }
}
