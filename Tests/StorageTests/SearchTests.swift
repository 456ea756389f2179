import Foundation
import GRDB
import Models
import Testing

@testable import Storage

struct SearchTests {
  let folder: TemporaryFolder
  let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
  }

  @Test func wordsAreFoundInEveryKindOfText() throws {
    let session = try Sample.keep(
      "what is a heron", "a wading bird", title: "Wildlife", reasoning: "storks are related",
      system: "be a biologist",
      in: database)
    let fields: [(String, SessionHit.Field)] = [
      ("heron", .question), ("wading", .answer), ("wildlife", .title), ("storks", .reasoning),
      ("biologist", .system),
    ]
    for (word, field) in fields {
      let hits = try database.search(word, limit: 5)
      #expect(hits.map(\.sessionID) == [session.id], "\(word)")
      #expect(hits.first?.field == field)
      #expect(hits.first?.title == "Wildlife")
      #expect((hits.first?.messageID == nil) == (field == .title || field == .system))
    }
    #expect(try database.search("pelican", limit: 5).isEmpty)
  }

  @Test func aHitShowsWhereTheWordsStand() throws {
    try Sample.keep("Wo liegt\ndas Café Größenwahn?", "x", in: database)
    let hit = try #require(try database.search("cafe größ", limit: 5).first)
    #expect(hit.excerpt == "Wo liegt das Café Größenwahn?")
    let bytes = Array(hit.excerpt.utf8)
    #expect(hit.ranges.map { String(decoding: bytes[$0], as: UTF8.self) } == ["Café", "Größenwahn"])
    #expect(hit.date == 1_001)
  }

  @Test func allWordsMustStandInOneTextAndTheLastMayGrow() throws {
    try Sample.keep("red apples", "green pears", in: database)
    #expect(try database.search("apples red", limit: 5).count == 1)
    #expect(try database.search("red appl", limit: 5).count == 1)
    #expect(try database.search("appl red", limit: 5).isEmpty)
    #expect(try database.search("red pears", limit: 5).isEmpty)
  }

  @Test(arguments: [
    "apples OR", "AND", "NOT apples", "apples NEAR(", "\"", "apples\"", "\"\"", "*", "apples*", "^apples",
    "title:apples",
    "(apples", "apples)", "a:b", "-apples", "+", "{title} : apples", "apples\0red", "\\", "';--", "🙂", "",
    "   ", "…",
    "c++ apples", "rank MATCH 1", "\u{2}", "apples - red",
  ])
  func nothingThatAPersonTypesIsSyntax(query: String) throws {
    try Sample.keep("red apples", "green pears", in: database)
    _ = try database.search(query, limit: 5)
  }

  @Test func punctuationInAWordDoesNotHideIt() throws {
    try Sample.keep("is gpt-4o better than C++ and node.js?", "x", in: database)
    for query in ["gpt-4o", "\"gpt-4o\"", "c++", "node.js", "(better)", "better - than"] {
      #expect(try database.search(query, limit: 5).count == 1, "\(query)")
    }
  }

  @Test func aConversationIsOneHitAndATitleWeighsMore() throws {
    for number in 0..<3 {
      try Sample.keep("talk of tulips \(number)", "tulips and tulips", in: database)
    }
    let titled = try Sample.keep("flowers", "many", title: "Tulips", in: database)
    let hits = try database.search("tulips", limit: 10)
    #expect(hits.count == 4)
    #expect(Set(hits.map(\.sessionID)).count == 4)
    #expect(hits.first?.sessionID == titled.id)
    #expect(try database.search("tulips", limit: 2).count == 2)
    #expect(try database.search("tulips", limit: 0).isEmpty)
  }

  @Test func aChangedTitleIsFoundAndTheOldOneIsNot() throws {
    var session = try Sample.keep("q", "a", title: "Alpacas", in: database)
    session.title = "Llamas"
    try database.updateSession(session)
    #expect(try database.search("alpacas", limit: 5).isEmpty)
    #expect(try database.search("llamas", limit: 5).count == 1)
    #expect(try database.check() == [])
  }

  @Test func aDeletedConversationIsNotFound() throws {
    let session = try Sample.keep("quokka one", "quokka two", title: "quokka three", in: database)
    try database.deleteSession(session.id)
    #expect(try database.search("quokka", limit: 5).isEmpty)
    let left = try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM search") }
    #expect(left == 0)
  }

  @Test func aReplyThatIsFinishedTwiceIsInTheIndexOnce() throws {
    let session = Sample.session()
    try database.createSession(session)
    let begun = Sample.reply(in: session, after: nil)
    try database.beginReply(begun)
    try database.finishReply(begun.id, Sample.answer("first"))
    try database.finishReply(begun.id, Sample.answer("second"))
    #expect(try database.search("first", limit: 5).isEmpty)
    #expect(try database.search("second", limit: 5).count == 1)
  }

  @Test func theIndexCanBeMadeAnew() throws {
    try Sample.keep("numbat", "wombat", title: "Marsupials", in: database)
    try database.write { try $0.execute(sql: "DELETE FROM search") }
    #expect(try database.check().first?.hasPrefix("3 texts are missing in the search index") == true)
    try database.write { try SearchIndex.rebuild(in: $0) }
    #expect(try database.check() == [])
    for word in ["numbat", "wombat", "marsupials"] {
      #expect(try database.search(word, limit: 5).count == 1)
    }
  }

  @Test func aDamagedIndexIsMadeAnewByTheNextMessage() throws {
    let session = try Sample.keep("numbat", "wombat", in: database)
    try database.pool.writeWithoutTransaction {
      try $0.execute(sql: "UPDATE search_data SET block = zeroblob(length(block))")
    }
    let again = try Storage.Database(path: folder.database)
    #expect(try !again.check().isEmpty)
    try again.addQuestion(Sample.question("bilby", in: session))
    #expect(try again.search("bilby", limit: 5).count == 1)
    #expect(try again.search("numbat", limit: 5).count == 1)
    #expect(try again.check() == [])
  }

  @Test func aLongTextThatIsPastedIsSearchedAsWell() throws {
    let text = (0..<5_000).map { "word\($0)" }.joined(separator: " ")
    try Sample.keep(text, "x", in: database)
    for count in [200, 300, 3_000] {
      let query = (0..<count).map { "word\($0)" }.joined(separator: " ")
      #expect(try database.search(query, limit: 5).count == 1, "\(count)")
    }
  }

  @Test func aConversationWithManyHitsHidesNoOther() throws {
    let session = try Sample.keep("alpha", "alpha", title: "One", in: database)
    try database.write { connection in
      for place in 0..<10_000 {
        let message = Sample.question("x", in: session)
        let text = "alpha message \(place) with some more words around it, as people write them"
        let row = try MessageRows.insert(message, kind: "question", text: text, in: connection)
        try SearchIndex.put(question: row, text: text, in: connection)
      }
    }
    let other = try Sample.keep("something with alpha somewhere in it", "no", title: "Two", in: database)
    let hits = try database.search("alpha", limit: 20)
    #expect(Set(hits.map(\.sessionID)) == [session.id, other.id] && hits.count == 2)
    #expect(hits.allSatisfy { !$0.ranges.isEmpty })
  }
}
