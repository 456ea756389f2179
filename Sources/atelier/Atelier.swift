import ArgumentParser
import Documents

/// The program: without a sub-command it opens the workbench.
@main
struct Atelier: ParsableCommand {
  /// The version, as CHANGELOG.md names it.
  static let version = "0.1.0"
  /// What it is called on a command line.
  static let name = "atelier"

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "The workbench in a terminal for people who design and build AI systems.",
    discussion: """
      Without a sub-command it opens the workbench. What prints something takes --json.
      Exit codes: 0 done, 1 done and the answer is no, 2 wrong usage or bad input, 3 a provider or the network \
      failed, 130 interrupted.
      """,
    version: version,
    subcommands: [
      OpenCommand.self, CatalogCommand.self, DesignCommand.self, NoteCommand.self, BookmarkCommand.self,
      DiagramCommand.self, AskCommand.self, ChatCommand.self,
      SessionsCommand.self,
      ModelsCommand.self, PromptCommand.self, ServeMockCommand.self,
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

  /// Reads a command line.
  ///
  /// Where its first word names a sub-command, that one alone is asked first: reading the arguments of every level above
  /// it, and looking out for a request for a completion script, takes longer than drawing a diagram does. What it cannot
  /// make sense of the whole program looks at, which knows its own options and what to suggest.
  private static func parse(_ arguments: ArraySlice<String>) throws -> any ParsableCommand {
    let named = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
    // Only one that knows its full name can explain itself; help tells of the program's own options too.
    if let named, named.configuration._superCommandName != nil,
      !arguments.contains(where: { ["-h", "--help", "--help-hidden"].contains($0) }),
      let command = try? named.parseAsRoot(Array(arguments.dropFirst()))
    {
      return command
    }
    return try parseAsRoot()
  }

  static func main() {
    Output.ignoreBrokenPipe()
    do {
      try refuseMisspelt(CommandLine.arguments.dropFirst())
      var command = try parse(CommandLine.arguments.dropFirst())
      try command.run()
    } catch {
      CommandFailure.exit(error)
    }
  }
}
