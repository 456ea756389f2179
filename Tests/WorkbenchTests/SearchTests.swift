import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// Searching the catalog on the screen.
struct SearchTests {
  @Test func aSearchNarrowsWithEveryLetter() {
    var desk = Desk()
    desk.press("/")
    #expect(desk.listed.count == 14)
    desk.type("s")
    let first = desk.listed.count
    desk.type("earch")
    #expect(desk.listed.count <= first)
    #expect(desk.listed.contains("ai-search"))
    #expect(!desk.listed.contains("phi-4-mini"))
    #expect(desk.page == desk.selectedRow)
    desk.type(" index")
    #expect(desk.listed.first == "ai-search")
  }

  @Test func deletingWidensAgain() {
    var desk = Desk()
    desk.press("/")
    desk.type("speech")
    #expect(desk.listed == ["speech"])
    desk.press("Ctrl-U")
    #expect(desk.listed.count == 14)
    #expect(desk.workbench.catalog.isTypingQuery)
  }

  @Test func escRestoresTheListThatWasThere() {
    var desk = Desk()
    desk.press("j", "j", "Enter")
    let before = desk.listed
    desk.press("/")
    desk.type("embeddings")
    #expect(desk.listed != before)
    desk.press("Esc")
    #expect(desk.listed == before)
    #expect(desk.focus == .list)
    #expect(desk.node == .kind(.service))
    #expect(desk.workbench.catalog.query == nil)
  }

  @Test(arguments: [CatalogPane.browse, .list, .page])
  func escGivesTheFocusBack(pane: CatalogPane) {
    var desk = Desk()
    while desk.focus != pane { desk.press("Ctrl-W") }
    desk.press("/")
    #expect(desk.focus == .list)
    desk.type("ai")
    desk.press("Esc")
    #expect(desk.focus == pane)
  }

  @Test func backspaceInAnEmptyFieldClosesTheSearch() {
    var desk = Desk()
    desk.press("/")
    desk.type("a")
    desk.press("Backspace")
    #expect(desk.workbench.catalog.query != nil)
    desk.press("Backspace")
    #expect(desk.workbench.catalog.query == nil)
  }

  @Test(arguments: [("Down", "Up"), ("PgDn", "PgUp")])
  func hitsAreChosenWhileTyping(down: String, up: String) {
    var desk = Desk()
    desk.press("/")
    desk.type("search")
    let first = desk.selectedRow
    desk.press(down)
    #expect(desk.selectedRow != first)
    #expect(desk.page == desk.selectedRow)
    desk.press(up)
    #expect(desk.selectedRow == first)
    #expect(desk.workbench.catalog.query?.text == "search")
  }

  @Test func enterOpensTheHit() {
    var desk = Desk()
    desk.press("/")
    desk.type("speech")
    desk.press("Enter")
    #expect(desk.page == "speech")
    #expect(desk.focus == .page)
    #expect(!desk.workbench.catalog.isTypingQuery)
    desk.press("h")
    #expect(desk.focus == .list)
    #expect(desk.listed == ["speech"])
    desk.press("q")
    #expect(desk.listed.count == 14)
  }

  @Test func tabGoesToThePageAndSlashBackToTheField() {
    var desk = Desk()
    desk.press("/")
    desk.type("speech")
    desk.press("Tab")
    #expect(desk.focus == .page)
    desk.press("/")
    #expect(desk.workbench.catalog.isTypingQuery)
    #expect(desk.workbench.catalog.query?.text == "speech")
    #expect(desk.focus == .list)
  }

  @Test func lettersAreTextWhileTyping() {
    var desk = Desk()
    desk.press("/")
    desk.type("qjkhlgGnN1?:/ey")
    #expect(desk.workbench.catalog.query?.text == "qjkhlgGnN1?:/ey")
    #expect(desk.workbench.popup == nil)
    #expect(desk.effects.isEmpty)
  }

  @Test func controlKeysStillWorkWhileTyping() {
    var desk = Desk()
    desk.press("/")
    desk.type("speech")
    desk.press("Ctrl-T")
    #expect(desk.workbench.popup?.kind == .themes)
    desk.press("Esc")
    #expect(desk.workbench.catalog.isTypingQuery)
    desk.press("Ctrl-C", "Ctrl-C")
    #expect(desk.effects == [.quit])
  }

  @Test func theWordsAreMarkedInThePage() {
    var desk = Desk(120, 40)
    desk.press("/")
    desk.type("vectors")
    let surface = desk.picture
    let marked = surface.cells.enumerated().filter { $0.offset % 120 > 70 && $0.element.style.ink == .match }
    #expect(!marked.isEmpty)
    desk.press("Esc")
    #expect(desk.picture.cells.allSatisfy { $0.style.ink != .match })
  }

