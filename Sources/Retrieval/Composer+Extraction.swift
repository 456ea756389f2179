import Catalog

/// How well the asked words are held by a sentence and by what stands around it.
struct Evidence {
  /// The share of the words, by weight, that are held at all; words further off count less.
  var coverage: Double
  /// The share that the sentence itself holds.
  var own: Double
  /// Whether every word that an answer must hold is near enough.
  var holdsRequired: Bool
}

extension Composer {
  /// A sentence and how well it answers.
  struct Rated {
    var sentence: Sentence
    var score: Double
  }

  /// How near a term stands to a sentence: 1 in it, less in its heading and names, beside it, in the short description of
  /// its page, and elsewhere on the page.
  func nearness(of term: Term, to sentence: Sentence) -> Double {
    let own = term.match(sentence)
    guard own < 0.8, !term.isNegated else { return own }
    // The nearest first, each only where nothing nearer can be found.
    var nearest = max(own, term.match(sentence.context) * 0.8)
    if nearest < 0.7 { nearest = max(nearest, term.match(index.surroundings[sentence.index]) * 0.7) }
    if nearest < 0.6 { nearest = max(nearest, term.match(index.profile(of: sentence.address)) * 0.6) }
    if nearest < 0.6 { nearest = max(nearest, term.match(index.profile(of: sentence.page)) * 0.6) }
    if nearest < 0.3 { nearest = max(nearest, term.match(index.stems(ofPage: sentence.page)) * 0.3) }
    return nearest
  }

