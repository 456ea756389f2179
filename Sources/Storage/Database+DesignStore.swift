import Catalog
import GRDB

extension Database: DesignStore {
  private static let newest = """
    SELECT design.name, version, document, design.created_at, design.updated_at
    FROM design JOIN design_version ON design_version.design = design.number
    WHERE version = (SELECT max(version) FROM design_version WHERE design = design.number)
    """

  private static func kept(_ row: Row) -> KeptDesign {
    KeptDesign(name: row[0], version: row[1], document: row[2], createdAt: row[3], updatedAt: row[4])
  }

  package func designs() throws -> [KeptDesign] {
    try read { database in
      try Row.fetchAll(
        database, sql: Self.newest + " ORDER BY design.updated_at DESC, design.number DESC"
      ).map(Self.kept)
    }
  }

  package func design(named name: String) throws -> KeptDesign? {
    try read { database in
      try Row.fetchOne(database, sql: Self.newest + " AND design.name = ?", arguments: [name]).map(Self.kept)
    }
  }

  @discardableResult
  package func saveDesign(
    _ name: String, document: String, comment: String, base: Int?, at time: Double
  ) throws -> Int {
    let document = StoredValues.text(document)
    return try write { database in
      try database.execute(
        sql:
          "INSERT INTO design(name, created_at, updated_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
        arguments: [name, time, time])
      let design = try Int64.fetchOne(
        database, sql: "SELECT number FROM design WHERE name = ?", arguments: [name])
      // Compared with the newest version within the same transaction, whatever the new one was made from: what another
      // window has kept since stays, and comes before it.
      let last = try Row.fetchOne(
        database,
        sql: "SELECT version, document FROM design_version WHERE design = ? ORDER BY version DESC LIMIT 1",
        arguments: [design])
      if let last, last[1] == document { return last[0] }
      let version = (last?[0] ?? 0) + 1
      try database.execute(
        sql:
          "INSERT INTO design_version(design, version, saved_at, comment, document) VALUES (?, ?, ?, ?, ?)",
        arguments: [design, version, time, StoredValues.text(comment), document])
      try database.execute(
        sql: "UPDATE design SET updated_at = max(updated_at, ?) WHERE number = ?", arguments: [time, design])
      return version
    }
  }

  package func versions(ofDesign name: String) throws -> [DesignVersion] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT version, saved_at, comment FROM design_version
          WHERE design = (SELECT number FROM design WHERE name = ?) ORDER BY version DESC
          """, arguments: [name]
      ).map { DesignVersion(number: $0[0], savedAt: $0[1], comment: $0[2]) }
    }
  }

  package func document(ofDesign name: String, version: Int) throws -> String? {
    try read { database in
      try String.fetchOne(
        database,
        sql: """
          SELECT document FROM design_version
          WHERE design = (SELECT number FROM design WHERE name = ?) AND version = ?
          """, arguments: [name, version])
    }
  }

  /// Gives a design another name; its versions come along.
  ///
  /// - Throws: `StorageError` when there is none of the old name, or one of the new name.
  package func renameDesign(_ name: String, to newName: String) throws {
    let problem = try write { database -> String? in
      guard name != newName else { return nil }
      let names = try String.fetchSet(
        database, sql: "SELECT name FROM design WHERE name IN (?, ?)", arguments: [name, newName])
      guard names.contains(name) else { return "there is no design “\(name)”" }
      guard !names.contains(newName) else { return "there is a design “\(newName)” already" }
      try database.execute(sql: "UPDATE design SET name = ? WHERE name = ?", arguments: [newName, name])
      return nil
    }
    if let problem { throw StorageError(.other, problem) }
  }

  @discardableResult
  package func removeDesign(_ name: String) throws -> Bool {
    let isRemoved = try write { database in
      try database.execute(sql: "DELETE FROM design WHERE name = ?", arguments: [name])
      return database.changesCount > 0
    }
    // What it was also stands in the log, until that is written over.
    if isRemoved { _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) } }
    return isRemoved
  }
}
