import ArgumentParser
import Catalog
import Documents
import FoundationEssentials
import Storage
import Workbench

/// `atelier design …`: architectures of one's own.
struct DesignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "design", _superCommandName: Atelier.name,
    abstract: "Make architectures of your own: from one of the catalog, or from nothing.",
    discussion: """
      Every change is kept as a version of its own. A BOX is named by its id or its title; `design show` tells both. \
      A SERVICE is an entry of the catalog, by id or title.
      """,
    subcommands: [
      DesignList.self, DesignShow.self, DesignNew.self, DesignExport.self, DesignImport.self,
      DesignCheckCommand.self,
      DesignBill.self, DesignChecklist.self, DesignAdd.self, DesignSwap.self, DesignRemove.self,
      DesignConnect.self,
      DesignDisconnect.self, DesignTitle.self, DesignNote.self, DesignQuantity.self, DesignStep.self,
      DesignAssume.self, DesignQuestion.self, DesignAnswer.self, DesignDecide.self, DesignTag.self,
      DesignHistory.self, DesignRestore.self, DesignRename.self, DesignDelete.self,
    ])

  static var today: String { Date().formatted(.iso8601.year().month().day()) }

  /// Does a piece of work, and tells what is in its way as commands do.
  static func telling<Value>(file: String? = nil, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DesignError {
      throw CommandFailure(code: error.code, message: error.message, hint: error.hint)
    } catch let error as DocumentError {
      throw CommandFailure(code: "bad_input", message: error.message, file: file, position: error.position)
    }
  }

  /// The failure that there is no design of a name.
  static func missing(_ name: String, among names: [String]) -> CommandFailure {
    let hint = name.count <= 80 ? NearestName.of(name, among: names).map { "Did you mean \($0)?" } : nil
    return CommandFailure(
      code: "not_found", message: "there is no design “\(name)”",
      hint: hint
        ?? (names.isEmpty
          ? "`atelier design new \(Design.name(from: name))` begins it."
          : "`atelier design list` names them."))
  }

  static func entry(_ name: String, in library: CatalogLibrary) throws -> CatalogEntry {
    if let entry = library.entry(named: name) { return entry }
    let nearest = name.count <= 80 ? NearestName.of(name, among: library.allNames) : nil
    throw CommandFailure(
      code: "not_found", message: "there is no entry “\(name)”",
      hint: nearest.map { "Did you mean “\($0)”?" } ?? "`atelier catalog search` looks in every word.")
  }
}

/// Which design is meant, and where it and the catalog are.
struct DesignOptions: ParsableArguments {
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var catalog: CatalogOptions

  func library() throws -> CatalogLibrary { try CatalogCommand.library(catalog) }

  /// A design that is kept.
  func find(_ name: String) throws -> (design: Design, kept: KeptDesign, store: Database) {
    guard let store = try database.openIfThere() else { throw DesignCommand.missing(name, among: []) }
    guard let kept = try store.design(named: name) else {
      throw DesignCommand.missing(name, among: try store.designs().map(\.name))
    }
    return (try read(kept), kept, store)
  }

  /// A design in a version of it.
  func find(_ name: String, version: Int?) throws -> (design: Design, kept: KeptDesign) {
    var (design, kept, store) = try find(name)
    guard let version, version != kept.version else { return (design, kept) }
    guard let document = try store.document(ofDesign: name, version: version) else {
      throw CommandFailure(
        code: "not_found", message: "the design “\(name)” has no version \(version)",
        hint: "`atelier design history \(name)` lists them: 1 to \(kept.version).")
    }
    kept.version = version
    kept.document = document
    design = try read(kept)
    return (design, kept)
  }

  private func read(_ kept: KeptDesign) throws -> Design {
    try DesignCommand.telling(file: "design \(kept.name), version \(kept.version)") {
      try DesignDocument(reading: kept).design
    }
  }

  /// What a change did.
  struct Change {
    /// What is said of it, and noted with the version.
    var comment: String
    var flagged: [Int] = []
    var warnings: [String] = []
  }

  /// Changes a design, keeps it as its next version, and tells of it.
  func change(_ name: String, _ output: OutputOptions, _ body: (inout Design) throws -> Change) throws {
    var (design, kept, store) = try find(name)
    var change = try DesignCommand.telling { try body(&design) }
    let version = try store.saveDesign(
      name, document: DesignDocument.text(of: design), comment: change.comment, base: kept.version,
      at: Services.now())
    if version > kept.version + 1 {
      change.warnings.append(
        "another program kept version \(version - 1) meanwhile: this one does not hold what was changed there"
      )
    }
    DesignCommand.tell(change, name, version: version, isKept: version != kept.version, output)
  }
}

extension DesignCommand {
  /// Says what was changed: on standard error, or as JSON.
  static func tell(
    _ change: DesignOptions.Change, _ name: String, version: Int, isKept: Bool, _ output: OutputOptions
  ) {
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.design.edit/1", "name": .string(name), "version": .integer(version),
        "changed": .bool(isKept), "message": .string(change.comment),
        "flagged_steps": .array(change.flagged.map(JSONValue.integer)),
        "warnings": .array(change.warnings.map(JSONValue.string)),
      ]
      return Output.write(json.text() + "\n")
    }
    let end = isKept ? "kept as version \(version)" : "nothing changed, version \(version) stays"
    Output.complain("\(change.comment) (\(end))", isPrefixed: false)
    for warning in change.warnings { Output.complain("! " + warning, isPrefixed: false) }
    if !change.flagged.isEmpty {
      let steps = change.flagged.map(String.init).joined(separator: ", ")
      Output.complain(
        "! check the text of step \(steps): `atelier design show \(name)` tells why, `design step` writes it anew",
        isPrefixed: false)
    }
  }
}
