/// That a word occurs in a document, and how much it counts there.
struct Posting: FlatElement {
  var document: UInt32
  /// The weight of the word in the document: 0 is nothing, 65535 all that is possible.
  var weight: UInt16
  /// The fields in which it occurs.
  var fields: UInt8
  private var unused: UInt8 = 0

  static let nothing = Posting(document: .max, weight: 0, fields: 0)

  init(document: UInt32, weight: UInt16, fields: UInt8) {
    self.document = document
    self.weight = weight
    self.fields = fields
  }
}

/// For every word the documents that it occurs in.
struct PostingTable: Sendable {
  /// The postings of all words, in the order of the words and then of the documents.
  let postings: FlatArray<Posting>
  /// How rare each word is, from nearly 0 to 1.
  let rarities: FlatArray<Float>
  /// The first posting of each word, and the end of the last.
  let starts: FlatArray<UInt32>
  let documentCount: Int

  /// The postings of a word.
  func range(of term: Int) -> Range<Int> { postings.range(Int(starts[term]), Int(starts[term + 1])) }

  /// The postings of neighbouring words.
  func range(of terms: Range<Int>) -> Range<Int> {
    postings.range(Int(starts[terms.lowerBound]), Int(starts[terms.upperBound]))
  }

  /// How rare a word is that occurs in so many documents.
  func rarity(ofCount count: Int) -> Float { Rarity.of(min(count, documentCount), in: documentCount) }
}
