import ArgumentParser
import Catalog
import Documents
import FoundationEssentials
import TerminalUI
import TextWidth

/// `atelier catalog coverage`
struct CatalogCoverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Tell whether the catalog accounts for every line, link, heading and picture of a document.",
    discussion: """
      Entries name the lines they are made of as sources: {ref: seed, lines: "61,79-81"}. A line that is a link and \
      nothing else is accounted for by an entry that has the link. Exits with 1 when something is left out.
      """)

  @Argument(help: "The document that the catalog is made from, in Markdown.")
  var file: String

  @Option(name: .customLong("ref"), help: "What the sources of entries call the document.")
  var reference = "seed"

  @Flag(help: "List every line with the entries that account for it.")
  var lines = false

  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let text = try CatalogCoverage.text(ofFile: file)
    let library = try CatalogCommand.library(catalog)
    let coverage = SeedCoverage(of: text, by: library.entries, reference: reference)
    if output.isJSON {
      Output.write(CatalogJSON.coverage(coverage, file: file, withLines: lines).text() + "\n")
    } else {
      StyledOutput(output, environment: Settings().environment).write(styledLines(coverage))
    }
    if !coverage.isComplete { throw ExitCode(1) }
  }

  private static func text(ofFile file: String) throws -> String {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
      throw CommandFailure(
        code: "cannot_read", message: "there is no file “\(file)”",
        hint: "Name the document that the catalog is made from.")
    }
    guard !isFolder, let data = FileManager.default.contents(atPath: file),
      let text = data.withUnsafeBytes({ String(validating: $0, as: UTF8.self) })
    else {
      throw CommandFailure(
        code: "cannot_read", message: "the document cannot be read as UTF-8 text", hint: "It is Markdown.",
        file: file)
    }
    return text
  }

  private func styledLines(_ coverage: SeedCoverage) -> [StyledLine] {
    var result: [StyledLine] = []
    let width = Output.width
    func add(_ place: String, _ text: String, _ style: Style = .text) {
      let head = Span(place + "  ", .dim)
      let text = VisibleText.make(text)
      let room = width.map { max(20, $0 - TextWidth.cells(of: head.text)) }
      result.append(StyledLine([head, Span(room.map { TextWidth.shorten(text, to: $0) } ?? text, style)]))
    }
    if lines {
      for line in coverage.lines where line.saysSomething {
        let place = String(repeating: " ", count: max(0, 5 - String(line.number).count)) + "\(line.number)"
        add(
          place, line.entries.isEmpty ? "not accounted for" : line.entries.joined(separator: ", "),
          line.entries.isEmpty ? Style(.warning) : .text)
      }
      result.append(StyledLine())
    }
    func place(_ line: Int) -> String { "\(file):\(line):" }
    for line in coverage.missingLines { add(place(line.number), "no entry accounts for: \(line.text)") }
    for link in coverage.missingLinks { add(place(link.line), "no entry has the link \(link.target)") }
    for heading in coverage.missingHeadings {
      add(place(heading.line), "no entry stands for the heading “\(heading.text)”")
    }
    for line in coverage.missingPictures {
      add(place(line), "no entry with a drawing stands for the picture")
    }
    for fault in coverage.faults { add(fault.entry + ":", fault.message) }
    let lineCount = coverage.sayingLineCount
    let totals = [
      "\(lineCount - coverage.missingLines.count) of \(lineCount) lines that say something",
      "\(coverage.linkCount - coverage.missingLinks.count) of \(coverage.linkCount) links",
      "\(coverage.headingCount - coverage.missingHeadings.count) of \(coverage.headingCount) headings",
      "\(coverage.pictureCount - coverage.missingPictures.count) of \(coverage.pictureCount) pictures",
    ]
    result += StyledLine.wrap(
      [Span("Accounted for: \(totals.joined(separator: ", "))", Style(.strong))], width: width ?? 200)
    return result
  }
}

extension CatalogJSON {
  static func coverage(_ coverage: SeedCoverage, file: String, withLines: Bool) -> JSONValue {
    func count(_ total: Int, _ missing: Int) -> JSONValue {
      ["total": .integer(total), "accounted_for": .integer(total - missing)]
    }
    var members: [JSONValue.Member] = [
      .init("schema", "atelier.catalog.coverage/1"), .init("file", .string(file)),
      .init("complete", .bool(coverage.isComplete)),
      .init(
        "totals",
        [
          "lines": count(coverage.sayingLineCount, coverage.missingLines.count),
          "links": count(coverage.linkCount, coverage.missingLinks.count),
          "headings": count(coverage.headingCount, coverage.missingHeadings.count),
          "pictures": count(coverage.pictureCount, coverage.missingPictures.count),
        ]),
      .init(
        "missing_lines",
        .array(coverage.missingLines.map { ["line": .integer($0.number), "text": .string($0.text)] })),
      .init(
        "missing_links",
        .array(coverage.missingLinks.map { ["line": .integer($0.line), "href": .string($0.target)] })),
      .init(
        "missing_headings",
        .array(coverage.missingHeadings.map { ["line": .integer($0.line), "text": .string($0.text)] })),
      .init("missing_pictures", .array(coverage.missingPictures.map(JSONValue.integer))),
      .init(
        "faults",
        .array(coverage.faults.map { ["entry": .string($0.entry), "message": .string($0.message)] })),
    ]
    if withLines {
      members.append(
        .init(
          "lines",
          .array(
            coverage.lines.filter(\.saysSomething).map {
              ["line": .integer($0.number), "entries": .array($0.entries.map(JSONValue.string))]
            })))
    }
    return .object(members)
  }
}
