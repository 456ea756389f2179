import Catalog
import FoundationEssentials
import GRDB

/// Notes, bookmarks, visits, what screens remember, and decisions.
extension Database: NotebookStore {
  /// How many visits are kept: more than a person looks back.
  static let mostVisits = 100

  // MARK: Notes

  package func notes() throws -> [EntryNote] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT address, text, updated_at FROM note ORDER BY updated_at DESC, number DESC"
      ).map(NotebookRows.note)
    }
  }

  package func note(on address: String) throws -> EntryNote? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT address, text, updated_at FROM note WHERE address = ?", arguments: [address]
      ).map(NotebookRows.note)
    }
  }

  package func saveNote(_ text: String, on address: String, at time: Double) throws {
    try write { database in
      if text.allSatisfy(\.isWhitespace) {
        try database.execute(sql: "DELETE FROM note WHERE address = ?", arguments: [address])
      } else {
        // A new row has a new number, so that of two notes of one moment the later one is the newer.
        try database.execute(
          sql: "INSERT OR REPLACE INTO note(address, text, updated_at) VALUES (?, ?, ?)",
          arguments: [StoredValues.text(address), StoredValues.text(text), time])
      }
    }
  }

  // MARK: Bookmarks

  package func bookmarks() throws -> [Bookmark] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT address, added_at FROM bookmark ORDER BY added_at DESC, number DESC"
      ).map { Bookmark(address: $0[0], addedAt: $0[1]) }
    }
  }

  /// Adds a bookmark; one that is there keeps its time.
  package func addBookmark(_ address: String, at time: Double) throws {
    try write { database in
      try database.execute(
        sql: "INSERT INTO bookmark(address, added_at) VALUES (?, ?) ON CONFLICT(address) DO NOTHING",
        arguments: [StoredValues.text(address), time])
    }
  }

  @discardableResult
  package func removeBookmark(_ address: String) throws -> Bool {
    try write { database in
      try database.execute(sql: "DELETE FROM bookmark WHERE address = ?", arguments: [address])
      return database.changesCount > 0
    }
  }

  // MARK: Visits

  package func recentEntries(limit: Int) throws -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT address FROM visit ORDER BY visited_at DESC, number DESC LIMIT ?",
        arguments: [max(0, limit)])
    }
  }

  package func recordVisit(_ address: String, at time: Double) throws {
    try write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO visit(address, visited_at) VALUES (?, ?)",
        arguments: [StoredValues.text(address), time])
      try database.execute(
        sql: """
          DELETE FROM visit WHERE number NOT IN
            (SELECT number FROM visit ORDER BY visited_at DESC, number DESC LIMIT ?)
          """, arguments: [Self.mostVisits])
    }
  }

  // MARK: What screens remember

  package func preference(_ name: String) throws -> String? {
    try read { database in
      try String.fetchOne(database, sql: "SELECT value FROM preference WHERE name = ?", arguments: [name])
    }
  }

  package func setPreference(_ name: String, _ json: String) throws {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO preference(name, value) VALUES (?, ?)
          ON CONFLICT(name) DO UPDATE SET value = excluded.value
          """, arguments: [name, json])
    }
  }

  // MARK: Decisions

  package func decisions() throws -> [KeptDecision] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, guide, title, answers, outcome, record, saved_at FROM decision
          ORDER BY saved_at DESC, number DESC
          """
      ).map(NotebookRows.decision)
    }
  }

  package func saveDecision(_ decision: KeptDecision) throws {
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO decision(id, guide, title, answers, outcome, record, saved_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          decision.id, decision.guide, StoredValues.text(decision.title),
          NotebookRows.json(decision.answers), StoredValues.text(decision.outcome),
          StoredValues.text(decision.record), decision.savedAt,
        ])
    }
  }

  @discardableResult
  package func removeDecision(_ id: String) throws -> Bool {
    try write { database in
      try database.execute(sql: "DELETE FROM decision WHERE id = ?", arguments: [id])
      return database.changesCount > 0
    }
  }
}

/// What a person keeps, between its types and its tables.
private enum NotebookRows {
  static func note(_ row: Row) -> EntryNote {
    EntryNote(address: row[0], text: row[1], updatedAt: row[2])
  }

  static func decision(_ row: Row) -> KeptDecision {
    KeptDecision(
      id: row[0], guide: row[1], title: row[2], answers: answers(row[3]), outcome: row[4], record: row[5],
      savedAt: row[6])
  }

  static func json(_ answers: [String: String]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(answers) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  private static func answers(_ json: String) -> [String: String] {
    (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
  }
}
