import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// The palette, the key help and the choice of colours.
struct PopupTests {
  // MARK: Palette

  @Test func thePaletteRunsACommand() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("read the catalog")
    desk.press("Enter")
    #expect(desk.effects == [.loadCatalog])
    #expect(desk.workbench.popup == nil)
  }

  @Test func thePaletteOpensAnEntry() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("phi")
    desk.press("Enter")
    #expect(desk.page == "phi-4-mini")
    #expect(desk.focus == .page)
  }

  @Test func thePaletteFindsByOtherNamesToo() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("cognitive search")
    #expect(desk.workbench.popup?.picker.selection?.id == .entry("ai-search"))
  }

  @Test func anEntryFromThePaletteEndsTheSearch() {
    var desk = Desk()
    desk.press("/")
    desk.type("speech")
    desk.press("Tab", "Ctrl-P")
    desk.type("phi")
    desk.press("Enter")
    #expect(desk.page == "phi-4-mini")
    #expect(desk.workbench.catalog.query == nil)
    #expect(desk.focus == .page)
    desk.press("Backspace")
    #expect(desk.page == "speech")
  }

  @Test func colonOffersCommandsOnly() {
    var desk = Desk()
    desk.press(":")
    #expect(desk.workbench.popup?.kind == .commands)
    let isCommand = desk.workbench.popup?.picker.items.allSatisfy { item in
      if case .command = item.id { return true }
      return false
    }
    #expect(isCommand == true)
  }

  @Test func thePaletteTeachesTheKeys() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("choose the colours")
    #expect(desk.sees("Ctrl-T"))
  }

  @Test func aDisabledCommandSaysWhy() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("back to the entry")
    #expect(desk.sees("This is the first entry you opened"))
    desk.press("Enter")
    #expect(desk.toast == "This is the first entry you opened")
    #expect(desk.workbench.popup == nil)
    #expect(desk.effects.isEmpty)
  }

  @Test(arguments: [("catalog.copy", "Select an entry first"), ("catalog.edit", "Select an entry first")])
  func aCommandWithoutItsObjectSaysWhatItNeeds(command: String, reason: String) {
    var desk = Desk()
    desk.run(command)
    #expect(desk.toast == reason)
    #expect(desk.effects.isEmpty)
  }

  @Test(arguments: ["Ctrl-P", ":", "?", "Ctrl-T"])
  func escClosesOnlyThePopup(key: String) {
    var desk = Desk()
    desk.open("Azure AI Search")
    let before = desk.picture
    desk.press(key)
    #expect(desk.workbench.popup != nil)
    desk.press("Esc")
    #expect(desk.workbench.popup == nil)
    #expect(desk.picture == before)
    desk.press(key, "Ctrl-C")
    #expect(desk.workbench.popup == nil)
    #expect(desk.effects.isEmpty)
  }

  @Test func lettersInAPopupAreText() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("qjk?/:1")
    #expect(desk.workbench.popup?.picker.query.text == "qjk?/:1")
    #expect(desk.workbench.popup?.kind == .palette)
  }

  @Test func enterWithoutAMatchKeepsThePopup() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.type("zzzzqqqq")
    desk.press("Enter")
    #expect(desk.workbench.popup != nil)
    #expect(desk.sees("Nothing matches."))
  }

  // MARK: Help

  @Test func helpListsTheKeysOfThePaneWithTheFocus() {
    var desk = Desk()
    desk.press("?")
    #expect(!desk.sees("Next match of the search in this page"))
    desk.press("Esc")
    desk.open("Azure AI Search")
    desk.press("F1")
    #expect(desk.sees("Next match of the search in this page"))
  }

  @Test func helpListsEveryCommandThatWorksHere() {
    var desk = Desk()
    desk.press("?")
    let ids = Set(desk.workbench.popup?.picker.items.map(\.id) ?? [])
    let wanted = CommandRegistry.all.filter { [.catalog, .movement, .global].contains($0.scope) }
    #expect(ids == Set(wanted.map { Popup.Choice.command($0.id) }))
  }

  @Test func helpRunsWhatIsChosen() {
    var desk = Desk()
    desk.press("?")
    desk.type("paint")
    desk.press("Enter")
    #expect(desk.effects == [.repaint])
  }

  // MARK: Themes

  @Test func themesArePreviewedWhileMovingAndEscRestores() {
    var desk = Desk()
    desk.press("Ctrl-T")
    #expect(desk.workbench.theme.id == "terminal")
    desk.press("Down")
    #expect(desk.workbench.theme.id == "nord")
    desk.type("pap")
    #expect(desk.workbench.theme.id == "paper")
    desk.press("Esc")
    #expect(desk.workbench.theme.id == "terminal")
    #expect(desk.effects.isEmpty)
  }

  @Test func enterSavesTheTheme() {
    var desk = Desk()
    desk.press("Ctrl-T", "Down", "Down", "Enter")
    #expect(desk.workbench.theme.id == "paper")
    #expect(desk.effects == [.saveTheme("paper")])
    #expect(desk.workbench.popup == nil)
    desk.tell(.themeSaved("paper", problem: nil))
    #expect(desk.toast == "paper is kept as your theme")
    desk.press("Ctrl-T")
    #expect(desk.workbench.popup?.picker.selection?.id == .theme("paper"))
  }

  @Test func aThemeThatCannotBeSavedSaysSo() {
    var desk = Desk()
    desk.tell(.themeSaved("paper", problem: "The theme holds for now"))
    #expect(desk.toast == "The theme holds for now")
    #expect(desk.workbench.toast?.kind == .problem)
  }

  @Test func themesThatComeLaterAreShownAtOnce() {
    var desk = Desk()
    desk.press("Ctrl-T", "Down")
    let more = Fixture.themes + [Theme(id: "late", name: "Late", author: "x", isDark: true, palette: nil)]
    desk.tell(.themesLoaded(more))
    #expect(desk.sees("Late"))
    #expect(desk.workbench.theme.id == "nord")
    #expect(desk.workbench.popup?.picker.selection?.id == .theme("nord"))
  }

  @Test func theChoiceOfColoursLeavesThePageInSight() {
    var desk = Desk(120, 40)
    desk.press("Ctrl-T")
    #expect(desk.sees("Browse"))
    #expect((desk.workbench.popup?.frame(in: Size(width: 120, height: 40)).x ?? 0) > 60)
  }

  // MARK: Mouse

  @Test func aClickChoosesAndADoubleClickRuns() throws {
    var desk = Desk()
    desk.press("Ctrl-T")
    let place = try #require(desk.place(of: "Paper"))
    desk.click(place)
    #expect(desk.workbench.theme.id == "paper")
    #expect(desk.workbench.popup != nil)
    desk.time += 1
    desk.doubleClick(place)
    #expect(desk.effects == [.saveTheme("paper")])
    #expect(desk.workbench.popup == nil)
    #expect(desk.workbench.theme.id == "paper")
  }

  @Test func aClickBesideAPopupClosesIt() {
    var desk = Desk()
    desk.press("Ctrl-T", "Down")
    desk.click(Point(x: 3, y: 20))
    #expect(desk.workbench.popup == nil)
    #expect(desk.workbench.theme.id == "terminal")
    #expect(desk.node == .everything)
  }

  @Test func aClickOnTheFrameChoosesNothing() throws {
    var desk = Desk(120, 24)
    desk.press("Ctrl-P")
    let before = desk.workbench.popup?.picker.selection?.id
    let frame = try #require(desk.workbench.popup?.frame(in: desk.workbench.size))
    for point in [
      Point(x: frame.x, y: frame.y + 4), Point(x: frame.x + 4, y: frame.bottom - 1),
      Point(x: frame.x + 4, y: frame.y + 1),
      Point(x: frame.right - 1, y: frame.y + 5),
    ] {
      desk.click(point)
      #expect(desk.workbench.popup?.picker.selection?.id == before)
    }
  }

  @Test func theWheelMovesThroughThePalette() {
    var desk = Desk()
    desk.press("Ctrl-P")
    desk.wheel(.wheelDown, at: Point(x: 60, y: 12))
    #expect(desk.workbench.popup?.picker.list.offset == 3)
    desk.wheel(.wheelUp, at: Point(x: 60, y: 12))
    #expect(desk.workbench.popup?.picker.list.offset == 0)
  }

  @Test func theWheelPreviewsTheThemeItSelects() {
    var desk = Desk(80, 10)
    desk.press("Ctrl-T")
    desk.wheel(.wheelDown, at: Point(x: 60, y: 5))
    #expect(desk.workbench.popup?.picker.selection?.id == .theme(desk.workbench.theme.id))
  }
}
