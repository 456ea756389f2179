import Testing
import TextWidth

@testable import Diagrams

/// What holds for every drawing, over diagrams made by chance.
@Suite("Drawings of sequence diagrams hold together")
struct SequenceInvariantTests {
  @Test("nothing is lost, nothing overlaps, arrows end where they should", arguments: 1...60)
  func generated(seed: Int) throws {
    var generator = SequenceGenerator(seed: UInt64(seed))
    let source = generator.source()
    let diagram = try SequenceReader.read(source)
    for width in [nil, 120, 80, 50, 30] {
      let drawing = try SequenceDrawing.draw(diagram, SequenceOptions(width: width))
      check(drawing, of: diagram, source)
      if let width { #expect(drawing.fits == (drawing.grid.width <= width)) }
      // In ASCII everything stands where it stood.
      var ascii = try SequenceDrawing.draw(diagram, SequenceOptions(width: width, isASCII: true))
      ascii.grid = drawing.grid
      #expect(ascii == drawing)
    }
  }

  private func check(_ drawing: SequenceDrawing, of diagram: SequenceDiagram, _ source: String) {
    checkTexts(drawing, of: diagram, source)
    checkArrows(drawing, source)
    checkRoom(drawing, source)
  }

  /// Every text is there, to the last letter, where the drawing says.
  private func checkTexts(_ drawing: SequenceDrawing, of diagram: SequenceDiagram, _ source: String) {
    for (message, read) in zip(drawing.messages, diagram.messages) {
      #expect(letters(message.lines) == letters(read.numberedLines), "\(source)")
      guard let box = message.labelRectangle else { continue }
      for (offset, line) in message.lines.enumerated() {
        #expect(text(drawing.grid, box.y + offset, box.x..<(box.x + box.width)).contains(line), "\(source)")
      }
    }
    for participant in drawing.participants {
      #expect(letters(participant.lines) == letters(participant.label), "\(source)")
      for box in [participant.rectangle, participant.foot].compactMap({ $0 }) {
        #expect(letters(inside(drawing.grid, box)) == letters(participant.label), "\(source)")
      }
    }
    let notes = diagram.items.compactMap { item in
      if case .note(let note) = item { note.text.lines } else { nil }
    }
    for (note, lines) in zip(drawing.notes, notes) {
      #expect(letters(inside(drawing.grid, note.rectangle)) == letters(lines), "\(source)")
    }
    for fragment in drawing.fragments {
      for (row, lines) in [(fragment.rectangle.y, fragment.lines)]
        + fragment.sections.map({ ($0.row, $0.lines) })
      {
        for (offset, line) in lines.enumerated() {
          let columns = fragment.rectangle.x..<(fragment.rectangle.right + 1)
          #expect(text(drawing.grid, row + offset, columns).contains(line), "\(source)")
        }
      }
    }
    let fragments = diagram.items.compactMap { item -> [String]? in
      switch item {
      case .open(let fragment): fragment.kind == .rect ? [] : fragment.text.lines
      case .section(let section): section.text.lines
      default: nil
      }
    }
    let drawn = drawing.fragments.flatMap { [$0.lines] + $0.sections.map(\.lines) }
    let wanted = fragments.map { letters($0).count }.reduce(0, +)
    let found = drawn.map { letters($0).count - (letters($0).firstIndex(of: "]").map { $0 + 1 } ?? 0) }
    #expect(found.reduce(0, +) == wanted, "\(source)")
  }

  /// The line of a message begins and ends at the lifelines, bars or boxes of its two.
  private func checkArrows(_ drawing: SequenceDrawing, _ source: String) {
    for message in drawing.messages {
      let ends = [(message.path[0], message.from), (message.path[message.path.count - 1], message.to)]
      for (point, participant) in ends {
        let place = drawing.participants[participant]
        let isBox = place.rectangle.contains(point)
        // Bars stand to the right of the lifeline, without a gap.
        let isLifeline =
          place.rows.contains(point.y) && point.x >= place.column
          && (place.column..<point.x).allSatisfy { isBar(drawing.grid.glyph($0, point.y)) }
        #expect(isBox || isLifeline, "\(message.id) at \(point):\n\(drawing.picture)\n\(source)")
      }
      let last = message.path[message.path.count - 1]
      let before = message.path[message.path.count - 2]
      let step = before.x < last.x ? -1 : 1
      if message.head != .none {
        #expect(drawing.grid.ink(last.x + step, last.y) == .head, "\(drawing.picture)")
      }
      guard let box = message.labelRectangle, message.from != message.to else { continue }
      let columns = message.path.map(\.x)
      #expect(box.x > (columns.min() ?? 0) + 1 && box.right < (columns.max() ?? 0) - 1, "\(drawing.picture)")
      #expect(box.bottom < last.y, "\(drawing.picture)")
    }
  }

  private func isBar(_ glyph: Character?) -> Bool {
    glyph.map { "┃┠┨╂○".contains($0) || $0 == "◄" } ?? false
  }

  /// Boxes and texts keep apart, and lie within the drawing and their frames.
  private func checkRoom(_ drawing: SequenceDrawing, _ source: String) {
    var boxes = drawing.messages.compactMap(\.labelRectangle) + drawing.notes.map(\.rectangle)
    boxes += drawing.participants.flatMap { [$0.rectangle, $0.foot].compactMap { $0 } }
    let ordered = boxes.sorted { $0.y < $1.y }
    for (index, box) in ordered.enumerated() {
      #expect(
        box.x >= 0 && box.right < drawing.grid.width && box.y >= 0 && box.bottom < drawing.grid.height,
        "\(drawing.picture)\n\(source)")
      for other in ordered[(index + 1)...] {
        if other.y > box.bottom { break }
        #expect(other.x > box.right + 1 || box.x > other.right + 1, "\(drawing.picture)\n\(source)")
      }
    }
    for (index, fragment) in drawing.fragments.enumerated() {
      for other in drawing.fragments[(index + 1)...] {
        let outer = fragment.rectangle
        let inner = other.rectangle
        if inner.y > outer.bottom { break }
        #expect(
          inner.x > outer.x && inner.right < outer.right && inner.y > outer.y && inner.bottom < outer.bottom,
          "\(drawing.picture)\n\(source)")
      }
      for box in boxes where box.y > fragment.rectangle.y && box.bottom < fragment.rectangle.bottom {
        #expect(
          box.x > fragment.rectangle.x && box.right < fragment.rectangle.right,
          "\(drawing.picture)\n\(source)")
      }
    }
  }

  private func letters(_ lines: [String]) -> [Character] {
    lines.joined().filter { !$0.isWhitespace }
  }

  private func text(_ grid: CellGrid, _ row: Int, _ columns: Range<Int>) -> String {
    String(columns.compactMap { grid.glyph($0, row) })
  }

  private func inside(_ grid: CellGrid, _ box: Rectangle) -> [String] {
    ((box.y + 1)..<box.bottom).map { text(grid, $0, (box.x + 1)..<box.right) }
  }
}

extension SequenceDrawing {
  fileprivate var picture: String { grid.rows.joined(separator: "\n") }
}
