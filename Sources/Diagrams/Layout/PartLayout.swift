/// Gives a connected part of a level its places: nodes across and along the flow, ports, and the lines between them.
struct PartLayout {
  var graph: LayerGraph
  /// The part's extent across and along the flow. Lines in detours may have made it wider.
  var crossSize = 0
  var mainSize = 0
  /// The corners of each line from its lower to its higher end, in order of the edges.
  var paths: [(edge: Int, points: [(cross: Int, main: Int)])] = []

  let edges: [DiagramGraph.Edge]
  let isHorizontal: Bool
  let spacing: Spacing
  /// The free cells between the frame and what it holds, at least.
  let frameAir: Int
  let frameOffsets: (_ group: Int, _ edge: Int, _ isStart: Bool) -> Int?
  let takenPlaces: (_ group: Int, _ isStart: Bool) -> Set<Int>
  private var routers: [ChannelRouter] = []
  private var laneStarts: [Int] = []

  /// - Parameters:
  ///   - part: the plan; the nodes of items have their sizes.
  ///   - frameOffsets: where lines from inside a group cross its frame.
  init(
    _ graph: LayerGraph, edges: [DiagramGraph.Edge], direction: Direction, spacing: Spacing,
    frameAir: Int = 0,
    frameOffsets: @escaping (_ group: Int, _ edge: Int, _ isStart: Bool) -> Int?,
    takenPlaces: @escaping (_ group: Int, _ isStart: Bool) -> Set<Int>
  ) {
    self.graph = graph
    self.edges = edges
    self.spacing = spacing
    self.frameOffsets = frameOffsets
    self.takenPlaces = takenPlaces
    self.frameAir = frameAir
    isHorizontal = direction.isHorizontal
    let gap = isHorizontal ? 0 : 1
    Ports(gap: gap, frameOffsets: frameOffsets, takenPlaces: takenPlaces).assign(&self.graph)
    Placement.place(&self.graph) { left, right in
      PartLayout.separation(left, right, isHorizontal: direction.isHorizontal, spacing: spacing)
    }
    Straightener.slidePorts(&self.graph, gap: gap)
    for layer in self.graph.layers.indices.dropLast() {
      Straightener.partJunctions(&self.graph, layer: layer, gap: gap)
      Straightener.partColumns(&self.graph, layer: layer, gap: gap)
      routers.append(ChannelRouter(nets(after: layer)))
    }
    crossSize = self.graph.nodes.reduce(0) { max($0, $1.cross + $1.crossSize) }
    stack()
    trace()
  }

  // MARK: Across the flow

  /// The free cells between neighbours in a layer.
  private static func separation(
    _ left: LayerGraph.Node, _ right: LayerGraph.Node, isHorizontal: Bool, spacing: Spacing
  ) -> Int {
    let isLine = (left.isLine, right.isLine)
    if isHorizontal {
      if isLine == (true, true) { return right.crossSize > 1 ? 1 : 0 }
      return spacing.rowsBetweenBoxes
    }
    if isLine == (true, true) { return left.crossSize > 1 ? 2 : 1 }
    if isLine == (false, false) { return spacing.columnsBetweenBoxes }
    if left.isGroup || right.isGroup { return 2 }
    return left.crossSize > 1 && left.isLine ? 2 : min(2, spacing.columnsBetweenBoxes)
  }

  private func nets(after layer: Int) -> [ChannelRouter.Net] {
    var places: [Int: Int] = [:]
    var nets: [ChannelRouter.Net] = []
    for node in graph.layers[layer] {
      for index in graph.outgoing[node] {
        let segment = graph.segments[index]
        guard edges[segment.edge].style != .invisible else { continue }
        let low = graph.nodes[node].cross + segment.lowOffset
        let high = graph.nodes[segment.high].cross + segment.highOffset
        if let place = places[segment.net] {
          // The lines of a net share one end and differ in the other.
          if nets[place].lows[0] != low { nets[place].lows.append(low) }
          if nets[place].highs[0] != high { nets[place].highs.append(high) }
        } else {
          places[segment.net] = nets.count
          nets.append(ChannelRouter.Net(id: segment.net, lows: [low], highs: [high]))
        }
      }
    }
    return nets
  }

