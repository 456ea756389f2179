import Documents

/// How a model chooses its words.
///
/// What is nil is not sent, so that the provider's own default holds.
package struct SamplingParameters: Hashable, Sendable {
  package var temperature: Double?
  package var topP: Double?
  /// The most tokens of the reply.
  package var maxOutputTokens: Int?
  package var seed: Int?
  package var stop: [String]
  package var frequencyPenalty: Double?
  package var presencePenalty: Double?

  package init(
    temperature: Double? = nil, topP: Double? = nil, maxOutputTokens: Int? = nil, seed: Int? = nil,
    stop: [String] = [], frequencyPenalty: Double? = nil, presencePenalty: Double? = nil
  ) {
    self.temperature = temperature
    self.topP = topP
    self.maxOutputTokens = maxOutputTokens
    self.seed = seed
    self.stop = stop
    self.frequencyPenalty = frequencyPenalty
    self.presencePenalty = presencePenalty
  }
}

/// What a model is asked.
package struct ChatRequest: Hashable, Sendable {
  package var model: ModelName
  /// The conversation from its start; a system message, if any, comes first.
  package var messages: [ChatMessage]
  package var parameters: SamplingParameters
  /// The tools that the model may ask to be called.
  package var tools: [ToolDefinition]
  /// Whether it may, or must; nil leaves it to the provider.
  package var toolChoice: ToolChoice?
  /// The form of the answer; nil for free text.
  package var responseFormat: ResponseFormat?
  /// Further parameters by the names that the provider has for them, sent as they are.
  ///
  /// One that is also sent for another reason takes its place.
  package var extra: [JSONValue.Member]

  package init(
    model: ModelName, messages: [ChatMessage], parameters: SamplingParameters = SamplingParameters(),
    tools: [ToolDefinition] = [], toolChoice: ToolChoice? = nil, responseFormat: ResponseFormat? = nil,
    extra: [JSONValue.Member] = []
  ) {
    self.model = model
    self.messages = messages
    self.parameters = parameters
    self.tools = tools
    self.toolChoice = toolChoice
    self.responseFormat = responseFormat
    self.extra = extra
  }
}

/// A tool as a model is told of it.
package struct ToolDefinition: Hashable, Sendable {
  package var name: String
  /// What it does and when to use it, for the model.
  package var description: String
  /// A JSON Schema of its arguments, an object.
  package var parameters: JSONValue
  /// Whether the provider makes sure that arguments keep to the schema; nil leaves it to the provider.
  package var isStrict: Bool?

  package init(
    name: String, description: String = "", parameters: JSONValue = ["type": "object", "properties": [:]],
    isStrict: Bool? = nil
  ) {
    self.name = name
    self.description = description
    self.parameters = parameters
    self.isStrict = isStrict
  }
}

/// Whether a model calls tools.
package enum ToolChoice: Hashable, Sendable {
  case auto
  case none
  /// At least one, whichever it is.
  case required
  /// The one of this name.
  case tool(String)
}

/// The form of an answer.
package enum ResponseFormat: Hashable, Sendable {
  /// Any JSON; most providers want the word JSON in the prompt as well.
  case json
  /// JSON that keeps to a schema.
  ///
  /// - Parameters:
  ///   - name: letters, digits, `_` and `-`, 64 at most.
  ///   - isStrict: whether the provider makes sure of it; nil leaves it to the provider.
  case schema(name: String, JSONValue, isStrict: Bool?)

  /// The schema by which an answer is to be checked; nil when any JSON will do.
  package var schema: JSONValue? {
    if case .schema(_, let schema, _) = self { schema } else { nil }
  }
}
