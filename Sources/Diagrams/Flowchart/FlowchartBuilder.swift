import Documents

/// Gathers what a flowchart's statements say, and makes the graph of it at the end.
///
/// A name may be used long before a group of that name opens, so what it stands for is settled last.
struct FlowchartBuilder {
  /// Something with a name: a box, or a group once one of that name has opened.
  struct Symbol {
    var name: String
    var label: [String]?
    var shape = BoxShape.rectangle
    /// The group in which it is mentioned first.
    var home: Int?
    /// The group of this name.
    var group: Int?
    var classes: [String] = []
    /// What its own style asks for.
    var tint: Tint?
  }

  /// A group; `parent` is the one around it in the source.
  struct Group {
    var name: String
    var title: [String]
    var parent: Int?
    var direction: Direction?
    var symbol: Int?
    /// Where it starts, for an error about its end.
    var start: Int
  }

  /// A line between two symbols.
  struct Edge {
    var name: String?
    var from: Int
    var to: Int
    var link: FlowchartLink
  }

  /// The most lines in one diagram.
  static let edgeLimit = 100_000
  /// The deepest nesting of groups.
  static let depthLimit = 100

  var direction = Direction.down
  private(set) var symbols: [Symbol] = []
  private(set) var groups: [Group] = []
  private(set) var edges: [Edge] = []
  /// The groups that are open, from the outermost one in.
  private(set) var open: [Int] = []

  private var places: [String: Int] = [:]
  /// How many groups have opened under a name.
  private var groupCounts: [String: Int] = [:]
  private var untitled = 0
  private var classTints: [String: Tint] = [:]
  private var edgeNames: Set<String> = []

  // MARK: Boxes

  /// The symbol of a name, mentioned here.
  mutating func mention(_ name: String) -> Int {
    let symbol: Int
    if let known = places[name] {
      symbol = known
    } else {
      symbol = symbols.count
      places[name] = symbol
      symbols.append(Symbol(name: name))
    }
    if symbols[symbol].home == nil { symbols[symbol].home = open.last }
    return symbol
  }

  mutating func describe(_ symbol: Int, label: [String]? = nil, shape: BoxShape? = nil) {
    if let label { symbols[symbol].label = label }
    if let shape { symbols[symbol].shape = shape }
  }

  // MARK: Lines

  /// Whether a name was given to a line.
  func isEdge(_ name: String) -> Bool { edgeNames.contains(name) }

  /// Whether lines from each of some ends to each of others are still few enough.
  func hasRoom(forLinesFrom from: Int, to: Int) -> Bool {
    !from.multipliedReportingOverflow(by: to).overflow && from * to <= Self.edgeLimit - edges.count
  }

  mutating func connect(_ from: [Int], _ to: [Int], _ link: FlowchartLink, name: String?) {
    if let name { edgeNames.insert(name) }
    for start in from {
      for end in to { edges.append(Edge(name: name, from: start, to: end, link: link)) }
    }
  }

  // MARK: Groups

  /// Opens a group within those that are open.
  ///
  /// - Parameter name: nil for a group that has neither a name nor a title.
  mutating func openGroup(_ name: String?, title: [String], start: Int) {
    var unique = name ?? ""
    while name == nil, unique.isEmpty || groupCounts[unique] != nil || places[unique] != nil {
      unique = "subGraph\(untitled)"
      untitled += 1
    }
    let base = unique
    let isFirst = groupCounts[base] == nil
    groupCounts[base, default: 0] += 1
    if !isFirst {
      // A second group of the same name is another group.
      repeat {
        unique = "\(base)#\(groupCounts[base, default: 1])"
        groupCounts[base, default: 1] += groupCounts[unique] == nil ? 0 : 1
      } while groupCounts[unique] != nil
      groupCounts[unique] = 1
    }
    var group = Group(name: unique, title: title, parent: open.last, start: start)
    if isFirst {
      // Not `mention`: that a group opens within another one is said by its parent.
      let symbol = places[unique] ?? symbols.count
      if symbol == symbols.count {
        symbols.append(Symbol(name: unique))
        places[unique] = symbol
      }
      symbols[symbol].group = groups.count
      group.symbol = symbol
    }
    open.append(groups.count)
    groups.append(group)
  }

  mutating func closeGroup() {
    _ = open.popLast()
  }

