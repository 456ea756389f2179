import Markdown
import TerminalUI
import TestSupport
import Testing
import TextWidth

/// Every widget in one picture, at the three sizes that screens are arranged for.
struct WidgetPictureTests {
  static let sizes = [Size(width: 60, height: 20), Size(width: 80, height: 24), Size(width: 120, height: 40)]

  @Test(arguments: sizes)
  func theWidgetsLookRight(size: Size) {
    Golden.expect(Self.composed(size), "widgets-\(size.width)x\(size.height)")
  }

  @Test func theWidgetsLookRightInASCII() {
    let text = Self.folded(Self.composed(Size(width: 80, height: 24)))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    Golden.expect(text: text, "widgets-80x24-ascii")
  }

  @Test(arguments: sizes)
  func popupsLookRight(size: Size) {
    Golden.expect(Self.popups(size), "popups-\(size.width)x\(size.height)")
  }

  @Test func popupsLookRightInASCII() {
    let text = Self.folded(Self.popups(Size(width: 80, height: 24)))
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    Golden.expect(text: text, "popups-80x24-ascii")
  }

  /// The rows as a terminal without UTF-8 shows them: a wide glyph leaves its second cell blank.
  private static func folded(_ surface: Surface) -> String {
    (0..<surface.size.height).map { y in
      var row = String((0..<surface.size.width).map { x in surface[x, y].glyph.map(ASCIIFold.cell) ?? " " })
      while row.last == " " { row.removeLast() }
      return row + "\n"
    }.joined()
  }

  // MARK: Pictures

  /// Tree, list and table above; document and editor below; bars around them.
  private static func composed(_ size: Size) -> Surface {
    var surface = Surface(size: size)
    let (top, belowTop) = surface.bounds.splitTop(1)
    let (middle, bottom) = belowTop.splitBottom(1)
    surface.fill(top, style: Style(.bar, on: .bar))
    surface.draw("Atelier", at: Point(x: 1, y: 0), style: Style(.strong, on: .bar))
    _ = surface.drawTabs(
      ["1 Catalog", "2 Playground", "3 Flows", "4 Evaluations", "5 Activity"], selected: 1,
      at: Point(x: 10, y: 0),
      width: size.width - 11, ground: .bar)
    let (upper, lower) = middle.splitTop(middle.height / 2)
    let (left, restOfUpper) = upper.splitLeft(size.width / 4)
    let (list, table) = restOfUpper.splitLeft(size.width / 3)
    surface.drawVerticalLine(x: left.right - 1, from: upper.y, to: upper.bottom)
    surface.drawVerticalLine(x: list.right - 1, from: upper.y, to: upper.bottom)
    drawTree(into: &surface, in: left.inset(right: 1))
    drawList(into: &surface, in: list.inset(right: 1))
    drawTable(into: &surface, in: table)

    let (rule, underRule) = lower.splitTop(1)
    surface.fill(rule, "─", style: .border)
    let (document, editor) = underRule.splitLeft(size.width * 3 / 5)
    surface.drawVerticalLine(x: document.right - 1, from: underRule.y, to: underRule.bottom)
    drawDocument(into: &surface, in: document.inset(left: 1, right: 2))
    drawEditor(into: &surface, in: editor.inset(left: 1, right: 1))
    surface.drawKeyBar(
      [
        KeyHint("Enter", "send"), KeyHint("Ctrl-N", "new"), KeyHint("Ctrl-O", "models"),
        KeyHint("Ctrl-T", "settings"),
        KeyHint("Ctrl-R", "regenerate"), KeyHint("Ctrl-C", "stop"), KeyHint("?", "help"),
      ], in: bottom)
    return surface
  }

  private static func drawTree(into surface: inout Surface, in area: Rect) {
    let roots = [
      TreeNode(id: "Everything"),
      TreeNode(id: "Services", children: [TreeNode(id: "Search"), TreeNode(id: "Speech")]),
      TreeNode(id: "Topics", children: [TreeNode(id: "RAG")]), TreeNode(id: "Models"),
    ]
    var tree = TreeState<String>(expanded: ["Services"])
    tree.select("Search", in: roots, height: area.height)
    let rows = tree.rows(of: roots)
    surface.drawList(tree.list, count: rows.count, in: area, isFocused: false) { index, _ in
      let row = rows[index]
      let sign = row.isExpanded.map { $0 ? "▾ " : "▸ " } ?? "  "
      return StyledLine([Span(String(repeating: "  ", count: row.depth) + sign, .dim), Span(row.id)])
    }
  }

