/// The layers of one level (or of one connected part of it), with a node for everything that takes room in a layer.
struct LayerGraph {
  /// What a node is.
  enum Kind: Equatable {
    case item(Hierarchy.Item)
    /// Where a line passes a layer.
    case bend
    /// A text beside a line.
    case label(LabelPlace)
    /// Where a line crosses the level's frame.
    case port
  }

  /// Which of a line's texts.
  enum LabelPlace: Equatable, Sendable {
    case whole, fromNote, toNote
  }

  /// One node. Sizes and places are in cells along (`main`) and across (`cross`) the flow.
  struct Node {
    var kind: Kind
    var layer: Int
    /// The line that a bend, a label or a port belongs to.
    var edge: Int = -1
    var crossSize = 1
    var mainSize = 0
    var cross = 0
    var main = 0
    /// For a label: where across the flow its line runs, from its first cell.
    var lineOffset = 0
    /// For an item: the cells of its border across the flow, when a loop beside it makes it larger.
    var borderSize: Int?

    /// Whether it is no item: a bend, a text or a port.
    var isLine: Bool {
      if case .item = kind { return false }
      return true
    }

    var isGroup: Bool {
      if case .item(.group) = kind { return true }
      return false
    }

    /// Whether it is a box, whose ports may move along its border.
    var isBox: Bool {
      if case .item(.box) = kind { return true }
      return false
    }

    /// For an item: the cells along the flow before and behind its border, for the text of a loop.
    var before = 0
    var behind = 0
    /// For a port: whether the line ends at the frame instead of crossing it.
    var endsHere = false
    /// For a box: the cells of its border at which a rule between compartments ends.
    var barred: Set<Int> = []
    /// Whether lines may only meet it in its middle.
    var hasFixedPorts = false

    /// The cells across the flow on which lines may end.
    var portSize: Int { borderSize ?? crossSize }
  }

  /// A piece of a line between two neighbouring layers.
  struct Segment {
    var low: Int
    var high: Int
    var edge: Int
    /// Segments of one net share the pin at one of their ends.
    var net: Int
    /// Where the segment meets its nodes, from their first cell across the flow.
    var lowOffset = 0
    var highOffset = 0
  }

  var nodes: [Node] = []
  var layers: [[Int]] = []
  var segments: [Segment] = []
  /// The segments of each line, from the lowest layer up.
  var chains: [Int: [Int]] = [:]
  /// Segments by node: those that lead up to it and those that lead on from it.
  var incoming: [[Int]] = []
  var outgoing: [[Int]] = []
  /// The place of each node in its layer.
  var order: [Int] = []
  /// Whether the first and the last layer are the frame.
  var hasFrame = false
  /// Which edges run against the layers.
  var isReversed: [Int: Bool] = [:]

  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    incoming.append([])
    outgoing.append([])
    order.append(0)
    return nodes.count - 1
  }

  mutating func join(_ low: Int, _ high: Int, edge: Int) {
    segments.append(Segment(low: low, high: high, edge: edge, net: -1))
    outgoing[low].append(segments.count - 1)
    incoming[high].append(segments.count - 1)
    chains[edge, default: []].append(segments.count - 1)
  }

  /// Sets the place of every node from the order of the layers.
  mutating func number(_ layer: Int) {
    for (index, node) in layers[layer].enumerated() { order[node] = index }
  }

  /// The node at which a line begins in the lowest layer it passes, or ends in the highest.
  func end(of edge: Int, isStart: Bool) -> Int? {
    guard let chain = chains[edge] else { return nil }
    return isStart ? chain.first.map { segments[$0].low } : chain.last.map { segments[$0].high }
  }

  /// Lets the segments of some lines share their pin at a node.
  mutating func setNet(_ net: Int, of edges: [Int], at node: Int, isStart: Bool) {
    for segment in isStart ? incoming[node] : outgoing[node] where edges.contains(segments[segment].edge) {
      segments[segment].net = net
    }
  }

  /// Takes out segments that no line runs along any more, with the bends and ports that nothing else passes.
  ///
  /// Items keep their numbers: they come before everything that belongs to a line.
  mutating func remove(_ dropped: Set<Int>) {
    var newSegment: [Int: Int] = [:]
    var kept: [Segment] = []
    for (index, segment) in segments.enumerated() where !dropped.contains(index) {
      newSegment[index] = kept.count
      kept.append(segment)
    }
    var isUsed = nodes.map { !$0.isLine }
    for segment in kept {
      isUsed[segment.low] = true
      isUsed[segment.high] = true
    }
    var newNode: [Int] = []
    var used = 0
    for isUsed in isUsed {
      newNode.append(used)
      if isUsed { used += 1 }
    }
    for index in kept.indices {
      kept[index].low = newNode[kept[index].low]
      kept[index].high = newNode[kept[index].high]
    }
    func left<Value>(_ values: [Value]) -> [Value] {
      zip(values, isUsed).compactMap { $1 ? $0 : nil }
    }
    segments = kept
    nodes = left(nodes)
    order = left(order)
    incoming = left(incoming).map { $0.compactMap { newSegment[$0] } }
    outgoing = left(outgoing).map { $0.compactMap { newSegment[$0] } }
    layers = layers.map { $0.filter { isUsed[$0] }.map { newNode[$0] } }
    chains = chains.mapValues { $0.compactMap { newSegment[$0] } }
    for layer in layers.indices { number(layer) }
  }
}
