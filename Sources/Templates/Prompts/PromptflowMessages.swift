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
    guard !pieces.isEmpty else { throw DocumentError("the prompt has no line such as “user:”", at: nil) }
    var messages: [PromptMessage] = []
    for index in stride(from: 0, to: pieces.count - 1, by: 2) {
      messages.append(
        try message(pieces[index].lowercased(), Text.stripped(pieces[index + 1]), images))
    }
    return messages
  }

  private static func message(
    _ role: String, _ content: String, _ images: [String: String]
  ) throws(DocumentError) -> PromptMessage {
    func block(_ names: String...) -> [String]? { blocks(content, names) }
    switch role {
    case "tool":
      guard let found = block("tool_call_id", "content") else {
        throw DocumentError("a tool message needs “## tool_call_id:” and “## content:”", at: nil)
      }
      return PromptMessage(
        role: role, parts: [.text(found[1])],
        attributes: [JSONValue.Member("tool_call_id", .string(found[0]))])
    case "assistant":
      if let found = block("tool_calls"), let calls = PythonLiteral.value(found[0]), calls.array != nil {
        return PromptMessage(
          role: role, parts: [.text("")], attributes: [JSONValue.Member("tool_calls", calls)])
      }
    case "function":
      guard block("name", "content") != nil else {
        throw DocumentError("a function message needs “## name:” and “## content:”", at: nil)
      }
    default: break
    }
    if let found = block("name", "content") {
      return PromptMessage(
        role: role, parts: parts(found[1], images), attributes: [JSONValue.Member("name", .string(found[0]))])
    }
    return PromptMessage(role: role, parts: parts(content, images))
  }

  /// The values behind headings that stand in this order, each on a line such as `## name:`.
  private static func blocks(_ content: String, _ names: [String]) -> [String]? {
    var values: [String] = []
    var current: [String] = []
    var next = 0
    for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
      let heading = Text.stripped(String(line.drop { $0 == "#" || $0 == " " }))
      let hashes = Text.stripped(String(line)).prefix { $0 == "#" }.count
      if next < names.count, hashes <= 2, heading.lowercased() == names[next] + ":" {
        if next > 0 { values.append(Text.stripped(current.joined(separator: "\n"))) }
        current = []
        next += 1
      } else if next == 0 {
        guard Text.stripped(String(line)).isEmpty else { return nil }
      } else {
        current.append(String(line))
      }
    }
    guard next == names.count else { return nil }
    return values + [Text.stripped(current.joined(separator: "\n"))]
  }

  /// One text; with images a part for each of them and for each line.
  private static func parts(_ content: String, _ images: [String: String]) -> [PromptMessage.Part] {
    let lines = content.split(separator: "\n").map { Text.stripped(String($0)) }
    guard lines.contains(where: { images[$0] != nil }) else { return [.text(content)] }
    return lines.compactMap { line in
      if let address = images[line] { return .image(address, detail: nil) }
      return line.isEmpty ? nil : .text(line)
    }
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
