import Documents

/// One reply of a provider: sends the request, once more where that may help, and passes on what comes.
struct ReplyRun: Sendable {
  let provider: OpenAICompatibleProvider
  let request: ChatRequest
  let outlet: ReplyOutlet

  /// Runs to the end: exactly one `.ended` leaves the outlet, and it is the last event.
  func run() async {
    let ending: Ending?
    do {
      ending = try await attempts()
    } catch is CancellationError {
      ending = Ending(.cancelled)
    } catch let error as ModelError {
      ending = ProviderFailure(error.message, hint: error.hint).ending(hiding: nil)
    } catch {
      ending = ProviderFailure("\(provider.name) could not be asked: \(error)").ending(hiding: nil)
    }
    // After a reply that has ended by itself this one is ignored.
    outlet.send(.ended(Task.isCancelled ? Ending(.cancelled) : ending ?? Ending(.incomplete)))
    outlet.finish()
  }

  /// - Returns: the ending; nil when the reply's own events hold it.
  private func attempts() async throws -> Ending? {
    guard let address = HTTPAddress(provider.baseURL) else {
      return provider.invalidAddress.ending(hiding: nil)
    }
    let key = try await provider.key()
    let policy = provider.policy
    var body = ChatCompletionsRequest(request, dialect: provider.memory[address, request.model.model])
    var reported: Set<String> = []
    var attempt = 0
    var waitedForLoading = 0.0

    while true {
      for name in body.droppedParameters where reported.insert(name).inserted {
        outlet.send(.droppedParameter(name))
      }
      let response: HTTPResponse
      do {
        response = try await provider.transport.send(httpRequest(body, address: address, key: key))
      } catch let error as HTTPTransportError {
        guard error.isPassing, attempt < policy.retries else {
          return ProviderFailure(error, provider: provider.name, address: address, hasBegun: false)
            .ending(hiding: key)
        }
        try await wait(policy.delay(attempt: attempt), because: "the connection closed")
        attempt += 1
        continue
      }
      if (200..<300).contains(response.status) {
        return try await decode(response, address: address, key: key)
      }

      let answer = ProviderFailure.Answer(
        status: response.status, headers: response.headers, body: try await response.collected(upTo: 1 << 20),
        askedDelay: policy.askedDelay(response.headers))
      if let lesson = body.learn(from: answer.error, status: answer.status) {
        provider.memory[address, request.model.model] = body.dialect
        report(lesson, &reported)
        continue
      }
      if answer.status == 503, answer.error.isLoading, waitedForLoading < policy.loadingPatience {
        let seconds = min(max(1, answer.askedDelay ?? waitedForLoading), policy.longestDelay)
        try await wait(seconds, because: ProviderFailure.retryReason(answer))
        waitedForLoading += seconds
        continue
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
      return ProviderFailure(
        answer, provider: provider.name, address: address, model: request.model.model, hasKey: key != nil
      ).ending(hiding: key)
    }
  }

  private func httpRequest(_ body: ChatCompletionsRequest, address: HTTPAddress, key: String?) -> HTTPRequest
  {
    var fields = provider.fields(key: key)
    fields.set("Content-Type", "application/json")
    fields.set("Accept", "text/event-stream, application/json")
    return HTTPRequest(
      .post, address.appending("/chat/completions"), headers: fields,
      body: Array(body.body.text(pretty: false).utf8))
  }

  private func report(_ lesson: ChatCompletionsRequest.Lesson, _ reported: inout Set<String>) {
    switch lesson {
    case .dropped(let name): if reported.insert(name).inserted { outlet.send(.droppedParameter(name)) }
    case .renamed(let old, let new):
      outlet.send(.warning("\(old) was sent as \(new), which this model wants"))
    }
  }

  private func wait(_ seconds: Double, because reason: String) async throws {
    outlet.send(.retrying(reason: reason, seconds: seconds))
    try await provider.policy.sleep(seconds)
    try Task.checkCancellation()
  }

  /// Passes on the events of an answer; nothing is sent again once it has begun.
  private func decode(_ response: HTTPResponse, address: HTTPAddress, key: String?) async throws -> Ending? {
    var decoder = ChatCompletionsDecoder(provider: provider.name)
    do {
      for try await bytes in response.body {
        for event in decoder.feed(bytes) { outlet.send(event) }
        if decoder.isEnded { return nil }
      }
      try Task.checkCancellation()
      for event in decoder.finish() { outlet.send(event) }
    } catch let error as HTTPTransportError {
      let failure = ProviderFailure(error, provider: provider.name, address: address, hasBegun: true)
      for event in decoder.finish(because: failure.ending(hiding: key).reason) { outlet.send(event) }
    }
    return nil
  }
}
