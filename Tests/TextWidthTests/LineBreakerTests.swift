import Testing
import TextWidth

/// Running text broken into lines.
struct LineBreakerTests {
  @Test(arguments: [
    ("one two three", 8, ["one two", "three"]),
    ("one two three", 7, ["one two", "three"]),
    ("one two three", 6, ["one", "two", "three"]),
    ("one two three", 13, ["one two three"]),
    ("one    two", 5, ["one", "two"]),
    ("a b c", 1, ["a", "b", "c"]),
    ("", 10, [""]),
  ])
  func linesEndAtSpaces(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(LineBreaker.lines(of: text, width: width) == lines)
  }

  @Test func aLineEndOfTheTextStays() {
    #expect(LineBreaker.lines(of: "one\n\ntwo three\n", width: 5) == ["one", "", "two", "three", ""])
  }

  @Test func spacesBeforeTheFirstWordStay() {
    #expect(LineBreaker.lines(of: "  one two", width: 5) == ["  one", "two"])
  }

  @Test func aLineOfSpacesOnlyKeepsThem() {
    #expect(LineBreaker.lines(of: "   ", width: 5) == ["   "])
  }

  @Test(arguments: [
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("ab abcdefgh", 4, ["ab", "abcd", "efgh"]),
    ("docs/reference-guide", 8, ["docs/", "referenc", "e-guide"]),
    ("azure/architecture/ai", 19, ["azure/architecture/", "ai"]),
    ("abcdefg-h", 8, ["abcdefg-", "h"]),
  ])
  func aLongWordIsCut(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(LineBreaker.lines(of: text, width: width) == lines)
  }

  @Test func wideSignsNeedNoSpaceBetweenThem() {
    #expect(LineBreaker.lines(of: "日本語の学校", width: 6) == ["日本語", "の学校"])
    #expect(LineBreaker.lines(of: "日本語の学校", width: 5) == ["日本", "語の", "学校"])
    #expect(LineBreaker.lines(of: "abc日本", width: 6) == ["abc日", "本"])
    #expect(LineBreaker.lines(of: "日本語 text", width: 8) == ["日本語", "text"])
  }

  @Test func marksStayOnTheLineOfTheirBase() {
    #expect(LineBreaker.lines(of: "e\u{301}e\u{301}e\u{301}", width: 2) == ["e\u{301}e\u{301}", "e\u{301}"])
  }

  @Test func noWidthIsTakenAsOne() {
    #expect(LineBreaker.lines(of: "ab", width: 0) == ["a", "b"])
    #expect(LineBreaker.lines(of: "ab", width: -7) == ["a", "b"])
  }

  @Test func aWideSignInASingleCellGetsALineOfItsOwn() {
    #expect(LineBreaker.lines(of: "日a", width: 1) == ["日", "a"])
  }

  /// Numbers that look random and are the same on every run.
  private struct Numbers {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func nothingIsLostButTheSpacesAtTheEndsOfLines(seed: UInt64) {
    let signs: [Character] = [
      " ", " ", " ", "a", "b", "c", "-", "/", "é", "e\u{301}", "日", "本", "👍", "👨‍👩‍👧", "\u{301}", "…", "ｱ", "🇩🇪",
    ]
    var numbers = Numbers(state: seed)
    for _ in 0..<1500 {
      // Only spaces and letters in some texts, so that long words and long gaps both come up.
      let choice = numbers.next(below: 3) == 0 ? 5 : signs.count
      let characters = Array(
        String((0..<numbers.next(below: 40)).map { _ in signs[numbers.next(below: choice)] }))
      let width = 2 + numbers.next(below: 12)
      let lines = LineBreaker.lines(of: characters, width: width)
      var place = 0
      var isSound = !lines.isEmpty
      for line in lines {
        guard place <= line.lowerBound, line.upperBound <= characters.count else {
          isSound = false
          break
        }
        isSound = isSound && characters[place..<line.lowerBound].allSatisfy { $0 == " " }
        isSound = isSound && line.reduce(0) { $0 + TextWidth.cells(of: characters[$1]) } <= width
        // Only the one line of an empty text is empty.
        isSound = isSound && (!line.isEmpty || characters.isEmpty)
        place = line.upperBound
      }
      isSound = isSound && characters[place...].allSatisfy { $0 == " " }
      if !isSound { Issue.record("\(String(characters).debugDescription) at \(width): \(lines)") }
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func noLineCouldHaveTakenTheNextWord(seed: UInt64) {
    var numbers = Numbers(state: seed)
    for _ in 0..<500 {
      let width = 8 + numbers.next(below: 20)
      let words = (0..<20).map { _ in String(repeating: "x", count: 1 + numbers.next(below: 8)) }
      let lines = LineBreaker.lines(of: words.joined(separator: " "), width: width)
      #expect(lines.joined(separator: " ") == words.joined(separator: " "))
      for (line, following) in zip(lines, lines.dropFirst()) {
        let word = following.prefix { $0 != " " }
        #expect(line.count + 1 + word.count > width, "\(lines) at \(width)")
      }
    }
  }
}
