extension NotebookStore {
  /// The notes in which every word of a query occurs, also within longer words, the newest first; an empty query finds
  /// nothing.
  ///
  /// Case and accents do not count. No sign means anything but itself.
  package func notes(matching query: String) throws -> [EntryNote] {
    let words = query.split(whereSeparator: \.isWhitespace).map { LetterFold.text(String($0)) }
    guard !words.isEmpty else { return [] }
    return try notes().filter { note in
      let text = LetterFold.text(note.text)
      return words.allSatisfy(text.contains)
    }
  }
}

extension LetterFold {
  /// A text without case and accents; what is no letter stays as it is.
  fileprivate static func text(_ text: String) -> String {
    var folded: [UInt8] = []
    folded.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars where fold(scalar, into: &folded) == .other {
      folded.append(contentsOf: String(scalar).utf8)
    }
    return String(decoding: folded, as: UTF8.self)
  }
}
