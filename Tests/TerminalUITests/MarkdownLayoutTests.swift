import Markdown
import TerminalUI
import TestSupport
import Testing

struct MarkdownLayoutTests {
  private func layOut(_ text: String, _ width: Int = 40) -> LaidOutDocument {
    MarkdownLayout.layOut(MarkdownDocument(parsing: text), width: width)
  }

  private func rows(_ text: String, _ width: Int = 40) -> [String] {
    layOut(text, width).lines.map { line in
      var text = line.plainText
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  @Test func aBlankLinePartsParagraphs() {
    #expect(rows("one\ntwo\n\nthree\n") == ["one two", "", "three"])
  }

  @Test func runningTextKeepsItsMeasure() {
    let text = String(repeating: "word ", count: 60)
    #expect(layOut(text, 200).lines.allSatisfy { $0.cells <= 88 })
    #expect(layOut(text, 200).lines.contains { $0.cells > 80 })
    #expect(layOut(text, 2).lines.allSatisfy { $0.cells <= 8 })
  }

  @Test func aHeadingIsFoundByItsText() {
    let document = layOut("# Top *one*\n\ntext\n\n## Second\n\nmore")
    #expect(document.headings == ["Top one": 0, "Second": 4])
    #expect(document.lines[0].spans[0].style == Style(.heading, on: .page, .underline))
    #expect(document.lines[4].spans[0].style == Style(.heading))
  }

  @Test func bulletsHang() {
    #expect(rows("- one two three\n- four", 10) == ["• one two", "  three", "• four"])
  }

  @Test func numbersAreAligned() {
    #expect(rows("9. nine\n10. ten") == ["9.  nine", "10. ten"])
  }

  @Test func listsNest() {
    #expect(rows("- a\n  - b\n    - c\n- d") == ["• a", "  • b", "    • c", "• d"])
    #expect(rows("- - a") == ["•", "  • a"])
  }

  @Test func aLooseListKeepsItsBlankLines() {
    #expect(rows("- a\n\n- b\n\n  more") == ["• a", "", "• b", "", "  more"])
  }

  @Test func tasksShowWhetherTheyAreDone() {
    #expect(rows("- [x] done\n- [ ] open") == ["☑ done", "☐ open"])
  }

  @Test(arguments: [
    ("- ```\n  code\n  ```", ["•", "    code"]), ("- > quote", ["•", "  │ quote"]),
    ("1. ```\n   code\n   ```", ["1.", "     code"]),
  ])
  func aPointThatStartsWithABlockKeepsItsBullet(text: String, expected: [String]) {
    #expect(rows(text) == expected)
  }

  @Test func codeIsIndentedAndKeepsItsSpaces() {
    let document = layOut("```swift\nlet a = 1\n\n  b\tc\n```")
    #expect(rows("```swift\nlet a = 1\n\n  b\tc\n```") == ["  let a = 1", "", "    b c"])
    #expect(document.lines[0].spans.last?.style == Style(.code))
  }

  @Test func longCodeGoesOnBelow() {
    #expect(rows("    abcdefghijklmnop", 12) == ["  abcdefghij", "  klmnop"])
  }

  @Test func codeFromOutsideIsVisible() {
    #expect(rows("```\na\u{1B}[31mb\n```") == ["  a^[[31mb"])
  }

  @Test func aQuoteHasALine() {
    #expect(rows("> one two\n> three\n>\n> - four", 12) == ["│ one two", "│ three", "│", "│ • four"])
    let line = layOut("> one").lines[0]
    #expect(line.spans.first?.style == .border)
    #expect(line.spans.last?.style == Style(.quote))
  }

  @Test func aRuleGoesAcross() {
    #expect(rows("a\n\n---\n\nb", 10) == ["a", "", "──────────", "", "b"])
  }

  @Test func aTableIsSetInColumns() {
    let text = "| Name | Size |\n|:--|--:|\n| phi | 3 |\n| gpt-5.2 | 1200 |"
    #expect(rows(text) == ["Name     Size", "─────────────", "phi         3", "gpt-5.2  1200"])
  }

  @Test func aWideTableWrapsItsWidestColumn() {
    let text = "| A | B |\n|--|--|\n| one | a long text with many words in it |"
    #expect(
      rows(text, 20) == [
        "A    B", "────────────────────", "one  a long text", "     with many words", "     in it",
      ])
  }

  @Test func aColumnInTheMiddleIsCentred() {
    #expect(rows("| abcde | x |\n|:-:|:-:|\n| 1 | 2 |") == ["abcde  x", "────────", "  1    2"])
  }

  @Test func aTableWithoutAllItsCellsIsDrawn() {
    #expect(rows("| A | B |\n|--|--|\n| one |") == ["A    B", "──────", "one"])
  }

  @Test func linksAreNumberedInReadingOrder() {
    let document = layOut(
      "[a](one) and\n\n| [b](two) | c |\n|--|--|\n| d | [e](three) |\n\n> [f](four)\n\n- [g](five)")
    #expect(document.links.map(\.target) == ["one", "two", "three", "four", "five"])
    for (number, link) in document.links.enumerated() {
      #expect(document.lines[link.line].spans.contains { $0.link == number })
    }
    #expect(document.links.map(\.line) == document.links.map(\.line).sorted())
  }

  @Test func aLinkOutIsMarked() {
    #expect(rows("[Learn](https://learn.microsoft.com) [here](ai-search)") == ["Learn ↗ here"])
  }

  @Test func marksOfTheTextBecomeLooks() {
    let spans = layOut("*a* **b** `c` ~~d~~ <br> ![e](f.png)").lines[0].spans
    func style(_ text: String) -> Style? { spans.first { $0.text == text }?.style }
    #expect(style("a") == Style(.text, on: .page, .italic))
    #expect(style("b") == Style(.strong, on: .page, .bold))
    #expect(style("c") == Style(.code))
    #expect(style("d") == Style(.dim))
    #expect(spans.map(\.text).joined() == "a b c ~d~ <br> [picture: e]")
  }

  @Test func aBreakTheWriterAskedForStays() {
    #expect(rows("one  \ntwo") == ["one", "two"])
    #expect(rows("- one\\\n  two") == ["• one", "  two"])
  }

  @Test func noTextIsNoLine() {
    #expect(layOut("").lines.isEmpty)
    #expect(layOut("\n\n").lines.isEmpty)
  }

  @Test(arguments: [13, 21, 34, 60])
  func everyLineFits(width: Int) {
    let text = """
      # A heading of quite a few words, 日本語 too

      Text with https://example.org/a/very/long/address and `code`.

      1. one *two* three
         > quoted **strong** words

      | A | B |
      |---|---|
      | some words | others |

      ```
      0123456789012345678901234567890123456789
      ```
      """
    #expect(layOut(text, width).lines.allSatisfy { $0.cells <= width })
  }

  static let sample = """
    # Retrieval

    Retrieval finds *passages* for a **question** and hands them to the model, which answers with [citations](citations).

    ## Steps

    1. Split the documents into chunks of `512` tokens.
    2. Embed them; see [Embeddings](embeddings).
       - keep the order
       - keep the titles

    > Measure before you tune.
    > A baseline is worth more than an idea.

    | Index | Recall | Cost |
    |:------|-------:|:----:|
    | keyword | 0.71 | low |
    | hybrid, with re-ranking of the first fifty | 0.92 | higher |

    ```yaml
    chunk:
      size: 512
    ```

    - [x] dataset
    - [ ] judge

    ---

    More on [Learn](https://learn.microsoft.com).
    """

  @Test(arguments: [40, 60, 88])
  func aPageLooksRight(width: Int) {
    let document = layOut(Self.sample, width)
    var surface = Surface(size: Size(width: width, height: document.lines.count))
    surface.drawDocument(document, state: DocumentState(), in: surface.bounds, isFocused: true)
    Golden.expect(surface, "markdown-\(width)")
  }
}
