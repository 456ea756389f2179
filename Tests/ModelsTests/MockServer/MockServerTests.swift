import MockServer
import Synchronization
import TestSupport
import Testing

@testable import Models

/// The mock server, asked over real sockets by our own providers.
struct MockServerTests {
  /// What came over a connection in answer to a request, byte for byte.
  static func exchange(
    _ request: String, at port: Int
  ) async throws -> (status: Int, head: String, body: String) {
    let answer = try await TestClient.exchange(request, port: port)
    let text = String(decoding: answer, as: UTF8.self)
    let end = text.firstRange(of: "\r\n\r\n")
    let head = end.map { String(text[..<$0.lowerBound]) } ?? text
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return (status, head, end.map { String(text[$0.upperBound...]) } ?? "")
  }

  static func post(_ path: String, _ body: String, _ fields: String = "") -> String {
    "POST \(path) HTTP/1.1\r\nHost: x\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test(arguments: WireFormat.allCases, [1, 7, nil])
  func everyCaseIsAskedByTheNameOfItsModel(_ format: WireFormat, inPiecesOf size: Int?) async throws {
    let cases = try MockCorpus.catalogue().cases
    let server = try await MockServer.start(cases: cases, pacing: MockPacing(pieceSize: size))
    let provider = MockCorpus.provider(format, server)
    for mockCase in cases where mockCase.format.rawValue == format.rawValue && mockCase.fault == nil {
      let reply = await events(provider, MockCorpus.request(mockCase.name)).reply
      #expect(reply.ending?.kind.rawValue == mockCase.ending.rawValue, "\(mockCase.id)")
      #expect(reply.text == mockCase.text, "\(mockCase.id)")
    }
    await server.stop()
  }

  @Test func theOnlyCaseOfAFormatAnswersEveryModel() async throws {
    let catalogue = try MockCorpus.catalogue()
    let server = try await MockServer.start(cases: catalogue.find("length"))
    for format in WireFormat.allCases {
      let reply = await events(MockCorpus.provider(format, server), MockCorpus.request("anything")).reply
      #expect(reply.ending?.kind == .length)
    }
    await server.stop()
  }

  @Test(arguments: [
    "/v1/chat/completions", "/chat/completions", "/openai/v1/chat/completions",
    "/openai/deployments/length/chat/completions?api-version=2024-10-21", "/v1/responses",
    "/openai/v1/responses", "/openai/responses?api-version=2025-04-01-preview", "/v1/messages",
    "/anthropic/v1/messages", "/api/chat",
  ])
  func everyPathThatClientsAskIsAnswered(_ path: String) async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().cases)
    let model = path.contains("deployments") ? "" : #""model":"length","#
    let answer = try await Self.exchange(
      Self.post(path, "{\(model)\"stream\":true}", "Expect: 100-continue\r\n"), at: server.port)
    #expect(answer.status == 100)
    #expect(answer.body.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.body.contains("Transfer-Encoding: chunked"))
    #expect(answer.body.hasSuffix("\r\n0\r\n\r\n"))
    await server.stop()
  }

  @Test(arguments: WireFormat.allCases)
  func theCasesAreListedAsModels(_ format: WireFormat) async throws {
    let cases = try MockCorpus.catalogue().cases
    let server = try await MockServer.start(cases: cases)
    let models = try await MockCorpus.provider(format, server).models().map(\.name.model)
    let own = Set(cases.filter { $0.format.rawValue == format.rawValue }.map(\.name))
    #expect(own.isSubset(of: models))
    if format != .chatCompletions, format != .responses { #expect(own == Set(models)) }
    await server.stop()
  }

  // MARK: What is wrong with a request

  @Test(arguments: [
    ("POST", "/v1/completions", "{}", 404, #"{"error":{"message":"there is nothing at /v1/completions."#),
    ("POST", "/v1/v1/messages", "{}", 404, #"{"type":"error","error":{"type":"not_found_error""#),
    ("POST", "/api/generate", "{}", 404, #"{"error":"there is nothing at /api/generate."#),
    ("GET", "/v1/chat/completions", "", 405, "GET is not possible here. Use POST."),
    ("POST", "/v1/models", "{}", 405, "Use GET."),
    ("POST", "/v1/chat/completions", "no json", 400, "no JSON object"),
    ("POST", "/v1/chat/completions", #"{"stream":true}"#, 404, "names no model"),
    (
      "POST", "/v1/chat/completions", #"{"model":"lenght","stream":true}"#, 404,
      #"Did you mean length? GET /v1/models lists them.","type":"invalid_request_error","param":null,"code":"model_not_found""#
    ),
    (
      "POST", "/api/chat", #"{"model":"usage-first"}"#, 404,
      #"{"error":"there is no case “usage-first” among those of Ollama's chat."#
    ),
    (
      "POST", "/v1/chat/completions", #"{"model":"cut"}"#, 400,
      #"the case chat/cut is a stream and nothing else. Ask with \"stream\": true."#
    ),
    ("POST", "/v1/messages", #"{"model":"cut","stream":false}"#, 400, #""type":"invalid_request_error""#),
  ])
  func aWrongRequestIsToldInTheProvidersOwnForm(
    _ method: String, _ path: String, _ body: String, _ status: Int, _ part: String
  ) async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().cases)
    let request =
      method == "POST" ? Self.post(path, body) : "\(method) \(path) HTTP/1.1\r\nHost: x\r\n\r\n"
    let answer = try await Self.exchange(request, at: server.port)
    #expect(answer.status == status)
    #expect(answer.body.contains(part), "\(answer.body)")
    await server.stop()
  }

  @Test func aCaseOfAnotherFormatSaysWhereItIs() async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().find("chat/cut"))
    let answer = try await Self.exchange(Self.post("/v1/messages", #"{"stream":true}"#), at: server.port)
    #expect(answer.status == 404)
    #expect(answer.body.contains("is of Anthropic's Messages. Served: POST /v1/chat/completions."))
    await server.stop()
  }

  @Test func theWholeFormIsForThoseWhoAskForNoStream() async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().cases)
    let answer = try await Self.exchange(
      Self.post("/v1/chat/completions", #"{"model":"length"}"#), at: server.port)
    #expect(answer.status == 200)
    #expect(answer.head.contains("Content-Type: application/json"))
    #expect(answer.head.contains("Content-Length: \(answer.body.utf8.count)"))
    #expect(answer.body.contains("\"chat.completion\""))
    // Ollama streams unless told otherwise.
    let ollama = try await Self.exchange(
      Self.post("/api/chat", #"{"model":"length:latest"}"#), at: server.port)
    #expect(ollama.head.contains("application/x-ndjson"))
    let whole = try await Self.exchange(
      Self.post("/api/chat", #"{"model":"ollama/length","stream":false}"#), at: server.port)
    #expect(whole.head.contains("application/json") && whole.body.contains("One two"))
    await server.stop()
  }

  // MARK: Pacing

  @Test func piecesAndCutsAreWhatWasAsked() async throws {
    let cases = try MockCorpus.catalogue().find("chat/complete")
    let pieces = try await MockServer.start(cases: cases, pacing: MockPacing(pieceSize: 7, delay: 0.0001))
    let request = Self.post("/v1/chat/completions", #"{"stream":true}"#)
    let sevens = try await Self.exchange(request, at: pieces.port).body
    #expect(sevens.hasPrefix("7\r\ndata: {\r\n7\r\n\"id\": \"\r\n"))
    await pieces.stop()
    let cut = try await MockServer.start(cases: cases, pacing: MockPacing(cutAfter: 10))
    let beginning = try await Self.exchange(request, at: cut.port).body
    #expect(beginning == "a\r\ndata: {\"id\r\n")
    let reply = await events(MockCorpus.provider(.chatCompletions, cut), MockCorpus.request("m")).reply
    #expect(reply.ending?.kind == .incomplete)
    await cut.stop()
  }

  @Test(arguments: [1000, -100])
  func aLengthThatLiesIsNoGoodEnd(_ error: Int) async throws {
    let cases = try MockCorpus.catalogue().find("chat/complete")
    let server = try await MockServer.start(cases: cases, pacing: MockPacing(lengthError: error))
    let answer = try await Self.exchange(
      Self.post("/v1/chat/completions", #"{"stream":true}"#), at: server.port)
    #expect(answer.head.contains("Content-Length: \(cases[0].body.count + error)"))
    #expect(answer.body.utf8.count == cases[0].body.count)
    let reply = await events(MockCorpus.provider(.chatCompletions, server), MockCorpus.request("m")).reply
    // What was promised and did not come is behind the end of the reply; what was cut off held the end alone.
    #expect(reply.text == "Hello world")
    await server.stop()
  }

  @Test(arguments: [("2", 2.0), ("1500ms", 1.5), ("0.25", 0.25)])
  func aRefusalComesFirstAndThenTheAnswer(_ wait: String, _ seconds: Double) async throws {
    let server = try await MockServer.start(
      cases: try MockCorpus.catalogue().find("complete"),
      pacing: MockPacing(refusal: .init(status: 429, retryAfter: wait, count: 2)))
    for format in WireFormat.allCases {
      let clock = FakeClock()
      for round in 1...2 {
        let reply = await events(
          MockCorpus.provider(format, server, policy: clock.policy()), MockCorpus.request("m")
        ).reply
        #expect(reply.ending?.kind == .complete && reply.text == "Hello world")
        #expect(clock.waits == [Double](repeating: seconds, count: round * 2))
      }
    }
    await server.stop()
  }

  @Test func aRefusalIsWrittenAsTheProviderWritesIt() async throws {
    let server = try await MockServer.start(
      cases: try MockCorpus.catalogue().find("complete"),
      pacing: MockPacing(refusal: .init(status: 529, count: 100)))
    let body = try await Self.exchange(Self.post("/v1/messages", #"{"stream":true}"#), at: server.port).body
    #expect(body.contains(#""type":"overloaded_error""#))
    await server.stop()
  }

  // MARK: Faults

  @Test(arguments: WireFormat.allCases)
  func aResetKeepsWhatCame(_ format: WireFormat) async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().find("reset"))
    let reply = await events(MockCorpus.provider(format, server), MockCorpus.request("m")).reply
    #expect(reply.ending?.kind == .incomplete)
    // A reset may overtake what was sent before it.
    #expect(reply.text == "Hello " || reply.text.isEmpty)
    await server.stop()
  }

  @Test(arguments: WireFormat.allCases)
  func aStallIsNoticed(_ format: WireFormat) async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().find("stall"))
    let patience = Patience(event: 600, stall: 1)
    let reply = await events(
      MockCorpus.provider(format, server, patience: patience), MockCorpus.request("m")
    ).reply
    #expect(reply.ending?.kind == .incomplete && reply.text == "Hello ")
    await server.stop()
  }

  @Test(arguments: WireFormat.allCases)
  func aWebPageIsNoAnswer(_ format: WireFormat) async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().find("html"))
    let reply = await events(MockCorpus.provider(format, server), MockCorpus.request("m")).reply
    #expect(reply.ending?.kind == .failed && reply.text.isEmpty)
    #expect(reply.ending?.reason?.contains("web page") == true)
    await server.stop()
  }

  @Test(arguments: ["gzip-bomb", "endless-line"])
  func whatNeverEndsIsGivenUp(_ name: String) async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().find(name))
    for format in WireFormat.allCases {
      let reply = await events(MockCorpus.provider(format, server), MockCorpus.request("m")).reply
      #expect(reply.ending?.kind == .failed, "\(format)")
      #expect(reply.ending?.reason?.contains("longer than") == true, "\(format)")
      #expect(reply.text == "Hello ", "\(format)")
    }
    await server.stop()
  }

  @Test(arguments: ["html", "reset", "slow"])
  func aFaultIsTheSameForThoseWhoAskForNoStream(_ name: String) async throws {
    let server = try await MockServer.start(
      cases: try MockCorpus.catalogue().find("chat/\(name)"), pacing: MockPacing(pieceSize: 50, delay: 0.0005)
    )
    let answer = try await Self.exchange(Self.post("/v1/chat/completions", "{}"), at: server.port)
    // What a reset overtakes does not come.
    #expect(answer.status == 200 || name == "reset")
    if name == "html" { #expect(answer.head.contains("text/html")) }
    if name == "slow" { #expect(answer.body.hasSuffix("0\r\n\r\n")) }
    await server.stop()
  }

  @Test func aSlowAnswerIsAGoodOne() async throws {
    let server = try await MockServer.start(
      cases: try MockCorpus.catalogue().find("slow"), pacing: MockPacing(delay: 0.0005))
    for format in WireFormat.allCases {
      let reply = await events(MockCorpus.provider(format, server), MockCorpus.request("m")).reply
      #expect(reply.ending?.kind == .complete && reply.text == "Hello world")
    }
    await server.stop()
  }

  // MARK: The server itself

  @Test func everyRequestIsToldWithoutItsKey() async throws {
    let told = Mutex<[MockRequest]>([])
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().find("cut")) { request in
      told.withLock { $0.append(request) }
    }
    _ = try await Self.exchange(
      Self.post(
        "/v1/chat/completions?key=AIza-1&api-version=1", #"{"model":"m","stream":true}"#,
        "Authorization: Bearer sk-1\r\napi-key: k-2\r\nX-Team: design\r\n"), at: server.port)
    _ = try await Self.exchange(Self.post("/v2", "{}"), at: server.port)
    await server.stop()
    let requests = told.withLock { $0 }
    let first = try #require(requests.first)
    #expect(requests.count == 2)
    #expect(first.path == "/v1/chat/completions?key=…&api-version=1")
    #expect(first.model == "m" && first.streams == true && first.caseID == "chat/cut" && first.status == 200)
    #expect(first.headers.first { $0.name == "X-Team" }?.value == "design")
    #expect(first.headers.contains { $0.name == "Authorization" && $0.value == nil })
    #expect(
      !"\(requests)".contains("sk-1") && !"\(requests)".contains("k-2") && !"\(requests)".contains("AIza"))
    #expect(requests[1].status == 404 && requests[1].problem?.contains("/v2") == true)
  }

  @Test func aPortThatIsTakenIsTold() async throws {
    let cases = try MockCorpus.catalogue().find("cut")
    let server = try await MockServer.start(cases: cases)
    let error = await #expect(throws: MockServer.Failure.self) {
      try await MockServer.start(cases: cases, port: server.port)
    }
    #expect(error?.message == "port \(server.port) is taken")
    await server.stop()
    // A port is free again when the server has stopped.
    let next = try await MockServer.start(cases: cases, port: server.port)
    #expect(next.port == server.port)
    await next.stop()
    await #expect(throws: MockServer.Failure.self) { try await MockServer.start(cases: [], port: 0) }
    await #expect(throws: MockServer.Failure.self) { try await MockServer.start(cases: cases, port: 70_000) }
  }

  @Test func stoppingEndsAnswersThatNeverEnd() async throws {
    let server = try await MockServer.start(cases: try MockCorpus.catalogue().find("stall"))
    let provider = MockCorpus.provider(.chatCompletions, server)
    let reply = await withTaskGroup(of: Reply.self) { group in
      let hasBegun = Box<Bool>()
      group.addTask {
        var events: [ReplyEvent] = []
        for await event in provider.stream(MockCorpus.request("m")) {
          events.append(event)
          if case .text = event { hasBegun.set(true) }
        }
        return events.reply
      }
      #expect(await hasBegun.get() == true)
      await server.stop()
      return await group.next()
    }
    #expect(reply?.ending?.kind == .incomplete)
  }
}
