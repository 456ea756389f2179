/// The words of all texts in their order.
struct TextTable: Sendable {
  let tokens: FlatArray<SearchToken>
  let texts: FlatArray<IndexedText>
  /// The first text of each document, and the end of the last.
  let documents: FlatArray<UInt32>

  /// Keeps what builders gathered.
  init(tokens: FlatArray<SearchToken>, texts: FlatArray<IndexedText>, documents: FlatArray<UInt32>) {
    self.tokens = tokens
    self.texts = texts
    self.documents = documents
  }

  /// The texts of a document.
  func texts(of document: Int) -> Range<Int> {
    texts.range(Int(documents[document]), Int(documents[document + 1]))
  }

  /// A text.
  subscript(text: Int) -> IndexedText { texts[text] }

  /// The words of a text, wholes before their parts.
  func tokens(of text: Int) -> FlatArray<SearchToken> {
    let end = text + 1 < texts.count ? Int(texts[text + 1].firstToken) : tokens.count
    return tokens.part(Int(texts[text].firstToken), end)
  }
}
