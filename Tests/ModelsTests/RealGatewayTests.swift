import Foundation
import TestSupport
import Testing

@testable import Models

/// A LiteLLM gateway in front of a llama.cpp server: another hand's writing of the same wire formats.
@Suite(.enabled(if: RealGateway.isThere, "the servers named by ATELIER_PEERS hold LiteLLM"), .serialized)
struct RealGatewayTests {
  @Test func aGatewaySpeaksAzureAnthropicAndResponses() async throws {
    let server = try await RealServer.start()
    defer { server.kill() }
    let gateway = try await RealGateway.start(before: server)
    defer { gateway.kill() }
    let transport = AsyncHTTPTransport(environment: [:])
    let key = Secret(RealGateway.key)
    let azure = AzureOpenAIProvider(
      name: "test", baseURL: gateway.address, credential: .apiKey(key), transport: transport,
      memory: DialectMemory())
    let providers: [any ModelProvider] = [
      azure,
      AnthropicProvider(
        name: "test", baseURL: gateway.address, apiKey: key, transport: transport, memory: DialectMemory()),
      OpenAIResponsesProvider(
        name: "test", baseURL: gateway.address + "/v1", apiKey: key, transport: transport,
        memory: DialectMemory()),
    ]
    let request = ChatRequest(
      model: ModelName(provider: "test", model: "tiny"), messages: [ChatMessage(.user, "What is MLflow?")],
      parameters: SamplingParameters(temperature: 0, maxOutputTokens: 300))
    for provider in providers {
      let reply = await events(provider, request).reply
      let name = "\(type(of: provider))"
      #expect(
        reply.ending?.kind == .complete, "\(name): \(reply.ending?.reason ?? "") \(reply.ending?.raw ?? "")")
      #expect(reply.text.contains("MLflow"), "\(name): \(reply.text)")
      #expect((reply.usage?.outputTokens ?? 0) > 1, "\(name)")
    }

    // Errors in the words of each format.
    let broken = ["limited": Ending.Kind.failed, "overlong": .failed, "missing": .failed]
    for (model, kind) in broken.sorted(by: { $0.key < $1.key }) {
      var request = request
      request.model.model = model
      let ending = await events(azure, request).reply.ending
      #expect(
        ending?.kind == kind && ending?.reason?.isEmpty == false, "\(model): \(String(describing: ending))")
      #expect(ending?.reason?.contains(RealGateway.key) == false)
    }
    let stranger = AzureOpenAIProvider(
      name: "test", baseURL: gateway.address, credential: .apiKey(Secret("sk-not-the-key-at-all")),
      transport: transport, policy: RetryPolicy(retries: 0), memory: DialectMemory())
    let refused = await events(stranger, request).reply.ending
    #expect(refused?.kind == .failed && refused?.reason?.contains("sk-not-the-key") == false)
  }
}

/// The gateway in a process of its own.
struct RealGateway {
  static let key = "sk-test-3f9a1c77e2b04d58"

  static var isThere: Bool {
    guard let peers = ProcessInfo.processInfo.environment["ATELIER_PEERS"] else { return false }
    return FileManager.default.isExecutableFile(atPath: peers + "/litellm/bin/litellm")
  }

  let process: Process
  let folder: URL
  let port: Int
  var address: String { "http://127.0.0.1:\(port)" }

  static func start(before server: RealServer) async throws -> RealGateway {
    let peers = URL(filePath: try #require(ProcessInfo.processInfo.environment["ATELIER_PEERS"]))
    let port = try TestServer.freePort()
    let folder = FileManager.default.temporaryDirectory.appending(path: "gateway-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let config = folder.appending(path: "config.yaml")
    try """
    model_list:
      - model_name: tiny
        litellm_params: {model: openai/tiny-seed, api_base: "\(server.url)", api_key: none}
      - model_name: limited
        litellm_params: {model: openai/x, api_key: none, mock_response: "litellm.RateLimitError"}
      - model_name: overlong
        litellm_params: {model: openai/x, api_key: none, mock_response: "litellm.ContextWindowExceededError"}
    general_settings: {master_key: \(key)}
    """.write(to: config, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = peers.appending(path: "litellm/bin/litellm")
    process.arguments = [
      "--config", config.path, "--host", "127.0.0.1", "--port", "\(port)", "--telemetry", "False",
    ]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    process.environment = environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let transport = AsyncHTTPTransport(environment: [:])
    let gateway = RealGateway(process: process, folder: folder, port: port)
    for _ in 0..<1800 {
      let response = try? await transport.send(
        HTTPRequest(.get, "http://127.0.0.1:\(port)/health/liveliness"))
      _ = try await response?.collected(upTo: 1000)
      if response?.status == 200 { return gateway }
      guard process.isRunning else { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    gateway.kill()
    throw TestServer.Failure()
  }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}
