import TerminalUI
import Testing

struct DocumentStateTests {
  /// A document of 40 lines with links on the lines 1, 10, 11 and 38.
  private let document: LaidOutDocument = {
    var document = LaidOutDocument(lines: (0..<40).map { StyledLine("line \($0)") })
    for (number, line) in [1, 10, 11, 38].enumerated() {
      document.links.append(.init(target: "entry-\(number)", line: line))
      document.lines[line] = StyledLine([Span("see "), Span("link \(number)", Style(.link), link: number)])
    }
    return document
  }()

  // MARK: Scrolling

  @Test(arguments: [
    (Movement.down, 1), (.pageDown, 8), (.bottom, 30), (.up, 0), (.pageUp, 0), (.top, 0),
  ])
  func aMoveScrolls(movement: Movement, offset: Int) {
    var state = DocumentState()
    #expect(state.move(movement, lineCount: 40, height: 10) == (offset != 0))
    #expect(state.offset == offset)
  }

  @Test func leftAndRightAreForOthers() {
    var state = DocumentState()
    #expect(state.move(.left, lineCount: 40, height: 10) == false)
    #expect(state.move(.right, lineCount: 40, height: 10) == false)
  }

  @Test func aPageKeepsTwoLinesInView() {
    var state = DocumentState()
    state.move(.bottom, lineCount: 40, height: 10)
    state.move(.pageUp, lineCount: 40, height: 10)
    #expect(state.offset == 22)
  }

  @Test func aDocumentThatFitsDoesNotScroll() {
    var state = DocumentState()
    #expect(state.move(.down, lineCount: 5, height: 10) == false)
    state.scroll(by: 3, lineCount: 5, height: 10)
    #expect(state.offset == 0)
  }

  @Test func theWheelStopsAtTheEnds() {
    var state = DocumentState()
    state.scroll(by: 900, lineCount: 40, height: 10)
    #expect(state.offset == 30)
    state.scroll(by: -900, lineCount: 40, height: 10)
    #expect(state.offset == 0)
  }

  @Test func aLineIsShownWithItsNeighbours() {
    var state = DocumentState()
    state.reveal(line: 20, lineCount: 40, height: 10)
    #expect(state.offset == 13)
    state.reveal(line: 14, lineCount: 40, height: 10)
    #expect(state.offset == 12)
    state.reveal(line: 16, lineCount: 40, height: 10)
    #expect(state.offset == 12)
    state.reveal(line: 39, lineCount: 40, height: 10)
    #expect(state.offset == 30)
    state.reveal(line: 5, lineCount: 40, height: 1)
    #expect(state.offset == 5)
  }

  // MARK: Walking links

  private func walk(_ state: inout DocumentState, forward: Bool) -> Int? {
    state.walkLinks(forward: forward, in: document, height: 10) ? state.selectedLink : nil
  }

  @Test func linksAreWalkedToTheEndAndThenLeft() {
    var state = DocumentState()
    var seen: [Int] = []
    while let link = walk(&state, forward: true) {
      seen.append(link)
      let line = document.links[link].line
      #expect((state.offset..<(state.offset + 10)).contains(line))
    }
    #expect(seen == [0, 1, 2, 3])
    #expect(state.selectedLink == nil)
  }

  @Test func linksAreWalkedBackwardsToo() {
    var state = DocumentState()
    state.move(.bottom, lineCount: 40, height: 10)
    var seen: [Int] = []
    while let link = walk(&state, forward: false) { seen.append(link) }
    #expect(seen == [3, 2, 1, 0])
    #expect(state.selectedLink == nil)
    #expect(state.offset == 0)
  }

  @Test func theFirstLinkWalkedIsOneInView() {
    var state = DocumentState()
    state.scroll(by: 5, lineCount: 40, height: 10)
    #expect(walk(&state, forward: true) == 1)
    var other = DocumentState()
    other.scroll(by: 5, lineCount: 40, height: 10)
    #expect(walk(&other, forward: false) == 2)
  }

  @Test func behindTheLastLinkThereIsNone() {
    var state = DocumentState()
    state.scroll(by: 39, lineCount: 80, height: 10)
    #expect(walk(&state, forward: true) == nil)
  }

  @Test func aDocumentWithoutLinksIsLeftAtOnce() {
    var state = DocumentState()
    let plain = LaidOutDocument(lines: [StyledLine("a")])
    #expect(state.walkLinks(forward: true, in: plain, height: 5) == false)
    #expect(state.walkLinks(forward: false, in: plain, height: 5) == false)
  }

  @Test func aLinkThatIsGoneIsLetGo() {
    var state = DocumentState()
    state.selectedLink = 9
    #expect(state.walkLinks(forward: true, in: document, height: 10) == false)
    #expect(state.selectedLink == nil)
  }

  // MARK: Putting together

  @Test func anAppendedDocumentKeepsItsLinksAndHeadings() {
    var whole = LaidOutDocument(
      lines: [StyledLine([Span("a", .text, link: 0)])], links: [.init(target: "a", line: 0)])
    whole.headings["Facts"] = 0
    var other = LaidOutDocument(
      lines: [StyledLine("x"), StyledLine([Span("b", .text, link: 0)])], links: [.init(target: "b", line: 1)])
    other.headings = ["Facts": 0, "More": 1]
    whole.append(other)
    #expect(whole.links == [.init(target: "a", line: 0), .init(target: "b", line: 2)])
    #expect(whole.lines[2].spans[0].link == 1)
    #expect(whole.headings == ["Facts": 0, "More": 2])
  }

  @Test func aLinkKnowsTheLineItStartsOn() {
    var document = LaidOutDocument()
    document.append(
      [
        (Span("some words and "), nil), (Span("a long link", Style(.link)), "x"), (Span(", "), nil),
        (Span("end", Style(.link)), "y"),
      ],
      width: 18)
    #expect(document.lines.map(\.plainText) == ["some words and a", "long link, end"])
    #expect(document.links == [.init(target: "x", line: 0), .init(target: "y", line: 1)])
    #expect(document.lines[1].spans.first?.link == 0)
  }

  // MARK: Drawing

  @Test func theSelectedLinkIsFilledWhereTheFocusIs() {
    var state = DocumentState()
    _ = walk(&state, forward: true)
    for isFocused in [true, false] {
      var surface = Surface(size: Size(width: 20, height: 5))
      surface.drawDocument(document, state: state, in: surface.bounds, isFocused: isFocused)
      #expect(surface.rows == ["line 0", "see link 0", "line 2", "line 3", "line 4"])
      #expect(surface[4, 1].style.ground == (isFocused ? .selection : .page))
      #expect(surface[0, 1].style.ground == .page)
    }
  }

  @Test func onlyWhatIsInViewIsDrawn() {
    var state = DocumentState()
    state.move(.bottom, lineCount: 40, height: 3)
    var surface = Surface(size: Size(width: 8, height: 5))
    surface.drawDocument(document, state: state, in: Rect(x: 1, y: 1, width: 6, height: 3), isFocused: false)
    #expect(surface.rows == ["", " line 3", " see li", " line 3", ""])
  }

  @Test func wordsOfASearchAreMarked() {
    var surface = Surface(size: Size(width: 20, height: 2))
    surface.drawDocument(
      document, state: DocumentState(), in: surface.bounds, isFocused: false, highlighting: ["link"])
    #expect((4..<8).allSatisfy { surface[$0, 1].style.ink == .match })
    #expect(surface[9, 1].style.ink == .link)
  }
}
