import Diagrams
import TerminalUI
import TextWidth

extension DiagramViewer {
  /// The parts of the viewer's area.
  struct Layout {
    var drawing: Rect
    /// Where the text of the step, or what is selected, stands.
    var side: Rect
    var isBeside: Bool
  }

  /// Beside the drawing where the pane is wide, below it elsewhere; nothing where there is nothing to tell.
  func layout(in area: Rect) -> Layout {
    if step != nil, area.width >= 110 {
      let parts = area.splitLeft(area.width - 34)
      return Layout(drawing: parts.left, side: parts.rest, isBeside: true)
    }
    let rows = step != nil ? 3 : 1
    let parts = area.splitBottom(min(rows, max(1, area.height / 3)))
    return Layout(drawing: parts.rest, side: parts.bottom, isBeside: false)
  }

  /// Draws the viewer into an area.
  mutating func draw(into surface: inout Surface, in area: Rect) {
    let layout = layout(in: area)
    guard let drawing = drawing(width: layout.drawing.width) else {
      let text = problem ?? "There is nothing to draw"
      for (row, line) in StyledLine.wrap([Span(text)], width: max(10, area.width - 4)).enumerated()
      where row < area.height {
        surface.draw(line, at: TerminalUI.Point(x: area.x + 2, y: area.y + 1 + row), width: area.width - 4)
      }
      return
    }
    origin = clamped(origin, drawing, in: layout.drawing)
    let offset = place(of: drawing, in: layout.drawing)
    let rows = min(layout.drawing.height, drawing.height - origin.y)
    let columns = origin.x..<min(drawing.width, origin.x + layout.drawing.width)
    for row in 0..<max(0, rows) {
      let line = DiagramLines.line(of: drawing, y: origin.y + row, columns: columns)
      surface.draw(line, at: TerminalUI.Point(x: offset.x, y: offset.y + row), width: columns.count)
    }
    markMatches(drawing, into: &surface, in: layout.drawing)
    markSelection(drawing, into: &surface, in: layout.drawing)
    drawSide(drawing, into: &surface, layout)
  }

  /// Where the upper left cell of what is seen stands: a small drawing stands in the middle.
  func place(of drawing: Drawing, in area: Rect) -> TerminalUI.Point {
    TerminalUI.Point(
      x: area.x + max(0, area.width - drawing.width) / 2,
      y: area.y + min(1, max(0, area.height - drawing.height)))
  }

  /// The rectangle of the screen that a rectangle of the drawing takes, as far as it is seen.
  private func seen(_ frame: Rectangle, _ drawing: Drawing, in area: Rect) -> Rect? {
    let offset = place(of: drawing, in: area)
    let left = max(frame.x, origin.x)
    let right = min(frame.right, origin.x + area.width - 1)
    let top = max(frame.y, origin.y)
    let bottom = min(frame.bottom, origin.y + area.height - 1)
    guard left <= right, top <= bottom else { return nil }
    return Rect(
      x: offset.x + left - origin.x, y: offset.y + top - origin.y, width: right - left + 1,
      height: bottom - top + 1)
  }

  private func markSelection(_ drawing: Drawing, into surface: inout Surface, in area: Rect) {
    if let chosenEdge, drawing.edges.indices.contains(chosenEdge) {
      let path = drawing.edges[chosenEdge].path
      for (start, end) in zip(path, path.dropFirst()) {
        let stretch = Rectangle(
          x: min(start.x, end.x), y: min(start.y, end.y), width: abs(start.x - end.x) + 1,
          height: abs(start.y - end.y) + 1)
        if let rect = seen(stretch, drawing, in: area) {
          surface.restyle(rect) { _ in Style(.accent, on: .page, .bold) }
        }
      }
    }
    guard let box = selectedBox(drawing), let rect = seen(drawing.boxes[box].frame, drawing, in: area) else {
      return
    }
    surface.restyle(rect) { Style($0.ink == .text ? .strong : $0.ink, on: .selection, $0.attributes) }
  }

