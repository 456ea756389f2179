/// Statements about looks and clicks: colours are read, the rest is stepped over.
extension FlowchartReader {
  /// Reads `style A,B fill:#f9f`.
  mutating func readStyle() {
    index += 5
    let names = takeWord()
    let tint = StyleTint.of(takeStyles())
    for name in names { builder.paint(name, tint) }
  }

  /// Reads `classDef a,b fill:#f9f`.
  mutating func readClassDefinition() {
    index += 8
    let names = takeWord()
    let tint = StyleTint.of(takeStyles())
    for name in names { builder.defineClass(name, tint: tint) }
  }

  /// Reads `class A,B name`.
  mutating func readClass() {
    index += 5
    let names = takeWord()
    let classes = takeWord()
    for name in names {
      for word in classes { builder.assign(word, to: name) }
    }
    skipStyles()
  }

  /// Steps over the rest of a statement that says nothing about boxes.
  mutating func skipStyles() {
    _ = takeStyles()
  }

  /// Steps over `accDescr: …` or `accDescr { … }`.
  mutating func skipDescription() {
    index += 8
    skipBlanks()
    guard index < text.count, text[index] == "{" else { return skipLine() }
    while index < text.count, text[index] != "}" { index += 1 }
    index = min(index + 1, text.count)
  }

  /// A list of names, parted by commas.
  private mutating func takeWord() -> [String] {
    skipBlanks()
    var words: [String] = []
    while true {
      let start = index
      while index < text.count, !text[index].isSpace, text[index] != ",", text[index] != ";" { index += 1 }
      if index > start { words.append(text[start..<index].string) }
      // Blanks may stand behind a comma.
      guard index < text.count, text[index] == "," else { return words }
      index += 1
      skipBlanks()
    }
  }

  /// What is left of a statement: up to the end of its line, or to a semicolon behind which no further
  /// property stands.
  private mutating func takeStyles() -> ArraySlice<Unicode.Scalar> {
    let start = index
    var isQuoted = false
    while index < text.count, text[index] != "\n" {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == ";", !isQuoted, !startsProperty(after: index) { break }
      index += 1
    }
    return text[start..<index]
  }

  private func startsProperty(after semicolon: Int) -> Bool {
    var next = semicolon + 1
    while next < text.count, text[next].isBlank { next += 1 }
    let start = next
    while next < text.count, text[next].isLatinLetter || text[next] == "-" { next += 1 }
    guard next > start, text.holds(":", at: next) else { return false }
    return !text.holds(":::", at: next)
  }
}
