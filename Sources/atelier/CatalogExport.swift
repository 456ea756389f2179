import ArgumentParser
import Catalog
import Documents

/// `atelier catalog export`
struct CatalogExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the catalog for other programs: JSON, Markdown or HTML.",
    discussion: """
      JSON is one document on standard output. Markdown and HTML are folders of pages; the folder must not exist yet, \
      or be empty.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, markdown, html
  }

  @Option(help: "What to write: json, markdown or html.")
  var format: Format?

  @Flag(help: "Short for --format json.")
  var json = false

  @Option(help: ArgumentHelp("Only entries of this kind, such as service or concept.", valueName: "kind"))
  var kind: [String] = []

  @Option(help: ArgumentHelp("The folder to write to, for Markdown and HTML.", valueName: "dir"))
  var output: String?

  @OptionGroup var catalog: CatalogOptions

  func run() throws {
    guard let format = json ? .json : format else {
      throw CommandFailure(
        code: "bad_input", message: "it is not said what to export",
        hint: "Add --format json, --format markdown or --format html.")
    }
    let kinds = Set(try kind.map(CatalogCommand.kind))
    if format == .json, output != nil {
      throw CommandFailure(
        code: "bad_input", message: "JSON is one document on standard output, so it takes no --output",
        hint: "`atelier catalog export --json > catalog.json` keeps it.")
    }
    guard format != .json else {
      let library = try CatalogCommand.library(catalog)
      return Output.write(CatalogJSON.export(library, kinds: kinds).text() + "\n")
    }
    guard let output, !output.isEmpty else {
      throw CommandFailure(
        code: "bad_input", message: "\(format.rawValue) is a folder of pages, and --output names none",
        hint: "Add --output and a folder that does not exist yet, or is empty.")
    }
    // The folder is looked at first: what is there must not be found out after the work.
    let folder = try writing { () throws(ExportError) in try ExportFolder(path: output) }
    let library = try CatalogCommand.library(catalog)
    let files =
      format == .html
      ? HTMLExport(of: library, kinds: kinds).files : MarkdownExport(of: library, kinds: kinds).files
    try writing { () throws(ExportError) in try folder.write(files) }
    Output.complain("\(files.count) files in \(output)", isPrefixed: false)
  }

  private func writing<Result>(_ work: () throws(ExportError) -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      throw CommandFailure(code: "cannot_write", message: error.message, hint: error.hint)
    }
  }
}

extension CatalogJSON {
  /// The whole catalog, or the entries of some kinds.
  static func export(_ library: CatalogLibrary, kinds: Set<EntryKind>) -> JSONValue {
    let entries = library.entries.filter { kinds.isEmpty || kinds.contains($0.kind) }
    return [
      "schema": "atelier.catalog.export/1",
      "entries": .array(entries.map { withoutSchema(show($0, in: library)) }),
      "guides": .array(
        entries.compactMap { entry in
          entry.dialogue.flatMap { try? DecisionGuide(reading: $0) }.map(ExportJSON.guide)
        }),
      "diagrams": .array(
        entries.compactMap { entry in entry.diagram.map { ExportJSON.diagram($0, of: entry.id) } }),
      "checklists": .array(
        entries.compactMap { entry in entry.checklist.map { ExportJSON.checklist($0, of: entry.id) } }),
      "models": .array(
        entries.flatMap { entry in entry.models.map { ExportJSON.model($0, of: entry.id) } }),
    ]
  }

  /// An object within a document, which has the schema.
  private static func withoutSchema(_ value: JSONValue) -> JSONValue {
    guard case .object(let members) = value else { return value }
    return .object(members.filter { $0.key != "schema" })
  }
}
