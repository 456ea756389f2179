import GRDB

extension Database {
  /// A number that changes when any program, this one too, has kept something.
  ///
  /// Asking takes microseconds.
  package func changeToken() throws(StorageError) -> Int {
    do {
      return try watcher.withLock { watcher in
        let queue = try watcher ?? makeWatcher()
        watcher = queue
        // Of one connection that never writes: the pragma counts what the others have committed.
        return try queue.read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
      }
    } catch {
      throw failure(error)
    }
  }

  private func makeWatcher() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(1)
    return try DatabaseQueue(path: path, configuration: configuration)
  }
}
