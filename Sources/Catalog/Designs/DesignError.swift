/// Something that cannot be done to a design: what is in the way, and what to do instead.
package struct DesignError: Error, Hashable, Sendable {
  /// For programs: `not_found`, `bad_input`, `does_not_fit`.
  package var code: String
  /// What is wrong, in a few words without a full stop.
  package var message: String
  /// What to do, as a sentence.
  package var hint: String?

  package init(_ message: String, code: String = "bad_input", hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}
