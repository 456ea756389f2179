import Documents

/// Calls of a server's management: a question, and an answer in JSON, within a time limit.
///
/// What goes wrong is told as for replies, without the key.
struct JSONCall: Sendable {
  /// The name to use in sentences for a person.
  var provider: String
  var address: HTTPAddress
  var fields: HTTPFields
  var transport: any HTTPTransport
  var policy: RetryPolicy
  /// The longest time without a kilobyte of an answer, or its end, in seconds.
  var patience: Double
  var redaction: Redaction
  var hasKey: Bool
  /// Reads the key anew when the server did not accept it; nil when there is no other.
  var renew: (@Sendable () async throws -> Renewed?)?

  /// Another key, as the call needs it.
  struct Renewed: Sendable {
    var fields: HTTPFields
    var key: String
  }

  /// The largest answer that is read as JSON, in bytes.
  static let answerLimit = 64 << 20

  /// An answer with its status.
  struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]
  }

  /// Sends a request, once more where that may help, and reads the answer as JSON.
  ///
  /// - Parameter isSafe: whether sending it twice does no harm.
  /// - Throws: ``ModelError``; `CancellationError`.
  func json(
    _ method: HTTPRequest.Method, _ url: String, body: JSONValue? = nil, isSafe: Bool = true
  ) async throws -> JSONValue {
    let answer = try await self.answer(
      method, url, body: body.map { Array($0.text(pretty: false).utf8) } ?? [],
      contentType: body == nil ? nil : "application/json", isSafe: isSafe)
    let isEmpty = answer.body.allSatisfy { $0 <= 0x20 }
    if isEmpty { return .null }
    guard let value = try? JSONReader.read(answer.body) else {
      throw notJSON(answer)
    }
    return value
  }

  /// Sends a request, once more where that may help.
  ///
  /// - Throws: ``ModelError`` for everything but an answer of success; `CancellationError`.
  func answer(
    _ method: HTTPRequest.Method, _ url: String, body: [UInt8] = [], contentType: String? = nil,
    isSafe: Bool = true
  ) async throws -> Answer {
    var request = HTTPRequest(method, url, headers: fields, body: body)
    if let contentType { request.headers.set("Content-Type", contentType) }
    var attempt = 0
    var hasRenewedKey = false
    var call = self
    while true {
      let answer: Answer
      do {
        answer = try await call.once(request)
      } catch let error as HTTPTransportError where error.isPassing && isSafe && attempt < policy.retries {
        try await policy.sleep(policy.delay(attempt: attempt))
        attempt += 1
        continue
      } catch let error as HTTPTransportError {
        throw call.failure(error)
      }
      if (200..<300).contains(answer.status) { return answer }
      // What was not let in has not been done.
      if answer.status == 401, !hasRenewedKey {
        hasRenewedKey = true
        if let new = try await renew?() {
          call.redaction.hide(key: new.key)
          request.headers = new.fields
          if let contentType { request.headers.set("Content-Type", contentType) }
          continue
        }
      }
      // A server that was too busy has not begun, whatever was asked.
      if isSafe || answer.status == 429 || answer.status == 503,
        case .wait(let seconds) = policy.advice(
          status: answer.status, headers: answer.headers, attempt: attempt)
      {
        try await policy.sleep(seconds)
        attempt += 1
        continue
      }
      throw call.failure(answer)
    }
  }

  private func once(_ request: HTTPRequest) async throws -> Answer {
    let watchdog = Watchdog(Patience(event: patience, stall: patience))
    let answer = try await watchdog.watch {
      let response = try await transport.send(request)
      var body: [UInt8] = []
      for try await piece in response.body {
        body += piece
        guard body.count <= Self.answerLimit else { throw HTTPTransportError.tooLarge(Self.answerLimit) }
        // A byte now and then is no sign of life.
        watchdog.heard(Watchdog.Signs(eventCount: body.count / 1024))
      }
      return Answer(status: response.status, headers: response.headers, body: body)
    }
    if let answer { return answer }
    try Task.checkCancellation()
    throw ProviderFailure(watchdog.bite ?? .silence(patience), provider: provider)
      .error(provider: provider, hiding: redaction)
  }

  func failure(_ error: HTTPTransportError, hasBegun: Bool = false) -> ModelError {
    ProviderFailure(error, provider: provider, address: address, hasBegun: hasBegun)
      .error(provider: provider, hiding: redaction)
  }

  func failure(_ answer: Answer, about model: String? = nil) -> ModelError {
    let described = ProviderFailure.Answer(
      status: answer.status, headers: answer.headers, body: answer.body,
      askedDelay: policy.askedDelay(answer.headers))
    if answer.status == 404 || answer.status == 405, !described.error.message.isEmpty {
      // Not only models are missing here.
      return ModelError(
        provider: provider, message: redaction.hiding("\(provider): \(described.error.shortMessage)"),
        hint: "Check the name, and the base_url of \(provider).")
    }
    return ProviderFailure(described, provider: provider, address: address, model: model, hasKey: hasKey)
      .error(provider: provider, hiding: redaction)
  }

  private func notJSON(_ answer: Answer) -> ModelError {
    let start = String(decoding: answer.body.prefix(400), as: UTF8.self).trimmedBlanks
    return ModelError(
      provider: provider,
      message: start.hasPrefix("<")
        ? "\(provider) answered with a web page" : "\(provider) answered with something that is no JSON",
      hint: "Check its base_url, and the proxy on the way.")
  }
}
