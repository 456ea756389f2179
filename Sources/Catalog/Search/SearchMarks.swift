/// Tells for every word of the index which words of a query it answers to, as a set of bits.
struct SearchMarks {
  /// The words of the query that documents must contain.
  private(set) var required: UInt16 = 0
  /// How much each word of the query tells.
  let importances: [Float]

  private var marks: [UInt16]

  /// Marks the answers to all words of a query.
  init(_ matches: [WordMatch], terms: Int) {
    marks = [UInt16](repeating: 0, count: terms)
    importances = matches.map(\.importance)
    for (index, match) in matches.enumerated() {
      let bit = UInt16(1) << UInt16(index)
      if !match.isOptional { required |= bit }
      mark(match, bit)
    }
  }

  /// The words of the query that a word of the index answers to.
  subscript(term: Int) -> UInt16 {
    UInt(bitPattern: term) < UInt(bitPattern: marks.count) ? marks[term] : 0
  }

  /// The words of the query that a word of a text answers to.
  ///
  /// A whole that begins with a word of the query only because its first part does is left to that part:
  /// "vec" is found in the first word of "vector search" and not in both.
  func words(at place: Int, in tokens: FlatArray<SearchToken>) -> UInt16 {
    let token = tokens[place]
    let words = self[token.term]
    guard token.isCompound, words != 0 else { return words }
    var first: UInt16?
    var last: UInt16 = 0
    var next = place + 1
    while next < tokens.count, tokens[next].start < token.end {
      if !tokens[next].isCompound {
        last = self[tokens[next].term]
        first = first ?? last
      }
      next += 1
    }
    return words & ~((first ?? 0) & ~last)
  }

  /// What a set of words tells together.
  func importance(of words: UInt16) -> Float {
    var sum: Float = 0
    for index in importances.indices where words & (1 << UInt16(index)) != 0 { sum += importances[index] }
    return sum
  }

  private mutating func mark(_ match: WordMatch, _ bit: UInt16) {
    for term in match.terms where marks.indices.contains(term.term) { marks[term.term] |= bit }
    for part in match.parts where part.isTelling { mark(part, bit) }
  }
}
