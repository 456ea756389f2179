import Documents

/// The models of an Ollama server, over its own interface (github.com/ollama/ollama, docs/api.md).
package struct OllamaManager: Sendable {
  private let name: String
  private let baseURL: String
  private let headers: [String: String]
  private let key: Secret?
  private let transport: any HTTPTransport
  private let policy: RetryPolicy
  private let patience: Double

  /// - Parameters:
  ///   - name: the name under which the configuration knows the server.
  ///   - baseURL: such as `http://localhost:11434`; one that ends in `/v1` or `/api` means the same.
  ///   - key: for a server behind a gate; Ollama itself wants none.
  ///   - patience: the longest time without a line, or a kilobyte, of an answer, in seconds.
  package init(
    name: String = "ollama", baseURL: String = "http://localhost:11434", key: Secret? = nil,
    headers: [String: String] = [:], transport: any HTTPTransport = AsyncHTTPTransport(),
    policy: RetryPolicy = RetryPolicy(), patience: Double = 60
  ) {
    self.name = name
    self.baseURL = baseURL
    self.key = key
    self.headers = headers
    self.transport = transport
    self.policy = policy
    self.patience = patience
  }

  /// The server's version.
  package func version() async throws -> String? {
    let call = try await call()
    return try await call.json(.get, url(call, "/api/version"))["version"]?.string
  }

  /// The models that it has.
  ///
  /// - Throws: ``ModelError``; `CancellationError`. So do all others.
  package func list() async throws -> [OllamaModel] {
    let call = try await call()
    let answer = try await call.json(.get, url(call, "/api/tags"))
    guard let models = answer["models"] else { throw unexpected }
    // Written as null where there are none.
    return models.array?.compactMap { OllamaModel($0) } ?? []
  }

  /// All about one model.
  package func show(_ model: String) async throws -> OllamaModelDetails {
    let call = try await call()
    let answer = try await call.json(.post, url(call, "/api/show"), body: ["model": .string(model)])
    guard answer.object != nil else { throw unexpected }
    return OllamaModelDetails(answer)
  }

  /// The models that it holds in memory.
  package func running() async throws -> [OllamaRunningModel] {
    let call = try await call()
    let answer = try await call.json(.get, url(call, "/api/ps"))
    guard let models = answer["models"] else { throw unexpected }
    return models.array?.compactMap { OllamaRunningModel($0) } ?? []
  }

  /// Deletes a model from its disk.
  package func delete(_ model: String) async throws {
    let call = try await call()
    _ = try await call.json(
      .delete, url(call, "/api/delete"), body: ["model": .string(model)], isSafe: false)
  }

  /// Takes a model out of memory; it stays on disk.
  package func unload(_ model: String) async throws {
    let call = try await call()
    let answer = try await call.json(
      .post, url(call, "/api/generate"), body: ["model": .string(model), "keep_alive": 0, "stream": false])
    if let error = answer["error"]?.string { throw problem(error) }
  }

  /// Fetches a model, and tells how far it is.
  ///
  /// Where the connection breaks it is asked for again: the server goes on where it was. Cancelling the task stops it,
  /// and what has come stays on the server for the next time.
  ///
  /// - Parameter progress: called on any thread, at most once for each line that the server sends.
  /// - Returns: the state at the end, which is done.
  @discardableResult
  package func pull(
    _ model: String, progress: @escaping @Sendable (OllamaPull) -> Void = { _ in }
  ) async throws -> OllamaPull {
    let call = try await call()
    var pull = OllamaPull()
    var attempt = 0
    while true {
      let before = pull.completed
      let end = try await read(model, call, pull, progress)
      pull = end.pull
      if pull.isDone { return pull }
      if let error = end.error, !error.isPassing { throw call.failure(error, hasBegun: true) }
      if pull.completed > before { attempt = 0 }
      guard attempt < policy.retries else {
        throw ModelError(
          provider: name, message: "\(name) stopped sending before \(model) was there",
          hint: "Pull it again; what has come is kept there.")
      }
      try await policy.sleep(policy.delay(attempt: attempt))
      attempt += 1
    }
  }

  /// How a stream of a pull ended: properly, or with an error of the connection.
  private struct End: Sendable {
    var pull: OllamaPull
    var error: HTTPTransportError?
  }

  private func read(
    _ model: String, _ call: JSONCall, _ start: OllamaPull,
    _ progress: @escaping @Sendable (OllamaPull) -> Void
  ) async throws -> End {
    let body: JSONValue = ["model": .string(model), "stream": true]
    var request = HTTPRequest(
      .post, url(call, "/api/pull"), headers: call.fields, body: Array(body.text(pretty: false).utf8))
    request.headers.set("Content-Type", "application/json")
    let watchdog = Watchdog(Patience(event: patience, stall: patience))
    let end = try await watchdog.watch { [request] in
      var pull = start
      var lines = JSONLines()
      do {
        let response = try await transport.send(request)
        guard (200..<300).contains(response.status) else {
          let bytes = try await response.collected(upTo: 1 << 20)
          throw call.failure(
            JSONCall.Answer(status: response.status, headers: response.headers, body: bytes), about: model)
        }
        func take(_ items: [JSONLines.Item]) throws {
          for item in items {
            switch item {
            case .value(let value):
              if let error = pull.read(value) { throw problem(error) }
              progress(pull)
            case .other, .tooLong: throw unexpected
            }
          }
        }
        var count = 0
        for try await bytes in response.body {
          let items = lines.feed(bytes)
          count += items.count
          watchdog.heard(Watchdog.Signs(eventCount: count))
          try take(items)
          if pull.isDone { return End(pull: pull, error: nil) }
        }
        try take(lines.finish())
        return End(pull: pull, error: nil)
      } catch let error as HTTPTransportError {
        return End(pull: pull, error: error)
      }
    }
    if let end { return end }
    try Task.checkCancellation()
    throw ModelError(
      provider: name, message: "\(name) told nothing about \(model) for \(Int(patience)) s",
      hint: "Pull it again; what has come is kept there.")
  }

  // MARK: Small parts

  private func call() async throws -> JSONCall {
    let redaction = Redaction(key: nil, headers: headers, address: HTTPAddress(baseURL), name: name)
    guard let address = HTTPAddress(baseURL) else {
      throw ModelError(
        provider: name,
        message: "the address “\(HTTPAddress.shown(baseURL).address)” of \(name) cannot be read",
        hint: "It should look like http://localhost:11434.")
    }
    let secret = try await key?.reveal()
    var call = JSONCall(
      provider: name, address: address, fields: fields(key: secret), transport: transport, policy: policy,
      patience: patience,
      redaction: secret == nil
        ? redaction : Redaction(key: secret, headers: headers, address: address, name: name),
      hasKey: secret != nil)
    if let key, let secret {
      call.renew = {
        try await key.renewed(refused: secret).map { JSONCall.Renewed(fields: fields(key: $0), key: $0) }
      }
    }
    return call
  }

  private func fields(key: String?) -> HTTPFields {
    var fields: HTTPFields = ["User-Agent": "atelier"]
    if let key, !key.isEmpty { fields.set("Authorization", "Bearer \(key)") }
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.set(name, value) }
    return fields
  }

  private func url(_ call: JSONCall, _ path: String) -> String {
    var address = call.address
    for suffix in ["/v1", "/api"] where address.path.hasSuffix(suffix) {
      address.path.removeLast(suffix.count)
    }
    return address.appending(path)
  }

  /// An error that the server told within an answer of success.
  private func problem(_ text: String) -> ModelError {
    let lower = text.lowercased()
    let hint: String? =
      if lower.contains("file does not exist") || lower.contains("not found") {
        "Check the name; models are listed at ollama.com/library."
      } else if lower.contains("no space") {
        "Free some space where \(name) keeps its models."
      } else {
        nil
      }
    return ModelError(provider: name, message: "\(name): \(text.shortened(to: 300))", hint: hint)
  }

  private var unexpected: ModelError {
    ModelError(
      provider: name, message: "\(name) answered with something that Ollama does not say",
      hint: "Check its base_url, which is http://localhost:11434 where nothing else is set.")
  }
}
