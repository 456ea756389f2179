/// A piece of the catalog that a model is given to answer from.
package struct Passage: Hashable, Sendable, Identifiable {
  /// The number by which the answer cites it, from 1.
  package var number: Int
  /// The address of the entry it is taken from.
  package var id: String
  package var title: String
  /// How near the entry is to the question; the best of a retrieval has 1.
  package var score: Double
  package var text: String

  package init(number: Int, id: String, title: String, score: Double, text: String) {
    self.number = number
    self.id = id
    self.title = title
    self.score = score
    self.text = text
  }
}
