/// Texts of a design as they are kept: without what no document can hold and what would steer a terminal.
package enum DesignText {
  /// A text of any number of lines: line ends are LF, control characters and hidden ones are gone, and so is white space
  /// at either end.
  package static func clean(_ text: String) -> String {
    trimmed(visible(text).unicodeScalars)
  }

  /// A text with its blanks at either end, but without what is hidden.
  package static func visible(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A }) { return text }
    let source = Array(text.unicodeScalars)
    var kept: [Unicode.Scalar] = []
    for (index, scalar) in source.enumerated() {
      switch scalar.value {
      case 0x0D: if index + 1 == source.count || source[index + 1] != "\n" { kept.append("\n") }
      case 0x85, 0x2028, 0x2029: kept.append("\n")
      case 0x09, 0x0A: kept.append(scalar)
      case 0x200C, 0x200D:
        // Joiners belong between letters and emoji, and nowhere else.
        let isBetween =
          kept.last.map(isJoined) == true && index + 1 < source.count && isJoined(source[index + 1])
        if isBetween { kept.append(scalar) }
      case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F:
        if let base = kept.last, !base.properties.isWhitespace, !base.properties.isVariationSelector {
          kept.append(scalar)
        }
      default: if !isHidden(scalar) { kept.append(scalar) }
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: kept)
    return String(view)
  }

  /// A text of one line: line ends and tabs become spaces.
  package static func line(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in clean(text).unicodeScalars { view.append(scalar == "\n" || scalar == "\t" ? " " : scalar) }
    return String(view)
  }

  private static func trimmed(_ text: String.UnicodeScalarView) -> String {
    var rest = text[...]
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E,
      0x200B...0x200F,
      0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3,
      0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      return true
    // No characters at all.
    case let value: return value & 0xFFFE == 0xFFFE
    }
  }

  private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value > 0x2FF, !isHidden(scalar) else { return false }
    let properties = scalar.properties
    if properties.isAlphabetic || properties.isEmoji { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber: return true
    default: return false
    }
  }
}
