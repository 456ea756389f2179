/// Looks closer at the best documents: whether words stand together, and how much of a name they make up.
struct SearchRefiner {
  let texts: TextTable
  let postings: PostingTable
  let marks: SearchMarks

  /// What a name that consists of the query's words and no others adds to the score.
  private static let nameBonus = 6.0

  /// What a document gets for the order of its words.
  func bonus(for document: Int) -> Double {
    var phrase = 0.0
    var name = 0.0
    let importance = marks.importance(of: marks.required)
    for text in texts.texts(of: document) {
      let field = texts[text].field
      let reading = read(text)
      phrase = max(phrase, field.phraseBonus * share(ofPairs: reading.pairs))
      if field.isName, importance > 0, reading.total > 0 {
        let asked = marks.importance(of: reading.words & marks.required) / importance
        name = max(name, field.nameShare * Double(asked * reading.covered / reading.total))
      }
    }
    return phrase + Self.nameBonus * name
  }

  private func share(ofPairs pairs: UInt16) -> Double {
    marks.importances.count > 1 ? Double(pairs.nonzeroBitCount) / Double(marks.importances.count - 1) : 0
  }

  private struct Reading {
    /// The words of the query that occur.
    var words: UInt16 = 0
    /// Those that follow right after the word before them in the query.
    var pairs: UInt16 = 0
    /// The rarity of all words of the text, and of those that were asked for.
    var total: Float = 0
    var covered: Float = 0
  }

  private func read(_ text: Int) -> Reading {
    var reading = Reading()
    var before: UInt16 = 0
    // A whole comes before its parts; it is over when a word begins behind it.
    var whole: UInt16 = 0
    var wholeEnd = 0
    let tokens = texts.tokens(of: text)
    for place in tokens.indices {
      let token = tokens[place]
      let words = marks.words(at: place, in: tokens)
      reading.words |= words
      if token.isCompound {
        if words == 0 { continue }
        reading.pairs |= (before | words) << 1 & words
        whole = words
        wholeEnd = token.end
        continue
      }
      if token.start >= wholeEnd {
        before |= whole
        whole = 0
      }
      reading.pairs |= before << 1 & words
      before = words
      let rarity = postings.rarities[token.term]
      reading.total += rarity
      if words != 0 || token.start < wholeEnd { reading.covered += rarity }
    }
    return reading
  }
}
