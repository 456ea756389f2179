import Glibc

/// Starts a server under a small watcher of its own, which outlives this program.
///
/// The watcher reads from the named pipe that the server's users hold open. It comes to the pipe's end when the last of
/// them is gone, also one that was killed, and then ends the server; unless a file says that the server is to stay.
enum ServerWatcher {
  /// The watcher, for any shell of POSIX: `$1` is the file that says to stay, `$2` how many tenths of a second the server
  /// has to end by itself, and the rest the server's command.
  private static let script = """
    keep=$1; tenths=$2; shift 2
    exec 3<&0 </dev/null
    trap '' HUP INT
    "$@" 3<&- &
    server=$!
    (
      cat <&3 >/dev/null
      [ -e "$keep" ] && exit
      kill -TERM "$server" 2>/dev/null
      while [ "$tenths" -gt 0 ] && kill -0 "$server" 2>/dev/null; do
        sleep 0.1; tenths=$((tenths - 1))
      done
      kill -KILL "$server" 2>/dev/null
    ) &
    exec 3<&-
    wait "$server"; code=$?
    trap '' TERM
    kill -TERM 0
    exit "$code"
    """

  /// What was started.
  struct Started {
    var process: ChildProcess
    /// The descriptor by which this program holds the server.
    var hold: Int32
  }

  /// Starts the server.
  ///
  /// - Throws: ``ModelError``.
  static func start(
    _ command: [String], files: LocalServerFiles, settings: LocalServerSettings
  ) throws(ModelError) -> Started {
    func problem(_ what: String, _ path: String) -> ModelError {
      ModelError(
        provider: "gguf", message: "\(what) \(path) cannot be made: \(String(cString: strerror(errno)))",
        hint: "Check the folder's rights and its free space.")
    }
    unlink(files.hold)
    guard mkfifo(files.hold, 0o600) == 0 else { throw problem("the named pipe", files.hold) }
    // In this order neither of the two waits for the other.
    let reading = open(files.hold, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard reading >= 0 else { throw problem("the named pipe", files.hold) }
    defer { close(reading) }
    let hold = open(files.hold, O_WRONLY | O_CLOEXEC)
    guard hold >= 0 else { throw problem("the named pipe", files.hold) }
    // The watcher is to wait.
    _ = fcntl(reading, F_SETFL, O_RDONLY)
    let log = open(files.log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
    guard log >= 0 else {
      close(hold)
      throw problem("the log", files.log)
    }
    defer { close(log) }
    let tenths = String(max(1, Int(min(settings.endPatience, 3600) * 10)))
    do {
      let process = try ChildProcess(
        ChildProcess.Setup(
          command: ["/bin/sh", "-c", script, "atelier-server", files.keep, tenths] + command,
          environment: settings.environment, input: reading, output: log, errors: log, isApart: true))
      return Started(process: process, hold: hold)
    } catch {
      close(hold)
      throw ModelError(provider: "gguf", message: "no process can be started: \(error.reason)")
    }
  }

  /// Holds a running server open.
  ///
  /// - Returns: the descriptor; nil when its watcher no longer reads, as it is about to end.
  static func join(_ files: LocalServerFiles) -> Int32? {
    let hold = open(files.hold, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    return hold >= 0 ? hold : nil
  }

  /// Whether the watcher still reads.
  static func isHeld(_ hold: Int32) -> Bool {
    var poller = pollfd(fd: hold, events: 0, revents: 0)
    return poll(&poller, 1, 0) >= 0 && Int32(poller.revents) & Int32(POLLERR) == 0
  }

  /// Ends all processes of a server, and waits until they are gone.
  static func end(_ state: LocalServerState, patience: Double) async {
    // A stop that is itself stopped must not leave half a server behind.
    await Task.detached {
      func send(_ signal: Int32) { for member in state.members { kill(member, signal) } }
      send(SIGTERM)
      let end = ContinuousClock.now + .seconds(patience)
      while !state.members.isEmpty, ContinuousClock.now < end {
        try? await Task.sleep(for: .milliseconds(20))
      }
      send(SIGKILL)
      let last = ContinuousClock.now + .seconds(5)
      while !state.members.isEmpty, ContinuousClock.now < last {
        try? await Task.sleep(for: .milliseconds(5))
      }
    }.value
  }

  /// A port of this machine on which nothing listens at this moment; nil when there is none.
  static func freePort() -> Int? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
      }
    }
    return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }
}
