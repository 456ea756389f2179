/// Reads the statements of an entity-relationship diagram into a model.
struct EntityParser {
  var cursor: StatementCursor
  var model = EntityModel()
  /// The group being read, and where the ones around it were opened.
  private var group: Int?
  private var open: [(group: Int?, place: Int)] = []

  init(_ cursor: StatementCursor) {
    self.cursor = cursor
  }

  mutating func readAll() throws(DiagramError) {
    while true {
      cursor.skipSpace()
      guard let next = cursor.current else { break }
      if cursor.skipRemark() { continue }
      if next == ";" {
        cursor.index += 1
      } else {
        try readStatement()
      }
    }
    if let last = open.last {
      throw cursor.mistake("this subgraph is never closed", hint: "expected “end”", at: last.place)
    }
  }

  private mutating func readStatement() throws(DiagramError) {
    let start = cursor.index
    switch cursor.word.lowercased() {
    case "direction" where takeKeyword("direction"):
      if try readDirection() { return }
      cursor.index = start
    case "title" where takeKeyword("title"):
      if Cardinality.take(from: &cursor) == nil {
        model.title = LabelText.lines(of: cursor.takeLine()).joined(separator: " ")
        return
      }
      cursor.index = start
    case "classdef" where takeKeyword("classDef"): return model.styles.define(&cursor)
    case "class" where takeKeyword("class"): return try readClass()
    case "style" where takeKeyword("style"):
      let names = cursor.takeNames()
      let tint = StyleTint.of(Array(cursor.takeLine().unicodeScalars))
      for name in names { model.setTint(id: name, tint) }
      return
    case "subgraph" where takeKeyword("subgraph"): return try readGroup(from: start)
    case "end" where isEndOfGroup: return try close()
    default: break
    }
    try readEntity()
  }

  /// Takes a word that begins a statement, unless what follows tells that it is the name of an entity.
  private mutating func takeKeyword(_ word: String) -> Bool {
    cursor.takeKeyword(word, unlessBefore: "|}{[:", ignoringCase: true)
  }

  private mutating func readDirection() throws(DiagramError) -> Bool {
    let start = cursor.index
    cursor.skip(while: \.isNamePart)
    if let direction = Direction(word: cursor.text(start, cursor.index).uppercased()) {
      cursor.skipLine()
      model.setDirection(direction, of: group)
      return true
    }
    // An entity may be called so.
    cursor.index = start
    if Cardinality.take(from: &cursor) != nil { return false }
    throw cursor.mistake("\(cursor.found) is no direction", hint: "expected TB, BT, LR or RL")
  }

  /// Reads what follows the word `class`: entities and the names of their styles.
  private mutating func readClass() throws(DiagramError) {
    let start = cursor.index
    if takeName() != nil {
      cursor.skipBlanks()
      let declares = cursor.current == "["
      cursor.index = start
      if declares { return try readEntity() }
    }
    let ids = cursor.takeNames()
    let names = cursor.takeNames()
    for id in ids { model.addClasses(id: id, names) }
    cursor.skipLine()
  }

  // MARK: Groups

  /// Whether the word `end` ahead stands alone on its line.
  private var isEndOfGroup: Bool {
    var probe = cursor
    probe.index += 3
    probe.skipBlanks()
    return probe.isAtLineEnd || probe.current == ";" || probe.has("%%")
  }

  private mutating func close() throws(DiagramError) {
    guard let last = open.popLast() else {
      throw cursor.mistake("“end” closes nothing", hint: "expected an entity or a relationship")
    }
    cursor.index += 3
    group = last.group
  }

  private mutating func readGroup(from start: Int) throws(DiagramError) {
    guard let id = takeName() else {
      throw cursor.mistake("\(cursor.found) is no name", hint: "expected the name of the subgraph")
    }
    cursor.skipBlanks()
    var title = LabelText.quoted(id)
    if cursor.current == "[" { title = try cursor.takeBrackets("text") }
    open.append((group, start))
    guard open.count <= EntityModel.deepest else {
      throw cursor.mistake(
        "subgraphs stand in each other more than \(EntityModel.deepest) deep",
        hint: "draw the inner ones apart", at: start)
    }
    group = model.group(id, title: title, in: group)
  }

