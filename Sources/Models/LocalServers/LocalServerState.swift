import Documents
import Glibc

/// A server that was started for a model's file, as it is remembered for other processes of this program.
struct LocalServerState: Hashable, Sendable {
  /// The model's file, without links in its path.
  var model: String
  var port: Int
  /// The process that watches over the server, and leads its group.
  var process: ProcessIdentity

  /// The JSON in the state's file.
  var bytes: [UInt8] {
    let value: JSONValue = [
      "schema": "atelier.local_server/1", "model": .string(model), "port": .integer(port),
      "pid": .integer(Int(process.id)), "start": .string(String(process.start)),
      "boot": .string(process.boot),
    ]
    return Array(value.text(pretty: false).utf8)
  }

  init(model: String, port: Int, process: ProcessIdentity) {
    self.model = model
    self.port = port
    self.process = process
  }

  /// Reads the state's file; nil when it is not there, or no such file.
  init?(file: String) {
    guard let bytes = FileBytes.read(file, limit: 65_536), let value = try? JSONReader.read(bytes),
      value["schema"]?.string == "atelier.local_server/1", let model = value["model"]?.string,
      let port = value["port"]?.int, (1...65_535).contains(port), let pid = value["pid"]?.int, pid > 1,
      let id = pid_t(exactly: pid), let start = value["start"]?.string.flatMap(UInt64.init),
      let boot = value["boot"]?.string
    else { return nil }
    self.init(model: model, port: port, process: ProcessIdentity(id: id, start: start, boot: boot))
  }

  /// The processes of the server that still run.
  ///
  /// When the one that led the group is gone, another group may have its number by now: then only what was started
  /// with this port counts.
  var members: [pid_t] {
    guard process.boot == ProcessIdentity.currentBoot else { return [] }
    let members = ProcessIdentity.members(ofGroup: process.id)
    if process.isRunning { return members }
    return members.filter { id in
      guard let stat = ProcessIdentity.stat(of: id), stat.start >= process.start else { return false }
      let words = FileBytes.read("/proc/\(id)/cmdline", limit: 1 << 20) ?? []
      return words.split(separator: 0).contains { $0.elementsEqual("\(port)".utf8) }
    }
  }
}

/// The files about one model's server.
struct LocalServerFiles: Sendable {
  /// The path without an ending.
  let base: String

  /// - Parameters:
  ///   - model: the model's file, without links in its path.
  ///   - command: with which command such servers are started; another one has another server.
  init(folder: String, model: String, command: [String]) {
    // FNV-1a of 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in ([model] + command).joined(separator: "\u{0}").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let name = model.split(separator: "/").last ?? "model"
    let plain = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }
    base = "\(folder)/\(String(plain.prefix(60)))-\(String(hash, radix: 36))"
  }

  init(base: String) {
    self.base = base
  }

  var state: String { base + ".json" }
  var lock: String { base + ".lock" }
  /// A named pipe that every process which uses the server holds open: when the last is gone, however it ended, the
  /// server is ended too.
  var hold: String { base + ".hold" }
  /// Whether there, the server stays until it is stopped by name.
  var keep: String { base + ".keep" }
  /// What the server says.
  var log: String { base + ".log" }

  /// Forgets the server.
  func removeState() {
    for file in [state, hold, keep] { unlink(file) }
  }

  /// The last lines of the log, without empty ones and control characters.
  func lastLines(_ count: Int) -> [String] {
    let descriptor = open(log, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let length = lseek(descriptor, 0, Int32(SEEK_END))
    lseek(descriptor, max(0, length - 8192), Int32(SEEK_SET))
    let text = String(decoding: FileBytes.read(descriptor, limit: 8192) ?? [], as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map { Complaint.plain(String($0)).trimmedBlanks }
    return lines.filter { !$0.isEmpty }.suffix(count).map { $0.shortened(to: 200) }
  }
}

/// A lock between processes, and between tasks of one.
struct FileLock: Sendable {
  private let descriptor: Int32

  /// Waits for the lock, which holds until it is released or the process ends.
  ///
  /// - Returns: nil when it cannot be had within so many seconds, or at all.
  static func take(_ path: String, patience: Double) async throws -> FileLock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    let end = ContinuousClock.now + .seconds(patience)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < end else {
        close(descriptor)
        return nil
      }
      do {
        try await Task.sleep(for: .milliseconds(10))
      } catch {
        close(descriptor)
        throw error
      }
    }
    return FileLock(descriptor: descriptor)
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// To be called once.
  func release() { close(descriptor) }
}
