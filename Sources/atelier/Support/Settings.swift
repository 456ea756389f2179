import ArgumentParser
import Documents
import FoundationEssentials
import Preferences
import Shipped
import TerminalUI
import Workbench

/// The environment and the configuration, read once for a command.
struct Settings {
  var environment: [String: String]
  var paths: ConfigurationPaths
  var configuration: Configuration
  /// The database that an option names.
  var databaseOption: String?
  /// What is wrong with the configuration file, for a person.
  var problems: [String]
  /// Why conversations must not be kept by this configuration: it is not known where.
  private(set) var refusal: CommandFailure?
  /// Why a model that is not named must not be asked: it is not known which.
  private(set) var modelRefusal: CommandFailure?
  private var errors: [DocumentError] = []
  private var notes = Configuration.Notes()

  init() {
    environment = ProcessInfo.processInfo.environment
    paths = ConfigurationPaths(environment: environment)
    configuration = Configuration()
    problems = []
    guard let text = Settings.text(ofFile: paths.configurationFile) else {
      if FileManager.default.fileExists(atPath: paths.configurationFile) {
        errors = [DocumentError("the file cannot be read as UTF-8 text", at: nil)]
        problems = errors.map { $0.described(file: paths.configurationFile) }
        refusal = CommandFailure(
          code: "bad_configuration", message: "the file cannot be read as UTF-8 text",
          file: paths.configurationFile)
      }
      return
    }
    let (read, found, notes) = Configuration.read(text, home: environment["HOME"] ?? "/")
    configuration = read
    errors = found
    problems = found.map { $0.described(file: paths.configurationFile) }
    self.notes = notes
    let file = paths.configurationFile
    func refused(_ error: DocumentError) -> CommandFailure {
      CommandFailure(
        code: "bad_configuration", message: error.message,
        hint: "`atelier config check` tells all that is wrong.", file: file, position: error.position)
    }
    refusal = notes.refusal.map(refused)
    modelRefusal = notes.modelRefusal.map(refused)
  }

  /// The settings of a command that keeps conversations or asks models.
  ///
  /// - Throws: ``CommandFailure`` when the configuration leaves open where to keep. Other problems are told on standard
  ///   error.
  static func forConversations(database: String?) throws -> Settings {
    var settings = Settings()
    settings.databaseOption = database
    if let refusal = settings.refusal { throw refusal }
    for problem in settings.problems { Output.complain(problem, isPrefixed: false) }
    return settings
  }

  /// The keys, with the configuration's own ones.
  mutating func makeKeymap() -> Keymap {
    var found: [DocumentError] = []
    let keymap = Keymap(bindings: configuration.keys, problems: &found)
    problems += found.map { $0.described(file: paths.configurationFile) }
    return keymap
  }

  /// Everything wrong in the configuration: also what only the program knows, such as the names of themes and commands.
  func findings() -> [DocumentError] {
    var found = errors
    _ = Keymap(bindings: configuration.keys, problems: &found)
    for name in [configuration.theme, configuration.lightTheme].compactMap(\.self) {
      do {
        _ = try ThemeLibrary(paths).theme(named: name)
      } catch {
        let failure = CommandFailure(error)
        let text = [failure?.message ?? "\(error)", failure?.file == nil ? failure?.hint : failure?.file]
        found.append(
          DocumentError(
            "theme: " + text.compactMap(\.self).joined(separator: "; "), at: notes.positions["theme"])
        )
      }
    }
    for folder in configuration.catalogs where !FileManager.default.fileExists(atPath: folder) {
      found.append(
        DocumentError("catalogs: there is no folder “\(folder)”", at: notes.positions["catalogs"]))
    }
    return found
  }

  /// Where sessions are kept: what an option names, else ATELIER_DATABASE, else the configuration, else the data folder.
  var databaseFile: String {
    databaseOption ?? paths.environmentDatabase ?? configuration.database ?? paths.databaseFile
  }

  /// A file's text; nil when there is none that can be read as UTF-8.
  static func text(ofFile path: String) -> String? {
    FileManager.default.contents(atPath: path).flatMap { String(validating: $0) }
  }
}

extension String {
  /// The text of some bytes, or nil when they are no UTF-8.
  fileprivate init?(validating data: Data) {
    guard let text = data.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else { return nil }
    self = text
  }
}

/// Finds and reads themes: a person's own first, then those that came with the program.
struct ThemeLibrary {
  let folder: String

  init(_ paths: ConfigurationPaths) {
    folder = paths.themesFolder
  }

  /// Every theme, the default first, then by name; and what is wrong with files that cannot be used.
  func all() -> (themes: [(theme: Theme, origin: String)], problems: [String]) {
    var found: [String: (theme: Theme, origin: String)] = [:]
    var problems: [String] = []
    for file in Shipped.themes {
      if let theme = try? ThemeFile.read(file.text, id: file.name) { found[file.name] = (theme, "atelier") }
    }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for file in files.sorted() where file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
      let id = String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
      let path = folder + "/" + file
      guard let text = Settings.text(ofFile: path) else {
        problems.append("\(path): cannot be read")
        continue
      }
      do {
        found[id] = (try ThemeFile.read(text, id: id), path)
      } catch {
        problems.append(error.described(file: path))
      }
    }
    let sorted = found.values.sorted { $0.theme.name.lowercased() < $1.theme.name.lowercased() }
    return ([(Theme.terminal, "atelier")] + sorted, problems)
  }

  /// A theme by its name, without reading the others.
  ///
  /// - Throws: ``CommandFailure`` with the nearest name, or with what is wrong in the file.
  func theme(named id: String) throws -> Theme {
    if id == Theme.terminal.id { return .terminal }
    for suffix in [".yaml", ".yml"] {
      let path = folder + "/" + id + suffix
      guard let text = Settings.text(ofFile: path) else { continue }
      do {
        return try ThemeFile.read(text, id: id)
      } catch {
        throw CommandFailure(code: "bad_input", message: error.message, file: path, position: error.position)
      }
    }
    if let file = Shipped.themes.first(where: { $0.name == id }) {
      return try ThemeFile.read(file.text, id: id)
    }
    let hint = NearestName.of(id, among: all().themes.map(\.theme.id)).map { "Did you mean \($0)?" }
    throw CommandFailure(
      code: "not_found", message: "there is no theme “\(id)”",
      hint: hint ?? "`atelier theme list` names them all.")
  }
}
