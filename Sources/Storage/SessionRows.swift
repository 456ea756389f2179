import GRDB
import Models

/// Sessions between their type and their table.
enum SessionRows {
  static let columns =
    "id, title, created_at, updated_at, provider, model, system, parameters, draft, tip"

  static func session(_ row: Row) -> Session {
    Session(
      id: row[0], title: row[1], createdAt: row[2], updatedAt: row[3],
      model: ModelName(provider: row[4], model: row[5]), system: row[6],
      parameters: StoredValues.parameters(row[7]),
      draft: row[8], tip: row[9])
  }

  static func insert(_ session: Session, in database: GRDB.Database) throws {
    let title = StoredValues.text(session.title)
    let system = StoredValues.text(session.system)
    let statement = try database.cachedStatement(
      sql: "INSERT INTO session(\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try statement.execute(arguments: [
      session.id, title, session.createdAt, session.updatedAt, session.model.provider, session.model.model,
      system,
      StoredValues.json(session.parameters), StoredValues.text(session.draft), session.tip,
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
    // A session that has messages has a tip: one without it was read before they came.
    let statement = try database.cachedStatement(
      sql: """
        UPDATE session SET title = ?, provider = ?, model = ?, system = ?, parameters = ?, draft = ?,
          tip = coalesce(?, tip)
        WHERE number = ?
        """)
    let number: Int64 = old[0]
    try statement.execute(arguments: [
      title, session.model.provider, session.model.model, system, StoredValues.json(session.parameters),
      StoredValues.text(session.draft), session.tip, number,
    ])
    if old[1] != title || old[2] != system {
      try SearchIndex.put(session: number, title: title, system: system, in: database)
    }
  }

  /// Makes a message the tip of its session.
  static func advance(to message: SessionMessage, in database: GRDB.Database) throws {
    try database.cachedStatement(
      sql: "UPDATE session SET tip = ?, updated_at = max(updated_at, ?) WHERE id = ?"
    ).execute(arguments: [message.id, message.createdAt, message.sessionID])
  }

  /// Deletes a session, its messages, and their words in the index.
  static func delete(_ id: String, in database: GRDB.Database) throws {
    try database.execute(
      sql: """
        DELETE FROM search WHERE rowid IN (SELECT number FROM message WHERE session_id = :id)
          OR rowid IN (SELECT -number FROM session WHERE id = :id)
        """, arguments: ["id": id])
    try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [id])
  }
}
