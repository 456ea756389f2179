import Documents

/// Reads the chunks of OpenAI's chat completions, as all kinds of servers write them.
struct ChunkReader: EventReader {
  static let title = "chat completion"

  private var text = PieceJoiner()
  private var reasoning = PieceJoiner()
  private var refusal = PieceJoiner()
  private var toolCalls = ToolCallAssembler()
  private var usage: Usage?
  private var timings: ServerTimings?
  private var metadata = MetadataKeeper(
    ignoring: ["choices", "object", "obfuscation", "timings", "prompt_filter_results", "prompt_annotations"])
  private var evidence = EndingEvidence()
  private var reasoningField: String?
  private var details = ReasoningDetails()
  /// What a provider wants back with the message itself, such as a signature of Gemini's.
  private var extraContent: JSONValue?
  /// Whether a filter runs beside the answer, so that its verdict comes after the text.
  private var isFilteredLate = false
  private var isWithdrawn = false
  /// Whether anything was a chunk at all.
  private(set) var hasBegun = false
  /// The error that ended the reply.
  private(set) var failure: Ending?

  // MARK: Chunks

  /// Reads a chunk, or a whole reply, which has the same shape with `message` in place of `delta`.
  mutating func read(_ chunk: JSONValue, named name: String, from provider: String) -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    add(FilterReport.prompts(chunk), into: &events)
    if let choices = chunk["choices"]?.array {
      hasBegun = true
      for choice in choices { read(choice: choice, into: &events) }
    }
    if let usage = Self.usage(of: chunk), usage != self.usage {
      hasBegun = true
      self.usage = usage
      events.append(.usage(usage))
    }
    if let timings = LlamaTimings.read(chunk), timings != self.timings {
      self.timings = timings
      events.append(.serverTimings(timings))
    }
    if let error = ErrorBody(chunk) {
      hasBegun = true
      add(error.findings, into: &events)
      failure = error.ending(from: provider)
    } else if hasBegun {
      events += metadata.news(in: chunk)
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
    let wasFinished = evidence.word != nil
    var verdict = false
    if let word = choice["finish_reason"]?.string, let reason = FinishReason(word) {
      // A late verdict of the content filter counts more than the “stop” before it.
      if !evidence.isFiltered { evidence.word = word }
      verdict = reason == .filtered
    }
    if let native = choice["native_finish_reason"] {
      // The word of the server behind a router.
      events += metadata.news(in: .object([.init("native_finish_reason", native)]))
    }
    if choice["content_filter_offsets"]?.object != nil { isFilteredLate = true }
    let findings = FilterReport.answer(choice)
    add(findings, into: &events)
    if verdict || findings.contains(where: \.isFiltered) {
      evidence.isFiltered = true
      evidence.findings += findings
      if isFilteredLate || wasFinished, hasContent, !isWithdrawn {
        isWithdrawn = true
        flush(into: &events)
        events.append(.withdrawn)
      }
    }
  }

  private func add(_ findings: [FilterFinding], into events: inout [ReplyEvent]) {
    if !findings.isEmpty { events.append(.filterFindings(findings)) }
  }

  private mutating func read(delta: JSONValue, into events: inout [ReplyEvent]) {
    for name in ["reasoning_content", "reasoning", "reasoning_text"] {
      // Some servers send the same piece under two names.
      guard let piece = delta[name]?.string, !piece.isEmpty else { continue }
      if reasoningField == nil {
        reasoningField = name
        events.append(.reasoningField(name))
      }
      add(reasoning.add(piece), as: ReplyEvent.reasoning, into: &events)
      break
    }
    if let list = delta["reasoning_details"]?.array {
      let piece = details.add(list)
      // Some routers tell the text here only.
      if reasoningField == nil || reasoningField == "reasoning_details", !piece.isEmpty {
        reasoningField = "reasoning_details"
        add(reasoning.add(piece), as: ReplyEvent.reasoning, into: &events)
      }
    }
    if let extra = delta["extra_content"], extra.object != nil { extraContent = extra }
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
    events += evidence.warn(warning)
  }

  private mutating func flush(into events: inout [ReplyEvent]) {
    add(reasoning.flush(), as: ReplyEvent.reasoning, into: &events)
    add(text.flush(), as: ReplyEvent.text, into: &events)
    add(refusal.flush(), as: ReplyEvent.refusal, into: &events)
  }

  mutating func warnOfUnreadable() -> [ReplyEvent] {
    evidence.warnOfGap()
  }

  // MARK: The end

  var isFinished: Bool { evidence.word != nil || evidence.isFiltered }
  var isOver: Bool { false }

  /// Whether any of the reply has come.
  var hasContent: Bool {
    !(text.isEmpty && reasoning.isEmpty && refusal.isEmpty && toolCalls.isEmpty)
  }

  mutating func close() -> [ReplyEvent] {
    var events = leftovers()
    evidence.hasRefusal = !refusal.isEmpty
    let ending = evidence.properEnding
    if ending.kind == .complete {
      if !hasContent { warn("the answer is empty", into: &events) }
      for name in toolCalls.unreadable {
        warn("the arguments of the call of “\(name.shortened(to: 60))” are no JSON", into: &events)
      }
    }
    events.append(.ended(ending))
    return events
  }

  mutating func close(with ending: Ending) -> [ReplyEvent] {
    leftovers() + [.ended(ending)]
  }

  private mutating func leftovers() -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    flush(into: &events)
    if let item = details.item { events.append(.item(item)) }
    if let extraContent {
      events.append(.item(ProviderItem(.chat, .object([.init("extra_content", extraContent)]))))
    }
    return events
  }

  // MARK: Usage

  private static func usage(of chunk: JSONValue) -> Usage? {
    let given = chunk["usage"].flatMap { $0.object == nil ? nil : $0 } ?? chunk["x_groq"]?["usage"]
    if let given {
      let prompt = given["prompt_tokens_details"] ?? given["input_tokens_details"]
      let output = given["completion_tokens_details"] ?? given["output_tokens_details"]
      let usage = Usage(
        inputTokens: given["prompt_tokens"]?.amount ?? given["input_tokens"]?.amount,
        outputTokens: given["completion_tokens"]?.amount ?? given["output_tokens"]?.amount,
        cachedTokens: prompt?["cached_tokens"]?.amount ?? given["prompt_cache_hit_tokens"]?.amount,
        cacheWriteTokens: prompt?["cache_write_tokens"]?.amount ?? prompt?["cache_creation_tokens"]?.amount,
        reasoningTokens: output?["reasoning_tokens"]?.amount)
      return usage == Usage() ? nil : usage
    }
    // A llama.cpp server tells its timings also when it tells no usage.
    guard let timings = chunk["timings"], let output = timings["predicted_n"]?.amount else { return nil }
    let cached = timings["cache_n"]?.amount
    return Usage(
      inputTokens: timings["prompt_n"]?.amount.map { $0 + (cached ?? 0) }, outputTokens: output,
      cachedTokens: cached)
  }
}
