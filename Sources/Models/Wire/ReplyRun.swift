import Documents

/// One reply of a provider: sends the request, once more where that may help, and passes on what comes.
struct ReplyRun: Sendable {
  let endpoint: Endpoint
  let format: any RequestFormat
  let request: ChatRequest
  let outlet: ReplyOutlet

  /// Runs to the end: exactly one `.ended` leaves the outlet, and it is the last event.
  func run() async {
    var ending: Ending?
    do {
      ending = try await attempts()
    } catch is CancellationError {
      // Only a person stops a reply: what was given up otherwise is not called stopped.
      if !Task.isCancelled {
        ending = ProviderFailure("the connection to \(endpoint.name) was given up", hint: "Ask again.").ending
      }
    } catch let error as ModelError {
      ending = ProviderFailure(error.message, hint: error.hint).ending
    } catch {
      ending = ProviderFailure("\(endpoint.name) could not be asked: \(error)").ending
    }
    // After a reply that has ended by itself these are ignored.
    if Task.isCancelled { outlet.cancel() }
    outlet.send(.ended(ending ?? Ending(.incomplete)))
    outlet.finish()
  }

  /// - Returns: the ending; nil when the reply's own events hold it.
  private func attempts() async throws -> Ending? {
    guard let address = HTTPAddress(endpoint.baseURL) else {
      return endpoint.invalidAddress.ending
    }
    var key = try await endpoint.key()
    var redaction = endpoint.redaction(key: key)
    outlet.hide(redaction)
    let policy = endpoint.policy
    let model = request.model.model
    var dialect = endpoint.memory[address, format.wire.rawValue, model]
    var body = try format.body(request, dialect)
    var reported: Set<String> = []
    for note in body.notes { outlet.send(.warning(note)) }
    var attempt = 0
    var waitedForLoading = 0.0
    var hasRenewedKey = false

    while true {
      for name in body.droppedParameters(dialect) where reported.insert(name).inserted {
        outlet.send(.droppedParameter(name))
      }
      let response: HTTPResponse
      do {
        let watchdog = Watchdog(endpoint.patience)
        let request = httpRequest(body.json(dialect), address: address, key: key)
        guard let head = try await watchdog.watch({ try await endpoint.transport.send(request) }) else {
          try Task.checkCancellation()
          return ProviderFailure(
            watchdog.bite ?? .silence(endpoint.patience.event), provider: endpoint.name
          ).ending
        }
        response = head
      } catch let error as HTTPTransportError {
        guard error.isPassing, attempt < policy.retries else {
          return ProviderFailure(error, provider: endpoint.name, address: address, hasBegun: false)
            .ending
        }
        try await wait(policy.delay(attempt: attempt), because: "the connection closed")
        attempt += 1
        continue
      }
      let notes = AnswerNotes(response.headers)
      outlet.note(requestID: notes.requestID)
      if (200..<300).contains(response.status) {
        if !notes.metadata.isEmpty { outlet.send(.metadata(notes.metadata)) }
        let reader = format.reader(for: request, body: body)
        try await decode(
          response, ReplyDecoder(format.wire, reading: reader, provider: endpoint.name), address)
        return nil
      }

      let answer = ProviderFailure.Answer(
        status: response.status, headers: response.headers, body: try await errorBody(of: response),
        askedDelay: policy.askedDelay(response.headers))
      if let lesson = Lesson(from: answer.error, status: answer.status, about: body, &dialect) {
        endpoint.memory[address, format.wire.rawValue, model] = dialect
        body = try format.body(request, dialect)
        report(lesson, &reported)
        continue
      }
      if answer.status == 503, answer.error.isLoading, waitedForLoading < policy.loadingPatience {
        let seconds = min(max(1, answer.askedDelay ?? waitedForLoading), policy.longestDelay)
        try await wait(seconds, because: ProviderFailure.retryReason(answer))
        waitedForLoading += seconds
        continue
      }
      if answer.status == 401, !hasRenewedKey, let refused = key {
        hasRenewedKey = true
        if let new = try await endpoint.apiKey?.renewed(refused: refused) {
          key = new
          redaction.hide(key: new)
          outlet.hide(redaction)
          outlet.send(.warning("sent again: the key was refused and read anew"))
          continue
        }
      }
      let isHopeless = answer.error.code == "insufficient_quota"
      if !isHopeless,
        case .wait(let seconds) = policy.advice(
          status: answer.status, headers: answer.headers, attempt: attempt)
      {
        try await wait(seconds, because: ProviderFailure.retryReason(answer))
        attempt += 1
        continue
      }
      if !answer.error.findings.isEmpty { outlet.send(.filterFindings(answer.error.findings)) }
      return ProviderFailure(
        answer, provider: endpoint.name, address: address, model: model, hasKey: key != nil,
        hints: endpoint.hints
      ).ending
    }
  }

  private func httpRequest(_ body: JSONValue, address: HTTPAddress, key: String?) -> HTTPRequest {
    var fields = endpoint.fields(key: key, more: format.fields)
    fields.set("Content-Type", "application/json")
    fields.set(
      "Accept",
      format.wire.isLines ? "application/x-ndjson, application/json" : "text/event-stream, application/json")
    return HTTPRequest(
      .post, format.url(address, model: request.model.model), headers: fields,
      body: Array(body.text(pretty: false).utf8))
  }

  private func report(_ lesson: Lesson, _ reported: inout Set<String>) {
    switch lesson {
    case .dropped(let name): if reported.insert(name).inserted { outlet.send(.droppedParameter(name)) }
    case .renamed(let old, let new):
      outlet.send(.warning("\(old) was sent as \(new), which this model wants"))
    case .reasoning(let wish):
      outlet.send(
        .warning(
          wish == .never
            ? "the model's reasoning was not given back, which this model does not take"
            : "the model's reasoning was given back, which this model wants"))
    }
  }

  private func wait(_ seconds: Double, because reason: String) async throws {
    outlet.send(.retrying(reason: reason, seconds: seconds))
    try await endpoint.policy.sleep(seconds)
    try Task.checkCancellation()
  }

  /// The body of an answer with an error; empty when it does not come: the status tells what is wrong, too.
  private func errorBody(of response: HTTPResponse) async throws -> [UInt8] {
    let watchdog = Watchdog(Patience(event: min(endpoint.patience.stall, 30)))
    let body = try await watchdog.watch { try await response.collected(upTo: 1 << 20) }
    try Task.checkCancellation()
    return body ?? []
  }

  /// Passes on the events of an answer; nothing is sent again once it has begun.
  private func decode(_ response: HTTPResponse, _ decoder: ReplyDecoder, _ address: HTTPAddress) async throws
  {
    outlet.begin(decoder)
    let watchdog = Watchdog(endpoint.patience)
    do {
      try await watchdog.watch {
        for try await bytes in response.body {
          guard let signs = outlet.read(bytes) else { return }
          watchdog.heard(signs)
        }
      }
    } catch let error as HTTPTransportError {
      let failure = ProviderFailure(error, provider: endpoint.name, address: address, hasBegun: true)
      outlet.close(because: failure.ending.reason)
    }
    try Task.checkCancellation()
    switch watchdog.bite {
    case nil, .finish: outlet.close()
    case .silence?, .onlyComments?:
      let failure = watchdog.bite.map {
        ProviderFailure($0, provider: endpoint.name, hasContent: watchdog.signs.hasContent)
      }
      outlet.close(because: failure?.ending.reason, kind: failure?.kind ?? .incomplete)
    }
  }
}
