import Documents

/// What a model has answered so far: its events added up.
package struct Reply: Hashable, Sendable {
  /// A call of a tool that the model asks for.
  package struct ToolCall: Hashable, Sendable {
    package var id: String
    package var name: String
    /// JSON as the model wrote it, whole only once the reply has ended.
    package var arguments: String
    /// Members that this program does not know, kept because some providers want them back, such as `extra_content`.
    package var extra: [JSONValue.Member]

    package init(id: String, name: String, arguments: String, extra: [JSONValue.Member] = []) {
      self.id = id
      self.name = name
      self.arguments = arguments
      self.extra = extra
    }
  }

  package var text = ""
  package var reasoning = ""
  package var refusal = ""
  package var toolCalls: [ToolCall] = []
  package var citations: [Citation] = []
  package var usage: Usage?
  package var serverTimings: ServerTimings?
  /// What content filters said, a row for each category; of the answer, the worst that was said.
  package var filterFindings: [FilterFinding] = []
  /// Whether a content filter has taken back what was shown.
  ///
  /// The text stays here, for whoever has to account for it; a screen hides it.
  package var isWithdrawn = false
  /// What else the provider told, under its own names.
  package var metadata: [JSONValue.Member] = []
  /// The name under which the reasoning came, where the wire format has several.
  package var reasoningField: String?
  /// What the provider wants back with the next request.
  package var items: [ProviderItem] = []
  package var timing = Timing()
  package var warnings: [String] = []
  package var droppedParameters: [String] = []
  /// How it ended; nil while it is still coming.
  package var ending: Ending?
  private var toolIndices: [Int] = []

  package init() {}

  /// Tokens a second after the first one that was seen; nil where that cannot be told.
  package var tokensPerSecond: Double? {
    timing.tokensPerSecond(usage, hasReasoning: !reasoning.isEmpty)
  }

  /// Adds an event.
  ///
  /// - Parameter seconds: the time since the request was sent.
  package mutating func apply(_ event: ReplyEvent, at seconds: Double) {
    timing.total = seconds
    switch event {
    case .text(let piece):
      begin(at: seconds)
      text += piece
    case .reasoning(let piece):
      begin(at: seconds)
      reasoning += piece
    case .refusal(let piece):
      begin(at: seconds)
      refusal += piece
    case .toolCall(let index, let id, let name, let arguments):
      begin(at: seconds)
      let place = self.place(ofCall: index)
      if let id, !id.isEmpty { toolCalls[place].id = id }
      if let name, !name.isEmpty { toolCalls[place].name = name }
      toolCalls[place].arguments += arguments
    case .toolCallExtra(let index, let members):
      let place = self.place(ofCall: index)
      toolCalls[place].extra.merge(members)
    case .reasoningField(let name): reasoningField = name
    case .item(let item): items.append(item)
    case .serverTimings(let timings): serverTimings = timings
    case .filterFindings(let findings): add(findings)
    case .withdrawn: isWithdrawn = true
    case .metadata(let members): metadata.merge(members)
    case .citation(let citation): citations.append(citation)
    case .usage(let usage): self.usage = usage
    case .warning(let text): warnings.append(text)
    case .droppedParameter(let name): droppedParameters.append(name)
    case .retrying(let reason, _): warnings.append("sent again: \(reason)")
    case .ended(let ending): self.ending = ending
    }
  }

  private mutating func place(ofCall index: Int) -> Int {
    if let place = toolIndices.firstIndex(of: index) { return place }
    toolIndices.append(index)
    toolCalls.append(ToolCall(id: "", name: "", arguments: ""))
    return toolCalls.count - 1
  }

  /// A filter speaks of the same category again and again as the answer grows: the worst is kept.
  private mutating func add(_ findings: [FilterFinding]) {
    for finding in findings {
      let place = filterFindings.firstIndex {
        $0.subject == finding.subject && $0.category == finding.category
      }
      guard let place else {
        filterFindings.append(finding)
        continue
      }
      if finding.weight >= filterFindings[place].weight { filterFindings[place] = finding }
    }
  }

  private mutating func begin(at seconds: Double) {
    if timing.firstToken == nil { timing.firstToken = seconds }
  }
}

extension FilterFinding {
  /// How bad it is, to compare two of one category.
  fileprivate var weight: Int {
    let severity =
      switch severity {
      case "low": 1
      case "medium": 2
      case "high": 3
      default: isDetected == true ? 1 : 0
      }
    return isFiltered ? severity + 4 : severity
  }
}

extension [JSONValue.Member] {
  /// Sets members, in place of those of the same names.
  mutating func merge(_ members: [JSONValue.Member]) {
    for member in members {
      if let place = firstIndex(where: { $0.key == member.key }) {
        self[place].value = member.value
      } else {
        append(member)
      }
    }
  }
}
