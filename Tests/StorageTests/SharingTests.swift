import Foundation
import GRDB
import Models
import Synchronization
import Testing

@testable import Storage

struct SharingTests {
  @Test func twoProgramsSeeEachOthersAdditions() throws {
    let folder = try TemporaryFolder()
    let one = try Storage.Database(path: folder.database)
    let two = try Storage.Database(path: folder.database)
    let start = try one.changeToken()
    #expect(try one.changeToken() == start)
    let session = try Sample.keep("from the second", "yes", in: two)
    let then = try one.changeToken()
    #expect(then != start)
    #expect(try one.messages(ofSession: session.id).count == 2)
    #expect(try one.search("second", limit: 5).count == 1)
    #expect(try one.changeToken() == then)
    try one.deleteSession(session.id)
    #expect(try one.changeToken() != then)
    #expect(try two.sessions(limit: 5).isEmpty)
  }

  @Test func sixteenWritersLoseNothing() async throws {
    let folder = try TemporaryFolder()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<16 {
        group.addTask {
          // Each opens it by itself, all at once, while it does not exist yet.
          let database = try Storage.Database(path: folder.database)
          let session = Sample.session("W\(writer)")
          try database.createSession(session)
          var parent: String?
          for number in 0..<50 {
            let question = Sample.question("question \(number) of \(writer)", in: session, after: parent)
            try database.addQuestion(question)
            parent = question.id
          }
        }
      }
      try await group.waitForAll()
    }
    let database = try Storage.Database(path: folder.database)
    #expect(database.notice == nil)
    #expect(try database.sessions(limit: 100).count == 16)
    for writer in 0..<16 {
      let messages = try database.messages(ofSession: "W\(writer)")
      #expect(messages.count == 50)
      #expect(MessageTree(messages).branch(to: messages.last?.id).count == 50)
    }
    #expect(try database.check() == [])
    #expect(try folder.names().filter { !$0.hasPrefix("atelier.sqlite") }.isEmpty)
  }

  @Test func manyOpenANewDatabaseAtOnce() async throws {
    for _ in 0..<5 {
      let folder = try TemporaryFolder()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<24 {
          group.addTask {
            try Storage.Database(path: folder.path + "/new/atelier.sqlite").createSession(
              Sample.session("N\(number)"))
          }
        }
        try await group.waitForAll()
      }
      #expect(
        try Storage.Database(path: folder.path + "/new/atelier.sqlite").sessions(limit: 100).count == 24)
    }
  }

  @Test func aLockThatIsNotGivenBackEndsInAClearLine() throws {
    let folder = try TemporaryFolder()
    var options = OpeningOptions()
    options.busySeconds = 0.3
    let database = try Storage.Database(path: folder.database, options: options)
    let session = try Sample.keep("a question", "an answer", in: database)

    // Another program begins to write, says so, and stops when its input ends.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", folder.database]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("BEGIN EXCLUSIVE; SELECT 'locked';\n".utf8))
    let said = output.fileHandleForReading.availableData
    #expect(String(decoding: said, as: UTF8.self).hasPrefix("locked"))

    let error = #expect(throws: StorageError.self) {
      try database.addQuestion(Sample.question("and now?", in: session))
    }
    #expect(error?.kind == .locked)
    #expect(error?.message.contains(folder.database) == true)
    // Reading goes on, and opening too.
    #expect(try database.messages(ofSession: session.id).count == 2)
    #expect(try Storage.Database(path: folder.database, options: options).sessions(limit: 5).count == 1)

    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    try database.addQuestion(Sample.question("and now?", in: session))
    #expect(try database.messages(ofSession: session.id).count == 3)
  }

  @Test func aLockThatIsGivenBackIsWaitedFor() async throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    let session = try Sample.keep("a question", "an answer", in: database)
    var configuration = GRDB.Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: folder.database, configuration: configuration)
    try await other.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }

    let isDone = Mutex(false)
    async let written: Void = {
      defer { isDone.withLock { $0 = true } }
      try database.addQuestion(Sample.question("and now?", in: session))
    }()
    // One that does not wait would have failed by then.
    let start = ContinuousClock.now
    while !isDone.withLock({ $0 }), start.duration(to: .now) < .milliseconds(300) { await Task.yield() }
    #expect(!isDone.withLock { $0 })
    try await other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try await written
    #expect(try database.messages(ofSession: session.id).count == 3)
  }

  @Test(arguments: [(0.2, 10), (1.0, 50), (1.8, 150), (30, 3675)])
  func patienceEndsAfterAsManyLooks(seconds: Double, looks: Int) {
    #expect(Patience.wait(afterLooks: looks - 1, seconds: seconds))
    #expect(!Patience.wait(afterLooks: looks, seconds: seconds))
  }

  @Test func lookingDoesNotDropTheLocksOfThisProcess() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    try Sample.keep("a question", "an answer", in: database)
    #expect(DatabaseLook(folder.database) == .ours(OpeningOptions().version))
    // The last connection of another process would delete the log, did it think itself alone.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", folder.database, "SELECT count(*) FROM session"]
    try process.run()
    process.waitUntilExit()
    #expect(try folder.names().contains("atelier.sqlite-wal"))
  }
}
