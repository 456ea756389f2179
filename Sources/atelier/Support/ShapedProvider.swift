import Models

/// A provider whose requests are completed on their way: with a form of the answer, free parameters.
struct ShapedProvider: ModelProvider {
  let base: any ModelProvider
  let shape: @Sendable (inout ChatRequest) -> Void

  var name: String { base.name }

  func models() async throws -> [ModelInfo] { try await base.models() }

  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    var request = request
    shape(&request)
    return base.stream(request)
  }
}
