extension Unicode.Scalar {
  /// Whether it is white space that does not end a line: a blank, a tab, a no-break or a wide space.
  var isBlank: Bool {
    if value < 0x80 { return self == " " || self == "\t" || self == "\u{0B}" || self == "\u{0C}" }
    return value == 0xA0 || value == 0x3000 || value == 0x1680 || (0x2000...0x200A).contains(value)
      || value == 0x202F || value == 0x205F || value == 0xFEFF
  }

  /// Whether it is a blank or ends a line.
  var isSpace: Bool { self == "\n" || isBlank }

  /// Whether it is one of `0` to `9`.
  var isDigit: Bool { self >= "0" && self <= "9" }

  /// Whether it is one of the Latin letters without accents.
  var isLatinLetter: Bool { self >= "a" && self <= "z" || self >= "A" && self <= "Z" }

  /// Whether it may stand in a word of any script: a letter, a digit, a mark or the underscore.
  var isWordPart: Bool {
    if value < 0x80 { return isLatinLetter || isDigit || self == "_" }
    return properties.isAlphabetic || properties.numericType != nil
  }
}

extension ArraySlice where Element == Unicode.Scalar {
  /// The scalars as a string.
  var string: String {
    var length = 0
    for scalar in self { length += scalar.value < 0x80 ? 1 : UTF8.width(scalar) }
    // The general ways of the library to the same string are many times slower.
    return String(unsafeUninitializedCapacity: length) { bytes in
      var end = 0
      for scalar in self {
        if scalar.value < 0x80 {
          bytes[end] = UInt8(truncatingIfNeeded: scalar.value)
          end += 1
        } else if let units = UTF8.encode(scalar) {
          for unit in units {
            bytes[end] = unit
            end += 1
          }
        }
      }
      return end
    }
  }
}

extension [Unicode.Scalar] {
  /// The scalars as a string.
  var string: String { self[...].string }
}

extension RandomAccessCollection where Element == Unicode.Scalar, Index == Int {
  /// The same without white space at either end.
  var trimmed: SubSequence {
    var low = startIndex
    var high = endIndex
    while low < high, self[low].isSpace { low += 1 }
    while high > low, self[high - 1].isSpace { high -= 1 }
    return self[low..<high]
  }

  /// Whether a word in ASCII stands at an index.
  func holds(_ word: StaticString, at index: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard index >= startIndex, index + count <= endIndex else { return false }
    return word.withUTF8Buffer { bytes in
      for offset in 0..<count where self[index + offset].value != UInt32(bytes[offset]) { return false }
      return true
    }
  }
}
