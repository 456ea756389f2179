import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// What keys do on the Catalog screen.
struct KeyTests {
  // MARK: Browse, list, page

  @Test(arguments: [("l", "h"), ("Right", "Left"), ("Enter", "q"), ("Tab", "h"), ("Enter", "Esc")])
  func keysWalkFromBrowseToTheListToThePageAndBack(forward: String, back: String) {
    var desk = Desk()
    desk.press("j", "j")
    #expect(desk.node == .kind(.service))
    desk.press(forward)
    #expect(desk.focus == .list)
    #expect(desk.page == "document-intelligence")
    desk.press("j")
    #expect(desk.page == "ai-search")
    desk.press(forward)
    #expect(desk.focus == .page)
    desk.press(back)
    #expect(desk.focus == .list)
    #expect(desk.selectedRow == "ai-search")
    desk.press(back)
    #expect(desk.focus == .browse)
    #expect(desk.node == .kind(.service))
    #expect(desk.effects.isEmpty)
  }

  @Test(arguments: [
    ("j", "k"), ("Down", "Up"), ("PgDn", "PgUp"), ("Ctrl-F", "Ctrl-B"), ("G", "g"), ("End", "Home"),
  ])
  func everyPaneMovesByTheSameKeys(forward: String, back: String) {
    var desk = Desk(120, 24)
    let first = desk.node
    desk.press(forward)
    #expect(desk.node != first)
    desk.press(back)
    #expect(desk.node == first)
    desk.press("l")
    let firstRow = desk.selectedRow
    desk.press(forward)
    #expect(desk.selectedRow != firstRow)
    #expect(desk.page == desk.selectedRow)
    desk.press(back)
    #expect(desk.selectedRow == firstRow)
    desk.open("Azure AI Search")
    desk.press(forward)
    #expect((desk.workbench.catalog.page?.document.offset ?? 0) > 0)
    desk.press(back)
    #expect(desk.workbench.catalog.page?.document.offset == 0)
  }

  @Test func spacePagesDownInThePageOnly() {
    var desk = Desk(120, 24)
    desk.press("l", "Space")
    #expect(desk.selectedRow == "retrieval")
    desk.open("Azure AI Search")
    desk.press("Space")
    #expect((desk.workbench.catalog.page?.document.offset ?? 0) > 1)
  }

  @Test func aKindListsItsEntriesByTitle() {
    var desk = Desk()
    desk.press("j", "j")
    #expect(desk.listed == ["document-intelligence", "ai-search", "speech", "form-recognizer"])
  }

  @Test func topicsCloseAndOpen() {
    var desk = Desk()
    desk.press("G")
    #expect(desk.node == .topic("foundry"))
    #expect(desk.listed == ["document-intelligence", "form-recognizer", "speech"])
    desk.press("h")
    #expect(desk.node == .topics)
    desk.press("h", "G")
    #expect(desk.node == .topics)
    desk.press("l")
    desk.press("G")
    #expect(desk.node == .topic("foundry"))
    desk.press("h", "Enter", "G")
    #expect(desk.node == .topics)
  }

  @Test func nothingIsShownBeforeAPersonChooses() {
    var desk = Desk()
    #expect(desk.page == nil)
    #expect(desk.sees("Atelier is the workbench"))
    desk.press("j")
    #expect(desk.page == nil)
    desk.press("Enter")
    #expect(desk.page == "embeddings")
  }

  @Test func ctrlWGoesRoundThePanes() {
    var desk = Desk()
    var seen: [CatalogPane] = []
    for _ in 0..<4 {
      seen.append(desk.focus)
      desk.press("Ctrl-W")
    }
    #expect(seen == [.browse, .list, .page, .browse])
  }

  @Test(arguments: [60, 80, 120])
  func theFocusIsMarkedAndSeen(width: Int) {
    var desk = Desk(width, 24)
    for title in ["Browse", "Everything", "Retrieval"] {
      #expect(desk.sees("▸ \(title)") || desk.sees("▸\(title)"))
      let marked = desk.place(of: "▸ \(title)")
      #expect(marked.map { desk.picture[$0.x, $0.y].style.ink } == .accent)
      desk.press("Ctrl-W")
    }
  }

  // MARK: Links

  @Test func tabWalksTheLinksAndLeavesAtTheEndToTheNextPane() {
    var desk = Desk()
    desk.open("Form Recognizer")
    #expect(desk.link == nil)
    desk.press("Tab")
    #expect(desk.link == "document-intelligence")
    desk.press("Tab")
    #expect(desk.link == "document-intelligence")
    #expect(desk.workbench.catalog.page?.document.selectedLink == 1)
    desk.press("Tab")
    #expect(desk.focus == .browse)
    #expect(desk.link == nil)
  }

