/// The words of all texts in their order.
struct TextTable: Sendable {
  private let tokens: [SearchToken]
  private let texts: [IndexedText]
  private let documents: [UInt32]

  /// Keeps what a builder gathered.
  init(tokens: [SearchToken], texts: [IndexedText], documents: [UInt32]) {
    self.tokens = tokens
    self.texts = texts
    self.documents = documents
  }

  /// The texts of a document.
  func texts(of document: Int) -> Range<Int> { Int(documents[document])..<Int(documents[document + 1]) }

  /// A text.
  subscript(text: Int) -> IndexedText { texts[text] }

  /// The words of a text, wholes before their parts.
  func tokens(of text: Int) -> ArraySlice<SearchToken> {
    let end = text + 1 < texts.count ? Int(texts[text + 1].firstToken) : tokens.count
    return tokens[Int(texts[text].firstToken)..<end]
  }
}
