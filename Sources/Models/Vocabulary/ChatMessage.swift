import Documents

/// One message of a conversation as a model is given it.
package struct ChatMessage: Hashable, Sendable {
  package enum Role: String, Hashable, Sendable, CaseIterable { case system, user, assistant, tool }

  /// A part of what a message says.
  package enum Part: Hashable, Sendable {
    case text(String)
    case image(ChatImage)
  }

  package var role: Role
  /// What it says, in its order.
  package var parts: [Part]
  /// The calls of tools that the assistant asked for.
  package var toolCalls: [Reply.ToolCall] = []
  /// Of a message of a tool: the call that it answers.
  package var result: ToolResult?
  /// The assistant's reasoning, sent only where the provider wants it back.
  package var reasoning = ""
  /// The name under which the reasoning came, such as `reasoning_content`, so that it goes back under the same one.
  package var reasoningField: String?
  /// What the provider of the reply wants back unchanged, such as signatures; another provider is never sent it.
  package var items: [ProviderItem] = []
  /// Pictures that are kept and were not read yet: they follow its parts once ``ConversationRunner`` has read them.
  package var unread: [SessionAttachment] = []

  package init(_ role: Role, _ content: String) {
    self.role = role
    parts = [.text(content)]
  }

  package init(_ role: Role, parts: [Part]) {
    self.role = role
    self.parts = parts
  }

  /// A reply given back to the model, with its calls of tools and what its provider wants to see again.
  ///
  /// A reply that is only a refusal is given back as that text.
  package init(_ reply: Reply) {
    self.init(.assistant, reply.text.isEmpty ? reply.refusal : reply.text)
    toolCalls = reply.toolCalls
    reasoning = reply.reasoning
    reasoningField = reply.reasoningField
    items = reply.items
  }

  /// What a tool answered.
  ///
  /// - Parameters:
  ///   - call: the call that it answers.
  ///   - content: the answer, often JSON.
  ///   - isError: whether the tool failed.
  package init(resultOf call: Reply.ToolCall, _ content: String, isError: Bool = false) {
    self.init(.tool, content)
    result = ToolResult(callID: call.id, name: call.name, isError: isError)
  }

  /// The text of the message; images are no part of it. Setting it leaves the images.
  package var content: String {
    get {
      if parts.count == 1, case .text(let text) = parts[0] { return text }
      return parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }
    set {
      let place = parts.firstIndex { if case .text = $0 { true } else { false } } ?? parts.startIndex
      let images = parts.filter { if case .image = $0 { true } else { false } }
      parts = images
      parts.insert(.text(newValue), at: min(place, images.count))
    }
  }

  package var images: [ChatImage] {
    parts.compactMap { if case .image(let image) = $0 { image } else { nil } }
  }
}

/// An image for a model to look at.
package enum ChatImage: Hashable, Sendable {
  /// One that the provider fetches by itself.
  case url(String)
  /// The file's bytes and what they are, such as `image/png`.
  case bytes([UInt8], mediaType: String)

  /// The bytes as base64; nil for an address.
  package var base64: String? {
    if case .bytes(let bytes, _) = self { Base64.text(bytes) } else { nil }
  }

  /// An address that holds the image itself (RFC 2397), or the one that was given.
  package var address: String {
    switch self {
    case .url(let url): url
    case .bytes(let bytes, let mediaType): "data:\(mediaType);base64,\(Base64.text(bytes))"
    }
  }
}

/// Which call of a tool a message answers.
package struct ToolResult: Hashable, Sendable {
  package var callID: String
  /// The tool's name, which some servers want instead of the call's id.
  package var name: String
  package var isError: Bool

  package init(callID: String, name: String, isError: Bool = false) {
    self.callID = callID
    self.name = name
    self.isError = isError
  }
}

/// A piece of a reply that its provider wants back unchanged with the next request.
///
/// Anthropic's signed thinking, OpenAI's encrypted reasoning and the `reasoning_details` of routers are such pieces. They
/// mean nothing to another wire format, which is not sent them.
package struct ProviderItem: Hashable, Sendable {
  package enum Format: String, Hashable, Sendable, CaseIterable {
    /// A block of the content of Anthropic Messages; those of a reply are all there, or none.
    case anthropic
    /// An output item of OpenAI Responses; those of a reply are all there, or none.
    case responses
    /// Members of the assistant's message of Chat Completions.
    case chat
  }

  package var format: Format
  package var value: JSONValue

  package init(_ format: Format, _ value: JSONValue) {
    self.format = format
    self.value = value
  }
}
