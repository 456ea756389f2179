import GRDB
import Models

/// Messages between their type and their tables.
enum MessageRows {
  /// The ending of a reply whose writer died.
  static let orphaned = Ending(.incomplete, reason: "the program that wrote it ended before it was done")

  /// Reads messages; what follows is the condition, in terms of `message`.
  static let select = """
    SELECT message.id, session_id, parent_id, created_at, kind, text, provider, model, parameters, reasoning, refusal,
      lists, input_tokens, output_tokens, cached_tokens, reasoning_tokens, usage_source, first_token_s, total_s,
      ending, ending_reason, ending_raw, owner_host, owner_process, owner_start, heartbeat, message.number,
      cache_write_tokens, conversation
    FROM message LEFT JOIN reply USING (number)
    """

  /// - Parameter attachments: those of all messages that are read, by the message's number.
  static func message(
    _ row: Row, attachments: [Int64: [SessionAttachment]] = [:], now: Double
  ) -> SessionMessage {
    SessionMessage(
      id: row[0], sessionID: row[1], parentID: row[2], createdAt: row[3],
      content: row[4] == "question" || row[6] == nil ? .question(row[5]) : .reply(reply(row, now: now)),
      attachments: attachments[row[26]] ?? [])
  }

  /// Whether the writer of an unfinished reply will never finish it.
  static func isWriterGone(_ row: Row, now: Double) -> Bool {
    row[6] != nil && row[19] == nil && owner(row).isGone(heartbeat: row[25], now: now)
  }

  private static func owner(_ row: Row) -> Owner {
    Owner(host: row[22], keptProcess: row[23], start: row[24])
  }

  private static func reply(_ row: Row, now: Double) -> StoredReply {
    var reply = Reply()
    StoredValues.apply(row[11], to: &reply)
    reply.text = row[5]
    reply.reasoning = row[9]
    reply.refusal = row[10]
    if let source = (row[16] as String?).flatMap(Usage.Source.init(rawValue:)) {
      reply.usage = Usage(
        inputTokens: row[12], outputTokens: row[13], cachedTokens: row[14],
        cacheWriteTokens: row[27], reasoningTokens: row[15], source: source)
    }
    reply.timing = Timing(firstToken: row[17], total: row[18])
    var isStreaming = false
    if let kind = (row[19] as String?).flatMap(Ending.Kind.init(rawValue:)) {
      reply.ending = Ending(kind, reason: row[20], raw: row[21])
    } else {
      isStreaming = owner(row).isAlive(heartbeat: row[25], now: now)
      if !isStreaming { reply.ending = orphaned }
    }
    return StoredReply(
      model: ModelName(provider: row[6], model: row[7]), parameters: StoredValues.parameters(row[8]),
      reply: reply, isStreaming: isStreaming, conversation: row[28])
  }

  static func insert(
    _ message: SessionMessage, kind: String, text: String, in database: GRDB.Database
  ) throws -> Int64 {
    try database.cachedStatement(
      sql: "INSERT INTO message(id, session_id, parent_id, created_at, kind, text) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      message.id, message.sessionID, message.parentID, message.createdAt, kind, StoredValues.text(text),
    ])
    return database.lastInsertedRowID
  }

  static func insert(_ stored: StoredReply, number: Int64, in database: GRDB.Database) throws {
    let owner = Owner.current
    try database.cachedStatement(
      sql: """
        INSERT INTO reply(number, provider, model, parameters, owner_host, owner_process, owner_start, heartbeat,
          conversation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      number, stored.model.provider, stored.model.model, StoredValues.json(stored.parameters), owner.host,
      owner.process, owner.start, Clock.now(), stored.conversation,
    ])
  }

  /// Keeps a reply as it is now.
  ///
  /// - Returns: its number; nil when it was deleted with its session meanwhile.
  static func update(_ id: String, _ reply: Reply, in database: GRDB.Database) throws -> Int64? {
    let find = try database.cachedStatement(sql: "SELECT number FROM message WHERE id = ? AND kind = 'reply'")
    guard let number = try Int64.fetchOne(find, arguments: [id]) else { return nil }
    try database.cachedStatement(sql: "UPDATE message SET text = ? WHERE number = ?")
      .execute(arguments: [StoredValues.text(reply.text), number])
    let usage = reply.usage
    try database.cachedStatement(
      sql: """
        UPDATE reply SET reasoning = ?, refusal = ?, lists = ?, input_tokens = ?, output_tokens = ?,
          cached_tokens = ?, cache_write_tokens = ?, reasoning_tokens = ?, usage_source = ?, first_token_s = ?, total_s = ?,
          ending = ?, ending_reason = ?, ending_raw = ?, heartbeat = ?
        WHERE number = ?
        """
    ).execute(arguments: [
      StoredValues.text(reply.reasoning), StoredValues.text(reply.refusal), StoredValues.lists(of: reply),
      usage?.inputTokens, usage?.outputTokens, usage?.cachedTokens, usage?.cacheWriteTokens,
      usage?.reasoningTokens, usage?.source.rawValue,
      reply.timing.firstToken, reply.timing.total.isNaN ? 0 : reply.timing.total, reply.ending?.kind.rawValue,
      StoredValues.text(reply.ending?.reason), StoredValues.text(reply.ending?.raw), Clock.now(), number,
    ])
    return number
  }

  /// Makes the words of a finished reply found, unless a content filter took them back: nobody is to be shown them.
  static func index(_ number: Int64, _ reply: Reply, in database: GRDB.Database) throws {
    guard !reply.isWithdrawn else {
      return try SearchIndex.put(reply: number, answer: "", reasoning: "", in: database)
    }
    let texts = [reply.text, reply.refusal].filter { !$0.isEmpty }
    try SearchIndex.put(
      reply: number, answer: StoredValues.text(texts.joined(separator: "\n")),
      reasoning: StoredValues.text(reply.reasoning), in: database)
  }
}
