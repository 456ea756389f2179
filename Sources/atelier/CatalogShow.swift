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
    let found = try CatalogCommand.entry(named: entry, in: library)
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
