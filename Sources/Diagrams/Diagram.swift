/// A diagram's source, read.
package enum Diagram: Equatable, Sendable {
  case graph(DiagramGraph)
  case sequence(SequenceDiagram)

  /// Reads a Mermaid source.
  ///
  /// - Throws: ``DiagramError`` for a mistake, with its place.
  package init(reading text: String) throws(DiagramError) {
    let source = try DiagramSource(reading: text)
    switch source.kind {
    case .flowchart: self = .graph(try FlowchartReader.read(source))
    case .state: self = .graph(try StateDiagramReader.read(source))
    case .classes: self = .graph(try ClassDiagramReader.read(source))
    case .entityRelationship: self = .graph(try EntityRelationshipReader.read(source))
    case .sequence: self = .sequence(try SequenceReader.read(source))
    }
  }

  package var kind: DiagramKind {
    switch self {
    case .graph(let graph): graph.kind
    case .sequence: .sequence
    }
  }

  /// The numbered steps of a walk through it.
  package var steps: [DiagramGraph.Step] {
    switch self {
    case .graph(let graph): graph.steps
    case .sequence(let diagram): diagram.steps
    }
  }

  /// How a drawing is made.
  package struct Options: Equatable, Sendable {
    /// The cells that it should fit into; nil for its natural width.
    package var width: Int?
    package var isASCII = false
    /// The direction of the main flow, instead of the one that the source asks for.
    package var direction: Direction?
    /// The groups whose inside is left out: they are drawn as boxes, and lines to their inside end at them.
    package var collapsed: Set<String> = []
    /// The number of the step whose boxes and lines are lit: drawn heavy.
    package var step: Int?

    package init(width: Int? = nil, isASCII: Bool = false, direction: Direction? = nil) {
      self.width = width
      self.isASCII = isASCII
      self.direction = direction
    }
  }

  /// Draws it.
  ///
  /// - Throws: ``DiagramError`` when it is too large to draw.
  package func draw(_ options: Options = Options()) throws(DiagramError) -> Drawing {
    try layOut(options).drawing(step: options.step)
  }

  /// Gives everything its place, to be painted once or with one step after the other.
  ///
  /// - Throws: ``DiagramError`` when it is too large to draw.
  package func layOut(_ options: Options = Options()) throws(DiagramError) -> LaidOutDiagram {
    switch self {
    case .graph(let graph):
      let shown = options.collapsed.isEmpty ? graph : graph.collapsing(options.collapsed)
      return LaidOutDiagram(content: .graph(try GraphFitting.layOut(shown, options)), options: options)
    case .sequence(let diagram):
      let drawing = try SequenceDrawing.draw(
        diagram, SequenceOptions(width: options.width, isASCII: options.isASCII))
      return LaidOutDiagram(content: .sequence(drawing), options: options)
    }
  }
}

/// A diagram in which everything has its place.
package struct LaidOutDiagram: Sendable {
  enum Content: Sendable {
    case graph(GraphLayout)
    case sequence(SequenceDrawing)
  }

  let content: Content
  let options: Diagram.Options

  /// Paints it.
  ///
  /// - Parameter step: the number of the step whose boxes and lines are lit.
  package func drawing(step: Int? = nil) -> Drawing {
    var drawing: Drawing
    switch content {
    case .graph(let layout): drawing = GraphPainter.paint(layout, isASCII: options.isASCII, step: step)
    case .sequence(let sequence): drawing = sequence.drawing
    }
    drawing.fits = options.width.map { drawing.width <= $0 } ?? true
    return drawing
  }
}
