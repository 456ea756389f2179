import Documents

/// An error as a server describes it, in any of the shapes that servers use.
struct ErrorBody: Hashable, Sendable {
  var message: String
  var type: String?
  var code: String?
  /// The parameter that the error is about.
  var parameter: String?
  /// The code of the error behind it.
  var innerCode: String?
  /// What content filters found, when one stopped the request.
  var findings: [FilterFinding] = []
  /// The size of the prompt and what the model can hold, when they are told.
  var promptTokens: Int?
  var contextTokens: Int?

  /// An error that is told as a plain text.
  init(message: String) {
    self.message = message
  }

  /// Reads a body, or an event of a stream; nil when it tells of no error.
  init?(_ body: JSONValue) {
    if let first = body.array?.first {
      self.init(first)
      return
    }
    switch body["error"] {
    case .string(let text)? where !text.isEmpty: self.init(message: text)
    case .object(let members)? where !members.isEmpty: self.init(details: .object(members))
    default:
      if let detail = body["detail"] ?? body["errors"], body["choices"] == nil {
        self.init(detail: detail)
      } else if body["object"]?.string == "error" || body["type"]?.string == "error" {
        self.init(details: body)
      } else if body["message"]?.string != nil, body["choices"] == nil, body["id"] == nil {
        self.init(details: body)
      } else {
        return nil
      }
    }
  }

  private init(details: JSONValue) {
    message = details["message"]?.string ?? details["error"]?.string ?? ""
    type = details["type"]?.string
    code = details["code"].flatMap { $0.string ?? $0.int.map(String.init) }
    parameter = details["param"]?.string
    promptTokens = details["n_prompt_tokens"]?.amount
    contextTokens = details["n_ctx"]?.amount
    innerCode = details["innererror"]?["code"]?.string ?? details["inner_error"]?["code"]?.string
    for place in [details["innererror"], details["inner_error"], details["additional_info"], details] {
      findings = FilterReport.read(
        place?["content_filter_result"] ?? place?["content_filter_results"], of: .prompt)
      if findings.isEmpty, let place { findings = FilterReport.responses(place) }
      if !findings.isEmpty { break }
    }
    // A router names the error of the server behind it here.
    if let raw = details["metadata"]?["raw"]?.string, !raw.isEmpty, raw != message {
      message += message.isEmpty ? raw : ": \(raw)"
    }
    if message.isEmpty { message = code ?? type ?? details.text(pretty: false) }
  }

  /// `detail` of the web frameworks of Python: a text, or a list of `{loc, msg}`.
  private init?(detail: JSONValue) {
    if let text = detail.string, !text.isEmpty {
      self.init(message: text)
      return
    }
    guard let items = detail.array, let first = items.first else { return nil }
    let texts = items.compactMap { $0["msg"]?.string ?? $0["message"]?.string ?? $0.string }
    let places = first["loc"]?.array?.compactMap(\.string) ?? []
    self.init(
      message: ([places.joined(separator: ".")] + texts).filter { !$0.isEmpty }.joined(separator: ": "))
    type = first["type"]?.string
    parameter = places.last
  }

  /// Whether a content filter stopped the request, or the provider's policy did.
  var isFiltered: Bool {
    if findings.contains(where: \.isFiltered) { return true }
    let codes = [code, type, innerCode].compactMap { $0?.lowercased() }
    if codes.contains(where: { Self.filterCodes.contains($0) }) { return true }
    let text = message.lowercased()
    // Bodies that lost their code on the way through a gateway still say so in words.
    return text.contains("content management policy") || text.contains("responsibleaipolicyviolation")
      || (codes.contains("invalid_prompt") && text.contains("usage policy"))
  }

  private static let filterCodes: Set<String> = [
    "content_filter", "contentfilter", "responsibleaipolicyviolation", "content_policy_violation",
    "moderation_blocked",
  ]

  /// How a reply ends with it.
  func ending(from provider: String) -> Ending {
    if isFiltered {
      let hits = FilterReport.described(findings.filter(\.isFiltered))
      let all = FilterReport.described(findings)
      return Ending(
        .filtered,
        reason: "a content filter stopped the request\(hits.isEmpty ? "" : ": \(hits)"). Change its wording.",
        raw: all.isEmpty ? raw : "content_filter: \(all)")
    }
    return Ending(.failed, reason: "\(provider) reported an error: \(shortMessage)", raw: raw)
  }

  /// Whether the conversation is longer than the model can hold.
  var isTooLong: Bool {
    if code == "context_length_exceeded" || type == "exceed_context_size_error" { return true }
    let text = message.lowercased()
    return [
      "context length", "context window", "context size", "prompt is too long", "maximum context",
      "input length exceeds",
    ]
    .contains { text.contains($0) }
  }

  /// Whether the server is too busy to answer now.
  var isOverloaded: Bool { type == "overloaded_error" }

  /// Whether a local server is still reading the model's file.
  var isLoading: Bool {
    let text = message.lowercased()
    return text.contains("loading model") || text.contains("model is loading")
      || type == "unavailable_error" && text.contains("loading")
  }

  /// The message, short enough for a line or two.
  var shortMessage: String { message.shortened(to: 300) }

  /// The server's own words for the curious.
  var raw: String {
    let word = code ?? type
    return [word, word == message ? nil : message].compactMap { $0 }.joined(separator: ": ").shortened(
      to: 500)
  }
}

extension String {
  /// The text with at most as many characters, an ellipsis in place of the rest, on one line.
  func shortened(to count: Int) -> String {
    let line = String(prefix(count + 1).map { $0.isNewline ? " " : $0 })
    return line.count > count ? String(line.prefix(count - 1)) + "…" : line
  }
}
