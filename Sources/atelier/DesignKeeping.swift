import ArgumentParser
import Catalog
import Documents
import FoundationEssentials
import Glibc
import Storage
import TerminalUI
import TextWidth
import Workbench

/// `atelier design list`
struct DesignList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List your designs, the one changed last first.")

  @Option(help: ArgumentHelp("Only designs that use this entry.", valueName: "service"))
  var using: String?
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var kept = try options.database.openIfThere()?.designs() ?? []
    if let using {
      let address = try DesignCommand.entry(using, in: try options.library()).id
      let names = Set(DesignImpact.designs(using: address, in: kept).map(\.name))
      kept = kept.filter { names.contains($0.name) }
    }
    let designs = kept.map { kept in (kept, try? DesignDocument(reading: kept).design) }
    if output.isJSON { return Output.write(DesignJSON.list(designs).text() + "\n") }
    guard !designs.isEmpty else {
      let none =
        using == nil
        ? "there is no design yet: atelier design new NAME begins the first" : "no design uses it"
      return Output.complain(none, isPrefixed: false)
    }
    let table = Table(
      columns: [
        .init("name", minimum: 10), .init("version", alignment: .right), .init("changed", priority: 1),
        .init("boxes", alignment: .right, priority: 2), .init("based on", priority: 2, keepsEnds: true),
        .init("title", minimum: 12),
      ],
      rows: designs.map { kept, design in
        [
          Span(kept.name, .accent), Span(String(kept.version)), Span(SessionJSON.time(kept.updatedAt), .dim),
          Span(design.map { String($0.graph.boxes.count) } ?? "?"), Span(design?.basedOn ?? "", .dim),
          Span(design?.title ?? "cannot be read"),
        ]
      })
    StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 200))
  }
}

/// `atelier design new`
struct DesignNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin a design: from an architecture of the catalog, or from nothing.")

  @Argument(help: "Its name: small letters, digits and hyphens.") var name: String
  @Option(help: ArgumentHelp("The architecture to begin from.", valueName: "architecture")) var from: String?
  @Option(help: "Its title.") var title = ""
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let design = try DesignCommand.telling {
      guard let from else { return try Design(name: name, title: title) }
      return try Design(
        name: name, title: title, basedOn: try DesignCommand.entry(from, in: try options.library()))
    }
    let store = try options.database.open(for: .keeping)
    guard try store.design(named: name) == nil else {
      throw CommandFailure(
        code: "bad_input", message: "there is a design “\(name)” already",
        hint: "Choose another name, or look at it: atelier design show \(name)")
    }
    let comment = design.basedOn.map { "begun from \($0)" } ?? "begun from nothing"
    let version = try store.saveDesign(
      name, document: DesignDocument.text(of: design), comment: comment, base: nil, at: Services.now())
    DesignCommand.tell(
      .init(comment: "“\(design.title)” \(comment)"), name, version: version, isKept: true, output)
  }
}

/// `atelier design export`
struct DesignExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print a design as one Markdown file that can be imported again.")

  @Argument(help: "The design.") var name: String
  @Option(help: ArgumentHelp("An earlier version.", valueName: "n")) var version: Int?
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let (design, kept) = try options.find(name, version: version)
    let text = DesignDocument.text(of: design, in: try options.library(), version: kept.version)
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.design.export/1", "name": .string(name), "version": .integer(kept.version),
        "document": .string(text),
      ]
      return Output.write(json.text() + "\n")
    }
    // A design holds no such signs: this is for what an older file may hold.
    Output.write(VisibleText.make(text, .stream))
  }
}

