/// What was typed into the search field, cut into words.
struct SearchQuery {
  /// One word of a query, in the common spelling.
  struct Word {
    var letters: [UInt8]
    /// The parts of a compound; empty when the word has none.
    var parts: [[UInt8]]
    /// Whether the word stands at the end and may still grow.
    var isTyping: Bool
    /// Whether documents need not contain the word.
    var isOptional: Bool

    /// The parts of a compound as words of their own.
    func separated() -> [Word] {
      guard parts.count > 1 else { return [self] }
      return parts.enumerated().map { index, part in
        Word(letters: part, parts: [], isTyping: isTyping && index == parts.count - 1, isOptional: isOptional)
      }
    }
  }

  /// The words in order.
  private(set) var words: [Word] = []
  /// All letters joined, for finding names; then the same of the words that must occur.
  private(set) var names: [[UInt8]] = []
  /// The same with every word cut to its stem.
  private(set) var stemmedNames: [[UInt8]] = []

  /// More words than this are not used; sets of words fit into 16 bits.
  static let mostWords = 16

  /// Reads a query.
  init(_ text: String) {
    var tokenizer = Tokenizer()
    tokenizer.read(String(text.prefix(400)))
    let chunks = tokenizer.chunks.prefix(Self.mostWords)
    for (index, chunk) in chunks.enumerated() {
      let isLast = index == tokenizer.chunks.count - 1
      words.append(Self.word(chunk, tokenizer, isTyping: isLast && Self.isOpen(text, after: chunk.end)))
    }
    // A question made of nothing else is meant as it stands.
    if words.allSatisfy(\.isOptional) {
      for index in words.indices { words[index].isOptional = false }
    }
    addNames(Array(chunks), tokenizer)
  }

  /// The query with its compounds taken apart; nil when it has none.
  func separated() -> SearchQuery? {
    guard words.contains(where: { $0.parts.count > 1 }) else { return nil }
    var query = self
    query.words = Array(words.flatMap { $0.separated() }.prefix(Self.mostWords))
    return query
  }

  private mutating func addNames(_ chunks: [Tokenizer.Chunk], _ tokenizer: Tokenizer) {
    let needed = zip(chunks, words).filter { !$1.isOptional }.map(\.0)
    for chosen in needed.count == chunks.count ? [chunks] : [chunks, needed] {
      var joined: [UInt8] = []
      for chunk in chosen { joined += tokenizer.letters[chunk.low..<chunk.high] }
      var name: [UInt8] = []
      Spelling.unify(joined, into: &name)
      names.append(name)
      stemmedNames.append(NameTable.stemKey(chosen.flatMap(\.atoms), tokenizer))
    }
  }

  private static func word(_ chunk: Tokenizer.Chunk, _ tokenizer: Tokenizer, isTyping: Bool) -> Word {
    let letters = tokenizer.letters[chunk.low..<chunk.high]
    var word = Word(letters: [], parts: [], isTyping: isTyping, isOptional: false)
    Spelling.unify(letters, into: &word.letters)
    if chunk.isCompound, chunk.atoms.count > 1 {
      for atom in tokenizer.atoms[chunk.atoms] {
        var part: [UInt8] = []
        Spelling.unify(tokenizer.letters[atom.low..<atom.high], into: &part)
        word.parts.append(part)
      }
    }
    // The last word may become another one: "a" is the beginning of "agent".
    word.isOptional = !isTyping && StopWords.contains(letters)
    return word
  }

  /// Whether nothing but joining signs follows the last word.
  private static func isOpen(_ text: String, after end: Int) -> Bool {
    text.utf8.dropFirst(end).allSatisfy {
      $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "+")
    }
  }
}