  private func markMatches(_ drawing: Drawing, into surface: inout Surface, in area: Rect) {
    guard query != nil else { return }
    for match in matches(drawing) {
      let frame: Rectangle
      switch match {
      case .box(let box): frame = drawing.boxes[box].frame
      case .edge(let edge):
        guard let label = drawing.edges[edge].labelFrame else { continue }
        frame = label
      case .group(let group):
        let whole = drawing.groups[group].frame
        frame = Rectangle(x: whole.x, y: whole.y, width: whole.width, height: 1)
      }
      guard let rect = seen(frame, drawing, in: area) else { continue }
      surface.restyle(rect) { Style(.match, on: $0.ground, $0.attributes) }
    }
  }

  // MARK: Beside the drawing

  private func drawSide(_ drawing: Drawing, into surface: inout Surface, _ layout: Layout) {
    let rect = layout.side
    var lines: [StyledLine] = []
    let width = max(8, rect.width - (layout.isBeside ? 3 : 2))
    if let query {
      let all = matches(drawing)
      let place = match.flatMap { all.firstIndex(of: $0) }.map { "\($0 + 1) of " } ?? ""
      let found =
        query.text.isEmpty ? "" : all.isEmpty ? "  no label holds it" : "  \(place)\(all.count) found"
      lines.append(StyledLine([Span("/ ", .accent), Span(query.text), Span(found, .dim)]))
    }
    if let lit = drawing.steps.first(where: { $0.number == step }) {
      lines += StyledLine.wrap(
        [Span(lit.text)], width: width, first: [Span("\(lit.number)  ", Style(.accent, on: .page, .bold))],
        hanging: TextWidth.cells(of: "\(lit.number)  "))
      if layout.isBeside { lines.append(StyledLine("")) }
    }
    lines += selectionLines(drawing, width: width)
    if lines.isEmpty { lines = [hint(drawing)] }
    for (row, line) in lines.prefix(rect.height).enumerated() {
      surface.draw(
        line,
        at: TerminalUI.Point(
          x: rect.x + (layout.isBeside ? 2 : 1), y: rect.y + row + (layout.isBeside ? 1 : 0)),
        width: width)
    }
    if layout.isBeside { surface.drawVerticalLine(x: rect.x, from: rect.y, to: rect.bottom) }
  }

  private func selectionLines(_ drawing: Drawing, width: Int) -> [StyledLine] {
    guard let index = selectedBox(drawing) else { return [] }
    if let chosenEdge, drawing.edges.indices.contains(chosenEdge) {
      return StyledLine.wrap(
        [Span(description(ofEdge: chosenEdge, drawing)), Span("  f goes there", .dim)], width: width)
    }
    let box = drawing.boxes[index]
    var spans = [Span(box.label.replacing("\n", with: " "), .strong)]
    if isClosedGroup(box.id) {
      spans.append(Span("  Enter opens the group", .dim))
    } else if let ref = box.ref {
      spans += [Span("  Enter opens ", .dim), Span(ref, .accent)]
    }
    return StyledLine.wrap(spans, width: width)
  }

  private func hint(_ drawing: Drawing) -> StyledLine {
    var words = ["Tab walks the boxes"]
    if !steps.isEmpty { words.append(". and , walk the \(steps.count) steps") }
    if !drawing.fits { words.append("it is wider than the pane: arrows pan") }
    return StyledLine(words.joined(separator: "  ·  "), .dim)
  }

  /// What stands at the right of the line under the title.
  var status: String {
    var parts: [String] = []
    if let step, let place = steps.firstIndex(where: { $0.number == step }) {
      parts.append("step \(place + 1) of \(steps.count)")
    }
    if let direction { parts.append("flow \(direction.rawValue)") }
    parts.append(zoom.title)
    if let drawn { parts.append("\(drawn.width)x\(drawn.height)") }
    return parts.joined(separator: "   ")
  }
}
