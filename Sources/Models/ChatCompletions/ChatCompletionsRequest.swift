import Documents

/// The body of a request to `/chat/completions`.
package struct ChatCompletionsRequest: Hashable, Sendable {
  /// What is asked.
  package var request: ChatRequest
  /// What the server was found to take.
  package var dialect: Dialect

  package init(_ request: ChatRequest, dialect: Dialect = Dialect()) {
    self.request = request
    self.dialect = dialect
  }

  /// The JSON to send.
  ///
  /// Only what was set is in it, so that the server's own defaults hold.
  package var body: JSONValue {
    let messages = request.messages.map { message in
      JSONValue.object([
        .init("role", .string(message.role.rawValue)), .init("content", .string(message.content)),
      ])
    }
    var members: [JSONValue.Member] = [
      .init("model", .string(request.model.model)), .init("messages", .array(messages)),
      .init("stream", true),
    ]
    members += optionalMembers.filter { !dialect.dropped.contains($0.key) }
    return .object(members)
  }

  /// The parameters that a person has set and that the server does not take.
  package var droppedParameters: [String] {
    optionalMembers.map(\.key).filter { dialect.dropped.contains($0) && $0 != "stream_options" }
  }

  /// The names in the body that a server may refuse.
  private var optionalMembers: [JSONValue.Member] {
    let parameters = request.parameters
    var members: [JSONValue.Member] = [.init("stream_options", ["include_usage": true])]
    func add(_ name: String, _ value: JSONValue?) {
      if let value { members.append(.init(name, value)) }
    }
    add("temperature", parameters.temperature.map(JSONValue.number))
    add("top_p", parameters.topP.map(JSONValue.number))
    add(dialect.lengthName, parameters.maxOutputTokens.map(JSONValue.integer))
    add("seed", parameters.seed.map(JSONValue.integer))
    add("stop", parameters.stop.isEmpty ? nil : .array(parameters.stop.map(JSONValue.string)))
    add("frequency_penalty", parameters.frequencyPenalty.map(JSONValue.number))
    add("presence_penalty", parameters.presencePenalty.map(JSONValue.number))
    return members
  }

  /// Learns from a refusal which parameter the server does not take, and changes the request accordingly.
  ///
  /// - Returns: what was learnt; nil when the refusal is about something else, or nothing is left to change.
  mutating func learn(from error: ErrorBody, status: Int) -> Lesson? {
    guard status == 400 || status == 422 else { return nil }
    let sent = optionalMembers.map(\.key).filter { !dialect.dropped.contains($0) }
    guard let name = Self.refusedName(in: error, among: sent) else { return nil }
    if name == dialect.lengthName, !dialect.hasRenamedLength {
      dialect.lengthName = name == "max_tokens" ? "max_completion_tokens" : "max_tokens"
      dialect.hasRenamedLength = true
      return .renamed(name, to: dialect.lengthName)
    }
    dialect.dropped.insert(name)
    return .dropped(name)
  }

  /// What a refusal taught.
  enum Lesson: Hashable {
    case dropped(String)
    case renamed(String, to: String)
  }

  /// The parameter that an error refuses as such.
  ///
  /// One that was only out of its range is the person's to change.
  private static func refusedName(in error: ErrorBody, among names: [String]) -> String? {
    let codes = ["unsupported_parameter", "unsupported_value", "unknown_parameter", "extra_forbidden"]
    let text = error.message.lowercased()
    let words = [
      "unsupported", "not supported", "does not support", "doesn't support", "unrecognized", "unknown",
      "unexpected",
      "extra inputs", "extra fields", "not permitted", "not allowed", "deprecated", "additional properties",
    ]
    let isRefusal =
      codes.contains(error.code ?? "") || codes.contains(error.type ?? "")
      || words.contains { text.contains($0) }
    guard isRefusal else { return nil }
    if let parameter = error.parameter {
      if let name = names.first(where: { parameter == $0 || parameter.hasPrefix($0 + ".") }) { return name }
    }
    return names.first { text.holdsWord($0) }
  }
}

extension ChatCompletionsRequest {
  /// What a server takes, as far as it is known.
  package struct Dialect: Hashable, Sendable {
    /// The name of the limit on the reply's tokens.
    ///
    /// Most servers know the old one, the newest models only the new one.
    package var lengthName = "max_tokens"
    /// The names that the server refused.
    package var dropped: Set<String> = []
    var hasRenamedLength = false

    package init() {}

    /// The dialect to begin with at an address.
    package init(host: String) {
      if host == "api.openai.com" { lengthName = "max_completion_tokens" }
    }
  }
}

extension String {
  /// Whether a name occurs in the text on its own, not within a longer name.
  fileprivate func holdsWord(_ word: String) -> Bool {
    func isPart(_ byte: UInt8?) -> Bool {
      guard let byte else { return false }
      return byte == UInt8(ascii: "_") || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }
    let bytes = Array(utf8)
    let wanted = Array(word.utf8)
    guard bytes.count >= wanted.count else { return false }
    return (0...bytes.count - wanted.count).contains { start in
      let end = start + wanted.count
      return bytes[start..<end] == wanted[...] && !isPart(start > 0 ? bytes[start - 1] : nil)
        && !isPart(end < bytes.count ? bytes[end] : nil)
    }
  }
}
