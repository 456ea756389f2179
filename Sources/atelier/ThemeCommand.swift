import ArgumentParser
import Documents
import FoundationEssentials
import Shipped
import TerminalUI

/// `atelier theme …`: the colours.
struct ThemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theme", _superCommandName: Atelier.name,
    abstract: "List, show and check themes (base16 and base24 scheme files).",
    subcommands: [ThemeList.self, ThemeShow.self, ThemeCheck.self])
}

/// `atelier theme list`
struct ThemeList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the themes that can be chosen.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    let settings = Settings()
    let (themes, problems) = ThemeLibrary(settings.paths).all()
    for problem in problems { Output.complain(problem) }
    if output.isJSON {
      Output.write(json(themes, chosen: settings.configuration.theme).text() + "\n")
      return
    }
    let table = Table(
      columns: [
        .init(""), .init("name"), .init("for"), .init("author", minimum: 8, priority: 1),
        .init("from", minimum: 8, priority: 2, keepsEnds: true),
      ],
      rows: themes.map { theme, origin in
        [
          Span(theme.id == settings.configuration.theme ? "▸" : " ", .accent), Span(theme.id),
          Span(theme.isDark.map { $0 ? "dark" : "light" } ?? "any", .dim), Span(theme.author, .dim),
          Span(origin, .dim),
        ]
      })
    StyledOutput(output, environment: settings.environment).write(table.lines(in: Output.width ?? 200))
  }

  private func json(_ themes: [(theme: Theme, origin: String)], chosen: String) -> JSONValue {
    [
      "schema": "atelier.theme.list/1", "chosen": .string(chosen),
      "themes": .array(
        themes.map { theme, origin in
          [
            "id": .string(theme.id), "name": .string(theme.name), "author": .string(theme.author),
            "variant": .optional(theme.isDark.map { $0 ? "dark" : "light" }), "origin": .string(origin),
          ]
        }),
    ]
  }
}

/// `atelier theme show`
struct ThemeShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a theme's colours and what they are for.")

  @Argument(help: "The theme's name.")
  var theme: String

  @OptionGroup var output: OutputOptions

  private static let uses = [
    "page", "bars, quiet selection", "selection, lines", "dim text", "text of bars", "text",
    "text on the selection", "",
    "failure", "warning", "found by a search", "success", "code, information", "focus, links, headings, keys",
    "", "",
  ]

  func run() throws {
    let settings = Settings()
    let found = try ThemeLibrary(settings.paths).theme(named: theme)
    if output.isJSON {
      let colors = (found.palette ?? []).enumerated().map { index, color in
        JSONValue.Member(ThemeFile.name(ofColor: index), .string(color.hex))
      }
      let json: JSONValue = [
        "schema": "atelier.theme.show/1", "id": .string(found.id), "name": .string(found.name),
        "author": .string(found.author), "variant": .optional(found.isDark.map { $0 ? "dark" : "light" }),
        "palette": .object(colors),
      ]
      Output.write(json.text() + "\n")
      return
    }
    let printer = StyledOutput(output, environment: settings.environment)
    printer.write([
      StyledLine([Span(found.name, .strong), Span("  by \(found.author)", .dim)]),
      StyledLine(
        found.isDark.map { $0 ? "for a dark background" : "for a light background" }
          ?? "with the terminal's own colours", .dim),
    ])
    for (index, color) in (found.palette ?? []).enumerated() {
      // A patch of the colour itself, where colours can be shown.
      let patch =
        output.isColored ? "\u{1B}[48;2;\(color.red);\(color.green);\(color.blue)m    \u{1B}[0m " : ""
      let use = ThemeShow.uses[index]
      let contrast = ((found.palette?[0].contrast(with: color) ?? 1) * 10).rounded() / 10
      Output.write("\(patch)\(ThemeFile.name(ofColor: index))  \(color.hex)  \(contrast):1  \(use)\n")
    }
  }
}

/// `atelier theme check`
struct ThemeCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check scheme files: fields, colours, contrast.",
    discussion:
      "Exits with 1 when a file has an error. Weak contrast is a warning: the program makes up for it where it can."
  )

  @Argument(help: "Scheme files, or names of themes. Without any: every theme.")
  var themes: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = ThemeLibrary(Settings().paths)
    var files: [(name: String, text: String)] = []
    for name in themes {
      if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
        guard let text = Settings.text(ofFile: name) else {
          throw CommandFailure(code: "cannot_read", message: "cannot be read as UTF-8 text", file: name)
        }
        files.append((name, text))
      } else if let file = Shipped.themes.first(where: { $0.name == name }) {
        files.append((name, file.text))
      } else if let text = Settings.text(ofFile: "\(library.folder)/\(name).yaml") {
        files.append(("\(library.folder)/\(name).yaml", text))
      } else {
        _ = try library.theme(named: name)
      }
    }
    if themes.isEmpty {
      files = Shipped.themes.map { ($0.name, $0.text) }
      let own = (try? FileManager.default.contentsOfDirectory(atPath: library.folder)) ?? []
      for file in own.sorted() where file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
        files.append(("\(library.folder)/\(file)", Settings.text(ofFile: "\(library.folder)/\(file)") ?? ""))
      }
    }
    var findings: [(file: String, severity: String, error: DocumentError)] = []
    for (name, text) in files {
      do {
        let (_, found) = try ThemeFile.examine(text, id: name)
        findings += found.map { (name, $0.severity.rawValue, $0.error) }
      } catch {
        findings.append((name, "error", error))
      }
    }
    if output.isJSON {
      Output.write(json(files: files.count, findings: findings).text() + "\n")
    } else {
      for finding in findings {
        Output.write(
          DocumentError("\(finding.severity): \(finding.error.message)", at: finding.error.position)
            .described(file: finding.file) + "\n")
      }
      Output.complain("\(files.count) themes, \(findings.count) findings", isPrefixed: false)
    }
    if findings.contains(where: { $0.severity == "error" }) { throw ExitCode(1) }
  }

  private func json(
    files: Int, findings: [(file: String, severity: String, error: DocumentError)]
  ) -> JSONValue {
    [
      "schema": "atelier.theme.check/1", "files": .integer(files),
      "findings": .array(
        findings.map { finding in
          [
            "file": .string(finding.file), "severity": .string(finding.severity),
            "line": finding.error.position.map { .integer($0.line) } ?? .null,
            "column": finding.error.position.map { .integer($0.column) } ?? .null,
            "message": .string(finding.error.message),
          ]
        }),
    ]
  }
}