  /// The sentences that hold what the question asks about, best first.
  func ranked(_ question: Question) -> [Rated] {
    let terms = question.terms
    guard !terms.isEmpty else { return [] }
    // A concept is spoken of on many pages, a product above all on its own.
    let bonuses = question.subjects.map { address in
      (page: library[address]?.parent ?? address, share: library[address]?.kind == .concept ? 0.08 : 0.2)
    }
    let all = terms.reduce(0) { $0 + $1.weight }
    var rated: [Rated] = []
    for sentence in index.sentences {
      guard terms.contains(where: { $0.match(sentence) > 0 }) else { continue }
      var score = 0.0
      for term in terms {
        let near = nearness(of: term, to: sentence)
        score += term.weight * near
        if near >= 0.8, term.match(sentence.context) > 0 { score += term.weight * 0.2 }
      }
      let bonus = bonuses.filter { $0.page == sentence.page }.map(\.share).max() ?? 0
      score += all * bonus
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
    switch question.need {
    case .number:
      return [0.5, 1.05, 1.3, 1.5][Numbers(reader).rank(of: question.counted, in: sentence)]
    case .date: return Composer.hasYear(sentence.text) ? 1.4 : 0.6
    default: break
    }
    if question.says("when should", "when to", "when do", "when would", "when is", "should i", "should we") {
      if sentence.heading == "When to use it" { return 1.35 }
      return has("fits", "suits", "suit", "where", "if", "consider", "when", "pays") ? 1.15 : 1
    }
    if question.says("why") {
      return has("because", "therefore", "reason", "so", "since", "thus", "matters", "which") ? 1.2 : 1
    }
    if question.says("how") {
      return has("by", "through", "first", "then", "with", "each", "which") ? 1.05 : 1
    }
    return sentence.heading == "Lifecycle" ? 0.8 : 1
  }

  /// The least weight of a word that alone makes a question: “ACID” does, “cloud” does not.
  private static let leastLoneWeight = 3.5

  /// How many of the best sentences are tried.
  private static let tries = 10

  /// Sentences of the pages that answer, two to five of them, in the order of the pages.
  ///
  /// - Parameter least: the share of the asked words that must be held.
  func extraction(_ question: Question, least: Double = Composer.leastCoverage) -> Answer? {
    guard !question.rest.contains(where: \.isForeign) else { return nil }
    let rated = ranked(question)
    let best = rated.prefix(Composer.tries).first {
      group($0.sentence) != nil && isEnough($0.sentence, question, least: least)
    }
    guard let best else { return nil }
    var chosen = [best.sentence]
    let page = best.sentence.page
    // First what holds words that the best one lacks, then what is nearly as good.
    let lacking = question.rest.filter { $0.match(best.sentence) < 0.7 }
    let complement = rated.prefix(60).first { other in
      other.sentence.page == page && other.score > best.score * 0.45
        && other.sentence.index != best.sentence.index
        && lacking.contains { $0.weight > 2 && $0.match(other.sentence) > 0.7 }
    }
    if let complement { chosen.append(complement.sentence) }
    for next in rated.prefix(12) where chosen.count < 3 && !chosen.contains(next.sentence) {
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
    addSummary(of: best.sentence.address, for: question, to: &answer)
    return answer
  }

  /// Adds the summary of an entry where it alone holds a telling word of the question.
  private func addSummary(of address: String, for question: Question, to answer: inout Answer) {
    guard let entry = library[address], let text = Composer.sentence(fromSummaryOf: entry) else { return }
    let said = answer.parts.reduce(into: Set<String>()) { $0.formUnion(Word.stems(in: $1.text)) }
    let summary = Word.stems(in: entry.summary)
    let isMissed = question.rest.contains { $0.weight > 4 && $0.match(said) < 0.7 && $0.match(summary) == 1 }
    if isMissed, answer.wordCount < 80 { answer.add(text, from: address) }
  }

  /// Whether a sentence, with the page around it, holds enough of what was asked.
  private func isEnough(_ sentence: Sentence, _ question: Question, least: Double) -> Bool {
    let names = question.terms.filter { $0.address != nil }
    guard names.isEmpty || names.contains(where: { nearness(of: $0, to: sentence) >= 0.8 }) else {
      return false
    }
    var least = least
    if question.need == .number {
      let rank = Numbers(reader).rank(of: question.counted, in: sentence)
      guard rank > 0 else { return false }
      // The number of the thing that is counted says most of what is asked.
      if rank > 1, question.counted != nil, !names.isEmpty { least *= 0.6 }
    }
    if question.rest.isEmpty {
      // Of two entries, the sentence must say something of both.
      return names.count > 1
        && names.count { $0.match(sentence.stems) > 0.7 }
          + (names.contains {
            $0.address == sentence.page || $0.address == sentence.address
          } ? 1 : 0) >= 2
    }
    // A name, even taken for a word, says what is asked of and not what is asked.
    let asked = question.rest.filter { !$0.isOfName }
    guard !asked.isEmpty, question.rest.allSatisfy({ !$0.isOfName || nearness(of: $0, to: sentence) >= 0.55 })
    else { return false }
    if names.isEmpty, asked.count == 1 {
      // “Which cloud is best?” names a kind of thing and asks nothing that a sentence could hold.
      guard asked[0].weight >= Composer.leastLoneWeight, !(asked[0].isRequired && question.opens("which"))
      else { return false }
    }
    if question.mentions.isEmpty, asked.count > 1, asked.allSatisfy({ $0.weight < Composer.leastLoneWeight })
    {
      // Words that stand everywhere say something only where they stand together.
      let phrase = asked.compactMap { $0.forms.first?.sorted().joined(separator: " ") }
      guard sentence.line.contains(" \(phrase.joined(separator: " ")) ") else { return false }
    }
    let evidence = evidence(for: asked + (names.count > 1 ? names : []), in: sentence)
    // On another page, what stands around a sentence is not about the entry.
    let isAtHome = names.isEmpty || names.contains { isHome(of: $0, sentence) }
    return evidence.coverage >= least && evidence.own >= (isAtHome ? 0.35 : least * 0.9)
      && evidence.holdsRequired
  }

  /// Whether a sentence stands on the page of a named entry.
  private func isHome(of term: Term, _ sentence: Sentence) -> Bool {
    guard let address = term.address else { return false }
    return sentence.page == (library[address]?.parent ?? address)
  }

  /// How well a sentence holds the strongest of some words.
  private func evidence(for terms: [Term], in sentence: Sentence) -> Evidence {
    let strongest = terms.sorted { $0.weight > $1.weight }.prefix(4)
    let all = strongest.reduce(0) { $0 + $1.weight }
    guard all > 0 else { return Evidence(coverage: 0, own: 0, holdsRequired: true) }
    let coverage = strongest.reduce(0) { $0 + $1.weight * nearness(of: $1, to: sentence) } / all
    let own = strongest.reduce(0) { $0 + $1.weight * $1.match(sentence) } / all
    let required = terms.filter(\.isRequired)
    return Evidence(
      coverage: coverage, own: own,
      holdsRequired: required.allSatisfy { nearness(of: $0, to: sentence) >= 0.55 })
  }
}
