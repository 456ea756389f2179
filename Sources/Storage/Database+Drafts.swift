import GRDB
import Models

/// What was typed and not sent: one text for each conversation and each program that is open on it, so that two
/// windows never write over each other's.
extension Database {
  package func saveDraft(_ text: String, ofSession id: String) throws {
    let owner = Owner.current
    try write { database in
      let mine: StatementArguments = [id, owner.host, owner.process, owner.start]
      guard !text.isEmpty else {
        try database.execute(
          sql: """
            DELETE FROM draft
            WHERE session_id = ? AND owner_host = ? AND owner_process = ? AND owner_start = ?
            """, arguments: mine)
        return
      }
      // Of a session that was deleted elsewhere nothing is kept.
      try database.execute(
        sql: """
          INSERT INTO draft(session_id, owner_host, owner_process, owner_start, text, updated_at)
          SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM session WHERE id = ?)
          ON CONFLICT (session_id, owner_host, owner_process, owner_start)
            DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at
          """, arguments: mine + [StoredValues.text(text), Clock.now(), id])
    }
  }

  /// Takes a draft away with the question that it has become, in one step: it is never lost, and never there twice.
  static func endDraft(_ question: String, ofSession id: String, in database: GRDB.Database) throws {
    let owner = Owner.current
    let mine: StatementArguments = [id, owner.host, owner.process, owner.start]
    let condition = "session_id = ? AND owner_host = ? AND owner_process = ? AND owner_start = ?"
    let text = try String.fetchOne(
      database, sql: "SELECT text FROM draft WHERE \(condition)", arguments: mine)
    // What was typed since it was sent stays.
    guard let text,
      text.split(whereSeparator: \.isWhitespace) == question.split(whereSeparator: \.isWhitespace)
    else { return }
    try database.execute(sql: "DELETE FROM draft WHERE \(condition)", arguments: mine)
  }

  package func takeDraft(ofSession id: String) throws -> String {
    guard let found = try read({ try Self.drafts($0, ofSession: id).first }) else { return "" }
    if found.owner == .current { return found.text }
    return try write { database in
      // Looked for again: another window may have taken it meanwhile.
      guard let draft = try Self.drafts(database, ofSession: id).first else { return "" }
      let owner = Owner.current
      try database.execute(
        sql: "UPDATE draft SET owner_host = ?, owner_process = ?, owner_start = ? WHERE number = ?",
        arguments: [owner.host, owner.process, owner.start, draft.number])
      return draft.text
    }
  }

  package func abandonedDraft() throws -> String? {
    try read { try Self.drafts($0, ofSession: nil).first { $0.owner != .current }?.session }
  }

  package func drafts() throws -> [String: String] {
    try read { database in
      // The newest one of a session stands last, and stays.
      try Row.fetchAll(database, sql: "SELECT session_id, text FROM draft ORDER BY updated_at, number")
        .reduce(into: [:]) { $0[$1[0]] = $1[1] }
    }
  }

  private struct Draft {
    var number: Int64
    var session: String
    var text: String
    var owner: Owner
  }

  /// The drafts that this program may show: its own first, then those whose writer is gone, the newest first.
  private static func drafts(_ database: GRDB.Database, ofSession id: String?) throws -> [Draft] {
    let now = Clock.now()
    let condition = id == nil ? "" : "WHERE session_id = ?"
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT number, session_id, text, owner_host, owner_process, owner_start, updated_at FROM draft \(condition)
        ORDER BY updated_at DESC, number DESC
        """, arguments: id.map { [$0] } ?? [])
    let usable = rows.compactMap { row -> Draft? in
      let owner = Owner(host: row[3], keptProcess: row[4], start: row[5])
      guard owner == .current || !owner.isAlive(heartbeat: row[6], now: now) else { return nil }
      return Draft(number: row[0], session: row[1], text: row[2], owner: owner)
    }
    return usable.filter { $0.owner == .current } + usable.filter { $0.owner != .current }
  }
}
