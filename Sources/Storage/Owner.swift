import GRDB
import Glibc

/// The process that writes a reply, so that another one can tell whether it still lives.
struct Owner: Hashable, Sendable {
  /// The start of a kernel and the room for process numbers in it.
  ///
  /// Two machines, two starts of one machine and two containers differ, for a process number means nothing
  /// across them.
  var host: String
  var process: Int32
  /// When the process began, in the kernel's ticks.
  ///
  /// A number that is used again belongs to another start.
  var start: Int64

  init(host: String, process: Int32, start: Int64) {
    self.host = host
    self.process = process
    self.start = start
  }

  /// One that was kept.
  ///
  /// A number that is no process's, which only damage can leave, stands for none that lives.
  init(host: String, keptProcess: Int64, start: Int64) {
    self.init(host: host, process: Int32(exactly: keptProcess) ?? 0, start: start)
  }

  /// For how many seconds a writer elsewhere counts as alive after its last sign of life: more than it may have to wait
  /// for its turn to write.
  static let patience = 15.0
  /// After how many seconds without one it is taken for gone for good, whatever its clock says.
  static let farewell = 600.0

  /// This process.
  static let current = Owner(host: thisHost(), process: getpid(), start: startTime(of: getpid()) ?? 0)

  /// Whether it still lives.
  ///
  /// Of one elsewhere, only its last sign of life is known.
  func isAlive(heartbeat: Double, now: Double) -> Bool {
    guard host == Owner.current.host else { return abs(now - heartbeat) < Owner.patience }
    return self == Owner.current || Owner.startTime(of: process) == start
  }

  /// Whether its reply may be given an ending for good.
  ///
  /// One elsewhere may only have been slow, or its clock be wrong.
  func isGone(heartbeat: Double, now: Double) -> Bool {
    guard host == Owner.current.host else { return now - heartbeat > Owner.farewell }
    return !isAlive(heartbeat: heartbeat, now: now)
  }

  /// The 22nd field of `/proc/PID/stat`; nil when there is no such process, or only what is left of one.
  static func startTime(of process: Int32) -> Int64? {
    // The second field, the program's name, may hold blanks and brackets.
    guard let text = contents("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int64(fields[19])
  }

  private static func thisHost() -> String {
    var name = utsname()
    uname(&name)
    let node = withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let boot = contents("/proc/sys/kernel/random/boot_id")?.split(whereSeparator: \.isWhitespace).first ?? "?"
    var room = stat()
    let number = stat("/proc/self/ns/pid", &room) == 0 ? room.st_ino : 0
    return "\(node) \(boot) \(number)"
  }

  private static func contents(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }
}

/// Seconds since 1970.
enum Clock {
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
