import Documents
import Testing

@testable import Models

/// Vectors of texts, from every kind of server.
struct EmbeddingTests {
  private let request = EmbeddingRequest(model: ModelName(provider: "test", model: "e"), texts: ["a", "b"])

  /// 1.5 and -2 as four bytes each, the lowest first.
  private static let base64 = "AADAPwAAAMA="

  @Test(arguments: [
    #"{"data":[{"index":0,"embedding":[1.5,-2]},{"index":1,"embedding":[0,1]}],"model":"e-1","usage":{"prompt_tokens":4}}"#,
    #"{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1.5,-2]}],"model":"e-1","usage":{"prompt_tokens":4}}"#,
    #"{"data":[{"embedding":"\#(base64)"},{"embedding":"AAAAAAAAgD8="}],"model":"e-1","usage":{"total_tokens":4}}"#,
  ])
  func vectorsAreReadInEitherFormAndInTheirOrder(_ body: String) async throws {
    let transport = FakeTransport([.answer(200, body)])
    let result = try await makeProvider(transport).embed(request)
    #expect(result == Embeddings(vectors: [[1.5, -2], [0, 1]], model: "e-1", usage: Usage(inputTokens: 4)))
    #expect(result.dimensions == 2)
    #expect(
      transport.requests.first.map { String(decoding: $0.body, as: UTF8.self) }
        == #"{"model":"e","input":["a","b"],"encoding_format":"float"}"#)
    #expect(transport.requests.first?.url == "http://localhost:8080/v1/embeddings")
  }

  @Test func aBareListAndNestedVectorsAreRead() async throws {
    let transport = FakeTransport([
      .answer(200, #"[{"index":0,"embedding":[[1,2]]},{"index":1,"embedding":[[3,4]]}]"#)
    ])
    #expect(try await makeProvider(transport).embed(request).vectors == [[1, 2], [3, 4]])
  }

  @Test(arguments: [
    (#"{"data":[{"index":0,"embedding":[1]}]}"#, "1 vectors for 2 texts"),
    (#"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#, "a vector for text 0"),
    (#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}"#, "different lengths: 1, 2"),
    (#"{"data":[{"index":0,"embedding":["x"]},{"index":1,"embedding":[1]}]}"#, "does not hold numbers alone"),
    (#"{"data":[{"index":0,"embedding":"pong"},{"index":1,"embedding":"ping!"}]}"#, "no base64 of numbers"),
    (#"{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}"#, "an empty vector"),
    (#"{"object":"list"}"#, "no list of vectors"),
    ("<html>", "something that is no JSON"),
  ])
  func aWrongAnswerIsTold(_ body: String, _ part: String) async {
    let error = await #expect(throws: ModelError.self) {
      try await makeProvider(FakeTransport([.answer(200, body)])).embed(request)
    }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  @Test func aServerThatKnowsOnlyFloatsIsAskedWithoutTheForm() async throws {
    let body = #"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2]}]}"#
    let refusal = errorBody("unknown field encoding_format", param: "encoding_format")
    let transport = FakeTransport([.answer(400, refusal), .answer(200, body), .answer(200, body)])
    let provider = makeProvider(transport)
    for _ in 0..<2 { #expect(try await provider.embed(request).vectors == [[1], [2]]) }
    #expect(transport.bodies.map { $0["encoding_format"] != nil } == [true, false, false])
    // A length that was asked for is never left out in silence.
    var short = request
    short.dimensions = 8
    let fixed = FakeTransport([.answer(400, errorBody("This model does not support specifying dimensions"))])
    let error = await #expect(throws: ModelError.self) { try await makeProvider(fixed).embed(short) }
    #expect(error?.message.contains("does not support specifying dimensions") == true)
    #expect(fixed.bodies.first?["dimensions"] == 8)
  }

  @Test func azureAndOllamaAreAskedAtTheirOwnAddresses() async throws {
    let list = #"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2]}]}"#
    let transport = FakeTransport([
      .answer(200, list), .answer(200, #"{"model":"e","embeddings":[[1],[2]],"prompt_eval_count":2}"#),
    ])
    let azure = AzureOpenAIProvider(
      name: "test", baseURL: "https://r.openai.azure.com", credential: .apiKey(Secret("k-secret")),
      transport: transport)
    #expect(try await azure.embed(request).vectors == [[1], [2]])
    let ollama = OllamaProvider(name: "test", contextTokens: 512, transport: transport)
    #expect(
      try await ollama.embed(request)
        == Embeddings(vectors: [[1], [2]], model: "e", usage: Usage(inputTokens: 2)))
    #expect(
      transport.requests.map(\.url) == [
        "https://r.openai.azure.com/openai/deployments/e/embeddings?api-version=2024-10-21",
        "http://localhost:11434/api/embed",
      ])
    #expect(transport.requests.first?.headers["api-key"] == "k-secret")
    #expect(
      transport.bodies.last?["truncate"] == false && transport.bodies.last?["options"]?["num_ctx"] == 512)
  }

  @Test func passingErrorsAreTriedAgainAndOthersTold() async throws {
    let list = #"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2]}]}"#
    let clock = FakeClock()
    let busy = FakeTransport([.answer(429, ["retry-after": "3"], errorBody("slow")), .answer(200, list)])
    #expect(try await makeProvider(busy, policy: clock.policy()).embed(request).vectors.count == 2)
    #expect(clock.waits == [3])
    let error = await #expect(throws: ModelError.self) {
      try await makeProvider(FakeTransport([.answer(404, errorBody("no such model"))])).embed(request)
    }
    #expect(error?.message == "test does not have the model “e” at localhost:8080: no such model")
    let none = EmbeddingRequest(model: request.model, texts: [])
    #expect(try await makeProvider(FakeTransport([])).embed(none).vectors.isEmpty)
  }
}
