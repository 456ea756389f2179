/// A text of a hit in which words of the query stand.
package struct FieldMatch: Sendable, Equatable {
  /// The field that the text belongs to.
  package let field: SearchField
  /// The field's whole text; of a body, a window of about 120 characters with spaces for its line breaks.
  package let text: String
  /// The matching words as offsets into the UTF-8 bytes of `text`: ascending, apart from each other, whole
  /// words.
  ///
  /// The bounds always lie on Unicode scalars, so `text.utf8.index(text.utf8.startIndex, offsetBy:)` gives an
  /// index that is good for `text` itself.
  package let ranges: [Range<Int>]
  /// Whether the window leaves out text before it.
  package let isCutBefore: Bool
  /// Whether the window leaves out text after it.
  package let isCutAfter: Bool

  /// Joins a text and the places in it that match.
  package init(
    field: SearchField, text: String, ranges: [Range<Int>], isCutBefore: Bool = false,
    isCutAfter: Bool = false
  ) {
    self.field = field
    self.text = text
    self.ranges = ranges
    self.isCutBefore = isCutBefore
    self.isCutAfter = isCutAfter
  }
}
