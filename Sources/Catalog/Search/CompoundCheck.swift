/// Tells documents that hold the parts of a compound side by side from those that hold them scattered.
struct CompoundCheck {
  private let texts: TextTable
  private let marks: SearchMarks
  private let last: UInt16
  private var remaining = 1000

  /// Prepares the check of a compound's parts.
  init(_ parts: [WordMatch], texts: TextTable, terms: Int) {
    self.texts = texts
    marks = SearchMarks(parts, terms: terms)
    last = 1 << UInt16(parts.count - 1)
  }

  /// Whether the parts follow each other somewhere in a document; after many documents, no more are read.
  mutating func accepts(_ document: Int) -> Bool {
    guard remaining > 0 else { return true }
    remaining -= 1
    for text in texts.texts(of: document) {
      // Bit n is set while the parts up to n have just been read in order.
      var matched: UInt16 = 0
      for token in texts.tokens(of: text) where !token.isCompound {
        matched = (matched << 1 | 1) & marks[token.term]
        if matched & last != 0 { return true }
      }
    }
    return false
  }
}
