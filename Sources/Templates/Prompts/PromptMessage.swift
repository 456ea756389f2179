import Documents

/// A message of a rendered prompt.
package struct PromptMessage: Hashable, Sendable {
  /// A piece of its content.
  package enum Part: Hashable, Sendable {
    case text(String)
    /// An address of the web, or a `data:` address that holds the image; ``PromptImage`` takes it apart.
    case image(String, detail: String?)
    /// An address of a file, or the file as `data:`.
    case file(String)
    /// Sound in Base64; without a media type it counts as WAV.
    case audio(String, mediaType: String?)
  }

  package var role: String
  package var parts: [Part]
  /// What else was written beside the role: `name`, `tool_calls`, `tool_call_id` and the like.
  package var attributes: [JSONValue.Member]

  package init(role: String, parts: [Part], attributes: [JSONValue.Member] = []) {
    self.role = role
    self.parts = parts
    self.attributes = attributes
  }

  package init(role: String, text: String) {
    self.init(role: role, parts: [.text(text)])
  }

  /// All its text.
  package var text: String {
    parts.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined()
  }

  /// The content as chat completions take it: one text, or a list of parts.
  package var content: JSONValue {
    if parts.count == 1, case .text(let text) = parts[0] { return .string(text) }
    return .array(
      parts.map { part in
        switch part {
        case .text(let text): return ["type": "text", "text": .string(text)]
        case .image(let source, let detail):
          let address = [JSONValue.Member("url", .string(source))]
          return [
            "type": "image_url",
            "image_url": .object(address + (detail.map { [JSONValue.Member("detail", .string($0))] } ?? [])),
          ]
        case .file(let source): return ["type": "file", "file": ["url": .string(source)]]
        case .audio(let source, let mediaType):
          let isMP3 = mediaType.map { $0.contains("mp3") || $0 == "audio/mpeg" } ?? false
          return [
            "type": "input_audio", "input_audio": ["data": .string(source), "format": isMP3 ? "mp3" : "wav"],
          ]
        }
      })
  }

  /// The message as chat completions take it.
  package var json: JSONValue {
    .object([JSONValue.Member("role", .string(role)), JSONValue.Member("content", content)] + attributes)
  }
}

/// Something about a prompt file that is worth saying and stops nothing.
package struct PromptWarning: Hashable, Sendable {
  package var message: String
  package var position: SourcePosition?

  package init(_ message: String, at position: SourcePosition? = nil) {
    self.message = message
    self.position = position
  }
}

/// How a prompt file reaches what lies outside of it. Names that lead out of its folder are refused before these are
/// asked.
package struct PromptSurroundings: Sendable {
  /// A variable of the environment; nil when it is not set.
  package var environment: @Sendable (_ name: String) -> String?
  /// The text of a file beside the prompt; nil when there is none.
  package var text: @Sendable (_ path: String) throws -> String?
  /// The bytes of an image beside the prompt; nil when there is none.
  package var bytes: @Sendable (_ path: String) throws -> [UInt8]?

  package init(
    environment: @escaping @Sendable (String) -> String? = { _ in nil },
    text: @escaping @Sendable (String) throws -> String? = { _ in nil },
    bytes: @escaping @Sendable (String) throws -> [UInt8]? = { _ in nil }
  ) {
    self.environment = environment
    self.text = text
    self.bytes = bytes
  }
}
