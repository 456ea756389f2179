import ArgumentParser
import Catalog
import Documents
import Workbench

/// `atelier catalog check`
struct CatalogCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check a catalog's folder: fields, ids, relations, links, names.",
    discussion: "Prints one finding a line as file:line:column: message, and exits with 1 when there is any.")

  @Argument(
    help:
      "The folder to check. Without one: the folders that --catalog, the configuration and ATELIER_CATALOG name, else ./Catalog."
  )
  var folder: String?

  @Flag(help: "The folder stands alone: names of the shipped catalog do not count.")
  var alone = false

  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let sources = try CatalogCommand.sources(catalog)
    var folders = folder.map { [$0] } ?? ([sources.replacement].compactMap(\.self) + sources.overlays)
    if folders.isEmpty { folders = ["Catalog"] }
    // A replacement, and a folder that says so, must hold every entry it names.
    let shipped = CatalogContents.loadLibrary(CatalogSources()).library
    var findings: [(file: String, error: DocumentError)] = []
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
      let isWhole =
        alone || path == sources.replacement
        || folder.entries.contains { shipped[$0.id] != nil && $0.id == "ai-architecture-design" }
      let base = isWhole ? [] : Set(shipped.entries.map(\.id))
      findings += folder.check(over: base).map { ("\(path)/\($0.file)", $0.error) }
    }
    if output.isJSON {
      Output.write(CatalogJSON.check(folders: folders, files: files, findings: findings).text() + "\n")
    } else {
      for finding in findings { Output.write(finding.error.described(file: finding.file) + "\n") }
      Output.complain(
        findings.isEmpty
          ? "\(files) files, nothing to find fault with" : "\(files) files, \(findings.count) findings",
        isPrefixed: false)
    }
    if !findings.isEmpty { throw ExitCode(1) }
  }
}
