import Catalog
import TerminalUI
import TextWidth

extension CatalogScreen {
  /// Draws the screen into an area.
  mutating func draw(into surface: inout Surface, in area: Rect) {
    let layout = layout(in: area)
    if layout.breakpoint == .narrow {
      let index = CatalogPane.allCases.firstIndex(of: focus) ?? 0
      _ = surface.drawTabs(
        CatalogPane.allCases.map(\.title), selected: index, at: Point(x: layout.tabs.x + 1, y: layout.tabs.y),
        width: layout.tabs.width - 2, ground: .page)
    }
    for splitter in layout.splitters {
      surface.drawVerticalLine(x: splitter.x, from: area.y, to: area.bottom)
    }
    if let rect = layout.panes[.browse] {
      drawBrowse(into: &surface, rect: rect, content: layout.content(of: .browse))
    }
    if let rect = layout.panes[.list] {
      drawList(into: &surface, rect: rect, content: layout.content(of: .list))
    }
    if let rect = layout.panes[.page] {
      drawPage(into: &surface, rect: rect, content: layout.content(of: .page))
    }
  }

  // MARK: Browse

  private mutating func drawBrowse(into surface: inout Surface, rect: Rect, content: Rect) {
    let isFocused = focus == .browse
    if showsFacets { return drawFacets(into: &surface, rect: rect, content: content, isFocused: isFocused) }
    surface.drawPaneTitle("Browse", detail: "", in: rect, isFocused: isFocused)
    guard contents != nil else {
      surface.draw("Reading …", at: Point(x: content.x + 2, y: content.y), style: .dim)
      return
    }
    let rows = tree.rows(of: roots)
    tree.list.reveal(count: rows.count, height: content.height)
    let screen = self
    surface.drawList(tree.list, count: rows.count, in: content, isFocused: isFocused) { index, width in
      let row = rows[index]
      let sign = row.isExpanded.map { $0 ? "▾ " : "▸ " } ?? "  "
      let indent = String(repeating: "  ", count: row.depth)
      let count = screen.counts[row.id].map(String.init) ?? ""
      let room = width - indent.count - 2 - count.count - 1
      let title = TextWidth.shorten(screen.title(of: row.id), to: max(4, room))
      let gap = max(1, width - indent.count - 2 - TextWidth.cells(of: title) - count.count)
      return StyledLine([
        Span(indent + sign, .dim), Span(title), Span(String(repeating: " ", count: gap)), Span(count, .dim),
      ])
    }
  }

  private mutating func drawFacets(
    into surface: inout Surface, rect: Rect, content: Rect, isFocused: Bool
  ) {
    surface.drawPaneTitle(
      "Facets", detail: filter.isEmpty ? "" : "\(filter.count) chosen", in: rect, isFocused: isFocused)
    let rows = facets.tree.rows(of: facets.roots)
    facets.tree.list.reveal(count: rows.count, height: content.height)
    let screen = self
    surface.drawList(facets.tree.list, count: rows.count, in: content, isFocused: isFocused) { index, width in
      let row = rows[index]
      return screen.facets.line(
        row, filter: screen.filter,
        title: { value in
          guard case .value(_, let dimension) = row.id else { return value }
          return screen.title(ofFacet: value, dimension)
        }, width: width)
    }
  }

  // MARK: List

