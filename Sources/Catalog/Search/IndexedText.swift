/// One text of a document and where its words are kept.
struct IndexedText: FlatElement {
  private var rank: UInt32
  /// The place among the document's fields; -1 is the id.
  var number: Int32
  /// The first of its tokens; they end where those of the next text begin.
  var firstToken: UInt32
  /// How many words it has, wholes not counted.
  var wordCount: UInt32

  static let nothing = IndexedText(field: .body, number: -1, firstToken: 0, wordCount: 0)

  init(field: SearchField, number: Int32, firstToken: UInt32, wordCount: UInt32) {
    rank = UInt32(field.rank)
    self.number = number
    self.firstToken = firstToken
    self.wordCount = wordCount
  }

  var field: SearchField { SearchField(rank: Int(rank)) }
}
