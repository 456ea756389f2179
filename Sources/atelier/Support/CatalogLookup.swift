import Catalog
import Documents

extension CatalogCommand {
  /// The entry that a person means.
  ///
  /// - Throws: ``CommandFailure`` with the nearest name when there is none.
  static func entry(named name: String, in library: CatalogLibrary) throws -> CatalogEntry {
    if let found = library.entry(named: name) { return found }
    let nearest = NearestName.of(name, among: library.allNames)
    let guess = CatalogSearch(library).search(name, limit: 3).hits.map(\.entry.id)
    let hint =
      nearest.map { "Did you mean “\($0)”?" }
      ?? (guess.isEmpty ? nil : "Near: \(guess.joined(separator: ", ")).")
    throw CommandFailure(
      code: "not_found", message: "there is no entry “\(name)”",
      hint: hint ?? "`atelier catalog search` looks in every word.")
  }

  /// The kind that a person means.
  ///
  /// - Throws: ``CommandFailure`` with the nearest name when there is none.
  static func kind(named name: String) throws -> EntryKind {
    if let kind = EntryKind(rawValue: name) { return kind }
    let known = EntryKind.allCases.map(\.rawValue)
    throw CommandFailure(
      code: "bad_input", message: "there is no kind “\(name)”",
      hint: NearestName.of(name, among: known).map { "Did you mean \($0)?" }
        ?? "Known: \(known.joined(separator: ", ")).")
  }
}
