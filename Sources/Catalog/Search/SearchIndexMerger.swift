/// Joins the parts of an index that were read at the same time, and counts the postings of their words.
///
/// The weights follow BM25F, with the fields' weights and lengths. What comes out does not depend on how the documents
/// were parted.
struct SearchIndexMerger: Sendable {
  let terms: TermTable
  private let parts: [SearchIndexBuilder]
  /// The number of each part's words among all words.
  private let numbers: [[UInt32]]
  /// Where the tokens, texts and documents of each part begin among all.
  private let offsets: [(tokens: Int, texts: Int, documents: Int)]
  private let documentCount: Int
  private let averages: [Float]

  /// How soon more occurrences stop to count more.
  private static let saturation: Float = 6

  /// Takes parts in the order of their documents.
  init(_ parts: [SearchIndexBuilder]) {
    self.parts = parts
    var interner = TermInterner()
    var word: [UInt8] = []
    let first = parts.map { part in
      (0..<part.interner.count).map { number -> UInt32 in
        word.removeLast(word.count)
        let letters = Int(part.interner.starts[number])..<Int(part.interner.starts[number + 1])
        word.append(contentsOf: part.interner.letters[letters])
        return UInt32(interner.number(of: word))
      }
    }
    let (terms, renumbering) = TermTable.sorting(interner)
    self.terms = terms
    numbers = first.map { $0.map { renumbering[Int($0)] } }
    var offset = (tokens: 0, texts: 0, documents: 0)
    var offsets: [(tokens: Int, texts: Int, documents: Int)] = []
    for part in parts {
      offsets.append(offset)
      offset.tokens += part.tokens.count
      offset.texts += part.texts.count
      offset.documents += part.documents.count - 1
    }
    self.offsets = offsets
    documentCount = offset.documents
    averages = Self.averageLengths(parts)
  }

  /// The names of all parts.
  var names: NameTable {
    var all = NameGatherer()
    for part in parts { all.append(part.names) }
    return all.table()
  }

  var titleLengths: FlatArray<Int32> { FlatArray(parts.flatMap(\.titleLengths)) }

  /// The words of all texts, with their numbers among all words.
  var texts: TextTable {
    let count = parts.reduce(0) { $0 + $1.tokens.count }
    let block = ByteBlock(count: count * MemoryLayout<SearchToken>.stride)
    _ = Parallel.map(parts.count) { piece in
      let numbers = numbers[piece]
      block?.fill { bytes in
        let tokens = bytes.bindMemory(to: SearchToken.self)
        var place = offsets[piece].tokens
        for var token in parts[piece].tokens {
          token.term = Int(numbers[token.term])
          tokens[place] = token
          place += 1
        }
      }
    }
    var texts: [IndexedText] = []
    var documents: [UInt32] = [0]
    for (part, offset) in zip(parts, offsets) {
      for var text in part.texts {
        text.firstToken += UInt32(offset.tokens)
        texts.append(text)
      }
      for end in part.documents.dropFirst() { documents.append(end + UInt32(offset.texts)) }
    }
    return TextTable(
      tokens: FlatArray(whole: block), texts: FlatArray(texts), documents: FlatArray(documents))
  }

  // MARK: Postings

  /// The documents of every word.
  var postings: PostingTable {
    let counts = Parallel.map(parts.count) { countDocuments(of: $0) }
    var starts = [UInt32](repeating: 0, count: terms.count + 1)
    // Where each part begins among the postings of each word.
    var cursors = counts
    for term in 0..<terms.count {
      var next = starts[term]
      for piece in counts.indices {
        cursors[piece][term] = next
        next += counts[piece][term]
      }
      starts[term + 1] = next
    }
    let block = ByteBlock(count: Int(starts[terms.count]) * MemoryLayout<Posting>.stride)
    let first = cursors
    _ = Parallel.map(parts.count) { piece in
      block?.fill { fill($0.bindMemory(to: Posting.self), piece, from: first[piece]) }
    }
    return PostingTable(
      postings: FlatArray(whole: block), rarities: FlatArray(rarities(starts)), starts: FlatArray(starts),
      documentCount: documentCount)
  }

