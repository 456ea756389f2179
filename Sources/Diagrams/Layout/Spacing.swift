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
    [tight]
    + [(22, 18, 30, 1), (18, 15, 24, 1), (14, 12, 18, 0), (12, 12, 14, 0)].map { texts in
      var spacing = tight
      spacing.boxText = texts.0
      spacing.lineText = texts.1
      spacing.titleText = texts.2
      spacing.cutsWords = texts.3 == 0
      spacing.framePadding = texts.3
      return spacing
    }
}
