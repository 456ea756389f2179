/// What stands where on a level before anything has a size: its connected parts, their layers and the order in them.
struct LevelPlan {
  /// A connected part of a level.
  struct Part {
    var graph: LayerGraph
    /// The node of each of the level's items in this part.
    var nodeOfItem: [Int: Int]
  }

  /// The part that lines enter through the level's frame; nil where none do.
  var entered: Part?
  /// The others.
  var free: [Part] = []

  /// All parts.
  var parts: [Part] { (entered.map { [$0] } ?? []) + free }
}

/// Plans all levels of a diagram: layers first, from the outside in, then the orders, each level by its neighbours.
struct Planner {
  /// At which side of a frame a line crosses it.
  enum Side { case start, end }

  /// A line at a level.
  private struct Link {
    var edge: Int
    /// Items; nil is the frame.
    var low: Int?
    var high: Int?
    var isReversed: Bool
    /// Whether its texts stand on this level.
    var hasTexts: Bool
  }

  let hierarchy: Hierarchy
  private(set) var plans: [LevelPlan]
  /// The side at which a line leaves or enters the levels inside its course, by edge.
  private(set) var sides: [(from: Side, to: Side)]
  /// Where each group stands: the free part of its level, -1 for the entered one, and its node in it.
  private var groupPlaces: [(part: Int, node: Int)]
  /// How many nodes all layers hold: what a layout costs.
  private(set) var nodeCount = 0
  private var nextNet = 0

  /// More nodes than this in all layers are too many to lay out in reasonable time.
  static let mostNodes = 120_000

  init(_ hierarchy: Hierarchy) throws(DiagramError) {
    self.hierarchy = hierarchy
    plans = Array(repeating: LevelPlan(), count: hierarchy.items.count)
    sides = Array(repeating: (.end, .start), count: hierarchy.graph.edges.count)
    groupPlaces = Array(repeating: (-1, 0), count: hierarchy.graph.groups.count)
    for level in hierarchy.items.indices { try plan(level) }
    joinNets()
    shareTrunks()
    orderAll()
  }

  // MARK: Layers

  private mutating func plan(_ level: Int) throws(DiagramError) {
    let items = hierarchy.items[level]
    guard !items.isEmpty else { return }
    var startPull = Array(repeating: 0, count: items.count)
    var endPull = startPull
    var links: [Link] = []
    for entrance in hierarchy.entrances[level] {
      let side = entrance.isFrom ? sides[entrance.edge].from : sides[entrance.edge].to
      switch side {
      case .start:
        startPull[entrance.item] += 1
        links.append(
          Link(
            edge: entrance.edge, low: nil, high: entrance.item, isReversed: entrance.isFrom, hasTexts: false))
      case .end:
        endPull[entrance.item] += 1
        links.append(
          Link(
            edge: entrance.edge, low: entrance.item, high: nil, isReversed: !entrance.isFrom, hasTexts: false)
        )
      }
    }
    let courses = hierarchy.courses[level]
    let inner = courses.filter { $0.from != nil && $0.to != nil }
    let layering = Layering(
      count: items.count,
      links: inner.compactMap { course in
        guard let from = course.from, let to = course.to else { return nil }
        return Layering.Link(
          from: from, to: to, minimumLength: hierarchy.graph.edges[course.edge].minimumLength)
      }, startPull: startPull, endPull: endPull)
    for (index, course) in inner.enumerated() {
      let isReversed = layering.isReversed[index]
      sides[course.edge] = isReversed ? (.start, .end) : (.end, .start)
      links.append(
        Link(
          edge: course.edge, low: isReversed ? course.to : course.from,
          high: isReversed ? course.from : course.to, isReversed: isReversed, hasTexts: true))
    }
    for course in courses where course.from == nil || course.to == nil {
      sides[course.edge] = (.end, .start)
      links.append(
        Link(edge: course.edge, low: course.from, high: course.to, isReversed: false, hasTexts: true))
    }
    try divide(level, links: links, layers: layering.layers)
  }

