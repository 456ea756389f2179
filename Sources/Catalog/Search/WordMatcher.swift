/// Finds for each word of a query what answers to it: whole, by its stem, as a prefix, in parts, or mistyped.
struct WordMatcher {
  let terms: TermTable
  let postings: PostingTable
  let names: NameTable

  private enum Weight {
    static let stem: Float = 0.9
    static let typed: Float = 0.75
    static let prefix: Float = 0.45
    static let joined: Float = 0.9
    static let initials: Float = 0.8
    static let parts: Float = 0.85
    static let oneTypo: Float = 0.6
    static let twoTypos: Float = 0.4
    static let otherFirstLetter: Float = 0.65
  }

  /// More guesses for one word than this are not followed up.
  private static let mostTypos = 48
  /// A joined word may stand at the beginning of so many words, no more.
  private static let mostJoined = 64
  private static let shortestPrefix = 3
  /// A compound of more parts is an address or a slip.
  private static let parts = 2...8

  /// So many words of a query are compared with all words of the index, no more: it takes time.
  private var guesses = 5

  /// Looks words up in the tables of an index.
  init(terms: TermTable, postings: PostingTable, names: NameTable) {
    self.terms = terms
    self.postings = postings
    self.names = names
  }

  /// The matches of all words; a compound that nothing answers to is taken apart.
  mutating func matches(for query: SearchQuery) -> [WordMatch] {
    var matches: [WordMatch] = []
    var words: [SearchQuery.Word] = []
    for word in query.words where matches.count < SearchQuery.mostWords {
      let match = self.match(word, isOnly: query.words.count == 1)
      if match.isEmpty, word.parts.count > 1 {
        let parts = word.separated().prefix(SearchQuery.mostWords - matches.count)
        words += parts
        matches += parts.map { self.match($0, isOnly: false) }
      } else {
        words.append(word)
        matches.append(match)
      }
    }
    for index in matches.indices where matches[index].isEmpty {
      addTypos(of: words[index].letters, completing: words[index].isTyping, to: &matches[index])
    }
    join(words, &matches)
    return matches
  }

  private mutating func match(_ word: SearchQuery.Word, isOnly: Bool) -> WordMatch {
    var match = WordMatch()
    match.isOptional = word.isOptional
    addFamily(of: word.letters, to: &match)
    addPrefix(word.letters, isTyping: word.isTyping, to: &match)
    addInitials(word.letters, to: &match)
    addParts(of: word, to: &match)
    if match.isEmpty, isOnly { addNames(word.letters, to: &match) }
    if match.isEmpty, word.parts.count > 1 {
      addTypos(of: word.letters, completing: word.isTyping, to: &match)
    }
    return match
  }

  // MARK: Ways to match

  private func addFamily(of word: [UInt8], to match: inout WordMatch) {
    let family = terms.family(of: word)
    guard !family.isEmpty else { return }
    let exact = terms.number(of: word)
    let rarity = postings.rarity(ofCount: family.reduce(0) { $0 + postings.range(of: $1).count })
    for term in family {
      match.terms.append(WordMatch.Term(term: term, weight: rarity * (term == exact ? 1 : Weight.stem)))
    }
    match.importance = max(match.importance, rarity)
  }

  private func addPrefix(_ word: [UInt8], isTyping: Bool, to match: inout WordMatch) {
    guard isTyping || word.count >= Self.shortestPrefix else { return }
    let range = terms.range(ofPrefix: word)
    guard !range.isEmpty else { return }
    let rarity = postings.rarity(ofCount: postings.range(of: range).count)
    let weight = rarity * (isTyping ? Weight.typed : Weight.prefix)
    match.terms.reserveCapacity(match.terms.count + range.count)
    for term in range where terms.length(of: term) > word.count {
      let completion = Float(word.count) / Float(terms.length(of: term))
      match.terms.append(WordMatch.Term(term: term, weight: weight * (0.4 + 0.6 * completion)))
    }
    match.importance = max(match.importance, weight)
  }

