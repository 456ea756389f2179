import Foundation
import PseudoTerminal
import Testing

/// Terminals that can do little or nothing, windows that are too small, texts that would steer the terminal.
@Suite struct RefusalTests {
  // MARK: No terminal to draw on

  /// How the program is started, the variables, and what its one line must name.
  @Test(
    arguments: [
      ("exec atelier 2>complaint", "dumb", "“dumb”"),
      ("exec atelier 2>complaint", "", "(TERM)"),
      ("exec atelier 2>complaint", "no-such-terminal", "“no-such-terminal”"),
      ("exec atelier 2>complaint </dev/null", "xterm-256color", "needs a terminal"),
      ("exec atelier 2>complaint >output", "xterm-256color", "needs a terminal"),
      ("exec atelier open ai-search 2>complaint </dev/null", "xterm-256color", "needs a terminal"),
    ])
  func refusesInOneLine(line: String, type: String, named: String) throws {
    let home = TemporaryHome()
    let terminal = try PseudoTerminal.start(["/bin/sh", "-c", line], home: home, environment: ["TERM": type])
    #expect(terminal.waitForEnd(limit: .seconds(20)) == 2)
    #expect(terminal.output.isEmpty)
    #expect(home.text(of: "output") ?? "" == "")
    let complaint = try #require(home.text(of: "complaint"))
    #expect(complaint.split(separator: "\n").count == 1)
    #expect(complaint.hasPrefix("atelier: ") && complaint.contains(named))
    // What to do next.
    #expect(complaint.contains("try "))
    #expect(terminal.isSane)
  }

  // MARK: Few signs, few colours

  /// Looks at most of what there is to see.
  private func walk(_ terminal: PseudoTerminal) throws {
    try terminal.press("/", shows: "type any")
    try terminal.press("vector", shows: "also called")
    try terminal.press("\r", shows: "capability")
    try terminal.press("?", shows: "Keys")
    try terminal.press("\u{3}\u{14}", shows: "Colours")
    try terminal.press("\u{3}y", shows: "Copied")
    try terminal.waitForRepaint(columns: 60, rows: 20)
    try terminal.waitForRepaint(columns: 130, rows: 40)
    try terminal.leave()
  }

  @Test(arguments: [["LANG": "C"], ["LANG": "de_DE.ISO-8859-1"], ["LC_ALL": "POSIX"], ["ascii": "--ascii"]])
  func drawsWithASCIIOnlyWhereThatIsAllThereIs(how: [String: String]) throws {
    var changes = how
    let arguments = changes.removeValue(forKey: "ascii").map { [$0] } ?? []
    let terminal = try PseudoTerminal.start(
      [TemporaryHome.program] + arguments, home: TemporaryHome(), environment: changes)
    try terminal.waitForCatalog()
    try walk(terminal)
    #expect(terminal.output.allSatisfy { $0 < 0x7F })
    #expect(terminal.text().contains("Vector search"))
  }

  @Test func drawsLinesAndArrowsWhereThereAreSome() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    try walk(terminal)
    for sign in ["│", "›", "▸", "─"] { #expect(terminal.text().contains(sign)) }
  }

  /// The colours among the parameters of what was written: text and background by number, or more of them.
  private func colors(_ terminal: PseudoTerminal) -> [Int] {
    TerminalModes(terminal.output).colors.flatMap { $0.split { $0 == ";" || $0 == ":" } }.compactMap {
      Int($0)
    }
    .filter { (30...38).contains($0) || (40...48).contains($0) || (90...107).contains($0) }
  }

  @Test(arguments: [["NO_COLOR": "1"], ["NO_COLOR": "1", "COLORTERM": "truecolor"], ["TERM": "vt100"]])
  func usesNoColoursWhereNoneAreWanted(environment: [String: String]) throws {
    let terminal = try PseudoTerminal.workbench(
      "--theme", "nord", home: TemporaryHome(), environment: environment)
    try walk(terminal)
    #expect(colors(terminal).isEmpty)
    // Focus and selection are told by attributes then.
    let attributes = TerminalModes(terminal.output).colors.flatMap { $0.split(separator: ";") }
    #expect(attributes.contains("1") && attributes.contains("7"))
  }

