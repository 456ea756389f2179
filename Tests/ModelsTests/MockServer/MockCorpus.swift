import FoundationEssentials
import MockServer
import Testing

@testable import Models

/// The cases as the program will have them.
enum MockCorpus {
  static func catalogue() throws -> MockCatalogue {
    func bytes(_ name: String) -> [UInt8]? {
      (try? Data(contentsOf: URL(filePath: StreamFixture.folder + name))).map { Array($0) }
    }
    let index = try #require(bytes("cases.yaml"))
    return try MockCatalogue(index: String(decoding: index, as: UTF8.self), bytes: bytes)
  }

  /// One of our providers at a server.
  static func provider(
    _ format: WireFormat, _ server: MockServer, policy: RetryPolicy = RetryPolicy(),
    patience: Patience = .ofTests
  ) -> any ModelProvider {
    let transport = AsyncHTTPTransport(environment: [:])
    let memory = DialectMemory()
    let key = Secret("sk-of-nobody")
    return switch format {
    case .chatCompletions:
      OpenAICompatibleProvider(
        name: "mock", baseURL: server.address + "/v1", apiKey: key, transport: transport, policy: policy,
        patience: patience, memory: memory)
    case .responses:
      OpenAIResponsesProvider(
        name: "mock", baseURL: server.address + "/v1", apiKey: key, transport: transport, policy: policy,
        patience: patience, memory: memory)
    case .anthropic:
      AnthropicProvider(
        name: "mock", baseURL: server.address, apiKey: key, transport: transport, policy: policy,
        patience: patience, memory: memory)
    case .ollama:
      OllamaProvider(
        name: "mock", baseURL: server.address, transport: transport, policy: policy, patience: patience,
        memory: memory)
    }
  }

  static func request(_ name: String) -> ChatRequest {
    ChatRequest(
      model: ModelName(provider: "mock", model: name), messages: [ChatMessage(.user, "ping")],
      parameters: SamplingParameters(maxOutputTokens: 100))
  }
}
