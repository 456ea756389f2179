import Documents

extension ModelProvider {
  /// The provider with further parameters in every request, by the names that it has for them.
  package func adding(_ extra: [JSONValue.Member]) -> any ModelProvider {
    extra.isEmpty ? self : ParametrizedProvider(base: self, extra: extra)
  }
}

/// A provider whose requests are given further parameters.
private struct ParametrizedProvider: ModelProvider {
  let base: any ModelProvider
  let extra: [JSONValue.Member]

  var name: String { base.name }

  func models() async throws -> [ModelInfo] { try await base.models() }

  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    var request = request
    request.extra += extra
    return base.stream(request)
  }
}
