import Catalog

/// Composes the answer to a question from sentences of the catalog and from what its entries say of each other.
struct Composer: Sendable {
  let library: CatalogLibrary
  let search: CatalogSearch
  let index: SentenceIndex
  let reader: QuestionReader

  /// The most words of an answer.
  static let mostWords = 110
  /// Says that there is no answer; part of every such reply.
  static let noAnswer = "The catalog holds no answer to that"

  /// The title of an entry.
  func title(_ address: String) -> String { library.title(of: address) }

  /// Answers a question; nil is a message without one.
  func answer(to request: Conversation.Request?) -> Answer {
    guard let request, !Composer.isGreeting(request.question) else {
      var answer = Answer()
      answer.add(
        "Ask me about an entry of the catalog, for instance what it is, what it uses or what replaces it.")
      return answer
    }
    let question = request.question
    if ForeignLanguage.isIn(question.text, knows: { index.knows(Word.stem(of: $0)) }) {
      var answer = Answer()
      answer.isRefusal = true
      answer.add("I read English only, as the catalog is written in it; please ask in English.")
      return answer
    }
    // A question of why or how is first taken by its words; a trigger such as “instead” may be but one of them.
    if question.opens("why", "how"), question.need == .nothing, !question.kinds.contains(.comparison),
      let answer = extraction(reader.reading(question, as: .general), least: 0.8)
    {
      return answer
    }
    for kind in question.kinds.prefix(3) {
      let reading = reader.reading(question, as: kind)
      if let answer = direct(reading, said: request.said), holds(answer, reading) { return answer }
    }
    // Other sentences about the entry would not say whether it ends, or which of two is better.
    let general = reader.reading(question, as: .general)
    if let answer = features(general), holds(answer, general) { return answer }
    let isSettled =
      question.kinds.contains(.superlative)
      || (!question.subjects.isEmpty && question.kinds.contains { $0 == .lifecycle || $0 == .comparison })
    if !isSettled, let answer = extraction(general), holds(answer, general) { return answer }
    // A name in small letters may be none: “a web app” is not the product of that name.
    if !isSettled, question.mentions.contains(where: { $0.isWeak || question.isSmall($0.words) }) {
      let loose = reader.withoutSubjects(question)
      if let answer = extraction(loose), holds(answer, loose) { return answer }
    }
    return refusal(question)
  }

  /// Whether a message is a greeting or thanks and asks nothing.
  private static func isGreeting(_ question: Question) -> Bool {
    let greetings: Set<String> = [
      "hello", "hi", "hey", "thanks", "thank", "you", "bye", "ok", "okay", "good", "morning", "there",
    ]
    return question.words.allSatisfy { greetings.contains($0.text) }
  }

  private func direct(_ question: Question, said: String) -> Answer? {
    switch question.kind {
    case .definition: meanings(question) ?? question.subjects.first.map { definition($0, asked: question) }
    case .superlative: superlative(question)
    case .comparison: comparison(question)
    case .counterpart(let cloud): counterpart(question, cloud: cloud)
    case .origin: origin(question)
    case .lifecycle: renaming(question) ?? lifecycle(question)
    case .formerName: renaming(question) ?? formerName(question)
    case .replacement: renaming(question) ?? replacement(question)
    case .successorOf: successorOf(question)
    case .facet(let name): facet(name, question)
    case .list: list(question)
    case .parts: parts(question)
    case .usedIn: usedIn(question)
    case .usage: under("When to use it", question) ?? uses(question)
    case .caution: under("What to watch", question) ?? cautions(question)
    case .more: more(question, said: said)
    case .general: features(question)
    }
  }

  /// An answer that begins with what an entry is, unless it cites the entry already.
  func introduced(_ answer: Answer, by entry: CatalogEntry) -> Answer {
    guard !answer.parts.contains(where: { $0.address == entry.id }), !answer.isEmpty else { return answer }
    var whole = Answer()
    addDefinition(of: entry, to: &whole, most: 1)
    whole.add(answer)
    return whole
  }

  // MARK: Checking

  /// Whether an answer holds what was asked for: its words, and a number or a date where one is wanted.
  func holds(_ answer: Answer, _ question: Question) -> Bool {
    guard !answer.isEmpty else { return false }
    let text = answer.parts.map(\.text).joined(separator: " ")
    switch question.need {
    case .nothing: break
    case .number: guard Numbers(reader).rank(of: question.counted, in: text) > 0 else { return false }
    case .date: guard Composer.hasYear(text) else { return false }
    case .duration: guard Composer.hasDuration(text) else { return false }
    case .price: guard text.contains("$") || text.contains("€") else { return false }
    case .maker: guard !Names.makers.isDisjoint(with: Word.words(in: text).map(\.text)) else { return false }
    // How a thing is hosted is what the catalog has of its place.
    case .place: guard question.kind == .facet("hosting") else { return false }
    case .person: return false
    }
    var stems = Word.stems(in: text)
    for address in answer.parts.compactMap(\.address) {
      stems.formUnion(index.nameStems(of: address))
      // A list was chosen by what the entries say of themselves.
      if question.kind == .list { stems.formUnion(Word.stems(in: library[address]?.summary ?? "")) }
    }
    if question.kind == .usedIn || question.kind == .parts {
      guard question.terms.allSatisfy({ $0.address == nil || $0.match(stems) > 0.9 }) else { return false }
    }
    // What was taken from the texts was weighed there, with what stands around it.
    if question.kind == .general { return true }
    guard question.rest.allSatisfy({ !$0.isForeign && (!$0.isRequired || $0.match(stems) > 0.7) }) else {
      return false
    }
    let missing = question.rest.reduce(0) { $0 + $1.weight * (1 - $1.match(stems)) }
    return missing <= Composer.mostMissing || coverage(of: question.rest, by: stems) >= Composer.leastCoverage
  }

