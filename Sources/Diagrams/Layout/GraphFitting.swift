import TextWidth

/// Finds the layout of a graph that suits a width.
///
/// Without a width, the narrower of several ways to wrap texts is taken that makes the smallest drawing. With one, in this
/// order: tighter gaps, narrower wrapping, the main flow turned, long flows folded, and all of these with words cut.
/// Separate parts are stacked to the width from the start. What then is left of the width is given back to gaps and
/// texts. Nothing is ever lost: what fits in no way is drawn at its natural width.
struct GraphFitting {
  private let graph: DiagramGraph
  private let planner: Planner
  /// The same graph with its main flow turned; nil where the direction is asked for.
  private let turned: Planner?

  /// The width that separate parts are packed to where none is asked for.
  private static let usualWidth = 100

  /// Graphs with more nodes in their layers than this are laid out fewer times: each takes noticeable time.
  private static let manyNodes = 2500

  /// Graphs with more nodes than this are drawn at their natural width at once: they would not fit anyway.
  private static let mostNodesToFit = 15_000

  /// Graphs with more nodes than this keep the spacing with which they fit.
  private static let mostNodesToLoosen = 600

  static func layOut(
    _ graph: DiagramGraph, _ options: Diagram.Options
  ) throws(DiagramError) -> GraphLayout {
    let direction = options.direction ?? graph.direction
    let planner = try Planner(Hierarchy(graph, direction: direction))
    guard let width = options.width else { return try natural(graph, planner, packedTo: usualWidth).layout }
    let first = try natural(graph, planner, packedTo: width)
    if first.layout.picture.width <= width || planner.nodeCount > mostNodesToFit { return first.layout }
    var turned: Planner?
    if options.direction == nil {
      turned = try Planner(Hierarchy(graph, direction: direction.isHorizontal ? .down : .right))
    }
    let fitting = GraphFitting(graph: graph, planner: planner, turned: turned)
    if let fitted = try fitting.fitted(to: width) {
      return try fitting.loosened(fitted, boxText: first.spacing.boxText, width: width).layout
    }
    return try natural(graph, planner, packedTo: usualWidth).layout
  }

  /// A layout, and how it came about.
  private struct Attempt {
    var layout: GraphLayout
    var spacing: Spacing
    var isTurned = false
    var fold: Fold?
  }

  /// The first layout that fits.
  private func fitted(to width: Int) throws(DiagramError) -> Attempt? {
    let isLarge = planner.nodeCount > GraphFitting.manyNodes
    let whole = isLarge ? Array(Spacing.narrowing.suffix(1)) : Spacing.narrowing
    for (spacings, lines) in [(whole, 3), (Spacing.cutting, 6)] {
      for spacing in spacings {
        if let attempt = try attempt(spacing, width: width) { return attempt }
      }
      for spacing in [Spacing()] + spacings where turned != nil {
        if let attempt = try attempt(spacing, isTurned: true, width: width) { return attempt }
      }
      guard planner.hierarchy.directions[0].isHorizontal else { continue }
      for spacing in spacings {
        let fold = Fold(width: width, mostLines: lines)
        if let attempt = try attempt(spacing, fold: fold, width: width) { return attempt }
      }
    }
    return nil
  }

  private func attempt(
    _ spacing: Spacing, isTurned: Bool = false, fold: Fold? = nil, width: Int
  ) throws(DiagramError) -> Attempt? {
    guard let planner = isTurned ? turned : planner else { return nil }
    let layout = try GraphLayout(graph, planner: planner, spacing: spacing, targetWidth: width, fold: fold)
    guard layout.picture.width <= width else { return nil }
    return Attempt(layout: layout, spacing: spacing, isTurned: isTurned, fold: fold)
  }

  /// Takes back what was made tighter than the width asks for: what was tightened last first.
  private func loosened(_ tight: Attempt, boxText: Int, width: Int) throws(DiagramError) -> Attempt {
    guard planner.nodeCount <= GraphFitting.mostNodesToLoosen else { return tight }
    var best = tight
    let usual = Spacing()
    var changes: [(inout Spacing) -> Void] = [
      { $0.cutsWords = false },
      { $0.framePadding = usual.framePadding },
      { $0.titleText = usual.titleText },
    ]
    for cells in [14, 18, usual.lineText] { changes.append { $0.lineText = max($0.lineText, cells) } }
    for cells in [15, 18, 22, boxText] where cells <= boxText {
      changes.append { $0.boxText = max($0.boxText, cells) }
    }
    changes.append { $0.columnsBetweenLayers = usual.columnsBetweenLayers }
    changes.append { $0.laneWidth = usual.laneWidth }
    changes.append { $0.columnsBetweenBoxes = usual.columnsBetweenBoxes }
    for change in changes {
      var spacing = best.spacing
      change(&spacing)
      guard spacing != best.spacing else { continue }
      if let looser = try attempt(spacing, isTurned: best.isTurned, fold: best.fold, width: width) {
        best = looser
      }
    }
    return best
  }

  /// The layout without a limit: texts are wrapped so that the drawing is small, but not at any price.
  private static func natural(
    _ graph: DiagramGraph, _ planner: Planner, packedTo width: Int
  ) throws(DiagramError) -> Attempt {
    var best = Attempt(
      layout: try GraphLayout(graph, planner: planner, spacing: Spacing(), targetWidth: width),
      spacing: Spacing())
    guard planner.nodeCount <= manyNodes else { return best }
    // A width that no text reaches changes nothing.
    let widest = graph.boxes.reduce(0) { most, box in
      box.label.reduce(most) { max($0, TextWidth.cells(of: $1)) }
    }
    for (text, premium) in [(22, 103), (18, 108), (14, 120)] where text < widest {
      var spacing = Spacing()
      spacing.boxText = text
      let layout = try GraphLayout(graph, planner: planner, spacing: spacing, targetWidth: width)
      if area(layout) * premium < area(best.layout) * 100 { best = Attempt(layout: layout, spacing: spacing) }
    }
    return best
  }

  private static func area(_ layout: GraphLayout) -> Int {
    layout.picture.width * layout.picture.height
  }
}
