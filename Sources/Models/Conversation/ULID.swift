/// An identifier that sorts by the time it was made: 48 bits of milliseconds, then 80 random bits, in Crockford's base 32
/// (ULID specification, github.com/ulid/spec).
package enum ULID {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  /// A new identifier.
  ///
  /// - Parameter seconds: the time since 1970.
  package static func make(at seconds: Double) -> String {
    var generator = SystemRandomNumberGenerator()
    return make(at: seconds, using: &generator)
  }

  static func make(at seconds: Double, using generator: inout some RandomNumberGenerator) -> String {
    var text: [Character] = []
    var time = UInt64(max(0, seconds * 1000))
    for _ in 0..<10 {
      text.append(alphabet[Int(time & 31)])
      time >>= 5
    }
    text.reverse()
    for _ in 0..<16 { text.append(alphabet[Int(generator.next() & 31)]) }
    return String(text)
  }
}
