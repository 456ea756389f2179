import Documents

/// A `.prompty` file cut into the text of its YAML and its body.
///
/// It is cut at lines of `---` or `+++`. A dash inside a YAML value cuts nothing, unlike in the reference packages,
/// whose expression takes the first `---` wherever it stands.
struct PromptyParts {
  /// The text between the fences; nil when there are none, or the second is missing.
  var yaml: String?
  /// The line of the first fence; nil when there is none.
  var fenceLine: Int?
  var body: String
  /// Where in the file the body begins.
  var bodyPosition: SourcePosition

  init(_ text: String) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let lines = Lines(bytes)
    guard let (first, line) = lines.firstFence else {
      body = Text.string(bytes)
      bodyPosition = SourceMap.start
      return
    }
    fenceLine = line
    guard let (end, number) = lines.fence(from: first.upperBound, line: line + 1) else {
      body = Text.string(bytes[first.upperBound...])
      bodyPosition = SourcePosition(line: line + 1, column: 1)
      return
    }
    yaml = Self.text(bytes[first.upperBound..<end.lowerBound])
    // The body begins with its first sign that is no white space.
    let rest = Self.text(bytes[end.upperBound...])
    body = Text.stripped(rest, right: false)
    var map = SourceMap(Array(rest.utf8))
    bodyPosition = map.position(of: rest.utf8.count - body.utf8.count)
      .moved(to: SourcePosition(line: number + 1, column: 1))
  }

  /// Whether a text begins as a prompty does.
  static func hasFence(_ text: String) -> Bool {
    let start = text.utf8.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    return start.starts(with: "---".utf8) || start.starts(with: "+++".utf8)
  }

  /// A part of the file with its line ends made one.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(0x0D) else { return Text.string(bytes) }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    for index in bytes.indices {
      if bytes[index] == 0x0D, index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A { continue }
      output.append(bytes[index])
    }
    return Text.string(output)
  }

  private struct Lines {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The bytes of the line that begins at a place, its end included.
    private func line(at start: Int) -> Range<Int> {
      start..<(bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count)
    }

    /// The first line that is not blank, when it is a fence.
    var firstFence: (bytes: Range<Int>, line: Int)? {
      var start = 0
      var number = 1
      while start < bytes.count {
        let line = line(at: start)
        if isFence(line) { return (line, number) }
        guard Text.stripped(Text.string(bytes[line])).isEmpty else { return nil }
        start = line.upperBound
        number += 1
      }
      return nil
    }

    func fence(from start: Int, line number: Int) -> (bytes: Range<Int>, line: Int)? {
      var start = start
      var number = number
      while start < bytes.count {
        let line = line(at: start)
        if isFence(line) { return (line, number) }
        start = line.upperBound
        number += 1
      }
      return nil
    }

    private func isFence(_ line: Range<Int>) -> Bool {
      let text = bytes[line].drop { $0 == 0x20 || $0 == 0x09 }
      guard text.starts(with: "---".utf8) || text.starts(with: "+++".utf8), let mark = text.first else {
        return false
      }
      return text.drop { $0 == mark }.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    }
  }
}

/// A `.prompty` file with its YAML read.
struct PromptySource {
  var fields: YAMLNode
  var body: String
  /// Where in the file the body begins.
  var bodyPosition: SourcePosition
  /// Whether the file has front matter at all.
  var hasFrontMatter: Bool
  /// Why it may have none against its writer's will.
  var warnings: [PromptWarning] = []

  /// - Throws: ``DocumentError`` when the front matter does not end or is no YAML mapping.
  init(_ text: String) throws(DocumentError) {
    let parts = PromptyParts(text)
    body = parts.body
    bodyPosition = parts.bodyPosition
    guard let line = parts.fenceLine else {
      fields = YAMLNode(.mapping([]), at: SourceMap.start)
      hasFrontMatter = false
      warnings = PromptyFrontMatter.warnings(text, isPrompty: true)
      return
    }
    guard let yaml = parts.yaml else {
      throw DocumentError(
        "the front matter that starts here does not end: a line of “---” is missing",
        at: SourcePosition(line: line, column: 1))
    }
    fields = try YAMLReader.read(yaml, firstLine: line + 1)
    if fields.isNull { fields = YAMLNode(.mapping([]), at: fields.position) }
    guard fields.mapping != nil else {
      throw DocumentError("expected fields such as “name: …”, found \(fields.kindName)", at: fields.position)
    }
    hasFrontMatter = true
  }
}

/// What looks like front matter and is none.
package enum PromptyFrontMatter {
  /// What is worth a look where a text has no front matter that could be read, and is taken as a body as a whole.
  ///
  /// - Parameter isPrompty: whether front matter is expected; else only what looks like one is told of.
  package static func warnings(_ text: String, isPrompty: Bool) -> [PromptWarning] {
    let parts = PromptyParts(text)
    if let line = parts.fenceLine {
      guard parts.yaml == nil else { return [] }
      return [
        PromptWarning(
          "the front matter that begins in line \(line) is not closed by a line “---”, so all of the file is text",
          at: SourcePosition(line: line, column: 1))
      ]
    }
    let lines = parts.body.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    func stripped(_ line: Substring.UTF8View) -> String { Text.stripped(String(Substring(line))) }
    guard let first = lines.firstIndex(where: { !stripped($0).isEmpty }) else { return [] }
    let opening = stripped(lines[first])
    let place = SourcePosition(line: first + 1, column: 1)
    if opening.hasPrefix("---") || opening.hasPrefix("+++") {
      return [
        PromptWarning(
          "line \(first + 1) begins no front matter, because “\(opening.prefix(3))” does not stand alone in it, so all "
            + "of the file is text; give what follows it a line of its own", at: place)
      ]
    }
    guard isPrompty else { return [] }
    let key = opening.prefix { $0 != ":" }
    let end = lines[first...].firstIndex { ["---", "+++"].contains(stripped($0)) }
    if let end, key.count < opening.count, PromptyCheck.isField(String(key)) {
      return [
        PromptWarning(
          "the front matter that ends in line \(end + 1) is not opened by a line “---” above line \(first + 1), so all "
            + "of the file is text", at: place)
      ]
    }
    return [
      PromptWarning(
        "the file has no front matter, so all of it is text; a prompty begins with a line “---”, its fields, and a "
          + "line “---”", at: place)
    ]
  }
}