  private mutating func drawList(into surface: inout Surface, rect: Rect, content: Rect) {
    let isFocused = focus == .list
    var body = content
    if let query {
      drawQuery(query, into: &surface, rect: rect, isFocused: isFocused)
      if isSearching, hits.isEmpty {
        let lines = ["Nothing in the catalog matches.", wayOut ?? "Esc closes the search."]
          .flatMap { StyledLine.wrap([Span($0, .dim)], width: body.width - 3) }
        for (row, line) in lines.enumerated() where row + 1 < body.height {
          surface.draw(line, at: Point(x: body.x + 2, y: body.y + 1 + row), width: body.width - 3)
        }
        return
      }
    } else {
      let node = tree.selection(in: roots) ?? .everything
      let title = contents == nil ? "Entries" : title(of: node)
      let count = filter.isEmpty ? "\(listed.count)" : "\(listed.count) of \(counts[node] ?? 0)"
      surface.drawPaneTitle(
        filter.isEmpty ? title : "\(title) · \(filterTitle)", detail: contents == nil ? "" : count, in: rect,
        isFocused: isFocused)
      if contents != nil, listed.isEmpty, let lines = emptyList {
        for (row, line) in lines.flatMap({ StyledLine.wrap([Span($0, .dim)], width: body.width - 3) })
          .enumerated()
        {
          surface.draw(line, at: Point(x: body.x + 2, y: body.y + 1 + row), width: body.width - 3)
        }
        return
      }
    }
    guard contents != nil else {
      surface.draw(
        "Reading the catalog …", at: Point(x: body.x + 2, y: body.y), style: .dim, width: body.width - 2)
      return
    }
    if isSearching {
      drawHits(into: &surface, in: body, isFocused: isFocused)
      return
    }
    body.height = content.height
    list.reveal(count: listed.count, height: body.height)
    let screen = self
    surface.drawList(list, count: listed.count, in: body, isFocused: isFocused) { index, width in
      screen.line(for: screen.listed[index], isSelected: index == screen.list.selected, width: width)
    }
  }

  /// What belongs into a list that holds nothing, and what helps.
  private var emptyList: [String]? {
    if let wayOut { return ["No entry has all of these facets.", wayOut] }
    switch selectedNode {
    case .bookmarks: return ["b on an entry bookmarks it."]
    case .recent: return ["Entries that you open stand here."]
    case .notes: return ["m on an entry writes a note on it, only for you."]
    case .decisions: return ["Decision guides: d walks one, s keeps what came out."]
    case .designs: return ["Architectures: s begins a design of your own from one."]
    default: return nil
    }
  }

  /// What helps where the filter leaves nothing.
  private var wayOut: String? {
    filter.isEmpty ? nil : "F lets the facets go: \(filterTitle)."
  }

  /// A row of the list: the title, and for a section the page it is on.
  private func line(for entry: CatalogEntry, isSelected: Bool, width: Int) -> StyledLine {
    let mark = isSelected ? "▸ " : "  "
    let isTopic: Bool
    if case .kind = tree.selection(in: roots) ?? .everything { isTopic = false } else { isTopic = true }
    var spans = [Span(mark, .accent)]
    var room = width - 2
    if marked.contains(entry.id) {
      spans.append(Span("◆ ", .accent))
      room -= 2
    }
    if entry.parent != nil, isTopic {
      spans.append(Span("· ", .dim))
      room -= 2
    }
    let sign = EntrySign.of(entry)
    if let sign { room -= TextWidth.cells(of: sign.text) + 1 }
    let title = TextWidth.shorten(entry.title, to: room, keeping: .ends)
    spans.append(Span(title))
    room -= TextWidth.cells(of: title)
    if entry.parent != nil, !isTopic, let parent = entry.parent {
      let place = "  " + (contents?.library.title(of: parent) ?? parent)
      if room >= 12 {
        let shown = TextWidth.shorten(place, to: room)
        spans.append(Span(shown, .dim))
        room -= TextWidth.cells(of: shown)
      }
    } else if isTopic, room >= entry.kind.title.count + 3 {
      spans.append(Span(String(repeating: " ", count: room - entry.kind.title.count), .text))
      spans.append(Span(entry.kind.title, .dim))
      room = 0
    }
    if let sign {
      spans.append(Span(String(repeating: " ", count: max(0, room) + 1)))
      spans.append(Span(sign.text, Style(sign.ink)))
    }
    return StyledLine(spans)
  }

  private func drawQuery(_ query: TextEditor, into surface: inout Surface, rect: Rect, isFocused: Bool) {
    let style = Style(isFocused ? .accent : .dim, on: .page, .bold)
    if isFocused { surface.draw("▸", at: Point(x: rect.x, y: rect.y), style: style) }
    surface.draw("/", at: Point(x: rect.x + 1, y: rect.y), style: style)
    let detail = isSearching ? filter.isEmpty ? "\(hitTotal)" : "\(hitTotal) · filtered" : ""
    let field = Rect(x: rect.x + 3, y: rect.y, width: rect.width - 5 - detail.count, height: 1)
    query.draw(
      into: &surface, in: field, isFocused: isTypingQuery && isFocused,
      placeholder: "type any words, names or initials")
    if !detail.isEmpty { surface.draw(detail, endingAt: rect.right - 1, y: rect.y, style: .dim) }
  }

