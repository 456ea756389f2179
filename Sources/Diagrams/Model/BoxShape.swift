/// What a box stands for. Every shape is drawn as a rectangle; a sign in its upper border tells which one it is.
package enum BoxShape: String, Sendable, CaseIterable {
  case rectangle, rounded, stadium, subroutine, cylinder, circle
  case doubleCircle = "double-circle"
  case decision, hexagon, flag
  case parallelogram
  case parallelogramBack = "parallelogram-back"
  case trapezoid
  case trapezoidTop = "trapezoid-top"
  case document, documents, rectangles, cloud, card, delay, display, extract
  case linedDocument = "lined-document"
  case taggedDocument = "tagged-document"
  case taggedRectangle = "tagged-rectangle"
  case dividedRectangle = "divided-rectangle"
  case windowPane = "window-pane"
  case linedRectangle = "lined-rectangle"
  case linedCylinder = "lined-cylinder"
  case horizontalCylinder = "horizontal-cylinder"
  case manualFile = "manual-file"
  case manualInput = "manual-input"
  case storedData = "stored-data"
  case summary
  case junction
  case collate
  case lightning
  case paperTape = "paper-tape"
  case odd
  case brace
  case braceRight = "brace-right"
  case braces
  case lineAbove = "curved-trapezoid"
  case loopLimit = "loop-limit"
  case bang
  /// Words without a box around them.
  case text
  /// A bar where flows part and meet.
  case fork
  /// Where a state machine begins and ends.
  case start, end
  /// A choice between transitions.
  case choice
  /// Where a state machine goes on after it was left, in one level or in all.
  case history
  case deepHistory = "deep-history"
  /// A remark beside another box.
  case note
  /// A class, an entity: a box with compartments.
  case record
  /// The round end of a lollipop: an interface that a class provides.
  case interface
  case person
  case icon, image
}
