import Catalog
import Testing

@testable import Storage

/// Designs, with every version of them.
struct DesignStoreTests {
  let folder: TemporaryFolder
  let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
  }

  @Test func everyVersionIsKeptAndOneThatChangesNothingIsNot() throws {
    #expect(try database.design(named: "a") == nil)
    #expect(try database.saveDesign("a", document: "one", comment: "begun", base: nil, at: 10) == 1)
    #expect(try database.saveDesign("a", document: "one", comment: "nothing", base: 1, at: 20) == 1)
    #expect(try database.saveDesign("a", document: "two \0", comment: "more", base: 1, at: 30) == 2)
    #expect(try database.saveDesign("a", document: "one", comment: "back", base: 2, at: 40) == 3)
    #expect(
      try database.versions(ofDesign: "a") == [
        DesignVersion(number: 3, savedAt: 40, comment: "back"),
        DesignVersion(number: 2, savedAt: 30, comment: "more"),
        DesignVersion(number: 1, savedAt: 10, comment: "begun"),
      ])
    #expect(try database.document(ofDesign: "a", version: 2) == "two \u{FFFD}")
    #expect(try database.document(ofDesign: "a", version: 4) == nil)
    #expect(
      try database.design(named: "a")
        == KeptDesign(name: "a", version: 3, document: "one", createdAt: 10, updatedAt: 40))
  }

  @Test func twoWindowsLoseNothing() throws {
    let other = try Storage.Database(path: folder.database)
    try database.saveDesign("a", document: "begun", comment: "", base: nil, at: 1)
    // Both changed version 1.
    #expect(try other.saveDesign("a", document: "there", comment: "", base: 1, at: 2) == 2)
    #expect(try database.saveDesign("a", document: "here", comment: "", base: 1, at: 3) == 3)
    #expect(try other.document(ofDesign: "a", version: 2) == "there")
    #expect(try other.design(named: "a")?.document == "here")
    // Both began one of the same name.
    #expect(try other.saveDesign("b", document: "there", comment: "", base: nil, at: 4) == 1)
    #expect(try database.saveDesign("b", document: "here", comment: "", base: nil, at: 5) == 2)
    #expect(try database.designs().map(\.name) == ["b", "a"])
    // A clock that goes back does not make a design older than it was.
    try database.saveDesign("a", document: "later", comment: "", base: 3, at: 0)
    #expect(try database.design(named: "a")?.updatedAt == 3)
  }

  @Test func aDesignIsRenamedWithItsVersionsAndRemovedWithThem() throws {
    try database.saveDesign("a", document: "secret words", comment: "", base: nil, at: 1)
    try database.saveDesign("a", document: "more secret words", comment: "", base: 1, at: 2)
    try database.saveDesign("b", document: "x", comment: "", base: nil, at: 3)
    #expect(throws: StorageError(.other, "there is a design “b” already")) {
      try database.renameDesign("a", to: "b")
    }
    #expect(throws: StorageError(.other, "there is no design “z”")) {
      try database.renameDesign("z", to: "y")
    }
    try database.renameDesign("a", to: "c")
    #expect(try database.versions(ofDesign: "c").count == 2 && database.versions(ofDesign: "a").isEmpty)
    #expect(try database.removeDesign("c"))
    #expect(try !database.removeDesign("c"))
    #expect(try database.versions(ofDesign: "c").isEmpty && database.designs().map(\.name) == ["b"])
  }
}