/// `atelier design import`
struct DesignImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Keep a design from a Markdown file, also one that was changed by hand.",
    discussion: "What cannot be read is told with its line and column; the rest is kept.")

  @Argument(help: "The file, or - for standard input.") var file: String
  @Option(help: "The name to keep it under, instead of the one in the file.") var name: String?
  @Flag(help: "Keep it as the next version of a design of this name.") var replace = false
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let bytes: [UInt8]
    if file == "-" {
      bytes = FileHandleReader.readAll(STDIN_FILENO)
    } else if let data = FileManager.default.contents(atPath: file) {
      bytes = Array(data)
    } else {
      throw CommandFailure(
        code: "cannot_read", message: "cannot read “\(file)”", hint: "Give a file, or - for standard input.")
    }
    let place = file == "-" ? "standard input" : file
    guard bytes.count <= 8 << 20 else {
      throw CommandFailure(code: "bad_input", message: "the file is larger than 8 MB", file: place)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure(code: "bad_input", message: "the file is not UTF-8", file: place)
    }
    var read = try DesignCommand.telling(file: place) { try DesignDocument(reading: text, name: name) }
    if let name { try DesignCommand.telling { try read.design.rename(name) } }
    for problem in read.problems { Output.complain(problem.described(file: place), isPrefixed: false) }
    let wanted = read.design.name
    guard !wanted.isEmpty else {
      throw CommandFailure(
        code: "bad_input", message: "the file has no name for the design", hint: "Give one with --name.",
        file: place)
    }
    let store = try options.database.open(for: .keeping)
    let known = try store.design(named: wanted)
    if let known, !replace {
      throw CommandFailure(
        code: "bad_input", message: "there is a design “\(wanted)” already, in version \(known.version)",
        hint: "--replace keeps the file as its next version, --name keeps it as another design.")
    }
    let version = try store.saveDesign(
      wanted, document: DesignDocument.text(of: read.design), comment: "imported", base: known?.version,
      at: Services.now())
    let words = "“\(read.design.title)” imported as \(wanted)"
    DesignCommand.tell(
      .init(comment: words, warnings: output.isJSON ? read.problems.map { $0.described(file: place) } : []),
      wanted,
      version: version, isKept: version != known?.version, output)
  }
}

/// `atelier design history`
struct DesignHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "List the versions of a design, the newest first.")

  @Argument(help: "The design.") var name: String
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let (_, _, store) = try options.find(name)
    let versions = try store.versions(ofDesign: name)
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.design.history/1", "name": .string(name),
        "versions": .array(
          versions.map { version in
            [
              "version": .integer(version.number), "saved": .string(SessionJSON.time(version.savedAt)),
              "comment": .string(version.comment),
            ]
          }),
      ]
      return Output.write(json.text() + "\n")
    }
    StyledOutput(output, environment: Settings().environment).write(
      versions.map { version in
        let number = String(version.number)
        let gap = String(repeating: " ", count: max(0, 5 - number.count))
        return StyledLine([
          Span(gap + number, .accent), Span("  \(SessionJSON.time(version.savedAt))  ", .dim),
          Span(version.comment),
        ])
      })
  }
}

/// `atelier design restore`
struct DesignRestore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Make an earlier version the newest one; those between stay.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The version.") var version: Int
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let old = try options.find(name, version: version).design
    try options.change(name, output) { design in
      design = old
      return .init(comment: "restored version \(version)")
    }
  }
}

/// `atelier design rename`
struct DesignRename: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename", abstract: "Give a design another name, and another title if you like.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "Its new name.") var newName: String
  @Option(help: "Its new title.") var title: String?
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var (design, _, store) = try options.find(name)
    try DesignCommand.telling { try design.rename(newName) }
    guard try newName == name || store.design(named: newName) == nil else {
      throw CommandFailure(
        code: "bad_input", message: "there is a design “\(newName)” already", hint: "Choose another name.")
    }
    try store.renameDesign(name, to: newName)
    try options.change(newName, output) { design in
      if let title { try design.setTitle(title) }
      return .init(comment: newName == name ? "another title" : "renamed from \(name)")
    }
  }
}

/// `atelier design rm`
struct DesignDelete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Delete designs with all their versions, for good.")

  @Argument(help: "The designs.") var names: [String]
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    // All are looked up before the first is deleted.
    let found = try names.map { try options.find($0) }
    for (design, kept, store) in found where try store.removeDesign(kept.name) && !output.isJSON {
      let versions = kept.version == 1 ? "1 version" : "\(kept.version) versions"
      Output.complain("deleted \(kept.name) “\(design.title)”, \(versions)", isPrefixed: false)
    }
    guard output.isJSON else { return }
    let json: JSONValue = [
      "schema": "atelier.design.rm/1", "deleted": .array(found.map { .string($0.kept.name) }),
    ]
    Output.write(json.text() + "\n")
  }
}
