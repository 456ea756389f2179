import Documents
import TestSupport
import Testing

@testable import Models

/// Requests, retries and errors of a provider, on a server in memory.
struct OpenAICompatibleProviderTests {
  // MARK: Requests

  @Test func sendsOnlyWhatWasSet() async throws {
    let transport = FakeTransport([.answer(200, shortReply)])
    let reply = await events(makeProvider(transport, url: "http://localhost:8080/v1/")).reply
    #expect(reply.text == "pong" && reply.ending == Ending(.complete, raw: "stop"))
    let request = try #require(transport.requests.first)
    #expect(request.url == "http://localhost:8080/v1/chat/completions")
    #expect(request.headers["authorization"] == "Bearer sk-secret-key")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"model":"m","messages":[{"role":"user","content":"ping"}],"stream":true,"#
        + #""stream_options":{"include_usage":true}}"#)
  }

  @Test func sendsEveryParameterThatWasSet() async throws {
    let transport = FakeTransport([.answer(200, shortReply)])
    let parameters = SamplingParameters(
      temperature: 0, topP: 0.5, maxOutputTokens: 9, seed: 7, stop: ["x"], frequencyPenalty: 1,
      presencePenalty: -1)
    _ = await events(makeProvider(transport, key: nil, headers: ["api-key": "k"]), parameters)
    let body = try #require(transport.bodies.first)
    #expect(body["temperature"]?.double == 0 && body["top_p"]?.double == 0.5 && body["max_tokens"]?.int == 9)
    #expect(body["seed"]?.int == 7 && body["stop"] == ["x"])
    #expect(body["frequency_penalty"]?.double == 1 && body["presence_penalty"]?.double == -1)
    let request = try #require(transport.requests.first)
    #expect(request.headers["authorization"] == nil && request.headers["api-key"] == "k")
  }

  @Test func aLimitThatWantsItsNewNameIsRenamed() async {
    let message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
    let transport = FakeTransport([
      .answer(400, errorBody(message, code: "unsupported_parameter", param: "max_tokens")),
      .answer(200, shortReply),
      .answer(200, shortReply),
    ])
    let provider = makeProvider(transport)
    let reply = await events(provider, SamplingParameters(maxOutputTokens: 5)).reply
    #expect(reply.text == "pong" && reply.droppedParameters.isEmpty && reply.warnings.count == 1)
    _ = await events(provider, SamplingParameters(maxOutputTokens: 5))
    #expect(transport.bodies.map { $0["max_tokens"]?.int } == [5, nil, nil])
    #expect(transport.bodies.map { $0["max_completion_tokens"]?.int } == [nil, 5, 5])
  }

