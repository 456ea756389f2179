/// Reads the statements of a state diagram into a model.
struct StateParser {
  var cursor: StatementCursor
  var model = StateModel()
  /// The scope being read, and where the composite states around it were opened.
  var scope = 0
  var open: [(scope: Int, brace: Int)] = []

  init(_ cursor: StatementCursor) {
    self.cursor = cursor
  }

  mutating func readAll() throws(DiagramError) {
    while true {
      cursor.skipSpace()
      guard let next = cursor.current else { break }
      if cursor.skipRemark() { continue }
      switch next {
      case "#": cursor.skipLine()
      case ";": cursor.index += 1
      case "}": try close()
      case "-": try readRegion()
      default: try readStatement()
      }
    }
    if let last = open.last {
      throw cursor.mistake("this composite state is never closed", hint: "expected “}”", at: last.brace)
    }
  }

  private mutating func close() throws(DiagramError) {
    guard let last = open.popLast() else {
      throw cursor.mistake("“}” closes nothing", hint: "expected a state or a transition")
    }
    cursor.index += 1
    scope = last.scope
  }

  /// Reads the line of hyphens between two regions.
  private mutating func readRegion() throws(DiagramError) {
    let start = cursor.index
    cursor.skip { $0 == "-" }
    let length = cursor.index - start
    cursor.skipBlanks()
    guard length >= 2, cursor.isAtLineEnd || cursor.has("%%") || cursor.current == "#" else {
      cursor.index = start
      throw cursor.mistake("\(cursor.found) begins no statement", hint: "expected a state before the arrow")
    }
    scope = model.openRegion(beside: scope)
  }

  private mutating func readStatement() throws(DiagramError) {
    switch cursor.word.lowercased() {
    // A word before an arrow or a colon is the name of a state.
    case "direction" where takeKeyword("direction"): return try readDirection()
    case "state" where takeKeyword("state"): return try readState()
    case "note" where takeKeyword("note"): return try readNote()
    case "classdef" where takeKeyword("classDef"): return model.styles.define(&cursor)
    case "class" where takeKeyword("class"):
      let states = cursor.takeNames()
      let classes = cursor.takeLine().split(whereSeparator: { $0 == "," || $0 == " " }).map(\.trimmed)
      for state in states { model.addClasses(id: state, classes) }
      return
    case "style" where takeKeyword("style"):
      let states = cursor.takeNames()
      let tint = StyleTint.of(Array(cursor.takeLine().unicodeScalars))
      for state in states { model.setTint(id: state, tint) }
      return
    case "hide" where cursor.has("hide empty description", ignoringCase: true): return cursor.skipLine()
    case "scale" where takeKeyword("scale"): return cursor.skipLine()
    case "click" where takeKeyword("click"): return cursor.skipLine()
    default: break
    }
    try readTransition()
  }

  private mutating func takeKeyword(_ word: String) -> Bool {
    cursor.takeKeyword(word, unlessBefore: "-:", ignoringCase: true)
  }

  private mutating func readDirection() throws(DiagramError) {
    let start = cursor.index
    cursor.skip(while: \.isNamePart)
    guard let direction = Direction(word: cursor.text(start, cursor.index).uppercased()) else {
      cursor.index = start
      throw cursor.mistake("\(cursor.found) is no direction", hint: "expected TB, BT, LR or RL")
    }
    cursor.skipLine()
    model.setDirection(direction, of: scope)
  }

  // MARK: Transitions

  /// Reads a state, its description, or a transition between two.
  private mutating func readTransition() throws(DiagramError) {
    let from = try readEnd(isTarget: false)
    cursor.skipBlanks()
    if cursor.take("-->") {
      // Inside a composite state the line may break after the arrow.
      if open.isEmpty { cursor.skipBlanks() } else { cursor.skipSpace() }
      let to = try readEnd(isTarget: true)
      cursor.skipBlanks()
      let label = cursor.take(":") ? takeText() : []
      guard model.addTransition(from: from, to: to, label: label) else {
        throw cursor.mistake("the diagram has more than \(StateModel.mostTransitions) transitions")
      }
      return
    }
    if cursor.take(":") { return model.describe(from, takeText()) }
    switch cursor.current {
    case "-", "=", ".", "<", ">":
      throw cursor.mistake("\(cursor.found) is no arrow of a state diagram", hint: "expected “-->”")
    case "{":
      throw cursor.mistake(
        "“{” opens no state", hint: "expected “state” before the name of a composite state")
    default: break
    }
  }

  /// Reads one end of a transition.
  mutating func readEnd(isTarget: Bool) throws(DiagramError) -> Int {
    let start = cursor.index
    let state: Int
    if cursor.take("[*]") {
      state = model.pseudoState(isEnd: isTarget, in: scope)
    } else if cursor.take("[H*]") {
      state = model.history(isDeep: true, in: scope)
    } else if cursor.take("[H]") {
      state = model.history(isDeep: false, in: scope)
    } else {
      let id = takeId()
      guard !id.isEmpty else {
        let hint = isTarget ? "expected a state or “[*]” after “-->”" : "expected a state or a transition"
        throw cursor.mistake("\(cursor.found) is no state", hint: hint)
      }
      state = try named(id, at: start)
    }
    model.addClasses(state, cursor.takeClasses())
    return state
  }

  /// Takes the name of a state: up to a blank, a colon, a brace or an arrow.
  mutating func takeId() -> String {
    if let quoted = cursor.takeQuoted() { return quoted.trimmed }
    let start = cursor.index
    while let next = cursor.current, !next.isBlank, next != "\n", !":{};".unicodeScalars.contains(next) {
      if next == "-", cursor.peek(1) == "-" || cursor.peek(1) == ">" { break }
      if cursor.index > start, cursor.has("<<") || cursor.has("[[") { break }
      cursor.index += 1
    }
    return cursor.text(start, cursor.index)
  }

  mutating func named(_ id: String, at place: Int) throws(DiagramError) -> Int {
    guard let state = model.state(id, in: scope) else { throw tooDeep(at: place) }
    return state
  }

  func tooDeep(at place: Int) -> DiagramError {
    cursor.mistake(
      "states stand in each other more than \(StateModel.deepest) deep", hint: "draw the inner ones apart",
      at: place)
  }

  /// Takes the text that fills the rest of the line, without a comment at its end.
  mutating func takeText() -> [String] {
    LabelText.lines(of: cursor.takeLine(cutsComment: true))
  }
}
