import ArgumentParser
import Catalog
import Documents
import TerminalUI
import TextWidth

/// `atelier catalog list`
struct CatalogList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the entries, in the order of their topics.")

  @Flag(help: "List what can be chosen instead: every facet with the number of entries that have each value.")
  var facets = false

  @Option(
    help: ArgumentHelp("What ends, or ended, before a day, by date, such as 2027-07-01.", valueName: "date"))
  var retiringBefore: String?

  @OptionGroup var filter: CatalogFilterOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try CatalogCommand.library(catalog)
    let accepted = try filter.filter(in: library)
    if facets { return writeFacets(accepted, library) }
    let entries = library.entries.filter(accepted.accepts)
    if let date = retiringBefore { return try writeEndings(of: entries, before: date, library) }
    if output.isJSON {
      Output.write(CatalogJSON.list(entries).text() + "\n")
    } else {
      let printer = StyledOutput(output, environment: Settings().environment)
      printer.write(CatalogList.lines(for: entries, width: Output.width))
    }
    if entries.isEmpty { throw ExitCode(1) }
  }

  // MARK: Facets

  private func writeFacets(_ filter: CatalogFilter, _ library: CatalogLibrary) {
    let groups = filter.groups(of: library.entries)
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.catalog.facets/1", "total": .integer(library.entries.count(where: filter.accepts)),
        "facets": .array(
          groups.map { group in
            [
              "name": .string(group.name), "title": .string(group.title),
              "values": .array(
                group.values.map {
                  ["value": .string($0.value), "count": .integer($0.count), "chosen": .bool($0.isChosen)]
                }),
            ]
          }),
      ]
      return Output.write(json.text() + "\n")
    }
    var lines: [StyledLine] = []
    for group in groups {
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(StyledLine([Span(group.title, Style(.strong)), Span("  \(group.name)", .dim)]))
      lines += group.values.map { value in
        let count = String(value.count)
        return StyledLine([
          Span(value.isChosen ? "✓ " : "  ", .accent),
          Span(String(repeating: " ", count: max(0, 4 - count.count)) + count + "  ", .dim),
          Span(value.value),
        ])
      }
    }
    StyledOutput(output, environment: Settings().environment).write(lines)
  }

  // MARK: What ends

  private func writeEndings(
    of entries: [CatalogEntry], before date: String, _ library: CatalogLibrary
  ) throws {
    guard [4, 7, 10].contains(date.count), date.allSatisfy({ $0.isNumber || $0 == "-" }) else {
      throw CommandFailure(
        code: "bad_input", message: "--retiring-before expects a day, found “\(date)”",
        hint: "As in 2027-07-01.")
    }
    let found = entries.flatMap { entry in entry.endings(before: date).map { (entry: entry, ending: $0) } }
      .sorted { ($0.ending.date, $0.entry.id) < ($1.ending.date, $1.entry.id) }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.catalog.endings/1", "before": .string(date), "total": .integer(found.count),
        "endings": .array(
          found.map { entry, ending in
            [
              "id": .string(entry.id), "title": .string(entry.title), "kind": .string(entry.kind.rawValue),
              "what": ending.what.isEmpty ? .null : .string(ending.what), "date": .string(ending.date),
              "replaced_by": .optional(ending.replacedBy), "source": .optional(entry.lifecycle?.source),
            ]
          }),
      ]
      Output.write(json.text() + "\n")
    } else if found.isEmpty {
      Output.complain("nothing in the catalog ends before \(date)", isPrefixed: false)
    } else {
      let table = Table(
        columns: [
          .init("ends"), .init("id", minimum: 12, keepsEnds: true), .init("what", minimum: 16),
          .init("use instead", minimum: 10, priority: 1),
        ],
        rows: found.map { entry, ending in
          [
            Span(ending.date, Style(.warning)), Span(entry.id, .accent),
            Span(ending.what.isEmpty ? entry.title : ending.what),
            Span(ending.replacedBy.map { library.title(of: $0) } ?? "", .dim),
          ]
        })
      let widths = table.widths(in: Output.width ?? 200)
      StyledOutput(output, environment: Settings().environment).write(
        [table.line(nil, widths: widths)] + table.rows.indices.map { table.line($0, widths: widths) })
    }
    if found.isEmpty { throw ExitCode(1) }
  }

  /// One line an entry: id, kind, title; and the summary where there is room.
  static func lines(for entries: [CatalogEntry], width: Int?) -> [StyledLine] {
    let idWidth = entries.map { TextWidth.cells(of: $0.id) }.max() ?? 0
    let kindWidth = entries.map { $0.kind.rawValue.count }.max() ?? 0
    let shownIDWidth = width.map { min(idWidth, max(16, $0 / 3)) } ?? idWidth
    return entries.map { entry in
      let id = TextWidth.shorten(entry.id, to: shownIDWidth, keeping: .ends)
      let gap = String(repeating: " ", count: shownIDWidth - TextWidth.cells(of: id) + 2)
      let kindGap = String(repeating: " ", count: kindWidth - entry.kind.rawValue.count + 2)
      var spans = [Span(id + gap, .accent), Span(entry.kind.rawValue + kindGap, .dim)]
      if let width {
        spans.append(Span(TextWidth.shorten(entry.title, to: max(8, width - shownIDWidth - kindWidth - 4))))
      } else {
        spans.append(Span(entry.title))
      }
      return StyledLine(spans)
    }
  }
}
