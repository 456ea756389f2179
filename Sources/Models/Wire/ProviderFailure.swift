import Documents

/// Why a provider gave no answer, in words for a person, and what to do next.
struct ProviderFailure: Hashable, Sendable {
  var kind: Ending.Kind
  var message: String
  var hint: String?
  var raw: String?

  init(_ message: String, hint: String? = nil, raw: String? = nil, kind: Ending.Kind = .failed) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.raw = raw
  }

  /// The ending of a reply that failed so.
  ///
  /// What leaves a ``ReplyOutlet`` shows no secret.
  var ending: Ending {
    Ending(kind, reason: sentence, raw: raw)
  }

  /// Message and hint as they are read one after the other; what a server says often ends with a stop of its own.
  private var sentence: String {
    guard let hint else { return message }
    let isClosed = message.last.map { ".!?…".contains($0) } ?? true
    return message + (isClosed ? " " : ". ") + hint
  }

  func error(provider: String, hiding redaction: Redaction) -> ModelError {
    ModelError(provider: provider, message: redaction.hiding(message), hint: redaction.hiding(hint))
  }

  // MARK: The way there

  /// - Parameter hasBegun: whether the head of the answer had come.
  init(_ error: HTTPTransportError, provider: String, address: HTTPAddress, hasBegun: Bool) {
    let place = address.hostAndPort()
    switch error {
    case .refused:
      self.init("\(provider) refused the connection at \(place)", hint: "Is it running?")
    case .unknownHost(let host):
      self.init("there is no host “\(host)”", hint: "Check the address of \(provider), and the network.")
    case .connectTimeout(let seconds):
      self.init(
        "\(provider) did not answer at \(place) within \(seconds.shown) s",
        hint: "Check the address, the network and the proxy.")
    case .closed:
      self.init(
        hasBegun
          ? "the connection closed before the answer's end"
          : "\(provider) closed the connection without an answer",
        hint: hasBegun ? nil : "Ask again.")
    case .insecure(let text):
      self.init("\(provider) cannot be reached safely at \(place): \(text)", hint: "Nothing was sent.")
    case .proxy(let text):
      self.init("the proxy on the way to \(place) refused: \(text)", hint: "Check https_proxy and no_proxy.")
    case .tooLarge(let limit):
      self.init("the answer of \(provider) is larger than \(limit >> 20) MB")
    case .invalidRequest(let text):
      self.init("\(provider) cannot be asked: \(text)", hint: "Check its settings.")
    case .other(let text):
      self.init(
        "the connection to \(provider) at \(place) failed: \(text)", hint: "Check the network and the proxy.")
    }
    if hasBegun { kind = .incomplete }
  }

  /// - Parameters:
  ///   - bite: what was waited for in vain.
  ///   - hasContent: whether some of the reply had come.
  init(_ bite: Watchdog.Bite, provider: String, hasContent: Bool = false) {
    let (what, seconds) =
      switch bite {
      case .silence(let seconds): ("nothing", seconds)
      case .onlyComments(let seconds): ("nothing but signs of life", seconds)
      case .finish: ("nothing", 0.0)
      }
    if hasContent {
      let more = what == "nothing" ? "nothing more" : what
      self.init("\(provider) sent \(more) for \(seconds.shown) s", kind: .incomplete)
    } else {
      self.init(
        "\(provider) took the question and sent \(what) for \(seconds.shown) s",
        hint: "Ask again; a large model may need long to begin.")
    }
  }

  // MARK: The answer

  /// What is known about an answer with an error.
  struct Answer {
    var status: Int
    var headers: HTTPFields
    var error: ErrorBody
    /// What the server asks to wait, in seconds.
    var askedDelay: Double?

    init(status: Int, headers: HTTPFields, body: [UInt8], askedDelay: Double?) {
      self.status = status
      self.headers = headers
      self.askedDelay = askedDelay
      let text = String(decoding: body.prefix(4000), as: UTF8.self)
      if let value = try? JSONReader.read(body) {
        error = ErrorBody(value) ?? ErrorBody(message: text)
      } else if text.trimmedBlanks.hasPrefix("<") {
        error = ErrorBody(message: "a web page instead of an answer")
      } else {
        error = ErrorBody(message: text.trimmedBlanks)
      }
    }
  }

  /// - Parameter hints: what to do at a provider that differs from others there, by the status of the answer.
  init(
    _ answer: Answer, provider: String, address: HTTPAddress, model: String?, hasKey: Bool,
    hints: [Int: String] = [:]
  ) {
    let error = answer.error
    if error.isFiltered {
      let ending = error.ending(from: provider)
      self.init(ending.reason ?? "", raw: ending.raw, kind: .filtered)
      return
    }
    let said = error.message.isEmpty ? "" : ": \(error.shortMessage)"
    let raw = "HTTP \(answer.status)" + (error.raw.isEmpty ? "" : " \(error.raw)")
    let (message, hint) = Self.words(
      answer, said: said, provider: provider, address: address, model: model, hasKey: hasKey)
    let own = error.isTooLong || !hasKey ? nil : hints[answer.status]
    self.init(message, hint: own ?? hint, raw: raw)
  }

  private static func words(
    _ answer: Answer, said: String, provider: String, address: HTTPAddress, model: String?, hasKey: Bool
  ) -> (message: String, hint: String?) {
    let error = answer.error
    switch answer.status {
    case let status where [400, 413, 422, 500].contains(status) && error.isTooLong:
      return (tooLong(error, model: model), "Start a new session, or shorten this one.")
    case 300..<400:
      let target = answer.headers["location"] ?? "another address"
      return ("\(provider) redirects to \(target)", "If you trust it, make it the base_url of \(provider).")
    case 401 where !hasKey:
      return ("\(provider) wants a key\(said)", "Set api_key_env or api_key_command of \(provider).")
    case 401:
      return ("\(provider) did not accept the key\(said)", "Check the key of \(provider).")
    case 402:
      return ("\(provider) wants to be paid\(said)", "Check the account's credit.")
    case 403:
      return (
        "\(provider) does not allow this\(said)",
        "Check what the key of \(provider) may do, and from which network."
      )
    case 404, 405:
      let what = model.map { "the model “\($0)”" } ?? "a list of models"
      return (
        "\(provider) does not have \(what) at \(address.hostAndPort())\(said)",
        "Check the model's name and the base_url, which often ends in /v1."
      )
    case 413: return ("the request is too large for \(provider)\(said)", "Shorten the conversation.")
    case 429 where error.code == "insufficient_quota":
      return ("the quota at \(provider) is used up\(said)", "Check the plan and the bill there.")
    case 429:
      let wait = answer.askedDelay.map { "It asks to wait \($0.rounded(.up).shown) s." }
      return ("\(provider) was asked too often\(said)", wait ?? "Wait a while and ask again.")
    case 503 where error.isLoading:
      return ("\(provider) is still loading its model", "Wait a moment and ask again.")
    case 500...:
      let wait = answer.askedDelay.map { "It asks to wait \($0.rounded(.up).shown) s." }
      return (
        "\(provider) has a problem of its own (HTTP \(answer.status))\(said)", wait ?? "Ask again later."
      )
    case 400, 409, 422:
      return ("\(provider) refused the request\(said)", nil)
    default: return ("\(provider) answered with HTTP \(answer.status)\(said)", nil)
    }
  }

  private static func tooLong(_ error: ErrorBody, model: String?) -> String {
    let name = model.map { "“\($0)”" } ?? "the model"
    if let prompt = error.promptTokens, let context = error.contextTokens {
      return "the conversation takes \(prompt) tokens, and \(name) can hold \(context)"
    }
    return "the conversation is longer than \(name) can hold: \(error.shortMessage)"
  }

  /// Why a request is sent again, in a few words.
  static func retryReason(_ answer: Answer) -> String {
    switch answer.status {
    case 408: "the server took too long"
    case 409: "the server was busy with something in its way"
    case 429: "the server was asked too often"
    case 503 where answer.error.isLoading: "the server is loading its model"
    case 503, 529: "the server is overloaded"
    default: "the server answered with HTTP \(answer.status)"
    }
  }
}

extension Double {
  /// The number without a needless fraction.
  fileprivate var shown: String {
    self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
  }
}
