/// A sequence diagram, drawn: the picture, and where in it everything stands.
package struct SequenceDrawing: Equatable, Sendable {
  package var grid: CellGrid
  /// Whether it is as narrow as was asked for.
  package var fits: Bool
  package var title: [String]
  package var participants: [Participant]
  package var groups: [Group]
  package var messages: [Message]
  package var notes: [Note]
  package var fragments: [Fragment]
  /// The steps of the source: indices into `participants`, `groups` and `messages`.
  package var steps: [DiagramGraph.Step]
}

/// How a sequence diagram is drawn.
package struct SequenceOptions: Equatable, Sendable {
  /// The columns that there are; nil for as many as it likes.
  package var width: Int?
  /// Whether lines and signs are drawn in ASCII.
  package var isASCII: Bool
  /// Whether the title stands above the picture.
  package var showsTitle: Bool

  package init(width: Int? = nil, isASCII: Bool = false, showsTitle: Bool = true) {
    self.width = width
    self.isASCII = isASCII
    self.showsTitle = showsTitle
  }
}

extension SequenceDrawing {
  /// A participant in the picture.
  package struct Participant: Equatable, Sendable {
    package var id: String
    /// The lines of its label as the source has them, and as they are drawn.
    package var label: [String]
    package var lines: [String]
    package var kind: SequenceDiagram.ParticipantKind
    /// An index into `groups`.
    package var group: Int?
    package var ref: String?
    /// Its box, and the box that repeats it at the bottom.
    package var rectangle: Rectangle
    package var foot: Rectangle?
    /// The column of its lifeline, and the rows between its boxes.
    package var column: Int
    package var rows: Range<Int>
  }

  /// A frame around the boxes of some participants.
  package struct Group: Equatable, Sendable {
    package var id: String
    package var title: [String]
    package var tint: Tint?
    package var ref: String?
    /// The frame; nil for a group without participants.
    package var rectangle: Rectangle?
  }

  /// An arrow in the picture.
  package struct Message: Equatable, Sendable {
    package var id: String
    /// Indices into `participants`.
    package var from: Int
    package var to: Int
    /// The lines of its text as the source has them, and as they are drawn with its number.
    package var label: [String]
    package var lines: [String]
    package var number: String?
    /// Where its text stands; nil when it has none.
    package var labelRectangle: Rectangle?
    package var style: LineStyle
    package var head: SequenceDiagram.Head
    package var tail: SequenceDiagram.Head
    /// Its corners. The first and the last lie on the lifelines, bars or boxes it joins.
    package var path: [Point]
  }

  /// A remark in the picture.
  package struct Note: Equatable, Sendable {
    package var lines: [String]
    /// The participants that it is for, from the first to the last.
    package var participants: ClosedRange<Int>
    package var rectangle: Rectangle
  }

  /// The frame of a fragment in the picture.
  package struct Fragment: Equatable, Sendable {
    package var kind: SequenceDiagram.Fragment.Kind
    /// What stands in its upper border.
    package var lines: [String]
    package var tint: Tint?
    package var rectangle: Rectangle
    /// The rows of the lines that part its sections, and what stands in them.
    package var sections: [Section]

    package struct Section: Equatable, Sendable {
      package var row: Int
      package var lines: [String]
    }
  }
}

extension SequenceDrawing {
  /// The cells of the largest drawing made.
  static let cellLimit = 24_000_000

  /// Draws a sequence diagram.
  ///
  /// With a width, gaps are tightened first, then messages are broken into narrower lines, then participants.
  /// What is still too wide is drawn at its natural width, and ``fits`` tells so.
  ///
  /// - Throws: ``DiagramError`` when the drawing would have too many cells.
  package static func draw(
    _ diagram: SequenceDiagram, _ options: SequenceOptions = SequenceOptions()
  ) throws(DiagramError) -> SequenceDrawing {
    let plan = SequencePlan(diagram)
    let texts = SequenceTexts(diagram)
    let columns = SequenceColumns.fitting(plan, texts, width: options.width)
    var rows = SequenceRows(plan, texts, columns, showsTitle: options.showsTitle)
    rows.place()
    guard rows.width * rows.height <= cellLimit else {
      throw DiagramError(
        "the diagram is too large to draw: it would take \(rows.width) columns and \(rows.height) rows",
        hint: "part it into several")
    }
    var painter = SequencePainter(rows, isASCII: options.isASCII)
    painter.paint()
    let isNarrow = options.width.map { rows.width <= $0 } ?? true
    return rows.drawing(painter.canvas.cells(isASCII: options.isASCII), fits: isNarrow)
  }
}
