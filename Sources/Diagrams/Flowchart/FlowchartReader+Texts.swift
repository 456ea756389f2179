import Documents

/// The texts of boxes, in all their brackets.
extension FlowchartReader {
  /// Reads the text in brackets behind a name; nil when no bracket follows.
  mutating func readBracketText(of name: String) throws(DiagramError) -> (label: [String], shape: BoxShape)? {
    guard index < text.count, isOpening(text[index]) else { return nil }
    if text.holds("[/", at: index) || text.holds("[\\", at: index), let slanted = readSlantedText() {
      return slanted
    }
    let start = index
    var failure: DiagramError?
    for brackets in FlowchartShapes.brackets where text.holds(brackets.opening, at: start) {
      index = start + brackets.opening.utf8CodeUnitCount
      if text.holds("[|", at: start) { skipProperties() }
      do {
        let content = try readContent(of: name, closing: brackets.closing)
        return (LabelText.lines(ofContent: content), brackets.shape)
      } catch {
        // Perhaps a shorter opening was meant, and the rest is text: `A[(1) first]`.
        if failure == nil || brackets.opening.utf8CodeUnitCount == 1 { failure = failure ?? error }
      }
    }
    throw failure ?? expected("“]” to close the text of “\(Self.shortened(name))”", at: start)
  }

  private func isOpening(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "[" || scalar == "(" || scalar == "{" || scalar == ">"
  }

  /// Reads `[/text/]` and its kin; nil, with the index unmoved, when it does not end so.
  private mutating func readSlantedText() -> (label: [String], shape: BoxShape)? {
    let start = index
    let left = text[start + 1]
    var content = start + 2
    while content < text.count, text[content].isSpace { content += 1 }
    if content < text.count, text[content] == "\"" {
      for closing in ["/]", "\\]"] as [StaticString] {
        guard let end = quotedEnd(from: content, closing: closing) else { continue }
        index = end.after
        let label = LabelText.lines(ofContent: text[(content + 1)..<end.quote])
        return (label, FlowchartShapes.slanted(left, text[end.after - 2]))
      }
    }
    var end = start + 2
    var isNewLine = false
    while end + 1 < text.count {
      let scalar = text[end]
      if (scalar == "/" || scalar == "\\"), text[end + 1] == "]" {
        noteLineEnd(in: start..<end) { "“/]” to close the text of a box" }
        index = end + 2
        let label = LabelText.lines(of: text[(start + 2)..<end])
        return (label, FlowchartShapes.slanted(left, scalar))
      }
      if scalar == "]" || isNewLine && isOpening(scalar) && scalar != ">" { return nil }
      isNewLine = isNewLine || scalar == "\n"
      end += 1
    }
    return nil
  }

  /// Steps over the `name:value|` in `[|name:value|text]`.
  private mutating func skipProperties() {
    var end = index
    while end < text.count, text[end].isWordPart || text[end] == ":" || text[end] == "-" || text[end] == " " {
      end += 1
    }
    guard end < text.count, text[end] == "|", text[index..<end].contains(":") else { return }
    index = end + 1
  }

  /// Reads a text up to its closing bracket and steps over that: quoted, or with brackets of its kind in
  /// pairs.
  ///
  /// - Returns: the text without its quotes.
  mutating func readContent(
    of name: String, closing: StaticString
  ) throws(DiagramError) -> ArraySlice<Unicode.Scalar> {
    let start = index
    skipSpace()
    if index < text.count, text[index] == "\"" { return try readQuoted(of: name, closing: closing) }
    index = start
    let last = Unicode.Scalar(closing.utf8Start[closing.utf8CodeUnitCount - 1])
    let opening: Unicode.Scalar = last == ")" ? "(" : last == "}" ? "{" : "["
    var depth = 0
    var lineEnd: Int?
    while index < text.count {
      let scalar = text[index]
      if depth == 0, text.holds(closing, at: index) || isBarred(closing, at: index) {
        // Of `)))` behind `((` the last two close.
        let end = index
        index += text.holds(closing, at: end) ? closing.utf8CodeUnitCount : 1
        noteLineEnd(in: start..<end) { "“\(closing)” to close the text of “\(Self.shortened(name))”" }
        return text[start..<end]
      }
      if scalar == "\n" {
        lineEnd = lineEnd ?? index
      } else if lineEnd != nil, scalar == "[" || scalar == "(" || scalar == "{" {
        // A bracket on a later line belongs to another box.
        break
      }
      if scalar == opening {
        depth += 1
      } else if scalar == last {
        depth -= 1
        if depth < 0 { break }
      }
      index += 1
    }
    let place = lineEnd ?? index
    index = start
    throw expected("“\(closing)” to close the text of “\(Self.shortened(name))”", at: place)
  }

  /// Whether the `]` of a text in `[|` stands here: its second bar may be missing.
  private func isBarred(_ closing: StaticString, at index: Int) -> Bool {
    closing.utf8Start[0] == UInt8(ascii: "|") && text[index] == "]"
  }

  private mutating func readQuoted(
    of name: String, closing: StaticString
  ) throws(DiagramError) -> ArraySlice<Unicode.Scalar> {
    let start = index
    if let end = quotedEnd(from: start, closing: closing) {
      noteLineEnd(in: start..<end.quote) { "“\"” to close the text of “\(Self.shortened(name))”" }
      index = end.after
      return text[(start + 1)..<end.quote]
    }
    var quote = start + 1
    while quote < text.count, text[quote] != "\"" { quote += 1 }
    let content = start..<quote
    guard quote < text.count, !text[content].contains("\n") else {
      let lineEnd = text[content].firstIndex(of: "\n") ?? quote
      throw expected("“\"” to close the text of “\(Self.shortened(name))”", at: lineEnd)
    }
    quote += 1
    while quote < text.count, text[quote].isBlank { quote += 1 }
    throw expected("“\(closing)” after the quoted text of “\(Self.shortened(name))”", at: quote)
  }

  /// The quote that ends the text which a quote opens, and the index behind the closing bracket after it; nil
  /// when something else follows the quote.
  ///
  /// A quote behind a backslash is part of the text, unless the closing bracket follows it.
  func quotedEnd(from start: Int, closing: StaticString) -> (quote: Int, after: Int)? {
    var quote = start + 1
    while quote < text.count {
      guard text[quote] == "\"" else {
        quote += 1
        continue
      }
      var next = quote + 1
      while next < text.count, text[next].isSpace { next += 1 }
      if text.holds(closing, at: next) { return (quote, next + closing.utf8CodeUnitCount) }
      guard text[quote - 1] == "\\" else { return nil }
      quote += 1
    }
    return nil
  }
}
