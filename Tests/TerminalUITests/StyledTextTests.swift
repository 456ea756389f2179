import TerminalUI
import Testing
import TextWidth

struct StyledTextTests {
  private func texts(_ lines: [StyledLine]) -> [String] { lines.map(\.plainText) }

  @Test func textBreaksAtSpaces() {
    let lines = StyledLine.wrap([Span("the quick brown fox")], width: 9)
    #expect(texts(lines) == ["the quick", "brown fox"])
  }

  @Test func aRunKeepsItsLookAcrossABreak() {
    let spans = [Span("one "), Span("two three", .accent, link: 4), Span(" four")]
    let lines = StyledLine.wrap(spans, width: 8)
    #expect(texts(lines) == ["one two", "three", "four"])
    #expect(lines[0].spans == [Span("one "), Span("two", .accent, link: 4)])
    #expect(lines[1].spans == [Span("three", .accent, link: 4)])
    #expect(lines[2].spans == [Span("four")])
  }

  @Test func neighboursOfOneLookStayApartRuns() {
    let lines = StyledLine.wrap([Span("a", .accent, link: 0), Span("b", .accent, link: 1)], width: 9)
    #expect(lines[0].spans.map(\.link) == [0, 1])
  }

  @Test func theFirstLineHasABulletAndTheOthersAnIndent() {
    let lines = StyledLine.wrap([Span("one two three")], width: 8, first: [Span("• ", .dim)], hanging: 2)
    #expect(texts(lines) == ["• one", "  two", "  three"])
    #expect(lines.allSatisfy { $0.cells <= 8 })
  }

  @Test func aWordLongerThanALineIsCut() {
    let lines = StyledLine.wrap([Span("abcdefghij")], width: 4)
    #expect(texts(lines) == ["abcd", "efgh", "ij"])
  }

  @Test func aLongAddressIsCutAfterASign() {
    let lines = StyledLine.wrap([Span("learn.example.com/azure")], width: 14)
    #expect(texts(lines) == ["learn.example.", "com/azure"])
  }

  @Test func wideTextBreaksBetweenItsGlyphs() {
    let lines = StyledLine.wrap([Span("日本語の文章")], width: 5)
    #expect(texts(lines) == ["日本", "語の", "文章"])
  }

  @Test func noTextIsOneEmptyLine() {
    #expect(texts(StyledLine.wrap([], width: 9)) == [""])
    #expect(texts(StyledLine.wrap([Span("")], width: 9, first: [Span("• ")], hanging: 2)) == ["• "])
  }

  @Test func aWidthOfNothingStillEnds() {
    #expect(texts(StyledLine.wrap([Span("ab")], width: 0)) == ["a", "b"])
    #expect(texts(StyledLine.wrap([Span("ab")], width: 2, hanging: 5)) == ["a", "     b"])
  }

  @Test func controlCharactersAreVisible() {
    #expect(texts(StyledLine.wrap([Span("a\u{1B}b\nc")], width: 20)) == ["a^[b c"])
  }

  /// Whatever the text and the width: no line is too wide, and no letter is lost.
  @Test(arguments: 1...24)
  func wrappingLosesNothing(width: Int) {
    let text = "Größe der Antwort: 日本語 mixed-with https://example.org/a?b=c and a\u{301}ccents, naïve  twice."
    let lines = StyledLine.wrap([Span(text)], width: width)
    #expect(lines.allSatisfy { $0.cells <= max(2, width) })
    #expect(texts(lines).joined().filter { $0 != " " } == text.filter { $0 != " " })
  }

  // MARK: Drawing

  @Test func aLineIsDrawnRunByRun() {
    var surface = Surface(size: Size(width: 8, height: 1))
    let used = surface.draw(
      StyledLine([Span("ab", .dim), Span("cd", .accent)]), at: Point(x: 1, y: 0), width: 3)
    #expect(used == 3)
    #expect(surface.rows == [" abc"])
    #expect(surface[1, 0].style == .dim)
    #expect(surface[3, 0].style == .accent)
  }

  @Test func aLineHasTheCellsOfItsRuns() {
    #expect(StyledLine([Span("ab"), Span("日本")]).cells == 6)
    #expect(StyledLine("abc", .dim).plainText == "abc")
  }

  // MARK: Highlighting

  @Test func foundWordsAreMarked() {
    let line = StyledLine([Span("Search the "), Span("search index", Style(.link), link: 2)]).highlighting([
      "search"
    ])
    #expect(line.plainText == "Search the search index")
    #expect(line.spans.filter { $0.style.ink == .match }.map(\.text) == ["Search", "search"])
    #expect(line.spans.filter { $0.link == 2 }.map(\.text) == ["search", " index"])
  }

  @Test func aMatchInsideAWordIsNotMarked() {
    let line = StyledLine("research, re-search, 3search").highlighting(["search"])
    #expect(line.spans.filter { $0.style.ink == .match }.count == 1)
  }

  @Test func highlightingNothingChangesNothing() {
    let line = StyledLine([Span("abc"), Span("def", .dim)])
    #expect(line.highlighting([]) == line)
    #expect(line.highlighting(["", "abcdefghi"]) == line)
  }
}
