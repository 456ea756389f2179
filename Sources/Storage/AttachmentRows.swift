import FoundationEssentials
import GRDB
import Models

/// Pictures between their type and their tables.
///
/// One that is sent ten times is kept once, and goes with the last message that has it: a trigger sees to that.
enum AttachmentRows {
  static func insert(_ attachments: [SessionAttachment], message: Int64, in database: GRDB.Database) throws {
    for (place, attachment) in attachments.enumerated() {
      let number = try number(of: attachment, in: database)
      try database.cachedStatement(
        sql: "INSERT INTO message_attachment(message, place, attachment, name) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [message, place, number, StoredValues.text(attachment.name)])
    }
  }

  /// The number of a picture, which is kept when it is not there yet.
  private static func number(of attachment: SessionAttachment, in database: GRDB.Database) throws -> Int64 {
    let find = try database.cachedStatement(sql: "SELECT number FROM attachment WHERE id = ?")
    if let number = try Int64.fetchOne(find, arguments: [attachment.id]) { return number }
    guard let image = attachment.image else {
      throw StorageError(.other, "\(MissingAttachment(attachment))")
    }
    let (mediaType, content) = written(image)
    try database.cachedStatement(
      sql: "INSERT INTO attachment(id, media_type, size, content) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [attachment.id, mediaType, content.count, content])
    return database.lastInsertedRowID
  }

  private static func written(_ image: ChatImage) -> (mediaType: String, content: Data) {
    switch image {
    case .url(let url): ("", Data(url.utf8))
    case .bytes(let bytes, let mediaType): (mediaType, Data(bytes))
    }
  }

  /// The pictures of a session's messages, without their bytes, by the message's number.
  static func attachments(
    ofSession id: String, in database: GRDB.Database
  ) throws -> [Int64: [SessionAttachment]] {
    let rows = try Row.fetchAll(database.cachedStatement(sql: select), arguments: [id])
    return rows.reduce(into: [:]) { found, row in
      let mediaType: String = row[2]
      found[row[0], default: []].append(
        SessionAttachment(
          id: row[1], mediaType: mediaType.isEmpty ? nil : mediaType, byteCount: row[3], name: row[4]))
    }
  }

  /// Reads a session's pictures without their bytes.
  static let select = """
    SELECT message.number, attachment.id, media_type, size, name
    FROM message JOIN message_attachment ON message_attachment.message = message.number
      JOIN attachment ON attachment.number = message_attachment.attachment
    WHERE session_id = ? ORDER BY message.number, place
    """

  static func image(_ id: String, in database: GRDB.Database) throws -> ChatImage? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT media_type, content FROM attachment WHERE id = ?"),
      arguments: [id]
    ).map(image)
  }

  private static func image(_ row: Row) -> ChatImage {
    let mediaType: String = row[0]
    let content: Data = row[1]
    return mediaType.isEmpty
      ? .url(String(decoding: content, as: UTF8.self)) : .bytes(Array(content), mediaType: mediaType)
  }

  private static let isLost =
    "NOT EXISTS (SELECT 1 FROM message_attachment WHERE attachment = attachment.number)"

  /// Deletes the pictures that belong to no message, which only damage can leave.
  static func deleteLost(in database: GRDB.Database) throws {
    try database.execute(sql: "DELETE FROM attachment WHERE \(isLost)")
  }

  /// What is wrong with the pictures, in words: SQLite does not see a byte that has changed within one.
  static func findings(in database: GRDB.Database) throws -> [String] {
    var findings: [String] = []
    let lost = try Int.fetchOne(database, sql: "SELECT count(*) FROM attachment WHERE \(isLost)")
    if let count = lost, count > 0 {
      findings.append(
        "\(count) pictures belong to no message; `atelier db forget` without an id sweeps them out")
    }
    let rows = try Row.fetchCursor(database, sql: "SELECT media_type, content, id, size FROM attachment")
    var changed = 0
    while let row = try rows.next() {
      let content: Data = row[1]
      if image(row).digest != row[2] || content.count != row[3] { changed += 1 }
    }
    if changed > 0 { findings.append("\(changed) pictures are not as they were kept") }
    return findings
  }
}
