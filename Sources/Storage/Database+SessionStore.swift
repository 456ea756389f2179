import GRDB
import Models

extension Database: SessionStore {
  // MARK: Sessions

  package func createSession(_ session: Session) throws {
    try write { try SessionRows.insert(session, in: $0) }
  }

  /// Changes a session; one that another program has deleted stays deleted.
  package func updateSession(_ session: Session) throws {
    try write { try SessionRows.update(session, in: $0) }
  }

  package func setTip(_ message: String, ofSession id: String) throws {
    try write { try SessionRows.setTip(message, ofSession: id, in: $0) }
  }

  package func deleteSessionIfEmpty(_ id: String) throws {
    try write { try SessionRows.deleteIfEmpty(id, in: $0) }
  }

  package func session(_ id: String) throws -> Session? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT \(SessionRows.columns) FROM session WHERE id = ?", arguments: [id]
      )
      .map(SessionRows.session)
    }
  }

  package func sessions(limit: Int) throws -> [Session] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT \(SessionRows.columns) FROM session ORDER BY updated_at DESC, number DESC LIMIT ?",
        arguments: [limit]
      ).map(SessionRows.session)
    }
  }

  package func sessions(withIDPrefix prefix: String) throws -> [Session] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT \(SessionRows.columns) FROM session WHERE substr(id, 1, length(?1)) = ?1 LIMIT 100",
        arguments: [prefix]
      ).map(SessionRows.session)
    }
  }

  package func sessionCount() throws -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session") ?? 0 }
  }

  /// Deletes a session with its messages, and overwrites what they were with zeros.
  ///
  /// ``forget(_:)`` does more.
  package func deleteSession(_ id: String) throws {
    try write { try SessionRows.delete(id, in: $0) }
    // The old pages also stand in the log, until it is written over.
    _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
  }

  // MARK: Messages

  package func messages(ofSession id: String) throws -> [SessionMessage] {
    let now = Clock.now()
    return try read { database in
      let attachments = try AttachmentRows.attachments(ofSession: id, in: database)
      return try Row.fetchAll(
        database, sql: MessageRows.select + " WHERE session_id = ? ORDER BY message.number", arguments: [id]
      ).map { MessageRows.message($0, attachments: attachments, now: now) }
    }
  }

  package func image(of attachment: SessionAttachment) throws -> ChatImage? {
    if let image = attachment.image { return image }
    return try read { try AttachmentRows.image(attachment.id, in: $0) }
  }

  package func recentQuestions(limit: Int) throws -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT text FROM message WHERE kind = 'question' ORDER BY number DESC LIMIT ?",
        arguments: [limit])
    }.reversed()
  }

  package func addQuestion(_ message: SessionMessage) throws {
    guard case .question(let text) = message.content else { return }
    try write { database in
      let number = try MessageRows.insert(message, kind: "question", text: text, in: database)
      try AttachmentRows.insert(message.attachments, message: number, in: database)
      try SearchIndex.put(question: number, text: StoredValues.text(text), in: database)
      try SessionRows.advance(to: message, in: database)
      try Self.endDraft(text, ofSession: message.sessionID, in: database)
    }
  }

  /// Adds a reply that this process is about to write.
  ///
  /// One that has an ending already is kept for good.
  package func beginReply(_ message: SessionMessage) throws {
    guard case .reply(let stored) = message.content else { return }
    try write { database in
      let number = try MessageRows.insert(message, kind: "reply", text: stored.reply.text, in: database)
      try MessageRows.insert(stored, number: number, in: database)
      _ = try MessageRows.update(message.id, stored.reply, in: database)
      if stored.reply.ending != nil { try MessageRows.index(number, stored.reply, in: database) }
      try SessionRows.advance(to: message, in: database)
    }
  }

  package func saveReply(_ id: String, _ reply: Reply) throws {
    try write { database in
      guard let number = try MessageRows.update(id, reply, in: database), reply.ending != nil else { return }
      try MessageRows.index(number, reply, in: database)
    }
  }

  package func showLife(ofReply id: String) throws {
    try write { database in
      try database.cachedStatement(
        sql: """
          UPDATE reply SET heartbeat = ?
          WHERE ending IS NULL AND number = (SELECT number FROM message WHERE id = ?)
          """
      ).execute(arguments: [Clock.now(), id])
    }
  }

  package func finishReply(_ id: String, _ reply: Reply) throws {
    var reply = reply
    if reply.ending == nil { reply.ending = Ending(.incomplete, reason: "the stream ended without an end") }
    try saveReply(id, reply)
  }

  // MARK: Orphans

  /// Gives replies whose writer has died their ending for good, and makes their words found.
  ///
  /// - Returns: how many there were.
  @discardableResult
  package func reapOrphans() throws(StorageError) -> Int {
    do {
      // By the writer's connection: it is there already when a program starts.
      let found = try pool.writeWithoutTransaction { try orphans(in: $0) }
      guard !found.isEmpty else { return 0 }
      return try pool.write { database in
        // Looked for again: another process may have been first, or a writer have finished.
        let orphans = try orphans(in: database)
        for (id, reply) in orphans {
          guard let number = try MessageRows.update(id, reply, in: database) else { continue }
          try MessageRows.index(number, reply, in: database)
        }
        return orphans.count
      }
    } catch {
      throw failure(error)
    }
  }

  private func orphans(in database: GRDB.Database) throws -> [(id: String, reply: Reply)] {
    let now = Clock.now()
    let condition = " WHERE message.number IN (SELECT number FROM reply WHERE ending IS NULL)"
    return try Row.fetchAll(database, sql: MessageRows.select + condition).compactMap { row in
      let message = MessageRows.message(row, now: now)
      guard MessageRows.isWriterGone(row, now: now), case .reply(let stored) = message.content else {
        return nil
      }
      return (message.id, stored.reply)
    }
  }
}
