import Catalog

extension Composer {
  /// What an entry's text says of its lifecycle.
  func lifecycleSentences(of entry: CatalogEntry) -> [Sentence] {
    let page = entry.parent ?? entry.id
    return index.sentences(ofPage: page).filter { $0.heading == "Lifecycle" }
  }

  /// Whether an entry is current, and when it or a part of it ends.
  func lifecycle(_ question: Question) -> Answer? {
    guard let subject = question.subjects.first else { return endings(question) }
    guard let entry = library[subject],
      let lifecycle = entry.lifecycle ?? entry.parent.flatMap({ library[$0]?.lifecycle })
    else { return nil }
    var answer = Answer()
    for feature in lifecycle.retiredFeatures where concerns(feature.name, question) {
      let days = feature.values.map(Composer.day).joined(separator: ", ")
      answer.add("The retirement date of \(feature.name) in \(entry.title) is \(days).", from: subject)
    }
    var sentences = lifecycleSentences(of: entry)
    if !question.rest.isEmpty {
      let wanted = sentences.filter { sentence in question.rest.contains { $0.match(sentence.stems) > 0.7 } }
      if !wanted.isEmpty { sentences = wanted }
    }
    add(sentences, to: &answer, most: 3)
    if answer.isEmpty {
      answer.add("\(entry.title) is \(Composer.word(for: lifecycle.state)).", from: subject)
      if let date = lifecycle.date { answer.add("The date is \(Composer.day(date)).", from: subject) }
    }
    if question.rest.isEmpty, !lifecycle.retiredFeatures.isEmpty, answer.wordCount < 45,
      lifecycle.retiredFeatures.count > 3
    {
      let features = lifecycle.retiredFeatures.map {
        "\($0.name) on \($0.values.map(Composer.day).joined(separator: ", "))"
      }
      answer.add("The dates of its features are \(SentenceReader.joined(features)).", from: subject)
    }
    return answer
  }

  /// The end of a feature that the question names.
  func features(_ question: Question) -> Answer? {
    var answer = Answer()
    for entry in library.entries where question.subjects.isEmpty || question.subjects.contains(entry.id) {
      for feature in entry.lifecycle?.retiredFeatures ?? [] where concerns(feature.name, question) {
        let days = feature.values.map(Composer.day).joined(separator: ", ")
        answer.add("The retirement date of \(feature.name) in \(entry.title) is \(days).", from: entry.id)
      }
    }
    return answer.isEmpty ? nil : answer
  }

  private func concerns(_ feature: String, _ question: Question) -> Bool {
    let stems = Word.stems(in: feature)
    let said = Set(question.words.map(\.stem))
    guard !stems.isEmpty, Double(stems.intersection(said).count) / Double(stems.count) >= 0.6 else {
      return false
    }
    return !question.rest.isEmpty && coverage(of: question.rest, by: stems) > 0.5
  }

  /// Every entry that has ended or will end, and every feature that the question names.
  private func endings(_ question: Question) -> Answer? {
    var answer = Answer()
    if question.rest.isEmpty {
      let ended = library.entries.filter {
        ["retired", "retiring", "superseded"].contains($0.lifecycle?.state ?? "")
      }
      answer.add(
        "The catalog marks these entries as ended or ending:",
        naming: ended.map { ("\($0.title) (\(Composer.word(for: $0.lifecycle?.state ?? "")))", $0.id) })
      return answer.isEmpty ? nil : answer
    }
    return features(question)
  }

  /// What an entry was called before, or is called now.
  func formerName(_ question: Question) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    var answer = Answer()
    if let note = nameNote(of: entry, in: question) { answer.add(note.text, from: subject) }
    add(formerNameSentences(of: entry), to: &answer, most: 2)
    return answer.isEmpty ? nil : answer
  }

  /// What takes the place of an entry, or can.
  func replacement(_ question: Question) -> Answer? {
    guard let subject = question.subjects.first, let entry = library[subject] else { return nil }
    var answer = Answer()
    var others: [String] = []
    if let next = entry.lifecycle?.replacedBy, library[next] != nil {
      answer.add("The catalog names a successor of \(entry.title):", naming: [(title(next), next)])
      add(lifecycleSentences(of: entry), to: &answer, most: 3)
      return answer
    }
    for relation in entry.relations where relation.kind == .alternativeTo { others.append(relation.target) }
    for link in library.backlinks(to: subject)
    where link.kind == .alternativeTo && !others.contains(link.from) {
      others.append(link.from)
    }
    let words: Set<String> = [
      "alternative", "alternatives", "instead", "successor", "recommended", "opposite",
    ]
    let said = index.sentences(of: entry).filter { sentence in
      Word.words(in: sentence.text).contains { words.contains($0.text) }
    }
    add(said, to: &answer, most: 3)
    let cited = Set(said.flatMap(\.stems))
    let unsaid = others.filter { other in
      !reader.term(for: other).forms.contains { $0.isSubset(of: cited) }
    }
    if !unsaid.isEmpty {
      let opening =
        unsaid.count > 1
        ? "Alternatives to \(entry.title) in the catalog are"
        : "An alternative to \(entry.title) in the catalog is"
      answer.add(opening, naming: unsaid.prefix(4).map { (title($0), $0) })
    } else if answer.parts.count == 1, let other = others.first, let page = library[other] {
      addDefinition(of: page, to: &answer, most: 1)
    }
    return answer.isEmpty ? nil : introduced(answer, by: entry)
  }

  /// What an entry takes the place of.
  func successorOf(_ question: Question) -> Answer? {
    guard let subject = question.subjects.first else { return nil }
    let older = library.entries.filter { $0.lifecycle?.replacedBy == subject }
    guard !older.isEmpty else { return nil }
    var answer = Answer()
    answer.add("\(title(subject)) takes the place of", naming: older.map { ($0.title, $0.id) })
    let said = index.sentences(ofPage: subject).filter {
      $0.stems.contains("successor") || $0.stems.contains(Word.stem(of: "recommended"))
    }
    add(said, to: &answer, most: 2)
    return answer
  }

  /// A day as people write it: “20 April 2027”.
  static func day(_ text: String) -> String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ]
    return text.split(separator: " ").map { word -> String in
      let parts = word.split(separator: "-").map { Int($0) ?? 0 }
      guard parts.count == 3, (1...12).contains(parts[1]) else { return String(word) }
      return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
    }.joined(separator: " ")
  }

  private static func word(for state: String) -> String {
    state == "rolling" ? "renewed all the time" : state
  }
}