  /// Sets the direction of the innermost open group.
  mutating func setGroupDirection(_ direction: Direction) {
    guard let group = open.last else { return }
    groups[group].direction = direction
  }

  // MARK: Colours

  mutating func defineClass(_ name: String, tint: Tint?) {
    classTints[name] = tint
  }

  /// Gives a class to a name; names that nothing has are passed over.
  mutating func assign(_ className: String, to name: String) {
    guard let symbol = places[name] else { return }
    assign(className, to: symbol)
  }

  mutating func assign(_ className: String, to symbol: Int) {
    symbols[symbol].classes.append(className)
  }

  mutating func paint(_ name: String, _ tint: Tint?) {
    guard let tint, let symbol = places[name] else { return }
    symbols[symbol].tint = tint
  }

  /// The tint of a symbol: its own, or that of the last of its classes that has one.
  private func tint(of symbol: Symbol) -> Tint? {
    if let tint = symbol.tint { return tint }
    for name in symbol.classes.reversed() {
      if let tint = classTints[name] { return tint }
    }
    return nil
  }

  // MARK: The graph

  func graph(of source: DiagramSource) throws(DiagramError) -> DiagramGraph {
    var graph = DiagramGraph(kind: .flowchart)
    graph.title = source.title
    graph.direction = direction
    let (order, parents) = try groupOrder(in: source)
    var newPlaces = [Int](repeating: 0, count: groups.count)
    for (new, old) in order.enumerated() { newPlaces[old] = new }
    for old in order {
      let group = groups[old]
      var made = DiagramGraph.Group(
        id: group.name, title: group.title, parent: parents[old].map { newPlaces[$0] })
      made.direction = group.direction
      made.tint = group.symbol.flatMap { tint(of: symbols[$0]) }
      graph.groups.append(made)
    }
    var ends: [DiagramGraph.End] = []
    for symbol in symbols {
      if let group = symbol.group {
        ends.append(.group(newPlaces[group]))
        continue
      }
      ends.append(.box(graph.boxes.count))
      var box = DiagramGraph.Box(
        id: symbol.name, label: symbol.label ?? [symbol.name], group: symbol.home.map { newPlaces[$0] })
      box.shape = symbol.shape
      box.tint = tint(of: symbol) ?? classTints["default"]
      graph.boxes.append(box)
    }
    for (index, edge) in edges.enumerated() {
      var made = DiagramGraph.Edge(
        id: edge.name ?? "L\(index + 1)", from: ends[edge.from], to: ends[edge.to])
      made.label = edge.link.label
      made.style = edge.link.style
      made.tail = edge.link.tail
      made.head = edge.link.head
      made.minimumLength = edge.link.length
      graph.edges.append(made)
    }
    return graph
  }

  /// The groups with each after its parent, and their parents.
  ///
  /// A group that opens in no other one belongs to the first one in which it is mentioned, as a box does,
  /// unless that one lies within it.
  private func groupOrder(in source: DiagramSource) throws(DiagramError) -> (order: [Int], parents: [Int?]) {
    var parents = groups.map(\.parent)
    for (index, group) in groups.enumerated() where group.parent == nil {
      guard let symbol = group.symbol, let home = symbols[symbol].home else { continue }
      var ancestor: Int? = home
      var depth = 1
      while let current = ancestor, current != index {
        ancestor = parents[current]
        depth += 1
        guard depth <= Self.depthLimit + 1 else { throw tooDeep(group, in: source) }
      }
      if ancestor == nil { parents[index] = home }
    }
    var children = [[Int]](repeating: [], count: groups.count)
    var waiting: [Int] = []
    for index in groups.indices.reversed() {
      if let parent = parents[index] { children[parent].append(index) } else { waiting.append(index) }
    }
    var order: [Int] = []
    var depths = [Int](repeating: 1, count: groups.count)
    while let next = waiting.popLast() {
      if let parent = parents[next] { depths[next] = depths[parent] + 1 }
      guard depths[next] <= Self.depthLimit else { throw tooDeep(groups[next], in: source) }
      order.append(next)
      waiting += children[next]
    }
    return (order, parents)
  }

  private func tooDeep(_ group: Group, in source: DiagramSource) -> DiagramError {
    DiagramError("nested deeper than \(Self.depthLimit) groups", at: source.position(of: group.start))
  }
}