  @Test func shiftTabWalksTheLinksBackwards() {
    var desk = Desk()
    desk.open("Form Recognizer")
    desk.press("Shift-Tab")
    #expect(desk.workbench.catalog.page?.document.selectedLink == 1)
    desk.press("Shift-Tab")
    #expect(desk.workbench.catalog.page?.document.selectedLink == 0)
    desk.press("Shift-Tab")
    #expect(desk.focus == .list)
    #expect(desk.link == nil)
  }

  @Test func aPaneWithoutLinksIsLeftAtOnce() {
    var desk = Desk()
    desk.press("Tab")
    #expect(desk.focus == .list)
    desk.press("Tab")
    #expect(desk.focus == .page)
    desk.open("Phi-4-Mini")
    var count = 0
    while desk.focus == .page, count < 20 {
      desk.press("Tab")
      count += 1
    }
    #expect(desk.focus == .browse)
    #expect(count < 5)
  }

  @Test func everyLinkOfAPageIsWalkedOnce() {
    var desk = Desk()
    desk.open("Azure AI Search")
    var seen: [String] = []
    desk.press("Tab")
    while desk.focus == .page, seen.count < 50 {
      seen.append(desk.link ?? "")
      desk.press("Tab")
    }
    #expect(
      seen == [
        "vector-search", "foundry", "document-intelligence", "rag", "baseline-chat", "retrieval", "contoso",
        "https://learn.microsoft.com/azure/search/overview", "https://example.org/index",
      ])
  }

  @Test func enterFollowsALink() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("Tab", "Enter")
    #expect(desk.page == "vector-search")
    #expect(desk.focus == .page)
    #expect(desk.link == nil)
    #expect(desk.selectedRow == "vector-search")
  }

  @Test func enterWithoutALinkSaysHowToChooseOne() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("Enter")
    #expect(desk.page == "ai-search")
    #expect(desk.toast == "Tab chooses a link first")
  }

  @Test func aLinkOutOpensABrowser() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("G", "Shift-Tab", "Enter")
    #expect(desk.effects == [.openURL("https://example.org/index")])
    #expect(desk.page == "ai-search")
  }

  // MARK: Back and forward

  @Test(arguments: ["Backspace", "Alt-Left"])
  func backGoesBackAndForwardForward(back: String) {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("Tab", "Enter", "Tab", "Enter")
    #expect(desk.page == "embeddings")
    desk.press(back)
    #expect(desk.page == "vector-search")
    #expect(desk.selectedRow == "vector-search")
    desk.press(back)
    #expect(desk.page == "ai-search")
    desk.press(back)
    #expect(desk.page == "ai-search")
    #expect(desk.toast == "This is the first entry you opened")
    desk.press("Alt-Right", "Alt-Right")
    #expect(desk.page == "embeddings")
    #expect(desk.selectedRow == "embeddings")
    desk.press("Alt-Right")
    #expect(desk.toast == "There is nothing to go forward to")
  }

  @Test func aPageComesBackWithItsPlaceAndItsLink() {
    var desk = Desk(120, 16)
    desk.open("Azure AI Search")
    desk.press("Tab", "Tab", "Tab")
    let before = desk.workbench.catalog.page
    #expect((before?.document.offset ?? 0) > 0)
    desk.press("Enter")
    #expect(desk.page == "document-intelligence")
    desk.press("Backspace")
    #expect(desk.workbench.catalog.page == before)
  }

  @Test func anotherWayForgetsTheWayForward() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("Tab", "Enter", "Backspace")
    desk.open("Phi-4-Mini")
    desk.press("Alt-Right")
    #expect(desk.page == "phi-4-mini")
  }

  @Test func lookingThroughAListIsNoHistory() {
    var desk = Desk()
    desk.press("l", "j", "j", "j", "Backspace")
    #expect(desk.page == "vector-search#hybrid-search")
    #expect(desk.toast == "This is the first entry you opened")
  }

  // MARK: Leaving

  @Test(arguments: ["q", "Esc", "Ctrl-C", "Ctrl-Q"])
  func leavingAsksOnce(key: String) {
    var desk = Desk()
    desk.press(key)
    #expect(desk.effects.isEmpty)
    #expect(desk.toast == "Press the key once more to leave")
    desk.time += 2.9
    desk.press(key)
    #expect(desk.effects == [.quit])
  }

  @Test(arguments: ["q", "Ctrl-C"])
  func afterAWhileItAsksAnew(key: String) {
    var desk = Desk()
    desk.press(key)
    desk.time += 3
    desk.press(key)
    #expect(desk.effects.isEmpty)
    desk.press(key)
    #expect(desk.effects == [.quit])
  }

  @Test(arguments: ["j", "F2", "?"])
  func anotherKeyMeansStaying(other: String) {
    var desk = Desk()
    desk.press("q", other)
    if desk.workbench.popup != nil { desk.press("Esc") }
    desk.press("q")
    #expect(desk.effects.isEmpty)
  }

  @Test func aStepBackMeansStaying() {
    var desk = Desk()
    desk.press("l", "Ctrl-C", "q")
    #expect(desk.focus == .browse)
    desk.press("q")
    #expect(desk.effects.isEmpty)
  }

  @Test func ctrlCLeavesFromAnywhereAndQOnlyFromTheFirstPane() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("Ctrl-C", "Ctrl-C")
    #expect(desk.effects == [.quit])
    var other = Desk()
    other.open("Azure AI Search")
    other.press("q", "q")
    #expect(other.effects.isEmpty)
    #expect(other.focus == .browse)
  }

  @Test func aWindowTooSmallIsLeftByControlCAlone() {
    var desk = Desk(20, 5)
    // Somebody may be typing while the window shrinks.
    for key in ["j", "/", "q", "q", "Esc", "Esc", "Ctrl-C"] {
      desk.press(key)
      #expect(desk.effects.isEmpty)
    }
    desk.press("Ctrl-C")
    #expect(desk.effects == [.quit])
  }

  @Test func aWindowTooSmallCanBeSuspended() {
    var desk = Desk(20, 5)
    desk.press("Ctrl-Z")
    #expect(desk.effects == [.suspend])
  }

  // MARK: Everywhere

  @Test(arguments: [("Ctrl-Z", Effect.suspend), ("Ctrl-L", .repaint)])
  func theseKeysWorkInEveryState(key: String, effect: Effect) {
    for state in PictureTests.State.allCases {
      var desk = Desk(120, 40, isLoaded: state != .loading)
      state.reach(&desk)
      desk.press(key)
      #expect(desk.effects == [effect], "\(state)")
    }
  }

  @Test func ctrlRReadsTheCatalogAnew() {
    var desk = Desk()
    desk.press("Ctrl-R")
    #expect(desk.effects == [.loadCatalog])
  }

  @Test func theMouseIsTurnedOffAndOn() {
    var desk = Desk()
    desk.press("F9")
    #expect(desk.effects == [.setMouse(false)])
    desk.click(Point(x: 5, y: 5))
    #expect(desk.node == .everything)
    desk.press("F9")
    #expect(desk.effects == [.setMouse(true)])
    desk.click(Point(x: 5, y: 5))
    #expect(desk.node != .everything)
  }

  @Test func anUnknownKeyDoesNothing() {
    var desk = Desk()
    let before = desk.picture
    desk.press("F2", "Alt-X", "Ctrl-Alt-Delete", "Z")
    #expect(desk.picture == before)
    #expect(desk.effects.isEmpty)
  }

  @Test func whileTheCatalogIsReadKeysAreHarmless() {
    var desk = Desk(isLoaded: false)
    for key in ["j", "l", "Enter", "/", "Tab", "y", "e", "n", "Backspace", "G", "Space", "?", "Esc"] {
      desk.press(key)
    }
    #expect(desk.effects.isEmpty)
  }

  @Test func whatIsTypedBeforeTheCatalogIsThereIsSearchedForOnceItIs() {
    var desk = Desk(isLoaded: false)
    desk.press("/")
    desk.type("vector")
    desk.load()
    #expect(desk.selectedRow == "vector-search" && desk.workbench.catalog.isTypingQuery)
  }

  /// Whatever is pressed, nothing stops, and the state stays whole.
  @Test(arguments: 1...4)
  func anyKeysInAnyOrderAreTaken(seed: UInt64) {
    var state = seed
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let keys = [
      "j", "k", "h", "l", "g", "G", "n", "N", "Tab", "Shift-Tab", "Enter", "Esc", "q", "/", "?", ":",
      "Ctrl-P", "Ctrl-T",
      "Backspace", "Alt-Right", "y", "e", "s", "a", "Space", "PgDn", "PgUp", "Ctrl-W", "F9", "1", "Down",
      "Up",
    ]
    var desk = Desk()
    for _ in 0..<150 {
      switch next(12) {
      case 0: desk.give(.resize(columns: 30 + next(180), rows: 6 + next(60)))
      case 1: desk.click(Point(x: next(150), y: next(50)))
      case 2: desk.wheel(next(2) == 0 ? .wheelUp : .wheelDown, at: Point(x: next(150), y: next(50)))
      case 3: desk.give(.paste("azure\nsearch"))
      default: desk.press(keys[next(keys.count)])
      }
      let catalog = desk.workbench.catalog
      #expect(catalog.rowCount == 0 || (0..<catalog.rowCount).contains(catalog.list.selected))
      #expect(desk.picture.size == desk.workbench.size)
      desk.time += 0.1
    }
  }
}
