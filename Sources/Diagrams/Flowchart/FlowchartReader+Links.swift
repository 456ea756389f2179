import Documents

/// Links: their lines, heads and texts.
extension FlowchartReader {
  /// Whether a link starts at an index; one with a letter as its tail may.
  func startsLink(at start: Int) -> Bool {
    var index = start
    guard index < text.count else { return false }
    if text[index] == "<" || text[index] == "x" || text[index] == "o" { index += 1 }
    return startsLine(at: index)
  }

  private func startsLine(at index: Int) -> Bool {
    if text.holds("--", at: index) || text.holds("==", at: index) || text.holds("-.", at: index) {
      return true
    }
    if text.holds("~~~", at: index) { return true }
    guard index < text.count, text[index] == "." else { return false }
    return dottedEnd(at: index) != nil
  }

  /// Whether a statement goes on with a link on its next line: there a letter is the start of a name.
  func startsLinkOnNewLine(at start: Int) -> Bool {
    guard start < text.count else { return false }
    return startsLine(at: text[start] == "<" ? start + 1 : start)
  }

  /// Reads the name of a line, as in `e1@-->`.
  mutating func readLinkName() -> String? {
    guard !startsLink(at: index) else { return nil }
    let start = index
    let name = readName()
    guard !name.isEmpty, index < text.count, text[index] == "@", startsLink(at: index + 1) else {
      index = start
      return nil
    }
    index += 1
    return name
  }

  /// Reads a link with its text; nil when none starts here.
  mutating func readLink() throws(DiagramError) -> FlowchartLink? {
    guard startsLink(at: index) else { return nil }
    let start = index
    var tail = LineHead.none
    if let head = FlowchartLink.head(of: text[index]) {
      tail = head
      index += 1
    }
    var link: FlowchartLink
    switch text[index] {
    case "~":
      link = FlowchartLink(style: .invisible, length: max(1, runLength(of: "~") - 2))
      index += runLength(of: "~")
    case "=": link = try readLine(of: "=", style: .thick, tail: tail, start: start)
    case "-" where text.holds("--", at: index):
      link = try readLine(of: "-", style: .solid, tail: tail, start: start)
    default: link = try readDottedLine(tail: tail, start: start)
    }
    link.length = min(link.length, FlowchartLink.lengthLimit)
    let end = index
    skipSpace()
    if index < text.count, text[index] == "|" {
      link.label = try readPipeText()
    } else {
      index = end
    }
    return link
  }

  private func runLength(of scalar: Unicode.Scalar) -> Int {
    var end = index
    while end < text.count, text[end] == scalar { end += 1 }
    return end - index
  }

  /// Reads a line of dashes or equals signs: the whole link, or its start, a text and its end.
  private mutating func readLine(
    of scalar: Unicode.Scalar, style: LineStyle, tail: LineHead, start: Int
  ) throws(DiagramError) -> FlowchartLink {
    var link = FlowchartLink(style: style, tail: tail)
    let count = runLength(of: scalar)
    index += count
    if let head = lineHead(at: index) {
      link.head = head
      link.length = count - 1
      index += 1
      return link
    }
    if count > 2 {
      link.length = count - 2
      return link
    }
    try readText(of: &link, start: start) { reader, from in reader.lineEnd(of: scalar, from: from) }
    return link
  }

  /// Reads a line of dots: the whole link, or its start, a text and its end.
  private mutating func readDottedLine(tail: LineHead, start: Int) throws(DiagramError) -> FlowchartLink {
    var link = FlowchartLink(style: .dotted, tail: tail)
    if text[index] == "-" { index += 1 }
    if let end = dottedEnd(at: index) {
      link.head = end.head
      link.length = end.length
      index = end.end
      return link
    }
    index += 1
    try readText(of: &link, start: start) { reader, from in reader.dottedTextEnd(from: from) }
    return link
  }

  private func lineHead(at index: Int) -> LineHead? {
    guard index < text.count, text[index] != "<" else { return nil }
    return FlowchartLink.head(of: text[index])
  }

  // MARK: Text within a link

  /// The end of a link behind its text.
  private struct LinkEnd {
    var textEnd: Int
    var tail = LineHead.none
    var head: LineHead
    var length: Int
    var end: Int
  }