  /// Cuts a level into its connected parts.
  private mutating func divide(_ level: Int, links: [Link], layers: [Int]) throws(DiagramError) {
    let count = hierarchy.items[level].count
    // The frame counts as an item: what lines enter hangs together by it.
    var parents = Array(0...count)
    func root(_ item: Int) -> Int {
      var item = item
      while parents[item] != item {
        parents[item] = parents[parents[item]]
        item = parents[item]
      }
      return item
    }
    for link in links {
      let low = root(link.low ?? count)
      let high = root(link.high ?? count)
      if low != high { parents[max(low, high)] = min(low, high) }
    }
    var members: [Int: [Int]] = [:]
    for item in 0..<count { members[root(item), default: []].append(item) }
    var linksOf: [Int: [Link]] = [:]
    for link in links { linksOf[root(link.low ?? link.high ?? count), default: []].append(link) }
    for (first, items) in members.sorted(by: { $0.key < $1.key }) {
      let isEntered = root(count) == first
      let part = try build(
        level, items: items, links: linksOf[first] ?? [], layers: layers, hasFrame: isEntered)
      for (item, node) in part.nodeOfItem {
        if case .group(let group) = hierarchy.items[level][item] {
          groupPlaces[group] = (isEntered ? -1 : plans[level].free.count, node)
        }
      }
      if isEntered {
        plans[level].entered = part
      } else {
        plans[level].free.append(part)
      }
    }
  }

  // MARK: Nodes

  private mutating func build(
    _ level: Int, items: [Int], links: [Link], layers: [Int], hasFrame: Bool
  ) throws(DiagramError) -> LevelPlan.Part {
    let used = Set(items.map { layers[$0] }).sorted()
    var rank: [Int: Int] = [:]
    for (index, layer) in used.enumerated() { rank[layer] = index }
    let gaps = LayerGaps(
      layerCount: used.count,
      links: links.map { link in
        let edge = hierarchy.graph.edges[link.edge]
        return LayerGaps.Link(
          low: link.low.flatMap { rank[layers[$0]] } ?? -1,
          high: link.high.flatMap { rank[layers[$0]] } ?? used.count,
          isReversed: link.isReversed,
          label: link.hasTexts && !edge.label.isEmpty,
          fromNote: link.hasTexts && !edge.fromNote.isEmpty,
          toNote: link.hasTexts && !edge.toNote.isEmpty)
      }, hasFrame: hasFrame)
    nodeCount += items.count + gaps.nodeCount
    guard nodeCount <= Planner.mostNodes else {
      throw DiagramError(
        "the diagram has too many long lines to draw",
        hint: "Its lines pass more than \(Planner.mostNodes) layers in all: leave out some, or cut it in two."
      )
    }
    var graph = LayerGraph()
    graph.hasFrame = hasFrame
    graph.layers = Array(repeating: [], count: gaps.count)
    var nodeOfItem: [Int: Int] = [:]
    for item in items {
      nodeOfItem[item] = graph.add(
        LayerGraph.Node(
          kind: .item(hierarchy.items[level][item]), layer: gaps.layer(of: rank[layers[item]] ?? 0)))
    }
    for (index, link) in links.enumerated() {
      graph.isReversed[link.edge] = link.isReversed
      var last =
        link.low.flatMap { nodeOfItem[$0] }
        ?? graph.add(
          LayerGraph.Node(kind: .port, layer: 0, edge: link.edge, mainSize: 1, endsHere: link.hasTexts))
      let target =
        link.high.flatMap { nodeOfItem[$0] }
        ?? graph.add(
          LayerGraph.Node(
            kind: .port, layer: gaps.count - 1, edge: link.edge, mainSize: 1, endsHere: link.hasTexts))
      let start = graph.nodes[last].layer + 1
      if start < graph.nodes[target].layer {
        for layer in start..<graph.nodes[target].layer {
          let place = gaps.label(of: index, at: layer)
          let node = graph.add(
            LayerGraph.Node(kind: place.map { .label($0) } ?? .bend, layer: layer, edge: link.edge))
          graph.join(last, node, edge: link.edge)
          last = node
        }
      }
      graph.join(last, target, edge: link.edge)
    }
    Planner.fill(&graph)
    return LevelPlan.Part(graph: graph, nodeOfItem: nodeOfItem)
  }

  /// Fills the layers in the order of a walk through the source.
  private static func fill(_ graph: inout LayerGraph) {
    var isSeen = Array(repeating: false, count: graph.nodes.count)
    let roots = graph.nodes.indices.sorted { (graph.nodes[$0].layer, $0) < (graph.nodes[$1].layer, $1) }
    for root in roots where !isSeen[root] {
      var stack = [root]
      isSeen[root] = true
      while let node = stack.popLast() {
        graph.layers[graph.nodes[node].layer].append(node)
        for segment in graph.outgoing[node].reversed() {
          let next = graph.segments[segment].high
          guard !isSeen[next] else { continue }
          isSeen[next] = true
          stack.append(next)
        }
      }
    }
    for layer in graph.layers.indices { graph.number(layer) }
  }
}

// MARK: - Nets

