/// How a flow to the side is folded into rows.
struct Fold: Equatable, Sendable {
  /// The cells at which it is.
  let width: Int
  /// The most lines that may lead from one row to the next: more are hard to follow around.
  let mostLines: Int
}

extension PartLayout {
  /// Folds a flow to the side into rows: its layers are cut into bands, one below the other, and every line that is cut
  /// leads from the end of its band around to the start of the next.
  ///
  /// The lines between two bands keep their order, so they never cross on the way. A flow that many lines would have to
  /// be led around for is left as it is.
  mutating func fold(_ fold: Fold) {
    let bands = bands(fold)
    guard bands.count > 1 else { return }
    var layouts: [PartLayout] = []
    var places: [[Int]] = []
    for (index, band) in bands.enumerated() {
      let (graph, nodes) = cut(band, isFirst: index == 0, isLast: index == bands.count - 1)
      layouts.append(
        PartLayout(
          graph, edges: edges, direction: .right, spacing: spacing, frameOffsets: frameOffsets,
          takenPlaces: takenPlaces))
      places.append(nodes)
    }
    assemble(layouts, places)
  }

  /// The layers of each band.
  private func bands(_ fold: Fold) -> [Range<Int>] {
    let starts = graph.layers.map { layer in layer.map { graph.nodes[$0].main }.min() ?? 0 }
    let ends = graph.layers.map { layer in
      layer.map { graph.nodes[$0].main + graph.nodes[$0].mainSize }.max() ?? 0
    }
    let crossings = graph.layers.indices.map { layer in
      graph.layers[layer].reduce(0) { $0 + graph.outgoing[$1].count }
    }
    var bands: [Range<Int>] = []
    var first = 0
    while first < graph.layers.count {
      var end = first + 1
      var best: Int?
      while end <= graph.layers.count {
        let lines = end < graph.layers.count ? crossings[end - 1] : 0
        let before = first > 0 ? crossings[first - 1] : 0
        // The lines to the row before and to the next take a column each, and air.
        let margins = (first > 0 ? 4 + before : 0) + (end < graph.layers.count ? 4 + lines : 0)
        guard ends[end - 1] - starts[first] + margins <= fold.width || best == nil && end == first + 1 else {
          break
        }
        if end == graph.layers.count || lines <= fold.mostLines {
          // Not between a line's text and the box it leads to or from, where there is another way.
          if best == nil || end == graph.layers.count || !isText(end) { best = end }
        }
        end += 1
      }
      guard let cut = best else { return [] }
      bands.append(first..<cut)
      first = cut
    }
    return bands
  }

  private func isText(_ layer: Int) -> Bool {
    graph.layers[layer].contains { node in
      if case .label = graph.nodes[node].kind { return true }
      return false
    }
  }

  /// One band with ports where lines were cut, and which node of the whole each of its nodes is (-1 for a port).
  private func cut(_ band: Range<Int>, isFirst: Bool, isLast: Bool) -> (LayerGraph, [Int]) {
    var part = LayerGraph()
    part.hasFrame = true
    part.isReversed = graph.isReversed
    part.layers = Array(repeating: [], count: band.count + 2)
    var own: [Int: Int] = [:]
    var nodes: [Int] = []
    for (offset, layer) in band.enumerated() {
      for node in graph.layers[layer] {
        var copy = graph.nodes[node]
        copy.layer = offset + 1
        if copy.kind == .bend { copy.mainSize = 0 }
        own[node] = part.add(copy)
        nodes.append(node)
        part.layers[offset + 1].append(own[node] ?? 0)
      }
    }
    func port(_ segment: LayerGraph.Segment, layer: Int) -> Int {
      let port = part.add(LayerGraph.Node(kind: .port, layer: layer, edge: segment.edge, mainSize: 1))
      nodes.append(-1)
      part.layers[layer].append(port)
      return port
    }
    if !isFirst {
      for segment in cutSegments(before: band.lowerBound) {
        let port = port(segment, layer: 0)
        if let high = own[segment.high] { part.join(port, high, edge: segment.edge) }
        part.segments[part.segments.count - 1].net = segment.net
      }
    }
    for layer in band.dropLast() {
      for node in graph.layers[layer] {
        for index in graph.outgoing[node] {
          let segment = graph.segments[index]
          guard let low = own[segment.low], let high = own[segment.high] else { continue }
          part.join(low, high, edge: segment.edge)
          part.segments[part.segments.count - 1].net = segment.net
        }
      }
    }
    if !isLast {
      for segment in cutSegments(before: band.upperBound) {
        let port = port(segment, layer: band.count + 1)
        if let low = own[segment.low] { part.join(low, port, edge: segment.edge) }
        part.segments[part.segments.count - 1].net = segment.net
      }
    }
    // A line's pieces in the order of the layers: the walk above goes layer by layer.
    for layer in part.layers.indices { part.number(layer) }
    return (part, nodes)
  }

  /// The segments between two layers, in the order of their higher ends.
  private func cutSegments(before layer: Int) -> [LayerGraph.Segment] {
    graph.layers[layer].flatMap { node in
      graph.incoming[node].map { graph.segments[$0] }.sorted {
        (graph.order[$0.low], $0.edge) < (graph.order[$1.low], $1.edge)
      }
    }
  }

  /// Sets the bands one below the other and leads the cut lines around.
  private mutating func assemble(_ layouts: [PartLayout], _ places: [[Int]]) {
    let counts = layouts.map { $0.graph.layers.last?.count ?? 0 }
    let left = (counts.max() ?? 0) + 1
    var cross = 0
    var wide = 0
    paths = []
    for (index, layout) in layouts.enumerated() {
      for (node, whole) in places[index].enumerated() where whole >= 0 {
        graph.nodes[whole].cross = layout.graph.nodes[node].cross + cross
        graph.nodes[whole].main = layout.graph.nodes[node].main + left
        graph.nodes[whole].mainSize = layout.graph.nodes[node].mainSize
      }
      for path in layout.paths {
        paths.append((path.edge, path.points.map { ($0.cross + cross, $0.main + left) }))
      }
      let count = counts[index]
      wide = max(wide, left + layout.mainSize + count)
      let next = cross + layout.crossSize + (count > 0 ? count + 1 : 0)
      if index + 1 < layouts.count {
        let ends = layout.graph.layers.last ?? []
        let starts = layouts[index + 1].graph.layers.first ?? []
        // The first line goes around outermost, lowest, and comes back innermost: a spiral, in which none cross.
        for (place, (end, start)) in zip(ends, starts).enumerated() {
          let low = (cross: layout.graph.nodes[end].cross + cross, main: left + layout.mainSize - 1)
          let high = (cross: layouts[index + 1].graph.nodes[start].cross + next, main: left)
          let right = low.main + count - place
          let lane = cross + layout.crossSize + count - 1 - place
          let back = left - 1 - place
          paths.append(
            (
              layout.graph.nodes[end].edge,
              [
                low, (low.cross, right), (lane, right), (lane, back), (high.cross, back), high,
              ]
            ))
        }
      }
      cross = next
    }
    crossSize = cross
    mainSize = wide
  }
}
