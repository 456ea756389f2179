import Models
import TerminalUI
import TextWidth

/// Where the panes of the Playground stand in an area.
struct PlaygroundLayout: Hashable {
  /// The session list with its title line; empty where it has no room.
  var sessions = Rect.zero
  var sessionRows = Rect.zero
  /// The conversation with its title line.
  var conversation = Rect.zero
  /// The text of the conversation.
  var text = Rect.zero
  /// The prompt, below a thin line.
  var composer = Rect.zero
  var splitter: Int?

  /// Sessions beside the conversation, the prompt below both; in a narrow window the list only while it has the focus.
  init(area: Rect, focus: PlaygroundPane, composerLines: Int, sessionsWidth: Int? = nil) {
    let (upper, lower) = area.splitBottom(composerLines + 1)
    composer = lower
    if area.width < 80 {
      if focus == .sessions { sessions = upper } else { conversation = upper }
    } else {
      let width = min(max(sessionsWidth ?? min(40, max(26, area.width / 5)), 16), area.width - 40)
      let (left, rest) = upper.splitLeft(width)
      sessions = left
      splitter = left.right
      conversation = rest.inset(left: 1)
    }
    sessionRows = sessions.splitTop(1).rest
    text = conversation.splitTop(1).rest.inset(left: 2, right: 2)
  }
}

extension PlaygroundScreen {
  func layout(in area: Rect) -> PlaygroundLayout {
    PlaygroundLayout(
      area: area, focus: focus, composerLines: composerHeight(in: area), sessionsWidth: sessionsWidth)
  }

  /// Draws the screen into an area.
  mutating func draw(into surface: inout Surface, in area: Rect, now: Double, unseen: Set<String>) {
    let layout = layout(in: area)
    if let splitter = layout.splitter {
      surface.drawVerticalLine(x: splitter, from: area.y, to: layout.composer.y)
    }
    if !layout.sessions.isEmpty { drawSessions(into: &surface, layout: layout, now: now, unseen: unseen) }
    if !layout.conversation.isEmpty { drawConversation(into: &surface, layout: layout) }
    drawComposer(into: &surface, in: layout.composer, splitter: layout.splitter)
  }

  // MARK: Sessions

