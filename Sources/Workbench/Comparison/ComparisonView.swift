import Catalog
import TerminalUI
import TextWidth

/// Two to four entries side by side, attribute by attribute.
struct ComparisonView: Sendable {
  let library: CatalogLibrary
  private(set) var addresses: [String]
  /// The ids of the constraints that the choice must fulfil.
  private(set) var constraints: [String]
  var onlyDifferences = false
  /// The entry that keys go to.
  var column = 0
  var view = DocumentState()
  private(set) var comparison: Comparison

  init(_ addresses: [String], in library: CatalogLibrary, constraints: [String] = []) {
    self.library = library
    self.addresses = addresses
    self.constraints = constraints
    comparison = Comparison(of: [], in: library)
    compare()
  }

  private mutating func compare() {
    comparison = Comparison(
      of: addresses.compactMap { library[$0] }, in: library,
      constraints: constraints.compactMap { Constraint.named($0) })
    column = min(column, max(0, addresses.count - 1))
  }

  mutating func toggle(constraint id: String) {
    if let index = constraints.firstIndex(of: id) {
      constraints.remove(at: index)
    } else {
      constraints.append(id)
      // In the order in which they are offered.
      constraints = Constraint.all.map(\.id).filter(constraints.contains)
    }
    compare()
  }

  /// Takes the entry of the selected column out; false when only two are left.
  mutating func removeColumn() -> Bool {
    guard addresses.count > 2 else { return false }
    addresses.remove(at: column)
    compare()
    return true
  }

  var selectedEntry: String? { addresses.indices.contains(column) ? addresses[column] : nil }

  mutating func move(_ movement: Movement, width: Int, height: Int) {
    switch movement {
    case .left: column = max(0, column - 1)
    case .right: column = min(addresses.count - 1, column + 1)
    default:
      let layout = ComparisonLayout(self, width: width)
      view.move(movement, lineCount: layout.rows.count, height: max(1, height - layout.header.count))
    }
  }

  var status: String {
    let differing = comparison.differences.count
    return "\(differing) of \(comparison.rows.count) attributes differ"
  }
}

/// A comparison set to a width: a head that stays, and rows that scroll.
struct ComparisonLayout {
  private(set) var header: [StyledLine] = []
  private(set) var rows: [StyledLine] = []

  private let view: ComparisonView
  private let width: Int
  private let labelWidth: Int
  private let columnWidth: Int

  init(_ view: ComparisonView, width: Int) {
    self.view = view
    self.width = width
    let count = max(1, view.comparison.entries.count)
    let names = view.comparison.rows.map { TextWidth.cells(of: $0.attribute.fullTitle) }
    labelWidth = min((names.max() ?? 0) + 3, max(width >= 110 ? 24 : 17, width / 5))
    columnWidth = (width - labelWidth - (count - 1) * 2) / count
    if columnWidth >= 18 { setSideBySide() } else { setBelowEachOther() }
  }

  private var shown: [Comparison.Row] {
    view.onlyDifferences ? view.comparison.differences : view.comparison.rows
  }

  private func title(_ index: Int) -> Span {
    let entry = view.comparison.entries[index]
    let isFailing = !view.comparison.failures(at: index).isEmpty
    let style =
      index == view.column
      ? Style(.accent, on: .page, [.bold, .underline]) : isFailing ? Style(.dim) : Style(.strong)
    return Span(entry.title, style)
  }

  /// What the constraints say of an entry, each with its sign.
  private func verdicts(_ index: Int) -> [(sign: Span, text: Span)] {
    view.comparison.judgements.map { judgement in
      let name = judgement.constraint.title
      switch judgement.verdicts[index] {
      case .passes(let reason): return (Span("✓ ", Style(.success)), Span("\(name) (\(reason))", .dim))
      case .fails(let reason): return (Span("✗ ", Style(.failure)), Span("\(name): \(reason)"))
      case .unknown:
        return (Span("? ", Style(.warning)), Span("\(name): not stated", .dim))
      }
    }
  }

