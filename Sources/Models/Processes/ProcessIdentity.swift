import Glibc

/// Names a process so that no later one with the same number is taken for it.
struct ProcessIdentity: Hashable, Sendable {
  var id: pid_t
  /// When it started, in ticks since the machine did.
  var start: UInt64
  /// The machine's start.
  var boot: String

  /// The process that has this number now; nil when none has.
  init?(running id: pid_t) {
    guard let stat = Self.stat(of: id) else { return nil }
    self.init(id: id, start: stat.start, boot: Self.currentBoot)
  }

  init(id: pid_t, start: UInt64, boot: String) {
    self.id = id
    self.start = start
    self.boot = boot
  }

  /// Whether it still runs.
  var isRunning: Bool {
    guard let stat = Self.stat(of: id), stat.state != UInt8(ascii: "Z") else { return false }
    return stat.start == start && boot == Self.currentBoot
  }

  static let currentBoot =
    String(decoding: FileBytes.read("/proc/sys/kernel/random/boot_id", limit: 100) ?? [], as: UTF8.self)
    .trimmedBlanks

  /// What `/proc/ID/stat` tells (proc(5)).
  struct Stat {
    var state: UInt8
    var group: pid_t
    var start: UInt64
  }

  static func stat(of id: pid_t) -> Stat? {
    guard id > 0, let bytes = FileBytes.read("/proc/\(id)/stat", limit: 4096),
      // The name before it may hold anything, a bracket too.
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 19, let state = fields[0].utf8.first, let group = pid_t(fields[2]),
      let start = UInt64(fields[19])
    else { return nil }
    return Stat(state: state, group: group, start: start)
  }

  /// The processes of a group.
  static func members(ofGroup group: pid_t) -> [pid_t] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var found: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let id = pid_t(name), let stat = stat(of: id), stat.group == group,
        stat.state != UInt8(ascii: "Z")
      {
        found.append(id)
      }
    }
    return found
  }
}

/// Whole small files, read and written with the rights that they should have.
enum FileBytes {
  /// The bytes of a file up to a limit; nil when it cannot be read.
  static func read(_ path: String, limit: Int = 16 << 20) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return read(descriptor, limit: limit)
  }

  /// The bytes from an open file up to a limit; nil when it cannot be read.
  static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(limit, 65_536))
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return Array(bytes.prefix(limit))
  }

  /// Puts a file in place of another, whole or not at all; only its owner can read it.
  ///
  /// - Returns: whether that was possible.
  @discardableResult
  static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let draft = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 36))"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    var rest = bytes[...]
    var isWritten = true
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        isWritten = false
        break
      }
      rest = rest.dropFirst(count)
    }
    close(descriptor)
    guard isWritten, rename(draft, path) == 0 else {
      unlink(draft)
      return false
    }
    return true
  }

  /// Makes a folder and those above it; new ones are their owner's alone.
  static func makeFolder(_ path: String) -> Bool {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex,
      makeFolder(String(path[..<slash]))
    else { return false }
    return mkdir(path, 0o700) == 0 || errno == EEXIST
  }
}