extension Planner {
  /// Lets lines share their beginning or their end where that cannot be misread: from one box, or to one box, alike in
  /// all signs, and no line at both its ends.
  private mutating func joinNets() {
    var isShared = Array(repeating: false, count: hierarchy.graph.edges.count)
    for isFanOut in [true, false] {
      for level in plans.indices {
        if let part = plans[level].entered {
          plans[level].entered = joined(part, isFanOut: isFanOut, isShared: &isShared)
        }
        for index in plans[level].free.indices {
          plans[level].free[index] = joined(
            plans[level].free[index], isFanOut: isFanOut, isShared: &isShared)
        }
      }
    }
    for level in plans.indices {
      if let part = plans[level].entered { plans[level].entered = numbered(part) }
      for index in plans[level].free.indices {
        plans[level].free[index] = numbered(plans[level].free[index])
      }
    }
  }

  /// Gives every segment without one a net of its own.
  private mutating func numbered(_ part: LevelPlan.Part) -> LevelPlan.Part {
    var part = part
    for index in part.graph.segments.indices where part.graph.segments[index].net < 0 {
      part.graph.segments[index].net = nextNet
      nextNet += 1
    }
    return part
  }

  /// What lines must have in common to share their beginning or end.
  private struct Likeness: Hashable {
    var style: LineStyle
    var sign: LineHead
  }

  private mutating func joined(
    _ part: LevelPlan.Part, isFanOut: Bool, isShared: inout [Bool]
  ) -> LevelPlan.Part {
    var part = part
    for node in part.graph.nodes.indices where part.graph.nodes[node].isBox {
      for segments in [part.graph.outgoing[node], part.graph.incoming[node]] where segments.count > 1 {
        var alike: [Likeness: [Int]] = [:]
        for segment in segments {
          let index = part.graph.segments[segment].edge
          guard !isShared[index], let likeness = likeness(index, part, node, isFanOut: isFanOut) else {
            continue
          }
          alike[likeness, default: []].append(segment)
        }
        for members in alike.values.sorted(by: { $0[0] < $1[0] }) {
          var others: Set<DiagramGraph.End> = []
          let distinct = members.filter { segment in
            let edge = hierarchy.graph.edges[part.graph.segments[segment].edge]
            return others.insert(isFanOut ? edge.to : edge.from).inserted
          }
          guard distinct.count > 1 else { continue }
          for segment in distinct {
            part.graph.segments[segment].net = nextNet
            isShared[part.graph.segments[segment].edge] = true
          }
          nextNet += 1
        }
      }
    }
    return part
  }

  private func likeness(
    _ index: Int, _ part: LevelPlan.Part, _ node: Int, isFanOut: Bool
  ) -> Likeness? {
    let edge = hierarchy.graph.edges[index]
    guard edge.style != .invisible, case .item(.box(let box)) = part.graph.nodes[node].kind else {
      return nil
    }
    if isFanOut {
      guard edge.from == .box(box), edge.tail == .none, edge.head == .arrow, edge.fromNote.isEmpty else {
        return nil
      }
      return Likeness(style: edge.style, sign: .arrow)
    }
    if edge.to == .box(box), edge.tail == .none, edge.head == .arrow || edge.head == .triangle,
      edge.toNote.isEmpty
    {
      return Likeness(style: edge.style, sign: edge.head)
    }
    if edge.from == .box(box), edge.head == .none, edge.tail == .triangle, edge.fromNote.isEmpty {
      return Likeness(style: edge.style, sign: .triangle)
    }
    return nil
  }
}

// MARK: - Trunks

extension Planner {
  /// Lets lines of one net cross the frames around their common box as one line: they part, or meet, only outside the
  /// last frame that all of them cross.
  private mutating func shareTrunks() {
    var dropped: [Int: Set<Int>] = [:]
    for level in plans.indices {
      // Only the part that lines enter has any that cross the frame.
      guard let graph = plans[level].entered?.graph, graph.hasFrame else { continue }
      for node in graph.nodes.indices where graph.nodes[node].isBox {
        for isStart in [true, false] {
          var nets: [Int: [Int]] = [:]
          for segment in isStart ? graph.incoming[node] : graph.outgoing[node] {
            nets[graph.segments[segment].net, default: []].append(graph.segments[segment].edge)
          }
          for (_, edges) in nets.sorted(by: { $0.key < $1.key }) where edges.count > 1 {
            shareTrunk(of: edges, level: level, isStart: isStart, dropped: &dropped)
          }
        }
      }
    }
    for (level, segments) in dropped { plans[level].entered?.graph.remove(segments) }
  }

