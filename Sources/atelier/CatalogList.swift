import ArgumentParser
import Catalog
import Documents
import TerminalUI
import TextWidth

/// `atelier catalog list`
struct CatalogList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the entries, in the order of their topics.")

  @OptionGroup var filter: CatalogFilterOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try CatalogCommand.library(catalog)
    let accepted = try filter.filter(in: library)
    let entries = library.entries.filter(accepted.accepts)
    if output.isJSON {
      Output.write(CatalogJSON.list(entries).text() + "\n")
    } else {
      let printer = StyledOutput(output, environment: Settings().environment)
      printer.write(CatalogList.lines(for: entries, width: Output.width))
    }
    if entries.isEmpty { throw ExitCode(1) }
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
