import CPseudoTerminal
import Foundation
import Glibc

/// A program that ran to its end without a terminal: what it said and how it ended.
package struct ProgramRun {
  /// The exit status, or 128 + the number of the signal that ended it; nil when it took too long and was killed.
  package var status: Int?
  package var output: [UInt8]
  package var error: String

  /// Runs a program without any input and waits for its end.
  ///
  /// Foundation's own `Process` hands on the signals that its threads block; a program started here has none blocked.
  package init(
    _ arguments: [String], environment: [String: String], folder: String, limit: Duration = .seconds(120)
  ) {
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var ends: (output: Int32, error: Int32) = (-1, -1)
    let process = atelier_program_start(&argv, &envp, folder, &ends.output, &ends.error)
    output = []
    error = ""
    guard process >= 0 else { return }
    let texts = ProgramRun.read([ends.output, ends.error], limit: limit)
    if texts == nil { kill(process, SIGKILL) }
    for end in [ends.output, ends.error] { close(end) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard let texts else { return }
    self.status = status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(status & 0x7F)
    output = texts[0]
    error = String(decoding: texts[1], as: UTF8.self)
  }

  /// Reads descriptors to their ends; nil when a time is over.
  private static func read(_ descriptors: [Int32], limit: Duration) -> [[UInt8]]? {
    let start = ContinuousClock.now
    var texts = descriptors.map { _ in [UInt8]() }
    var open = Set(descriptors.indices)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !open.isEmpty {
      guard start.duration(to: .now) < limit else { return nil }
      let indices = open.sorted()
      var waiting = indices.map { pollfd(fd: descriptors[$0], events: Int16(POLLIN), revents: 0) }
      guard poll(&waiting, nfds_t(waiting.count), 100) > 0 else { continue }
      for (index, entry) in zip(indices, waiting) where entry.revents != 0 {
        let count = Glibc.read(descriptors[index], &buffer, buffer.count)
        if count > 0 { texts[index] += buffer[..<count] } else if count == 0 { open.remove(index) }
      }
    }
    return texts
  }
}
