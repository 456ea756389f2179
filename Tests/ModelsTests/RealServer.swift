import Foundation
import TestSupport
import Testing

@testable import Models

/// A llama.cpp server with a tiny model, in a process of its own.
struct RealServer {
  let process: Process
  let port: Int
  var url: String { "http://127.0.0.1:\(port)/v1" }

  static func start(_ more: [String] = []) async throws -> RealServer {
    let peers = URL(filePath: try #require(ProcessInfo.processInfo.environment["ATELIER_PEERS"]))
    let port = try TestServer.freePort()
    let process = Process()
    process.executableURL = peers.appending(path: "core/bin/python")
    process.arguments =
      [
        peers.appending(path: "scripts/llama_serve.py").path, peers.appending(path: "scripts/tiny.gguf").path,
        "--port", "\(port)", "--ttl", "300", "--ctx", "65536", "--parallel", "1",
      ] + more
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let transport = AsyncHTTPTransport(environment: [:])
    for _ in 0..<1200 {
      let response = try? await transport.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/health"))
      _ = try await response?.collected(upTo: 1000)
      if response?.status == 200 { return RealServer(process: process, port: port) }
      try await Task.sleep(for: .milliseconds(100))
    }
    process.terminate()
    throw TestServer.Failure()
  }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  var provider: OpenAICompatibleProvider {
    makeProvider(AsyncHTTPTransport(environment: [:]), url: url, key: nil)
  }
}
