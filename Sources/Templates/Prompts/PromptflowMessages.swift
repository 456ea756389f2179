import Documents

/// Cuts the rendered text of an LLM node of prompt flow into messages.
package enum PromptflowMessages {
  private static let roles = ["system", "user", "assistant", "function", "tool"]

  /// The messages of a text.
  ///
  /// - Parameter images: the addresses of images by the text that stands for each of them, on a line of its own.
  /// - Throws: ``DocumentError`` when text stands before the first role, or a part that a role needs is missing.
  package static func messages(
    of text: String, images: [String: String] = [:]
  ) throws(DocumentError) -> [PromptMessage] {
    var pieces = PromptRoles.pieces(text, roles)
    let first = Text.stripped(pieces.removeFirst())
    guard first.isEmpty else {
      throw DocumentError(
        "the text begins without a role: “\(first.prefix(40))”; it needs a line such as “system:” before it",
        at: SourcePosition(line: 1, column: 1))
    }
    guard !pieces.isEmpty else {
      throw DocumentError("the prompt has no line such as “user:”", at: SourceMap.start)
    }
    var messages: [PromptMessage] = []
    for index in stride(from: 0, to: pieces.count - 1, by: 2) {
      let content = Text.stripped(pieces[index + 1])
      guard let message = message(pieces[index].lowercased(), content, images) else {
        let role = pieces[index].lowercased()
        let heading = role == "tool" ? "tool_call_id" : "name"
        let lines = RoleLine.all(in: text, roles)
        throw DocumentError(
          "a \(role) message needs “## \(heading):” and “## content:”",
          at: index / 2 < lines.count ? lines[index / 2].position : SourceMap.start)
      }
      messages.append(message)
    }
    return messages
  }

  /// Nil when the role needs headings that are not there.
  private static func message(
    _ role: String, _ content: String, _ images: [String: String]
  ) -> PromptMessage? {
    if role == "tool" {
      return headed("tool_call_id", content).map { identifier, content in
        PromptMessage(
          role: role, parts: parts(Text.stripped(content), images),
          attributes: [JSONValue.Member("tool_call_id", .string(identifier))])
      }
    }
    if role == "assistant", let calls = toolCalls(content) {
      return PromptMessage(
        role: role, parts: [.text("")], attributes: [JSONValue.Member("tool_calls", calls)])
    }
    if let (name, content) = headed("name", content) {
      return PromptMessage(
        role: role, parts: parts(Text.stripped(content), images),
        attributes: [JSONValue.Member("name", .string(name))])
    }
    return role == "function" ? nil : PromptMessage(role: role, parts: parts(content, images))
  }

  /// What stands behind two headings, the first with a word on a line below it, the second with all the rest, as the
  /// expression `\n*#{0,2}\s*HEADING\s*:\s*\n+\s*(\S+)\s*\n*#{0,2}\s*content\s*:\s*\n?(.*)` finds them anywhere.
  private static func headed(_ heading: String, _ text: String) -> (word: String, content: String)? {
    let headings = Headings(text)
    let scalars = headings.scalars
    var start = 0
    while let colon = headings.heading(heading, from: start) {
      start = colon
      guard let word = headings.nextLine(colon) else { continue }
      let end = scalars[word...].firstIndex(where: Text.isSpace) ?? scalars.count
      // The word is as long as it can be: the second heading begins behind it, or else within it.
      var after = headings.skipped(end)
      for _ in 0..<2 where after < scalars.count && scalars[after] == "#" { after += 1 }
      after = headings.skipped(after)
      if let colon = headings.colon("content", at: after) { return headings.pair(word..<end, colon) }
      for place in stride(from: end - 1, to: word, by: -1) {
        if let colon = headings.colon("content", at: place) { return headings.pair(word..<place, colon) }
      }
    }
    return nil
  }

  /// The list that ends a text, below the heading `tool_calls`.
  private static func toolCalls(_ text: String) -> JSONValue? {
    guard text.utf8.last == UInt8(ascii: "]") else { return nil }
    let headings = Headings(text)
    var start = 0
    while let colon = headings.heading("tool_calls", from: start) {
      start = colon
      guard let list = headings.nextLine(colon), headings.scalars[list] == "[" else { continue }
      let calls = PythonLiteral.value(Text.string(headings.scalars[list...]))
      return calls?.array == nil ? nil : calls
    }
    return nil
  }

  /// A text in which headings are looked for.
  private struct Headings {
    let scalars: [Unicode.Scalar]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    func skipped(_ place: Int) -> Int {
      var place = place
      while place < scalars.count, Text.isSpace(scalars[place]) { place += 1 }
      return place
    }

    /// The place behind the colon of a heading that stands at a place.
    func colon(_ heading: String, at place: Int) -> Int? {
      let end = place + heading.unicodeScalars.count
      guard end <= scalars.count, scalars[place..<end].elementsEqual(heading.unicodeScalars) else {
        return nil
      }
      let colon = skipped(end)
      return colon < scalars.count && scalars[colon] == ":" ? colon + 1 : nil
    }

    /// The place behind the colon of the next heading.
    func heading(_ heading: String, from start: Int) -> Int? {
      (start..<scalars.count).lazy.compactMap { colon(heading, at: $0) }.first
    }

    /// The first sign on a line below a place; nil when there is none, or something before the line ends.
    func nextLine(_ place: Int) -> Int? {
      let next = skipped(place)
      return next < scalars.count && scalars[place..<next].contains("\n") ? next : nil
    }

    func pair(_ word: Range<Int>, _ content: Int) -> (String, String) {
      (Text.string(scalars[word]), Text.string(scalars[skipped(content)...]))
    }
  }

  /// One text; with images a part for each of them and for each line.
  private static func parts(_ content: String, _ images: [String: String]) -> [PromptMessage.Part] {
    guard !images.isEmpty else { return [.text(content)] }
    let parts: [PromptMessage.Part] = content.split(separator: "\n").compactMap { line in
      let stripped = Text.stripped(String(line))
      if let address = images[stripped] { return .image(address, detail: nil) }
      return stripped.isEmpty ? nil : .text(String(line))
    }
    let hasImage = parts.contains { if case .image = $0 { true } else { false } }
    return hasImage ? parts : [.text(content)]
  }
}

/// A value written as Python writes it: `{'a': [1, True, None]}`.
enum PythonLiteral {
  static func value(_ text: String) -> JSONValue? {
    let syntax = TemplateSyntax(.jinja)
    guard let source = try? TemplateSource("{{ \(text) }}", name: nil, keepsTrailingNewline: true),
      let statements = try? Parser.parsed(source, syntax).statements, statements.count == 1,
      case .output(let parts) = statements[0].kind, parts.count == 1, case .value(let expression) = parts[0]
    else { return nil }
    return value(expression)
  }

  private static func value(_ expression: Expr) -> JSONValue? {
    switch expression.kind {
    case .none: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .integer(value)
    case .float(let value): return .number(value)
    case .string(let text): return .string(text)
    case .unary(.minus, let inner):
      switch value(inner) {
      case .integer(let number): return .integer(-number)
      case .number(let number): return .number(-number)
      default: return nil
      }
    case .list(let items), .tuple(let items):
      var values: [JSONValue] = []
      for item in items {
        guard let value = value(item) else { return nil }
        values.append(value)
      }
      return .array(values)
    case .dict(let items):
      var members: [JSONValue.Member] = []
      for (key, item) in items {
        guard case .string(let name)? = value(key), let value = value(item) else { return nil }
        members.append(JSONValue.Member(name, value))
      }
      return .object(members)
    default: return nil
    }
  }
}
