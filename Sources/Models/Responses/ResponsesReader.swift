import Documents

/// Reads the events of OpenAI's Responses.
///
/// https://platform.openai.com/docs/api-reference/responses-streaming
struct ResponsesReader: EventReader {
  static let title = "response"

  /// A part of the reply's content, by its places in the output.
  private struct Place: Hashable, Sendable {
    var kind: String
    var item: Int
    var part: Int
  }

  /// The most tokens of the answer, where a limit was set.
  private var outputLimit: Int?
  private var metadata = MetadataKeeper(ignoring: [
    "output", "object", "error", "status", "instructions", "tools", "text", "input", "content_filters",
    "metadata",
  ])
  private var evidence = EndingEvidence()
  /// How much of each part has come, so that what the server repeats at a part's end is not added again.
  private var lengths: [Place: Int] = [:]
  private var items = ResponsesItems()
  private var usage: Usage?
  private var citations: [String: Int] = [:]
  private var isFilteredLate = false
  private(set) var hasContent = false
  private(set) var hasBegun = false
  private(set) var isOver = false
  private(set) var failure: Ending?

  /// - Parameter outputLimit: the most tokens of the answer that were asked for; nil for no limit.
  init(outputLimit: Int? = nil) {
    self.outputLimit = outputLimit
  }

  mutating func read(_ value: JSONValue, named name: String, from provider: String) -> [ReplyEvent] {
    let type = value["type"]?.string ?? name
    if type.hasPrefix("response.") { hasBegun = true }
    let item = value["output_index"]?.int ?? 0
    switch type {
    case "response.created", "response.in_progress", "response.queued":
      return note(value["response"] ?? .null)
    case "response.output_item.added", "response.output_item.done":
      return read(item: value["item"] ?? .null, at: item, isDone: type.hasSuffix("done"))
    case "response.output_text.delta", "response.refusal.delta", "response.reasoning_text.delta",
      "response.reasoning_summary_text.delta":
      return add(value["delta"]?.string, at: place(in: value, type))
    case "response.output_text.done", "response.reasoning_text.done", "response.reasoning_summary_text.done":
      return complete(value["text"]?.string, at: place(in: value, type))
    case "response.refusal.done": return complete(value["refusal"]?.string, at: place(in: value, type))
    case "response.function_call_arguments.delta":
      return events(items.add(arguments: value["delta"]?.string ?? "", at: item))
    case "response.function_call_arguments.done":
      return events(items.complete(arguments: value["arguments"]?.string, at: item))
    case "response.output_text.annotation.added": return cite(value["annotation"] ?? .null)
    case "response.completed", "response.incomplete", "response.failed", "response.cancelled",
      "response.done":
      let status = String(type.dropFirst("response.".count))
      let timings = LlamaTimings.read(value).map { [ReplyEvent.serverTimings($0)] } ?? []
      return timings + end(value["response"] ?? .null, as: status, from: provider)
    default:
      if value["object"]?.string == "response" {
        hasBegun = true
        return end(value, as: value["status"]?.string ?? "completed", from: provider)
      }
      // Types that are not known yet are no reason to stop.
      guard type.isEmpty || type == "error" || value["error"] != nil, let error = ErrorBody(value) else {
        return []
      }
      return fail(error, from: provider)
    }
  }

  mutating func warnOfUnreadable() -> [ReplyEvent] { evidence.warnOfGap() }

  // MARK: Parts

  private func place(in value: JSONValue, _ type: String) -> Place {
    // `response.output_text.delta` → `output_text`
    let kind = type.split(separator: ".").dropFirst().first.map(String.init) ?? ""
    let part = value["content_index"]?.int ?? value["summary_index"]?.int ?? 0
    return Place(kind: kind, item: value["output_index"]?.int ?? 0, part: part)
  }

  private mutating func add(_ given: String?, at place: Place) -> [ReplyEvent] {
    guard var piece = given, !piece.isEmpty else { return [] }
    if lengths[place] == nil, place.kind == "reasoning_summary_text",
      lengths.keys.contains(where: { $0.kind == place.kind })
    {
      // Each part of a summary is a paragraph of its own.
      piece = "\n\n" + piece
      lengths[place] = -2
    }
    lengths[place, default: 0] += piece.utf8.count
    hasContent = true
    switch place.kind {
    case "refusal":
      evidence.hasRefusal = true
      return [.refusal(piece)]
    case "output_text": return [.text(piece)]
    default: return [.reasoning(piece)]
    }
  }

