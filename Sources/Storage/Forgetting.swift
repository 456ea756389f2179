import GRDB

/// Deletes so that nothing is left.
enum Forgetting {
  static func delete(_ sessions: [String], in database: GRDB.Database) throws {
    for id in sessions { try SessionRows.delete(id, in: database) }
    // Pictures go with their last message; one that was left without is swept out. An older copy has none.
    if try database.tableExists("attachment") { try AttachmentRows.deleteLost(in: database) }
    // The index keeps deleted words until its parts are merged.
    try database.execute(sql: "INSERT INTO search(search) VALUES ('optimize')")
  }

  /// Writes the file anew without what was deleted, and empties its log.
  static func sweep(_ database: GRDB.Database) throws {
    try database.execute(sql: "VACUUM")
    try database.checkpoint(.truncate)
  }

  /// Forgets, in a copy that was written before a migration, what is not in the database any more.
  ///
  /// - Returns: whether that could be done.
  static func forget(allBut kept: Set<String>, inCopy path: String) -> Bool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(2)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.write { database in
        let all = try String.fetchAll(database, sql: "SELECT id FROM session")
        try delete(all.filter { !kept.contains($0) }, in: database)
      }
      try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
      try queue.close()
      return true
    } catch {
      return false
    }
  }
}
