import Foundation
import GRDB
import Glibc
import Models
import Testing

@testable import Storage

struct OpeningTests {
  private func mode(_ path: String) -> UInt32 {
    var info = stat()
    return stat(path, &info) == 0 ? info.st_mode & 0o777 : 0
  }

  @Test func theFileAndItsFolderAreForTheOwnerAlone() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/data/atelier/atelier.sqlite"
    let database = try Storage.Database(path: path)
    try database.createSession(Sample.session())
    #expect(mode(folder.path + "/data") == 0o700)
    #expect(mode(folder.path + "/data/atelier") == 0o700)
    #expect(mode(path) == 0o600)
    #expect(mode(path + "-wal") == 0o600)
    #expect(mode(path + "-shm") == 0o600)
    #expect(database.notice == nil)
  }

  @Test func theFileIsInWALWithForeignKeysAndSecureDelete() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    try database.pool.writeWithoutTransaction { (connection: GRDB.Database) throws in
      #expect(try String.fetchOne(connection, sql: "PRAGMA journal_mode") == "wal")
      #expect(try Int.fetchOne(connection, sql: "PRAGMA foreign_keys") == 1)
      #expect(try Int.fetchOne(connection, sql: "PRAGMA secure_delete") == 1)
      #expect(try Int.fetchOne(connection, sql: "PRAGMA synchronous") == 1)
    }
  }

  @Test(arguments: ["blanks and ünïcode", "100%?x=1#y", "a%20b"])
  func aPathMayHoldAnyCharacter(name: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + name + ".sqlite"
    try Storage.Database(path: path).createSession(Sample.session())
    #expect(DatabaseLook(path) == .ours(Self.known))
    #expect(try Storage.Database(path: path).sessions(limit: 5).count == 1)
    #expect(try folder.names().contains(name + ".sqlite"))
  }

  @Test func anEmptyFileBecomesADatabase() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data(), to: "atelier.sqlite")
    try Storage.Database(path: folder.database).createSession(Sample.session())
    #expect(try Storage.Database(path: folder.database).sessions(limit: 5).count == 1)
  }

  @Test func aNewerDatabaseIsRefusedAndNotAByteOfItChanges() throws {
    let folder = try TemporaryFolder()
    try Sample.keep("a question", "an answer", in: Storage.Database(path: folder.database))
    try folder.other("atelier.sqlite") { try $0.execute(sql: "PRAGMA user_version = 7") }
    let before = try folder.bytes("atelier.sqlite")
    let error = #expect(throws: StorageError.self) { try Storage.Database(path: folder.database) }
    #expect(error?.kind == .newer)
    #expect(error?.message.contains(folder.database) == true)
    #expect(try folder.bytes("atelier.sqlite") == before)
    #expect(try folder.names() == ["atelier.sqlite"])
  }

  @Test func aDatabaseOfAnotherProgramIsRefusedAndNotAByteOfItChanges() throws {
    let folder = try TemporaryFolder()
    try folder.other("atelier.sqlite") {
      try $0.execute(sql: "CREATE TABLE bookmarks(url); PRAGMA journal_mode=wal")
    }
    let before = try folder.bytes("atelier.sqlite")
    #expect(kind { _ = try Storage.Database(path: folder.database) } == .foreign)
    #expect(try folder.bytes("atelier.sqlite") == before)
    #expect(try folder.names() == ["atelier.sqlite"])
  }

  @Test func aFileThatWasNeverADatabaseIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    let text = Data(String(repeating: "Dear diary, ", count: 1_000).utf8)
    try folder.write(text, to: "notes.txt")
    #expect(kind { _ = try Storage.Database(path: folder.path + "/notes.txt") } == .foreign)
    #expect(try folder.bytes("notes.txt") == text)
    #expect(try folder.names() == ["notes.txt"])
  }

  @Test func aFolderAndAnImpossiblePathEndInAClearLine() throws {
    let folder = try TemporaryFolder()
    #expect(kind { _ = try Storage.Database(path: folder.path) } == .cannotOpen)
    try folder.write(Data("x".utf8), to: "file")
    #expect(kind { _ = try Storage.Database(path: folder.path + "/file/atelier.sqlite") } == .cannotOpen)
    let long = folder.path + "/" + String(repeating: "n", count: 300)
    #expect(kind { _ = try Storage.Database(path: long) } == .cannotOpen)
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func aReadOnlyFolderEndsInAClearLine() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    #expect(kind { _ = try Storage.Database(path: folder.database) } == .readOnly)
    #expect(kind { _ = try Storage.Database(path: folder.path + "/deeper/atelier.sqlite") } == .readOnly)
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func aReadOnlyFileEndsInAClearLine() throws {
    let folder = try TemporaryFolder()
    try Storage.Database(path: folder.database).createSession(Sample.session())
    chmod(folder.database, 0o400)
    #expect(kind { _ = try Storage.Database(path: folder.database) } == .readOnly)
  }

  @Test func aSystemCallsErrorHasItsKind() {
    #expect(SQLiteFailure.systemError(EROFS, path: "/p").kind == .readOnly)
    #expect(SQLiteFailure.systemError(ENOSPC, path: "/p").kind == .full)
    #expect(SQLiteFailure.systemError(EDQUOT, path: "/p").kind == .full)
    #expect(SQLiteFailure.systemError(ENOTDIR, path: "/p").kind == .cannotOpen)
    for code: ResultCode in [.SQLITE_FULL, .SQLITE_READONLY, .SQLITE_BUSY, .SQLITE_CORRUPT, .SQLITE_NOTADB] {
      let error = SQLiteFailure.storageError(DatabaseError(resultCode: code), path: "/some/path")
      #expect(error.message.contains("/some/path"))
      #expect(error.kind != .other)
    }
  }

  // MARK: Migration

  /// The version that this program writes.
  private static let known = OpeningOptions().version

  /// All versions there are, and one more that runs a statement.
  private func oneMore(
    _ sql: String = "CREATE TABLE extra(number INTEGER PRIMARY KEY) STRICT"
  ) -> OpeningOptions {
    var options = OpeningOptions()
    options.migrations.append(Migration(version: Self.known + 1) { try $0.execute(sql: sql) })
    return options
  }

  @Test func aCopyIsKeptBeforeAMigration() throws {
    let folder = try TemporaryFolder()
    let session = try Sample.keep("a question", "an answer", in: Storage.Database(path: folder.database))
    let migrated = try Storage.Database(path: folder.database, options: oneMore())
    #expect(try migrated.sessions(limit: 5).map(\.id) == [session.id])
    #expect(DatabaseLook(folder.database) == .ours(Self.known + 1))
    let copy = folder.database + ".before-v\(Self.known + 1).sqlite"
    #expect(DatabaseLook(copy) == .ours(Self.known))
    #expect(try Storage.Database(path: copy).messages(ofSession: session.id).count == 2)
    #expect(mode(copy) == 0o600)
    // What is older now refuses what is newer.
    #expect(kind { _ = try Storage.Database(path: folder.database) } == .newer)
  }

  @Test func aMigrationThatFailsLeavesTheDatabaseAsItWas() throws {
    let folder = try TemporaryFolder()
    try Sample.keep("a question", "an answer", in: Storage.Database(path: folder.database))
    let options = oneMore("DELETE FROM session; CREATE TABLE session(x)")
    #expect(throws: StorageError.self) { try Storage.Database(path: folder.database, options: options) }
    let again = try Storage.Database(path: folder.database)
    #expect(try again.sessions(limit: 5).count == 1)
    #expect(try !folder.names().contains { $0.contains("before-v") })
  }

  @Test func manyMigrateAtOnceAndItHappensOnce() async throws {
    let folder = try TemporaryFolder()
    try Sample.keep("a question", "an answer", in: Storage.Database(path: folder.database))
    let options = oneMore()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<12 {
        group.addTask {
          try Storage.Database(path: folder.database, options: options).sessions(limit: 5).count
        }
      }
      for try await count in group { #expect(count == 1) }
    }
    #expect(try folder.names().filter { $0.contains("before-v") }.count == 1)
  }

  @Test func aDatabaseOfTheFirstVersionIsBroughtUpWithItsDrafts() throws {
    let folder = try TemporaryFolder()
    var first = OpeningOptions()
    first.migrations = [Schema.migrations[0]]
    do {
      let old = try Opener(path: folder.database, options: first).open().pool
      try old.write { database in
        try database.execute(
          sql: """
            INSERT INTO session(id, title, created_at, updated_at, provider, model, system, parameters, draft, tip)
            VALUES ('S1', 'With a draft', 1, 1, 'builtin', 'librarian', '', '{}', 'half a thou', 'Q1'),
              ('S2', 'Without', 2, 2, 'builtin', 'librarian', '', '{}', '', NULL);
            INSERT INTO message(id, session_id, created_at, kind, text) VALUES ('Q1', 'S1', 1, 'question', 'why?');
            """)
      }
      try old.close()
    }
    #expect(DatabaseLook(folder.database) == .ours(1))
    let database = try Storage.Database(path: folder.database)
    #expect(DatabaseLook(folder.database) == .ours(Self.known))
    #expect(try database.drafts() == ["S1": "half a thou"])
    #expect(try database.takeDraft(ofSession: "S1") == "half a thou")
    #expect(try database.sessions(limit: 5).map(\.id) == ["S2", "S1"])
    #expect(try database.messages(ofSession: "S1").count == 1)
    #expect(DatabaseLook(folder.database + ".before-v\(Self.known).sqlite") == .ours(1))
  }
}
