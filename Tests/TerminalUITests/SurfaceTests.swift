import TerminalUI
import Testing

struct SurfaceTests {
  private func surface(_ width: Int, _ height: Int = 1) -> Surface {
    Surface(size: Size(width: width, height: height))
  }

  // MARK: Clipping

  @Test func textIsCutAtTheRightEdge() {
    var surface = surface(5)
    let used = surface.draw("abcdefgh", at: Point(x: 2, y: 0), style: .text)
    #expect(surface.rows == ["  abc"])
    #expect(used == 3)
  }

  @Test func textIsCutAtItsOwnWidth() {
    var surface = surface(8)
    let used = surface.draw("abcdefgh", at: Point(x: 1, y: 0), style: .text, width: 3)
    #expect(surface.rows == [" abc"])
    #expect(used == 3)
  }

  @Test func textLeftOfTheEdgeLosesItsStart() {
    var surface = surface(5)
    let used = surface.draw("abcdef", at: Point(x: -2, y: 0), style: .text)
    #expect(surface.rows == ["cdef"])
    #expect(used == 6)
  }

  @Test(arguments: [-1, 1, 99])
  func textOnARowOutsideIsNotDrawn(row: Int) {
    var surface = surface(5)
    #expect(surface.draw("abc", at: Point(x: 0, y: row), style: .text) == 0)
    #expect(surface.rows == [""])
  }

  @Test func aWidthOfNothingDrawsNothing() {
    var surface = surface(5)
    #expect(surface.draw("abc", at: Point(x: 0, y: 0), style: .text, width: 0) == 0)
    #expect(surface.draw("abc", at: Point(x: 0, y: 0), style: .text, width: -3) == 0)
    #expect(surface.rows == [""])
  }

  @Test func aSurfaceWithoutCellsTakesAnything() {
    for size in [Size(width: 0, height: 0), Size(width: 0, height: 3), Size(width: 3, height: 0)] {
      var surface = Surface(size: size)
      surface.draw("abc", at: Point(x: 0, y: 0), style: .text)
      surface.fill(Rect(x: -1, y: -1, width: 9, height: 9), "x", style: .text)
      surface.drawFrame(Rect(x: 0, y: 0, width: 4, height: 4), title: "t", style: .border)
      surface.restyle(Rect(x: -1, y: -1, width: 9, height: 9)) { $0.on(.selection) }
      #expect(surface.cells.isEmpty)
    }
  }

  @Test func whatLiesOutsideReadsAsABlank() {
    let surface = surface(2)
    #expect(surface[-1, 0] == Cell())
    #expect(surface[2, 0] == Cell())
    #expect(surface[0, 1] == Cell())
  }

  @Test func textMayEndAtAColumn() {
    var surface = surface(8)
    let start = surface.draw("日本", endingAt: 7, y: 0, style: .text)
    #expect(start == 3)
    #expect(surface.rows == ["   日本"])
  }

  // MARK: Wide glyphs

  @Test func aWideGlyphTakesTwoCells() {
    var surface = surface(6)
    #expect(surface.draw("日a", at: Point(x: 0, y: 0), style: .text) == 3)
    #expect(surface[0, 0].glyph == "日")
    #expect(surface[1, 0].glyph == nil)
    #expect(surface[2, 0].glyph == "a")
  }

  @Test func aWideGlyphThatFitsByHalfIsABlank() {
    var surface = surface(3)
    surface.fill(surface.bounds, "x", style: .text)
    #expect(surface.draw("日本", at: Point(x: 0, y: 0), style: .text) == 3)
    #expect(surface.rows == ["日"])
    #expect(surface[2, 0].glyph == " ")
  }

  @Test func aWideGlyphHalfLeftOfTheEdgeIsABlank() {
    var surface = surface(4)
    surface.fill(surface.bounds, "x", style: .text)
    surface.draw("日本", at: Point(x: -1, y: 0), style: .text)
    #expect(surface.rows == [" 本x"])
  }

  @Test func overwritingTheFirstHalfOfAWideGlyphBlanksTheSecond() {
    var surface = surface(4)
    surface.draw("日本", at: Point(x: 0, y: 0), style: .text)
    surface.draw("a", at: Point(x: 2, y: 0), style: .text)
    #expect(surface.rows == ["日a"])
    #expect(surface[3, 0].glyph == " ")
  }

  @Test func overwritingTheSecondHalfOfAWideGlyphBlanksTheFirst() {
    var surface = surface(4)
    surface.draw("日本", at: Point(x: 0, y: 0), style: .text)
    surface.draw("a", at: Point(x: 1, y: 0), style: .text)
    #expect(surface.rows == [" a本"])
  }

  @Test func aWideGlyphAcrossTwoOthersBlanksWhatIsLeftOfBoth() {
    var surface = surface(4)
    surface.draw("日本", at: Point(x: 0, y: 0), style: .text)
    surface.draw("語", at: Point(x: 1, y: 0), style: .text)
    #expect(surface.rows == [" 語"])
    #expect(surface[3, 0].glyph == " ")
  }

  @Test func fillingPartOfAWideGlyphBlanksTheRest() {
    var surface = surface(4)
    surface.draw("日本", at: Point(x: 0, y: 0), style: .text)
    surface.fill(Rect(x: 1, y: 0, width: 2, height: 1), "-", style: .text)
    #expect(surface.rows == [" --"])
    #expect(surface[3, 0].glyph == " ")
  }

  // MARK: Text from outside

