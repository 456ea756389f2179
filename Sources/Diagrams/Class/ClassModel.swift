/// What a class diagram says.
struct ClassModel {
  /// One class, or an interface or note that stands among them.
  struct Class {
    var id: String
    /// The type parameters behind the name.
    var parameters = ""
    /// The text that stands for the name.
    var label: [String] = []
    var annotations: [String] = []
    var attributes: [String] = []
    var methods: [String] = []
    var shape: BoxShape = .record
    var namespace: Int?
    /// The class beside which a note or an interface stands, wherever that comes to stand.
    var neighbour: Int?
    var classes: [String] = []
    var tint: Tint?
  }

  /// One segment of a namespace, inside others.
  struct Namespace {
    var id: String
    var title: [String]
    var parent: Int?
    var depth: Int
    var direction: Direction?
  }

  private struct NamespaceKey: Hashable {
    var parent: Int?
    var name: String
  }

  private(set) var classes: [Class] = []
  private(set) var namespaces: [Namespace] = []
  private(set) var edges: [DiagramGraph.Edge] = []
  private var direction: Direction = .down
  var styles = StyleTable()

  private var names: [String: Int] = [:]
  private var namespaceIndices: [NamespaceKey: Int] = [:]
  private var noteCount = 0
  private var pendingClasses: [(id: String, classes: [String])] = []
  private var pendingTints: [(id: String, tint: Tint?)] = []

  /// How deep namespaces may stand in namespaces.
  static let deepest = 100
  /// How many lines are read.
  static let mostEdges = 100_000

  // MARK: Classes

  /// The class of a name, which is made when it is new.
  mutating func named(_ id: String, in namespace: Int?) -> Int {
    if let known = names[id] ?? qualified(id) { return known }
    names[id] = classes.count
    classes.append(Class(id: id, namespace: namespace))
    return classes.count - 1
  }

  /// The class that a name such as `Space.Name` means, when that namespace holds it.
  private func qualified(_ id: String) -> Int? {
    let parts = id.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, parts.count <= Self.deepest, let last = parts.last,
      let known = names[String(last)]
    else { return nil }
    var namespace: Int?
    for part in parts.dropLast() {
      let key = NamespaceKey(parent: namespace, name: String(part))
      guard let next = namespaceIndices[key] else { return nil }
      namespace = next
    }
    return classes[known].namespace == namespace ? known : nil
  }

  /// Notes that a class is declared inside a namespace.
  mutating func place(_ index: Int, in namespace: Int?) {
    if classes[index].namespace == nil { classes[index].namespace = namespace }
  }

  mutating func setParameters(_ index: Int, _ parameters: String) {
    if classes[index].parameters.isEmpty { classes[index].parameters = parameters }
  }

  mutating func setLabel(_ index: Int, _ label: [String]) {
    classes[index].label = label
  }

  mutating func annotate(_ index: Int, _ annotation: String) {
    classes[index].annotations.append(annotation)
  }

  mutating func addMember(_ index: Int, _ source: String) {
    switch ClassMember(PlainText.line(source)) {
    case .annotation(let text): classes[index].annotations.append(text)
    case .attribute(let text): classes[index].attributes.append(text)
    case .method(let text): classes[index].methods.append(text)
    case nil: break
    }
  }

  mutating func addClasses(_ index: Int, _ names: [String]) {
    classes[index].classes += names
  }

  mutating func addClasses(id: String, _ names: [String]) {
    pendingClasses.append((id, names))
  }

  mutating func setTint(id: String, _ tint: Tint?) {
    pendingTints.append((id, tint))
  }

  mutating func setDirection(_ direction: Direction, of namespace: Int?) {
    if let namespace {
      namespaces[namespace].direction = direction
    } else {
      self.direction = direction
    }
  }

  /// Adds the round end of a lollipop: each is one of its own, even where a class has its name.
  mutating func addInterface(_ id: String, beside owner: Int) -> Int {
    var interface = Class(id: id, neighbour: owner)
    interface.shape = .interface
    classes.append(interface)
    return classes.count - 1
  }

  // MARK: Namespaces

