import Diagrams
import TerminalUI

/// The Mermaid blocks of a text, drawn where they stand.
enum DiagramBlock {
  /// A source longer than this is left to the viewer: it would hold up the page.
  private static let mostBytes = 40_000

  /// Draws a code block when it holds a diagram that fits; nil for every other block.
  static func draw(language: String, code: String, width: Int) -> [StyledLine]? {
    guard language.lowercased() == "mermaid", code.utf8.count <= mostBytes,
      let diagram = try? Diagram(reading: code),
      let drawing = try? diagram.draw(Diagram.Options(width: width)), drawing.fits
    else { return nil }
    return DiagramLines.lines(of: drawing) + [StyledLine("d opens the diagram", .dim)]
  }
}
