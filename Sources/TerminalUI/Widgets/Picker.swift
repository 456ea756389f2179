import TextWidth

/// Something that can be chosen from a picker.
package struct PickerItem<ID: Hashable & Sendable>: Hashable, Sendable {
  package var id: ID
  package var title: String
  /// What is said beside the title, dim: a kind, a key, a reason.
  package var detail: String
  /// Words that find the item beside its title.
  package var keywords: String
  /// Whether it can be chosen now.
  package var isEnabled: Bool

  package init(id: ID, title: String, detail: String = "", keywords: String = "", isEnabled: Bool = true) {
    self.id = id
    self.title = title
    self.detail = detail
    self.keywords = keywords
    self.isEnabled = isEnabled
  }
}

/// A list that narrows as a person types: the command palette, the key help, the choice of a theme.
package struct Picker<ID: Hashable & Sendable>: Sendable {
  package private(set) var query = TextEditor(isSingleLine: true)
  package private(set) var list = ListState()
  package private(set) var items: [PickerItem<ID>]
  /// The items that match, best first, each with the letters of its title that matched.
  package private(set) var matches: [(index: Int, positions: [Int])] = []
  private var height = 10
  /// The titles of the items and their other words, once something is looked for in them.
  private var texts: [(title: FuzzyText, words: FuzzyText)] = []

  package init(items: [PickerItem<ID>], selected: ID? = nil) {
    self.items = items
    refilter()
    if let selected, let index = matches.firstIndex(where: { items[$0.index].id == selected }) {
      list.select(index, count: matches.count, height: height)
    }
  }

  package var selection: PickerItem<ID>? {
    matches.indices.contains(list.selected) ? items[matches[list.selected].index] : nil
  }

  /// Puts other items into the list and keeps the query, and the selection where it is still there.
  package mutating func replaceItems(_ items: [PickerItem<ID>]) {
    let selected = selection?.id
    self.items = items
    texts = []
    refilter()
    if let selected, let index = matches.firstIndex(where: { items[$0.index].id == selected }) {
      list.select(index, count: matches.count, height: height)
    }
  }

  /// Moves the selection or edits the query.
  ///
  /// Returns false for a key that is neither.
  package mutating func handle(_ press: KeyPress) -> Bool {
    switch (press.key, press.modifiers) {
    case (.up, []), (.character("p"), .control): list.move(.up, count: matches.count, height: height)
    case (.down, []), (.character("n"), .control): list.move(.down, count: matches.count, height: height)
    case (.pageUp, []): list.move(.pageUp, count: matches.count, height: height)
    case (.pageDown, []): list.move(.pageDown, count: matches.count, height: height)
    default:
      let before = query.text
      guard query.handle(press) else { return false }
      if query.text != before { refilter() }
    }
    return true
  }

  package mutating func paste(_ text: String) {
    query.paste(text)
    refilter()
  }

  /// Scrolls the list as the mouse wheel does.
  package mutating func scroll(by rows: Int) {
    list.scroll(by: rows, count: matches.count, height: height)
  }

  /// Selects the item at a row of the list's area.
  ///
  /// Returns whether there is one.
  package mutating func select(row: Int) -> Bool {
    guard let index = list.index(atRow: row, count: matches.count) else { return false }
    list.select(index, count: matches.count, height: height)
    return true
  }

  /// Tells how many rows the list has, so that paging and scrolling fit.
  package mutating func setHeight(_ height: Int) {
    self.height = max(1, height)
    list.reveal(count: matches.count, height: self.height)
  }

  private mutating func refilter() {
    let pattern = query.text
    if pattern.allSatisfy(\.isWhitespace) {
      matches = items.indices.map { ($0, []) }
    } else {
      if texts.isEmpty {
        texts = items.map { (FuzzyText($0.title), FuzzyText($0.detail + " " + $0.keywords)) }
      }
      var scored: [(index: Int, score: Int, positions: [Int])] = []
      let wanted = FuzzyPattern(pattern)
      for (index, (title, words)) in texts.enumerated() {
        // The letters in a row, wherever they stand, are meant rather than the same letters scattered over a title.
        let bonus = wanted.isPart(of: title) ? 90 : wanted.isPart(of: words) ? 60 : 30
        if let match = FuzzyMatch.score(wanted, in: title) {
          scored.append((index, match.score + bonus, match.positions))
        } else if let match = FuzzyMatch.score(wanted, in: words), match.score > pattern.count * 6 {
          scored.append((index, match.score + bonus - 30, []))
        }
      }
      scored.sort { ($1.score, $0.index) < ($0.score, $1.index) }
      matches = scored.map { ($0.index, $0.positions) }
    }
    list = ListState()
    list.reveal(count: matches.count, height: height)
  }

  /// Draws the query in the first row of an area, a thin line, and the list below.
  package func draw(into surface: inout Surface, in area: Rect, placeholder: String, nothing: String) {
    let ground = Ground.popup
    let (top, rest) = area.splitTop(1)
    surface.draw("›", at: Point(x: top.x + 1, y: top.y), style: Style(.accent, on: ground))
    query.draw(
      into: &surface, in: top.inset(left: 3, right: 1), isFocused: true, ground: ground,
      placeholder: placeholder)
    let (rule, body) = rest.splitTop(1)
    surface.fill(rule, "─", style: Style(.border, on: ground))
    if matches.isEmpty {
      surface.draw(
        nothing, at: Point(x: body.x + 1, y: body.y), style: Style(.dim, on: ground), width: body.width - 2)
      return
    }
    var visible = list
    visible.reveal(count: matches.count, height: body.height)
    surface.drawList(visible, count: matches.count, in: body, isFocused: true) { index, width in
      line(for: index, width: width)
    }
  }

  private func line(for index: Int, width: Int) -> StyledLine {
    let match = matches[index]
    let item = items[match.index]
    let detail = TextWidth.shorten(item.detail, to: max(0, width / 2))
    let room = width - TextWidth.cells(of: detail) - 2
    let title = TextWidth.shorten(item.title, to: room)
    let hit = Set(match.positions)
    let plain = Style(item.isEnabled ? .text : .dim, on: .popup)
    var spans: [Span] = []
    for (position, character) in title.enumerated() {
      let style = hit.contains(position) ? Style(.match, on: .popup) : plain
      if spans.last?.style == style {
        spans[spans.count - 1].text.append(character)
      } else {
        spans.append(Span(String(character), style))
      }
    }
    let gap = width - TextWidth.cells(of: title) - TextWidth.cells(of: detail)
    spans.append(Span(String(repeating: " ", count: max(1, gap)), Style(.text, on: .popup)))
    spans.append(Span(detail, Style(.dim, on: .popup)))
    return StyledLine(spans)
  }
}
