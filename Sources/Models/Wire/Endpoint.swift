import Documents

/// How a key is sent.
enum KeyField: Hashable, Sendable {
  /// `Authorization: Bearer …`
  case bearer
  /// A field of its own, such as `api-key`.
  case field(String)
}

/// Where a provider is, how it is reached and with which key: what is the same for every wire format.
struct Endpoint: Sendable {
  /// The name under which the configuration knows it.
  var name: String
  var baseURL: String
  var apiKey: Secret?
  var keyField = KeyField.bearer
  var headers: [String: String] = [:]
  var transport: any HTTPTransport
  var policy: RetryPolicy
  var patience: Patience
  var memory: DialectMemory
  /// What an address looks like, for the hint when it cannot be read.
  var example = "http://localhost:8080/v1"
  /// What to do about an answer with an error where the provider differs from others, by its status.
  var hints: [Int: String] = [:]

  // MARK: Replies

  /// Asks a model.
  func stream(_ request: ChatRequest, as format: some RequestFormat) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      let outlet = ReplyOutlet(continuation, hiding: redaction(key: nil))
      let run = ReplyRun(endpoint: self, format: format, request: request, outlet: outlet)
      let task = Task { await run.run() }
      continuation.onTermination = { _ in
        // The stream still delivers what it is given here, so that a cancelled reader sees how it ended.
        outlet.cancel()
        task.cancel()
      }
    }
  }

  // MARK: Short answers

  /// The models of a server.
  ///
  /// - Parameter url: where they are listed.
  func models(
    _ url: (HTTPAddress) -> String = { $0.appending("/models") }, fields: HTTPFields = HTTPFields()
  ) async throws -> [ModelInfo] {
    do {
      let value = try await json(.get, url, fields: fields)
      if let value, let models = ModelList.read(value, provider: name) { return models }
    } catch let refusal as RefusedAnswer {
      throw refusal.error
    }
    throw ModelError(
      provider: name, message: "\(name) answered with something that is no list of models",
      hint: "Check its base_url, which often ends in /v1.")
  }

  /// Asks for something that is answered at once.
  ///
  /// - Parameters:
  ///   - url: the address to ask, made of the base address.
  ///   - model: the model that is asked, for the sentence when it is not there; nil for none.
  ///   - more: header fields beside those of every request.
  ///   - seconds: how long is waited at most; nil as long as for a list.
  /// - Returns: the answer; nil when it is no JSON.
  /// - Throws: ``RefusedAnswer`` when the server refuses, ``ModelError`` when it cannot be asked, or `CancellationError`.
  func json(
    _ method: HTTPRequest.Method, _ url: (HTTPAddress) -> String, body: JSONValue? = nil,
    model: String? = nil,
    fields more: HTTPFields = HTTPFields(), waiting seconds: Double? = nil
  ) async throws -> JSONValue? {
    guard let address = HTTPAddress(baseURL) else {
      throw invalidAddress.error(provider: name, hiding: redaction(key: nil))
    }
    var key = try await key()
    var redaction = redaction(key: key)
    var more = more
    if body != nil { more.set("Content-Type", "application/json") }
    var request = HTTPRequest(
      method, url(address), headers: fields(key: key, more: more),
      body: body.map { Array($0.text(pretty: false).utf8) } ?? [])
    var attempt = 0
    var hasRenewedKey = false
    do {
      while true {
        let (response, bytes) = try await collected(
          request, waiting: min(patience.event, seconds ?? patience.list), redaction)
        if (200..<300).contains(response.status) { return try? JSONReader.read(bytes) }
        if response.status == 401, !hasRenewedKey, let refused = key {
          hasRenewedKey = true
          if let new = try await apiKey?.renewed(refused: refused) {
            key = new
            redaction.hide(key: new)
            request.headers = fields(key: new, more: more)
            continue
          }
        }
        // A list is wanted now or not at all; what a model computes is worth a wait.
        if body != nil,
          case .wait(let delay) = policy.advice(
            status: response.status, headers: response.headers, attempt: attempt)
        {
          try await policy.sleep(delay)
          try Task.checkCancellation()
          attempt += 1
          continue
        }
        let answer = ProviderFailure.Answer(
          status: response.status, headers: response.headers, body: bytes,
          askedDelay: policy.askedDelay(response.headers))
        throw RefusedAnswer(
          status: response.status, body: answer.error,
          error: ProviderFailure(
            answer, provider: name, address: address, model: model, hasKey: key != nil, hints: hints
          )
          .error(provider: name, hiding: redaction))
      }
    } catch let refusal as RefusedAnswer {
      throw refusal
    } catch let error as HTTPTransportError {
      throw ProviderFailure(error, provider: name, address: address, hasBegun: false).error(
        provider: name, hiding: redaction)
    }
  }

  private func collected(
    _ request: HTTPRequest, waiting seconds: Double, _ redaction: Redaction
  ) async throws -> (HTTPResponse, [UInt8]) {
    let watchdog = Watchdog(Patience(event: seconds))
    let answer = try await watchdog.watch {
      let response: HTTPResponse
      do {
        response = try await transport.send(request)
      } catch HTTPTransportError.closed {
        // A connection that was kept open may have been closed by the server meanwhile.
        response = try await transport.send(request)
      }
      return (response, try await response.collected(upTo: 64 << 20))
    }
    if let answer { return answer }
    try Task.checkCancellation()
    throw ProviderFailure(watchdog.bite ?? .silence(seconds), provider: name)
      .error(provider: name, hiding: redaction)
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
      "the address “\(shown.address)” of \(name) cannot be read", hint: "It should look like \(example).")
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

  /// The header fields of a request: those of the configuration win over all others.
  func fields(key: String?, more: HTTPFields = HTTPFields()) -> HTTPFields {
    var fields: HTTPFields = ["User-Agent": "atelier"]
    for field in more.fields { fields.set(field.name, field.value) }
    if let key {
      switch keyField {
      case .bearer: fields.set("Authorization", "Bearer \(key)")
      case .field(let name): fields.set(name, key)
      }
    }
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.set(name, value) }
    return fields
  }
}

/// An answer with an error, for those who may learn from it; everybody else sees ``error``.
struct RefusedAnswer: Error {
  var status: Int
  var body: ErrorBody
  var error: ModelError
}
