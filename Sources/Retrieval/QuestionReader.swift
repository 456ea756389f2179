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
    let words = corrected(names.joiningHalves(of: Word.words(in: text)))
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
    question.kinds = QuestionKinds.kinds(of: question)
    if subjects.count == 1, question.need == .nothing || question.need == .maker,
      reading(question, as: .definition).rest.isEmpty, question.kinds.isEmpty
    {
      // Nothing is asked of the entry but what it is.
      question.kinds = [.definition]
    }
    if question.kinds.isEmpty || question.kinds == [.list], !isAboutShown, strong.isEmpty {
      // Everyday names stand for nothing but themselves here.
      question.mentions = []
      question.subjects = []
    }
    return reading(question, as: question.kinds.first ?? .general)
  }

  /// A question as one of a kind, with the words it then asks about.
  func reading(_ question: Question, as kind: Question.Kind) -> Question {
    var reading = question
    reading.kind = kind
    reading.terms = terms(of: reading)
    return reading
  }

  /// A question without the entries that it was taken to be about.
  func withoutSubjects(_ question: Question) -> Question {
    var reading = question
    reading.subjects = []
    reading.isLoose = true
    return self.reading(reading, as: .general)
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
    var corrected = words
    var doubtful: [Int] = []
    for (place, word) in words.enumerated() {
      guard !index.knows(word.stem), !word.isStopWord, !QuestionFrames.all.contains(word.stem),
        CommonWords.commonness(of: word.stem) == 0, Synonyms.of(word.stem).isEmpty
      else { continue }
      if let form = QuestionKinds.correction(of: word.text) {
        corrected[place].text = form
        corrected[place].stem = Word.stem(of: form)
      } else if let better = names.correction(of: word.stem) {
        corrected[place].stem = better
        doubtful.append(place)
      }
    }
    guard !doubtful.isEmpty else { return corrected }
    // What makes no name after all was meant as it was written.
    let mentions = names.mentions(in: corrected)
    for place in doubtful where !mentions.contains(where: { $0.words.contains(place) }) {
      corrected[place] = words[place]
    }
    return corrected
  }

  // MARK: What is asked about

  private func terms(of question: Question) -> [Term] {
    var terms: [Term] = []
    for address in question.subjects { terms.append(term(for: address)) }
    let named = Set(question.mentions.flatMap { Array($0.words) })
    var taken = question.isLoose ? [] : named
    if !question.counterparts.isEmpty, question.kind == .origin,
      let counterpart = names.counterpartMention(in: question.words)
    {
      taken.formUnion(counterpart.words)
    }
    var ignored = QuestionFrames.words(of: question.kind)
    if ["say", "hold", "have", "list", "name", "know", "describe", "contain"].contains(where: {
      question.says("catalog \($0)")
    }) {
      ignored.insert(Word.stem(of: "catalog"))
    }
    var focus = focus(of: question)
    for place in named where question.isLoose && CommonWords.commonness(of: question.words[place].stem) == 0 {
      // A name that is taken for a word has to occur nevertheless.
      focus.insert(place)
    }
    let isShouted = question.words.count { $0.looksLikeName } * 2 > question.words.count
    var seen: Set<String> = []
    for (place, word) in question.words.enumerated() where !taken.contains(place) {
      let isFocus = focus.contains(place)
      // A misspelt “what” asks nothing.
      if place == 0, !index.knows(word.stem), !isFocus { continue }
      guard !ignored.contains(word.stem), word.text.count > 1 || word.text.first?.isNumber == true,
        isFocus || (!word.isStopWord && CommonWords.commonness(of: word.stem) < 1)
      else { continue }
      guard seen.insert(word.stem).inserted else { continue }
      var term = term(for: word, at: place, in: question, isFocus: isFocus, isShouted: isShouted)
      term.isOfName = named.contains(place)
      terms.append(term)
    }
    return terms
  }

  private func term(
    for word: Word, at place: Int, in question: Question, isFocus: Bool, isShouted: Bool
  ) -> Term {
    let related = index.synonyms(of: word.stem)
    let knows = index.knows(word.stem)
    let isKnown = knows || related.contains(where: index.knows)
    // A word that only its synonyms stand for in the catalog tells as much as they do.
    let known = knows ? [] : related.filter(index.knows).map(index.weight)
    let weight =
      known.reduce(0, +) / Double(max(1, known.count)) * (1 - CommonWords.commonness(of: word.stem))
    var term = Term(
      forms: [[word.stem]], related: related,
      weight: max(
        max(index.weight(of: word.stem), weight) * (CommonWords.isAdverb(word.text) ? 0.4 : 1),
        isFocus ? 3 : 0.5),
      text: question.typed(place..<(place + 1)), isKnown: isKnown, isRequired: isFocus)
    if let partner = joined(to: place, in: question) {
      term.forms = [[partner, word.stem]]
      term.related = []
    }
    let startsSentence =
      place == 0
      || question.text.utf8.dropFirst(question.words[place - 1].place.upperBound)
        .prefix(1).contains { [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains($0) }
    term.isForeign =
      word.looksLikeName && !isKnown && !startsSentence && !isShouted
      && CommonWords.commonness(of: word.stem) == 0
    term.isNegated = question.words[max(0, place - 2)..<place].contains {
      ["without", "no"].contains($0.text)
    }
    return term
  }

  /// The stem of the word that a hyphen joins to another: the time of “real-time”.
  private func joined(to place: Int, in question: Question) -> String? {
    let words = question.words
    func isJoined(_ first: Int) -> Bool {
      guard first >= 0, first + 1 < words.count, !Term.negators.contains(words[first].text) else {
        return false
      }
      let gap = words[first].place.upperBound..<words[first + 1].place.lowerBound
      return Array(question.text.utf8)[gap].elementsEqual("-".utf8)
    }
    let partner = isJoined(place - 1) ? words[place - 1] : isJoined(place) ? words[place + 1] : nil
    return partner.map(\.stem).flatMap { index.knows($0) ? $0 : nil }
  }

  /// The words that carry the question: “which *regions*”, “how *fast*”, “how do I *delete*”, “the *licence* of X”.
  private func focus(of question: Question) -> Set<Int> {
    let words = question.words
    let taken = Set(question.mentions.flatMap { Array($0.words) })
    var places: Set<Int> = []
    func mark(_ place: Int, unlessCommon most: Double) {
      guard words.indices.contains(place), !taken.contains(place), !words[place].isStopWord,
        CommonWords.commonness(of: words[place].stem) <= most, Composer.kindWords[words[place].stem] == nil
      else { return }
      places.insert(place)
    }
    if let subject = question.mentions.first, question.opens("does", "do", "can", "is", "are", "has", "will"),
      subject.words.lowerBound < 3
    {
      mark(subject.words.upperBound, unlessCommon: 0)
    }
    for (place, word) in words.enumerated() {
      let next = place + 1 < words.count ? words[place + 1].text : ""
      switch word.text {
      case "which", "what":
        let isKind = ["kind", "kinds", "type", "types", "sort"].contains(next)
        if !isKind { mark(place + 1, unlessCommon: 0) }
      case "how":
        if ["do", "does", "can", "could", "should", "would", "to"].contains(next) {
          let isMe = place + 2 < words.count && ["i", "we", "you"].contains(words[place + 2].text)
          mark(next == "to" ? place + 2 : isMe ? place + 3 : words.count, unlessCommon: 0)
        } else if question.need == .nothing {
          mark(place + 1, unlessCommon: 0.5)
        }
      case "of" where place > 0 && (taken.contains(place + 1) || taken.contains(place + 2)):
        mark(place - 1, unlessCommon: 0)
      default: break
      }
    }
    return places
  }

  /// The term that stands for an entry.
  func term(for address: String) -> Term {
    guard let entry = library[address] else { return Term(forms: [], weight: 0, address: address) }
    let names = Names.all(of: entry).map(Word.words).filter { !$0.isEmpty }
    let forms = names.map { Set($0.map(\.stem)) }
    let weight = forms.map { $0.map(index.weight).max() ?? 0 }.max() ?? 0
    return Term(forms: forms, phrases: names.map(Word.line), weight: weight, address: address)
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
