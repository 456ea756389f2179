import Documents

/// Reads the chunks of a reply, one JSON value after the other, and remembers what its ending depends on.
struct ChunkReader: Sendable {
  private var text = PieceJoiner()
  private var reasoning = PieceJoiner()
  private var refusal = PieceJoiner()
  private var toolCalls = ToolCallAssembler()
  private var usage: Usage?
  private var finishReason: String?
  private var filter: FilterResult?
  private var isFiltered = false
  /// Whether a piece could not be read.
  private var hasGap = false
  private var warnings: Set<String> = []
  /// Whether anything was a chunk at all.
  private(set) var sawChunk = false
  /// The error that ended the reply.
  private(set) var failure: Ending?

  /// How the reply goes wrong when the server reports an error in it.
  static func ending(for error: ErrorBody, from provider: String) -> Ending {
    if error.isFiltered {
      let hits = error.filter.map { FilterResult.described($0.hits) } ?? ""
      let categories = error.filter.map { FilterResult.described($0.categories) } ?? ""
      return Ending(
        .filtered,
        reason: "a content filter stopped the request\(hits.isEmpty ? "" : ": \(hits)"). Change its wording.",
        raw: categories.isEmpty ? error.raw : "content_filter: \(categories)")
    }
    return Ending(.failed, reason: "\(provider) reported an error: \(error.shortMessage)", raw: error.raw)
  }

  // MARK: Chunks

