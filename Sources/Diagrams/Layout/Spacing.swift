/// How much room a layout takes: what fitting a drawing to a width tightens step by step.
package struct Spacing: Equatable, Sendable {
  /// The cells to which texts are wrapped.
  package var boxText = 28
  package var lineText = 22
  package var titleText = 40
  /// Whether words longer than that are cut; else they make the text wider.
  package var cutsWords = false
  /// Free cells between two boxes beside each other, by what "beside" is: columns or rows.
  package var columnsBetweenBoxes = 2
  package var rowsBetweenBoxes = 1
  /// Free cells from a box's text to its border, left and right.
  package var boxPadding = 1
  /// Free columns between a frame and what it holds.
  package var framePadding = 1
  /// The cells of a straight line between two layers, its head included: rows and columns.
  package var rowsBetweenLayers = 1
  package var columnsBetweenLayers = 4
  /// The columns from one lane to the next where layers stand side by side.
  package var laneWidth = 2

  package init() {}

  /// Gaps as narrow as they can be without harm.
  package static let tight: Spacing = {
    var spacing = Spacing()
    spacing.columnsBetweenBoxes = 1
    spacing.columnsBetweenLayers = 3
    spacing.laneWidth = 1
    return spacing
  }()

  /// What is tried to make a drawing narrower, in this order: first the gaps, then the texts.
  static let narrowing: [Spacing] =
    [tight] + [(22, 18, 30), (18, 15, 24), (14, 12, 18), (12, 12, 14)].map { narrow($0, $1, $2) }

  /// What is tried last: words longer than the limit are cut.
  static let cutting: [Spacing] = [(14, 12, 18), (12, 12, 14)].map { texts in
    var spacing = narrow(texts.0, texts.1, texts.2)
    spacing.cutsWords = true
    spacing.framePadding = 0
    return spacing
  }

  private static func narrow(_ box: Int, _ line: Int, _ title: Int) -> Spacing {
    var spacing = tight
    spacing.boxText = box
    spacing.lineText = line
    spacing.titleText = title
    return spacing
  }
}