  @Test func controlCharactersAreVisible() {
    var surface = surface(40)
    surface.draw("a\u{1B}[31mb\u{7}\u{202E}c\td\ne", at: Point(x: 0, y: 0), style: .text)
    #expect(surface.rows == ["a^[[31mb^G<U+202E>c d e"])
  }

  @Test func noCellHoldsAControlCharacter() {
    var surface = surface(200)
    let all = (0...0x9F).compactMap(Unicode.Scalar.init).map { String(Character($0)) }.joined()
    surface.draw(all, at: Point(x: 0, y: 0), style: .text)
    surface.draw(all, at: Point(x: -180, y: 0), style: .text)
    for cell in surface.cells {
      guard let scalar = cell.glyph?.unicodeScalars.first else { continue }
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
    }
  }

  @Test func aMarkStandsOnItsLetter() {
    var surface = surface(4)
    #expect(surface.draw("e\u{301}x", at: Point(x: 0, y: 0), style: .text) == 2)
    #expect(surface[0, 0].glyph == "e\u{301}")
    #expect(surface[1, 0].glyph == "x")
  }

  @Test func aPictureOfManyScalarsTakesTheCellsOfItsFirst() {
    var surface = surface(6)
    surface.draw("👩‍💻x", at: Point(x: 0, y: 0), style: .text)
    #expect(surface[0, 0].glyph == "👩")
    #expect(surface[2, 0].glyph == "x")
  }

  // MARK: Fills, lines, frames

  @Test func aFillStaysInsideTheSurface() {
    var surface = surface(4, 3)
    surface.fill(Rect(x: -2, y: -1, width: 4, height: 3), "x", style: .dim)
    #expect(surface.rows == ["xx", "xx", ""])
    #expect(surface[1, 1].style == .dim)
    #expect(surface[2, 1].style == .text)
  }

  @Test func restylingLeavesTheGlyphs() {
    var surface = surface(4)
    surface.draw("abcd", at: Point(x: 0, y: 0), style: .accent)
    surface.restyle(Rect(x: 1, y: 0, width: 2, height: 1)) { $0.on(.selection) }
    #expect(surface.rows == ["abcd"])
    #expect(surface.cells.map(\.style.ground) == [.page, .selection, .selection, .page])
    #expect(surface.cells.allSatisfy { $0.style.ink == .accent })
  }

  @Test func aVerticalLineEndsBeforeItsEnd() {
    var surface = surface(3, 4)
    surface.drawVerticalLine(x: 1, from: 1, to: 3)
    surface.drawVerticalLine(x: 2, from: 3, to: 1)
    #expect(surface.rows == ["", " │", " │", ""])
  }

  @Test func aFrameClearsWhatIsInside() {
    var surface = surface(12, 4)
    surface.fill(surface.bounds, "x", style: .text)
    surface.drawFrame(
      Rect(x: 1, y: 0, width: 10, height: 3), title: "Find", style: Style(.border, on: .popup))
    #expect(surface.rows == ["x┌─ Find ─┐x", "x│        │x", "x└────────┘x", "xxxxxxxxxxxx"])
    #expect(surface[5, 1].style == Style(.text, on: .popup))
    #expect(surface[1, 1].style == Style(.border, on: .popup))
  }

  @Test func theTitleOfAFrameIsShortened() {
    var surface = surface(12, 2)
    surface.drawFrame(surface.bounds, title: "A long title", style: .border)
    #expect(surface.rows == ["┌─ A lon… ─┐", "└──────────┘"])
  }

  @Test(arguments: [Size(width: 1, height: 5), Size(width: 5, height: 1), Size(width: 0, height: 0)])
  func aFrameWithoutRoomIsNotDrawn(size: Size) {
    var surface = surface(6, 6)
    surface.drawFrame(Rect(size), title: "t", style: .border)
    #expect(surface.rows == ["", "", "", "", "", ""])
  }

  // MARK: Rectangles

  @Test func aRectangleIsNeverSmallerThanNothing() {
    #expect(Rect(x: 3, y: 3, width: -2, height: 4).isEmpty)
    #expect(
      Rect(x: 0, y: 0, width: 4, height: 4).inset(left: 3, right: 3) == Rect(x: 3, y: 0, width: 0, height: 4))
  }

  @Test func aSplitLosesNoCell() {
    let rect = Rect(x: 2, y: 3, width: 10, height: 6)
    for rows in [-1, 0, 2, 6, 9] {
      let (top, rest) = rect.splitTop(rows)
      #expect(top.height + rest.height == 6)
      #expect(top.bottom == rest.y)
      let (upper, bottom) = rect.splitBottom(rows)
      #expect(upper.height + bottom.height == 6)
      #expect(upper.bottom == bottom.y)
      let (left, right) = rect.splitLeft(rows)
      #expect(left.width + right.width == 10)
      #expect(left.right == right.x)
    }
  }

  @Test func aCentredRectangleIsCutToItsFrame() {
    let rect = Rect(x: 2, y: 2, width: 10, height: 4)
    #expect(rect.centered(Size(width: 4, height: 2)) == Rect(x: 5, y: 3, width: 4, height: 2))
    #expect(rect.centered(Size(width: 40, height: 20)) == rect)
  }

  @Test func aPointOnTheFarEdgeLiesOutside() {
    let rect = Rect(x: 1, y: 1, width: 2, height: 2)
    #expect(rect.contains(Point(x: 1, y: 1)))
    #expect(rect.contains(Point(x: 2, y: 2)))
    #expect(!rect.contains(Point(x: 3, y: 2)))
    #expect(!rect.contains(Point(x: 0, y: 1)))
  }
}
