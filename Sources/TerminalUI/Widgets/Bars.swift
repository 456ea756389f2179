import TextWidth

/// A key and what it does, as the key bar shows it.
package struct KeyHint: Hashable, Sendable {
  package var key: String
  package var title: String

  package init(_ key: String, _ title: String) {
    self.key = key
    self.title = title
  }
}

extension Surface {
  /// Draws the key bar: as many hints as fit, the last of them always, because it leads to all others.
  package mutating func drawKeyBar(_ hints: [KeyHint], in area: Rect) {
    fill(area, style: Style(.bar, on: .bar))
    guard let last = hints.last else { return }
    func cells(_ hint: KeyHint) -> Int { TextWidth.cells(of: hint.key) + 1 + TextWidth.cells(of: hint.title) }
    var x = area.x + 1
    let end = area.right - 1
    func put(_ hint: KeyHint, into surface: inout Surface) {
      x += surface.draw(hint.key, at: Point(x: x, y: area.y), style: Style(.key, on: .bar), width: end - x)
      x += 1
      x += surface.draw(hint.title, at: Point(x: x, y: area.y), style: Style(.bar, on: .bar), width: end - x)
      x += 2
    }
    for hint in hints.dropLast() where x + cells(hint) + 2 + cells(last) <= end { put(hint, into: &self) }
    if x + cells(last) <= end { put(last, into: &self) }
  }

  /// Draws the title line of a pane, with accent and a marker where the focus is, and something dim at its end.
  package mutating func drawPaneTitle(_ title: String, detail: String = "", in rect: Rect, isFocused: Bool) {
    let style = isFocused ? Style(.accent, on: .page, .bold) : Style(.dim)
    if isFocused { draw("▸", at: Point(x: rect.x, y: rect.y), style: style) }
    let detailWidth = detail.isEmpty ? 0 : TextWidth.cells(of: detail) + 1
    let shown = TextWidth.shorten(title, to: max(0, rect.width - 4 - detailWidth))
    draw(shown, at: Point(x: rect.x + 2, y: rect.y), style: style)
    if !detail.isEmpty { draw(detail, endingAt: rect.right - 1, y: rect.y, style: .dim) }
  }

  /// Draws a row of tabs and returns where each one stands, for the mouse.
  package mutating func drawTabs(
    _ titles: [String], selected: Int, at point: Point, width: Int, ground: Ground
  ) -> [Rect] {
    var x = point.x
    return titles.enumerated().map { index, title in
      let style =
        index == selected ? Style(.accent, on: ground, [.bold, .underline]) : Style(.bar, on: ground)
      let used = draw(title, at: Point(x: x, y: point.y), style: style, width: max(0, point.x + width - x))
      defer { x += used + 2 }
      return Rect(x: x, y: point.y, width: used, height: 1)
    }
  }

  /// Draws a bar filled to a share of its width, in eighths of a cell.
  package mutating func drawProgress(_ share: Double, in area: Rect, style: Style = .accent) {
    // A share of nothing (0 of 0) is not a number: the bar is empty.
    let known = share.isNaN ? 0 : min(max(share, 0), 1)
    let eighths = Int((known * Double(area.width * 8)).rounded())
    let parts = Array(" ▏▎▍▌▋▊▉█")
    for cell in 0..<area.width {
      let filled = min(8, max(0, eighths - cell * 8))
      draw(String(parts[filled]), at: Point(x: area.x + cell, y: area.y), style: style)
    }
  }

  /// Draws a message at the right side above a row, on as many rows as it needs, three at most.
  ///
  /// - Parameter others: rows above which it may stand as well: the first of all above which it hides nothing that is
  ///   written, else the first one.
  package mutating func drawToast(
    _ message: String, sign: String, ink: Ink, above area: Rect, or others: [Rect] = []
  ) {
    let toast =
      ([area] + others).lazy.map { Toast(message, above: $0) }.first { !hidesText(of: $0.rect) }
      ?? Toast(message, above: area)
    let rect = toast.rect
    fill(rect, style: Style(.text, on: .popup))
    draw(sign, at: Point(x: rect.x + 1, y: rect.y), style: Style(ink, on: .popup, .bold))
    for (row, line) in toast.lines.enumerated() {
      draw(line, at: Point(x: rect.x + 3, y: rect.y + row), width: rect.width - 4)
    }
  }

  /// Whether something stands in an area that is more than empty page and the lines between panes.
  private func hidesText(of rect: Rect) -> Bool {
    (rect.y..<rect.bottom).contains { y in
      (rect.x..<rect.right).contains { x in
        guard bounds.contains(Point(x: x, y: y)) else { return true }
        let cell = self[x, y]
        return cell.style.ground != .page || cell.glyph != " " && cell.style.ink != .border
      }
    }
  }

  /// A message as it is laid out above a row.
  private struct Toast {
    var lines: [StyledLine]
    var rect: Rect

    init(_ message: String, above area: Rect) {
      let room = max(10, min(area.width - 8, 84))
      lines = StyledLine.wrap([Span(VisibleText.make(message), Style(.strong, on: .popup))], width: room)
      let most = min(3, max(1, area.y - 2))
      if lines.count > most {
        lines = Array(lines.prefix(most))
        let last = lines[most - 1].spans.map(\.text).joined()
        let cut = TextWidth.cells(of: last) < room ? last + "…" : TextWidth.shorten(last + " …", to: room)
        lines[most - 1] = StyledLine(cut, Style(.strong, on: .popup))
      }
      let width = (lines.map(\.cells).max() ?? 0) + 5
      rect = Rect(x: area.right - width - 1, y: area.y - lines.count, width: width, height: lines.count)
    }
  }
}

/// The one cell that turns while something is at work.
package enum Spinner {
  private static let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

  /// The sign for a moment, counted in tenths of a second.
  package static func frame(_ tenth: Int) -> Character {
    frames[((tenth % frames.count) + frames.count) % frames.count]
  }
}
