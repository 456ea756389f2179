/// Bytes as text of 64 letters (RFC 4648, section 4), as pictures and vectors travel in JSON.
package enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// What each byte of a text stands for: six bits, or one of the two signs below.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: wrong, count: 256)
    for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
    for space in [0x20, 0x09, 0x0A, 0x0D] { values[space] = blank }
    return values
  }()
  private static let wrong: UInt8 = 0xFF
  private static let blank: UInt8 = 0xFE

  /// The text of bytes, with padding and without line ends.
  package static func text(_ bytes: [UInt8]) -> String {
    let letters = letters
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    func letter(_ bits: UInt32, _ shift: UInt32) -> UInt8 { letters[Int(bits >> shift & 63)] }
    while index + 3 <= bytes.count {
      let bits = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
      output.append(letter(bits, 18))
      output.append(letter(bits, 12))
      output.append(letter(bits, 6))
      output.append(letter(bits, 0))
      index += 3
    }
    let left = bytes.count - index
    if left > 0 {
      let bits = UInt32(bytes[index]) << 16 | (left == 2 ? UInt32(bytes[index + 1]) << 8 : 0)
      output.append(letter(bits, 18))
      output.append(letter(bits, 12))
      output.append(left == 2 ? letter(bits, 6) : padding)
      output.append(padding)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The bytes of a text; white space in it is passed over, and padding may be left out, but not be wrong.
  ///
  /// - Returns: nil when the text is no Base64.
  package static func bytes(_ text: [UInt8]) -> [UInt8]? {
    let values = values
    var output: [UInt8] = []
    output.reserveCapacity(text.count / 4 * 3 + 2)
    var index = 0
    // Nearly all of a text is groups of four letters with nothing in between.
    while index + 4 <= text.count {
      let first = values[Int(text[index])]
      let second = values[Int(text[index + 1])]
      let third = values[Int(text[index + 2])]
      let fourth = values[Int(text[index + 3])]
      guard first | second | third | fourth < 64 else { break }
      output.append(first << 2 | second >> 4)
      output.append(second << 4 | third >> 2)
      output.append(third << 6 | fourth)
      index += 4
    }
    var bits: UInt32 = 0
    var count = 0
    var paddings = 0
    for byte in text[index...] {
      let value = values[Int(byte)]
      guard value < 64 else {
        if value == blank { continue }
        guard byte == padding else { return nil }
        paddings += 1
        continue
      }
      guard paddings == 0 else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count == 4 {
        output.append(UInt8(truncatingIfNeeded: bits >> 16))
        output.append(UInt8(truncatingIfNeeded: bits >> 8))
        output.append(UInt8(truncatingIfNeeded: bits))
        count = 0
      }
    }
    guard paddings == 0 || count > 0 && count + paddings == 4 else { return nil }
    switch count {
    case 0: break
    case 2: output.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3:
      output.append(UInt8(truncatingIfNeeded: bits >> 10))
      output.append(UInt8(truncatingIfNeeded: bits >> 2))
    default: return nil
    }
    return output
  }

  package static func bytes(_ text: String) -> [UInt8]? { bytes(Array(text.utf8)) }
}
