/// Breaks a line as Python's `textwrap.wrap` does, with tabs and white space left as they are.
struct WordWrap {
  let width: Int
  let breaksWords: Bool
  let breaksHyphens: Bool

  private typealias Chunk = ArraySlice<Unicode.Scalar>

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\u{B}", "\u{C}", "\r", " ": true
    default: false
    }
  }

  private static func isBlank(_ chunk: Chunk) -> Bool {
    chunk.allSatisfy { Text.isSpace($0) }
  }

  func lines(_ text: String) -> [String] {
    var chunks = Array(self.chunks(Array(text.unicodeScalars)).reversed())
    var lines: [String] = []
    while !chunks.isEmpty {
      var line: [Chunk] = []
      var count = 0
      if let last = chunks.last, Self.isBlank(last), !lines.isEmpty { chunks.removeLast() }
      while let next = chunks.last, count + next.count <= width {
        line.append(next)
        count += next.count
        chunks.removeLast()
      }
      if let next = chunks.last, next.count > width {
        breakWord(&chunks, &line, count)
        count = line.reduce(0) { $0 + $1.count }
      }
      if let last = line.last, Self.isBlank(last) { line.removeLast() }
      if !line.isEmpty { lines.append(Text.string(line.joined())) }
    }
    return lines
  }

  /// Puts as much of a word that is too long on the line as goes there.
  private func breakWord(_ chunks: inout [Chunk], _ line: inout [Chunk], _ count: Int) {
    let space = width < 1 ? 1 : width - count
    guard let word = chunks.last else { return }
    if breaksWords {
      var end = space
      if breaksHyphens, word.count > space {
        if let hyphen = word.prefix(space).lastIndex(of: "-") {
          let place = hyphen - word.startIndex
          if place > 0, word.prefix(place).contains(where: { $0 != "-" }) { end = place + 1 }
        }
      }
      line.append(word.prefix(end))
      chunks[chunks.count - 1] = word.dropFirst(end)
      if chunks[chunks.count - 1].isEmpty { chunks.removeLast() }
    } else if line.isEmpty {
      line.append(chunks.removeLast())
    }
  }

  private static func isPunctuated(_ scalar: Unicode.Scalar) -> Bool {
    Text.isWord(scalar) || "!\"'&.,?".unicodeScalars.contains(scalar)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    Text.isWord(scalar) && !Text.isDecimal(scalar)
  }

  /// The pieces between which a line may be broken.
  private func chunks(_ text: [Unicode.Scalar]) -> [Chunk] {
    var chunks: [Chunk] = []
    var index = 0
    func at(_ place: Int) -> Unicode.Scalar? { text.indices.contains(place) ? text[place] : nil }
    while index < text.count {
      let start = index
      if Self.isBlank(text[index]) {
        while let scalar = at(index), Self.isBlank(scalar) { index += 1 }
      } else if !breaksHyphens {
        while let scalar = at(index), !Self.isBlank(scalar) { index += 1 }
      } else if let end = dashEnd(text, index), let before = at(index - 1), Self.isPunctuated(before) {
        index = end
      } else {
        index = wordEnd(text, index)
      }
      chunks.append(text[start..<index])
    }
    return chunks
  }

  /// The end of a dash of two or more hyphens before a word.
  private func dashEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
    var end = start
    while end < text.count, text[end] == "-" { end += 1 }
    guard end - start >= 2, end < text.count, Text.isWord(text[end]) else { return nil }
    return end
  }

  private func wordEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int {
    func at(_ place: Int) -> Unicode.Scalar? { text.indices.contains(place) ? text[place] : nil }
    func isLetter(_ place: Int) -> Bool { at(place).map(Self.isLetter) ?? false }
    var end = start + 1
    while end <= text.count {
      guard let next = at(end) else { return text.count }
      // A hyphen between letters belongs to the part before it.
      if next == "-" {
        let hyphen = end
        let isAfterTwo = isLetter(hyphen - 1) && isLetter(hyphen - 2) && hyphen - 2 >= 0
        let isAfterSplit =
          at(hyphen - 2) == "-" && isLetter(hyphen - 1) && isLetter(hyphen - 3)
        let isBeforeLetters =
          isLetter(hyphen + 1) && (isLetter(hyphen + 2) || at(hyphen + 2) == "-" && isLetter(hyphen + 3))
        if isAfterTwo || isAfterSplit, isBeforeLetters { return hyphen + 1 }
      }
      if Self.isBlank(next) { return end }
      if Self.isPunctuated(text[end - 1]), dashEnd(text, end) != nil { return end }
      end += 1
    }
    return text.count
  }
}
