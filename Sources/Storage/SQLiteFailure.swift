import GRDB
import Glibc

/// Puts what SQLite and the system report into words for a person.
enum SQLiteFailure {
  /// The error as this module throws it.
  ///
  /// - Parameter path: the file that was worked on.
  static func storageError(_ error: any Error, path: String) -> StorageError {
    if let error = error as? StorageError { return error }
    guard let error = error as? DatabaseError else { return StorageError(.other, "\(path): \(error)") }
    let detail = error.message ?? "no details"
    if isDamage(error) || isIndexDamage(error) { return damaged(path, detail) }
    switch error.resultCode {
    case .SQLITE_FULL: return full(path)
    case .SQLITE_READONLY: return readOnly(path)
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: return locked(path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      if let error = fromDisk(path) { return error }
      return StorageError(
        .cannotOpen,
        "\(path) cannot be opened (\(detail)). Look at its rights and its folder, or name another file with --database."
      )
    case .SQLITE_IOERR:
      if let error = fromDisk(path) { return error }
      return StorageError(
        .other,
        "\(path) cannot be read or written (\(detail)). What was kept before stays; look at the disk, then try again."
      )
    case .SQLITE_CONSTRAINT where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY:
      return StorageError(
        .other,
        "the conversation is not in \(path) any more: another atelier may have deleted it. Begin a new one.")
    default: return StorageError(.other, "\(path): \(detail) (SQLite \(error.extendedResultCode.rawValue))")
    }
  }

  /// The error of a system call that has just failed.
  static func systemError(_ code: Int32, path: String) -> StorageError {
    switch code {
    case EROFS, EACCES, EPERM: readOnly(path)
    case ENOSPC, EDQUOT: full(path)
    default:
      StorageError(
        .cannotOpen,
        "\(path) cannot be opened: \(String(cString: strerror(code))). Name another file with --database.")
    }
  }

  /// Whether only the search index is damaged, which can be made anew from the messages.
  static func isIndexDamage(_ error: any Error) -> Bool {
    guard let code = (error as? DatabaseError)?.extendedResultCode else { return false }
    // The rows of our own tables get their numbers from SQLite: only within the index can a number be there twice.
    return code == .SQLITE_CORRUPT_VTAB || code == .SQLITE_CONSTRAINT_PRIMARYKEY
  }

  static func isDamage(_ error: any Error) -> Bool {
    if let error = error as? StorageError { return error.kind == .damaged }
    guard let error = error as? DatabaseError, !isIndexDamage(error) else { return false }
    return error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
      || error.message == "unsupported file format"
  }

  /// Whether trying again a moment later may help.
  static func isContention(_ error: any Error) -> Bool {
    guard let code = (error as? DatabaseError)?.resultCode else { return false }
    return code == .SQLITE_BUSY || code == .SQLITE_LOCKED || code == .SQLITE_PROTOCOL
  }

  static func foreign(_ path: String) -> StorageError {
    StorageError(
      .foreign,
      "\(path) belongs to another program: it was left untouched. Name another file with --database.")
  }

  static func unreadable(_ path: String) -> StorageError {
    StorageError(
      .foreign,
      "\(path) is no database that can be read, and it does not look like one of atelier's: it was left untouched. Name "
        + "another file with --database.")
  }

  static func newer(_ path: String, version: Int, known: Int) -> StorageError {
    StorageError(
      .newer,
      "\(path) was made by a newer atelier (its version is \(version), this program knows \(known)): it was left "
        + "untouched. Update atelier, or name another file with --database.")
  }

  static func damaged(_ path: String, _ detail: String) -> StorageError {
    StorageError(
      .damaged,
      "\(path) is damaged (\(detail)): nothing was overwritten. The workbench sets it aside under another name when it "
        + "next starts, and begins a fresh one.")
  }

  static func locked(_ path: String) -> StorageError {
    StorageError(
      .locked,
      "\(path) is locked by another program: nothing was changed. Close that program, or try again in a moment."
    )
  }

  private static func full(_ path: String) -> StorageError {
    StorageError(
      .full,
      "the disk is full, \(path) cannot grow: what was kept before is safe, the last change is not kept. Make room, "
        + "then try again.")
  }

  static func readOnly(_ path: String) -> StorageError {
    StorageError(
      .readOnly,
      "\(path) cannot be written: the file, its folder or its disk is read-only. Nothing was changed. Look at the "
        + "rights, or name another file with --database.")
  }

  /// SQLite tells some failures apart only by what the disk says.
  private static func fromDisk(_ path: String) -> StorageError? {
    let folder = FilePlace.folder(of: path)
    var disk = statvfs()
    if statvfs(folder, &disk) == 0 {
      if disk.f_bavail * disk.f_frsize < 1 << 16 || (disk.f_files > 0 && disk.f_favail == 0) {
        return full(path)
      }
      if disk.f_flag & UInt(ST_RDONLY) != 0 { return readOnly(path) }
    }
    if access(folder, F_OK) == 0, access(folder, W_OK) != 0 { return readOnly(path) }
    if access(path, F_OK) == 0, access(path, R_OK | W_OK) != 0 { return readOnly(path) }
    return nil
  }
}
