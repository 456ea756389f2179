import Catalog
import Documents

/// A filter as it is remembered from one time to the next.
enum FilterMemory {
  static func json(_ filter: CatalogFilter) -> String {
    JSONValue.object(
      filter.wanted.map { .init($0.name, .array($0.values.map(JSONValue.string))) }
    ).text()
  }

  /// What is remembered, without what the catalog no longer has.
  static func filter(_ text: String, in library: CatalogLibrary) -> CatalogFilter {
    var filter = CatalogFilter()
    guard case .object(let members)? = try? JSONReader.read(text) else { return filter }
    for member in members {
      guard case .array(let values) = member.value, let known = library.values(of: member.key) else {
        continue
      }
      for case .string(let value) in values where known.contains(value) { filter.want(value, of: member.key) }
    }
    return filter
  }
}
