import Catalog
import Diagrams
import TerminalUI
import TextWidth

extension DesignView {
  /// Where the list and the details stand: side by side, or below each other in a narrow window.
  func layout(in area: Rect) -> (tabs: Rect, list: Rect, detail: Rect, splitter: Int?) {
    let (tabs, body) = area.splitTop(1)
    guard area.width >= 72 else {
      let (list, detail) = body.splitTop(max(4, body.height * 3 / 5))
      return (tabs, list, detail, nil)
    }
    let left = min(72, max(38, body.width * 2 / 5))
    return (
      tabs, Rect(x: body.x, y: body.y, width: left, height: body.height),
      Rect(x: body.x + left + 1, y: body.y, width: body.width - left - 1, height: body.height),
      body.x + left
    )
  }

  mutating func draw(into surface: inout Surface, in area: Rect) {
    let layout = layout(in: area)
    _ = surface.drawTabs(
      Section.allCases.map { title(of: $0) }, selected: section.rawValue,
      at: TerminalUI.Point(x: layout.tabs.x + 1, y: layout.tabs.y), width: layout.tabs.width - 2,
      ground: .page)
    if let x = layout.splitter { surface.drawVerticalLine(x: x, from: layout.list.y, to: area.bottom) }
    let rows = rows
    list.reveal(count: rows.count, height: layout.list.height)
    let view = self
    surface.drawList(list, count: rows.count, in: layout.list, isFocused: true) { index, width in
      view.line(for: rows[index], width: width)
    }
    if rows.isEmpty {
      surface.draw(
        emptyText, at: TerminalUI.Point(x: layout.list.x + 2, y: layout.list.y + 1), style: .dim,
        width: layout.list.width - 3)
    }
    findAlternatives()
    let detail = layout.detail.inset(left: 2, right: 2)
    let lines = details(width: min(detail.width, 88), height: detail.height)
    for row in 0..<detail.height where row < lines.count {
      surface.draw(lines[row], at: TerminalUI.Point(x: detail.x, y: detail.y + row), width: detail.width)
    }
  }

  private var emptyText: String {
    switch section {
    case .components: "a adds the first service."
    case .checklist: showsOnlyOpen ? "Nothing is open; o shows all items." : "The catalog holds no checklist."
    default: "Nothing yet."
    }
  }

  // MARK: Rows

  private func line(for row: Row, width: Int) -> StyledLine {
    switch row {
    case .component(let id):
      guard let component = design.components.first(where: { $0.id == id }) else { return StyledLine() }
      let quantity = component.quantity.map { " ×\($0)" } ?? ""
      let badge = component.service.flatMap { library[$0] }.flatMap(EntrySign.of)
      return twoParts(
        component.title + quantity, component.isFrame ? "group" : component.service == nil ? "no entry" : "",
        badge: badge, width: width)
    case .service(let address):
      guard let row = materials.rows.first(where: { $0.service == address }) else { return StyledLine() }
      return twoParts(
        row.count > 1 ? "\(row.title) ×\(row.count)" : row.title, row.costDrivers.joined(separator: ", "),
        badge: library[address].flatMap(EntrySign.of), width: width)
    case .other(let title): return twoParts(title, "not in the catalog", badge: nil, width: width)
    case .pillar(let name):
      guard let pillar = status.pillars.first(where: { $0.name == name }) else { return StyledLine() }
      return twoParts(
        pillar.title, "\(pillar.counts.answered)/\(pillar.counts.total)", badge: nil, width: width,
        style: Style(.heading))
    case .item(let id):
      guard let item = status.item(id) else { return StyledLine() }
      let severity = item.item.severity == .high ? "high" : ""
      let sign = DesignView.sign(of: item.answer?.status)
      let room = width - 3 - (severity.isEmpty ? 0 : severity.count + 1)
      let title = TextWidth.shorten(item.item.ask, to: room)
      let gap = String(repeating: " ", count: max(0, width - 3 - TextWidth.cells(of: title) - severity.count))
      return StyledLine([
        Span(" " + sign.text + " ", Style(sign.ink)), Span(title), Span(gap), Span(severity, .dim),
      ])
    case .heading(let text): return StyledLine(text, Style(.heading))
    case .finding(let index):
      return StyledLine([
        Span("! ", Style(findings[index].isProblem ? .warning : .dim)),
        Span(TextWidth.shorten(findings[index].message, to: width - 2)),
      ])
    case .assumption(let index):
      return StyledLine([Span("• ", .dim), Span(TextWidth.shorten(design.assumptions[index], to: width - 2))])
    case .question(let index):
      let question = design.questions[index]
      return StyledLine([
        question.isAnswered ? Span("✓ ", Style(.success)) : Span("? ", Style(.warning)),
        Span(TextWidth.shorten(question.text, to: width - 2), question.isAnswered ? .dim : .text),
      ])
    case .decision(let text):
      return StyledLine([Span("• ", .dim), Span(TextWidth.shorten(text, to: width - 2))])
    case .note:
      let first = design.notes.split(separator: "\n").first.map(String.init) ?? "m writes notes on the design"
      return StyledLine(TextWidth.shorten(first, to: width), design.notes.isEmpty ? .dim : .text)
    }
  }

