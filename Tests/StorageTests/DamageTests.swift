import Foundation
import GRDB
import Glibc
import Models
import Testing

@testable import Storage

struct DamageTests {
  @Test func aDamagedHeaderIsSetAsideAndAFreshDatabaseBegun() throws {
    let folder = try TemporaryFolder()
    try Sample.keep("a question", "an answer", in: Storage.Database(path: folder.database))
    var bytes = try folder.bytes("atelier.sqlite")
    bytes.replaceSubrange(0..<100, with: Data(repeating: 0xAA, count: 100))
    try folder.write(bytes, to: "atelier.sqlite")
    let database = try Storage.Database(path: folder.database)
    let aside = try #require(try folder.names().first { $0.hasPrefix("atelier.sqlite.damaged-") })
    #expect(aside.wholeMatch(of: /atelier\.sqlite\.damaged-\d{8}T\d{6}Z/) != nil)
    #expect(database.notice?.contains(folder.path + "/" + aside) == true)
    #expect(try folder.bytes(aside) == bytes)
    #expect(try database.sessions(limit: 5).isEmpty)
    try database.createSession(Sample.session())
    #expect(try Storage.Database(path: folder.database).notice == nil)
  }

  @Test func aSecondDamagedFileDoesNotTakeThePlaceOfTheFirst() throws {
    let folder = try TemporaryFolder()
    for number in 0..<3 {
      try folder.write(Data("broken \(number)".utf8), to: "atelier.sqlite")
      for name in ["atelier.sqlite-wal", "atelier.sqlite-shm"] {
        try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
      }
      #expect(try Storage.Database(path: folder.database).notice != nil)
    }
    let kept = try folder.names().filter {
      $0.contains(".damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
    }
    let texts = try Set(kept.map { String(decoding: try folder.bytes($0), as: UTF8.self) })
    #expect(texts == ["broken 0", "broken 1", "broken 2"])
  }

  @Test func aDatabaseUnderAnotherNameIsKnownByWhatIsLeftOfIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/mine.db"
    try Sample.keep("a question", "an answer", in: Storage.Database(path: path))
    var bytes = try folder.bytes("mine.db")
    bytes.replaceSubrange(0..<100, with: Data(repeating: 0, count: 100))
    try folder.write(bytes, to: "mine.db")
    #expect(try Storage.Database(path: path).notice != nil)
  }

  /// Damages a good database at one place, and uses it: whatever comes, nothing is lost that was there.
  @Test(arguments: 0..<48)
  func damageAnywhereNeitherCrashesNorOverwrites(place: Int) throws {
    let folder = try TemporaryFolder()
    let good = try DamageTests.goodDatabase()
    var bytes = good
    var generator = Seeded(state: UInt64(place + 1))
    let start = place < 16 ? place * 6 : Int.random(in: 0..<(good.count - 600), using: &generator)
    let length = place < 16 ? 6 : Int.random(in: 1...600, using: &generator)
    for offset in start..<(start + length) { bytes[offset] = UInt8.random(in: 0...255, using: &generator) }
    if place % 8 == 7 { bytes = bytes.prefix(start + 50) }
    try folder.write(bytes, to: "atelier.sqlite")

    for _ in 0..<3 {
      do {
        let database = try Storage.Database(path: folder.database)
        for session in try database.sessions(limit: 100) { _ = try database.messages(ofSession: session.id) }
        _ = try database.search("word", limit: 20)
        try Sample.keep("new", "new", in: database)
        _ = try database.check()
      } catch let error as StorageError {
        #expect([.damaged, .newer, .foreign].contains(error.kind), "\(error)")
        #expect(error.message.contains(folder.database))
      }
    }
    // It is either in use, refused, or kept as it was, but for what SQLite wrote where it could read.
    let isAside = try folder.names().contains { $0.hasPrefix("atelier.sqlite.damaged-") }
    let size = try #require(FilePlace.size(folder.database))
    #expect(isAside || size >= bytes.count - 4096)
  }