  @Test func nAndNWalkTheMatchesOfThePage() {
    var desk = Desk(120, 14)
    desk.press("/")
    desk.type("azure cognitive")
    desk.press("Enter")
    #expect(desk.page == "ai-search")
    func match() -> (line: Int, number: Int, count: Int)? { desk.workbench.catalog.page?.document.match }
    desk.press("n")
    let count = match()?.count ?? 0
    #expect(match()?.number == 1 && count > 2)
    #expect(desk.picture.cells.contains { $0.style.ink == .match })
    // Every match is come by once, also those on the last screenful, and then the first one again.
    var lines: [Int] = []
    for _ in 0..<count {
      lines.append(match()?.line ?? -1)
      desk.press("n")
    }
    #expect(lines == lines.sorted() && Set(lines).count == count)
    #expect(match()?.number == 1)
    desk.press("N")
    #expect(match()?.number == count)
    #expect(desk.sees("match \(count) of \(count)"))
  }

  @Test func nSaysWhenThereIsNothingToGoTo() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("n")
    #expect(desk.toast == "/ searches first")
  }

  @Test func nothingFoundSaysSo() {
    var desk = Desk()
    desk.press("/")
    desk.type("zzzzqqqq")
    #expect(desk.listed.isEmpty)
    #expect(desk.sees("Nothing in the catalog matches."))
    desk.press("Enter", "Down", "Up")
    #expect(desk.workbench.catalog.isTypingQuery)
  }

  @Test func nothingFoundIsSaidWholeInANarrowPane() {
    var desk = Desk(80, 24)
    desk.press("/")
    desk.type("zzzzqqqq")
    #expect(desk.sees("matches."))
  }

  @Test func theScrollMarkOfTheHitsReachesItsEnd() {
    var desk = Desk(120, 13)
    desk.press("/")
    desk.type("a")
    #expect(desk.listed.count > 5)
    for _ in desk.listed { desk.press("Down") }
    let marks = desk.rows.indices.filter { row in desk.rows[row].contains("▐") }
    #expect(marks.last == 11)
  }

  @Test func searchingFromThePaletteIsASearch() {
    var desk = Desk()
    desk.run("catalog.search")
    #expect(desk.workbench.catalog.isTypingQuery)
  }

  // MARK: Paste

  @Test func pastedTextGoesIntoTheSearch() {
    var desk = Desk()
    desk.press("/")
    desk.give(.paste("speech\n"))
    #expect(desk.workbench.catalog.query?.text == "speech ")
    #expect(desk.listed == ["speech"])
  }

  @Test func pastedTextNeverRunsCommands() {
    var desk = Desk()
    let before = desk.workbench.catalog.focus
    desk.give(.paste("qq\u{3}jjl/:e\ny"))
    #expect(desk.effects.isEmpty)
    #expect(desk.workbench.catalog.focus == before)
    #expect(desk.workbench.popup == nil)
    #expect(desk.node == .everything)
    #expect(desk.toast == "Nothing here takes text; / searches")
  }

  @Test func pastedTextGoesIntoThePalette() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.give(.paste("phi-4\n"))
    #expect(desk.workbench.popup?.picker.query.text == "phi-4 ")
    #expect(desk.effects.isEmpty)
    desk.press("Enter")
    #expect(desk.page == "phi-4-mini")
  }
}

/// Pages that were read are gone back to; what was only looked at in passing is not.
struct HistoryTests {
  @Test func pagesOpenedFromTheListAreGoneBackTo() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("h", "j", "Enter")
    let second = desk.page
    #expect(second != "ai-search")
    desk.press("Backspace")
    #expect(desk.page == "ai-search")
    desk.press("Alt-Right")
    #expect(desk.page == second)
  }

  @Test func aPreviewIsLeftForThePageThatWasRead() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("h", "j", "j")
    #expect(desk.page != "ai-search")
    desk.press("Backspace")
    #expect(desk.page == "ai-search")
  }

  @Test func aSearchThatIsClosedBringsThePageBackAsItWas() {
    var desk = Desk(120, 14)
    desk.open("Azure AI Search")
    desk.press("j", "j", "j")
    let offset = desk.workbench.catalog.page?.document.offset
    let row = desk.selectedRow
    #expect(offset ?? 0 > 0)
    desk.press("/")
    desk.type("speech")
    #expect(desk.page != "ai-search")
    desk.press("Esc")
    #expect(desk.page == "ai-search" && desk.workbench.catalog.page?.document.offset == offset)
    #expect(desk.focus == .page && desk.selectedRow == row)
  }

  @Test func aHitThatWasOpenedStaysWhenTheSearchIsClosed() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("/")
    desk.type("speech")
    desk.press("Enter")
    let hit = desk.page
    desk.press("q", "q")
    #expect(desk.page == hit)
    desk.press("Backspace")
    #expect(desk.page == "ai-search")
  }
}
