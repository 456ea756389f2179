import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// Bookmarks, private notes, recently opened entries, and decisions that were kept.
struct NotebookTests {
  private func titles(_ node: BrowseNode, _ desk: Desk) -> [String] {
    desk.workbench.catalog.entries(of: node).map(\.title)
  }

  @Test func aBookmarkIsSetAndTakenAway() {
    var desk = Desk(entry: "ai-search")
    desk.press("b")
    #expect(desk.effects.first == .setBookmark("ai-search", isOn: true))
    #expect(titles(.bookmarks, desk) == ["Azure AI Search"])
    #expect(desk.picture.text.contains("★ service"))
    desk.press("b")
    #expect(desk.effects == [.setBookmark("ai-search", isOn: false)])
    #expect(titles(.bookmarks, desk).isEmpty)
  }

  @Test func aNoteIsKeptShownAndFound() {
    var desk = Desk(entry: "ai-search")
    desk.press("m")
    desk.type("Ask Ina about zebra quotas")
    desk.press("Enter")
    #expect(desk.effects.first == .saveNote("Ask Ina about zebra quotas", address: "ai-search"))
    #expect(desk.picture.text.contains("My note"))
    #expect(titles(.notes, desk) == ["Azure AI Search"])
    desk.press("/")
    desk.type("zebra quotas")
    #expect(desk.workbench.catalog.entry(atRow: 0)?.id == "ai-search")
    #expect(desk.picture.text.contains("my note"))
    desk.press("Esc", "m", "Ctrl-U", "Enter")
    #expect(desk.effects.first == .saveNote("", address: "ai-search"))
    #expect(titles(.notes, desk).isEmpty)
  }

  @Test func aHalfWrittenNoteIsThereAgain() {
    var desk = Desk(entry: "ai-search")
    desk.press("m")
    desk.type("half")
    // It is kept as a draft half a second later, so that a crash takes nothing.
    let due = desk.workbench.nextTick
    #expect(due == desk.time + 0.5)
    let effects = desk.workbench.tick(at: desk.time + 0.6)
    #expect(effects == [.savePreference("note.draft", "{\n  \"ai-search\": \"half\"\n}")])
    desk.press("Esc", "m")
    #expect(desk.workbench.noteForm?.text == "half")

    var later = Desk(entry: "ai-search")
    var notebook = Notebook()
    notebook.preferences["note.draft"] = #"{"ai-search": "half"}"#
    later.tell(.notebookLoaded(notebook))
    later.press("m")
    #expect(later.workbench.noteForm?.text == "half")
  }

  @Test func whatIsOpenedStandsAmongTheRecent() {
    var desk = Desk()
    desk.press("l", "Enter")
    let first = desk.workbench.catalog.currentEntry?.id
    #expect(desk.effects == [first.map { .recordVisit($0) }].compactMap(\.self))
    #expect(desk.workbench.catalog.notebook.recent.first == first)
  }

  @Test func whatTheStoreHoldsIsListed() {
    var desk = Desk()
    var notebook = Notebook()
    notebook.bookmarks = ["ai-search", "gone"]
    notebook.decisions = [
      KeptDecision(
        id: "d1", guide: "choose", title: "Choose a store", answers: ["q": "yes"], outcome: "Azure AI Search",
        record: "# Choose a store\n\nThe record.", savedAt: 1)
    ]
    desk.tell(.notebookLoaded(notebook))
    #expect(titles(.bookmarks, desk) == ["Azure AI Search"])
    #expect(titles(.decisions, desk) == ["Choose a store"])
    desk.workbench.catalog.go(to: "decision:d1")
    desk.press("g")
    #expect(desk.picture.text.contains("The record.") && desk.picture.text.contains("my decision"))
    // It is deleted by the second press.
    desk.press("D")
    #expect(desk.effects.isEmpty)
    desk.press("D")
    #expect(desk.effects == [.removeDecision("d1")])
  }
}