  // MARK: Along the flow

  /// What the nodes of a layer ask of the channels beside it.
  private struct Neighbour {
    var hasItems = false
    var hasGroups = false
    var isFrame = false
    var isText = false
    /// Whether a sign stands at the end of a line here.
    var hasHead = false
    var isCrossed = false
  }

  /// Stacks layers and channels and sets where each node lies along the flow.
  private mutating func stack() {
    var main = 0
    for (layer, members) in graph.layers.enumerated() {
      let size = members.reduce(0) { max($0, graph.nodes[$1].mainSize) }
      let thickness = isFrame(layer) ? 1 : size
      for node in members {
        let own = graph.nodes[node].mainSize
        graph.nodes[node].main = main + (graph.nodes[node].isLine ? 0 : (thickness - own) / 2)
        if graph.nodes[node].kind == .bend { graph.nodes[node].mainSize = thickness }
      }
      main += thickness
      guard layer + 1 < graph.layers.count else { break }
      let low = neighbour(layer, isLow: true)
      let high = neighbour(layer + 1, isLow: false)
      var room = channel(low, high, lanes: routers[layer].laneCount)
      // Where only heads would stand, a line's style could not be told, nor that it has two heads.
      if !isHorizontal, routers[layer].laneCount == 0, needsStroke(layer) {
        room.size = max(room.size, (low.hasHead ? 1 : 0) + (high.hasHead ? 1 : 0) + 1)
      }
      laneStarts.append(main + room.lead)
      main += room.size
    }
    mainSize = main
  }

  /// Whether a line of a style of its own, or with signs at both ends, runs from box to box after a layer.
  private func needsStroke(_ layer: Int) -> Bool {
    graph.layers[layer].contains { node in
      !graph.nodes[node].isLine
        && graph.outgoing[node].contains { index in
          let edge = edges[graph.segments[index].edge]
          guard !graph.nodes[graph.segments[index].high].isLine else { return false }
          return edge.style == .dotted || edge.style == .thick || edge.head != .none && edge.tail != .none
        }
    }
  }

  private func isFrame(_ layer: Int) -> Bool {
    graph.hasFrame && (layer == 0 || layer == graph.layers.count - 1)
  }

  private func neighbour(_ layer: Int, isLow: Bool) -> Neighbour {
    var neighbour = Neighbour()
    neighbour.isFrame = isFrame(layer)
    for node in graph.layers[layer] {
      let value = graph.nodes[node]
      if case .label = value.kind { neighbour.isText = true }
      if value.kind == .port { neighbour.isCrossed = true }
      guard !value.isLine || value.kind == .port else { continue }
      if !value.isLine { neighbour.hasItems = true }
      if value.isGroup { neighbour.hasGroups = true }
      for segment in isLow ? graph.outgoing[node] : graph.incoming[node] {
        if sign(graph.segments[segment].edge, isLow: isLow, at: value) != .none { neighbour.hasHead = true }
      }
    }
    return neighbour
  }

  /// The sign of a line's lower or higher end, where that end is at a node of this level.
  private func sign(_ index: Int, isLow: Bool, at node: LayerGraph.Node) -> LineHead {
    let edge = edges[index]
    guard edge.style != .invisible else { return .none }
    let isFrom = isLow != (graph.isReversed[index] ?? false)
    switch node.kind {
    // A line that goes on inside a group has its sign there.
    case .item(.group(let group)):
      guard (isFrom ? edge.from : edge.to) == .group(group) else { return .none }
    case .item: break
    // A line that ends at the level's own frame has its sign inside; others only cross the frame.
    case .port: guard node.endsHere else { return .none }
    default: return .none
    }
    return isFrom ? edge.tail : edge.head
  }