  // MARK: Entities

  /// Reads a statement that begins with an entity: its attributes, a relationship, or nothing more.
  private mutating func readEntity() throws(DiagramError) {
    let start = cursor.index
    guard let id = takeName() else {
      if cursor.current == "\"" {
        throw cursor.mistake("this name has no end", hint: "expected a closing “\"”")
      }
      throw cursor.mistake(
        "\(cursor.found) begins no statement", hint: "expected an entity or a relationship")
    }
    guard !id.isEmpty else {
      throw cursor.mistake("an entity needs a name", hint: "expected a name between the quotes", at: start)
    }
    let index = model.named(id, in: group)
    try readParts(index)
    if cursor.current == "{" { return try readAttributes(index) }
    if let count = Cardinality.take(from: &cursor) { return try readRelationship(from: index, count) }
    if let next = cursor.current, ":|}<>=-.".unicodeScalars.contains(next) {
      throw cursor.mistake(
        "\(cursor.found) does not follow an entity", hint: "expected a relationship such as “||--o{”")
    }
  }

  /// Reads what may stand behind a name: another text for it, and the names of styles.
  private mutating func readParts(_ index: Int) throws(DiagramError) {
    while true {
      cursor.skipBlanks()
      if cursor.has(":::") {
        model.addClasses(index, cursor.takeClasses())
      } else if cursor.current == "[" {
        model.setLabel(index, try cursor.takeBrackets("text"))
      } else {
        return
      }
    }
  }

  /// Takes the name of an entity; nil, without moving, when none stands ahead.
  private mutating func takeName() -> String? {
    if cursor.current == "\"" { return cursor.takeQuoted()?.trimmed }
    guard !["--", "..", ".-", "-."].contains(where: { cursor.has($0) }) else { return nil }
    let start = cursor.index
    cursor.skip { $0.isNamePart || $0 == "-" || $0 == "." || $0 == "*" }
    return cursor.index > start ? cursor.text(start, cursor.index) : nil
  }

  // MARK: Relationships

  private mutating func readRelationship(from: Int, _ fromCount: Cardinality) throws(DiagramError) {
    cursor.skipBlanks()
    let isDotted = try takeLine()
    cursor.skipBlanks()
    guard let toCount = Cardinality.take(from: &cursor) else {
      throw cursor.mistake(
        "\(cursor.found) does not tell how many", hint: "expected “||”, “o|”, “o{”, “|{” or words for them")
    }
    cursor.skipBlanks()
    guard let id = takeName(), !id.isEmpty else {
      throw cursor.mistake("\(cursor.found) is no entity", hint: "expected the entity at the other end")
    }
    let to = model.named(id, in: group)
    try readParts(to)
    var relationship = EntityModel.Relationship(
      from: from, to: to, fromCount: fromCount, toCount: toCount, isDotted: isDotted)
    if cursor.take(":") { relationship.label = takeRole() }
    guard model.add(relationship) else {
      throw cursor.mistake("the diagram has more than \(EntityModel.mostRelationships) relationships")
    }
  }

  /// Takes the line between two cardinalities, and tells whether it is dotted.
  private mutating func takeLine() throws(DiagramError) -> Bool {
    if cursor.take("--") { return false }
    for sign in ["..", ".-", "-."] where cursor.take(sign) { return true }
    for (words, isDotted) in [("to", false), ("optionally to", true)]
    where cursor.hasWord(words, ignoringCase: true) {
      cursor.index += words.unicodeScalars.count
      return isDotted
    }
    throw cursor.mistake(
      "\(cursor.found) is no line of a relationship", hint: "expected “--”, “..”, “to” or “optionally to”")
  }

  private mutating func takeRole() -> [String] {
    cursor.skipBlanks()
    let lines: [String]
    if let quoted = cursor.takeQuoted() {
      lines = LabelText.quoted(quoted)
    } else {
      lines = LabelText.lines(of: cursor.takeLine(cutsComment: true))
    }
    return lines == [""] ? [] : lines
  }
}
