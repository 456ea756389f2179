import Documents
import Testing

@testable import Models

/// A key that the server does not accept is read anew, once.
@Suite(.timeLimit(.minutes(10)))
struct RefusedKeyTests {
  private let scratch: Scratch
  private let reader = SecretReader(
    environment: ["PATH": "/usr/bin:/bin"], mayAsk: false, patience: 500, now: { 0 })

  init() throws { scratch = try Scratch() }

  /// A key of a program that gives another one each time: `sk-key-1`, `sk-key-2` and so on.
  private func changing() -> Secret {
    reader.secret(
      .command([
        scratch.program(
          "pass", "echo x >>\(scratch.path)/runs; echo sk-key-$(wc -l <\(scratch.path)/runs)")
      ]), of: "test")
  }

  private func keys(_ transport: FakeTransport) -> [String] {
    transport.requests.map { $0.headers["Authorization"] ?? $0.headers["api-key"] ?? "none" }
  }

  private let warning = "sent again: the key was refused and read anew"

  @Test func theRequestIsSentAgainWithTheNewKey() async throws {
    let transport = FakeTransport([
      .answer(401, errorBody("expired sk-key-1")), .answer(200, shortReply), .answer(200, shortReply),
    ])
    let provider = makeProvider(transport, key: changing())
    let reply = await events(provider).reply
    #expect(reply.ending?.kind == .complete && reply.text == "pong")
    #expect(reply.warnings == [warning])
    #expect(keys(transport) == ["Bearer sk-key-1", "Bearer sk-key-2"])
    // It is kept for the next request, which needs no warning.
    #expect(await events(provider).reply.warnings.isEmpty)
    #expect(keys(transport).last == "Bearer sk-key-2" && scratch.text("runs") == "x\nx\n")
  }

  @Test func aSecondRefusalIsTheEnd() async throws {
    let transport = FakeTransport([
      .answer(401, errorBody("no")), .answer(401, errorBody("sk-key-2 is not valid, nor is sk-key-1")),
    ])
    let reply = await events(makeProvider(transport, key: changing())).reply
    #expect(reply.ending?.kind == .failed)
    #expect(reply.ending?.reason?.contains("did not accept the key") == true)
    #expect(reply.ending?.reason?.contains("sk-key") == false)
    #expect(transport.requests.count == 2)
  }

  @Test func theSameKeyIsNotSentTwice() async throws {
    let program = scratch.program("pass", "echo x >>\(scratch.path)/runs; echo sk-same")
    for key in [reader.secret(.command([program]), of: "test"), Secret("sk-fixed")] {
      let transport = FakeTransport([.answer(401, errorBody("no"))])
      let reply = await events(makeProvider(transport, key: key)).reply
      #expect(reply.ending?.kind == .failed && reply.warnings.isEmpty)
      #expect(transport.requests.count == 1)
    }
    #expect(scratch.text("runs") == "x\nx\n")
  }

  @Test func aProgramThatFailsTheSecondTimeLeavesTheFirstRefusal() async throws {
    let program = scratch.program(
      "pass", "[ -e \(scratch.path)/runs ] && exit 1; echo x >>\(scratch.path)/runs; echo sk-1st")
    let transport = FakeTransport([.answer(401, errorBody("no"))])
    let key = reader.secret(.command([program]), of: "test")
    let reply = await events(makeProvider(transport, key: key)).reply
    #expect(reply.ending?.reason?.contains("did not accept the key") == true)
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: [400, 403, 404, 429, 500])
  func otherErrorsSayNothingAboutTheKey(_ status: Int) async throws {
    let transport = FakeTransport(Array(repeating: .answer(status, errorBody("no")), count: 3))
    _ = await events(makeProvider(transport, key: changing()))
    #expect(Set(keys(transport)) == ["Bearer sk-key-1"])
    #expect(scratch.text("runs") == "x\n")
  }

  @Test func manyWhoAreRefusedAtOnceRunOneProgram() async throws {
    // Each asks with the first key, and the server takes the second alone.
    let transport = KeyedTransport(accepts: "Bearer sk-key-2", askers: 8)
    let provider = makeProvider(transport, key: changing())
    let replies = await withTaskGroup(of: Reply.self) { group in
      for _ in 0..<8 { group.addTask { await events(provider).reply } }
      return await group.reduce(into: [Reply]()) { $0.append($1) }
    }
    #expect(replies.allSatisfy { $0.ending?.kind == .complete && $0.warnings == [warning] })
    #expect(scratch.text("runs") == "x\nx\n")
  }

  @Test func listsAndManagementReadItAnewAsWell() async throws {
    let list = #"{"data":[{"id":"m"}]}"#
    let transport = FakeTransport([.answer(401, errorBody("no")), .answer(200, list)])
    #expect(try await makeProvider(transport, key: changing()).models().map(\.name.model) == ["m"])
    #expect(keys(transport) == ["Bearer sk-key-1", "Bearer sk-key-2"])

    let refusals = FakeTransport([.answer(401, errorBody("no")), .answer(401, errorBody("bad sk-key-4"))])
    let manager = OllamaManager(
      name: "test", baseURL: "http://localhost:11434", key: changing(), transport: refusals)
    let error = await #expect(throws: ModelError.self) { try await manager.version() }
    // It is the reader's own key by now: it was kept from above.
    #expect(keys(refusals) == ["Bearer sk-key-2", "Bearer sk-key-3"])
    #expect(error?.message.contains("did not accept the key") == true)
  }

  @Test func azureHasItInItsOwnField() async throws {
    let transport = FakeTransport([.answer(401, errorBody("no")), .answer(200, shortReply)])
    let provider = AzureOpenAIProvider(
      name: "test", baseURL: "https://x.openai.azure.com/openai/v1", credential: .apiKey(changing()),
      transport: transport, patience: .ofTests, memory: DialectMemory())
    #expect(await events(provider).reply.ending?.kind == .complete)
    #expect(keys(transport) == ["sk-key-1", "sk-key-2"])
  }
}

/// Refuses all keys but one; the first answers wait until so many have asked.
private actor KeyedTransport: HTTPTransport {
  private let key: String
  private let askers: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var count = 0

  init(accepts key: String, askers: Int) {
    self.key = key
    self.askers = askers
  }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    if request.headers["Authorization"] == key { return response(200, shortReply) }
    count += 1
    if count == askers {
      for waiter in waiting { waiter.resume() }
      waiting = []
    } else if count < askers {
      await withCheckedContinuation { waiting.append($0) }
    }
    return response(401, errorBody("no"))
  }

  private func response(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(
      status: status,
      body: AsyncThrowingStream { continuation in
        continuation.yield(Array(text.utf8))
        continuation.finish()
      })
  }
}
