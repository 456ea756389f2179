import Documents

/// Reads the values of one wire format, one after the other, and remembers what the ending of the reply depends on.
///
/// A ``ReplyDecoder`` cuts the bytes and gives the values; what they mean is the reader's part.
protocol EventReader: Sendable {
  /// What a reply of this format is called in a sentence: “JSON that is no …”.
  static var title: String { get }

  /// Reads an event of a stream, or a whole reply that was sent at once.
  ///
  /// - Parameters:
  ///   - name: the event's name, empty unless the server gave one.
  ///   - provider: the name to use in sentences for a person.
  mutating func read(_ value: JSONValue, named name: String, from provider: String) -> [ReplyEvent]

  /// Whether an event only keeps the connection alive, so that a server which sends nothing else is given up in the end.
  func isOnlyLife(_ value: JSONValue, named name: String) -> Bool

  /// A line or an event that cannot be read.
  mutating func warnOfUnreadable() -> [ReplyEvent]

  /// Whether anything was an event of this format at all.
  var hasBegun: Bool { get }
  /// Whether any of the reply has come.
  var hasContent: Bool { get }
  /// Whether the server has said that the reply is over, although more about it may come.
  var isFinished: Bool { get }
  /// Whether nothing more can come.
  var isOver: Bool { get }
  /// The error that ended the reply.
  var failure: Ending? { get }

  /// The last events of a reply that ended properly, in the server's own opinion.
  mutating func close() -> [ReplyEvent]

  /// The last events of a reply that ended otherwise.
  mutating func close(with ending: Ending) -> [ReplyEvent]
}

extension EventReader {
  func isOnlyLife(_ value: JSONValue, named name: String) -> Bool {
    ["ping", "keepalive", "heartbeat"].contains(value["type"]?.string ?? name)
  }
}

/// A wire format of replies.
package enum WireFormat: String, Hashable, Sendable, CaseIterable {
  /// OpenAI's chat completions, as most servers speak them.
  case chatCompletions = "chat"
  /// OpenAI's Responses.
  case responses
  /// Anthropic's Messages.
  case anthropic
  /// Ollama's own chat: a JSON value a line.
  case ollama

  /// Whether a stream is a JSON value a line, and not server-sent events.
  var isLines: Bool { self == .ollama }

  func makeReader() -> any EventReader {
    switch self {
    case .chatCompletions: ChunkReader()
    case .responses: ResponsesReader()
    case .anthropic: AnthropicReader()
    case .ollama: OllamaReader()
    }
  }
}

/// What the ending of a reply depends on, the same for every wire format.
struct EndingEvidence: Sendable {
  /// The server's word for the end.
  var word: String?
  /// Whether a content filter stopped or took back the reply.
  var isFiltered = false
  var findings: [FilterFinding] = []
  var hasRefusal = false
  /// Why the model refused, where that is told apart from its text.
  var refusalReason: String?
  /// Whether a piece could not be read.
  var hasGap = false
  /// What to do about a limit that cut the reply.
  var lengthHint = "Raise it, or ask the model to go on."
  private var warnings: Set<String> = []

  init() {}

  /// A warning, the first time that it is given.
  mutating func warn(_ warning: String) -> [ReplyEvent] {
    warnings.insert(warning).inserted ? [.warning(warning)] : []
  }

  mutating func warnOfGap() -> [ReplyEvent] {
    hasGap = true
    return warn("a piece of the answer could not be read and is missing")
  }

  /// The ending of a reply that the server itself calls over.
  var properEnding: Ending {
    if isFiltered {
      let hits = FilterReport.described(findings.filter { $0.subject == .answer && $0.isFiltered })
      let ownWord = word.flatMap { FinishReason($0) == .filtered ? $0 : nil }
      return Ending(
        .filtered, reason: "a content filter stopped the answer\(hits.isEmpty ? "" : ": \(hits)")",
        raw: ownWord ?? (hits.isEmpty ? "content_filter" : "content_filter: \(hits)"))
    }
    // A proper end without a word is one, too.
    switch word.map({ FinishReason($0) ?? .unknown }) ?? .complete {
    case .length:
      return Ending(.length, reason: "the limit of tokens cut the answer. \(lengthHint)", raw: word)
    case .filtered: return Ending(.filtered, reason: "a content filter stopped the answer", raw: word)
    case .failed:
      return Ending(.failed, reason: "the server could not finish the answer. Ask again.", raw: word)
    case .givenUp: return Ending(.incomplete, reason: "the server gave the answer up", raw: word)
    case .paused:
      return Ending(
        .incomplete,
        reason: "the server paused in the middle of its work. Send the reply back to let it go on.",
        raw: word)
    case .refused: return refused
    case .complete, .unknown:
      if hasRefusal { return refused }
      if hasGap {
        return Ending(
          .incomplete, reason: "a piece of the answer could not be read and is missing", raw: word)
      }
      guard let word, FinishReason(word) == .unknown else { return Ending(.complete, raw: word) }
      let shown = word.shortened(to: 60)
      return Ending(
        .incomplete, reason: "the server ended it with “\(shown)”, which this program does not know",
        raw: shown)
    }
  }

  private var refused: Ending {
    let why = refusalReason.map { ": \($0.shortened(to: 300))" } ?? ""
    return Ending(.refused, reason: "the model refused to answer\(why)", raw: word)
  }
}
