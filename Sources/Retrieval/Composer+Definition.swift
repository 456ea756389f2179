import Catalog

extension Composer {
  /// What an entry is.
  func definition(_ address: String, asked question: Question? = nil, most: Int = 3) -> Answer {
    var answer = Answer()
    guard let entry = library[address] else { return answer }
    if let question, let note = oneThing(entry, in: question) ?? otherName(of: entry, in: question) {
      answer.add(note, from: address)
    }
    addDefinition(of: entry, to: &answer, most: most)
    if let state = entry.lifecycle?.state, ["retired", "retiring", "superseded"].contains(state) {
      add(lifecycleSentences(of: entry), to: &answer, most: 1)
    }
    return answer
  }

  /// What each of several entries of one name is.
  func meanings(_ question: Question) -> Answer? {
    guard let mention = question.mentions.first, !mention.others.isEmpty else { return nil }
    var answer = Answer()
    let all = [mention.address] + mention.others
    answer.add(
      "In the catalog, “\(question.typed(mention.words))” has \(Composer.number(all.count)) meanings:",
      naming: all.map { (title($0), $0) })
    for entry in all.compactMap({ library[$0] }) { addDefinition(of: entry, to: &answer, most: 1) }
    return answer
  }

  /// Adds what an entry is: the beginning of its text, or its summary where the text leans on the page around it.
  func addDefinition(of entry: CatalogEntry, to answer: inout Answer, most: Int) {
    let sentences = index.sentences(of: entry)
    let opening = sentences.filter { $0.paragraph == sentences.first?.paragraph }
    if let first = opening.first, !first.isDangling {
      add(opening, to: &answer, most: most, words: answer.wordCount + 85)
      if answer.isEmpty { answer.add(first.text, from: entry.id) }
      if opening.count == 1, most > 2 {
        add(Array(sentences.dropFirst().prefix(1)), to: &answer, most: 1, words: 70)
      }
      return
    }
    if let sentence = Composer.sentence(fromSummaryOf: entry) { answer.add(sentence, from: entry.id) }
    add(sentences.filter { !$0.isDangling }, to: &answer, most: most - 1)
    if answer.isEmpty, let parent = entry.parent.flatMap({ library[$0] }) {
      addDefinition(of: parent, to: &answer, most: 1)
    }
  }

  /// A sentence from a summary, which itself is none: “X is the …”.
  static func sentence(fromSummaryOf entry: CatalogEntry) -> String? {
    guard let first = entry.summary.split(separator: " ").first else { return nil }
    let rest = entry.summary.dropFirst(first.count)
    if ["The", "A", "An"].contains(first) { return "\(entry.title) is \(first.lowercased())\(rest)." }
    return "The catalog’s entry “\(entry.title)” is about this: \(first.lowercased())\(rest)."
  }

  /// Says that a name in the question is another name of an entry, when the entry's own text would not show it.
  private func otherName(of entry: CatalogEntry, in question: Question) -> String? {
    guard let mention = question.mentions.first(where: { $0.address == entry.id }) else { return nil }
    let words = question.words[mention.words]
    let said = question.typed(mention.words)
    let stems = Set(words.map(\.stem))
    guard !stems.isSubset(of: Word.stems(in: entry.title)) else { return nil }
    // Only the spaces differ.
    let letters = Word.words(in: entry.title).map(\.text).joined()
    guard !letters.contains(words.map(\.text).joined()) else { return nil }
    let opening = index.sentences(of: entry).prefix(3)
    guard !opening.contains(where: { stems.isSubset(of: $0.stems) }) else { return nil }
    guard entry.parent == nil else { return nil }
    if let note = nameNote(of: entry, in: question), note.isFormer { return note.text }
    return "The catalog describes “\(said)” under the name \(entry.title)."
  }

  /// Says that two names in a question, which are asked to be told apart, name one entry.
  private func oneThing(_ entry: CatalogEntry, in question: Question) -> String? {
    guard
      question.kinds.contains(.comparison) || QuestionKinds.comparesAnyway(question.line)
        || question.says("same as", "the same")
    else { return nil }
    let names = question.mentions.filter { $0.address == entry.id }.map { question.typed($0.words) }
    guard names.count == 2, names[0].lowercased() != names[1].lowercased() else { return nil }
    return "“\(names[0])” and “\(names[1])” are two names of one thing, \(entry.title)."
  }

