import Documents
import Models

/// A reply as JSON, in the form that scripts rely on.
enum ReplyJSON {
  /// - Parameter more: what a command tells beside that.
  static func chat(
    _ reply: Reply, sessionID: String?, messageID: String?, model: ModelName, messages: [ChatMessage],
    parameters: SamplingParameters, cost: Cost? = nil, more: [JSONValue.Member] = []
  ) -> JSONValue {
    .object(
      [
        .init("schema", "atelier.chat/1"), .init("session_id", .optional(sessionID)),
        .init("message_id", .optional(messageID)), .init("model", .string(model.description)),
        .init(
          "request",
          [
            "messages": .array(
              messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] }),
            "parameters": self.parameters(parameters),
          ]),
        .init("reply", self.reply(reply)), .init("ending", ending(reply.ending)),
        .init("usage", usage(reply.usage)), .init("timing", timing(reply)),
        .init("cost", ModelsJSON.cost(cost)),
        .init("dropped_parameters", .array(reply.droppedParameters.map(JSONValue.string))),
        .init("warnings", .array(reply.warnings.map(JSONValue.string))),
      ] + more)
  }

  static func reply(_ reply: Reply) -> JSONValue {
    [
      "text": .string(reply.text), "reasoning": reply.reasoning.isEmpty ? .null : .string(reply.reasoning),
      "tool_calls": .array(
        reply.toolCalls.map {
          ["id": .string($0.id), "name": .string($0.name), "arguments": .string($0.arguments)]
        }),
      "refusal": reply.refusal.isEmpty ? .null : .string(reply.refusal),
      "citations": .array(
        reply.citations.map { ["n": .integer($0.number), "id": .string($0.id), "title": .string($0.title)] }),
    ]
  }

  /// A reply with all that is kept of it, also what only its provider understands.
  static func whole(_ reply: Reply) -> JSONValue {
    // The same members in their places, calls of tools with what goes back with them; then the others.
    let kept = reply.keptMembers.filter { $0.key != "citations" }
    let known = self.reply(reply).object ?? []
    return .object(
      known.map { member in kept.first { $0.key == member.key } ?? member }
        + kept.filter { member in !known.contains { $0.key == member.key } })
  }

  static func parameters(_ parameters: SamplingParameters) -> JSONValue {
    var members: [JSONValue.Member] = []
    func add(_ name: String, _ value: Double?) {
      if let value { members.append(.init(name, .number(value))) }
    }
    add("temperature", parameters.temperature)
    add("top_p", parameters.topP)
    if let value = parameters.maxOutputTokens { members.append(.init("max_tokens", .integer(value))) }
    if let value = parameters.seed { members.append(.init("seed", .integer(value))) }
    if !parameters.stop.isEmpty {
      members.append(.init("stop", .array(parameters.stop.map(JSONValue.string))))
    }
    add("frequency_penalty", parameters.frequencyPenalty)
    add("presence_penalty", parameters.presencePenalty)
    return .object(members)
  }

  static func ending(_ ending: Ending?) -> JSONValue {
    guard let ending else { return .null }
    return [
      "kind": .string(ending.kind.rawValue), "reason": .optional(ending.reason), "raw": .optional(ending.raw),
    ]
  }

  static func usage(_ usage: Usage?) -> JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
    return [
      "input_tokens": number(usage?.inputTokens), "output_tokens": number(usage?.outputTokens),
      "cached_tokens": number(usage?.cachedTokens), "reasoning_tokens": number(usage?.reasoningTokens),
      "source": .optional(usage?.source.rawValue),
    ]
  }

  static func timing(_ reply: Reply) -> JSONValue {
    func seconds(_ value: Double?) -> JSONValue {
      value.map { .number(($0 * 10_000).rounded() / 10_000) } ?? .null
    }
    return [
      "first_token_s": seconds(reply.timing.firstToken), "total_s": seconds(reply.timing.total),
      "tokens_per_s": reply.tokensPerSecond.map { .number(($0 * 10).rounded() / 10) }
        ?? .null,
    ]
  }
}
