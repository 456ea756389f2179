import Foundation
import PseudoTerminal
import Testing

extension ProgramRun {
  /// Standard output as text.
  var text: String { String(decoding: output, as: UTF8.self) }

  /// The lines of standard output.
  var lines: [Substring] { text.split(separator: "\n") }

  /// The lines of standard error.
  var complaints: [Substring] { error.split(separator: "\n") }

  /// Standard output as JSON.
  func json(sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(output))
    return try #require(value as? [String: Any], sourceLocation: sourceLocation)
  }
}

extension TemporaryHome {
  /// Runs the program with arguments, as a script does.
  func atelier(_ arguments: String..., environment changes: [String: String] = [:]) -> ProgramRun {
    ProgramRun([TemporaryHome.program] + arguments, environment: environment(changes), folder: folder)
  }

  /// Runs a line of the shell, in which `atelier` is the built program.
  func shell(_ line: String, environment changes: [String: String] = [:]) -> ProgramRun {
    ProgramRun(["/bin/bash", "-c", line], environment: environment(changes), folder: folder)
  }
}
