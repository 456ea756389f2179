import Foundation
import Glibc
import PseudoTerminal
import Testing

/// A shell in a terminal of its own (tmux), typed at and looked at as a person does.
///
/// Nothing here waits a fixed time: what is expected is looked for again and again, ten seconds at most.
final class TmuxSession {
  let home: TemporaryHome
  private let name = "atelier-\(getpid())-" + UUID().uuidString.prefix(8).lowercased()
  private(set) var width: Int
  private(set) var height: Int

  /// The shell's prompt, after the exit status of what ran before.
  static let prompt = "] shell>"

  /// Starts a shell in a window of a size and waits for its prompt.
  init(
    _ width: Int = 80, _ height: Int = 24, home: TemporaryHome = TemporaryHome(),
    variables: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    self.home = home
    self.width = width
    self.height = height
    let variables = [
      "PS1": "[$?\(TmuxSession.prompt) ", "HISTIGNORE": "*", "TMUX_TMPDIR": home.folder, "TERM": "",
    ].merging(
      variables
    ) { $1 }
    let run = ProgramRun(
      [
        "tmux", "-L", name, "-f", "/dev/null", "set-option", "-g", "default-terminal", "tmux-256color", ";",
        "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "-c", home.folder, "/bin/bash", "--norc",
        "--noprofile", "-i",
      ], environment: home.environment(variables), folder: home.folder)
    try #require(run.status == 0, "tmux: \(run.error)", sourceLocation: sourceLocation)
    try waitForPrompt(status: 0, sourceLocation: sourceLocation)
  }

  deinit {
    _ = try? tmux("kill-server")
  }

  @discardableResult
  private func tmux(
    _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    try tmux(arguments, sourceLocation: sourceLocation)
  }

