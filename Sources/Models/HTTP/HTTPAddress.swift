/// The parts of a web address that requests and messages need.
struct HTTPAddress: Hashable, Sendable {
  var isSecure: Bool
  var host: String
  var port: Int
  /// From the first slash, without a slash at its end; empty for none.
  var path: String
  /// What follows the question mark, such as `api-version=2024-10-21`; nil for none.
  var query: String?

  /// Reads `http://host:port/path?query`; nil when it is no such address.
  ///
  /// One with a user and a password in it is refused: addresses are shown, and those two must not be.
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
    guard let authority = HTTPAuthority(String(rest[..<end])), authority.userInfo == nil else { return nil }
    host = authority.host
    port = authority.port ?? (isSecure ? 443 : 80)
    // What follows a “#” is never sent.
    let parts = rest[end...].prefix { $0 != "#" }.split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var path = parts.first.map(String.init) ?? ""
    while path.last == "/" { path.removeLast() }
    self.path = path
    query = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
  }

  /// An address as it may be shown although it cannot be read: without a user, a password and a query.
  static func shown(_ text: String) -> (address: String, hasUser: Bool) {
    let text = String(text.trimmedBlanks.prefix { $0 != "?" && $0 != "#" })
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    // Up to the last “@”, as a password may hold one, and a slash too.
    guard let at = text[start...].lastIndex(of: "@") else { return (text, false) }
    return (String(text[..<start] + text[text.index(after: at)...]), true)
  }

  /// The address with more path behind its own; the query stays at the end.
  func appending(_ more: String) -> String {
    "\(isSecure ? "https" : "http")://\(hostAndPort(always: false))\(versionedPath)\(more)"
      + (query.map { "?\($0)" } ?? "")
  }

  /// The path without an interface at its end: a base address pasted with one in it means the same.
  var versionedPath: String {
    let endings = ["/chat/completions", "/responses", "/messages", "/embeddings", "/api/chat"]
    guard let ending = endings.first(where: { path.hasSuffix($0) }) else { return path }
    return String(path.dropLast(ending.count))
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
