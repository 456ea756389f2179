import Foundation
import GRDB
import GRDBSQLite
import Models
import Testing

@testable import Storage

/// Pictures that go along with questions.
struct AttachmentTests {
  let folder: TemporaryFolder
  let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
  }

  private static let png = SessionAttachment(
    .bytes([0x89, 0x50, 0, 0xFF, 0], mediaType: "image/png"), name: "ro\0of.png")
  private static let page = SessionAttachment(.url("https://example.com/ä.png?a=1#b"))

  /// Bytes in which a text stands that can be looked for.
  private static func picture(_ mark: String, size: Int = 30_000) -> SessionAttachment {
    let bytes = Array(String(repeating: mark + " ", count: size / (mark.utf8.count + 1) + 1).utf8)
    return SessionAttachment(.bytes(bytes, mediaType: "image/webp"), name: mark)
  }

  @discardableResult
  private func ask(
    _ attachments: [SessionAttachment], in session: Session, with database: Storage.Database? = nil
  ) throws -> SessionMessage {
    var question = Sample.question("What is this?", in: session)
    question.attachments = attachments
    try (database ?? self.database).addQuestion(question)
    return question
  }

  private func begun() throws -> Session {
    let session = Sample.session()
    try database.createSession(session)
    return session
  }

  private func count(_ table: String) throws -> Int? {
    try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
  }

  @Test func aQuestionComesBackWithItsPicturesInTheirOrder() throws {
    let session = try begun()
    let empty = SessionAttachment(.bytes([], mediaType: "image/gif"))
    try ask([Self.png, Self.page, empty, Self.png], in: session)
    let plain = Sample.question("and?", in: session)
    try database.addQuestion(plain)
    let messages = try Storage.Database(path: folder.database).messages(ofSession: session.id)
    let found = try #require(messages.first?.attachments)
    #expect(found.map(\.id) == [Self.png.id, Self.page.id, empty.id, Self.png.id])
    #expect(found.map(\.mediaType) == ["image/png", nil, "image/gif", "image/png"])
    #expect(found.map(\.byteCount) == [5, 32, 0, 5])
    #expect(found.map(\.name) == ["ro\u{FFFD}of.png", "", "", "ro\u{FFFD}of.png"])
    // Lists are read without the bytes.
    #expect(found.allSatisfy { $0.image == nil })
    #expect(messages.last?.attachments == [])
    #expect(
      try found.map { try database.image(of: $0) } == [Self.png, Self.page, empty, Self.png].map(\.image))
    #expect(try count("attachment") == 3)
    #expect(try database.check() == [])
  }

  @Test func aPictureSentTenTimesIsKeptOnceAndGoesWithItsLastMessage() throws {
    let picture = Self.picture("ptarmigan")
    let sessions = try (0..<10).map { _ in try begun() }
    for session in sessions { try ask([picture], in: session) }
    #expect(try count("attachment") == 1 && count("message_attachment") == 10)
    // The same bytes as something else are another picture.
    guard case .bytes(let bytes, _)? = picture.image else { return }
    try ask([SessionAttachment(.bytes(bytes, mediaType: "image/png"))], in: sessions[0])
    #expect(try count("attachment") == 2)
    for session in sessions.dropLast() { try database.deleteSession(session.id) }
    #expect(try count("attachment") == 1 && count("message_attachment") == 1)
    #expect(try database.image(of: picture.unread) == picture.image)
    try database.deleteSession(try #require(sessions.last).id)
    #expect(try count("attachment") == 0 && count("message_attachment") == 0)
    #expect(try database.image(of: picture.unread) == nil)
    #expect(try database.check() == [])
    #expect(try folder.bytes("atelier.sqlite").range(of: Data("ptarmigan".utf8)) == nil)
  }

  @Test func aPictureThatIsKeptNeedNotBeGivenAgain() throws {
    let session = try begun()
    try ask([Self.png], in: session)
    try ask([Self.png.unread], in: session)
    #expect(try count("attachment") == 1 && count("message_attachment") == 2)
    let error = #expect(throws: StorageError.self) { try ask([Self.page.unread], in: session) }
    #expect(error?.message.contains("cannot be read") == true)
    // The question was not kept without it.
    #expect(try database.messages(ofSession: session.id).count == 2)
  }

  @Test func manyProgramsKeepTheSamePictureAtOnce() async throws {
    let session = try begun()
    let picture = Self.picture("plover")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let other = try Storage.Database(path: folder.database)
          for _ in 0..<5 { try ask([picture], in: session, with: other) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try count("attachment") == 1 && count("message_attachment") == 40)
  }

  @Test func aListOfMessagesDoesNotReadItsPictures() throws {
    let session = try begun()
    for number in 0..<20 { try ask([Self.picture("picture\(number)", size: 100_000)], in: session) }
    func pagesRead(_ body: (GRDB.Database) throws -> Void) throws -> Int {
      try database.write { connection in
        // The pages that are read from the file are counted once the cache is empty.
        try connection.execute(sql: "PRAGMA shrink_memory")
        func misses() -> Int {
          var (current, high): (CInt, CInt) = (0, 0)
          sqlite3_db_status(connection.sqliteConnection, SQLITE_DBSTATUS_CACHE_MISS, &current, &high, 0)
          return Int(current)
        }
        let before = misses()
        try body(connection)
        return misses() - before
      }
    }
    let listed = try pagesRead { connection in
      let found = try AttachmentRows.attachments(ofSession: session.id, in: connection)
      #expect(found.count == 20)
    }
    let whole = try pagesRead { connection in
      _ = try Int.fetchOne(connection, sql: "SELECT sum(length(hex(content))) FROM attachment")
    }
    // 2 MB are 500 pages.
    #expect(listed < 50 && whole > 400, "\(listed) pages for the list, \(whole) for the pictures")
    try database.read { connection in
      let plan = try Row.fetchAll(
        connection, sql: "EXPLAIN QUERY PLAN " + AttachmentRows.select, arguments: [session.id]
      ).map { $0["detail"] as String }
      #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") }, "\(plan)")
    }
  }

  @Test func nothingOfAForgottenPictureIsLeftInAnyFile() throws {
    let (forgotten, left) = (try begun(), try begun())
    try ask([Self.picture("pangolinpicture", size: 200_000)], in: forgotten)
    try ask([Self.picture("kestrelpicture", size: 200_000)], in: left)
    try database.backup(to: folder.database + ".before-v6.sqlite")
    #expect(try !folder.files(holding: "pangolinpicture").isEmpty)
    #expect(try database.forget([forgotten.id]) == [])
    #expect(try folder.files(holding: "pangolinpicture") == [])
    #expect(try folder.files(holding: "kestrelpicture").count == 2)
    #expect(try database.check() == [])
  }

  @Test func aPictureThatHasChangedAndOneThatIsLostAreFound() throws {
    let session = try begun()
    try ask([Self.picture("puffin"), Self.picture("petrel")], in: session)
    #expect(try database.check() == [])
    try folder.other("atelier.sqlite") { connection in
      try connection.execute(
        sql: """
          UPDATE attachment SET content = CAST(replace(CAST(content AS TEXT), 'puffin', 'muffin') AS BLOB);
          INSERT INTO attachment(id, media_type, size, content) VALUES ('x', '', 1, x'61');
          """)
    }
    let findings = try database.check()
    #expect(findings.contains { $0.hasPrefix("1 pictures belong to no message") }, "\(findings)")
    #expect(findings.contains("2 pictures are not as they were kept"))
    try database.forget([])
    #expect(try database.check() == ["1 pictures are not as they were kept"])
  }

  @Test func aDatabaseOfTheVersionBeforeIsBroughtUpAndCanBeLookedAtAsItIs() throws {
    let path = folder.path + "/old.sqlite"
    var options = OpeningOptions()
    options.migrations = Array(Schema.migrations.prefix(4))
    do {
      let old = try Opener(path: path, options: options).open().pool
      try old.write { connection in
        try connection.execute(
          sql: """
            INSERT INTO session(id, title, created_at, updated_at, provider, model, system, parameters)
              VALUES ('S1', 't', 1, 1, 'a', 'm', '', '{}');
            INSERT INTO message(id, session_id, created_at, kind, text) VALUES ('Q1', 'S1', 1, 'question', 'why?'),
              ('R1', 'S1', 2, 'reply', 'because');
            INSERT INTO reply(number, provider, model, parameters, ending, owner_host, owner_process, owner_start,
              heartbeat, input_tokens, usage_source)
              VALUES (2, 'a', 'm', '{}', 'complete', '', 0, 0, 1, 7, 'provider');
            """)
        try SearchIndex.rebuild(in: connection)
      }
      try old.close()
    }
    #expect(try Storage.Database(path: path, for: .looking).check() == [])
    let database = try Storage.Database(path: path)
    let messages = try database.messages(ofSession: "S1")
    #expect(messages.map(\.attachments) == [[], []])
    #expect(messages.last?.stored?.reply.usage == Usage(inputTokens: 7))
    #expect(messages.last?.stored?.conversation == nil)
    #expect(try database.check() == [])
    #expect(try database.forget(["S1"]) == [])
  }
}
