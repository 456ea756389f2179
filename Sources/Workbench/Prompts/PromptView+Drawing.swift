import Models
import Templates
import TerminalUI
import TextWidth

/// Where the parts of a prompt stand.
struct PromptLayout: Hashable {
  /// The line above everything in a narrow window: which parts there are.
  var tabs = Rect.zero
  var textTitle = Rect.zero
  var text = Rect.zero
  var fieldsTitle = Rect.zero
  var fields = Rect.zero
  var previewTitle = Rect.zero
  var preview = Rect.zero
  var splitter: Int?

  /// The text beside the fields and the preview; in a narrow window one of the three at a time.
  init(area: Rect, focus: PromptView.Pane, fieldRows: Int) {
    guard area.width >= 100 else {
      let (tabs, body) = area.splitTop(1)
      self.tabs = tabs
      switch focus {
      case .text: text = body.inset(left: 2, right: 1)
      case .fields: fields = body.inset(left: 1, right: 1)
      case .preview: preview = body.inset(left: 2, right: 2)
      }
      return
    }
    let width = min(area.width / 2, 100)
    splitter = area.x + width
    let left = Rect(x: area.x, y: area.y, width: width, height: area.height)
    let right = Rect(x: area.x + width + 1, y: area.y, width: area.width - width - 1, height: area.height)
    let (leftTitle, leftBody) = left.splitTop(1)
    textTitle = leftTitle
    text = leftBody.inset(left: 2, right: 1)
    let (upper, lower) = right.splitTop(min(fieldRows + 2, area.height * 2 / 5))
    let (upperTitle, upperBody) = upper.splitTop(1)
    fieldsTitle = upperTitle
    fields = upperBody.inset(left: 1, right: 1)
    let (lowerTitle, lowerBody) = lower.splitTop(1)
    previewTitle = lowerTitle
    preview = lowerBody.inset(left: 2, right: 2)
  }
}

extension PromptView {
  func layout(in area: Rect) -> PromptLayout {
    PromptLayout(area: area, focus: focus, fieldRows: form.height)
  }

  /// Draws the view.
  ///
  /// - Parameter prices: what models cost, for the reply to the last run.
  mutating func draw(into surface: inout Surface, in area: Rect, prices: [ModelName: ModelPrice] = [:]) {
    let layout = layout(in: area)
    if layout.splitter == nil {
      drawTabs(into: &surface, in: layout.tabs)
    } else if let x = layout.splitter {
      surface.drawVerticalLine(x: x, from: area.y, to: area.bottom)
      surface.drawPaneTitle(
        title, detail: place, in: layout.textTitle, isFocused: focus == .text)
      surface.drawPaneTitle(
        "Variables", detail: fieldsDetail, in: layout.fieldsTitle, isFocused: focus == .fields)
      surface.drawPaneTitle(
        "Preview", detail: previewDetail, in: layout.previewTitle, isFocused: focus == .preview)
    }
    if !layout.text.isEmpty {
      editor.draw(
        into: &surface, in: layout.text, isFocused: focus == .text,
        placeholder: "Write a prompt; {{ name }} makes a variable.")
    }
    if !layout.fields.isEmpty { drawFields(into: &surface, in: layout.fields) }
    if !layout.preview.isEmpty {
      let cost = run.flatMap { run in run.reply.usage.flatMap { prices[run.model]?.cost(of: $0) } }
      let lines = lines(width: min(layout.preview.width, MarkdownLayout.measure), cost: cost)
      if isFollowing {
        state.move(.bottom, lineCount: lines.count, height: layout.preview.height)
      } else {
        state.clamp(lineCount: lines.count, height: layout.preview.height)
      }
      for row in 0..<layout.preview.height where state.offset + row < lines.count {
        surface.draw(
          lines[state.offset + row], at: Point(x: layout.preview.x, y: layout.preview.y + row),
          width: layout.preview.width)
      }
      surface.drawScrollMark(
        offset: state.offset, count: lines.count,
        in: Rect(
          x: layout.preview.x, y: layout.preview.y, width: layout.preview.width + 2,
          height: layout.preview.height))
    }
  }

  private func drawTabs(into surface: inout Surface, in rect: Rect) {
    let signs = problems.contains { !$0.isWarning } ? " ✗" : ""
    _ = surface.drawTabs(
      ["text", "variables \(variables.count)", "preview" + signs], selected: focus.rawValue,
      at: Point(x: rect.x + 2, y: rect.y), width: rect.width - 4, ground: .page)
    let detail = focus == .text ? place : focus == .fields ? "" : previewDetail
    surface.draw(detail, endingAt: rect.right - 1, y: rect.y, style: .dim)
  }

