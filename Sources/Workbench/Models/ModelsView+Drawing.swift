import Models
import TerminalUI
import TextWidth

/// Where the list of models and the details of the selected one stand.
struct ModelsLayout: Hashable {
  /// The title line, or the search.
  var title = Rect.zero
  /// The head of the columns.
  var head = Rect.zero
  var list = Rect.zero
  var detail = Rect.zero
  var splitter: Int?

  /// Side by side, or below each other in a narrow window: there the list takes the rows it needs, three fifths at most.
  init(area: Rect, rowCount: Int) {
    var left = area
    if area.width >= 110 {
      let width = min(96, area.width * 3 / 5)
      splitter = area.x + width
      left = Rect(x: area.x, y: area.y, width: width, height: area.height)
      detail = Rect(
        x: area.x + width + 1, y: area.y, width: area.width - width - 1, height: area.height)
    } else {
      let height = max(5, area.height * 2 / 5, area.height - rowCount - 2)
      (left, detail) = area.splitBottom(height)
    }
    let (title, rest) = left.splitTop(1)
    let (head, list) = rest.splitTop(1)
    self.title = title
    self.head = head
    self.list = list
  }
}

extension ModelsView {
  mutating func draw(into surface: inout Surface, in area: Rect, shelf: ModelShelf) {
    let layout = ModelsLayout(area: area, rowCount: max(rows.count, 6))
    drawTitle(into: &surface, in: layout.title)
    if let x = layout.splitter {
      surface.drawVerticalLine(x: x, from: area.y, to: area.bottom)
    } else {
      surface.fill(layout.detail.splitTop(1).top, "─", style: .border)
    }
    list.reveal(count: rows.count, height: layout.list.height)
    let table = table
    let widths = table.widths(in: layout.list.width - 4 - (rows.count > layout.list.height ? 1 : 0))
    surface.draw(
      table.line(nil, widths: widths), at: Point(x: layout.head.x + 3, y: layout.head.y),
      width: layout.head.width - 4)
    let view = self
    surface.drawList(list, count: rows.count, in: layout.list, isFocused: !isTyping) { index, width in
      view.line(index, table, widths, shelf, width: width)
    }
    if rows.isEmpty {
      let text = total == 0 ? "Asking the providers …" : "No model fits. Esc widens the list again."
      surface.draw(
        text, at: Point(x: layout.list.x + 3, y: layout.list.y), style: .dim, width: layout.list.width - 4)
    }
    let top = layout.splitter == nil ? 1 : 0
    let text = layout.detail.inset(left: 2, top: top, right: 2)
    let lines = details(shelf, width: min(text.width, MarkdownLayout.measure))
    detail.clamp(lineCount: lines.count, height: text.height)
    for row in 0..<text.height where detail.offset + row < lines.count {
      surface.draw(lines[detail.offset + row], at: Point(x: text.x, y: text.y + row), width: text.width)
    }
    surface.drawScrollMark(
      offset: detail.offset, count: lines.count,
      in: Rect(x: layout.detail.x, y: text.y, width: layout.detail.width, height: text.height))
  }

  private func drawTitle(into surface: inout Surface, in rect: Rect) {
    let narrowing = facets.map(\.title).joined(separator: ", ")
    guard let query else {
      surface.drawPaneTitle(
        "Models", detail: TextWidth.shorten(narrowing, to: max(0, rect.width - 14)), in: rect, isFocused: true
      )
      return
    }
    let style = Style(isTyping ? .accent : .dim, on: .page, .bold)
    if isTyping { surface.draw("▸", at: Point(x: rect.x, y: rect.y), style: style) }
    surface.draw("/", at: Point(x: rect.x + 1, y: rect.y), style: style)
    let detail = TextWidth.shorten(narrowing, to: rect.width / 3)
    query.draw(
      into: &surface,
      in: Rect(x: rect.x + 3, y: rect.y, width: rect.width - 5 - TextWidth.cells(of: detail), height: 1),
      isFocused: isTyping, placeholder: "a name, tools, >128k of context, <$2 for input")
    surface.draw(detail, endingAt: rect.right - 1, y: rect.y, style: .dim)
  }

  // MARK: Rows

  private var table: Table {
    Table(
      columns: [
        .init("model", minimum: 18, keepsEnds: true), .init("context", alignment: .right, minimum: 5),
        .init("in", alignment: .right, minimum: 4, priority: 1),
        .init("out", alignment: .right, minimum: 4, priority: 1), .init("can", minimum: 10, priority: 2),
      ],
      rows: rows.map { row in
        guard case .model(let row) = row else { return [Span(""), Span(""), Span(""), Span(""), Span("")] }
        let price = row.price
        func amount(_ value: Double?) -> Span {
          row.isLocal
            ? Span("–", .dim)
            : Span(
              value.map { ModelDetails.amount($0, price?.currency ?? "") } ?? "?", value == nil ? .dim : .text
            )
        }
        return [
          Span(row.name.description, row.isOld ? .dim : .accent),
          Span(
            row.contextTokens.map(ModelRow.short) ?? (row.isBuiltIn ? "–" : "?"),
            row.contextTokens == nil ? .dim : .text),
          amount(price?.rates.input), amount(price?.rates.output),
          Span(row.capabilities.map { $0.replacing("_", with: " ") }.joined(separator: ", "), .dim),
        ]
      })
  }

