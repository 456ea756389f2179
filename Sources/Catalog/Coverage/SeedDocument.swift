import Documents
import Markdown

/// The document that a catalog is made from, as far as its catalog must account for it.
struct SeedDocument {
  struct Line {
    var number: Int
    var text: String
    /// Whether it tells a reader something; blank lines, fences and the rules of tables do not.
    var saysSomething = true
  }

  struct Heading {
    var text: String
    var line: Int
  }

  struct Link {
    var target: String
    var line: Int
    /// Whether the line is this link alone, behind the mark of a list.
    var isWholeLine: Bool
  }

  private(set) var lines: [Line] = []
  private(set) var headings: [Heading] = []
  private(set) var links: [Link] = []
  /// The lines on which pictures stand.
  private(set) var pictures: [Int] = []

  init(_ text: String) {
    let body = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    var isInMatter = false
    var isInCode = false
    for (index, raw) in body.enumerated() {
      var line = Line(number: index + 1, text: String(raw))
      let trimmed = raw.filter { !$0.isWhitespace }
      if index == 0, trimmed == "---" {
        isInMatter = true
        line.saysSomething = false
      } else if isInMatter, trimmed == "---" {
        isInMatter = false
        line.saysSomething = false
      } else if trimmed.isEmpty || SeedDocument.isTableRule(trimmed) || SeedDocument.isEndMark(trimmed) {
        line.saysSomething = false
      } else if !isInMatter, trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
        isInCode.toggle()
        line.saysSomething = false
      }
      lines.append(line)
      guard !isInMatter, !isInCode, line.saysSomething else { continue }
      readMarks(of: line)
    }
  }

  private mutating func readMarks(of line: Line) {
    let start = line.text.drop { $0 == " " }
    let signs = start.prefix { $0 == "#" }
    if (1...6).contains(signs.count), start.dropFirst(signs.count).first == " " {
      headings.append(
        Heading(text: String(start.dropFirst(signs.count).drop { $0 == " " }), line: line.number))
    }
    if start.hasPrefix(":::image") || start.contains("![") { pictures.append(line.number) }
    // A line is read for itself, so that each link has its line; the wide cells of a table hold links too.
    let document = MarkdownDocument(parsing: String(start))
    let links = document.links
    let words = document.plainText.filter { !$0.isWhitespace }
    let linked = links.map(\.text).joined().filter { !$0.isWhitespace }
    for link in links {
      self.links.append(
        Link(target: link.target, line: line.number, isWholeLine: words == linked && !links.isEmpty))
    }
  }

  private static func isTableRule(_ text: String) -> Bool {
    text.contains("-") && text.contains("|") && text.allSatisfy { "|-:".contains($0) }
  }

  /// Whether a line only ends what another one began, such as `:::image-end:::`.
  private static func isEndMark(_ text: String) -> Bool {
    text.hasPrefix(":::") && text.hasSuffix("-end:::")
  }
}
