import Documents

/// What of a reply has no column of its own where replies are kept, as one JSON value.
///
/// Exports write the same members. A reply that has none of them is an empty object.
extension Reply {
  /// The most that is kept of ``metadata``, in bytes of JSON: what a server says beyond it is an answer and no note.
  package static let metadataLimit = 65_536
  /// The most that is kept of ``items``: more is left out as a whole, as a part of them is refused.
  package static let itemsLimit = 16 << 20
  /// How many rows of a filter's table are kept.
  package static let findingsLimit = 1_000
  /// The deepest nesting kept, so that what is around it can still be read.
  private static let depthLimit = JSONReader.depthLimit - 10

  /// The members, under the names by which ``restore(from:)`` finds them again.
  package var keptMembers: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    func add(_ name: String, _ values: [JSONValue]) {
      if !values.isEmpty { members.append(.init(name, .array(values))) }
    }
    add("citations", citations.map(\.kept))
    add("dropped_parameters", droppedParameters.map(JSONValue.string))
    add("filter_findings", filterFindings.prefix(Reply.findingsLimit).map(\.kept))
    add("items", keptItems)
    let metadata = Reply.bounded(self.metadata, to: Reply.metadataLimit)
    if !metadata.isEmpty { members.append(.init("metadata", .object(metadata))) }
    if let reasoningField { members.append(.init("reasoning_field", .string(reasoningField))) }
    if let serverTimings { members.append(.init("server_timings", serverTimings.kept)) }
    add("tool_calls", toolCalls.map(\.kept))
    add("warnings", warnings.map(JSONValue.string))
    if isWithdrawn { members.append(.init("withdrawn", true)) }
    return members
  }

  /// Puts back what ``keptMembers`` gave; what is not there, or cannot be read, is left as it is.
  package mutating func restore(from value: JSONValue) {
    // As events, so that the reply is the one that was built of events.
    for (index, call) in (value["tool_calls"]?.array ?? []).enumerated() {
      apply(
        .toolCall(
          index: index, id: call["id"]?.string, name: call["name"]?.string,
          arguments: call["arguments"]?.string ?? ""), at: 0)
      if let extra = call["extra"]?.object { apply(.toolCallExtra(index: index, extra), at: 0) }
    }
    citations = (value["citations"]?.array ?? []).compactMap(Citation.init(kept:))
    droppedParameters = (value["dropped_parameters"]?.array ?? []).compactMap(\.string)
    filterFindings = (value["filter_findings"]?.array ?? []).compactMap(FilterFinding.init(kept:))
    items = (value["items"]?.array ?? []).compactMap(ProviderItem.init(kept:))
    metadata = value["metadata"]?.object ?? []
    reasoningField = value["reasoning_field"]?.string
    serverTimings = value["server_timings"].flatMap(ServerTimings.init(kept:))
    warnings = (value["warnings"]?.array ?? []).compactMap(\.string)
    isWithdrawn = value["withdrawn"]?.boolean ?? false
  }

  /// The items, all of them or none.
  private var keptItems: [JSONValue] {
    guard items.allSatisfy({ $0.value.isNested(within: Reply.depthLimit) }) else { return [] }
    let kept = JSONValue.array(items.map(\.kept))
    return kept.size(upTo: Reply.itemsLimit) == nil ? [] : kept.array ?? []
  }

  /// The members that fit, in their order.
  fileprivate static func bounded(_ members: [JSONValue.Member], to limit: Int) -> [JSONValue.Member] {
    var left = limit
    return members.filter { member in
      guard member.value.isNested(within: depthLimit),
        let size = JSONValue.object([member]).size(upTo: left)
      else { return false }
      left -= size
      return true
    }
  }
}

extension JSONValue {
  /// Whether no value lies deeper in it than a number of levels.
  fileprivate func isNested(within levels: Int) -> Bool {
    switch self {
    case .array(let values): levels > 0 && values.allSatisfy { $0.isNested(within: levels - 1) }
    case .object(let members): levels > 0 && members.allSatisfy { $0.value.isNested(within: levels - 1) }
    default: true
    }
  }

