import Testing
import TextWidth

/// Texts cut to a number of cells.
struct ShortenTests {
  @Test func whatFitsStaysAsItIs() {
    #expect(TextWidth.shorten("exactly", to: 7) == "exactly")
    #expect(TextWidth.shorten("日本", to: 4) == "日本")
    #expect(TextWidth.shorten("", to: 0) == "")
  }

  @Test func theStartIsKept() {
    #expect(TextWidth.shorten("Azure AI Search", to: 9) == "Azure AI…")
    #expect(TextWidth.shorten("abc", to: 2) == "a…")
  }

  @Test func bothEndsAreKept() {
    #expect(TextWidth.shorten("baseline-foundry-chat", to: 11, keeping: .ends) == "basel…-chat")
    // Of an odd number of cells the start gets one more.
    #expect(TextWidth.shorten("abcdefghij", to: 6, keeping: .ends) == "abc…ij")
    #expect(TextWidth.shorten("abcdefghij", to: 2, keeping: .ends) == "a…")
  }

  @Test func aSingleCellHoldsTheEllipsis() {
    #expect(TextWidth.shorten("abc", to: 1) == "…")
    #expect(TextWidth.shorten("abc", to: 1, keeping: .ends) == "…")
    #expect(TextWidth.shorten("日", to: 1) == "…")
  }

  @Test func noCellHoldsNothing() {
    #expect(TextWidth.shorten("abc", to: 0) == "")
    #expect(TextWidth.shorten("abc", to: -3, keeping: .ends) == "")
  }

  @Test func aWideSignAtTheCutIsLeftOutWhole() {
    #expect(TextWidth.shorten("日本語", to: 5) == "日本…")
    #expect(TextWidth.shorten("日本語", to: 4) == "日…")
    #expect(TextWidth.shorten("日本語", to: 2) == "…")
    #expect(TextWidth.shorten("日本語の学校", to: 6, keeping: .ends) == "日…校")
  }

  @Test func marksStayWithTheirBase() {
    #expect(TextWidth.shorten("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
    #expect(TextWidth.prefix(of: "ab\u{301}c", cells: 2) == "ab\u{301}")
  }

  @Test func aPrefixNeverSplitsAWideSign() {
    #expect(TextWidth.prefix(of: "a日本", cells: 2) == "a")
    #expect(TextWidth.prefix(of: "a日本", cells: 3) == "a日")
    #expect(TextWidth.prefix(of: "abc", cells: 0) == "")
    #expect(TextWidth.prefix(of: "abc", cells: 9) == "abc")
  }

  @Test func aShortenedTextNeverExceedsItsCells() {
    let texts = [
      "Retrieval Augmented Generation", "日本語の学校へようこそ", "a日b本c語", "👨‍👩‍👧👍🏽🇩🇪❤️ mixed", "e\u{301}\u{302}x",
    ]
    for text in texts {
      for width in 0...TextWidth.cells(of: text) {
        for keeping in [TextWidth.Keeping.start, .ends] {
          let short = TextWidth.shorten(text, to: width, keeping: keeping)
          #expect(TextWidth.cells(of: short) <= width, "\(text) to \(width)")
          // A wide sign can leave a cell free on each side of the cut, and no more.
          #expect(TextWidth.cells(of: short) >= width - 2, "\(text) to \(width)")
          #expect((short == text) == (width == TextWidth.cells(of: text)), "\(text) to \(width)")
        }
      }
    }
  }
}
