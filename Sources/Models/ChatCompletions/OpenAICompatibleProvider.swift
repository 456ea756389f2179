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
  let patience: Patience
  let memory: DialectMemory

  /// - Parameters:
  ///   - name: the name under which the configuration knows it.
  ///   - baseURL: the address up to and with the version, such as `http://localhost:8080/v1`.
  ///   - apiKey: sent as a bearer token; nil for servers without keys.
  ///   - headers: sent along with every request; one of the same name replaces ours.
  ///   - patience: how long is waited for a reply.
  ///   - memory: what servers were found not to take.
  package init(
    name: String, baseURL: String, apiKey: Secret? = nil, headers: [String: String] = [:],
    transport: any HTTPTransport = AsyncHTTPTransport(), policy: RetryPolicy = RetryPolicy(),
    patience: Patience = Patience(), memory: DialectMemory = .shared
  ) {
    self.name = name
    self.baseURL = baseURL
    self.apiKey = apiKey
    self.headers = headers
    self.transport = transport
    self.policy = policy
    self.patience = patience
    self.memory = memory
  }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      let outlet = ReplyOutlet(continuation, hiding: redaction(key: nil))
      let run = ReplyRun(provider: self, request: request, outlet: outlet)
      let task = Task { await run.run() }
      continuation.onTermination = { _ in
        // The stream still delivers what it is given here, so that a cancelled reader sees how it ended.
        outlet.cancel()
        task.cancel()
      }
    }
  }

  package func models() async throws -> [ModelInfo] {
    guard let address = HTTPAddress(baseURL) else {
      throw invalidAddress.error(provider: name, hiding: redaction(key: nil))
    }
    let key = try await key()
    let redaction = redaction(key: key)
    do {
      let (response, body) = try await list(
        HTTPRequest(.get, address.appending("/models"), headers: fields(key: key)))
      guard (200..<300).contains(response.status) else {
        let answer = ProviderFailure.Answer(
          status: response.status, headers: response.headers, body: body,
          askedDelay: policy.askedDelay(response.headers))
        throw ProviderFailure(answer, provider: name, address: address, model: nil, hasKey: key != nil)
          .error(provider: name, hiding: redaction)
      }
      guard let value = try? JSONReader.read(body), let models = ModelList.read(value, provider: name) else {
        throw ModelError(
          provider: name, message: "\(name) answered with something that is no list of models",
          hint: "Check its base_url, which often ends in /v1.")
      }
      return models
    } catch let error as HTTPTransportError {
      throw ProviderFailure(error, provider: name, address: address, hasBegun: false).error(
        provider: name, hiding: redaction)
    }
  }

  /// Asks for the list of models.
  private func list(_ request: HTTPRequest) async throws -> (HTTPResponse, [UInt8]) {
    let watchdog = Watchdog(Patience(event: min(patience.event, patience.list)))
    let answer = try await watchdog.watch {
      let response: HTTPResponse
      do {
        response = try await transport.send(request)
      } catch HTTPTransportError.closed {
        // A connection that was kept open may have been closed by the server meanwhile.
        response = try await transport.send(request)
      }
      return (response, try await response.collected(upTo: 32 << 20))
    }
    if let answer { return answer }
    try Task.checkCancellation()
    throw ProviderFailure(watchdog.bite ?? .silence(patience.event), provider: name)
      .error(provider: name, hiding: Redaction())
  }

  // MARK: Requests

  /// What must never be shown or kept.
  func redaction(key: String?) -> Redaction {
    Redaction(key: key, headers: headers, address: HTTPAddress(baseURL), name: name)
  }

  var invalidAddress: ProviderFailure {
    let shown = HTTPAddress.shown(baseURL)
    guard !shown.hasUser else {
      return ProviderFailure(
        "the address “\(shown.address)” of \(name) holds a user or a password, which would be shown",
        hint: "Leave them out of it, and send a key or a header Authorization.")
    }
    return ProviderFailure(
      "the address “\(shown.address)” of \(name) cannot be read",
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
