/// Which proxy requests go through, as the environment says.
package struct ProxySettings: Hashable, Sendable {
  /// A proxy.
  package struct Proxy: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case http, socks }

    package var kind: Kind
    package var host: String
    package var port: Int
    package var user: String?
    package var password: String?
  }

  private var forHTTP: Proxy?
  private var forHTTPS: Proxy?
  private var exceptions: [String]

  /// No proxy.
  package init() {
    exceptions = []
  }

  /// Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, the small names first.
  ///
  /// `HTTP_PROXY` in capitals is not read: it is what a web server makes of a request's header `Proxy`.
  package init(environment: [String: String]) {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0]?.trimmedBlanks }.first { !$0.isEmpty }
    }
    let all = value("all_proxy", "ALL_PROXY")
    forHTTP = (value("http_proxy") ?? all).flatMap(Self.proxy)
    forHTTPS = (value("https_proxy", "HTTPS_PROXY") ?? all).flatMap(Self.proxy)
    exceptions = (value("no_proxy", "NO_PROXY") ?? "").lowercased()
      .split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  /// The proxy for an address; nil to go there directly.
  ///
  /// This machine is never reached through a proxy.
  package func proxy(for url: String) -> Proxy? {
    guard let address = HTTPAddress(url), !address.isLocal else { return nil }
    guard let proxy = address.isSecure ? forHTTPS : forHTTP else { return nil }
    return exceptions.contains { Self.matches($0, address) } ? nil : proxy
  }

  private static func matches(_ exception: String, _ address: HTTPAddress) -> Bool {
    if exception == "*" { return true }
    // An address of IPv6 may stand without brackets.
    if exception == address.host { return true }
    guard let authority = HTTPAuthority(exception) else { return false }
    if let port = authority.port, port != address.port { return false }
    var name = authority.host[...]
    if name.hasPrefix("*") { name.removeFirst() }
    if name.first == "." { name.removeFirst() }
    return address.host == name || address.host.hasSuffix(".\(name)")
  }

  private static func proxy(_ text: String) -> Proxy? {
    var rest = text[...]
    var kind = Proxy.Kind.http
    if let separator = rest.firstRange(of: "://") {
      if rest[..<separator.lowerBound].lowercased().hasPrefix("socks") { kind = .socks }
      rest = rest[separator.upperBound...]
    }
    let end = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let authority = HTTPAuthority(String(rest[..<end])) else { return nil }
    let user = authority.userInfo?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return Proxy(
      kind: kind, host: authority.host, port: authority.port ?? (kind == .http ? 80 : 1080),
      user: user?.first.map { decoded(String($0)) },
      password: user.flatMap { $0.count > 1 ? decoded(String($0[1])) : nil })
  }

  /// A text with its `%41` read.
  private static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let digits = bytes[index...].dropFirst().prefix(2)
      if bytes[index] == UInt8(ascii: "%"), digits.count == 2,
        let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
