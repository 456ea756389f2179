import Documents

/// Cuts rendered text into messages, where lines such as `user:` stand.
enum PromptRoles {
  /// What stands at the start of a line.
  private enum Start {
    /// A role, with the place behind its line.
    case role(String, end: Int)
    /// None, nor at the start of any line before that place.
    case text(until: Int)
  }

  /// Looks for a role line as the expression `(?i)^\s*#?\s*(roles)\s*:\s*\n` finds it.
  private static func start(_ scalars: [Unicode.Scalar], from line: Int, _ roles: [String]) -> Start {
    func skipped(_ place: Int) -> Int {
      var place = place
      while place < scalars.count, Text.isSpace(scalars[place]) { place += 1 }
      return place
    }
    var place = skipped(line)
    // From lines that were skipped as white space the search would come to the same place.
    var next = place
    if place < scalars.count, scalars[place] == "#" {
      let hash = place
      place = skipped(hash + 1)
      next = place
      // Unless there is another #, with which the line after the first one may begin.
      if place < scalars.count, scalars[place] == "#" {
        next = scalars[hash..<place].firstIndex(of: "\n") ?? place
      }
    }
    for role in roles {
      let length = role.unicodeScalars.count
      guard place + length <= scalars.count,
        Text.string(scalars[place..<(place + length)]).lowercased() == role
      else { continue }
      let colon = skipped(place + length)
      guard colon < scalars.count, scalars[colon] == ":" else { continue }
      let after = skipped(colon + 1)
      guard let newline = scalars[(colon + 1)..<after].lastIndex(of: "\n") else { continue }
      return .role(Text.string(scalars[place..<(place + length)]), end: newline + 1)
    }
    return .text(until: next)
  }