  private mutating func drawHits(into surface: inout Surface, in area: Rect, isFocused: Bool) {
    let shown = max(1, area.height / 2)
    list.reveal(count: hits.count, height: shown)
    for (row, index) in list.visible(count: hits.count, height: shown).enumerated() {
      let hit = hits[index]
      let isSelected = index == list.selected
      let y = area.y + row * 2
      // As in drawList: a column of air before the mark that tells there are more.
      let width = area.width - (hits.count * 2 > area.height ? 3 : 2)
      let titleMatch = hit.matches.first { $0.field == .title }
      let detail = hit.entry.parent.map { contents?.library.title(of: $0) ?? $0 } ?? hit.entry.kind.title
      let room = width - 2 - min(TextWidth.cells(of: detail) + 1, width / 2)
      let isMarked = marked.contains(hit.entry.id)
      var line = StyledLine([Span(isSelected ? "▸" : " ", .accent), Span(isMarked ? "◆" : " ", .accent)])
      if let titleMatch, TextWidth.cells(of: hit.entry.title) <= room {
        line.spans += titleMatch.spans(style: .text)
      } else {
        line.spans.append(Span(TextWidth.shorten(hit.entry.title, to: room)))
      }
      let shownDetail = TextWidth.shorten(detail, to: max(0, width - line.cells - 1))
      line.spans.append(
        Span(String(repeating: " ", count: max(1, width - line.cells - TextWidth.cells(of: shownDetail)))))
      line.spans.append(Span(shownDetail, .dim))
      surface.draw(line, at: Point(x: area.x + 1, y: y), width: width)
      surface.draw(excerpt(of: hit, width: width - 2), at: Point(x: area.x + 3, y: y + 1), width: width - 2)
      if isSelected {
        let ground: Ground = isFocused ? .selection : .quietSelection
        surface.restyle(Rect(x: area.x, y: y, width: area.width, height: 2)) { style in
          Style(style.ink == .text ? .strong : style.ink, on: ground, style.attributes)
        }
      }
    }
    surface.drawScrollMark(offset: list.offset * 2, count: hits.count * 2, in: area)
  }

  /// The words around the match, or the summary where the title alone matched.
  private func excerpt(of hit: CatalogSearch.Hit, width: Int) -> StyledLine {
    if hit.matches.isEmpty, let note = notebook.notes[hit.entry.id] {
      let text = note.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return StyledLine([Span("my note  ", Style(.accent)), Span(text, .dim)]).cut(to: width)
    }
    let match = SearchField.telling.lazy.compactMap { field in hit.matches.first { $0.field == field } }.first
    guard let match else {
      return StyledLine(TextWidth.shorten(hit.entry.summary, to: width), .dim)
    }
    let line = StyledLine([Span(match.field.label, .dim)] + match.spans(style: .dim))
    return line.cut(to: width)
  }

  // MARK: Page

  private mutating func drawPage(into surface: inout Surface, rect: Rect, content: Rect) {
    let isFocused = focus == .page
    guard let entry = currentEntry, let document = layOutPage(width: content.width) else {
      surface.drawPaneTitle("Welcome", detail: "", in: rect, isFocused: isFocused)
      drawWelcome(into: &surface, in: content)
      return
    }
    page?.document.clamp(lineCount: document.lines.count, height: content.height)
    let state = page?.document ?? DocumentState()
    let isCut = document.lines.count > content.height
    let percent = isCut ? "\(min(100, (state.offset + content.height) * 100 / document.lines.count)) %" : ""
    let match = state.match.map { "match \($0.number) of \($0.count)" } ?? ""
    let detail = [match, percent].filter { !$0.isEmpty }.joined(separator: " · ")
    surface.drawPaneTitle(entry.title, detail: detail, in: rect, isFocused: isFocused)
    surface.drawDocument(
      document, state: state, in: content, isFocused: isFocused, highlighting: highlightedWords)
  }