  /// The namespace of a dotted name inside another; nil when they stand in each other too deep.
  mutating func namespace(_ path: String, in parent: Int?) -> Int? {
    var namespace = parent
    for part in path.split(separator: ".") {
      let key = NamespaceKey(parent: namespace, name: String(part))
      if let known = namespaceIndices[key] {
        namespace = known
        continue
      }
      let depth = (namespace.map { namespaces[$0].depth } ?? 0) + 1
      guard depth <= Self.deepest else { return nil }
      let id = namespace.map { namespaces[$0].id + "." + part } ?? String(part)
      namespaces.append(
        Namespace(id: id, title: LabelText.lines(of: String(part)), parent: namespace, depth: depth))
      namespace = namespaces.count - 1
      namespaceIndices[key] = namespace
    }
    return namespace
  }

  mutating func setTitle(_ namespace: Int, _ title: [String]) {
    namespaces[namespace].title = title
  }

  // MARK: Lines

  /// Adds a line; false when there are too many.
  mutating func add(_ edge: DiagramGraph.Edge) -> Bool {
    edges.append(edge)
    return edges.count <= Self.mostEdges
  }

  /// Adds a note, tied to a class when it is about one; false when there are too many lines.
  mutating func addNote(_ lines: [String], about target: Int?, in namespace: Int?) -> Bool {
    noteCount += 1
    var note = Class(id: "note\(noteCount)", namespace: namespace, neighbour: target)
    note.label = lines
    note.shape = .note
    classes.append(note)
    guard let target else { return true }
    var edge = DiagramGraph.Edge(
      id: "L\(edges.count + 1)", from: .box(classes.count - 1), to: .box(target))
    edge.style = .dotted
    edge.head = .none
    return add(edge)
  }

  // MARK: The graph

  /// The diagram as boxes, groups and lines; the boxes are the classes, in their order.
  func graph() -> DiagramGraph {
    var graph = DiagramGraph(kind: .classes)
    graph.direction = direction
    graph.edges = edges
    var classes = classes
    for index in classes.indices {
      if let neighbour = classes[index].neighbour { classes[index].namespace = classes[neighbour].namespace }
    }
    for (id, names) in pendingClasses {
      if let index = self.names[id] { classes[index].classes += names }
    }
    for (id, tint) in pendingTints {
      if let index = self.names[id] { classes[index].tint = tint }
    }
    let groups = addGroups(to: &graph, holding: classes)
    for entry in classes {
      var box = DiagramGraph.Box(
        id: entry.id, label: Self.label(entry), group: entry.namespace.flatMap { groups[$0] })
      box.compartments = Self.compartments(entry)
      box.shape = entry.shape == .record && box.compartments.isEmpty ? .rectangle : entry.shape
      box.tint = entry.tint ?? (entry.shape == .note ? nil : styles.tint(of: entry.classes))
      graph.boxes.append(box)
    }
    for (index, namespace) in namespaces.enumerated() where groups[index] == nil {
      graph.boxes.append(
        DiagramGraph.Box(
          id: namespace.id, label: namespace.title, group: namespace.parent.flatMap { groups[$0] }))
    }
    return graph
  }

  /// Adds the namespaces that hold something, and tells their groups; one that holds nothing becomes a box.
  private func addGroups(to graph: inout DiagramGraph, holding classes: [Class]) -> [Int?] {
    var isFilled = Array(repeating: false, count: namespaces.count)
    for entry in classes {
      if let namespace = entry.namespace { isFilled[namespace] = true }
    }
    for namespace in namespaces {
      if let parent = namespace.parent { isFilled[parent] = true }
    }
    var groups: [Int?] = Array(repeating: nil, count: namespaces.count)
    for (index, namespace) in namespaces.enumerated() where isFilled[index] {
      groups[index] = graph.groups.count
      var group = DiagramGraph.Group(
        id: namespace.id, title: namespace.title, parent: namespace.parent.flatMap { groups[$0] })
      group.direction = namespace.direction
      graph.groups.append(group)
    }
    return groups
  }

  private static func label(_ entry: Class) -> [String] {
    let annotations = entry.annotations.map { "«\(PlainText.line($0))»" }
    if !entry.label.isEmpty { return annotations + entry.label }
    return annotations + [PlainText.line(entry.id + entry.parameters)]
  }

  private static func compartments(_ entry: Class) -> [[String]] {
    if !entry.methods.isEmpty { return [entry.attributes, entry.methods] }
    return entry.attributes.isEmpty ? [] : [entry.attributes]
  }
}
