import Documents

/// Statements of boxes and the links between them.
extension FlowchartReader {
  /// Reads `A & B --> C -- text --> D`.
  mutating func readChain() throws(DiagramError) {
    var (boxes, last) = try readBoxes(after: nil)
    while true {
      let afterBoxes = index
      skipBlanks()
      let isSameLine = index < text.count && text[index] != "\n"
      skipSpace()
      guard isSameLine || startsLinkOnNewLine(at: index) else {
        index = afterBoxes
        break
      }
      let start = index
      let name = readLinkName()
      guard let link = try readLink() else {
        index = start
        break
      }
      let sign = start..<index
      skipSpace()
      let next = try readBoxes(after: sign)
      guard builder.hasRoom(forLinesFrom: boxes.count, to: next.boxes.count) else {
        throw DiagramError(
          "the diagram has more than \(FlowchartBuilder.edgeLimit) lines", at: source.position(of: start))
      }
      builder.connect(boxes, next.boxes, link, name: name)
      (boxes, last) = next
    }
    skipBlanks()
    guard index < text.count else { return }
    if text[index] == "[" || text[index] == "(" || text[index] == "{" {
      throw expected(
        "a link such as “-->” or the end of the line after \(quoted(last))", at: index,
        hint: "the text of a box stands right behind its name, without a blank")
    }
    if text.holds("->", at: index) {
      throw expected(
        "a link such as “-->” after \(quoted(last))", at: index, hint: "a link has two dashes at least")
    }
    try endStatement(after: last)
  }

  /// Reads boxes that are joined by `&`.
  ///
  /// - Parameter sign: where the link stands that they follow.
  /// - Returns: their symbols, and where the name of the last one stands.
  private mutating func readBoxes(
    after sign: Range<Int>?
  ) throws(DiagramError) -> (boxes: [Int], last: Range<Int>) {
    var boxes: [Int] = []
    var before = sign
    while true {
      if before != nil, isAtGroupEnd() {
        throw expected("a box after \(before.map(quoted) ?? "")", at: index)
      }
      let (symbol, name) = try readBox(after: before)
      if let symbol { boxes.append(symbol) }
      let afterBox = index
      skipSpace()
      guard index < text.count, text[index] == "&" else {
        index = afterBox
        return (boxes, name)
      }
      before = index..<(index + 1)
      index += 1
      skipSpace()
    }
  }

  /// What stands in a range, in quotes and short enough for an error.
  func quoted(_ range: Range<Int>) -> String {
    "“\(Self.shortened(text[range].string))”"
  }

  /// Whether the word at the index stands alone on its line and closes a group.
  private func isAtGroupEnd() -> Bool {
    guard text.holds("end", at: index), !builder.open.isEmpty else { return false }
    var end = index + 3
    while end < text.count, text[end].isBlank { end += 1 }
    guard end == text.count || text[end] == "\n" || text[end] == ";" else { return false }
    var start = index
    while start > 0, text[start - 1].isBlank { start -= 1 }
    return start == 0 || text[start - 1] == "\n"
  }

  /// Reads one box: its name and what is said of it.
  ///
  /// - Returns: no symbol for the attributes of a line.
  private mutating func readBox(
    after before: Range<Int>?
  ) throws(DiagramError) -> (symbol: Int?, name: Range<Int>) {
    let start = index
    let name = readName()
    let place = start..<index
    guard !name.isEmpty else {
      throw expected(before.map { "a box after \(quoted($0))" } ?? "a statement", at: start)
    }
    if text.holds("@{", at: index) {
      let attributes = try readAttributes(of: name)
      if builder.isEdge(name) || attributes.isOfEdge { return (nil, place) }
      let symbol = builder.mention(name)
      builder.describe(symbol, label: attributes.label, shape: attributes.shape)
      try readClassesAndAttributes(of: symbol, name)
      return (symbol, place)
    }
    let symbol = builder.mention(name)
    if let (label, shape) = try readBracketText(of: name) {
      builder.describe(symbol, label: label, shape: shape)
    }
    try readClassesAndAttributes(of: symbol, name)
    return (symbol, place)
  }

  private mutating func readClassesAndAttributes(of symbol: Int, _ name: String) throws(DiagramError) {
    while true {
      if text.holds(":::", at: index) {
        index += 3
        let start = index
        let classes = readName()
        guard !classes.isEmpty else { throw expected("the name of a class after “:::”", at: start) }
        for word in classes.split(separator: ",") { builder.assign(String(word), to: symbol) }
      } else if text.holds("@{", at: index) {
        let attributes = try readAttributes(of: name)
        builder.describe(symbol, label: attributes.label, shape: attributes.shape)
      } else {
        return
      }
    }
  }

  /// Reads `@{ … }`.
  mutating func readAttributes(of name: String) throws(DiagramError) -> FlowchartAttributes {
    let start = index
    index += 2
    var isQuoted = false
    while index < text.count, isQuoted || text[index] != "}" {
      if text[index] == "\"" { isQuoted.toggle() }
      index += 1
    }
    guard index < text.count else {
      throw DiagramError(
        "expected “\(isQuoted ? "\"" : "}")” to close the attributes of “\(Self.shortened(name))” that start"
          + " here, found the end of the diagram", at: source.position(of: start))
    }
    index += 1
    return FlowchartAttributes(text[(start + 2)..<(index - 1)])
  }

  /// Reads a name: everything up to a blank, a bracket, a link or another sign that ends names.
  mutating func readName() -> String {
    let start = index
    while index < text.count, continuesName(at: index, from: start) { index += 1 }
    return text[start..<index].string
  }

  private func continuesName(at index: Int, from start: Int) -> Bool {
    let scalar = text[index]
    if scalar.isLatinLetter || scalar.isDigit || scalar == "_" { return true }
    let next = index + 1 < text.count ? text[index + 1] : "\n"
    switch scalar {
    case "[", "]", "(", ")", "{", "}", "<", ">", "|", ";", "\"": return false
    case "-":
      // Within a name a dash stands alone; `-.` and `--` start links, and `->` is a link gone wrong.
      return next != "-" && next != ">" && !(next == "." && index > start)
    case "=": return next != "="
    case "~": return !text.holds("~~~", at: index)
    case ":": return !text.holds(":::", at: index)
    case "&": return index > start && !next.isSpace
    case "@": return next != "{" && !(index > start && startsLink(at: index + 1))
    case "%": return index > start || next != "%"
    default: return !scalar.isSpace
    }
  }
}
