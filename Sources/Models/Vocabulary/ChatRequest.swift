/// One message of a conversation as a model is given it.
package struct ChatMessage: Hashable, Sendable {
  package enum Role: String, Hashable, Sendable, CaseIterable { case system, user, assistant, tool }

  package var role: Role
  package var content: String

  package init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}

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

  package init(
    model: ModelName, messages: [ChatMessage], parameters: SamplingParameters = SamplingParameters()
  ) {
    self.model = model
    self.messages = messages
    self.parameters = parameters
  }
}
