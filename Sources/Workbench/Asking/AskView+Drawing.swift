import Catalog
import TerminalUI
import TextWidth

extension AskView {
  struct Layout {
    var question: Rect
    var answer: Rect
    var passages: Rect
    var splitter: Int?
  }

  /// The question on top; below it the answer and the passages side by side, or one of them in a narrow window.
  func layout(in area: Rect) -> Layout {
    let (top, body) = area.splitTop(2)
    let question = Rect(x: top.x, y: top.y, width: top.width, height: 1)
    guard area.width >= 100 else {
      return Layout(question: question, answer: body, passages: body, splitter: nil)
    }
    let left = min(92, area.width * 3 / 5)
    return Layout(
      question: question, answer: Rect(x: body.x, y: body.y, width: left, height: body.height),
      passages: Rect(x: body.x + left + 1, y: body.y, width: body.width - left - 1, height: body.height),
      splitter: body.x + left)
  }

  /// Where the texts of the two panes stand.
  func contents(in area: Rect) -> (answer: Rect, passages: Rect) {
    let layout = layout(in: area)
    func inner(_ rect: Rect) -> Rect {
      var content = rect.splitTop(1).rest.inset(left: 2, right: 2)
      content.width = min(content.width, 88)
      return content
    }
    return (inner(layout.answer), inner(layout.passages))
  }

  mutating func draw(into surface: inout Surface, in area: Rect) {
    let layout = layout(in: area)
    let contents = contents(in: area)
    let style = Style(focus == .question ? .accent : .dim, on: .page, .bold)
    let modelWidth = TextWidth.cells(of: model.description)
    surface.draw("?", at: Point(x: layout.question.x + 1, y: layout.question.y), style: style)
    question.draw(
      into: &surface,
      in: Rect(
        x: layout.question.x + 3, y: layout.question.y, width: max(8, layout.question.width - 6 - modelWidth),
        height: 1),
      isFocused: focus == .question,
      placeholder: turns.isEmpty
        ? "ask the catalog: which store holds 3,072 dimensions?" : "ask on, or / for a new question")
    surface.draw(model.description, endingAt: layout.question.right - 1, y: layout.question.y, style: .dim)
    surface.fill(
      Rect(x: area.x, y: area.y + 1, width: area.width, height: 1), "─", style: Style(.border))
    if let x = layout.splitter { surface.drawVerticalLine(x: x, from: area.y + 2, to: area.bottom) }
    let showsAnswer = layout.splitter != nil || focus != .passages
    let showsPassages = layout.splitter != nil || focus == .passages
    if showsAnswer {
      surface.drawPaneTitle("Answer", detail: "", in: layout.answer, isFocused: focus == .answer)
      let document = document(width: contents.answer.width)
      if turns.isEmpty {
        let text =
          "The answer cites the pages it rests on, and what is not borne out by them is marked. "
          + "builtin/librarian answers without a network; Ctrl-O chooses another model."
        for (row, line) in StyledLine.wrap([Span(text, .dim)], width: contents.answer.width).enumerated() {
          surface.draw(
            line, at: Point(x: contents.answer.x, y: contents.answer.y + row), width: contents.answer.width)
        }
      }
      if isFollowing {
        view.show(
          line: document.lines.count, lineCount: document.lines.count, height: contents.answer.height)
      }
      view.clamp(lineCount: document.lines.count, height: contents.answer.height)
      surface.drawDocument(document, state: view, in: contents.answer, isFocused: focus == .answer)
      surface.drawScrollMark(
        offset: view.offset, count: document.lines.count,
        in: Rect(
          x: layout.answer.x, y: contents.answer.y, width: layout.answer.width, height: contents.answer.height
        ))
    }
    if showsPassages {
      let count = turns.last?.passages.map { "\($0.count)" } ?? ""
      surface.drawPaneTitle(
        "Passages", detail: count, in: layout.passages, isFocused: focus == .passages)
      let document = passageDocument(width: contents.passages.width)
      passageView.clamp(lineCount: document.lines.count, height: contents.passages.height)
      surface.drawDocument(
        document, state: passageView, in: contents.passages, isFocused: focus == .passages)
    }
  }

  // MARK: Walking

  mutating func move(_ movement: Movement, in area: Rect) {
    let contents = contents(in: area)
    switch (focus, movement) {
    case (.passages, .left): focus = .answer
    case (.answer, .right): focus = .passages
    case (.passages, _):
      let count = passageDocument(width: contents.passages.width).lines.count
      passageView.move(movement, lineCount: count, height: contents.passages.height)
    default:
      let count = document(width: contents.answer.width).lines.count
      view.move(movement, lineCount: count, height: contents.answer.height)
      isFollowing = view.offset + contents.answer.height >= count
    }
  }

  /// Walks the links of a pane; past the last one goes to the next pane.
  mutating func walk(forward: Bool, in area: Rect) {
    let contents = contents(in: area)
    switch focus {
    case .question: focus = forward ? .answer : .passages
    case .answer:
      isFollowing = false
      let document = document(width: contents.answer.width)
      if !view.walkLinks(forward: forward, in: document, height: contents.answer.height) {
        focus = forward ? .passages : .question
      }
    case .passages:
      let document = passageDocument(width: contents.passages.width)
      if !passageView.walkLinks(forward: forward, in: document, height: contents.passages.height) {
        focus = forward ? .question : .answer
      }
    }
  }
}
