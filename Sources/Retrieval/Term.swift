/// Something a question asks about: a word, or a name that stands for an entry.
struct Term: Hashable, Sendable {
  /// The sets of stems of which one must stand in a sentence.
  var forms: [Set<String>]
  /// Stems that say nearly the same.
  var related: Set<String> = []
  /// How much it tells.
  var weight: Double
  /// The entry that it names; nil for a word.
  var address: String?
  /// Whether the catalog has the word at all.
  var isKnown = true

  /// How well a sentence holds the term, from 0 to 1.
  func match(_ sentence: Sentence) -> Double {
    if let address, sentence.address == address || sentence.page == address { return 1 }
    return match(sentence.stems)
  }

  /// How well some words hold the term, from 0 to 1.
  func match(_ stems: Set<String>) -> Double {
    if forms.contains(where: { $0.isSubset(of: stems) }) { return 1 }
    return related.isDisjoint(with: stems) ? 0 : 0.8
  }
}
