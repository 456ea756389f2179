import TextWidth

/// Breaks a text that comes in pieces between its words, for a terminal, which would break within them.
struct StreamWrap: Sendable {
  let width: Int
  private var column = 0
  /// Blanks, and the word behind them, that are not written yet: whether they fit is known once the word is whole.
  private var blanks = ""
  private var word = ""

  init(width: Int) {
    self.width = max(8, width)
  }

  /// Takes a piece, and gives what can be written by now.
  mutating func feed(_ piece: String) -> String {
    var result = ""
    for character in piece {
      switch character {
      case "\n", "\r\n":
        result += flush() + "\n"
        column = 0
      case " ":
        if !word.isEmpty { result += flush() }
        blanks.append(character)
      default: word.append(character)
      }
    }
    return result
  }

  /// Gives what is left at the end.
  mutating func finish() -> String { flush() }

  private mutating func flush() -> String {
    defer {
      blanks = ""
      word = ""
    }
    guard !word.isEmpty else { return "" }
    let cells = TextWidth.cells(of: word)
    if column > 0, column + blanks.count + cells > width {
      column = cells
      return "\n" + word
    }
    column += blanks.count + cells
    return blanks + word
  }
}