  @Test(arguments: [
    (
      400,
      #"{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model.","param":"temperature","code":"unsupported_value"}}"#,
      "temperature"
    ),
    (
      422,
      #"{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}"#,
      "stream_options"
    ),
    (
      400,
      #"{"error":{"message":"Unrecognized request argument supplied: seed","type":"invalid_request_error"}}"#,
      "seed"
    ),
    (400, #"{"error":"unknown field \"top_p\""}"#, "top_p"),
  ])
  func aParameterThatIsRefusedIsLeftOutAndRemembered(status: Int, body: String, name: String) async {
    let transport = FakeTransport([.answer(status, body), .answer(200, shortReply), .answer(200, shortReply)])
    let provider = makeProvider(transport)
    let parameters = SamplingParameters(temperature: 0.2, topP: 0.9, seed: 1)
    let reply = await events(provider, parameters).reply
    #expect(reply.text == "pong" && reply.droppedParameters == [name])
    let second = await events(provider, parameters).reply
    #expect(second.droppedParameters == (name == "stream_options" ? [] : [name]))
    #expect(transport.bodies.map { $0[name] == nil } == [false, true, true])
    #expect(transport.bodies.map { $0["model"]?.string } == ["m", "m", "m"])
  }

  @Test func aValueOutOfItsRangeIsNotLeftOut() async {
    let transport = FakeTransport([
      .answer(
        400,
        errorBody(
          "Invalid 'temperature': expected a value <= 2.", code: "decimal_above_max_value",
          param: "temperature"))
    ])
    let reply = await events(makeProvider(transport), SamplingParameters(temperature: 3)).reply
    #expect(reply.ending?.kind == .failed && reply.ending?.reason?.contains("<= 2") == true)
    #expect(transport.requests.count == 1)
  }

  // MARK: Retries

  @Test(
    arguments: [
      (["retry-after-ms": "250"], [0.25, 0.25]), (["retry-after": "3"], [3, 3]),
      (["Retry-After": "1.5"], [1.5, 1.5]),
      (["retry-after": "Sun, 06 Nov 1994 08:49:47 GMT"], [10, 10]), (["retry-after": "soon"], [0.5, 1]),
      ([:], [0.5, 1]),
      (["retry-after-ms": "100", "retry-after": "9"], [0.1, 0.1]), (["x-should-retry": "false"], []),
      (["retry-after": "120"], [120, 120]), (["retry-after": "121"], []), (["retry-after": "-1"], [0.5, 1]),
    ] as [(HTTPFields, [Double])])
  func waitsAsTheServerAsks(_ fields: HTTPFields, _ waits: [Double]) async {
    let clock = FakeClock()
    let transport = FakeTransport(Array(repeating: .answer(429, fields, errorBody("slow down")), count: 3))
    let reply = await events(makeProvider(transport, policy: clock.policy(now: 784_111_777))).reply
    #expect(clock.waits == waits)
    #expect(transport.requests.count == waits.count + 1)
    #expect(reply.ending?.kind == .failed && reply.ending?.reason?.contains("slow down") == true)
  }

  @Test(arguments: [
    (408, 3), (409, 3), (429, 3), (500, 3), (502, 3), (503, 3), (529, 3), (400, 1), (401, 1), (403, 1),
    (404, 1), (402, 1),
    (307, 1),
  ])
  func sendsAgainOnlyWhatMayPass(status: Int, requests: Int) async {
    let transport = FakeTransport(Array(repeating: .answer(status, errorBody("no")), count: 3))
    let all = await events(makeProvider(transport))
    #expect(transport.requests.count == requests)
    #expect(all.count == requests)
    #expect(all.reply.ending?.kind == .failed)
  }

  @Test func theServersWordToSendAgainWins() async {
    let transport = FakeTransport([
      .answer(400, ["x-should-retry": "true"], errorBody("no")), .answer(200, shortReply),
    ])
    #expect(await events(makeProvider(transport)).reply.text == "pong")
  }

  @Test func waitsDoubleUpToALimitAndAreShortenedAtRandom() {
    let clock = FakeClock()
    #expect((0..<7).map { clock.policy().delay(attempt: $0) } == [0.5, 1, 2, 4, 8, 8, 8])
    #expect(clock.policy(jitter: 1).delay(attempt: 0) == 0.375)
    #expect((0..<100).allSatisfy { _ in (0.375...0.5).contains(RetryPolicy().delay(attempt: 0)) })
  }

  @Test func aRetryIsTold() async {
    let transport = FakeTransport([.answer(429, errorBody("slow")), .answer(200, shortReply)])
    let all = await events(makeProvider(transport))
    #expect(all.first == .retrying(reason: "the server was asked too often", seconds: 0.5))
    #expect(all.reply.text == "pong" && all.reply.ending?.kind == .complete)
  }

  @Test func nothingIsSentAgainOnceTheAnswerHasBegun() async {
    let piece = #"data: {"choices":[{"index":0,"delta":{"content":"Half"}}]}"# + "\n\n"
    let transport = FakeTransport([.broken([piece], .closed), .answer(200, shortReply)])
    let reply = await events(makeProvider(transport)).reply
    #expect(reply.text == "Half" && reply.ending?.kind == .incomplete && transport.requests.count == 1)
    #expect(reply.ending?.reason == "the connection closed before the answer's end")
  }

  @Test func aConnectionThatClosesAfterTheFinishIsNoHarm() async {
    let pieces = [
      #"data: {"choices":[{"index":0,"delta":{"content":"All"},"finish_reason":"stop"}]}"# + "\n\n"
    ]
    let reply = await events(makeProvider(FakeTransport([.broken(pieces, .closed)]))).reply
    #expect(reply.text == "All" && reply.ending?.kind == .complete)
  }

  @Test func aServerThatLoadsItsModelIsWaitedFor() async {
    let clock = FakeClock()
    let loading = errorBody("Loading model", code: "503")
    let transport = FakeTransport(
      Array(repeating: .answer(503, loading), count: 6) + [.answer(200, shortReply)])
    #expect(await events(makeProvider(transport, policy: clock.policy())).reply.text == "pong")
    #expect(clock.waits == [1, 1, 2, 4, 8, 8])
    let forever = FakeTransport(Array(repeating: .answer(503, loading), count: 60))
    let reply = await events(makeProvider(forever, policy: FakeClock().policy())).reply
    #expect(
      reply.ending?.kind == .failed && reply.ending?.reason?.contains("still loading its model") == true)
    #expect(forever.requests.count < 30)
  }

  @Test func aClosedConnectionIsTriedAgainARefusedOneIsNot() async {
    let closed = FakeTransport([.failure(.closed), .answer(200, shortReply)])
    #expect(await events(makeProvider(closed)).reply.text == "pong")
    let refused = FakeTransport([.failure(.refused), .answer(200, shortReply)])
    let reply = await events(makeProvider(refused)).reply
    #expect(refused.requests.count == 1)
    #expect(reply.ending?.reason == "test refused the connection at localhost:8080. Is it running?")
  }

  // MARK: Cancelling

  @Test func cancellingEndsTheReplyAsCancelled() async {
    let piece = #"data: {"choices":[{"index":0,"delta":{"content":"Half"}}]}"# + "\n\n"
    for step in [FakeTransport.Step.silence, .broken([piece], nil)] {
      let provider = makeProvider(FakeTransport([step]))
      let task = Task { await events(provider) }
      try? await Task.sleep(for: .milliseconds(50))
      task.cancel()
      #expect(await task.value.last == .ended(Ending(.cancelled)))
    }
  }

