import ArgumentParser
import Documents
import Glibc
import Models
import Storage
import TextWidth

/// A command that could not do what was asked: what happened, and what to do next.
struct CommandFailure: Error, CustomStringConvertible {
  /// For programs: `not_found`, `bad_input`, `cannot_read`, `no_terminal`.
  var code: String
  var message: String
  var hint: String?
  var file: String?
  var position: SourcePosition?
  /// 2 for wrong usage and bad input, 3 for a provider or the network.
  var exitCode: Int32 = 2

  /// What a person is told: where, what, and what to do next.
  var description: String {
    var place = file.map { $0 + ":" } ?? ""
    if let position { place += "\(position.line):\(position.column):" }
    return (place.isEmpty ? "" : place + " ") + message + (hint.map { ". " + $0 } ?? "")
  }

  /// The failure as JSON, with the keys that every command's failure has.
  var json: JSONValue {
    [
      "schema": "atelier.error/1",
      "error": [
        "code": .string(code), "message": .string(message), "hint": .optional(hint), "file": .optional(file),
        "line": position.map { .integer($0.line) } ?? .null,
        "column": position.map { .integer($0.column) } ?? .null,
      ],
    ]
  }

  init(
    code: String, message: String, hint: String? = nil, file: String? = nil, position: SourcePosition? = nil,
    exitCode: Int32 = 2
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.file = file
    self.position = position
    self.exitCode = exitCode
  }

  /// The failure that an error stands for; nil for what the parser of the command line throws.
  init?(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as StorageError: self.init(code: "database_\(error.kind.rawValue)", message: error.message)
    case let error as ModelError:
      self.init(code: "provider", message: error.message, hint: error.hint, exitCode: 3)
    case is ExitCode, is CleanExit, is ValidationError: return nil
    default:
      // Whatever the parser does not know is a failure of ours, and must not look like the answer “no”.
      guard Atelier.exitCode(for: error) == .failure else { return nil }
      self.init(code: "failed", message: "\(error)")
    }
  }

  /// Ends the program with an error: told in words, or as JSON where JSON was asked for.
  static func exit(_ error: any Error) -> Never {
    if let failure = CommandFailure(error) {
      if OutputFormat.isJSONRequested {
        Output.write(failure.json.text() + "\n")
      } else {
        var place = failure.file.map { $0 + ":" } ?? ""
        if let position = failure.position { place += "\(position.line):\(position.column):" }
        Output.complain(
          (place.isEmpty ? "" : place + " ") + failure.message + (failure.hint.map { "\n" + $0 } ?? ""))
      }
      Glibc.exit(failure.exitCode)
    }
    let code = Atelier.exitCode(for: error)
    // The parser's own code for wrong usage is 64; ours is 2, as for every other bad input.
    let status: Int32 = code == .validationFailure ? 2 : code.rawValue
    let text = Atelier.fullMessage(for: error)
    if status == 2, OutputFormat.isJSONRequested {
      let failure = CommandFailure(
        code: "bad_input", message: Atelier.message(for: error), hint: "`atelier --help` tells what there is."
      )
      Output.write(failure.json.text() + "\n")
      Glibc.exit(status)
    }
    if status == 0 {
      Output.write(text + "\n")
    } else if !text.isEmpty {
      Output.complain(text, isPrefixed: false)
    }
    Glibc.exit(status)
  }
}
