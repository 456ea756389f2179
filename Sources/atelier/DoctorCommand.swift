import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Models
import Preferences
import Storage
import Terminal
import TerminalUI
import TextWidth
import Workbench

/// `atelier doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", _superCommandName: Atelier.name,
    abstract: "Report what this program found here: terminal, colours, paths, database, providers.",
    discussion: "A key is never printed. Exits with 1 when something needs to be mended.")

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  /// A line of the report.
  private struct Finding {
    var topic: String
    var text: String
    /// What to do, when it is not well.
    var advice: String?
    var isGood = true
  }

  func run() throws {
    var settings = Settings()
    settings.databaseOption = database.database
    var findings = terminal(settings) + paths(settings)
    findings += store(settings)
    findings += try providers(settings)
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.doctor/1", "version": .string(Atelier.version),
        "findings": .array(
          findings.map { finding in
            [
              "topic": .string(finding.topic), "ok": .bool(finding.isGood), "text": .string(finding.text),
              "advice": .optional(finding.advice),
            ]
          }),
      ]
      Output.write(json.text() + "\n")
    } else {
      let lines = findings.flatMap { finding -> [StyledLine] in
        let topic = finding.topic + String(repeating: " ", count: max(1, 14 - finding.topic.count))
        let sign = finding.isGood ? Span("✓ ", Style(.success)) : Span("✗ ", Style(.failure))
        return [StyledLine([sign, Span(topic, .dim), Span(finding.text)])]
          + (finding.advice.map { [StyledLine("  " + String(repeating: " ", count: 14) + $0, .dim)] } ?? [])
      }
      StyledOutput(output, environment: settings.environment).write(
        [StyledLine("atelier \(Atelier.version)", .strong)] + lines)
    }
    if findings.contains(where: { !$0.isGood }) { throw ExitCode(1) }
  }

  private func terminal(_ settings: Settings) -> [Finding] {
    let environment = settings.environment
    let profile = TerminalProfile(
      environment: environment,
      colors: TerminalProfile.ColorChoice(rawValue: settings.configuration.color) ?? .automatic)
    let type = profile.terminalType
    let canDraw = !type.isEmpty && type != "dumb"
    let depth: String =
      switch profile.depth {
      case .none: "none"
      case .ansi8: "8"
      case .ansi16: "16"
      case .palette256: "256 at most"
      case .direct: "24 bit (\(profile.directType ?? ""))"
      }
    let claims = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { name in
      environment[name].map { "\(name)=\($0)" }
    }.first
    return [
      Finding(
        topic: "terminal", text: type.isEmpty ? "TERM is not set" : "TERM=\(type)",
        advice: canDraw
          ? nil : "the workbench needs a terminal that moves its cursor, such as TERM=xterm-256color",
        isGood: canDraw),
      Finding(
        topic: "colours", text: depth,
        advice: claims && profile.directType == nil ? "24-bit colours need the package ncurses-term" : nil),
      Finding(
        topic: "locale",
        text: (locale ?? "none set, taken as UTF-8") + (profile.isASCII ? ": ASCII signs" : "")),
      Finding(topic: "clipboard", text: Clipboard(environment: environment).route),
    ]
  }

  private func paths(_ settings: Settings) -> [Finding] {
    let paths = settings.paths
    let hasFile = FileManager.default.fileExists(atPath: paths.configurationFile)
    var findings = [
      Finding(
        topic: "configuration",
        text: paths.configurationFile + (hasFile ? "" : " (not there: every key has its default)"),
        isGood: settings.findings().isEmpty)
    ]
    findings += settings.findings().map {
      Finding(topic: "", text: $0.described(file: paths.configurationFile), isGood: false)
    }
    findings += [
      Finding(topic: "themes", text: paths.themesFolder), Finding(topic: "log", text: paths.logFile),
    ]
    let sources = CatalogSources(
      environment: settings.environment, configuration: settings.configuration, option: [])
    let (library, problems) = CatalogContents.loadLibrary(sources)
    findings.append(
      Finding(
        topic: "catalog", text: "\(library.entries.count) entries", advice: problems.first,
        isGood: problems.isEmpty))
    return findings
  }

  private func store(_ settings: Settings) -> [Finding] {
    let path = settings.databaseFile
    do {
      // Looked at, and neither mended nor moved.
      let store = try Database(path: path, for: .looking)
      let count = try store.sessionCount()
      return [Finding(topic: "database", text: "\(path), \(count) conversation\(count == 1 ? "" : "s")")]
    } catch let error as StorageError where error.kind == .missing {
      return [Finding(topic: "database", text: "\(path) (made with the first conversation)")]
    } catch {
      return [Finding(topic: "database", text: path, advice: "\(error)", isGood: false)]
    }
  }

  private func providers(_ settings: Settings) throws -> [Finding] {
    let services = Services(settings: settings)
    let lists = try Blocking.run { await services.modelLister().settled() }
    return settings.configuration.providers.map { provider in
      let origin: String =
        switch provider.key {
        case .none: "no key"
        case .command(let words): "key from \(words.first ?? "a command")"
        case .environment(let name): "key from $\(name)"
        case .secret: "key from the Secret Service"
        case .file(let path): "key from \(path)"
        }
      let list = lists.first { $0.provider == provider.name }
      return Finding(
        topic: provider.name,
        text: "\(provider.shownURL), \(origin)"
          + (list?.problem == nil ? ", \(list?.models.count ?? 0) models" : ""),
        advice: list?.problem, isGood: list?.problem == nil)
    }
  }
}
