import CMarkdown
import Synchronization

/// cmark's extensions write to tables that all its parsers share, so one text is parsed at a time.
private let parsing = Mutex<Void>(())

extension MarkdownDocument {
  /// How deep lists and quotes may nest before the rest is read as plain text.
  package static let depthLimit = 40

  /// Reads a text as CommonMark with GitHub's tables, strikethrough, task lists and bare links.
  ///
  /// Every text is valid Markdown, so this cannot fail. Parsing is cmark-gfm's.
  package init(parsing text: String) {
    self.init(blocks: parsing.withLock { _ in MarkdownDocument.parse(text) })
  }

  private static func parse(_ text: String) -> [Block] {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return [.paragraph([.text(text)])] }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      if let syntax = cmark_find_syntax_extension(name) {
        cmark_parser_attach_syntax_extension(parser, syntax)
      }
    }
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) else { return [] }
    defer { cmark_node_free(root) }
    return MarkdownConverter.blocks(of: root, depth: 0)
  }
}

/// Turns cmark's nodes into values.
private enum MarkdownConverter {
  static func children(of node: OpaquePointer) -> [OpaquePointer] {
    var result: [OpaquePointer] = []
    var child = cmark_node_first_child(node)
    while let current = child {
      result.append(current)
      child = cmark_node_next(current)
    }
    return result
  }

  static func blocks(of node: OpaquePointer, depth: Int) -> [MarkdownDocument.Block] {
    children(of: node).compactMap { block(from: $0, depth: depth) }
  }

  static func block(from node: OpaquePointer, depth: Int) -> MarkdownDocument.Block? {
    guard depth < MarkdownDocument.depthLimit else {
      return .paragraph([.text(plainText(of: node))])
    }
    switch typeName(of: node) {
    case "heading":
      return .heading(
        level: Int(cmark_node_get_heading_level(node)), inlines(of: node, depth: depth),
        line: Int(cmark_node_get_start_line(node)))
    case "paragraph": return .paragraph(inlines(of: node, depth: depth))
    case "list": return .list(list(from: node, depth: depth))
    case "block_quote": return .quote(blocks(of: node, depth: depth + 1))
    case "code_block":
      let info = string(cmark_node_get_fence_info(node))
      return .code(
        language: info.split(separator: " ").first.map(String.init) ?? "",
        text: string(cmark_node_get_literal(node)))
    case "table": return .table(table(from: node, depth: depth))
    case "thematic_break": return .rule
    case "html_block": return .html(string(cmark_node_get_literal(node)))
    default: return nil
    }
  }

  static func list(from node: OpaquePointer, depth: Int) -> MarkdownDocument.List {
    let isNumbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return MarkdownDocument.List(
      firstNumber: isNumbered ? Int(cmark_node_get_list_start(node)) : nil,
      isTight: cmark_node_get_list_tight(node) != 0,
      items: children(of: node).map { item in
        let isTask = typeName(of: item) == "tasklist"
        return MarkdownDocument.List.Item(
          blocks: blocks(of: item, depth: depth + 1),
          isDone: isTask ? cmark_gfm_extensions_get_tasklist_item_checked(item) : nil)
      })
  }

  static func table(from node: OpaquePointer, depth: Int) -> MarkdownDocument.Table {
    let count = Int(cmark_gfm_extensions_get_table_columns(node))
    var alignments = [MarkdownDocument.Table.Alignment](repeating: .left, count: count)
    if let raw = cmark_gfm_extensions_get_table_alignments(node) {
      for column in 0..<count {
        switch raw[column] {
        case UInt8(ascii: "c"): alignments[column] = .center
        case UInt8(ascii: "r"): alignments[column] = .right
        default: break
        }
      }
    }
    var header: [[MarkdownDocument.Inline]] = []
    var rows: [[[MarkdownDocument.Inline]]] = []
    for row in children(of: node) {
      let cells = children(of: row).map { inlines(of: $0, depth: depth) }
      if typeName(of: row) == "table_header" { header = cells } else { rows.append(cells) }
    }
    return MarkdownDocument.Table(alignments: alignments, header: header, rows: rows)
  }

  static func inlines(of node: OpaquePointer, depth: Int) -> [MarkdownDocument.Inline] {
    children(of: node).compactMap { inline(from: $0, depth: depth + 1) }
  }

  static func inline(from node: OpaquePointer, depth: Int) -> MarkdownDocument.Inline? {
    guard depth < MarkdownDocument.depthLimit else { return .text(plainText(of: node)) }
    switch typeName(of: node) {
    case "text":
      // cmark leaves an empty text before a bare link.
      let text = string(cmark_node_get_literal(node))
      return text.isEmpty ? nil : .text(text)
    case "code": return .code(string(cmark_node_get_literal(node)))
    case "emph": return .emphasis(inlines(of: node, depth: depth))
    case "strong": return .strong(inlines(of: node, depth: depth))
    case "strikethrough": return .strikethrough(inlines(of: node, depth: depth))
    case "link": return .link(target: string(cmark_node_get_url(node)), inlines(of: node, depth: depth))
    case "image": return .image(target: string(cmark_node_get_url(node)), inlines(of: node, depth: depth))
    case "softbreak": return .softBreak
    case "linebreak": return .lineBreak
    case "html_inline": return .html(string(cmark_node_get_literal(node)))
    default: return nil
    }
  }

  /// All literal text below a node, found without recursion, for what nests too deep to convert.
  static func plainText(of node: OpaquePointer) -> String {
    guard let walker = cmark_iter_new(node) else { return "" }
    defer { cmark_iter_free(walker) }
    var text = ""
    while true {
      let event = cmark_iter_next(walker)
      if event == CMARK_EVENT_DONE { return text }
      if event == CMARK_EVENT_ENTER, let current = cmark_iter_get_node(walker) {
        text += string(cmark_node_get_literal(current))
      }
    }
  }

  static func typeName(of node: OpaquePointer) -> String {
    string(cmark_node_get_type_string(node))
  }

  static func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map(String.init(cString:)) ?? ""
  }
}
