import GRDB

/// A step from one version of the tables to the next.
///
/// A step that was released is never changed.
struct Migration: Sendable {
  /// The version (`PRAGMA user_version`) that the database has afterwards.
  let version: Int
  /// Does the work, within a transaction.
  let run: @Sendable (GRDB.Database) throws -> Void
}

/// The tables of the database.
enum Schema {
  /// Tells our files from other programs' (`PRAGMA application_id`): "Atlr".
  static let applicationID = 0x4174_6C72
  /// A text that stands in every file of ours.
  static let sign = "atelier keeps conversations here"

  /// All steps, in order.
  static let migrations = [
    Migration(version: 1, run: makeFirst),
    Migration(version: 2, run: giveDraftsOwners),
    Migration(version: 3, run: makeNotebook),
    Migration(version: 4, run: makeCalls),
    Migration(version: 5, run: makeAttachments),
  ]

  private static func makeFirst(_ database: GRDB.Database) throws {
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: tables)
    try SearchIndex.make(in: database)
  }

  private static let tables = """
    CREATE TABLE session ( -- \(sign)
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      created_at REAL NOT NULL,
      updated_at REAL NOT NULL,
      provider TEXT NOT NULL,
      model TEXT NOT NULL,
      system TEXT NOT NULL,
      parameters TEXT NOT NULL CHECK (json_valid(parameters)),
      draft TEXT NOT NULL,
      tip TEXT
    ) STRICT;
    CREATE INDEX session_by_update ON session(updated_at DESC, number DESC);

    -- The number is the order in which messages were made. It is a key of its own, for VACUUM may change others.
    CREATE TABLE message (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
      parent_id TEXT REFERENCES message(id) ON DELETE CASCADE,
      created_at REAL NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('question', 'reply')),
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX message_by_session ON message(session_id, number);
    CREATE INDEX message_by_parent ON message(parent_id);

    CREATE TABLE reply (
      number INTEGER PRIMARY KEY REFERENCES message(number) ON DELETE CASCADE,
      provider TEXT NOT NULL,
      model TEXT NOT NULL,
      parameters TEXT NOT NULL CHECK (json_valid(parameters)),
      reasoning TEXT NOT NULL DEFAULT '',
      refusal TEXT NOT NULL DEFAULT '',
      -- Lists that few replies have: citations, tool_calls, warnings, dropped_parameters.
      lists TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(lists)),
      input_tokens INTEGER,
      output_tokens INTEGER,
      cached_tokens INTEGER,
      reasoning_tokens INTEGER,
      usage_source TEXT,
      first_token_s REAL,
      total_s REAL NOT NULL DEFAULT 0,
      ending TEXT CHECK (
        ending IN ('complete', 'length', 'filtered', 'refused', 'incomplete', 'cancelled', 'failed')),
      ending_reason TEXT,
      ending_raw TEXT,
      owner_host TEXT NOT NULL,
      owner_process INTEGER NOT NULL,
      owner_start INTEGER NOT NULL,
      heartbeat REAL NOT NULL
    ) STRICT;
    CREATE INDEX reply_open ON reply(number) WHERE ending IS NULL;
    """

  /// Drafts get a table of their own: two windows may both write into one conversation.
  private static func giveDraftsOwners(_ database: GRDB.Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE draft (
          number INTEGER PRIMARY KEY,
          session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
          text TEXT NOT NULL,
          updated_at REAL NOT NULL,
          owner_host TEXT NOT NULL,
          owner_process INTEGER NOT NULL,
          owner_start INTEGER NOT NULL,
          UNIQUE (session_id, owner_host, owner_process, owner_start)
        ) STRICT;
        INSERT INTO draft(session_id, text, updated_at, owner_host, owner_process, owner_start)
          SELECT id, draft, updated_at, '', 0, 0 FROM session WHERE draft <> '';
        ALTER TABLE session DROP COLUMN draft;
        """)
  }

  /// What a person keeps beside the catalog, and designs with their versions.
  private static func makeNotebook(_ database: GRDB.Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE note (
          number INTEGER PRIMARY KEY,
          address TEXT NOT NULL UNIQUE,
          text TEXT NOT NULL,
          updated_at REAL NOT NULL
        ) STRICT;
        CREATE TABLE bookmark (
          number INTEGER PRIMARY KEY,
          address TEXT NOT NULL UNIQUE,
          added_at REAL NOT NULL
        ) STRICT;
        CREATE TABLE visit (
          number INTEGER PRIMARY KEY,
          address TEXT NOT NULL UNIQUE,
          visited_at REAL NOT NULL
        ) STRICT;
        CREATE TABLE preference (
          name TEXT PRIMARY KEY,
          value TEXT NOT NULL CHECK (json_valid(value))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE decision (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          guide TEXT NOT NULL,
          title TEXT NOT NULL,
          answers TEXT NOT NULL CHECK (json_valid(answers)),
          outcome TEXT NOT NULL,
          record TEXT NOT NULL,
          saved_at REAL NOT NULL
        ) STRICT;
        CREATE TABLE design (
          number INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          created_at REAL NOT NULL,
          updated_at REAL NOT NULL
        ) STRICT;
        CREATE TABLE design_version (
          number INTEGER PRIMARY KEY,
          design INTEGER NOT NULL REFERENCES design(number) ON DELETE CASCADE,
          version INTEGER NOT NULL,
          saved_at REAL NOT NULL,
          comment TEXT NOT NULL,
          document TEXT NOT NULL,
          UNIQUE (design, version)
        ) STRICT;
        """)
  }

  /// One row a call of a model, without any of its text.
  private static func makeCalls(_ database: GRDB.Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE call (
          id TEXT PRIMARY KEY,
          started_at REAL NOT NULL,
          provider TEXT NOT NULL,
          model TEXT NOT NULL,
          purpose TEXT NOT NULL,
          trace TEXT,
          parent TEXT,
          label TEXT,
          input_tokens INTEGER,
          output_tokens INTEGER,
          cached_tokens INTEGER,
          reasoning_tokens INTEGER,
          first_token_s REAL,
          total_s REAL NOT NULL,
          cost REAL,
          currency TEXT,
          price_date TEXT,
          price_source TEXT,
          ending TEXT,
          ending_reason TEXT,
          retries INTEGER NOT NULL,
          tool_calls INTEGER NOT NULL,
          dropped TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX call_by_time ON call(started_at DESC, id DESC);
        """)
  }

  /// Pictures that go along with questions, each kept once, and what else was not kept of replies and calls.
  private static func makeAttachments(_ database: GRDB.Database) throws {
    try database.execute(
      sql: """
        ALTER TABLE reply ADD COLUMN cache_write_tokens INTEGER;
        ALTER TABLE call ADD COLUMN cache_write_tokens INTEGER;
        ALTER TABLE call ADD COLUMN usage_source TEXT;
        CREATE INDEX call_by_trace ON call(trace) WHERE trace IS NOT NULL;
        -- The digest of the conversation that the reply answers.
        ALTER TABLE reply ADD COLUMN conversation TEXT;
        CREATE TABLE attachment (
          number INTEGER PRIMARY KEY,
          -- The digest of media type and content.
          id TEXT NOT NULL UNIQUE,
          -- Empty where the content is an address.
          media_type TEXT NOT NULL,
          size INTEGER NOT NULL,
          -- The last one, so that the others are read without it.
          content BLOB NOT NULL
        ) STRICT;
        CREATE TABLE message_attachment (
          message INTEGER NOT NULL REFERENCES message(number) ON DELETE CASCADE,
          place INTEGER NOT NULL,
          attachment INTEGER NOT NULL REFERENCES attachment(number),
          name TEXT NOT NULL,
          PRIMARY KEY (message, place)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX message_by_attachment ON message_attachment(attachment);
        -- A picture goes with the last message that has it.
        CREATE TRIGGER attachment_left AFTER DELETE ON message_attachment
        WHEN NOT EXISTS (SELECT 1 FROM message_attachment WHERE attachment = OLD.attachment)
        BEGIN DELETE FROM attachment WHERE number = OLD.attachment; END;
        """)
  }
}
