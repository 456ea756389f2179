import Documents

extension StoredReply {
  /// The reply as a message of the assistant, to be given back with the next question; nil when it is not to be.
  ///
  /// Not given back, and so left out with its question:
  /// - A reply that holds nothing.
  /// - One that a content filter stopped or took back. The person is not shown it, and a filter that reads the whole
  ///   prompt stops the next question as well.
  /// - One that a classifier broke off, without a word of the model's own. Whoever goes on must take that turn out.
  ///   https://platform.claude.com/docs/en/test-and-evaluate/strengthen-guardrails/handle-streaming-refusals
  ///
  /// What the model said when it refused is a reply like any other. Calls of tools never go back: their results are not
  /// kept, and a server refuses a call that nobody answered.
  ///
  /// - Parameters:
  ///   - model: the model that is asked next.
  ///   - conversation: the digest of what is given to it before this reply.
  func given(to model: ModelName, after conversation: () -> String) -> ChatMessage? {
    if reply.isWithdrawn || reply.ending?.kind == .filtered { return nil }
    if reply.ending?.kind == .refused, reply.refusal.isBlank { return nil }
    let text = reply.text.isBlank ? reply.refusal : reply.text
    guard !text.isBlank else { return nil }
    var message = ChatMessage(.assistant, text)
    message.reasoning = reply.reasoning
    guard model == self.model else { return message }
    message.reasoningField = reply.reasoningField
    if mayReturnItems, self.conversation == conversation() { message.items = reply.items }
    return message
  }

  /// Whether the pieces that the provider wants back are whole, and ask nothing that was not answered.
  ///
  /// A signature that was cut is refused, and so is reasoning without what it led to. The pieces of a reply that broke
  /// off therefore stay here, and its text goes alone.
  private var mayReturnItems: Bool {
    !reply.items.isEmpty && reply.ending?.kind == .complete && reply.toolCalls.isEmpty
      && reply.items.allSatisfy { !$0.asksTheClient }
  }
}

extension ProviderItem {
  /// Calls that a provider answers by itself, in the same reply.
  private static let hosted: Set<String> = [
    "server_tool_use", "mcp_tool_use", "web_search_call", "file_search_call", "code_interpreter_call",
    "image_generation_call", "mcp_call",
  ]

  /// Whether it is a call that waits for an answer of ours, such as `tool_use`, `computer_call` or a wish for approval.
  fileprivate var asksTheClient: Bool {
    guard let type = value["type"]?.string, !Self.hosted.contains(type) else { return false }
    return type.hasSuffix("_call") || type.hasSuffix("_use") || type.hasSuffix("_request")
  }
}

extension String {
  /// Whether the text holds nothing but blanks and line ends.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
