import Catalog

extension Composer {
  /// Says that the catalog holds no answer, and what it knows that is really near.
  func refusal(_ question: Question) -> Answer {
    var answer = Answer()
    answer.isRefusal = true
    let subjects = question.subjects.prefix(2).filter { library[$0] != nil }
    if let subject = subjects.first, let entry = library[subject] {
      answer.add("\(Composer.noAnswer), although it has an entry on \(entry.title).")
      addDefinition(of: entry, to: &answer, most: 1)
      let others = subjects.dropFirst().map { (title: title($0), address: $0) }
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

  /// Up to two entries whose names or summaries hold most of the asked words.
  private func nearest(_ question: Question) -> [String] {
    let rest = question.rest
    guard !rest.isEmpty else { return [] }
    let hits = search.search(
      question.rest.compactMap { $0.forms.first?.first }.joined(separator: " "), limit: 6
    ).hits
    return hits.map(\.entry).filter { entry in
      let stems = index.nameStems(of: entry.id).union(Word.stems(in: entry.summary))
      return coverage(of: rest, by: stems) >= 0.5
        && !index.nameStems(of: entry.id).isDisjoint(with: Set(rest.flatMap { $0.forms.flatMap { $0 } }))
    }.prefix(2).map(\.id)
  }
}
