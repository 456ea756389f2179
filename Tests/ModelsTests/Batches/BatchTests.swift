import Documents
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Models

/// A service for files and batches over real sockets, which refuses whatever the real ones would not take.
private final class BatchStub: Sendable {
  struct State {
    var files: [String: String] = [:]
    var fileStates: [String] = []
    /// What the batch is at each look.
    var looks: [String]
    var created = 0
    var requests: [String] = []
    var authorizations: Set<String> = []
    var problems: [String] = []
  }

  let state: Mutex<State>
  private let server = Mutex<TestServer?>(nil)
  private let prefix: String
  private let query: String
  private let endpoint: String

  /// - Parameter prefix: the path before `/files` and `/batches`.
  init(
    prefix: String = "/v1", query: String = "", endpoint: String = "/v1/chat/completions",
    looks: [String] = ["completed"], fileStates: [String] = ["processed"]
  ) throws {
    state = Mutex(State(fileStates: fileStates, looks: looks))
    self.prefix = prefix
    self.query = query
    self.endpoint = endpoint
    let made = try TestServer { [weak self] in self?.answer($0) }
    server.withLock { $0 = made }
  }

  deinit { server.withLock { $0?.stop() } }

  var root: String { "http://127.0.0.1:\(server.withLock { $0?.port ?? 0 })" }

