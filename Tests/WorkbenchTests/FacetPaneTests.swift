import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// Narrowing the Catalog's list by facets.
struct FacetPaneTests {
  private func rows(_ desk: Desk) -> [CatalogEntry] {
    (0..<desk.workbench.catalog.rowCount).compactMap { desk.workbench.catalog.entry(atRow: $0) }
  }

  /// Goes down to a value in the facets.
  private func select(_ value: String, of dimension: String, in desk: inout Desk) {
    desk.workbench.catalog.facets.tree.expand(.group(dimension))
    desk.press("g")
    for _ in 0..<80 where desk.workbench.catalog.facets.selection != .value(value, of: dimension) {
      desk.press("j")
    }
    #expect(desk.workbench.catalog.facets.selection == .value(value, of: dimension))
  }

  @Test func aChosenFacetNarrowsTheListAndIsRemembered() {
    var desk = Desk()
    let all = rows(desk).count
    desk.press("f")
    #expect(desk.workbench.catalog.focus == .browse)
    select("image", of: "modality", in: &desk)
    desk.press("Space")
    #expect(
      desk.effects == [.savePreference("catalog.filter", "{\n  \"modality\": [\n    \"image\"\n  ]\n}")])
    #expect(!rows(desk).isEmpty && rows(desk).count < all)
    #expect(rows(desk).allSatisfy { $0.values(ofFacet: "modality").contains("image") })
    // The same key lets it go; another one lets all go.
    desk.press("Space")
    #expect(rows(desk).count == all)
    desk.press("Enter", "F")
    #expect(rows(desk).count == all && desk.workbench.catalog.filter.isEmpty)
  }

  @Test func onesOwnListsAreNeverNarrowed() {
    var desk = Desk()
    desk.workbench.catalog.go(to: "vector-search")
    desk.press("b", "f")
    select("image", of: "modality", in: &desk)
    desk.press("Space")
    #expect(!rows(desk).contains { $0.id == "vector-search" })
    desk.press("f", "g")
    for _ in 0..<60 where desk.node != .bookmarks { desk.press("j") }
    #expect(desk.node == .bookmarks && rows(desk).map(\.id) == ["vector-search"])
  }

  @Test func aSearchFindsOnlyWhatTheFacetsLeave() {
    var desk = Desk()
    desk.press("/")
    desk.type("search")
    let all = rows(desk).count
    desk.press("Esc", "f")
    select("service", of: "kind", in: &desk)
    desk.press("Space", "/")
    desk.type("search")
    #expect(!rows(desk).isEmpty && rows(desk).count < all)
    #expect(rows(desk).allSatisfy { $0.kind == .service })
    // What can be chosen is counted over what the search finds.
    let kinds = desk.workbench.catalog.facets.groups.first { $0.name == "kind" }
    #expect(kinds?.values.reduce(0) { $0 + $1.count } == all)
  }

  @Test func theFilterOfTheLastTimeHoldsAgainAndIsTold() {
    var notebook = Notebook()
    notebook.preferences["catalog.filter"] = #"{"kind": ["service", "nothing"], "smell": ["sweet"]}"#
    for isCatalogFirst in [true, false] {
      var desk = Desk(isLoaded: isCatalogFirst)
      desk.tell(.notebookLoaded(notebook))
      if !isCatalogFirst { desk.load() }
      #expect(desk.workbench.catalog.filter == CatalogFilter(kinds: [.service]))
      #expect(!rows(desk).isEmpty && rows(desk).allSatisfy { $0.kind == .service })
    }
  }

  @Test func escLeavesTheFacetsAndKeepsWhatIsChosen() {
    var desk = Desk()
    desk.press("f")
    select("service", of: "kind", in: &desk)
    desk.press("Space", "Esc")
    #expect(!desk.workbench.catalog.showsFacets && !desk.workbench.catalog.filter.isEmpty)
    #expect(desk.picture.text.contains("Everything · Services"))
  }

  @Test func anEmptyListSaysHowToGetOut() {
    var desk = Desk()
    desk.workbench.catalog.filter = CatalogFilter(facets: [.init(name: "hosting", values: ["moon"])])
    desk.workbench.catalog.refreshList(keepingSelection: false)
    #expect(rows(desk).isEmpty)
    desk.press("j")
    #expect(desk.picture.text.contains("F lets the facets go"))
  }
}
