import ArgumentParser
import Documents
import FoundationEssentials
import Preferences
import TerminalUI
import Workbench

/// `atelier config …`: the configuration file.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", _superCommandName: Atelier.name,
    abstract: "Show, find and check the configuration.",
    subcommands: [ConfigShow.self, ConfigPath.self, ConfigCheck.self, ConfigKeys.self])
}

/// `atelier config show`
struct ConfigShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the configuration file; with --default the one with every key explained.")

  @Flag(help: "Print every key with its default and a comment, ready to be saved.")
  var `default` = false

  func run() throws {
    let path = Settings().paths.configurationFile
    if self.default {
      Output.write(Configuration.documentedDefault)
    } else if let text = Settings.text(ofFile: path) {
      Output.write(text)
    } else {
      Output.complain(
        "there is no file \(path); every key has its default (`atelier config show --default`)",
        isPrefixed: false)
    }
  }
}

/// `atelier config path`
struct ConfigPath: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path", abstract: "Print where the configuration file lies.")

  func run() throws {
    Output.write(Settings().paths.configurationFile + "\n")
  }
}

/// `atelier config check`
struct ConfigCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the configuration: keys, values, themes, key bindings.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    let settings = Settings()
    let file = settings.paths.configurationFile
    let findings = settings.findings().map { error -> JSONValue in
      [
        "file": .string(file), "line": error.position.map { .integer($0.line) } ?? .null,
        "column": error.position.map { .integer($0.column) } ?? .null, "message": .string(error.message),
      ]
    }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.config.check/1", "file": .string(file), "findings": .array(findings),
      ]
      Output.write(json.text() + "\n")
    } else if findings.isEmpty {
      Output.write("\(file): nothing to find fault with\n")
    } else {
      for error in settings.findings() { Output.write(error.described(file: file) + "\n") }
    }
    if !findings.isEmpty { throw ExitCode(1) }
  }
}

/// `atelier config keys`
struct ConfigKeys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print every command with its id and its keys, as they are now.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    var settings = Settings()
    let keymap = settings.makeKeymap()
    if output.isJSON {
      let commands = CommandRegistry.all.map { command -> JSONValue in
        [
          "id": .string(command.id), "title": .string(command.title),
          "scope": .string(command.scope.rawValue),
          "keys": .array(keymap.keys(for: command).map { .string($0.name) }),
        ]
      }
      let json: JSONValue = ["schema": "atelier.config.keys/1", "commands": .array(commands)]
      Output.write(json.text() + "\n")
      return
    }
    let table = Table(
      columns: [.init("keys"), .init("id"), .init("what it does", minimum: 12)],
      rows: CommandRegistry.all.map {
        [Span(keymap.keyNames(for: $0), .accent), Span($0.id), Span($0.title, .dim)]
      })
    StyledOutput(output, environment: settings.environment).write(table.lines(in: Output.width ?? 200))
  }
}