  /// The whole text of a part at its end: what has not come yet is added.
  private mutating func complete(_ whole: String?, at place: Place) -> [ReplyEvent] {
    guard let whole else { return [] }
    let rest = whole.utf8.dropFirst(max(0, lengths[place] ?? 0))
    return add(String(decoding: rest, as: UTF8.self), at: place)
  }

  private mutating func read(item: JSONValue, at index: Int, isDone: Bool) -> [ReplyEvent] {
    var result = events(items.read(item, at: index, isDone: isDone))
    guard isDone else { return result }
    for (part, content) in (item["content"]?.array ?? []).enumerated() {
      switch content["type"]?.string {
      case "output_text", "text":
        result += complete(content["text"]?.string, at: Place(kind: "output_text", item: index, part: part))
        for annotation in content["annotations"]?.array ?? [] { result += cite(annotation) }
      case "refusal":
        result += complete(content["refusal"]?.string, at: Place(kind: "refusal", item: index, part: part))
      case "reasoning_text":
        result += complete(
          content["text"]?.string, at: Place(kind: "reasoning_text", item: index, part: part))
      default: break
      }
    }
    for (part, summary) in (item["summary"]?.array ?? []).enumerated() {
      let place = Place(kind: "reasoning_summary_text", item: index, part: part)
      result += complete(summary["text"]?.string, at: place)
    }
    return result
  }

  private mutating func events(_ event: ReplyEvent?) -> [ReplyEvent] {
    guard let event else { return [] }
    hasContent = true
    return [event]
  }

  private mutating func cite(_ annotation: JSONValue) -> [ReplyEvent] {
    guard let id = annotation["url"]?.string ?? annotation["file_id"]?.string, citations[id] == nil else {
      return []
    }
    let number = citations.count + 1
    citations[id] = number
    let title = annotation["title"]?.string ?? annotation["filename"]?.string ?? id
    return [.citation(Citation(number: number, id: id, title: title))]
  }

  /// What a response tells of itself.
  private mutating func note(_ response: JSONValue) -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    let findings = FilterReport.responses(response)
    if !findings.isEmpty {
      events.append(.filterFindings(findings))
      let stopped = findings.filter { $0.subject == .answer && $0.isFiltered }
      evidence.findings += stopped
      if stopped.contains(where: { $0.range != nil }) { isFilteredLate = true }
      if !stopped.isEmpty { evidence.isFiltered = true }
    }
    if let given = response["usage"], given.object != nil {
      let new = Usage(
        inputTokens: given["input_tokens"]?.int, outputTokens: given["output_tokens"]?.int,
        cachedTokens: given["input_tokens_details"]?["cached_tokens"]?.int,
        cacheWriteTokens: given["input_tokens_details"]?["cache_write_tokens"]?.int,
        reasoningTokens: given["output_tokens_details"]?["reasoning_tokens"]?.int)
      if new != usage, new != Usage() {
        usage = new
        events.append(.usage(new))
      }
    }
    return events + metadata.news(in: response)
  }

  // MARK: The end

  private mutating func end(_ response: JSONValue, as status: String, from provider: String) -> [ReplyEvent] {
    var events = note(response)
    for (index, item) in (response["output"]?.array ?? []).enumerated() {
      events += read(item: item, at: index, isDone: true)
    }
    if let error = ErrorBody(response), status == "failed" || response["error"]?.object != nil {
      return events + fail(error, from: provider)
    }
    let reason = response["incomplete_details"]?["reason"]?.string
    switch response["status"]?.string ?? status {
    case "incomplete": evidence.word = reason ?? "incomplete"
    case "cancelled": evidence.word = "cancelled"
    case "failed": evidence.word = "error"
    default: evidence.word = reason ?? completedWord(response)
    }
    if FinishReason(evidence.word ?? "") == .filtered { evidence.isFiltered = true }
    if evidence.isFiltered, isFilteredLate, hasContent { events.append(.withdrawn) }
    isOver = true
    return events
  }

  /// A llama.cpp server calls a reply completed that the limit has cut: the count gives it away.
  private mutating func completedWord(_ response: JSONValue) -> String {
    guard let limit = response["max_output_tokens"]?.int ?? outputLimit, let output = usage?.outputTokens,
      limit > 0, output >= limit
    else { return "completed" }
    evidence.lengthHint =
      "It took all of the \(limit) tokens that it may, although the server calls it completed."
    return "max_output_tokens"
  }

  private mutating func fail(_ error: ErrorBody, from provider: String) -> [ReplyEvent] {
    hasBegun = true
    failure = error.ending(from: provider)
    return error.findings.isEmpty ? [] : [.filterFindings(error.findings)]
  }

  var isFinished: Bool { isOver }

  mutating func close() -> [ReplyEvent] {
    var events: [ReplyEvent] = []
    let ending = evidence.properEnding
    if ending.kind == .complete {
      if !hasContent { events += evidence.warn("the answer is empty") }
      for name in items.unreadable {
        events += evidence.warn("the arguments of the call of “\(name.shortened(to: 60))” are no JSON")
      }
    }
    events += items.returned.map(ReplyEvent.item)
    return events + [.ended(ending)]
  }

  mutating func close(with ending: Ending) -> [ReplyEvent] { [.ended(ending)] }
}