  private func countDocuments(of piece: Int) -> [UInt32] {
    let part = parts[piece]
    let numbers = numbers[piece]
    var counts = [UInt32](repeating: 0, count: numbers.count)
    var lastDocument = [Int32](repeating: -1, count: numbers.count)
    for document in 0..<part.documents.count - 1 {
      for token in part.tokens[tokens(of: document, in: part)] where lastDocument[token.term] != document {
        lastDocument[token.term] = Int32(document)
        counts[token.term] += 1
      }
    }
    var all = [UInt32](repeating: 0, count: terms.count)
    for (number, count) in counts.enumerated() { all[Int(numbers[number])] = count }
    return all
  }

  private func tokens(of document: Int, in part: SearchIndexBuilder) -> Range<Int> {
    func start(_ text: UInt32) -> Int {
      Int(text) < part.texts.count ? Int(part.texts[Int(text)].firstToken) : part.tokens.count
    }
    return start(part.documents[document])..<start(part.documents[document + 1])
  }

  /// What one word has got in the document at hand.
  private struct Tally {
    /// A name counts once, by its best occurrence, however many aliases repeat it; other texts add up.
    var name: Float = 0
    var sum: Float = 0
    var fields: UInt8 = 0
  }

  private func fill(_ postings: UnsafeMutableBufferPointer<Posting>, _ piece: Int, from cursors: [UInt32]) {
    let part = parts[piece]
    let numbers = numbers[piece]
    var cursors = cursors
    var tallies = [Tally](repeating: Tally(), count: numbers.count)
    var touched: [Int] = []
    for document in 0..<part.documents.count - 1 {
      for text in Int(part.documents[document])..<Int(part.documents[document + 1]) {
        let field = part.texts[text].field
        let isName = field.isName
        let bit = field.bit
        let share = Float(part.texts[text].wordCount) / averages[field.rank]
        let value = field.weight / (1 - field.lengthInfluence + field.lengthInfluence * share)
        let end = text + 1 < part.texts.count ? Int(part.texts[text + 1].firstToken) : part.tokens.count
        for token in part.tokens[Int(part.texts[text].firstToken)..<end] {
          let term = token.term
          if tallies[term].fields == 0 { touched.append(term) }
          tallies[term].fields |= bit
          if isName {
            tallies[term].name = max(tallies[term].name, value)
          } else {
            tallies[term].sum += value
          }
        }
      }
      for term in touched {
        let number = Int(numbers[term])
        let value = tallies[term].name + tallies[term].sum
        postings[Int(cursors[number])] = Posting(
          document: UInt32(offsets[piece].documents + document),
          weight: UInt16(65535 * value / (value + Self.saturation)), fields: tallies[term].fields)
        cursors[number] += 1
        tallies[term] = Tally()
      }
      touched.removeAll(keepingCapacity: true)
    }
  }

  /// How rare each word is; most words are as rare as others, so every count is worked out once.
  private func rarities(_ starts: [UInt32]) -> [Float] {
    var known = [Float](repeating: -1, count: documentCount + 1)
    return (0..<terms.count).map { term in
      let count = Int(starts[term + 1] - starts[term])
      if known[count] < 0 { known[count] = Rarity.of(count, in: documentCount) }
      return known[count]
    }
  }

  /// The average length of each field's texts; names of all kinds share theirs, to be weighed by one
  /// measure.
  private static func averageLengths(_ parts: [SearchIndexBuilder]) -> [Float] {
    var words = [Int](repeating: 0, count: SearchField.allCases.count)
    var counts = words
    for part in parts {
      for text in part.texts {
        let rank = text.field.isName ? SearchField.title.rank : text.field.rank
        words[rank] += Int(text.wordCount)
        counts[rank] += 1
      }
    }
    return SearchField.allCases.map { field in
      let rank = field.isName ? SearchField.title.rank : field.rank
      return max(1, Float(words[rank]) / Float(max(1, counts[rank])))
    }
  }
}
