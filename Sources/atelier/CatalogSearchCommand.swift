import ArgumentParser
import Catalog
import Documents
import TerminalUI
import TextWidth
import Workbench

/// `atelier catalog search`
struct CatalogSearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Search every word of the catalog, best entries first.",
    discussion: "Words may be misspelt, abbreviated or a former name. Exits with 1 when nothing matches.")

  @Argument(help: "What to look for.")
  var query: [String]

  @Option(help: "How many entries at most.")
  var limit = 20

  @OptionGroup var filter: CatalogFilterOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() throws {
    let library = try CatalogCommand.library(catalog)
    let text = query.joined(separator: " ")
    let result = CatalogSearch(library).search(text, filter: try filter.filter(in: library), limit: limit)
    if output.isJSON {
      Output.write(
        CatalogJSON.search(query: text, filters: filter.json, total: result.total, hits: result.hits).text()
          + "\n")
    } else if result.hits.isEmpty {
      Output.complain("nothing in the catalog matches “\(text)”")
    } else {
      let printer = StyledOutput(output, environment: Settings().environment)
      printer.write(lines(for: result.hits, library: library))
      if result.total > result.hits.count {
        Output.complain("\(result.hits.count) of \(result.total); --limit shows more", isPrefixed: false)
      }
    }
    if result.hits.isEmpty { throw ExitCode(1) }
  }

  private func lines(for hits: [CatalogSearch.Hit], library: CatalogLibrary) -> [StyledLine] {
    hits.flatMap { hit -> [StyledLine] in
      let title =
        hit.matches.first { $0.field == .title }?.spans(style: .strong) ?? [Span(hit.entry.title, .strong)]
      let head = StyledLine(
        title + [Span("  " + hit.entry.kind.title + "  ", .dim), Span(hit.entry.id, .accent)])
      let match = SearchField.telling.lazy.compactMap { field in hit.matches.first { $0.field == field } }
        .first
      let excerpt =
        match.map { [Span($0.field.label, .dim)] + $0.spans(style: .text) } ?? [Span(hit.entry.summary)]
      let width = min(Output.width ?? 100, 100)
      return [head] + StyledLine.wrap(excerpt, width: width, first: [Span("  ")], hanging: 2)
    }
  }
}