  /// The cells before the first lane, and those of the whole channel.
  private func channel(_ low: Neighbour, _ high: Neighbour, lanes: Int) -> (lead: Int, size: Int) {
    let heads = (low.hasHead ? 1 : 0, high.hasHead ? 1 : 0)
    if low.isFrame, !low.isCrossed {
      // Nothing comes in: only the air between a frame and what it holds.
      return (0, isHorizontal ? max(frameAir, spacing.framePadding) : frameAir)
    }
    if high.isFrame, !high.isCrossed {
      return (0, isHorizontal ? max(frameAir, spacing.framePadding) : frameAir)
    }
    let lowAir = lanes > 0 && (low.isFrame || low.hasGroups) ? 1 : 0
    let highAir = lanes > 0 && (high.isFrame || high.hasGroups) && heads.1 == 0 ? 1 : 0
    if isHorizontal {
      let lead = lanes > 0 ? max(1, heads.0 + 1, lowAir + 1) : 0
      if lanes > 0 {
        let width = (lanes - 1) * spacing.laneWidth + 1
        return (lead, lead + width + 1 + heads.1 + highAir)
      }
      let needed = heads.0 + heads.1 + (low.isText || high.isText ? 1 : 1)
      let least = low.hasItems && high.hasItems ? spacing.columnsBetweenLayers : 1
      return (0, max(needed, least))
    }
    let lead = heads.0 + lowAir
    if lanes > 0 {
      let needed = lead + lanes + heads.1 + highAir
      return (lead, needed)
    }
    let least = low.hasItems && high.hasItems ? spacing.rowsBetweenLayers : 0
    let air = low.isFrame && heads.1 == 0 ? 1 : low.isFrame || high.isFrame ? frameAir : 0
    return (lead, max(heads.0 + heads.1, least, air))
  }

  /// Makes the part longer along the flow, so that its last layer, the frame, lies at another place.
  mutating func stretch(to size: Int) {
    guard size > mainSize, graph.hasFrame, let last = graph.layers.last else { return }
    for index in paths.indices {
      for point in paths[index].points.indices where paths[index].points[point].main == mainSize - 1 {
        paths[index].points[point].main = size - 1
      }
    }
    for node in last { graph.nodes[node].main = size - 1 }
    mainSize = size
  }

  // MARK: Lines

  private mutating func trace() {
    var leastCross = 0
    for (edge, chain) in graph.chains.sorted(by: { $0.key < $1.key }) {
      guard edges[edge].style != .invisible else { continue }
      var points: [(cross: Int, main: Int)] = []
      for (index, segmentIndex) in chain.enumerated() {
        let segment = graph.segments[segmentIndex]
        let low = graph.nodes[segment.low]
        let high = graph.nodes[segment.high]
        let start = low.cross + segment.lowOffset
        let end = high.cross + segment.highOffset
        if index == 0 { points.append((start, low.main + max(0, low.mainSize - 1 - low.behind))) }
        let layer = low.layer
        for corner in routers[layer].corners(net: segment.net, low: start, high: end) {
          let lane = laneStarts[layer] + corner.lane * (isHorizontal ? spacing.laneWidth : 1)
          points.append((corner.column, lane))
          leastCross = min(leastCross, corner.column)
          crossSize = max(crossSize, corner.column + 1)
        }
        if index == chain.count - 1 { points.append((end, high.main + high.before)) }
      }
      paths.append((edge, points))
    }
    guard leastCross < 0 else { return }
    for index in graph.nodes.indices { graph.nodes[index].cross -= leastCross }
    for index in paths.indices {
      for point in paths[index].points.indices { paths[index].points[point].cross -= leastCross }
    }
    crossSize -= leastCross
  }
}
