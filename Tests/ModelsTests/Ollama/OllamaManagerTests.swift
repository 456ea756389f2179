import Documents
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Models

/// A server that speaks as Ollama does over real sockets, and refuses whatever the real one would not take.
final class OllamaStub: Sendable {
  /// The lines that pulls answer with, one list a request, and whether the connection then breaks.
  struct Pull: Sendable {
    var lines: [String]
    var breaks = false
  }

  private struct State {
    var models: [String]
    var pulls: [Pull]
    var requests: [String] = []
  }

  private let state: Mutex<State>
  private let server = Mutex<TestServer?>(nil)

  init(models: [String] = ["phi4-mini:latest"], pulls: [Pull] = []) throws {
    state = Mutex(State(models: models, pulls: pulls))
    // It listens as long as the tests run: whoever asks it may hold nothing else of it.
    let made = try TestServer { [self] in answer($0) }
    server.withLock { $0 = made }
  }

  var port: Int { server.withLock { $0?.port ?? 0 } }
  var url: String { "http://127.0.0.1:\(port)" }
  var requests: [String] { state.withLock { $0.requests } }

  private func answer(_ connection: TestServer.Connection) {
    let text = connection.readRequest()
    let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count == 3, let split = text.range(of: "\r\n\r\n") else { return }
    let request = "\(parts[0]) \(parts[1])"
    let body = (try? JSONReader.read(String(text[split.upperBound...])))
    state.withLock { $0.requests.append(request) }
    let model = body?["model"]?.string ?? ""
    // What is asked of a model must name it, and nothing else may be said.
    if ["POST /api/show", "DELETE /api/delete", "POST /api/pull"].contains(request) {
      guard !model.isEmpty, text.lowercased().contains("content-type: application/json"),
        body?.object?.allSatisfy({ ["model", "stream", "verbose"].contains($0.key) }) == true
      else { return json(connection, 400, #"{"error":"model is required"}"#) }
    }
    switch request {
    case "GET /api/version": json(connection, 200, #"{"version":"0.40.12"}"#)
    case "GET /api/tags":
      let models = state.withLock { $0.models }.map(Self.item).joined(separator: ",")
      json(connection, 200, models.isEmpty ? #"{"models":null}"# : "{\"models\":[\(models)]}")
    case "GET /api/ps":
      json(
        connection, 200,
        #"{"models":[{"name":"phi4-mini:latest","model":"phi4-mini:latest","size":5137025024,"digest":"x","details":{},"expires_at":"2026-11-29T15:00:00.123+01:00","size_vram":5137025024,"context_length":4096}]}"#
      )
    case "POST /api/show":
      guard state.withLock({ $0.models.contains(model) }) else {
        return json(connection, 404, #"{"error":"model '\#(model)' not found"}"#)
      }
      json(connection, 200, Self.details)
    case "DELETE /api/delete":
      let isThere = state.withLock { state in
        defer { state.models.removeAll { $0 == model } }
        return state.models.contains(model)
      }
      if isThere {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
      } else {
        json(connection, 404, #"{"error":"model '\#(model)' not found"}"#)
      }
    case "POST /api/pull":
      let pull = state.withLock {
        $0.pulls.isEmpty ? Pull(lines: [#"{"error":"no script is left"}"#]) : $0.pulls.removeFirst()
      }
      connection.write(
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
      )
      // Cut where no line ends.
      let all = pull.lines.map { $0 + "\n" }.joined()
      for piece in stride(from: 0, to: all.utf8.count, by: 37) {
        connection.writeChunk(
          String(decoding: Array(all.utf8)[piece..<min(piece + 37, all.utf8.count)], as: UTF8.self))
      }
      if !pull.breaks { connection.write("0\r\n\r\n") }
    default: json(connection, 404, "404 page not found")
    }
  }

  private func json(_ connection: TestServer.Connection, _ status: Int, _ text: String) {
    connection.write(
      "HTTP/1.1 \(status) X\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
    )
  }

  private static func item(_ name: String) -> String {
    #"{"name":"\#(name)","model":"\#(name)","modified_at":"2026-11-01T10:00:00Z","size":2491876774,"digest":"78fad5d182a7","details":{"parent_model":"","format":"gguf","family":"phi3","families":["phi3"],"parameter_size":"3.8B","quantization_level":"Q4_K_M","context_length":131072,"embedding_length":3072},"capabilities":["completion","tools"]}"#
  }

  private static let details =
    #"{"license":"MIT","parameters":"num_ctx                        8192\nstop                           \"<|end|>\"\nstop                           \"<|\\\"user|>\"\ntemperature                    0.7","template":"{{ .Prompt }}","details":{"parent_model":"","format":"gguf","family":"phi3","families":["phi3"],"parameter_size":"3.8B","quantization_level":"Q4_K_M"},"model_info":{"general.architecture":"phi3","general.parameter_count":3836021856,"phi3.context_length":131072,"phi3.embedding_length":3072,"phi3.rope.scaling.original_context_length":4096},"capabilities":["completion","tools","thinking"],"modified_at":"2026-11-01T10:00:00Z"}"#
}

@Suite(.timeLimit(.minutes(10)))
struct OllamaManagerTests {
  private func manager(
    _ stub: OllamaStub, suffix: String = "", clock: FakeClock = FakeClock()
  ) -> OllamaManager {
    OllamaManager(
      baseURL: stub.url + suffix, transport: AsyncHTTPTransport(environment: [:]), policy: clock.policy(),
      patience: 600)
  }

  @Test(arguments: ["", "/", "/v1", "/api/"])
  func modelsAreListedWhateverTheAddressEndsWith(suffix: String) async throws {
    let stub = try OllamaStub()
    let manager = manager(stub, suffix: suffix)
    #expect(try await manager.version() == "0.40.12")
    let model = try #require(try await manager.list().first)
    #expect(model.name == "phi4-mini:latest" && model.size == 2_491_876_774 && model.quantization == "Q4_K_M")
    #expect(model.parameterSize == "3.8B" && model.contextTokens == 131_072)
    #expect(model.info(provider: "ollama").capabilities == ["chat", "tools"])
  }

  @Test func aServerWithoutModelsHasNone() async throws {
    #expect(try await manager(try OllamaStub(models: [])).list().isEmpty)
  }

  @Test func allAboutAModelIsTold() async throws {
    let details = try await manager(try OllamaStub()).show("phi4-mini:latest")
    #expect(details.contextTokens == 131_072 && details.setContextTokens == 8192)
    #expect(details.parameterCount == 3_836_021_856 && details.embeddingLength == 3072)
    #expect(details.commonCapabilities == ["chat", "tools", "reasoning"])
    #expect(details.parameters.map(\.value) == ["8192", "<|end|>", #"<|"user|>"#, "0.7"])
    #expect(details.quantization == "Q4_K_M" && details.licence == "MIT" && details.system == nil)
  }

  @Test func whatIsInMemoryIsTold() async throws {
    let running = try await manager(try OllamaStub()).running()
    #expect(running.map(\.name) == ["phi4-mini:latest"] && running.first?.contextTokens == 4096)
    #expect(running.first?.graphicsSize == 5_137_025_024)
  }

  @Test func aModelIsDeletedOnce() async throws {
    let stub = try OllamaStub()
    let manager = manager(stub)
    try await manager.delete("phi4-mini:latest")
    #expect(try await manager.list().isEmpty)
    await #expect(throws: ModelError.self) { try await manager.delete("phi4-mini:latest") }
    #expect(stub.requests.filter { $0.hasPrefix("DELETE") }.count == 2)
  }

  @Test func aModelThatIsNotThereIsToldByItsName() async throws {
    let manager = manager(try OllamaStub())
    await #expect {
      try await manager.show("nope")
    } throws: { ($0 as? ModelError)?.message == "ollama: model 'nope' not found" }
  }

  // MARK: Pulling

  private static let start = [
    #"{"status":"pulling manifest"}"#,
    #"{"status":"pulling aaa","digest":"sha256:aaa","total":1000}"#,
    #"{"status":"pulling aaa","digest":"sha256:aaa","total":1000,"completed":400}"#,
    #"{"status":"pulling bbb","digest":"sha256:bbb","total":500,"completed":500}"#,
  ]
  private static let end = [
    #"{"status":"pulling aaa","digest":"sha256:aaa","total":1000,"completed":1000}"#,
    #"{"status":"verifying sha256 digest"}"#, #"{"status":"writing manifest"}"#, #"{"status":"success"}"#,
  ]

  private func pull(
    _ pulls: [OllamaStub.Pull], clock: FakeClock = FakeClock()
  ) async throws -> (
    [OllamaPull], OllamaStub
  ) {
    let stub = try OllamaStub(pulls: pulls)
    let seen = Mutex<[OllamaPull]>([])
    _ = try await manager(stub, clock: clock).pull("phi4") { pull in seen.withLock { $0.append(pull) } }
    return (seen.withLock { $0 }, stub)
  }

  @Test func apullTellsHowFarItIs() async throws {
    let (seen, _) = try await pull([.init(lines: Self.start + Self.end)])
    #expect(seen.count == 8 && seen.first?.fraction == nil)
    #expect(seen.map(\.completed) == [0, 0, 400, 900, 1500, 1500, 1500, 1500])
    #expect(seen[3].total == 1500 && seen[3].fraction == 0.6 && seen.last?.isDone == true)
  }

  @Test(arguments: [true, false])
  func aPullThatBreaksGoesOnWhereItWas(breaks: Bool) async throws {
    let clock = FakeClock()
    let (seen, stub) = try await pull(
      [
        // What breaks may take lines along that were sent already: the second answer tells of all parts.
        .init(lines: Self.start, breaks: breaks), .init(lines: [Self.start[0], Self.start[3]] + Self.end),
      ],
      clock: clock)
    #expect(seen.last?.isDone == true && seen.last?.completed == 1500)
    #expect(stub.requests == ["POST /api/pull", "POST /api/pull"] && clock.waits == [0.5])
  }

  @Test func aPullThatNeverGetsFurtherIsGivenUp() async throws {
    let clock = FakeClock()
    await #expect {
      _ = try await pull(Array(repeating: .init(lines: Self.start, breaks: true), count: 9), clock: clock)
    } throws: { ($0 as? ModelError)?.message == "ollama stopped sending before phi4 was there" }
    // What breaks may take lines along, so that a later answer gets further than the first one seemed to.
    #expect(clock.waits.suffix(2) == [0.5, 1])
  }

  @Test(arguments: [
    (#"{"error":"pull model manifest: file does not exist"}"#, "models are listed at ollama.com/library"),
    (#"{"error":"write /var/lib/ollama: no space left on device"}"#, "Free some space"),
  ])
  func anErrorInASuccessfulAnswerIsAnError(line: String, hint: String) async throws {
    await #expect {
      _ = try await pull([.init(lines: Self.start + [line])])
    } throws: { error in
      guard let error = error as? ModelError else { return false }
      return error.message.hasPrefix("ollama: ") && error.hint?.contains(hint) == true
    }
  }

  @Test func stoppingAPullClosesTheConnection() async throws {
    let isClosed = Box<Bool>()
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + Self.start[0] + "\n")
      isClosed.set(connection.isClosed(within: 500))
    }
    defer { server.stop() }
    let manager = OllamaManager(
      baseURL: "http://127.0.0.1:\(server.port)", transport: AsyncHTTPTransport(environment: [:]),
      patience: 600)
    let hasBegun = Mutex(false)
    let task = Task { try await manager.pull("phi4") { _ in hasBegun.withLock { $0 = true } } }
    while !hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    while await isClosed.get() == nil {}
    #expect(await isClosed.get() == true)
  }

  @Test func linesAreReadHoweverTheyAreCut() {
    let bytes = Array("{\"a\":1}\r\n\n[2]\nnonsense\n{\"é\":\"日本\"}".utf8)
    for size in 1...bytes.count {
      var lines = JSONLines()
      var items: [JSONLines.Item] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        items += lines.feed(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      items += lines.finish()
      #expect(items == [.value(["a": 1]), .value([2]), .other("nonsense"), .value(["é": "日本"])])
    }
    var short = JSONLines(limit: 10)
    #expect(short.feed(Array("{}\n12345678901234\n{}".utf8)) == [.value([:]), .tooLong])
    #expect(short.feed(Array("{}\n".utf8)).isEmpty && short.finish().isEmpty)
  }
}
