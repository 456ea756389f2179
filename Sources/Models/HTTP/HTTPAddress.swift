/// The parts of a web address that requests and messages need.
struct HTTPAddress: Hashable, Sendable {
  var isSecure: Bool
  var host: String
  var port: Int
  /// From the first slash, without a slash at its end; empty for none.
  var path: String

  /// Reads `http://host:port/path`; nil when it is no such address.
  init?(_ text: String) {
    let text = text.trimmedBlanks
    guard let separator = text.firstRange(of: "://") else { return nil }
    switch text[..<separator.lowerBound].lowercased() {
    case "http": isSecure = false
    case "https": isSecure = true
    default: return nil
    }
    let rest = text[separator.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    guard let authority = HTTPAuthority(String(rest[..<end])) else { return nil }
    host = authority.host
    port = authority.port ?? (isSecure ? 443 : 80)
    var path = String(rest[end...])
    while path.last == "/" { path.removeLast() }
    self.path = path
  }

  /// The address with more path at its end.
  func appending(_ more: String) -> String {
    var path = path
    // A base address pasted with the endpoint in it means the same.
    if path.hasSuffix("/chat/completions") { path.removeLast("/chat/completions".count) }
    return "\(isSecure ? "https" : "http")://\(hostAndPort(always: false))\(path)\(more)"
  }

  /// Such as `localhost:11434`.
  func hostAndPort(always: Bool = true) -> String {
    let name = host.contains(":") ? "[\(host)]" : host
    return always || port != (isSecure ? 443 : 80) ? "\(name):\(port)" : name
  }

  /// Whether it is this machine.
  var isLocal: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host.hasPrefix("127.") || host == "::1"
  }
}

/// `user:password@host:port` of an address.
struct HTTPAuthority: Hashable, Sendable {
  var host: String
  var port: Int?
  /// As it is written, before the `@`.
  var userInfo: String?

  init?(_ text: String) {
    var rest = text[...]
    if let at = rest.lastIndex(of: "@") {
      userInfo = String(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    var portText: Substring?
    if rest.first == "[" {
      guard let close = rest.firstIndex(of: "]") else { return nil }
      host = rest[rest.index(after: rest.startIndex)..<close].lowercased()
      let after = rest[rest.index(after: close)...]
      guard after.isEmpty || after.first == ":" else { return nil }
      if !after.isEmpty { portText = after.dropFirst() }
    } else if let colon = rest.lastIndex(of: ":") {
      host = rest[..<colon].lowercased()
      portText = rest[rest.index(after: colon)...]
    } else {
      host = rest.lowercased()
    }
    if let portText, !portText.isEmpty {
      guard let number = Int(portText), (1...65535).contains(number) else { return nil }
      port = number
    }
    guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
  }
}

extension String {
  /// The text without blanks and line ends around it.
  var trimmedBlanks: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