  private mutating func readText(
    of link: inout FlowchartLink, start: Int, end find: (Self, Int) -> LinkEnd?
  ) throws(DiagramError) {
    let sign = text[start..<index].string
    var textStart = index
    while textStart < text.count, text[textStart].isSpace { textStart += 1 }
    var found: LinkEnd?
    if textStart < text.count, text[textStart] == "\"" {
      var quote = textStart + 1
      while quote < text.count, text[quote] != "\"" { quote += 1 }
      // A quoted text may hold what looks like the end of the link.
      if quote < text.count, let end = find(self, quote + 1), text[(quote + 1)..<end.textEnd].trimmed.isEmpty
      {
        found = end
      }
    }
    guard let end = found ?? find(self, index) else {
      var lineEnd = index
      while lineEnd < text.count, text[lineEnd] != "\n" { lineEnd += 1 }
      let wanted =
        link.style == .dotted ? "“.->” or “.-”" : link.style == .thick ? "“==>” or “===”" : "“-->” or “---”"
      throw expected("\(wanted) to end the text of the link “\(sign)”", at: lineEnd)
    }
    noteLineEnd(in: index..<end.textEnd) {
      link.style == .dotted ? "“.->” to end the text of a link" : "“-->” to end the text of a link"
    }
    let content = text[index..<end.textEnd].trimmed
    if !content.isEmpty { link.label = lines(of: content) }
    if end.tail != .none { link.tail = end.tail }
    link.head = end.head
    link.length = end.length
    index = end.end
  }

  /// The lines of a link's text; none when nothing of it is left.
  private func lines(of content: ArraySlice<Unicode.Scalar>) -> [String] {
    let lines = LabelText.lines(of: content)
    return lines == [""] ? [] : lines
  }

  private func lineEnd(of scalar: Unicode.Scalar, from start: Int) -> LinkEnd? {
    var index = start
    while index < text.count {
      guard text[index] == scalar else {
        index += 1
        continue
      }
      var end = index
      while end < text.count, text[end] == scalar { end += 1 }
      let count = end - index
      if count >= 2, let head = lineHead(at: end) {
        let (textEnd, tail) = tailBefore(index, from: start, head: head)
        return LinkEnd(textEnd: textEnd, tail: tail, head: head, length: count - 1, end: end + 1)
      }
      if count >= 3 {
        return LinkEnd(textEnd: index, head: .none, length: count - 2, end: end)
      }
      index = end
    }
    return nil
  }

  /// The end of a dotted link at an index: dots, a dash, and a head if there is one.
  private func dottedEnd(at start: Int) -> (head: LineHead, length: Int, end: Int)? {
    var end = start
    while end < text.count, text[end] == "." { end += 1 }
    guard end > start, end < text.count, text[end] == "-" else { return nil }
    let length = end - start
    if let head = lineHead(at: end + 1) { return (head, length, end + 2) }
    return (.none, length, end + 1)
  }

  private func dottedTextEnd(from start: Int) -> LinkEnd? {
    var index = start
    while index < text.count {
      guard text[index] == "." else {
        index += 1
        continue
      }
      if let end = dottedEnd(at: index) {
        let lineStart = index > start && text[index - 1] == "-" ? index - 1 : index
        let (textEnd, tail) = tailBefore(lineStart, from: start, head: end.head)
        return LinkEnd(textEnd: textEnd, tail: tail, head: end.head, length: end.length, end: end.end)
      }
      while index < text.count, text[index] == "." { index += 1 }
    }
    return nil
  }

  /// The sign that stands before the end of a link with a text, as in `-- text x--x`.
  ///
  /// A letter that is the last one of the text is none.
  private func tailBefore(_ index: Int, from start: Int, head: LineHead) -> (Int, LineHead) {
    guard index > start, let tail = FlowchartLink.head(of: text[index - 1]), text[index - 1] != ">" else {
      return (index, .none)
    }
    let isApart = index - 1 == start || text[index - 2].isSpace
    return tail == head && isApart ? (index - 1, tail) : (index, .none)
  }

  // MARK: Text between bars

  /// Reads `|text|`.
  private mutating func readPipeText() throws(DiagramError) -> [String] {
    let start = index
    index += 1
    skipSpace()
    if index < text.count, text[index] == "\"", let end = quotedEnd(from: index, closing: "|") {
      let content = text[(index + 1)..<(end.quote)]
      noteLineEnd(in: start..<end.quote) { "“|” to close the text of a link" }
      index = end.after
      return lines(of: content)
    }
    index = start + 1
    while index < text.count, text[index] != "|" { index += 1 }
    guard index < text.count else {
      var lineEnd = start
      while lineEnd < text.count, text[lineEnd] != "\n" { lineEnd += 1 }
      throw expected("“|” to close the text of a link", at: lineEnd)
    }
    noteLineEnd(in: start..<index) { "“|” to close the text of a link" }
    index += 1
    return lines(of: text[(start + 1)..<(index - 1)])
  }

  /// Remembers that a text runs over a line end, where its closing sign may be missing.
  mutating func noteLineEnd(in range: Range<Int>, _ wanted: () -> String) {
    guard suspicion == nil, let end = text[range].firstIndex(of: "\n") else { return }
    suspicion = expected(wanted(), at: end)
  }
}
