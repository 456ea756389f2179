import Markdown
import Testing

/// Texts in CommonMark with GitHub's extensions, as trees of values.
struct MarkdownDocumentTests {
  private func blocks(_ text: String) -> [MarkdownDocument.Block] { MarkdownDocument(parsing: text).blocks }

  /// The inlines of a text that is a single paragraph.
  private func inlines(_ text: String) -> [MarkdownDocument.Inline] {
    guard case .paragraph(let inlines) = blocks(text).first, blocks(text).count == 1 else {
      Issue.record("\(text.debugDescription) is no single paragraph")
      return []
    }
    return inlines
  }

  // MARK: Blocks

  @Test(arguments: ["", "\n", "   \n\n"])
  func anEmptyTextHasNoBlocks(_ text: String) {
    #expect(blocks(text).isEmpty)
  }

  @Test func headingsKnowTheirLevelAndLine() {
    let text = "# One\n\n## Two\ntext\n\nThree\n=====\n\n###### Six ######\n"
    #expect(
      blocks(text) == [
        .heading(level: 1, [.text("One")], line: 1), .heading(level: 2, [.text("Two")], line: 3),
        .paragraph([.text("text")]), .heading(level: 1, [.text("Three")], line: 6),
        .heading(level: 6, [.text("Six")], line: 9),
      ])
  }

  @Test func headingLinesAreThoseOfAnyLineEnd() {
    for lineEnd in ["\n", "\r\n", "\r"] {
      let text = ["", "a", "", "## B", "c", "## D"].joined(separator: lineEnd)
      let lines = blocks(text).compactMap { block -> Int? in
        if case .heading(_, _, let line) = block { line } else { nil }
      }
      #expect(lines == [4, 6], "\(lineEnd.debugDescription)")
    }
  }

  @Test func paragraphsArePartedByBlankLines() {
    #expect(
      blocks("one\ntwo\n\nthree") == [
        .paragraph([.text("one"), .softBreak, .text("two")]), .paragraph([.text("three")]),
      ])
  }

  @Test func aRuleStandsAlone() {
    #expect(blocks("a\n\n---\n\n***") == [.paragraph([.text("a")]), .rule, .rule])
  }

  @Test func aQuoteHoldsBlocks() {
    #expect(
      blocks("> a\n>\n> > b") == [.quote([.paragraph([.text("a")]), .quote([.paragraph([.text("b")])])])])
  }

  @Test func codeKeepsItsTextAndLanguage() {
    #expect(
      blocks("```swift run=1\nlet a = \"*b*\"\n\n```") == [
        .code(language: "swift", text: "let a = \"*b*\"\n\n")
      ])
    #expect(blocks("~~~\nx") == [.code(language: "", text: "x\n")])
    #expect(blocks("    indented\n") == [.code(language: "", text: "indented\n")])
  }

  @Test func htmlStaysAsItIsWritten() {
    #expect(blocks("<div>\n*a*\n</div>") == [.html("<div>\n*a*\n</div>\n")])
    #expect(inlines("a <b>c</b>") == [.text("a "), .html("<b>"), .text("c"), .html("</b>")])
  }

  // MARK: Lists

  @Test func aBulletedListHasNoNumber() {
    let list = MarkdownDocument.List(
      firstNumber: nil, isTight: true,
      items: [.init(blocks: [.paragraph([.text("a")])]), .init(blocks: [.paragraph([.text("b")])])])
    #expect(blocks("- a\n- b") == [.list(list)])
  }

  @Test func aNumberedListKnowsItsFirstNumber() {
    guard case .list(let list) = blocks("7. a\n8. b\n").first else {
      Issue.record("no list")
      return
    }
    #expect(list.firstNumber == 7)
    #expect(list.items.count == 2)
  }

  @Test func aListWithBlankLinesIsLoose() {
    guard case .list(let tight) = blocks("- a\n- b").first, case .list(let loose) = blocks("- a\n\n- b").first
    else {
      Issue.record("no list")
      return
    }
    #expect(tight.isTight)
    #expect(!loose.isTight)
  }

  @Test func listsNest() {
    guard case .list(let outer) = blocks("- a\n  1. b\n     - c\n- d").first,
      case .list(let middle) = outer.items.first?.blocks.last,
      case .list(let inner) = middle.items.first?.blocks.last
    else {
      Issue.record("the lists do not nest")
      return
    }
    #expect(outer.items.count == 2)
    #expect(middle.firstNumber == 1)
    #expect(inner.items == [.init(blocks: [.paragraph([.text("c")])])])
  }

  @Test func aTaskKnowsWhetherItIsDone() {
    guard case .list(let list) = blocks("- [ ] a\n- [x] b\n- [X] c\n- d\n- [y] e").first else {
      Issue.record("no list")
      return
    }
    #expect(list.items.map(\.isDone) == [false, true, true, nil, nil])
    #expect(list.items.first?.blocks == [.paragraph([.text("a")])])
  }

  // MARK: Tables

  @Test func aTableHasAlignmentsHeaderAndRows() {
    let text = "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | **2** | 3 | |\n| x \\| y | `z` | | w |\n"
    let table = MarkdownDocument.Table(
      alignments: [.left, .center, .right, .left],
      header: [[.text("a")], [.text("b")], [.text("c")], [.text("d")]],
      rows: [
        [[.text("1")], [.strong([.text("2")])], [.text("3")], []],
        [[.text("x | y")], [.code("z")], [], [.text("w")]],
      ])
    #expect(blocks(text) == [.table(table)])
  }

  @Test func aRowHasAsManyCellsAsTheTableHasColumns() {
    guard case .table(let table) = blocks("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n").first else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.map(\.count) == [2, 2])
  }

  @Test func aTableMayHaveNoRows() {
    guard case .table(let table) = blocks("| a |\n|---|\n").first else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.isEmpty)
    #expect(table.alignments == [.left])
  }

  // MARK: Inlines

  @Test(
    arguments: [
      ("*a*", [.emphasis([.text("a")])]), ("__a__", [.strong([.text("a")])]),
      ("~~a~~", [.strikethrough([.text("a")])]),
      ("`a *b*`", [.code("a *b*")]), ("***a***", [.emphasis([.strong([.text("a")])])]),
      ("[a *b*](c \"t\")", [.link(target: "c", [.text("a "), .emphasis([.text("b")])])]),
      ("[a](<b c>)", [.link(target: "b c", [.text("a")])]),
      ("![a](b.png)", [.image(target: "b.png", [.text("a")])]), ("![](b)", [.image(target: "b", [])]),
      ("<https://a.example/>", [.link(target: "https://a.example/", [.text("https://a.example/")])]),
      ("https://a.example/b", [.link(target: "https://a.example/b", [.text("https://a.example/b")])]),
      ("www.a.example", [.link(target: "http://www.a.example", [.text("www.a.example")])]),
      ("a\nb", [.text("a"), .softBreak, .text("b")]), ("a  \nb", [.text("a"), .lineBreak, .text("b")]),
      ("a\\\nb", [.text("a"), .lineBreak, .text("b")]),
      ("[a][b]\n\n[b]: c", [.link(target: "c", [.text("a")])]),
      ("[a](other#part)", [.link(target: "other#part", [.text("a")])]), ("[]()", [.link(target: "", [])]),
    ] as [(String, [MarkdownDocument.Inline])])
  func anInlineIsReadAsItsKind(_ text: String, _ wanted: [MarkdownDocument.Inline]) {
    #expect(inlines(text) == wanted)
  }

  @Test(arguments: [
    ("\\*a\\*", "*a*"), ("&amp; &eacute; &#128077;", "& é 👍"), ("a_b_c", "a_b_c"), ("5 * 3 * 2", "5 * 3 * 2"),
  ])
  func whatIsNoMarkupIsText(_ text: String, _ plain: String) {
    #expect(MarkdownDocument(parsing: text).plainText == plain)
  }

  // MARK: What is computed

  @Test func thePlainTextHasNoMarks() {
    let text = """
      # A *title*

      Some **bold** `code` [link](t) ![picture](p)<br>
      next ~~gone~~

      - one
      - two

      > quoted

      | h | i |
      |---|---|
      | 1 | 2 |

      ***

      ```
      x = 1
      ```
      """
    #expect(
      MarkdownDocument(parsing: text).plainText
        == "A title\nSome bold code link picture next gone\none\ntwo\nquoted\nh i\n1 2\nx = 1\n")
  }

  @Test func linksComeInTheOrderOfTheText() {
    let text = """
      # [a](1)

      *[b](2)* **[c](3)** ~~[d](4)~~ ![not](5)

      - [e *f*](6)

      > [g](7)

      | [h](8) |
      |---|
      | [i](9) |

          [not](10)
      """
    let links = MarkdownDocument(parsing: text).links
    #expect(links.map(\.target) == ["1", "2", "3", "4", "6", "7", "8", "9"])
    #expect(links.map(\.text) == ["a", "b", "c", "d", "e f", "g", "h", "i"])
  }
}
