import Catalog

extension Composer {
  /// Says that the catalog holds no answer, what exactly is missing, and what it knows that is really near.
  func refusal(_ question: Question) -> Answer {
    var answer = Answer()
    answer.isRefusal = true
    let subjects = question.subjects.prefix(2).filter { library[$0] != nil }
    if subjects.count == 2, question.kinds.contains(.comparison) {
      answer.add("\(Composer.noAnswer): it does not compare \(title(subjects[0])) and \(title(subjects[1])).")
      for entry in subjects.compactMap({ library[$0] }) { addDefinition(of: entry, to: &answer, most: 1) }
      return answer
    }
    if let subject = subjects.first, let entry = library[subject] {
      let missing = missing(question, of: entry)
      let facts = Facts(of: entry).asked(in: question)
      answer.add("\(Composer.noAnswer), although it has an entry on \(entry.title)\(missing).")
      for fact in facts { answer.add(fact.text, from: subject) }
      if facts.contains(where: { $0.name == "cost_driver" }) { answer.add("No price is given.") }
      if facts.contains(where: { $0.name == "residency" }), question.says("region", "regions") {
        answer.add("No regions are named.")
      }
      addDefinition(of: entry, to: &answer, most: 1)
      let besides = subjects.dropFirst() + named(by: question, besides: entry).prefix(1)
      let others = besides.map { (title: title($0), address: $0) }
      answer.add("Nearest page besides:", naming: others)
      return answer
    }
    answer.add(Composer.noAnswer + ".")
    if !question.counterparts.isEmpty {
      let entries = question.counterparts.prefix(2).map { (title: title($0), address: $0) }
      answer.add("It only names this product as the counterpart of", naming: entries)
      return answer
    }
    let near = nearest(question).map { (title: title($0), address: $0) }
    answer.add(near.count > 1 ? "Nearest pages:" : "Nearest page:", naming: near)
    return answer
  }

  /// What the entry says nothing of: the asked words that stand nowhere on its page.
  private func missing(_ question: Question, of entry: CatalogEntry) -> String {
    let page = index.stems(ofPage: entry.parent ?? entry.id)
    let absent = reader.reading(question, as: .general).rest.filter { $0.match(page) == 0 }
    let telling = absent.filter { $0.weight > 2 }
    let held = Facts(of: entry).asked(in: question).reduce(into: Set<String>()) { $0.formUnion($1.topics) }
    let words = (telling.isEmpty ? absent : telling)
      .filter { $0.forms.allSatisfy { $0.isDisjoint(with: held) } }.map { "“\($0.text)”" }
    guard (1...3).contains(words.count) else { return "" }
    return "; of \(SentenceReader.joined(words)) that entry says nothing"
  }

  /// Entries that are named by words which the question needs and the entry does not have: “evaluate” names evaluation.
  private func named(by question: Question, besides entry: CatalogEntry) -> [String] {
    let page = index.stems(ofPage: entry.parent ?? entry.id)
    let needed = reader.reading(question, as: .general).rest
      .filter { $0.isRequired && $0.match(page) == 0 }.flatMap { $0.forms.flatMap(\.self) }
    return reader.names.mentions(in: question.words).filter { mention in
      !question.subjects.contains(mention.address)
        && question.words[mention.words].contains { needed.contains($0.stem) }
    }.map(\.address)
  }

  /// Up to two entries whose names or summaries hold most of the asked words.
  private func nearest(_ question: Question) -> [String] {
    let rest = question.rest
    guard !rest.isEmpty else { return [] }
    let hits = search.search(
      question.rest.compactMap { $0.forms.first?.first }.joined(separator: " "), limit: 6
    ).hits
    return hits.map(\.entry).filter { entry in
      let stems = index.profile(of: entry.id)
      return coverage(of: rest, by: stems) >= 0.5
        && !index.nameStems(of: entry.id).isDisjoint(with: Set(rest.flatMap { $0.forms.flatMap { $0 } }))
    }.prefix(2).map(\.id)
  }
}
