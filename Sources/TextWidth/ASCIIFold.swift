/// The one table of stand-ins for terminals that show ASCII only.
package enum ASCIIFold {
  /// The ASCII character that stands for a glyph in a single cell.
  package static func cell(_ character: Character) -> Character {
    if character.isASCII { return character }
    if let sign = signs[character] { return sign }
    // Of a sign with marks or a variation selector, what it is without them.
    guard let scalar = character.unicodeScalars.first else { return " " }
    if (0x20..<0x7F).contains(scalar.value) { return Character(scalar) }
    return signs[Character(scalar)] ?? latin(scalar) ?? "?"
  }

  /// A whole text in ASCII, for output that is not made of cells: signs that need more than one letter get them.
  package static func text(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = ""
    for character in text {
      if let long = longSigns[character] {
        result += long
      } else {
        result.append(cell(character))
      }
    }
    return result
  }

  private static let longSigns: [Character: String] = [
    "…": "...", "→": "->", "←": "<-", "—": "--", "œ": "oe",
  ]

  private static let signs: [Character: Character] = {
    var table: [Character: Character] = [
      "✓": "v", "✗": "x", "✂": "%", "⊘": "0", "■": "#", "…": "~", "▸": ">", "▾": "v", "▴": "^", "›": ">",
      "‹": "<",
      "•": "*", "◦": "-", "·": ".", "–": "-", "—": "-", "“": "\"", "”": "\"", "‘": "'", "’": "'", "«": "<",
      "»": ">",
      "→": ">", "←": "<", "↑": "^", "↓": "v", "↗": "^", "×": "x", "−": "-", "★": "*", "☆": "*", "▏": "|",
      "▍": "|",
      "▶": ">", "◀": "<", "▲": "^", "▼": "v", "△": "^", "▷": ">", "●": "*", "○": "o", "◆": "*", "◇": "o",
      "│": "|", "─": "-", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+",
      "┼": "+",
      "╭": "+", "╮": "+", "╰": "+", "╯": "+", "┃": "|", "━": "=", "┏": "+", "┓": "+", "┗": "+", "┛": "+",
      "┣": "+",
      "┫": "+", "┳": "+", "┻": "+", "╋": "+", "║": "|", "═": "=", "╌": "-", "╎": "|", "┄": "-", "┆": "|",
      "╴": "-",
      "╵": "|", "╶": "-", "╷": "|", "\u{A0}": " ", "©": "c", "®": "r", "™": "t", "€": "E", "£": "L", "°": "o",
      "□": "o", "▪": "*", "▫": "o", "⏎": "<", "☐": "o", "☑": "x", "≤": "<", "≥": ">", "≠": "#", "≈": "~",
    ]
    for eighth in "█▇▆▅▄▃▂▁▉▊▋▌▎▓▒░▐▕" { table[eighth] = "#" }
    for digit in 0...19 {
      // ① to ⑳: the last digit is the one that tells neighbours apart.
      if let scalar = Unicode.Scalar(UInt32(0x2460 + digit)) {
        table[Character(scalar)] = Character(String((digit + 1) % 10))
      }
    }
    // Braille spinners: any of them is "working".
    for value in 0x2800...0x28FF {
      if let scalar = Unicode.Scalar(UInt32(value)) { table[Character(scalar)] = "*" }
    }
    return table
  }()

  /// The letter under a Latin letter's accent.
  private static func latin(_ scalar: Unicode.Scalar) -> Character? {
    let low = Array("AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty")
    let extended = Array(
      "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs"
    )
    switch scalar.value {
    case 0xC0...0xFF: return low[Int(scalar.value - 0xC0)]
    case 0x100...0x17F:
      let index = Int(scalar.value - 0x100)
      return index < extended.count ? extended[index] : nil
    default: return nil
    }
  }
}
