/// A CommonMark text with GitHub's extensions (tables, strikethrough, task lists, bare links), as a tree of values.
package struct MarkdownDocument: Hashable, Sendable {
  package var blocks: [Block]

  package init(blocks: [Block]) {
    self.blocks = blocks
  }

  /// A block of the text.
  package indirect enum Block: Hashable, Sendable {
    /// `line` is the line of the source on which the heading stands, counted from 1.
    case heading(level: Int, [Inline], line: Int)
    case paragraph([Inline])
    case list(List)
    case quote([Block])
    case code(language: String, text: String)
    case table(Table)
    case rule
    /// HTML that stands alone; it is shown as it is written.
    case html(String)
  }

  /// A list, bulleted or numbered.
  package struct List: Hashable, Sendable {
    /// One point of a list.
    package struct Item: Hashable, Sendable {
      package var blocks: [Block]
      /// Whether a task is done; nil for a point that is no task.
      package var isDone: Bool?

      package init(blocks: [Block], isDone: Bool? = nil) {
        self.blocks = blocks
        self.isDone = isDone
      }
    }

    /// The number of the first point; nil for a bulleted list.
    package var firstNumber: Int?
    /// Whether the points stand without blank lines between them.
    package var isTight: Bool
    package var items: [Item]

    package init(firstNumber: Int?, isTight: Bool, items: [Item]) {
      self.firstNumber = firstNumber
      self.isTight = isTight
      self.items = items
    }
  }

  /// A table with one header row.
  package struct Table: Hashable, Sendable {
    package enum Alignment: Hashable, Sendable { case left, center, right }

    /// One alignment a column.
    package var alignments: [Alignment]
    package var header: [[Inline]]
    package var rows: [[[Inline]]]

    package init(alignments: [Alignment], header: [[Inline]], rows: [[[Inline]]]) {
      self.alignments = alignments
      self.header = header
      self.rows = rows
    }
  }

  /// A run of text inside a block.
  package indirect enum Inline: Hashable, Sendable {
    case text(String)
    case code(String)
    case emphasis([Inline])
    case strong([Inline])
    case strikethrough([Inline])
    case link(target: String, [Inline])
    /// A picture, of which a terminal shows the description.
    case image(target: String, [Inline])
    /// A line end of the source: a space when text is set anew.
    case softBreak
    /// A line end the writer asked for.
    case lineBreak
    case html(String)
  }
}

extension MarkdownDocument.Inline {
  /// The text without its marks.
  package var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let inlines), .strong(let inlines), .strikethrough(let inlines), .link(_, let inlines),
      .image(_, let inlines):
      inlines.map(\.plainText).joined()
    case .softBreak, .lineBreak: " "
    case .html: ""
    }
  }
}

extension MarkdownDocument {
  /// Every text of the document in reading order, without its marks, one line a block.
  package var plainText: String {
    blocks.map(MarkdownDocument.plainText(of:)).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The text of one block, without its marks.
  package static func plainText(of block: Block) -> String {
    switch block {
    case .heading(_, let inlines, _), .paragraph(let inlines): inlines.map(\.plainText).joined()
    case .list(let list):
      list.items.map { MarkdownDocument(blocks: $0.blocks).plainText }.joined(separator: "\n")
    case .quote(let blocks): MarkdownDocument(blocks: blocks).plainText
    case .code(_, let text): text
    case .table(let table):
      ([table.header] + table.rows)
        .map { $0.map { cell in cell.map(\.plainText).joined() }.joined(separator: " ") }
        .joined(separator: "\n")
    case .rule, .html: ""
    }
  }

  /// The targets of all links, in reading order, with the text that carries each.
  package var links: [(target: String, text: String)] {
    var found: [(String, String)] = []
    func walk(_ inlines: [Inline]) {
      for inline in inlines {
        switch inline {
        case .link(let target, let inner):
          found.append((target, inner.map(\.plainText).joined()))
        case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): walk(inner)
        default: break
        }
      }
    }
    func walk(_ block: Block) {
      switch block {
      case .heading(_, let inlines, _), .paragraph(let inlines): walk(inlines)
      case .list(let list): for item in list.items { item.blocks.forEach(walk) }
      case .quote(let blocks): blocks.forEach(walk)
      case .table(let table): for row in [table.header] + table.rows { row.forEach { walk($0) } }
      case .code, .rule, .html: break
      }
    }
    blocks.forEach(walk)
    return found
  }
}
