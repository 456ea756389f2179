import Markdown
import Testing

/// Texts that nobody writes by hand.
///
/// Every text is Markdown, so there is no error to wait for: only no crash, no end of the stack, and nothing lost.
struct HostileMarkdownTests {
  /// The deepest nesting of blocks and inlines.
  private func depth(_ blocks: [MarkdownDocument.Block]) -> Int {
    blocks.map { block in
      switch block {
      case .heading(_, let inlines, _), .paragraph(let inlines): 1 + depth(inlines)
      case .list(let list): 1 + (list.items.map { depth($0.blocks) }.max() ?? 0)
      case .quote(let inner): 1 + depth(inner)
      case .code, .rule, .html: 1
      case .table(let table): 1 + (([table.header] + table.rows).joined().map { depth($0) }.max() ?? 0)
      }
    }.max() ?? 0
  }

  private func depth(_ inlines: [MarkdownDocument.Inline]) -> Int {
    inlines.map { inline in
      switch inline {
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner), .link(_, let inner),
        .image(_, let inner):
        1 + depth(inner)
      case .text, .code, .softBreak, .lineBreak, .html: 1
      }
    }.max() ?? 0
  }

  @Test(arguments: [39, 41, 1000, 5000])
  func quotesNestedDeepEndAsText(_ levels: Int) {
    let document = MarkdownDocument(parsing: String(repeating: "> ", count: levels) + "the end")
    #expect(document.plainText == "the end")
    #expect(depth(document.blocks) == min(levels, MarkdownDocument.depthLimit) + 2)
  }

  @Test(arguments: ["- ", "1. ", "* ", "> - "])
  func listsNestedDeepEndAsText(_ marker: String) {
    let document = MarkdownDocument(parsing: String(repeating: marker, count: 2000) + "the end")
    #expect(document.plainText == "the end")
    #expect(depth(document.blocks) <= MarkdownDocument.depthLimit + 2)
  }

  @Test func emphasisNestedDeepEndsAsText() {
    let document = MarkdownDocument(
      parsing: String(repeating: "*a **b ", count: 2000) + String(repeating: "c** d* ", count: 2000))
    #expect(depth(document.blocks) <= MarkdownDocument.depthLimit + 2)
    #expect(document.plainText.filter { $0 == "c" }.count == 2000)
  }

  @Test func linksNestedDeepEndAsText() {
    let document = MarkdownDocument(
      parsing: String(repeating: "![a", count: 1000) + "x" + String(repeating: "](b)", count: 1000))
    #expect(depth(document.blocks) <= MarkdownDocument.depthLimit + 2)
    #expect(document.plainText.filter { $0 == "x" }.count == 1)
  }

  @Test func aNULBecomesAReplacement() {
    #expect(MarkdownDocument(parsing: "a\0b").blocks == [.paragraph([.text("a\u{FFFD}b")])])
    #expect(MarkdownDocument(parsing: "```\n\0\n```").blocks == [.code(language: "", text: "\u{FFFD}\n")])
    #expect(MarkdownDocument(parsing: "[a](b\0c)").links.map(\.target) == ["b\u{FFFD}c"])
    #expect(MarkdownDocument(parsing: "&#0; \0").plainText == "\u{FFFD} \u{FFFD}")
  }

  @Test func controlCharactersStayForTheDrawingToShow() {
    #expect(MarkdownDocument(parsing: "a\u{1B}[31mb\u{7}").plainText == "a\u{1B}[31mb\u{7}")
  }

  @Test(arguments: [
    "`", "*", "_", "[", "![", "](", "<", "&", "\\", "|", "~", "#", ">", "- ", "\n", "\r", "\t", "[a](",
    "<!--", "a|b\n-|-\n", "www.",
    "http://", "*a_ ", "[x]: y\n", "`a``b```", "- [ ] ", "é", "👨‍👩‍👧", "\u{301}", "***a", "1. ", "\u{2028}",
  ])
  func aHundredThousandBytesOfOneSignAreRead(_ sign: String) {
    let text = String(repeating: sign, count: 100_000 / sign.utf8.count)
    let document = MarkdownDocument(parsing: text)
    #expect(depth(document.blocks) <= MarkdownDocument.depthLimit + 2)
  }

  @Test func aTextOfMegabytesLosesNothing() {
    let paragraph = "Some *words* and a [link](target) of a long text.\n\n"
    let document = MarkdownDocument(parsing: String(repeating: paragraph, count: 40_000))
    #expect(document.blocks.count == 40_000)
    #expect(document.links.count == 40_000)
    #expect(Set(document.blocks).count == 1)
  }

  @Test func aTableOfManyRowsIsWhole() {
    let document = MarkdownDocument(
      parsing: "| a | b |\n|---|---|\n" + String(repeating: "| 1 | 2 |\n", count: 20_000))
    guard case .table(let table) = document.blocks.first else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.count == 20_000)
  }

  /// The extensions' signs are known to one parser at a time; two of them must not take them from each other.
  @Test func textsParsedAtOnceAreReadAlike() async {
    let text = String(repeating: "~~a~~ www.a.example\n\n| b |\n|---|\n| ~~c~~ |\n\n- [x] d\n\n", count: 20)
    let wanted = MarkdownDocument(parsing: text)
    let equal = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 { group.addTask { MarkdownDocument(parsing: text) == wanted } }
      var count = 0
      for await isEqual in group where isEqual { count += 1 }
      return count
    }
    #expect(equal == 200)
    #expect(wanted.links.count == 20)
  }
}
