/// What a person keeps beside the catalog: private notes, bookmarks, where they have been, decisions, choices.
///
/// `Storage` keeps it in SQLite; tests keep it in memory.
///
/// Every call is committed when it returns. All may throw an error that can be shown to a person.
package protocol NotebookStore: Sendable {
  /// The notes, the newest first.
  func notes() throws -> [EntryNote]
  func note(on address: String) throws -> EntryNote?
  /// Keeps the note on an entry; a text of blanks takes it away.
  func saveNote(_ text: String, on address: String, at time: Double) throws
  /// The bookmarks, the newest first.
  func bookmarks() throws -> [Bookmark]
  func addBookmark(_ address: String, at time: Double) throws
  /// Takes a bookmark away, and tells whether it was there.
  @discardableResult
  func removeBookmark(_ address: String) throws -> Bool
  /// The addresses of the entries that were opened last, the newest first, each once.
  func recentEntries(limit: Int) throws -> [String]
  func recordVisit(_ address: String, at time: Double) throws
  /// What a screen remembers, as JSON.
  func preference(_ name: String) throws -> String?
  func setPreference(_ name: String, _ json: String) throws
  /// The decisions that were kept, the newest first.
  func decisions() throws -> [KeptDecision]
  /// Keeps a decision; one with the same id is replaced.
  func saveDecision(_ decision: KeptDecision) throws
  @discardableResult
  func removeDecision(_ id: String) throws -> Bool
}

/// What a person wrote of an entry, for themselves.
package struct EntryNote: Hashable, Sendable {
  package var address: String
  /// Markdown.
  package var text: String
  /// Seconds since 1970.
  package var updatedAt: Double

  package init(address: String, text: String, updatedAt: Double) {
    self.address = address
    self.text = text
    self.updatedAt = updatedAt
  }
}

/// An entry that a person wants to find again.
package struct Bookmark: Hashable, Sendable {
  package var address: String
  /// Seconds since 1970.
  package var addedAt: Double

  package init(address: String, addedAt: Double) {
    self.address = address
    self.addedAt = addedAt
  }
}

/// The answers to a decision guide, with what came out.
package struct KeptDecision: Hashable, Sendable, Identifiable {
  package var id: String
  /// The id of the guide.
  package var guide: String
  package var title: String
  /// The id of an answer by the id of its question.
  package var answers: [String: String]
  /// What came out, in one line.
  package var outcome: String
  /// The decision record as Markdown.
  package var record: String
  /// Seconds since 1970.
  package var savedAt: Double

  package init(
    id: String, guide: String, title: String, answers: [String: String], outcome: String, record: String,
    savedAt: Double
  ) {
    self.id = id
    self.guide = guide
    self.title = title
    self.answers = answers
    self.outcome = outcome
    self.record = record
    self.savedAt = savedAt
  }
}
