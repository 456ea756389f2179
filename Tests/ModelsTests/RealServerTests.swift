import Foundation
import TestSupport
import Testing

@testable import Models

/// A real llama.cpp server with a tiny model.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["ATELIER_PEERS"] != nil, "ATELIER_PEERS names the servers"),
  .serialized, .timeLimit(.minutes(3)))
struct RealServerTests {
  private func request(_ text: String, tokens: Int?) -> ChatRequest {
    ChatRequest(
      model: ModelName(provider: "test", model: "tiny-seed"), messages: [ChatMessage(.user, text)],
      parameters: SamplingParameters(temperature: 1, maxOutputTokens: tokens, seed: 1))
  }

  @Test func answersAreStreamedWithTheirUsage() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let models = try await server.provider.models()
    #expect(models.first?.name.model == "tiny-seed" && (models.first?.contextTokens ?? 0) > 1000)
    var reply = Reply()
    var pieces = 0
    for await event in server.provider.stream(request("ping", tokens: 20)) {
      if case .text = event { pieces += 1 }
      reply.apply(event, at: 0)
    }
    #expect(!reply.text.isEmpty && pieces > 1)
    #expect(reply.ending?.kind == .length || reply.ending?.kind == .complete)
    #expect((reply.usage?.outputTokens ?? 0) > 1 && (reply.usage?.inputTokens ?? 0) > 1)

    // A prompt that is longer than the context.
    let long = String(repeating: "word after word ", count: 40_000)
    let refused = await events(server.provider, prompt: long).reply.ending
    #expect(
      refused?.kind == .failed && refused?.reason?.contains("tokens, and “m” can hold") == true,
      "\(refused?.reason ?? "")")
  }

  // The model answers within a tenth of a second, so that a test may be too late to stop it; then it asks again.

  @Test func aReplyStoppedHalfWayFreesTheServer() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let provider = server.provider
    let request = request("Write on and on", tokens: 5000)
    var reply = Reply()
    for _ in 0..<10 where reply.ending?.kind != .cancelled {
      reply = await Task {
        var reply = Reply()
        for await event in provider.stream(request) {
          if reply.text.isEmpty, case .text = event { withUnsafeCurrentTask { $0?.cancel() } }
          reply.apply(event, at: 0)
        }
        return reply
      }.value
    }
    #expect(reply.ending == Ending(.cancelled) && !reply.text.isEmpty)
    // The only slot is free again.
    let second = await events(provider, SamplingParameters(maxOutputTokens: 3)).reply
    #expect(second.ending?.kind == .length || second.ending?.kind == .complete)
  }

  @Test func aServerKilledHalfWayLeavesTheTextIncomplete() async throws {
    var reply = Reply()
    for _ in 0..<10 where reply.ending?.kind != .incomplete {
      let server = try await RealServer.start()
      reply = Reply()
      for await event in server.provider.stream(request("Write on and on", tokens: 5000)) {
        if reply.text.isEmpty, case .text = event { server.kill() }
        reply.apply(event, at: 0)
      }
      let refused = await events(server.provider).reply.ending
      #expect(refused?.reason == "test refused the connection at 127.0.0.1:\(server.port). Is it running?")
    }
    #expect(reply.ending?.kind == .incomplete && !reply.text.isEmpty)
    #expect(reply.ending?.reason == "the connection closed before the answer's end")
  }
}
