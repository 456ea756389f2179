import GRDB

extension Database {
  /// Writes a copy of everything as it is now to a new file, while other programs go on.
  package func backup(to target: String) throws(StorageError) {
    try DatabaseCopy.write(pool, to: target)
  }

  /// Everything wrong with the file, in words; empty when it is sound.
  ///
  /// Looks at every page.
  package func check() throws(StorageError) -> [String] {
    var findings: [String] = []
    for look in [tableFindings, referenceFindings, attachmentFindings, indexFindings] {
      do {
        findings += try pool.writeWithoutTransaction(look)
      } catch  where SQLiteFailure.isDamage(error) || SQLiteFailure.isIndexDamage(error) {
        findings.append((error as? DatabaseError)?.message ?? "\(error)")
      } catch {
        throw failure(error)
      }
    }
    return findings
  }

  private func tableFindings(_ database: GRDB.Database) throws -> [String] {
    try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
  }

  private func referenceFindings(_ database: GRDB.Database) throws -> [String] {
    try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
      let table: String = row[0] ?? "?"
      let target: String = row[2] ?? "?"
      return "a row of \(table) belongs to a row of \(target) that is not there"
    }
  }

  private func attachmentFindings(_ database: GRDB.Database) throws -> [String] {
    // A database of an older version, which is only looked at, has none.
    guard try database.tableExists("attachment") else { return [] }
    return try AttachmentRows.findings(in: database)
  }

  private func indexFindings(_ database: GRDB.Database) throws -> [String] {
    do {
      try database.execute(sql: "INSERT INTO search(search) VALUES ('integrity-check')")
    } catch  where SQLiteFailure.isIndexDamage(error) {
      return ["the search index is damaged; the next search makes it anew"]
    }
    let sql = """
      SELECT count(*) FROM (
        SELECT number FROM message JOIN reply USING (number) WHERE ending IS NOT NULL
        UNION ALL SELECT number FROM message WHERE kind = 'question'
        UNION ALL SELECT -number FROM session
        EXCEPT SELECT rowid FROM search)
      """
    let missing = try Int.fetchOne(database, sql: sql) ?? 0
    return missing == 0
      ? [] : ["\(missing) texts are missing in the search index; `atelier db check --repair` makes it anew"]
  }

  /// Makes the search index anew from the texts.
  package func rebuildSearch() throws(StorageError) {
    try write { try SearchIndex.rebuild(in: $0) }
  }

  /// Deletes conversations so that nothing of them is left in the file, its log, and the copies that were written before
  /// migrations.
  ///
  /// What was deleted before is swept out of all of these too, so that the sweep can be made up for later by naming no
  /// conversation.
  ///
  /// - Returns: files beside the database in which they may still stand: damaged ones that were set aside, and copies
  ///   that could not be changed. Copies made by ``backup(to:)`` are not known here.
  @discardableResult
  package func forget(_ sessions: [String]) throws(StorageError) -> [String] {
    try write { try Forgetting.delete(sessions, in: $0) }
    let kept = try read { try Set(String.fetchAll($0, sql: "SELECT id FROM session")) }
    let copies = FilePlace.siblings(of: path, ending: ".before-v")
    let left = copies.filter { !$0.hasSuffix(".sqlite") || !Forgetting.forget(allBut: kept, inCopy: $0) }
    do {
      try pool.barrierWriteWithoutTransaction { try Forgetting.sweep($0) }
    } catch  where SQLiteFailure.isContention(error) {
      throw StorageError(
        .locked,
        "the conversations are deleted, but another program is reading \(path), so that their text stays in "
          + "\(path)-wal for now. Close that program, then run `atelier db forget` without an id.")
    } catch {
      throw failure(error)
    }
    return left + FilePlace.siblings(of: path, ending: ".damaged-")
  }
}
