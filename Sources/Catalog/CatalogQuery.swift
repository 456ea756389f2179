/// What a person typed to find entries: words, phrases in quotation marks, and filters such as `kind:service`.
package struct CatalogQuery: Hashable, Sendable {
  /// What is looked for by the index; the words of phrases are among them.
  package private(set) var words = ""
  /// What the filters and phrases ask for.
  package private(set) var filter = CatalogFilter()

  /// Reads a query.
  ///
  /// A filter names a dimension of the catalog (`kind`, `topic`, `hosting` …) and the beginning of one of its values. What
  /// looks like one and fits nothing is taken for words.
  package init(_ text: String, in library: CatalogLibrary) {
    var plain: [String] = []
    for part in CatalogQuery.parts(of: text) {
      switch part {
      case .phrase(let phrase, let isClosed):
        plain.append(phrase)
        // Until it is closed, a phrase is still being typed.
        if isClosed, phrase.contains(where: { !$0.isWhitespace }) { filter.phrases.append(phrase) }
      case .word(let word):
        if let (dimension, values) = CatalogQuery.choice(word, in: library) {
          for value in values { filter.want(value, of: dimension) }
        } else {
          plain.append(word)
        }
      }
    }
    // The blank at the end tells that the last word is whole.
    words = plain.joined(separator: " ") + (text.last?.isWhitespace == true && !plain.isEmpty ? " " : "")
  }

  private enum Part {
    case word(String)
    case phrase(String, isClosed: Bool)
  }

  private static func parts(of text: String) -> [Part] {
    let marks: Set<Character> = ["\"", "“", "”", "„"]
    var parts: [Part] = []
    var word = ""
    var phrase: String?
    for character in text {
      if marks.contains(character) {
        if let closed = phrase {
          parts.append(.phrase(closed, isClosed: true))
          phrase = nil
        } else {
          if !word.isEmpty { parts.append(.word(word)) }
          word = ""
          phrase = ""
        }
      } else if phrase != nil {
        phrase?.append(character)
      } else if character.isWhitespace {
        if !word.isEmpty { parts.append(.word(word)) }
        word = ""
      } else {
        word.append(character)
      }
    }
    if let phrase { parts.append(.phrase(phrase, isClosed: false)) }
    if !word.isEmpty { parts.append(.word(word)) }
    return parts
  }

  private static func choice(
    _ word: String, in library: CatalogLibrary
  ) -> (dimension: String, values: [String])? {
    guard let colon = word.firstIndex(of: ":") else { return nil }
    var dimension = String(word[..<colon]).lowercased().replacing("-", with: "_")
    if dimension == "topic" { dimension = "section" }
    let wanted = word[word.index(after: colon)...].lowercased()
    guard !wanted.isEmpty, let known = library.values(of: dimension) else { return nil }
    // A kind of which there is no entry is still a kind.
    if known.contains(wanted) || dimension == "kind" && EntryKind(rawValue: wanted) != nil {
      return (dimension, [wanted])
    }
    // “services”, as the groups are called.
    if dimension == "kind",
      let kind = EntryKind.allCases.first(where: {
        $0.folder == wanted || $0.pluralTitle.lowercased().hasPrefix(wanted) && known.contains($0.rawValue)
      })
    {
      return (dimension, [kind.rawValue])
    }
    let begun = known.filter { $0.hasPrefix(wanted) }
    return begun.isEmpty ? nil : (dimension, begun.sorted())
  }
}
