import Documents

/// Participants: named, boxed, created and ended.
extension SequenceReader {
  var isInBox: Bool { open.last?.group != nil }

  /// The participant of a name; a new one when nobody had it yet.
  mutating func participant(_ name: SequenceStatement) throws(DiagramError) -> Int {
    let id = unquoted(name.characters).string
    if let place = places[id] { return place }
    guard diagram.participants.count < Self.participantLimit else {
      throw DiagramError(
        "expected at most \(Self.participantLimit) participants", hint: "part the diagram into several",
        at: name.position)
    }
    let place = diagram.participants.count
    diagram.participants.append(
      SequenceDiagram.Participant(id: id, label: SequenceText.lines(of: Array(id.unicodeScalars))))
    places[id] = place
    return place
  }

  /// Whether a participant has this name already.
  func isKnown(_ name: SequenceStatement) -> Bool { places[unquoted(name.characters).string] != nil }

  /// A name without the quotes around it.
  private func unquoted(_ name: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
    guard name.count > 2, name.first == "\"", name.last == "\"" else { return name[...] }
    return name.dropFirst().dropLast().trimmed
  }

  /// A participant's name on its own, as activations and menus have it.
  func name(_ statement: SequenceStatement, after what: String) throws(DiagramError) -> SequenceStatement {
    let name = statement.withoutComment
    guard !name.characters.isEmpty else {
      throw DiagramError("expected the name of a participant after “\(what)”", at: statement.position)
    }
    if let index = name.characters.firstIndex(where: { $0 == "," || $0 == ":" }),
      name.characters.first != "\""
    {
      throw DiagramError(
        "expected nothing after the name of the participant", at: name.position(at: index))
    }
    if let index = name.characters.firstIndex(where: { $0 == "<" || $0 == ">" }),
      name.characters.first != "\""
    {
      throw DiagramError(
        "expected a name without angle brackets", hint: "a label with them stands behind “as”",
        at: name.position(at: index))
    }
    return name
  }

  /// `A`, `A as Label`, `A@{ "type": "database", "alias": "Label" } as Label`.
  mutating func readParticipant(
    _ statement: SequenceStatement, kind: SequenceDiagram.ParticipantKind, isCreated: Bool
  ) throws(DiagramError) {
    var kind = kind
    var label: [String]?
    var name = statement
    let characters = statement.characters
    if let start = configuration(in: characters) {
      guard let end = characters[start...].firstIndex(of: "}") else {
        throw DiagramError(
          "expected “}” after the settings of the participant", at: statement.position(at: start))
      }
      name = statement.part(0..<start)
      let settings = SequenceSettings(characters[(start + 2)..<end])
      guard !settings.isMalformed else {
        throw DiagramError(
          "expected settings such as “{ \"type\": \"database\", \"alias\": \"Orders\" }”",
          at: statement.position(at: start))
      }
      if let word = settings["type"] {
        guard let type = SequenceDiagram.ParticipantKind(rawValue: word.lowercased()) else {
          let known = SequenceDiagram.ParticipantKind.allCases.map(\.rawValue).joined(separator: ", ")
          throw DiagramError(
            "expected a type of participant and found “\(word)”", hint: "known are \(known)",
            at: statement.position(at: start))
        }
        // “actor” with the type of a plain participant stays an actor.
        if type != .participant { kind = type }
      }
      if let alias = settings["alias"] { label = SequenceText.lines(of: Array(alias.unicodeScalars)) }
      let rest = statement.rest(from: end + 1)
      if let alias = try self.alias(rest, from: 0) {
        label = SequenceText.lines(of: unquoted(alias.characters))
      } else if !rest.withoutComment.characters.isEmpty {
        throw DiagramError("expected “as” and a label, or nothing", at: rest.position)
      }
    } else if let split = aliasSplit(characters) {
      name = statement.part(0..<split)
      if let alias = try alias(statement.rest(from: split), from: 0) {
        label = SequenceText.lines(of: unquoted(alias.characters))
      }
    }
    name = try self.name(name, after: kind == .actor ? "actor" : "participant")
    if isCreated, places[unquoted(name.characters).string] != nil {
      throw DiagramError(
        "expected a new name after “create”, and “\(name.text)” is taken",
        hint: "give the new one another name and the same label with “as”", at: name.position)
    }
    let place = try participant(name)
    diagram.participants[place].kind = kind
    if let label { diagram.participants[place].label = label }
    if isCreated {
      diagram.participants[place].isCreated = true
      created = Pending(participant: place, position: name.position)
    }
    if let group = open.last?.group {
      if let other = diagram.participants[place].group, other != group {
        throw DiagramError(
          "expected “\(name.text)” in one box only", hint: "it is in another box already", at: name.position)
      }
      diagram.participants[place].group = group
    }
  }

