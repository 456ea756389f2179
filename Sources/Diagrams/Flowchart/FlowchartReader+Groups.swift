import Documents

/// Groups: `subgraph` and what follows it on its line.
extension FlowchartReader {
  /// Reads `subgraph name [title]` in all its forms.
  mutating func readSubgraph(start: Int) throws(DiagramError) {
    guard builder.open.count < FlowchartBuilder.depthLimit else {
      throw DiagramError(
        "nested deeper than \(FlowchartBuilder.depthLimit) groups", at: source.position(of: start))
    }
    index += 8
    skipBlanks()
    if index < text.count, text[index] == "\"" {
      try readQuotedGroup(start: start)
    } else {
      try readPlainGroup(start: start)
    }
    if text.holds(":::", at: index) {
      index += 3
      let name = readName()
      if let symbol = builder.open.last.flatMap({ builder.groups[$0].symbol }) {
        builder.assign(name, to: symbol)
      }
    }
    skipBlanks()
    guard index < text.count, text[index] != "\n", text[index] != ";" else { return }
    if text.holds("%%", at: index) { return skipLine() }
    throw expected("the end of the line after the title of a group", at: index)
  }

  /// Reads a title in quotes, which is the name too, and the title in brackets that may follow it.
  private mutating func readQuotedGroup(start: Int) throws(DiagramError) {
    let quote = index
    index += 1
    while index < text.count, text[index] != "\"" { index += 1 }
    guard index < text.count else {
      throw expected("“\"” to close the title of a group", at: lineEnd(from: quote))
    }
    noteLineEnd(in: quote..<index) { "“\"” to close the title of a group" }
    let title = LabelText.lines(ofContent: text[(quote + 1)..<index])
    index += 1
    try openGroup(named: title.joined(separator: " "), title: title, start: start)
  }

  /// Reads words without quotes: a name before a title in brackets, or name and title in one.
  private mutating func readPlainGroup(start: Int) throws(DiagramError) {
    let wordsStart = index
    while index < text.count, !endsWords(at: index, from: wordsStart) { index += 1 }
    var words = text[wordsStart..<index].trimmed
    if index < text.count, text[index] == "(", index > wordsStart, text[index - 1].isBlank {
      // Parentheses behind a blank are part of the title.
      while index < text.count, text[index] != "\n", text[index] != ";" { index += 1 }
      words = text[wordsStart..<index].trimmed
    }
    let name = words.string
    let title = words.isEmpty ? [] : LabelText.lines(of: words)
    try openGroup(named: name.isEmpty ? nil : name, title: title, start: start)
  }

  private func endsWords(at index: Int, from start: Int) -> Bool {
    switch text[index] {
    case "\n", "[", "(", "{": return true
    case ":": return text.holds(":::", at: index)
    case "@": return text.holds("@{", at: index)
    case ";":
      // The end of an entity is not that of the statement.
      var low = index
      while low > start, index - low < 12, text[low - 1].isLatinLetter || text[low - 1].isDigit { low -= 1 }
      return low == index || low == start || text[low - 1] != "#" && text[low - 1] != "&"
    default: return false
    }
  }

  /// Opens a group, with the title in brackets that follows its name if there is one.
  private mutating func openGroup(named name: String?, title: [String], start: Int) throws(DiagramError) {
    var title = title
    skipBlanks()
    let shown = name ?? ""
    if index < text.count, text[index] == "[" || text[index] == "(" || text[index] == "{" {
      if let (label, _) = try readBracketText(of: shown) { title = label == [""] ? [] : label }
    }
    if text.holds("@{", at: index) {
      title = try readAttributes(of: shown).label ?? title
    }
    builder.openGroup(
      name ?? (title.isEmpty ? nil : title.joined(separator: " ")), title: title, start: start)
  }

  func lineEnd(from start: Int) -> Int {
    var end = start
    while end < text.count, text[end] != "\n" { end += 1 }
    return end
  }
}
