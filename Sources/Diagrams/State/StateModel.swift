/// What a state diagram says, before it is known which states hold others.
struct StateModel {
  /// One state, or a sign or note that stands among the states.
  struct State {
    var id: String
    /// Its descriptions, one string a line.
    var lines: [String] = []
    /// Words such as `«entry»` over the description.
    var kinds: [String] = []
    var shape: BoxShape = .rounded
    /// The scope it stands in.
    var scope: Int
    /// The state beside which a note stands, wherever that comes to stand.
    var neighbour: Int?
    /// The scopes inside it, one for each region; none while it is a simple state.
    var regions: [Int] = []
    var classes: [String] = []
    var tint: Tint?
  }

  /// The inside of a composite state, or of a region of one; the first is the diagram itself.
  struct Scope {
    var owner: Int?
    var direction: Direction?
    var start: Int?
    var end: Int?
  }

  struct Transition {
    var from: Int
    var to: Int
    var label: [String] = []
    /// Whether it ties a note to its state.
    var isNoteLine = false
  }

  private(set) var states: [State] = []
  private(set) var scopes = [Scope()]
  private(set) var transitions: [Transition] = []
  var styles = StyleTable()

  private var names: [String: Int] = [:]
  private var noteCount = 0
  /// Classes and styles for states that may be named only later.
  private var pendingClasses: [(id: String, classes: [String])] = []
  private var pendingTints: [(id: String, tint: Tint?)] = []

  /// How deep states may stand in states.
  static let deepest = 100
  /// How many lines are read.
  static let mostTransitions = 100_000

  /// The state of an id, which now is mentioned in a scope; nil when the states stand in each other too deep.
  mutating func state(_ id: String, in scope: Int) -> Int? {
    if let known = names[id] {
      return move(known, into: scope) ? known : nil
    }
    names[id] = states.count
    states.append(State(id: id, scope: scope))
    return states.count - 1
  }

  /// Moves a state into a scope that mentions it, when that lies deeper inside the one it stands in.
  ///
  /// So a state that was first named outside, as the end of a transition, comes to stand where it is described.
  private mutating func move(_ state: Int, into scope: Int) -> Bool {
    let old = states[state].scope
    guard old != scope else { return true }
    var place = scope
    var isInside = false
    var steps = 0
    while let owner = scopes[place].owner {
      // A state may be mentioned inside itself.
      if owner == state { return true }
      place = states[owner].scope
      isInside = isInside || place == old
      steps += 1
      if steps > Self.deepest { return false }
    }
    if isInside { states[state].scope = scope }
    return true
  }

  /// The start or the end of a scope.
  mutating func pseudoState(isEnd: Bool, in scope: Int) -> Int {
    if let known = isEnd ? scopes[scope].end : scopes[scope].start { return known }
    let owner = scopes[scope].owner
    let place = owner.flatMap { states[$0].regions.firstIndex(of: scope) } ?? 0
    let name = (owner.map { states[$0].id } ?? "root") + (place > 0 ? "--\(place + 1)" : "")
    var state = State(id: name + (isEnd ? "_end" : "_start"), scope: scope)
    state.lines = [""]
    state.shape = isEnd ? .end : .start
    states.append(state)
    if isEnd {
      scopes[scope].end = states.count - 1
    } else {
      scopes[scope].start = states.count - 1
    }
    return states.count - 1
  }

  /// The history of a scope.
  mutating func history(isDeep: Bool, in scope: Int) -> Int {
    let owner = scopes[scope].owner.map { states[$0].id } ?? "root"
    let id = owner + (isDeep ? "[H*]" : "[H]")
    if let known = names[id] { return known }
    names[id] = states.count
    var state = State(id: id, scope: scope)
    state.lines = [""]
    state.shape = isDeep ? .deepHistory : .history
    states.append(state)
    return states.count - 1
  }

  mutating func describe(_ state: Int, _ lines: [String]) {
    states[state].lines += lines
  }

  mutating func setKind(_ state: Int, _ kind: String) {
    switch kind.lowercased() {
    case "choice": states[state].shape = .choice
    case "fork", "join": states[state].shape = .fork
    case "history": states[state].shape = .history
    case "deephistory": states[state].shape = .deepHistory
    case "start": states[state].shape = .start
    case "end": states[state].shape = .end
    default: states[state].kinds.append("«\(kind)»")
    }
  }

  mutating func addClasses(_ state: Int, _ classes: [String]) {
    states[state].classes += classes
  }

  mutating func addClasses(id: String, _ classes: [String]) {
    pendingClasses.append((id, classes))
  }

  mutating func setTint(id: String, _ tint: Tint?) {
    pendingTints.append((id, tint))
  }

  /// Adds a line; false when there are too many.
  mutating func addTransition(from: Int, to: Int, label: [String] = []) -> Bool {
    transitions.append(Transition(from: from, to: to, label: label))
    return transitions.count <= Self.mostTransitions
  }

  /// Adds a note beside a state, or beside none; false when there are too many lines.
  mutating func addNote(
    _ lines: [String], id: String?, beside target: Int?, isLeft: Bool, in scope: Int
  ) -> Bool {
    noteCount += 1
    var note = State(id: id ?? "note\(noteCount)", scope: scope)
    note.neighbour = target
    note.lines = lines
    note.shape = .note
    states.append(note)
    guard let target else { return true }
    let new = states.count - 1
    transitions.append(
      Transition(from: isLeft ? new : target, to: isLeft ? target : new, isNoteLine: true))
    return transitions.count <= Self.mostTransitions
  }

  /// Opens the inside of a state; one that was opened before goes on.
  mutating func open(_ state: Int) -> Int {
    if let known = states[state].regions.last { return known }
    scopes.append(Scope(owner: state))
    states[state].regions.append(scopes.count - 1)
    return scopes.count - 1
  }

  /// Opens the next region beside a scope.
  mutating func openRegion(beside scope: Int) -> Int {
    // The diagram itself is one region.
    guard let owner = scopes[scope].owner else { return scope }
    scopes.append(Scope(owner: owner, direction: scopes[scope].direction))
    states[owner].regions.append(scopes.count - 1)
    return scopes.count - 1
  }

  mutating func setDirection(_ direction: Direction, of scope: Int) {
    scopes[scope].direction = direction
  }

  /// Gives states the classes and styles that statements of their own name for them, and notes their places.
  mutating func settle() {
    for index in states.indices {
      if let neighbour = states[index].neighbour { states[index].scope = states[neighbour].scope }
    }
    for (id, classes) in pendingClasses {
      if let state = names[id] { states[state].classes += classes }
    }
    for (id, tint) in pendingTints {
      if let state = names[id] { states[state].tint = tint }
    }
    pendingClasses = []
    pendingTints = []
  }
}
