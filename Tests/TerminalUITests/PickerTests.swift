import TerminalUI
import Testing

struct PickerTests {
  private let items = [
    PickerItem(id: 1, title: "Search the catalog", detail: "/", keywords: "catalog.search"),
    PickerItem(id: 2, title: "Choose the colours", detail: "Ctrl-T", keywords: "theme.choose"),
    PickerItem(id: 3, title: "Back", detail: "Select an entry first", isEnabled: false),
    PickerItem(id: 4, title: "Azure AI Search", detail: "service", keywords: "ai-search Cognitive Search"),
  ]

  private func titles(_ picker: Picker<Int>) -> [Int] { picker.matches.map { picker.items[$0.index].id } }

  private func type(_ text: String, into picker: inout Picker<Int>) {
    for character in text { #expect(picker.handle(KeyPress(character)) == true) }
  }

  @Test func withoutAQueryEverythingIsThereInItsOrder() {
    let picker = Picker(items: items)
    #expect(titles(picker) == [1, 2, 3, 4])
    #expect(picker.selection?.id == 1)
  }

  @Test func typingNarrowsAndDeletingWidens() {
    var picker = Picker(items: items)
    type("search", into: &picker)
    #expect(titles(picker) == [1, 4])
    #expect(picker.handle(KeyPress(.character("u"), .control)) == true)
    #expect(titles(picker) == [1, 2, 3, 4])
  }

  @Test func theBestMatchIsFirst() {
    var picker = Picker(items: items)
    type("aais", into: &picker)
    #expect(picker.selection?.id == 4)
  }

  @Test func keywordsFindWhatTheTitleDoesNot() {
    var picker = Picker(items: items)
    type("theme", into: &picker)
    #expect(titles(picker) == [2])
    #expect(picker.matches.first?.positions == [])
  }

  @Test func nothingMatchesNonsense() {
    var picker = Picker(items: items)
    type("zzz", into: &picker)
    #expect(picker.matches.isEmpty)
    #expect(picker.selection == nil)
    #expect(picker.handle(KeyPress(.down)) == true)
    #expect(picker.selection == nil)
  }

  @Test(arguments: [("Down", 2), ("Ctrl-N", 2), ("PgDn", 4), ("Up", 1), ("Ctrl-P", 1)])
  func theSelectionMoves(name: String, selected: Int) throws {
    var picker = Picker(items: items)
    #expect(picker.handle(try #require(KeyPress(name: name))) == true)
    #expect(picker.selection?.id == selected)
  }

  @Test(arguments: ["Enter", "Esc", "Tab", "F1", "Ctrl-C"])
  func otherKeysAreForTheOwner(name: String) throws {
    var picker = Picker(items: items)
    #expect(picker.handle(try #require(KeyPress(name: name))) == false)
  }

  @Test func lettersAreAlwaysText() {
    var picker = Picker(items: items)
    type("jkq/?1", into: &picker)
    #expect(picker.query.text == "jkq/?1")
  }

  @Test func aMoveInTheTextKeepsTheSelection() {
    var picker = Picker(items: items)
    type("search", into: &picker)
    #expect(picker.handle(KeyPress(.down)) == true)
    #expect(picker.handle(KeyPress(.left)) == true)
    #expect(picker.selection?.id == 4)
  }

  @Test func aPickerOpensOnWhatIsChosen() {
    #expect(Picker(items: items, selected: 3).selection?.id == 3)
    #expect(Picker(items: items, selected: 99).selection?.id == 1)
  }

  @Test func pastedTextIsText() {
    var picker = Picker(items: items)
    picker.paste("azure\nai")
    #expect(picker.query.text == "azure ai")
    #expect(titles(picker) == [4])
  }

  @Test func newItemsAreNarrowedByTheSameQuery() {
    var picker = Picker(items: items)
    type("search", into: &picker)
    picker.replaceItems([PickerItem(id: 7, title: "Vector search"), PickerItem(id: 8, title: "Other")])
    #expect(titles(picker) == [7])
  }

  @Test func aRowOfTheAreaSelects() {
    var picker = Picker(items: items)
    #expect(picker.select(row: 2) == true)
    #expect(picker.selection?.id == 3)
    #expect(picker.select(row: 4) == false)
    #expect(picker.select(row: -1) == false)
    #expect(picker.selection?.id == 3)
  }

  @Test func theWheelScrollsALongList() {
    var picker = Picker(items: (0..<40).map { PickerItem(id: $0, title: "item \($0)") })
    picker.setHeight(5)
    picker.scroll(by: 3)
    #expect(picker.list.offset == 3)
    #expect(picker.selection?.id == 3)
  }

  // MARK: Drawing

  private func drawn(_ picker: Picker<Int>, _ width: Int, _ height: Int) -> Surface {
    var surface = Surface(size: Size(width: width, height: height), style: Style(.text, on: .popup))
    picker.draw(into: &surface, in: surface.bounds, placeholder: "a command", nothing: "Nothing matches.")
    return surface
  }

  @Test func aRowHasItsTitleLeftAndItsDetailRight() {
    let surface = drawn(Picker(items: items), 40, 6)
    #expect(surface.rows[0] == " › a command")
    #expect(surface.rows[1] == String(repeating: "─", count: 40))
    #expect(surface.rows[2] == " Search the catalog                   /")
    #expect(surface.rows[3] == " Choose the colours              Ctrl-T")
    #expect(surface.cursor == Point(x: 3, y: 0))
  }

  @Test func whatCannotBeChosenIsDim() {
    let surface = drawn(Picker(items: items), 40, 6)
    #expect(surface[1, 4].style.ink == .dim)
    #expect(surface[1, 3].style.ink == .text)
  }

  @Test func theLettersThatMatchAreMarked() {
    var picker = Picker(items: items)
    type("stc", into: &picker)
    let surface = drawn(picker, 40, 6)
    let marked = (0..<40).filter { surface[$0, 2].style.ink == .match }.compactMap { surface[$0, 2].glyph }
    #expect(String(marked) == "Stc")
  }

  @Test func aLongTitleGivesWayToItsDetail() {
    let picker = Picker(items: [PickerItem(id: 1, title: "A title that is far too long", detail: "Ctrl-T")])
    #expect(drawn(picker, 24, 3).rows[2] == " A title that …  Ctrl-T")
  }

  @Test func withoutAMatchItSaysSo() {
    var picker = Picker(items: items)
    type("zzz", into: &picker)
    #expect(
      drawn(picker, 40, 6).rows == [
        " › zzz", String(repeating: "─", count: 40), " Nothing matches.", "", "", "",
      ])
  }
}
