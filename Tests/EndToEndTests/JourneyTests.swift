import Foundation
import Testing

/// What a person does in the workbench, key by key, in a real terminal.
@Suite(.serialized) struct JourneyTests {
  /// The sizes of windows that every journey must fit: narrow, common, wide, very wide.
  static let sizes = [(60, 20), (80, 24), (120, 40), (200, 60)]

  /// The second row of the screen: where one is.
  private func trail(_ screen: String) -> Substring { screen.row(1) }

  // MARK: Browse and read

  @Test(arguments: sizes) func browsesOpensFollowsALinkAndComesBack(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench()
    // Down to the row: what is seen of the list tells how far that is.
    try session.press(times: session.rows(from: "   Everything", to: "   Services"), "j")
    try session.wait(for: "the services") { trail($0).contains("› Services") }
    try session.press("Enter")
    try session.wait(for: "their list with the focus") {
      $0.row(2).contains("▸ Services") || $0.row(3).contains("▸ Services")
    }
    try session.press(times: session.rows(from: " ▸ ", to: "   Azure AI Search"), "j")
    try session.wait(for: "the row of Azure AI Search") { trail($0).contains("› Azure AI Search") }
    try session.press("Enter")
    try session.wait(for: "the page with the focus") { $0.contains("▸ Azure AI Search  ") }
    let page = try session.wait(for: "the page") { $0.contains("service · data-store") }
    // The first Tab takes the first link, which then stands in reverse video.
    try session.press("Tab")
    let styled = try session.wait(for: "a selected link", styled: true) { $0.contains(/\[4;7m[A-Za-z]/) }
    let link = try #require(styled.firstMatch(of: /\[4;7m([A-Za-z ]+)/)?.1)
    try session.press("Enter")
    try session.wait(for: "the page behind “\(link)”") {
      trail($0) != trail(page) && trail($0).contains(" › ") && !$0.contains("service · data-store")
    }
    try session.press("BSpace")
    try session.wait(for: "the page before") {
      $0.contains("service · data-store") && trail($0) == trail(page)
    }
    try session.leave()
  }

  @Test(arguments: sizes) func searchesAsOneTypesAndOpensTheFirstHit(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench()
    try session.press("/")
    try session.wait(forText: "type any words")
    for end in 1...6 {
      let typed = String("vector".prefix(end))
      try session.type(String(typed.suffix(1)))
      try session.wait(for: "the hits for \(typed)") { trail($0).contains("Search “\(typed)”") }
    }
    // The first hit is previewed beside the list, or named in the trail where there is no room beside it.
    try session.wait(for: "hits with the words around the match") {
      $0.contains("▸ Vector search") && $0.contains("also called vector")
        && trail($0).contains("› Vector search")
    }
    try session.press("Enter")
    try session.wait(for: "the page of the hit") {
      $0.contains("▸ Vector search  ") && $0.contains("concept · capability")
    }
    try session.press("Escape")
    try session.wait(for: "the hits again") { $0.contains("/ vector") && $0.contains("also called vector") }
    try session.press("Escape")
    try session.wait(for: "the list that was there before") { !trail($0).contains("Search") }
    try session.leave()
  }

  @Test(arguments: sizes) func findsCommandsAndEntriesInThePalette(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench()
    try session.press("C-p")
    try session.wait(forText: "a command, a service, a concept")
    try session.type("grounding data")
    try session.wait(for: "one find") { $0.contains("Grounding data") && !$0.contains("Suspend") }
    try session.press("Enter")
    try session.wait(for: "the entry") { trail($0).contains("› Grounding data") && !$0.contains("─ Find ─") }
    // By the name of a command.
    try session.type(":")
    try session.wait(forText: "─ Commands ─")
    try session.type("right pane")
    try session.press("BSpace", "BSpace", "BSpace", "BSpace", "BSpace")
    try session.wait(for: "the command") { $0.contains("Go to the pane on the right") }
    try session.press("Escape")
    try session.wait(for: "the page again") { !$0.contains("─ Commands ─") }
    try session.leave()
  }

  @Test(arguments: sizes) func helpNamesTheKeysOfThisPlaceAndNarrowsThem(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench("open ai-search")
    try session.type("?")
    try session.wait(for: "help with the page's own keys") {
      $0.contains("─ Keys ─") && $0.contains("Next match of the search")
    }
    try session.type("suspend")
    try session.wait(for: "one key") { $0.contains("Ctrl-Z") && !$0.contains("Next match") }
    try session.press("Escape")
    try session.wait(for: "the page again") { !$0.contains("─ Keys ─") && $0.contains("▸ Azure AI Search") }
    try session.leave()
  }

  // MARK: Colours

  @Test(arguments: sizes) func keepsTheChosenThemeAndThePersonsComments(width: Int, height: Int) throws {
    let home = TemporaryHome()
    try home.write(
      "# written by hand\ntheme: terminal  # for the day\n\n# the mouse stays\nmouse: true\n",
      to: ".config/atelier/config.yaml")
    let session = try TmuxSession(width, height, home: home)
    try session.openWorkbench()
    try session.press("C-t")
    try session.wait(forText: "─ Colours ─")
    try session.type("nord")
    // Shown before it is chosen: Nord's background.
    try session.wait(for: "a preview of the colours", styled: true) { $0.contains("48;5;") }
    #expect(home.text(of: ".config/atelier/config.yaml")?.contains("nord") == false)
    try session.press("Enter")
    try session.wait(forText: "nord is kept as your theme")
    #expect(
      home.text(of: ".config/atelier/config.yaml")
        == "# written by hand\ntheme: nord  # for the day\n\n# the mouse stays\nmouse: true\n")
    try session.leave()
    // The next start has them from the first frame.
    try session.run("clear")
    try session.openWorkbench()
    try session.wait(for: "the colours that were kept", styled: true) { $0.contains("48;5;") }
    try session.leave()
  }

