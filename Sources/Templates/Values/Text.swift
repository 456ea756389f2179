/// Texts by their scalars and bytes, as Python sees them: two texts are the same when they are made of the same
/// code points, whatever a reader would see.
enum Text {
  static func isSame(_ left: String, _ right: String) -> Bool {
    let count = left.utf8.count
    guard count == right.utf8.count else { return false }
    let same = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in Bytes.areSame(left, right) }
    }
    return (same ?? nil) ?? left.utf8.elementsEqual(right.utf8)
  }

  /// Whether one text comes before another by code points; the order of UTF-8 bytes is the same.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  static func isASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0x80 }
  }

  /// The number of code points.
  static func count(_ text: String) -> Int {
    var count = 0
    for byte in text.utf8 where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The part of a text between two code points, which lie in it.
  static func part(_ text: String, _ start: Int, _ end: Int) -> String {
    guard start < end else { return "" }
    if isASCII(text) {
      let bytes = text.utf8
      return String(
        text[bytes.index(bytes.startIndex, offsetBy: start)..<bytes.index(bytes.startIndex, offsetBy: end)])
    }
    let scalars = text.unicodeScalars
    let first = scalars.index(scalars.startIndex, offsetBy: start)
    return String(scalars[first..<scalars.index(first, offsetBy: end - start)])
  }

  static func string(_ scalar: Unicode.Scalar) -> String { String(Character(scalar)) }

  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  static func string(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Whether Python's `str.isspace` is true of a scalar; its `strip` and `split` go by the same.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// Whether a scalar ends a line for Python's `splitlines`.
  static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  static func isLower(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isLowercase
  }
  static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isUppercase
  }
  static func isTitle(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .titlecaseLetter
  }
  static func isCased(_ scalar: Unicode.Scalar) -> Bool {
    isLower(scalar) || isUpper(scalar) || isTitle(scalar)
  }

  static func isAlpha(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  static func isDecimal(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .decimalNumber
  }
  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit
  }
  static func isNumeric(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType != nil
  }
  static func isAlnum(_ scalar: Unicode.Scalar) -> Bool {
    isAlpha(scalar) || isNumeric(scalar)
  }
  /// What `\w` matches.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || isAlnum(scalar) }

  /// Whether Python prints a scalar in a `repr` as it is.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }

  /// Without white space at its ends; `characters` are stripped instead when they are given.
  static func stripped(
    _ text: String, _ characters: String? = nil, left: Bool = true, right: Bool = true
  ) -> String {
    if characters == nil {
      // Mostly there is nothing to strip, and mostly both ends are ASCII.
      guard let first = text.utf8.first, let last = text.utf8.last else { return text }
      if first > 0x20 && first < 0x7F || !left, last > 0x20 && last < 0x7F || !right { return text }
    }
    let set = characters.map { Set($0.unicodeScalars) }
    func goes(_ scalar: Unicode.Scalar) -> Bool { set.map { $0.contains(scalar) } ?? isSpace(scalar) }
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    var end = scalars.endIndex
    if left {
      while start < end, goes(scalars[start]) { start = scalars.index(after: start) }
    }
    if right {
      while end > start {
        let before = scalars.index(before: end)
        guard goes(scalars[before]) else { break }
        end = before
      }
    }
    if start == scalars.startIndex, end == scalars.endIndex { return text }
    return String(scalars[start..<end])
  }

  /// The lines of a text as Python's `splitlines` parts it, no more than so many.
  static func lines(_ text: String, keepingEnds: Bool = false, most: Int = .max) -> [String] {
    var lines: [String] = []
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    var index = start
    while index < scalars.endIndex, lines.count < most {
      let scalar = scalars[index]
      var next = scalars.index(after: index)
      if isLineBreak(scalar) {
        if scalar == "\r", next < scalars.endIndex, scalars[next] == "\n" {
          next = scalars.index(after: next)
        }
        lines.append(String(scalars[start..<(keepingEnds ? next : index)]))
        start = next
      }
      index = next
    }
    if start < scalars.endIndex, lines.count < most { lines.append(String(scalars[start...])) }
    return lines
  }

  /// The places at which a text stands in another, in bytes; they do not overlap.
  static func places(of needle: String, in text: String, limit: Int = .max) -> [Int] {
    guard !needle.isEmpty else { return [] }
    var (needle, text) = (needle, text)
    return needle.withUTF8 { needle in
      text.withUTF8 { ByteSearch.places(of: needle, in: $0, limit: limit) }
    }
  }

  /// The same, found from the end of the text.
  static func placesFromRight(of needle: String, in text: String, limit: Int = .max) -> [Int] {
    guard !needle.isEmpty else { return [] }
    // Backwards, the last place is the first.
    let reversed = (needle: Array(needle.utf8.reversed()), text: Array(text.utf8.reversed()))
    let found = reversed.needle.withUnsafeBufferPointer { needle in
      reversed.text.withUnsafeBufferPointer { ByteSearch.places(of: needle, in: $0, limit: limit) }
    }
    return found.reversed().map { reversed.text.count - reversed.needle.count - $0 }
  }

  static func contains(_ text: String, _ needle: String) -> Bool {
    needle.isEmpty || !places(of: needle, in: text, limit: 1).isEmpty
  }

  /// Whether a text begins or ends with another, by their bytes.
  static func begins(_ text: String, with start: String) -> Bool {
    text.utf8.count >= start.utf8.count && text.utf8.starts(with: start.utf8)
  }

  static func ends(_ text: String, with end: String) -> Bool {
    text.utf8.count >= end.utf8.count && text.utf8.suffix(end.utf8.count).elementsEqual(end.utf8)
  }

  /// Replaces a text by another, at most so many times; negative is always.
  static func replaced(_ text: String, _ old: String, _ new: String, _ count: Int = -1) -> String {
    if count == 0 { return text }
    if old.isEmpty {
      var result = ""
      var left = count < 0 ? Int.max : count
      for scalar in text.unicodeScalars {
        if left > 0 {
          result += new
          left -= 1
        }
        result.unicodeScalars.append(scalar)
      }
      return left > 0 ? result + new : result
    }
    let places = places(of: old, in: text, limit: count < 0 ? .max : count)
    guard !places.isEmpty else { return text }
    let length = old.utf8.count
    var text = text
    return text.withUTF8 { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count + places.count * max(0, new.utf8.count - length))
      var start = 0
      for place in places {
        result += bytes[start..<place]
        result += new.utf8
        start = place + length
      }
      result += bytes[start...]
      return string(result)
    }
  }

  /// `& < > ' "` as HTML writes them.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x27 || $0 == 0x22 })
    else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "'": result += "&#39;"
      case "\"": result += "&#34;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// A text of a template, ready to be looked for: in most values it is not, which one look at their length tells.
struct TextKey: Sendable {
  let text: String
  private let count: Int
  private let isASCII: Bool

  init(_ text: String) {
    self.text = text
    count = text.utf8.count
    isASCII = Text.isASCII(text)
  }

  /// Whether another text is made of the same code points.
  ///
  /// Swift's `==` takes no notice of how a letter is composed; a text of as many bytes that equals one of ASCII is
  /// of ASCII, too, so there it may be asked.
  @inline(__always)
  func isSame(_ other: String) -> Bool {
    guard other.utf8.count == count else { return false }
    return isASCII ? other == text : Text.isSame(other, text)
  }
}
