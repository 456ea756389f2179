import CPseudoTerminal
import Foundation
import Glibc

/// A program running in a terminal of its own, driven and watched from outside.
package final class PseudoTerminal {
  package let process: pid_t
  private let master: Int32
  private var hasEnded = false
  private var isClosed = false
  /// Everything the program has written.
  package private(set) var output: [UInt8] = []

  /// Starts a program in a window of a size. Returns nil when it cannot be started.
  package init?(_ arguments: [String], columns: Int, rows: Int, environment: [String: String], folder: String) {
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var child: Int32 = 0
    master = atelier_pty_start(&argv, &envp, folder, Int32(columns), Int32(rows), &child)
    guard master >= 0 else { return nil }
    process = child
  }

  deinit {
    if !hasEnded {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    hangUp()
  }

  /// Whether echo, line editing and signals are as a shell needs them.
  package var isSane: Bool {
    let sane = atelier_pty_sane_modes()
    return atelier_pty_local_modes(master) & sane == sane
  }

  /// Changes the size of the window, which the program is told by a signal.
  package func resize(columns: Int, rows: Int) {
    _ = atelier_pty_resize(master, Int32(columns), Int32(rows))
  }

  /// Waits for the program's end; nil when it has not come within five seconds.
  ///
  /// - Returns: the exit status, or 128 + the number of the signal that ended it.
  package func waitForEnd() -> Int? {
    let start = ContinuousClock.now
    var status: Int32 = 0
    while start.duration(to: .now) < .seconds(5) {
      if waitpid(process, &status, WNOHANG) == process {
        hasEnded = true
        while read(milliseconds: 0) > 0 {}
        return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(status & 0x7F)
      }
      read(milliseconds: 20)
    }
    return nil
  }

  /// Closes the terminal, as a window that is closed or a connection that is lost.
  package func hangUp() {
    guard !isClosed else { return }
    isClosed = true
    close(master)
  }

  package func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// Reads what comes within a time. Returns how many bytes came; stops at the first ones.
  @discardableResult
  package func read(milliseconds: Int) -> Int {
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(milliseconds)) > 0 else { return 0 }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else { return 0 }
    output += buffer[..<count]
    return count
  }

  /// Reads until a text was written, and tells after how many milliseconds since `start`; nil after five seconds.
  package func wait(for text: String, since start: ContinuousClock.Instant) -> Double? {
    let wanted = Array(text.utf8)
    var searched = 0
    while start.duration(to: .now) < .seconds(5) {
      if output.count >= wanted.count {
        for index in max(0, searched - wanted.count)...(output.count - wanted.count)
        where output[index] == wanted[0] && output[index..<(index + wanted.count)].elementsEqual(wanted) {
          return start.duration(to: .now).milliseconds
        }
        searched = output.count
      }
      read(milliseconds: 50)
    }
    return nil
  }

  /// Reads until nothing has come for a while.
  package func settle(milliseconds: Int = 300) {
    while read(milliseconds: milliseconds) > 0 {}
  }

  /// User and system time of the process so far, in seconds.
  package var processorTime: Double {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return 0 }
    let fields = text[end...].split(separator: " ")
    let ticks = (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Resident memory in megabytes.
  package var residentMegabytes: Double {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let kilobytes = line.split(separator: " ").compactMap({ Double($0) }).first
    else { return 0 }
    return kilobytes / 1024
  }
}

extension Duration {
  package var milliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
  }
}
