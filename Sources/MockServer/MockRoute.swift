/// What a request asks for, by its method and path.
enum MockRoute: Hashable {
  /// A reply.
  ///
  /// - Parameter deployment: the model, where the path names it, as Azure's dated interface does.
  case reply(MockCase.Format, deployment: String?)
  /// The list of models, in the form of a provider.
  case list(ListForm)
  /// The right path by the wrong method: the one that is allowed, and whose form an error has.
  case wrongMethod(allowed: String, MockCase.Format)
  case unknown(MockCase.Format)

  enum ListForm: Hashable { case openAI, anthropic, ollama }

  /// The paths before which a client's base address may end.
  private static let roots: Set<String> = ["", "/v1", "/openai/v1", "/api/v1", "/v1beta/openai", "/models"]

  /// - Parameter isAnthropic: whether the request has the header `anthropic-version`.
  init(method: String, path: String, isAnthropic: Bool) {
    let path = String(path.prefix { $0 != "?" })
    if let (format, deployment) = Self.reply(path) {
      self =
        method == "POST"
        ? .reply(format, deployment: deployment) : .wrongMethod(allowed: "POST", format)
    } else if let form = Self.list(path, isAnthropic: isAnthropic) {
      self = method == "GET" ? .list(form) : .wrongMethod(allowed: "GET", form.format)
    } else if path.hasPrefix("/api/"), !path.hasPrefix("/api/v1/") {
      self = .unknown(.ollama)
    } else {
      self = .unknown(isAnthropic || path.contains("/messages") ? .anthropic : .chat)
    }
  }

  private static func reply(_ path: String) -> (MockCase.Format, String?)? {
    if path == "/api/chat" { return (.ollama, nil) }
    if path == "/v1/messages" || path == "/anthropic/v1/messages" { return (.anthropic, nil) }
    if let root = path.without(suffix: "/chat/completions") {
      if roots.contains(root) { return (.chat, nil) }
      guard let name = root.without(prefix: "/openai/deployments/"), !name.isEmpty, !name.contains("/") else {
        return nil
      }
      return (.chat, name.removingPercentEncoding)
    }
    if let root = path.without(suffix: "/responses"), roots.contains(root) || root == "/openai" {
      return (.responses, nil)
    }
    return nil
  }

  private static func list(_ path: String, isAnthropic: Bool) -> ListForm? {
    if path == "/api/tags" { return .ollama }
    guard let root = path.without(suffix: "/models"), roots.contains(root) || root == "/openai" else {
      return path == "/anthropic/v1/models" ? .anthropic : nil
    }
    return isAnthropic ? .anthropic : .openAI
  }
}

extension MockRoute.ListForm {
  /// The format whose errors a list of this form has.
  var format: MockCase.Format {
    switch self {
    case .openAI: .chat
    case .anthropic: .anthropic
    case .ollama: .ollama
    }
  }
}

extension String {
  func without(suffix: String) -> String? {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil
  }

  func without(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }

  /// The text with `%2F` and the like as what they stand for.
  fileprivate var removingPercentEncoding: String {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
