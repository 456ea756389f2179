import Documents

/// A model that an Ollama server has, as its list tells.
package struct OllamaModel: Hashable, Sendable {
  package var name: String
  /// The size on disk, in bytes.
  package var size: Int?
  package var digest: String?
  /// RFC 3339, as the server writes it.
  package var modifiedAt: String?
  /// Such as `llama`.
  package var family: String?
  /// Such as `3.8B`.
  package var parameterSize: String?
  /// Such as `Q4_K_M`.
  package var quantization: String?
  package var contextTokens: Int?
  /// In the server's words: `completion`, `tools`, `vision`, `thinking`, `embedding`; empty where it does not tell.
  package var capabilities: [String]

  /// Reads an item of `/api/tags`; nil when it has no name.
  init?(_ value: JSONValue) {
    guard let name = value["model"]?.string ?? value["name"]?.string, !name.isEmpty else { return nil }
    self.name = name
    size = value["size"]?.amount
    digest = value["digest"]?.string
    modifiedAt = value["modified_at"]?.string
    let details = value["details"]
    family = details?["family"]?.known
    parameterSize = details?["parameter_size"]?.known
    quantization = details?["quantization_level"]?.known
    contextTokens = details?["context_length"]?.amount.flatMap { $0 > 0 ? $0 : nil }
    capabilities = value["capabilities"]?.array?.compactMap(\.string) ?? []
  }

  /// The model in the words of all providers.
  func info(provider: String) -> ModelInfo {
    ModelInfo(
      name: ModelName(provider: provider, model: name), contextTokens: contextTokens,
      capabilities: OllamaModelDetails.capabilities(capabilities))
  }
}

/// All that an Ollama server tells of one model.
package struct OllamaModelDetails: Hashable, Sendable {
  package var family: String?
  package var format: String?
  package var parameterSize: String?
  package var quantization: String?
  /// How many parameters it has, exactly.
  package var parameterCount: Int?
  /// What the model was made for, in tokens.
  package var contextTokens: Int?
  /// What the model's file sets with `num_ctx`; without it the server's own default holds, which is often far less than
  /// ``contextTokens``: what is longer is cut silently.
  package var setContextTokens: Int?
  package var embeddingLength: Int?
  /// In the server's words.
  package var capabilities: [String]
  /// What the model's file sets, such as `stop` and `temperature`, in its order; a name may come several times.
  package var parameters: [Parameter]
  package var template: String?
  package var system: String?
  package var licence: String?

  package struct Parameter: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  /// Reads the answer of `/api/show`.
  init(_ value: JSONValue) {
    let details = value["details"]
    family = details?["family"]?.known
    format = details?["format"]?.known
    parameterSize = details?["parameter_size"]?.known
    quantization = details?["quantization_level"]?.known
    // The names begin with the architecture, such as `llama.context_length`.
    let info = value["model_info"]?.object ?? []
    let architecture = info.first { $0.key == "general.architecture" }?.value.string
    func number(_ name: String) -> Int? {
      let own = architecture.flatMap { word in info.first { $0.key == "\(word).\(name)" } }
      return (own ?? info.first { $0.key.hasSuffix(".\(name)") })?.value.amount.flatMap { $0 > 0 ? $0 : nil }
    }
    parameterCount = info.first { $0.key == "general.parameter_count" }?.value.amount
    contextTokens = number("context_length") ?? details?["context_length"]?.amount
    embeddingLength = number("embedding_length")
    capabilities = value["capabilities"]?.array?.compactMap(\.string) ?? []
    parameters = Self.parameters(value["parameters"]?.string ?? "")
    setContextTokens = parameters.last { $0.name == "num_ctx" }.flatMap { Int($0.value) }
    template = value["template"]?.known
    system = value["system"]?.known
    licence = value["license"]?.known ?? value["license"]?.array?.first?.known
  }

  /// Reads lines such as `stop    "<|im_end|>"`.
  static func parameters(_ text: String) -> [Parameter] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let line = String(line).trimmedBlanks
      guard let space = line.firstIndex(where: \.isWhitespace) else { return nil }
      var value = String(line[space...]).trimmedBlanks
      if value.count > 1, value.first == "\"", value.last == "\"" {
        value = (try? JSONReader.read(value))?.string ?? String(value.dropFirst().dropLast())
      }
      return Parameter(name: String(line[..<space]), value: value)
    }
  }

  /// The server's words in those of all providers.
  static func capabilities(_ words: [String]) -> [String] {
    let names = ["completion": "chat", "thinking": "reasoning", "embedding": "embedding"]
    return words.isEmpty ? ["chat"] : words.map { names[$0] ?? $0 }
  }

  /// The words of all providers for what the model can do.
  package var commonCapabilities: [String] { Self.capabilities(capabilities) }
}

/// A model that an Ollama server holds in memory.
package struct OllamaRunningModel: Hashable, Sendable {
  package var name: String
  /// In memory, in bytes.
  package var size: Int?
  /// How much of it is in the graphics card's memory.
  package var graphicsSize: Int?
  /// With how many tokens of context it was loaded.
  package var contextTokens: Int?
  /// When it will be unloaded: RFC 3339.
  package var expiresAt: String?

  /// Reads an item of `/api/ps`; nil when it has no name.
  init?(_ value: JSONValue) {
    guard let name = value["model"]?.string ?? value["name"]?.string, !name.isEmpty else { return nil }
    self.name = name
    size = value["size"]?.amount
    // Left out where it is 0.
    graphicsSize = value["size_vram"]?.amount ?? (value["size"] == nil ? nil : 0)
    contextTokens = value["context_length"]?.amount.flatMap { $0 > 0 ? $0 : nil }
    expiresAt = value["expires_at"]?.known
  }
}

extension JSONValue {
  /// The text, unless it is empty or says that nothing is known.
  fileprivate var known: String? {
    string.flatMap { $0.isEmpty || $0.lowercased() == "unknown" ? nil : $0 }
  }
}