  @discardableResult
  private func tmux(_ arguments: [String], sourceLocation: SourceLocation) throws -> String {
    let run = ProgramRun(
      ["tmux", "-L", name] + arguments, environment: home.environment(["TMUX_TMPDIR": home.folder]),
      folder: home.folder)
    try #require(
      run.status == 0, "tmux \(arguments.first ?? ""): \(run.error)", sourceLocation: sourceLocation)
    return String(decoding: run.output, as: UTF8.self)
  }

  // MARK: Typing

  /// Presses keys by tmux's names of them: `Enter`, `C-p`, `BTab`, `j`.
  func press(_ keys: String...) throws {
    try tmux(["send-keys"] + keys, sourceLocation: #_sourceLocation)
  }

  /// Presses a key a number of times.
  func press(times count: Int, _ key: String) throws {
    try tmux(["send-keys", "-N", "\(count)", key], sourceLocation: #_sourceLocation)
  }

  /// Types a text, letter by letter as it stands.
  func type(_ text: String) throws {
    try send(Array(text.utf8))
  }

  /// Sends bytes as the terminal would, all at once.
  func send(_ bytes: [UInt8]) throws {
    try tmux(["send-keys", "-H"] + bytes.map { String($0, radix: 16) }, sourceLocation: #_sourceLocation)
  }

  /// Pastes a text, in brackets where the program has asked for them.
  func paste(_ text: String) throws {
    try tmux("set-buffer", "-b", "paste", "--", text)
    try tmux("paste-buffer", "-p", "-b", "paste")
  }

  // MARK: The mouse, in columns and rows that count from 0

  /// What a button of the mouse does, as SGR 1006 tells it: press (`M`) or release (`m`).
  private func report(_ button: Int, _ place: (column: Int, row: Int), isRelease: Bool = false) -> String {
    "\u{1B}[<\(button);\(place.column + 1);\(place.row + 1)\(isRelease ? "m" : "M")"
  }

  /// Clicks on a cell, a number of times in quick succession.
  func click(_ place: (column: Int, row: Int), times: Int = 1) throws {
    try type(String(repeating: report(0, place) + report(0, place, isRelease: true), count: times))
  }

  /// Turns the wheel over a cell.
  func wheel(down isDown: Bool, at place: (column: Int, row: Int), notches: Int = 1) throws {
    try type(String(repeating: report(isDown ? 65 : 64, place), count: notches))
  }

  /// Presses the left button on a cell, moves to another one and lets go there.
  func drag(_ start: (column: Int, row: Int), to end: (column: Int, row: Int)) throws {
    try type(report(0, start) + report(32, end) + report(0, end, isRelease: true))
  }

  /// Kills a program that was started at this shell, so that it can do nothing about it.
  func kill(_ program: String) throws {
    let shell = try status("#{pane_pid}")
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let child = processes.compactMap { Int32($0) }.first { process in
      // The name in brackets, the state, the parent.
      let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      guard let end = text.lastIndex(of: ")") else { return false }
      let fields = text[text.index(after: end)...].split(separator: " ")
      return text.contains("(\(program))") && fields.count > 1 && fields[1] == shell
    }
    Glibc.kill(try #require(child, "\(program) does not run at this shell"), SIGKILL)
  }

  // MARK: Looking

  /// The screen as text, without blanks at the ends of lines.
  var screen: String {
    get throws { try tmux("capture-pane", "-p") }
  }

  /// The screen with its colours and attributes as escape sequences.
  var styledScreen: String {
    get throws { try tmux("capture-pane", "-p", "-e") }
  }

  /// What tmux knows of the terminal, such as `#{alternate_on}`.
  func status(_ format: String) throws -> String {
    try tmux("display-message", "-p", format).trimmingCharacters(in: .newlines)
  }

  /// Where a text stands on the screen.
  func place(
    of text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (column: Int, row: Int) {
    let screen = try self.screen
    for (row, line) in screen.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let range = line.range(of: text) else { continue }
      return (line.distance(from: line.startIndex, to: range.lowerBound), row)
    }
    return try #require(nil, "“\(text)” is not on the screen:\n\(screen)", sourceLocation: sourceLocation)
  }

  /// How many rows of the screen lie between two texts.
  func rows(
    from start: String, to end: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int {
    try place(of: end, sourceLocation: sourceLocation).row
      - place(of: start, sourceLocation: sourceLocation).row
  }

  /// Waits until the screen is as expected, and gives it.
  @discardableResult
  func wait(
    for purpose: String, styled isStyled: Bool = false, sourceLocation: SourceLocation = #_sourceLocation,
    until condition: (String) -> Bool
  ) throws -> String {
    let start = ContinuousClock.now
    var screen = ""
    while start.duration(to: .now) < .seconds(10) {
      screen = try isStyled ? styledScreen : self.screen
      if condition(screen) { return screen }
      // The next look, not a wait: what takes longer is looked for again.
      poll(nil, 0, 15)
    }
    return try #require(nil, "waited in vain for: \(purpose)\n\(screen)", sourceLocation: sourceLocation)
  }

  /// Waits until the screen is as expected and painted to its end: three looks in a row find the same.
  func waitForStillness(
    for purpose: String, sourceLocation: SourceLocation = #_sourceLocation, until condition: (String) -> Bool
  ) throws -> String {
    var last = ""
    var count = 0
    return try wait(for: purpose, sourceLocation: sourceLocation) { screen in
      count = screen == last ? count + 1 : 1
      last = screen
      return count >= 3 && condition(screen)
    }
  }

  /// Waits until a text is on the screen.
  @discardableResult
  func wait(forText text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try wait(for: "“\(text)”", sourceLocation: sourceLocation) { $0.contains(text) }
  }

  /// Waits until something other than the screen is as expected.
  func wait(
    for purpose: String, sourceLocation: SourceLocation = #_sourceLocation,
    untilTrue condition: () throws -> Bool
  ) throws {
    let start = ContinuousClock.now
    while start.duration(to: .now) < .seconds(10) {
      if try condition() { return }
      poll(nil, 0, 15)
    }
    try #require(Bool(false), "waited in vain for: \(purpose)", sourceLocation: sourceLocation)
  }

  // MARK: The shell and the workbench

  /// Waits until the shell asks for a line, and tells the exit status of what ran before.
  @discardableResult
  func waitForPrompt(status: Int, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try wait(for: "the shell after exit status \(status)", sourceLocation: sourceLocation) { screen in
      screen.split(separator: "\n").last == "[\(status)\(TmuxSession.prompt)"
    }
  }

  /// Types a line at the shell.
  func run(_ line: String) throws {
    try type(line + "\r")
  }

  /// Opens the workbench and waits for the catalog.
  func openWorkbench(_ arguments: String = "", sourceLocation: SourceLocation = #_sourceLocation) throws {
    try run("atelier " + arguments)
    try wait(for: "the catalog", sourceLocation: sourceLocation) { $0.row(1).contains(/[0-9] entries$/) }
  }

  /// Leaves the workbench from wherever it is, and waits for the shell.
  @discardableResult
  func leave(sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try press("C-c", "C-c")
    return try waitForPrompt(status: 0, sourceLocation: sourceLocation)
  }

  /// Changes the size of the window.
  func resize(_ width: Int, _ height: Int) throws {
    self.width = width
    self.height = height
    try tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
  }
}

extension String {
  /// The line of a screen at a row.
  func row(_ index: Int) -> Substring {
    let rows = split(separator: "\n", omittingEmptySubsequences: false)
    return rows.indices.contains(index) ? rows[index] : ""
  }
}