  /// How many bytes the JSON text takes; nil when that is more than a limit.
  fileprivate func size(upTo limit: Int) -> Int? {
    // What is far too large is not written in order to be counted.
    guard leastSize <= limit else { return nil }
    let size = text(pretty: false).utf8.count
    return size <= limit ? size : nil
  }

  /// The bytes of all texts in it, of which JSON takes that many at least.
  private var leastSize: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .array(let values): values.reduce(0) { $0 + $1.leastSize }
    case .object(let members): members.reduce(0) { $0 + $1.key.utf8.count + $1.value.leastSize }
    default: 1
    }
  }

  fileprivate static func optional(_ number: Double?) -> JSONValue { number.map(JSONValue.number) ?? .null }
  fileprivate static func optional(_ number: Int?) -> JSONValue { number.map(JSONValue.integer) ?? .null }

  /// An object of what is known.
  fileprivate static func known(_ members: [Member]) -> JSONValue {
    .object(members.filter { !$0.value.isNull })
  }
}

extension Citation {
  fileprivate var kept: JSONValue {
    ["number": .integer(number), "id": .string(id), "title": .string(title)]
  }

  fileprivate init?(kept value: JSONValue) {
    guard let number = value["number"]?.int, let id = value["id"]?.string, let title = value["title"]?.string
    else { return nil }
    self.init(number: number, id: id, title: title)
  }
}

extension Reply.ToolCall {
  fileprivate var kept: JSONValue {
    var members: [JSONValue.Member] = [
      .init("id", .string(id)), .init("name", .string(name)), .init("arguments", .string(arguments)),
    ]
    let extra = Reply.bounded(self.extra, to: Reply.itemsLimit)
    if !extra.isEmpty { members.append(.init("extra", .object(extra))) }
    return .object(members)
  }
}

extension ProviderItem {
  fileprivate var kept: JSONValue { ["format": .string(format.rawValue), "value": value] }

  fileprivate init?(kept value: JSONValue) {
    guard let format = value["format"]?.string.flatMap(Format.init(rawValue:)), let item = value["value"]
    else { return nil }
    self.init(format, item)
  }
}

extension FilterFinding {
  fileprivate var kept: JSONValue {
    .known([
      .init("subject", .string(subject.rawValue)), .init("category", .string(category)),
      .init("severity", .optional(severity)), .init("detected", isDetected.map(JSONValue.bool) ?? .null),
      .init("filtered", .bool(isFiltered)),
      .init("range", range.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? .null),
      .init("detail", .optional(detail)),
    ])
  }

  fileprivate init?(kept value: JSONValue) {
    guard let subject = value["subject"]?.string.flatMap(Subject.init(rawValue:)),
      let category = value["category"]?.string
    else { return nil }
    var range: Range<Int>?
    if let start = value["range"]?[0]?.int, let end = value["range"]?[1]?.int, start <= end {
      range = start..<end
    }
    self.init(
      subject: subject, category: category, severity: value["severity"]?.string,
      isDetected: value["detected"]?.boolean, isFiltered: value["filtered"]?.boolean ?? false, range: range,
      detail: value["detail"]?.string)
  }
}

extension ServerTimings {
  fileprivate var kept: JSONValue {
    .known([
      .init("load_s", .optional(load)), .init("prompt_s", .optional(prompt)),
      .init("generation_s", .optional(generation)), .init("total_s", .optional(total)),
      .init("prompt_tokens", .optional(promptTokens)), .init("generated_tokens", .optional(generatedTokens)),
    ])
  }

  fileprivate init?(kept value: JSONValue) {
    guard value.object != nil else { return nil }
    self.init(
      load: value["load_s"]?.double, prompt: value["prompt_s"]?.double,
      generation: value["generation_s"]?.double, total: value["total_s"]?.double,
      promptTokens: value["prompt_tokens"]?.int, generatedTokens: value["generated_tokens"]?.int)
  }
}
