import Catalog
import Markdown

/// Cuts the text of a page into whole sentences that can be read on their own.
///
/// A list is joined to the words that announce it, a table to its first column; what remains a fragment is left out.
struct SentenceReader {
  /// A sentence before it has a place among all others.
  struct Draft: Hashable {
    var heading: String
    var paragraph: Int
    var text: String
  }

  private(set) var drafts: [Draft] = []
  private var heading = ""
  private var paragraph = 0
  /// Words that end in a colon and wait for the list they announce.
  private var announced: String?

  /// A joined list longer than this is no sentence any more.
  private static let longestList = 75

  /// Reads a page's Markdown.
  init(reading markdown: String) {
    for block in MarkdownDocument(parsing: markdown).blocks { read(block) }
    flush()
  }

  private mutating func read(_ block: MarkdownDocument.Block) {
    switch block {
    case .heading(_, let inlines, _):
      flush()
      heading = SentenceReader.plain(inlines)
    case .paragraph(let inlines):
      flush()
      paragraph += 1
      for sentence in SentenceReader.sentences(in: SentenceReader.plain(inlines)) {
        flush()
        if sentence.hasSuffix(":") { announced = sentence } else { add(sentence) }
      }
    case .list(let list): read(list)
    case .table(let table): read(table)
    case .quote(let blocks): for block in blocks { read(block) }
    case .code, .rule, .html: flush()
    }
  }

  private mutating func read(_ list: MarkdownDocument.List) {
    let items = list.items.map { SentenceReader.squeeze(MarkdownDocument(blocks: $0.blocks).plainText) }
    let parts = items.map(SentenceReader.sentences)
    if let intro = announced, parts.allSatisfy({ $0.count == 1 }) {
      let points = zip(items, list.items).map { text, item in
        SentenceReader.continuing(text.hasSuffix(".") ? String(text.dropLast()) : text, item)
      }
      let joined = intro + " " + SentenceReader.joined(points) + "."
      if joined.split(separator: " ").count <= SentenceReader.longestList {
        announced = nil
        add(joined)
        return
      }
    }
    flush()
    paragraph += 1
    for part in parts {
      // A label such as “Build.” stands for a heading and says nothing alone.
      for sentence in part where sentence.split(separator: " ").count > 2 { add(sentence) }
    }
  }

  /// A point as it goes on in a sentence: with a small letter, unless it begins with a name.
  private static func continuing(_ text: String, _ item: MarkdownDocument.List.Item) -> String {
    guard case .paragraph(let inlines)? = item.blocks.first, case .text? = inlines.first else { return text }
    guard let first = text.first, text.dropFirst().first?.isLowercase ?? false || text.hasPrefix("A ") else {
      return text
    }
    // “App Service integration” begins with a name of two words.
    let second = text.split(separator: " ").dropFirst().first
    guard !(second?.first?.isUppercase ?? false) || text.hasPrefix("A ") else { return text }
    return first.lowercased() + text.dropFirst()
  }

  private mutating func read(_ table: MarkdownDocument.Table) {
    guard let intro = announced else { return }
    let names = table.rows.compactMap { row -> String? in
      guard let first = row.first.map(SentenceReader.plain), !first.isEmpty else { return nil }
      let second = row.count == 2 ? SentenceReader.plain(row[1]) : ""
      return (1...3).contains(second.split(separator: " ").count) ? "\(first) (\(second))" : first
    }
    announced = nil
    if !names.isEmpty { add(intro + " " + SentenceReader.joined(names) + ".") }
  }

  /// Ends words that announced a list which did not follow.
  private mutating func flush() {
    if let intro = announced { add(intro.dropLast() + ".") }
    announced = nil
  }

  private mutating func add(_ text: String) {
    guard let end = text.last, ".!?)”\"".contains(end) else { return }
    drafts.append(Draft(heading: heading, paragraph: paragraph, text: text))
  }

  /// The sentences of a paragraph.
  static func sentences(in text: String) -> [String] {
    var found: [String] = []
    var current: [Substring] = []
    let words = text.split(separator: " ")
    for (index, word) in words.enumerated() {
      current.append(word)
      guard let end = word.last, ".!?".contains(end) || (end == ":" && index == words.count - 1) else {
        continue
      }
      if index + 1 < words.count {
        guard let next = words[index + 1].first,
          next.isUppercase || next.isNumber || "“\"(".contains(next)
            || words[index + 1].hasPrefix("scikit")
        else { continue }
        let bare = word.dropLast()
        if bare.contains(".") && bare.allSatisfy({ $0.isLetter || $0 == "." }) { continue }
        if bare.count == 1, bare.allSatisfy(\.isUppercase), bare != "R" { continue }
      }
      found.append(current.joined(separator: " "))
      current = []
    }
    if !current.isEmpty { found.append(current.joined(separator: " ")) }
    return found
  }

  /// Names joined as in running text: “a, b and c”.
  static func joined(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    if parts.contains(where: { $0.contains(",") || $0.split(separator: " ").count > 9 }) {
      return parts.joined(separator: "; ")
    }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func plain(_ inlines: [MarkdownDocument.Inline]) -> String {
    squeeze(inlines.map(\.plainText).joined())
  }

  private static func squeeze(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
