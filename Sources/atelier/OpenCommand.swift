import ArgumentParser
import FoundationEssentials
import Glibc
import Logging
import Models
import Preferences
import Terminal
import TerminalUI
import Workbench

/// Opens the workbench: what `atelier` alone does.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open the workbench, at an entry of the catalog if one is named.")

  @Argument(help: "An entry to open: its id, title or another name.")
  var entry: String?

  @OptionGroup var catalog: CatalogOptions

  @Option(help: ArgumentHelp("The database with the conversations.", valueName: "file"))
  var database: String?

  @Option(help: "The colours: a theme's name (see `atelier theme list`).")
  var theme: String?

  @Option(help: "How many colours: auto, truecolor, 256, 16, 8 or none.")
  var color: TerminalProfile.ColorChoice?

  @Flag(help: "Draw with ASCII signs only.")
  var ascii = false

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  func run() throws {
    var settings = Settings()
    settings.databaseOption = database
    let keymap = settings.makeKeymap()
    let themes = ThemeLibrary(settings.paths)
    var problems = settings.problems
    var chosen = Theme.terminal
    var pair: Workbench.ThemePair?
    if let theme {
      chosen = try themes.theme(named: theme)
    } else {
      do {
        chosen = try themes.theme(named: settings.configuration.theme)
        if let light = settings.configuration.lightTheme {
          pair = Workbench.ThemePair(dark: chosen, light: try themes.theme(named: light))
        }
      } catch let failure as CommandFailure {
        problems.append(failure.message)
      }
    }
    let depth = color ?? TerminalProfile.ColorChoice(rawValue: settings.configuration.color) ?? .automatic
    let profile = TerminalProfile(
      environment: settings.environment, colors: depth,
      isASCII: ascii || settings.configuration.isASCII == true)
    let log = LogFile(path: settings.paths.logFile)
    let session: TerminalSession
    do {
      session = try TerminalSession(
        TerminalSession.Options(
          profile: profile, theme: chosen, usesMouse: settings.configuration.usesMouse && !noMouse,
          logDescriptor: log.descriptor))
    } catch {
      throw CommandFailure(code: "no_terminal", message: error.message)
    }
    log.bootstrap()
    for problem in problems { Logger(label: "atelier.configuration").warning("\(problem)") }
    var workbench = Workbench(
      size: session.size, theme: chosen, themePair: pair, themes: [chosen],
      isDarkTerminal: profile.isDark ?? true,
      usesMouse: settings.configuration.usesMouse && !noMouse, keymap: keymap, entry: entry)
    workbench.report(problems)
    if let model = ModelName(settings.configuration.defaultModel) { workbench.use(defaultModel: model) }
    let sources = CatalogSources(
      environment: settings.environment, configuration: settings.configuration, option: catalog.catalog)
    let loop = WorkbenchLoop(
      workbench: workbench, session: session,
      environment: WorkbenchLoop.Environment(
        variables: settings.environment, paths: settings.paths, sources: sources,
        ringsBell: settings.configuration.ringsBell,
        playground: Services(settings: settings, catalog: catalog.catalog).playgroundBackend,
        loadThemes: { themes.all().themes.map(\.theme) }))
    loop.run()
  }
}

extension TerminalProfile.ColorChoice: ExpressibleByArgument {}

/// Where the catalog is read from, for every command that reads it.
struct CatalogOptions: ParsableArguments {
  @Option(
    name: .customLong("catalog"),
    help: ArgumentHelp("Lay a folder with a catalog of your own over the shipped one.", valueName: "dir"))
  var catalog: [String] = []
}
