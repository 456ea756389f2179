import Glibc

/// What Storage asks of the file system, in system calls: looking must not create or change anything.
enum FilePlace {
  /// The folder that a file lies in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name of a file without its folder.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The size of a file; nil when there is none.
  static func size(_ path: String) -> Int? {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_size) : nil
  }

  static func isFolder(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder and those above it, for its owner alone.
  static func makeFolder(_ folder: String) throws(StorageError) {
    guard !isFolder(folder) else { return }
    let parent = self.folder(of: folder)
    if parent != folder { try makeFolder(parent) }
    // Another process may make it at the same moment.
    if mkdir(folder, 0o700) != 0 {
      let code = errno
      if !isFolder(folder) { throw SQLiteFailure.systemError(code, path: folder) }
    }
  }

  /// Makes an empty file for its owner alone, unless it is there.
  static func makeFile(_ path: String) throws(StorageError) {
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw SQLiteFailure.systemError(errno, path: path)
    }
  }

  /// Writes a file that no connection has open down to the disk.
  static func sync(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Names a finished file, and never takes the place of one that is there.
  static func publish(_ temporary: String, as target: String) throws(StorageError) {
    if link(temporary, target) == 0 {
      unlink(temporary)
      return
    }
    let code = errno
    // Some file systems know no second names.
    if code == EPERM || code == EOPNOTSUPP, !exists(target), rename(temporary, target) == 0 { return }
    unlink(temporary)
    if code == EEXIST { throw StorageError(.other, "\(target) is there already: name a file that is not.") }
    throw SQLiteFailure.systemError(code, path: target)
  }

  /// The first name that is free: the wanted one, or the one with `-2`, `-3` and so on.
  static func freeName(_ wanted: String, suffix: String = "") -> String {
    var name = wanted + suffix
    var number = 2
    while exists(name) {
      name = "\(wanted)-\(number)\(suffix)"
      number += 1
    }
    return name
  }

  /// The paths of the files in a file's own folder whose names begin with its name and an ending.
  static func siblings(of path: String, ending: String) -> [String] {
    let folder = folder(of: path)
    let start = name(of: path) + ending
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var found: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(start) { found.append(folder + "/" + name) }
    }
    return found.sorted()
  }

  /// Now, as it stands in the names of files: `20261124T130501Z`.
  static func timestamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    let numbers = [
      parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
    ]
    let texts = numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }
    return texts[..<3].joined() + "T" + texts[3...].joined() + "Z"
  }
}