  /// The fields that fit, with the focused one among them.
  private func drawFields(into surface: inout Surface, in area: Rect) {
    form.draw(into: &surface, in: area, ground: .page, isFocused: focus == .fields)
  }

  /// Where the cursor stands.
  private var place: String {
    let cursor = "\(editor.cursor.line + 1):\(editor.cursor.column + 1)"
    return isChanged ? cursor + " · not saved" : cursor
  }

  private var fieldsDetail: String {
    let dialect = rendered?.preview.dialect.rawValue ?? ""
    return self.dialect == nil && !dialect.isEmpty ? "written in \(dialect)" : ""
  }

  private var previewDetail: String {
    guard let rendered, rendered.problem == nil else { return "" }
    return "about \(rendered.tokensEstimate) tokens"
  }

  /// What is wrong, the worst first.
  var problems: [TemplatePreview.Problem] {
    guard let rendered else { return [] }
    var found = rendered.preview.problems
    if let problem = rendered.problem, !found.contains(where: { $0.message == problem.message }) {
      found.insert(problem, at: 0)
    }
    return found.filter { !$0.isWarning } + found.filter(\.isWarning)
  }

  // MARK: Preview

  mutating func lines(width: Int, cost: Cost? = nil) -> [StyledLine] {
    guard let rendered else { return [] }
    var lines: [StyledLine] = []
    for problem in problems.prefix(6) {
      let place = problem.position.map { "\($0.line):\($0.column)  " } ?? ""
      lines += StyledLine.wrap(
        [Span(VisibleText.make(problem.message))], width: width,
        first: [
          Span(problem.isWarning ? "~ " : "✗ ", Style(problem.isWarning ? .warning : .failure)),
          Span(place, .dim),
        ], hanging: 2)
      if let hint = problem.hint {
        lines += StyledLine.wrap(
          [Span(VisibleText.make(hint), .dim)], width: width, first: [Span("  ")], hanging: 2)
      }
    }
    // While a mistake stands in the text, what it was before goes on to be seen.
    let isOld = rendered.messages.isEmpty && lastGood != nil
    let shown = isOld ? lastGood ?? rendered : rendered
    if isOld { lines += [StyledLine(), StyledLine("before that:", .dim)] }
    for (role, message) in zip(shown.roles, shown.messages) {
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(StyledLine(VisibleText.make(role), isOld ? .dim : Style(.heading)))
      if !message.content.isEmpty || message.images.isEmpty {
        lines += StyledLine.block(message.content, width: width, style: isOld ? .dim : .text)
      }
      for image in message.images { lines.append(StyledLine(Self.told(image), .dim)) }
    }
    if !rendered.parameters.isEmpty {
      lines.append(StyledLine())
      let text = rendered.parameters.map { "\($0.key) \($0.value.text(pretty: false))" }.joined(
        separator: " · ")
      lines += StyledLine.wrap([Span("sets " + VisibleText.make(text), .dim)], width: width)
    }
    return lines + runLines(width: width, cost: cost)
  }

  private static func told(_ image: ChatImage) -> String {
    switch image {
    case .url(let url): "picture: \(VisibleText.make(TextWidth.shorten(url, to: 70)))"
    case .bytes(let bytes, let type): "picture: \(VisibleText.make(type)), \((bytes.count + 999) / 1000) kB"
    }
  }

  private mutating func runLines(width: Int, cost: Cost?) -> [StyledLine] {
    guard let run else { return [] }
    let isOld = run.number != number
    var lines = [
      StyledLine(),
      StyledLine([
        Span(run.model.description, Style(.accent)),
        Span(isOld ? "  to the text before it was changed" : "", .dim),
      ]),
    ]
    let reply = run.reply
    if reply.isWithdrawn {
      lines.append(StyledLine("A content filter took this answer back.", Style(.warning)))
    } else {
      if !reply.text.isEmpty {
        if replyLayout.sessionID != run.sessionID { replyLayout = (run.sessionID, GrowingLayout()) }
        lines += replyLayout.text.document(reply.text, isStreaming: reply.ending == nil, width: width).lines
      }
      if !reply.refusal.isEmpty { lines += StyledLine.block(reply.refusal, width: width) }
    }
    if reply.ending == nil {
      lines.append(StyledLine([Span("▍", .accent)]))
    } else {
      lines += ConversationLayouts.foot(of: reply, cost: cost, width: width)
    }
    return lines
  }
}