  @Test func damageThatIsMetWhileWorkingIsSetAsideByTheNextStart() throws {
    let folder = try TemporaryFolder()
    var bytes = try DamageTests.goodDatabase()
    // All pages but the one with the schema.
    for offset in 8192..<bytes.count { bytes[offset] = 0x5A }
    try folder.write(bytes, to: "atelier.sqlite")
    func use() throws -> String? {
      let database = try Storage.Database(path: folder.database)
      _ = try database.sessions(limit: 5)
      try database.createSession(Sample.session())
      return database.notice
    }
    var notice: String?
    var met = false
    for _ in 0..<2 where notice == nil {
      do { notice = try use() } catch let error as StorageError where error.kind == .damaged { met = true }
    }
    #expect(notice != nil)
    #expect(try met || !folder.names().contains("atelier.sqlite.suspect"))
    #expect(try use() == nil)
    #expect(try !folder.names().contains("atelier.sqlite.suspect"))
  }

  @Test func aSuspicionWithoutDamageChangesNothing() throws {
    let folder = try TemporaryFolder()
    try Sample.keep("a question", "an answer", in: Storage.Database(path: folder.database))
    try folder.write(Data(), to: "atelier.sqlite.suspect")
    let database = try Storage.Database(path: folder.database)
    #expect(database.notice == nil)
    #expect(try database.sessions(limit: 5).count == 1)
    #expect(try !folder.names().contains("atelier.sqlite.suspect"))
  }

  @Test func aProcessThatIsKilledLosesNothingItHadKept() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    let session = try Sample.keep("kept question", "kept answer", in: database)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    try database.saveReply(begun.id, Sample.answer("half"))
    // What is on the disk at this moment is what a killed process leaves.
    let copy = try TemporaryFolder()
    try copy.write(try folder.bytes("atelier.sqlite"), to: "atelier.sqlite")
    try copy.write(try folder.bytes("atelier.sqlite-wal"), to: "atelier.sqlite-wal")
    let after = try Storage.Database(path: copy.database)
    #expect(after.notice == nil)
    #expect(try after.messages(ofSession: session.id).count == 3)
    #expect(try after.messages(ofSession: session.id).last?.stored?.reply.text == "half")
    #expect(try after.check() == [])
  }

  @Test func aTornLogLosesOnlyItsEnd() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    for number in 0..<20 { try Sample.keep("question \(number)", "answer", in: database) }
    let log = try folder.bytes("atelier.sqlite-wal")
    for part in 1...8 {
      let copy = try TemporaryFolder()
      try copy.write(try folder.bytes("atelier.sqlite"), to: "atelier.sqlite")
      try copy.write(log.prefix(log.count * part / 8 - 17), to: "atelier.sqlite-wal")
      let after = try Storage.Database(path: copy.database)
      #expect(after.notice == nil)
      #expect(try after.check() == [])
      #expect(try after.sessions(limit: 50).count <= 20)
    }
  }

  @Test func aFullDiskEndsInAClearLineAndLosesNothing() throws {
    let folder = try TemporaryFolder()
    try Sample.keep("kept", "kept", in: Storage.Database(path: folder.database))
    var options = OpeningOptions()
    options.maximumPageCount = 40
    let database = try Storage.Database(path: folder.database, options: options)
    let session = try #require(try database.sessions(limit: 1).first)
    let text = String(repeating: "much text ", count: 40_000)
    #expect(kind { try database.addQuestion(Sample.question(text, in: session)) } == .full)
    #expect(try database.messages(ofSession: session.id).count == 2)
    #expect(try database.check() == [])
    try database.addQuestion(Sample.question("short", in: session))
    #expect(try database.messages(ofSession: session.id).count == 3)
  }

  // MARK: Material

  private static let good = Result { () throws -> Data in
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    for number in 0..<30 {
      try Sample.keep(
        "word question \(number) " + String(repeating: "filler ", count: 40), "word answer \(number)",
        in: database)
    }
    let copy = folder.path + "/copy.sqlite"
    try database.backup(to: copy)
    return try folder.bytes("copy.sqlite")
  }

  private static func goodDatabase() throws -> Data { try good.get() }
}

/// Random numbers that are the same each time (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
