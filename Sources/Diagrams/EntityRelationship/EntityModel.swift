import TextWidth

/// What an entity-relationship diagram says.
struct EntityModel {
  /// One attribute: its parts in the order in which they are shown.
  struct Attribute {
    var type: String
    var name: String
    var keys: [String] = []
    var comment = ""

    /// Its columns.
    var cells: [String] { [type, name, keys.joined(separator: ","), comment] }
  }

  struct Entity {
    var id: String
    /// The text that stands for the name.
    var label: [String] = []
    var attributes: [Attribute] = []
    var group: Int?
    var classes: [String] = []
    var tint: Tint?
  }

  struct Group {
    var id: String
    var title: [String]
    var parent: Int?
    var direction: Direction?
  }

  struct Relationship {
    var from: Int
    var to: Int
    var fromCount: Cardinality
    var toCount: Cardinality
    var isDotted: Bool
    var label: [String] = []
  }

  private(set) var entities: [Entity] = []
  private(set) var groups: [Group] = []
  private(set) var relationships: [Relationship] = []
  var title: String?
  var styles = StyleTable()

  private var direction: Direction = .down
  private var names: [String: Int] = [:]
  private var groupNames: [String: Int] = [:]
  private var pendingClasses: [(id: String, classes: [String])] = []
  private var pendingTints: [(id: String, tint: Tint?)] = []

  /// How deep groups may stand in groups.
  static let deepest = 100
  /// How many lines are read.
  static let mostRelationships = 100_000
  /// How wide a column gets at most to line up the one behind it: what is longer pushes the rest aside.
  private static let widestColumn = 40

  /// The entity of a name, which now is mentioned in a group; the first group that mentions it holds it.
  mutating func named(_ id: String, in group: Int?) -> Int {
    if let known = names[id] {
      if entities[known].group == nil { entities[known].group = group }
      return known
    }
    names[id] = entities.count
    entities.append(Entity(id: id, group: group))
    return entities.count - 1
  }

  mutating func setLabel(_ index: Int, _ label: [String]) {
    entities[index].label = label
  }

  mutating func add(_ attribute: Attribute, to index: Int) {
    entities[index].attributes.append(attribute)
  }

  mutating func addClasses(_ index: Int, _ classes: [String]) {
    entities[index].classes += classes
  }

  mutating func addClasses(id: String, _ classes: [String]) {
    pendingClasses.append((id, classes))
  }

  mutating func setTint(id: String, _ tint: Tint?) {
    pendingTints.append((id, tint))
  }

  mutating func setDirection(_ direction: Direction, of group: Int?) {
    if let group {
      groups[group].direction = direction
    } else {
      self.direction = direction
    }
  }

  /// The group of a name; one that was opened before goes on.
  mutating func group(_ id: String, title: [String], in parent: Int?) -> Int {
    if let known = groupNames[id] { return known }
    groupNames[id] = groups.count
    groups.append(Group(id: id, title: title, parent: parent))
    return groups.count - 1
  }

  /// Adds a relationship; false when there are too many.
  mutating func add(_ relationship: Relationship) -> Bool {
    relationships.append(relationship)
    return relationships.count <= Self.mostRelationships
  }

  // MARK: The graph

  /// The diagram as boxes, groups and lines.
  func graph() -> DiagramGraph {
    var graph = DiagramGraph(kind: .entityRelationship)
    graph.direction = direction
    graph.title = title
    var entities = entities
    for (id, classes) in pendingClasses {
      if let index = names[id] { entities[index].classes += classes }
    }
    for (id, tint) in pendingTints {
      if let index = names[id] { entities[index].tint = tint }
    }
    let drawn = addGroups(to: &graph)
    let ends = addBoxes(of: entities, to: &graph, groups: drawn)
    for (index, relationship) in relationships.enumerated() {
      var edge = DiagramGraph.Edge(
        id: "L\(index + 1)", from: ends[relationship.from], to: ends[relationship.to])
      edge.label = relationship.label
      edge.fromNote = relationship.fromCount.text
      edge.toNote = relationship.toCount.text
      edge.style = relationship.isDotted ? .dotted : .solid
      edge.tail = relationship.fromCount.head
      edge.head = relationship.toCount.head
      graph.edges.append(edge)
    }
    return graph
  }

  /// Whether the name of an entity means a group, as the end of a relationship.
  private func groupMeant(by entity: Entity) -> Int? {
    entity.attributes.isEmpty && entity.label.isEmpty ? groupNames[entity.id] : nil
  }

  /// Adds the groups that hold something, and tells their places in the graph.
  private func addGroups(to graph: inout DiagramGraph) -> [Int?] {
    var isFilled = Array(repeating: false, count: groups.count)
    for entity in entities where groupMeant(by: entity) == nil {
      if let group = entity.group { isFilled[group] = true }
    }
    for group in groups {
      if let parent = group.parent { isFilled[parent] = true }
    }
    var drawn: [Int?] = Array(repeating: nil, count: groups.count)
    for (index, group) in groups.enumerated() where isFilled[index] {
      drawn[index] = graph.groups.count
      var entry = DiagramGraph.Group(
        id: group.id, title: group.title, parent: group.parent.flatMap { drawn[$0] })
      entry.direction = group.direction
      graph.groups.append(entry)
    }
    return drawn
  }

  /// Adds the boxes, and tells what lines end at for each entity; a group that holds nothing is a box too.
  private func addBoxes(
    of entities: [Entity], to graph: inout DiagramGraph, groups drawn: [Int?]
  ) -> [DiagramGraph.End] {
    var boxOfGroup: [Int: Int] = [:]
    for (index, group) in groups.enumerated() where drawn[index] == nil {
      boxOfGroup[index] = graph.boxes.count
      graph.boxes.append(
        DiagramGraph.Box(id: group.id, label: group.title, group: group.parent.flatMap { drawn[$0] }))
    }
    var ends: [DiagramGraph.End] = []
    for entity in entities {
      if let group = groupMeant(by: entity) {
        ends.append(drawn[group].map { .group($0) } ?? .box(boxOfGroup[group] ?? 0))
        continue
      }
      ends.append(.box(graph.boxes.count))
      let label = entity.label.isEmpty ? LabelText.quoted(entity.id) : entity.label
      var box = DiagramGraph.Box(id: entity.id, label: label, group: entity.group.flatMap { drawn[$0] })
      box.tint = entity.tint ?? styles.tint(of: entity.classes)
      if !entity.attributes.isEmpty {
        box.shape = .record
        box.compartments = [Self.rows(entity.attributes)]
      }
      graph.boxes.append(box)
    }
    return ends
  }

  /// The attributes as rows whose parts stand in columns; a part that no attribute has takes no room.
  private static func rows(_ attributes: [Attribute]) -> [String] {
    let rows = attributes.map(\.cells)
    var widths = [0, 0, 0, 0]
    for row in rows {
      for (column, cell) in row.enumerated() {
        let width = TextWidth.cells(of: cell)
        if width <= widestColumn { widths[column] = max(widths[column], width) }
      }
    }
    return rows.map { row in
      var text = ""
      var pending = 0
      for (column, cell) in row.enumerated() {
        let width = cell.isEmpty ? 0 : TextWidth.cells(of: cell)
        if width > 0 {
          text += String(repeating: " ", count: pending) + cell
          pending = 0
        }
        // The blanks are set only when something follows.
        pending += max(0, widths[column] - width)
        if widths[column] > 0 || width > 0 { pending += 2 }
      }
      return text
    }
  }
}
