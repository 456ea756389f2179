import Documents
import Testing

@testable import Models

/// One conversation as every wire format writes it.
struct RequestBodyTests {
  private static let call = Reply.ToolCall(
    id: "c1", name: "find", arguments: #"{"q":1}"#, extra: [.init("extra_content", ["a": 1])])
  private static let png = ChatImage.bytes([1, 2, 3], mediaType: "image/png")

  /// A conversation with everything in it.
  private static func request(_ provider: String = "test") -> ChatRequest {
    var reply = Reply()
    for event in [
      ReplyEvent.reasoning("hm"), .text("I look."),
      .toolCall(index: 0, id: "c1", name: "find", arguments: #"{"q":1}"#),
      .toolCallExtra(index: 0, [.init("extra_content", ["a": 1])]),
    ] { reply.apply(event, at: 0) }
    return ChatRequest(
      model: ModelName(provider: provider, model: "m"),
      messages: [
        ChatMessage(.system, "Be brief."),
        ChatMessage(.user, parts: [.text("What is this?"), .image(png)]),
        ChatMessage(reply), ChatMessage(resultOf: call, "42", isError: true), ChatMessage(.user, "So?"),
      ],
      parameters: SamplingParameters(
        temperature: 0.5, topP: 0.9, maxOutputTokens: 9, seed: 7, stop: ["x"], frequencyPenalty: 1,
        presencePenalty: -1),
      tools: [
        ToolDefinition(name: "find", description: "Finds.", parameters: ["type": "object"], isStrict: true)
      ],
      toolChoice: .tool("find"),
      responseFormat: .schema(name: "answer", ["type": "object"], isStrict: true),
      extra: [.init("top_k", 5)])
  }

  private func check(_ format: some RequestFormat, _ expected: String) throws {
    let body = try format.body(Self.request(), Dialect()).json(Dialect())
    #expect(body == (try JSONReader.read(expected)), "\(body.text())")
  }

  @Test func chatCompletionsWriteAConversation() throws {
    try check(
      ChatCompletionsFormat(),
      #"""
      {"model":"m","messages":[{"role":"system","content":"Be brief."},
      {"role":"user","content":[{"type":"text","text":"What is this?"},
      {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},
      {"role":"assistant","content":"I look.","tool_calls":[{"id":"c1","type":"function",
      "function":{"name":"find","arguments":"{\"q\":1}"},"extra_content":{"a":1}}]},
      {"role":"tool","tool_call_id":"c1","content":"42"},{"role":"user","content":"So?"}],"stream":true,
      "tools":[{"type":"function","function":{"name":"find","description":"Finds.","parameters":{"type":"object"},
      "strict":true}}],"response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,
      "schema":{"type":"object"}}},"stream_options":{"include_usage":true},"temperature":0.5,"top_p":0.9,
      "max_tokens":9,"seed":7,"stop":["x"],"frequency_penalty":1.0,"presence_penalty":-1.0,
      "tool_choice":{"type":"function","function":{"name":"find"}},"top_k":5}
      """#)
  }

  @Test func anthropicWritesAConversation() throws {
    try check(
      AnthropicFormat(),
      #"""
      {"model":"m","max_tokens":9,"system":"Be brief.","messages":[
      {"role":"user","content":[{"type":"text","text":"What is this?"},
      {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}}]},
      {"role":"assistant","content":[{"type":"text","text":"I look."},
      {"type":"tool_use","id":"c1","name":"find","input":{"q":1}}]},
      {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"42","is_error":true},
      {"type":"text","text":"So?"}]}],"stream":true,
      "tools":[{"name":"find","description":"Finds.","input_schema":{"type":"object"},"strict":true}],
      "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},
      "temperature":0.5,"top_p":0.9,"stop_sequences":["x"],"tool_choice":{"type":"tool","name":"find"},"top_k":5}
      """#)
    let body = try AnthropicFormat().body(Self.request(), Dialect())
    #expect(body.dropped == ["seed", "frequency_penalty", "presence_penalty"] && body.notes.isEmpty)
  }

  @Test func responsesWriteAConversation() throws {
    try check(
      ResponsesFormat(),
      #"""
      {"model":"m","instructions":"Be brief.","input":[
      {"role":"user","content":[{"type":"input_text","text":"What is this?"},
      {"type":"input_image","detail":"auto","image_url":"data:image/png;base64,AQID"}]},
      {"role":"assistant","content":"I look."},
      {"type":"function_call","call_id":"c1","name":"find","arguments":"{\"q\":1}"},
      {"type":"function_call_output","call_id":"c1","output":"42"},{"role":"user","content":"So?"}],"stream":true,
      "tools":[{"type":"function","name":"find","description":"Finds.","parameters":{"type":"object"},"strict":true}],
      "text":{"format":{"type":"json_schema","name":"answer","strict":true,"schema":{"type":"object"}}},
      "temperature":0.5,"top_p":0.9,"max_output_tokens":9,"tool_choice":{"type":"function","name":"find"},"top_k":5}
      """#)
    let body = ResponsesFormat().body(Self.request(), Dialect())
    #expect(body.dropped == ["seed", "stop", "frequency_penalty", "presence_penalty"])
  }

  @Test func ollamaWritesAConversation() throws {
    try check(
      OllamaFormat(contextTokens: 8192),
      #"""
      {"model":"m","messages":[{"role":"system","content":"Be brief."},
      {"role":"user","content":"What is this?","images":["AQID"]},
      {"role":"assistant","content":"I look.","thinking":"hm",
      "tool_calls":[{"function":{"name":"find","arguments":{"q":1}}}]},
      {"role":"tool","content":"42","tool_name":"find","tool_call_id":"c1"},{"role":"user","content":"So?"}],
      "stream":true,"tools":[{"type":"function","function":{"name":"find","description":"Finds.",
      "parameters":{"type":"object"}}}],"format":{"type":"object"},
      "options":{"num_ctx":8192,"temperature":0.5,"top_p":0.9,"num_predict":9,"seed":7,"stop":["x"],
      "frequency_penalty":1.0,"presence_penalty":-1.0,"top_k":5}}
      """#)
    #expect(try OllamaFormat().body(Self.request(), Dialect()).dropped == ["tool_choice"])
  }

  // MARK: What goes back

  @Test func signedThinkingGoesBackToItsOwnProviderAlone() throws {
    var message = ChatMessage(.assistant, "Yes.")
    let block: JSONValue = ["type": "thinking", "thinking": "hm", "signature": "c2ln"]
    let text: JSONValue = ["type": "text", "text": "Yes."]
    message.items = [ProviderItem(.anthropic, block), ProviderItem(.anthropic, text)]
    message.reasoning = "hm"
    let request = ChatRequest(
      model: ModelName(provider: "test", model: "m"),
      messages: [ChatMessage(.user, "Go"), message, ChatMessage(.user, "On")])
    let own = try AnthropicFormat().body(request, Dialect()).json(Dialect())
    #expect(own["messages"]?[1]?["content"] == .array([block, text]))
    for body in [
      ChatCompletionsFormat().body(request, Dialect()).json(Dialect()),
      ResponsesFormat().body(request, Dialect()).json(Dialect()),
    ] { #expect(!body.text().contains("c2ln") && !body.text().contains("hm")) }
  }

  @Test func reasoningGoesBackWhereItIsWantedUnderItsOwnName() {
    var message = ChatMessage(.assistant, "Yes.")
    message.reasoning = "hm"
    message.reasoningField = "reasoning"
    message.items = [ProviderItem(.chat, ["reasoning_details": [["type": "x"]]])]
    var calling = message
    calling.toolCalls = [Self.call]
    calling.content = ""
    let request = ChatRequest(model: ModelName(provider: "t", model: "m"), messages: [message, calling])
    func sent(_ wish: Dialect.ReasoningReturn) -> [String?] {
      var dialect = Dialect()
      dialect.reasoningReturn = wish
      let messages = ChatCompletionsFormat().body(request, dialect).json(dialect)["messages"]?.array ?? []
      #expect(messages.allSatisfy { $0["reasoning_details"]?[0]?["type"] == "x" })
      #expect(messages.last?["content"] == .null)
      return messages.map { $0["reasoning"]?.string }
    }
    #expect(sent(.never) == [nil, nil])
    #expect(sent(.toolTurns) == [nil, "hm"])
    #expect(sent(.always) == ["hm", "hm"])
    #expect(Dialect(host: "api.deepseek.com").reasoningReturn == .toolTurns)
  }

  @Test func reasoningItemsGoBackToResponsesAsFarAsTheServerCanUseThem() throws {
    var message = ChatMessage(.assistant, "Yes.")
    message.items = [
      ProviderItem(
        .responses, ["id": "rs_1", "type": "reasoning", "summary": [], "encrypted_content": .null]),
      ProviderItem(
        .responses, ["id": "rs_2", "type": "reasoning", "summary": [], "encrypted_content": "enc"]),
      ProviderItem(.responses, ["id": "m_1", "type": "message", "status": "completed", "content": []]),
    ]
    var request = ChatRequest(model: ModelName(provider: "t", model: "m"), messages: [message])
    let kept = ResponsesFormat().body(request, Dialect()).json(Dialect())
    #expect(kept["input"]?.array?.count == 3 && kept["include"] == nil)
    #expect(
      kept["input"]?[0]?["encrypted_content"] == nil && kept["input"]?[0]?["id"] == "rs_1"
        && kept["input"]?[2]?["status"] == "completed")
    request.extra = [.init("store", false)]
    let apart = ResponsesFormat().body(request, Dialect()).json(Dialect())
    #expect(apart["input"]?.array?.count == 2 && apart["include"] == ["reasoning.encrypted_content"])
    #expect(apart["input"]?[0]?["encrypted_content"] == "enc" && apart["input"]?[0]?["id"] == "rs_2")
  }

  // MARK: Single rules

  @Test func aMessageIsAsSimpleToWriteAsItIs() {
    var message = ChatMessage(.user, "text")
    #expect(message.content == "text" && message.images.isEmpty && message == ChatMessage(.user, "text"))
    message.parts.append(.image(Self.png))
    message.content = "other"
    #expect(message.parts == [.text("other"), .image(Self.png)])
    message.parts = [.image(Self.png)]
    #expect(message.content.isEmpty)
    message.content = "late"
    #expect(message.content == "late" && message.images == [Self.png])
  }

  @Test func freeParametersTakeThePlaceOfOurs() throws {
    var request = ChatRequest(
      model: ModelName(provider: "t", model: "m"), messages: [],
      parameters: SamplingParameters(temperature: 1),
      extra: [.init("temperature", 0), .init("stream_options", ["x": 1]), .init("service_tier", "flex")])
    let body = ChatCompletionsFormat().body(request, Dialect()).json(Dialect())
    #expect(body["temperature"] == 0 && body["stream_options"]?["x"] == 1 && body["service_tier"] == "flex")
    #expect(body.object?.count { $0.key == "temperature" } == 1)
    request.extra = [
      .init("think", true), .init("keep_alive", "5m"), .init("options", ["num_gpu": 1]), .init("num_ctx", 99),
    ]
    let ollama = try OllamaFormat(contextTokens: 8192).body(request, Dialect()).json(Dialect())
    #expect(ollama["think"] == true && ollama["keep_alive"] == "5m")
    #expect(ollama["options"]?["num_gpu"] == 1 && ollama["options"]?["num_ctx"] == 99)
    request.extra = [.init("output_config", ["effort": "low"])]
    request.responseFormat = .schema(name: "a", ["type": "object"], isStrict: nil)
    let config = try AnthropicFormat().body(request, Dialect()).json(Dialect())["output_config"]
    #expect(config?["effort"] == "low" && config?["format"]?["type"] == "json_schema")
  }

  @Test func anthropicIsToldALimitAndThePersonIsToldOfIt() throws {
    var request = ChatRequest(
      model: ModelName(provider: "t", model: "m"), messages: [ChatMessage(.user, "x")])
    let ours = try AnthropicFormat().body(request, Dialect())
    #expect(ours.json(Dialect())["max_tokens"] == 4096 && ours.notes.first?.contains("4096") == true)
    let card = try AnthropicFormat(limit: { $0 == "m" ? 64_000 : nil }).body(request, Dialect())
    #expect(card.json(Dialect())["max_tokens"] == 64_000 && card.notes.count == 1)
    request.extra = [.init("thinking", ["type": "enabled", "budget_tokens": 8000])]
    #expect(try AnthropicFormat().body(request, Dialect()).json(Dialect())["max_tokens"] == 12096)
    request.parameters.maxOutputTokens = 5
    let set = try AnthropicFormat().body(request, Dialect())
    #expect(set.json(Dialect())["max_tokens"] == 5 && set.notes.isEmpty)
  }

  @Test func ollamaIsNotGivenAddressesOfImagesAndLongConversationsAreToldOf() async throws {
    let image = ChatMessage(.user, parts: [.image(.url("https://example.com/a.png"))])
    let request = ChatRequest(model: ModelName(provider: "test", model: "m"), messages: [image])
    let provider = OllamaProvider(name: "test", transport: FakeTransport([]))
    let ending = await events(provider, request).reply.ending
    #expect(ending?.kind == .failed && ending?.reason?.contains("Give the image as a file") == true)
    let long = ChatMessage(.user, String(repeating: "word ", count: 300))
    let body = try OllamaFormat(contextTokens: 256)
      .body(ChatRequest(model: ModelName(provider: "t", model: "m"), messages: [long]), Dialect())
    #expect(body.notes.first?.contains("at least 300 tokens and the context holds 256") == true)
  }

  @Test func callsAndResultsWithoutIDsFindEachOther() throws {
    let call = Reply.ToolCall(id: "", name: "find", arguments: "")
    var reply = ChatMessage(.assistant, "")
    reply.toolCalls = [call]
    let request = ChatRequest(
      model: ModelName(provider: "t", model: "m"), messages: [reply, ChatMessage(resultOf: call, "1")])
    let messages = ChatCompletionsFormat().body(request, Dialect()).json(Dialect())["messages"]
    #expect(messages?[0]?["tool_calls"]?[0]?["id"] == "call_find")
    #expect(messages?[0]?["tool_calls"]?[0]?["function"]?["arguments"] == "{}")
    #expect(messages?[1]?["tool_call_id"] == "call_find")
  }
}
