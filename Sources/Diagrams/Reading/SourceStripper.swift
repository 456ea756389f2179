import Documents

/// Takes out of a diagram's source what its grammar does not see: front matter, directives, comment lines.
struct SourceStripper {
  /// The place in the text of an index from which on the scalars follow each other unbroken, on one line.
  struct Mark {
    var index: Int
    var position: SourcePosition
  }

  private(set) var kept: [Unicode.Scalar] = []
  private(set) var marks: [Mark] = []
  private(set) var comments: [DiagramSource.Comment] = []
  private(set) var title: String?

  private var text: [Unicode.Scalar] = []
  private var index = 0
  private var line = 1
  private var lineStart = 0
  /// Set when the scalar to keep next does not follow the one kept last.
  private var isBroken = true
  /// Whether a `}%%` may still follow: to search for it again and again would take long.
  private var mayDirectiveEnd = true

  init(_ string: String) {
    text.reserveCapacity(string.utf8.count)
    var lastWasReturn = false
    for scalar in string.unicodeScalars {
      if scalar == "\r" {
        text.append("\n")
      } else if scalar != "\n" || !lastWasReturn {
        text.append(scalar)
      }
      lastWasReturn = scalar == "\r"
    }
    if text.first == "\u{FEFF}" {
      index = 1
      lineStart = 1
    }
  }

  mutating func strip() throws(DiagramError) {
    try readFrontMatter()
    kept.reserveCapacity(text.count - index)
    while index < text.count {
      if index == lineStart, skipComment() { continue }
      if text[index] == "%", skipDirective() { continue }
      keep()
    }
    quoteAttributes()
  }

  private mutating func keep() {
    if isBroken {
      marks.append(Mark(index: kept.count, position: place(of: index)))
    }
    kept.append(text[index])
    // A mark for each line makes a place cheap to find.
    isBroken = text[index] == "\n"
    step()
  }

  private mutating func step() {
    index += 1
    if text[index - 1] == "\n" {
      line += 1
      lineStart = index
    }
  }

  private func place(of index: Int) -> SourcePosition {
    SourcePosition(line: line, column: index - lineStart + 1)
  }

  // MARK: Parts

  /// Steps over a line that holds a comment only.
  private mutating func skipComment() -> Bool {
    var start = index
    while start < text.count, text[start].isBlank { start += 1 }
    guard text.holds("%%", at: start) else { return false }
    if text.holds("%%{", at: start), directiveEnd(after: start) != nil { return false }
    start += 2
    let position = place(of: start)
    var end = start
    while end < text.count, text[end] != "\n" { end += 1 }
    comments.append(DiagramSource.Comment(text: Array(text[start..<end]), position: position))
    index = end
    if index < text.count { step() }
    isBroken = true
    return true
  }

  /// Steps over `%%{ … }%%`.
  private mutating func skipDirective() -> Bool {
    guard text.holds("%%{", at: index), let end = directiveEnd(after: index) else { return false }
    while index < end { step() }
    isBroken = true
    return true
  }

  private mutating func directiveEnd(after start: Int) -> Int? {
    guard mayDirectiveEnd else { return nil }
    var end = start + 3
    while end < text.count {
      if text.holds("}%%", at: end) { return end + 3 }
      end += 1
    }
    mayDirectiveEnd = false
    return nil
  }

  /// Reads the YAML block between two lines of `---` at the top.
  private mutating func readFrontMatter() throws(DiagramError) {
    var start = index
    while start < text.count, text[start].isSpace { start += 1 }
    guard let afterOpening = lineAfterFence(at: start) else { return }
    while index < start { step() }
    let opening = place(of: start)
    while index < afterOpening { step() }
    let firstLine = line
    var probe = index
    while probe < text.count {
      var fence = probe
      while fence < text.count, text[fence].isBlank { fence += 1 }
      if let body = lineAfterFence(at: fence) {
        try readFields(text[afterOpening..<probe].string, firstLine: firstLine)
        while index < body { step() }
        return
      }
      while probe < text.count, text[probe] != "\n" { probe += 1 }
      probe += 1
    }
    throw DiagramError(
      "the front matter that starts here does not end: a line of “---” is missing", at: opening)
  }

  private mutating func readFields(_ yaml: String, firstLine: Int) throws(DiagramError) {
    do {
      title = try YAMLReader.read(yaml, firstLine: firstLine)["title"]?.string
    } catch {
      throw DiagramError("the front matter cannot be read: \(error.message)", at: error.position)
    }
  }

  private func lineAfterFence(at start: Int) -> Int? {
    guard text.holds("---", at: start) else { return nil }
    var end = start + 3
    while end < text.count, text[end].isBlank { end += 1 }
    guard end < text.count else { return end }
    return text[end] == "\n" ? end + 1 : nil
  }

  // MARK: Attributes

  /// Turns the double quotes around the attributes of HTML tags into single ones, as Mermaid does before it
  /// reads a source, so that `["<b class="x">text</b>"]` is one quoted text.
  private mutating func quoteAttributes() {
    var index = 0
    while index + 1 < kept.count {
      guard kept[index] == "<", kept[index + 1].isLatinLetter else {
        index += 1
        continue
      }
      var end = index + 1
      while end < kept.count, kept[end].isLatinLetter || kept[end].isDigit { end += 1 }
      guard end < kept.count, kept[end].isSpace else {
        index = end
        continue
      }
      while end < kept.count, kept[end] != ">" { end += 1 }
      // No `>` in the rest, so there is no tag in it either.
      guard end < kept.count else { return }
      quoteAttributes(of: index..<end)
      index = end + 1
    }
  }

  private mutating func quoteAttributes(of tag: Range<Int>) {
    var index = tag.lowerBound
    while index + 1 < tag.upperBound {
      guard kept[index] == "=", kept[index + 1] == "\"" else {
        index += 1
        continue
      }
      var end = index + 2
      while end < tag.upperBound, kept[end] != "\"" { end += 1 }
      guard end < tag.upperBound else { return }
      kept[index + 1] = "'"
      kept[end] = "'"
      index = end + 1
    }
  }

  // MARK: Places

  /// Where the scalar at an index stands in the text.
  static func position(of index: Int, in scalars: [Unicode.Scalar], marks: [Mark]) -> SourcePosition {
    var index = index
    if index >= scalars.count {
      // The end of the text is that of its last line with something on it.
      index = scalars.count
      while index > 0, scalars[index - 1] == "\n" { index -= 1 }
    }
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].index <= index { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return SourcePosition(line: 1, column: 1) }
    let mark = marks[low - 1]
    return SourcePosition(line: mark.position.line, column: mark.position.column + index - mark.index)
  }
}
