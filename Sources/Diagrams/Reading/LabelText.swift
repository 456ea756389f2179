import TextWidth

/// Turns the text of a label as a source writes it into the lines that are drawn.
package enum LabelText {
  /// The lines of a label: without quotes around it, HTML tags, icons and marks of emphasis, with its
  /// entities replaced, each line trimmed.
  ///
  /// Lines end at a line end, at `<br>` in all its forms and at `\n`; `\"` is a quote. Quotes around the
  /// whole text, and backticks within them, are taken off. There is always one line at least; that of an
  /// empty text is empty.
  package static func lines(of text: some RandomAccessCollection<Unicode.Scalar>) -> [String] {
    var content = Array(text)[...].trimmed
    if content.count > 1, content.first == "\"", content.last == "\"" {
      content = content.dropFirst().dropLast()
    }
    return lines(ofContent: content)
  }

  /// The lines of a label that stands in a string.
  package static func lines(of text: String) -> [String] {
    lines(of: Array(text.unicodeScalars))
  }

  /// The lines of a text whose quotes are off already.
  static func lines(ofContent text: ArraySlice<Unicode.Scalar>) -> [String] {
    var content = text.trimmed
    if isPlain(content) { return [content.string] }
    var isMarkdown = false
    if content.count > 1, content.first == "`", content.last == "`" {
      content = content.dropFirst().dropLast()
      isMarkdown = true
    }
    var scanner = LabelScanner(Emphasis.stripped(content, isMarkdown: isMarkdown))
    scanner.scan()
    return lines(in: scanner.output)
  }

  /// Whether a text can be drawn as it is.
  private static func isPlain(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    text.allSatisfy { scalar in
      switch scalar {
      case "<", "&", "#", "\\", "*", "`", ":": false
      default: scalar.value >= 0x20 && !(0x7F...0xA0).contains(scalar.value)
      }
    }
  }

  private static func lines(in text: [Unicode.Scalar]) -> [String] {
    var lines: [String] = []
    for line in text.trimmed.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(line.trimmed.string)
    }
    return lines.isEmpty ? [""] : lines
  }
}

/// Takes tags, entities and icons out of a label.
private struct LabelScanner {
  private let text: [Unicode.Scalar]
  private(set) var output: [Unicode.Scalar] = []
  private var index = 0

  init(_ text: [Unicode.Scalar]) {
    self.text = text
    output.reserveCapacity(text.count)
  }

  mutating func scan() {
    while index < text.count {
      switch text[index] {
      case "<": if skipTag() { continue }
      case "&", "#": if readEntity() { continue }
      case "\\":
        if index + 1 < text.count, text[index + 1] == "n" {
          output.append("\n")
          index += 2
          continue
        }
        if index + 1 < text.count, text[index + 1] == "\"" { index += 1 }
      case "f": if skipIcon() { continue }
      default: break
      }
      append(text[index])
      index += 1
    }
  }

  /// Adds a scalar; one that would steer the terminal is spelled out.
  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n": output.append(scalar)
    case "\t", "\u{A0}": output.append(" ")
    case "\r": break
    default:
      if scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) {
        output.append(scalar)
      } else {
        output.append(contentsOf: VisibleText.make(String(Character(scalar))).unicodeScalars)
      }
    }
  }

  /// Steps over `<name …>` or `</name>`.
  private mutating func skipTag() -> Bool {
    var end = index + 1
    if end < text.count, text[end] == "/" { end += 1 }
    let nameStart = end
    guard end < text.count, text[end].isLatinLetter else { return false }
    while end < text.count, text[end].isLatinLetter || text[end].isDigit { end += 1 }
    let isBreak =
      end - nameStart == 2 && (text[nameStart] == "b" || text[nameStart] == "B")
      && (text[nameStart + 1] == "r" || text[nameStart + 1] == "R")
    guard end < text.count, text[end] == ">" || text[end] == "/" || text[end].isSpace else { return false }
    while end < text.count, text[end] != ">", text[end] != "<" { end += 1 }
    guard end < text.count, text[end] == ">" else { return false }
    if isBreak { output.append("\n") }
    index = end + 1
    return true
  }

  /// Replaces `&name;`, `#name;`, `&#9829;`, `#9829;` and `#x2665;`.
  private mutating func readEntity() -> Bool {
    var start = index + 1
    if text[index] == "&", start < text.count, text[start] == "#" { start += 1 }
    var end = start
    while end < text.count, end - start < 12, text[end].isLatinLetter || text[end].isDigit { end += 1 }
    guard end > start, end < text.count, text[end] == ";" else { return false }
    guard let scalar = entity(text[start..<end]) else { return false }
    append(scalar)
    index = end + 1
    return true
  }

  private func entity(_ name: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
    let word = name.string
    if name.first?.isDigit == true { return UInt32(word).flatMap(Unicode.Scalar.init) }
    if let named = NamedEntities.scalars[word] { return named }
    guard name.first == "x" || name.first == "X" else { return nil }
    return UInt32(word.dropFirst(), radix: 16).flatMap(Unicode.Scalar.init)
  }

  /// Steps over `fa:fa-name`, also with the letter of a style: `fab:fa-name`.
  private mutating func skipIcon() -> Bool {
    guard text.holds("fa", at: index), index == 0 || !text[index - 1].isWordPart else { return false }
    var end = index + 2
    if end < text.count, "bsrlkdt".unicodeScalars.contains(text[end]) { end += 1 }
    guard text.holds(":fa-", at: end) else { return false }
    end += 4
    let nameStart = end
    while end < text.count, text[end].isWordPart || text[end] == "-" { end += 1 }
    guard end > nameStart else { return false }
    while end < text.count, text[end].isBlank { end += 1 }
    index = end
    return true
  }
}
