import GRDB
import Glibc
import Synchronization

/// The one file in which conversations are kept.
///
/// Several programs may use it at once.
package final class Database: Sendable {
  package let path: String
  /// Something a person should know of how the file was opened, such as a damaged one that was set aside.
  package let notice: String?
  let pool: DatabasePool
  /// The connection that looks for changes.
  let watcher = Mutex<DatabaseQueue?>(nil)

  /// Opens the file, or makes it with its folder, and gives replies whose writer has died their ending.
  ///
  /// A newer program's file and another program's are refused and left as they are. A damaged one is renamed, a fresh
  /// one begun, and ``notice`` says so. Before an older one is migrated, a copy is written beside it.
  package convenience init(path: String, for use: DatabaseUse = .keeping) throws(StorageError) {
    try self.init(path: path, options: OpeningOptions(use: use))
  }

  init(path: String, options: OpeningOptions) throws(StorageError) {
    self.path = path
    let opened = try Opener(path: path, options: options).open()
    pool = opened.pool
    notice = opened.notice
    // Reading shows such replies as ended in any case, so that a full disk is no reason not to open.
    if options.use != .looking { _ = try? reapOrphans() }
  }

  // MARK: Access

  func read<Value>(_ body: (GRDB.Database) throws -> Value) throws(StorageError) -> Value {
    do {
      return try pool.read(body)
    } catch {
      throw failure(error)
    }
  }

  /// Runs a transaction that has the right to write from its start.
  ///
  /// A damaged search index is made anew.
  func write<Value>(_ body: (GRDB.Database) throws -> Value) throws(StorageError) -> Value {
    do {
      return try pool.write(body)
    } catch  where SQLiteFailure.isIndexDamage(error) {
      do {
        return try pool.write { database in
          try SearchIndex.rebuild(in: database)
          return try body(database)
        }
      } catch {
        throw failure(error)
      }
    } catch {
      throw failure(error)
    }
  }

  /// Puts an error into words.
  ///
  /// Damage is remembered beside the file, so that the next start looks it over.
  func failure(_ error: any Error) -> StorageError {
    if SQLiteFailure.isDamage(error) { try? FilePlace.makeFile(Opener.suspicion(path)) }
    return SQLiteFailure.storageError(error, path: path)
  }
}
