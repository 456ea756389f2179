import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// A person's own folders come after the shipped catalog, and may take a while.
struct LoadingTests {
  /// The catalog with two entries more, as it is when everything is read.
  private static let whole: [CatalogEntry] = {
    var first = CatalogEntry(
      id: "aaa", kind: .concept, title: "AAA comes first", summary: "Embeddings of our own")
    first.order = -1
    first.section = "ours"
    var last = CatalogEntry(id: "zzz", kind: .service, title: "ZZZ", summary: "comes last")
    last.order = 100_000
    return Fixture.entries + [first, last]
  }()

  private func contents(_ entries: [CatalogEntry], isWhole: Bool) -> Message {
    let library = CatalogLibrary(layers: [entries])
    return .catalogLoaded(
      CatalogContents(library: library, search: CatalogSearch(library), problems: [], isWhole: isWhole))
  }

  private func loadingDesk(entry: String? = nil) -> Desk {
    var desk = Desk(entry: entry, isLoaded: false)
    desk.tell(contents(Fixture.entries, isWhole: false))
    return desk
  }

  private func progress(_ done: Int, of total: Int) -> Message {
    .catalogProgress(CatalogProgress(folder: "/mine", done: done, total: total))
  }

  @Test func theShippedCatalogIsUsedWhileFoldersAreRead() {
    var desk = loadingDesk()
    desk.tell(progress(4200, of: 10_000))
    #expect(desk.sees("Reading 4,200 of 10,000 pages …"))
    desk.press("/")
    desk.type("embeddings")
    #expect(desk.listed.first == "embeddings")
    #expect(desk.sees("Reading 4,200 of 10,000 pages …"))
    desk.tell(progress(10_000, of: 10_000))
    desk.tell(contents(Self.whole, isWhole: true))
    #expect(!desk.sees("Reading"))
    #expect(desk.toast == nil)
  }

  @Test func aPageWithoutItsTextSaysThatItIsBeingRead() {
    var desk = loadingDesk()
    var heads = Self.whole
    for index in heads.indices where heads[index].id == "zzz" { heads[index].body = "" }
    desk.tell(contents(heads, isWhole: false))
    desk.press("/")
    desk.type("zzz")
    desk.press("Enter")
    #expect(desk.page == "zzz" && desk.sees("still being read"))
    for index in heads.indices where heads[index].id == "zzz" { heads[index].body = "Here it is." }
    desk.tell(contents(heads, isWhole: true))
    #expect(desk.page == "zzz" && desk.sees("Here it is.") && !desk.sees("still being read"))
  }

  @Test func theWholeMovesNeitherSelectionNorPageNorFocus() {
    var desk = loadingDesk()
    desk.press("j", "j", "Enter", "j", "Enter")
    let before = (desk.node, desk.selectedRow, desk.page, desk.focus)
    #expect(desk.focus == .page)
    desk.tell(contents(Self.whole, isWhole: true))
    #expect(desk.node == before.0)
    #expect(desk.selectedRow == before.1)
    #expect(desk.page == before.2)
    #expect(desk.focus == before.3)
    #expect(desk.workbench.catalog.contents?.library.entries.count == Self.whole.count)
  }

  @Test func theHitAtHandStaysTheOneAtHand() {
    var desk = loadingDesk()
    desk.press("/")
    desk.type("embeddings")
    desk.press("Down")
    let before = (desk.selectedRow, desk.page)
    #expect(before.0 != nil)
    desk.tell(contents(Self.whole, isWhole: true))
    #expect(desk.listed.contains("aaa"))
    #expect(desk.selectedRow == before.0)
    #expect(desk.page == before.1)
    #expect(desk.workbench.catalog.isTypingQuery)
  }

  @Test func whatWasSearchedForInVainIsFoundOnceItIsRead() {
    var desk = loadingDesk()
    desk.press("/")
    desk.type("zzz")
    #expect(desk.listed.isEmpty)
    desk.tell(contents(Self.whole, isWhole: true))
    #expect(desk.listed == ["zzz"])
    #expect(desk.page == "zzz")
  }

  @Test func anEntryNamedAtTheStartIsWaitedFor() {
    var desk = loadingDesk(entry: "zzz")
    #expect(desk.page == nil)
    #expect(desk.toast == nil)
    #expect(desk.workbench.catalog.query == nil)
    desk.tell(contents(Self.whole, isWhole: true))
    #expect(desk.page == "zzz")
    #expect(desk.focus == .page)
  }

  @Test func anEntryOfTheShippedCatalogIsShownAtOnce() {
    var desk = loadingDesk(entry: "embeddings")
    #expect(desk.page == "embeddings")
    desk.press("/")
    desk.tell(contents(Self.whole, isWhole: true))
    #expect(desk.workbench.catalog.isTypingQuery)
  }
}
