/// Turns the texts of messages, notes and fragments into lines.
enum SequenceText {
  /// The lines of a text: `<br>` and entities are replaced, the tags of formatting taken out.
  ///
  /// Other tags stay: a message such as `GET /users/<id>` speaks of them.
  static func lines(of text: some RandomAccessCollection<Unicode.Scalar>) -> [String] {
    LabelText.lines(ofContent: withoutForeignTags(Array(text))[...])
  }

  /// The text with the angle bracket of every tag that is none of HTML's own written as an entity.
  private static func withoutForeignTags(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard text.contains("<") else { return text }
    var result: [Unicode.Scalar] = []
    for (index, scalar) in text.enumerated() {
      if scalar == "<", !isTag(text, at: index) {
        result += "&lt;".unicodeScalars
      } else {
        result.append(scalar)
      }
    }
    return result
  }

  private static func isTag(_ text: [Unicode.Scalar], at index: Int) -> Bool {
    var start = index + 1
    if start < text.count, text[start] == "/" { start += 1 }
    let name = text[min(start, text.count)...].prefix(12).prefix { $0.isLatinLetter || $0.isDigit }
    return names.contains(name.string.lowercased())
  }

  private static let names: Set<String> = [
    "a", "abbr", "b", "big", "br", "center", "code", "del", "div", "em", "font", "h1", "h2", "h3", "h4", "hr",
    "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "tt", "u", "ul", "var",
  ]
}

extension SequenceDiagram.Message {
  /// Its lines with its number before the first.
  var numberedLines: [String] {
    guard let number else { return text.isEmpty ? [] : text.lines }
    var lines = text.lines.isEmpty ? [""] : text.lines
    lines[0] = lines[0].isEmpty ? "\(number)." : "\(number). \(lines[0])"
    return lines
  }
}
