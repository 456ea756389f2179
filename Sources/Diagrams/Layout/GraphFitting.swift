import TextWidth

/// Finds the layout of a graph that suits a width.
///
/// Without a width, the narrower of several ways to wrap texts is taken that makes the smallest drawing. With one, in this
/// order: tighter gaps, narrower wrapping, the main flow turned, long flows folded. Separate parts are stacked
/// to the width from the start. Nothing is ever cut: what fits in no way is drawn at its natural width.
enum GraphFitting {
  /// The width that separate parts are packed to where none is asked for.
  private static let usualWidth = 100

  /// Graphs with more nodes in their layers than this are laid out fewer times: each takes noticeable time.
  private static let manyNodes = 2500

  static func layOut(
    _ graph: DiagramGraph, _ options: Diagram.Options
  ) throws(DiagramError) -> GraphLayout {
    let direction = options.direction ?? graph.direction
    let planner = try Planner(Hierarchy(graph, direction: direction))
    guard let width = options.width else { return try natural(graph, planner, packedTo: usualWidth) }
    let isLarge = planner.nodeCount > manyNodes
    let first = try natural(graph, planner, packedTo: width)
    if first.picture.width <= width || planner.nodeCount > mostNodesToFit { return first }
    let spacings = isLarge ? Array(Spacing.narrowing.suffix(2)) : Spacing.narrowing
    for spacing in spacings {
      let layout = try GraphLayout(graph, planner: planner, spacing: spacing, targetWidth: width)
      if layout.picture.width <= width { return layout }
    }
    if options.direction == nil {
      let turned: Direction = direction.isHorizontal ? .down : .right
      let planner = try Planner(Hierarchy(graph, direction: turned))
      for spacing in [Spacing()] + spacings {
        let layout = try GraphLayout(graph, planner: planner, spacing: spacing, targetWidth: width)
        if layout.picture.width <= width { return layout }
      }
    }
    if direction.isHorizontal {
      for spacing in [Spacing.tight] + spacings.suffix(1) {
        let layout = try GraphLayout(
          graph, planner: planner, spacing: spacing, targetWidth: width, foldsAt: width)
        if layout.picture.width <= width { return layout }
      }
    }
    return try natural(graph, planner, packedTo: usualWidth)
  }

  /// Graphs with more nodes than this are drawn at their natural width at once: they would not fit anyway.
  private static let mostNodesToFit = 15_000

  /// The layout without a limit: texts are wrapped so that the drawing is small, but not at any price.
  private static func natural(
    _ graph: DiagramGraph, _ planner: Planner, packedTo width: Int
  ) throws(DiagramError) -> GraphLayout {
    var best = try GraphLayout(graph, planner: planner, spacing: Spacing(), targetWidth: width)
    guard planner.nodeCount <= manyNodes else { return best }
    // A width that no text reaches changes nothing.
    let widest = graph.boxes.reduce(0) { most, box in
      box.label.reduce(most) { max($0, TextWidth.cells(of: $1)) }
    }
    for (text, premium) in [(22, 103), (18, 108), (14, 120)] where text < widest {
      var spacing = Spacing()
      spacing.boxText = text
      let layout = try GraphLayout(graph, planner: planner, spacing: spacing, targetWidth: width)
      if area(layout) * premium < area(best) * 100 { best = layout }
    }
    return best
  }

  private static func area(_ layout: GraphLayout) -> Int {
    layout.picture.width * layout.picture.height
  }
}
