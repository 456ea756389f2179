import TerminalUI
import Testing

struct BarTests {
  private let hints = [
    KeyHint("/", "search"), KeyHint("Enter", "open"), KeyHint("Ctrl-P", "find"), KeyHint("?", "help"),
  ]

  private func keyBar(_ width: Int, _ hints: [KeyHint]) -> Surface {
    var surface = Surface(size: Size(width: width, height: 1))
    surface.drawKeyBar(hints, in: surface.bounds)
    return surface
  }

  // MARK: Key bar

  @Test func theKeyBarShowsAsManyHintsAsFit() {
    #expect(keyBar(50, hints).rows == [" / search  Enter open  Ctrl-P find  ? help"])
    #expect(keyBar(32, hints).rows == [" / search  Enter open  ? help"])
  }

  @Test func theLastHintIsTheLastToGo() {
    #expect(keyBar(10, hints).rows == [" ? help"])
    #expect(keyBar(8, hints).rows == [" ? help"])
    #expect(keyBar(7, hints).rows == [""])
  }

  @Test(arguments: 0...60)
  func noHintIsCut(width: Int) {
    let row = keyBar(width, hints).rows.joined()
    let parts = row.split(separator: "  ").map { $0.drop { $0 == " " } }
    #expect(parts.allSatisfy { part in hints.contains { part == "\($0.key) \($0.title)" } })
  }

  @Test func theKeyBarIsFilledAndItsKeysStandOut() {
    let surface = keyBar(20, hints)
    #expect(surface.cells.allSatisfy { $0.style.ground == .bar })
    #expect(surface[1, 0].style.ink == .key)
    #expect(surface[3, 0].style.ink == .bar)
    #expect(keyBar(20, []).rows == [""])
  }

  // MARK: Tabs

  @Test func tabsTellWhereTheyStand() {
    var surface = Surface(size: Size(width: 30, height: 1))
    let places = surface.drawTabs(
      ["Browse", "日本", "Page"], selected: 1, at: Point(x: 1, y: 0), width: 28, ground: .bar)
    #expect(surface.rows == [" Browse  日本  Page"])
    #expect(places.map(\.x) == [1, 9, 15])
    #expect(places.map(\.width) == [6, 4, 4])
    #expect(surface[9, 0].style == Style(.accent, on: .bar, [.bold, .underline]))
    #expect(surface[1, 0].style == Style(.bar, on: .bar))
  }

  @Test func tabsWithoutRoomAreCut() {
    var surface = Surface(size: Size(width: 30, height: 1))
    let places = surface.drawTabs(
      ["Browse", "List", "Page"], selected: 0, at: Point(x: 0, y: 0), width: 10, ground: .bar)
    #expect(surface.rows == ["Browse  Li"])
    #expect(places.map(\.width) == [6, 2, 0])
  }

  // MARK: Progress

  private func progress(_ share: Double, _ width: Int = 4) -> String {
    var surface = Surface(size: Size(width: width, height: 1))
    surface.drawProgress(share, in: surface.bounds)
    return surface.rows[0]
  }

  @Test func progressIsDrawnInEighths() {
    #expect(progress(0) == "")
    #expect(progress(1) == "████")
    #expect(progress(0.5) == "██")
    #expect(progress(1.0 / 32) == "▏")
    #expect(progress(13.0 / 32) == "█▋")
  }

  @Test func progressNeverLeavesItsBar() {
    #expect(progress(-3) == "")
    #expect(progress(7) == "████")
    #expect(progress(0.5, 0) == "")
  }

  @Test func progressOfNothingKnownIsEmpty() {
    #expect(progress(.nan) == "")
    #expect(progress(.infinity) == "████")
  }

  // MARK: Toast

  private func toast(_ message: String, _ width: Int) -> Surface {
    var surface = Surface(size: Size(width: width, height: 3))
    surface.drawToast(message, sign: "✓", ink: .success, above: Rect(x: 0, y: 2, width: width, height: 1))
    return surface
  }

  @Test func aToastStandsAtTheRightAboveItsArea() {
    let surface = toast("Copied", 20)
    #expect(surface.rows == ["", "         ✓ Copied", ""])
    #expect(surface[8, 1].style.ground == .popup)
    #expect(surface[18, 1].style.ground == .popup)
    #expect(surface[19, 1].style.ground == .page)
    #expect(surface[9, 1].style == Style(.success, on: .popup, .bold))
  }

  @Test func aLongToastTakesMoreRowsAndIsCutAfterThree() {
    var surface = Surface(size: Size(width: 24, height: 6))
    let area = Rect(x: 0, y: 5, width: 24, height: 1)
    surface.drawToast("A message with more words", sign: "✓", ink: .success, above: area)
    #expect(surface.rows[2...] == ["", "     ✓ A message with", "       more words", ""])
    surface = Surface(size: Size(width: 24, height: 6))
    surface.drawToast(
      "A message with so many words that no three rows of it hold them", sign: "✓", ink: .success, above: area
    )
    #expect(
      surface.rows[2...] == ["     ✓ A message with", "       so many words", "       that no three…", ""])
  }

  @Test func aToastGoesWhereItHidesNothing() {
    func rows(_ texts: [Int: String], selected: Int? = nil) -> [String] {
      var surface = Surface(size: Size(width: 20, height: 6))
      surface.fill(Rect(x: 0, y: 3, width: 20, height: 1), "─", style: .border)
      for (y, text) in texts { surface.draw(text, at: Point(x: 0, y: y), style: .text) }
      if let selected {
        surface.fill(Rect(x: 0, y: selected, width: 20, height: 1), style: Style(.text, on: .selection))
      }
      surface.drawToast(
        "Copied", sign: "✓", ink: .success, above: Rect(x: 0, y: 5, width: 20, height: 1),
        or: [4, 2].map { Rect(x: 0, y: $0, width: 20, height: 1) })
      return surface.rows
    }
    let long = "a text up to the end"
    #expect(rows([4: "short"])[4] == "short    ✓ Copied")
    // A line between panes is no text.
    #expect(rows([4: long])[3...4] == ["──────── ✓ Copied  ─", long])
    #expect(rows([4: long, 3: long])[1...4] == ["         ✓ Copied", "", long, long])
    // A row that is selected is no room, and without any the first place is taken.
    #expect(rows([4: long, 3: long], selected: 1)[4] == "a text u ✓ Copied  d")
  }

  @Test func aToastOfControlCharactersStaysOnItsGround() {
    let surface = toast("a\u{1B}\u{1B}b", 20)
    #expect(surface.rows[1].hasSuffix("✓ a^[^[b"))
    #expect(
      (0..<20).filter { surface[$0, 1].glyph != " " }.allSatisfy { surface[$0, 1].style.ground == .popup })
  }

  // MARK: Spinner

  @Test func theSpinnerTurnsForever() {
    #expect(Spinner.frame(0) == Spinner.frame(10))
    #expect(Spinner.frame(-1) == Spinner.frame(9))
    #expect(Set((0..<10).map { Spinner.frame($0) }).count == 10)
  }
}