  private func addInitials(_ word: [UInt8], to match: inout WordMatch) {
    guard Initials.lengths.contains(word.count) else { return }
    let holders = names.holders(ofInitials: word)
    guard !holders.isEmpty else { return }
    let weight = Weight.initials * postings.rarity(ofCount: holders.count)
    match.abbreviation = word
    match.named += holders.map { .init(document: Int($0.document), field: $0.field, weight: weight) }
    match.importance = max(match.importance, weight)
  }

  private func addParts(of word: SearchQuery.Word, to match: inout WordMatch) {
    guard Self.parts.contains(word.parts.count) else { return }
    var parts: [WordMatch] = []
    for part in word.separated() {
      var partMatch = WordMatch()
      addFamily(of: part.letters, to: &partMatch)
      addPrefix(part.letters, isTyping: part.isTyping, to: &partMatch)
      if partMatch.isEmpty { return }
      partMatch.isTelling = part.letters.count > 1 && !StopWords.contains(part.letters)
      parts.append(partMatch)
    }
    match.parts = parts
    let rarity = parts.reduce(0) { $0 + $1.importance } / Float(parts.count)
    match.importance = max(match.importance, Weight.parts * rarity)
  }

  /// A name typed without its spaces.
  private func addNames(_ word: [UInt8], to match: inout WordMatch) {
    guard word.count >= 5 else { return }
    for (holder, share) in names.holders(ofPrefix: word, atMost: Self.mostJoined) {
      match.named.append(
        .init(document: Int(holder.document), field: holder.field, weight: 0.5 + 0.5 * Float(share)))
    }
    match.importance = match.named.isEmpty ? 0 : 1
  }

  /// Two words that are written as one: "data bricks".
  private mutating func join(_ words: [SearchQuery.Word], _ matches: inout [WordMatch]) {
    for index in words.indices.dropFirst() where !words[index - 1].isOptional && !words[index].isOptional {
      let joined = words[index - 1].letters + words[index].letters
      var found = WordMatch()
      if let term = terms.number(of: joined) {
        let rarity = postings.rarity(ofCount: postings.range(of: term).count)
        found.terms = [WordMatch.Term(term: term, weight: Weight.joined * rarity)]
        found.importance = Weight.joined * rarity
      } else if words[index].isTyping, joined.count > 4,
        (1...Self.mostJoined).contains(terms.range(ofPrefix: joined).count)
      {
        addPrefix(joined, isTyping: true, to: &found)
      } else if matches[index].isEmpty || matches[index - 1].isEmpty {
        addTypos(of: joined, completing: words[index].isTyping, to: &found)
      }
      for place in [index - 1, index] {
        matches[place].terms += found.terms
        matches[place].importance = max(matches[place].importance, found.importance)
      }
    }
  }

  private mutating func addTypos(of word: [UInt8], completing: Bool, to match: inout WordMatch) {
    guard guesses > 0 else { return }
    guesses -= 1
    var found = terms.typos(of: word, completing: completing).map { typo in
      WordMatch.Term(term: typo.term, weight: weight(of: typo))
    }
    if found.count > Self.mostTypos {
      found.sort { ($0.weight, $1.term) > ($1.weight, $0.term) }
      found.removeLast(found.count - Self.mostTypos)
    }
    match.terms += found
    match.importance = max(match.importance, found.map(\.weight).max() ?? 0)
  }

  private func weight(of typo: Typo) -> Float {
    var weight = typo.distance > 1 ? Weight.twoTypos : Weight.oneTypo
    if !typo.hasSameFirstLetter { weight *= Weight.otherFirstLetter }
    if typo.completion < 1 { weight *= 0.4 + 0.4 * typo.completion }
    return weight * postings.rarity(ofCount: postings.range(of: typo.term).count)
  }
}
