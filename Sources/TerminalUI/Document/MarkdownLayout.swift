import Markdown
import TextWidth

/// Sets a Markdown text to a width.
package struct MarkdownLayout {
  /// The most columns of running text; a longer measure is hard to read.
  package static let measure = 88

  /// The columns for what is not running text: code and tables use what there is.
  private let width: Int
  /// The columns of running text.
  private var textWidth: Int { min(width, MarkdownLayout.measure) }
  private var output = LaidOutDocument()
  /// Draws code blocks that are more than code.
  private let draw: (_ language: String, _ code: String, _ width: Int) -> [StyledLine]?

  /// Lays out a document.
  ///
  /// Links keep their targets, so that a viewer can walk and open them.
  ///
  /// - Parameter draw: draws a code block of a language in a way of its own, in at most so many columns; nil for one
  ///   that is set as code.
  package static func layOut(
    _ document: MarkdownDocument, width: Int,
    draw: @escaping (_ language: String, _ code: String, _ width: Int) -> [StyledLine]? = { _, _, _ in nil }
  ) -> LaidOutDocument {
    var layout = MarkdownLayout(width: max(8, width), draw: draw)
    layout.add(document.blocks, indent: 0, isTight: false)
    while layout.output.lines.last?.spans.isEmpty == true { layout.output.lines.removeLast() }
    return layout.output
  }

  private init(
    width: Int, draw: @escaping (_ language: String, _ code: String, _ width: Int) -> [StyledLine]?
  ) {
    self.width = width
    self.draw = draw
  }

  // MARK: Blocks

  private mutating func add(
    _ blocks: [MarkdownDocument.Block], indent: Int, isTight: Bool, marker: [Span] = []
  ) {
    var marker = marker
    for (index, block) in blocks.enumerated() {
      if index > 0, !isTight || !isParagraphOrList(block) { blank() }
      add(block, indent: indent, marker: marker)
      marker = []
    }
  }

  private func isParagraphOrList(_ block: MarkdownDocument.Block) -> Bool {
    switch block {
    case .paragraph, .list: true
    default: false
    }
  }

  private mutating func blank() {
    if output.lines.last?.spans.isEmpty == false { output.lines.append(StyledLine()) }
  }

  private mutating func add(_ block: MarkdownDocument.Block, indent: Int, marker: [Span]) {
    // What is no running text stands below its bullet.
    switch block {
    case .heading, .paragraph: break
    default: if !marker.isEmpty { output.lines.append(StyledLine(marker)) }
    }
    switch block {
    case .heading(let level, let inlines, _):
      output.headings[inlines.map(\.plainText).joined()] = output.lines.count
      var style = Style(.heading)
      if level == 1 { style.attributes = [.underline] }
      running(inlines, style: style, indent: indent, marker: marker)
    case .paragraph(let inlines):
      running(inlines, style: .text, indent: indent, marker: marker)
    case .list(let list):
      add(list, indent: indent)
    case .quote(let blocks):
      addQuote(blocks, indent: indent)
    case .code(let language, let text):
      guard let lines = draw(language, text, width - indent) else {
        addCode(text, indent: indent)
        break
      }
      let margin = Span(String(repeating: " ", count: indent))
      output.lines += lines.map { StyledLine([margin] + $0.spans) }
    case .table(let table):
      add(table, indent: indent)
    case .rule:
      output.lines.append(
        StyledLine([
          Span(String(repeating: " ", count: indent)),
          Span(String(repeating: "─", count: max(3, textWidth - indent)), .border),
        ]))
    case .html(let text):
      addCode(text, indent: indent)
    }
  }

  private mutating func add(_ list: MarkdownDocument.List, indent: Int) {
    let last = (list.firstNumber ?? 0) + list.items.count - 1
    let markerWidth = list.firstNumber == nil ? 2 : String(last).count + 2
    for (index, item) in list.items.enumerated() {
      if index > 0, !list.isTight { blank() }
      var text = list.firstNumber.map { "\($0 + index)." } ?? "•"
      if let isDone = item.isDone { text = isDone ? "☑" : "☐" }
      let padding = String(repeating: " ", count: max(1, markerWidth - TextWidth.cells(of: text)))
      let marker = [Span(String(repeating: " ", count: indent)), Span(text, .dim), Span(padding)]
      if item.blocks.isEmpty { output.lines.append(StyledLine(marker)) }
      add(
        item.blocks, indent: indent + max(markerWidth, TextWidth.cells(of: text) + 1), isTight: list.isTight,
        marker: marker)
    }
  }

  private mutating func addQuote(_ blocks: [MarkdownDocument.Block], indent: Int) {
    let start = output.lines.count
    var inner = MarkdownLayout(width: max(8, width - indent - 2), draw: draw)
    inner.add(blocks, indent: 0, isTight: false)
    output.append(inner.output)
    for index in start..<output.lines.count {
      let spans = output.lines[index].spans.map { span in
        span.style.ink == .text
          ? Span(span.text, Style(.quote, on: span.style.ground, span.style.attributes), link: span.link)
          : span
      }
      output.lines[index].spans = [Span(String(repeating: " ", count: indent) + "│ ", .border)] + spans
    }
  }

  private mutating func addCode(_ text: String, indent: Int) {
    let visible = VisibleText.make(text, .block)
    var lines = visible.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    // Code is never wrapped at words, but what does not fit goes on below: a viewer of text has no sideways scroll.
    let room = max(8, width - indent - 2)
    let margin = Span(String(repeating: " ", count: indent + 2))
    for line in lines {
      for piece in TextWidth.pieces(of: line, cells: room) {
        output.lines.append(StyledLine([margin, Span(piece, Style(.code))]))
      }
    }
  }

  // MARK: Tables

  private mutating func add(_ table: MarkdownDocument.Table, indent: Int) {
    let rows = [table.header] + table.rows
    let columns = max(table.alignments.count, rows.map(\.count).max() ?? 0)
    guard columns > 0 else { return }
    var widths = (0..<columns).map { column in
      rows.map { row in
        column < row.count ? TextWidth.cells(of: VisibleText.make(row[column].map(\.plainText).joined())) : 0
      }.max() ?? 0
    }
    let room = width - indent - (columns - 1) * 2
    while widths.reduce(0, +) > room, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 4
    {
      widths[widest] -= 1
    }
    for (number, row) in rows.enumerated() {
      addRow(row, isHeader: number == 0, widths: widths, alignments: table.alignments, indent: indent)
      if number == 0 {
        let line = widths.map { String(repeating: "─", count: $0) }.joined(separator: "──")
        output.lines.append(StyledLine([Span(String(repeating: " ", count: indent)), Span(line, .border)]))
      }
    }
  }

  private mutating func addRow(
    _ row: [[MarkdownDocument.Inline]], isHeader: Bool, widths: [Int],
    alignments: [MarkdownDocument.Table.Alignment],
    indent: Int
  ) {
    let linkBase = output.links.count
    var targets: [String] = []
    let cells: [[StyledLine]] = widths.indices.map { column in
      guard column < row.count else { return [StyledLine()] }
      var spans: [Span] = []
      for (span, target) in MarkdownLayout.spans(of: row[column], style: isHeader ? .strong : .text) {
        var span = span
        if let target {
          span.link = linkBase + targets.count
          targets.append(target)
        }
        spans.append(span)
      }
      return StyledLine.wrap(spans, width: max(1, widths[column]))
    }
    let start = output.lines.count
    for line in 0..<(cells.map(\.count).max() ?? 0) {
      var spans = [Span(String(repeating: " ", count: indent))]
      for (column, cell) in cells.enumerated() {
        let content = line < cell.count ? cell[line] : StyledLine()
        let free = max(0, widths[column] - content.cells)
        let alignment = column < alignments.count ? alignments[column] : .left
        let left = alignment == .right ? free : alignment == .center ? free / 2 : 0
        spans.append(Span(String(repeating: " ", count: left)))
        spans += content.spans
        spans.append(Span(String(repeating: " ", count: free - left + (column + 1 < cells.count ? 2 : 0))))
      }
      output.lines.append(StyledLine(spans))
    }
    for (number, target) in targets.enumerated() {
      let offset =
        output.lines[start...].firstIndex { $0.spans.contains { $0.link == linkBase + number } } ?? start
      output.links.append(LaidOutDocument.Link(target: target, line: offset))
    }
  }

  // MARK: Running text

  private mutating func running(
    _ inlines: [MarkdownDocument.Inline], style: Style, indent: Int, marker: [Span]
  ) {
    let first = marker.isEmpty && indent > 0 ? [Span(String(repeating: " ", count: indent))] : marker
    // A line break the writer asked for starts a new paragraph of the same block.
    var parts: [[MarkdownDocument.Inline]] = [[]]
    for inline in inlines {
      if inline == .lineBreak { parts.append([]) } else { parts[parts.count - 1].append(inline) }
    }
    for (index, part) in parts.enumerated() {
      output.append(
        MarkdownLayout.spans(of: part, style: style), width: textWidth,
        first: index == 0 ? first : [Span(String(repeating: " ", count: indent))], hanging: indent)
    }
  }

  /// The runs of inline text, each with the target of the link it belongs to.
  private static func spans(
    of inlines: [MarkdownDocument.Inline], style: Style
  ) -> [(span: Span, target: String?)] {
    var result: [(span: Span, target: String?)] = []
    for inline in inlines {
      switch inline {
      case .text(let text): result.append((Span(text, style), nil))
      case .softBreak, .lineBreak: result.append((Span(" ", style), nil))
      case .code(let text): result.append((Span(text, Style(.code, on: style.ground)), nil))
      case .html(let text): result.append((Span(text, .dim), nil))
      case .emphasis(let inner): result += spans(of: inner, style: adding(.italic, to: style))
      case .strong(let inner):
        var strong = adding(.bold, to: style)
        if strong.ink == .text { strong.ink = .strong }
        result += spans(of: inner, style: strong)
      case .strikethrough(let inner):
        result.append((Span("~", .dim), nil))
        result += spans(of: inner, style: Style(.dim, on: style.ground))
        result.append((Span("~", .dim), nil))
      case .link(let target, let inner):
        // One run a link, so that it is walked once; marks inside the text of a link are rare and not missed.
        let text = inner.map(\.plainText).joined()
        result.append(
          (Span(text + (target.contains("://") ? " ↗" : ""), Style(.link, on: style.ground)), target))
      case .image(let target, let inner):
        let text = inner.map(\.plainText).joined()
        result.append((Span("[picture: \(text.isEmpty ? target : text)]", .dim), nil))
      }
    }
    return result
  }

  private static func adding(_ attribute: TextAttributes, to style: Style) -> Style {
    Style(style.ink, on: style.ground, style.attributes.union(attribute))
  }
}
