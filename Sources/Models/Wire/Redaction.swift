import Documents

/// Takes the secrets of a provider out of what is shown and kept: many servers repeat a key in their errors.
struct Redaction: Hashable, Sendable {
  private static let mark = Array("•••".utf8)
  private static let ellipsis = Array("…".utf8)
  /// The shortest beginning of a secret that is hidden where a text was cut within it.
  private static let shortestPart = 6

  /// As bytes, the longest first, so that none hides a part of another only.
  private var secrets: [[UInt8]] = []

  /// Hides nothing.
  init() {}

  /// - Parameters:
  ///   - key: the key that is sent.
  ///   - headers: the fields of the configuration; the values of eight characters and more are secrets.
  ///   - address: the server's address; what its query calls a key, a token or a signature is one.
  ///   - name: the provider's name, which stays readable also where it is the key.
  init(key: String?, headers: [String: String] = [:], address: HTTPAddress? = nil, name: String = "") {
    if let key, key.utf8.count >= 4, key.lowercased() != name.lowercased() { add(key) }
    for value in headers.values where value.utf8.count >= 8 {
      add(value)
      // Of `Bearer …` a server may repeat the second word alone.
      let words = value.split(separator: " ")
      if words.count == 2, words[1].utf8.count >= 8,
        ["bearer", "basic", "token", "key", "apikey"].contains(words[0].lowercased())
      {
        add(String(words[1]))
      }
    }
    for pair in address?.query?.split(separator: "&") ?? [] {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[1].utf8.count >= 4 else { continue }
      let name = parts[0].lowercased()
      if ["key", "token", "sig", "secret"].contains(where: { name.contains($0) }) { add(String(parts[1])) }
    }
    secrets.sort { $0.count > $1.count }
  }

  /// Hides another key as well.
  mutating func hide(key: String) {
    guard key.utf8.count >= 4 else { return }
    add(key)
    secrets.sort { $0.count > $1.count }
  }

  private mutating func add(_ secret: String) {
    secrets.append(Array(secret.utf8))
    // Some servers write a slash in JSON as an escape, and the JSON may be shown as it came.
    if secret.contains("/") {
      secrets.append(
        Array(secret.split(separator: "/", omittingEmptySubsequences: false).joined(separator: #"\/"#).utf8))
    }
  }

  /// The text with a mark in place of every secret, and of the beginning of one where the text was cut within it.
  func hiding(_ text: String) -> String {
    guard !secrets.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let length = secretLength(in: bytes[index...]) {
        result += Self.mark
        index += length
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result.count == bytes.count && result == bytes ? text : String(decoding: result, as: UTF8.self)
  }

  func hiding(_ text: String?) -> String? {
    text.map { hiding($0) }
  }

  func hiding(_ ending: Ending) -> Ending {
    Ending(ending.kind, reason: hiding(ending.reason), raw: hiding(ending.raw))
  }

  /// Members whose values are hidden where they hold a secret, whatever is in them.
  func hiding(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
    guard !secrets.isEmpty else { return members }
    return members.map { member in
      let text = member.value.text(pretty: false)
      return hiding(text) == text ? member : .init(member.key, .string("•••"))
    }
  }

  /// How many bytes of a secret the text begins with; nil for none.
  private func secretLength(in rest: ArraySlice<UInt8>) -> Int? {
    for secret in secrets where rest.first == secret.first {
      let common = zip(rest, secret).prefix { $0 == $1 }.count
      if common == secret.count { return common }
      let after = rest.dropFirst(common)
      if common >= Self.shortestPart, after.isEmpty || after.starts(with: Self.ellipsis) { return common }
    }
    return nil
  }
}
