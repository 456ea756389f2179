import Catalog

/// Reads a question: its subject, its kind and the words that an answer must hold.
struct QuestionReader: Sendable {
  let library: CatalogLibrary
  let index: SentenceIndex
  let names: Names

  /// Reads a question.
  ///
  /// - Parameter context: the entries that “it” and “this” stand for.
  func read(_ text: String, context: [String] = []) -> Question {
    let words = corrected(Word.words(in: text))
    let line = " " + words.map(\.text).joined(separator: " ") + " "
    var question = Question(
      text: text, line: line, words: words, mentions: [], subjects: [], terms: [], kind: .general,
      need: QuestionKinds.need(of: line))
    var mentions = names.mentions(in: words)
    if mentions.count == 1, QuestionKinds.comparesAnyway(line) || line.contains(" or ") {
      mentions = names.completing(mentions[0], in: words) + mentions
    }
    let counterpart = names.counterpartMention(in: words)
    if let counterpart, !mentions.contains(where: { $0.words.overlaps(counterpart.words) && !$0.isWeak }) {
      question.counterparts = counterpart.addresses
    }
    let strong = mentions.filter { !$0.isWeak }
    let isAboutShown = strong.isEmpty && !context.isEmpty && QuestionReader.pointsBack(line)
    if isAboutShown || (!strong.isEmpty && !QuestionKinds.comparesAnyway(line)) {
      mentions = strong
    }
    if !question.counterparts.isEmpty { mentions = strong }
    question.mentions = mentions
    var subjects: [String] = []
    if isAboutShown { subjects = context }
    for mention in mentions where !subjects.contains(mention.address) { subjects.append(mention.address) }
    question.subjects = subjects
    question.kind = QuestionKinds.kind(of: question)
    question.terms = terms(of: question, counterpart: counterpart?.words)
    if question.kind == .definition, !question.rest.isEmpty { question.kind = .general }
    if question.kind == .general || question.kind == .list, !isAboutShown, !mentions.isEmpty, strong.isEmpty {
      // Everyday names stand for nothing but themselves here.
      question.mentions = []
      question.subjects = []
      question.terms = terms(of: question, counterpart: counterpart?.words)
    }
    return question
  }

  /// Whether a message leans on what was said or shown before.
  static func pointsBack(_ line: String) -> Bool {
    let pointers = [
      "it", "its", "this", "that", "they", "them", "their", "these", "those", "here", "one", "tell me more",
      "more", "and",
    ]
    return pointers.contains { line.contains(" \($0) ") } || line.split(separator: " ").count <= 3
  }

  private func corrected(_ words: [Word]) -> [Word] {
    words.map { word in
      guard !index.knows(word.stem), !word.isStopWord, !QuestionFrames.all.contains(word.stem) else {
        return word
      }
      var word = word
      if let form = QuestionKinds.correction(of: word.text) {
        word.text = form
        word.stem = Word.stem(of: form)
      } else if let better = names.correction(of: word.stem) {
        word.stem = better
      }
      return word
    }
  }

  private func terms(of question: Question, counterpart: Range<Int>?) -> [Term] {
    var terms: [Term] = []
    for address in question.subjects { terms.append(term(for: address)) }
    var taken = Set(question.mentions.flatMap { Array($0.words) })
    if !question.counterparts.isEmpty, let counterpart, question.kind == .origin {
      taken.formUnion(counterpart)
    }
    var ignored = QuestionFrames.words(of: question.kind).union(QuestionFrames.everywhere)
    if ["say", "hold", "have", "list", "name", "know", "describe", "contain"].contains(where: {
      question.says("catalog \($0)")
    }) {
      ignored.insert(Word.stem(of: "catalog"))
    }
    var seen: Set<String> = []
    for (place, word) in question.words.enumerated() where !taken.contains(place) && !word.isStopWord {
      // A misspelt “what” asks nothing.
      if place == 0, !index.knows(word.stem) { continue }
      guard !ignored.contains(word.stem), word.text.count > 1 || word.text.first?.isNumber == true else {
        continue
      }
      guard seen.insert(word.stem).inserted else { continue }
      let related = Synonyms.of(word.stem)
      let isKnown = index.knows(word.stem) || related.contains(where: index.knows)
      terms.append(
        Term(
          forms: [[word.stem]], related: related, weight: index.weight(of: word.stem), address: nil,
          isKnown: isKnown))
    }
    return terms
  }

  /// The term that stands for an entry.
  func term(for address: String) -> Term {
    guard let entry = library[address] else { return Term(forms: [], weight: 0, address: address) }
    let forms = Names.all(of: entry).map(Word.stems).filter { !$0.isEmpty }
    let weight = forms.map { $0.map(index.weight).max() ?? 0 }.max() ?? 0
    return Term(forms: forms, weight: weight, address: address)
  }
}

extension Names {
  /// The names of an entry, with the short forms in their parentheses.
  static func all(of entry: CatalogEntry) -> [String] {
    var names = [entry.title] + entry.aliases
    if let open = entry.title.firstIndex(of: "(") { names.append(String(entry.title[..<open])) }
    if let end = entry.title.firstRange(of: " in ") { names.append(String(entry.title[..<end.lowerBound])) }
    // A page is also called by its title without the maker's name.
    for vendor in ["Azure ", "Microsoft ", "OpenAI ", "Anthropic ", "xAI ", "Apache "]
    where entry.title.hasPrefix(vendor) {
      let rest = entry.title.dropFirst(vendor.count)
      if rest.contains(" ") || ["OpenAI ", "Anthropic ", "xAI ", "Apache "].contains(vendor) {
        names.append(String(rest))
      }
    }
    return names
  }
}
