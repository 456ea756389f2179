/// A place where models are, and a way to talk to them.
///
/// Every provider is an adapter from its wire format to this.
package protocol ModelProvider: Sendable {
  /// The name under which the configuration knows it.
  var name: String { get }

  /// The models it offers.
  ///
  /// - Throws: ``ModelError`` when it cannot be asked.
  func models() async throws -> [ModelInfo]

  /// Asks a model. The stream never throws: what goes wrong is its last event, `.ended` with the reason, and whatever
  /// came before is kept. Ending the iteration, or cancelling its task, stops the request.
  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent>
}

/// A model that can be asked.
package struct ModelInfo: Hashable, Sendable {
  package var name: ModelName
  /// What its context holds, in tokens; nil when unknown.
  package var contextTokens: Int?
  package var maxOutputTokens: Int?
  /// Words such as `chat` and `tools`.
  package var capabilities: [String]

  package init(
    name: ModelName, contextTokens: Int? = nil, maxOutputTokens: Int? = nil, capabilities: [String] = ["chat"]
  ) {
    self.name = name
    self.contextTokens = contextTokens
    self.maxOutputTokens = maxOutputTokens
    self.capabilities = capabilities
  }
}

/// Why a provider could not be asked: what happened, and what to do next.
package struct ModelError: Error, Hashable, Sendable {
  package var provider: String
  package var message: String
  package var hint: String?

  package init(provider: String, message: String, hint: String? = nil) {
    self.provider = provider
    self.message = message
    self.hint = hint
  }
}
