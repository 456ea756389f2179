/// What a scalar is to the tokenizer.
enum LetterKind: UInt8 {
  case lower, upper, digit
  /// An accent or selector that belongs to the letter before it.
  case mark
  /// A sign of a script without spaces, a word by itself.
  case ideograph
  case other
}

/// Folds letters beyond ASCII: case and accents go, as a person types them.
enum LetterFold {
  /// Appends what stands for the scalar, in UTF-8, and says what the scalar is.
  static func fold(_ scalar: Unicode.Scalar, into letters: inout [UInt8]) -> LetterKind {
    switch scalar.value {
    case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x200D, 0x20D0...0x20FF, 0xFE00...0xFE0F,
      0xFE20...0xFE2F:
      return .mark
    case 0xC0...0x17F: return foldLatin(scalar, low[Int(scalar.value - 0xC0)], into: &letters)
    case 0x1E00...0x1EFF: return foldLatin(scalar, vietnamese[Int(scalar.value - 0x1E00)], into: &letters)
    case 0xFF10...0xFF19:
      letters.append(UInt8(scalar.value - 0xFF10) + UInt8(ascii: "0"))
      return .digit
    case 0xFF21...0xFF3A, 0xFF41...0xFF5A:
      letters.append(UInt8((scalar.value - 0xFF21) & 0x1F) + UInt8(ascii: "a"))
      return scalar.value < 0xFF41 ? .upper : .lower
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
      letters.append(contentsOf: String(scalar).utf8)
      return .ideograph
    default: return foldOther(scalar, into: &letters)
    }
  }

  private static func foldLatin(
    _ scalar: Unicode.Scalar, _ base: UInt8, into letters: inout [UInt8]
  ) -> LetterKind {
    if base != UInt8(ascii: "?") {
      letters.append(base)
    } else {
      switch scalar.value {
      case 0xC6, 0xE6: letters.append(contentsOf: "ae".utf8)
      case 0xDE, 0xFE: letters.append(contentsOf: "th".utf8)
      case 0xDF, 0x1E9E: letters.append(contentsOf: "ss".utf8)
      case 0x132, 0x133: letters.append(contentsOf: "ij".utf8)
      case 0x152, 0x153: letters.append(contentsOf: "oe".utf8)
      default: return foldOther(scalar, into: &letters)
      }
    }
    return scalar.properties.isUppercase ? .upper : .lower
  }

  private static func foldOther(_ scalar: Unicode.Scalar, into letters: inout [UInt8]) -> LetterKind {
    let properties = scalar.properties
    if properties.isAlphabetic {
      letters.append(contentsOf: properties.lowercaseMapping.utf8)
      return properties.isUppercase ? .upper : .lower
    }
    if properties.generalCategory == .decimalNumber {
      letters.append(contentsOf: String(scalar).utf8)
      return .digit
    }
    return .other
  }

  /// U+00C0 to U+017F without case and accents; `?` where one letter does not do.
  private static let low = Array(
    ("aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
      + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
      + "lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

  /// U+1E00 to U+1EFF likewise.
  private static let vietnamese = Array(
    ("aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
      + "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
      + "wwwwwwwwwwxxxxyyzzzzzzhtwy?s????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
      + "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????").utf8)
}
