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
  /// What must last as long as the program runs, such as the owner of its folder.
  package var belongings: AnyObject?
  /// User and system time that the program took in all, in seconds; nil while it runs.
  package private(set) var processorTimeAtEnd: Double?

  /// Starts a program in a window of a size, or returns nil when it cannot be started.
  package init?(_ arguments: [String], columns: Int, rows: Int, environment: [String: String], folder: String)
  {
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
    let modes = atelier_pty_local_modes(master)
    return modes >= 0 && modes & sane == sane
  }

  /// Changes the size of the window, which the program is told by a signal.
  package func resize(columns: Int, rows: Int) {
    _ = atelier_pty_resize(master, Int32(columns), Int32(rows))
  }

  /// Waits for the program's end; nil when it has not come within a time.
  ///
  /// - Returns: the exit status, or 128 + the number of the signal that ended it.
  package func waitForEnd(limit: Duration = .seconds(5)) -> Int? {
    let start = ContinuousClock.now
    var status: Int32 = 0
    var usage = rusage()
    while start.duration(to: .now) < limit {
      if wait4(process, &status, WNOHANG, &usage) == process {
        hasEnded = true
        let times = [usage.ru_utime, usage.ru_stime]
        processorTimeAtEnd = times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
        while read(milliseconds: 0) > 0 {}
        return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(status & 0x7F)
      }
      read(milliseconds: 20)
    }
    return nil
  }

  /// Sends the program a signal.
  package func signal(_ number: Int32) {
    guard !hasEnded else { return }
    kill(process, number)
  }

  /// Closes the terminal, as a window that is closed or a connection that is lost.
  package func hangUp() {
    guard !isClosed else { return }
    isClosed = true
    close(master)
  }

  /// Types a text.
  package func send(_ text: String) {
    send(Array(text.utf8))
  }

  /// Types bytes, and reads what the program writes meanwhile: neither waits for the other for ever.
  ///
  /// - Returns: how many bytes the program took within a time.
  @discardableResult
  package func send(_ bytes: [UInt8], limit: Duration = .seconds(20)) -> Int {
    let start = ContinuousClock.now
    var rest = bytes[...]
    while !rest.isEmpty, !isClosed, start.duration(to: .now) < limit {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
        continue
      }
      guard errno == EAGAIN || errno == EINTR else { break }
      var descriptor = pollfd(fd: master, events: Int16(POLLIN | POLLOUT), revents: 0)
      poll(&descriptor, 1, 50)
      if descriptor.revents & Int16(POLLIN) != 0 {
        read(milliseconds: 0)
      } else if descriptor.revents & Int16(POLLHUP | POLLERR) != 0 {
        break
      }
    }
    return bytes.count - rest.count
  }

  /// Reads what comes within a time, up to the first bytes, and tells how many they are.
  @discardableResult
  package func read(milliseconds: Int) -> Int {
    guard !isClosed else {
      poll(nil, 0, Int32(min(milliseconds, 10)))
      return 0
    }
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(milliseconds)) > 0 else { return 0 }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else {
      // The end is told at once and again and again: without a pause those who wait would run hot.
      poll(nil, 0, Int32(min(milliseconds, 10)))
      return 0
    }
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
