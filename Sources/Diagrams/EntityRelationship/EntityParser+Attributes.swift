extension EntityParser {
  /// Reads the attributes of an entity up to the closing brace.
  ///
  /// Each is a type and a name, then keys parted by commas, then a comment in quotes; line ends mean nothing.
  mutating func readAttributes(_ index: Int) throws(DiagramError) {
    let brace = cursor.index
    cursor.index += 1
    while true {
      try skipToPart(brace)
      if cursor.take("}") { return }
      let type = try takeWord("the type of an attribute or “}”")
      try skipToPart(brace)
      var attribute = EntityModel.Attribute(
        type: ClassGenerics.angled(type), name: try takeWord("a name after the type “\(type)”"))
      attribute.keys = takeKeys()
      attribute.comment = try takeComment()
      model.add(attribute, to: index)
    }
  }

  /// Goes to the next part of an attribute, over comments.
  private mutating func skipToPart(_ brace: Int) throws(DiagramError) {
    cursor.skipSpace()
    while cursor.has("%%") {
      cursor.skipLine()
      cursor.skipSpace()
    }
    if cursor.current == nil {
      throw cursor.mistake("this entity is never closed", hint: "expected “}”", at: brace)
    }
  }

  /// Takes a type or a name. Blanks may stand within parentheses, tildes and backquotes.
  private mutating func takeWord(_ expected: String) throws(DiagramError) -> String {
    let start = cursor.index
    if cursor.take("`") {
      cursor.skip { $0 != "`" && $0 != "\n" }
      let text = cursor.text(start + 1, cursor.index)
      guard cursor.take("`") else {
        throw cursor.mistake("this name has no end", hint: "expected a closing “`”", at: start)
      }
      return PlainText.line(text)
    }
    var depth = 0
    var tildes = 0
    while let next = cursor.current, next != "\n", !"\"{}".unicodeScalars.contains(next) {
      if next == "(" { depth += 1 }
      if next == ")" { depth = max(0, depth - 1) }
      if next == "~" { tildes += 1 }
      if next.isBlank, !(depth > 0 && isAhead(")")), !(tildes % 2 == 1 && isAhead("~")) { break }
      cursor.index += 1
    }
    guard cursor.index > start else {
      throw cursor.mistake("\(cursor.found) is no part of an attribute", hint: "expected \(expected)")
    }
    return PlainText.line(cursor.text(start, cursor.index))
  }

  /// Whether a sign stands ahead on the line, before a quote or brace.
  private func isAhead(_ sign: Unicode.Scalar) -> Bool {
    var place = cursor.index
    // A type is short: a sign far away belongs to something else.
    let limit = min(cursor.scalars.count, place + 200)
    while place < limit, !"\n\"{}".unicodeScalars.contains(cursor.scalars[place]) {
      if cursor.scalars[place] == sign { return true }
      place += 1
    }
    return false
  }

  private mutating func takeKeys() -> [String] {
    var keys: [String] = []
    var end = cursor.index
    while true {
      cursor.skipSpace()
      if !keys.isEmpty {
        guard cursor.take(",") else { break }
        cursor.skipSpace()
      }
      let words = ["PK", "FK", "UK"]
      guard let key = words.first(where: { cursor.hasWord($0, ignoringCase: true) }) else { break }
      cursor.index += 2
      keys.append(key)
      end = cursor.index
    }
    cursor.index = end
    return keys
  }

  private mutating func takeComment() throws(DiagramError) -> String {
    let end = cursor.index
    cursor.skipSpace()
    guard cursor.current == "\"" else {
      cursor.index = end
      return ""
    }
    guard let text = cursor.takeQuoted() else {
      throw cursor.mistake("this comment has no end", hint: "expected a closing “\"”")
    }
    return LabelText.quoted(text).joined(separator: " ")
  }
}