  private mutating func drawSessions(
    into surface: inout Surface, layout: PlaygroundLayout, now: Double, unseen: Set<String>
  ) {
    let isFocused = focus == .sessions
    let rect = layout.sessions
    let area = layout.sessionRows
    if let query {
      let style = Style(isFocused ? .accent : .dim, on: .page, .bold)
      if isFocused { surface.draw("▸", at: Point(x: rect.x, y: rect.y), style: style) }
      surface.draw("/", at: Point(x: rect.x + 1, y: rect.y), style: style)
      let count = isSearching && answeredQuery == query.text ? "\(hits.count)" : ""
      query.draw(
        into: &surface, in: Rect(x: rect.x + 3, y: rect.y, width: rect.width - 5 - count.count, height: 1),
        isFocused: isTypingQuery && isFocused, placeholder: "words of any session")
      surface.draw(count, endingAt: rect.right - 1, y: rect.y, style: .dim)
    } else {
      surface.drawPaneTitle(
        "Sessions", detail: sessions.map { "\($0.count)" } ?? "", in: rect, isFocused: isFocused)
    }
    if storeProblem != nil {
      // What is in the way stands where there is room for it.
      let lines = StyledLine.wrap([Span("Nothing can be kept now.", .dim)], width: area.width - 3)
      for (row, line) in lines.enumerated() where row < area.height {
        surface.draw(line, at: Point(x: area.x + 2, y: area.y + row), width: area.width - 3)
      }
      return
    }
    guard let sessions else {
      surface.draw("Reading …", at: Point(x: area.x + 2, y: area.y), style: .dim)
      return
    }
    if rowCount == 0 {
      let text =
        isSearching
        ? answeredQuery == query?.text ? "No session holds these words." : "Searching …"
        : "Every conversation is kept here. Type a question below to begin the first."
      for (row, line) in StyledLine.wrap([Span(text, .dim)], width: area.width - 3).enumerated()
      where row < area.height {
        surface.draw(line, at: Point(x: area.x + 2, y: area.y + row), width: area.width - 3)
      }
      return
    }
    let shown = max(1, area.height / 2)
    list.reveal(count: rowCount, height: shown)
    for (row, index) in list.visible(count: rowCount, height: shown).enumerated() {
      let y = area.y + row * 2
      let width = area.width - 4
      let title: String
      let detail: String
      if isSearching {
        title = hits[index].title
        detail = hits[index].excerpt
      } else {
        let session = sessions[index]
        let draft = drafts[session.id]
        title = session.title.isEmpty ? draft.map(PlaygroundScreen.title(for:)) ?? "" : session.title
        detail =
          RelativeTime.text(from: session.updatedAt, to: now)
          + (draft == nil ? " · \(session.model)" : " · draft")
      }
      let id = isSearching ? hits[index].sessionID : sessions[index].id
      // A reply that comes, or one that has ended and was not seen, says more than where the cursor is: the fill says that.
      let sign = running[id] != nil ? "⠿" : unseen.contains(id) ? "•" : index == list.selected ? "▸" : " "
      surface.draw(sign, at: Point(x: area.x + 1, y: y), style: .accent)
      surface.draw(
        TextWidth.shorten(title.isEmpty ? "New conversation" : title, to: width),
        at: Point(x: area.x + 3, y: y), style: .text)
      surface.draw(TextWidth.shorten(detail, to: width), at: Point(x: area.x + 3, y: y + 1), style: .dim)
      if index == list.selected {
        surface.restyle(Rect(x: area.x, y: y, width: area.width, height: 2)) { style in
          Style(
            style.ink == .text ? .strong : style.ink, on: isFocused ? .selection : .quietSelection,
            style.attributes)
        }
      }
    }
    surface.drawScrollMark(offset: list.offset * 2, count: rowCount * 2, in: area)
  }

  // MARK: Conversation

  private mutating func drawConversation(into surface: inout Surface, layout: PlaygroundLayout) {
    let isFocused = focus == .conversation
    let area = layout.text
    var document = layouts.document(for: self, width: area.width)
    if let wanted = wantedMessage, !branch.isEmpty {
      wantedMessage = nil
      if let line = layouts.start(of: wanted, for: self, width: area.width) {
        view.show(line: line, lineCount: document.lines.count, height: area.height)
        // The words that were looked for may stand far down in a long message.
        var matches = document.lines(matching: highlightedWords)
        if !matches.contains(where: { $0 >= line }), !highlightedWords.isEmpty, !showsReasoning {
          showsReasoning = true
          document = layouts.document(for: self, width: area.width)
          matches = document.lines(matching: highlightedWords)
        }
        _ = view.walkMatches(matches, forward: true, lineCount: document.lines.count, height: area.height)
      }
    }
    if isFollowing {
      view.move(.bottom, lineCount: document.lines.count, height: area.height)
    } else {
      view.clamp(lineCount: document.lines.count, height: area.height)
    }
    let below = document.lines.count - view.offset - area.height
    let match = view.match.map { "match \($0.number) of \($0.count)" } ?? ""
    let more = below > 0 ? "\(below) more lines" : ""
    surface.drawPaneTitle(
      session.flatMap { $0.title.isEmpty ? nil : $0.title } ?? "New conversation",
      detail: [match, more].filter { !$0.isEmpty }.joined(separator: " · "), in: layout.conversation,
      isFocused: isFocused)
    if branch.isEmpty {
      drawEmpty(into: &surface, in: area)
      return
    }
    surface.drawDocument(
      document, state: view, in: area, isFocused: isFocused, highlighting: highlightedWords)
  }

