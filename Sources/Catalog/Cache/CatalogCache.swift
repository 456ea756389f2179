import Glibc

/// A folder for what was made of catalogs and can be made again: digests of folders, and indexes for search.
///
/// Everything in it may be thrown away at any time, and everything works without it. Files are written beside their
/// place and then renamed, so that programs that run at the same time never see half of one.
package struct CatalogCache: Hashable, Sendable {
  package let folder: String

  /// Files that nobody used for so long go, in seconds.
  private static let patience = 30 * 24 * 3600
  /// Files that were begun and not finished go after this many seconds.
  private static let patienceWithUnfinished = 24 * 3600

  /// - Parameter folder: the folder, which need not be there.
  package init(folder: String) {
    self.folder = folder
  }

  /// A number for this very program: another build may read files otherwise, and makes its own digests.
  static let program: UInt64 = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return 0 }
    let stamp = FileStamp(status)
    return Checksum.of("\(stamp.size) \(stamp.changed) \(stamp.node) \(status.st_dev)")
  }()

  /// The file of a name for what lies at some paths.
  static func name(for paths: [String], kind: String) -> String {
    let number = String(Checksum.of(paths.joined(separator: "\n")), radix: 16)
    return String(repeating: "0", count: 16 - number.count) + number + "." + kind
  }

  /// A file as it was kept; nil when there is none.
  func block(named name: String) -> ByteBlock? {
    guard isOurs(folder), let block = ByteBlock.mapping(path(name)) else { return nil }
    markUse(of: path(name))
    return block
  }

  /// Keeps a block and gives it back as it lies in its file; nil when it cannot be kept.
  func keep(_ block: ByteBlock, named name: String) -> ByteBlock? {
    guard makeFolder() else { return nil }
    sweep()
    let beside = "\(path(name)).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
    let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    let isWritten = Self.write(block, to: file)
    guard close(file) == 0, isWritten, rename(beside, path(name)) == 0 else {
      unlink(beside)
      return nil
    }
    return ByteBlock.mapping(path(name))
  }

  private func path(_ name: String) -> String { folder + "/" + name }

  private static func write(_ block: ByteBlock, to file: Int32) -> Bool {
    var offset = 0
    while offset < block.count {
      let count = Glibc.write(
        file, block.bytes.baseAddress?.advanced(by: offset), min(block.count - offset, 1 << 26))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      offset += count
    }
    return true
  }

  // MARK: The folder

  /// Makes the folder where it is missing, and those above it.
  private func makeFolder() -> Bool {
    guard folder.hasPrefix("/") else { return false }
    var end = folder.startIndex
    while end < folder.endIndex {
      end = folder[folder.index(after: end)...].firstIndex(of: "/") ?? folder.endIndex
      _ = mkdir(String(folder[..<end]), 0o700)
    }
    return isOurs(folder)
  }

  /// Whether nobody else may put files there.
  private func isOurs(_ folder: String) -> Bool {
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
      && status.st_mode & (S_IWGRP | S_IWOTH) == 0
  }

  /// Notes that a file is used: by its time of change, once a day.
  private func markUse(of path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, Glibc.time(nil) - status.st_mtim.tv_sec > 24 * 3600 else { return }
    utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW)
  }

  /// Removes what nobody has used for a month: digests of folders that are gone, and of other versions.
  private func sweep() {
    guard let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    let now = Glibc.time(nil)
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let isUnfinished = name.hasSuffix(".tmp")
      guard isUnfinished || name.hasSuffix(".pages") || name.hasSuffix(".search") else { continue }
      var status = stat()
      guard lstat(path(name), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      let age = now - status.st_mtim.tv_sec
      if age > (isUnfinished ? Self.patienceWithUnfinished : Self.patience) { unlink(path(name)) }
    }
  }
}

/// What tells that a file has changed without reading it.
struct FileStamp: Hashable, Sendable {
  var size: Int
  /// The times of the last change of its contents and of its entry, in nanoseconds.
  var written: Int
  var changed: Int
  var node: UInt64

  /// Stands for a file that is read again in any case.
  static let none = FileStamp(size: -1, written: 0, changed: 0, node: 0)

  init(size: Int, written: Int, changed: Int, node: UInt64) {
    self.size = size
    self.written = written
    self.changed = changed
    self.node = node
  }

  init(_ status: stat) {
    size = Int(status.st_size)
    written = Self.nanoseconds(status.st_mtim)
    changed = Self.nanoseconds(status.st_ctim)
    node = UInt64(status.st_ino) % 1_000_000_000_000_000_000
  }

  /// The stamp of a file; of one that cannot be looked at, one that never holds.
  init(path: String) {
    var status = stat()
    self = stat(path, &status) == 0 ? FileStamp(status) : .none
  }

  /// Whether the file could change once more without being told by its times: it changed a moment ago.
  func isFresh(at now: Int) -> Bool {
    // Some file systems count whole seconds.
    let grain = written % 1_000_000_000 == 0 ? 2_000_000_000 : 50_000_000
    return now - max(written, changed) < grain
  }

  /// The time now, as file systems count it.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }

  private static func nanoseconds(_ time: timespec) -> Int {
    Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
  }
}
