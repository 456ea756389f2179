/// What a model has answered so far: its events added up.
package struct Reply: Hashable, Sendable {
  /// A call of a tool that the model asks for.
  package struct ToolCall: Hashable, Sendable {
    package var id: String
    package var name: String
    /// JSON as the model wrote it, whole only once the reply has ended.
    package var arguments: String

    package init(id: String, name: String, arguments: String) {
      self.id = id
      self.name = name
      self.arguments = arguments
    }
  }

  package var text = ""
  package var reasoning = ""
  package var refusal = ""
  package var toolCalls: [ToolCall] = []
  package var citations: [Citation] = []
  package var usage: Usage?
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
      let place =
        toolIndices.firstIndex(of: index)
        ?? {
          toolIndices.append(index)
          toolCalls.append(ToolCall(id: "", name: "", arguments: ""))
          return toolCalls.count - 1
        }()
      if let id, !id.isEmpty { toolCalls[place].id = id }
      if let name, !name.isEmpty { toolCalls[place].name = name }
      toolCalls[place].arguments += arguments
    case .citation(let citation): citations.append(citation)
    case .usage(let usage): self.usage = usage
    case .warning(let text): warnings.append(text)
    case .droppedParameter(let name): droppedParameters.append(name)
    case .retrying(let reason, _): warnings.append("sent again: \(reason)")
    case .ended(let ending): self.ending = ending
    }
  }

  private mutating func begin(at seconds: Double) {
    if timing.firstToken == nil { timing.firstToken = seconds }
  }
}
