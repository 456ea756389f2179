import Markdown
import Models
import TerminalUI
import TextWidth

/// The laid-out messages of the conversation on show.
///
/// A message is laid out once for a width, and the messages above a reply that still comes are put together once; of that
/// reply only the part behind its last closed block is laid out again.
struct ConversationLayouts: Sendable {
  /// All that a message's look depends on.
  private struct Look: Hashable, Sendable {
    var id: String
    var width: Int
    /// The bytes of each of its texts.
    var bytes: [Int]
    var ending: Ending?
    var isStreaming = false
    var sibling = 0
    var siblings = 0
    var showsReasoning = false
    var cost: Cost?
  }

  /// Messages put together, and the line on which each begins.
  private struct Assembled: Sendable {
    var looks: [Look] = []
    var document = LaidOutDocument()
    var starts: [String: Int] = [:]
  }

  private var growing: [String: GrowingLayout] = [:]
  private var messages: [String: (look: Look, document: LaidOutDocument)] = [:]
  /// Everything above the last message, and everything.
  private var above = Assembled()
  private var all = Assembled()

  /// The whole conversation, set to a width.
  mutating func document(for screen: PlaygroundScreen, width: Int) -> LaidOutDocument {
    assemble(screen, width: width)
    return all.document
  }

  /// The line on which a message begins.
  mutating func start(of id: String, for screen: PlaygroundScreen, width: Int) -> Int? {
    assemble(screen, width: width)
    return all.starts[id]
  }

  private mutating func assemble(_ screen: PlaygroundScreen, width: Int) {
    let branch = screen.branch
    let looks = branch.map { ConversationLayouts.look(of: $0, in: screen, width: width) }
    guard looks != all.looks else { return }
    if above.looks[...] != looks.dropLast() {
      var fresh = Assembled()
      for (message, look) in zip(branch, looks).dropLast() { add(message, look, to: &fresh) }
      above = fresh
    }
    var whole = above
    if let message = branch.last, let look = looks.last { add(message, look, to: &whole) }
    all = whole
    // What is not on show any more is laid out anew when it comes back.
    if messages.count > 2 * looks.count + 50 {
      let shown = Set(looks.map(\.id))
      messages = messages.filter { shown.contains($0.key) }
      growing = growing.filter { shown.contains($0.key) }
    }
  }

