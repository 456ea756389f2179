import Catalog
import TerminalUI
import TextWidth

/// A comparison as lines of a terminal: a table where its columns have room, else one attribute below the other.
struct ComparisonLines {
  private let comparison: Comparison
  private let rows: [Comparison.Row]
  private let width: Int?

  /// The narrowest column in which text still reads.
  private static let leastColumn = 18
  /// The widest column where no terminal sets a limit.
  private static let mostColumn = 60
  private static let labelLimit = 24
  private static let gap = 2

  /// - Parameter width: the columns of the terminal; nil for the natural width.
  init(_ comparison: Comparison, onlyDifferences: Bool, width: Int?) {
    self.comparison = comparison
    rows = onlyDifferences ? comparison.differences : comparison.rows
    self.width = width
  }

  var lines: [StyledLine] {
    guard let width else { return table(columns: naturalColumns) }
    let left = width - labelWidth - ComparisonLines.gap * (count - 1)
    let column = left / max(1, count)
    if column < ComparisonLines.leastColumn { return stacked(width: max(20, width)) }
    return table(columns: [Int](repeating: column, count: count))
  }

  private var count: Int { comparison.entries.count }

  /// The cells of the first column: sign, label and the gap behind it.
  private var labelWidth: Int {
    let labels = rows.map(\.attribute.title) + comparison.judgements.map(\.constraint.title)
    let longest = labels.map { TextWidth.cells(of: $0) }.max() ?? 0
    return 2 + min(longest, ComparisonLines.labelLimit) + ComparisonLines.gap
  }

  private var naturalColumns: [Int] {
    comparison.entries.indices.map { index in
      let texts =
        [comparison.entries[index].title] + rows.flatMap { words(of: $0, at: index) }
        + comparison.judgements.map { $0.verdicts[index].text }
      let longest = texts.map { TextWidth.cells(of: $0) }.max() ?? 0
      return min(max(longest, ComparisonLines.leastColumn), ComparisonLines.mostColumn)
    }
  }

  /// What a cell says, one text a line: short words stand in one.
  private func words(of row: Comparison.Row, at index: Int) -> [String] {
    let values = row.cells[index].map(\.text)
    let areShort = values.allSatisfy { TextWidth.cells(of: $0) <= 24 && !$0.contains(",") }
    return areShort && !values.isEmpty ? [values.joined(separator: ", ")] : values
  }

  private func isFailing(_ index: Int) -> Bool { !comparison.failures(at: index).isEmpty }

  private func style(_ style: Style, at index: Int) -> Style { isFailing(index) ? .dim : style }

  private func style(of verdict: Constraint.Verdict) -> Style {
    switch verdict {
    case .passes: Style(.success)
    case .fails: Style(.failure)
    case .unknown: Style(.warning)
    }
  }

  // MARK: A table

  private func table(columns: [Int]) -> [StyledLine] {
    let head = comparison.entries.enumerated().map { index, entry in
      wrapped([(entry.title, style(Style(.heading), at: index))], width: columns[index])
    }
    var lines = row(label: [], head, columns: columns)
    let marks = comparison.entries.indices.map { index in
      wrapped(
        comparison.failures(at: index).map { ("✗ fails: \($0)", .dim) }, width: columns[index])
    }
    if marks.contains(where: { !$0.isEmpty }) { lines += row(label: [], marks, columns: columns) }
    lines.append(StyledLine())
    for judgement in comparison.judgements {
      let cells = judgement.verdicts.enumerated().map { index, verdict in
        wrapped([(verdict.text, style(of: verdict))], width: columns[index])
      }
      let label = self.label(
        judgement.constraint.title, differs: Set(judgement.verdicts.map(\.name)).count > 1)
      lines += row(label: label, cells, columns: columns)
    }
    if !comparison.judgements.isEmpty { lines.append(StyledLine()) }
    var guide: String?
    for entry in rows {
      if entry.attribute.guide != guide {
        guide = entry.attribute.guide
        let total = labelWidth + columns.reduce(0, +) + ComparisonLines.gap * (count - 1)
        lines.append(StyledLine())
        if let guide { lines += StyledLine.wrap([Span(guide, Style(.heading))], width: total) }
      }
      let cells = comparison.entries.indices.map { index in
        let texts = words(of: entry, at: index)
        return texts.isEmpty
          ? wrapped([(Comparison.unknownText, .dim)], width: columns[index])
          : wrapped(texts.map { ($0, style(Style(.text), at: index)) }, width: columns[index])
      }
      lines += row(label: label(entry.attribute.title, differs: entry.differs), cells, columns: columns)
    }
    return lines
  }

  private func label(_ title: String, differs: Bool) -> [StyledLine] {
    let width = labelWidth - 2 - ComparisonLines.gap
    return StyledLine.wrap([Span(title, Style(.strong))], width: width).enumerated().map { index, line in
      StyledLine([Span(index == 0 && differs ? "≠ " : "  ", Style(.warning))] + line.spans)
    }
  }

  private func wrapped(_ texts: [(String, Style)], width: Int) -> [StyledLine] {
    texts.flatMap { text, style in StyledLine.wrap([Span(VisibleText.make(text), style)], width: width) }
  }

  /// Sets the lines of cells beside each other.
  private func row(label: [StyledLine], _ cells: [[StyledLine]], columns: [Int]) -> [StyledLine] {
    let height = max(label.count, cells.map(\.count).max() ?? 0)
    return (0..<height).map { number in
      var spans: [Span] = []
      func add(_ lines: [StyledLine], width: Int) {
        let line = number < lines.count ? lines[number] : StyledLine()
        spans += line.spans + [Span(String(repeating: " ", count: max(0, width - line.cells)))]
      }
      add(label, width: labelWidth)
      for (index, cell) in cells.enumerated() {
        add(cell, width: columns[index] + (index + 1 < cells.count ? ComparisonLines.gap : 0))
      }
      return StyledLine(spans)
    }
  }

  // MARK: One below the other

  private func stacked(width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    for (index, entry) in comparison.entries.enumerated() {
      lines += StyledLine.wrap([Span(entry.title, style(Style(.heading), at: index))], width: width)
      for reason in comparison.failures(at: index) {
        lines += StyledLine.wrap(
          [Span("✗ fails: \(reason)", .dim)], width: width, first: [Span("  ")], hanging: 2)
      }
    }
    func add(_ title: String, differs: Bool, cells: [[(String, Style)]]) {
      lines.append(StyledLine())
      lines += StyledLine.wrap(
        [Span(title, Style(.strong))], width: width,
        first: [Span(differs ? "≠ " : "  ", Style(.warning))], hanging: 2)
      for (index, cell) in cells.enumerated() {
        let name = Span(comparison.entries[index].title + ": ", .dim)
        let texts = cell.enumerated().flatMap { number, part in
          (number > 0 ? [Span("; ", .dim)] : []) + [Span(VisibleText.make(part.0), part.1)]
        }
        lines += StyledLine.wrap([name] + texts, width: width, first: [Span("    ")], hanging: 4)
      }
    }
    for judgement in comparison.judgements {
      add(
        judgement.constraint.title, differs: Set(judgement.verdicts.map(\.name)).count > 1,
        cells: judgement.verdicts.map { [($0.text, style(of: $0))] })
    }
    for row in rows {
      add(
        row.attribute.fullTitle, differs: row.differs,
        cells: comparison.entries.indices.map { index in
          let texts = words(of: row, at: index)
          return texts.isEmpty
            ? [(Comparison.unknownText, .dim)] : texts.map { ($0, style(Style(.text), at: index)) }
        })
    }
    return lines
  }
}
