import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// The mouse on the Catalog screen.
struct MouseTests {
  @Test func aClickSelectsAndADoubleClickOpens() throws {
    var desk = Desk()
    desk.click(try #require(desk.place(of: "Services")))
    #expect(desk.focus == .browse)
    #expect(desk.node == .kind(.service))
    desk.time += 1
    let row = try #require(desk.place(of: "Azure AI Speech"))
    desk.click(row)
    #expect(desk.focus == .list)
    #expect(desk.page == "speech")
    desk.time += 1
    desk.doubleClick(row)
    #expect(desk.focus == .page)
    #expect(desk.page == "speech")
  }

  @Test func aDoubleClickOnAGroupGoesToItsList() throws {
    var desk = Desk()
    desk.doubleClick(try #require(desk.place(of: "Services")))
    #expect(desk.focus == .list)
    #expect(desk.page == "document-intelligence")
  }

  @Test func twoSlowClicksAreNoDoubleClick() throws {
    var desk = Desk()
    let place = try #require(desk.place(of: "Services"))
    desk.click(place)
    desk.time += 0.5
    desk.click(place)
    #expect(desk.focus == .browse)
  }

  @Test func twoClicksOnDifferentRowsAreNoDoubleClick() throws {
    var desk = Desk()
    let place = try #require(desk.place(of: "Services"))
    desk.click(place)
    desk.click(Point(x: place.x, y: place.y + 1))
    #expect(desk.focus == .browse)
    #expect(desk.node == .kind(.platform))
  }

  @Test func aClickOnTheSignClosesTheTopics() throws {
    var desk = Desk()
    let sign = try #require(desk.place(of: "▾ Topics"))
    desk.click(sign)
    #expect(desk.sees("▸ Topics"))
    desk.time += 1
    desk.click(sign)
    #expect(desk.sees("▾ Topics"))
  }

  @Test func aClickBelowTheRowsGivesTheFocusOnly() {
    var desk = Desk()
    desk.click(Point(x: 40, y: 35))
    #expect(desk.focus == .list)
    #expect(desk.selectedRow == "retrieval")
  }

  // MARK: Links

  @Test func theFirstClickSelectsALinkAndTheNextFollowsIt() throws {
    var desk = Desk()
    desk.open("Azure AI Search")
    let place = try #require(desk.place(of: "Microsoft Foundry", from: 70))
    desk.click(place)
    #expect(desk.link == "foundry")
    #expect(desk.page == "ai-search")
    desk.time += 5
    desk.click(place)
    #expect(desk.page == "foundry")
  }

  @Test func aDoubleClickFollowsALinkOnce() throws {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.doubleClick(try #require(desk.place(of: "Microsoft Foundry", from: 70)))
    #expect(desk.page == "foundry")
    #expect(desk.workbench.catalog.history.count == 1)
  }

  @Test func aDoubleClickOnTheSelectedLinkGoesOnePageOnly() throws {
    var desk = Desk()
    desk.open("Embeddings")
    let place = try #require(desk.place(of: "Phi-4-Mini", from: 70))
    // A page whose link stands where the one before it stood.
    var entries = Fixture.entries
    let index = try #require(entries.firstIndex { $0.id == "phi-4-mini" })
    let source = try #require(entries.first { $0.id == "embeddings" })
    entries[index].summary = source.summary
    entries[index].body = source.body.replacing("(phi-4-mini)", with: "(rag)")
    desk.load(entries)
    desk.press("Tab")
    #expect(desk.link == "phi-4-mini")
    desk.doubleClick(place)
    #expect(desk.page == "phi-4-mini")
  }

  // MARK: Wheel

  @Test func theWheelScrollsThePaneUnderThePointer() {
    var desk = Desk(120, 14)
    desk.open("Azure AI Search")
    desk.press("h", "h")
    #expect(desk.focus == .browse)
    desk.wheel(.wheelDown, at: Point(x: 90, y: 8))
    #expect(desk.workbench.catalog.page?.document.offset == 3)
    #expect(desk.focus == .browse)
    desk.wheel(.wheelDown, at: Point(x: 40, y: 8))
    #expect(desk.workbench.catalog.list.offset == 3)
    desk.wheel(.wheelDown, at: Point(x: 5, y: 8))
    #expect(desk.workbench.catalog.tree.list.offset > 0)
    desk.wheel(.wheelUp, at: Point(x: 90, y: 8))
    #expect(desk.workbench.catalog.page?.document.offset == 0)
  }

  @Test func theWheelBesideThePanesDoesNothing() {
    var desk = Desk(120, 14)
    let before = desk.picture
    desk.wheel(.wheelDown, at: Point(x: 5, y: 0))
    desk.wheel(.wheelDown, at: Point(x: 5, y: 13))
    #expect(desk.picture == before)
  }

  // MARK: Borders

  private func borders(_ desk: Desk) -> [Int] {
    (0..<desk.workbench.size.width).filter { desk.picture[$0, 5].glyph == "│" }
  }

  @Test func aDragOfABorderResizesThePanes() {
    var desk = Desk()
    let before = borders(desk)
    #expect(before.count == 2)
    desk.drag(from: Point(x: before[0], y: 5), to: Point(x: before[0] - 6, y: 9))
    #expect(borders(desk)[0] == before[0] - 6)
    let moved = borders(desk)
    desk.drag(from: Point(x: moved[1], y: 5), to: Point(x: moved[1] - 4, y: 5))
    #expect(borders(desk) == [moved[0], moved[1] - 4])
    #expect(desk.focus == .browse)
  }

  @Test func aDragOfTheOnlyBorderResizesTwoPanes() {
    var desk = Desk(80, 24)
    let before = borders(desk)
    desk.drag(from: Point(x: before[0], y: 5), to: Point(x: before[0] + 7, y: 5))
    #expect(borders(desk) == [before[0] + 7])
  }

  @Test(arguments: [80, 120, 200])
  func noPaneIsDraggedAway(width: Int) {
    var desk = Desk(width, 24)
    for target in [-5, 0, 3, width / 2, width - 1, width + 50] {
      for border in borders(desk) {
        desk.drag(from: Point(x: border, y: 5), to: Point(x: target, y: 5))
        let shown = [-1] + borders(desk) + [width]
        #expect(zip(shown, shown.dropFirst()).allSatisfy { $1 - $0 > 14 })
      }
    }
  }

  @Test func aDragElsewhereResizesNothing() {
    var desk = Desk()
    let before = borders(desk)
    desk.drag(from: Point(x: 10, y: 5), to: Point(x: 60, y: 5))
    #expect(borders(desk) == before)
  }

  @Test func aReleasedBorderStaysWhereItIs() {
    var desk = Desk()
    let before = borders(desk)
    desk.drag(from: Point(x: before[0], y: 5), to: Point(x: before[0] - 6, y: 5))
    desk.give(.mouse(MouseEvent(.drag(.left), column: 20, row: 5)))
    #expect(borders(desk)[0] == before[0] - 6)
  }

  // MARK: Narrow windows

  @Test func aClickOnATabShowsItsPane() throws {
    var desk = Desk(60, 20)
    desk.click(try #require(desk.place(of: "List")))
    #expect(desk.focus == .list)
    desk.click(try #require(desk.place(of: "Page")))
    #expect(desk.focus == .page)
    desk.click(try #require(desk.place(of: "Browse")))
    #expect(desk.focus == .browse)
  }

  // MARK: Search

  @Test func aClickChoosesAHitByEitherOfItsRows() throws {
    var desk = Desk()
    desk.press("/")
    desk.type("search")
    // Below the field stands the first hit, each on two rows.
    let field = try #require(desk.place(of: "/ search", from: 29))
    let index = try #require(desk.listed.firstIndex(of: "ai-search"))
    let place = Point(x: field.x + 4, y: field.y + 1 + 2 * index)
    desk.click(place)
    #expect(desk.selectedRow == "ai-search")
    desk.press("g")
    desk.time += 1
    desk.click(Point(x: place.x, y: place.y + 1))
    #expect(desk.selectedRow == "ai-search")
  }

  @Test func aRowBelowTheLastWholeHitChoosesNothing() {
    var desk = Desk(120, 14)
    desk.press("/")
    desk.type("a")
    #expect(desk.listed.count > 5)
    let area = desk.workbench.catalog.layout(in: desk.workbench.bodyArea).content(of: .list)
    #expect(area.height % 2 == 0)
    desk.give(.resize(columns: 120, rows: 15))
    let before = desk.selectedRow
    desk.click(Point(x: 40, y: area.bottom))
    #expect(desk.selectedRow == before)
  }

  @Test func aClickIntoTheGroupsEndsTheSearch() throws {
    var desk = Desk()
    desk.press("/")
    desk.type("phi")
    desk.click(try #require(desk.place(of: "Services")))
    #expect(desk.workbench.catalog.query == nil)
    #expect(desk.focus == .browse)
    #expect(desk.listed.count == 4)
  }

  @Test func aClickIntoTheFieldTypesAgain() throws {
    var desk = Desk()
    desk.press("/")
    desk.type("search")
    desk.press("Tab")
    desk.click(try #require(desk.place(of: "/ search")))
    #expect(desk.workbench.catalog.isTypingQuery)
    desk.type("e")
    #expect(desk.workbench.catalog.query?.text == "searche")
  }
}
