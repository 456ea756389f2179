import Documents
import Foundation
import TestSupport
import Testing

@testable import Models

/// A real llama.cpp server by each of its wire formats, with a model that knows its few answers by heart.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["ATELIER_PEERS"] != nil, "ATELIER_PEERS names the servers"),
  .serialized, .timeLimit(.minutes(10)))
struct RealFormatTests {
  /// The providers for the three formats of one server.
  private static func providers(_ server: RealServer) -> [any ModelProvider] {
    let transport = AsyncHTTPTransport(environment: [:])
    return [
      OpenAICompatibleProvider(
        name: "test", baseURL: server.url, transport: transport, memory: DialectMemory()),
      OpenAIResponsesProvider(
        name: "test", baseURL: server.url, transport: transport, memory: DialectMemory()),
      AnthropicProvider(name: "test", baseURL: server.url, transport: transport, memory: DialectMemory()),
    ]
  }

  private static func request(_ text: String, tokens: Int = 300) -> ChatRequest {
    ChatRequest(
      model: ModelName(provider: "test", model: "tiny-seed"), messages: [ChatMessage(.user, text)],
      parameters: SamplingParameters(temperature: 0, maxOutputTokens: tokens))
  }

  @Test func everyFormatGivesTheSameAnswer() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    var texts: Set<String> = []
    for provider in Self.providers(server) {
      let reply = await events(provider, Self.request("What is MLflow?")).reply
      let name = "\(type(of: provider))"
      #expect(reply.ending?.kind == .complete, "\(name): \(reply.ending?.reason ?? "")")
      #expect(reply.warnings.isEmpty && reply.droppedParameters.isEmpty, "\(name): \(reply.warnings)")
      #expect((reply.usage?.inputTokens ?? 0) > 1 && (reply.usage?.outputTokens ?? 0) > 1, "\(name)")
      #expect(reply.metadata.contains { $0.key == "model" }, "\(name)")
      texts.insert(reply.text)
    }
    #expect(texts.count == 1, "\(texts)")
    #expect(texts.first?.contains("MLflow") == true, "\(texts)")
  }

  @Test func everyFormatIsCutByItsLimit() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    for provider in Self.providers(server) {
      let reply = await events(provider, Self.request("What is MLflow?", tokens: 4)).reply
      #expect(reply.ending?.kind == .length && !reply.text.isEmpty, "\(type(of: provider))")
    }
  }

  // The model writes thousands of words in a second, so that a test may be too late to stop it; then it asks again.

  @Test func everyFormatFreesTheServerWhenItIsStopped() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    for provider in Self.providers(server) {
      var request = Self.request("Write on and on", tokens: 5000)
      request.parameters.temperature = 1
      var reply = Reply()
      for _ in 0..<100 where reply.ending?.kind != .cancelled {
        let request = request
        reply = await Task {
          var reply = Reply()
          for await event in provider.stream(request) {
            if reply.text.isEmpty, case .text = event { withUnsafeCurrentTask { $0?.cancel() } }
            reply.apply(event, at: 0)
          }
          return reply
        }.value
      }
      #expect(reply.ending == Ending(.cancelled) && !reply.text.isEmpty, "\(type(of: provider))")
      // The only slot is free again.
      let second = await events(provider, Self.request("ping", tokens: 3)).reply
      #expect(second.ending?.kind == .length || second.ending?.kind == .complete, "\(type(of: provider))")
    }
  }

  @Test(arguments: 0..<3)
  func aServerKilledHalfWayLeavesTheTextIncomplete(_ format: Int) async throws {
    var reply = Reply()
    for _ in 0..<50 where reply.ending?.kind != .incomplete {
      let server = try await RealServer.start()
      var request = Self.request("Write on and on", tokens: 5000)
      request.parameters.temperature = 1
      reply = Reply()
      for await event in Self.providers(server)[format].stream(request) {
        if reply.text.isEmpty, case .text = event { server.kill() }
        reply.apply(event, at: 0)
      }
      if server.process.isRunning { server.kill() }
    }
    #expect(reply.ending?.kind == .incomplete && !reply.text.isEmpty)
  }

  @Test func serverTimingsComeWithChatCompletions() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let reply = await events(Self.providers(server)[0], Self.request("ping")).reply
    let timings = try #require(reply.serverTimings)
    #expect(
      (timings.generation ?? 0) > 0 && (timings.generatedTokens ?? 0) > 0 && timings.tokensPerSecond != nil)
  }

  @Test func everyFormatThinksApart() async throws {
    let server = try await RealServer.start(["--thinking"])
    defer { server.kill() }
    for provider in Self.providers(server) {
      let reply = await events(provider, Self.request("What is MLflow?")).reply
      let name = "\(type(of: provider))"
      #expect(!reply.reasoning.isEmpty && reply.ending?.kind == .complete, "\(name): \(reply)")
      #expect(!reply.text.contains("<think>"), "\(name)")
      // The whole turn can go back, with what its provider wants to see again.
      var again = Self.request("What is MLflow?")
      again.messages += [ChatMessage(reply), ChatMessage(.user, "ping")]
      let second = await events(provider, again).reply
      #expect(second.ending?.kind == .complete || second.ending?.kind == .length, "\(name): \(second)")
    }
  }

  @Test func everyFormatCallsAToolAndGetsItsResult() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let tool = ToolDefinition(
      name: "lookup", description: "Looks a term up.",
      parameters: [
        "type": "object", "properties": ["term": ["type": "string"]], "required": ["term"],
        "additionalProperties": false,
      ])
    for provider in Self.providers(server) {
      let name = "\(type(of: provider))"
      var request = Self.request("Look up MLflow")
      request.tools = [tool]
      let reply = await events(provider, request).reply
      let call = try #require(reply.toolCalls.first, "\(name): \(reply)")
      #expect(call.name == "lookup" && !call.id.isEmpty, "\(name)")
      let arguments = try JSONReader.read(call.arguments)
      #expect(JSONSchema(tool.parameters).violations(of: arguments).isEmpty, "\(name): \(call.arguments)")
      request.messages += [ChatMessage(reply), ChatMessage(resultOf: call, "42")]
      let second = await events(provider, request).reply
      #expect(second.ending?.kind == .complete || second.ending?.kind == .length, "\(name): \(second)")
      #expect(!second.text.isEmpty && second.toolCalls.isEmpty, "\(name): \(second)")
    }
  }

  @Test func anAnswerKeepsToItsSchema() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let format = ResponseFormat.schema(
      name: "verdict",
      [
        "type": "object", "properties": ["verdict": ["enum": ["yes", "no"]]], "required": ["verdict"],
        "additionalProperties": false,
      ], isStrict: true)
    var request = Self.request("Is it so?", tokens: 2000)
    request.responseFormat = format
    let reply = await events(Self.providers(server)[0], request).reply
    #expect(reply.ending?.kind == .complete, "\(reply)")
    let output = StructuredOutput(reply.text, as: format)
    #expect(output.isValid, "\(output.violations) \(reply.text)")
  }

  @Test func textsBecomeVectorsInBothForms() async throws {
    let server = try await RealServer.start(["--embedding"])
    defer { server.kill() }
    let provider = OpenAICompatibleProvider(
      name: "test", baseURL: server.url, transport: AsyncHTTPTransport(environment: [:]),
      memory: DialectMemory())
    var request = EmbeddingRequest(
      model: ModelName(provider: "test", model: "tiny-seed"), texts: ["What is MLflow?", "ping"])
    let floats = try await provider.embed(request)
    request.encoding = .base64
    let base64 = try await provider.embed(request)
    #expect(floats.vectors.count == 2 && floats.dimensions > 8 && (floats.usage?.inputTokens ?? 0) > 0)
    for (one, other) in zip(floats.vectors, base64.vectors) {
      #expect(zip(one, other).allSatisfy { abs($0 - $1) < 1e-5 })
      // Its vectors have length one.
      #expect(abs(one.reduce(0) { $0 + $1 * $1 } - 1) < 1e-3)
    }
  }

  @Test func aServerWithoutVectorsSaysSo() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let provider = OpenAICompatibleProvider(
      name: "test", baseURL: server.url, transport: AsyncHTTPTransport(environment: [:]),
      policy: RetryPolicy(retries: 0))
    let request = EmbeddingRequest(model: ModelName(provider: "test", model: "tiny-seed"), texts: ["a"])
    let error = await #expect(throws: ModelError.self) { try await provider.embed(request) }
    #expect(error?.message.contains("embeddings") == true, "\(error?.message ?? "")")
  }

  @Test func aPromptThatIsTooLongIsToldInEveryFormat() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let long = String(repeating: "word after word ", count: 40_000)
    for provider in Self.providers(server) {
      let reason = await events(provider, Self.request(long)).reply.ending?.reason
      #expect(
        reason?.contains("tokens, and “tiny-seed” can hold") == true, "\(type(of: provider)): \(reason ?? "")"
      )
    }
  }
}
