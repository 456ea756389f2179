import ArgumentParser
import Catalog
import Documents
import TerminalUI
import Workbench

/// `atelier catalog show`
struct CatalogShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an entry: by its id, its title or another name.")

  @Argument(help: "The entry, such as ai-search, “Azure AI Search” or automl#automl-agile.")
  var entry: String

  @Option(help: "The width of the text; 0 is as wide as it reads well.")
  var width: Int?

  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try CatalogCommand.library(catalog)
    guard let found = library.entry(named: entry) else {
      let nearest = NearestName.of(entry, among: library.allNames)
      let guess = CatalogSearch(library).search(entry, limit: 3).hits.map(\.entry.id)
      let hint =
        nearest.map { "Did you mean “\($0)”?" }
        ?? (guess.isEmpty ? nil : "Near: \(guess.joined(separator: ", ")).")
      throw CommandFailure(
        code: "not_found", message: "there is no entry “\(entry)”",
        hint: hint ?? "`atelier catalog search` looks in every word.")
    }
    if output.isJSON {
      Output.write(CatalogJSON.show(found, in: library).text() + "\n")
      return
    }
    let columns =
      width.map { $0 == 0 ? MarkdownLayout.measure : $0 } ?? Output.width ?? MarkdownLayout.measure
    let page = EntryPage.layOut(found, in: library, width: columns)
    StyledOutput(output, environment: Settings().environment).write(page.lines)
  }
}
