/// One document that a search found.
package struct SearchHit: Sendable, Equatable {
  /// The index of the document in the array that the search index was made from.
  package let document: Int
  /// How well the document answers; comparable within the results of one search only.
  package let score: Double
  /// Where the words of the query stand, in the order of `SearchField`.
  package let matches: [FieldMatch]

  /// Joins a document, its score and the places that matched.
  package init(document: Int, score: Double, matches: [FieldMatch]) {
    self.document = document
    self.score = score
    self.matches = matches
  }
}