  /// Reads a chunk, or a whole reply, which has the same shape with `message` in place of `delta`.
  mutating func read(_ chunk: JSONValue, from provider: String) -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    if let choices = chunk["choices"]?.array {
      sawChunk = true
      for choice in choices { read(choice: choice, into: &events) }
    }
    if let usage = Self.usage(of: chunk), usage != self.usage {
      sawChunk = true
      self.usage = usage
      events.append(.usage(usage))
    }
    if let error = ErrorBody(chunk) {
      sawChunk = true
      failure = Self.ending(for: error, from: provider)
    }
    return events
  }

  private mutating func read(choice: JSONValue, into events: inout [ReplyEvent]) {
    guard (choice["index"]?.int ?? 0) == 0 else {
      warn("the server sent more than one answer; only the first one is kept", into: &events)
      return
    }
    if let delta = choice["delta"], delta.object != nil {
      read(delta: delta, into: &events)
    } else if let message = choice["message"], text.isEmpty, toolCalls.isEmpty {
      read(delta: message, into: &events)
    }
    if let word = choice["finish_reason"]?.string, let reason = FinishReason(word) {
      // A late verdict of the content filter counts more than the “stop” before it.
      if !isFiltered { finishReason = word }
      if reason == .filtered { isFiltered = true }
    }
    if let found = FilterResult(choice["content_filter_results"])
      ?? FilterResult(choice["content_filter_result"]),
      !found.hits.isEmpty
    {
      isFiltered = true
      filter = found
    }
  }

  private mutating func read(delta: JSONValue, into events: inout [ReplyEvent]) {
    for name in ["reasoning_content", "reasoning", "reasoning_text"] {
      // Some servers send the same piece under two names.
      guard let piece = delta[name]?.string, !piece.isEmpty else { continue }
      add(reasoning.add(piece), as: ReplyEvent.reasoning, into: &events)
      break
    }
    switch delta["content"] {
    case .string(let piece)?: add(text.add(piece), as: ReplyEvent.text, into: &events)
    case .array(let parts)?: read(parts: parts, into: &events)
    default: break
    }
    if let piece = delta["refusal"]?.string {
      add(refusal.add(piece), as: ReplyEvent.refusal, into: &events)
    }
    var calls = delta["tool_calls"]?.array ?? []
    if calls.isEmpty, let call = delta["function_call"], call.object != nil { calls = [call] }
    if !calls.isEmpty {
      flush(into: &events)
      events += toolCalls.read(calls)
    }
    if text.isRepeating || reasoning.isRepeating || refusal.isRepeating {
      warn(
        "the server repeats in each piece what it has sent before; the repetitions were left out",
        into: &events)
    }
  }

  /// Content as a list of parts, such as `[{"thinking": […]}, {"type": "text", "text": "…"}]`.
  private mutating func read(parts: [JSONValue], into events: inout [ReplyEvent]) {
    for part in parts {
      if let piece = part["text"]?.string {
        add(text.add(piece), as: ReplyEvent.text, into: &events)
      } else if let piece = part["refusal"]?.string {
        add(refusal.add(piece), as: ReplyEvent.refusal, into: &events)
      } else if let thinking = part["thinking"] {
        let piece = thinking.string ?? (thinking.array ?? []).compactMap { $0["text"]?.string }.joined()
        add(reasoning.add(piece), as: ReplyEvent.reasoning, into: &events)
      }
    }
  }

  private func add(_ piece: String, as make: (String) -> ReplyEvent, into events: inout [ReplyEvent]) {
    if !piece.isEmpty { events.append(make(piece)) }
  }

  private mutating func warn(_ warning: String, into events: inout [ReplyEvent]) {
    if warnings.insert(warning).inserted { events.append(.warning(warning)) }
  }

  private mutating func flush(into events: inout [ReplyEvent]) {
    add(reasoning.flush(), as: ReplyEvent.reasoning, into: &events)
    add(text.flush(), as: ReplyEvent.text, into: &events)
    add(refusal.flush(), as: ReplyEvent.refusal, into: &events)
  }

  /// A line or an event that cannot be read.
  mutating func warnOfUnreadable() -> [ReplyEvent] {
    hasGap = true
    var events: [ReplyEvent] = []
    warn("a piece of the answer could not be read and is missing", into: &events)
    return events
  }

  // MARK: The end

  /// Whether the server has said that the reply is over.
  var isFinished: Bool { finishReason != nil || isFiltered }

  /// Whether any of the reply has come.
  var hasContent: Bool {
    !(text.isEmpty && reasoning.isEmpty && refusal.isEmpty && toolCalls.isEmpty)
  }

  /// The last events of a reply that ended properly, in the server's own opinion.
  mutating func close() -> [ReplyEvent] {
    var events = leftovers()
    let ending = properEnding()
    if ending.kind == .complete {
      if !hasContent { warn("the answer is empty", into: &events) }
      for name in toolCalls.unreadable {
        warn("the arguments of the call of “\(name.shortened(to: 60))” are no JSON", into: &events)
      }
    }
    events.append(.ended(ending))
    return events
  }

  /// The last events of a reply that ended otherwise.
  mutating func close(with ending: Ending) -> [ReplyEvent] {
    leftovers() + [.ended(ending)]
  }

  private mutating func leftovers() -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    flush(into: &events)
    return events
  }

  private func properEnding() -> Ending {
    if isFiltered {
      let hits = filter.map { FilterResult.described($0.hits) } ?? ""
      let word = finishReason.flatMap { FinishReason($0) == .filtered ? $0 : nil }
      return Ending(
        .filtered, reason: "a content filter stopped the answer\(hits.isEmpty ? "" : ": \(hits)")",
        raw: word ?? (hits.isEmpty ? "content_filter" : "content_filter: \(hits)"))
    }
    // “[DONE]” alone is a proper end, too.
    switch finishReason.map({ FinishReason($0) ?? .unknown }) ?? .complete {
    case .length:
      return Ending(
        .length, reason: "the limit of tokens cut the answer. Raise it, or ask the model to go on.",
        raw: finishReason)
    case .filtered: return Ending(.filtered, reason: "a content filter stopped the answer", raw: finishReason)
    case .failed:
      return Ending(.failed, reason: "the server could not finish the answer. Ask again.", raw: finishReason)
    case .givenUp: return Ending(.incomplete, reason: "the server gave the answer up", raw: finishReason)
    case .refused: return Ending(.refused, reason: "the model refused to answer", raw: finishReason)
    case .complete, .unknown:
      if !refusal.isEmpty {
        return Ending(.refused, reason: "the model refused to answer", raw: finishReason)
      }
      if hasGap {
        return Ending(
          .incomplete, reason: "a piece of the answer could not be read and is missing", raw: finishReason)
      }
      guard let word = finishReason, FinishReason(word) == .unknown else {
        return Ending(.complete, raw: finishReason)
      }
      let shown = word.shortened(to: 60)
      return Ending(
        .incomplete, reason: "the server ended it with “\(shown)”, which this program does not know",
        raw: shown)
    }
  }

  // MARK: Usage

  private static func usage(of chunk: JSONValue) -> Usage? {
    let given = chunk["usage"].flatMap { $0.object == nil ? nil : $0 } ?? chunk["x_groq"]?["usage"]
    if let given {
      let prompt = given["prompt_tokens_details"] ?? given["input_tokens_details"]
      let output = given["completion_tokens_details"] ?? given["output_tokens_details"]
      let usage = Usage(
        inputTokens: given["prompt_tokens"]?.int ?? given["input_tokens"]?.int,
        outputTokens: given["completion_tokens"]?.int ?? given["output_tokens"]?.int,
        cachedTokens: prompt?["cached_tokens"]?.int ?? given["prompt_cache_hit_tokens"]?.int,
        reasoningTokens: output?["reasoning_tokens"]?.int)
      return usage == Usage() ? nil : usage
    }
    // A llama.cpp server tells its timings also when it tells no usage.
    guard let timings = chunk["timings"], let output = timings["predicted_n"]?.int else { return nil }
    let cached = timings["cache_n"]?.int
    return Usage(
      inputTokens: timings["prompt_n"]?.int.map { $0 + (cached ?? 0) }, outputTokens: output,
      cachedTokens: cached)
  }
}
