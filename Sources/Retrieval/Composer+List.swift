import Catalog

extension Composer {
  /// The entries of a kind, those that belong to an entry, or a sentence that lists what was asked for.
  func list(_ question: Question) -> Answer? {
    let filter = kinds(in: question)
    let rest = question.rest.filter { term in !term.forms.contains { $0.contains(Word.stem(of: filter.noun)) }
    }
    if let subject = question.subjects.first, let entry = library[subject] {
      return members(of: entry, filter, rest, question)
    }
    guard !filter.isEmpty else { return nil }
    let entries = library.entries.filter { entry in
      guard filter.accepts(entry), entry.parent == nil || filter.kinds.isEmpty else { return false }
      let opening = index.sentences(of: entry).prefix(1).reduce(into: Set<String>()) {
        $0.formUnion($1.stems)
      }
      let stems = opening.union(index.nameStems(of: entry.id)).union(Word.stems(in: entry.summary))
      return rest.allSatisfy { $0.match(stems) > 0.7 }
    }
    guard !entries.isEmpty, !rest.isEmpty || entries.count <= 24 else { return nil }
    return naming(entries.map(\.id), filter, rest, question)
  }

  private func naming(
    _ addresses: [String], _ filter: KindFilter, _ rest: [Term], _ question: Question
  ) -> Answer {
    var answer = Answer()
    let most = 10
    let shown = Composer.first(most, of: addresses).map { (title: title($0), address: $0) }
    let asked = rest.isEmpty ? "" : " of this description"
    let noun = addresses.count == 1 ? Composer.singular(filter.noun) : filter.noun
    let more = addresses.count > most ? ", and \(addresses.count - most) more." : "."
    answer.add(
      "The catalog has \(Composer.number(addresses.count)) \(noun)\(asked):", naming: shown, ending: more)
    if rest.isEmpty, addresses.count <= 2 {
      // A page may list more of them that are no entries of their own.
      add(
        index.sentences.filter { $0.text.contains("\(filter.noun) are ") && $0.text.contains(",") },
        to: &answer, most: 1)
    } else if addresses.count == 1, let entry = library[addresses[0]] {
      addDefinition(of: entry, to: &answer, most: 1)
    }
    return answer
  }

  /// What belongs to an entry, as its text or its relations list it.
  private func members(
    of entry: CatalogEntry, _ filter: KindFilter, _ rest: [Term], _ question: Question
  ) -> Answer? {
    var answer = Answer()
    let own = entry.sections.filter {
      library[$0]?.kind == entry.kind && library[$0]?.subkind == entry.subkind
    }
    if own.count > 1, rest.isEmpty {
      addDefinition(of: entry, to: &answer, most: 1)
      answer.add("The catalog lists these:", naming: Composer.first(8, of: own).map { (title($0), $0) })
      return answer
    }
    guard !filter.isEmpty else {
      // “The orchestration patterns”: the kind stands in the name itself.
      guard let name = question.mentions.first, rest.isEmpty else { return nil }
      return enumeration(of: question.words[name.words.upperBound - 1].text, on: entry, rest)
    }
    var addresses: [String] = []
    for group in library.related(to: entry) where ["Hosts", "Parts", "Uses", "Used in"].contains(group.title)
    {
      // What a part has as its parts belongs to the whole as well.
      let inner = group.addresses.compactMap { library[$0] }.filter {
        $0.subkind == "collection" || group.title == "Parts"
      }
      .flatMap { part in
        library.related(to: part).filter { ["Parts", "Uses", "Hosts"].contains($0.title) }.flatMap(
          \.addresses)
      }
      addresses += (group.addresses + inner).filter { address in
        guard !addresses.contains(address) else { return false }
        guard let member = library[address], filter.accepts(member) else { return false }
        let stems = index.sentences(of: member).prefix(3).reduce(into: index.nameStems(of: address)) {
          $0.formUnion($1.stems)
        }
        return rest.allSatisfy { $0.match(stems.union(Word.stems(in: member.summary))) > 0.7 }
      }
    }
    // Its own sections are its parts where they say so, although no other page points to them.
    addresses += entry.sections.filter { section in
      guard let part = library[section], filter.accepts(part), !addresses.contains(section) else {
        return false
      }
      return rest.isEmpty && part.relations.contains { $0.kind == .partOf && $0.target == entry.id }
    }
    if let sentence = ranked(question).first?.sentence, sentence.page == (entry.parent ?? entry.id) {
      add([sentence], to: &answer, most: 2)
    }
    guard addresses.count > 1 else { return enumeration(of: filter.noun, on: entry, rest) }
    // All of them, as far as the answer stays one that can be read.
    let most = 24
    let more = addresses.count > most ? ", and \(addresses.count - most) more." : "."
    answer.add(
      "The \(filter.noun) that belong to \(Composer.running(entry)) are",
      naming: Composer.first(most, of: addresses).map { (title($0), $0) }, ending: more)
    return answer
  }

  /// A sentence of an entry that lists things of a kind: “The patterns are a, b and c”.
  private func enumeration(of noun: String, on entry: CatalogEntry, _ rest: [Term]) -> Answer? {
    let stem = Word.stem(of: noun)
    let verbs = ["are", "include", "comprise"].map { Word.stem(of: $0) }
    let found = index.sentences(of: entry).filter { sentence in
      (sentence.text.contains(":") || verbs.contains { sentence.line.contains(" \(stem) \($0) ") })
        && sentence.stems.contains(stem) && sentence.text.count { $0 == "," || $0 == ";" } >= 2
        && rest.allSatisfy { $0.match(sentence.stems.union(sentence.context)) > 0.7 }
    }
    guard !found.isEmpty else { return nil }
    var answer = Answer()
    add(found, to: &answer, most: 2)
    return answer.isEmpty ? nil : introduced(answer, by: entry)
  }

  /// A small number in words.
  static func number(_ count: Int) -> String {
    let words = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    return words.indices.contains(count) ? words[count] : String(count)
  }

  private static func singular(_ noun: String) -> String {
    if noun.hasSuffix("ies") { return noun.dropLast(3) + "y" }
    return noun.hasSuffix("s") ? String(noun.dropLast()) : noun
  }
}