  private func answer(_ connection: TestServer.Connection) {
    let text = connection.readRequest()
    guard let split = text.range(of: "\r\n\r\n") else { return }
    let head = text[..<split.lowerBound]
    let body = String(text[split.upperBound...])
    let words = head.split(separator: " ", maxSplits: 2).map(String.init)
    let target = words[1].split(separator: "?", maxSplits: 1).map(String.init)
    for line in head.split(separator: "\r\n")
    where ["authorization:", "api-key:"].contains(where: line.lowercased().hasPrefix) {
      state.withLock { _ = $0.authorizations.insert(String(line)) }
    }
    guard target[0].hasPrefix(prefix + "/"), query.isEmpty || target.last?.hasPrefix(query) == true else {
      return json(connection, 404, #"{"error":{"code":"404","message":"Resource not found"}}"#)
    }
    let request = "\(words[0]) \(target[0].dropFirst(prefix.count))"
    state.withLock { $0.requests.append(request) }
    switch request {
    case "POST /files":
      guard let parts = Self.parts(of: body, head: String(head)), parts["purpose"] == "batch",
        let file = parts["file"]
      else { return json(connection, 400, #"{"error":{"message":"bad form"}}"#) }
      state.withLock { $0.files["file-in"] = file }
      json(connection, 200, fileJSON)
    case "GET /files/file-in": json(connection, 200, fileJSON)
    case "POST /batches":
      let value = try? JSONReader.read(body)
      let isReady = state.withLock { $0.fileStates.first } == "processed"
      guard value?["input_file_id"]?.string == "file-in", value?["endpoint"]?.string == endpoint,
        value?["completion_window"]?.string == "24h", isReady
      else {
        return json(connection, 400, #"{"error":{"message":"the input file is not in state processed"}}"#)
      }
      state.withLock { $0.created += 1 }
      json(connection, 200, batch("validating"))
    case "GET /batches/batch_1":
      let look = state.withLock { $0.looks.count > 1 ? $0.looks.removeFirst() : $0.looks[0] }
      json(connection, 200, batch(look))
    case "POST /batches/batch_1/cancel": json(connection, 200, batch("cancelling"))
    case "GET /batches":
      json(connection, 200, #"{"object":"list","data":[\#(batch("completed"))],"has_more":false}"#)
    case "GET /files/file-out/content": lines(connection, Self.output)
    case "GET /files/file-err/content": lines(connection, Self.errors)
    default: json(connection, 404, #"{"error":{"message":"No such object"}}"#)
    }
  }

  private var fileJSON: String {
    let status = state.withLock { $0.fileStates.count > 1 ? $0.fileStates.removeFirst() : $0.fileStates[0] }
    return
      #"{"object":"file","id":"file-in","purpose":"batch","filename":"in.jsonl","bytes":10,"created_at":1764432000,"status":"\#(status)","status_details":"line 3"}"#
  }

  private func batch(_ status: String) -> String {
    let isOver = ["completed", "expired", "cancelled"].contains(status)
    let files =
      isOver
      ? #""output_file_id":"file-out","error_file_id":"file-err""#
      : #""output_file_id":null,"error_file_id":"""#
    let counts = isOver ? #"{"total":3,"completed":2,"failed":1}"# : "null"
    let errors =
      status == "failed"
      ? #"{"object":"list","data":[{"code":"invalid_json_line","message":"no JSON","line":4}]}"# : "null"
    return
      #"{"id":"batch_1","object":"batch","endpoint":"\#(endpoint)","errors":\#(errors),"input_file_id":"file-in","completion_window":"24h","status":"\#(status)",\#(files),"created_at":1764432000,"request_counts":\#(counts),"metadata":{"run":"7"},"usage":{"input_tokens":30,"output_tokens":6}}"#
  }

  // Not in the order of the input.
  static let output =
    [
      #"{"id":"r2","custom_id":"b","response":{"status_code":200,"request_id":"x","body":{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"vier"},"finish_reason":"length"}],"usage":{"prompt_tokens":10,"completion_tokens":2}}},"error":null}"#,
      #"{"id":"r1","custom_id":"a","response":{"status_code":200,"request_id":"x","body":{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"zwei é 日本"},"finish_reason":"stop"}]}},"error":null}"#,
    ].joined(separator: "\n") + "\n"
  static let errors =
    [
      #"{"id":"r3","custom_id":"c","response":{"status_code":400,"request_id":"x","body":{"error":{"message":"blocked","code":"content_filter","param":"prompt"}}},"error":null}"#,
      #"{"id":"r4","custom_id":"d","response":null,"error":{"code":"batch_expired","message":"This request could not be executed before the completion window expired."}}"#,
    ].joined(separator: "\n")

  private func json(_ connection: TestServer.Connection, _ status: Int, _ text: String) {
    connection.write(
      "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
    )
  }

  private func lines(_ connection: TestServer.Connection, _ text: String) {
    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 11) {
      let piece = bytes[start..<min(start + 11, bytes.count)]
      connection.write(String(piece.count, radix: 16) + "\r\n")
      connection.write(Array(piece) + Array("\r\n".utf8))
    }
    connection.write("0\r\n\r\n")
  }

  /// Takes a form apart as RFC 7578 has it; nil when it is none.
  static func parts(of body: String, head: String) -> [String: String]? {
    guard let start = head.range(of: "multipart/form-data; boundary=") else { return nil }
    let boundary = "--" + head[start.upperBound...].prefix { $0 != "\r\n" && $0 != "\r" }
    guard body.hasSuffix(boundary + "--\r\n") else { return nil }
    var parts: [String: String] = [:]
    for part in body.components(separatedBy: boundary).dropFirst().dropLast() {
      guard part.hasPrefix("\r\n"), part.hasSuffix("\r\n"), let split = part.range(of: "\r\n\r\n"),
        let name = part.range(of: "name=\"")
      else { return nil }
      let key = String(part[name.upperBound...].prefix { $0 != "\"" })
      parts[key] = String(part[split.upperBound...].dropLast())
    }
    return parts
  }
}

@Suite(.timeLimit(.minutes(10)))
struct BatchTests {
  private func service(
    _ url: String, _ flavour: BatchService.Flavour = .openAI, key: String? = "sk-1",
    clock: FakeClock = FakeClock()
  ) -> BatchService {
    BatchService(
      name: "work", baseURL: url, flavour: flavour, key: key.map { Secret($0) },
      transport: AsyncHTTPTransport(environment: [:]), policy: clock.policy(), patience: 600)
  }

  private static let input = BatchInput(
    endpoint: "/v1/chat/completions",
    lines: ["a", "b", "c", "d"].map {
      BatchInput.Line(
        customID: $0,
        ChatRequest(
          model: ModelName(provider: "work", model: "m"), messages: [ChatMessage(.user, "Frage é 日本 \($0)")],
          parameters: SamplingParameters(temperature: 0)))
    })

  @Test func aBatchGoesItsWholeWay() async throws {
    let stub = try BatchStub(looks: ["validating", "in_progress", "in_progress", "finalizing", "completed"])
    let clock = FakeClock()
    let service = service(stub.root + "/v1", clock: clock)
    let file = try await service.upload(Self.input.bytes, as: "in \"x\".jsonl", lifetime: 86_400)
    #expect(stub.state.withLock { $0.files["file-in"] } == String(decoding: Self.input.bytes, as: UTF8.self))
    let job = try await service.create(
      inputFile: file.id, endpoint: "/v1/chat/completions", metadata: ["run": "7"])
    #expect(
      job.status == .validating && job.total == nil && job.outputFileID == nil && job.errorFileID == nil)
    let seen = Mutex<[BatchJob.Status]>([])
    let end = try await service.wait(for: job.id, first: 4, longest: 7) { job in
      seen.withLock { $0.append(job.status) }
    }
    #expect(seen.withLock { $0 } == [.validating, .inProgress, .inProgress, .finalizing, .completed])
    // Longer and longer, and anew where something has moved.
    #expect(clock.waits == [4, 4, 6, 4])
    #expect(end.total == 3 && end.failed == 1 && end.metadata == ["run": "7"] && end.usage?.outputTokens == 6)
    let results = try await service.results(of: end)
    #expect(results.keys.sorted() == ["a", "b", "c", "d"])
    let replies = results.mapValues { $0.reply(from: "work") }
    #expect(replies["a"]?.text == "zwei é 日本" && replies["a"]?.ending?.kind == .complete)
    #expect(replies["b"]?.ending?.kind == .length && replies["b"]?.usage?.outputTokens == 2)
    #expect(replies["c"]?.ending?.kind == .filtered)
    #expect(replies["d"]?.ending?.reason == "the batch expired before this request was made")
    #expect(
      stub.state.withLock { $0.authorizations }.map { $0.lowercased() } == ["authorization: bearer sk-1"])
  }

  @Test(arguments: [
    ("/openai/v1", "", "/openai/v1", "/v1/chat/completions"),
    ("/openai?api-version=2024-10-21", "api-version=2024-10-21", "/openai", "/chat/completions"),
    (
      "/openai/deployments/gpt?api-version=2024-10-21", "api-version=2024-10-21", "/openai",
      "/chat/completions"
    ),
    ("?api-version=2024-10-21", "api-version=2024-10-21", "/openai", "/chat/completions"),
  ])
  func azuresPathsKeysAndFilesThatAreCheckedFirst(
    base: String, query: String, prefix: String, endpoint: String
  ) async throws {
    let stub = try BatchStub(
      prefix: prefix, query: query, endpoint: endpoint, fileStates: ["pending", "pending", "processed"])
    let clock = FakeClock()
    let service = service(stub.root + base, .azure, key: "azure-key", clock: clock)
    let file = try await service.upload(Self.input.bytes, as: "in.jsonl")
    #expect(file.status == "pending")
    let ready = try await service.waitUntilProcessed(file)
    #expect(ready.status == "processed" && clock.waits == [1, 2])
    let job = try await service.create(inputFile: ready.id, endpoint: "/v1/chat/completions")
    #expect(try await service.results(of: service.batch(job.id)).count == 4)
    #expect(try await service.list().count == 1)
    #expect(stub.state.withLock { $0.authorizations }.map { $0.lowercased() } == ["api-key: azure-key"])
  }

  @Test func aTokenOfEntraIsSentAsOne() async throws {
    let stub = try BatchStub(prefix: "/openai/v1")
    let token = SecretReaderTests.token(exp: 1)
    _ = try await service(stub.root + "/openai/v1", .azure, key: token).batch("batch_1")
    #expect(
      stub.state.withLock { $0.authorizations }.map { $0.lowercased() } == [
        "authorization: bearer \(token.lowercased())"
      ])
  }

  @Test func aFileThatIsRefusedAndABatchThatFailsAreTold() async throws {
    let stub = try BatchStub(looks: ["failed"], fileStates: ["error"])
    let service = service(stub.root + "/v1")
    let file = try await service.upload(Self.input.bytes, as: "in.jsonl")
    await #expect {
      _ = try await service.waitUntilProcessed(file)
    } throws: { ($0 as? ModelError)?.message == "work does not accept the file in.jsonl: line 3" }
    let end = try await service.wait(for: "batch_1")
    #expect(
      end.status == .failed && end.problems == [.init(code: "invalid_json_line", message: "no JSON", line: 4)]
    )
    await #expect {
      _ = try await service.create(inputFile: "file-in", endpoint: "/v1/chat/completions")
    } throws: { ($0 as? ModelError)?.message.contains("not in state processed") == true }
    #expect(try await service.cancel("batch_1").status == .cancelling)
  }

  @Test func aBatchIsNeverStartedTwice() async throws {
    let count = Mutex(0)
    let server = try TestServer { connection in
      _ = connection.readRequest()
      count.withLock { $0 += 1 }
    }
    defer { server.stop() }
    await #expect(throws: ModelError.self) {
      _ = try await service(server.url).create(inputFile: "f", endpoint: "/v1/chat/completions")
    }
    #expect(count.withLock { $0 } == 1)
    await #expect(throws: ModelError.self) { _ = try await service(server.url).batch("b") }
    #expect(count.withLock { $0 } == 4)
  }

  @Test(arguments: ["", "../files", "a/b", "a?b", "é"])
  func anIdThatCouldLeadElsewhereIsRefused(id: String) async {
    await #expect(throws: ModelError.self) { _ = try await service("http://127.0.0.1:9/v1").batch(id) }
  }

  @Test func aServerWithoutBatchesIsTold() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>")
    }
    defer { server.stop() }
    await #expect {
      _ = try await service(server.url).list()
    } throws: { ($0 as? ModelError)?.message == "work answered with a web page" }
  }

  @Test func anAnswerThatComesByteByByteIsGivenUp() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while connection.write(" ") { usleep(20_000) }
    }
    defer { server.stop() }
    let service = BatchService(
      name: "work", baseURL: server.url, transport: AsyncHTTPTransport(environment: [:]), patience: 2)
    for call in [{ _ = try await service.batch("b") }, { _ = try await service.lines(ofFile: "f") { _ in } }]
      as [@Sendable () async throws -> Void]
    {
      await #expect {
        try await call()
      } throws: { ($0 as? ModelError)?.message.hasSuffix("for 2 s") == true }
    }
  }

  @Test func anAnswerThatIsTooLargeIsToldByItsLimit() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
      while connection.write(String(repeating: " ", count: 1 << 16)) {}
    }
    defer { server.stop() }
    let service = BatchService(
      name: "work", baseURL: server.url,
      transport: AsyncHTTPTransport(settings: .init(responseLimit: 1 << 20), environment: [:]), patience: 500)
    await #expect {
      _ = try await service.batch("b")
    } throws: { ($0 as? ModelError)?.message == "the answer of work is larger than 1 MB" }
  }

  // MARK: The input

  @Test func whatIsWrongInAnInputIsFoundBeforeItIsSent() {
    func line(
      _ id: String, model: String = "m", url: String = "/v1/chat/completions", rest: String = ""
    ) -> String {
      #"{"custom_id":"\#(id)","method":"POST","url":"\#(url)","body":{"model":"\#(model)"\#(rest)}}"#
    }
    func codes(_ lines: [String], limits: BatchInput.Limits = .openAI) -> [String] {
      BatchInput.problems(
        in: Array(lines.joined(separator: "\n").utf8), endpoint: "/v1/chat/completions", limits: limits
      ).map { "\($0.code ?? "") \($0.line.map(String.init) ?? "-")" }
    }
    #expect(
      BatchInput.problems(in: Self.input.bytes, endpoint: "/v1/chat/completions", limits: .openAI).isEmpty)
    #expect(codes([line("a"), line("b", url: "/chat/completions"), ""]).isEmpty)
    #expect(codes([]) == ["empty_file -"])
    #expect(codes([line("a"), "{", "3"]) == ["invalid_json_line 2", "invalid_json_line 3"])
    #expect(codes([line("a"), line("b"), line("a")]) == ["duplicate_custom_id 3"])
    #expect(codes([line("a"), line("b", model: "n")]) == ["model_mismatch 2"])
    #expect(codes([line("a", url: "/v1/embeddings")]) == ["url_mismatch 1"])
    #expect(codes([line("a", rest: #","stream":true"#)]) == ["invalid_request 1"])
    #expect(codes([line("a", model: "")]) == ["model_not_found 1"])
    #expect(codes([#"{"method":"POST"}"#]) == ["invalid_request 1"])
    #expect(codes(["\u{FEFF}" + line("a")]) == ["invalid_json_line 1"])
    let two = BatchInput.Limits(lines: 2, size: 10, oneModel: true)
    #expect(
      codes(["a", "b", "c"].map { line($0) }, limits: two) == ["file_too_large -", "too_many_tasks -"])
    #expect(codes(Array(repeating: "x", count: 1000)).count == 100)
  }

  @Test func nothingIsStreamedInABatch() throws {
    let first = try #require(Self.input.bytes.split(separator: 0x0A).first)
    let value = try JSONReader.read(first)
    #expect(value["body"]?["stream"] == nil && value["body"]?["stream_options"] == nil)
    #expect(value["body"]?["temperature"]?.double == 0 && value["method"]?.string == "POST")
  }
}
