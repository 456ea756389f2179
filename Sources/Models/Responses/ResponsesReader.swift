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
  /// Where each item came while it was streamed: at the reply's end some gateways put it elsewhere.
  private var places: [String: Int] = [:]
  /// Kinds of parts of which all has come, whatever the reply's end calls them.
  private var wholeKinds: Set<String> = []
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
      let given = value["item"] ?? .null
      let known = given["id"]?.string.flatMap { places[$0] }
      if known == nil { remember(given["id"], at: item) }
      return events(items.read(given, at: item, isDone: type.hasSuffix("done")))
        + (type.hasSuffix("done") ? completeParts(of: given, at: known ?? item) : [])
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

  private mutating func remember(_ id: JSONValue?, at index: Int) {
    if let id = id?.string, !id.isEmpty { places[id] = index }
  }

  private mutating func place(in value: JSONValue, _ type: String) -> Place {
    remember(value["item_id"], at: value["output_index"]?.int ?? 0)
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
    guard let whole, !wholeKinds.contains(place.kind) else { return [] }
    let rest = whole.utf8.dropFirst(max(0, lengths[place] ?? 0))
    return add(String(decoding: rest, as: UTF8.self), at: place)
  }

  /// The parts of an item that is done: what has not come yet is added.
  private mutating func completeParts(of item: JSONValue, at index: Int) -> [ReplyEvent] {
    var result: [ReplyEvent] = []
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
        inputTokens: given["input_tokens"]?.amount, outputTokens: given["output_tokens"]?.amount,
        cachedTokens: given["input_tokens_details"]?["cached_tokens"]?.amount,
        cacheWriteTokens: given["input_tokens_details"]?["cache_write_tokens"]?.amount,
        reasoningTokens: given["output_tokens_details"]?["reasoning_tokens"]?.amount)
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
    events += settle(response["output"]?.array ?? [])
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

  /// Takes the whole output at the reply's end: what has not come yet is added.
  private mutating func settle(_ output: [JSONValue]) -> [ReplyEvent] {
    // Where as much of a kind has come as there is, nothing is missing, even if nothing lies where it lay.
    var totals: [String: Int] = [:]
    for item in output {
      for part in item["content"]?.array ?? [] {
        let kind = part["type"]?.string == "text" ? "output_text" : part["type"]?.string ?? ""
        totals[kind, default: 0] += (part["text"]?.string ?? part["refusal"]?.string ?? "").utf8.count
      }
      for part in item["summary"]?.array ?? [] {
        totals["reasoning_summary_text", default: 0] += part["text"]?.string?.utf8.count ?? 0
      }
    }
    for (kind, total) in totals where total > 0 {
      if lengths.reduce(0, { $1.key.kind == kind ? $0 + $1.value : $0 }) == total { wholeKinds.insert(kind) }
    }
    var events: [ReplyEvent] = []
    let taken = Set(places.values)
    for (position, item) in output.enumerated() {
      let known = item["id"]?.string.flatMap { places[$0] }
      // A place at which something else came is not its own.
      let index = known ?? (taken.contains(position) ? Self.freePlaces + position : position)
      events += self.events(items.settle(item, at: index))
      events += completeParts(of: item, at: index)
    }
    items.settle(output)
    return events
  }

  /// Above every place of a streamed item.
  private static let freePlaces = 1 << 32

  /// A llama.cpp server calls a reply completed that the limit has cut: the count gives it away.
  private mutating func completedWord(_ response: JSONValue) -> String {
    guard let limit = response["max_output_tokens"]?.amount ?? outputLimit, let output = usage?.outputTokens,
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
