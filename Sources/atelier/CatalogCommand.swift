import ArgumentParser
import Catalog
import Documents
import Workbench

/// `atelier catalog …`: the catalog for scripts.
struct CatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", _superCommandName: Atelier.name,
    abstract: "List, search, show, decide with and check the catalog of the AI landscape.",
    subcommands: [
      CatalogList.self, CatalogSearchCommand.self, CatalogShow.self, CatalogDecide.self,
      CatalogCheck.self,
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

/// The options that narrow a list or a search.
struct CatalogFilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only entries of this kind, such as service or concept.", valueName: "kind"))
  var kind: [String] = []

  @Option(
    help: ArgumentHelp("Only entries of this topic: the id of the entry that heads it.", valueName: "id"))
  var section: String?

  @Option(help: ArgumentHelp("Only entries with this facet, such as modality=text.", valueName: "name=value"))
  var facet: [String] = []

  /// The filter, checked against what there is.
  func filter(in library: CatalogLibrary) throws -> CatalogSearch.Filter {
    var filter = CatalogSearch.Filter()
    for name in kind {
      guard let kind = EntryKind(rawValue: name) else {
        let known = EntryKind.allCases.map(\.rawValue)
        throw CommandFailure(
          code: "bad_input", message: "there is no kind “\(name)”",
          hint: NearestName.of(name, among: known).map { "Did you mean \($0)?" }
            ?? "Known: \(known.joined(separator: ", ")).")
      }
      filter.kinds.insert(kind)
    }
    if let section {
      let topics = Set(library.entries.map(\.section)).sorted()
      guard topics.contains(section) else {
        throw CommandFailure(
          code: "bad_input", message: "there is no topic “\(section)”",
          hint: NearestName.of(section, among: topics).map { "Did you mean \($0)?" }
            ?? "Known: \(topics.joined(separator: ", ")).")
      }
      filter.section = section
    }
    for text in facet {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw CommandFailure(code: "bad_input", message: "--facet expects name=value, found “\(text)”")
      }
      let names = Set(library.entries.flatMap { $0.facets.map(\.name) }).sorted()
      guard names.contains(parts[0]) else {
        throw CommandFailure(
          code: "bad_input", message: "there is no facet “\(parts[0])”",
          hint: "Known: \(names.joined(separator: ", ")).")
      }
      filter.facets.append(CatalogEntry.Facet(name: parts[0], values: [parts[1]]))
    }
    return filter
  }

  /// The filter as JSON tells it.
  var json: JSONValue {
    var members: [JSONValue.Member] = []
    if !kind.isEmpty { members.append(.init("kind", .array(kind.map(JSONValue.string)))) }
    if let section { members.append(.init("section", .string(section))) }
    if !facet.isEmpty { members.append(.init("facet", .array(facet.map(JSONValue.string)))) }
    return .object(members)
  }
}
