extension StateModel {
  /// The diagram as boxes, groups and lines: a state that holds others is a group, one that holds none a box.
  ///
  /// - Throws: ``DiagramError`` when states stand in each other too deep.
  func graph() throws(DiagramError) -> DiagramGraph {
    var model = self
    model.settle()
    var builder = StateGraphBuilder(model: model)
    return try builder.build()
  }
}

/// Builds a graph from what a state diagram says.
private struct StateGraphBuilder {
  let model: StateModel
  private var graph = DiagramGraph(kind: .state)
  /// The group of each scope; nil for the diagram itself.
  private var groupOfScope: [Int?]
  /// The group of each state that holds others.
  private var groupOfState: [Int?]
  private var depths: [Int] = []
  private var isFilled: [Bool]

  init(model: StateModel) {
    self.model = model
    groupOfScope = Array(repeating: nil, count: model.scopes.count)
    groupOfState = Array(repeating: nil, count: model.states.count)
    isFilled = Array(repeating: false, count: model.scopes.count)
    for state in model.states { isFilled[state.scope] = true }
  }

  mutating func build() throws(DiagramError) -> DiagramGraph {
    graph.direction = model.scopes.first?.direction ?? .down
    for state in model.states.indices where holdsOthers(state) { try addGroup(state) }
    let ends = addBoxes()
    for (index, transition) in model.transitions.enumerated() {
      var edge = DiagramGraph.Edge(
        id: "L\(index + 1)", from: ends[transition.from], to: ends[transition.to])
      edge.label = transition.label
      if transition.isNoteLine {
        edge.style = .dotted
        edge.head = .none
      }
      graph.edges.append(edge)
    }
    return graph
  }

  private func holdsOthers(_ state: Int) -> Bool {
    model.states[state].regions.contains { isFilled[$0] }
  }

  /// Adds the group of a state, after those of the states around it.
  private mutating func addGroup(_ state: Int) throws(DiagramError) {
    var missing: [Int] = []
    var next: Int? = state
    while let place = next, groupOfState[place] == nil {
      missing.append(place)
      next = model.scopes[model.states[place].scope].owner
      if missing.count > StateModel.deepest { throw Self.tooDeep }
    }
    for place in missing.reversed() { try addOneGroup(place) }
  }

  private mutating func addOneGroup(_ place: Int) throws(DiagramError) {
    let state = model.states[place]
    let parent = groupOfScope[state.scope]
    let depth = (parent.map { depths[$0] } ?? 0) + 1
    if depth > StateModel.deepest { throw Self.tooDeep }
    let index = graph.groups.count
    var group = DiagramGraph.Group(id: state.id, title: Self.label(state), parent: parent)
    group.tint = tint(state)
    group.direction = state.regions.first.flatMap { model.scopes[$0].direction }
    graph.groups.append(group)
    depths.append(depth)
    groupOfState[place] = index
    let filled = state.regions.filter { isFilled[$0] }
    if filled.count == 1 {
      groupOfScope[filled[0]] = index
      return
    }
    // Regions that run beside each other are groups without a title.
    for (number, scope) in filled.enumerated() {
      groupOfScope[scope] = graph.groups.count
      var region = DiagramGraph.Group(id: "\(state.id)--\(number + 1)", title: [], parent: index)
      region.direction = model.scopes[scope].direction
      graph.groups.append(region)
      depths.append(depth)
    }
  }

  /// Adds the boxes, and tells what lines end at for each state.
  private mutating func addBoxes() -> [DiagramGraph.End] {
    var ends: [DiagramGraph.End] = []
    ends.reserveCapacity(model.states.count)
    for (index, state) in model.states.enumerated() {
      if let group = groupOfState[index] {
        ends.append(.group(group))
        continue
      }
      ends.append(.box(graph.boxes.count))
      var box = DiagramGraph.Box(id: state.id, label: Self.label(state), group: groupOfScope[state.scope])
      box.shape = state.shape
      box.tint = tint(state)
      graph.boxes.append(box)
    }
    return ends
  }

  private func tint(_ state: StateModel.State) -> Tint? {
    if let tint = state.tint { return tint }
    switch state.shape {
    case .start, .end, .fork, .choice, .note, .history, .deepHistory:
      return state.classes.isEmpty ? nil : model.styles.tint(of: state.classes)
    default:
      return model.styles.tint(of: state.classes)
    }
  }

  private static func label(_ state: StateModel.State) -> [String] {
    if !state.lines.isEmpty { return state.kinds + state.lines }
    switch state.shape {
    // Their sign says all: the id is only a name to refer to.
    case .start, .end, .fork, .choice, .history, .deepHistory: return state.kinds.isEmpty ? [""] : state.kinds
    default: return state.kinds + LabelText.lines(of: state.id)
    }
  }

  private static let tooDeep = DiagramError(
    "states stand in each other more than \(StateModel.deepest) deep", hint: "draw the inner ones apart")
}