  private func line(
    _ index: Int, _ table: Table, _ widths: [Int?], _ shelf: ModelShelf, width: Int
  ) -> StyledLine {
    switch rows[index] {
    case .model(let row):
      let sign = row.name == current ? Span("● ", .accent) : Span("  ")
      if let pull = shelf.pull(of: row.name) { return progress(pull, width: width) }
      return StyledLine([sign] + table.line(index, widths: widths).spans)
    case .pull(let name):
      return shelf.pull(of: name).map { progress($0, width: width) } ?? StyledLine(name.description)
    case .silent(let provider):
      // The reason is a sentence, which may begin with the name.
      let start = provider.provider + " "
      let reason =
        provider.reason.hasPrefix(start) ? String(provider.reason.dropFirst(start.count)) : provider.reason
      return StyledLine([
        Span("! ", Style(.warning)), Span(provider.provider, .accent),
        Span("  " + VisibleText.make(reason), .dim),
      ])
    case .server(let server):
      let names = server.models.prefix(2).map(\.name.model).joined(separator: ", ")
      let what = server.isLoading ? "still loading" : server.wantsKey ? "wants a key" : names
      return StyledLine([
        Span("+ ", Style(.success)), Span(server.kind.title, .accent),
        Span("  found at \(server.baseURL)" + (what.isEmpty ? "" : ": " + VisibleText.make(what)), .dim),
      ])
    }
  }

  private func progress(_ pull: ModelShelf.Pull, width: Int) -> StyledLine {
    StyledLine([
      Span("~ ", Style(.info)), Span(VisibleText.make(pull.name.description), .accent),
      Span("  " + VisibleText.make(pull.text), .dim),
    ])
  }

  // MARK: Details

  private func details(_ shelf: ModelShelf, width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    func add(_ text: String, _ style: Style = .text) {
      lines += StyledLine.wrap([Span(VisibleText.make(text), style)], width: width)
    }
    func title(_ text: String) {
      add(text, .strong)
      lines.append(StyledLine())
    }
    switch selected {
    case .model(let row):
      title(row.name.description)
      if row.name == current { add("It answers now.", .dim) }
      if row.isOld {
        add("\(row.name.provider) does not answer; the model is listed as it was offered last.", .dim)
      }
      if let pull = shelf.pull(of: row.name) { add(pull.text) }
      lines += trial(shelf.trials[.model(row.name)], width: width)
      lines += known(row, shelf, width: width)
    case .pull(let name):
      title(name.description)
      if let pull = shelf.pull(of: name) {
        add(pull.state.status, .dim)
        add(pull.text)
        lines.append(StyledLine())
        for part in pull.state.parts {
          let total = part.total.map { " of \(ByteCount.text($0))" } ?? ""
          add("\(part.digest.prefix(19))  \(ByteCount.text(part.completed))\(total)", .dim)
        }
      }
    case .silent(let provider):
      title(provider.provider)
      let settings = shelf.provider(named: provider.provider)
      lines += trial(settings.flatMap { shelf.trials[.settings($0)] }, width: width)
      add(provider.reason)
      if let settings {
        lines.append(StyledLine())
        add("\(settings.kind.rawValue) at \(settings.shownURL)", .dim)
      }
      lines.append(StyledLine())
      add("Enter changes how it is reached, t tries it once more.", .dim)
    case .server(let server):
      title("\(server.kind.title) at \(server.baseURL)")
      if let version = server.version { add("version \(version)", .dim) }
      if server.isLoading { add("It is still loading its model.") }
      if server.wantsKey { add("It lists its models only to those with a key.") }
      for model in server.models.prefix(20) { add(model.name.model) }
      lines.append(StyledLine())
      add("It runs on this machine, and your configuration does not name it. Enter adds it.", .dim)
    case nil: break
    }
    return lines
  }

  private func known(_ row: ModelRow, _ shelf: ModelShelf, width: Int) -> [StyledLine] {
    var rows = ModelDetails.rows(shelf.facts[row.name], shelf.details[row.name].flatMap(\.self))
    if row.isLocal { rows.removeAll { $0 == ("price", "unknown") } }
    if !rows.contains(where: { $0.0 == "context" }), let tokens = row.contextTokens {
      rows.insert(("context", "\(tokens) tokens"), at: 0)
    }
    if let provider = shelf.provider(named: row.name.provider) {
      rows.append(("asked at", "\(provider.shownURL) (\(provider.kind.rawValue))"))
    }
    guard !rows.isEmpty else {
      let text =
        !row.isBuiltIn
        ? "Nothing is known of it. It may be asked all the same."
        : row.name == .lead
          ? "Answers with the opening of the catalog's best matching page: a plain baseline. It needs no key and no network."
          : "Answers from the catalog and cites its pages. It needs no key and no network."
      return StyledLine.wrap([Span(text, .dim)], width: width)
    }
    let label = min(width / 3, (rows.map(\.0.count).max() ?? 0) + 2)
    return rows.flatMap { name, value in
      StyledLine.wrap(
        [Span(VisibleText.make(value))], width: width,
        first: [Span(name + String(repeating: " ", count: max(1, label - name.count)), .dim)], hanging: label)
    }
  }

  private func trial(_ trial: ModelShelf.Trial?, width: Int) -> [StyledLine] {
    guard let trial else { return [] }
    return [StyledLine(trial.isDone ? "Tried" : "Trying …", Style(.heading))]
      + trial.lines(width: width, ground: .page) + [StyledLine()]
  }
}

extension ModelShelf.Trial {
  /// A line or more for each step.
  func lines(width: Int, ground: Ground) -> [StyledLine] {
    steps.flatMap { step in
      StyledLine.wrap(
        [Span(VisibleText.make(step.text), Style(.text, on: ground))], width: width,
        first: [
          Span(step.isGood ? "✓ " : "✗ ", Style(step.isGood ? .success : .failure, on: ground)),
          Span(step.name + "  ", Style(.dim, on: ground)),
        ], hanging: 2)
    }
  }
}
