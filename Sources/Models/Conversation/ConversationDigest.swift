import Documents

/// Tells whether a conversation is, up to a place, the one that a model was given once.
///
/// Signed thinking holds only behind the very conversation in which it was thought: newer models refuse a request in
/// which anything before it was changed. https://platform.claude.com/docs/en/build-with-claude/preserved-thinking
enum ConversationDigest {
  /// The digest of no message at all.
  static let empty = ""

  static func of(_ messages: [ChatMessage]) -> String {
    messages.reduce(empty) { adding($1, to: $0) }
  }

  /// The digest of a conversation that goes on by one message.
  static func adding(_ message: ChatMessage, to digest: String) -> String {
    var sum = SHA256()
    // Each piece with its length before it, so that two that are cut otherwise differ.
    func add(_ tag: String, _ text: String) {
      sum.update("\(tag)\(text.utf8.count):".utf8)
      sum.update(text.utf8)
    }
    add("<", digest)
    add("role", message.role.rawValue)
    for part in message.parts {
      switch part {
      case .text(let text): add("text", text)
      case .image(let image): add("image", image.digest)
      }
    }
    for attachment in message.unread { add("image", attachment.id) }
    for call in message.toolCalls {
      add("call", call.id)
      add("name", call.name)
      add("arguments", call.arguments)
      add("extra", JSONValue.object(call.extra).text(pretty: false))
    }
    if let result = message.result {
      add("result", result.callID)
      add("error", result.isError ? "yes" : "no")
    }
    for item in message.items {
      add("item", item.format.rawValue)
      add("value", item.value.text(pretty: false))
    }
    return sum.hexDigest()
  }
}
