import Documents
import Glibc

/// Files and batches at a provider: OpenAI's interface (platform.openai.com/docs/api-reference/batch), and Azure's.
package struct BatchService: Sendable {
  /// Whose interface it is.
  package enum Flavour: Hashable, Sendable {
    case openAI
    /// Microsoft's: with a version of its own in the path (`…/openai/v1`), or a date in the query.
    case azure
  }

  private let name: String
  private let baseURL: String
  private let flavour: Flavour
  private let key: Secret?
  private let headers: [String: String]
  private let transport: any HTTPTransport
  private let policy: RetryPolicy
  private let patience: Double

  /// - Parameters:
  ///   - baseURL: as for chat, such as `https://api.openai.com/v1` or
  ///     `https://example.openai.azure.com/openai?api-version=2024-10-21`; the part `/deployments/…` is left out.
  ///   - patience: the longest time without a kilobyte of an answer, in seconds.
  package init(
    name: String, baseURL: String, flavour: Flavour = .openAI, key: Secret? = nil,
    headers: [String: String] = [:], transport: any HTTPTransport = AsyncHTTPTransport(),
    policy: RetryPolicy = RetryPolicy(), patience: Double = 120
  ) {
    self.name = name
    self.baseURL = baseURL
    self.flavour = flavour
    self.key = key
    self.headers = headers
    self.transport = transport
    self.policy = policy
    self.patience = patience
  }

  // MARK: Files

  /// Uploads a file.
  ///
  /// - Parameters:
  ///   - purpose: `batch`, `fine-tune`, `evals` and the like.
  ///   - lifetime: after how many seconds the provider deletes it; nil for its own rule.
  /// - Throws: ``ModelError``; `CancellationError`. So do all others.
  package func upload(
    _ bytes: [UInt8], as filename: String, purpose: String = "batch", lifetime: Int? = nil
  ) async throws -> RemoteFile {
    var form = MultipartForm(for: bytes)
    form.add("purpose", purpose)
    if let lifetime {
      form.add("expires_after[anchor]", "created_at")
      form.add("expires_after[seconds]", String(lifetime))
    }
    form.add("file", filename: filename, type: "application/jsonl", bytes)
    let call = try await call()
    let answer = try await call.answer(
      .post, url(call, "/files"), body: form.end(), contentType: form.contentType)
    return try read(answer.body, as: RemoteFile.init)
  }

  package func file(_ id: String) async throws -> RemoteFile {
    let call = try await call()
    return try read(
      try await call.answer(.get, url(call, "/files/\(try part(id))")).body, as: RemoteFile.init)
  }

  package func deleteFile(_ id: String) async throws {
    let call = try await call()
    _ = try await call.answer(.delete, url(call, "/files/\(try part(id))"))
  }

  /// Waits until an uploaded file may be used: Microsoft's service checks it first.
  package func waitUntilProcessed(_ file: RemoteFile) async throws -> RemoteFile {
    var file = file
    var wait = 1.0
    while true {
      switch file.status {
      case "error", "failed", "deleted", "deleting":
        throw ModelError(
          provider: name,
          message: "\(name) does not accept the file \(file.name)"
            + (file.statusDetails.map { ": \($0.shortened(to: 300))" } ?? ""),
          hint: "Check it before it is uploaded again.")
      case "pending", "running", "notrunning", "processing": break
      // OpenAI's service leaves it at “uploaded” at times, and takes it.
      case "uploaded" where flavour == .azure: break
      default: return file
      }
      try await policy.sleep(wait)
      wait = min(wait * 2, 30)
      file = try await self.file(file.id)
    }
  }

  /// Reads a file's lines as they come.
  ///
  /// - Parameter each: called with every line that is JSON, in order; what it throws ends the download.
  /// - Returns: how many lines could not be read.
  @discardableResult
  package func lines(
    ofFile id: String, each: @escaping @Sendable (JSONValue) throws -> Void
  ) async throws -> Int {
    let call = try await call()
    let request = HTTPRequest(.get, url(call, "/files/\(try part(id))/content"), headers: call.fields)
    let watchdog = Watchdog(Patience(event: patience, stall: patience))
    let unreadable = try await watchdog.watch {
      do {
        let response = try await transport.send(request)
        guard (200..<300).contains(response.status) else {
          let bytes = try await response.collected(upTo: 1 << 20)
          throw call.failure(
            JSONCall.Answer(status: response.status, headers: response.headers, body: bytes))
        }
        var lines = JSONLines(limit: 64 << 20)
        var (count, unreadable) = (0, 0)
        func take(_ items: [JSONLines.Item]) throws {
          for item in items {
            switch item {
            case .value(let value): try each(value)
            case .other: unreadable += 1
            case .tooLong: throw HTTPTransportError.tooLarge(lines.limit)
            }
          }
        }
        for try await bytes in response.body {
          count += bytes.count
          watchdog.heard(Watchdog.Signs(eventCount: count / 1024))
          try take(lines.feed(bytes))
        }
        try take(lines.finish())
        return unreadable
      } catch let error as HTTPTransportError {
        throw call.failure(error, hasBegun: true)
      }
    }
    if let unreadable { return unreadable }
    try Task.checkCancellation()
    throw ProviderFailure(watchdog.bite ?? .silence(patience), provider: name, hasContent: true)
      .error(provider: name, hiding: call.redaction)
  }

  // MARK: Batches

  /// Starts a batch. It is never started twice, not even where the connection breaks: look at ``list(limit:)`` then.
  ///
  /// - Parameters:
  ///   - endpoint: such as `/v1/chat/completions`.
  ///   - lifetime: after how many seconds the provider deletes the output; nil for its own rule.
  package func create(
    inputFile: String, endpoint: String, metadata: [String: String] = [:], lifetime: Int? = nil
  ) async throws -> BatchJob {
    var members: [JSONValue.Member] = [
      .init("input_file_id", .string(inputFile)), .init("endpoint", .string(shown(endpoint))),
      .init("completion_window", "24h"),
    ]
    if !metadata.isEmpty {
      members.append(
        .init(
          "metadata",
          .object(metadata.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })))
    }
    if let lifetime {
      members.append(
        .init("output_expires_after", ["anchor": "created_at", "seconds": .integer(lifetime)]))
    }
    let call = try await call()
    let answer = try await call.answer(
      .post, url(call, "/batches"), body: Array(JSONValue.object(members).text(pretty: false).utf8),
      contentType: "application/json", isSafe: false)
    return try read(answer.body, as: BatchJob.init)
  }

  package func batch(_ id: String) async throws -> BatchJob {
    let call = try await call()
    return try read(
      try await call.answer(.get, url(call, "/batches/\(try part(id))")).body, as: BatchJob.init)
  }

  /// The newest batches.
  package func list(limit: Int = 20) async throws -> [BatchJob] {
    let call = try await call()
    var address = call.address
    let more = "limit=\(max(1, min(limit, 100)))"
    address.query = address.query.map { "\($0)&\(more)" } ?? more
    let answer = try await call.json(.get, url(call, "/batches", at: address))
    guard let data = answer["data"]?.array else { throw unexpected }
    return data.compactMap { BatchJob($0) }
  }

  /// Stops a batch; what is done by then is kept and billed.
  package func cancel(_ id: String) async throws -> BatchJob {
    let call = try await call()
    let answer = try await call.answer(.post, url(call, "/batches/\(try part(id))/cancel"))
    return try read(answer.body, as: BatchJob.init)
  }

  /// Waits until nothing will change any more, and asks less and less often.
  ///
  /// - Parameters:
  ///   - first: the first wait, in seconds; it grows by half up to the longest.
  ///   - progress: called with each answer, on any thread.
  package func wait(
    for id: String, first: Double = 5, longest: Double = 120,
    progress: @Sendable (BatchJob) -> Void = { _ in }
  ) async throws -> BatchJob {
    var wait = first
    var last: BatchJob?
    while true {
      let batch = try await batch(id)
      progress(batch)
      if batch.status.isOver { return batch }
      // Where something moves it is worth a look sooner.
      if let last, last.status != batch.status || last.completed != batch.completed { wait = first }
      last = batch
      try await policy.sleep(wait)
      wait = min(wait * 1.5, longest)
    }
  }

  /// All results of a batch by their ids: the answers, and the requests that failed.
  package func results(of batch: BatchJob) async throws -> [String: BatchResult] {
    let box = ResultBox()
    for file in [batch.outputFileID, batch.errorFileID].compactMap(\.self) {
      do {
        try await lines(ofFile: file) { value in
          if let result = BatchResult(value) { box.add(result) }
        }
      } catch let error as ModelError where file == batch.errorFileID && batch.failed == 0 {
        // Microsoft's service names a file of errors although there is none.
        _ = error
      }
    }
    return box.results
  }

  // MARK: Small parts

  /// Microsoft's dated service writes its endpoints without the version.
  private func shown(_ endpoint: String) -> String {
    let isDated = flavour == .azure && HTTPAddress(baseURL)?.path.hasSuffix("/v1") != true
    return isDated ? BatchInput.withoutVersion(endpoint) : endpoint
  }

  private func call() async throws -> JSONCall {
    guard let address = HTTPAddress(baseURL) else {
      throw ModelError(
        provider: name,
        message: "the address “\(HTTPAddress.shown(baseURL).address)” of \(name) cannot be read",
        hint: "It should look like https://api.openai.com/v1.")
    }
    let secret = try await key?.reveal()
    var call = JSONCall(
      provider: name, address: address, fields: fields(key: secret), transport: transport, policy: policy,
      patience: patience, redaction: Redaction(key: secret, headers: headers, address: address, name: name),
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
    if let key, !key.isEmpty {
      // A token of Entra is no key, and goes where tokens go.
      if flavour == .azure, SecretValue.expiry(ofToken: key) == nil {
        fields.set("api-key", key)
      } else {
        fields.set("Authorization", "Bearer \(key)")
      }
    }
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.set(name, value) }
    return fields
  }

  private func url(_ call: JSONCall, _ path: String, at address: HTTPAddress? = nil) -> String {
    var address = address ?? call.address
    // Files and batches belong to the whole resource, not to one deployment.
    if let deployment = address.path.firstRange(of: "/deployments/") {
      address.path = String(address.path[..<deployment.lowerBound])
    }
    if flavour == .azure, !address.path.contains("/openai") { address.path += "/openai" }
    return address.appending(path)
  }

  /// An id as a part of a path; one that could lead elsewhere is refused.
  private func part(_ id: String) throws -> String {
    let isPlain = id.utf8.allSatisfy { byte in
      byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "_")
    }
    guard isPlain, !id.isEmpty else {
      throw ModelError(provider: name, message: "“\(id.shortened(to: 60))” is no id of a file or batch")
    }
    return id
  }

  private func read<Value>(_ bytes: [UInt8], as make: (JSONValue) -> Value?) throws -> Value {
    guard let value = try? JSONReader.read(bytes), let made = make(value) else { throw unexpected }
    return made
  }

  private var unexpected: ModelError {
    ModelError(
      provider: name, message: "\(name) answered with something that is no file and no batch",
      hint: "Check its base_url; not every provider has batches.")
  }
}
