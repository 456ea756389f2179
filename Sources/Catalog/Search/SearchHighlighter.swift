/// Finds in the texts of a hit the words that made it one.
struct SearchHighlighter {
  let texts: TextTable
  let marks: SearchMarks
  /// Abbreviations that were typed and may stand for a name.
  let abbreviations: [[UInt8]]

  /// A place in a text and the words of the query found there.
  struct Place {
    var range: Range<Int>
    var words: UInt16
  }

  /// The matches in all texts of a document.
  func matches(in document: SearchDocument, number: Int) -> [FieldMatch] {
    var matches: [FieldMatch] = []
    var window: (match: FieldMatch, value: Float)?
    for text in texts.texts(of: number) {
      let indexed = texts[text]
      let content = document.text(Int(indexed.number))
      let places = places(in: text, content, indexed.field)
      guard !places.isEmpty else { continue }
      if indexed.field != .body {
        matches.append(FieldMatch(field: indexed.field, text: content, ranges: places.map(\.range)))
        continue
      }
      let cut = SearchWindow(places, marks: marks)
      if cut.value > window?.value ?? -1 { window = (cut.match(in: content), cut.value) }
    }
    if let window { matches.append(window.match) }
    return sorted(matches)
  }

  /// In the order of the fields; texts of the same field stay in their own order.
  private func sorted(_ matches: [FieldMatch]) -> [FieldMatch] {
    SearchField.allCases.flatMap { field in matches.filter { $0.field == field } }
  }

  private func places(in text: Int, _ content: String, _ field: SearchField) -> [Place] {
    var places: [Place] = []
    let tokens = texts.tokens(of: text)
    let length = content.utf8.count
    for place in tokens.indices {
      let token = tokens[place]
      let words = marks.words(at: place, in: tokens) & marks.required
      // An index from a damaged file may tell of words that do not stand there.
      guard words != 0, token.start < token.end, token.end <= length else { continue }
      let end = token.isCut ? Self.scalarBound(token.end, in: content) : token.end
      if let last = places.last, token.start < last.range.lowerBound { continue }
      guard end > token.start else { continue }
      if let last = places.last, token.start < last.range.upperBound {
        let end = max(last.range.upperBound, end)
        places[places.count - 1] = Place(range: last.range.lowerBound..<end, words: last.words | words)
      } else {
        places.append(Place(range: token.start..<end, words: words))
      }
    }
    if places.isEmpty, field == .title || field == .aliases, let range = abbreviated(content) {
      places.append(Place(range: range, words: 1))
    }
    return places
  }

  /// The last place up to an offset where a scalar begins, or the end.
  private static func scalarBound(_ offset: Int, in text: String) -> Int {
    var bound = offset
    let bytes = text.utf8
    while bound > 0, let byte = bytes.dropFirst(bound).first, byte & 0xC0 == 0x80 { bound -= 1 }
    return bound
  }

  /// The words of a name that an abbreviation in the query stands for.
  private func abbreviated(_ name: String) -> Range<Int>? {
    guard !abbreviations.isEmpty else { return nil }
    var tokenizer = Tokenizer()
    tokenizer.read(name)
    for key in abbreviations {
      if let range = Initials.place(of: key, in: tokenizer, outside: NameTable.bracket(in: name)) {
        return range
      }
    }
    return nil
  }
}
