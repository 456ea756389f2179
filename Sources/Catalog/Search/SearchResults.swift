/// What a search found.
package struct SearchResults: Sendable, Equatable {
  /// How many documents match, whether or not they are among the hits.
  package let total: Int
  /// The best documents, best first.
  package let hits: [SearchHit]

  /// Joins a count and the hits that are shown of it.
  package init(total: Int, hits: [SearchHit]) {
    self.total = total
    self.hits = hits
  }

  /// The answer to a query without words.
  static let none = SearchResults(total: 0, hits: [])
}