  /// The second piece may be a repetition of the first, and is held back until the third.
  @Test func whatWasHeldBackComesBeforeTheEndOfAStoppedReply() async {
    func piece(_ text: String) -> String {
      #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n"
    }
    let usage = #"data: {"choices":[],"usage":{"completion_tokens":2}}"# + "\n\n"
    let provider = makeProvider(FakeTransport([.broken([piece("Ha"), piece("Haha"), usage], nil)]))
    let hasBoth = Box<Bool>()
    let task = Task { await events(provider) { if case .usage = $0 { hasBoth.set(true) } } }
    #expect(await hasBoth.get() == true)
    task.cancel()
    let all = await task.value
    #expect(all.reply.text == "HaHaha")
    #expect(all.suffix(2) == [.text("Haha"), .ended(Ending(.cancelled))])
  }

  @Test func aReplyStoppedAfterItsEndIsWhole() async {
    let piece = #"data: {"choices":[{"index":0,"delta":{"content":"All"},"finish_reason":"stop"}]}"# + "\n\n"
    let provider = makeProvider(FakeTransport([.broken([piece], nil)]))
    let hasText = Box<Bool>()
    let task = Task { await events(provider) { if case .text = $0 { hasText.set(true) } } }
    #expect(await hasText.get() == true)
    task.cancel()
    #expect(await task.value.last == .ended(Ending(.complete, raw: "stop")))
  }

  // MARK: Silence

  @Test func aServerThatSaysNothingIsGivenUp() async throws {
    let patience = Patience(event: 0.05)
    let ending = await events(makeProvider(FakeTransport([.silence]), patience: patience)).reply.ending
    #expect(
      ending
        == Ending(
          .failed,
          reason: "test took the question and sent nothing for 0.05 s. "
            + "Ask again; a large model may need long to begin."))
    let error = await #expect(throws: ModelError.self) {
      try await makeProvider(FakeTransport([.silence]), patience: patience).models()
    }
    #expect(error?.message == "test took the question and sent nothing for 0.05 s")
  }

  @Test func aReplyWithoutDoneIsOverShortlyAfterItsEnd() async {
    let pieces = [
      #"data: {"choices":[{"index":0,"delta":{"content":"All"},"finish_reason":"stop"}]}"# + "\n\n",
      #"data: {"choices":[],"usage":{"completion_tokens":2}}"# + "\n\n",
    ]
    let provider = makeProvider(FakeTransport([.broken(pieces, nil)]), patience: Patience(afterFinish: 0.5))
    let reply = await events(provider).reply
    #expect(reply.ending == Ending(.complete, raw: "stop") && reply.usage?.outputTokens == 2)
  }

  @Test func aWaitCanBeCancelled() async {
    let transport = FakeTransport([.answer(429, ["retry-after": "100"], "")])
    let provider = makeProvider(transport, policy: RetryPolicy())
    let task = Task { await events(provider) }
    try? await Task.sleep(for: .milliseconds(50))
    let start = ContinuousClock.now
    task.cancel()
    #expect(await task.value.last == .ended(Ending(.cancelled)))
    #expect(start.duration(to: .now) < .seconds(90))
    #expect(transport.requests.count == 1)
  }

  // MARK: Models

  @Test func listsTheModelsOfAServer() async throws {
    let body = #"""
      {"object":"list","data":[{"id":"tiny","meta":{"n_ctx":2048,"n_ctx_train":4096}},{"id":"org/big",
      "context_length":131072,"top_provider":{"max_completion_tokens":8192}},{"id":"plain"},{"id":"plain"},{}],
      "models":[{"name":"tiny"}]}
      """#
    let transport = FakeTransport([.answer(200, body), .answer(200, #"[{"id":"bare"},"text"]"#)])
    let provider = makeProvider(transport)
    #expect(
      try await provider.models() == [
        ModelInfo(name: ModelName(provider: "test", model: "tiny"), contextTokens: 2048),
        ModelInfo(
          name: ModelName(provider: "test", model: "org/big"), contextTokens: 131_072, maxOutputTokens: 8192),
        ModelInfo(name: ModelName(provider: "test", model: "plain")),
      ])
    #expect(try await provider.models().map(\.name.model) == ["bare", "text"])
    #expect(transport.requests.first?.url == "http://localhost:8080/v1/models")
  }

  @Test(arguments: [
    (FakeTransport.Step.failure(.refused), "test refused the connection at localhost:8080"),
    (.answer(401, errorBody("no")), "test did not accept the key: no"),
    (.answer(404, ""), "test does not have a list of models at localhost:8080"),
    (.answer(200, "<html>"), "test answered with something that is no list of models"),
  ])
  func aListThatCannotBeHadIsTold(_ step: FakeTransport.Step, _ message: String) async {
    let error = await #expect(throws: ModelError.self) {
      try await makeProvider(FakeTransport([step])).models()
    }
    #expect(error?.message == message)
    #expect(error?.hint != nil)
  }
}
