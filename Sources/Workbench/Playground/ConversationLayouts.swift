import Markdown
import Models
import TerminalUI
import TextWidth

/// The laid-out messages of the conversation on show.
///
/// A finished message is laid out once for a width; of a reply that still comes, only the part behind its
/// last closed block is laid out again.
struct ConversationLayouts: Sendable {
  private struct Entry: Sendable {
    var width: Int
    /// The bytes of the text that were laid out for good, and what came of them.
    var closedBytes: Int
    var closed: LaidOutDocument
    /// The bytes of the whole text, and what came of it.
    var bytes: Int
    var whole: LaidOutDocument
  }

  private var entries: [String: Entry] = [:]

  /// The whole conversation, set to a width.
  mutating func document(for screen: PlaygroundScreen, width: Int) -> LaidOutDocument {
    var result = LaidOutDocument()
    let branch = screen.branch
    for (index, message) in branch.enumerated() {
      if index > 0 { result.lines.append(StyledLine()) }
      switch message.content {
      case .question(let text):
        result.lines.append(StyledLine([Span("You", Style(.strong))]))
        result.append(
          LaidOutDocument(lines: StyledLine.block(text, width: min(width, MarkdownLayout.measure))))
      case .reply(let stored):
        let siblings = screen.tree.siblings(of: message.id)
        result.lines.append(ConversationLayouts.head(of: message, stored, siblings: siblings))
        append(
          message.id, stored, isStreaming: screen.streaming == message.id || stored.isStreaming, width: width,
          to: &result)
      }
    }
    return result
  }

  private static func head(
    of message: SessionMessage, _ stored: StoredReply, siblings: [SessionMessage]
  ) -> StyledLine {
    var spans = [Span(stored.model.description, Style(.accent))]
    if siblings.count > 1, let index = siblings.firstIndex(where: { $0.id == message.id }) {
      spans.append(Span("  reply \(index + 1) of \(siblings.count)", .dim))
    }
    return StyledLine(spans)
  }

  private mutating func append(
    _ id: String, _ stored: StoredReply, isStreaming: Bool, width: Int, to result: inout LaidOutDocument
  ) {
    let reply = stored.reply
    let measure = min(width, MarkdownLayout.measure)
    if !reply.reasoning.isEmpty {
      // Folded: that there was reasoning, and how much, is what one wants to know while reading the answer.
      let words = reply.reasoning.split(separator: " ").count
      result.lines.append(StyledLine("reasoning, \(words) words", .dim))
    }
    if !reply.text.isEmpty {
      result.append(layout(id, text: reply.text, isStreaming: isStreaming, width: width))
    }
    if !reply.refusal.isEmpty {
      result.append(LaidOutDocument(lines: StyledLine.block(reply.refusal, width: measure)))
    }
    for call in reply.toolCalls {
      result.lines += StyledLine.wrap(
        [Span("calls \(call.name)(\(call.arguments))", Style(.code))], width: measure)
    }
    if isStreaming, reply.ending == nil {
      result.lines.append(StyledLine([Span("▍", .accent)]))
    }
    for citation in reply.citations {
      result.append(
        [(Span("[\(citation.number)] ", .dim), nil), (Span(citation.title, Style(.link)), citation.id)],
        width: measure)
    }
    for warning in reply.warnings
      + reply.droppedParameters.map({ "left out: \($0), which this model does not take" })
    {
      result.lines += StyledLine.wrap(
        [Span(warning, .dim)], width: measure, first: [Span("~ ", Style(.warning))], hanging: 2)
    }
    if !isStreaming || reply.ending != nil {
      result.lines += ConversationLayouts.foot(of: reply, isStreaming: stored.isStreaming, width: measure)
    }
  }

