/// Reads some of the documents of an index, one after another, and gathers what the index keeps of them.
///
/// Several builders read parts of a catalog at the same time; `SearchIndexMerger` joins them.
struct SearchIndexBuilder: Sendable {
  private(set) var tokens: [SearchToken] = []
  private(set) var texts: [IndexedText] = []
  /// The first text of each document, and the end of the last.
  private(set) var documents: [UInt32] = [0]
  private(set) var titleLengths: [Int32] = []
  private(set) var names = NameGatherer()
  private(set) var interner = TermInterner()

  /// The number of the first document.
  private let firstDocument: Int
  private var tokenizer = Tokenizer()
  private var word: [UInt8] = []

  /// A joined word of more parts or letters is an address or a sentence, which nobody types in one piece.
  private static let mostParts = 6
  private static let mostLetters = 40

  init(firstDocument: Int) {
    self.firstDocument = firstDocument
  }

  /// Adds the next document.
  mutating func add(_ document: SearchDocument) {
    add(document.id, field: .id, number: -1)
    for (number, field) in document.fields.enumerated() {
      // The id may be given as a field too; once is enough.
      if field.field == .id, field.text == document.id { continue }
      add(field.text, field: field.field, number: number)
    }
    documents.append(UInt32(texts.count))
    let title = document.fields.first { $0.field == .title }?.text ?? document.id
    titleLengths.append(Int32(clamping: title.utf8.count))
  }

  private mutating func add(_ text: String, field: SearchField, number: Int) {
    tokenizer.read(text)
    texts.append(
      IndexedText(
        field: field, number: Int32(number), firstToken: UInt32(tokens.count),
        wordCount: UInt32(tokenizer.atoms.count)))
    for chunk in tokenizer.chunks { add(chunk, joiningNext: field.isName) }
    if field.isName {
      names.add(text, tokenizer, document: firstDocument + documents.count - 1, field: field)
    }
  }

  /// Adds a word, whole and in parts; in names also joined with its neighbour, so that `keyvault` is found.
  private mutating func add(_ chunk: Tokenizer.Chunk, joiningNext: Bool) {
    if chunk.isCompound {
      addJoined(chunk.low..<chunk.high, start: chunk.start, end: chunk.end, parts: chunk.atoms.count)
    }
    for index in chunk.atoms {
      let atom = tokenizer.atoms[index]
      let next = index + 1
      if joiningNext, next < tokenizer.atoms.count, !(chunk.isCompound && chunk.atoms == index..<next + 1) {
        let other = tokenizer.atoms[next]
        addJoined(atom.low..<other.high, start: atom.start, end: other.end, parts: 2)
      }
      addToken(atom.low..<atom.high, start: atom.start, end: atom.end, isCompound: false)
    }
  }

  private mutating func addJoined(_ letters: Range<Int>, start: Int, end: Int, parts: Int) {
    guard parts <= Self.mostParts, letters.count <= Self.mostLetters else { return }
    addToken(letters, start: start, end: end, isCompound: true)
  }

  private mutating func addToken(_ letters: Range<Int>, start: Int, end: Int, isCompound: Bool) {
    tokens.append(SearchToken(term: number(of: letters), isCompound: isCompound, start: start, end: end))
  }

  /// The number of some letters in their common spelling.
  private mutating func number(of range: Range<Int>) -> Int {
    tokenizer.letters.withUnsafeBufferPointer { letters in
      let letters = UnsafeBufferPointer(rebasing: letters[range])
      if letters.count <= Spelling.longestWord, !Spelling.differs(letters) {
        return interner.number(of: letters)
      }
      Spelling.unify(letters, into: &word)
      return interner.number(of: word)
    }
  }
}