  private func drawEmpty(into surface: inout Surface, in area: Rect) {
    var lines: [[Span]] = []
    if let subject {
      lines.append([Span("A question about "), Span(subject.title, .strong), Span(": type it below.")])
    } else {
      lines.append([Span("Ask a model anything; the conversation is kept as it grows.", .strong)])
    }
    lines.append([])
    if let storeProblem {
      lines.append([Span("! ", Style(.warning)), Span(storeProblem)])
      lines.append([])
    }
    lines.append([Span(model.description, .accent), Span(" answers.")])
    if model == .librarian {
      lines.append([
        Span("It knows the catalog, cites its pages, and needs no key. "), Span("Ctrl-O", Style(.key)),
        Span(" connects others: Ollama and llama.cpp on this machine, OpenAI, Azure, Anthropic."),
      ])
    }
    for provider in unreachable {
      // The reason is a sentence, which may begin with the name.
      let isNamed = provider.reason.hasPrefix(provider.provider + " ")
      let text = isNamed ? provider.reason : "\(provider.provider): \(provider.reason)"
      lines.append([Span("! ", Style(.warning)), Span(text, .dim)])
    }
    var y = area.y + (area.height > 12 ? 1 : 0)
    for line in lines {
      for wrapped in StyledLine.wrap(line, width: min(area.width, MarkdownLayout.measure))
      where y < area.bottom {
        surface.draw(wrapped, at: Point(x: area.x, y: y), width: area.width)
        y += 1
      }
    }
  }

  // MARK: Prompt

  private func drawComposer(into surface: inout Surface, in area: Rect, splitter: Int?) {
    let isFocused = focus == .composer
    let (line, body) = area.splitTop(1)
    surface.fill(line, "─", style: .border)
    if let splitter { surface.draw("┴", at: Point(x: splitter, y: line.y), style: .border) }
    let label = " \(model) "
    surface.draw(label, endingAt: line.right - 1, y: line.y, style: .accent)
    if let parameters = parameterLabel {
      surface.draw(
        " \(parameters) ", endingAt: line.right - 1 - TextWidth.cells(of: label), y: line.y, style: .dim)
    }
    if let system = session?.system, !system.isEmpty {
      let text = " system: \(system) "
      surface.draw(
        TextWidth.shorten(text, to: max(8, line.width / 2)), at: Point(x: line.x + 2, y: line.y), style: .dim)
    }
    surface.draw(
      "›", at: Point(x: body.x + 1, y: body.y), style: Style(isFocused ? .accent : .dim, on: .page, .bold))
    let placeholder =
      isBusy
      ? streaming == nil ? "the question is being kept" : "the reply is coming; Ctrl-C stops it"
      : subject.map { "ask about \($0.title)" } ?? "type a question, Enter sends it"
    composer.draw(
      into: &surface, in: promptArea(area), isFocused: isFocused, placeholder: placeholder)
  }

  /// Where the text of the prompt stands.
  func promptArea(in area: Rect) -> Rect { promptArea(layout(in: area).composer) }

  private func promptArea(_ composer: Rect) -> Rect { composer.splitTop(1).rest.inset(left: 3, right: 2) }

  /// The parameters that differ from the provider's own.
  private var parameterLabel: String? {
    guard let parameters = session?.parameters else { return nil }
    var parts: [String] = []
    if let value = parameters.temperature { parts.append("temp \(ReplyFigures.number(value))") }
    if let value = parameters.topP { parts.append("top p \(ReplyFigures.number(value))") }
    if let value = parameters.maxOutputTokens { parts.append("max \(value)") }
    if let value = parameters.seed { parts.append("seed \(value)") }
    if !parameters.stop.isEmpty { parts.append("stop \(parameters.stop.count)") }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}

/// Times as lists write them.
enum RelativeTime {
  static func text(from then: Double, to now: Double) -> String {
    let seconds = max(0, now - then)
    switch seconds {
    case ..<60: return "just now"
    case ..<3600: return "\(Int(seconds / 60)) min ago"
    case ..<86_400: return "\(Int(seconds / 3600)) h ago"
    default: return "\(Int(seconds / 86_400)) d ago"
    }
  }
}
