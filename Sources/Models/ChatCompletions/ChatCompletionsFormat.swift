import Documents

/// Requests to `/chat/completions`.
struct ChatCompletionsFormat: RequestFormat {
  var wire: WireFormat { .chatCompletions }

  func url(_ base: HTTPAddress, model: String) -> String { base.appending("/chat/completions") }

  func body(_ request: ChatRequest, _ dialect: Dialect) -> RequestBody {
    let messages = request.messages.map { Self.message($0, dialect) }
    var body = RequestBody([
      .init("model", .string(request.model.model)), .init("messages", .array(messages)),
      .init("stream", true),
    ])
    // What an answer is made of is never left out in silence: without it the answer would be another one.
    if !request.tools.isEmpty {
      body.members.append(.init("tools", .array(request.tools.map(Self.tool))))
    }
    if let format = request.responseFormat {
      body.members.append(.init("response_format", Self.written(format)))
    }
    let parameters = request.parameters
    body.add("stream_options", ["include_usage": true])
    body.add("temperature", parameters.temperature.map(JSONValue.number))
    body.add("top_p", parameters.topP.map(JSONValue.number))
    body.add(dialect.lengthName, parameters.maxOutputTokens.map(JSONValue.integer))
    body.add("seed", parameters.seed.map(JSONValue.integer))
    body.add("stop", parameters.stop.isEmpty ? nil : .array(parameters.stop.map(JSONValue.string)))
    body.add("frequency_penalty", parameters.frequencyPenalty.map(JSONValue.number))
    body.add("presence_penalty", parameters.presencePenalty.map(JSONValue.number))
    body.add("tool_choice", request.toolChoice.map(Self.written))
    body.add(extra: request.extra)
    return body
  }

  // MARK: Messages

  private static func message(_ message: ChatMessage, _ dialect: Dialect) -> JSONValue {
    var members: [JSONValue.Member] = [.init("role", .string(message.role.rawValue))]
    if let result = message.result { members.append(.init("tool_call_id", .string(result.givenID))) }
    let isOnlyCalls = !message.toolCalls.isEmpty && message.content.isEmpty && message.images.isEmpty
    members.append(.init("content", isOnlyCalls ? .null : content(message)))
    guard message.role == .assistant else { return .object(members) }
    if !message.toolCalls.isEmpty {
      members.append(.init("tool_calls", .array(message.toolCalls.map(call))))
    }
    let mayReturn =
      dialect.reasoningReturn == .always
      || dialect.reasoningReturn == .toolTurns && !message.toolCalls.isEmpty
    if mayReturn, !message.reasoning.isEmpty, message.reasoningField != "reasoning_details" {
      members.append(.init(message.reasoningField ?? "reasoning_content", .string(message.reasoning)))
    }
    for item in message.items where item.format == .chat { members.merge(item.value.object ?? []) }
    return .object(members)
  }

  private static func content(_ message: ChatMessage) -> JSONValue {
    guard !message.images.isEmpty else { return .string(message.content) }
    return .array(
      message.parts.map { part in
        switch part {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .image(let image): ["type": "image_url", "image_url": ["url": .string(image.address)]]
        }
      })
  }

  private static func call(_ call: Reply.ToolCall) -> JSONValue {
    let arguments = call.arguments.isEmpty ? "{}" : call.arguments
    var members: [JSONValue.Member] = [
      .init("id", .string(call.givenID)), .init("type", "function"),
      .init("function", ["name": .string(call.name), "arguments": .string(arguments)]),
    ]
    members.merge(call.extra)
    return .object(members)
  }

  // MARK: Tools and formats

  private static func tool(_ tool: ToolDefinition) -> JSONValue {
    var function: [JSONValue.Member] = [.init("name", .string(tool.name))]
    if !tool.description.isEmpty { function.append(.init("description", .string(tool.description))) }
    function.append(.init("parameters", tool.parameters))
    if let isStrict = tool.isStrict { function.append(.init("strict", .bool(isStrict))) }
    return ["type": "function", "function": .object(function)]
  }

  private static func written(_ choice: ToolChoice) -> JSONValue {
    switch choice {
    case .auto: "auto"
    case .none: "none"
    case .required: "required"
    case .tool(let name): ["type": "function", "function": ["name": .string(name)]]
    }
  }

  private static func written(_ format: ResponseFormat) -> JSONValue {
    guard case .schema(let name, let schema, let isStrict) = format else { return ["type": "json_object"] }
    var members: [JSONValue.Member] = [.init("name", .string(name))]
    if let isStrict { members.append(.init("strict", .bool(isStrict))) }
    members.append(.init("schema", schema))
    return ["type": "json_schema", "json_schema": .object(members)]
  }
}