  private static func drawList(into surface: inout Surface, in area: Rect) {
    let names = [
      "Azure AI Document Intelligence", "Azure AI Search", "日本語の形態素解析サービス", "naïve café", "a\u{1B}[31mred",
    ]
    var list = ListState()
    list.select(13, count: 40, height: area.height)
    surface.drawList(list, count: 40, in: area, isFocused: true) { index, width in
      let number = "\(index + 1) "
      let name = VisibleText.make(names[index % names.count])
      return StyledLine([
        Span(number, .dim), Span(TextWidth.shorten(name, to: width - number.count, keeping: .ends)),
      ])
    }
  }

  private static func drawTable(into surface: inout Surface, in area: Rect) {
    let table = Table(
      columns: [
        .init("model", minimum: 10, keepsEnds: true),
        .init("tok/s", alignment: .right, minimum: 5, priority: 1),
        .init("cost", alignment: .right, minimum: 7, priority: 2), .init("state", minimum: 8, priority: 3),
      ],
      rows: [
        [Span("azure/gpt-5.2-chat-latest"), Span("88"), Span("$0.0041"), Span("✓ done", Style(.success))],
        [Span("ollama/phi4-mini"), Span("41"), Span("$0.00"), Span("✗ failed", Style(.failure))],
        [Span("openai/日本語モデル"), Span("1041"), Span("$12.50"), Span("~ waits", Style(.warning))],
      ])
    surface.drawTable(table, state: ListState(selected: 1), in: area, isFocused: false)
    let barArea = Rect(x: area.x + 1, y: area.bottom - 2, width: max(4, area.width - 8), height: 1)
    surface.drawProgress(0.63, in: barArea)
    surface.draw(" 63 %", at: Point(x: barArea.right, y: barArea.y), style: .dim)
  }

  private static func drawDocument(into surface: inout Surface, in area: Rect) {
    let text = """
      ## Azure AI Search

      Full-text, **vector** and *hybrid* retrieval, used in [Baseline chat](baseline-chat).

      - [Learn](https://learn.microsoft.com), with `top: 5`
      - 日本語の文章は単語の間に空白がありません
      """
    let document = MarkdownLayout.layOut(MarkdownDocument(parsing: text), width: area.width)
    var state = DocumentState()
    _ = state.walkLinks(forward: true, in: document, height: area.height)
    surface.drawDocument(document, state: state, in: area, isFocused: true, highlighting: ["retrieval"])
  }

  private static func drawEditor(into surface: inout Surface, in area: Rect) {
    let editor = TextEditor("Summarise the contract in five bullets, with 日本語.\n\n  Keep the numbers.")
    editor.draw(into: &surface, in: area, isFocused: true, ground: .field)
  }

  /// A picker in the middle, a form below it, a toast.
  private static func popups(_ size: Size) -> Surface {
    var surface = composed(size)
    surface.cursor = nil
    let frame = Rect(x: 3, y: 1, width: size.width - 6, height: size.height / 2 - 1)
    surface.drawFrame(frame, title: "Find", style: Style(.border, on: .popup))
    var picker = Picker(items: [
      PickerItem(id: 1, title: "Search every word of the catalog", detail: "/"),
      PickerItem(id: 2, title: "Azure AI Search", detail: "service"),
      PickerItem(
        id: 3, title: "Back to the entry before", detail: "This is the first entry", keywords: "sea",
        isEnabled: false),
      PickerItem(id: 4, title: "日本語 semantic ranking", detail: "concept"),
      PickerItem(
        id: 5, title: "A search whose title is so long that it must give way to its detail",
        detail: "customer story"),
    ])
    for character in "sea" { _ = picker.handle(KeyPress(character)) }
    _ = picker.handle(KeyPress(.down))
    picker.draw(
      into: &surface, in: frame.inset(left: 1, top: 1, right: 1, bottom: 1), placeholder: "a command",
      nothing: "Nothing.")

    var form = Form(fields: [
      .init("Name", .text(TextEditor("ollama", isSingleLine: true))),
      .init("Kind", .choice(options: ["local", "azure"], selected: 0)), .init("Stream", .toggle(true)),
      .init("Address", .text(TextEditor(isSingleLine: true)), placeholder: "http://localhost:11434"),
    ])
    _ = form.handle(KeyPress(.tab))
    form.fields[0].problem = "There is a provider of this name already"
    let place = Rect(x: 3, y: size.height / 2 + 1, width: size.width - 6, height: form.height + 2)
    surface.drawFrame(place, title: "Add a provider", style: Style(.border, on: .popup))
    form.draw(into: &surface, in: place.inset(left: 2, top: 1, right: 2, bottom: 1))
    surface.drawToast(
      "Copied the page, 1,204 characters (OSC 52)", sign: "✓", ink: .success,
      above: Rect(x: 0, y: size.height - 1, width: size.width, height: 1))
    return surface
  }
}
