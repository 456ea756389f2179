import GRDB
import Glibc

/// Opens a database: tells what lies there, makes it, migrates it, sets a damaged one aside.
struct Opener {
  let path: String
  let options: OpeningOptions

  /// An open database, and what a person should know of how it came to be open.
  struct Opened {
    let pool: DatabasePool
    var notice: String?
  }

  func open() throws(StorageError) -> Opened {
    guard !FilePlace.isFolder(path) else {
      throw StorageError(.cannotOpen, "\(path) is a folder. Name a file with --database.")
    }
    if options.use != .keeping, FilePlace.size(path) ?? 0 == 0 {
      throw StorageError(.missing, "there is no database at \(path): it is made with the first conversation.")
    }
    try FilePlace.makeFolder(FilePlace.folder(of: path))
    if options.use == .looking { return try openAsItIs() }
    do {
      // The usual case: a database of this version. Nobody needs to wait for anybody.
      if try look() == .ours(options.version), !FilePlace.exists(suspicion) {
        let pool = try connect()
        if try version(pool) == options.version { return Opened(pool: pool) }
      }
    } catch  where SQLiteFailure.isDamage(error) {
      // Looked at again below, where no other process sets it aside meanwhile.
    } catch {
      throw SQLiteFailure.storageError(error, path: path)
    }
    let lock = FolderLock(FilePlace.folder(of: path), seconds: options.busySeconds)
    defer { _ = lock }
    do {
      return try openAlone()
    } catch {
      throw SQLiteFailure.storageError(error, path: path)
    }
  }

  /// Opens it and changes nothing: neither its version nor its name.
  private func openAsItIs() throws(StorageError) -> Opened {
    do {
      if try look() == .unreadable, !DatabaseLook.wasOurs(path) { throw SQLiteFailure.unreadable(path) }
      let pool = try connect()
      _ = try version(pool)
      return Opened(pool: pool)
    } catch {
      throw SQLiteFailure.storageError(error, path: path)
    }
  }

  /// A file that stands for the suspicion that the database is damaged: somebody met damage while working with it.
  private var suspicion: String { Self.suspicion(path) }

  static func suspicion(_ path: String) -> String { path + ".suspect" }

  /// Opens it while no other process makes, migrates or renames it.
  private func openAlone() throws -> Opened {
    do {
      _ = try look()
      try FilePlace.makeFile(path)
      let pool = try connect()
      if FilePlace.exists(suspicion) {
        let finding = try pool.writeWithoutTransaction {
          try String.fetchOne($0, sql: "PRAGMA quick_check(1)")
        }
        if let finding, finding != "ok" { throw SQLiteFailure.damaged(path, finding) }
        unlink(suspicion)
      }
      try migrate(pool)
      return Opened(pool: pool)
    } catch  where SQLiteFailure.isDamage(error) {
      // A newer program's tables may look like damage to this one.
      _ = try look()
      guard DatabaseLook.wasOurs(path) else { throw SQLiteFailure.unreadable(path) }
      guard options.use == .keeping else { throw error }
      let aside = try setAside()
      try FilePlace.makeFile(path)
      let pool = try connect()
      try migrate(pool)
      return Opened(
        pool: pool,
        notice: "The database was damaged. It is kept as \(aside), and a fresh one was begun at \(path).")
    }
  }

  /// Looks at the file, and refuses one that is not to be touched.
  private func look() throws(StorageError) -> DatabaseLook {
    let look = DatabaseLook(path)
    if look == .foreign { throw SQLiteFailure.foreign(path) }
    if case .ours(let version) = look, version > options.version {
      throw SQLiteFailure.newer(path, version: version, known: options.version)
    }
    return look
  }

  private func version(_ pool: DatabasePool) throws -> Int {
    let version = try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
    if version > options.version {
      throw SQLiteFailure.newer(path, version: version, known: options.version)
    }
    return version
  }

  /// Connects, and tries again for a while where many processes do so at once.
  private func connect() throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = Patience.seconds(options.busySeconds)
    configuration.maximumReaderCount = 3
    configuration.label = "Storage"
    let pages = options.maximumPageCount
    configuration.prepareDatabase { database in
      // What is deleted is overwritten with zeros.
      try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON")
      if let pages { try database.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
    var looks = 0
    while true {
      do {
        return try DatabasePool(path: path, configuration: configuration)
      } catch
        where SQLiteFailure.isContention(error)
        && Patience.wait(afterLooks: looks, seconds: options.busySeconds)
      {
        looks += 1
      }
    }
  }

  // MARK: Migration

  private func migrate(_ pool: DatabasePool) throws {
    let found = try version(pool)
    var copy: String?
    if found > 0, found < options.version,
      try pool.read({ DatabaseLook(try DatabaseMarks($0)) }) == .ours(found)
    {
      let name = FilePlace.freeName("\(path).before-v\(options.version)", suffix: ".sqlite")
      try DatabaseCopy.write(pool, to: name)
      copy = name
    }
    do {
      try pool.write { database in
        let marks = try DatabaseMarks(database)
        guard DatabaseLook(marks) != .foreign else { throw SQLiteFailure.foreign(path) }
        // Another process, of another version, may have been first.
        guard marks.version <= options.version else {
          throw SQLiteFailure.newer(path, version: marks.version, known: options.version)
        }
        guard marks.version > 0 || marks.hasNoTables else {
          throw SQLiteFailure.damaged(path, "its version is lost")
        }
        for migration in options.migrations where migration.version > marks.version {
          try migration.run(database)
          try database.execute(sql: "PRAGMA user_version = \(migration.version)")
        }
      }
    } catch {
      // The transaction was undone: the database is as it was, and a copy of it is of no use.
      if let copy { unlink(copy) }
      throw error
    }
    // The marks are to be seen in the file itself, by those who look at it without its log.
    _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
  }

  /// Renames a damaged file with all that belongs to it.
  ///
  /// - Returns: its new path.
  private func setAside() throws(StorageError) -> String {
    let aside = FilePlace.freeName("\(path).damaged-\(FilePlace.timestamp())")
    for suffix in ["", "-wal", "-shm"] where FilePlace.exists(path + suffix) {
      guard rename(path + suffix, aside + suffix) == 0 else {
        let reason = String(cString: strerror(errno))
        throw StorageError(
          .damaged,
          "\(path) is damaged and cannot be renamed (\(reason)): nothing was overwritten. Move it away, or name another "
            + "file with --database.")
      }
    }
    unlink(suspicion)
    return aside
  }
}
