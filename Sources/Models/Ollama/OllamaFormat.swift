import Documents

/// Requests to Ollama's own chat.
struct OllamaFormat: RequestFormat {
  /// The names that stand beside the options; all other parameters are options.
  private static let topNames: Set<String> = [
    "think", "keep_alive", "format", "truncate", "shift", "logprobs", "top_logprobs", "stream", "options",
    "_debug_render_only",
  ]

  /// What the context is to hold, in tokens; nil leaves it to the server.
  var contextTokens: Int?

  var wire: WireFormat { .ollama }

  func url(_ base: HTTPAddress, model: String) -> String { Self.url(base, "/api/chat") }

  /// The address of a call; a base address that names the compatible interface means the same server.
  static func url(_ base: HTTPAddress, _ path: String) -> String {
    var base = base
    for ending in ["/v1", "/api"] where base.versionedPath.hasSuffix(ending) {
      base.path = String(base.versionedPath.dropLast(ending.count))
    }
    return base.appending(path)
  }

  func body(_ request: ChatRequest, _ dialect: Dialect) throws(ModelError) -> RequestBody {
    var messages: [JSONValue] = []
    for message in request.messages {
      messages.append(try Self.message(message, provider: request.model.provider))
    }
    var body = RequestBody([
      .init("model", .string(request.model.model)), .init("messages", .array(messages)),
      .init("stream", true),
    ])
    if !request.tools.isEmpty, request.toolChoice != ToolChoice.none {
      body.members.append(.init("tools", .array(request.tools.map(Self.tool))))
    }
    switch request.responseFormat {
    case .json?: body.members.append(.init("format", "json"))
    case .schema(_, let schema, _)?: body.members.append(.init("format", schema))
    case nil: break
    }
    // There is no choice of tools; leaving them out says the same as “none”.
    switch request.toolChoice {
    case .required?, .tool?: body.dropped.append("tool_choice")
    case .auto?, ToolChoice.none?, nil: break
    }
    body.add(extra: request.extra.filter { Self.topNames.contains($0.key) && $0.key != "options" })
    let options = options(request)
    if !options.isEmpty { body.members.append(.init("options", .object(options))) }
    if let known = Self.contextTokens(in: options) {
      let words = request.leastTokens
      if words > known {
        body.notes.append(
          "the conversation has at least \(words) tokens and the context holds \(known): the server leaves out the "
            + "oldest messages without a word. Raise num_ctx.")
      }
    }
    return body
  }

  func reader(for request: ChatRequest, body: RequestBody) -> any EventReader {
    let options = body.members.last { $0.key == "options" }?.value.object ?? []
    return OllamaReader(
      leastPromptTokens: request.leastTokens, contextTokens: Self.contextTokens(in: options),
      outputLimit: options.last { $0.key == "num_predict" }?.value.int)
  }

  private static func contextTokens(in options: [JSONValue.Member]) -> Int? {
    options.last { $0.key == "num_ctx" }?.value.int
  }

  /// The options, in which a free parameter takes the place of ours.
  private func options(_ request: ChatRequest) -> [JSONValue.Member] {
    var options: [JSONValue.Member] = []
    func add(_ name: String, _ value: JSONValue?) {
      if let value { options.append(.init(name, value)) }
    }
    let parameters = request.parameters
    add("num_ctx", contextTokens.map(JSONValue.integer))
    add("temperature", parameters.temperature.map(JSONValue.number))
    add("top_p", parameters.topP.map(JSONValue.number))
    add("num_predict", parameters.maxOutputTokens.map(JSONValue.integer))
    add("seed", parameters.seed.map(JSONValue.integer))
    add("stop", parameters.stop.isEmpty ? nil : .array(parameters.stop.map(JSONValue.string)))
    add("frequency_penalty", parameters.frequencyPenalty.map(JSONValue.number))
    add("presence_penalty", parameters.presencePenalty.map(JSONValue.number))
    options.merge(request.extra.filter { !Self.topNames.contains($0.key) })
    for member in request.extra where member.key == "options" { options.merge(member.value.object ?? []) }
    return options
  }

  // MARK: Messages

  private static func message(_ message: ChatMessage, provider: String) throws(ModelError) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("role", .string(message.role.rawValue)), .init("content", .string(message.content)),
    ]
    var images: [JSONValue] = []
    for image in message.images {
      guard let data = image.base64 else {
        throw ModelError(
          provider: provider, message: "\(provider) fetches no images from an address",
          hint: "Give the image as a file.")
      }
      images.append(.string(data))
    }
    if !images.isEmpty { members.append(.init("images", .array(images))) }
    if !message.toolCalls.isEmpty {
      // Templates of models that think between calls want their thoughts back.
      if !message.reasoning.isEmpty { members.append(.init("thinking", .string(message.reasoning))) }
      members.append(
        .init(
          "tool_calls",
          .array(
            message.toolCalls.map { call in
              ["function": ["name": .string(call.name), "arguments": call.parsedArguments]]
            })))
    }
    if let result = message.result {
      members.append(.init("tool_name", .string(result.name)))
      if !result.callID.isEmpty { members.append(.init("tool_call_id", .string(result.callID))) }
    }
    return .object(members)
  }

  private static func tool(_ tool: ToolDefinition) -> JSONValue {
    [
      "type": "function",
      "function": [
        "name": .string(tool.name), "description": .string(tool.description), "parameters": tool.parameters,
      ],
    ]
  }
}

extension ChatRequest {
  /// Fewer tokens than this the messages cannot be: every word is one at least.
  var leastTokens: Int {
    messages.reduce(0) { sum, message in
      var count = 0
      var isInWord = false
      for byte in message.content.utf8 {
        let isBlank = byte <= 0x20
        if !isBlank, !isInWord { count += 1 }
        isInWord = !isBlank
      }
      return sum + count
    }
  }
}

/// An Ollama server, by its own interface, in which the size of the context can be set.
package struct OllamaProvider: ModelProvider {
  let endpoint: Endpoint
  let format: OllamaFormat

  package var name: String { endpoint.name }

  /// - Parameters:
  ///   - baseURL: the server's address; `/v1` or `/api` at its end is ignored.
  ///   - contextTokens: what the context is to hold (`num_ctx`); nil leaves it to the server, which may cut the
  ///     conversation without a word.
  package init(
    name: String, baseURL: String = "http://localhost:11434", apiKey: Secret? = nil,
    headers: [String: String] = [:], contextTokens: Int? = nil,
    transport: any HTTPTransport = AsyncHTTPTransport(), policy: RetryPolicy = RetryPolicy(),
    patience: Patience = Patience(), memory: DialectMemory = .shared
  ) {
    endpoint = Endpoint(
      name: name, baseURL: baseURL, apiKey: apiKey, headers: headers, transport: transport, policy: policy,
      patience: patience, memory: memory, example: "http://localhost:11434")
    format = OllamaFormat(contextTokens: contextTokens)
  }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    endpoint.stream(request, as: format)
  }

  package func models() async throws -> [ModelInfo] {
    try await endpoint.models { OllamaFormat.url($0, "/api/tags") }
  }
}