  private func twoParts(
    _ title: String, _ detail: String, badge: (text: String, ink: TerminalUI.Ink)?, width: Int,
    style: Style = .text
  ) -> StyledLine {
    let end = badge?.text ?? detail
    let endStyle = badge.map { Style($0.ink) } ?? .dim
    let shownEnd = TextWidth.shorten(end, to: max(0, min(TextWidth.cells(of: end), width / 2)))
    let shown = TextWidth.shorten(title, to: max(4, width - TextWidth.cells(of: shownEnd) - 1))
    let gap = max(1, width - TextWidth.cells(of: shown) - TextWidth.cells(of: shownEnd))
    return StyledLine([
      Span(shown, style), Span(String(repeating: " ", count: gap)), Span(shownEnd, endStyle),
    ])
  }

  static func sign(of status: Design.Answer.Status?) -> (text: String, ink: TerminalUI.Ink) {
    switch status {
    case .yes: ("✓", .success)
    case .partly: ("~", .warning)
    case .no: ("✗", .failure)
    case .notApplicable: ("–", .dim)
    case nil: ("·", .dim)
    }
  }

  // MARK: Details

  private func details(width: Int, height: Int) -> [StyledLine] {
    switch selectedRow {
    case .component: return componentDetails(width: width, height: height)
    case .service(let address): return materialDetails(address, width: width)
    case .other(let title):
      return text("“\(title)” is no entry of the catalog: nothing is known of its cost.", width)
    case .pillar(let name): return pillarDetails(name, width: width)
    case .item(let id): return itemDetails(id, width: width)
    case .finding(let index):
      let finding = findings[index]
      var lines = StyledLine.wrap([Span(finding.message + ".", .strong)], width: width)
      if let hint = finding.hint { lines += text(hint, width, style: .dim) }
      if let address = finding.replacedBy {
        lines += StyledLine.wrap(
          [Span("Use ", .dim), Span(library.title(of: address), Style(.link))], width: width)
      }
      return lines
    case .assumption(let index): return text(design.assumptions[index], width)
    case .question(let index):
      let question = design.questions[index]
      return StyledLine.wrap([Span(question.text, .strong)], width: width)
        + text(
          question.answer.isEmpty ? "Enter answers it." : question.answer, width,
          style: question.answer.isEmpty ? .dim : .text)
    case .decision(let decision): return text(decision, width)
    case .note, .heading, nil:
      return design.notes.isEmpty ? overview(width: width) : text(design.notes, width)
    }
  }

