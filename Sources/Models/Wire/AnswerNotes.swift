import Documents

/// What the head of an answer tells beside the answer.
struct AnswerNotes {
  /// The server's name for the request.
  let requestID: String?
  /// The name of the request, the time that the server took, and what is left of the limits, under their own names.
  let metadata: [JSONValue.Member]

  init(_ headers: HTTPFields) {
    let names = ["x-request-id", "request-id", "apim-request-id", "x-generation-id"]
    requestID = names.lazy.compactMap { headers[$0] }.first { !$0.isEmpty }
    var members: [JSONValue.Member] = []
    if let requestID { members.append(.init("request_id", .string(requestID.shortened(to: 100)))) }
    if let text = headers["openai-processing-ms"], let value = Double(text) {
      members.append(.init("processing_ms", .number(value)))
    }
    let limits = headers.fields.compactMap { field -> JSONValue.Member? in
      let name = field.name.lowercased()
      let isLimit = name.hasPrefix("x-ratelimit-") || name.hasPrefix("anthropic-ratelimit-")
      return isLimit ? .init(name, .string(field.value.shortened(to: 60))) : nil
    }
    if !limits.isEmpty { members.append(.init("rate_limits", .object(Array(limits.prefix(32))))) }
    metadata = members
  }
}
