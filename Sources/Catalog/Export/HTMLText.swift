import Markdown

/// Makes HTML of Markdown: everything is escaped, and nothing of the text becomes a script, a style or a picture.
struct HTMLText {
  /// Where a link of the text leads; nil for what must stay text.
  var lead: (String) -> String?
  /// The mark of a heading, by its text; it is used once.
  var marks: [String: String] = [:]
  /// The level that a heading of the text's first level gets.
  private static let topLevel = 2

  /// A text in which no sign means anything to HTML.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      // HTML allows no control characters, and those that turn the direction of text would hide what it says.
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): result += "\u{FFFD}"
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A link, or the bare text where the address must not be one.
  static func link(_ html: String, to address: String, class name: String? = nil) -> String {
    let isOutside = WebAddress.isSafe(address)
    let rel = isOutside ? " rel=\"noopener noreferrer\"" : ""
    let mark = name.map { " class=\"\($0)\"" } ?? ""
    return "<a\(mark)\(rel) href=\"\(escaped(address))\">\(html)</a>"
  }

  mutating func html(of markdown: String) -> String {
    html(of: MarkdownDocument(parsing: markdown).blocks)
  }

  private mutating func html(of blocks: [MarkdownDocument.Block]) -> String {
    blocks.map { html(of: $0) }.joined(separator: "\n")
  }

  private mutating func html(of block: MarkdownDocument.Block) -> String {
    switch block {
    case .heading(let level, let inlines, _):
      let text = inlines.map(\.plainText).joined()
      let mark = marks.removeValue(forKey: text).map { " id=\"\(HTMLText.escaped($0))\"" } ?? ""
      let shown = min(max(level, HTMLText.topLevel), 6)
      return "<h\(shown)\(mark)>\(html(of: inlines))</h\(shown)>"
    case .paragraph(let inlines): return "<p>\(html(of: inlines))</p>"
    case .list(let list): return html(of: list)
    case .quote(let blocks): return "<blockquote>\n\(html(of: blocks))\n</blockquote>"
    case .code(_, let text): return "<pre><code>\(HTMLText.escaped(text))</code></pre>"
    case .table(let table): return html(of: table)
    case .rule: return "<hr>"
    case .html(let text): return "<pre><code>\(HTMLText.escaped(text))</code></pre>"
    }
  }

  private mutating func html(of list: MarkdownDocument.List) -> String {
    var items: [String] = []
    for item in list.items {
      let sign = item.isDone.map { $0 ? "☑ " : "☐ " } ?? ""
      // Within a tight list the points are lines, not paragraphs.
      var parts: [String] = []
      for (index, block) in item.blocks.enumerated() {
        if case .paragraph(let inlines) = block, list.isTight {
          parts.append((index == 0 ? sign : "") + html(of: inlines))
        } else {
          parts.append((index == 0 ? sign : "") + html(of: block))
        }
      }
      items.append("<li>\(parts.joined(separator: "\n"))</li>")
    }
    let text = items.joined(separator: "\n")
    guard let first = list.firstNumber else { return "<ul>\n\(text)\n</ul>" }
    return "<ol\(first == 1 ? "" : " start=\"\(first)\"")>\n\(text)\n</ol>"
  }

  private func html(of table: MarkdownDocument.Table) -> String {
    func row(_ cells: [[MarkdownDocument.Inline]], _ name: String, _ scope: String) -> String {
      let text = cells.enumerated().map { index, cell in
        let alignment =
          switch table.alignments.indices.contains(index) ? table.alignments[index] : .left {
          case .left: ""
          case .center: " class=\"center\""
          case .right: " class=\"right\""
          }
        return "<\(name)\(scope)\(alignment)>\(html(of: cell))</\(name)>"
      }
      return "<tr>\(text.joined())</tr>"
    }
    let head = row(table.header, "th", " scope=\"col\"")
    let body = table.rows.map { row($0, "td", "") }.joined(separator: "\n")
    return HTMLText.table(head: head, body: body)
  }

  /// A table that scrolls by itself where it is wider than the page.
  static func table(head: String, body: String) -> String {
    "<div class=\"wide\"><table>\n<thead>\(head)</thead>\n<tbody>\n\(body)\n</tbody>\n</table></div>"
  }

  private func html(of inlines: [MarkdownDocument.Inline], isInLink: Bool = false) -> String {
    inlines.map { html(of: $0, isInLink: isInLink) }.joined()
  }

  private func html(of inline: MarkdownDocument.Inline, isInLink: Bool) -> String {
    switch inline {
    case .text(let text), .html(let text): return HTMLText.escaped(text)
    case .code(let text): return "<code>\(HTMLText.escaped(text))</code>"
    case .emphasis(let inner): return "<em>\(html(of: inner, isInLink: isInLink))</em>"
    case .strong(let inner): return "<strong>\(html(of: inner, isInLink: isInLink))</strong>"
    case .strikethrough(let inner): return "<s>\(html(of: inner, isInLink: isInLink))</s>"
    case .link(let target, let inner):
      let text = html(of: inner, isInLink: true)
      guard !isInLink, let address = lead(target) else { return text }
      return HTMLText.link(text, to: address)
    // A picture would be fetched from somebody else's place: its words stand for it.
    case .image(_, let inner): return html(of: inner, isInLink: isInLink)
    case .softBreak: return "\n"
    case .lineBreak: return "<br>"
    }
  }
}
