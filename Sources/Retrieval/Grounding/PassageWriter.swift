import Catalog

/// Writes what a model is given of an entry: what it is, what holds of it, and the parts of its text that are nearest to
/// the question.
struct PassageWriter {
  let composer: Composer
  let question: Question
  private let terms: [Term]

  init(composer: Composer, question: Question) {
    self.composer = composer
    self.question = question
    let general = composer.reader.reading(question, as: .general)
    terms = general.terms.filter { $0.address == nil }
  }

  /// No entry may take more than this share of the budget, so that the others have a word too.
  private static let largestShare = 0.45
  /// How many names a line of relations holds.
  private static let mostNames = 16

  /// A part of an entry's text, and what it is worth.
  private struct Choice {
    var entry: Int
    var part: Int
    var text: String
    var tokens: Int
    var worth: Double
  }

  /// The texts of entries within a budget: as many as there is room for, in their order.
  func texts(of entries: [(entry: CatalogEntry, score: Double)], tokenBudget: Int) -> [String] {
    var heads: [String] = []
    var spent = 0
    for (entry, _) in entries {
      let head = head(of: entry)
      // The title and the number take a few tokens too.
      let tokens = TokenCount.of(head) + TokenCount.of(entry.title) + 6
      guard spent + tokens <= tokenBudget else { break }
      spent += tokens
      heads.append(head)
    }
    if heads.isEmpty, let first = entries.first {
      // Rather a piece than nothing.
      return [String(first.entry.summary.prefix(max(0, tokenBudget) * 4))]
    }
    var taken = heads.map { _ in 0 }
    let most = Int(Double(tokenBudget) * Self.largestShare)
    var chosen: [Set<Int>] = heads.map { _ in [] }
    let parts = entries.prefix(heads.count).map { PassageParts(of: $0.entry, in: composer.library).all }
    for choice in choices(parts, entries.map(\.score)) {
      guard spent + choice.tokens <= tokenBudget, taken[choice.entry] + choice.tokens <= most else {
        continue
      }
      spent += choice.tokens
      taken[choice.entry] += choice.tokens
      chosen[choice.entry].insert(choice.part)
    }
    return heads.indices.map { index in
      ([heads[index]] + chosen[index].sorted().map { parts[index][$0].text }).joined(separator: "\n")
    }
  }

  /// The parts that are worth a place, the best first.
  private func choices(_ parts: [[PassageParts.Part]], _ scores: [Double]) -> [Choice] {
    let all = terms.reduce(0) { $0 + $1.weight }
    var choices: [Choice] = []
    for (entry, texts) in parts.enumerated() {
      for (place, part) in texts.enumerated() {
        let stems = Word.stems(in: part.text)
        let context = stems.union(Word.stems(in: part.heading))
        let held = terms.reduce(0) { $0 + $1.weight * max($1.match(stems), $1.match(context) * 0.8) }
        var worth = all > 0 ? held / all : 0
        // What an entry begins with says what it is.
        if place == 0 { worth += question.kinds.first == .definition || all == 0 ? 0.8 : 0.25 }
        if question.subjects.contains(part.address) { worth += 0.15 }
        guard worth > 0.1 else { continue }
        choices.append(
          Choice(
            entry: entry, part: place, text: part.text, tokens: TokenCount.of(part.text) + 1,
            worth: worth * scores[entry].squareRoot()))
      }
    }
    return choices.sorted { ($0.worth, $1.entry, $1.part) > ($1.worth, $0.entry, $0.part) }
  }

  // MARK: What holds of an entry

  /// The lines with which a passage begins: the summary, other names, the lifecycle, facts and relations that are asked
  /// for.
  private func head(of entry: CatalogEntry) -> String {
    var lines = [entry.summary.hasSuffix(".") ? entry.summary : entry.summary + "."]
    if !entry.aliases.isEmpty { lines.append("Also called: " + names(entry.aliases)) }
    if let line = lifecycle(of: entry) { lines.append(line) }
    let facts = Facts(of: entry)
    var wanted = facts.asked(in: question)
    for kind in question.kinds {
      switch kind {
      case .counterpart, .origin: wanted += facts.all.filter { ["aws", "gcp", "oss"].contains($0.name) }
      case .facet(let name): wanted += [facts[name]].compactMap(\.self)
      default: break
      }
    }
    if question.counterparts.contains(entry.id) {
      wanted += facts.all.filter { ["aws", "gcp", "oss"].contains($0.name) }
    }
    var seen: Set<String> = []
    lines += wanted.map(\.text).filter { seen.insert($0).inserted }
    lines += relations(of: entry)
    return lines.joined(separator: "\n")
  }

  private func lifecycle(of entry: CatalogEntry) -> String? {
    guard let lifecycle = entry.lifecycle else { return nil }
    var words = "Lifecycle: \(lifecycle.state)"
    if let date = lifecycle.date { words += ", \(Composer.day(date))" }
    if let next = lifecycle.replacedBy { words += "; replaced by \(composer.title(next))" }
    if let note = lifecycle.note { words += ". \(note)" }
    let features = lifecycle.retiredFeatures.map {
      "\($0.name) (\($0.values.map(Composer.day).joined(separator: ", ")))"
    }
    if !features.isEmpty { words += ". Parts that end: " + names(features) }
    return words.hasSuffix(".") ? words : words + "."
  }

  /// What stands in a relation to an entry that is asked about, where such a thing is asked.
  private func relations(of entry: CatalogEntry) -> [String] {
    let kinds: [Question.Kind] = [.parts, .usedIn, .list, .replacement, .successorOf]
    guard question.subjects.contains(entry.id), question.kinds.contains(where: kinds.contains) else {
      return []
    }
    return composer.library.related(to: entry).filter { $0.title != "Mentioned in" && $0.title != "See also" }
      .map { group in
        "\(group.title): " + names(group.addresses.map(composer.title))
      }
  }

  private func names(_ all: [String]) -> String {
    all.prefix(Self.mostNames).joined(separator: ", ") + (all.count > Self.mostNames ? ", …" : ".")
  }
}
