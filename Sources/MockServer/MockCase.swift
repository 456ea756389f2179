/// One answer that the server can give, and what a right client makes of it.
package struct MockCase: Hashable, Sendable {
  /// The interface that an answer belongs to.
  package enum Format: String, Hashable, Sendable, CaseIterable {
    /// OpenAI's chat completions.
    case chat
    /// OpenAI's Responses.
    case responses
    /// Anthropic's Messages.
    case anthropic
    /// Ollama's own chat: a JSON value a line.
    case ollama

    /// Its name for people.
    package var title: String {
      switch self {
      case .chat: "OpenAI's chat completions"
      case .responses: "OpenAI's Responses"
      case .anthropic: "Anthropic's Messages"
      case .ollama: "Ollama's chat"
      }
    }

    /// How the files of its streams end.
    var suffix: String { self == .ollama ? "ndjson" : "sse" }
    /// What its streams are sent as.
    var streamType: String { self == .ollama ? "application/x-ndjson" : "text/event-stream" }
    /// The path that its clients ask, where there are several the usual one.
    package var path: String {
      switch self {
      case .chat: "/v1/chat/completions"
      case .responses: "/v1/responses"
      case .anthropic: "/v1/messages"
      case .ollama: "/api/chat"
      }
    }
  }

  /// What a right client shows at the end of a reply.
  package enum Ending: String, Hashable, Sendable, CaseIterable {
    case complete, length, filtered, refused, incomplete, failed
  }

  package struct Header: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Unique within its format, such as `cut`.
  package var name: String
  package var format: Format
  /// What is wrong or special in it, for the author of a client.
  package var summary: String
  package var ending: Ending
  /// The server's own word for the end, or its error, as far as it says one.
  package var word: String?
  /// A part of what a person should be told.
  package var reason: String?
  /// What remains of the answer.
  package var text = ""
  package var status = 200
  package var contentType: String
  package var headers: [Header] = []
  package var body: [UInt8]
  /// The same reply for those who ask for no stream; nil where there is none.
  package var wholeBody: [UInt8]?
  /// What the server does beside sending the body; nil for nothing.
  package var fault: MockFault?

  package init(
    name: String, format: Format, summary: String, ending: Ending, contentType: String? = nil, body: [UInt8]
  ) {
    self.name = name
    self.format = format
    self.summary = summary
    self.ending = ending
    self.contentType = contentType ?? format.streamType
    self.body = body
  }

  /// Its name among all formats, such as `chat/cut`.
  package var id: String { "\(format.rawValue)/\(name)" }

  /// What is sent to a client that asks for no stream, and as what; nil where the case is a stream alone.
  var whole: (body: [UInt8], type: String)? {
    if let wholeBody { return (wholeBody, "application/json") }
    return contentType == format.streamType ? nil : (body, contentType)
  }
}
