import Documents

/// An error as a server describes it, in any of the shapes that servers use.
struct ErrorBody: Hashable, Sendable {
  var message: String
  var type: String?
  var code: String?
  /// The parameter that the error is about.
  var parameter: String?
  /// What a content filter found, when one stopped the request.
  var filter: FilterResult?
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
    promptTokens = details["n_prompt_tokens"]?.int
    contextTokens = details["n_ctx"]?.int
    if let inner = details["innererror"] ?? details["inner_error"] {
      filter = FilterResult(inner["content_filter_result"] ?? inner["content_filter_results"])
    }
    filter = filter ?? FilterResult(details["content_filter_result"] ?? details["content_filter_results"])
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

  /// Whether a content filter stopped the request.
  var isFiltered: Bool {
    code == "content_filter" || filter?.hits.isEmpty == false || code == "ResponsibleAIPolicyViolation"
  }

  /// Whether the conversation is longer than the model can hold.
  var isTooLong: Bool {
    if code == "context_length_exceeded" || type == "exceed_context_size_error" { return true }
    let text = message.lowercased()
    return ["context length", "context window", "context size", "prompt is too long", "maximum context"]
      .contains { text.contains($0) }
  }

  /// Whether a local server is still reading the model's file.
  var isLoading: Bool {
    let text = message.lowercased()
    return text.contains("loading model") || text.contains("model is loading")
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

/// What a content filter says about each category.
struct FilterResult: Hashable, Sendable {
  struct Category: Hashable, Sendable {
    var name: String
    /// `safe`, `low`, `medium`, `high`, `detected`; nil when the filter does not tell.
    var level: String?
    var isFiltered: Bool
  }

  var categories: [Category]

  /// Reads `content_filter_results`; nil when there are none.
  init?(_ value: JSONValue?) {
    guard let members = value?.object else { return nil }
    categories = members.compactMap { member in
      guard member.value.object != nil else { return nil }
      let isDetected = member.value["detected"]?.boolean
      let level = member.value["severity"]?.string ?? isDetected.map { $0 ? "detected" : "not detected" }
      let name = member.key == "self_harm" ? "self-harm" : String(member.key.map { $0 == "_" ? " " : $0 })
      return Category(name: name, level: level, isFiltered: member.value["filtered"]?.boolean ?? false)
    }
    if categories.isEmpty { return nil }
  }

  /// The categories for which something was stopped.
  var hits: [Category] { categories.filter(\.isFiltered) }

  /// Such as `violence (high), jailbreak (detected)`.
  static func described(_ categories: [Category]) -> String {
    categories.map { category in
      category.level.map { "\(category.name) (\($0))" } ?? category.name
    }.joined(separator: ", ")
  }
}

extension String {
  /// The text with at most as many characters, an ellipsis in place of the rest, on one line.
  func shortened(to count: Int) -> String {
    let line = String(prefix(count + 1).map { $0.isNewline ? " " : $0 })
    return line.count > count ? String(line.prefix(count - 1)) + "…" : line
  }
}