  @Test func savingAThemeKeepsTheLinkAndTheRightsOfTheConfiguration() throws {
    let home = TemporaryHome()
    let file = try home.write("theme: terminal\n", to: "dotfiles/atelier.yaml")
    let manager = FileManager.default
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try manager.createSymbolicLink(atPath: home.configurationFile, withDestinationPath: file)
    let session = try TmuxSession(home: home)
    try session.openWorkbench()
    try session.press("C-t")
    try session.wait(forText: "─ Colours ─")
    try session.type("nord")
    try session.press("Enter")
    try session.wait(forText: "nord is kept as your theme")
    #expect(home.text(of: "dotfiles/atelier.yaml") == "theme: nord\n")
    #expect(try manager.destinationOfSymbolicLink(atPath: home.configurationFile) == file)
    #expect(try manager.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    try session.leave()
  }

  @Test func aThemeThatIsNotChosenLeavesNothingBehind() throws {
    let session = try TmuxSession()
    try session.openWorkbench()
    try session.press("C-t")
    try session.wait(forText: "─ Colours ─")
    try session.type("dracula")
    try session.wait(for: "a preview of the colours", styled: true) { $0.contains("48;5;") }
    try session.press("Escape")
    try session.wait(for: "the colours as they were", styled: true) {
      !$0.contains("48;5;") && !$0.contains("Colours")
    }
    #expect(session.home.text(of: ".config/atelier/config.yaml") == nil)
    try session.leave()
    #expect(session.home.text(of: ".config/atelier/config.yaml") == nil)
  }

  // MARK: The window

  @Test func followsTheWindowsSize() throws {
    let session = try TmuxSession(80, 24)
    try session.openWorkbench("open ai-search")
    for (width, height) in Self.sizes + [(45, 11), (300, 80), (80, 24)] {
      try session.resize(width, height)
      try session.wait(for: "a screen of \(width)x\(height)") { screen in
        let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
        // The trail is the first row of a low window; the count of entries ends one cell before the edge.
        let trail = height < 12 ? rows.first : rows.dropFirst().first
        return trail?.hasSuffix(" entries") == true && trail?.count == width - 1
          && screen.contains("▸ Azure AI Search")
      }
    }
    try session.leave()
  }

  @Test func saysThatTheWindowIsTooSmallAndComesBack() throws {
    let session = try TmuxSession(80, 24)
    try session.openWorkbench("open ai-search")
    try session.resize(38, 9)
    try session.wait(for: "the size and the size that is needed") {
      $0.replacing("\n", with: "").contains("Terminal too small: 38x9, needs 40x")
    }
    // Letters do nothing unseen.
    try session.type("jjj/eG")
    try session.resize(80, 24)
    let screen = try session.wait(for: "the page as it was") { $0.contains("service · data-store") }
    #expect(trail(screen).contains("› Azure AI Search"))
    try session.leave()
  }

  // MARK: Pasting

  @Test func pastedTextIsSearchedForAndNeverRunAsKeys() throws {
    let session = try TmuxSession()
    try session.openWorkbench()
    try session.paste("jjjq\nq\u{1B}[Aq")
    try session.wait(forText: "Nothing here takes text")
    try session.press("/")
    try session.wait(forText: "type any words")
    try session.paste("azure\nsearch\n")
    let screen = try session.wait(for: "hits for what was pasted") {
      trail($0).contains("Search “azure search")
    }
    #expect(screen.contains("Azure AI Search"))
    #expect(screen.contains("close search"), "the pasted line end must not have opened the hit")
    try session.leave()
  }

  // MARK: Leaving

  @Test(arguments: sizes) func leavingBringsTheShellsScreenBack(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.run("echo what stood here; echo and there")
    try session.waitForPrompt(status: 0)
    let before = try session.waitForStillness(for: "the shell's screen") { $0.contains("\nand there\n") }
    try session.openWorkbench()
    #expect(try session.status("#{alternate_on} #{mouse_button_flag} #{mouse_sgr_flag}") == "1 1 1")
    #expect(try !session.screen.contains("what stood here"))
    try session.type("q")
    try session.wait(forText: "Press the key once more to leave")
    try session.type("q")
    let after = try session.waitForPrompt(status: 0)
    #expect(
      after.hasPrefix(before.trimmingCharacters(in: .newlines) + " atelier"), "\(before)\nafter:\n\(after)")
    #expect(try session.status("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1")
    // The line is edited and echoed as ever, and nothing that the terminal answered is left in it.
    try session.run("echo still $((40 + 2))")
    let line = try session.wait(for: "the shell's answer") { $0.contains("\nstill 42") }
    #expect(line.contains("\(TmuxSession.prompt) echo still $((40 + 2))\n"))
  }

  @Test func twiceControlCLeavesAndOnceDoesNot() throws {
    let session = try TmuxSession()
    try session.openWorkbench()
    try session.press("C-c")
    try session.wait(forText: "Press the key once more to leave")
    try session.press("j")
    try session.wait(for: "another row") { trail($0).contains("› Concepts") }
    try session.press("C-c")
    try session.press("C-c")
    try session.waitForPrompt(status: 0)
  }
}
