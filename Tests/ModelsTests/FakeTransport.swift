import Documents
import Synchronization

@testable import Models

/// A server in memory: gives prepared answers, one a request, and keeps the requests.
final class FakeTransport: HTTPTransport {
  enum Step: Sendable {
    case response(Int, HTTPFields, String)
    /// The head with 200, then the pieces, then an error, or without one never an end.
    case broken([String], HTTPTransportError?)
    case failure(HTTPTransportError)
    /// No answer until the task is cancelled.
    case silence

    static func answer(_ status: Int, _ text: String) -> Step { .response(status, HTTPFields(), text) }
    static func answer(_ status: Int, _ fields: HTTPFields, _ text: String) -> Step {
      .response(status, fields, text)
    }
  }

  /// How a body ends.
  private enum End {
    case proper
    case never
    case error(HTTPTransportError)
  }

  private let steps: Mutex<[Step]>
  private let kept = Mutex<[HTTPRequest]>([])

  init(_ steps: [Step]) {
    self.steps = Mutex(steps)
  }

  var requests: [HTTPRequest] { kept.withLock { $0 } }

  /// The bodies of the requests as they were sent.
  var bodies: [JSONValue] { requests.compactMap { try? JSONReader.read($0.body) } }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    kept.withLock { $0.append(request) }
    let step = steps.withLock { $0.isEmpty ? .failure(.other("no step is left")) : $0.removeFirst() }
    switch step {
    case .response(let status, let fields, let text):
      return HTTPResponse(status: status, headers: fields, body: Self.body([text], .proper))
    case .broken(let pieces, let error):
      return HTTPResponse(status: 200, body: Self.body(pieces, error.map { .error($0) } ?? .never))
    case .failure(let error): throw error
    case .silence:
      try await Task.sleep(for: .seconds(600))
      throw CancellationError()
    }
  }

  private static func body(_ pieces: [String], _ end: End) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
      for piece in pieces { continuation.yield(Array(piece.utf8)) }
      switch end {
      case .error(let error): continuation.finish(throwing: error)
      case .proper: continuation.finish()
      case .never: break
      }
    }
  }
}

/// A clock that does not wait, and keeps what it was asked to wait.
final class FakeClock: Sendable {
  private let kept = Mutex<[Double]>([])

  var waits: [Double] { kept.withLock { $0 } }

  /// The policy of the program, on this clock.
  func policy(jitter: Double = 0, now: Double = 0) -> RetryPolicy {
    RetryPolicy(
      jitter: { jitter }, now: { now },
      sleep: { seconds in
        self.kept.withLock { $0.append(seconds) }
        try Task.checkCancellation()
      })
  }
}

/// A provider on a fake server.
func makeProvider(
  _ transport: any HTTPTransport, policy: RetryPolicy = FakeClock().policy(),
  url: String = "http://localhost:8080/v1",
  key: Secret? = Secret("sk-secret-key"), headers: [String: String] = [:],
  patience: Patience = Patience(), memory: DialectMemory = DialectMemory()
) -> OpenAICompatibleProvider {
  OpenAICompatibleProvider(
    name: "test", baseURL: url, apiKey: key, headers: headers, transport: transport, policy: policy,
    patience: patience, memory: memory)
}

/// All events of a reply.
func events(
  _ provider: any ModelProvider, _ parameters: SamplingParameters = SamplingParameters(),
  prompt: String = "ping", seen: @Sendable (ReplyEvent) -> Void = { _ in }
) async -> [ReplyEvent] {
  let request = ChatRequest(
    model: ModelName(provider: "test", model: "m"), messages: [ChatMessage(.user, prompt)],
    parameters: parameters)
  var events: [ReplyEvent] = []
  for await event in provider.stream(request) {
    events.append(event)
    seen(event)
  }
  return events
}

/// All events of a reply to a request.
func events(_ provider: any ModelProvider, _ request: ChatRequest) async -> [ReplyEvent] {
  var events: [ReplyEvent] = []
  for await event in provider.stream(request) { events.append(event) }
  return events
}

extension [ReplyEvent] {
  /// The events added up.
  var reply: Reply {
    var reply = Reply()
    for event in self { reply.apply(event, at: 0) }
    return reply
  }
}

/// A short reply as a stream.
let shortReply = """
  data: {"choices":[{"index":0,"delta":{"content":"pong"},"finish_reason":null}]}

  data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

  data: [DONE]


  """

/// An error's body as OpenAI writes it.
func errorBody(_ message: String, code: String? = nil, param: String? = nil) -> String {
  let value: JSONValue = [
    "error": ["message": .string(message), "type": .null, "param": .optional(param), "code": .optional(code)]
  ]
  return value.text(pretty: false)
}
