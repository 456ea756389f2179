/// Finds the entries that answer a query, word by word, as fast as one types.
///
/// The index is built once and never changed. It keeps every word of the documents as eight bytes, and for every word
/// the documents that it occurs in; their texts it asks for when it shows them. A search adds up what the words of the
/// query give to each document, keeps the best, and looks closely at those only.
package struct SearchIndex: Sendable {
  /// How many documents there are.
  let count: Int
  private let document: @Sendable (Int) -> SearchDocument
  let titleLengths: FlatArray<Int32>
  let terms: TermTable
  let postings: PostingTable
  let names: NameTable
  let texts: TextTable

  /// So many documents are looked at closely, whatever the limit, so that the order does not depend on it.
  private static let refined = 128
  /// A short beginning is shared by many names; more than this are not told apart by it.
  private static let mostNames = 4000

  /// Fewer documents are not worth parting.
  private static let fewest = 64

  /// Reads all documents.
  package init(_ documents: [SearchDocument]) {
    self.init(count: documents.count) { documents[$0] }
  }

  /// Reads all documents, on all processors.
  ///
  /// - Parameter document: makes the document of a number; it is asked again when the document is shown.
  package init(count: Int, document: @escaping @Sendable (Int) -> SearchDocument) {
    let pieces = Parallel.cut(count, into: min(Parallel.pieces, 1 + count / Self.fewest))
    let parts = Parallel.map(pieces.count) { piece in
      var builder = SearchIndexBuilder(firstDocument: pieces[piece].lowerBound)
      for number in pieces[piece] { builder.add(document(number)) }
      return builder
    }
    let merger = SearchIndexMerger(parts)
    self.count = count
    self.document = document
    terms = merger.terms
    titleLengths = merger.titleLengths
    names = merger.names
    texts = merger.texts
    postings = merger.postings
  }

  /// Takes tables as they were kept.
  init(
    count: Int, titleLengths: FlatArray<Int32>, terms: TermTable, postings: PostingTable, names: NameTable,
    texts: TextTable, document: @escaping @Sendable (Int) -> SearchDocument
  ) {
    self.count = count
    self.titleLengths = titleLengths
    self.terms = terms
    self.postings = postings
    self.names = names
    self.texts = texts
    self.document = document
  }

  /// Finds documents, best first; an empty or blank query finds nothing.
  ///
  /// Every word must occur, question words such as "how" and "the" aside; the last one, while it is being
  /// typed, as the beginning of a word. If no document has them all, those with the most of them are found.
  /// - Parameters:
  ///   - query: What was typed.
  ///   - limit: How many hits to return; the total counts on.
  ///   - accept: Whether a document may be found, by its index; asked once for each that matches.
  package func search(
    _ query: String, limit: Int = 50, where accept: (Int) -> Bool = { _ in true }
  ) -> SearchResults {
    let query = SearchQuery(query)
    guard !query.words.isEmpty, count > 0 else { return .none }
    let found = find(query, accept)
    // The parts of a compound may stand apart where the compound itself stands nowhere.
    if found.candidates.isEmpty, let separated = query.separated() {
      return results(separated, find(separated, accept), limit: limit)
    }
    return results(query, found, limit: limit)
  }

  /// All documents that a search would find, in their own order.
  package func documents(matching query: String) -> [Int] {
    let query = SearchQuery(query)
    guard !query.words.isEmpty, count > 0 else { return [] }
    let found = find(query) { _ in true }.candidates
    guard found.isEmpty, let separated = query.separated() else { return found }
    return find(separated) { _ in true }.candidates
  }

  private struct Found {
    var matches: [WordMatch]
    var pass: SearchPass
    var candidates: [Int]
  }

  private func find(_ query: SearchQuery, _ accept: (Int) -> Bool) -> Found {
    var matcher = WordMatcher(terms: terms, postings: postings, names: names)
    let matches = matcher.matches(for: query)
    var pass = SearchPass(postings, texts, documents: count)
    for match in matches where !match.isEmpty { pass.add(match) }
    return Found(matches: matches, pass: pass, candidates: candidates(pass, matches, accept))
  }

  private func results(_ query: SearchQuery, _ found: Found, limit: Int) -> SearchResults {
    let total = found.candidates.count
    guard total > 0, limit > 0 else { return SearchResults(total: total, hits: []) }
    let marks = SearchMarks(found.matches, terms: terms.count)
    let highlighter = SearchHighlighter(
      texts: texts, marks: marks, abbreviations: found.matches.compactMap(\.abbreviation))
    let hits = best(found, limit: limit, query, marks).prefix(limit).map { ranked in
      SearchHit(
        document: ranked.document, score: ranked.score,
        matches: highlighter.matches(in: document(ranked.document), number: ranked.document))
    }
    return SearchResults(total: total, hits: hits)
  }

  // MARK: Choosing

  /// The documents with all words; or else those with most, but not less than half when there are any.
  private func candidates(_ pass: SearchPass, _ matches: [WordMatch], _ accept: (Int) -> Bool) -> [Int] {
    let required = matches.count { !$0.isOptional }
    var accepted: [Int] = []
    var most = 0
    for document in 0..<count where pass.tallies[document].found > 0 && accept(document) {
      accepted.append(document)
      most = max(most, Int(pass.tallies[document].found))
    }
    let least = most == required ? required : min(most, (required + 1) / 2)
    return accepted.filter { Int(pass.tallies[$0].found) >= least }
  }

  private func best(
    _ found: Found, limit: Int, _ query: SearchQuery, _ marks: SearchMarks
  ) -> [TopDocuments.Ranked] {
    let bonuses = nameBonuses(query)
    let possible = marks.importances.reduce(0, +)
    let words = marks.required.nonzeroBitCount
    var top = TopDocuments(capacity: min(max(limit, Self.refined), found.candidates.count))
    for document in found.candidates {
      let tally = found.pass.tallies[document]
      var score = 10 * Double(tally.score / max(possible, .leastNormalMagnitude)) + Double(bonuses[document])
      let answered = Int(tally.found)
      if words > 1, answered == words { score += togetherBonus(tally.shared) }
      // When no document has all words, a word more always wins.
      if answered < words { score += 1000 * Double(answered) }
      if top.isBeyondReach(score) { continue }
      top.insert(.init(document: document, score: score, titleLength: Int(titleLengths[document])))
    }
    return refine(top.sorted(), SearchRefiner(texts: texts, postings: postings, marks: marks))
  }

  private func refine(_ ranked: [TopDocuments.Ranked], _ refiner: SearchRefiner) -> [TopDocuments.Ranked] {
    let close = ranked.prefix(Self.refined).map { document in
      var refined = document
      refined.score += refiner.bonus(for: document.document)
      return refined
    }
    return close.sorted { $0.precedes($1) } + ranked.dropFirst(Self.refined)
  }

  private func togetherBonus(_ fields: UInt8) -> Double {
    SearchField.allCases.reduce(0) { fields & $1.bit != 0 ? max($0, $1.togetherBonus) : $0 }
  }

  // MARK: Names

  /// What documents get for being called just what was typed, or for a name that begins so.
  private func nameBonuses(_ query: SearchQuery) -> [Float] {
    var bonuses = [Float](repeating: 0, count: count)
    func raise(_ holder: NameTable.Holder, _ bonus: Float) {
      guard Int(holder.document) < count else { return }
      bonuses[Int(holder.document)] = max(bonuses[Int(holder.document)], bonus)
    }
    for (index, name) in query.names.enumerated() {
      // The second is the name without question words.
      let loss: Float = index == 0 ? 0 : 25
      for (holder, share) in names.holders(ofPrefix: name, atMost: Self.mostNames) {
        raise(holder, Float(4 * share * holder.field.nameShare))
      }
      for holder in names.holders(ofKey: name) { raise(holder, exactBonus(holder) - loss) }
      for holder in names.holders(ofStems: query.stemmedNames[index]) {
        raise(holder, exactBonus(holder) - loss - 10)
      }
    }
    return bonuses
  }

  /// More than words can add up to, so that what is called so comes first.
  private func exactBonus(_ holder: NameTable.Holder) -> Float {
    let bonus: Float = holder.field == .title ? 100 : holder.field == .id ? 97 : 94
    return holder.isPart ? bonus - 20 : bonus
  }
}
