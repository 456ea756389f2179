import Catalog

extension Composer {
  /// Says that the name asked about is a former or another name of an entry, and what the page says of the change.
  ///
  /// Nil when the entry is asked about by its own name, or when something else has to be said of it: that it has a
  /// successor, or what stands beside it.
  func renaming(_ question: Question) -> Answer? {
    guard let mention = question.mentions.first, question.subjects == [mention.address],
      let entry = library[mention.address], let note = nameNote(of: entry, in: question)
    else { return nil }
    let isCurrent = entry.lifecycle?.replacedBy == nil
    guard
      note.isFormer || question.kind == .formerName
        || (question.kind == .replacement && isCurrent && entry.kind != .concept)
    else { return nil }
    // “Alternatives to X” asks for other things and not for the name.
    guard !question.says("alternative", "alternatives", "instead of", "apart from") else { return nil }
    var answer = Answer()
    answer.add(note.text, from: entry.id)
    for sentence in formerNameSentences(of: entry).prefix(2) {
      // What speaks of former names speaks of the entry, whatever stands before it.
      let opening = ["Its ": "’s ", "It ": " "].first { sentence.text.hasPrefix($0.key) }
      if let opening {
        answer.add(entry.title + opening.value + sentence.text.dropFirst(opening.key.count), from: entry.id)
      } else {
        add([sentence], to: &answer, most: 1)
      }
    }
    if !note.isFormer, question.kind == .replacement {
      answer.add("The catalog names no successor of it.")
      add(lifecycleSentences(of: entry), to: &answer, most: 2)
    }
    if answer.parts.count == 1 { addDefinition(of: entry, to: &answer, most: 1) }
    if question.kind == .lifecycle || entry.lifecycle?.replacedBy != nil {
      add(lifecycleSentences(of: entry), to: &answer, most: 2)
    }
    return answer
  }

  /// That a name in the question, unlike the title, is a former or another name of an entry.
  func nameNote(of entry: CatalogEntry, in question: Question) -> (text: String, isFormer: Bool)? {
    guard let mention = question.mentions.first(where: { $0.address == entry.id }) else { return nil }
    let letters = question.words[mention.words].map(\.text).joined()
    // A part of the title, such as a short form in it, is no other name.
    guard !Word.words(in: entry.title).map(\.text).joined().contains(letters) else { return nil }
    // As the catalog writes it, in capitals and with spaces.
    let name = entry.aliases.first { Word.words(in: $0).map(\.text).joined() == letters }
    let isShort = Set(question.words[mention.words].map(\.stem)).isSubset(of: Word.stems(in: entry.title))
    guard name != nil || !isShort else { return nil }
    let said = name ?? question.typed(mention.words)
    let line = Word.line(of: Word.words(in: said))
    let telling = formerNameSentences(of: entry).first { formerNames(in: $0).contains(line) }
    guard let telling else { return ("\(said) is another name of \(entry.title).", false) }
    // The page may begin with a present name that its title does not have.
    let first = opening(of: telling).flatMap { name in
      formerNames(in: telling).contains(Word.line(of: Word.words(in: name))) ? nil : name
    }
    let present = first ?? entry.title
    return ("\(said) is now called \(present).", true)
  }

  /// The part of a sentence in which former names stand: behind “formerly”, or before “are former names”.
  private func formerNames(in sentence: Sentence) -> String {
    var text = sentence.text
    for sign in Composer.formerSigns {
      guard let range = text.firstRange(of: sign) else { continue }
      if ["are ", "is "].contains(where: text[..<range.lowerBound].hasSuffix) {
        text = String(text[..<range.lowerBound])
      } else {
        text = String(text[range.upperBound...])
        // What the thing is, and what it is called besides, comes after.
        for end in [", is ", "; "] {
          text = text.firstRange(of: end).map { String(text[..<$0.lowerBound]) } ?? text
        }
      }
      return Word.line(of: Word.words(in: text))
    }
    return ""
  }

  /// Words that announce a former name.
  private static let formerSigns = [
    "formerly", "former names", "former name", "renamed", "previously called", "previously known",
    "once called",
    "once known",
    "was known as", "older name", "old name", "used to be called", "earlier name", "lder documents call",
  ]

  /// The sentences of an entry's page that speak of a name it had.
  func formerNameSentences(of entry: CatalogEntry) -> [Sentence] {
    let signs = Composer.formerSigns + ["believed to be", "name was changed"]
    return index.sentences(ofPage: entry.parent ?? entry.id).filter { sentence in
      signs.contains { sentence.text.contains($0) }
    }
  }
}
