/// A text file that starts with a YAML block between two lines of `---`.
package struct FrontMatter: Hashable, Sendable {
  /// The YAML block, always a mapping.
  package var fields: YAMLNode
  /// What follows the block.
  package var body: String
  /// The line of the file on which the body starts, counted from 1.
  package var bodyLine: Int

  /// Reads the block and the body of a file.
  ///
  /// - Throws: ``DocumentError`` when there is no block, it does not end, or it is no YAML mapping.
  package init(reading text: String) throws(DocumentError) {
    // A byte order mark is no content.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let bytes = text.utf8
    guard let afterOpening = FrontMatter.lineAfterFence(in: bytes, at: bytes.startIndex) else {
      throw DocumentError(
        "expected “---” on the first line, then the fields of the entry",
        at: SourcePosition(line: 1, column: 1))
    }
    var lineStart = afterOpening
    var line = 2
    while lineStart < bytes.endIndex {
      if let bodyStart = FrontMatter.lineAfterFence(in: bytes, at: lineStart) {
        let fields = try YAMLReader.read(String(text[afterOpening..<lineStart]), firstLine: 2)
        guard fields.mapping != nil else {
          throw DocumentError(
            "expected fields such as “title: …”, found \(fields.kindName)", at: fields.position)
        }
        self.fields = fields
        self.body = String(text[bodyStart...])
        self.bodyLine = line + 1
        return
      }
      guard let newline = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) else { break }
      lineStart = bytes.index(after: newline)
      line += 1
    }
    throw DocumentError(
      "the fields that start here do not end: a line of “---” is missing",
      at: SourcePosition(line: 1, column: 1))
  }

  /// Where the line after a `---` line starts, when such a line stands at an index.
  private static func lineAfterFence(in bytes: String.UTF8View, at start: String.Index) -> String.Index? {
    var index = start
    for _ in 0..<3 {
      guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "-") else { return nil }
      index = bytes.index(after: index)
    }
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "\n"): return bytes.index(after: index)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index = bytes.index(after: index)
      default: return nil
      }
    }
    return index
  }
}
