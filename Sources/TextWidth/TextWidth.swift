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

  /// The cells that one grapheme cluster takes once drawn, or 0 for a lone mark.
  package static func cells(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    // Nearly every cluster is one scalar, or a letter with marks.
    if scalars.count == 1 { return cells(of: first) ?? 1 }
    return glyphs(of: character).reduce(0) { $0 + $1.cells }
  }

  /// The cells that a text without control characters takes.
  package static func cells(of text: String) -> Int {
    // Nearly every text is plain ASCII, and then the answer is its length.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + cells(of: $1) }
  }

  /// The same of a part of a text: no generic function, which would look its types up anew in every process.
  package static func cells(of text: Substring) -> Int {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + cells(of: $1) }
  }

  /// What a grapheme cluster is drawn as: one glyph a base scalar, each with at most four marks of no width.
  ///
  /// Most clusters are one glyph. Letters of which a part takes a cell of its own (Devanagari का, Thai กำ) are several,
  /// because that is how ncurses counts them. Of what a terminal would join into one picture only the first scalar is left.
  package static func glyphs(of character: Character) -> [(glyph: Character, cells: Int)] {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return [] }
    guard let ownWidth = cells(of: first) else { return [("\u{FFFD}", 1)] }
    if scalars.count == 1 { return ownWidth > 0 ? [(character, ownWidth)] : [("\u{FFFD}", 0)] }
    var result: [(glyph: Character, cells: Int)] = []
    var kept = String.UnicodeScalarView()
    var width = 0
    func close() {
      guard !kept.isEmpty else { return }
      result.append(width > 0 ? (Character(String(kept)), width) : ("\u{FFFD}", 0))
      kept = String.UnicodeScalarView()
    }
    for scalar in scalars {
      switch scalar.value {
      case 0x200D where joinsPictures(scalars):
        // After the joiner comes another picture of the same one.
        close()
        return result
      case 0x200C, 0x200D, 0xFE00...0xFE0F: if !kept.isEmpty { continue }
      case 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: if !kept.isEmpty { continue }
      default: break
      }
      let own = cells(of: scalar)
      if kept.isEmpty || (own ?? 1) > 0 {
        close()
        kept.append(own == nil ? "\u{FFFD}" : scalar)
        width = own ?? 1
      } else if kept.count < 5 {
        kept.append(scalar)
      }
    }
    close()
    return result
  }

  /// Whether a cluster is a picture made of pictures: its first scalar is one.
  private static func joinsPictures(_ scalars: Character.UnicodeScalarView) -> Bool {
    scalars.first?.properties.isEmoji ?? false
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

  /// A text cut into pieces that each fit into a number of cells; one empty piece for an empty text.
  package static func pieces(of text: String, cells limit: Int) -> [String] {
    var result: [String] = []
    var start = text.startIndex
    var used = 0
    for index in text.indices {
      let width = cells(of: text[index])
      if used + width > limit, index > start {
        result.append(String(text[start..<index]))
        start = index
        used = 0
      }
      used += width
    }
    if start < text.endIndex || result.isEmpty { result.append(String(text[start...])) }
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
