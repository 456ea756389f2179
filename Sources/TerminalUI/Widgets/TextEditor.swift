import TextWidth

/// A text of many lines that a person edits, with undo.
package struct TextEditor: Hashable, Sendable {
  /// A place between two characters.
  package struct Position: Hashable, Sendable, Comparable {
    package var line: Int
    package var column: Int

    package static func < (left: Position, right: Position) -> Bool {
      (left.line, left.column) < (right.line, right.column)
    }
  }

  private struct Snapshot: Hashable, Sendable {
    var lines: [[Character]]
    var cursor: Position
  }

  private enum Edit: Hashable, Sendable { case none, typing, deleting, other }

  package private(set) var lines: [[Character]] = [[]]
  package private(set) var cursor = Position(line: 0, column: 0)
  /// Whether line ends are refused: a field of a single line.
  package let isSingleLine: Bool

  /// The cells at which lines are wrapped where the text is shown, so that up and down go by the rows one sees; nil for
  /// lines as they are.
  package var wrapWidth: Int?

  /// The cell column that up and down try to keep.
  private var wantedColumn: Int?
  private var undoStack: [Snapshot] = []
  private var redoStack: [Snapshot] = []
  private var lastEdit = Edit.none
  private static let undoLimit = 500

  package init(_ text: String = "", isSingleLine: Bool = false) {
    self.isSingleLine = isSingleLine
    lines = TextEditor.split(text, isSingleLine: isSingleLine)
    cursor = end
  }

  package var text: String {
    get { lines.map { String($0) }.joined(separator: "\n") }
    set {
      guard newValue != text else { return }
      remember(.other)
      lines = TextEditor.split(newValue, isSingleLine: isSingleLine)
      cursor = end
      wantedColumn = nil
    }
  }

  package var isEmpty: Bool { lines.count == 1 && lines[0].isEmpty }

  private var end: Position { Position(line: lines.count - 1, column: lines[lines.count - 1].count) }

  private static func split(_ text: String, isSingleLine: Bool) -> [[Character]] {
    if isSingleLine { return [text.map { $0.isNewline ? " " : $0 }] }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Array.init)
  }

  // MARK: Keys

  /// Edits by a key.
  ///
  /// Returns false for a key that means nothing to a text field.
  package mutating func handle(_ press: KeyPress) -> Bool {
    if let character = press.typedCharacter {
      insert(String(character), as: character == " " ? .other : .typing)
      return true
    }
    switch (press.key, press.modifiers) {
    case (.left, []), (.character("b"), .control): move(to: before(cursor))
    case (.right, []), (.character("f"), .control): move(to: after(cursor))
    case (.left, .control), (.left, .alt), (.character("b"), .alt): move(to: wordStart(before: cursor))
    case (.right, .control), (.right, .alt), (.character("f"), .alt): move(to: wordEnd(after: cursor))
    case (.home, []), (.character("a"), .control): move(to: Position(line: cursor.line, column: 0))
    case (.end, []), (.character("e"), .control):
      move(to: Position(line: cursor.line, column: lines[cursor.line].count))
    case (.home, .control): move(to: Position(line: 0, column: 0))
    case (.end, .control): move(to: end)
    case (.up, []) where !isSingleLine: moveVertically(by: -1)
    case (.down, []) where !isSingleLine: moveVertically(by: 1)
    case (.backspace, []): delete(from: before(cursor), to: cursor)
    case (.delete, []), (.character("d"), .control): delete(from: cursor, to: after(cursor))
    case (.character("w"), .control), (.backspace, .alt), (.backspace, .control):
      delete(from: wordStart(before: cursor), to: cursor)
    case (.character("d"), .alt), (.delete, .control): delete(from: cursor, to: wordEnd(after: cursor))
    case (.character("u"), .control): delete(from: Position(line: cursor.line, column: 0), to: cursor)
    case (.character("k"), .control):
      let lineEnd = Position(line: cursor.line, column: lines[cursor.line].count)
      delete(from: cursor, to: lineEnd == cursor ? after(cursor) : lineEnd)
    case (.character("_"), .control), (.character("/"), .control): undo()
    case (.character("y"), .control): redo()
    case (.character("j"), .control) where !isSingleLine: insert("\n", as: .other)
    default: return false
    }
    return true
  }

  /// Inserts pasted text as one edit.
  package mutating func paste(_ text: String) {
    insert(text, as: .other)
    lastEdit = .none
  }

  // MARK: Edits

  private mutating func insert(_ text: String, as edit: Edit) {
    guard !text.isEmpty else { return }
    remember(edit)
    let parts = TextEditor.split(text, isSingleLine: isSingleLine)
    let head = lines[cursor.line][..<cursor.column]
    let tail = lines[cursor.line][cursor.column...]
    var inserted = parts
    // A mark joins the letter before it: the line is cut into characters anew.
    inserted[0] = Array(String(head) + String(parts[0]))
    let last = inserted.count - 1
    let column = inserted[last].count
    inserted[last] += tail
    lines.replaceSubrange(cursor.line...cursor.line, with: inserted)
    cursor = Position(line: cursor.line + last, column: column)
    wantedColumn = nil
  }

  private mutating func delete(from start: Position, to end: Position) {
    guard start < end else { return }
    remember(.deleting)
    // A mark that loses its letter joins the one before it, as in ``insert(_:as:)``.
    let joined = Array(String(lines[start.line][..<start.column]) + String(lines[end.line][end.column...]))
    lines.replaceSubrange(start.line...end.line, with: [joined])
    cursor = Position(line: start.line, column: min(start.column, joined.count))
    wantedColumn = nil
  }

  // MARK: Undo

  /// Keeps the state before an edit.
  ///
  /// Letters typed, or deleted, one after another are one step.
  private mutating func remember(_ edit: Edit) {
    defer { lastEdit = edit }
    redoStack = []
    if edit == lastEdit, edit == .typing || edit == .deleting { return }
    undoStack.append(Snapshot(lines: lines, cursor: cursor))
    if undoStack.count > TextEditor.undoLimit { undoStack.removeFirst() }
  }

  /// Takes back the last step.
  ///
  /// Returns whether there was one.
  @discardableResult
  package mutating func undo() -> Bool {
    guard let snapshot = undoStack.popLast() else { return false }
    redoStack.append(Snapshot(lines: lines, cursor: cursor))
    restore(snapshot)
    return true
  }

  /// Does again what was taken back.
  @discardableResult
  package mutating func redo() -> Bool {
    guard let snapshot = redoStack.popLast() else { return false }
    undoStack.append(Snapshot(lines: lines, cursor: cursor))
    restore(snapshot)
    return true
  }

  private mutating func restore(_ snapshot: Snapshot) {
    lines = snapshot.lines
    cursor = snapshot.cursor
    lastEdit = .none
    wantedColumn = nil
  }

  // MARK: Moves

  /// Puts the cursor at the start of the text.
  package mutating func moveToStart() { move(to: Position(line: 0, column: 0)) }

  /// Puts the cursor at a line and a column, both counted from 1, as near as the text allows.
  package mutating func moveTo(line: Int, column: Int) {
    let line = min(max(0, line - 1), lines.count - 1)
    move(to: Position(line: line, column: min(max(0, column - 1), lines[line].count)))
  }

  private mutating func move(to position: Position) {
    cursor = position
    lastEdit = .none
    wantedColumn = nil
  }

  /// Whether there is no row above the cursor's, or none below.
  package var isOnFirstRow: Bool { cursor.line == 0 && row(of: cursor) == 0 }
  package var isOnLastRow: Bool {
    cursor.line == lines.count - 1 && row(of: cursor) == rows(ofLine: cursor.line).count - 1
  }

  private func row(of position: Position) -> Int {
    rows(ofLine: position.line).lastIndex { $0.lowerBound <= position.column } ?? 0
  }

  /// Puts the cursor at a cell of the area in which the text was drawn.
  package mutating func place(atRow row: Int, cell: Int, in area: Rect) {
    guard !isSingleLine, !isEmpty else { return move(to: isEmpty ? cursor : end) }
    let (rows, first, _) = shownRows(in: area)
    guard rows.indices.contains(first + row) else { return move(to: end) }
    let target = rows[first + row]
    var used = 0
    var column = target.range.lowerBound
    while column < target.range.upperBound {
      let width = TextEditor.cells(of: lines[target.line][column])
      if used + width > cell { break }
      used += width
      column += 1
    }
    move(to: Position(line: target.line, column: column))
  }

  /// The cells of a character as it is drawn: one that is invisible is spelled out.
  private static func cells(of character: Character) -> Int {
    if character.isASCII, character != "\t", let value = character.asciiValue, value >= 0x20, value < 0x7F {
      return 1
    }
    return TextWidth.cells(of: VisibleText.make(String(character)))
  }

  private static func cells(of characters: ArraySlice<Character>) -> Int {
    characters.reduce(0) { $0 + cells(of: $1) }
  }

  /// Goes a row up or down.
  private mutating func moveVertically(by step: Int) {
    lastEdit = .none
    let here = rows(ofLine: cursor.line)
    let row = row(of: cursor)
    let wanted =
      wantedColumn ?? TextEditor.cells(of: lines[cursor.line][here[row].lowerBound..<cursor.column])
    let line: Int
    let target: Range<Int>
    if here.indices.contains(row + step) {
      (line, target) = (cursor.line, here[row + step])
    } else if lines.indices.contains(cursor.line + step) {
      line = cursor.line + step
      let there = rows(ofLine: line)
      target = step < 0 ? there[there.count - 1] : there[0]
    } else {
      move(to: step < 0 ? Position(line: 0, column: 0) : end)
      return
    }
    // The place behind a row's last character is the next row's first one, except in the last row of its line.
    let isLastRow = target.upperBound == lines[line].count
    var cells = 0
    var column = target.lowerBound
    while column < (isLastRow ? target.upperBound : target.upperBound - 1) {
      let width = TextEditor.cells(of: lines[line][column])
      if cells + width > wanted { break }
      cells += width
      column += 1
    }
    cursor = Position(line: line, column: column)
    wantedColumn = wanted
  }

  private func rows(ofLine number: Int) -> [Range<Int>] {
    guard let wrapWidth else { return [0..<lines[number].count] }
    return visualRows(of: lines[number], width: max(1, wrapWidth - 1))
  }

  private func before(_ position: Position) -> Position {
    if position.column > 0 { return Position(line: position.line, column: position.column - 1) }
    guard position.line > 0 else { return position }
    return Position(line: position.line - 1, column: lines[position.line - 1].count)
  }

  private func after(_ position: Position) -> Position {
    if position.column < lines[position.line].count {
      return Position(line: position.line, column: position.column + 1)
    }
    guard position.line + 1 < lines.count else { return position }
    return Position(line: position.line + 1, column: 0)
  }

  private func wordStart(before position: Position) -> Position {
    var place = before(position)
    while place > Position(line: 0, column: 0), !isWord(at: place) { place = before(place) }
    while place.column > 0, isWord(at: before(place)) { place = before(place) }
    return place
  }

  private func wordEnd(after position: Position) -> Position {
    var place = position
    while place < end, !isWord(at: place) { place = after(place) }
    while place < end, isWord(at: place) { place = after(place) }
    return place
  }

  private func isWord(at position: Position) -> Bool {
    guard position.column < lines[position.line].count else { return false }
    let character = lines[position.line][position.column]
    return character.isLetter || character.isNumber || character == "_"
  }

  // MARK: Drawing

  /// Draws the text with its lines wrapped, scrolled so that the cursor is seen.
  ///
  /// - Parameters:
  ///   - isFocused: whether to show the text cursor.
  ///   - placeholder: what to show, dim, while the text is empty.
  package func draw(
    into surface: inout Surface, in area: Rect, isFocused: Bool, ground: Ground = .page,
    placeholder: String = ""
  ) {
    guard !area.isEmpty else { return }
    surface.fill(area, style: Style(.text, on: ground))
    if isEmpty {
      let shown = TextWidth.shorten(placeholder, to: area.width)
      surface.draw(shown, at: Point(x: area.x, y: area.y), style: Style(.dim, on: ground))
      if isFocused { surface.cursor = Point(x: area.x, y: area.y) }
      return
    }
    if isSingleLine {
      drawSingleLine(into: &surface, in: area, isFocused: isFocused, ground: ground)
      return
    }
    let (rows, first, cursorRow) = shownRows(in: area)
    for (y, row) in rows[first..<min(rows.count, first + area.height)].enumerated() {
      let text = String(lines[row.line][row.range])
      surface.draw(
        text, at: Point(x: area.x, y: area.y + y), style: Style(.text, on: ground), width: area.width)
    }
    if isFocused {
      let row = rows[cursorRow]
      let cells = TextEditor.cells(of: lines[row.line][row.range.lowerBound..<cursor.column])
      surface.cursor = Point(x: area.x + min(cells, area.width - 1), y: area.y + cursorRow - first)
    }
  }

  /// All rows of the text in an area, the first one in view, and the cursor's.
  private func shownRows(
    in area: Rect
  ) -> (rows: [(line: Int, range: Range<Int>)], first: Int, cursorRow: Int) {
    var rows: [(line: Int, range: Range<Int>)] = []
    var cursorRow = 0
    for (number, line) in lines.enumerated() {
      for range in visualRows(of: line, width: max(1, area.width - 1)) {
        if number == cursor.line, range.lowerBound <= cursor.column { cursorRow = rows.count }
        rows.append((number, range))
      }
    }
    return (rows, max(0, min(cursorRow - area.height + 1, rows.count - area.height)), cursorRow)
  }

  /// How many rows the text takes in an area of a width, counted no further than a limit.
  package func rowCount(width: Int, limit: Int) -> Int {
    var count = 0
    for line in lines {
      // What is longer than all rows together needs no exact count.
      guard count < limit, line.count <= width * limit else { return limit }
      count += visualRows(of: line, width: max(1, width - 1)).count
    }
    return min(count, limit)
  }

  private func drawSingleLine(into surface: inout Surface, in area: Rect, isFocused: Bool, ground: Ground) {
    // Back from the cursor as far as the field is wide: the line may be a whole book that was pasted.
    var start = cursor.column
    var cells = 0
    while start > 0 {
      let width = TextEditor.cells(of: lines[0][start - 1])
      guard cells + width < area.width else { break }
      cells += width
      start -= 1
    }
    surface.draw(
      String(lines[0][start...].prefix(area.width)), at: Point(x: area.x, y: area.y),
      style: Style(.text, on: ground),
      width: area.width)
    if isFocused { surface.cursor = Point(x: area.x + cells, y: area.y) }
  }

  /// The rows that a line takes, one column of the area kept for the cursor behind a full row.
  ///
  /// Unlike running text, a text being edited keeps every space; one that follows a full row stands in that column.
  private func visualRows(of line: [Character], width: Int) -> [Range<Int>] {
    var rows: [Range<Int>] = []
    var start = 0
    while start < line.count {
      var used = 0
      var index = start
      var lastSpace: Int?
      while index < line.count {
        let cells = max(1, TextEditor.cells(of: line[index]))
        if used + cells > width {
          if line[index] == " " { lastSpace = index + 1 }
          break
        }
        used += cells
        index += 1
        if line[index - 1] == " " { lastSpace = index }
      }
      let stop = index < line.count ? (lastSpace ?? max(index, start + 1)) : index
      rows.append(start..<stop)
      start = stop
    }
    if rows.isEmpty { rows.append(0..<0) }
    // Behind a row that fills the spare column too, the cursor needs a row of its own.
    if let last = rows.last, TextEditor.cells(of: line[last]) > width {
      rows.append(line.count..<line.count)
    }
    return rows
  }
}
