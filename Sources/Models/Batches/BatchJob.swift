import Documents

/// A file that lies at a provider.
package struct RemoteFile: Hashable, Sendable {
  package var id: String
  package var name: String
  /// In bytes.
  package var size: Int?
  package var purpose: String
  /// `uploaded`, `pending`, `processed`, `error` and the like; nil where the server does not tell.
  package var status: String?
  package var statusDetails: String?
  /// Seconds since 1970.
  package var createdAt: Double?
  package var expiresAt: Double?

  /// Reads a file's object; nil when it is none.
  init?(_ value: JSONValue) {
    guard let id = value["id"]?.string, !id.isEmpty else { return nil }
    self.id = id
    name = value["filename"]?.string ?? ""
    size = value["bytes"]?.amount
    purpose = value["purpose"]?.string ?? ""
    status = value["status"]?.string?.lowercased()
    statusDetails = value["status_details"]?.string
    createdAt = value["created_at"]?.double
    expiresAt = value["expires_at"]?.double
  }
}

/// Many requests that a provider works off within a day, at half the price or so.
package struct BatchJob: Hashable, Sendable {
  /// Where it is.
  package enum Status: Hashable, Sendable {
    case validating, failed, inProgress, finalizing, completed, expired, cancelling, cancelled
    /// A word that is not known here.
    case other(String)

    init(_ text: String) {
      self =
        switch text.lowercased() {
        case "validating": .validating
        case "failed": .failed
        case "in_progress": .inProgress
        case "finalizing": .finalizing
        case "completed": .completed
        case "expired": .expired
        case "cancelling": .cancelling
        case "cancelled", "canceled": .cancelled
        default: .other(text)
        }
    }

    /// Whether nothing will change any more.
    package var isOver: Bool {
      switch self {
      case .failed, .completed, .expired, .cancelled: true
      default: false
      }
    }
  }

  /// What is wrong with a line of the input, or with all of it.
  package struct Problem: Hashable, Sendable {
    package var code: String?
    package var message: String
    /// From 1; nil when it is about the whole.
    package var line: Int?
  }

  package var id: String
  package var status: Status
  package var endpoint: String
  package var inputFileID: String
  /// Where the answers are; nil while there is none. Also after an end before time the answers so far are there.
  package var outputFileID: String?
  /// Where the requests are that failed.
  package var errorFileID: String?
  package var problems: [Problem]
  /// How many requests there are; nil until they are counted, which some servers never do.
  package var total: Int?
  package var completed: Int?
  package var failed: Int?
  package var usage: Usage?
  /// Seconds since 1970.
  package var createdAt: Double?
  package var expiresAt: Double?
  package var metadata: [String: String]

  /// Reads a batch's object; nil when it is none.
  init?(_ value: JSONValue) {
    guard let id = value["id"]?.string, !id.isEmpty, let status = value["status"]?.string else { return nil }
    self.id = id
    self.status = Status(status)
    endpoint = value["endpoint"]?.string ?? ""
    inputFileID = value["input_file_id"]?.string ?? ""
    outputFileID = value["output_file_id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    errorFileID = value["error_file_id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    problems = (value["errors"]?["data"]?.array ?? []).map { error in
      Problem(
        code: error["code"]?.string, message: error["message"]?.string ?? "an error without words",
        line: error["line"]?.int)
    }
    // All zero means that nothing was counted yet.
    let counts = value["request_counts"]
    let total = counts?["total"]?.amount.flatMap { $0 > 0 ? $0 : nil }
    self.total = total
    completed = total == nil ? nil : counts?["completed"]?.amount
    failed = total == nil ? nil : counts?["failed"]?.amount
    usage = value["usage"].flatMap { usage in
      guard let input = usage["input_tokens"]?.amount, let output = usage["output_tokens"]?.amount,
        input + output > 0
      else { return nil }
      return Usage(
        inputTokens: input, outputTokens: output,
        cachedTokens: usage["input_tokens_details"]?["cached_tokens"]?.amount,
        reasoningTokens: usage["output_tokens_details"]?["reasoning_tokens"]?.amount)
    }
    createdAt = value["created_at"]?.double
    expiresAt = value["expires_at"]?.double
    metadata = Dictionary(
      (value["metadata"]?.object ?? []).compactMap { member in
        member.value.string.map { (member.key, $0) }
      }, uniquingKeysWith: { $1 })
  }
}

/// What came of one request of a batch.
///
/// The order of the input is not kept: results are told apart by their ids.
package struct BatchResult: Hashable, Sendable {
  package var customID: String
  /// The status of HTTP; nil when the request was not made at all.
  package var status: Int?
  /// The answer as the endpoint gives it; null when there is none.
  package var body: JSONValue
  /// Why there is no answer, such as `batch_expired`.
  package var errorCode: String?
  package var errorMessage: String?

  /// Reads a line of an output file or an error file; nil when it is none.
  init?(_ value: JSONValue) {
    guard let id = value["custom_id"]?.string else { return nil }
    customID = id
    let response = value["response"]
    status = response?["status_code"]?.int
    body = response?["body"] ?? .null
    let error = value["error"].flatMap { $0.isNull ? nil : $0 }
    let described = error.flatMap { ErrorBody(["error": $0]) } ?? ErrorBody(body)
    errorCode = error?["code"]?.string ?? described?.code
    errorMessage = described?.message
  }

  package var isAnswer: Bool { status.map { (200..<300).contains($0) } ?? false }

  /// The answer of a chat endpoint in the words of all providers, with its honest ending.
  package func reply(from provider: String) -> Reply {
    var reply = Reply()
    if isAnswer {
      var decoder = ReplyDecoder(provider: provider)
      for event in decoder.feed(Array(body.text(pretty: false).utf8)) + decoder.finish() {
        reply.apply(event, at: 0)
      }
      // The whole came at once: nothing is known of its time.
      reply.timing = Timing()
      return reply
    }
    let filtered = ErrorBody(body)?.isFiltered == true
    let said = errorMessage.map { ": \($0.shortened(to: 300))" } ?? ""
    let reason =
      errorCode == "batch_expired"
      ? "the batch expired before this request was made" : "\(provider) did not answer this request\(said)"
    let ending = Ending(
      filtered ? .filtered : .failed, reason: reason,
      raw: [status.map { "HTTP \($0)" }, errorCode].compactMap(\.self).joined(separator: " "))
    reply.apply(.ended(ending), at: 0)
    reply.timing = Timing()
    return reply
  }
}
