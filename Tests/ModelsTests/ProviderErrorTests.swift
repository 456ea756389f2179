import Testing

@testable import Models

/// What a person is told when a provider does not answer.
struct ProviderErrorTests {
  @Test(arguments: [
    (
      401, errorBody("bad key sk-secret-key", code: "invalid_api_key"),
      "did not accept the key: bad key •••. Check the key"
    ),
    (403, errorBody("not yours"), "does not allow this: not yours. Check what the key of test may do"),
    (
      404, errorBody("The model `m` does not exist"),
      "does not have the model “m” at localhost:8080: The model `m`"
    ),
    (
      400,
      #"{"error":{"type":"exceed_context_size_error","message":"too big","n_prompt_tokens":5000,"n_ctx":2048}}"#,
      "the conversation takes 5000 tokens, and “m” can hold 2048. Start a new session"
    ),
    (
      400, errorBody("This model's maximum context length is 10 tokens", code: "context_length_exceeded"),
      "the conversation is longer than “m” can hold"
    ),
    (400, errorBody("messages is empty"), "test refused the request: messages is empty"),
    (
      429, errorBody("no more today.", code: "insufficient_quota"),
      "the quota at test is used up: no more today. Check the plan"
    ),
    (
      429, errorBody("no more", code: "insufficient_quota"),
      "the quota at test is used up: no more. Check the plan"
    ),
    (
      502, "<html><h1>Bad gateway</h1></html>",
      "problem of its own (HTTP 502): a web page instead of an answer. Ask again"
    ),
    (500, "oops", "problem of its own (HTTP 500): oops. Ask again later."),
  ])
  func anErrorIsToldWithWhatToDoNext(status: Int, body: String, reason: String) async {
    let transport = FakeTransport(Array(repeating: .answer(status, body), count: 3))
    let ending = await events(makeProvider(transport)).reply.ending
    #expect(ending?.kind == .failed)
    #expect(ending?.reason?.contains(reason) == true, "\(ending?.reason ?? "none")")
    #expect(ending?.raw?.hasPrefix("HTTP \(status)") == true && ending?.raw?.contains("secret") == false)
  }

