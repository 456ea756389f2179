import Documents

/// A `.prompty` file cut into its YAML and its body.
struct PromptySource {
  var fields: YAMLNode
  var body: String
  /// The line of the file on which the body begins.
  var bodyLine: Int
  /// Whether the file has front matter at all.
  var hasFrontMatter: Bool

  /// Cuts at lines of `---` or `+++`. A dash inside a YAML value cuts nothing, unlike in the reference packages, whose
  /// expression takes the first `---` wherever it stands.
  ///
  /// - Throws: ``DocumentError`` when the front matter does not end or is no YAML mapping.
  init(_ text: String) throws(DocumentError) {
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines.firstIndex { !Text.stripped(String($0)).isEmpty } ?? lines.endIndex
    guard first < lines.endIndex, PromptySource.isFence(lines[first]) else {
      fields = YAMLNode(.mapping([]), at: SourcePosition(line: 1, column: 1))
      body = text
      bodyLine = 1
      hasFrontMatter = false
      return
    }
    guard let end = lines[(first + 1)...].firstIndex(where: PromptySource.isFence) else {
      throw DocumentError(
        "the front matter that starts here does not end: a line of “---” is missing",
        at: SourcePosition(line: first + 1, column: 1))
    }
    let yaml = lines[(first + 1)..<end].map { $0 + "\n" }.joined()
    fields = try YAMLReader.read(yaml, firstLine: first + 2)
    if fields.isNull { fields = YAMLNode(.mapping([]), at: fields.position) }
    guard fields.mapping != nil else {
      throw DocumentError("expected fields such as “name: …”, found \(fields.kindName)", at: fields.position)
    }
    // The body begins with its first sign that is no white space.
    let rest = lines[(end + 1)...].joined(separator: "\n")
    body = Text.stripped(rest, right: false)
    let skipped = rest.unicodeScalars.prefix(rest.unicodeScalars.count - body.unicodeScalars.count)
    bodyLine = end + 2 + skipped.filter { $0 == "\n" }.count
    hasFrontMatter = true
  }

  private static func isFence(_ line: Substring) -> Bool {
    let line = line.drop { $0 == " " || $0 == "\t" }
    guard line.hasPrefix("---") || line.hasPrefix("+++") else { return false }
    let mark = line.first
    return line.drop { $0 == mark }.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\r" }
  }
}