  /// Where `@{` begins.
  private func configuration(in characters: [Unicode.Scalar]) -> Int? {
    characters.indices.first { characters[$0] == "@" && characters.holds("@{", at: $0) }
  }

  /// Where the space before `as` stands.
  private func aliasSplit(_ characters: [Unicode.Scalar]) -> Int? {
    var start = 0
    if characters.first == "\"", let end = characters.dropFirst().firstIndex(of: "\"") { start = end + 1 }
    return characters.indices.dropFirst(start).first { index in
      characters[index].isSpace && isAlias(characters, at: index + 1)
    }
  }

  private func isAlias(_ characters: [Unicode.Scalar], at index: Int) -> Bool {
    guard characters.holds("as", at: index) || characters.holds("AS", at: index) else { return false }
    return index + 2 == characters.count || characters[index + 2].isSpace
  }

  /// The label after `as`.
  private func alias(
    _ statement: SequenceStatement, from index: Int
  ) throws(DiagramError) -> SequenceStatement? {
    guard isAlias(statement.characters, at: index) else { return nil }
    let alias = statement.rest(from: index + 2)
    guard !alias.characters.isEmpty else {
      throw DiagramError(
        "expected a label after “as”", at: statement.position(at: statement.characters.count))
    }
    return alias
  }

  /// `create participant A as Label`.
  mutating func readCreation(_ statement: SequenceStatement) throws(DiagramError) {
    let word = statement.word
    let rest = statement.rest(from: word.count)
    switch word.string.lowercased() {
    case "participant": try readParticipant(rest, kind: .participant, isCreated: true)
    case "actor": try readParticipant(rest, kind: .actor, isCreated: true)
    default:
      throw DiagramError("expected “participant” or “actor” after “create”", at: statement.position)
    }
  }

  mutating func readDestruction(_ statement: SequenceStatement) throws(DiagramError) {
    let name = try name(statement, after: "destroy")
    destroyed = Pending(participant: try participant(name), position: name.position)
  }

  // MARK: Boxes

  mutating func openBox(_ statement: SequenceStatement, at position: SourcePosition) throws(DiagramError) {
    var title = statement
    var tint: Tint?
    if let colour = SequenceColour.prefix(of: title.characters) {
      tint = colour.tint
      title = title.rest(from: colour.end)
    }
    try push(Open(word: "box", position: position, group: diagram.groups.count))
    diagram.groups.append(SequenceDiagram.Group(title: text(title).lines, tint: tint))
  }

  /// `link A: Label @ address` and its like are menus for the mouse: only who they belong to is kept.
  mutating func readMenu(_ statement: SequenceStatement, keyword: String) throws(DiagramError) {
    guard let colon = statement.characters.firstIndex(of: ":"), colon > 0 else {
      throw DiagramError(
        "expected a participant, a colon and a text after “\(keyword)”", at: statement.position)
    }
    _ = try participant(try name(statement.part(0..<colon), after: keyword))
  }
}
