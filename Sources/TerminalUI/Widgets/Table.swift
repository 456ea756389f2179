import TextWidth

/// A table: columns that share a width, a header, and rows that can be selected.
package struct Table: Hashable, Sendable {
  package enum Alignment: Hashable, Sendable { case left, center, right }

  /// A column and how it takes its share of the width.
  package struct Column: Hashable, Sendable {
    package var title: String
    package var alignment: Alignment
    /// The least width with which the column is worth showing.
    package var minimum: Int
    /// Columns of a higher priority number disappear first when there is no room.
    package var priority: Int
    /// Whether long values keep their ends too ("ope…-search").
    package var keepsEnds: Bool

    package init(
      _ title: String, alignment: Alignment = .left, minimum: Int = 6, priority: Int = 0,
      keepsEnds: Bool = false
    ) {
      self.title = title
      self.alignment = alignment
      self.minimum = minimum
      self.priority = priority
      self.keepsEnds = keepsEnds
    }
  }

  package var columns: [Column]
  package let rows: [[Span]]

  package init(columns: [Column], rows: [[Span]]) {
    self.columns = columns
    // Visible from the start, so that every value is as wide as it is drawn.
    self.rows = rows.map { row in
      row.map { Span(VisibleText.make($0.text), $0.style, link: $0.link) }
    }
  }

  /// The width of each column within a total width; nil for a column that has to go.
  ///
  /// Each column gets what its widest value needs; when that is too much, the widest give way first.
  package func widths(in total: Int) -> [Int?] {
    var natural = columns.indices.map { index in
      rows.reduce(TextWidth.cells(of: columns[index].title)) { max($0, TextWidth.cells(of: $1[index].text)) }
    }
    var shown = Set(columns.indices)
    func gaps() -> Int { max(0, shown.count - 1) * 2 }
    func least() -> Int { shown.reduce(gaps()) { $0 + min(natural[$1], columns[$1].minimum) } }
    while least() > total, shown.count > 1,
      let last = shown.max(by: { (columns[$0].priority, $0) < (columns[$1].priority, $1) })
    {
      shown.remove(last)
    }
    func needed() -> Int { shown.reduce(gaps()) { $0 + natural[$1] } }
    func isWider(_ left: Int, _ right: Int) -> Bool { (natural[left], left) < (natural[right], right) }
    while needed() > total {
      // Below the width it is worth showing in goes only a column that is alone.
      let able = shown.filter { natural[$0] > columns[$0].minimum }
      guard let widest = (able.isEmpty ? shown : able).max(by: isWider), natural[widest] > 1 else { break }
      natural[widest] -= 1
    }
    return columns.indices.map { shown.contains($0) ? natural[$0] : nil }
  }

  /// One row as a line; the header when `index` is nil.
  package func line(_ index: Int?, widths: [Int?]) -> StyledLine {
    var spans: [Span] = []
    for (column, width) in widths.enumerated() {
      guard let width else { continue }
      if !spans.isEmpty { spans.append(Span("  ")) }
      var span = index.map { rows[$0][column] } ?? Span(columns[column].title, .dim)
      span.text = TextWidth.shorten(span.text, to: width, keeping: columns[column].keepsEnds ? .ends : .start)
      let room = width - TextWidth.cells(of: span.text)
      let left: Int =
        switch columns[column].alignment {
        case .left: 0
        case .center: room / 2
        case .right: room
        }
      if left > 0 { spans.append(Span(String(repeating: " ", count: left))) }
      spans.append(span)
      if room > left { spans.append(Span(String(repeating: " ", count: room - left))) }
    }
    return StyledLine(spans)
  }
}

extension Table {
  /// The header and all rows within a total width.
  package func lines(in total: Int) -> [StyledLine] {
    let widths = widths(in: total)
    return [line(nil, widths: widths)] + rows.indices.map { line($0, widths: widths) }
  }
}

extension Surface {
  /// Draws a table with its header in the first row of an area.
  package mutating func drawTable(_ table: Table, state: ListState, in area: Rect, isFocused: Bool) {
    let (header, body) = area.splitTop(1)
    // As in drawList: the mark that tells there are more rows takes a column of its own.
    let widths = table.widths(in: area.width - (table.rows.count > body.height ? 3 : 2))
    draw(table.line(nil, widths: widths), at: Point(x: header.x + 1, y: header.y), width: header.width - 2)
    drawList(state, count: table.rows.count, in: body, isFocused: isFocused) { index, _ in
      table.line(index, widths: widths)
    }
  }
}
