/// Which row of a list is selected and which rows are seen.
///
/// The rows themselves belong to the list's owner: a state of two numbers serves a list of any length.
package struct ListState: Hashable, Sendable {
  package private(set) var selected = 0
  package private(set) var offset = 0

  package init(selected: Int = 0) {
    self.selected = max(0, selected)
  }

  /// Moves the selection.
  ///
  /// Returns whether anything changed.
  @discardableResult
  package mutating func move(_ movement: Movement, count: Int, height: Int) -> Bool {
    let before = (selected, offset)
    let page = max(1, height - 1)
    switch movement {
    case .up: select(selected - 1, count: count, height: height)
    case .down: select(selected + 1, count: count, height: height)
    case .pageUp: select(selected - page, count: count, height: height)
    case .pageDown: select(selected + page, count: count, height: height)
    case .top: select(0, count: count, height: height)
    case .bottom: select(count - 1, count: count, height: height)
    case .left, .right: break
    }
    return before != (selected, offset)
  }

  /// Selects a row, as near as the list allows, and brings it into view with a row of context where there is room.
  package mutating func select(_ index: Int, count: Int, height: Int) {
    selected = min(max(0, index), max(0, count - 1))
    reveal(count: count, height: height)
  }

  /// Selects a row that has moved, and keeps it at the row of the view where it was.
  package mutating func follow(_ index: Int, count: Int) {
    let row = selected - offset
    selected = min(max(0, index), max(0, count - 1))
    offset = max(0, selected - row)
  }

  /// Keeps selection and view inside a list whose length or height changed.
  package mutating func reveal(count: Int, height: Int) {
    selected = min(max(0, selected), max(0, count - 1))
    guard height > 0 else { return }
    let context = height > 4 ? 1 : 0
    if selected - context < offset { offset = max(0, selected - context) }
    if selected + context >= offset + height { offset = selected + context - height + 1 }
    offset = min(max(0, offset), max(0, count - height))
  }

  /// Scrolls the view as a mouse wheel does: the selection stays where it is unless it would leave the view.
  package mutating func scroll(by rows: Int, count: Int, height: Int) {
    offset = min(max(0, offset + rows), max(0, count - height))
    selected = min(max(selected, offset), max(offset, min(count, offset + height) - 1))
  }

  /// The row of the list at a row of its area; nil below its end.
  package func index(atRow row: Int, count: Int) -> Int? {
    let index = offset + row
    return row >= 0 && index < count ? index : nil
  }

  /// The rows in view.
  package func visible(count: Int, height: Int) -> Range<Int> {
    let start = min(max(0, offset), max(0, count))
    return start..<max(start, min(count, start + max(0, height)))
  }
}

extension Surface {
  /// Draws the rows of a list, with the selected one filled across the whole area.
  ///
  /// - Parameters:
  ///   - isFocused: whether keys go to this list; without the focus the selected row keeps a quieter fill.
  ///   - row: the line of a row; it is drawn one cell from the edge.
  package mutating func drawList(
    _ state: ListState, count: Int, in area: Rect, isFocused: Bool, row: (Int, _ width: Int) -> StyledLine
  ) {
    // One column of air between the rows and the mark that tells there are more.
    let width = area.width - (count > area.height ? 3 : 2)
    for (line, index) in state.visible(count: count, height: area.height).enumerated() {
      let y = area.y + line
      let isSelected = index == state.selected
      draw(row(index, width), at: Point(x: area.x + 1, y: y), width: width)
      if isSelected {
        let ground: Ground = isFocused ? .selection : .quietSelection
        restyle(Rect(x: area.x, y: y, width: area.width, height: 1)) { style in
          // The selected row is strong where it is plain, and keeps its other roles.
          Style(style.ink == .text ? .strong : style.ink, on: ground, style.attributes)
        }
      }
    }
    drawScrollMark(offset: state.offset, count: count, in: area)
  }

  /// Shows in the last column of an area which part of something longer is in view; nothing when all of it is.
  package mutating func drawScrollMark(offset: Int, count: Int, in area: Rect) {
    guard count > area.height, area.height > 1, area.width > 4 else { return }
    let length = max(1, area.height * area.height / count)
    let travel = area.height - length
    let start = count - area.height == 0 ? 0 : travel * offset / (count - area.height)
    for row in 0..<length {
      draw("▐", at: Point(x: area.right - 1, y: area.y + min(start, travel) + row), style: .border)
    }
  }
}
