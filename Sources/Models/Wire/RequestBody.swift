import Documents

/// The body of a request: what must be in it, and what a server may refuse.
package struct RequestBody: Hashable, Sendable {
  /// What is always sent.
  package var members: [JSONValue.Member]
  /// Parameters that can be left out.
  package var optional: [JSONValue.Member] = []
  /// Parameters that were asked for and for which the wire format has no place.
  package var dropped: [String] = []
  /// What a person should know about the request.
  package var notes: [String] = []

  package init(_ members: [JSONValue.Member]) {
    self.members = members
  }

  /// Adds a parameter that can be left out; nil was not set and is not sent.
  mutating func add(_ name: String, _ value: JSONValue?) {
    if let value { optional.append(.init(name, value)) }
  }

  /// Adds free parameters as they are; one of a name that is there takes its place.
  mutating func add(extra: [JSONValue.Member]) {
    for member in extra {
      if members.contains(where: { $0.key == member.key }) {
        members.merge([member])
      } else {
        optional.merge([member])
      }
    }
  }

  /// The JSON to send, without what the server refused.
  package func json(_ dialect: Dialect) -> JSONValue {
    .object(members + optional.filter { !dialect.dropped.contains($0.key) })
  }

  /// The parameters that a person has set and that are not sent.
  package func droppedParameters(_ dialect: Dialect) -> [String] {
    dropped + optional.map(\.key).filter { dialect.dropped.contains($0) && $0 != "stream_options" }
  }
}

/// What the refusal of a request taught.
enum Lesson: Hashable {
  case dropped(String)
  case renamed(String, to: String)
  case reasoning(Dialect.ReasoningReturn)

  /// Learns which parameter a server does not take, and changes the dialect accordingly.
  ///
  /// - Returns: what was learnt; nil when the refusal is about something else, or nothing is left to change.
  init?(from error: ErrorBody, status: Int, about body: RequestBody, _ dialect: inout Dialect) {
    guard [400, 422, 501].contains(status) else { return nil }
    if let wish = Self.reasoningWish(in: error), !dialect.hasLearntReasoning, wish != dialect.reasoningReturn
    {
      dialect.reasoningReturn = wish
      dialect.hasLearntReasoning = true
      self = .reasoning(wish)
      return
    }
    let sent = body.optional.map(\.key).filter { !dialect.dropped.contains($0) }
    guard let name = Self.refusedName(in: error, among: sent) else { return nil }
    if name == dialect.lengthName, !dialect.hasRenamedLength {
      dialect.lengthName = name == "max_tokens" ? "max_completion_tokens" : "max_tokens"
      dialect.hasRenamedLength = true
      self = .renamed(name, to: dialect.lengthName)
      return
    }
    dialect.dropped.insert(name)
    self = .dropped(name)
  }

  /// Whether an error asks to be given the model's reasoning back, or not to be.
  private static func reasoningWish(in error: ErrorBody) -> Dialect.ReasoningReturn? {
    let text = error.message.lowercased()
    guard ["reasoning_content", "reasoning content"].contains(where: { text.contains($0) }) else {
      return nil
    }
    if ["must be passed", "missing", "is required", "must be provided", "must include"].contains(where: {
      text.contains($0)
    }) {
      return .always
    }
    let unwanted = [
      "must not", "not permitted", "not allowed", "remove", "unexpected", "unrecognized", "extra inputs",
    ]
    return unwanted.contains { text.contains($0) } ? .never : nil
  }

  private static let codes: Set<String> = [
    "unsupported_parameter", "unsupported_value", "unknown_parameter", "extra_forbidden",
  ]
  private static let words = [
    "unsupported", "not supported", "does not support", "doesn't support", "unrecognized", "unknown",
    "unexpected", "extra inputs", "extra fields", "not permitted", "not allowed", "deprecated",
    "additional properties", "cannot both be", "may only be set to",
  ]
  /// Words that servers use for a parameter of another name.
  private static let synonyms = ["think": "thinking"]

  /// The parameter that an error refuses as such.
  ///
  /// One that was only out of its range is the person's to change.
  private static func refusedName(in error: ErrorBody, among names: [String]) -> String? {
    let text = error.message.lowercased()
    let isRefusal =
      codes.contains(error.code ?? "") || codes.contains(error.type ?? "")
      || words.contains { text.contains($0) }
    guard isRefusal else { return nil }
    if let parameter = error.parameter {
      if let name = names.first(where: { parameter == $0 || parameter.hasPrefix($0 + ".") }) { return name }
    }
    let found = names.filter { name in
      text.holdsWord(name) || synonyms[name].map { text.holdsWord($0) } ?? false
    }
    // Of two that cannot be sent together the first one stays.
    return text.contains("cannot both be") ? found.last : found.first
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
