import Documents
import Testing

@testable import Models

/// What requests get on their way to a provider.
struct ShapedProviderTests {
  private let base = ScriptedProvider()
  private let request = ChatRequest(
    model: ModelName(provider: "test", model: "m"), messages: [ChatMessage(.user, "ping")],
    responseFormat: .json, extra: [.init("top_k", 1), .init("store", false)])

  /// What the provider behind a shaped one was asked.
  private func asked(_ provider: any ModelProvider) -> ChatRequest? {
    _ = provider.stream(request)
    return base.requests.withLock { $0.last }
  }

  @Test func addedParametersStandBehindTheRequestsOwnAndLeaveTheRestAlone() throws {
    let provider = base.adding([.init("top_k", 40), .init("min_p", .number(0.1))])
    #expect(provider.name == "test")
    let got = try #require(asked(provider))
    #expect(
      got.extra == [
        .init("top_k", 1), .init("store", false), .init("top_k", 40), .init("min_p", .number(0.1)),
      ])
    #expect(got.responseFormat == .json && got.messages == request.messages)
    // Of two with one name the one that was added is sent.
    var body = RequestBody([])
    body.add(extra: got.extra)
    #expect(body.json(Dialect())["top_k"] == 40)
  }

  @Test func noParametersNeedNoProviderInBetween() {
    #expect(base.adding([]) is ScriptedProvider)
  }

  @Test func aShapeMayChangeAllOfTheRequest() throws {
    let provider = ShapedProvider(base: base) { request in
      request.responseFormat = .schema(name: "answer", ["type": "object"], isStrict: nil)
      request.extra += [.init("seed", 7)]
    }
    let got = try #require(asked(provider))
    #expect(got.responseFormat == .schema(name: "answer", ["type": "object"], isStrict: nil))
    #expect(got.extra.map(\.key) == ["top_k", "store", "seed"])
  }

  @Test func modelsAreThoseOfTheProviderBehind() async throws {
    struct Listing: ModelProvider {
      let name = "list"
      func models() async throws -> [ModelInfo] {
        [ModelInfo(name: ModelName(provider: "list", model: "one"))]
      }
      func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> { AsyncStream { $0.finish() } }
    }
    let models = try await ShapedProvider(base: Listing()) { _ in }.models()
    #expect(models.map(\.name.model) == ["one"])
  }
}
