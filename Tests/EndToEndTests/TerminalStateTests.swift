import Foundation
import Glibc
import PseudoTerminal
import Testing

/// The terminal belongs to the person: whatever ends the workbench, it is given back as it was.
@Suite struct TerminalStateTests {
  // MARK: Leaving

  @Test func theWorkbenchTakesTheTerminalAndGivesItBack() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    #expect(!terminal.isSane)
    let modes = TerminalModes(terminal.output)
    for mode in [1000, 1002, 1004, 1006, 1049, 2004] { #expect(modes.isOn[mode] == true, "mode \(mode)") }
    #expect(modes.isOn[25] == false)
    try terminal.leave()
    #expect(TerminalModes(terminal.output).everOn.isSuperset(of: TerminalModes.borrowed))
  }

  @Test(
    arguments: [
      SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ,
      SIGIO, SIGPWR,
    ])
  func aSignalEndsItWithThatSignalsStatus(number: Int32) throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    terminal.signal(number)
    try terminal.expectEnd(status: 128 + Int(number))
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS])
  func aCrashGivesTheTerminalBackFirst(number: Int32) throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    terminal.signal(number)
    try terminal.expectEnd(status: 128 + Int(number))
  }

  @Test func aSignalAtTheVeryStartLeavesNothingBehind() throws {
    // As soon as the first byte is there: the screen is half open.
    let terminal = try PseudoTerminal.start([TemporaryHome.program], home: TemporaryHome())
    try terminal.wait(for: "the first byte") { !terminal.output.isEmpty }
    terminal.signal(SIGTERM)
    try terminal.expectEnd(status: 128 + Int(SIGTERM))
  }

  @Test func aBrokenPipeElsewhereIsNoReasonToEnd() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    terminal.signal(SIGPIPE)
    try terminal.press("?", shows: "Keys")
    terminal.send("\u{3}")
    try terminal.leave()
  }

  @Test(arguments: ["TERM", "HUP"]) func aSignalWhileTheEditorHasTheTerminal(name: String) throws {
    let home = TemporaryHome()
    try home.writeProgram("ask", "echo the editor asks; read -r line")
    let terminal = try PseudoTerminal.workbench(
      "open", "ai-search", home: home, environment: ["EDITOR": "ask"])
    terminal.send("e")
    try terminal.wait(forText: "the editor asks")
    #expect(terminal.isSane)
    terminal.signal(name == "TERM" ? SIGTERM : SIGHUP)
    // It ends once the editor has.
    terminal.send("done\r")
    try terminal.expectEnd(status: 128 + Int(name == "TERM" ? SIGTERM : SIGHUP))
  }

  // MARK: The terminal goes

  @Test func aClosedTerminalEndsItWithoutRunningHot() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    terminal.settle(milliseconds: 100)
    let before = terminal.processorTime
    terminal.hangUp()
    let status = try #require(terminal.waitForEnd(limit: .seconds(5)), "it goes on without a terminal")
    #expect([0, 128 + Int(SIGHUP)].contains(status))
    let spent = try #require(terminal.processorTimeAtEnd) - before
    #expect(spent < 2, "\(spent) s of processor time after the end of the terminal")
  }

  @Test func aClosedTerminalEndsItInTheMiddleOfAPaste() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    terminal.send("/\u{1B}[200~a paste without an end")
    terminal.hangUp()
    let status = try #require(terminal.waitForEnd(limit: .seconds(5)), "it goes on without a terminal")
    #expect([0, 128 + Int(SIGHUP)].contains(status))
  }

  @Test func nothingRunsWhileNothingHappens() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    terminal.settle(milliseconds: 500)
    let before = terminal.processorTime
    let length = terminal.output.count
    terminal.settle(milliseconds: 1000)
    #expect(terminal.processorTime - before < 0.05)
    #expect(terminal.output.count == length)
    try terminal.leave()
  }

  // MARK: Stopping

  @Test func aStopAndAContinuationFromOutside() throws {
    // Without a shell above it there is nobody who could continue it: the stop must not leave it half open.
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    for _ in 1...3 {
      let before = terminal.output.count
      terminal.signal(SIGTSTP)
      terminal.signal(SIGCONT)
      try terminal.wait(forText: "Atelier", from: before)
    }
    let modes = TerminalModes(terminal.output)
    for mode in [1000, 1002, 1004, 1006, 1049, 2004] { #expect(modes.isOn[mode] == true, "mode \(mode)") }
    #expect(!terminal.isSane)
    try terminal.leave()
  }

  @Test func stoppedByAnotherProcessUnderAShell() throws {
    let home = TemporaryHome()
    let terminal = try PseudoTerminal.start(
      ["/bin/bash", "--norc", "--noprofile", "-i"], waitingFor: "shell>", home: home,
      environment: ["PS1": "[$?] shell> "])
    for round in 1...2 {
      let start = terminal.output.count
      terminal.send(round == 1 ? "atelier\r" : "fg\r")
      try terminal.waitForCatalog(from: start)
      #expect(!terminal.isSane)
      let pid = try #require(children(of: terminal.process).first)
      let before = terminal.output.count
      kill(pid, SIGTSTP)
      // The shell takes the terminal, and edits lines in a mode of its own: what counts is that its prompt comes.
      try terminal.wait(forText: "[148] shell>", from: before)
      let modes = TerminalModes(terminal.output)
      for mode in [1000, 1002, 1004, 1006, 1049] { #expect(modes.isOn[mode] == false, "mode \(mode)") }
      #expect(modes.isOn[25] == true)
    }
    let before = terminal.output.count
    terminal.send("fg\r")
    try terminal.waitForCatalog(from: before)
    terminal.send("\u{3}\u{3}")
    try terminal.wait(forText: "[0] shell>", from: before)
  }

  private func children(of process: pid_t) throws -> [pid_t] {
    let text = try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
    return text.split(separator: " ").compactMap { pid_t($0) }
  }

  // MARK: Storms

  @Test func aStormOfSizes() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    var random = SmallRandom(seed: 7)
    for _ in 1...300 {
      terminal.resize(columns: Int(random.next() % 240) + 1, rows: Int(random.next() % 80) + 1)
      terminal.read(milliseconds: 0)
    }
    terminal.resize(columns: 1, rows: 1)
    terminal.settle(milliseconds: 200)
    let before = terminal.output.count
    terminal.resize(columns: 100, rows: 30)
    try terminal.waitForCatalog(from: before)
    try terminal.leave()
  }

  @Test func aPasteOfAMegabyte() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    let text = String(repeating: "eine lange Zeile über Vektoren; \u{1B}[31m\u{7}q\r\n", count: 25_000)
    // Where nothing takes text, and into the search.
    for start in ["", "/"] {
      terminal.send(start)
      let bytes = Array("\u{1B}[200~\(text)\u{1B}[201~".utf8)
      #expect(terminal.send(bytes, limit: .seconds(60)) == bytes.count, "the program takes no more")
    }
    try terminal.waitForRepaint(columns: 100, rows: 30)
    try terminal.leave()
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func randomBytesNeitherCrashItNorLeaveAnythingBehind(seed: UInt64) throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    var random = SmallRandom(seed: seed)
    let starts = [
      "\u{1B}[", "\u{1B}]11;", "\u{1B}[200~", "\u{1B}[<0;", "\u{1B}P", "\u{1B}", "/", "?", "\u{10}", "\u{14}",
      "\r",
    ]
    var bytes: [UInt8] = []
    for _ in 1...400 {
      bytes += Array(starts[Int(random.next() % UInt64(starts.count))].utf8)
      for _ in 0..<(random.next() % 24) {
        let byte = UInt8(truncatingIfNeeded: random.next())
        // Two of these in a row leave; the flood is to be drunk to its end.
        if byte != 0x03, byte != 0x11, byte != UInt8(ascii: "q") { bytes.append(byte) }
      }
    }
    #expect(terminal.send(bytes) == bytes.count, "the program takes no more")
    // An open paste or string ends here; then the way out of whatever lies on top.
    terminal.send("\u{1B}[201~\u{1B}\\\u{18}")
    try terminal.waitForRepaint(columns: 90, rows: 30)
    terminal.signal(SIGTERM)
    try terminal.expectEnd(status: 128 + Int(SIGTERM))
  }

  // MARK: The terminal's answers

  /// The question for the background colour, and the answers of a light terminal.
  private static let question = "\u{1B}]11;?\u{1B}\\\u{1B}[c"
  private static let light = "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\"
  private static let attributes = "\u{1B}[?62;22c"

  /// Whether the last thing that was painted in a colour is in that for a light terminal: blue for what is cyan on a dark
  /// one.
  private func isLight(_ terminal: PseudoTerminal) -> Bool? {
    let colors = TerminalModes(terminal.output).colors.flatMap { $0.split(separator: ";") }
    return colors.last { $0 == "34" || $0 == "36" }.map { $0 == "34" }
  }

  @Test func aLightBackgroundGetsDarkerColours() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    try terminal.wait(forText: Self.question)
    #expect(isLight(terminal) == false)
    terminal.send(Self.light + Self.attributes)
    try terminal.wait(for: "the colours for a light background") { isLight(terminal) == true }
    try terminal.leave()
  }

  @Test func anAnswerInPiecesIsUnderstood() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    let before = terminal.output.count
    // Longer apart than it takes to tell a lone Escape from the start of something.
    for piece in ["\u{1B}]1", "1;rgb:ff", "ff/ffff/", "fff", "f\u{1B}", "\\"] {
      terminal.send(piece)
      terminal.settle(milliseconds: 60)
    }
    terminal.send(Self.attributes)
    try terminal.wait(for: "the colours for a light background") { isLight(terminal) == true }
    // None of it was taken for keys: no search, no question about leaving.
    #expect(!terminal.text(from: before).contains("type any words"))
    try terminal.leave()
  }

  @Test func withoutAnAnswerItOpensAndLeavesAllTheSame() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome())
    try terminal.press("/vector", shows: "also called")
    let start = ContinuousClock.now
    try terminal.leave()
    #expect(start.duration(to: .now) < .seconds(5))
  }

  @Test func anAnswerThatComesWithTheLastKeyIsNotLeftToTheShell() throws {
    // What is left in the terminal's input after the workbench is what the next program reads.
    let home = TemporaryHome()
    let terminal = try PseudoTerminal.start(
      [
        "/bin/sh", "-c",
        "atelier; stty raw -echo min 0 time 2; printf 'left<'; cat -v; printf '>left'; stty sane",
      ],
      home: home)
    try terminal.waitForCatalog()
    // Both in one write, so that they are there at once: the keys that leave, and the late answer.
    terminal.send("\u{3}\u{3}" + Self.light + Self.attributes)
    try terminal.wait(forText: ">left")
    #expect(terminal.text().contains("left<>left"))
    #expect(terminal.waitForEnd() == 0)
    terminal.expectRestored()
  }

  @Test func theEnvironmentMayTellTheBackgroundInstead() throws {
    let terminal = try PseudoTerminal.workbench(home: TemporaryHome(), environment: ["COLORFGBG": "0;15"])
    #expect(!terminal.text().contains(Self.question))
    #expect(isLight(terminal) == true)
    try terminal.leave()
  }
}

/// Numbers that look random and are the same on every run (xorshift64*).
struct SmallRandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return (state &* 0x2545_F491_4F6C_DD1D) >> 16
  }
}
