/// The ways in which one word of a query is found in the index.
struct WordMatch {
  /// A word of the index that answers to the word of the query.
  struct Term {
    var term: Int
    /// How good an answer it is, times its rarity.
    var weight: Float
  }

  /// A document that answers by a name of its own, such as an abbreviation.
  struct Named {
    var document: Int
    var field: SearchField
    var weight: Float
  }

  var terms: [Term] = []
  var named: [Named] = []
  /// The parts of a compound; a document with all of them answers too.
  var parts: [WordMatch] = []
  /// Whether documents need not contain the word.
  var isOptional = false
  /// Whether the word is worth showing by itself; the parts "4" and "to" of a compound are not.
  var isTelling = true
  /// How much the word tells: the best weight that any document can have.
  var importance: Float = 0
  /// The abbreviation that `named` was found by, for showing where it stands.
  var abbreviation: [UInt8]?

  /// Whether nothing answers.
  var isEmpty: Bool { terms.isEmpty && named.isEmpty && parts.isEmpty }
}
