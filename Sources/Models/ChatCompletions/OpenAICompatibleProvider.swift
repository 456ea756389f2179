/// A server that speaks OpenAI's chat completions, as most do.
package struct OpenAICompatibleProvider: ModelProvider {
  let endpoint: Endpoint

  package var name: String { endpoint.name }

  /// - Parameters:
  ///   - name: the name under which the configuration knows it.
  ///   - baseURL: the address up to and with the version, such as `http://localhost:8080/v1`.
  ///   - apiKey: sent as a bearer token; nil for servers without keys.
  ///   - headers: sent along with every request; one of the same name replaces ours.
  ///   - patience: how long is waited for a reply.
  ///   - memory: what servers were found not to take.
  package init(
    name: String, baseURL: String, apiKey: Secret? = nil, headers: [String: String] = [:],
    transport: any HTTPTransport = AsyncHTTPTransport(), policy: RetryPolicy = RetryPolicy(),
    patience: Patience = Patience(), memory: DialectMemory = .shared
  ) {
    endpoint = Endpoint(
      name: name, baseURL: baseURL, apiKey: apiKey, headers: headers, transport: transport, policy: policy,
      patience: patience, memory: memory)
  }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    endpoint.stream(request, as: ChatCompletionsFormat())
  }

  package func models() async throws -> [ModelInfo] {
    try await endpoint.models()
  }
}