  @Test func anEmptyNoColorMeansNothing() throws {
    // The variable counts when it is not empty.
    let terminal = try PseudoTerminal.start(
      ["/bin/sh", "-c", "NO_COLOR= exec atelier"], home: TemporaryHome())
    try terminal.waitForCatalog()
    #expect(!colors(terminal).isEmpty)
    try terminal.leave()
  }

  @Test func takesA256ColourTerminalsNearestColours() throws {
    let terminal = try PseudoTerminal.workbench("--theme", "nord", home: TemporaryHome())
    let text = terminal.text()
    #expect(text.contains("\u{1B}[38;5;") || text.contains(";38;5;"))
    #expect(text.contains("48;5;"))
    #expect(!text.contains("38;2;") && !text.contains("38:2"))
    try terminal.leave()
  }

  private static let hasDirectColors =
    ["/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo"]
    .contains { FileManager.default.fileExists(atPath: $0 + "/x/xterm-direct") }

  // The entry is in Debian's ncurses-term, which not every machine has.
  @Test(.enabled(if: hasDirectColors, "terminfo has no entry xterm-direct"))
  func takesASchemesOwnColoursWhereTheTerminalHasThemAll() throws {
    let terminal = try PseudoTerminal.workbench(
      "--theme", "nord", home: TemporaryHome(), environment: ["COLORTERM": "truecolor"])
    // Nord's background, #2e3440, in either way to write it.
    #expect(terminal.text().contains("48;2;46;52;64") || terminal.text().contains("48:2::46:52:64"))
    // Its own colours are the terminal's again, and back: the screen is opened anew each time.
    for (name, sign) in [("terminal", "\u{1B}[36m"), ("nord", "46:52:64"), ("terminal", "\u{1B}[36m")] {
      let before = terminal.output.count
      terminal.send("\u{14}\(name)\r")
      try terminal.wait(forText: "\(name) is kept as your theme", from: before)
      try terminal.wait(for: "its colours") {
        terminal.text(from: before).replacing(";", with: ":").contains(sign.replacing(";", with: ":"))
      }
    }
    #expect(!terminal.isSane)
    let modes = TerminalModes(terminal.output)
    for mode in [1000, 1002, 1004, 1006, 1049, 2004] { #expect(modes.isOn[mode] == true, "mode \(mode)") }
    try terminal.leave()
  }

  @Test(arguments: ["vt100", "linux", "xterm", "screen", "tmux-256color", "rxvt-unicode-256color"])
  func runsOnTerminalsOfMoreThanOneKind(type: String) throws {
    let isKnown =
      ProgramRun(["infocmp", type], environment: TemporaryHome().environment(), folder: "/").status == 0
    // Only the first four are on every machine.
    guard isKnown || ["vt100", "linux", "xterm", "screen"].contains(type) else { return }
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome(), environment: ["TERM": type])
    if type == "linux" {
      // The console prints what it does not know of these.
      #expect(!terminal.text().contains("\u{1B}]11;?") && !terminal.text().contains("\u{1B}[?2026h"))
    }
    try walk(terminal)
  }

  // MARK: Too small

  @Test func aTinyWindowSaysSoAndComesBack() throws {
    let terminal = try PseudoTerminal.start(
      [TemporaryHome.program], home: TemporaryHome(), columns: 38, rows: 9)
    try terminal.wait(for: "both sizes") {
      terminal.text().replacing("\r\n", with: "").contains("Terminal too small: 38x9, needs")
    }
    try terminal.waitForRepaint(columns: 80, rows: 24)
    try terminal.waitForCatalog()
    let before = terminal.output.count
    terminal.resize(columns: 39, rows: 9)
    try terminal.wait(forText: "too small: 39x9", from: before)
    terminal.send("q\u{3}")
    try terminal.wait(forText: "Press the key once more to leave", from: before)
    terminal.send("\u{3}")
    try terminal.expectEnd(status: 0)
  }

  // MARK: Texts that would steer the terminal

  /// What must never be written as it stands: a title, a C1 control, a bell, a change of direction, an invisible sign.
  private static let hostile = [
    "\u{1B}]0;TAKEN", "\u{9B}31m", "\u{7}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{1B}[2J!",
  ]

