import Catalog
import TerminalUI
import TextWidth

extension DecisionView {
  /// Where the two panes stand: side by side, or below each other in a narrow window.
  func layout(in area: Rect) -> (questions: Rect, ranking: Rect, splitter: Int?) {
    guard area.width >= 72 else {
      let top = max(6, area.height * 3 / 5)
      let (questions, rest) = area.splitTop(min(top, area.height))
      return (questions, rest, nil)
    }
    let left = min(88, area.width / 2)
    return (
      Rect(x: area.x, y: area.y, width: left, height: area.height),
      Rect(x: area.x + left + 1, y: area.y, width: area.width - left - 1, height: area.height),
      area.x + left
    )
  }

  mutating func draw(into surface: inout Surface, in area: Rect) {
    let layout = layout(in: area)
    if let x = layout.splitter { surface.drawVerticalLine(x: x, from: area.y, to: area.bottom) }
    drawQuestions(into: &surface, rect: layout.questions)
    drawRanking(into: &surface, rect: layout.ranking)
  }

  // MARK: Questions

  private mutating func drawQuestions(into surface: inout Surface, rect: Rect) {
    let deliberation = deliberation
    let isDecided = deliberation.isDecided
    let detail =
      isDecided ? "decided" : "\(deliberation.steps.count) of \(guide.questions.count) answered"
    surface.drawPaneTitle(
      guide.engine == .checklist ? "Items" : "Questions", detail: detail, in: rect,
      isFocused: focus == .questions)
    let content = rect.splitTop(1).rest.inset(left: 2, right: 2)
    let width = min(content.width, 88)
    var lines: [StyledLine] = []
    /// The rows that must be in view.
    var wanted = 0..<0
    /// The row of the answer under the cursor.
    var cursor: Int?
    func add(_ question: DecisionGuide.Question, number: Int) {
      let start = lines.count
      lines += StyledLine.wrap(
        [Span(question.ask, .strong)], width: width, first: [Span("\(number)  ", .accent)], hanging: 3)
      if !question.note.isEmpty {
        lines += StyledLine.wrap([Span(question.note, .dim)], width: width, first: [Span("   ")], hanging: 3)
      }
      let taken = answered(question)
      for index in 0..<answerCount(of: question) {
        let label =
          question.answers.indices.contains(index) ? question.answers[index].label : "does not matter"
        let sign = index == taken ? "✓" : " "
        if index == answer { cursor = lines.count }
        lines += StyledLine.wrap(
          [Span(label, index < question.answers.count ? .text : .dim)], width: width,
          first: [Span("   \(sign) ", Style(.success)), Span("\(index + 1)  ", Style(.key))], hanging: 8)
      }
      wanted = start..<lines.count
      lines.append(StyledLine())
    }
    if lines.isEmpty, !guide.intro.isEmpty, deliberation.steps.isEmpty {
      lines += StyledLine.wrap([Span(guide.intro, .dim)], width: width)
      lines.append(StyledLine())
    }
    for (index, step) in deliberation.steps.enumerated() {
      if step.question.id == question {
        add(step.question, number: index + 1)
        continue
      }
      lines += StyledLine.wrap(
        [Span(step.question.ask, .dim), Span("  " + (step.answer?.label ?? "does not matter"))], width: width,
        first: [Span("\(index + 1)  ", .dim)], hanging: 3)
    }
    if !deliberation.steps.isEmpty { lines.append(StyledLine()) }
    if let next = deliberation.next {
      if question == nil {
        add(next, number: deliberation.steps.count + 1)
      } else {
        lines += StyledLine.wrap(
          [Span(next.ask, .dim)], width: width, first: [Span("\(deliberation.steps.count + 1)  ", .dim)],
          hanging: 3)
      }
    } else {
      let start = lines.count
      lines += outcome(deliberation, width: width)
      if question == nil { wanted = start..<lines.count }
    }
    // What is asked stays in view, its beginning above all.
    let most = max(0, lines.count - content.height)
    if wanted.upperBound > questionOffset + content.height {
      questionOffset = wanted.upperBound - content.height
    }
    if wanted.lowerBound < questionOffset { questionOffset = wanted.lowerBound }
    if let cursor, cursor >= questionOffset + content.height { questionOffset = cursor - content.height + 1 }
    questionOffset = min(max(0, questionOffset), most)
    for row in 0..<content.height where questionOffset + row < lines.count {
      let index = questionOffset + row
      surface.draw(lines[index], at: Point(x: content.x, y: content.y + row), width: content.width)
      if index == cursor {
        let ground: Ground = focus == .questions ? .selection : .quietSelection
        surface.restyle(Rect(x: rect.x, y: content.y + row, width: rect.width, height: 1)) { style in
          Style(style.ink == .text ? .strong : style.ink, on: ground, style.attributes)
        }
      }
    }
    surface.drawScrollMark(
      offset: questionOffset, count: lines.count,
      in: Rect(x: rect.x, y: content.y, width: rect.width, height: content.height))
  }