/// The items of a response's output, whose pieces come by their index.
struct ResponsesItems: Sendable {
  private struct Item: Sendable {
    var index: Int
    var value: JSONValue
    var call: Int?
    var arguments = ""
    var isDone = false
  }

  private var items: [Item] = []
  private var callCount = 0

  /// Takes an item at its beginning or at its end; the last one counts.
  ///
  /// - Returns: what it begins or completes of a call of a function.
  mutating func read(_ value: JSONValue, at index: Int, isDone: Bool) -> ReplyEvent? {
    let isKnown = items.contains { $0.index == index }
    if !isKnown { items.append(Item(index: index, value: value)) }
    guard let place = items.lastIndex(where: { $0.index == index }) else { return nil }
    items[place].value = value
    items[place].isDone = isDone
    guard value["type"]?.string == "function_call" else { return nil }
    if let call = items[place].call {
      return rest(of: value["arguments"]?.string ?? "", at: place, id: nil, name: nil, call: call)
    }
    let call = callCount
    callCount += 1
    items[place].call = call
    let id = value["call_id"]?.string ?? value["id"]?.string
    let arguments = isDone ? value["arguments"]?.string ?? "" : ""
    items[place].arguments = arguments
    return .toolCall(index: call, id: id, name: value["name"]?.string, arguments: arguments)
  }

  mutating func add(arguments piece: String, at index: Int) -> ReplyEvent? {
    guard !piece.isEmpty, let place = items.lastIndex(where: { $0.index == index }),
      let call = items[place].call
    else { return nil }
    items[place].arguments += piece
    return .toolCall(index: call, id: nil, name: nil, arguments: piece)
  }

  /// The whole arguments at their end: what has not come yet is added.
  mutating func complete(arguments whole: String?, at index: Int) -> ReplyEvent? {
    guard let whole, let place = items.lastIndex(where: { $0.index == index }), let call = items[place].call
    else {
      return nil
    }
    return rest(of: whole, at: place, id: nil, name: nil, call: call)
  }

  private mutating func rest(
    of whole: String, at place: Int, id: String?, name: String?, call: Int
  ) -> ReplyEvent? {
    let known = items[place].arguments
    guard whole.utf8.count > known.utf8.count, whole.utf8.starts(with: known.utf8) else { return nil }
    items[place].arguments = whole
    let rest = String(decoding: whole.utf8.dropFirst(known.utf8.count), as: UTF8.self)
    return .toolCall(index: call, id: id, name: name, arguments: rest)
  }

  /// The names of the calls whose arguments are no JSON.
  var unreadable: [String] {
    items.filter { $0.call != nil && !$0.arguments.isEmpty && (try? JSONReader.read($0.arguments)) == nil }
      .map { $0.value["name"]?.string ?? "" }
  }

  /// The items as they go back, all of them or none: without reasoning, they are made anew from their parts.
  var returned: [ProviderItem] {
    let known: Set<String> = ["message", "function_call"]
    guard items.contains(where: { !known.contains($0.value["type"]?.string ?? "") }),
      items.allSatisfy(\.isDone)
    else { return [] }
    return items.sorted { $0.index < $1.index }.map { ProviderItem(.responses, $0.value) }
  }
}