  private func hostileCatalog(_ home: TemporaryHome) throws -> String {
    let signs = Self.hostile.joined(separator: " x ")
    // In YAML as escapes, in the text as they are.
    let escaped = signs.unicodeScalars.map { scalar in
      (0x20...0x7E).contains(scalar.value) ? String(scalar) : String(format: "\\u%04X", scalar.value)
    }.joined()
    return try home.writeCatalog(entries: [
      CatalogPage(
        id: "hostile-page", title: "\"Hostile \(escaped)\"", summary: "\"Steers \(escaped)\"",
        fields: "aliases: [\"Other \(escaped)\"]\n",
        body:
          "Body \(signs)\n\n## Heading \(signs)\n\n- item `\(signs)`\n\n[link \(signs)](https://example.org/\u{202E}x)\n"
      )
    ])
  }

  /// Whether bytes hold a sign that steers, spelled as it was given.
  private func found(in text: String) -> [String] {
    Self.hostile.filter { sign in
      text.unicodeScalars.count >= 1 && text.utf8.contains(sequence: Array(sign.utf8))
    }
    .map { $0.debugDescription }
  }

  @Test func hostileTextNeverReachesTheTerminalFromTheWorkbench() throws {
    let home = TemporaryHome()
    let catalog = try hostileCatalog(home)
    for size in [(60, 20), (160, 50)] {
      let terminal = try PseudoTerminal.workbench(
        "open", "hostile-page", "--catalog", catalog, home: home, columns: size.0, rows: size.1)
      try terminal.wait(forText: "Hostile ^[]0;TAKEN")
      try terminal.press("\u{10}hostile", shows: "Find")
      try terminal.press("\u{3}y", shows: "Copied")
      try terminal.press("\t", shows: "Hostile")
      try terminal.press("/hostile", shows: "0;TAKEN")
      try terminal.waitForRepaint(columns: 100, rows: 30)
      try terminal.leave()
      // Copying sends the text in letters of base64; a bell ends that.
      let text = terminal.text().replacing(/\u{1B}\]52;c;[A-Za-z0-9+\/=]*(\u{7}|\u{1B}\\)/, with: "")
      #expect(found(in: text).isEmpty)
    }
  }

  @Test(arguments: ["show", "list", "search"]) func hostileTextNeverReachesTheTerminalFromACommand(
    name: String
  ) throws {
    let home = TemporaryHome()
    let catalog = try hostileCatalog(home)
    let argument = name == "list" ? "" : "'hostile-page'"
    let line = "exec atelier catalog \(name) \(argument) --catalog '\(catalog)'"
    // In a terminal, with colours and without, and in a pipe.
    for options in ["", " --color never", " --color always"] {
      let terminal = try PseudoTerminal.start(["/bin/sh", "-c", line + options], home: home)
      #expect(terminal.waitForEnd(limit: .seconds(20)) == 0)
      #expect(terminal.text().contains(" ^[]0;TAKEN"))
      #expect(found(in: terminal.text()).isEmpty)
      let plain = terminal.text().replacing(/\u{1B}\[[0-9;]*m/, with: "")
      #expect(!plain.contains("\u{1B}"))
    }
    let piped = home.shell(line)
    #expect(piped.status == 0)
    #expect(!piped.output.contains(0x1B))
    #expect(found(in: piped.text).isEmpty)
  }

  @Test func hostileTextInAComplaintIsSpelledOut() throws {
    let home = TemporaryHome()
    let run = home.atelier("catalog", "show", "no\u{1B}[2J!\u{202E}such")
    #expect(run.status == 2)
    #expect(found(in: run.error).isEmpty && !run.error.utf8.contains(0x1B))
    #expect(run.error.contains("no^[[2J!<U+202E>such"))
  }
}

extension String.UTF8View {
  /// Whether some bytes stand next to each other in this text.
  func contains(sequence: [UInt8]) -> Bool {
    let bytes = Array(self)
    guard bytes.count >= sequence.count else { return false }
    return (0...(bytes.count - sequence.count)).contains { bytes[$0...].starts(with: sequence) }
  }
}
