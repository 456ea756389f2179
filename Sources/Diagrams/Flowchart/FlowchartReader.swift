import Documents

/// Reads Mermaid's flowcharts, the whole language.
///
/// It is lenient: what Mermaid accepts is accepted, and so is much that means only one thing. What is left is
/// reported with its place and what was expected there.
package struct FlowchartReader {
  let source: DiagramSource
  let text: [Unicode.Scalar]
  var index: Int
  var builder = FlowchartBuilder()
  /// A text of the statement that runs over a line end: when the statement then makes no sense, its closing
  /// sign was probably forgotten.
  var suspicion: DiagramError?
  /// Whether the opening line names a direction.
  private var hasDirection = false

  private init(_ source: DiagramSource) {
    self.source = source
    text = source.scalars
    index = source.bodyStart
  }

  /// Reads a flowchart with the steps and references of its comments.
  ///
  /// - Throws: ``DiagramError`` with the place of the first mistake.
  package static func read(_ source: DiagramSource) throws(DiagramError) -> DiagramGraph {
    let comments = try StepComments(reading: source.comments)
    var reader = FlowchartReader(source)
    try reader.readDirection()
    try reader.readStatements()
    var graph = try reader.builder.graph(of: source)
    try comments.apply(to: &graph)
    return graph
  }

  // MARK: The opening line

  private mutating func readDirection() throws(DiagramError) {
    skipBlanks()
    let start = index
    var end = index
    while end < text.count, !text[end].isSpace, text[end] != ";" { end += 1 }
    guard end > start, end - start <= 40 else { return }
    let word = text[start..<end].string
    if let direction = Direction(word: word.uppercased()) ?? Direction(word: word.lowercased()) {
      builder.direction = direction
      hasDirection = true
      index = end
    } else if word == "BR" {
      hasDirection = true
      index = end
    } else if word.unicodeScalars.allSatisfy(\.isLatinLetter), isAtStatementEnd(from: end) {
      let near =
        word.count == 2 ? NearestName.of(word, among: Direction.allCases.map(\.rawValue) + ["TD"]) : nil
      throw DiagramError(
        "expected a direction (TB, TD, BT, RL or LR), found “\(word)”",
        hint: near.map { "did you mean “\($0)”?" }, at: source.position(of: start))
    }
  }

  private func isAtStatementEnd(from start: Int) -> Bool {
    var end = start
    while end < text.count, text[end].isBlank { end += 1 }
    return end == text.count || text[end] == "\n" || text[end] == ";"
  }

  // MARK: Statements

  private mutating func readStatements() throws(DiagramError) {
    while true {
      while index < text.count, text[index].isSpace || text[index] == ";" { index += 1 }
      guard index < text.count else { break }
      suspicion = nil
      do {
        try readStatement()
      } catch {
        throw suspicion ?? error
      }
    }
    if let group = builder.open.last {
      let place = builder.groups[group]
      throw DiagramError(
        "expected “end” to close the group “\(Self.shortened(place.name))” that starts here, found the end of"
          + " the diagram", at: source.position(of: place.start))
    }
  }

  private mutating func readStatement() throws(DiagramError) {
    let start = index
    if text.holds("%%", at: index) { return skipLine() }
    if let keyword = keyword() {
      switch keyword {
      case "subgraph": return try readSubgraph(start: start)
      case "end":
        guard !builder.open.isEmpty else {
          throw DiagramError("“end” closes no group here", at: source.position(of: start))
        }
        index += 3
        builder.closeGroup()
        return try endStatement(after: start..<index)
      case "direction": if readGroupDirection() { return }
      case "style": return readStyle()
      case "classDef": return readClassDefinition()
      case "class": return readClass()
      case "accDescr": return skipDescription()
      case "accTitle", "title": return skipLine()
      default: return skipStyles()
      }
      index = start
    }
    try readChain()
  }

  private static let keywords: Set<String> = [
    "subgraph", "end", "direction", "style", "linkStyle", "classDef", "class", "click", "accTitle",
    "accDescr",
    "title",
  ]

  /// The keyword at the index, when it is meant as one and not as the name of a box.
  private func keyword() -> String? {
    guard text[index].isLatinLetter else { return nil }
    var end = index
    while end < text.count, text[end].isLatinLetter, end - index < 12 { end += 1 }
    let word = text[index..<end].string
    guard Self.keywords.contains(word) else { return nil }
    var next = end
    while next < text.count, text[next].isBlank { next += 1 }
    let isSpaced = next > end
    let isLast = next == text.count || text[next] == "\n" || text[next] == ";"
    switch word {
    case "end":
      if isLast { return word }
      return isSpaced && !startsLink(at: next) && text[next] != "&" ? word : nil
    case "subgraph":
      let isTitled = text[min(next, text.count - 1)] == "\"" || text[min(next, text.count - 1)] == "["
      return isLast || isTitled || isSpaced && !startsLink(at: next) ? word : nil
    case "accTitle", "accDescr":
      guard !isLast else { return nil }
      return text[next] == ":" || word == "accDescr" && text[next] == "{" ? word : nil
    default:
      return isSpaced && !isLast && !startsLink(at: next) && text[next] != "&" ? word : nil
    }
  }

  /// Reads `direction LR`; false when it is no direction that follows.
  private mutating func readGroupDirection() -> Bool {
    index += 9
    skipBlanks()
    let start = index
    while index < text.count, text[index].isLatinLetter || "<>^".unicodeScalars.contains(text[index]) {
      index += 1
    }
    guard index - start <= 2, isAtStatementEnd(from: index),
      let direction = Direction(word: text[start..<index].string.uppercased())
    else { return false }
    if !builder.open.isEmpty {
      builder.setGroupDirection(direction)
    } else if !hasDirection {
      builder.direction = direction
    }
    return true
  }

  // MARK: Small steps

  mutating func skipBlanks() {
    while index < text.count, text[index].isBlank { index += 1 }
  }

  /// Steps over blanks and line ends.
  mutating func skipSpace() {
    while index < text.count, text[index].isSpace { index += 1 }
  }

  mutating func skipLine() {
    while index < text.count, text[index] != "\n" { index += 1 }
  }

  /// Makes sure that nothing but the end of the statement follows.
  mutating func endStatement(after what: Range<Int>) throws(DiagramError) {
    skipBlanks()
    guard index < text.count, text[index] != "\n", text[index] != ";" else { return }
    if text.holds("%%", at: index) { return skipLine() }
    throw expected("a link such as “-->” or the end of the line after \(quoted(what))", at: index)
  }

  // MARK: Errors

  /// The error that something else was expected at an index.
  func expected(_ what: String, at index: Int, hint: String? = nil) -> DiagramError {
    DiagramError("expected \(what), found \(found(at: index))", hint: hint, at: source.position(of: index))
  }

  /// What stands at an index, in words.
  func found(at index: Int) -> String {
    guard index < text.count else { return "the end of the diagram" }
    if text[index] == "\n" { return "the end of the line" }
    var end = index
    if text[end].isWordPart {
      while end < text.count, text[end].isWordPart, end - index < 30 { end += 1 }
    } else {
      while end < text.count, "-=.<>~".unicodeScalars.contains(text[end]), end - index < 10 { end += 1 }
      if end == index { end += 1 }
    }
    return "“\(text[index..<end].string)”"
  }

  /// A name short enough for an error.
  static func shortened(_ name: String) -> String {
    name.count > 40 ? String(name.prefix(39)) + "…" : name
  }
}
