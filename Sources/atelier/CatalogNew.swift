import ArgumentParser
import Catalog
import FoundationEssentials
import Preferences
import Workbench

/// `atelier catalog new`
struct CatalogNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin an entry of your own: a commented file that is valid as it stands.",
    discussion: """
      Kinds: \(EntryKind.allCases.map(\.rawValue).joined(separator: ", ")).
      It goes into the folder of --in, else the first of catalogs: in the configuration, else ./Catalog. Nothing is \
      ever written over.
      """)

  @Argument(help: "The kind of the entry, such as service or decision.")
  var kind: String

  @Argument(help: "The entry's id: small letters, digits and hyphens. Without one it is made of the title.")
  var id: String?

  @Option(help: "The entry's title. Without one it is made of the id.")
  var title: String?

  @Option(name: .customLong("in"), help: ArgumentHelp("The catalog's folder.", valueName: "dir"))
  var folder: String?

  func run() throws {
    let kind = try CatalogCommand.kind(named: kind)
    let template = EntryTemplate(kind: kind, id: try wantedID(), title: title)
    let folder = try wantedFolder()
    let manager = FileManager.default
    let files = template.files
    for file in files where manager.fileExists(atPath: "\(folder)/\(file.path)") {
      throw CommandFailure(
        code: "exists", message: "there is a file “\(folder)/\(file.path)”, and nothing is written over",
        hint: "Give the entry another id, or open that file.")
    }
    for file in files {
      let path = "\(folder)/\(file.path)"
      do {
        try manager.createDirectory(atPath: "\(folder)/\(kind.folder)", withIntermediateDirectories: true)
        // Somebody may have made the file since it was looked for.
        try Data(file.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
      } catch {
        throw CommandFailure(
          code: "cannot_write", message: "“\(path)” cannot be written",
          hint: "Look whether the folder may be written to, or name another one with --in.")
      }
      StyledOutput(isColored: false, isASCII: false).write([.init(path)])
    }
    let shipped = CatalogContents.loadLibrary(CatalogSources()).library
    if let replaced = shipped[template.id] {
      Output.complain("laid over the shipped catalog, this page takes the place of “\(replaced.title)”")
    }
  }

  private func wantedID() throws -> String {
    guard let id = id ?? title.flatMap(EntryTemplate.id) else {
      throw CommandFailure(
        code: "bad_input",
        message: title == nil
          ? "the entry needs an id or a title" : "no id can be made of the title “\(title ?? "")”",
        hint: "Such as `atelier catalog new service my-service`.")
    }
    guard EntryTemplate.isID(id) else {
      throw CommandFailure(
        code: "bad_input", message: "“\(id)” is no id: small letters, digits and hyphens make one",
        hint: EntryTemplate.id(ofTitle: id).map { "Such as \($0)." })
    }
    return id
  }

  private func wantedFolder() throws -> String {
    if let folder { return folder }
    let settings = Settings()
    for problem in settings.problems { Output.complain(problem) }
    if let first = settings.configuration.catalogs.first { return first }
    var isFolder = false
    if FileManager.default.fileExists(atPath: "Catalog", isDirectory: &isFolder), isFolder {
      return "Catalog"
    }
    throw CommandFailure(
      code: "bad_input", message: "it is not known which catalog the entry is for",
      hint: "Name its folder with --in, or under catalogs: in the configuration.")
  }
}
