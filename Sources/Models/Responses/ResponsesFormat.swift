import Documents

/// Requests to OpenAI's Responses.
///
/// https://platform.openai.com/docs/api-reference/responses/create
struct ResponsesFormat: RequestFormat {
  var wire: WireFormat { .responses }

  func url(_ base: HTTPAddress, model: String) -> String { base.appending("/responses") }

  func body(_ request: ChatRequest, _ dialect: Dialect) -> RequestBody {
    let (system, others) = request.messages.apart()
    // Where nothing is kept at the server, reasoning can only go back when it came with its encrypted content.
    let isKept = request.extra.last { $0.key == "store" }?.value.boolean ?? true
    var body = RequestBody([.init("model", .string(request.model.model))])
    if !system.isEmpty { body.members.append(.init("instructions", .string(system))) }
    body.members.append(.init("input", .array(others.flatMap { Self.items($0, isKept: isKept) })))
    body.members.append(.init("stream", true))
    if !request.tools.isEmpty {
      body.members.append(.init("tools", .array(request.tools.map(Self.tool))))
    }
    let parameters = request.parameters
    body.add("temperature", parameters.temperature.map(JSONValue.number))
    body.add("top_p", parameters.topP.map(JSONValue.number))
    body.add("max_output_tokens", parameters.maxOutputTokens.map(JSONValue.integer))
    body.add("tool_choice", request.toolChoice.map(Self.written))
    if !isKept { body.add("include", ["reasoning.encrypted_content"]) }
    if parameters.seed != nil { body.dropped.append("seed") }
    if !parameters.stop.isEmpty { body.dropped.append("stop") }
    if parameters.frequencyPenalty != nil { body.dropped.append("frequency_penalty") }
    if parameters.presencePenalty != nil { body.dropped.append("presence_penalty") }
    body.add(extra: request.extra)
    if let format = request.responseFormat {
      var text = request.extra.last { $0.key == "text" }?.value.object ?? []
      text.merge([.init("format", Self.written(format))])
      body.optional.removeAll { $0.key == "text" }
      body.members.append(.init("text", .object(text)))
    }
    return body
  }

  func reader(for request: ChatRequest, body: RequestBody) -> any EventReader {
    let limit = request.extra.last { $0.key == "max_output_tokens" }?.value.int
    return ResponsesReader(outputLimit: limit ?? request.parameters.maxOutputTokens)
  }

  // MARK: Items

  private static func items(_ message: ChatMessage, isKept: Bool) -> [JSONValue] {
    if let result = message.result {
      return [
        [
          "type": "function_call_output", "call_id": .string(result.givenID),
          "output": message.images.isEmpty ? .string(message.content) : .array(content(message.parts)),
        ]
      ]
    }
    guard message.role == .assistant else {
      let content: JSONValue =
        message.images.isEmpty ? .string(message.content) : .array(content(message.parts))
      return [["role": .string(message.role.rawValue), "content": content]]
    }
    let kept = message.items.filter { $0.format == .responses }.map(\.value)
    if !kept.isEmpty { return kept.filter { isKept || isWhole($0) }.map { given($0) } }
    var items: [JSONValue] = []
    if !message.content.isEmpty {
      items.append(["role": "assistant", "content": .string(message.content)])
    }
    return items
      + message.toolCalls.map { call in
        [
          "type": "function_call", "call_id": .string(call.givenID), "name": .string(call.name),
          "arguments": .string(call.arguments.isEmpty ? "{}" : call.arguments),
        ]
      }
  }

  /// Whether an item says all that it stands for, and does not lean on what the server keeps.
  private static func isWhole(_ item: JSONValue) -> Bool {
    item["type"]?.string != "reasoning" || item["encrypted_content"]?.string?.isEmpty == false
  }

  /// An item as it goes back: whole, but without members that hold nothing, which are refused there.
  private static func given(_ item: JSONValue) -> JSONValue {
    .object((item.object ?? []).filter { !$0.value.isNull })
  }

  private static func content(_ parts: [ChatMessage.Part]) -> [JSONValue] {
    parts.map { part in
      switch part {
      case .text(let text): ["type": "input_text", "text": .string(text)]
      case .image(let image):
        ["type": "input_image", "detail": "auto", "image_url": .string(image.address)]
      }
    }
  }

  // MARK: Tools and formats

  private static func tool(_ tool: ToolDefinition) -> JSONValue {
    var members: [JSONValue.Member] = [.init("type", "function"), .init("name", .string(tool.name))]
    if !tool.description.isEmpty { members.append(.init("description", .string(tool.description))) }
    members.append(.init("parameters", tool.parameters))
    if let isStrict = tool.isStrict { members.append(.init("strict", .bool(isStrict))) }
    return .object(members)
  }

  private static func written(_ choice: ToolChoice) -> JSONValue {
    switch choice {
    case .auto: "auto"
    case .none: "none"
    case .required: "required"
    case .tool(let name): ["type": "function", "name": .string(name)]
    }
  }

  private static func written(_ format: ResponseFormat) -> JSONValue {
    guard case .schema(let name, let schema, let isStrict) = format else { return ["type": "json_object"] }
    var members: [JSONValue.Member] = [.init("type", "json_schema"), .init("name", .string(name))]
    if let isStrict { members.append(.init("strict", .bool(isStrict))) }
    members.append(.init("schema", schema))
    return .object(members)
  }
}

/// OpenAI's Responses, or a server that speaks them.
package struct OpenAIResponsesProvider: ModelProvider {
  let endpoint: Endpoint

  package var name: String { endpoint.name }

  /// - Parameter baseURL: the address up to and with the version, such as `https://api.openai.com/v1`.
  package init(
    name: String, baseURL: String = "https://api.openai.com/v1", apiKey: Secret? = nil,
    headers: [String: String] = [:], transport: any HTTPTransport = AsyncHTTPTransport(),
    policy: RetryPolicy = RetryPolicy(), patience: Patience = Patience(), memory: DialectMemory = .shared
  ) {
    endpoint = Endpoint(
      name: name, baseURL: baseURL, apiKey: apiKey, headers: headers, transport: transport, policy: policy,
      patience: patience, memory: memory, example: "https://api.openai.com/v1")
  }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    endpoint.stream(request, as: ResponsesFormat())
  }

  package func models() async throws -> [ModelInfo] {
    try await endpoint.models()
  }
}
