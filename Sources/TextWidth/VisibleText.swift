/// Text from outside, made safe to show: what would steer a terminal becomes signs that a person can read.
///
/// Control characters become `^[` and the like, C1 controls and invisible or direction-changing characters become
/// `<U+202E>`. The signs are ASCII, so that they mean the same on every terminal and in every file.
package enum VisibleText {
  /// What to do with the line ends and tabs of a text.
  package enum Layout: Sendable {
    /// One line: line ends become a space, tabs become a space.
    case line
    /// Many lines: LF stays, CR LF becomes LF, tabs become spaces up to the next multiple of four.
    case block
    /// Data for another program: LF and tab stay as they are, CR LF stays.
    case stream
  }

  /// The text with everything that is not plain, visible text spelled out.
  package static func make(_ text: String, _ layout: Layout = .line) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    var column = 0
    var previous: Unicode.Scalar = " "
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch scalar {
      case "\r" where next == "\n":
        if layout == .stream { result.unicodeScalars.append(scalar) }
      case "\n":
        result += layout == .line ? " " : "\n"
        column = -1
      case "\t":
        switch layout {
        case .line: result += " "
        case .block:
          let spaces = 4 - column % 4
          result += String(repeating: " ", count: spaces)
          column += spaces - 1
        case .stream: result += "\t"
        }
      default:
        if let spelled = spelling(of: scalar, after: previous, before: next) {
          result += spelled
          column += spelled.utf8.count - 1
        } else {
          result.unicodeScalars.append(scalar)
          if layout == .block { column += (TextWidth.cells(of: scalar) ?? 1) - 1 }
        }
      }
      column += 1
      previous = scalar
    }
    return result
  }

  /// How a scalar is spelled out, or nil when it can stand for itself.
  private static func spelling(
    of scalar: Unicode.Scalar, after previous: Unicode.Scalar, before next: Unicode.Scalar?
  ) -> String? {
    switch scalar.value {
    case 0x00...0x1F: return "^" + String(Unicode.Scalar(UInt8(scalar.value + 0x40)))
    case 0x7F: return "^?"
    case 0x80...0x9F: return code(scalar)
    case 0x20...0x7E: return nil
    case 0x200C, 0x200D:
      // Joiners are part of honest text between letters and emoji, and a hiding place everywhere else.
      return isJoined(previous) && next.map(isJoined) == true ? nil : code(scalar)
    case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F:
      // So are variation selectors, one after a sign.
      let hasBase =
        !previous.properties.isWhitespace && !previous.properties.isVariationSelector && !isHidden(previous)
      return hasBase ? nil : code(scalar)
    default:
      return isHidden(scalar) ? code(scalar) : nil
    }
  }

  /// Whether a scalar is invisible, changes the direction of text, or is a control character.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E,
      0x200B...0x200F,
      0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3,
      0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      return true
    default:
      return false
    }
  }

  /// Whether a scalar can stand beside a joiner: a letter with its marks, a digit or an emoji, but no Latin one.
  private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0x2FF, !isHidden(scalar) else { return false }
    let properties = scalar.properties
    if properties.isAlphabetic || properties.isEmoji { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber: return true
    default: return false
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }
}
