/// What a template may use up before it is stopped: a hostile one ends with an error of the kind `limit`.
package struct TemplateLimits: Hashable, Sendable {
  /// Turns of loops, calls, statements with what stands in them, and pieces of text and lists worked through.
  package var steps = 20_000_000
  /// Bytes of one text.
  package var textBytes = 16 << 20
  /// Bytes of everything that is made while rendering, the output included.
  package var totalBytes = 256 << 20
  /// Calls of macros, blocks, recursive loops and included templates inside each other, and generators that go over
  /// each other.
  package var callDepth = 100
  /// Items of one list.
  package var items = 1_000_000

  package init() {}

  /// The largest source, in bytes.
  package static let sourceBytes = 8 << 20
  /// How deep expressions and blocks may stand inside each other.
  package static let nesting = 64
  /// How deep values may hold each other.
  package static let valueDepth = 200
}
