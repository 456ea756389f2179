import ArgumentParser
import Catalog
import Documents
import Workbench

/// `atelier catalog …`: the catalog for scripts.
struct CatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", _superCommandName: Atelier.name,
    abstract: "List, search, show, compare, decide with, check and export the catalog of the AI landscape.",
    subcommands: [
      CatalogList.self, CatalogSearchCommand.self, CatalogShow.self, CatalogDecide.self,
      CatalogDecisions.self, CatalogCompare.self, CatalogCheck.self, CatalogCoverage.self,
      CatalogExport.self, CatalogNew.self,
    ])

  /// Reads the catalog for a command.
  ///
  /// What is broken is told on standard error; the rest is used.
  static func sources(_ options: CatalogOptions) throws -> CatalogSources {
    let settings = Settings()
    for problem in settings.problems { Output.complain(problem) }
    return CatalogSources(
      environment: settings.environment, configuration: settings.configuration, option: options.catalog)
  }

  static func library(_ options: CatalogOptions) throws -> CatalogLibrary {
    let (library, problems) = CatalogContents.loadLibrary(try sources(options))
    for problem in problems { Output.complain(problem) }
    if library.entries.isEmpty {
      throw CommandFailure(
        code: "cannot_read", message: "the catalog holds no entry",
        hint: "Look at --catalog and ATELIER_CATALOG.")
    }
    return library
  }
}