  @Test func aPromptThatAzureFiltersIsToldWithItsCategories() async {
    let body = #"""
      {"error":{"message":"The response was filtered due to the prompt","type":null,"param":"prompt",
      "code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation",
      "content_filter_result":{"hate":{"filtered":false,"severity":"safe"},
      "self_harm":{"filtered":true,"severity":"medium"},"jailbreak":{"filtered":true,"detected":true}}}}}
      """#
    let ending = await events(makeProvider(FakeTransport([.answer(400, body)]))).reply.ending
    #expect(ending?.kind == .filtered)
    #expect(ending?.reason?.contains("self-harm (medium), jailbreak (detected)") == true)
    #expect(ending?.raw == "content_filter: hate (safe), self-harm (medium), jailbreak (detected)")
  }

  @Test func aRedirectIsNotFollowed() async {
    let transport = FakeTransport([.answer(308, ["Location": "https://elsewhere.example/v1"], "")])
    let ending = await events(makeProvider(transport)).reply.ending
    #expect(
      ending?.reason?.hasPrefix("test redirects to https://elsewhere.example/v1. If you trust it") == true)
    #expect(transport.requests.count == 1)
  }

  @Test func anAddressThatIsNoneIsToldWithoutARequest() async {
    let transport = FakeTransport([])
    let ending = await events(makeProvider(transport, url: "localhost:8080/v1")).reply.ending
    #expect(ending?.kind == .failed && ending?.reason?.contains("localhost:8080/v1") == true)
    #expect(transport.requests.isEmpty)
  }

  @Test func aKeyThatCannotBeHadIsTold() async {
    struct Locked: Error {}
    let key = Secret { throw Locked() }
    let ending = await events(makeProvider(FakeTransport([]), key: key)).reply.ending
    #expect(ending?.kind == .failed && ending?.reason?.contains("the key of test cannot be had") == true)
  }

  // MARK: Secrets

  @Test(arguments: [
    #"data: {"error":{"message":"Incorrect API key provided: sk-secret-key","code":"invalid_api_key"}}"#,
    "error: bad key sk-secret-key", "error: {\"message\":\"bad key sk-secret-key\"}", "bad key sk-secret-key",
    "event: error\ndata: bad key sk-secret-key", "<html><h1>bad key sk-secret-key</h1></html>",
    #"{"error":"bad key sk-secret-key"}"#, #"{"status":"bad key sk-secret-key"}"#,
    #"{"bad key sk-secret-key}"#,
    #"data: {"choices":[{"index":0,"finish_reason":"sk-secret-key"}]}"#,
    "bad header value-of-a-header", "bad token abcdefgh-token",
    // Cut within the key.
    "\(String(repeating: "x", count: 290))sk-secret-key",
  ])
  func noSecretIsShownAlsoWhenTheStatusIsGood(_ body: String) async {
    let headers = ["api-key": "value-of-a-header", "X-Token": "Bearer abcdefgh-token"]
    let provider = makeProvider(FakeTransport([.answer(200, body + "\n\n")]), headers: headers)
    let reply = await events(provider).reply
    #expect(reply.ending?.kind == .failed || reply.ending?.kind == .incomplete)
    let shown = [reply.ending?.reason, reply.ending?.raw].compactMap(\.self).joined(separator: " ")
    for secret in ["sk-secr", "value-of", "abcdefgh"] { #expect(!shown.contains(secret), "\(shown)") }
    if !body.contains("html") { #expect(shown.contains("•••"), "\(shown)") }
  }

  @Test func aSecretIsHiddenWhereverItStands() {
    let redaction = Redaction(key: "ab/cd+efgh", headers: ["a": "abcdefgh", "b": "abcdefghij", "c": "short"])
    for (text, hidden) in [
      ("", ""), ("ab/cd+efgh", "•••"), (#"x ab\/cd+efgh, é"#, "x •••, é"), ("abab/cd+efghab", "ab•••ab"),
      ("abcdefghij abcdefgh abcdefghi", "••• ••• •••"), ("to the end abcdef", "to the end •••"),
      ("abcde", "abcde"),
      ("cut ab/cd+…. Ask", "cut •••…. Ask"), ("abcdefg is another", "abcdefg is another"), ("short", "short"),
    ] { #expect(redaction.hiding(text) == hidden) }
    #expect(Redaction(key: "abc").hiding("abc") == "abc")
  }

  @Test func warningsShowNoSecret() async {
    let call =
      #"data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"sk-secret-key","arguments":"{"}}]}}]}"#
    let body = call + "\n\ndata: [DONE]\n\n"
    let reply = await events(makeProvider(FakeTransport([.answer(200, body)]))).reply
    #expect(reply.warnings == ["the arguments of the call of “•••” are no JSON"])
  }

  @Test func aKeyThatIsTheProvidersNameHidesNothing() async {
    let transport = FakeTransport([.answer(401, errorBody("no"))])
    let reason = await events(makeProvider(transport, key: Secret("test"))).reply.ending?.reason
    #expect(reason?.hasPrefix("test did not accept the key: no") == true, "\(reason ?? "")")
  }

  @Test func whatAnAddressKeepsSecretIsNotShown() async {
    for url in ["http://me:pass-word@x.example/v1?key=pass-word", "x.example/v1?key=pass-word"] {
      let provider = makeProvider(FakeTransport([]), url: url)
      let ending = await events(provider).reply.ending
      #expect(ending?.kind == .failed && ending?.reason?.contains("x.example/v1”") == true)
      #expect(ending?.reason?.contains("pass-word") == false)
      let error = await #expect(throws: ModelError.self) { try await provider.models() }
      #expect(error?.message.contains("pass-word") == false)
    }
    let transport = FakeTransport([.answer(400, errorBody("bad key pass-word"))])
    let ending = await events(makeProvider(transport, url: "http://x.example/v1?key=pass-word")).reply.ending
    #expect(transport.requests.map(\.url) == ["http://x.example/v1/chat/completions?key=pass-word"])
    #expect(ending?.reason == "test refused the request: bad key •••")
  }

  // MARK: The request's name

  @Test(arguments: ["x-request-id", "Request-Id"])
  func theServersNameForTheRequestIsKept(_ name: String) async {
    let failed = FakeTransport(Array(repeating: .answer(500, [name: "req_1"], errorBody("oops")), count: 3))
    #expect(await events(makeProvider(failed)).reply.ending?.raw == "HTTP 500 oops, request req_1")
    let late = FakeTransport([.answer(200, [name: "req_2"], "data: {\"error\":\"oops\"}\n\n")])
    #expect(await events(makeProvider(late)).reply.ending?.raw == "oops, request req_2")
    let good = FakeTransport([.answer(200, [name: "req_3"], shortReply)])
    #expect(await events(makeProvider(good)).reply.ending == Ending(.complete, raw: "stop"))
  }
}
