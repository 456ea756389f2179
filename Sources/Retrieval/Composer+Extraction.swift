import Catalog

extension Composer {
  /// A sentence and how well it answers.
  struct Rated {
    var sentence: Sentence
    var score: Double
  }

  /// The sentences that hold what the question asks about, best first.
  func ranked(_ question: Question) -> [Rated] {
    let terms = question.terms
    guard !terms.isEmpty else { return [] }
    let subjects = Set(question.subjects.map { library[$0]?.parent ?? $0 })
    let all = terms.reduce(0) { $0 + $1.weight }
    var rated: [Rated] = []
    for sentence in index.sentences {
      var score = 0.0
      for term in terms {
        let own = term.match(sentence.stems)
        // What the heading and the page's name say need not be said again.
        let around = term.address == nil ? term.match(sentence.context) * 0.55 : term.match(sentence) * 0.7
        score += term.weight * max(own, around)
        if own > 0, around > 0 { score += term.weight * 0.1 }
      }
      guard score > 0 else { continue }
      if question.subjects.contains(sentence.address) || subjects.contains(sentence.page) {
        score += all * 0.35
      }
      score *= wish(question, sentence)
      score /= 1 + 0.12 * Double(max(0, sentence.wordCount - 30)) / 10
      rated.append(Rated(sentence: sentence, score: score))
    }
    return rated.sorted { ($0.score, $1.sentence.index) > ($1.score, $0.sentence.index) }
  }

  /// How much a sentence has the form of the answer that is wanted.
  private func wish(_ question: Question, _ sentence: Sentence) -> Double {
    let words = sentence.words
    func has(_ wanted: String...) -> Bool { wanted.contains(where: words.contains) }
    if question.need == .number { return hasNumber(sentence.text, of: question.counted) ? 1.3 : 0.5 }
    if question.need == .date { return Composer.hasYear(sentence.text) ? 1.4 : 0.6 }
    if question.says("when should", "when to", "when do", "when would", "when is", "should i", "should we") {
      if sentence.heading == "When to use it" { return 1.35 }
      return has("fits", "suits", "suit", "where", "if", "consider", "when", "pays") ? 1.15 : 1
    }
    if question.says("why") {
      return has("because", "therefore", "reason", "so", "since", "thus", "spares", "matters", "price")
        ? 1.2 : 1
    }
    if question.says("how") {
      return has("by", "through", "first", "then", "with", "each", "which") ? 1.05 : 1
    }
    return sentence.heading == "Lifecycle" ? 0.8 : 1
  }

  /// Sentences of the pages that answer, two to five of them, in the order of the pages.
  func extraction(_ question: Question) -> Answer? {
    let rated = ranked(question)
    guard let best = rated.first(where: { group($0.sentence) != nil }) else { return nil }
    guard isEnough(best.sentence, question) else { return nil }
    var chosen = [best.sentence]
    let page = best.sentence.page
    for next in rated.prefix(12) where chosen.count < 3 && next.sentence.index != best.sentence.index {
      let isNear = next.sentence.page == page
      guard next.score > best.score * (isNear ? 0.62 : question.subjects.isEmpty ? 0.85 : 0.95) else {
        continue
      }
      chosen.append(next.sentence)
    }
    // What follows in its paragraph, if it stands alone or the next sentence leans on it.
    let next = best.sentence.index + 1
    if next < index.sentences.count, index.sentences[next].page == page,
      index.sentences[next].paragraph == best.sentence.paragraph, !chosen.contains(index.sentences[next]),
      chosen.count == 1 || index.sentences[next].isDangling
    {
      chosen.append(index.sentences[next])
    }
    var answer = Answer()
    let own = chosen.filter { $0.page == page }.sorted { $0.index < $1.index }
    if let first = own.first, first.isDangling, standalone(first) == nil, previous(of: first) == nil {
      add(Array(index.sentences(ofPage: page).prefix(1)), to: &answer, most: 1)
    }
    add([best.sentence], to: &answer, most: 3)
    var ordered = Answer()
    add(own, to: &ordered, most: 5, words: 100)
    if ordered.parts.contains(where: { part in answer.parts.last?.text == part.text }) { answer = ordered }
    add(chosen.filter { $0.page != page }, to: &answer, most: 2, words: 105)
    return answer
  }

  /// Whether a sentence, with the page around it, holds enough of what was asked.
  private func isEnough(_ sentence: Sentence, _ question: Question) -> Bool {
    let rest = question.rest
    let near = sentence.stems.union(sentence.context)
    // Words the catalog does not know at all are most likely the point of the question.
    let unknown = rest.filter { !$0.isKnown }.reduce(0) { $0 + $1.weight }
    let all = rest.reduce(0) { $0 + $1.weight }
    if all > 0, unknown / all > 0.3 { return false }
    var stems = near
    for other in index.sentences(ofPage: sentence.page)
    where abs(other.index - sentence.index) <= 1 && other.heading == sentence.heading {
      stems.formUnion(other.stems)
    }
    let names = question.terms.filter { $0.address != nil }
    guard names.isEmpty || names.contains(where: { $0.match(sentence) > 0 || $0.match(near) > 0 }) else {
      return false
    }
    return coverage(of: rest, by: stems) >= 0.65 && coverage(of: rest, by: near) >= 0.5
  }
}
