import Documents

/// Fragments: opened, parted and closed.
extension SequenceReader {
  mutating func push(_ entry: Open) throws(DiagramError) {
    guard open.count < Self.depthLimit else {
      throw DiagramError("expected at most \(Self.depthLimit) levels of nesting", at: entry.position)
    }
    open.append(entry)
  }

  mutating func openFragment(
    _ word: String, _ statement: SequenceStatement, at position: SourcePosition
  ) throws(DiagramError) {
    let kind = SequenceDiagram.Fragment.Kind(rawValue: word == "par_over" ? "par" : word) ?? .opt
    var fragment = SequenceDiagram.Fragment(kind)
    if kind == .rect {
      fragment.tint = SequenceColour.prefix(of: statement.characters)?.tint
    } else {
      fragment.text = text(statement)
    }
    try push(Open(word: word, position: position))
    try add(.open(fragment), at: position)
  }

  mutating func readSection(
    _ word: String, _ statement: SequenceStatement, at position: SourcePosition
  ) throws(DiagramError) {
    let owners = word == "else" ? ["alt"] : word == "and" ? ["par", "par_over"] : ["critical"]
    guard let current = open.last, owners.contains(current.word) else {
      let hint = open.last.map {
        "“\($0.word)” of line \($0.position.line) is still open: close it with “end”"
      }
      throw DiagramError("expected “\(word)” inside “\(owners[0])” only", hint: hint, at: position)
    }
    try add(.section(SequenceDiagram.Section(word: word, text: text(statement))), at: position)
  }

  mutating func close(_ statement: SequenceStatement, at position: SourcePosition) throws(DiagramError) {
    let rest = statement.withoutComment
    guard rest.characters.isEmpty else {
      throw DiagramError("expected nothing after “end”", at: rest.position)
    }
    guard let last = open.popLast() else {
      throw DiagramError(
        "expected no “end” here, because nothing is open", hint: "a name with this word is written (end)",
        at: position)
    }
    if last.group == nil { try add(.close, at: position) }
  }

  /// Checks that everything was closed.
  func finish() throws(DiagramError) {
    guard let last = open.last else { return }
    throw DiagramError("expected “end” for this “\(last.word)”", at: last.position)
  }

  /// Ends what waited for a message that never came.
  mutating func settle() {
    if let created { diagram.participants[created.participant].isCreated = false }
    if let destroyed { diagram.items.append(.destroy(destroyed.participant)) }
  }
}
