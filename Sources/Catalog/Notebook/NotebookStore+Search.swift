extension NotebookStore {
  /// The notes in which every word of a query occurs, also within longer words, the newest first; an empty query finds
  /// nothing.
  ///
  /// Case and accents do not count. No sign means anything but itself.
  package func notes(matching query: String) throws -> [EntryNote] {
    guard query.contains(where: { !$0.isWhitespace }) else { return [] }
    return try notes().filter { EntryNote.holds(query, in: $0.text) }
  }
}

extension EntryNote {
  /// Whether a note holds every word of a query; case and accents do not count.
  package static func holds(_ query: String, in text: String) -> Bool {
    let folded = LetterFold.text(text)
    return query.split(whereSeparator: \.isWhitespace).allSatisfy {
      folded.contains(LetterFold.text(String($0)))
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
