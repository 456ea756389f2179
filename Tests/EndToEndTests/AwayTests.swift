import Foundation
import Testing

/// The workbench lets go of the terminal and takes it again: the shell's job control, editors.
@Suite(.serialized) struct AwayTests {
  /// Reports that the page is there and has the focus.
  private func isPage(_ screen: String) -> Bool {
    screen.contains("▸ Azure AI Search  ") && screen.contains("service · data-store")
  }

  /// Expects what `stty -a` said to be a terminal as a shell leaves it for a program.
  private func expectShellSettings(_ text: String?, sourceLocation: SourceLocation = #_sourceLocation) {
    let words = Set((text ?? "").split { $0 == " " || $0 == "\n" || $0 == ";" })
    for mode in ["icanon", "isig", "echo", "icrnl", "opost"] {
      #expect(words.contains(Substring(mode)), "\(mode) is off", sourceLocation: sourceLocation)
    }
  }

  // MARK: Job control

  @Test func controlZGoesToTheShellAndForegroundComesBack() throws {
    let session = try TmuxSession(120, 40)
    try session.run("echo what stood here")
    try session.waitForPrompt(status: 0)
    try session.openWorkbench("open ai-search")
    let before = try session.waitForStillness(for: "the page") { isPage($0) }
    for round in 1...3 {
      try session.press("C-z")
      let shell = try session.waitForPrompt(status: 148)
      if round == 1 { #expect(shell.contains("what stood here")) }
      #expect(shell.contains("Stopped"))
      #expect(try session.status("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1")
      try session.run("stty -a > settings; clear; echo done")
      try session.wait(for: "the terminal's settings") { $0.hasPrefix("done") }
      expectShellSettings(session.home.text(of: "settings"))
      try session.run("clear; fg")
      try session.wait(for: "the screen as it was") { $0 == before }
      #expect(try session.status("#{alternate_on} #{mouse_button_flag} #{mouse_sgr_flag}") == "1 1 1")
    }
    try session.leave()
  }

  @Test func theSizeChangedWhileTheShellHadTheTerminal() throws {
    let session = try TmuxSession(120, 40)
    try session.openWorkbench("open ai-search")
    try session.press("C-z")
    try session.waitForPrompt(status: 148)
    try session.resize(60, 20)
    try session.run("clear; fg")
    try session.wait(for: "the page in the new size") { screen in
      isPage(screen) && screen.row(1).count == 59 && screen.row(2).contains("Browse  List  Page")
    }
    try session.leave()
  }

  @Test func aStopFromOutsideGivesTheTerminalBack() throws {
    let session = try TmuxSession(80, 24)
    try session.openWorkbench("open ai-search")
    let pid = try #require(try pids(of: session).first)
    kill(pid, SIGTSTP)
    try session.waitForPrompt(status: 148)
    #expect(try session.status("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1")
    try session.run("clear; fg")
    try session.wait(for: "the page again") { isPage($0) }
    try session.leave()
  }

  @Test func comesBackWholeFromAStopThatCannotBeCaught() throws {
    let session = try TmuxSession(80, 24)
    try session.openWorkbench("open ai-search")
    let pid = try #require(try pids(of: session).first)
    kill(pid, SIGSTOP)
    try session.waitForPrompt(status: 147)
    try session.run("echo scribbled over; fg")
    try session.wait(for: "the page, painted anew") {
      isPage($0) && !$0.contains("scribbled over") && $0.hasPrefix(" Atelier")
    }
    try session.leave()
  }

  /// The processes that the shell of a session has started.
  private func pids(of session: TmuxSession) throws -> [pid_t] {
    let shell = try session.status("#{pane_pid}")
    let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    return children.split(separator: " ").compactMap { pid_t($0) }
  }

  // MARK: Editors

  @Test func theEditorHasTheTerminalAndGetsThePage() throws {
    let home = TemporaryHome()
    try home.writeProgram(
      "record",
      """
      printf '%s\\n' "$#" "$@" > "$HOME/arguments"
      cp "$1" "$HOME/page"
      stty -a > "$HOME/settings"
      printf 'the editor asks: '
      read -r line
      printf '%s' "$line" > "$HOME/typed"
      """)
    let session = try TmuxSession(home: home, variables: ["EDITOR": "record"])
    try session.openWorkbench("open ai-search")
    try session.press("e")
    try session.wait(forText: "the editor asks:")
    #expect(try session.status("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1")
    try session.type("typed at the editor\r")
    try session.wait(for: "the page, and a word about the editor") {
      isPage($0) && $0.contains("Back from the editor")
    }
    #expect(home.text(of: "typed") == "typed at the editor")
    let arguments = home.text(of: "arguments")?.split(separator: "\n") ?? []
    #expect(
      arguments.count == 2 && arguments.first == "1" && arguments.last?.hasSuffix("/ai-search.md") == true)
    #expect(home.text(of: "page")?.contains("\n# Azure AI Search\n") == true)
    expectShellSettings(home.text(of: "settings"))
    #expect(home.names(in: "tmp").isEmpty, "the copy that was edited is left behind")
    try session.leave()
  }

