/// Where designs are kept, with every version of them.
///
/// `Storage` keeps them in SQLite; tests keep them in memory.
///
/// Every call is committed when it returns. All may throw an error that can be shown to a person.
package protocol DesignStore: Sendable {
  /// The designs, the one that was changed last first.
  func designs() throws -> [KeptDesign]
  func design(named name: String) throws -> KeptDesign?
  /// Keeps a design's next version, and tells its number; one that changes nothing is not kept again.
  ///
  /// - Parameters:
  ///   - document: the design as one Markdown file (`DesignDocument`).
  ///   - base: the version it was made from; nil for a new design. When another program has kept a version since, the
  ///     new one still comes after it: nothing is lost.
  @discardableResult
  func saveDesign(
    _ name: String, document: String, comment: String, base: Int?, at time: Double
  ) throws -> Int
  /// The versions of a design, the newest first.
  func versions(ofDesign name: String) throws -> [DesignVersion]
  func document(ofDesign name: String, version: Int) throws -> String?
  func renameDesign(_ name: String, to newName: String) throws
  @discardableResult
  func removeDesign(_ name: String) throws -> Bool
}

/// A design that is kept, in its newest version.
package struct KeptDesign: Hashable, Sendable {
  /// What it is called on the command line: small letters, digits and hyphens.
  package var name: String
  package var version: Int
  package var document: String
  /// Seconds since 1970.
  package var createdAt: Double
  package var updatedAt: Double

  package init(name: String, version: Int, document: String, createdAt: Double, updatedAt: Double) {
    self.name = name
    self.version = version
    self.document = document
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// One version of a design.
package struct DesignVersion: Hashable, Sendable {
  package var number: Int
  package var savedAt: Double
  /// What was changed.
  package var comment: String

  package init(number: Int, savedAt: Double, comment: String) {
    self.number = number
    self.savedAt = savedAt
    self.comment = comment
  }
}
