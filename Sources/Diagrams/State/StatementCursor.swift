import Documents

/// A place in the text of a diagram that moves forward, scalar by scalar.
struct StatementCursor {
  let scalars: [Unicode.Scalar]
  var index: Int

  private let source: DiagramSource

  /// Begins behind the word that opens the diagram.
  init(_ source: DiagramSource) {
    self.source = source
    scalars = source.scalars
    index = source.bodyStart
  }

  /// The scalar ahead; nil at the end of the text.
  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  /// Whether no more scalar stands on the line.
  var isAtLineEnd: Bool { index >= scalars.count || scalars[index] == "\n" }

  /// The scalar some places further; nil beyond the text.
  func peek(_ distance: Int) -> Unicode.Scalar? {
    let place = index + distance
    return scalars.indices.contains(place) ? scalars[place] : nil
  }

  /// The word ahead, if it is short enough to be one that begins a statement; else nothing.
  var word: String {
    var end = index
    while end < scalars.count, end - index < 12, scalars[end].isNamePart { end += 1 }
    return end - index < 12 ? rawText(index, end) : ""
  }

  /// Whether a text stands ahead.
  func has(_ text: String, ignoringCase: Bool = false) -> Bool {
    has(text, at: index, ignoringCase: ignoringCase)
  }

  /// Whether a text stands at a place.
  func has(_ text: String, at start: Int, ignoringCase: Bool = false) -> Bool {
    var place = start
    for scalar in text.unicodeScalars {
      guard place < scalars.count else { return false }
      let found = scalars[place]
      guard found == scalar || (ignoringCase && found.lowercased == scalar.lowercased) else { return false }
      place += 1
    }
    return true
  }

  /// Whether a word stands ahead that no letter, digit or underscore continues.
  func hasWord(_ word: String, ignoringCase: Bool = false) -> Bool {
    guard has(word, ignoringCase: ignoringCase) else { return false }
    guard let next = peek(word.unicodeScalars.count) else { return true }
    return !next.isNamePart
  }

  /// Goes behind a text if it stands ahead.
  mutating func take(_ text: String, ignoringCase: Bool = false) -> Bool {
    guard has(text, ignoringCase: ignoringCase) else { return false }
    index += text.unicodeScalars.count
    return true
  }

  /// Goes behind a word and the blanks after it, if it begins a statement: words such as `note` may be names.
  ///
  /// - Parameter stops: scalars that, standing after the blanks, tell that the word is a name.
  mutating func takeKeyword(
    _ word: String, unlessBefore stops: String = "", ignoringCase: Bool = false
  ) -> Bool {
    guard has(word, ignoringCase: ignoringCase) else { return false }
    var place = index + word.unicodeScalars.count
    guard place < scalars.count, scalars[place].isBlank else { return false }
    while place < scalars.count, scalars[place].isBlank { place += 1 }
    guard place < scalars.count, scalars[place] != "\n" else { return false }
    guard !stops.unicodeScalars.contains(scalars[place]) else { return false }
    index = place
    return true
  }

  /// Skips blanks, and stays on the line.
  mutating func skipBlanks() {
    while index < scalars.count, scalars[index].isBlank { index += 1 }
  }

  /// Skips blanks and line ends.
  mutating func skipSpace() {
    while index < scalars.count, scalars[index].isBlank || scalars[index] == "\n" { index += 1 }
  }

  /// Goes to the end of the line.
  mutating func skipLine() {
    while index < scalars.count, scalars[index] != "\n" { index += 1 }
  }

  /// Goes to the next scalar that ends a run.
  mutating func skip(while condition: (Unicode.Scalar) -> Bool) {
    while index < scalars.count, condition(scalars[index]) { index += 1 }
  }

  /// The text between two places, without the white space around it.
  func text(_ start: Int, _ end: Int) -> String {
    scalars[start..<max(start, end)].trimmed.string
  }

  /// The text between two places as it stands there.
  func rawText(_ start: Int, _ end: Int) -> String {
    scalars[start..<max(start, end)].string
  }