  private static func look(of message: SessionMessage, in screen: PlaygroundScreen, width: Int) -> Look {
    switch message.content {
    case .question(let text):
      return Look(id: message.id, width: width, bytes: [text.utf8.count, message.attachments.count])
    case .reply(let stored):
      let reply = stored.reply
      let siblings = screen.tree.siblings(of: message.id)
      return Look(
        id: message.id, width: width,
        bytes: [
          reply.text.utf8.count, reply.reasoning.utf8.count, reply.refusal.utf8.count, reply.citations.count,
          reply.warnings.count, reply.droppedParameters.count, reply.toolCalls.count,
          reply.toolCalls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.utf8.count },
          reply.isWithdrawn ? 1 : 0,
        ],
        ending: reply.ending, isStreaming: screen.streaming == message.id || stored.isStreaming,
        sibling: siblings.firstIndex { $0.id == message.id } ?? 0, siblings: siblings.count,
        // Where there is nothing else, the reasoning is what there is to read.
        showsReasoning: screen.showsReasoning
          || reply.ending != nil && reply.text.isEmpty && reply.refusal.isEmpty,
        cost: reply.usage.flatMap { screen.prices[stored.model]?.cost(of: $0) })
    }
  }

  private mutating func add(_ message: SessionMessage, _ look: Look, to assembled: inout Assembled) {
    if !assembled.document.lines.isEmpty { assembled.document.lines.append(StyledLine()) }
    assembled.starts[message.id] = assembled.document.lines.count
    assembled.looks.append(look)
    if let known = messages[message.id], known.look == look {
      assembled.document.append(known.document)
      return
    }
    var document = LaidOutDocument()
    switch message.content {
    case .question(let text):
      document.lines.append(StyledLine([Span("You", Style(.strong))]))
      document.append(
        LaidOutDocument(lines: StyledLine.block(text, width: min(look.width, MarkdownLayout.measure))))
      for attachment in message.attachments {
        document.lines.append(StyledLine(ConversationLayouts.told(attachment), .dim))
      }
    case .reply(let stored):
      document.lines.append(ConversationLayouts.head(stored, look))
      append(message.id, stored, look, to: &document)
    }
    messages[message.id] = (look, document)
    assembled.document.append(document)
  }

  /// What stands in the place of an answer that a content filter took back.
  static let withdrawn = Span("A content filter took this answer back.", Style(.warning))

  /// Such as `picture: roof.png, 12 kB`.
  private static func told(_ attachment: SessionAttachment) -> String {
    let name = attachment.name.isEmpty ? "picture" : "picture: \(attachment.name)"
    return attachment.mediaType == nil ? name : "\(name), \((attachment.byteCount + 999) / 1000) kB"
  }

  private static func head(_ stored: StoredReply, _ look: Look) -> StyledLine {
    var spans = [Span(stored.model.description, Style(.accent))]
    if look.siblings > 1 { spans.append(Span("  reply \(look.sibling + 1) of \(look.siblings)", .dim)) }
    return StyledLine(spans)
  }

  private mutating func append(
    _ id: String, _ stored: StoredReply, _ look: Look, to result: inout LaidOutDocument
  ) {
    let isStreaming = look.isStreaming
    let width = look.width
    let reply = stored.reply
    let measure = min(width, MarkdownLayout.measure)
    // What a content filter took back is not shown; its text stays in the store.
    if !reply.reasoning.isEmpty, !reply.isWithdrawn {
      // Folded: that there was reasoning, and how much, is what one wants to know while reading the answer.
      let words = reply.reasoning.utf8.split(separator: UInt8(ascii: " ")).count
      let sign = look.showsReasoning ? "▾" : "▸"
      result.lines.append(StyledLine("\(sign) reasoning, \(words) words", .dim))
      if look.showsReasoning {
        result.lines += StyledLine.block(reply.reasoning, width: measure - 2, style: .dim).map { line in
          StyledLine([Span("  ")] + line.spans)
        }
        result.lines.append(StyledLine())
      }
    }
    if reply.isWithdrawn {
      result.lines += StyledLine.wrap([ConversationLayouts.withdrawn], width: measure)
    } else if !reply.text.isEmpty {
      result.append(
        growing[id, default: GrowingLayout()].document(reply.text, isStreaming: isStreaming, width: width))
    }
    if !reply.refusal.isEmpty, !reply.isWithdrawn {
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
      result.lines += ConversationLayouts.foot(of: reply, cost: look.cost, width: measure)
    }
  }

  /// Time to first token, speed, tokens, ending; and below it why, when the ending is a bad one.
  static func foot(of reply: Reply, cost: Cost? = nil, width: Int) -> [StyledLine] {
    var parts: [String] = []
    if let first = reply.timing.firstToken { parts.append("\(ReplyFigures.seconds(first)) first") }
    if let speed = reply.tokensPerSecond {
      parts.append("\(ReplyFigures.number(speed)) tok/s")
    }
    if let usage = reply.usage, usage.inputTokens != nil || usage.outputTokens != nil {
      parts.append(
        "\(usage.inputTokens.map(String.init) ?? "?") → \(usage.outputTokens.map(String.init) ?? "?") tok")
    }
    if let cost { parts.append(ReplyFigures.cost(cost)) }
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
    return lines + filterTable(reply, width: width)
  }

  /// What content filters said: all of it where one stopped something, else only what is not safe.
  private static func filterTable(_ reply: Reply, width: Int) -> [StyledLine] {
    let isStopped = reply.ending?.kind == .filtered || reply.isWithdrawn
    let rows = reply.filterFindings.filter { finding in
      isStopped || finding.isFiltered || finding.isDetected == true
        || finding.severity.map { $0 != "safe" } ?? false
    }
    guard !rows.isEmpty else { return [] }
    let table = Table(
      columns: [.init("filter"), .init("of the"), .init("found"), .init("", priority: 1)],
      rows: rows.map { finding in
        let found = finding.severity ?? (finding.isDetected == true ? "detected" : "nothing")
        return [
          Span(finding.category.replacing("_", with: " ")), Span(finding.subject.rawValue, .dim),
          Span(finding.isFiltered ? "⊘ \(found)" : found, finding.isFiltered ? Style(.warning) : .dim),
          Span(finding.detail ?? "", .dim),
        ]
      })
    return table.lines(in: max(20, width - 2)).map { StyledLine([Span("  ")] + $0.spans) }
  }
}

/// Figures as the Playground and the commands write them.
package enum ReplyFigures {
  /// Seconds with as many digits as tell something.
  package static func seconds(_ value: Double) -> String {
    if value < 0.01 { return "<0.01s" }
    return value < 10 ? String((value * 100).rounded() / 100) + "s" : String(Int(value.rounded())) + "s"
  }

  /// Such as `$0.0041`; a currency other than the dollar by its letters.
  package static func cost(_ cost: Cost) -> String {
    let parts = Int((cost.amount * 10_000).rounded())
    let digits = String(parts % 10_000)
    let amount = "\(parts / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    let isTiny = parts == 0 && cost.amount > 0
    let text = isTiny ? "0.0001" : amount
    let sign = isTiny ? "<" : ""
    return cost.currency == "USD" ? sign + "$" + text : sign + text + " " + cost.currency
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
