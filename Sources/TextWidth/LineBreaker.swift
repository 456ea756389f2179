/// Breaks running text into lines of a width, at spaces where there are any.
package enum LineBreaker {
  /// The lines of a text as ranges of its characters, without the spaces at which it was broken.
  ///
  /// A word longer than a line is cut after a sign such as `/` or `-` where one is near the end, else anywhere.
  /// Between wide characters (CJK) a line may end without a space. There is always at least one line.
  package static func lines(of characters: [Character], width: Int) -> [Range<Int>] {
    let width = max(1, width)
    var lines: [Range<Int>] = []
    var start = 0
    while start < characters.count {
      let end = lineEnd(of: characters, from: start, width: width)
      var trimmed = end
      while trimmed > start, characters[trimmed - 1] == " " { trimmed -= 1 }
      // A line of nothing but spaces keeps them: they are the text's own, not a break.
      lines.append(start..<(trimmed == start ? min(end, start + width) : trimmed))
      start = end
      if start < characters.count, !lines.isEmpty {
        while start < characters.count, characters[start] == " " { start += 1 }
      }
    }
    if lines.isEmpty { lines.append(0..<0) }
    return lines
  }

  /// The lines of a text as strings.
  package static func lines(of text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      let characters = Array(paragraph)
      return lines(of: characters, width: width).map { String(characters[$0]) }
    }
  }

  /// Where the line that starts at `start` ends: one past its last character.
  private static func lineEnd(of characters: [Character], from start: Int, width: Int) -> Int {
    var used = 0
    var index = start
    var lastBreak: Int?
    while index < characters.count {
      let cells = TextWidth.cells(of: characters[index])
      if used + cells > width {
        if characters[index] == " " { return index }
        if let lastBreak { return lastBreak }
        return cut(characters, from: start, to: max(start + 1, index))
      }
      used += cells
      index += 1
      if characters[index - 1] == " " || (cells == 2 && index < characters.count && characters[index] != " ")
      {
        lastBreak = index
      }
    }
    return index
  }

  /// Where to cut a word that does not fit a line: after a sign that parts it, if one stands in the line's last half.
  private static func cut(_ characters: [Character], from start: Int, to end: Int) -> Int {
    let half = start + (end - start) / 2
    var index = end
    while index > half {
      if "/-_.,:;&=?#+|".contains(characters[index - 1]) { return index }
      index -= 1
    }
    return end
  }
}
