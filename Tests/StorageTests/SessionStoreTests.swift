import Foundation
import GRDB
import Models
import Testing

@testable import Storage

struct SessionStoreTests {
  let folder: TemporaryFolder
  let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
  }

  @Test func aSessionComesBackAsItWasKept() throws {
    var session = Sample.session()
    session.model = ModelName(provider: "work", model: "org/model:7b")
    session.system = "Be \"brief\".\nاختصر 🙂"
    session.parameters = SamplingParameters(
      temperature: 0.1, topP: 0.95, maxOutputTokens: 100, seed: -3, stop: ["\n\n", "END"],
      frequencyPenalty: 1e-7,
      presencePenalty: -2)
    try database.createSession(session)
    #expect(try database.session(session.id) == session)
    #expect(try Storage.Database(path: folder.database).session(session.id) == session)
    #expect(try database.session("nothing") == nil)
  }

  @Test func aSessionIsChanged() throws {
    var session = Sample.session()
    try database.createSession(session)
    session.title = "Another"
    session.model = ModelName(provider: "a", model: "b/c")
    session.system = "s"
    session.parameters.temperature = 1
    try database.updateSession(session)
    #expect(try database.session(session.id) == session)
  }

  @Test func changingASessionDoesNotMoveItsBranch() throws {
    let session = Sample.session()
    try database.createSession(session)
    let question = Sample.question("why?", in: session, at: 5)
    let other = Sample.question("why not?", in: session, at: 6)
    try database.addQuestion(question)
    try database.addQuestion(other)
    // This copy was read before the questions came.
    try database.updateSession(session)
    #expect(try database.session(session.id)?.tip == other.id)
    try database.setTip(question.id, ofSession: session.id)
    #expect(try database.session(session.id)?.tip == question.id)
    try database.setTip("no message", ofSession: session.id)
    #expect(try database.session(session.id)?.tip == question.id)
  }

  @Test func theNewestSessionComesFirst() throws {
    for number in 1...5 {
      try database.createSession(Sample.session("S\(number)", at: Double(number)))
    }
    let second = Sample.session("S2", at: 2)
    try database.addQuestion(Sample.question("again", in: second, at: 100))
    #expect(try database.sessions(limit: 3).map(\.id) == ["S2", "S5", "S4"])
    #expect(try database.sessions(limit: .max).count == 5)
  }

  @Test func messagesFormATreeInTheOrderOfTheirMaking() throws {
    let session = Sample.session()
    try database.createSession(session)
    // All in one millisecond: their identifiers do not tell the order.
    let question = Sample.question("why?", in: session, at: 5)
    try database.addQuestion(question)
    #expect(try database.session(session.id)?.tip == question.id)
    var replies: [SessionMessage] = []
    for _ in 0..<20 {
      let reply = Sample.reply(in: session, after: question.id, at: 5)
      try database.beginReply(reply)
      try database.finishReply(reply.id, Sample.answer("because"))
      replies.append(reply)
    }
    let messages = try database.messages(ofSession: session.id)
    #expect(messages.map(\.id) == [question.id] + replies.map(\.id))
    let tree = MessageTree(messages)
    #expect(tree.siblings(of: replies[3].id).count == 20)
    #expect(try database.session(session.id)?.tip == replies.last?.id)
  }

  @Test func aReplyComesBackWithAllItsParts() throws {
    var session = Sample.session()
    session.parameters = SamplingParameters(temperature: 0.7, seed: 11)
    session.model = ModelName(provider: "work", model: "m/x")
    try database.createSession(session)
    let question = Sample.question("why?", in: session)
    try database.addQuestion(question)
    let begun = Sample.reply(in: session, after: question.id)
    try database.beginReply(begun)
    var reply = Reply()
    reply.apply(.reasoning("let me think"), at: 0.1)
    reply.apply(.text("Because \u{1F600}\n| a | b |"), at: 0.2)
    reply.apply(.refusal("no"), at: 0.25)
    reply.apply(.toolCall(index: 0, id: "c1", name: "look", arguments: #"{"q": "x""#), at: 0.3)
    reply.apply(.toolCall(index: 1, id: "c2", name: "add", arguments: "[1, 2]"), at: 0.3)
    reply.apply(
      .citation(Citation(number: 1, id: "azure-speech#limits", title: "Limits / \"quoted\"")), at: 0.4)
    reply.apply(.usage(Usage(inputTokens: 12, outputTokens: nil, cachedTokens: 0, source: .counted)), at: 0.5)
    reply.apply(.warning("careful"), at: 0.5)
    reply.apply(.droppedParameter("seed"), at: 0.5)
    reply.apply(.ended(Ending(.filtered, reason: "the filter", raw: "content_filter")), at: 0.123456789012345)
    try database.finishReply(begun.id, reply)
    let stored = try #require(try database.messages(ofSession: session.id).last?.stored)
    #expect(stored.reply == reply)
    #expect(stored.parameters == session.parameters)
    #expect(stored.model == session.model)
    #expect(!stored.isStreaming)
  }

  @Test(arguments: Ending.Kind.allCases)
  func everyEndingIsKept(kind: Ending.Kind) throws {
    let session = Sample.session()
    try database.createSession(session)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    try database.finishReply(begun.id, Sample.answer("t", ending: Ending(kind, reason: "r", raw: "w")))
    let stored = try database.messages(ofSession: session.id).first?.stored
    #expect(stored?.reply.ending == Ending(kind, reason: "r", raw: "w"))
  }

  @Test func aGrowingReplyIsSeenAndStreams() throws {
    let session = Sample.session()
    try database.createSession(session)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    var reply = Reply()
    reply.apply(.text("half"), at: 0.5)
    try database.saveReply(begun.id, reply)
    let other = try Storage.Database(path: folder.database)
    let stored = try #require(try other.messages(ofSession: session.id).first?.stored)
    #expect(stored.reply.text == "half")
    #expect(stored.isStreaming)
    #expect(stored.reply.ending == nil)
    #expect(try other.reapOrphans() == 0)
  }

  @Test func aReplyThatIsFinishedWithoutAnEndingIsIncomplete() throws {
    let session = Sample.session()
    try database.createSession(session)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    try database.finishReply(begun.id, Reply())
    #expect(try database.messages(ofSession: session.id).first?.stored?.reply.ending?.kind == .incomplete)
  }

  @Test func aSessionIsDeletedWithItsMessages() throws {
    let gone = try Sample.keep("a question", "an answer", in: database)
    let kept = try Sample.keep("a question", "an answer", in: database)
    try database.deleteSession(gone.id)
    #expect(try database.session(gone.id) == nil)
    #expect(try database.messages(ofSession: gone.id).isEmpty)
    #expect(try database.messages(ofSession: kept.id).count == 2)
    #expect(try database.check() == [])
  }

  @Test func whatComesForADeletedSessionMakesNothingNew() throws {
    let session = Sample.session()
    try database.createSession(session)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    try database.deleteSession(session.id)
    try database.saveReply(begun.id, Sample.answer("late"))
    try database.finishReply(begun.id, Sample.answer("late"))
    try database.updateSession(session)
    #expect(try database.sessions(limit: 5).isEmpty)
    let error = #expect(throws: StorageError.self) {
      try database.addQuestion(Sample.question("hello?", in: session))
    }
    #expect(error?.message.contains("deleted") == true)
  }

  @Test func aZeroCharacterCutsNothing() throws {
    let session = try Sample.keep("before\0after", "x\0y", title: "a\0b", in: database)
    #expect(try database.session(session.id)?.title == "a\u{FFFD}b")
    guard case .question(let text) = try database.messages(ofSession: session.id).first?.content else {
      Issue.record("no question")
      return
    }
    #expect(text == "before\u{FFFD}after")
  }

  // MARK: Writers

  private func disown(_ id: String, host: String, process: Int32, start: Int64, age: Double) throws {
    try database.write { connection in
      try connection.execute(
        sql: """
          UPDATE reply SET owner_host = ?, owner_process = ?, owner_start = ?, heartbeat = ?
          WHERE number = (SELECT number FROM message WHERE id = ?)
          """, arguments: [host, process, start, Clock.now() - age, id])
    }
  }

  @Test func aReplyWhoseWriterDiedIsIncomplete() throws {
    let session = Sample.session()
    try database.createSession(session)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    var reply = Reply()
    reply.apply(.text("half an aardvark"), at: 0.5)
    try database.saveReply(begun.id, reply)
    let owner = Owner.current
    // The number is in use again, by a process that began at another time.
    try disown(begun.id, host: owner.host, process: owner.process, start: owner.start + 1, age: 0)
    var stored = try #require(try database.messages(ofSession: session.id).first?.stored)
    #expect(!stored.isStreaming)
    #expect(stored.reply.ending == MessageRows.orphaned)
    #expect(stored.reply.text == "half an aardvark")
    #expect(try database.search("aardvark", limit: 5).isEmpty)
    #expect(try database.reapOrphans() == 1)
    #expect(try database.reapOrphans() == 0)
    stored = try #require(try database.messages(ofSession: session.id).first?.stored)
    #expect(stored.reply.ending == MessageRows.orphaned)
    #expect(try database.search("aardvark", limit: 5).count == 1)
  }

  @Test func aWriterElsewhereLivesWhileItsHeartBeats() throws {
    let session = Sample.session()
    try database.createSession(session)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    try disown(begun.id, host: "elsewhere", process: 1, start: 1, age: 1)
    #expect(try database.messages(ofSession: session.id).first?.stored?.isStreaming == true)
    try disown(begun.id, host: "elsewhere", process: 1, start: 1, age: 16)
    #expect(try database.messages(ofSession: session.id).first?.stored?.isStreaming == false)
    // Its clock may be wrong, or it may only be slow: it is given up for good after a long time.
    #expect(try database.reapOrphans() == 0)
    try disown(begun.id, host: "elsewhere", process: 1, start: 1, age: 601)
    #expect(try database.reapOrphans() == 1)
  }

  @Test func aProcessIsKnownByItsStart() throws {
    #expect(Owner.current.start > 0)
    #expect(Owner.startTime(of: Owner.current.process) == Owner.current.start)
    #expect(Owner.startTime(of: 1) != nil)
    #expect(Owner.startTime(of: .max) == nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sleep")
    process.arguments = ["60"]
    try process.run()
    let start = try #require(Owner.startTime(of: process.processIdentifier))
    let owner = Owner(host: Owner.current.host, process: process.processIdentifier, start: start)
    #expect(owner.isAlive(heartbeat: 0, now: 1_000))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(!owner.isAlive(heartbeat: 1_000, now: 1_000))
  }

  @Test func numbersThatFitNowhereStopNothing() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.database)
    let session = try Sample.keep("a question", "an answer", in: database)
    try database.saveDraft("half", ofSession: session.id)
    try folder.other("atelier.sqlite") { connection in
      try connection.execute(
        sql: """
          UPDATE reply SET owner_process = 9000000000000000000, ending = NULL, owner_start = -9000000000000000000;
          UPDATE draft SET owner_process = 9000000000000000000;
          """)
    }
    #expect(try database.messages(ofSession: session.id).last?.stored?.isStreaming == false)
    #expect(try database.reapOrphans() == 1)
    #expect(try database.takeDraft(ofSession: session.id) == "half")
  }
}
