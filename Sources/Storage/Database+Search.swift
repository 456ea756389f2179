import GRDB

extension Database {
  /// Conversations in which all words of a query stand in one text, the best first, one hit a conversation.
  ///
  /// The last word may be the start of one. Nothing that a person types is syntax. A reply is found once it has ended.
  package func search(_ query: String, limit: Int) throws(StorageError) -> [SessionHit] {
    guard let pattern = SearchIndex.pattern(query), limit > 0 else { return [] }
    do {
      return try pool.read { try Database.hits(pattern, limit: limit, in: $0) }
    } catch  where SQLiteFailure.isIndexDamage(error) {
      // The index is made anew from the texts, which are sound.
      return try write { database in
        try SearchIndex.rebuild(in: database)
        return try Database.hits(pattern, limit: limit, in: database)
      }
    } catch {
      throw failure(error)
    }
  }

  private static func hits(
    _ pattern: String, limit: Int, in database: GRDB.Database
  ) throws -> [SessionHit] {
    var seen: Set<String> = []
    var hits: [SessionHit] = []
    let rows = try Row.fetchCursor(database, sql: Database.searchStatement, arguments: [pattern])
    while hits.count < limit, let row = try rows.next() {
      guard let session: String = row[1], seen.insert(session).inserted else { continue }
      let number: Int64 = row[0]
      guard let place = try Database.place(of: number, in: database) else { continue }
      var hit = SessionHit(
        sessionID: session, messageID: place[1], title: place[2], field: .title, excerpt: "", ranges: [],
        date: place[3])
      // Excerpts are dear: they are made of the rows that are shown.
      let excerpts = try database.cachedStatement(sql: Database.excerptStatement)
      if let row = try Row.fetchOne(excerpts, arguments: [pattern, number]) {
        Database.fill(&hit, from: row)
      }
      hits.append(hit)
    }
    return hits
  }

  /// Where a match begins and ends in what SQLite hands out: control characters that texts do
  /// not hold; where one does, only a mark is out of place.
  private static let open: Unicode.Scalar = "\u{2}"
  private static let close: Unicode.Scalar = "\u{3}"

  /// The rows that match, the best first, and the conversation of each.
  private static let searchStatement = """
    SELECT search.rowid, coalesce(message.session_id, session.id)
    FROM search LEFT JOIN message ON message.number = search.rowid
      LEFT JOIN session ON session.number = -search.rowid
    WHERE search MATCH ? AND rank MATCH 'bm25(6.0, 0.5, 2.0, 1.0, 0.3)' ORDER BY rank
    """

  /// The excerpts of one of these rows, an excerpt a field.
  private static let excerptStatement: String = {
    let excerpts = SessionHit.Field.allCases.indices.map {
      "snippet(search, \($0), char(2), char(3), '…', 24)"
    }
    return "SELECT \(excerpts.joined(separator: ", ")) FROM search WHERE search MATCH ? AND rowid = ?"
  }()

  private static func place(of number: Int64, in database: GRDB.Database) throws -> Row? {
    if number < 0 {
      return try Row.fetchOne(
        database.cachedStatement(sql: "SELECT id, NULL, title, updated_at FROM session WHERE number = ?"),
        arguments: [-number])
    }
    return try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT session.id, message.id, title, message.created_at
          FROM message JOIN session ON session.id = session_id WHERE message.number = ?
          """), arguments: [number])
  }

  /// Takes the field with the most matches, and takes its marks out.
  private static func fill(_ hit: inout SessionHit, from row: Row) {
    for (index, field) in SessionHit.Field.allCases.enumerated() {
      guard let marked = row[index] as String? else { continue }
      let (excerpt, ranges) = unmark(marked)
      guard hit.excerpt.isEmpty || ranges.count > hit.ranges.count else { continue }
      hit.field = field
      hit.excerpt = excerpt
      hit.ranges = ranges
    }
  }

  private static func unmark(_ marked: String) -> (excerpt: String, ranges: [Range<Int>]) {
    var text = ""
    var ranges: [Range<Int>] = []
    var start: Int?
    for scalar in marked.unicodeScalars {
      switch scalar {
      case open: start = text.utf8.count
      case close:
        if let from = start { ranges.append(from..<text.utf8.count) }
        start = nil
      case "\n", "\r", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": text += " "
      default: text.unicodeScalars.append(scalar)
      }
    }
    return (text, ranges)
  }
}
