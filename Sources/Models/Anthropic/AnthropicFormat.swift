import Documents

/// Requests to Anthropic's Messages.
///
/// https://platform.claude.com/docs/en/api/messages
struct AnthropicFormat: RequestFormat {
  /// The limit that is sent when neither the person nor the model's card gives one, as the format wants one.
  static let defaultLimit = 4096

  /// The most tokens that a model can answer with, where that is known.
  var limit: @Sendable (_ model: String) -> Int? = { _ in nil }

  var wire: WireFormat { .anthropic }

  var fields: HTTPFields { ["anthropic-version": "2023-06-01"] }

  func url(_ base: HTTPAddress, model: String) -> String { Self.url(base, "/messages") }

  /// The version belongs to the path; a base address may leave it out.
  static func url(_ base: HTTPAddress, _ path: String) -> String {
    base.appending(base.versionedPath.hasSuffix("/v1") ? path : "/v1" + path)
  }

  func body(_ request: ChatRequest, _ dialect: Dialect) throws(ModelError) -> RequestBody {
    let (system, others) = request.messages.apart()
    var body = RequestBody([.init("model", .string(request.model.model))])
    body.members.append(.init("max_tokens", .integer(maxTokens(request, &body))))
    if !system.isEmpty { body.members.append(.init("system", .string(system))) }
    body.members.append(.init("messages", .array(Self.messages(others))))
    body.members.append(.init("stream", true))
    if !request.tools.isEmpty {
      body.members.append(.init("tools", .array(request.tools.map(Self.tool))))
    }
    let parameters = request.parameters
    body.add("temperature", parameters.temperature.map(JSONValue.number))
    body.add("top_p", parameters.topP.map(JSONValue.number))
    body.add("stop_sequences", parameters.stop.isEmpty ? nil : .array(parameters.stop.map(JSONValue.string)))
    body.add("tool_choice", request.toolChoice.map(Self.written))
    if parameters.seed != nil { body.dropped.append("seed") }
    if parameters.frequencyPenalty != nil { body.dropped.append("frequency_penalty") }
    if parameters.presencePenalty != nil { body.dropped.append("presence_penalty") }
    Self.add(request.responseFormat, extra: request.extra, to: &body)
    return body
  }

  /// The limit on the answer: the person's, else the model's, else one of ours, which is told.
  private func maxTokens(_ request: ChatRequest, _ body: inout RequestBody) -> Int {
    if let set = request.parameters.maxOutputTokens { return set }
    if let set = request.extra.last(where: { $0.key == "max_tokens" })?.value.int { return set }
    if let known = limit(request.model.model), known > 0 {
      body.notes.append(
        "max_tokens was sent as \(known), all that the model can answer with: Anthropic wants a limit")
      return known
    }
    // The budget for thinking is part of the limit and must be smaller.
    let thinking = request.extra.last { $0.key == "thinking" }?.value["budget_tokens"]?.int ?? 0
    let chosen = Self.defaultLimit + max(0, thinking)
    body.notes.append("max_tokens was sent as \(chosen): Anthropic wants a limit, and none was set")
    return chosen
  }

  private static func add(_ format: ResponseFormat?, extra: [JSONValue.Member], to body: inout RequestBody) {
    body.add(extra: extra)
    switch format {
    case .schema(_, let schema, _)?:
      var config = extra.last { $0.key == "output_config" }?.value.object ?? []
      config.merge([.init("format", ["type": "json_schema", "schema": schema])])
      body.optional.removeAll { $0.key == "output_config" }
      body.members.append(.init("output_config", .object(config)))
    case .json?: body.dropped.append("response_format")
    case nil: break
    }
  }

  // MARK: Messages

  /// Results of tools are what a user says there, those of one reply together and before anything else.
  private static func messages(_ messages: [ChatMessage]) -> [JSONValue] {
    var turns: [(role: String, blocks: [JSONValue])] = []
    for message in messages {
      let role = message.role == .assistant ? "assistant" : "user"
      let blocks = message.role == .assistant ? assistantBlocks(message) : userBlocks(message)
      guard !blocks.isEmpty else { continue }
      if role == "user", let last = turns.indices.last, turns[last].role == role {
        turns[last].blocks += blocks
      } else {
        turns.append((role, blocks))
      }
    }
    return turns.map { turn in
      // A lone text is written as one, as people write it.
      let isText =
        turn.blocks.count == 1 && turn.blocks[0]["type"]?.string == "text"
        && turn.blocks[0].object?.count == 2
      let content = isText ? turn.blocks[0]["text"] ?? "" : .array(turn.blocks)
      return ["role": .string(turn.role), "content": content]
    }
  }

