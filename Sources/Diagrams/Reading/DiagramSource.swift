import Documents

/// The source of a diagram, cut into its parts: title, kind, body and comments.
///
/// The body is an array of scalars without front matter, directives and comment lines. Every index into it
/// can be turned into a place in the text as it was written.
package struct DiagramSource: Sendable {
  /// A comment line, without its `%%`.
  package struct Comment: Equatable, Sendable {
    package var text: [Unicode.Scalar]
    /// Where its first scalar behind the `%%` stands.
    package var position: SourcePosition
  }

  /// The largest source read, in bytes.
  package static let byteLimit = 4 << 20

  /// The language of the body.
  package let kind: DiagramKind
  /// The word that opens the diagram, as written.
  package let keyword: String
  /// The title in the front matter.
  package let title: String?
  /// The source without front matter, directives and comments. Lines end with `\n` only.
  package let scalars: [Unicode.Scalar]
  /// The index behind the opening word, where the body starts.
  package let bodyStart: Int
  /// The comments, in the order of the source.
  package let comments: [Comment]

  private let marks: [SourceStripper.Mark]

  /// Cuts a source into its parts.
  ///
  /// - Throws: ``DiagramError`` when it is empty, too large, of a kind that is not drawn, or when its front
  ///   matter
  ///   cannot be read.
  package init(reading text: String) throws(DiagramError) {
    guard text.utf8.count <= Self.byteLimit else {
      throw DiagramError("the diagram is larger than 4 MB")
    }
    var stripper = SourceStripper(text)
    try stripper.strip()
    scalars = stripper.kept
    marks = stripper.marks
    comments = stripper.comments
    title = stripper.title

    var start = 0
    while start < scalars.count, scalars[start].isSpace || scalars[start] == ";" { start += 1 }
    guard start < scalars.count else {
      throw DiagramError(
        "the diagram is empty", hint: DiagramKeyword.drawnKinds, at: SourcePosition(line: 1, column: 1))
    }
    var end = start
    while end < scalars.count, !scalars[end].isSpace, scalars[end] != ";" { end += 1 }
    let word = scalars[start..<end].string
    if let known = DiagramKeyword.drawn[word] {
      kind = known
    } else if word.hasSuffix(":"), let known = DiagramKeyword.drawn[String(word.dropLast())] {
      kind = known
    } else {
      throw DiagramKeyword.error(for: word, at: SourceStripper.position(of: start, in: scalars, marks: marks))
    }
    keyword = word
    bodyStart = end
  }

  /// Where the scalar at an index of ``scalars`` stands in the text.
  package func position(of index: Int) -> SourcePosition {
    SourceStripper.position(of: index, in: scalars, marks: marks)
  }

  /// The lines of the body, as ranges of ``scalars`` without the line ends; the first one is what follows the
  /// opening word.
  package var bodyLines: [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = bodyStart
    for index in bodyStart..<scalars.count where scalars[index] == "\n" {
      lines.append(start..<index)
      start = index + 1
    }
    lines.append(start..<scalars.count)
    return lines
  }
}
