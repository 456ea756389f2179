import Documents

/// Messages, activations and notes.
extension SequenceReader {
  mutating func readMessage(_ statement: SequenceStatement) throws(DiagramError) {
    let characters = statement.characters
    guard let (index, arrow) = SequenceArrow.first(in: characters) else {
      throw DiagramError(
        "expected a statement such as “A->>B: text”, “participant A” or “loop”",
        hint: characters.contains(":")
          ? "arrows are -> --> ->> -->> -x --x -) --) <<->> <<-->>"
          : "a semicolon in a text is written #59;",
        at: statement.position)
    }
    var sender = statement.part(0..<index)
    var message = SequenceDiagram.Message(id: "L\(messageCount + 1)", from: 0, to: 0)
    if sender.characters.count > 2, sender.characters.holds("()", at: sender.characters.count - 2) {
      sender = sender.part(0..<(sender.characters.count - 2))
      message.isCentralAtStart = true
    }
    guard let last = sender.characters.last else {
      throw DiagramError("expected the name of the sender before the arrow", at: statement.position)
    }
    guard last != "-", last != "<" else {
      throw DiagramError(
        "expected an arrow that is known", hint: "arrows are -> --> ->> -->> -x --x -) --) <<->> <<-->>",
        at: statement.position(at: index))
    }

    // Behind the arrow: what it does to who is busy, and whether it ends on the lifeline itself.
    var start = index + arrow.sign.count
    marks: while start < characters.count {
      switch characters[start] {
      case " ", "\t": break
      case "+": message.activates = true
      case "-": message.deactivates = true
      case "(" where start + 1 < characters.count && characters[start + 1] == ")":
        message.isCentralAtEnd = true
        start += 1
      default: break marks
      }
      start += 1
    }
    let colon = endOfName(characters, from: start)
    let receiver = statement.part(start..<colon)
    try check(receiver, of: statement, at: start)
    // Where the colon is forgotten, the words of the text would be taken for a name.
    guard colon < characters.count || !receiver.characters.contains(" ") || isKnown(receiver) else {
      throw DiagramError(
        "expected a colon and a text after the receiver", hint: "a message without words ends with the colon",
        at: statement.position(at: characters.count))
    }
    message.text = colon < characters.count ? text(statement.rest(from: colon + 1)) : SequenceDiagram.Text()
    message.isDotted = arrow.isDotted
    message.tail = arrow.tail
    message.head = arrow.head
    message.from = try participant(sender)
    message.to = try participant(receiver)
    try add(message, at: statement)
  }

  /// Where the colon behind a name stands; a quoted name may hold one.
  private func endOfName(_ characters: [Unicode.Scalar], from start: Int) -> Int {
    var start = start
    if start < characters.count, characters[start] == "\"",
      let end = characters[(start + 1)...].firstIndex(of: "\"")
    {
      start = end
    }
    return characters[min(start, characters.count)...].firstIndex(of: ":") ?? characters.count
  }

  private func check(
    _ receiver: SequenceStatement, of statement: SequenceStatement, at start: Int
  ) throws(DiagramError) {
    guard let first = receiver.characters.first else {
      throw DiagramError(
        "expected the name of the receiver after the arrow", at: statement.position(at: start))
    }
    guard first != "\"" else { return }
    if first == ">" || first == "-" || first == "<" {
      throw DiagramError(
        "expected an arrow that is known", hint: "arrows are -> --> ->> -->> -x --x -) --) <<->> <<-->>",
        at: receiver.position)
    }
    if let comma = receiver.characters.firstIndex(of: ",") {
      throw DiagramError(
        "expected one receiver", hint: "write one message for each", at: receiver.position(at: comma))
    }
    if let second = receiver.characters.firstIndex(of: ">") {
      throw DiagramError(
        "expected a colon and a text after the receiver", hint: "write one message for each arrow",
        at: receiver.position(at: second))
    }
  }

  /// Adds a message with its number, and with what waited for it.
  private mutating func add(
    _ message: SequenceDiagram.Message, at statement: SequenceStatement
  ) throws(DiagramError) {
    var message = message
    if let pending = created {
      guard message.to == pending.participant else {
        throw DiagramError(
          "expected a message to “\(diagram.participants[pending.participant].id)”, which was just created",
          at: statement.position)
      }
      message.creates = true
      created = nil
    }
    if let pending = destroyed {
      guard message.to == pending.participant || message.from == pending.participant else {
        throw DiagramError(
          "expected a message to or from “\(diagram.participants[pending.participant].id)”, which ends here",
          at: statement.position)
      }
      if message.to == pending.participant {
        message.destroysReceiver = true
      } else {
        message.destroysSender = true
      }
      destroyed = nil
    }
    if message.activates { busy[message.to, default: 0] += 1 }
    if message.deactivates { try end(message.from, at: statement.position) }
    if numbering.isShown { message.number = Self.number(ofHundredths: numbering.next) }
    numbering.next += numbering.step
    messageCount += 1
    try add(.message(message), at: statement.position)
  }

  // MARK: Activations

  mutating func readActivation(_ statement: SequenceStatement, starts: Bool) throws(DiagramError) {
    let name = try name(statement, after: starts ? "activate" : "deactivate")
    let place = try participant(name)
    if starts {
      busy[place, default: 0] += 1
    } else {
      try end(place, at: name.position)
    }
    try add(starts ? .activate(place) : .deactivate(place), at: statement.position)
  }

  /// Ends what a participant was busy with last.
  private mutating func end(_ place: Int, at position: SourcePosition) throws(DiagramError) {
    guard let count = busy[place], count > 0 else {
      throw DiagramError(
        "expected “\(diagram.participants[place].id)” to be active before it is deactivated",
        hint: "“activate” or “+” begins it; after an “else” it stays ended", at: position)
    }
    busy[place] = count - 1
  }

  // MARK: Notes

  /// `left of A: text`, `right of A: text`, `over A,B: text`.
  mutating func readNote(_ statement: SequenceStatement) throws(DiagramError) {
    let characters = statement.characters
    var start = statement.word.count
    let placement: SequenceDiagram.Note.Placement
    switch statement.word.string.lowercased() {
    case "over": placement = .over
    case "left", "right":
      placement = statement.word.string.lowercased() == "left" ? .left : .right
      let rest = statement.rest(from: start)
      guard rest.word.string.lowercased() == "of" else {
        throw DiagramError("expected “of” after “\(statement.word.string)”", at: rest.position)
      }
      start = rest.position.column - statement.position.column + 2
    default:
      throw DiagramError("expected “left of”, “right of” or “over” after “note”", at: statement.position)
    }
    guard let colon = characters[start...].firstIndex(of: ":") else {
      throw DiagramError(
        "expected a colon and the text of the note", at: statement.position(at: characters.count))
    }
    var names: [SequenceStatement] = []
    var index = start
    for end in (start...colon) where end == colon || characters[end] == "," {
      let name = statement.part(index..<end)
      guard !name.characters.isEmpty else {
        throw DiagramError("expected the name of a participant", at: statement.position(at: end))
      }
      names.append(name)
      index = end + 1
    }
    guard names.count <= (placement == .over ? 2 : 1) else {
      throw DiagramError(
        placement == .over
          ? "expected at most two participants, the first and the last" : "expected one participant",
        at: names[names.count - 1].position)
    }
    let first = try participant(names[0])
    let last = try participant(names[names.count - 1])
    try add(
      .note(
        SequenceDiagram.Note(
          placement, first: min(first, last), last: max(first, last),
          text: text(statement.rest(from: colon + 1)))),
      at: statement.position)
  }
}
