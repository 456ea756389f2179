import Documents

/// How a request is written for one wire format: the counterpart of an ``EventReader``.
protocol RequestFormat: Sendable {
  var wire: WireFormat { get }

  /// The address to send a request to.
  func url(_ base: HTTPAddress, model: String) -> String

  /// Header fields that every request needs.
  var fields: HTTPFields { get }

  /// The body to send.
  ///
  /// Only what was set is in it, so that the server's own defaults hold.
  ///
  /// - Throws: ``ModelError`` when the format has no place for something that cannot be left out.
  func body(_ request: ChatRequest, _ dialect: Dialect) throws(ModelError) -> RequestBody

  /// A reader for the answer.
  func reader(for request: ChatRequest, body: RequestBody) -> any EventReader
}

extension RequestFormat {
  var fields: HTTPFields { HTTPFields() }

  func reader(for request: ChatRequest, body: RequestBody) -> any EventReader { wire.makeReader() }
}

extension [ChatMessage] {
  /// The system messages as one text, and all others in their order.
  func apart() -> (system: String, others: [ChatMessage]) {
    let system = filter { $0.role == .system }.map(\.content).filter { !$0.isEmpty }
    return (system.joined(separator: "\n\n"), filter { $0.role != .system })
  }
}

extension Reply.ToolCall {
  /// The id to give back; one is made up where the server gave none.
  var givenID: String { id.isEmpty ? "call_\(name)" : id }

  /// The arguments as a value; an empty object where the model wrote none, or no JSON.
  var parsedArguments: JSONValue {
    (try? JSONReader.read(arguments)) ?? .object([])
  }
}

extension ToolResult {
  /// The id of the call, as ``Reply/ToolCall/givenID`` has it.
  var givenID: String { callID.isEmpty ? "call_\(name)" : callID }
}