  /// Takes the rest of the line without the blanks around it and the semicolon that may end a statement.
  ///
  /// - Parameter isCut: whether `%%` after a blank ends the text.
  mutating func takeLine(cutsComment isCut: Bool = false) -> String {
    let start = index
    var end = index
    while end < scalars.count, scalars[end] != "\n" {
      if isCut, has("%%", at: end), end == start || scalars[end - 1].isBlank { break }
      end += 1
    }
    index = end
    skipLine()
    return text(start, endOfStatement(from: start, to: end))
  }

  /// Where a statement ends that fills a part of a line: before the blanks and the semicolon at its end.
  private func endOfStatement(from start: Int, to limit: Int) -> Int {
    var end = limit
    while end > start, scalars[end - 1].isBlank { end -= 1 }
    guard end > start, scalars[end - 1] == ";" else { return end }
    // The semicolon of an entity such as “#35;” or “&lt;” belongs to the text.
    var place = end - 2
    while place >= start, scalars[place].isNamePart { place -= 1 }
    let isEntity = place >= start && (scalars[place] == "#" || scalars[place] == "&") && place < end - 2
    return isEntity ? end : end - 1
  }

  /// Takes a text in double quotes, which may go over several lines; nil, without moving, when it has no end.
  mutating func takeQuoted() -> String? {
    guard current == "\"" else { return nil }
    var place = index + 1
    while place < scalars.count, scalars[place] != "\"" { place += 1 }
    guard place < scalars.count else { return nil }
    let text = rawText(index + 1, place)
    index = place + 1
    return text
  }

  /// Skips a comment, or a title and description for screen readers, if one stands ahead.
  mutating func skipRemark() -> Bool {
    if has("%%") {
      skipLine()
      return true
    }
    guard has("acc") else { return false }
    let start = index
    let isTitle = take("accTitle", ignoringCase: true)
    guard isTitle || take("accDescr", ignoringCase: true) else { return false }
    skipBlanks()
    if current == ":" {
      skipLine()
      return true
    }
    if !isTitle, current == "{" {
      skip { $0 != "}" }
      _ = take("}")
      return true
    }
    index = start
    return false
  }

  /// A mistake at a place, by default at the cursor.
  func mistake(_ message: String, hint: String? = nil, at place: Int? = nil) -> DiagramError {
    DiagramError(message, hint: hint, at: source.position(of: place ?? index))
  }

  /// What stands ahead, in the words of an error.
  var found: String {
    guard let current else { return "the end of the diagram" }
    if current == "\n" { return "the end of the line" }
    var end = index
    while end < scalars.count, end < index + 20, !scalars[end].isBlank, scalars[end] != "\n" { end += 1 }
    let word = scalars[index..<max(end, index + 1)]
    let shown = word.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    return "“" + shown[...].string + "”"
  }
}

extension Unicode.Scalar {
  /// Whether it may stand in a name: letters, digits, the underscore, and what is beyond ASCII but white space.
  var isNamePart: Bool { isWordPart || (value > 0x7F && !isSpace) }

  /// The small letter, of ASCII only.
  fileprivate var lowercased: Unicode.Scalar {
    guard self >= "A" && self <= "Z" else { return self }
    return Unicode.Scalar(UInt8(value + 32))
  }
}

extension StatementCursor {
  /// Takes `[text]` or `["text"]`.
  ///
  /// - Parameter name: what the text is, for the error of one that has no end.
  mutating func takeBrackets(_ name: String) throws(DiagramError) -> [String] {
    let start = index
    index += 1
    skipBlanks()
    let text: String
    if let quoted = takeQuoted() {
      text = quoted
    } else {
      let first = index
      skip { $0 != "]" && $0 != "\n" }
      text = self.text(first, index)
    }
    skipBlanks()
    guard take("]") else {
      throw mistake("this \(name) has no end", hint: "expected “]”", at: start)
    }
    return LabelText.quoted(text)
  }
}
