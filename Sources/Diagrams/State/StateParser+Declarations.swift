extension StateParser {
  // MARK: Declared states

  /// Reads what follows the word `state`.
  mutating func readState() throws(DiagramError) {
    let start = cursor.index
    var description: [String] = []
    var id: String
    if cursor.current == "\"" {
      guard let quoted = cursor.takeQuoted() else {
        throw cursor.mistake("this description has no end", hint: "expected a closing “\"”")
      }
      description = LabelText.quoted(quoted)
      id = quoted.trimmed
      cursor.skipBlanks()
      if cursor.takeKeyword("as", ignoringCase: true) {
        id = takeDeclaredId(isWholeLine: true)
      } else if !cursor.isAtLineEnd, cursor.current != "{" {
        throw cursor.mistake(
          "\(cursor.found) does not follow a description", hint: "expected “as” and the name of the state")
      }
    } else {
      id = takeDeclaredId(isWholeLine: false)
    }
    guard !id.isEmpty else {
      throw cursor.mistake("\(cursor.found) is no name", hint: "expected the name of the state")
    }
    let state = try named(id, at: start)
    model.describe(state, description)
    model.addClasses(state, cursor.takeClasses())
    try readKind(of: state)
    cursor.skipBlanks()
    if cursor.take(":") { model.describe(state, takeText()) }
    try openIfBrace(state)
  }

  /// Takes the name in a declaration, which may hold blanks where something tells its end.
  private mutating func takeDeclaredId(isWholeLine: Bool) -> String {
    let start = cursor.index
    var id = takeId()
    let end = cursor.index
    // A name of so many words is none: the limit keeps long lines from being read again and again.
    for _ in 0..<16 {
      cursor.skipBlanks()
      if cursor.isAtLineEnd || cursor.has("%%") || ":{}".unicodeScalars.contains(cursor.current ?? ":") {
        // Without a sign of its kind, a second word is the next state.
        guard isWholeLine else { break }
        return id
      }
      if cursor.has("<<") || cursor.has("[[") { return id }
      let place = cursor.index
      _ = takeId()
      guard cursor.index > place else { break }
      id = cursor.text(start, cursor.index)
    }
    cursor.index = end
    return cursor.text(start, end)
  }

  /// Reads the kind of a state, such as `<<choice>>`, if one stands ahead.
  private mutating func readKind(of state: Int) throws(DiagramError) {
    cursor.skipBlanks()
    let closing = cursor.has("<<") ? ">>" : "]]"
    let start = cursor.index
    guard cursor.take("<<") || cursor.take("[[") else { return }
    while !cursor.isAtLineEnd, !cursor.has(closing) { cursor.index += 1 }
    let kind = cursor.text(start + 2, cursor.index)
    guard cursor.take(closing) else {
      throw cursor.mistake("the kind of this state has no end", hint: "expected “\(closing)”", at: start)
    }
    model.setKind(state, kind)
  }

  /// Opens a composite state when a brace follows, on the same line or after line ends.
  private mutating func openIfBrace(_ state: Int) throws(DiagramError) {
    let place = cursor.index
    cursor.skipSpace()
    let brace = cursor.index
    guard cursor.take("{") else {
      cursor.index = place
      return
    }
    open.append((scope, brace))
    guard open.count <= StateModel.deepest else { throw tooDeep(at: brace) }
    scope = model.open(state)
  }

  // MARK: Notes

  /// Reads what follows the word `note`.
  mutating func readNote() throws(DiagramError) {
    let start = cursor.index
    if cursor.current == "\"" {
      guard let text = cursor.takeQuoted() else {
        throw cursor.mistake("this note has no end", hint: "expected a closing “\"”")
      }
      cursor.skipBlanks()
      let id = cursor.takeKeyword("as", ignoringCase: true) ? cursor.takeLine() : nil
      return try addNote(Self.noteLines(text), id: id, beside: nil, isLeft: false)
    }
    let isLeft = cursor.takeKeyword("left of", ignoringCase: true)
    guard isLeft || cursor.takeKeyword("right of", ignoringCase: true) else {
      throw cursor.mistake(
        "\(cursor.found) is no place for a note",
        hint: "expected “left of”, “right of” or a text in quotes")
    }
    let target = try readEnd(isTarget: false)
    cursor.skipBlanks()
    if cursor.take(":") { return try addNote(takeText(), id: nil, beside: target, isLeft: isLeft) }
    guard let text = takeNoteText() else {
      throw cursor.mistake(
        "this note has no end", hint: "expected “end note” on a line of its own", at: start)
    }
    try addNote(Self.noteLines(text), id: nil, beside: target, isLeft: isLeft)
  }

  private mutating func addNote(
    _ lines: [String], id: String?, beside target: Int?, isLeft: Bool
  ) throws(DiagramError) {
    guard model.addNote(lines, id: id, beside: target, isLeft: isLeft, in: scope) else {
      throw cursor.mistake("the diagram has more than \(StateModel.mostTransitions) transitions and notes")
    }
  }

  /// Takes the text up to the words `end note`, which begin a line or end the first.
  private mutating func takeNoteText() -> String? {
    let start = cursor.index
    var isFirst = true
    while cursor.index < cursor.scalars.count {
      cursor.skipBlanks()
      let line = cursor.index
      if !isFirst, cursor.has("end note", ignoringCase: true) {
        cursor.index += 8
        return cursor.text(start, line)
      }
      cursor.skipLine()
      if isFirst {
        var end = cursor.index
        while end > line, cursor.scalars[end - 1].isBlank { end -= 1 }
        let place = max(line, end - 8)
        if cursor.has("end note", at: place, ignoringCase: true) { return cursor.text(start, place) }
      }
      isFirst = false
      cursor.index = min(cursor.index + 1, cursor.scalars.count)
    }
    cursor.index = start
    return nil
  }

  /// The lines of a note, each without the blanks that indent it.
  private static func noteLines(_ text: String) -> [String] {
    let lines = text.trimmed.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.flatMap { LabelText.lines(of: String($0)) }
  }
}
