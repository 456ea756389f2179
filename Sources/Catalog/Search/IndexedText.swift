/// One text of a document and where its words are kept.
struct IndexedText: Sendable {
  var field: SearchField
  /// The place among the document's fields; -1 is the id.
  var number: Int32
  /// The first of its tokens; they end where those of the next text begin.
  var firstToken: UInt32
  /// How many words it has, wholes not counted.
  var wordCount: UInt32
}