  /// What stands under a heading that many pages have.
  func under(_ heading: String, _ question: Question) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    let sentences = index.sentences(ofPage: entry.parent ?? entry.id).filter { $0.heading == heading }
    guard !sentences.isEmpty else { return nil }
    var answer = Answer()
    if sentences.first.map({ $0.isDangling && standalone($0) == nil }) ?? false {
      addDefinition(of: entry, to: &answer, most: 1)
    }
    add(sentences, to: &answer, most: 4)
    return answer
  }

  /// Sentences of an entry that hold a reservation.
  func cautions(_ question: Question) -> Answer? {
    let words: Set<String> = [
      "care", "careful", "confuse", "confused", "drawback", "limitation", "limit", "limited", "risk", "price",
      "costs", "expensive", "avoid", "beware", "disadvantage", "instead", "nevertheless", "unless", "only",
    ]
    return marked(by: words, question)
  }

  /// Sentences of an entry that say what it is for.
  func uses(_ question: Question) -> Answer? {
    let words: Set<String> = [
      "fit", "fits", "suit", "suits", "suited", "meant", "pays", "matters", "serves", "strengthens", "helps",
      "purpose", "lets", "makes", "used", "choice", "whenever", "scenario", "scenarios",
    ]
    return marked(by: words, question)
  }

  /// The first sentences of an entry that hold one of some words, after what it is.
  private func marked(by words: Set<String>, _ question: Question) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    let found = index.sentences(of: entry).filter {
      !$0.words.isDisjoint(with: words) && $0.heading != "Lifecycle"
    }
    guard !found.isEmpty else { return nil }
    var answer = Answer()
    addDefinition(of: entry, to: &answer, most: 1)
    add(found, to: &answer, most: 2)
    return answer
  }

  /// More of an entry than has been said.
  func more(_ question: Question, said: String) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    var answer = Answer()
    let spoken = Word.stems(in: said)
    let all = index.sentences(of: entry)
    let fresh = said.isEmpty ? Array(all.dropFirst(3)) : all.filter { !Composer.isSaid($0, in: said, spoken) }
    let chosen = fresh.filter { !$0.isDangling || standalone($0) != nil }
    add(chosen.isEmpty ? fresh : chosen, to: &answer, most: 4, words: 95)
    if answer.isEmpty { answer.add("The catalog says no more of \(entry.title) than that.", from: subject) }
    return answer
  }

  /// Whether a sentence has been said, whatever number or name it then carried.
  private static func isSaid(_ sentence: Sentence, in said: String, _ spoken: Set<String>) -> Bool {
    let core = sentence.text.split(separator: " ").dropFirst(2).dropLast().joined(separator: " ")
    return core.isEmpty || said.contains(core)
  }

  /// How two entries stand to each other: what each is, and what the pages say of both.
  func comparison(_ question: Question) -> Answer? {
    guard question.subjects.count >= 2, let first = library[question.subjects[0]],
      let second = library[question.subjects[1]]
    else { return nil }
    var answer = Answer()
    let terms = [first.id, second.id].map(reader.term)
    let contrast = [
      "whereas", "while", "unlike", "instead", "alternative", "compared", "than", "confuse", "differ",
      "rather",
      "larger", "smaller", "fewer", "counterpart", "specialised", "but", "not", "more", "built",
      "recommended",
    ]
    let pages = Set([first, second].map { $0.parent ?? $0.id })
    let both = index.sentences.filter { sentence in
      pages.contains(sentence.page) && terms.allSatisfy { $0.match(sentence) > 0.9 }
        && terms.contains { $0.match(sentence.stems) > 0.9 }
        && (question.rest.isEmpty || sentence.stems.count > 4)
    }
    let rated = both.map { sentence -> (Sentence, Double) in
      let words = sentence.words
      let named = terms.filter { $0.match(sentence.stems) > 0.9 }.count
      let asked = question.rest.reduce(0.0) { $0 + $1.match(sentence.stems) * 2 }
      return (sentence, Double(contrast.filter(words.contains).count) + Double(named) + asked)
    }
    addDefinition(of: first, to: &answer, most: 1)
    addDefinition(of: second, to: &answer, most: 1)
    if QuestionKinds.isJudgement(question), !rated.contains(where: { $0.1 > 1.5 }) { return nil }
    let best = rated.filter { $0.1 > 1.5 }.sorted { ($0.1, $1.0.index) > ($1.1, $0.0.index) }.prefix(2).map(
      \.0)
    add(best.sorted { $0.index < $1.index }, to: &answer, most: 3, words: 118)
    return answer
  }
}
