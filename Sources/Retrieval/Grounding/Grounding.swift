import Catalog
import Models

/// Finds what the catalog holds near a question, and puts it before a model.
package struct Grounding: Sendable {
  /// How many passages a question gets, unless somebody says otherwise.
  package static let defaultLimit = 6
  /// How many tokens all passages have together, unless somebody says otherwise.
  package static let defaultBudget = 1800

  let library: CatalogLibrary
  let search: CatalogSearch
  let composer: Composer
  private let conversation: Conversation
  /// Pages whose sentences hold in a published design alone.
  private let designs: Set<String>

  /// Reads the catalog's sentences.
  package init(library: CatalogLibrary, search: CatalogSearch) {
    self.library = library
    self.search = search
    let index = SentenceIndex(library)
    let reader = QuestionReader(library: library, index: index, names: Names(library, index: index))
    let composer = Composer(library: library, search: search, index: index, reader: reader)
    self.composer = composer
    conversation = Conversation(reader: reader) { composer.answer(to: $0) }
    designs = Set(library.pages.filter(Librarian.isDesign).map(\.id))
  }

  /// The passages for a question, the nearest first, numbered from 1; none where the catalog holds nothing near it.
  ///
  /// - Parameters:
  ///   - history: what was said before, for “it” and “the second one”.
  ///   - limit: how many passages at most.
  ///   - tokenBudget: how many tokens they may have together.
  package func retrieve(
    _ question: String, history: [ChatMessage] = [], limit: Int = defaultLimit,
    tokenBudget: Int = defaultBudget
  ) -> [Passage] {
    let turns = history.filter { $0.role == .user || $0.role == .assistant }
    guard limit > 0, let request = conversation.question(in: turns + [ChatMessage(.user, question)]) else {
      return []
    }
    let found = candidates(for: request.question).prefix(limit)
    let writer = PassageWriter(composer: composer, question: request.question)
    let texts = writer.texts(of: found.map { ($0.entry, $0.score) }, tokenBudget: tokenBudget)
    return zip(found, texts).enumerated().map { place, pair in
      Passage(
        number: place + 1, id: pair.0.entry.id, title: pair.0.entry.title, score: pair.0.score, text: pair.1)
    }
  }

  // MARK: Which entries

  private struct Candidate {
    var entry: CatalogEntry
    var score: Double
  }

  /// The entries near a question, best first, with scores from 1 down.
  ///
  /// Three lists are joined by the places in them: the entries that the question names, those that the search finds, and
  /// those whose sentences hold its words.
  private func candidates(for question: Question) -> [Candidate] {
    let telling = telling(question)
    var scores: [String: Double] = [:]
    func add(_ addresses: [String], _ weight: Double) {
      for (place, address) in addresses.enumerated() {
        scores[address, default: 0] += weight / (Double(place) + 6)
      }
    }
    let named = named(in: question)
    add(named, 4)
    // An everyday word that is a name too, such as “agents”, is at least near.
    let meant = composer.reader.names.mentions(in: question.words).map(\.address)
      .filter { !named.contains($0) }
    add(meant, 1.4)
    let successors = named.compactMap { library[$0]?.lifecycle?.replacedBy }
    add(successors, 1.2)
    add(searched(telling), 1)
    add(spoken(telling), 1.6)
    let asked = telling.rest
    let wanted = Set(named + meant + successors)
    let near = scores.compactMap { address, score -> Candidate? in
      guard let entry = library[address] else { return nil }
      let page = entry.parent ?? entry.id
      let isNamed = wanted.contains(address)
      // A page that has but the commonest of the words is not near.
      let held = composer.coverage(of: asked, by: composer.index.stems(ofPage: page))
      guard isNamed || asked.isEmpty || held >= Grounding.leastCoverage else { return nil }
      return Candidate(entry: entry, score: score * (designs.contains(page) && !isNamed ? 0.7 : 1))
    }
    let sorted = near.sorted { ($0.score, $1.entry.id) > ($1.score, $0.entry.id) }
    guard let best = sorted.first?.score else { return [] }
    return sorted.filter { $0.score >= best * Grounding.leastScore }.map {
      Candidate(entry: $0.entry, score: ($0.score / best * 1000).rounded() / 1000)
    }
  }

  /// The least share of the asked words, by what they tell, that a page must hold.
  private static let leastCoverage = 0.34

  /// The least score beside the best one's: what is further off draws a model away from the answer.
  private static let leastScore = 0.15

  /// A question without the words that only say what kind of answer is wanted, such as “watch out”: they lead elsewhere.
  private func telling(_ question: Question) -> Question {
    var telling =
      question.rest.isEmpty ? composer.reader.reading(question, as: .general) : question
    let kept = telling.terms.filter { term in
      term.address != nil || !term.forms.contains { $0.isSubset(of: Grounding.idle) }
    }
    if !kept.isEmpty { telling.terms = kept }
    return telling
  }

  private static let idle = Word.stems(in: "watch careful aware consider mind beware catch everything")

  /// The entries that the question names: by their own names, and by those of their counterparts elsewhere.
  private func named(in question: Question) -> [String] {
    var addresses = question.subjects
    for address in question.mentions.flatMap({ [$0.address] + $0.others }) + question.counterparts.prefix(3)
    where !addresses.contains(address) {
      addresses.append(address)
    }
    return addresses
  }

  /// What the search finds by the telling words.
  private func searched(_ question: Question) -> [String] {
    let stems = question.rest.reduce(into: Set<String>()) { found, term in
      term.forms.forEach { found.formUnion($0) }
    }
    let named = Set(question.mentions.flatMap { Array($0.words) })
    let words = question.words.indices.filter {
      named.contains($0) || stems.contains(question.words[$0].stem)
    }
    .map { question.words[$0] }
    guard !words.isEmpty else { return [] }
    return search.search(words.map(\.text).joined(separator: " "), limit: 20).hits.map(\.entry.id)
  }

  /// The entries whose sentences hold the words, by their best ones.
  private func spoken(_ question: Question) -> [String] {
    var scores: [String: Double] = [:]
    for rated in composer.ranked(question).prefix(80) {
      // A second sentence says that the first was no chance.
      let known = scores[rated.sentence.address]
      scores[rated.sentence.address] = known.map { $0 + rated.score * 0.05 } ?? rated.score
    }
    return scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(20).map(\.key)
  }
}
