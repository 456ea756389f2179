/// Goes through the postings of a query's words and adds up what each document gets for them.
struct SearchPass {
  /// What one document has got.
  struct Tally {
    /// What all words so far give.
    var score: Float = 0
    /// The best answer to the word at hand.
    fileprivate var best: Float = 0
    /// The fields with answers to the word at hand.
    fileprivate var fields: UInt8 = 0
    /// How many of the words that must occur have been found.
    var found: UInt8 = 0
    /// The fields that hold all of those words.
    var shared: UInt8 = .max
  }

  /// The tallies of all documents.
  private(set) var tallies: [Tally]

  private let table: PostingTable
  private let texts: TextTable

  /// A question word counts so much of what another word counts.
  private static let optionalShare: Float = 0.1
  /// A document that has a compound's parts only counts so much of one that has the whole.
  private static let partsShare: Float = 0.85
  /// What a name counts at most, next to the weight of a word in a title.
  private static let nameShare: Float = 0.6

  /// Starts with nothing found.
  init(_ table: PostingTable, _ texts: TextTable, documents: Int) {
    self.table = table
    self.texts = texts
    tallies = [Tally](repeating: Tally(), count: documents)
  }

  /// Adds what a word gives.
  mutating func add(_ match: WordMatch) {
    if !match.parts.isEmpty { collectParts(match.parts) }
    collect(match.terms)
    for named in match.named where tallies.indices.contains(named.document) {
      let value = named.weight * Self.nameShare
      if value > tallies[named.document].best { tallies[named.document].best = value }
      tallies[named.document].fields |= named.field.bit
    }
    for document in tallies.indices where tallies[document].best > 0 {
      settle(&tallies[document], isOptional: match.isOptional)
    }
  }

  private func settle(_ tally: inout Tally, isOptional: Bool) {
    if isOptional {
      tally.score += Self.optionalShare * tally.best
    } else {
      tally.score += tally.best
      tally.found += 1
      tally.shared &= tally.fields
    }
    tally.best = 0
    tally.fields = 0
  }

  private mutating func collect(_ terms: [WordMatch.Term]) {
    for term in terms {
      let weight = term.weight / 65535
      for place in table.range(of: term.term) {
        let posting = table.postings[place]
        let value = weight * Float(posting.weight)
        let document = Int(posting.document)
        guard document < tallies.count else { continue }
        if value > tallies[document].best { tallies[document].best = value }
        tallies[document].fields |= posting.fields
      }
    }
  }

  /// Lets a document answer to a compound when it has all parts together: with their average.
  private mutating func collectParts(_ parts: [WordMatch]) {
    var sums = [Tally](repeating: Tally(), count: tallies.count)
    for part in parts {
      collect(part.terms)
      for document in tallies.indices where tallies[document].best > 0 {
        sums[document].best = tallies[document].best
        sums[document].fields = tallies[document].fields
        settle(&sums[document], isOptional: false)
        tallies[document].best = 0
        tallies[document].fields = 0
      }
    }
    let share = Self.partsShare / Float(parts.count)
    var check = CompoundCheck(parts, texts: texts, terms: table.rarities.count)
    for document in tallies.indices where Int(sums[document].found) == parts.count && check.accepts(document)
    {
      tallies[document].best = share * sums[document].score
      tallies[document].fields = sums[document].shared
    }
  }
}
