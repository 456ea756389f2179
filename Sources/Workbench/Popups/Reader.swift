import TerminalUI
import TextWidth

/// A text that lies over the screen to be read.
struct Reader: Sendable {
  var title: String
  /// What `y` copies.
  var text: String
  var lines: [StyledLine]
  var state = DocumentState()

  func frame(in size: Size) -> Rect {
    let width = min(100, size.width - 4)
    let height = min(lines.count + 2, size.height - 4)
    return Rect(
      x: (size.width - width) / 2, y: max(1, (size.height - height) / 3), width: width, height: max(3, height)
    )
  }

  func textArea(in size: Size) -> Rect { frame(in: size).inset(left: 2, top: 1, right: 2, bottom: 1) }
}

extension Workbench {
  /// Shows what was told, the newest first, in full.
  mutating func openMessages() {
    guard !told.isEmpty else { return say("Nothing was told so far", .note) }
    let width = min(100, size.width - 4) - 4
    let lines = told.reversed().flatMap { toast in
      StyledLine.wrap(
        [Span(VisibleText.make(toast.text), Style(.text, on: .popup))], width: width,
        first: [Span(toast.kind.sign + " ", Style(toast.kind.ink, on: .popup, .bold))], hanging: 2)
    }
    reader = Reader(
      title: "What was told", text: told.map(\.text).joined(separator: "\n"), lines: Array(lines))
  }

  mutating func handleReader(_ press: KeyPress) -> [Effect] {
    guard let reader else { return [] }
    let height = reader.textArea(in: size).height
    switch (press.key, press.modifiers) {
    case (.escape, []), (.enter, []), (.character("q"), []), (.character("c"), .control): self.reader = nil
    case (.character("y"), []): return [.copy(reader.text, what: "the messages")]
    default:
      let moves: [String: Movement] = [
        "move.up": .up, "move.down": .down, "move.page-up": .pageUp, "move.page-down": .pageDown,
        "move.top": .top, "move.bottom": .bottom,
      ]
      if let id = keymap.command(for: press, in: [.movement]), let movement = moves[id] {
        self.reader?.state.move(movement, lineCount: reader.lines.count, height: height)
      }
    }
    return []
  }

  mutating func handleReader(_ mouse: MouseEvent) -> [Effect] {
    guard let reader else { return [] }
    switch mouse.action {
    case .wheelUp, .wheelDown:
      self.reader?.state.scroll(
        by: mouse.action == .wheelUp ? -3 : 3, lineCount: reader.lines.count,
        height: reader.textArea(in: size).height)
    case .press(.left):
      if !reader.frame(in: size).contains(Point(x: mouse.column, y: mouse.row)) { self.reader = nil }
    default: break
    }
    return []
  }

  func drawReader(into surface: inout Surface) {
    guard let reader else { return }
    let frame = reader.frame(in: size)
    surface.cursor = nil
    surface.drawFrame(frame, title: reader.title, style: Style(.border, on: .popup))
    let area = reader.textArea(in: size)
    for row in 0..<area.height where reader.state.offset + row < reader.lines.count {
      surface.draw(
        reader.lines[reader.state.offset + row], at: Point(x: area.x, y: area.y + row), width: area.width)
    }
    surface.drawScrollMark(
      offset: reader.state.offset, count: reader.lines.count,
      in: Rect(x: area.x, y: area.y, width: area.width + 1, height: area.height))
  }
}

extension Workbench.Toast.Kind {
  var sign: String {
    switch self {
    case .done: "✓"
    case .note: "›"
    case .problem: "✗"
    }
  }

  var ink: Ink {
    switch self {
    case .done: .success
    case .note: .accent
    case .problem: .failure
    }
  }
}
