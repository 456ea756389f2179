import Documents
import Glibc

/// A key as its source gave it, with the time after which it is of no use.
struct SecretValue: Sendable, CustomStringConvertible, CustomReflectable {
  let text: String
  /// Seconds since 1970; nil where the key does not tell.
  let expiry: Double?

  var description: String { "•••" }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// Reads what a program printed: the first line, or a token in a JSON object; nil when there is neither.
  init?(printed bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self).trimmedBlanks
    if text.first == "{", let value = try? JSONReader.read(text) {
      self.init(json: value)
      return
    }
    self.init(line: text.split(whereSeparator: \.isNewline).first.map { String($0) } ?? "")
  }

  /// A key on a line of its own; nil when it is empty.
  init?(line: String) {
    let key = line.trimmedBlanks
    guard !key.isEmpty else { return nil }
    text = key
    expiry = Self.expiry(ofToken: key)
  }

  /// The answer of `az account get-access-token`, of `azd auth token --output json`, and of the services behind them.
  private init?(json: JSONValue) {
    let names = ["accessToken", "access_token", "token"]
    guard let token = names.lazy.compactMap({ json[$0]?.string?.trimmedBlanks }).first(where: { !$0.isEmpty })
    else { return nil }
    text = token
    expiry =
      json["expires_on"].flatMap { $0.double ?? $0.string.flatMap(Double.init) }
      ?? Self.expiry(ofToken: token)
      ?? json["expiresOn"]?.string.flatMap(Self.localTime)
  }

  /// The time in a JSON Web Token (RFC 7519, section 4.1.4); nil for a key that is none.
  ///
  /// Its signature is the server's to check.
  static func expiry(ofToken token: String) -> Double? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, token.hasPrefix("eyJ"), let bytes = base64URL(parts[1]),
      let claims = try? JSONReader.read(bytes), let expiry = claims["exp"]?.double, expiry.isFinite
    else { return nil }
    return expiry
  }

  /// Reads `2026-11-29 15:04:05.000000`, by the clock on this wall, or the same with a `T` and a zone (RFC 3339).
  static func localTime(_ text: String) -> Double? {
    let head = text.prefix(19).split { "-:T ".contains($0) }.map { Int32($0) }
    guard text.utf8.count >= 19, head.count == 6 else { return nil }
    var time = tm()
    guard let year = head[0], let month = head[1], let day = head[2], let hour = head[3],
      let minute = head[4], let second = head[5], (1970...9999).contains(year), (1...12).contains(month)
    else { return nil }
    (time.tm_year, time.tm_mon, time.tm_mday) = (year - 1900, month - 1, day)
    (time.tm_hour, time.tm_min, time.tm_sec) = (hour, minute, second)
    let zone = text.dropFirst(19).drop { $0 == "." || $0.isNumber }
    guard let sign = zone.first else {
      time.tm_isdst = -1
      return Double(mktime(&time))
    }
    let digits = zone.dropFirst().filter(\.isNumber)
    var offset = 0
    if sign != "Z", digits.count == 4, let number = Int(digits) {
      offset = (number / 100 * 3600 + number % 100 * 60) * (sign == "-" ? -1 : 1)
    }
    return Double(timegm(&time) - offset)
  }

  /// Decodes base64 of URLs, which has two other letters and mostly no padding (RFC 4648, section 5).
  static func base64URL(_ text: Substring) -> [UInt8]? {
    Base64.bytes(
      text.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: byte
        }
      })
  }
}
