import ArgumentParser

/// The program: without a sub-command it opens the workbench.
@main
struct Atelier: ParsableCommand {
  /// The version, as CHANGELOG.md names it.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "atelier",
    abstract: "The workbench in a terminal for people who design and build AI systems.",
    discussion: """
      Without a sub-command it opens the workbench. Every sub-command takes --json.
      Exit codes: 0 done, 1 done and the answer is no, 2 wrong usage or bad input, 3 a provider or the network \
      failed, 130 interrupted.
      """,
    version: version,
    subcommands: [
      OpenCommand.self, CatalogCommand.self, AskCommand.self, ChatCommand.self, SessionsCommand.self,
      ModelsCommand.self,
      ThemeCommand.self, ConfigCommand.self, DatabaseCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: OpenCommand.self)

  static func main() {
    Output.ignoreBrokenPipe()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      CommandFailure.exit(error)
    }
  }
}
