import Catalog
import GRDB
import Testing

@testable import Storage

/// What a person keeps beside the catalog.
struct NotebookTests {
  let folder: TemporaryFolder
  let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.database)
  }

  /// The same file as another program opens it.
  private func again() throws -> Storage.Database { try Storage.Database(path: folder.database) }

  @Test func `a note is kept, changed and taken away by blanks`() throws {
    #expect(try database.note(on: "ai-search") == nil)
    try database.saveNote("ask about \0 hybrid search", on: "ai-search", at: 10)
    try database.saveNote("expensive", on: "gpt-5-2", at: 20)
    let kept = EntryNote(address: "ai-search", text: "ask about \u{FFFD} hybrid search", updatedAt: 10)
    #expect(try again().note(on: "ai-search") == kept)
    #expect(try database.notes().map(\.address) == ["gpt-5-2", "ai-search"])
    try database.saveNote("asked", on: "ai-search", at: 20)
    #expect(try database.notes().map(\.text) == ["asked", "expensive"])
    try database.saveNote(" \n\t", on: "gpt-5-2", at: 30)
    #expect(try again().notes().map(\.address) == ["ai-search"])
  }

  @Test func `notes are found by all words, without case and accents, and no sign means more than itself`()
    throws
  {
    try database.saveNote("Größe: 50% of the Café_index", on: "a", at: 1)
    try database.saveNote("grosse 500 cafe-index", on: "b", at: 2)
    try database.saveNote("nothing of the kind", on: "c", at: 3)
    func found(_ query: String) throws -> [String] { try database.notes(matching: query).map(\.address) }
    #expect(try found("CAFE") == ["b", "a"])
    #expect(try found("café 50") == ["b", "a"])
    #expect(try found("50%") == ["a"])
    #expect(try found("cafe_index") == ["a"])
    #expect(try found("größe") == ["b", "a"])
    #expect(try found("cafe nothing") == [])
    #expect(try found("  ") == [])
  }

  @Test func `a bookmark is there once, keeps its time, and tells whether it went`() throws {
    try database.addBookmark("ai-search", at: 1)
    try database.addBookmark("mlflow", at: 2)
    try database.addBookmark("ai-search", at: 3)
    #expect(
      try again().bookmarks() == [
        Bookmark(address: "mlflow", addedAt: 2), Bookmark(address: "ai-search", addedAt: 1),
      ])
    #expect(try database.removeBookmark("ai-search"))
    #expect(try !database.removeBookmark("ai-search"))
    #expect(try database.bookmarks().map(\.address) == ["mlflow"])
  }

  @Test func `the newest hundred visits are kept, each entry once`() throws {
    for number in 1...130 { try database.recordVisit("entry-\(number)", at: Double(number)) }
    try database.recordVisit("entry-31", at: 200)
    // Two visits of one moment stand in the order in which they were made.
    try database.recordVisit("entry-32", at: 200)
    #expect(try database.recentEntries(limit: 3) == ["entry-32", "entry-31", "entry-130"])
    let all = try database.recentEntries(limit: 1000)
    #expect(all.count == 100 && Set(all).count == 100)
    #expect(!all.contains("entry-30") && all.contains("entry-33"))
    #expect(try database.recentEntries(limit: -1) == [])
  }

  @Test func `a preference is replaced, and must be JSON`() throws {
    #expect(try database.preference("catalog.sort") == nil)
    try database.setPreference("catalog.sort", #"{"by":"title"}"#)
    try database.setPreference("catalog.sort", #"{"by":"kind"}"#)
    #expect(try again().preference("catalog.sort") == #"{"by":"kind"}"#)
    #expect(kind { try database.setPreference("catalog.sort", "no JSON") } == .other)
    #expect(try database.preference("catalog.sort") == #"{"by":"kind"}"#)
  }

  @Test func `a decision is kept whole, replaced by its id, and removed`() throws {
    var decision = KeptDecision(
      id: "D1", guide: "choose-vector-search", title: "Choose vector search",
      answers: ["live-updates": "yes", "placeOf \"it\"": "cloud_only"], outcome: "Azure AI Search",
      record: "# Choose\n\nA text.\n", savedAt: 5)
    try database.saveDecision(decision)
    try database.saveDecision(
      KeptDecision(id: "D2", guide: "g", title: "t", answers: [:], outcome: "o", record: "r", savedAt: 9))
    #expect(try again().decisions().map(\.id) == ["D2", "D1"])
    #expect(try again().decisions().last == decision)
    decision.outcome = "Cosmos DB"
    decision.savedAt = 12
    try database.saveDecision(decision)
    #expect(try database.decisions().first == decision)
    #expect(try database.decisions().count == 2)
    #expect(try database.removeDecision("D1"))
    #expect(try !database.removeDecision("D1"))
    #expect(try database.decisions().map(\.id) == ["D2"])
  }

  @Test func `what was written in a note is gone from the file once the note is`() throws {
    try database.saveNote("unforgettable-words", on: "ai-search", at: 1)
    #expect(try !folder.files(holding: "unforgettable-words").isEmpty)
    try database.saveNote("", on: "ai-search", at: 2)
    try database.forget([])
    #expect(try folder.files(holding: "unforgettable-words") == [])
    #expect(try database.check() == [])
  }
}
