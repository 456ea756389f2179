import GRDB
import Glibc

/// Writes copies of a database while it is in use.
enum DatabaseCopy {
  /// Writes everything as it is now to a new file, which has its name only once it is whole.
  static func write(_ pool: DatabasePool, to target: String) throws(StorageError) {
    guard !FilePlace.exists(target) else {
      throw StorageError(.other, "\(target) is there already: name a file that is not.")
    }
    let temporary = FilePlace.freeName("\(target).part-\(getpid())")
    try FilePlace.makeFile(temporary)
    do {
      try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [temporary]) }
    } catch {
      unlink(temporary)
      let isOfTheSource = SQLiteFailure.isDamage(error) || SQLiteFailure.isContention(error)
      throw SQLiteFailure.storageError(error, path: isOfTheSource ? pool.path : target)
    }
    FilePlace.sync(temporary)
    try FilePlace.publish(temporary, as: target)
  }
}
