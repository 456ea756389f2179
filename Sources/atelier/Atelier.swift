import ArgumentParser
import Documents

/// The program: without a sub-command it opens the workbench.
@main
struct Atelier: ParsableCommand {
  /// The version, as CHANGELOG.md names it.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "atelier",
    abstract: "The workbench in a terminal for people who design and build AI systems.",
    discussion: """
      Without a sub-command it opens the workbench. What prints something takes --json.
      Exit codes: 0 done, 1 done and the answer is no, 2 wrong usage or bad input, 3 a provider or the network \
      failed, 130 interrupted.
      """,
    version: version,
    subcommands: [
      OpenCommand.self, CatalogCommand.self, DiagramCommand.self, AskCommand.self, ChatCommand.self,
      SessionsCommand.self,
      ModelsCommand.self,
      ThemeCommand.self, ConfigCommand.self, DatabaseCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: OpenCommand.self)

  /// Refuses a misspelt sub-command, which would else be taken for an entry to open.
  private static func refuseMisspelt(_ arguments: ArraySlice<String>) throws {
    // Alone it may be an entry's name.
    guard let first = arguments.first, !first.hasPrefix("-"), let second = arguments.dropFirst().first,
      !second.hasPrefix("-")
    else { return }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !known.contains(first) else { return }
    let hint = NearestName.of(first, among: known).map { "Did you mean `atelier \($0)`?" }
    throw CommandFailure(
      code: "bad_input", message: "there is no command “\(first)”",
      hint: hint ?? "`atelier --help` names them all.")
  }

  static func main() {
    Output.ignoreBrokenPipe()
    do {
      try refuseMisspelt(CommandLine.arguments.dropFirst())
      var command = try parseAsRoot()
      try command.run()
    } catch {
      CommandFailure.exit(error)
    }
  }
}
