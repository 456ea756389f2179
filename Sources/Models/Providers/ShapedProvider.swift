import Documents

/// A provider whose requests are completed on their way: with a form of the answer, free parameters.
package struct ShapedProvider: ModelProvider {
  private let base: any ModelProvider
  private let shape: @Sendable (inout ChatRequest) -> Void

  package init(base: any ModelProvider, shape: @escaping @Sendable (inout ChatRequest) -> Void) {
    self.base = base
    self.shape = shape
  }

  package var name: String { base.name }

  package func models() async throws -> [ModelInfo] { try await base.models() }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    var request = request
    shape(&request)
    return base.stream(request)
  }
}

extension ModelProvider {
  /// The provider with further parameters in every request, by the names that it has for them.
  ///
  /// They go behind the request's own, so that of two with one name these count.
  package func adding(_ extra: [JSONValue.Member]) -> any ModelProvider {
    extra.isEmpty ? self : ShapedProvider(base: self) { $0.extra += extra }
  }
}
