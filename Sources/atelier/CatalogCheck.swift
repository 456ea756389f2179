import ArgumentParser
import Catalog
import Documents
import TerminalUI
import Workbench

/// `atelier catalog check`
struct CatalogCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a catalog's folder: fields, ids, relations, links, names, words and signs.",
    discussion: "Prints one finding a line as file:line:column: message, and exits with 1 when there is any.")

  @Argument(
    help:
      "The folder to check. Without one: the folders that --catalog, the configuration and ATELIER_CATALOG name, else ./Catalog."
  )
  var folder: String?

  @Flag(help: "The folder stands alone: names of the shipped catalog do not count.")
  var alone = false

  @Flag(help: "Tell how many entries of each kind have each field.")
  var coverage = false

  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  /// Something wrong in a file.
  struct Finding {
    var file: String
    var error: DocumentError
    var hint: String?
  }

  func run() throws {
    let sources = try CatalogCommand.sources(catalog)
    var folders = folder.map { [$0] } ?? ([sources.replacement].compactMap(\.self) + sources.overlays)
    if folders.isEmpty { folders = ["Catalog"] }
    // A replacement, and a folder that says so, must hold every entry it names.
    let shipped = CatalogContents.loadLibrary(CatalogSources()).library
    var findings: [Finding] = []
    var entries: [CatalogEntry] = []
    var files = 0
    for path in folders {
      let folder: CatalogFolder
      do {
        folder = try CatalogFolder(path: path)
      } catch {
        throw CommandFailure(
          code: "cannot_read", message: error.message,
          hint: "Give the folder that holds concepts/, services/ and the like.")
      }
      files += folder.fileCount
      entries += folder.entries
      let isWhole =
        alone || path == sources.replacement
        || folder.entries.contains { shipped[$0.id] != nil && $0.id == "ai-architecture-design" }
      findings += (isWhole ? folder.check() : folder.check(over: shipped)).map {
        Finding(file: "\(path)/\($0.file)", error: $0.error, hint: $0.hint)
      }
    }
    let fields = coverage ? FieldCoverage(of: entries) : nil
    if output.isJSON {
      let json = CatalogJSON.check(folders: folders, files: files, findings: findings, coverage: fields)
      Output.write(json.text() + "\n")
    } else {
      let printer = StyledOutput(output, environment: Settings().environment)
      for finding in findings {
        printer.write([StyledLine(finding.error.described(file: finding.file))])
        if let hint = finding.hint { printer.write([StyledLine("    " + hint, .dim)]) }
      }
      if let fields { printer.write(FieldCoverageLines.lines(of: fields, width: Output.width)) }
      Output.complain(
        findings.isEmpty
          ? "\(files == 1 ? "1 file" : "\(files) files"), nothing to find fault with"
          : "\(files == 1 ? "1 file" : "\(files) files"), \(findings.count == 1 ? "1 finding" : "\(findings.count) findings")",
        isPrefixed: false)
    }
    if !findings.isEmpty { throw ExitCode(1) }
  }
}

/// The fields of a catalog's entries as a table; kinds that find no room stand in a table below.
enum FieldCoverageLines {
  static func lines(of coverage: FieldCoverage, width: Int?) -> [StyledLine] {
    let labelWidth = (coverage.rows.map(\.field.count).max() ?? 0) + 2
    var tables: [[Int]] = []
    var used = 0
    for (index, kind) in coverage.kinds.enumerated() {
      let cells = kind.rawValue.count + 2
      if tables.isEmpty || width.map({ labelWidth + used + cells > $0 }) == true {
        tables.append([])
        used = 0
      }
      tables[tables.count - 1].append(index)
      used += cells
    }
    return tables.flatMap { columns -> [StyledLine] in
      func line(_ label: String, _ cells: [String], _ style: Style) -> StyledLine {
        let padded = zip(columns, cells).map { index, cell in
          let room = coverage.kinds[index].rawValue.count + 2
          return String(repeating: " ", count: max(0, room - cell.count)) + cell
        }
        let gap = String(repeating: " ", count: max(0, labelWidth - label.count))
        return StyledLine([Span(label + gap, Style(.strong)), Span(padded.joined(), style)])
      }
      return [
        line("field", columns.map { coverage.kinds[$0].rawValue }, Style(.heading)),
        line("entries", columns.map { String(coverage.totals[$0]) }, Style(.text)),
      ] + coverage.rows.map { row in line(row.field, columns.map { String(row.counts[$0]) }, Style(.text)) }
        + [StyledLine()]
    }
  }
}

extension CatalogJSON {
  static func check(
    folders: [String], files: Int, findings: [CatalogCheck.Finding], coverage: FieldCoverage?
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("schema", "atelier.catalog.check/1"), .init("folders", .array(folders.map(JSONValue.string))),
      .init("files", .integer(files)),
      .init(
        "findings",
        .array(
          findings.map { finding in
            [
              "file": .string(finding.file),
              "line": finding.error.position.map { .integer($0.line) } ?? .null,
              "column": finding.error.position.map { .integer($0.column) } ?? .null,
              "message": .string(finding.error.message), "hint": .optional(finding.hint),
            ]
          })),
    ]
    if let coverage { members.append(.init("coverage", fields(coverage))) }
    return .object(members)
  }

  private static func fields(_ coverage: FieldCoverage) -> JSONValue {
    func byKind(_ counts: [Int]) -> JSONValue {
      .object(zip(coverage.kinds, counts).map { .init($0.rawValue, .integer($1)) })
    }
    return [
      "entries": byKind(coverage.totals),
      "fields": .array(
        coverage.rows.map { row in
          ["field": .string(row.field), "total": .integer(row.total), "by_kind": byKind(row.counts)]
        }),
    ]
  }
}