  /// How much weight of asked words may be missing where the kind of the question was answered: that of two common ones.
  private static let mostMissing = 4.0

  /// The least share of the asked words that an answer must hold.
  static let leastCoverage = 0.6

  /// The share of some terms, by weight, that some words hold; 1 when there are no terms.
  func coverage(of terms: [Term], by stems: Set<String>) -> Double {
    let all = terms.reduce(0) { $0 + $1.weight }
    guard all > 0 else { return 1 }
    return terms.reduce(0) { $0 + $1.weight * $1.match(stems) } / all
  }

  static func hasYear(_ text: String) -> Bool {
    Word.words(in: text).contains {
      $0.text.count == 4 && ($0.text.hasPrefix("20") || $0.text.hasPrefix("19"))
    }
  }

  /// Whether a text holds a number of days, minutes or the like.
  static func hasDuration(_ text: String) -> Bool {
    let units = Word.stems(in: "second millisecond minute hour day week month year")
    let words = Word.words(in: text)
    return words.indices.dropFirst().contains { place in
      units.contains(words[place].stem)
        && (words[place - 1].text.contains(where: \.isNumber) || words[place - 1].text == "several")
    }
  }

  // MARK: Sentences

  /// A sentence as it can stand alone, with a name for the pronoun at its start; nil when that is unclear.
  func standalone(_ sentence: Sentence) -> String? {
    guard sentence.isDangling else { return sentence.text }
    let name = library.title(of: sentence.page)
    let isPlural = name.hasSuffix("s") && !name.hasSuffix("ss")
    let before = previous(of: sentence)
    if let before, before.paragraph == sentence.paragraph, let said = opening(of: before) {
      for (pronoun, form) in [("It ", said + " "), ("Its ", said + "’s ")]
      where sentence.text.hasPrefix(pronoun) {
        if pronoun == "It " || !isPlural { return form + sentence.text.dropFirst(pronoun.count) }
      }
    }
    guard !isPlural, sentence.address == sentence.page, let entry = library[sentence.page] else { return nil }
    // In the midst of a paragraph, the noun may mean what the sentence before it spoke of.
    guard before?.paragraph != sentence.paragraph else { return nil }
    var nouns = [entry.kind.rawValue, entry.subkind, name.split(separator: " ").last?.lowercased() ?? ""]
    if entry.kind == .platform { nouns += ["service", "suite"] }
    if entry.lifecycle != nil { nouns += ["service", "feature"] }
    for noun in nouns where !noun.isEmpty && sentence.text.hasPrefix("The \(noun) ") {
      return name + sentence.text.dropFirst("The \(noun)".count)
    }
    return nil
  }

  /// The name of the page's entry with which a sentence begins.
  func opening(of sentence: Sentence) -> String? {
    guard let entry = library[sentence.address] ?? library[sentence.page] else { return nil }
    let names = Names.all(of: entry) + (library[sentence.page].map(Names.all) ?? [])
    let text = sentence.text.lowercased()
    return names.filter { text.hasPrefix($0.lowercased() + " ") || text.hasPrefix($0.lowercased() + ",") }
      .max { $0.count < $1.count }
      .map { String(sentence.text.prefix($0.count)) }
  }

  /// The sentence before, under the same heading.
  func previous(of sentence: Sentence) -> Sentence? {
    guard sentence.index > 0 else { return nil }
    let before = index.sentences[sentence.index - 1]
    return before.page == sentence.page && before.heading == sentence.heading ? before : nil
  }

  /// A sentence with those before it that it leans on; nil when it cannot stand.
  func group(_ sentence: Sentence) -> [(text: String, address: String, index: Int)]? {
    if let text = standalone(sentence) {
      let own = (text: text, address: sentence.address, index: sentence.index)
      guard sentence.leansSoftly, let before = previous(of: sentence), before.paragraph == sentence.paragraph,
        let said = standalone(before)
      else { return [own] }
      return [(said, before.address, before.index), own]
    }
    var chain = [(text: sentence.text, address: sentence.address, index: sentence.index)]
    var current = sentence
    for _ in 0..<2 {
      guard let before = previous(of: current) ?? start(of: current) else { return nil }
      if let text = standalone(before) { return [(text, before.address, before.index)] + chain }
      chain.insert((before.text, before.address, before.index), at: 0)
      current = before
    }
    return nil
  }

  /// The first sentence of the page, on which the first one under a heading may lean.
  private func start(of sentence: Sentence) -> Sentence? {
    guard sentence.address == sentence.page else { return nil }
    guard let first = index.sentences(ofPage: sentence.page).first, first.index < sentence.index else {
      return nil
    }
    return first
  }

  /// Adds sentences of an entry, in order, while they can stand and there is room.
  func add(_ sentences: [Sentence], to answer: inout Answer, most: Int, words: Int = Composer.mostWords) {
    var count = 0
    for sentence in sentences where count < most {
      guard let group = group(sentence) else { continue }
      let fresh = group.filter { part in !answer.parts.contains { $0.text == part.text } }
      let length = fresh.reduce(0) { $0 + $1.text.split(separator: " ").count }
      guard !fresh.isEmpty, answer.wordCount + length <= words else { continue }
      for part in fresh { answer.add(part.text, from: part.address) }
      count += fresh.count
    }
  }
}
