import Markdown
import TerminalUI
import TextWidth

/// A reply's text set to a width as it comes: only the part behind its last closed block is laid out again.
///
/// It is for one text, which grows; another text wants a layout of its own.
struct GrowingLayout: Sendable {
  private var width = 0
  /// The bytes of the text that were laid out for good, and what came of them.
  private var closedBytes = 0
  private var closed = LaidOutDocument()
  /// The bytes of the whole text, and what came of it.
  private var bytes = -1
  private var whole = LaidOutDocument()
  /// Whether the whole was laid out at once, after the last piece had come.
  private var isFinal = false

  /// The text as far as it has come.
  ///
  /// - Parameter isStreaming: whether more may come; the whole is laid out once more when it does not.
  mutating func document(_ text: String, isStreaming: Bool, width: Int) -> LaidOutDocument {
    let bytes = text.utf8.count
    if self.width == width, self.bytes == bytes, isFinal == !isStreaming { return whole }
    if self.width != width || bytes < closedBytes || isFinal { self = GrowingLayout() }
    self.width = width
    self.bytes = bytes
    guard isStreaming else {
      // The whole once more at the end: a reference defined below may have changed what stands above.
      whole = MarkdownLayout.layOut(
        MarkdownDocument(parsing: VisibleText.make(text, .block)), width: width, draw: DiagramBlock.draw)
      isFinal = true
      return whole
    }
    let open = String(decoding: text.utf8.dropFirst(closedBytes), as: UTF8.self)
    let cut = GrowingLayout.closedPrefix(of: open)
    if cut > 0 {
      let ready = String(decoding: open.utf8.prefix(cut), as: UTF8.self)
      if !closed.lines.isEmpty { closed.lines.append(StyledLine()) }
      closed.append(
        MarkdownLayout.layOut(
          MarkdownDocument(parsing: VisibleText.make(ready, .block)), width: width, draw: DiagramBlock.draw))
      closedBytes += cut
    }
    let rest = String(decoding: text.utf8.dropFirst(closedBytes), as: UTF8.self)
    whole = closed
    let tail = MarkdownLayout.layOut(MarkdownDocument(parsing: VisibleText.make(rest, .block)), width: width)
    if !whole.lines.isEmpty, !tail.lines.isEmpty { whole.lines.append(StyledLine()) }
    whole.append(tail)
    return whole
  }

  /// How many bytes of a text stand in blocks that nothing to come can change: up to the last blank line, outside of a
  /// code block, after which an ordinary paragraph or heading begins.
  static func closedPrefix(of text: String) -> Int {
    var closed = 0
    var position = 0
    var isInFence = false
    var isBlankBefore = false
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let start = position
      position += line.count + 1
      let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
      guard let first else {
        isBlankBefore = true
        continue
      }
      let isFence = line.starts(with: "```".utf8) || line.starts(with: "~~~".utf8)
      let isIndented = line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
      // The last line may still grow into something else.
      let isLast = position > text.utf8.count
      if isBlankBefore, !isInFence, !isIndented, !isLast, isFence || isOrdinary(first) { closed = start }
      if isFence { isInFence.toggle() }
      isBlankBefore = false
    }
    return closed
  }

  /// Whether a line that starts with a byte can belong to no list, quote or table before it.
  private static func isOrdinary(_ byte: UInt8) -> Bool {
    !"-*+>|0123456789[<".utf8.contains(byte)
  }
}
