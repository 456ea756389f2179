import TestSupport
import Testing

@testable import Models

/// Every recorded stream once more, over real sockets and through the providers.
struct SocketReplayTests {
  /// All streams of a format, which one connection after the other replays.
  static let formats = WireFormat.allCases

  static func fixtures(of format: WireFormat) -> [StreamFixture] {
    switch format {
    case .chatCompletions: ChatFixtureTests.all
    case .responses: ResponsesFixtureTests.all
    case .anthropic: AnthropicFixtureTests.all
    case .ollama: OllamaFixtureTests.all
    }
  }

  @Test(arguments: formats, [1, 7, 1 << 20])
  func theReplyIsTheSameOverASocket(_ format: WireFormat, inPiecesOf size: Int) async throws {
    let fixtures = Self.fixtures(of: format)
    let bodies = try Dictionary(uniqueKeysWithValues: fixtures.map { ($0.file, try $0.bytes()) })
    let server = try TestServer { connection in
      let request = connection.readRequest()
      // The model's name says which stream is wanted.
      guard let file = bodies.keys.first(where: { request.contains("\"model\":\"\($0)\"") }),
        let body = bodies[file]
      else { return }
      let type = format.isLines ? "application/x-ndjson" : "text/event-stream"
      connection.write(
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
      for start in stride(from: 0, to: body.count, by: size) {
        let piece = Array(body[start..<min(start + size, body.count)])
        connection.write(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
      }
      connection.write("0\r\n\r\n")
    }
    defer { server.stop() }
    let transport = AsyncHTTPTransport(environment: [:])
    let patience = Patience(event: 600, stall: 600, afterFinish: 600)
    let provider: any ModelProvider =
      switch format {
      case .chatCompletions:
        OpenAICompatibleProvider(
          name: "test", baseURL: server.url, transport: transport, patience: patience, memory: DialectMemory()
        )
      case .responses:
        OpenAIResponsesProvider(
          name: "test", baseURL: server.url, transport: transport, patience: patience, memory: DialectMemory()
        )
      case .anthropic:
        AnthropicProvider(
          name: "test", baseURL: server.url, transport: transport, patience: patience, memory: DialectMemory()
        )
      case .ollama:
        OllamaProvider(
          name: "test", baseURL: server.url, transport: transport, patience: patience, memory: DialectMemory()
        )
      }
    for fixture in fixtures {
      let request = ChatRequest(
        model: ModelName(provider: "test", model: fixture.file), messages: [ChatMessage(.user, "ping")],
        parameters: SamplingParameters(maxOutputTokens: 100))
      let reply = await events(provider, request).reply
      fixture.check(reply, "over a socket in pieces of \(size)")
    }
  }
}
