import Documents

/// A model server that was found on this machine.
package struct FoundServer: Hashable, Sendable {
  /// What it is.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case ollama, llamaServer = "llama-server", lmStudio = "lm-studio", vllm, litellm
    /// It lists models as OpenAI does, and does not tell what it is.
    case compatible = "openai-compatible"

    /// Its name for people.
    package var title: String {
      switch self {
      case .ollama: "Ollama"
      case .llamaServer: "llama.cpp"
      case .lmStudio: "LM Studio"
      case .vllm: "vLLM"
      case .litellm: "LiteLLM"
      case .compatible: "a compatible server"
      }
    }

    /// `type` for the configuration.
    package var providerType: ProviderType {
      switch self {
      case .ollama: .ollama
      case .llamaServer: .llamaServer
      default: .openAICompatible
      }
    }
  }

  package var kind: Kind
  package var host: String
  package var port: Int
  package var models: [ModelInfo]
  package var version: String?
  /// Whether it lists its models only to those with a key.
  package var wantsKey = false
  /// Whether it is still reading its model.
  package var isLoading = false

  /// `base_url` for the configuration.
  package var baseURL: String {
    let host = host.contains(":") ? "[\(host)]" : host
    return "http://\(host):\(port)" + (kind == .ollama ? "" : "/v1")
  }
}

/// Tells model servers apart by their answers.
enum ServerTraits {
  /// One answer of a server.
  struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: JSONValue?
  }

  /// What a server is by its answer to `/v1/models`; nil when it is no model server.
  static func read(_ answer: Answer, host: String, port: Int) -> FoundServer? {
    let isLlama = answer.headers["server"]?.lowercased().contains("llama.cpp") == true
    var server = FoundServer(kind: isLlama ? .llamaServer : .compatible, host: host, port: port, models: [])
    switch answer.status {
    case 200:
      guard let body = answer.body, body["object"]?.string == "list" || body["data"]?.array != nil,
        let models = ModelList.read(body, provider: server.kind.rawValue)
      else { return nil }
      server.kind = isLlama ? .llamaServer : kind(body["data"]?.array ?? [], answer.headers)
      server.models = models.map { model in
        var model = model
        model.name.provider = server.kind.rawValue
        return model
      }
    case 401, 403:
      // Many things want a key; a model server says so in its own way.
      guard let body = answer.body, ErrorBody(body) != nil else { return nil }
      if answer.headers["x-litellm-version"] != nil { server.kind = .litellm }
      server.wantsKey = true
    case 503:
      guard let body = answer.body, ErrorBody(body)?.isLoading == true else { return nil }
      server.kind = .llamaServer
      server.isLoading = true
    default: return nil
    }
    return server
  }

  private static func kind(_ items: [JSONValue], _ headers: HTTPFields) -> FoundServer.Kind {
    if headers["x-litellm-version"] != nil || headers["x-litellm-call-id"] != nil { return .litellm }
    let owners = Set(items.compactMap { $0["owned_by"]?.string })
    if owners.contains("vllm") { return .vllm }
    if owners.contains("llamacpp") { return .llamaServer }
    if owners.contains("organization_owner") { return .lmStudio }
    return .compatible
  }
}
