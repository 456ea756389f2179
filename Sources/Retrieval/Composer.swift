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
    if let answer = direct(question, said: request.said), holds(answer, question) { return answer }
    // Other sentences about the entry would not say whether it ends.
    let isAboutEnd = question.kind == .lifecycle && !question.subjects.isEmpty
    if !isAboutEnd, let answer = extraction(question), holds(answer, question) { return answer }
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
    case .definition: question.subjects.first.map { definition($0, asked: question) }
    case .comparison: comparison(question)
    case .counterpart(let cloud): counterpart(question, cloud: cloud)
    case .origin: origin(question)
    case .lifecycle: lifecycle(question)
    case .formerName: formerName(question)
    case .replacement: replacement(question)
    case .successorOf: successorOf(question)
    case .facet(let name): facet(name, question)
    case .list: list(question)
    case .parts: parts(question)
    case .usedIn: usedIn(question)
    case .usage: under("When to use it", question)
    case .caution: under("What to watch", question)
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
    case .number: guard hasNumber(text, of: question.counted) else { return false }
    case .date: guard Composer.hasYear(text) else { return false }
    case .price: guard text.contains("$") || text.contains("€") else { return false }
    case .place, .person: return false
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
    return coverage(of: question.rest, by: stems) >= Composer.leastCoverage
  }

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

  /// Whether a text holds a number that is no part of a name.
  ///
  /// - Parameter counted: the stem of what it has to count, which then follows soon.
  func hasNumber(_ text: String, of counted: String?) -> Bool {
    let words: Set<String> = [
      "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "several",
      "hundreds",
    ]
    let all = Word.words(in: text)
    let named = Set(reader.names.mentions(in: all).flatMap { Array($0.words) })
    return all.indices.contains { place in
      guard !named.contains(place),
        all[place].text.contains(where: \.isNumber) || words.contains(all[place].text)
      else {
        return false
      }
      guard let counted else { return true }
      let accepted = Synonyms.of(counted).union([counted, Word.stem(of: "ones")])
      return all[place..<min(all.count, place + 5)].contains { accepted.contains($0.stem) }
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
  private func opening(of sentence: Sentence) -> String? {
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
