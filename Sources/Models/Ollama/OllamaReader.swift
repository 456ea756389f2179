import Documents

/// Reads the lines of Ollama's own chat.
///
/// https://docs.ollama.com/api/chat
struct OllamaReader: EventReader {
  static let title = "chat of Ollama's"

  /// Fewer tokens than this the conversation cannot be.
  private let leastPromptTokens: Int
  /// What the context holds and the most tokens of the answer, where they were set.
  private let contextTokens: Int?
  private let outputLimit: Int?
  private var calls: [(id: String, name: String, arguments: String)] = []
  private var metadata = MetadataKeeper(ignoring: [
    "message", "done", "done_reason", "created_at", "total_duration", "load_duration", "prompt_eval_count",
    "prompt_eval_duration", "eval_count", "eval_duration", "logprobs",
  ])
  private var evidence = EndingEvidence()
  private var hasText = false
  private(set) var hasBegun = false
  private(set) var isOver = false
  private(set) var failure: Ending?

  init(leastPromptTokens: Int = 0, contextTokens: Int? = nil, outputLimit: Int? = nil) {
    self.leastPromptTokens = leastPromptTokens
    self.contextTokens = contextTokens
    self.outputLimit = outputLimit
  }

  mutating func read(_ value: JSONValue, named name: String, from provider: String) -> [ReplyEvent] {
    if let error = ErrorBody(value) {
      hasBegun = true
      failure = error.ending(from: provider)
      return []
    }
    guard value["message"] != nil || value["done"] != nil else { return [] }
    hasBegun = true
    var events: [ReplyEvent] = []
    if let message = value["message"] { read(message: message, into: &events) }
    events += metadata.news(in: value)
    if value["done"]?.boolean == true { finish(value, into: &events) }
    return events
  }

  mutating func warnOfUnreadable() -> [ReplyEvent] { evidence.warnOfGap() }

  private mutating func read(message: JSONValue, into events: inout [ReplyEvent]) {
    if let piece = message["thinking"]?.string, !piece.isEmpty {
      hasText = true
      events.append(.reasoning(piece))
    }
    if let piece = message["content"]?.string, !piece.isEmpty {
      hasText = true
      events.append(.text(piece))
    }
    for call in message["tool_calls"]?.array ?? [] {
      let function = call["function"] ?? call
      // A call comes whole, its arguments as an object.
      let arguments = function["arguments"].map { $0.string ?? $0.text(pretty: false) } ?? "{}"
      let name = function["name"]?.string ?? ""
      let id = call["id"]?.string ?? "call_\(calls.count)"
      let index = calls.count
      calls.append((id, name, arguments))
      events.append(.toolCall(index: index, id: id, name: name, arguments: arguments))
    }
  }

  private mutating func finish(_ value: JSONValue, into events: inout [ReplyEvent]) {
    evidence.word = value["done_reason"]?.string
    isOver = true
    // A count of nothing is left out there, and so it is unknown here.
    let usage = Usage(
      inputTokens: value["prompt_eval_count"]?.amount, outputTokens: value["eval_count"]?.amount)
    if usage != Usage() { events.append(.usage(usage)) }
    let timings = ServerTimings(
      load: Self.seconds(value["load_duration"]), prompt: Self.seconds(value["prompt_eval_duration"]),
      generation: Self.seconds(value["eval_duration"]), total: Self.seconds(value["total_duration"]),
      promptTokens: usage.inputTokens, generatedTokens: usage.outputTokens)
    if timings != ServerTimings() { events.append(.serverTimings(timings)) }
    checkSizes(usage, into: &events)
  }

  /// The server leaves out the oldest messages when they do not fit, and says nothing: its counts give it away.
  private mutating func checkSizes(_ usage: Usage, into events: inout [ReplyEvent]) {
    evidence.lengthHint = "Raise num_predict, or num_ctx where the conversation fills the context."
    guard let read = usage.inputTokens else { return }
    // A short conversation may be counted otherwise by a tokenizer that this program does not know.
    if leastPromptTokens >= 100, read < leastPromptTokens * 3 / 4 {
      events += evidence.warn(
        "the server read \(read) tokens of a conversation of at least \(leastPromptTokens): it has left out the oldest "
          + "messages. Raise num_ctx.")
    }
    let all = read + (usage.outputTokens ?? 0)
    if let contextTokens, all >= contextTokens, outputLimit.map({ (usage.outputTokens ?? 0) < $0 }) ?? true {
      evidence.lengthHint = "The context of \(contextTokens) tokens is full: raise num_ctx."
    }
  }

  private static func seconds(_ nanoseconds: JSONValue?) -> Double? {
    nanoseconds?.double.map { $0 / 1e9 }
  }

  // MARK: The end

  var isFinished: Bool { isOver }
  var hasContent: Bool { hasText || !calls.isEmpty }

  mutating func close() -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    if evidence.word == "load" || evidence.word == "unload" {
      // The model was only read, or dropped, as there was nothing to answer.
      events += evidence.warn("the server only did a “\(evidence.word ?? "")” and answered nothing")
      return events + [.ended(Ending(.complete, raw: evidence.word))]
    }
    let ending = evidence.properEnding
    if ending.kind == .complete, !hasContent { events += evidence.warn("the answer is empty") }
    for call in calls where (try? JSONReader.read(call.arguments)) == nil {
      events += evidence.warn("the arguments of the call of “\(call.name.shortened(to: 60))” are no JSON")
    }
    return events + [.ended(ending)]
  }

  mutating func close(with ending: Ending) -> [ReplyEvent] { [.ended(ending)] }
}