  /// The pieces of a text: what stands before a role, the role, what stands behind it, and so on.
  static func pieces(_ text: String, _ roles: [String]) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var pieces: [String] = []
    var start = 0
    var line = 0
    while line < scalars.count {
      switch self.start(scalars, from: line, roles) {
      case .role(let role, let end):
        pieces.append(Text.string(scalars[start..<max(start, line)]))
        pieces.append(role)
        start = end
        line = end
      case .text(let next):
        line = next
        while line < scalars.count, scalars[line] != "\n" { line += 1 }
        line += 1
      }
    }
    pieces.append(Text.string(scalars[min(start, scalars.count)...]))
    return pieces
  }

  /// The first generation of prompty.
  ///
  /// - Throws: ``DocumentError`` when roles and contents do not alternate.
  static func firstGeneration(
    _ text: String, image: (String) throws(DocumentError) -> String
  ) throws(DocumentError) -> [PromptMessage] {
    let roles = ["assistant", "function", "system", "user"]
    func isRole(_ piece: String) -> Bool { roles.contains(Text.stripped(piece).lowercased()) }
    var pieces = pieces(text, roles).filter { !Text.stripped($0).isEmpty }
    guard let first = pieces.first else { throw DocumentError("the prompt is empty", at: nil) }
    if !isRole(first) { pieces.insert("system", at: 0) }
    if let last = pieces.last, isRole(last) { pieces.removeLast() }
    guard pieces.count % 2 == 0 else {
      throw DocumentError(
        "roles and contents do not alternate: a role line such as “user:” has nothing behind it", at: nil)
    }
    var messages: [PromptMessage] = []
    for index in stride(from: 0, to: pieces.count, by: 2) {
      let content = Text.stripped(pieces[index + 1])
      messages.append(
        PromptMessage(role: Text.stripped(pieces[index]).lowercased(), parts: try parts(content, image)))
    }
    return messages
  }

  /// Text with images in Markdown's way, `![what it shows](address "title")`.
  private static func parts(
    _ content: String, _ image: (String) throws(DocumentError) -> String
  ) throws(DocumentError) -> [PromptMessage.Part] {
    var parts: [PromptMessage.Part] = []
    var rest = content[...]
    var text = ""
    func flush() {
      let stripped = Text.stripped(text)
      if !stripped.isEmpty { parts.append(.text(stripped)) }
      text = ""
    }
    // The next of each sign behind a place: they are not looked for again until they are passed.
    var nextClose: String.Index?
    var nextEnd: String.Index?
    while let start = rest.firstRange(of: "![") {
      if nextClose.map({ $0 < start.upperBound }) ?? true {
        nextClose = rest[start.upperBound...].firstIndex(of: "]")
      }
      guard let close = nextClose else { break }
      let open = rest.index(after: close)
      if nextEnd.map({ $0 < open }) ?? true {
        nextEnd = rest[open...].firstIndex { $0 == ")" || $0 == "\n" } ?? rest.endIndex
      }
      guard open < rest.endIndex, rest[open] == "(", let end = nextEnd, end < rest.endIndex, rest[end] == ")"
      else {
        text += rest[..<start.upperBound]
        rest = rest[start.upperBound...]
        continue
      }
      text += rest[..<start.lowerBound]
      flush()
      let address = rest[rest.index(after: open)..<end].split(
        separator: " ", omittingEmptySubsequences: false)
      parts.append(.image(try image(Text.stripped(String(address.first ?? ""))), detail: nil))
      rest = rest[rest.index(after: end)...]
    }
    guard !parts.isEmpty else { return [.text(content)] }
    text += rest
    flush()
    return parts
  }

  // MARK: Second generation

  static let secondRoles = ["assistant", "developer", "system", "user"]

  /// A role line of the second generation, with what stands in its brackets.
  static func boundary(_ line: String) -> (role: String, attributes: [JSONValue.Member])? {
    let scalars = Array(Text.stripped(line).unicodeScalars)
    func skipped(_ place: Int) -> Int {
      var place = place
      while place < scalars.count, Text.isSpace(scalars[place]) { place += 1 }
      return place
    }
    var place = scalars.first == "#" ? skipped(1) : 0
    guard
      let role = secondRoles.first(where: { role in
        let end = place + role.unicodeScalars.count
        return end <= scalars.count && Text.string(scalars[place..<end]).lowercased() == role
      })
    else { return nil }
    place += role.unicodeScalars.count
    var attributes: [JSONValue.Member] = []
    if place < scalars.count, scalars[place] == "[" {
      guard let (found, end) = brackets(scalars, place + 1, skipped) else { return nil }
      attributes = found
      place = end
    }
    place = skipped(place)
    guard place < scalars.count, scalars[place] == ":", skipped(place + 1) == scalars.count else {
      return nil
    }
    return (role, attributes)
  }

  private static func brackets(
    _ scalars: [Unicode.Scalar], _ start: Int, _ skipped: (Int) -> Int
  ) -> ([JSONValue.Member], Int)? {
    var attributes: [JSONValue.Member] = []
    var place = start
    while place < scalars.count, scalars[place] != "]" {
      let name = scalars[place...].prefix(while: Text.isWord)
      guard !name.isEmpty else { return nil }
      place = skipped(name.endIndex)
      guard place < scalars.count, scalars[place] == "=" else { return nil }
      place = skipped(place + 1)
      let value: String
      if place < scalars.count, scalars[place] == "\"" {
        guard let end = scalars[(place + 1)...].firstIndex(of: "\"") else { return nil }
        // A comma ends the value here, as in the package.
        value = Text.string(scalars[(place + 1)..<end].prefix { $0 != "," })
        place = end + 1
      } else {
        let bare = scalars[place...].prefix { $0 != "\"" && $0 != "," && $0 != "]" }
        value = Text.string(bare)
        place = bare.endIndex
      }
      place = skipped(place)
      if place < scalars.count, scalars[place] == "," { place = skipped(place + 1) }
      attributes.removeAll { $0.key == Text.string(name) }
      attributes.append(
        JSONValue.Member(Text.string(name), typed(Text.stripped(value), name: Text.string(name))))
    }
    guard !attributes.isEmpty, place < scalars.count else { return nil }
    return (attributes, place + 1)
  }

  private static func typed(_ text: String, name: String) -> JSONValue {
    if name == "nonce" { return .string(text) }
    switch text.lowercased() {
    case "true": return true
    case "false": return false
    default: break
    }
    if let number = Int(text) { return .integer(number) }
    if let number = NumberText.float(text) { return .number(number) }
    return .string(text)
  }

  /// The messages of a text of the second generation.
  ///
  /// - Parameter nonce: what every role line of the template was marked with; a line without it came from a value.
  static func secondGeneration(_ text: String, nonce: String?) throws(DocumentError) -> [PromptMessage] {
    var messages: [PromptMessage] = []
    var lines: [String] = []
    var role = "system"
    var attributes: [JSONValue.Member] = []
    var hasBoundary = false
    func message() throws(DocumentError) -> PromptMessage {
      if let nonce, hasBoundary, attributes.first(where: { $0.key == "nonce" })?.value.string != nonce {
        throw DocumentError(
          "an input brings in a role line (“\(role):”), which could pass for yours; strict mode refuses it",
          at: nil)
      }
      let content = Text.stripped(lines.joined(separator: "\n"), "\n")
      return PromptMessage(
        role: role, parts: [.text(content)], attributes: attributes.filter { $0.key != "nonce" })
    }
    for line in Text.lines(text) {
      guard let (next, given) = boundary(line) else {
        lines.append(line)
        continue
      }
      if !lines.isEmpty { messages.append(try message()) }
      lines = []
      (role, attributes, hasBoundary) = (next, given, true)
    }
    if !lines.isEmpty { messages.append(try message()) }
    return messages
  }
}