  private func text(_ text: String, _ width: Int, style: Style = .text) -> [StyledLine] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { StyledLine.wrap([Span(String($0), style)], width: width) }
  }

  private func overview(width: Int) -> [StyledLine] {
    var lines = StyledLine.wrap([Span(design.title, .strong)], width: width)
    if let base = design.basedOn {
      lines += StyledLine.wrap([Span("Began from ", .dim), Span(library.title(of: base))], width: width)
    }
    let tags = design.tags(in: library)
    if !tags.isEmpty {
      lines += text("Kind of workload: " + tags.joined(separator: ", "), width, style: .dim)
    }
    return lines + text(design.overview, width)
  }

  private func componentDetails(width: Int, height: Int) -> [StyledLine] {
    guard let component = selectedComponent else { return [] }
    var lines = StyledLine.wrap(
      [Span(component.title, .strong), Span("  " + component.id, .dim)], width: width)
    let entry = component.service.flatMap { library[$0] }
    if let entry {
      lines += StyledLine.wrap(
        [Span(entry.title, Style(.link)), Span("  " + entry.summary + ".", .dim)], width: width)
      if let sign = EntrySign.of(entry) {
        let date = entry.lifecycle?.date.map { " on \($0)" } ?? ""
        lines.append(StyledLine(sign.text + date, Style(sign.ink)))
      }
    } else {
      lines += text("No entry of the catalog stands behind it: s gives it one.", width, style: .dim)
    }
    if !component.note.isEmpty {
      lines.append(StyledLine())
      lines.append(StyledLine("Note", Style(.heading)))
      lines += text(component.note, width)
    }
    let flows = connections(of: component)
    if !flows.isEmpty {
      lines.append(StyledLine())
      lines.append(StyledLine("Lines", Style(.heading)))
      for (sign, title, label) in flows {
        lines += StyledLine.wrap(
          [Span(title), Span(label.isEmpty ? "" : "  " + label, .dim)], width: width,
          first: [Span(sign + " ", .dim)], hanging: 2)
      }
    }
    let alternatives = component.service.flatMap { self.alternatives[$0] } ?? []
    guard !alternatives.isEmpty else { return lines }
    lines.append(StyledLine())
    lines.append(
      StyledLine([Span("Could be instead  ", Style(.heading)), Span("s", Style(.key)), Span(" swaps", .dim)]))
    for alternative in alternatives {
      lines += StyledLine.wrap(
        [Span(alternative.title), Span("  " + (alternative.reasons.first ?? ""), .dim)], width: width,
        first: [Span("• ", .dim)], hanging: 2)
    }
    return lines
  }

  /// The lines of a component: which way, to what, with which words.
  private func connections(of component: Design.Component) -> [(sign: String, title: String, label: String)] {
    let titles = Dictionary(design.components.map { ($0.id, $0.title) }) { first, _ in first }
    func title(_ end: DiagramGraph.End) -> String {
      let id = design.id(of: end)
      if let title = titles[id] { return title }
      let group = design.graph.groups.first { $0.id == id }
      return group.map { $0.title.joined(separator: " ") } ?? id
    }
    return design.graph.edges.compactMap { edge in
      let label = edge.label.joined(separator: " ")
      if design.id(of: edge.from) == component.id { return ("→", title(edge.to), label) }
      if design.id(of: edge.to) == component.id { return ("←", title(edge.from), label) }
      return nil
    }
  }

  private func materialDetails(_ address: String, width: Int) -> [StyledLine] {
    guard let row = materials.rows.first(where: { $0.service == address }) else { return [] }
    var lines = StyledLine.wrap([Span(row.title, .strong), Span("  " + row.kind, .dim)], width: width)
    func add(_ label: String, _ value: String) {
      guard !value.isEmpty else { return }
      lines += StyledLine.wrap([Span(value)], width: width, first: [Span(label + "  ", .dim)], hanging: 2)
    }
    add("Hosting", row.hosting.joined(separator: ", "))
    add("Cost by", row.costDrivers.joined(separator: ", "))
    add("Where it stands", row.lifecycle ?? "")
    if row.boxes.count > 1 { add("Boxes", row.boxes.joined(separator: ", ")) }
    if !row.needed.isEmpty {
      lines.append(StyledLine())
      lines.append(StyledLine("To estimate it, find out", Style(.heading)))
      for need in row.needed {
        lines += StyledLine.wrap([Span(need)], width: width, first: [Span("• ", .dim)], hanging: 2)
      }
    }
    if !row.prices.isEmpty {
      lines.append(StyledLine())
      lines.append(StyledLine("Prices", Style(.heading)))
      for price in row.prices {
        lines += StyledLine.wrap(
          [Span(price.model + "  "), Span(price.text), Span("  \(price.source), \(price.date)", .dim)],
          width: width)
      }
    }
    return lines
  }

  private func pillarDetails(_ name: String, width: Int) -> [StyledLine] {
    guard let pillar = status.pillars.first(where: { $0.name == name }) else { return [] }
    let counts = pillar.counts
    var lines = StyledLine.wrap([Span(pillar.title, .strong)], width: width)
    lines += text(
      "\(counts.yes) yes, \(counts.partly) partly, \(counts.no) no, \(counts.notApplicable) not applicable, \(counts.open) open.",
      width)
    let high = counts.openBySeverity[.high] ?? 0
    if high > 0 { lines += text("\(high) open items are of high severity.", width) }
    return lines
  }

  private func itemDetails(_ id: String, width: Int) -> [StyledLine] {
    guard let item = status.item(id) else { return [] }
    var lines = StyledLine.wrap([Span(item.item.ask, .strong)], width: width)
    let answer = item.answer.map { $0.status.rawValue.replacing("-", with: " ") } ?? "not answered"
    let sign = DesignView.sign(of: item.answer?.status)
    lines.append(
      StyledLine([Span(sign.text + " " + answer, Style(sign.ink)), Span("  Space changes it", .dim)]))
    if let note = item.answer?.note, !note.isEmpty { lines += text(note, width) }
    lines.append(StyledLine())
    lines += text(item.item.why, width)
    lines.append(StyledLine())
    lines += text(item.item.how, width)
    let entries = item.item.entries.filter { library[$0] != nil }.map { library.title(of: $0) }
    if !entries.isEmpty {
      lines.append(StyledLine())
      lines += StyledLine.wrap(
        [Span("See ", .dim), Span(entries.joined(separator: ", "), Style(.link))], width: width)
    }
    lines += text("\(item.item.severity.rawValue) severity, \(item.item.area)", width, style: .dim)
    return lines
  }
}
