/// Reads JSON (RFC 8259) into values that keep the order of their keys.
package struct JSONReader {
  /// The deepest nesting read: beyond it a text is hostile.
  package static let depthLimit = 200

  private let bytes: [UInt8]
  private var index = 0

  /// Reads one value and nothing behind it.
  ///
  /// - Throws: ``DocumentError`` with the place and what was expected there.
  package static func read(_ bytes: some Sequence<UInt8>) throws(DocumentError) -> JSONValue {
    var reader = JSONReader(bytes: Array(bytes))
    // A byte order mark is no content.
    if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
    reader.skipSpace()
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.index == reader.bytes.count else { throw reader.error("expected nothing after the value") }
    return value
  }

  package static func read(_ text: String) throws(DocumentError) -> JSONValue {
    try read(text.utf8)
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  /// An error here, or at another place.
  private func error(_ message: String, at place: Int? = nil) -> DocumentError {
    let end = min(place ?? index, bytes.count)
    var line = 1
    var column = 1
    for byte in bytes[(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)..<end] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    let ending = end == bytes.count ? ", and the text ends" : ""
    return DocumentError(message + ending, at: SourcePosition(line: line, column: column))
  }

  private mutating func value(depth: Int) throws(DocumentError) -> JSONValue {
    guard let first = current else { throw error("expected a value") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("expected a value")
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(DocumentError) -> JSONValue {
    guard bytes[index...].starts(with: text.utf8) else { throw error("expected \(text)") }
    index += text.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(DocumentError) -> JSONValue {
    guard depth < JSONReader.depthLimit else {
      throw error("nested deeper than \(JSONReader.depthLimit) levels")
    }
    index += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if current == UInt8(ascii: "}") {
      index += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
      let key = try string()
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw error("expected “:” after the key") }
      index += 1
      skipSpace()
      members.append(JSONValue.Member(key, try value(depth: depth + 1)))
      skipSpace()
      switch current {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "}"):
        index += 1
        return .object(members)
      default: throw error("expected “,” or “}”")
      }
    }
  }

  private mutating func array(depth: Int) throws(DocumentError) -> JSONValue {
    guard depth < JSONReader.depthLimit else {
      throw error("nested deeper than \(JSONReader.depthLimit) levels")
    }
    index += 1
    var values: [JSONValue] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      index += 1
      return .array(values)
    }
    while true {
      skipSpace()
      values.append(try value(depth: depth + 1))
      skipSpace()
      switch current {
      case UInt8(ascii: ","): index += 1
      case UInt8(ascii: "]"):
        index += 1
        return .array(values)
      default: throw error("expected “,” or “]”")
      }
    }
  }

  /// A number by the grammar of RFC 8259: no leading zero, a digit on each side of the point.
  private mutating func number() throws(DocumentError) -> JSONValue {
    let start = index
    var isWhole = true
    if current == UInt8(ascii: "-") { index += 1 }
    let first = index
    try digits()
    guard bytes[first] != UInt8(ascii: "0") || index == first + 1 else {
      throw error("a number must not begin with 0", at: start)
    }
    if current == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      index = start
      throw DocumentError("the number is too large", at: error("").position)
    }
    return isWhole ? .digits(text) : .number(value)
  }

  private mutating func digits() throws(DocumentError) {
    let start = index
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    guard index > start else { throw error("expected a digit") }
  }

  private mutating func string() throws(DocumentError) -> String {
    index += 1
    let start = index
    // Most strings have no escape: they are taken whole.
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      guard byte >= 0x20 else { throw error("a control character in a string must be written as an escape") }
      index += 1
    }
    var text = String(decoding: bytes[start..<index], as: UTF8.self)
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return text
      case UInt8(ascii: "\\"):
        text.unicodeScalars.append(try escape())
      default:
        let run = index
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
          guard byte >= 0x20 else {
            throw error("a control character in a string must be written as an escape")
          }
          index += 1
        }
        text += String(decoding: bytes[run..<index], as: UTF8.self)
      }
    }
    throw error("the string does not end")
  }

  private mutating func escape() throws(DocumentError) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let byte = current else { throw error("the string does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"):
      let first = try unit()
      guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
      // The second half of a pair must follow; alone the first one is no character.
      guard current == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u")
      else { return "\u{FFFD}" }
      let mark = index
      index += 2
      let second = try unit()
      guard (0xDC00..<0xE000).contains(second) else {
        index = mark
        return "\u{FFFD}"
      }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    default: throw error("there is no such escape", at: start)
    }
  }

  private mutating func unit() throws(DocumentError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("expected four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