  @Test func aChangeToAPageOfTheProgramStaysInAFileThatIsNamed() throws {
    let home = TemporaryHome()
    try home.writeProgram("change", #"echo "more words" >> "$1""#)
    let session = try TmuxSession(120, 40, home: home, variables: ["EDITOR": "change"])
    try session.openWorkbench("open ai-search")
    try session.press("e")
    try session.wait(forText: "Pages that came with atelier stay as they are")
    let folder = try #require(home.names(in: "tmp").first)
    #expect(home.text(of: "tmp/\(folder)/ai-search.md")?.hasSuffix("more words\n") == true)
    try session.leave()
  }

  @Test func aPageOfOnesOwnIsChangedInPlaceAndReadAnew() throws {
    let home = TemporaryHome()
    let catalog = try home.writeCatalog(
      "my catalog", entries: [CatalogPage(id: "own-page", title: "Own page", body: "As it was.")])
    try home.writeProgram(
      "change", #"sed -i 's/As it was/As it has become/' "$1"; echo "$1" > "$HOME/arguments""#)
    let session = try TmuxSession(120, 40, home: home, variables: ["VISUAL": "change", "EDITOR": "false"])
    try session.openWorkbench("open own-page --catalog '\(catalog)'")
    try session.wait(forText: "As it was.")
    try session.press("e")
    do {
      try session.wait(for: "the changed page") {
        $0.contains("As it has become.") && $0.contains("The catalog was read anew")
      }
    } catch {
      // Seen once in many runs: tells a key that was lost from a page that was not read anew.
      Issue.record("the editor was called with \(home.text(of: "arguments") ?? "nothing: the key was lost")")
      throw error
    }
    #expect(home.text(of: "arguments") == "\(catalog)/concepts/own-page.md\n")
    try session.leave()
  }

  @Test func aFailingEditorIsNamed() throws {
    let home = TemporaryHome()
    try home.writeProgram("fail", "exit 3")
    let session = try TmuxSession(home: home, variables: ["EDITOR": "fail"])
    try session.openWorkbench("open ai-search")
    try session.press("e")
    try session.wait(for: "the editor's status and the page") {
      $0.contains("The editor ended with status 3; nothing was changed") && isPage($0)
    }
    try session.leave()
  }

  @Test func aMissingEditorIsNamed() throws {
    let session = try TmuxSession(variables: ["EDITOR": "no-such-editor"])
    try session.openWorkbench("open ai-search")
    try session.press("e")
    try session.wait(for: "what to do and the page") {
      $0.contains("The editor could not be started; set VISUAL or EDITOR") && isPage($0)
    }
    try session.leave()
  }

  @Test func anEditorMayHaveArguments() throws {
    let home = TemporaryHome()
    try home.writeProgram("code", #"printf '%s\n' "$@" > "$HOME/arguments""#)
    let session = try TmuxSession(home: home, variables: ["EDITOR": "code --wait --title='a b'"])
    try session.openWorkbench("open ai-search")
    try session.press("e")
    try session.wait(forText: "Back from the editor")
    let arguments = home.text(of: "arguments")?.split(separator: "\n") ?? []
    #expect(arguments.count == 3)
    #expect(arguments.prefix(2) == ["--wait", "--title=a b"])
    try session.leave()
  }

  @Test func controlZStopsTheEditorAndTheWorkbenchTogether() throws {
    let home = TemporaryHome()
    try home.writeProgram("ask", "printf 'the editor asks: '\nread -r line")
    let session = try TmuxSession(home: home, variables: ["EDITOR": "ask"])
    try session.openWorkbench("open ai-search")
    try session.press("e")
    try session.wait(forText: "the editor asks:")
    try session.press("C-z")
    try session.waitForPrompt(status: 148)
    try session.run("fg")
    try session.wait(for: "the job's name") { $0.contains("fg\natelier") }
    try session.type("an answer\r")
    try session.wait(for: "the page again") { isPage($0) }
    try session.leave()
  }
}
