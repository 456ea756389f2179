import Documents
import Synchronization

/// A server that speaks OpenAI's chat completions, as most do.
package struct OpenAICompatibleProvider: ModelProvider {
  package let name: String
  let baseURL: String
  let apiKey: Secret?
  let headers: [String: String]
  let transport: any HTTPTransport
  let policy: RetryPolicy
  let memory: DialectMemory

  /// - Parameters:
  ///   - name: the name under which the configuration knows it.
  ///   - baseURL: the address up to and with the version, such as `http://localhost:8080/v1`.
  ///   - apiKey: sent as a bearer token; nil for servers without keys.
  ///   - headers: sent along with every request; one of the same name replaces ours.
  ///   - memory: what servers were found not to take.
  package init(
    name: String, baseURL: String, apiKey: Secret? = nil, headers: [String: String] = [:],
    transport: any HTTPTransport = AsyncHTTPTransport(), policy: RetryPolicy = RetryPolicy(),
    memory: DialectMemory = .shared
  ) {
    self.name = name
    self.baseURL = baseURL
    self.apiKey = apiKey
    self.headers = headers
    self.transport = transport
    self.policy = policy
    self.memory = memory
  }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      let outlet = ReplyOutlet(continuation)
      let run = ReplyRun(provider: self, request: request, outlet: outlet)
      let task = Task { await run.run() }
      continuation.onTermination = { _ in
        // The stream still delivers what it is given here, so that a cancelled reader sees how it ended.
        outlet.send(.ended(Ending(.cancelled)))
        task.cancel()
      }
    }
  }

  package func models() async throws -> [ModelInfo] {
    guard let address = HTTPAddress(baseURL) else { throw invalidAddress.error(provider: name, hiding: nil) }
    let key = try await key()
    func send() async throws -> HTTPResponse {
      try await transport.send(HTTPRequest(.get, address.appending("/models"), headers: fields(key: key)))
    }
    do {
      let response: HTTPResponse
      do {
        response = try await send()
      } catch HTTPTransportError.closed {
        // A connection that was kept open may have been closed by the server meanwhile.
        response = try await send()
      }
      let body = try await response.collected(upTo: 32 << 20)
      guard (200..<300).contains(response.status) else {
        let answer = ProviderFailure.Answer(
          status: response.status, headers: response.headers, body: body,
          askedDelay: policy.askedDelay(response.headers))
        throw ProviderFailure(answer, provider: name, address: address, model: nil, hasKey: key != nil)
          .error(provider: name, hiding: key)
      }
      guard let value = try? JSONReader.read(body), let models = ModelList.read(value, provider: name) else {
        throw ModelError(
          provider: name, message: "\(name) answered with something that is no list of models",
          hint: "Check its base_url, which often ends in /v1.")
      }
      return models
    } catch let error as HTTPTransportError {
      throw ProviderFailure(error, provider: name, address: address, hasBegun: false).error(
        provider: name, hiding: key)
    }
  }

  // MARK: Requests

  var invalidAddress: ProviderFailure {
    ProviderFailure(
      "the address “\(baseURL)” of \(name) cannot be read",
      hint: "It should look like http://localhost:8080/v1.")
  }

  /// The key, nil when there is none.
  ///
  /// - Throws: ``ModelError`` when it cannot be had.
  func key() async throws -> String? {
    guard let apiKey else { return nil }
    do {
      let key = try await apiKey.reveal()
      return key.isEmpty ? nil : key
    } catch let error as CancellationError {
      throw error
    } catch let error as ModelError {
      throw error
    } catch {
      throw ModelError(provider: name, message: "the key of \(name) cannot be had: \(error)")
    }
  }

  func fields(key: String?) -> HTTPFields {
    var fields: HTTPFields = ["User-Agent": "atelier"]
    if let key { fields.set("Authorization", "Bearer \(key)") }
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.set(name, value) }
    return fields
  }
}

/// What servers were found not to take, by address and model, so that a refused parameter is sent once only.
package final class DialectMemory: Sendable {
  package static let shared = DialectMemory()

  private let known = Mutex<[String: ChatCompletionsRequest.Dialect]>([:])

  package init() {}

  subscript(address: HTTPAddress, model: String) -> ChatCompletionsRequest.Dialect {
    get { known.withLock { $0["\(address) \(model)"] } ?? ChatCompletionsRequest.Dialect(host: address.host) }
    set { known.withLock { $0["\(address) \(model)"] = newValue } }
  }
}

/// The stream of a reply: nothing leaves it after `.ended`.
final class ReplyOutlet: Sendable {
  private let continuation: AsyncStream<ReplyEvent>.Continuation
  private let hasEnded = Mutex(false)

  init(_ continuation: AsyncStream<ReplyEvent>.Continuation) {
    self.continuation = continuation
  }

  func send(_ event: ReplyEvent) {
    hasEnded.withLock { hasEnded in
      guard !hasEnded else { return }
      if case .ended = event { hasEnded = true }
      continuation.yield(event)
    }
  }

  /// Closes the stream, which must have ended.
  func finish() {
    continuation.finish()
  }
}
