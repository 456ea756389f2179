import Documents
import TestSupport
import Testing

@testable import Models

/// Addresses, keys and refusals of the providers, on a server in memory.
struct ProviderAdapterTests {
  private static let anthropicReply =
    #"data: {"type":"message_start","message":{"usage":{"input_tokens":1}}}"# + "\n\n"
    + #"data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"pong"}}"#
    + "\n\n"
    + #"data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}"# + "\n\n"
    + #"data: {"type":"message_stop"}"# + "\n\n"
  private static let ollamaReply =
    #"{"message":{"content":"pong"},"done":true,"done_reason":"stop"}"# + "\n"
  private static let responsesReply =
    #"data: {"type":"response.completed","response":{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"pong"}]}]}}"#
    + "\n\n"

  private func anthropic(
    _ transport: FakeTransport, url: String = "https://api.anthropic.com"
  ) -> AnthropicProvider {
    AnthropicProvider(
      name: "test", baseURL: url, apiKey: Secret("sk-secret-key"), transport: transport,
      policy: FakeClock().policy(), memory: DialectMemory())
  }

  private func azure(
    _ transport: FakeTransport, url: String,
    credential: AzureOpenAIProvider.Credential = .apiKey(Secret("k-secret")),
    apiVersion: String? = nil, interface: AzureOpenAIProvider.Interface = .chatCompletions
  ) -> AzureOpenAIProvider {
    AzureOpenAIProvider(
      name: "test", baseURL: url, credential: credential, apiVersion: apiVersion, interface: interface,
      transport: transport, policy: FakeClock().policy(), memory: DialectMemory())
  }

  // MARK: Addresses and keys

