/// A diagram as it is drawn: its cells, and where in them everything lies.
package struct Drawing: Equatable, Sendable {
  package var kind: DiagramKind
  package var title: String?
  /// The direction that the main flow took.
  package var direction: Direction
  package var grid: CellGrid
  package var boxes: [DrawnBox]
  package var groups: [DrawnGroup]
  package var edges: [DrawnEdge]
  package var steps: [DiagramGraph.Step]
  /// Whether it is no wider than what was asked for.
  package var fits = true

  package var width: Int { grid.width }
  package var height: Int { grid.height }

  /// A box in its place.
  package struct DrawnBox: Equatable, Sendable {
    package var id: String
    /// Its text as the source has it, lines joined by line feeds.
    package var label: String
    /// Its text as it is set.
    package var lines: [String]
    package var shape: BoxShape
    /// An index into the drawing's groups.
    package var group: Int?
    package var ref: String?
    package var tint: Tint?
    package var frame: Rectangle
  }

  /// A group in its place.
  package struct DrawnGroup: Equatable, Sendable {
    package var id: String
    package var title: String
    package var parent: Int?
    package var ref: String?
    package var tint: Tint?
    package var frame: Rectangle
  }

  /// A line in its place.
  package struct DrawnEdge: Equatable, Sendable {
    package var id: String
    package var from: DiagramGraph.End
    package var to: DiagramGraph.End
    package var label: String
    /// Where its label stands.
    package var labelFrame: Rectangle?
    package var style: LineStyle
    package var tail: LineHead
    package var head: LineHead
    /// Its corners from `from` to `to`. The first and last lie on the borders it joins.
    package var path: [Point]
  }
}

extension Drawing {
  /// The name of what a line ends at.
  package func id(of end: DiagramGraph.End) -> String {
    switch end {
    case .box(let box): boxes[box].id
    case .group(let group): groups[group].id
    }
  }
}