  /// Time to first token, speed, tokens, ending; and below it why, when the ending is a bad one.
  static func foot(of reply: Reply, isStreaming: Bool, width: Int) -> [StyledLine] {
    var parts: [String] = []
    if let first = reply.timing.firstToken { parts.append("\(ReplyFigures.seconds(first)) first") }
    if let speed = reply.timing.tokensPerSecond(reply.usage) {
      parts.append("\(ReplyFigures.number(speed)) tok/s")
    }
    if let usage = reply.usage, usage.inputTokens != nil || usage.outputTokens != nil {
      parts.append(
        "\(usage.inputTokens.map(String.init) ?? "?") → \(usage.outputTokens.map(String.init) ?? "?") tok")
    }
    let ending = reply.ending ?? Ending(.incomplete)
    let ink: Ink =
      ending.kind == .complete
      ? .success : ending.kind == .failed || ending.kind == .incomplete ? .failure : .warning
    var lines = [
      StyledLine([
        Span(parts.isEmpty ? "" : parts.joined(separator: " · ") + " · ", .dim),
        Span(ending.kind.shown, Style(ink)),
      ])
    ]
    if ending.kind != .complete, let reason = ending.reason {
      lines += StyledLine.wrap([Span(reason, .text)], width: width, first: [Span("  ")], hanging: 2)
    }
    return lines
  }

  // MARK: Markdown as it comes

  private mutating func layout(_ id: String, text: String, isStreaming: Bool, width: Int) -> LaidOutDocument {
    let bytes = text.utf8.count
    var entry =
      entries[id]
      ?? Entry(width: width, closedBytes: 0, closed: LaidOutDocument(), bytes: -1, whole: LaidOutDocument())
    if entry.width == width, entry.bytes == bytes { return entry.whole }
    if entry.width != width || bytes < entry.closedBytes {
      entry = Entry(
        width: width, closedBytes: 0, closed: LaidOutDocument(), bytes: -1, whole: LaidOutDocument())
    }
    guard isStreaming else {
      // The whole once more at the end: a reference defined below may have changed what stands above.
      entry.whole = MarkdownLayout.layOut(
        MarkdownDocument(parsing: VisibleText.make(text, .block)), width: width)
      entry.bytes = bytes
      entries[id] = entry
      return entry.whole
    }
    let open = String(decoding: text.utf8.dropFirst(entry.closedBytes), as: UTF8.self)
    let cut = ConversationLayouts.closedPrefix(of: open)
    if cut > 0 {
      let closed = String(decoding: open.utf8.prefix(cut), as: UTF8.self)
      if !entry.closed.lines.isEmpty { entry.closed.lines.append(StyledLine()) }
      entry.closed.append(
        MarkdownLayout.layOut(MarkdownDocument(parsing: VisibleText.make(closed, .block)), width: width))
      entry.closedBytes += cut
    }
    let rest = String(decoding: text.utf8.dropFirst(entry.closedBytes), as: UTF8.self)
    var whole = entry.closed
    let tail = MarkdownLayout.layOut(MarkdownDocument(parsing: VisibleText.make(rest, .block)), width: width)
    if !whole.lines.isEmpty, !tail.lines.isEmpty { whole.lines.append(StyledLine()) }
    whole.append(tail)
    entry.whole = whole
    entry.bytes = bytes
    entries[id] = entry
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

/// Figures as the Playground and the commands write them.
package enum ReplyFigures {
  /// Seconds with as many digits as tell something.
  package static func seconds(_ value: Double) -> String {
    if value < 0.01 { return "<0.01s" }
    return value < 10 ? String((value * 100).rounded() / 100) + "s" : String(Int(value.rounded())) + "s"
  }

  package static func number(_ value: Double) -> String {
    value < 10 ? String((value * 10).rounded() / 10) : String(Int(value.rounded()))
  }
}

extension StyledLine {
  /// A text of several lines, each wrapped for itself, control characters made visible.
  static func block(_ text: String, width: Int, style: Style = .text) -> [StyledLine] {
    VisibleText.make(text, .block).split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { StyledLine.wrap([Span(String($0), style)], width: width) }
  }
}
