import Diagrams
import TerminalUI

/// A drawing as styled lines: the inks of the drawing as the roles of the theme.
package enum DiagramLines {
  /// The whole drawing.
  package static func lines(of drawing: Drawing) -> [StyledLine] {
    (0..<drawing.height).map { y in line(of: drawing, y: y, columns: 0..<drawing.width) }
  }

  /// A part of one row. Where a range cuts a wide glyph in two, a space stands for the half.
  package static func line(of drawing: Drawing, y: Int, columns: Range<Int>) -> StyledLine {
    var spans: [Span] = []
    var text = ""
    var ink = Diagrams.Ink.none
    func flush() {
      if !text.isEmpty { spans.append(Span(text, style(of: ink))) }
      text = ""
    }
    for x in columns.clamped(to: 0..<drawing.width) {
      let own = drawing.grid.ink(x, y)
      let glyph = drawing.grid.glyph(x, y)
      if own != ink {
        flush()
        ink = own
      }
      if let glyph {
        // The right half of a glyph that the range's end cuts off.
        let isCut =
          x + 1 == columns.upperBound && x + 1 < drawing.width && drawing.grid.glyph(x + 1, y) == nil
        text.append(isCut ? " " : glyph)
      } else if x == columns.lowerBound {
        text += " "
      }
    }
    flush()
    return StyledLine(spans)
  }

  /// The role of an ink.
  package static func style(of ink: Diagrams.Ink) -> Style {
    switch ink {
    case .none, .text: .text
    case .frame: .border
    case .title: .dim
    case .border: .text
    case .mark: .accent
    case .line, .head: .dim
    case .label: Style(.info)
    case .lit: Style(.accent, on: .page, .bold)
    }
  }
}
