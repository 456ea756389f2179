import GRDB
import Glibc

/// What lies at a path, found out without leaving a trace: nothing is created, locked or changed.
enum DatabaseLook: Equatable {
  /// No file, or an empty one.
  case blank
  /// Ours, of this version. What stands in the log beside the file is not seen.
  case ours(Int)
  case foreign
  /// SQLite could not read it: damaged, foreign, or being written at this moment.
  case unreadable

  /// Looks.
  ///
  /// SQLite does the reading. A descriptor of our own, once closed, would drop the locks that this process holds on the
  /// file (sqlite.org/howtocorrupt.html, 2.2).
  init(_ path: String) {
    guard let size = FilePlace.size(path), size > 0 else {
      self = .blank
      return
    }
    var configuration = Configuration()
    configuration.readonly = true
    let found = try? DatabaseQueue(path: Self.address(path), configuration: configuration).read { database in
      try DatabaseMarks(database)
    }
    self = found.map(Self.init) ?? .unreadable
  }

  init(_ marks: DatabaseMarks) {
    if marks.application == Schema.applicationID {
      self = .ours(marks.version)
    } else if marks.isEmpty {
      self = .blank
    } else {
      self = .foreign
    }
  }

  /// The path as an address that tells SQLite to read and do nothing else.
  private static func address(_ path: String) -> String {
    "file:" + path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
      + "?immutable=1"
  }

  /// The name of the file unless somebody names another one.
  static let usualName = "atelier.sqlite"

  /// Whether a file that SQLite cannot read was one of ours, so that it may be renamed: by its name, or by
  /// what is left of our tables in it.
  ///
  /// Anything else that somebody named with `--database` is not touched.
  static func wasOurs(_ path: String) -> Bool {
    if FilePlace.name(of: path) == usualName { return true }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let sign = Array(Schema.sign.utf8)
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var kept = 0
    while true {
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { read(descriptor, $0 + kept, bytes.count - kept) } ?? 0
      }
      guard count > 0 else { return false }
      if buffer[..<(kept + count)].contains(sign) { return true }
      let tail = Array(buffer[..<(kept + count)].suffix(sign.count))
      buffer.replaceSubrange(..<tail.count, with: tail)
      kept = tail.count
    }
  }
}

/// By what a database is known.
struct DatabaseMarks {
  var application: Int
  var version: Int
  /// Whether it holds no table.
  var hasNoTables: Bool

  init(_ database: GRDB.Database) throws {
    application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    do {
      hasNoTables = try Row.fetchOne(database, sql: "SELECT 1 FROM sqlite_master LIMIT 1") == nil
    } catch  where application != 0 || version != 0 {
      // Tables that this SQLite cannot read, such as those of a newer program, do not hide whose the file is.
      hasNoTables = false
    }
  }

  /// Whether nobody has put anything into it yet.
  var isEmpty: Bool { application == 0 && version == 0 && hasNoTables }
}