  private static func assistantBlocks(_ message: ChatMessage) -> [JSONValue] {
    let kept = message.items.filter { $0.format == .anthropic }.map(\.value)
    if !kept.isEmpty { return kept }
    return content(message.parts)
      + message.toolCalls.map { call in
        [
          "type": "tool_use", "id": .string(call.givenID), "name": .string(call.name),
          "input": call.parsedArguments,
        ]
      }
  }

  private static func userBlocks(_ message: ChatMessage) -> [JSONValue] {
    guard let result = message.result else { return content(message.parts) }
    var members: [JSONValue.Member] = [
      .init("type", "tool_result"), .init("tool_use_id", .string(result.givenID)),
    ]
    let isText = message.images.isEmpty
    members.append(.init("content", isText ? .string(message.content) : .array(content(message.parts))))
    if result.isError { members.append(.init("is_error", true)) }
    return [.object(members)]
  }

  /// Texts that are empty are refused there.
  private static func content(_ parts: [ChatMessage.Part]) -> [JSONValue] {
    parts.compactMap { part in
      switch part {
      case .text(let text): text.isEmpty ? nil : ["type": "text", "text": .string(text)]
      case .image(.url(let url)): ["type": "image", "source": ["type": "url", "url": .string(url)]]
      case .image(.bytes(let bytes, let mediaType)):
        [
          "type": "image",
          "source": [
            "type": "base64", "media_type": .string(mediaType), "data": .string(Base64.text(bytes)),
          ],
        ]
      }
    }
  }

  // MARK: Tools

  private static func tool(_ tool: ToolDefinition) -> JSONValue {
    var members: [JSONValue.Member] = [.init("name", .string(tool.name))]
    if !tool.description.isEmpty { members.append(.init("description", .string(tool.description))) }
    members.append(.init("input_schema", tool.parameters))
    if let isStrict = tool.isStrict { members.append(.init("strict", .bool(isStrict))) }
    return .object(members)
  }

  private static func written(_ choice: ToolChoice) -> JSONValue {
    switch choice {
    case .auto: ["type": "auto"]
    case .none: ["type": "none"]
    case .required: ["type": "any"]
    case .tool(let name): ["type": "tool", "name": .string(name)]
    }
  }
}

/// Anthropic, or a server that speaks its Messages.
package struct AnthropicProvider: ModelProvider {
  let endpoint: Endpoint
  let format: AnthropicFormat

  package var name: String { endpoint.name }

  /// - Parameters:
  ///   - baseURL: the address, with or without `/v1` at its end.
  ///   - apiKey: sent as `x-api-key`.
  ///   - isToken: whether it is a token, and sent as a bearer's.
  ///   - outputLimit: the most tokens that a model can answer with; nil where that is not known.
  package init(
    name: String, baseURL: String = "https://api.anthropic.com", apiKey: Secret? = nil,
    isToken: Bool = false, headers: [String: String] = [:],
    transport: any HTTPTransport = AsyncHTTPTransport(),
    policy: RetryPolicy = RetryPolicy(), patience: Patience = Patience(), memory: DialectMemory = .shared,
    outputLimit: @escaping @Sendable (_ model: String) -> Int? = { _ in nil }
  ) {
    endpoint = Endpoint(
      name: name, baseURL: baseURL, apiKey: apiKey, keyField: isToken ? .bearer : .field("x-api-key"),
      headers: headers,
      transport: transport, policy: policy, patience: patience, memory: memory,
      example: "https://api.anthropic.com")
    format = AnthropicFormat(limit: outputLimit)
  }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    endpoint.stream(request, as: format)
  }

  package func models() async throws -> [ModelInfo] {
    // Twenty are listed unless more are asked for.
    try await endpoint.models(
      { base in
        var base = base
        base.query = [base.query, "limit=1000"].compactMap(\.self).joined(separator: "&")
        return AnthropicFormat.url(base, "/models")
      }, fields: format.fields)
  }
}
