import Catalog
import TestSupport

/// The folder `Catalog/` of the checkout, for tests of what is written there.
enum RealCatalog {
  static func folder() throws -> CatalogFolder {
    try CatalogFolder(path: Checkout.root.appending(path: "Catalog").path)
  }

  static func library() throws -> CatalogLibrary {
    CatalogLibrary(layers: [try folder().entries])
  }

  /// The rows of a table below `Fixtures`, as fields; empty lines and comments are left out.
  static func rows(of fixture: String) throws -> [[String]] {
    try Checkout.text(of: "Tests/CatalogTests/Fixtures/\(fixture)")
      .split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }
}
