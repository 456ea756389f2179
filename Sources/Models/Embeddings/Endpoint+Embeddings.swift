import Documents

extension Endpoint {
  /// Asks for vectors, and once more without what the server refuses.
  ///
  /// - Parameters:
  ///   - url: where they are asked for.
  ///   - body: the request's body.
  ///   - read: reads the answer.
  func embeddings(
    _ request: EmbeddingRequest, _ url: (HTTPAddress) -> String, body: RequestBody,
    read: (JSONValue, Int) throws(EmbeddingReader.Problem) -> Embeddings
  ) async throws -> Embeddings {
    guard !request.texts.isEmpty else { return Embeddings(vectors: []) }
    let address = HTTPAddress(baseURL)
    let model = request.model.model
    var dialect = address.map { memory[$0, "embeddings", model] } ?? Dialect()
    while true {
      do {
        let value = try await json(
          .post, url, body: body.json(dialect), model: request.model.model, waiting: patience.event)
        guard let value else { throw wrong("something that is no JSON") }
        do {
          return try read(value, request.texts.count)
        } catch {
          throw wrong(error.text)
        }
      } catch let refusal as RefusedAnswer {
        // How vectors travel is of no meaning; their length is, and is never changed in silence.
        guard !dialect.dropped.contains("encoding_format"), request.encoding == .float,
          case .dropped("encoding_format")? = Lesson(
            from: refusal.body, status: refusal.status, about: body, &dialect)
        else { throw refusal.error }
        if let address { memory[address, "embeddings", model] = dialect }
      }
    }
  }

  private func wrong(_ what: String) -> ModelError {
    ModelError(
      provider: name, message: "\(name) answered with \(what)",
      hint: "Check that the model is one for embeddings.")
  }

  /// A body as OpenAI's `/embeddings` wants it.
  static func embeddingBody(_ request: EmbeddingRequest) -> RequestBody {
    var body = RequestBody([
      .init("model", .string(request.model.model)),
      .init("input", .array(request.texts.map(JSONValue.string))),
    ])
    body.add("encoding_format", .string(request.encoding.rawValue))
    body.add("dimensions", request.dimensions.map(JSONValue.integer))
    return body
  }
}

extension OpenAICompatibleProvider: EmbeddingProvider {
  package func embed(_ request: EmbeddingRequest) async throws -> Embeddings {
    try await endpoint.embeddings(
      request, { $0.appending("/embeddings") }, body: Endpoint.embeddingBody(request),
      read: EmbeddingReader.openAI)
  }
}

extension OpenAIResponsesProvider: EmbeddingProvider {
  package func embed(_ request: EmbeddingRequest) async throws -> Embeddings {
    try await endpoint.embeddings(
      request, { $0.appending("/embeddings") }, body: Endpoint.embeddingBody(request),
      read: EmbeddingReader.openAI)
  }
}

extension AzureOpenAIProvider: EmbeddingProvider {
  package func embed(_ request: EmbeddingRequest) async throws -> Embeddings {
    let address = format.address
    return try await endpoint.embeddings(
      request, { address.url($0, "/embeddings", deployment: request.model.model) },
      body: Endpoint.embeddingBody(request), read: EmbeddingReader.openAI)
  }
}

extension OllamaProvider: EmbeddingProvider {
  /// A text that is longer than the model can hold is refused, and not cut in silence.
  package func embed(_ request: EmbeddingRequest) async throws -> Embeddings {
    var body = RequestBody([
      .init("model", .string(request.model.model)),
      .init("input", .array(request.texts.map(JSONValue.string))),
      .init("truncate", false),
    ])
    body.add("dimensions", request.dimensions.map(JSONValue.integer))
    if let tokens = format.contextTokens { body.add("options", ["num_ctx": .integer(tokens)]) }
    return try await endpoint.embeddings(
      request, { OllamaFormat.url($0, "/api/embed") }, body: body, read: EmbeddingReader.ollama)
  }
}