  @Test(arguments: [
    ("https://api.anthropic.com", "https://api.anthropic.com/v1/messages"),
    ("https://api.anthropic.com/v1/", "https://api.anthropic.com/v1/messages"),
    ("https://api.anthropic.com/v1/messages", "https://api.anthropic.com/v1/messages"),
    ("https://r.services.ai.azure.com/anthropic", "https://r.services.ai.azure.com/anthropic/v1/messages"),
  ])
  func anthropicIsAskedAtItsAddress(_ base: String, _ url: String) async throws {
    let transport = FakeTransport([.answer(200, Self.anthropicReply)])
    let reply = await events(anthropic(transport, url: base), SamplingParameters(maxOutputTokens: 5)).reply
    #expect(
      reply.text == "pong" && reply.ending == Ending(.complete, raw: "end_turn") && reply.warnings.isEmpty)
    let request = try #require(transport.requests.first)
    #expect(request.url == url && request.headers["x-api-key"] == "sk-secret-key")
    #expect(request.headers["anthropic-version"] == "2023-06-01" && request.headers["authorization"] == nil)
  }

  @Test(arguments: [
    ("https://r.openai.azure.com/openai/v1/", nil, "https://r.openai.azure.com/openai/v1/chat/completions"),
    (
      "https://r.openai.azure.com/openai/v1?api-version=preview", nil,
      "https://r.openai.azure.com/openai/v1/chat/completions?api-version=preview"
    ),
    (
      "https://r.openai.azure.com", nil,
      "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21"
    ),
    (
      "https://r.openai.azure.com/openai/", "2025-01-01-preview",
      "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2025-01-01-preview"
    ),
    (
      "https://r.openai.azure.com/openai/deployments/x/chat/completions?api-version=2024-06-01", nil,
      "https://r.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-06-01"
    ),
    (
      "https://r.services.ai.azure.com/models?api-version=2024-05-01-preview", nil,
      "https://r.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview"
    ),
    (
      "http://127.0.0.1:4000/gate", nil,
      "http://127.0.0.1:4000/gate/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21"
    ),
  ])
  func azureIsAskedAtItsAddress(_ base: String, _ version: String?, _ url: String) async throws {
    let transport = FakeTransport([.answer(200, shortReply)])
    var request = ChatRequest(model: ModelName(provider: "test", model: "my gpt"), messages: [])
    request.messages = [ChatMessage(.user, "ping")]
    let reply = await events(azure(transport, url: base, apiVersion: version), request).reply
    #expect(reply.text == "pong")
    let sent = try #require(transport.requests.first)
    #expect(sent.url == url && sent.headers["api-key"] == "k-secret" && sent.headers["authorization"] == nil)
    #expect(transport.bodies.first?["model"] == "my gpt")
  }

  @Test func azureTakesATokenAndSpeaksResponses() async throws {
    let transport = FakeTransport([
      .answer(200, Self.responsesReply), .answer(401, errorBody("wrong audience tok-1")),
    ])
    let provider = azure(
      transport, url: "https://r.openai.azure.com/openai/v1", credential: .entra(Secret { "tok-1" }),
      interface: .responses)
    #expect(await events(provider).reply.text == "pong")
    let request = try #require(transport.requests.first)
    #expect(request.url == "https://r.openai.azure.com/openai/v1/responses")
    #expect(request.headers["authorization"] == "Bearer tok-1" && request.headers["api-key"] == nil)
    let refused = await events(provider).reply.ending
    #expect(
      refused?.kind == .failed
        && refused?.reason?.contains("did not accept the key: wrong audience •••") == true)
    #expect(refused?.reason?.contains("The token must be made for https://ai.azure.com/.default.") == true)
  }

  @Test(arguments: ["http://localhost:11434", "http://localhost:11434/v1/", "http://localhost:11434/api"])
  func ollamaIsAskedByItsOwnInterface(_ base: String) async throws {
    let transport = FakeTransport([
      .answer(200, Self.ollamaReply),
      .answer(
        200,
        #"{"models":[{"name":"m:1b","capabilities":["completion","tools"],"details":{"context_length":4096}}]}"#
      ),
    ])
    let provider = OllamaProvider(name: "test", baseURL: base, transport: transport, memory: DialectMemory())
    #expect(await events(provider).reply.text == "pong")
    let models = try await provider.models()
    #expect(models.first?.name.model == "m:1b" && models.first?.capabilities == ["chat", "tools"])
    #expect(models.first?.contextTokens == 4096)
    #expect(
      transport.requests.map(\.url) == ["http://localhost:11434/api/chat", "http://localhost:11434/api/tags"])
  }

  @Test func azureListsDeploymentsOrSaysThatTheyMustBeNamed() async throws {
    let list = #"{"data":[{"id":"my-gpt","model":"gpt-4o","status":"succeeded","object":"deployment"}]}"#
    let transport = FakeTransport([.answer(200, list), .answer(404, errorBody("Resource not found"))])
    let provider = azure(transport, url: "https://r.openai.azure.com/openai/v1/")
    #expect(try await provider.models().map(\.name.model) == ["my-gpt"])
    #expect(
      transport.requests.first?.url
        == "https://r.openai.azure.com/openai/deployments?api-version=2023-03-15-preview")
    let error = await #expect(throws: ModelError.self) { try await provider.models() }
    #expect(
      error?.message == "test does not tell its deployments"
        && error?.hint?.contains("test/DEPLOYMENT") == true)
  }

  @Test func aProviderIsMadeOfWhatTheConfigurationSays() throws {
    func made(
      _ type: ProviderType, _ change: (inout ProviderSetup) -> Void = { _ in }
    ) throws -> any ModelProvider {
      var setup = ProviderSetup(
        name: "work", type: type, baseURL: type.defaultURL ?? "http://h", key: Secret("k"))
      change(&setup)
      return try setup.make()
    }
    #expect(ProviderType.allCases.map(\.rawValue).contains("openai-responses"))
    for type in ProviderType.allCases { #expect(try made(type).name == "work") }
    #expect((try made(.anthropic) as? AnthropicProvider)?.endpoint.keyField == .field("x-api-key"))
    #expect((try made(.anthropic) { $0.keyUse = .token } as? AnthropicProvider)?.endpoint.keyField == .bearer)
    let azure = try made(.azureOpenAI) {
      $0.keyUse = .token
      $0.usesResponses = true
    }
    #expect((azure as? AzureOpenAIProvider)?.endpoint.keyField == .bearer)
    #expect((azure as? AzureOpenAIProvider)?.format.wire == .responses)
    #expect((try made(.ollama) { $0.contextTokens = 99 } as? OllamaProvider)?.format.contextTokens == 99)
    #expect(try made(.llamaServer) is any EmbeddingProvider)
    #expect(try !(made(.anthropic) is any EmbeddingProvider))
    #expect(throws: ModelError.self) { try ProviderSetup(name: "x", type: .azureOpenAI).make() }
  }

  // MARK: Blocked prompts

  /// The many forms in which Azure, and gateways before it, tell of a prompt that a filter stopped.
  private static let blocked: [(String, [String])] = [
    (
      #"{"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":false,"severity":"safe"},"violence":{"filtered":true,"severity":"high"},"jailbreak":{"filtered":false,"detected":false}}}}}"#,
      ["prompt hate safe", "prompt violence high filtered", "prompt jailbreak"]
    ),
    (
      #"{"error":{"message":"blocked","code":"content_filter","inner_error":{"code":"ResponsibleAIPolicyViolation","content_filter_results":{"jailbreak":{"filtered":true,"detected":true}}}}}"#,
      ["prompt jailbreak detected filtered"]
    ),
    (
      #"{"error":{"message":"blocked","code":"content_filter","content_filter_result":{"sexual":{"filtered":true,"severity":"medium"}}}}"#,
      ["prompt sexual medium filtered"]
    ),
    (
      #"{"error":{"message":"blocked","code":"content_filter","content_filters":[{"blocked":true,"source_type":"prompt","content_filter_results":{"self_harm":{"filtered":true,"severity":"low"}}}]}}"#,
      ["prompt self_harm low filtered"]
    ),
    (
      #"{"error":{"message":"litellm.BadRequestError: AzureException - The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":null,"code":"400"}}"#,
      []
    ),
    (#"{"error":{"code":"ResponsibleAIPolicyViolation","message":"no"}}"#, []),
    (#"{"error":{"code":"content_policy_violation","message":"no"}}"#, []),
    (
      #"{"error":{"code":"invalid_prompt","message":"Invalid prompt: your prompt was flagged as potentially violating our usage policy."}}"#,
      []
    ),
  ]

  @Test(arguments: blocked)
  func aBlockedPromptIsFilteredWithItsTable(_ body: String, _ details: [String]) async {
    let transport = FakeTransport([.answer(400, body)])
    let reply = await events(azure(transport, url: "https://r.openai.azure.com/openai/v1/")).reply
    #expect(reply.ending?.kind == .filtered && reply.ending?.reason?.contains("content filter") == true)
    #expect(StreamFixture.details(of: reply) == details)
  }

  // MARK: Refused parameters

  @Test(arguments: [
    ("`temperature` and `top_p` cannot both be specified for this model. Please use only one.", "top_p"),
    ("`temperature` may only be set to 1 when thinking is enabled.", "temperature"),
    ("top_p: Extra inputs are not permitted", "top_p"),
    ("`stop_sequences` is deprecated for this model.", "stop_sequences"),
  ])
  func anthropicRefusalsAreLearntFrom(_ message: String, _ name: String) async {
    let body = JSONValue.object([
      .init("type", "error"),
      .init("error", ["type": "invalid_request_error", "message": .string(message)]),
    ]).text()
    let transport = FakeTransport([.answer(400, body), .answer(200, Self.anthropicReply)])
    let parameters = SamplingParameters(temperature: 0.5, topP: 0.9, maxOutputTokens: 5, stop: ["x"])
    let reply = await events(anthropic(transport), parameters).reply
    #expect(reply.text == "pong" && reply.droppedParameters == [name])
    #expect(transport.bodies.map { $0[name] == nil } == [false, true])
  }

  @Test func ollamaModelsThatDoNotThinkAreAskedWithoutIt() async {
    let transport = FakeTransport([
      .answer(400, #"{"error":"\"m\" does not support thinking"}"#), .answer(200, Self.ollamaReply),
    ])
    let provider = OllamaProvider(name: "test", transport: transport, memory: DialectMemory())
    var request = ChatRequest(
      model: ModelName(provider: "test", model: "m"), messages: [ChatMessage(.user, "x")])
    request.extra = [.init("think", true)]
    let reply = await events(provider, request).reply
    #expect(reply.text == "pong" && reply.droppedParameters == ["think"])
    #expect(transport.bodies.map { $0["think"] != nil } == [true, false])
  }

  @Test func toolsThatAreRefusedAreNotLeftOut() async {
    let transport = FakeTransport([.answer(400, #"{"error":"m does not support tools"}"#)])
    let provider = OllamaProvider(name: "test", transport: transport, memory: DialectMemory())
    var request = ChatRequest(
      model: ModelName(provider: "test", model: "m"), messages: [ChatMessage(.user, "x")])
    request.tools = [ToolDefinition(name: "find")]
    let reply = await events(provider, request).reply
    #expect(reply.ending?.kind == .failed && reply.ending?.reason?.contains("does not support tools") == true)
    #expect(transport.requests.count == 1)
  }

  @Test func whatWasLearntCanBeKeptAndGivenBack() async throws {
    let kept = Box<JSONValue>()
    let memory = DialectMemory { kept.set($0) }
    let refusal = errorBody("Unrecognized request argument supplied: seed")
    let transport = FakeTransport([.answer(400, refusal), .answer(200, shortReply)])
    _ = await events(
      makeProvider(transport, url: "http://h/v1?key=pass-word", memory: memory), SamplingParameters(seed: 1))
    let snapshot = try #require(await kept.get())
    #expect(snapshot == memory.snapshot && snapshot.text().contains(#""seed""#))
    // The address's query may hold a key.
    #expect(!snapshot.text().contains("pass-word"))
    let later = FakeTransport([.answer(200, shortReply)])
    let again = DialectMemory(snapshot: snapshot)
    let reply = await events(
      makeProvider(later, url: "http://h/v1", memory: again), SamplingParameters(seed: 1)
    ).reply
    #expect(reply.droppedParameters == ["seed"] && later.bodies.first?["seed"] == nil)
    again.forget()
    #expect(again.snapshot == [] && DialectMemory(snapshot: ["x"]).snapshot == [])
  }

  @Test func aModelThatWantsItsReasoningBackIsGivenIt() async {
    var reply = ChatMessage(.assistant, "")
    reply.toolCalls = [Reply.ToolCall(id: "a", name: "find", arguments: "{}")]
    reply.reasoning = "hm"
    let request = ChatRequest(
      model: ModelName(provider: "test", model: "m"),
      messages: [ChatMessage(.user, "x"), reply, ChatMessage(resultOf: reply.toolCalls[0], "1")])
    let transport = FakeTransport([
      .answer(
        400, errorBody("thinking is enabled but reasoning_content is missing in assistant tool call message")),
      .answer(200, shortReply),
    ])
    let answer = await events(makeProvider(transport), request).reply
    #expect(answer.text == "pong" && answer.warnings.first?.contains("given back") == true)
    #expect(transport.bodies.map { $0["messages"]?[1]?["reasoning_content"]?.string } == [nil, "hm"])
  }

  // MARK: What is told beside the answer

  @Test func unknownFieldsAndLimitsAreKeptAndSecretsAreNot() async {
    let body =
      #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop","native_finish_reason":"end_turn"}],"#
      + #""system_fingerprint":"fp_1","service_tier":"flex","echo":{"key":"sk-secret-key"},"usage":{"cost":0.5,"prompt_tokens":1}}"#
      + "\n\ndata: [DONE]\n\n"
    let fields: HTTPFields = [
      "x-request-id": "req_1", "openai-processing-ms": "12", "x-ratelimit-remaining-tokens": "99",
    ]
    let reply = await events(makeProvider(FakeTransport([.answer(200, fields, body)]))).reply
    let metadata = JSONValue.object(reply.metadata)
    #expect(metadata["system_fingerprint"] == "fp_1" && metadata["service_tier"] == "flex")
    #expect(metadata["native_finish_reason"] == "end_turn" && metadata["usage"]?["cost"]?.double == 0.5)
    #expect(metadata["request_id"] == "req_1" && metadata["processing_ms"]?.double == 12)
    #expect(metadata["rate_limits"]?["x-ratelimit-remaining-tokens"] == "99")
    #expect(metadata["echo"] == "•••" && !metadata.text().contains("sk-secret-key"))
  }

  @Test func eventsThatOnlyKeepAConnectionAliveDoNotCount() async {
    let ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n"
    var decoder = ReplyDecoder(.anthropic)
    _ = decoder.feed(Array((#"data: {"type":"message_start","message":{}}"# + "\n\n").utf8))
    let before = decoder.eventCount
    _ = decoder.feed(Array(ping.utf8))
    #expect(decoder.eventCount == before)
    let transport = FakeTransport([.broken([ping, ping], nil)])
    let provider = AnthropicProvider(
      name: "test", transport: transport, patience: Patience(event: 0.05), memory: DialectMemory())
    let ending = await events(provider, SamplingParameters(maxOutputTokens: 5)).reply.ending
    // On a busy machine the time may be over before the first sign is heard.
    let reasons = ["nothing but signs of life", "sent nothing for"]
    #expect(ending?.kind == .failed && reasons.contains { ending?.reason?.contains($0) == true })
  }

  // MARK: Loading and overload

  @Test func aServerThatLoadsItsModelIsWaitedForInEveryFormat() async {
    let loading = #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#
    for step in [Self.anthropicReply, Self.responsesReply] {
      let transport = FakeTransport([.answer(503, loading), .answer(200, step)])
      let provider: any ModelProvider =
        step == Self.anthropicReply
        ? anthropic(transport)
        : OpenAIResponsesProvider(
          name: "test", transport: transport, policy: FakeClock().policy(), memory: DialectMemory())
      let all = await events(provider, SamplingParameters(maxOutputTokens: 5))
      #expect(all.first == .retrying(reason: "the server is loading its model", seconds: 1))
      #expect(all.reply.text == "pong")
    }
  }

  @Test func anOverloadedAnthropicIsAskedAgain() async {
    let body =
      #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}"#
    let transport = FakeTransport([.answer(529, body), .answer(200, Self.anthropicReply)])
    let all = await events(anthropic(transport), SamplingParameters(maxOutputTokens: 5))
    #expect(
      all.first == .retrying(reason: "the server is overloaded", seconds: 0.5) && all.reply.text == "pong")
  }
}
