import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// What the workbench asks for and what comes back.
struct EffectTests {
  // MARK: Copy, edit, open

  @Test func yCopiesThePage() throws {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("y")
    guard case .copy(let text, let what)? = desk.effects.first, desk.effects.count == 1 else {
      Issue.record("nothing was copied")
      return
    }
    #expect(what == "the page")
    #expect(
      text.hasPrefix(
        "# Azure AI Search\n\nFull-text, vector and hybrid retrieval over your own content.\n\nAn index"))
    #expect(text.hasSuffix("- [Create an index](https://example.org/index)\n"))
    desk.tell(.copied(what: what, count: text.count, route: "OSC 52"))
    #expect(desk.toast == "Copied the page, \(text.count) characters (OSC 52)")
  }

  @Test func yCopiesTheSelectedLink() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("Tab", "y")
    #expect(desk.effects == [.copy("vector-search", what: "the entry's id")])
    desk.press("G", "Shift-Tab", "Esc")
    desk.open("Azure AI Search")
    desk.press("G", "Shift-Tab", "y")
    #expect(desk.effects == [.copy("https://example.org/index", what: "the address")])
  }

  @Test func eOpensThePageInAnEditor() {
    var desk = Desk()
    desk.open("Hybrid search")
    desk.press("e")
    let text =
      "# Hybrid search\n\nWords and vectors in one query.\n\nWords and vectors together find more than either alone.\n"
    #expect(
      desk.effects == [
        .edit(
          EditorRequest(
            address: "vector-search#hybrid-search", fileName: "vector-search-hybrid-search.md", text: text))
      ])
  }

  @Test func aChangedFileIsReadAnew() {
    var desk = Desk()
    desk.tell(.edited(status: 0, change: .file))
    #expect(desk.effects == [.loadCatalog])
  }

  @Test(arguments: [
    (Int?.none, EditorChange.none, "The editor could not be started; set VISUAL or EDITOR"),
    (0, .none, "Back from the editor"),
    (1, .none, "The editor ended with status 1; nothing was changed"),
    (
      0, .copy("/tmp/page.md"),
      "Pages that came with atelier stay as they are: what you wrote is kept in /tmp/page.md. "
        + "A catalog of your own may replace a page (--catalog)."
    ),
  ])
  func theEndOfTheEditorIsTold(status: Int?, change: EditorChange, text: String) {
    var desk = Desk()
    desk.tell(.edited(status: status, change: change))
    #expect(desk.toast == text)
    #expect(desk.effects.isEmpty)
  }

  @Test func withoutABrowserTheAddressIsShown() {
    var desk = Desk()
    desk.tell(.opened("https://example.org", isStarted: false))
    #expect(desk.toast == "No browser here; y copies the address: https://example.org")
    desk.tell(.opened("https://example.org", isStarted: true))
    #expect(desk.toast == "Opened https://example.org")
  }

  // MARK: The catalog

  @Test func readingAnewKeepsThePageAndTheSelection() {
    var desk = Desk(120, 16)
    desk.press("j", "j", "l", "j", "l", "PgDn")
    let before = desk.picture
    desk.load()
    #expect(desk.toast == "The catalog was read anew")
    desk.time += 10
    _ = desk.workbench.tick(at: desk.time)
    #expect(desk.picture == before)
    #expect(desk.page == "ai-search")
  }

  @Test func aGroupThatIsNewDoesNotMoveTheSelection() {
    var desk = Desk()
    desk.press("G", "l", "j")
    #expect(desk.selectedRow == "form-recognizer")
    var entry = CatalogEntry(id: "swift", kind: .language, title: "Swift", summary: "A language")
    entry.order = 5
    entry.section = "retrieval"
    desk.load(Fixture.entries + [entry])
    #expect(desk.node == .topic("foundry"))
    #expect(desk.selectedRow == "form-recognizer")
    #expect(desk.page == "form-recognizer")
  }

  @Test func aPageThatIsGoneGivesWayToTheWelcome() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("Tab", "Enter")
    desk.load(Fixture.entries.filter { $0.id != "ai-search" && !$0.id.hasPrefix("vector-search") })
    #expect(desk.page == nil)
    #expect(desk.sees("Welcome"))
    #expect(desk.workbench.catalog.history.isEmpty)
    desk.press("Tab", "Enter", "Backspace")
    #expect(desk.page != "ai-search")
  }

  @Test func readingAnewKeepsTheSearch() {
    var desk = Desk()
    desk.press("/")
    desk.type("speech")
    desk.load()
    #expect(desk.listed == ["speech"])
    #expect(desk.workbench.catalog.isTypingQuery)
  }

  @Test func problemsOfTheCatalogAreShown() {
    var desk = Desk()
    desk.load(problems: ["x.md:3:1: “title” is missing"])
    #expect(desk.toast == "x.md:3:1: “title” is missing")
    #expect(desk.workbench.toast?.kind == .problem)
    #expect(desk.sees("✗ x.md:3:1: “title” is missing"))
    desk.load(problems: ["one", "two", "three"])
    #expect(desk.toast == "one (and 2 more: atelier catalog check)")
  }

  @Test func anEmptyCatalogIsNoTrouble() {
    var desk = Desk(isLoaded: false)
    desk.load([])
    for key in ["j", "l", "l", "Tab", "Enter", "/", "a", "Enter", "Esc", "G", "y", "q"] { desk.press(key) }
    #expect(desk.page == nil)
    #expect(desk.effects.isEmpty)
  }

  @Test func theCatalogArrivesWithoutMovingThePicture() {
    var desk = Desk(isLoaded: false)
    desk.press("j", "G")
    desk.load()
    #expect(desk.focus == .browse)
    #expect(desk.node == .everything)
    #expect(desk.toast == nil)
  }

  // MARK: From the command line

  @Test(arguments: ["ai-search", "Azure AI Search", "azure cognitive search", "AI-SEARCH"])
  func anEntryCanBeNamedAtTheStart(name: String) {
    let desk = Desk(entry: name)
    #expect(desk.page == "ai-search")
    #expect(desk.focus == .page)
  }

  @Test func anUnknownEntryAtTheStartIsSearchedFor() {
    let desk = Desk(entry: "ai-serach")
    #expect(desk.toast == "There is no entry “ai-serach”; this is what its words find")
    #expect(desk.workbench.catalog.isTypingQuery && desk.page == "ai-search")
  }

  // MARK: Time

  @Test func aMessageGoesByItself() {
    var desk = Desk()
    desk.tell(.copied(what: "the page", count: 1, route: "OSC 52"))
    #expect(desk.workbench.nextTick == desk.time + 4)
    _ = desk.workbench.tick(at: desk.time + 3.9)
    #expect(desk.toast != nil)
    _ = desk.workbench.tick(at: desk.time + 4)
    #expect(desk.toast == nil)
    #expect(desk.workbench.nextTick == nil)
  }

  @Test func nothingIsDrawnAnewWithoutAReason() {
    var desk = Desk()
    #expect(desk.workbench.nextTick == nil)
    let before = desk.picture
    _ = desk.workbench.tick(at: desk.time + 1000)
    #expect(desk.picture == before)
  }

  // MARK: The terminal

  @Test func resizingKeepsTheSelection() {
    var desk = Desk()
    desk.press("j", "j", "l", "j")
    for (columns, rows) in [(60, 20), (80, 24), (200, 60), (40, 10), (20, 5), (120, 40)] {
      desk.give(.resize(columns: columns, rows: rows))
      #expect(desk.node == .kind(.service))
      #expect(desk.selectedRow == "ai-search")
      #expect(desk.page == "ai-search")
      #expect(desk.focus == .list)
    }
    desk.press("l", "Tab", "Tab", "Tab")
    for (columns, rows) in [(60, 12), (200, 60), (80, 24)] {
      desk.give(.resize(columns: columns, rows: rows))
      #expect(desk.workbench.catalog.page?.document.selectedLink == 2)
    }
  }

  @Test func resizingAndBackShowsTheSamePicture() {
    var desk = Desk(120, 40)
    desk.press("j", "j", "l", "j")
    let before = desk.picture
    desk.give(.resize(columns: 60, rows: 20))
    #expect(desk.picture != before)
    desk.give(.resize(columns: 120, rows: 40))
    #expect(desk.picture == before)
  }

  @Test func theTerminalTellsWhetherItIsDark() {
    var desk = Desk()
    desk.give(.reply(.background(TerminalColorReply(red: 255, green: 255, blue: 255))))
    #expect(!desk.workbench.isDarkTerminal)
    desk.give(.reply(.background(TerminalColorReply(red: 0x1D, green: 0x20, blue: 0x21))))
    #expect(desk.workbench.isDarkTerminal)
    desk.give(.reply(.colorScheme(isDark: false)))
    #expect(!desk.workbench.isDarkTerminal)
  }

  @Test func otherAnswersOfTheTerminalChangeNothing() {
    var desk = Desk()
    let before = desk.picture
    desk.give(.reply(.primaryAttributes([62, 22])))
    desk.give(.reply(.cursorPosition(row: 1, column: 1)))
    desk.give(.focus(false))
    desk.give(.mouse(MouseEvent(.move, column: 5, row: 5)))
    #expect(desk.picture == before)
    #expect(desk.effects.isEmpty)
  }

  @Test func controlCharactersOfTheCatalogAreVisible() {
    var entry = CatalogEntry(
      id: "evil", kind: .service, title: "Evil\u{1B}]0;title\u{7}", summary: "s\u{1B}[2J\u{202E}")
    entry.body = "body \u{1B}[31m with \u{9B}31m"
    entry.section = "se\u{1B}c"
    var desk = Desk(isLoaded: false)
    desk.load([entry])
    for key in ["l", "l", "/", "e"] { desk.press(key) }
    for cell in desk.picture.cells {
      guard let scalar = cell.glyph?.unicodeScalars.first else { continue }
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar.value != 0x202E)
    }
    #expect(desk.sees("Evil^[]0;"))
  }
}
