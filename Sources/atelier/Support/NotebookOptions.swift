import ArgumentParser
import Catalog
import Documents
import Storage
import Workbench

/// Where a person's own things are kept, and the catalog that they are about.
struct NotebookOptions: ParsableArguments {
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var catalog: CatalogOptions

  /// Reads the catalog. What is wrong with the configuration the database's opening has told.
  func library() -> CatalogLibrary {
    let settings = Settings()
    let sources = CatalogSources(
      environment: settings.environment, configuration: settings.configuration, option: catalog.catalog)
    let (library, problems) = CatalogContents.loadLibrary(sources)
    for problem in problems { Output.complain(problem) }
    return library
  }

  /// The address of the entry that a person means.
  ///
  /// - Parameter isKept: whether something is kept at an address: it may be that of an entry which is not in the catalog
  ///   any more.
  /// - Throws: ``CommandFailure`` with the nearest name, where there is neither.
  func address(
    of name: String, in library: CatalogLibrary, orKept isKept: (String) throws -> Bool = { _ in false }
  ) throws -> String {
    if library[name] == nil, try isKept(name) { return name }
    return try CatalogCommand.entry(named: name, in: library).id
  }
}

/// A person's own things as JSON.
enum NotebookJSON {
  static func note(_ note: EntryNote, in library: CatalogLibrary) -> JSONValue {
    .object(members(of: note, in: library))
  }

  static func members(of note: EntryNote, in library: CatalogLibrary) -> [JSONValue.Member] {
    place(note.address, in: library) + [
      .init("text", .string(note.text)), .init("updated", .string(SessionJSON.time(note.updatedAt))),
    ]
  }

  static func bookmark(_ bookmark: Bookmark, in library: CatalogLibrary) -> JSONValue {
    .object(
      place(bookmark.address, in: library) + [
        .init("kind", .optional(library[bookmark.address]?.kind.rawValue)),
        .init("added", .string(SessionJSON.time(bookmark.addedAt))),
      ])
  }

  /// The entry that something is about.
  static func place(_ address: String, in library: CatalogLibrary) -> [JSONValue.Member] {
    [
      .init("address", .string(address)), .init("title", .optional(library[address]?.title)),
      .init("in_catalog", .bool(library[address] != nil)),
    ]
  }
}
