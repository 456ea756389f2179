import Documents

/// Reads the events of Anthropic's Messages.
///
/// https://platform.claude.com/docs/en/build-with-claude/streaming
struct AnthropicReader: EventReader {
  static let title = "message of Anthropic's"

  private var blocks = AnthropicBlocks()
  private var usage = AnthropicUsage()
  private var metadata = MetadataKeeper(ignoring: ["type", "role", "content", "stop_reason"])
  private var evidence = EndingEvidence()
  private var citations: [String: Int] = [:]
  private var hasText = false
  private(set) var hasBegun = false
  private(set) var isOver = false
  private(set) var failure: Ending?

  mutating func read(_ value: JSONValue, named name: String, from provider: String) -> [ReplyEvent] {
    // Some servers leave the type to the event's name.
    let type = value["type"]?.string ?? name
    switch type {
    case "message_start":
      hasBegun = true
      return begin(value["message"] ?? .null)
    case "content_block_start":
      hasBegun = true
      return start(value["content_block"] ?? .null, at: value["index"]?.int)
    case "content_block_delta":
      hasBegun = true
      return add(value["delta"] ?? .null, at: value["index"]?.int)
    case "content_block_stop": return blocks.stop(at: value["index"]?.int)
    case "message_delta":
      hasBegun = true
      return change(value["delta"] ?? .null) + note(value["usage"])
    case "message_stop":
      hasBegun = true
      isOver = true
      return []
    case "message": return readWhole(value)
    case "ping": return []
    default:
      // Types that are not known yet are no reason to stop.
      guard type.isEmpty || type == "error" || value["error"] != nil, let error = ErrorBody(value) else {
        return []
      }
      hasBegun = true
      failure = Self.ending(for: error, from: provider)
      return []
    }
  }

  mutating func warnOfUnreadable() -> [ReplyEvent] { evidence.warnOfGap() }

  // MARK: Parts

  private mutating func begin(_ message: JSONValue) -> [ReplyEvent] {
    var events = note(message["usage"])
    events += metadata.news(in: message)
    for block in message["content"]?.array ?? [] {
      events += start(block, at: nil) + blocks.stop(at: nil)
    }
    return events
  }

  /// A reply that was sent at once although a stream was asked for.
  private mutating func readWhole(_ message: JSONValue) -> [ReplyEvent] {
    hasBegun = true
    isOver = true
    return begin(message) + change(message)
  }

  private mutating func start(_ block: JSONValue, at index: Int?) -> [ReplyEvent] {
    let events = blocks.start(block, at: index)
    hasText = hasText || block["text"]?.string?.isEmpty == false
    return events + (block["citations"]?.array ?? []).flatMap { cite($0) }
  }

  private mutating func add(_ delta: JSONValue, at index: Int?) -> [ReplyEvent] {
    if delta["type"]?.string == "citations_delta" {
      let citation = delta["citation"] ?? .null
      blocks.add(citation: citation, at: index)
      return cite(citation)
    }
    return blocks.add(delta, at: index)
  }

  private mutating func change(_ delta: JSONValue) -> [ReplyEvent] {
    if let word = delta["stop_reason"]?.string { evidence.word = word }
    if let details = delta["stop_details"], details.object != nil {
      let category = details["category"]?.string.map { "(\($0))" }
      let words = [details["explanation"]?.string, category].compactMap(\.self)
      if !words.isEmpty { evidence.refusalReason = words.joined(separator: " ") }
    }
    return metadata.news(in: delta)
  }

  /// What a message took so far; later counts replace earlier ones, as they are sums already.
  private mutating func note(_ given: JSONValue?) -> [ReplyEvent] {
    guard let given, given.object != nil, let new = usage.add(given) else { return [] }
    return [.usage(new)]
  }

  /// A source; one that was cited before keeps its number.
  private mutating func cite(_ citation: JSONValue) -> [ReplyEvent] {
    guard let id = citation["url"]?.string ?? citation["source"]?.string, citations[id] == nil else {
      return []
    }
    let number = citations.count + 1
    citations[id] = number
    let title = citation["title"]?.string ?? citation["document_title"]?.string ?? id
    return [.citation(Citation(number: number, id: id, title: title))]
  }

  // MARK: The end

  var isFinished: Bool { evidence.word != nil }
  var hasContent: Bool { blocks.hasContent }

  mutating func close() -> [ReplyEvent] {
    var events = blocks.stopAll()
    evidence.lengthHint =
      evidence.word == "model_context_window_exceeded"
      ? "The conversation fills all that the model can hold: shorten it."
      : "Raise max_tokens, or ask the model to go on."
    let ending = evidence.properEnding
    if ending.kind == .complete {
      if !hasContent { events += evidence.warn("the answer is empty") }
      for name in blocks.unreadable {
        events += evidence.warn("the arguments of the call of “\(name.shortened(to: 60))” are no JSON")
      }
    }
    events += blocks.items.map(ReplyEvent.item)
    return events + [.ended(ending)]
  }

  mutating func close(with ending: Ending) -> [ReplyEvent] { [.ended(ending)] }

  private static func ending(for error: ErrorBody, from provider: String) -> Ending {
    guard error.isOverloaded else { return error.ending(from: provider) }
    return Ending(
      .failed, reason: "\(provider) is overloaded: \(error.shortMessage). Ask again in a while.",
      raw: error.raw)
  }
}

/// Adds up what Anthropic tells of the tokens of a message.
struct AnthropicUsage: Sendable {
  private var input: Int?
  private var cacheWrite: Int?
  private var cacheRead: Int?
  private var output: Int?
  private var thinking: Int?
  private var told: Usage?

  /// Takes a `usage`.
  ///
  /// - Returns: what is known now; nil when nothing new was told.
  mutating func add(_ given: JSONValue) -> Usage? {
    input = given["input_tokens"]?.amount ?? input
    cacheWrite = given["cache_creation_input_tokens"]?.amount ?? cacheWrite
    cacheRead = given["cache_read_input_tokens"]?.amount ?? cacheRead
    output = given["output_tokens"]?.amount ?? output
    thinking = given["output_tokens_details"]?["thinking_tokens"]?.amount ?? thinking
    // What came from the cache, or went into it, is not part of `input_tokens` there.
    let all = input.map { $0 + (cacheWrite ?? 0) + (cacheRead ?? 0) }
    let usage = Usage(
      inputTokens: all, outputTokens: output, cachedTokens: cacheRead, cacheWriteTokens: cacheWrite,
      reasoningTokens: thinking)
    guard usage != told, usage != Usage() else { return nil }
    told = usage
    return usage
  }
}