  private func cell(_ row: Comparison.Row, _ index: Int) -> Span {
    guard let text = row.text(at: index) else { return Span(Comparison.unknownText, .dim) }
    return Span(text, view.comparison.failures(at: index).isEmpty ? .text : .dim)
  }

  private func label(_ row: Comparison.Row) -> [Span] {
    [
      Span(row.differs ? "≠ " : "  ", Style(.warning)),
      Span(row.attribute.fullTitle, row.differs ? .strong : .dim),
    ]
  }

  // MARK: Side by side

  private mutating func setSideBySide() {
    let indices = view.comparison.entries.indices
    header = lines(
      label: [], cells: indices.map { StyledLine.wrap([title($0)], width: columnWidth) })
    let verdicts = indices.map { index in
      self.verdicts(index).flatMap { sign, text in
        StyledLine.wrap([text], width: columnWidth, first: [sign], hanging: 2)
      }
    }
    if verdicts.contains(where: { !$0.isEmpty }) {
      header += lines(label: [Span("  Constraints", .dim)], cells: verdicts)
    }
    header.append(StyledLine(String(repeating: "─", count: width), Style(.border)))
    for row in shown {
      let lines = lines(
        label: label(row), cells: indices.map { StyledLine.wrap([cell(row, $0)], width: columnWidth) })
      rows += lines
      if lines.count > 1 { rows.append(StyledLine()) }
    }
  }

  /// Cells beside each other, as high as the highest.
  private func lines(label: [Span], cells: [[StyledLine]]) -> [StyledLine] {
    let labels = StyledLine.wrap(label, width: labelWidth - 1, hanging: 2)
    let height = max(labels.count, cells.map(\.count).max() ?? 0)
    return (0..<height).map { row in
      var spans: [Span] = []
      var x = 0
      func pad(to column: Int) {
        if column > x { spans.append(Span(String(repeating: " ", count: column - x))) }
        x = max(x, column)
      }
      if labels.indices.contains(row) {
        spans += labels[row].spans
        x = labels[row].cells
      }
      for (index, cell) in cells.enumerated() where cell.indices.contains(row) {
        pad(to: labelWidth + index * (columnWidth + 2))
        spans += cell[row].spans
        x += cell[row].cells
      }
      return StyledLine(spans)
    }
  }

  // MARK: Below each other

  private mutating func setBelowEachOther() {
    let indices = view.comparison.entries.indices
    for index in indices {
      header += StyledLine.wrap(
        [title(index)], width: width, first: [Span("\(index + 1) ", Style(.key))], hanging: 2)
      for (sign, text) in verdicts(index) {
        header += StyledLine.wrap([text], width: width, first: [Span("  "), sign], hanging: 4)
      }
    }
    header.append(StyledLine(String(repeating: "─", count: width), Style(.border)))
    for row in shown {
      rows += StyledLine.wrap(label(row), width: width)
      for index in indices {
        rows += StyledLine.wrap(
          [cell(row, index)], width: width, first: [Span("  \(index + 1)  ", Style(.key))], hanging: 5)
      }
    }
  }
}

extension ComparisonView {
  mutating func draw(into surface: inout Surface, in area: Rect) {
    let content = area.inset(left: 1, right: 2)
    let layout = ComparisonLayout(self, width: content.width)
    // Of a head that would fill the window, only the beginning stays.
    let head = min(layout.header.count, max(1, content.height - 4))
    let (top, body) = content.splitTop(head)
    for row in 0..<head {
      surface.draw(layout.header[row], at: Point(x: top.x, y: top.y + row), width: top.width)
    }
    view.clamp(lineCount: layout.rows.count, height: body.height)
    for row in 0..<body.height where view.offset + row < layout.rows.count {
      surface.draw(
        layout.rows[view.offset + row], at: Point(x: body.x, y: body.y + row), width: body.width)
    }
    if layout.rows.isEmpty {
      surface.draw(
        "They differ in nothing that the catalog states.", at: Point(x: body.x + 2, y: body.y), style: .dim,
        width: body.width)
    }
    surface.drawScrollMark(
      offset: view.offset, count: layout.rows.count,
      in: Rect(x: area.x, y: body.y, width: area.width, height: body.height))
  }
}