  private func drawWelcome(into surface: inout Surface, in area: Rect) {
    let count = contents?.library.entries.count
    let lines: [[Span]] = [
      [Span("Atelier is the workbench for people who design and build AI systems.", .strong)],
      [],
      [
        Span("The Catalog holds "), Span(count.map { "\($0) entries" } ?? "the entries", .strong),
        Span(": concepts, services, platforms, models, architectures, and how they belong together."),
      ],
      [Span("Try "), Span("/", Style(.key)), Span(" and a few letters: vector, rag, form recognizer.")],
      [
        Span("Or go down with "), Span("j", Style(.key)), Span(", into a list with "),
        Span("Enter", Style(.key)),
        Span(", along the links of a page with "), Span("Tab", Style(.key)), Span("."),
      ],
      [
        Span("2", Style(.key)),
        Span(
          " goes to the Playground, where builtin/librarian answers from these pages. There "
        ),
        Span("Ctrl-O", Style(.key)), Span(" connects other models, on this machine or elsewhere."),
      ],
      [
        Span("Ctrl-P", Style(.key)), Span(" finds everything, "), Span("?", Style(.key)),
        Span(" shows all keys, "),
        Span("Ctrl-T", Style(.key)), Span(" changes the colours."),
      ],
    ]
    var y = area.y + (area.height > 16 ? 1 : 0)
    for line in lines {
      for wrapped in StyledLine.wrap(line, width: min(area.width, MarkdownLayout.measure))
      where y < area.bottom {
        surface.draw(wrapped, at: Point(x: area.x, y: y), width: area.width)
        y += 1
      }
    }
  }
}

/// The sign beside an entry whose time is up or running out.
enum EntrySign {
  static func of(_ entry: CatalogEntry) -> (text: String, ink: Ink)? {
    switch entry.lifecycle?.state {
    case "retired": ("✗ retired", .failure)
    case "retiring": ("! retiring", .warning)
    case "superseded": ("! superseded", .warning)
    case "preview": ("preview", .dim)
    default: nil
    }
  }
}

extension FieldMatch {
  /// The text with what matched marked.
  package func spans(style: Style) -> [Span] {
    var result: [Span] = []
    let bytes = text.utf8
    var position = bytes.startIndex
    func index(_ offset: Int) -> String.Index {
      bytes.index(bytes.startIndex, offsetBy: min(offset, bytes.count))
    }
    if isCutBefore { result.append(Span("…", .dim)) }
    for range in ranges {
      let start = index(range.lowerBound)
      let end = index(range.upperBound)
      if start > position { result.append(Span(String(text[position..<start]), style)) }
      result.append(Span(String(text[start..<end]), Style(.match, on: style.ground)))
      position = end
    }
    if position < bytes.endIndex { result.append(Span(String(text[position...]), style)) }
    if isCutAfter { result.append(Span("…", .dim)) }
    return result
  }
}

extension StyledLine {
  /// The line cut to a width; when what matched would be cut away, the start goes instead.
  func cut(to width: Int) -> StyledLine {
    guard cells > width else { return self }
    guard let first = spans.firstIndex(where: { $0.style.ink == .match }) else { return shortened(to: width) }
    let before = spans[..<first].reduce(0) { $0 + TextWidth.cells(of: $1.text) }
    let match = TextWidth.cells(of: spans[first].text)
    guard before + match > width - 8 else { return shortened(to: width) }
    var excess = before + match - width * 2 / 3
    var result: [Span] = [Span("…", .dim)]
    for span in spans {
      let cells = TextWidth.cells(of: span.text)
      if excess >= cells {
        excess -= cells
        continue
      }
      var span = span
      if excess > 0 {
        span.text = String(span.text.dropFirst(TextWidth.prefix(of: span.text, cells: excess).count))
        excess = 0
      }
      result.append(span)
    }
    return StyledLine(result).shortened(to: width)
  }

  /// The line cut to a width, with an ellipsis where something is left out.
  private func shortened(to width: Int) -> StyledLine {
    guard cells > width else { return self }
    var room = width - 1
    var result: [Span] = []
    for var span in spans where room > 0 {
      span.text = TextWidth.prefix(of: span.text, cells: room)
      room -= TextWidth.cells(of: span.text)
      result.append(span)
    }
    return StyledLine(result + [Span("…", .dim)])
  }
}
