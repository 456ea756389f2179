import Glibc
import Synchronization

/// A program that this one has started.
///
/// It gets nothing but its three standard streams: no other open file of this program reaches it.
final class ChildProcess: Sendable {
  let id: pid_t
  /// Whether it leads a session, and with it a group of processes, of its own.
  let isLeader: Bool
  /// How it ended, once that was asked for: the system tells it once, and may then give its number to another one.
  private let ended = Mutex<Exit?>(nil)

  /// What a program is started with.
  struct Setup {
    /// The program and its arguments; the program is looked for in `PATH` unless it holds a slash.
    var command: [String]
    var environment: [String: String]
    /// Descriptors of this program to become the child's; nil for `/dev/null`.
    var input: Int32?
    var output: Int32?
    var errors: Int32?
    /// Whether it is cut off from the terminal, so that it can neither ask there nor be stopped from there.
    var isApart: Bool
  }

  /// Why a program could not be started.
  struct Failure: Error, Hashable, Sendable {
    /// Such as `No such file or directory`.
    var reason: String
    var isMissing: Bool
  }

  /// `POSIX_SPAWN_SETSID` of glibc's spawn.h, which Swift does not see.
  private static let newSession: Int16 = 0x80

  /// Held while a program is started, and while the ends of a pipe are not yet marked as this program's own.
  fileprivate static let starting = Mutex(())

  /// Starts a program.
  ///
  /// - Throws: ``Failure``.
  init(_ setup: Setup) throws(Failure) {
    guard let name = setup.command.first, !name.isEmpty,
      let path = Self.path(of: name, in: setup.environment["PATH"])
    else { throw Failure(reason: Self.words(ENOENT), isMissing: true) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var arguments = setup.command.map { strdup($0) } + [nil]
    var variables = setup.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for pointer in arguments + variables { free(pointer) }
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (own, descriptor, mode) in [
      (setup.input, STDIN_FILENO, O_RDONLY), (setup.output, STDOUT_FILENO, O_WRONLY),
      (setup.errors, STDERR_FILENO, O_WRONLY),
    ] {
      if let own {
        posix_spawn_file_actions_adddup2(&actions, own, descriptor)
      } else {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", mode, 0)
      }
    }
    // Signals that this program ignores are not ignored by another one.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    var flags = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
    if setup.isApart { flags |= Self.newSession }
    posix_spawnattr_setflags(&attributes, flags)
    var child: pid_t = 0
    let error = Self.starting.withLock { _ in
      // After the three: these may be among them. Closing a number that nobody has is no failure.
      for descriptor in Self.openDescriptors where descriptor > STDERR_FILENO {
        posix_spawn_file_actions_addclose(&actions, descriptor)
      }
      return posix_spawn(&child, path, &actions, &attributes, &arguments, &variables)
    }
    guard error == 0 else { throw Failure(reason: Self.words(error), isMissing: error == ENOENT) }
    id = child
    isLeader = setup.isApart
  }

  /// The files that this program has open; most are marked so that no other program gets them, but not all.
  private static var openDescriptors: [Int32] {
    guard let folder = opendir("/proc/self/fd") else { return [] }
    defer { closedir(folder) }
    var found: [Int32] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let descriptor = Int32(name) { found.append(descriptor) }
    }
    return found
  }

  /// How it ended.
  enum Exit: Hashable, Sendable {
    case code(Int32)
    case signal(Int32)
  }

  /// How it ended; nil while it runs. To be asked until it tells.
  func exit() -> Exit? {
    ended.withLock { ended in
      if ended == nil { ended = Self.exit(of: id) }
      return ended
    }
  }

  private static func exit(of id: pid_t) -> Exit? {
    var status: Int32 = 0
    while true {
      let result = waitpid(id, &status, WNOHANG)
      if result == 0 { return nil }
      if result < 0 {
        if errno == EINTR { continue }
        // Somebody else has taken its end; how it was nobody knows any more.
        return .code(-1)
      }
      return status & 0x7F == 0 ? .code((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }
  }

  /// Sends a signal to it, and to all that it has started where it leads a group of its own; unless it has ended.
  func send(_ signal: Int32) {
    ended.withLock { ended in
      if ended == nil { kill(isLeader ? -id : id, signal) }
    }
  }

  private static func words(_ error: Int32) -> String { String(cString: strerror(error)) }

  /// Where a program lies; nil when it is nowhere.
  static func path(of name: String, in path: String?) -> String? {
    if name.contains("/") { return name }
    let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}

/// Two ends of a pipe that no other program inherits.
struct ChildPipe {
  let reading: Int32
  let writing: Int32

  /// nil when this program has too many files open.
  init?() {
    var ends: [Int32] = [0, 0]
    let isMade = ChildProcess.starting.withLock { _ in
      guard pipe(&ends) == 0 else { return false }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return true
    }
    guard isMade else { return nil }
    (reading, writing) = (ends[0], ends[1])
    _ = fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) | O_NONBLOCK)
  }

  /// What is there to be read at this moment.
  ///
  /// - Returns: nil at the end.
  static func read(_ descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < 1 << 20 {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return bytes }
      guard count > 0 else { return bytes.isEmpty ? nil : bytes }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
