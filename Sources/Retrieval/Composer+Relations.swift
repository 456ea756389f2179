import Catalog

extension Composer {
  /// The counterpart of an entry on another cloud or in open source.
  func counterpart(_ question: Question, cloud: String) -> Answer? {
    var answer = Answer()
    for subject in question.subjects.prefix(2) {
      guard let entry = library[subject] else { continue }
      guard let fact = Facts(of: entry)[cloud] else { continue }
      answer.add(fact.text, from: subject)
      addDefinition(of: entry, to: &answer, most: 1)
    }
    return answer.isEmpty ? nil : answer
  }

  /// The entry that the catalog sets beside a product of another cloud.
  func origin(_ question: Question) -> Answer? {
    let entries = question.counterparts.compactMap { library[$0] }
    guard let counterpart = reader.names.counterpartMention(in: question.words) else { return nil }
    guard !entries.isEmpty else { return nil }
    let said = question.typed(counterpart.words)
    var answer = Answer()
    answer.add(
      entries.count == 1
        ? "The entry that the catalog sets beside \(said) is"
        : "The entries that the catalog sets beside \(said) are",
      naming: entries.prefix(4).map { ($0.title, $0.id) })
    if let entry = entries.first { addDefinition(of: entry, to: &answer, most: 2) }
    return answer
  }

  /// What an entry is made of or stands on.
  func parts(_ question: Question) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    let wantsUses = question.says("use", "uses", "built on", "based on", "rely on", "depend on")
    let labels = wantsUses ? ["Uses", "Hosts"] : ["Hosts", "Parts", "Uses"]
    let wanted = kinds(in: question)
    var answer = Answer()
    add(enumerations(question, on: subject), to: &answer, most: 2, words: 60)
    for group in library.related(to: entry) where labels.contains(group.title) {
      if group.title == "Uses", !wantsUses, !answer.isEmpty { continue }
      var addresses = group.addresses
      let filtered = addresses.filter { wanted.accepts(library[$0]) }
      if !filtered.isEmpty { addresses = filtered }
      let unsaid = unsaid(addresses, in: answer)
      guard !unsaid.isEmpty else { continue }
      let name = Composer.running(entry)
      let verb = group.title == "Uses" ? "used" : "hosted"
      let opening =
        group.title == "Parts" ? "The parts of \(name) include" : "The catalog lists as \(verb) by \(name):"
      answer.add(opening, naming: Composer.first(24, of: unsaid).map { (title($0), $0) })
    }
    return answer.isEmpty ? nil : introduced(answer, by: entry)
  }

  /// What an entry is part of, and where it is used.
  func usedIn(_ question: Question) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    let wanted = kinds(in: question)
    var answer = Answer()
    let uses: Set<String> = [
      "used", "uses", "use", "part", "belongs", "hosted", "connected", "connects", "contained",
    ]
    let said = index.sentences(of: entry).filter { sentence in
      let words = Word.words(in: sentence.text)
      return words.contains { uses.contains($0.text) }
        && reader.names.mentions(in: words).contains { $0.address != subject }
    }
    add(Array(said.prefix(2)), to: &answer, most: 2, words: 80)
    let name = Composer.running(entry)
    let openings = [
      "Part of": "The catalog lists \(name) as part of", "Used in": "The catalog lists \(name) as used in",
      "Hosted by": "The catalog lists \(name) as hosted by",
      "Mentioned in": "The catalog mentions \(name) in",
    ]
    let groups = library.related(to: entry)
    for label in ["Part of", "Used in", "Hosted by", "Mentioned in"] {
      guard let group = groups.first(where: { $0.title == label }), let opening = openings[label] else {
        continue
      }
      if label == "Mentioned in", !answer.isEmpty { continue }
      let filtered = group.addresses.filter { wanted.accepts(library[$0]) }
      let addresses = unsaid(filtered.isEmpty ? group.addresses : filtered, in: answer)
      answer.add(opening, naming: Composer.first(6, of: addresses).map { (title($0), $0) })
    }
    return answer.isEmpty ? nil : introduced(answer, by: entry)
  }

  /// Whether a sentence begins with a name of the page or a word that stands for it.
  private func starts(_ sentence: Sentence, with page: String) -> Bool {
    guard let entry = library[page], let text = standalone(sentence) else { return false }
    return Names.all(of: entry).contains { text.hasPrefix($0) }
  }

  /// The entries that an answer has not named yet.
  func unsaid(_ addresses: [String], in answer: Answer) -> [String] {
    addresses.filter { address in
      !answer.parts.contains { part in
        let stems = Word.stems(in: part.text)
        return reader.term(for: address).forms.contains { $0.isSubset(of: stems) }
      }
    }
  }

  /// The title of an entry in running text.
  static func running(_ entry: CatalogEntry) -> String {
    guard entry.kind == .architecture, let first = entry.title.first else { return entry.title }
    return "the " + first.lowercased() + entry.title.dropFirst()
  }

  /// Sentences of a page that name several things one after another.
  private func enumerations(_ question: Question, on page: String) -> [Sentence] {
    let terms = question.rest
    let verbs: Set<String> = [
      "contains", "contain", "includes", "include", "consists", "consist", "components", "hosts", "based",
      "built", "uses", "services",
      "parts", "joins",
    ]
    let rated = index.sentences(ofPage: page).map { sentence -> (Sentence, Double) in
      let words = Word.words(in: sentence.text)
      let found = Double(Set(words.map(\.text)).intersection(verbs).count)
      let asked = terms.reduce(0.0) { $0 + $1.match(sentence.stems) * $1.weight }
      let named = Double(reader.names.mentions(in: words).filter { !$0.isWeak && $0.address != page }.count)
      return (
        sentence,
        found + asked == 0 || named == 0 || !(named > 2 || starts(sentence, with: page))
          ? 0 : found + asked + min(named, 5)
      )
    }
    return rated.filter { $0.1 >= 2 }.sorted { ($0.1, $1.0.index) > ($1.1, $0.0.index) }.prefix(1).map(\.0)
  }

  static func first(_ count: Int, of addresses: [String]) -> [String] { Array(addresses.prefix(count)) }

  // MARK: Facets

  /// A property of an entry that the catalog keeps as a facet.
  func facet(_ name: String, _ question: Question) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    let facts = Facts(of: entry)
    guard let fact = facts[name] else { return nil }
    // The cost of a licence is not what the catalog has of the cost.
    let held = Word.stems(in: fact.text).union(fact.topics)
    guard !["cost_driver", "hosting"].contains(name) || question.rest.allSatisfy({ $0.match(held) > 0.7 })
    else { return nil }
    var answer = Answer()
    answer.add(fact.text, from: subject)
    if name == "hosting", let residency = facts["residency"],
      question.says("premises", "where", "self hosted")
    {
      answer.add(residency.text, from: subject)
    }
    if name == "cost_driver", question.says("cost", "costs", "price", "expensive") {
      answer.add("The catalog gives no price.")
    }
    addDefinition(of: entry, to: &answer, most: 1)
    return answer
  }
}
