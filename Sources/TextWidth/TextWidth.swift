import CTextWidth

/// How many cells of a terminal text takes, as ncurses counts them.
///
/// One grapheme cluster is one drawn glyph: a base scalar with at most four marks of no width. What a terminal would
/// join into one picture (a ZWJ family, a flag, a skin tone) is drawn by its first scalar, because ncurses and most
/// terminals count such a sequence differently, and a row that drifts is worse than a plainer picture.
package enum TextWidth {
  /// The cells that a scalar takes: 0, 1 or 2; nil when the terminal cannot draw it.
  package static func cells(of scalar: Unicode.Scalar) -> Int? {
    if scalar.value < 0x7F { return scalar.value < 0x20 ? nil : 1 }
    if scalar.value < 0xA0 { return nil }
    TextLocale.prepare
    let width = atelier_scalar_width(scalar.value)
    return width < 0 ? nil : Int(width)
  }

  /// The cells that one grapheme cluster takes once drawn: 1 or 2, or 0 for a lone mark.
  package static func cells(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    return cells(of: first) ?? 1
  }

  /// The cells that a text without control characters takes.
  package static func cells(of text: some StringProtocol) -> Int {
    // Nearly every text is plain ASCII, and then the answer is its length.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + cells(of: $1) }
  }

  /// The form of a grapheme cluster that a terminal cell can hold: its base scalar and up to four marks.
  package static func drawable(_ character: Character) -> Character {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return " " }
    guard let width = cells(of: first) else { return "\u{FFFD}" }
    if scalars.count == 1 { return width == 0 ? "\u{FFFD}" : character }
    guard width > 0 else { return "\u{FFFD}" }
    var kept = String.UnicodeScalarView()
    kept.append(first)
    for scalar in scalars.dropFirst() {
      // Variation selectors and joiners change nothing that a cell can show; after a joiner comes another picture.
      if scalar.value == 0x200D { break }
      if (0xFE00...0xFE0F).contains(scalar.value) { continue }
      guard kept.count < 5, cells(of: scalar) == 0 else { continue }
      kept.append(scalar)
    }
    return Character(String(kept))
  }

  /// Shortens a text to a width, with an ellipsis where something was left out.
  package static func shorten(_ text: String, to width: Int, keeping: Keeping = .start) -> String {
    guard cells(of: text) > width else { return text }
    guard width > 1 else { return width == 1 ? "…" : "" }
    switch keeping {
    case .start:
      return prefix(of: text, cells: width - 1) + "…"
    case .ends:
      let tail = (width - 1) / 2
      return prefix(of: text, cells: width - 1 - tail) + "…" + suffix(of: text, cells: tail)
    }
  }

  /// Which part of a shortened text stays.
  package enum Keeping: Sendable {
    case start
    /// The start and the end, for names that differ in their last part.
    case ends
  }

  /// The longest start of a text that fits into a number of cells.
  package static func prefix(of text: String, cells limit: Int) -> String {
    var used = 0
    var result = ""
    for character in text {
      let width = cells(of: character)
      if used + width > limit { break }
      used += width
      result.append(character)
    }
    return result
  }

  private static func suffix(of text: String, cells limit: Int) -> String {
    var used = 0
    var result: [Character] = []
    for character in text.reversed() {
      let width = cells(of: character)
      if used + width > limit { break }
      used += width
      result.append(character)
    }
    return String(result.reversed())
  }
}
