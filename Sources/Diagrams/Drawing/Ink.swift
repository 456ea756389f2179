/// What a cell of a drawing is part of: a screen gives each a colour of its theme.
package enum Ink: UInt8, Sendable {
  case none
  /// The frame of a group, and its title.
  case frame, title
  /// The border of a box, the sign of its shape, its text.
  case border, mark, text
  /// A line, its text, the sign at its end.
  case line, label, head
  /// What a step lights up.
  case lit
}
