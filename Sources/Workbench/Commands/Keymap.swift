import Documents
import Preferences
import TerminalUI

/// Which key runs which command.
package struct Keymap: Sendable {
  private var keysByCommand: [String: [KeyPress]] = [:]
  private var commandByKey: [Command.Scope: [KeyPress: String]] = [:]

  /// Takes every command's own keys, then the configuration's.
  ///
  /// - Returns: problems of the configuration go to `problems`: unknown commands, unknown keys, a key taken twice.
  package init(
    commands: [Command] = CommandRegistry.all, bindings: [Configuration.KeyBinding] = [],
    problems: inout [DocumentError]
  ) {
    for command in commands { keysByCommand[command.id] = command.keys }
    let ids = commands.map(\.id)
    for binding in bindings {
      guard ids.contains(binding.command) else {
        let hint = NearestName.of(binding.command, among: ids).map { "; did you mean \($0)?" } ?? ""
        problems.append(
          DocumentError("keys: there is no command “\(binding.command)”\(hint)", at: binding.position))
        continue
      }
      var presses: [KeyPress] = []
      for name in binding.keys {
        guard let press = KeyPress(name: name) else {
          problems.append(
            DocumentError(
              "keys: there is no key “\(name)”; examples: Ctrl-F, Alt-1, F5, g", at: binding.position))
          continue
        }
        if press.typedCharacter != nil,
          commands.contains(where: { $0.id == binding.command && $0.scope == .composer })
        {
          problems.append(
            DocumentError(
              "keys: \(name) types a letter in the prompt, and cannot run \(binding.command)",
              at: binding.position))
          continue
        }
        presses.append(press)
      }
      keysByCommand[binding.command] = presses
    }
    let rebound = Set(bindings.map(\.command))
    // A key that a person gave to a command of a wider place is not taken by a narrower place's own one.
    let places: [Command.Scope] = [.page, .catalog, .movement, .global]
    func isTaken(_ press: KeyPress, from command: Command) -> Bool {
      commands.contains { other in
        rebound.contains(other.id) && !rebound.contains(command.id)
          && keysByCommand[other.id]?.contains(press) == true
          && (places.firstIndex(of: other.scope) ?? 0) > (places.firstIndex(of: command.scope) ?? 0)
      }
    }
    // What a person chose goes before what a command brings along.
    for command in commands.filter({ rebound.contains($0.id) })
      + commands.filter({ !rebound.contains($0.id) })
    {
      for press in keysByCommand[command.id] ?? [] where !isTaken(press, from: command) {
        if let other = commandByKey[command.scope]?[press], other != command.id {
          if rebound.contains(command.id), rebound.contains(other) {
            let place = bindings.first { $0.command == command.id }?.position
            problems.append(
              DocumentError("keys: \(press.name) runs both \(other) and \(command.id)", at: place))
          }
          continue
        }
        commandByKey[command.scope, default: [:]][press] = command.id
      }
    }
  }

  /// The keymap without a configuration.
  package static let standard: Keymap = {
    var problems: [DocumentError] = []
    return Keymap(problems: &problems)
  }()

  /// The command that a key runs where these scopes are active, the first scope first.
  package func command(for press: KeyPress, in scopes: [Command.Scope]) -> String? {
    for scope in scopes {
      if let id = commandByKey[scope]?[press] { return id }
    }
    return nil
  }

  /// The keys that really run a command.
  package func keys(for command: Command) -> [KeyPress] {
    (keysByCommand[command.id] ?? []).filter { commandByKey[command.scope]?[$0] == command.id }
  }

  /// A command's keys as text for help: "j, Down".
  package func keyNames(for command: Command) -> String {
    keys(for: command).map(\.name).joined(separator: ", ")
  }
}
