import Glibc

/// Lets one process at a time make, migrate or set aside a database of a folder.
///
/// It ends with its value, or its process.
///
/// SQLite's own locks keep the data whole in any case. This one spares two hundred processes that start at once from
/// waiting for each other within SQLite, where the change to WAL does not wait by itself.
struct FolderLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the lock, and goes on without it where it cannot be had in time or the file system knows none.
  init(_ folder: String, seconds: Double) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    var looks = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, Patience.wait(afterLooks: looks, seconds: seconds) else {
        return
      }
      looks += 1
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
