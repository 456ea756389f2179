import ArgumentParser
import Catalog
import Documents

/// `atelier catalog export`
struct CatalogExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the catalog for other programs: JSON, Markdown or HTML.",
    discussion: """
      JSON is one document on standard output. Markdown and HTML are folders of pages; the folder must not exist yet, \
      or be empty. Your own notes are left out unless --with-notes is given; they stand at the end of their \
      entries' pages, and in JSON in a list of their own.
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

  @Flag(help: "Write your notes with the entries that they are on.")
  var withNotes = false

  @OptionGroup var database: DatabaseOptions
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
      let notes = withNotes ? try notes(on: library, kinds: kinds) : nil
      return Output.write(CatalogJSON.export(library, kinds: kinds, notes: notes).text() + "\n")
    }
    guard let output, !output.isEmpty else {
      throw CommandFailure(
        code: "bad_input", message: "\(format.rawValue) is a folder of pages, and --output names none",
        hint: "Add --output and a folder that does not exist yet, or is empty.")
    }
    // The folder is looked at first: what is there must not be found out after the work.
    let folder = try writing { () throws(ExportError) in try ExportFolder(path: output) }
    let library = try CatalogCommand.library(catalog)
    let kept = withNotes ? try notes(on: library, kinds: kinds) : []
    let notes = Dictionary(kept.map { ($0.address, $0.text) }) { first, _ in first }
    let files =
      format == .html
      ? HTMLExport(of: library, kinds: kinds, notes: notes).files
      : MarkdownExport(of: library, kinds: kinds, notes: notes).files
    try writing { () throws(ExportError) in try folder.write(files) }
    Output.complain("\(files.count) files in \(output)", isPrefixed: false)
  }

  /// The notes on what is exported. Those on entries that the catalog does not have are counted aloud.
  private func notes(on library: CatalogLibrary, kinds: Set<EntryKind>) throws -> [EntryNote] {
    let all = try database.openIfThere()?.notes() ?? []
    let gone = all.count { library[$0.address] == nil }
    if gone > 0 {
      Output.complain(
        gone == 1
          ? "1 note is on an entry that is not in the catalog; `atelier note list` shows it"
          : "\(gone) notes are on entries that are not in the catalog; `atelier note list` shows them",
        isPrefixed: false)
    }
    return all.filter { note in
      library[note.address].map { kinds.isEmpty || kinds.contains($0.kind) } ?? false
    }
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
  ///
  /// - Parameter notes: a person's own, written beside their entries; nil to leave them out.
  static func export(
    _ library: CatalogLibrary, kinds: Set<EntryKind>, notes: [EntryNote]? = nil
  ) -> JSONValue {
    let entries = library.entries.filter { kinds.isEmpty || kinds.contains($0.kind) }
    var whole: JSONValue = [
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
    if let notes, case .object(let members) = whole {
      let notes = notes.map { NotebookJSON.note($0, in: library) }
      whole = .object(members + [.init("notes", .array(notes))])
    }
    return whole
  }

  /// An object within a document, which has the schema.
  private static func withoutSchema(_ value: JSONValue) -> JSONValue {
    guard case .object(let members) = value else { return value }
    return .object(members.filter { $0.key != "schema" })
  }
}
