import GRDB
import Models

/// Sessions between their type and their table.
enum SessionRows {
  static let columns =
    "id, title, created_at, updated_at, provider, model, system, parameters, tip"

  static func session(_ row: Row) -> Session {
    Session(
      id: row[0], title: row[1], createdAt: row[2], updatedAt: row[3],
      model: ModelName(provider: row[4], model: row[5]), system: row[6],
      parameters: StoredValues.parameters(row[7]), tip: row[8])
  }

  static func insert(_ session: Session, in database: GRDB.Database) throws {
    let title = StoredValues.text(session.title)
    let system = StoredValues.text(session.system)
    let statement = try database.cachedStatement(
      sql: "INSERT INTO session(\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try statement.execute(arguments: [
      session.id, title, session.createdAt, session.updatedAt, session.model.provider, session.model.model,
      system, StoredValues.json(session.parameters), session.tip,
    ])
    try SearchIndex.put(session: database.lastInsertedRowID, title: title, system: system, in: database)
  }

  static func update(_ session: Session, in database: GRDB.Database) throws {
    let title = StoredValues.text(session.title)
    let system = StoredValues.text(session.system)
    guard
      let old = try Row.fetchOne(
        database.cachedStatement(sql: "SELECT number, title, system FROM session WHERE id = ?"),
        arguments: [session.id])
    else { return }
    let statement = try database.cachedStatement(
      sql:
        "UPDATE session SET title = ?, provider = ?, model = ?, system = ?, parameters = ? WHERE number = ?")
    let number: Int64 = old[0]
    try statement.execute(arguments: [
      title, session.model.provider, session.model.model, system, StoredValues.json(session.parameters),
      number,
    ])
    if old[1] != title || old[2] != system {
      try SearchIndex.put(session: number, title: title, system: system, in: database)
    }
  }

  /// Makes a message the one from which its session goes on; one that is no message of it changes nothing.
  static func setTip(_ message: String, ofSession id: String, in database: GRDB.Database) throws {
    try database.execute(
      sql: """
        UPDATE session SET tip = :tip
        WHERE id = :id AND EXISTS (SELECT 1 FROM message WHERE message.id = :tip AND session_id = :id)
        """, arguments: ["tip": message, "id": id])
  }

  /// Makes a new message the tip of its session.
  static func advance(to message: SessionMessage, in database: GRDB.Database) throws {
    try database.cachedStatement(
      sql: "UPDATE session SET tip = ?, updated_at = max(updated_at, ?) WHERE id = ?"
    ).execute(arguments: [message.id, message.createdAt, message.sessionID])
  }

  /// Deletes a session in which nothing was ever asked, typed or set.
  static func deleteIfEmpty(_ id: String, in database: GRDB.Database) throws {
    let isEmpty = try Bool.fetchOne(
      database,
      sql: """
        SELECT system = '' AND parameters = '{}'
          AND NOT EXISTS (SELECT 1 FROM message WHERE session_id = session.id)
          AND NOT EXISTS (SELECT 1 FROM draft WHERE session_id = session.id)
        FROM session WHERE id = ?
        """, arguments: [id])
    if isEmpty == true { try delete(id, in: database) }
  }

  /// Deletes a session, its messages with their pictures, its drafts, and their words in the index.
  ///
  /// What its calls took and cost stays, without a word that could be the conversation's.
  static func delete(_ id: String, in database: GRDB.Database) throws {
    try database.execute(
      sql: """
        DELETE FROM search WHERE rowid IN (SELECT number FROM message WHERE session_id = :id)
          OR rowid IN (SELECT -number FROM session WHERE id = :id)
        """, arguments: ["id": id])
    // A copy of an older version may know no calls.
    if try database.tableExists("call") {
      try database.execute(
        sql: """
          UPDATE call SET trace = NULL, parent = NULL, label = NULL, ending_reason = NULL WHERE trace = ?
          """, arguments: [id])
    }
    try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [id])
  }
}
