import GRDB

/// The full-text index.
///
/// A row is a message, under its number, or a session's title and system prompt, under its number with a
/// minus.
enum SearchIndex {
  static func make(in database: GRDB.Database) throws {
    try database.execute(
      sql: """
        CREATE VIRTUAL TABLE search USING fts5(title, system, question, answer, reasoning,
          tokenize = 'unicode61 remove_diacritics 2');
        """)
  }

  /// Makes the index anew from the messages.
  static func rebuild(in database: GRDB.Database) throws {
    try database.execute(sql: "DROP TABLE IF EXISTS search")
    try make(in: database)
    try database.execute(
      sql: """
        INSERT INTO search(rowid, title, system) SELECT -number, title, system FROM session;
        INSERT INTO search(rowid, question) SELECT number, text FROM message WHERE kind = 'question';
        -- What a content filter took back is not found.
        INSERT INTO search(rowid, answer, reasoning)
          SELECT number, '', '' FROM reply WHERE ending IS NOT NULL AND json_extract(lists, '$.withdrawn');
        INSERT INTO search(rowid, answer, reasoning)
          SELECT number, text || iif(text <> '' AND refusal <> '', char(10), '') || refusal, reasoning
          FROM message JOIN reply USING (number)
          WHERE ending IS NOT NULL AND json_extract(lists, '$.withdrawn') IS NOT TRUE;
        """)
  }

  static func put(session number: Int64, title: String, system: String, in database: GRDB.Database) throws {
    try database.cachedStatement(sql: "INSERT OR REPLACE INTO search(rowid, title, system) VALUES (?, ?, ?)")
      .execute(arguments: [-number, title, system])
  }

  static func put(question number: Int64, text: String, in database: GRDB.Database) throws {
    try database.cachedStatement(sql: "INSERT OR REPLACE INTO search(rowid, question) VALUES (?, ?)")
      .execute(arguments: [number, text])
  }

  static func put(reply number: Int64, answer: String, reasoning: String, in database: GRDB.Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO search(rowid, answer, reasoning) VALUES (?, ?, ?)"
    )
    .execute(arguments: [number, answer, reasoning])
  }

  /// What a person typed as a question to the index: every word in quotes, so that nothing is syntax, and the
  /// last one as the start of a word.
  ///
  /// Nil when there is no word in it.
  static func pattern(_ query: String) -> String? {
    let words = query.split { $0.isWhitespace || $0 == "\0" }
      .filter { word in word.unicodeScalars.contains { isPartOfWord($0) } }
      .map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
    return words.isEmpty ? nil : words.joined(separator: " ") + "*"
  }

  /// What the index counts as a part of a word.
  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .privateUse:
      true
    default: false
    }
  }
}
