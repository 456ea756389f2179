/// Something a question asks about: a word, or a name that stands for an entry.
struct Term: Hashable, Sendable {
  /// The sets of stems of which one must stand in a sentence.
  var forms: [Set<String>]
  /// Of a name, its forms with their stems in order.
  var phrases: [String] = []
  /// Stems that say nearly the same.
  var related: Set<String> = []
  /// How much it tells.
  var weight: Double
  /// The entry that it names; nil for a word.
  var address: String?
  /// The word as it was typed.
  var text = ""
  /// Whether the catalog has the word at all.
  var isKnown = true
  /// Whether an answer must hold it, whatever else it holds: “which *regions*”, “how *fast*”.
  var isRequired = false
  /// Whether it is a part of a name that is taken for a word.
  var isOfName = false
  /// Whether it is a name that the catalog does not know, so that nothing in it can answer.
  var isForeign = false
  /// Whether it is asked for as absent: “without *code*”.
  var isNegated = false

  /// How well a sentence holds the term, from 0 to 1.
  func match(_ sentence: Sentence) -> Double {
    if let address {
      if sentence.address == address || sentence.page == address { return 1 }
      return phrases.contains(where: sentence.line.contains) ? 1 : 0
    }
    let found = match(sentence.stems)
    return found > 0 && isNegated && !isAbsent(in: sentence.text) ? 0 : found
  }

  /// How well some words hold the term, from 0 to 1.
  func match(_ stems: Set<String>) -> Double {
    if forms.contains(where: { $0.isSubset(of: stems) }) { return 1 }
    return related.isDisjoint(with: stems) ? 0 : 0.8
  }

  /// Words that say that something is absent.
  static let negators: Set<String> = [
    "without", "no", "not", "nor", "neither", "never", "none", "low", "little", "free", "less",
  ]

  /// Whether a text says that the thing is absent: a word of denial stands soon before it.
  private func isAbsent(in text: String) -> Bool {
    let words = Word.words(in: text)
    let wanted = forms.reduce(into: related) { $0.formUnion($1) }
    return words.indices.contains { place in
      wanted.contains(words[place].stem)
        && words[max(0, place - 3)..<place].contains { Term.negators.contains($0.text) }
    }
  }
}
