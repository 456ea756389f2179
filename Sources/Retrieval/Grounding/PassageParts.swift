import Catalog
import Markdown

/// The text of an entry in parts that can be given alone: paragraphs, points with what announces them, rows, models.
struct PassageParts {
  struct Part: Hashable {
    /// The address of the entry.
    var address: String
    /// The heading above it; empty at the beginning.
    var heading: String
    var text: String
  }

  private(set) var all: [Part] = []
  private let address: String
  private var heading = ""
  /// Words that end in a colon and announce what follows.
  private var announcement = ""

  /// A list up to this length goes with its announcement as one part.
  private static let longestList = 120

  /// Reads an entry's text: of a page with sections, what is not theirs.
  init(of entry: CatalogEntry, in library: CatalogLibrary) {
    address = entry.id
    let sections = Set(entry.sections.map(library.title))
    var isOfSection = false
    for block in MarkdownDocument(parsing: entry.body).blocks {
      if case .heading(_, let inlines, _) = block {
        flush()
        heading = PassageParts.plain(inlines)
        isOfSection = sections.contains(heading)
      } else if !isOfSection {
        read(block)
      }
    }
    flush()
    for model in entry.models { add(PassageParts.line(for: model)) }
    for item in entry.checklist?.items ?? [] { add("\(item.ask) \(item.why) \(item.how)") }
  }

  private mutating func read(_ block: MarkdownDocument.Block) {
    switch block {
    case .heading(_, let inlines, _):
      flush()
      heading = PassageParts.plain(inlines)
    case .paragraph(let inlines):
      flush()
      let text = PassageParts.plain(inlines)
      if text.hasSuffix(":") { announcement = text } else { add(text) }
    case .list(let list):
      let points = list.items.map { PassageParts.squeeze(MarkdownDocument(blocks: $0.blocks).plainText) }
      let whole = ([announcement] + points.map { "- " + $0 }).filter { !$0.isEmpty }.joined(separator: "\n")
      if TokenCount.of(whole) <= Self.longestList {
        add(whole)
      } else {
        let before = announcement.isEmpty ? "" : announcement + " "
        for point in points { add(before + point) }
      }
      announcement = ""
    case .table(let table):
      let header = table.header.map(PassageParts.plain)
      for row in table.rows {
        let cells = zip(header, row.map(PassageParts.plain)).filter { !$0.1.isEmpty }
        add(cells.map { $0.0.isEmpty ? $0.1 : "\($0.0): \($0.1)" }.joined(separator: "; "))
      }
      announcement = ""
    case .quote(let blocks): for block in blocks { read(block) }
    case .code(_, let text):
      flush()
      add(text)
    case .rule, .html: flush()
    }
  }

  private mutating func flush() {
    if !announcement.isEmpty { add(announcement) }
    announcement = ""
  }

  private mutating func add(_ text: String) {
    guard !text.isEmpty else { return }
    all.append(Part(address: address, heading: heading, text: text))
  }

  /// What the catalog knows of a model, as one line.
  private static func line(for model: ModelCard) -> String {
    var facts: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { facts.append("\(name) \(value)") }
    }
    add("parameters", model.parameters)
    add("context window", model.contextTokens.map { "\($0) tokens" })
    add("input up to", model.maxInputTokens.map { "\($0) tokens" })
    add("output up to", model.maxOutputTokens.map { "\($0) tokens" })
    add("takes", model.input.joined(separator: ", "))
    add("gives", model.output.joined(separator: ", "))
    add("can do", model.capabilities.joined(separator: ", "))
    add("price", model.priceText)
    add("licence", model.licence)
    add("released", Composer.day(model.released))
    add("retires", Composer.day(model.retires))
    add("state", model.state)
    add("note:", model.note)
    return "Model \(model.title) (\(model.name)): " + facts.joined(separator: "; ") + "."
  }

  private static func plain(_ inlines: [MarkdownDocument.Inline]) -> String {
    squeeze(inlines.map(\.plainText).joined())
  }

  private static func squeeze(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
