import TextWidth

/// One cell of a surface: a glyph and its look.
package struct Cell: Hashable, Sendable {
  /// What is drawn here; nil in the second half of a glyph that is two cells wide.
  package var glyph: Character?
  package var style: Style

  package init(_ glyph: Character? = " ", style: Style = .text) {
    self.glyph = glyph
    self.style = style
  }
}

/// A rectangle of cells into which views draw.
///
/// It knows nothing of terminals: tests read it, `Terminal` shows it.
package struct Surface: Hashable, Sendable {
  package let size: Size
  package private(set) var cells: [Cell]
  /// Where the text cursor stands, when a text field has the focus.
  package var cursor: Point?

  package init(size: Size, style: Style = .text) {
    self.size = size
    cells = [Cell](repeating: Cell(style: style), count: max(0, size.width) * max(0, size.height))
  }

  package var bounds: Rect { Rect(size) }

  package subscript(x: Int, y: Int) -> Cell {
    guard x >= 0, y >= 0, x < size.width, y < size.height else { return Cell() }
    return cells[y * size.width + x]
  }

  /// Draws a line of text and returns how many cells it took.
  ///
  /// Control characters are made visible. What does not fit into `width`, or lies outside the surface, is not drawn; a
  /// wide glyph that would fit by half is a blank.
  @discardableResult
  package mutating func draw(_ text: String, at point: Point, style: Style, width limit: Int? = nil) -> Int {
    guard point.y >= 0, point.y < size.height else { return 0 }
    var x = point.x
    let end = min(size.width, limit.map { point.x + max(0, $0) } ?? Int.max)
    for character in VisibleText.make(text) {
      for (glyph, width) in TextWidth.glyphs(of: character) where width > 0 {
        if x == -1, width == 2 { put(" ", width: 1, x: 0, y: point.y, style: style) }
        guard x + width <= end else {
          if x < end { put(" ", width: 1, x: x, y: point.y, style: style) }
          return end - point.x
        }
        put(glyph, width: width, x: x, y: point.y, style: style)
        x += width
      }
    }
    return x - point.x
  }

  /// Draws text that ends at a column (one past its last cell) and returns where it starts.
  @discardableResult
  package mutating func draw(_ text: String, endingAt right: Int, y: Int, style: Style) -> Int {
    let start = right - TextWidth.cells(of: VisibleText.make(text))
    draw(text, at: Point(x: start, y: y), style: style)
    return start
  }

  private mutating func put(_ glyph: Character, width: Int, x: Int, y: Int, style: Style) {
    guard x >= 0, x + width <= size.width else { return }
    let index = y * size.width + x
    splitWideGlyph(at: index, x: x)
    if width == 2 { splitWideGlyph(at: index + 1, x: x + 1) }
    cells[index] = Cell(glyph, style: style)
    if width == 2 { cells[index + 1] = Cell(nil, style: style) }
  }

  /// Blanks the other half of a wide glyph that is about to be overwritten by half.
  private mutating func splitWideGlyph(at index: Int, x: Int) {
    if cells[index].glyph == nil, x > 0 { cells[index - 1].glyph = " " }
    if x + 1 < size.width, cells[index + 1].glyph == nil { cells[index + 1].glyph = " " }
  }

  /// Fills a rectangle with a glyph of one cell.
  package mutating func fill(_ rect: Rect, _ glyph: Character = " ", style: Style) {
    let left = max(0, rect.x)
    let right = min(size.width, rect.right)
    guard left < right else { return }
    for y in max(0, rect.y)..<max(max(0, rect.y), min(size.height, rect.bottom)) {
      for x in left..<right { put(glyph, width: 1, x: x, y: y, style: style) }
    }
  }

  /// Changes the look of what is drawn already, and leaves the glyphs.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    for y in max(0, rect.y)..<max(max(0, rect.y), min(size.height, rect.bottom)) {
      for x in max(0, rect.x)..<max(max(0, rect.x), min(size.width, rect.right)) {
        let index = y * size.width + x
        cells[index].style = change(cells[index].style)
      }
    }
  }

  /// Draws a vertical line.
  package mutating func drawVerticalLine(x: Int, from top: Int, to bottom: Int, style: Style = .border) {
    guard top < bottom else { return }
    for y in top..<bottom { draw("│", at: Point(x: x, y: y), style: style) }
  }

  /// Draws the frame of a popup and clears what is inside.
  package mutating func drawFrame(_ rect: Rect, title: String, style: Style) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    fill(rect, style: Style(.text, on: style.ground))
    let line = String(repeating: "─", count: rect.width - 2)
    draw("┌" + line + "┐", at: Point(x: rect.x, y: rect.y), style: style)
    draw("└" + line + "┘", at: Point(x: rect.x, y: rect.bottom - 1), style: style)
    for y in (rect.y + 1)..<max(rect.y + 1, rect.bottom - 1) {
      draw("│", at: Point(x: rect.x, y: y), style: style)
      draw("│", at: Point(x: rect.right - 1, y: y), style: style)
    }
    if !title.isEmpty, rect.width > 6 {
      let shown = TextWidth.shorten(title, to: rect.width - 6)
      draw(" \(shown) ", at: Point(x: rect.x + 2, y: rect.y), style: Style(.strong, on: style.ground, .bold))
    }
  }

  /// The text of every row, without blanks at the ends: what golden files hold.
  package var rows: [String] {
    (0..<size.height).map { y in
      var row = ""
      for x in 0..<size.width {
        if let glyph = cells[y * size.width + x].glyph { row.append(glyph) }
      }
      while row.last == " " { row.removeLast() }
      return row
    }
  }
}
