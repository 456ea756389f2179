/// Finds where across the flow each node of a layer stands, so that lines run straight.
///
/// Sweeps through the layers, each placed by the weighted medians of its neighbour's pins (``MedianFit``); long lines
/// weigh most, as in Gansner, Koutsofios, North and Vo (1993). The best of all sweeps is kept.
struct Placement {
  private var graph: LayerGraph
  private let separations: [[Int]]
  private var cross: [Int]

  /// - Parameter separation: the free cells between a node and the next in its layer.
  static func place(_ graph: inout LayerGraph, separation: (LayerGraph.Node, LayerGraph.Node) -> Int) {
    guard !graph.nodes.isEmpty else { return }
    let separations = graph.layers.map { layer in
      zip(layer, layer.dropFirst()).map { left, right in
        graph.nodes[left].crossSize + separation(graph.nodes[left], graph.nodes[right])
      }
    }
    var placement = Placement(
      graph: graph, separations: separations, cross: Array(repeating: 0, count: graph.nodes.count))
    placement.run()
    let least = placement.cross.min() ?? 0
    for index in graph.nodes.indices { graph.nodes[index].cross = placement.cross[index] - least }
  }

  private enum Sides { case incoming, outgoing, both }

  private mutating func run() {
    for (layer, members) in graph.layers.enumerated() {
      var position = 0
      for (index, node) in members.enumerated() {
        cross[node] = position
        if index < separations[layer].count { position += separations[layer][index] }
      }
    }
    var best = cross
    var least = cost()
    func keepIfBetter(_ placement: Placement) {
      let cost = placement.cost()
      if cost < least {
        least = cost
        best = placement.cross
      }
    }
    let rounds = graph.nodes.count > 3000 ? 3 : 6
    for _ in 0..<rounds {
      for layer in graph.layers.indices.dropFirst() { fit(layer, .incoming) }
      keepIfBetter(self)
      for layer in graph.layers.indices.dropLast().reversed() { fit(layer, .outgoing) }
      keepIfBetter(self)
    }
    cross = best
    for _ in 0..<3 {
      for layer in graph.layers.indices { fit(layer, .both) }
      keepIfBetter(self)
      for layer in graph.layers.indices.reversed() { fit(layer, .both) }
      keepIfBetter(self)
    }
    cross = best
  }

  private func isLine(_ node: Int) -> Bool {
    if case .item = graph.nodes[node].kind { return false }
    return true
  }

  private func weight(_ segment: LayerGraph.Segment) -> Int {
    switch (isLine(segment.low), isLine(segment.high)) {
    case (true, true): 8
    case (true, false), (false, true): 3
    case (false, false): 2
    }
  }

  /// Places one layer by its neighbours.
  private mutating func fit(_ layer: Int, _ sides: Sides) {
    let members = graph.layers[layer]
    var wishes: [[MedianFit.Wish]] = []
    wishes.reserveCapacity(members.count)
    for node in members {
      var own: [MedianFit.Wish] = []
      if sides != .outgoing {
        for index in graph.incoming[node] {
          let segment = graph.segments[index]
          own.append(
            MedianFit.Wish(
              place: cross[segment.low] + segment.lowOffset - segment.highOffset,
              weight: weight(segment) * 4))
        }
      }
      if sides != .incoming {
        for index in graph.outgoing[node] {
          let segment = graph.segments[index]
          own.append(
            MedianFit.Wish(
              place: cross[segment.high] + segment.highOffset - segment.lowOffset,
              weight: weight(segment) * 4))
        }
      }
      // Between two sides that pull alike, and where nothing pulls, a node stays.
      if sides == .both || own.isEmpty { own.append(MedianFit.Wish(place: cross[node], weight: 1)) }
      wishes.append(own)
    }
    let places = MedianFit.places(wishes, separations: separations[layer])
    for (node, place) in zip(members, places) { cross[node] = place }
  }

  /// What the lines cost: their way across the flow, a bend more, and a little for the drawing's width.
  private func cost() -> Int {
    var sum = 0
    for segment in graph.segments {
      let way = abs(
        cross[segment.low] + segment.lowOffset - cross[segment.high] - segment.highOffset)
      sum += weight(segment) * (way + (way > 0 ? 6 : 0))
    }
    var least = Int.max
    var most = Int.min
    for (index, node) in graph.nodes.enumerated() {
      least = min(least, cross[index])
      most = max(most, cross[index] + node.crossSize)
    }
    return sum + (most - least) * 10
  }
}
