/// What a server speaks, by the word that the configuration has for it.
package enum ProviderType: String, Hashable, Sendable, CaseIterable {
  /// OpenAI's chat completions, at OpenAI.
  case openAI = "openai"
  case openAIResponses = "openai-responses"
  case azureOpenAI = "azure-openai"
  case anthropic
  case ollama
  /// A llama.cpp server.
  case llamaServer = "llama-server"
  /// Any other server that speaks chat completions.
  case openAICompatible = "openai-compatible"

  /// The address when none is given; nil where there is no usual one.
  package var defaultURL: String? {
    switch self {
    case .openAI, .openAIResponses: "https://api.openai.com/v1"
    case .anthropic: "https://api.anthropic.com"
    case .ollama: "http://localhost:11434"
    case .llamaServer: "http://localhost:8080/v1"
    case .azureOpenAI, .openAICompatible: nil
    }
  }

  /// What its replies are written in.
  package var wireFormat: WireFormat {
    switch self {
    case .openAI, .azureOpenAI, .llamaServer, .openAICompatible: .chatCompletions
    case .openAIResponses: .responses
    case .anthropic: .anthropic
    case .ollama: .ollama
    }
  }
}

/// All that a provider is made of: what the configuration says, and the means of the program.
package struct ProviderSetup: Sendable {
  /// How the key is shown.
  package enum KeyUse: Hashable, Sendable {
    /// As the provider's own interface wants a key.
    case apiKey
    /// As a token: one of Entra ID at Azure, or a bearer token at Anthropic.
    case token
  }

  package var name: String
  package var type: ProviderType
  /// Nil takes the usual address of the type.
  package var baseURL: String?
  package var key: Secret?
  package var keyUse = KeyUse.apiKey
  package var headers: [String: String] = [:]
  /// Azure's dated interface, such as `2024-10-21`; nil takes the one in the address, if any.
  package var apiVersion: String?
  /// Whether Azure is asked by its Responses.
  package var usesResponses = false
  /// What the context of an Ollama server is to hold, in tokens.
  package var contextTokens: Int?
  /// A file with certificates (PEM) of authorities that are trusted beside the system's own; nil for none.
  package var authorityFile: String?
  /// Nil is the network.
  package var transport: (any HTTPTransport)?
  package var policy = RetryPolicy()
  package var patience = Patience()
  package var memory = DialectMemory.shared
  /// The most tokens that a model can answer with, where that is known.
  package var outputLimit: @Sendable (_ model: String) -> Int? = { _ in nil }

  package init(name: String, type: ProviderType, baseURL: String? = nil, key: Secret? = nil) {
    self.name = name
    self.type = type
    self.baseURL = baseURL
    self.key = key
  }

  /// The provider.
  ///
  /// Those that make vectors are an ``EmbeddingProvider`` as well. Nothing is asked before the first call.
  ///
  /// - Throws: ``ModelError`` when the type needs an address and none was given.
  package func make() throws(ModelError) -> any ModelProvider {
    guard let url = baseURL ?? type.defaultURL else {
      throw ModelError(
        provider: name, message: "\(name) has no address",
        hint: "Set base_url of \(name): its type \(type.rawValue) has no usual one.")
    }
    let transport =
      self.transport ?? AsyncHTTPTransport(settings: .init(authorityFile: authorityFile))
    switch type {
    case .openAI, .llamaServer, .openAICompatible:
      return OpenAICompatibleProvider(
        name: name, baseURL: url, apiKey: key, headers: headers, transport: transport, policy: policy,
        patience: patience, memory: memory)
    case .openAIResponses:
      return OpenAIResponsesProvider(
        name: name, baseURL: url, apiKey: key, headers: headers, transport: transport, policy: policy,
        patience: patience, memory: memory)
    case .azureOpenAI:
      let credential: AzureOpenAIProvider.Credential =
        key.map { keyUse == .token ? .entra($0) : .apiKey($0) } ?? .none
      return AzureOpenAIProvider(
        name: name, baseURL: url, credential: credential, apiVersion: apiVersion,
        interface: usesResponses ? .responses : .chatCompletions, headers: headers, transport: transport,
        policy: policy, patience: patience, memory: memory)
    case .anthropic:
      return AnthropicProvider(
        name: name, baseURL: url, apiKey: key, isToken: keyUse == .token, headers: headers,
        transport: transport, policy: policy, patience: patience, memory: memory, outputLimit: outputLimit)
    case .ollama:
      return OllamaProvider(
        name: name, baseURL: url, apiKey: key, headers: headers, contextTokens: contextTokens,
        transport: transport, policy: policy, patience: patience, memory: memory)
    }
  }
}
