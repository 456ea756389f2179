import Markdown
import TerminalUI
import Testing
import TextWidth

@testable import Workbench

/// A text that comes in pieces looks as it does when it comes at once.
struct GrowingLayoutTests {
  private static let texts = [
    "One line.", "One.\n\nTwo *words*.\n\n# Three\n\nFour.\n", "- a\n- b\n\n  more of b\n- c\n\nEnd.",
    "Before\n\n```swift\nlet a = 1\n\n\nlet b = 2\n```\n\nAfter\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter",
    "1. a\n2. b\n\n   > quoted\n\nplain\n\n> quote\n\nlast", "a\r\n\r\nb\r\n\r\nc", "",
    "Größe 日本\n\n👍🏽 fine\n\nend",
  ]

  private func whole(_ text: String, _ width: Int) -> [StyledLine] {
    MarkdownLayout.layOut(
      MarkdownDocument(parsing: VisibleText.make(text, .block)), width: width, draw: DiagramBlock.draw
    ).lines
  }

  @Test(arguments: texts, [12, 40])
  func aTextThatComesInPiecesLooksAsWhenItComesAtOnce(_ text: String, _ width: Int) {
    var layout = GrowingLayout()
    for count in 0...text.count {
      let part = String(text.prefix(count))
      let lines = layout.document(part, isStreaming: true, width: width).lines
      #expect(lines == whole(part, width), "\(part)")
    }
    #expect(layout.document(text, isStreaming: false, width: width).lines == whole(text, width))
  }

  @Test func anotherWidthAndAnEndingLayItOutAnew() {
    let text = "One *two*.\n\n[a]\n\nThree [a] and more words than fit."
    var layout = GrowingLayout()
    _ = layout.document(text, isStreaming: true, width: 40)
    #expect(layout.document(text, isStreaming: true, width: 12).lines == whole(text, 12))
    // What a reference means may be told at the end.
    let ended = text + "\n\n[a]: https://example.org"
    _ = layout.document(ended, isStreaming: true, width: 12)
    #expect(layout.document(ended, isStreaming: false, width: 12).lines == whole(ended, 12))
  }

  @Test func whatIsClosedIsNotLaidOutAgain() {
    var layout = GrowingLayout()
    _ = layout.document("One.\n\nTwo.\n\nThr", isStreaming: true, width: 40)
    // Another text of the same length would be seen as far as it were laid out again: the last two paragraphs, as the
    // third may still have become a part of the second.
    let lines = layout.document("ONE.\n\nTWO.\n\nThree.", isStreaming: true, width: 40).lines
    #expect(lines.map(\.plainText) == ["One.", "", "TWO.", "", "Three."])
  }
}