  /// What came out, and what to do with it.
  private func outcome(_ deliberation: Deliberation, width: Int) -> [StyledLine] {
    var lines = StyledLine.wrap(
      [Span(record.outcome, Style(.strong))], width: width, first: [Span("→ ", Style(.success))], hanging: 2)
    for reason in deliberation.picks.first?.reasonsFor ?? [] {
      lines += StyledLine.wrap(
        [Span(reason)], width: width, first: [Span("  + ", Style(.success))], hanging: 4)
    }
    if !deliberation.missing.isEmpty {
      lines.append(StyledLine())
      lines.append(StyledLine("Missing for the next level", Style(.heading)))
      for question in deliberation.missing {
        lines += StyledLine.wrap([Span(question.ask)], width: width, first: [Span("• ", .dim)], hanging: 2)
      }
    }
    lines.append(StyledLine())
    lines += StyledLine.wrap(
      [
        Span("s", Style(.key)), Span(" keeps the decision, ", .dim), Span("x", Style(.key)),
        Span(" writes the record to a file. ", .dim), Span("↑", Style(.key)),
        Span(" goes back to an answer: the ranking shows what another one would change.", .dim),
      ], width: width)
    return lines
  }

  // MARK: Ranking

  private mutating func drawRanking(into surface: inout Surface, rect: Rect) {
    let before = deliberation
    let preview = preview
    let shown = preview ?? before
    let standings = shown.ranking
    // The ranking is the one that the answer under the cursor would give.
    let tried = preview.flatMap { _ in shownQuestion }.map { question in
      question.answers.indices.contains(answer) ? question.answers[answer].label : "does not matter"
    }
    surface.drawPaneTitle(
      guide.engine == .checklist ? "Levels" : "Options",
      detail: tried.map { "if “\(TextWidth.shorten($0, to: max(8, rect.width / 2)))”" }
        ?? "\(standings.count)", in: rect, isFocused: focus == .ranking)
    let content = rect.splitTop(1).rest.inset(left: 2, right: 2)
    let width = min(content.width, 88)
    guard !standings.isEmpty else {
      let text = "This guide names no options of its own: what comes out stands on the left."
      for (row, line) in StyledLine.wrap([Span(text, .dim)], width: width).enumerated() {
        surface.draw(line, at: Point(x: content.x, y: content.y + row), width: content.width)
      }
      return
    }
    ranking.reveal(count: standings.count, height: content.height)
    let selected = ranking.selected
    let all = standings.indices.map {
      self.lines(for: standings[$0], shown: shown, before: before, isOpen: true, width: width)
    }
    let fits = all.reduce(0) { $0 + $1.count } <= content.height
    var lines: [StyledLine] = []
    var titles: [Int] = []
    for index in standings.indices {
      titles.append(lines.count)
      lines +=
        fits || index == selected
        ? all[index]
        : self.lines(for: standings[index], shown: shown, before: before, isOpen: false, width: width)
    }
    // The selected option and its reasons are in view, its title above all.
    let end = selected + 1 < titles.count ? titles[selected + 1] : lines.count
    var offset = max(0, min(end - content.height, titles[selected]))
    offset = min(offset, max(0, lines.count - content.height))
    for row in 0..<content.height where offset + row < lines.count {
      surface.draw(lines[offset + row], at: Point(x: content.x, y: content.y + row), width: content.width)
      if offset + row == titles[selected], focus == .ranking {
        surface.restyle(Rect(x: rect.x, y: content.y + row, width: rect.width, height: 1)) { style in
          Style(style.ink == .text ? .strong : style.ink, on: .selection, style.attributes)
        }
      }
    }
    surface.drawScrollMark(
      offset: offset, count: lines.count,
      in: Rect(x: rect.x, y: content.y, width: rect.width, height: content.height))
  }

  /// An option with its sign, its points, how it would move, and its reasons.
  private func lines(
    for standing: Deliberation.Standing, shown: Deliberation, before: Deliberation, isOpen: Bool, width: Int
  ) -> [StyledLine] {
    let sign: Span =
      switch standing.state {
      case .recommended: Span("✓ ", Style(.success))
      case .open: Span("· ", .dim)
      case .ruledOut: Span("✗ ", Style(.failure))
      }
    let old = before.ranking.first { $0.id == standing.id }
    var note = ""
    if let old, old.state != standing.state {
      switch standing.state {
      case .ruledOut: note = "  would be ruled out"
      case .recommended: note = "  would be recommended"
      case .open: note = "  would be open again"
      }
    } else if let points = standing.score, let oldPoints = old?.score, points != oldPoints {
      note = points > oldPoints ? "  +\(points - oldPoints)" : "  −\(oldPoints - points)"
    }
    let title = record.title(of: standing)
    let points = standing.score.map { "  \($0)" } ?? ""
    var lines = StyledLine.wrap(
      [
        Span(title, standing.state == .ruledOut ? .dim : .strong), Span(points, .dim),
        Span(note, Style(.warning)),
      ], width: width, first: [sign], hanging: 2)
    guard isOpen else { return lines }
    if standing.state == .ruledOut {
      let record = DecisionRecord(shown) { $0 }
      lines += StyledLine.wrap(
        [Span(record.stateText(standing), .dim)], width: width, first: [Span("    ")], hanging: 4)
      return lines
    }
    for reason in standing.reasonsFor {
      lines += StyledLine.wrap(
        [Span(reason)], width: width, first: [Span("  + ", Style(.success))], hanging: 4)
    }
    for reason in standing.reasonsAgainst {
      lines += StyledLine.wrap([Span(reason, .dim)], width: width, first: [Span("  − ", .dim)], hanging: 4)
    }
    return lines
  }

  /// What the line under the title says at its right end.
  var status: String {
    let deliberation = deliberation
    return deliberation.isDecided
      ? record.outcome : "question \(deliberation.steps.count + 1)"
  }
}
