/// That a word occurs in a document, and how much it counts there.
struct Posting: Sendable {
  var document: UInt32
  /// The weight of the word in the document: 0 is nothing, 65535 all that is possible.
  var weight: UInt16
  /// The fields in which it occurs.
  var fields: UInt8
}

/// For every word the documents that it occurs in.
struct PostingTable: Sendable {
  /// The postings of all words, in the order of the words and then of the documents.
  let postings: [Posting]
  /// How rare each word is, from nearly 0 to 1.
  let rarities: [Float]

  private let starts: [UInt32]
  private let documentCount: Int

  /// Counts the words of all texts; `documents` tells where each document's texts begin and end.
  init(terms: Int, tokens: [SearchToken], texts: [IndexedText], documents: [UInt32]) {
    documentCount = documents.count - 1
    var counter = Counter(terms: terms, tokens: tokens, texts: texts, documents: documents)
    starts = counter.countDocuments()
    postings = counter.fill(starts)
    rarities = counter.rarities(starts)
  }

  /// The postings of a word.
  func range(of term: Int) -> Range<Int> { Int(starts[term])..<Int(starts[term + 1]) }

  /// The postings of neighbouring words.
  func range(of terms: Range<Int>) -> Range<Int> {
    Int(starts[terms.lowerBound])..<Int(starts[terms.upperBound])
  }

  /// How rare a word is that occurs in so many documents.
  func rarity(ofCount count: Int) -> Float { Rarity.of(min(count, documentCount), in: documentCount) }
}

extension PostingTable {
  /// Does the counting; the weights follow BM25F, with the fields' weights and lengths.
  private struct Counter {
    let terms: Int
    let tokens: [SearchToken]
    let texts: [IndexedText]
    let documents: [UInt32]

    /// How soon more occurrences stop to count more.
    private static let saturation: Float = 6

    init(terms: Int, tokens: [SearchToken], texts: [IndexedText], documents: [UInt32]) {
      self.terms = terms
      self.tokens = tokens
      self.texts = texts
      self.documents = documents
    }

    private func tokens(of text: Int) -> Range<Int> {
      let end = text + 1 < texts.count ? Int(texts[text + 1].firstToken) : tokens.count
      return Int(texts[text].firstToken)..<end
    }

    /// The first posting of each word, and the end of the last.
    func countDocuments() -> [UInt32] {
      var counts = [UInt32](repeating: 0, count: terms + 1)
      var lastDocument = [Int32](repeating: -1, count: terms)
      for document in 0..<documents.count - 1 {
        let range = Int(documents[document])..<Int(documents[document + 1])
        guard let first = range.first, let last = range.last else { continue }
        for token in tokens(of: first).lowerBound..<tokens(of: last).upperBound {
          let term = tokens[token].term
          guard lastDocument[term] != Int32(document) else { continue }
          lastDocument[term] = Int32(document)
          counts[term + 1] += 1
        }
      }
      for term in 0..<terms { counts[term + 1] += counts[term] }
      return counts
    }

    mutating func fill(_ starts: [UInt32]) -> [Posting] {
      var cursors = starts
      let count = Int(starts[terms])
      var postings = [Posting](repeating: Posting(document: 0, weight: 0, fields: 0), count: count)
      // A name counts once, by its best occurrence, however many aliases repeat it; other texts add up.
      var names = [Float](repeating: 0, count: count)
      var sums = [Float](repeating: 0, count: count)
      let averages = averageLengths()
      for document in 0..<documents.count - 1 {
        for text in Int(documents[document])..<Int(documents[document + 1]) {
          let field = texts[text].field
          let share = Float(texts[text].wordCount) / averages[field.rank]
          let value = field.weight / (1 - field.lengthInfluence + field.lengthInfluence * share)
          for token in tokens(of: text) {
            let term = tokens[token].term
            var place = Int(cursors[term])
            if place > Int(starts[term]), postings[place - 1].document == UInt32(document) {
              place -= 1
            } else {
              cursors[term] += 1
              postings[place].document = UInt32(document)
            }
            postings[place].fields |= field.bit
            if field.isName { names[place] = max(names[place], value) } else { sums[place] += value }
          }
        }
      }
      for place in 0..<count {
        let value = names[place] + sums[place]
        postings[place].weight = UInt16(65535 * value / (value + Self.saturation))
      }
      return postings
    }

    /// How rare each word is; most words are as rare as others, so every count is worked out once.
    func rarities(_ starts: [UInt32]) -> [Float] {
      var known = [Float](repeating: -1, count: documents.count)
      return (0..<terms).map { term in
        let count = Int(starts[term + 1] - starts[term])
        if known[count] < 0 { known[count] = Rarity.of(count, in: documents.count - 1) }
        return known[count]
      }
    }

    /// The average length of each field's texts; names of all kinds share theirs, to be weighed by one
    /// measure.
    private func averageLengths() -> [Float] {
      var words = [Int](repeating: 0, count: SearchField.allCases.count)
      var counts = words
      for text in texts {
        let rank = text.field.isName ? SearchField.title.rank : text.field.rank
        words[rank] += Int(text.wordCount)
        counts[rank] += 1
      }
      return SearchField.allCases.map { field in
        let rank = field.isName ? SearchField.title.rank : field.rank
        return max(1, Float(words[rank]) / Float(max(1, counts[rank])))
      }
    }
  }
}
