import Documents

/// A mistake in a diagram's source, or a source too large to draw.
package struct DiagramError: Error, Equatable, Sendable {
  /// What is wrong, in a few words without a full stop.
  package var message: String
  /// What was expected, or what to do.
  package var hint: String?
  /// Where, if it is in one place.
  package var position: SourcePosition?

  package init(_ message: String, hint: String? = nil, at position: SourcePosition? = nil) {
    self.message = message
    self.hint = hint
    self.position = position
  }
}