  /// Leads those of some lines that cross a level's frame to it as one, and so on outwards.
  private mutating func shareTrunk(
    of edges: [Int], level: Int, isStart: Bool, dropped: inout [Int: Set<Int>]
  ) {
    var edges = edges
    var level = level
    while level > 0, let graph = plans[level].entered?.graph {
      edges = edges.filter { edge in
        guard let end = graph.end(of: edge, isStart: isStart) else { return false }
        return graph.nodes[end].kind == .port && !graph.nodes[end].endsHere
      }
      guard edges.count > 1, let trunk = graph.chains[edges[0]] else { return }
      for edge in edges.dropFirst() {
        dropped[level, default: []].formUnion(graph.chains[edge] ?? [])
        plans[level].entered?.graph.chains[edge] = trunk
      }
      let group = level - 1
      let outer = (hierarchy.graph.groups[group].parent ?? -1) + 1
      let place = groupPlaces[group]
      let net = nextNet
      nextNet += 1
      if place.part < 0 {
        plans[outer].entered?.graph.setNet(net, of: edges, at: place.node, isStart: isStart)
      } else {
        plans[outer].free[place.part].graph.setNet(net, of: edges, at: place.node, isStart: isStart)
      }
      level = outer
    }
  }
}

// MARK: - Orders

extension Planner {
  /// Orders every level three times: from the outside in, from the inside out with the order in which lines leave each
  /// group, and from the outside in again, which settles that order.
  private mutating func orderAll() {
    for level in plans.indices { orderLevel(level, isFrameGiven: false) }
    for level in plans.indices.reversed() { orderLevel(level, isFrameGiven: false) }
    for level in plans.indices { orderLevel(level, isFrameGiven: true) }
  }

  private mutating func orderLevel(_ level: Int, isFrameGiven: Bool) {
    if var part = plans[level].entered {
      let given = isFrameGiven && level > 0
      if given {
        setFrameOrder(&part.graph, level)
      }
      let hasStart = part.graph.hasFrame && given
      Ordering.order(
        &part.graph, fractions: fractions(part.graph), isFirstFixed: hasStart, isLastFixed: hasStart)
      plans[level].entered = part
    }
    for index in plans[level].free.indices {
      var part = plans[level].free[index]
      Ordering.order(
        &part.graph, fractions: fractions(part.graph), isFirstFixed: false, isLastFixed: false)
      plans[level].free[index] = part
    }
  }

  /// Where the segments of a part meet groups, by the order in which lines leave these inside.
  private func fractions(_ graph: LayerGraph) -> [(low: Double, high: Double)] {
    graph.segments.map { segment in
      (
        fraction(graph.nodes[segment.low], segment.edge, isStart: false),
        fraction(graph.nodes[segment.high], segment.edge, isStart: true)
      )
    }
  }

  private func fraction(_ node: LayerGraph.Node, _ edge: Int, isStart: Bool) -> Double {
    guard case .item(.group(let group)) = node.kind, let inside = plans[group + 1].entered?.graph,
      let layer = isStart ? inside.layers.first : inside.layers.last
    else { return 0.5 }
    guard
      let port = inside.end(of: edge, isStart: isStart), inside.nodes[port].kind == .port
    else { return 0.5 }
    return (Double(inside.order[port]) + 1) / Double(layer.count + 1)
  }

  /// Orders the lines that cross a level's frame by where they lead outside it.
  private func setFrameOrder(_ graph: inout LayerGraph, _ level: Int) {
    let group = level - 1
    let outer = (hierarchy.graph.groups[group].parent ?? -1) + 1
    let place = groupPlaces[group]
    guard let part = place.part < 0 ? plans[outer].entered : plans[outer].free[place.part] else { return }
    let node = place.node
    for isStart in [true, false] {
      let layer = isStart ? 0 : graph.layers.count - 1
      // A port stands where the lines through it lead on the average.
      var sums: [Int: (sum: Double, count: Int)] = [:]
      for segment in isStart ? part.graph.incoming[node] : part.graph.outgoing[node] {
        let other = isStart ? part.graph.segments[segment].low : part.graph.segments[segment].high
        let edge = part.graph.segments[segment].edge
        guard let port = graph.end(of: edge, isStart: isStart) else { continue }
        let place = fraction(part.graph.nodes[other], edge, isStart: !isStart)
        let old = sums[port] ?? (0, 0)
        sums[port] = (old.sum + Double(part.graph.order[other]) + place, old.count + 1)
      }
      let keys = sums.mapValues { $0.sum / Double($0.count) }
      graph.layers[layer].sort { left, right in
        (keys[left] ?? .infinity, graph.order[left]) < (keys[right] ?? .infinity, graph.order[right])
      }
      graph.number(layer)
    }
  }
}
