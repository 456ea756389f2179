import Catalog

/// Finds the entries that a question speaks of, by title, alias, address and the short forms people use.
struct Names: Sendable {
  /// A name in a question and the entry it stands for.
  struct Mention: Hashable, Sendable {
    var address: String
    /// The words it takes, as places among the question's words.
    var words: Range<Int>
    /// Whether it may as well be an everyday word: “training”, “storage”, “AI”.
    var isWeak: Bool
    /// Other entries of the same name.
    var others: [String] = []
  }

  private struct Target: Sendable {
    var address: String
    var isWeak: Bool
    var others: [String] = []
  }

  private let targets: [String: Target]
  private let counterparts: [String: [String]]
  private let longest: Int
  /// The keys of names of several words, by their letters alone.
  private let unspaced: [String: String]
  /// Words of names that may be met in two halves, and the pairs of words that are neighbours in a name.
  private let whole: Set<String>
  private let pairs: Set<String>
  /// The words of names, for a misspelt one.
  private let vocabulary: Set<String>
  /// The words of other clouds' names.
  private let foreign: Set<String>

  private static let vendors = makers.union(["azure", "ai", "aws"])
  /// Who makes what the catalog describes.
  static let makers: Set<String> = [
    "microsoft", "openai", "anthropic", "xai", "apache", "amazon", "google",
  ]
  /// Gathers the names of a library.
  init(_ library: CatalogLibrary, index: SentenceIndex) {
    var targets: [String: Target] = [:]
    var counterparts: [String: [String]] = [:]
    var unspaced: [String: String] = [:]
    var longest = 1
    // Words such as AI, which stand in the names of many things.
    var modifiers: [String: Int] = [:]
    for entry in library.pages {
      for stem in index.nameStems(of: entry.id) { modifiers[stem, default: 0] += 1 }
    }
    func add(_ name: String, _ address: String) {
      let words = Word.words(in: name)
      guard !words.isEmpty else { return }
      let key = words.map(\.stem).joined(separator: " ")
      guard targets[key] == nil else { return }
      let isWeak =
        words.count == 1
        && (index.isEveryday(key) || (library[address]?.kind == .concept && modifiers[key, default: 0] > 4))
      targets[key] = Target(address: address, isWeak: isWeak)
      // Joined, an ending stands within: cosmosdb, for which the key has “cosmo db”.
      for letters in [words.map(\.text).joined(), words.map(\.stem).joined()]
      where words.count > 1 && letters.count >= Names.leastUnspaced && unspaced[letters] == nil {
        unspaced[letters] = key
      }
      longest = max(longest, words.count)
    }
    for entry in library.pages { add(entry.title, entry.id) }
    for entry in library.pages { entry.aliases.forEach { add($0, entry.id) } }
    for entry in library.entries where entry.parent != nil {
      ([entry.title] + entry.aliases).forEach { add($0, entry.id) }
    }
    for entry in library.pages {
      for name in [entry.title] + entry.aliases {
        guard let open = name.firstIndex(of: "(") else { continue }
        let key = Word.words(in: String(name[..<open])).map(\.stem).joined(separator: " ")
        guard let target = targets[key], target.address != entry.id else { continue }
        targets[key]?.others.append(entry.id)
      }
    }
    for entry in library.entries {
      for name in [entry.title] + entry.aliases { Names.variants(of: name).forEach { add($0, entry.id) } }
      add(entry.id, entry.id)
    }
    for entry in library.entries {
      for value in entry.equivalents.filter({ $0.name != "basis" }).flatMap(\.values) {
        for name in Names.parts(of: value) {
          let short =
            name.hasSuffix(" AI") || name.hasSuffix(" Service")
            ? [String(name[..<(name.lastIndex(of: " ") ?? name.endIndex)])] : []
          for variant in ([name] + short).flatMap({ [$0] + Names.shortened($0) }) {
            let key = Word.words(in: variant).map(\.stem).joined(separator: " ")
            if index.isEveryday(key) { continue }
            if !(counterparts[key]?.contains(entry.id) ?? false) {
              counterparts[key, default: []].append(entry.id)
            }
          }
        }
      }
    }
    self.targets = targets
    self.counterparts = counterparts
    self.longest = longest
    self.unspaced = unspaced
    let spelt = targets.keys.map { $0.split(separator: " ").map(String.init) }
    whole = Set(spelt.joined().filter { $0.count >= Names.leastUnspaced })
    pairs = Set(spelt.flatMap { zip($0, $0.dropFirst()).map { "\($0) \($1)" } })
    foreign = Set(counterparts.keys.flatMap { $0.split(separator: " ").map(String.init) })
    vocabulary = Set(
      targets.keys.flatMap { $0.split(separator: " ").map(String.init) }.filter { $0.count >= 5 })
  }

  /// A joined or split name shorter than this may be anything.
  private static let leastUnspaced = 6

  /// Words of which some were halves of one word of a name: “ml flow” is MLflow, “open ai” is OpenAI.
  func joiningHalves(of words: [Word]) -> [Word] {
    var joined: [Word] = []
    for word in words {
      if let before = joined.last, !before.isStopWord, !word.isStopWord,
        !pairs.contains("\(before.stem) \(word.stem)")
      {
        let text = before.text + word.text
        let stem = Word.stem(of: text)
        if whole.contains(stem) {
          joined[joined.count - 1] = Word(
            text: text, stem: stem, isLoneCapital: false,
            looksLikeName: before.looksLikeName || word.looksLikeName,
            place: before.place.lowerBound..<word.place.upperBound)
          continue
        }
      }
      joined.append(word)
    }
    return joined
  }

  /// The single names in a list such as “Firestore, Bigtable” or “A and B (notes)”.
  static func parts(of value: String) -> [String] {
    let bare = value.prefix { $0 != "(" }
    return bare.split(separator: ",").flatMap { String($0).split(separator: " and ", whole: true) }
      .map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
  }

  /// A name without the words of its maker.
  private static func shortened(_ name: String) -> [String] {
    let words = name.split(separator: " ")
    guard words.count > 1, let first = words.first, vendors.contains(first.lowercased()) else { return [] }
    let rest = words.dropFirst().joined(separator: " ")
    return ["translate", "code", "identity"].contains(rest.lowercased()) ? [] : [rest]
  }

  private static func variants(of name: String) -> [String] {
    var found: [String] = []
    if let open = name.firstIndex(of: "("), let close = name.lastIndex(of: ")"), open < close {
      found.append(String(name[..<open]))
      // “(RAG)” is a name, “(framework)” is a remark.
      let inner = name[name.index(after: open)..<close]
      if inner.contains(where: \.isUppercase) { found.append(String(inner)) }
    }
    if let maker = name.split(separator: " ").first, maker.count > 2, maker.allSatisfy(\.isUppercase),
      name.count > 40
    {
      // A headline is known by the organisation it begins with.
      found.append(String(maker))
    }
    // “Azure OpenAI models” are also called Azure OpenAI.
    let whole = name.split(separator: " ")
    if whole.count > 2, let noun = whole.last, Composer.kindWords[Word.stem(of: noun.lowercased())] != nil {
      found.append(whole.dropLast().joined(separator: " "))
    }
    if let colon = name.firstIndex(of: ":") { found.append(String(name[..<colon])) }
    for start in [name] + found {
      var words = start.split(separator: " ")
      while words.count > 1, let first = words.first, vendors.contains(first.lowercased()) {
        words.removeFirst()
        // One everyday word that is left, such as “services”, would be found everywhere.
        if words.count > 1 || ["apache", "openai", "anthropic", "xai"].contains(first.lowercased()) {
          found.append(words.joined(separator: " "))
        }
      }
    }
    return found
  }

  /// The names in a question, the longest first where they overlap, in the order of the text.
  func mentions(in words: [Word]) -> [Mention] {
    var found: [Mention] = []
    var start = 0
    while start < words.count {
      guard let mention = mention(in: words, at: start) else {
        start += 1
        continue
      }
      found.append(mention)
      start = mention.words.upperBound
    }
    return found
  }

  private func mention(in words: [Word], at start: Int) -> Mention? {
    for count in stride(from: min(longest, words.count - start), through: 1, by: -1) {
      let part = words[start..<(start + count)]
      let key = part.map(\.stem).joined(separator: " ")
      let respaced = unspaced[part.map(\.text).joined()] ?? unspaced[part.map(\.stem).joined()]
      guard let target = targets[key] ?? respaced.flatMap({ targets[$0] }) else { continue }
      if count == 1, words[start].text.count == 1, !words[start].isLoneCapital { continue }
      if count == 1, words[start].isStopWord { continue }
      return Mention(
        address: target.address, words: start..<(start + count), isWeak: target.isWeak, others: target.others)
    }
    return nil
  }

  /// The first of two names that share their end: “a small and a large language model”.
  func completing(_ mention: Mention, in words: [Word]) -> [Mention] {
    for start in 0..<mention.words.lowerBound where !words[start].isStopWord {
      for kept in (mention.words.lowerBound + 1)..<(mention.words.upperBound + 1) {
        guard kept < mention.words.upperBound else { break }
        let key = ([words[start]] + words[kept..<mention.words.upperBound]).map(\.stem).joined(separator: " ")
        guard let target = targets[key], target.address != mention.address else { continue }
        return [Mention(address: target.address, words: start..<(start + 1), isWeak: false)]
      }
    }
    return []
  }

  /// The entries whose counterpart elsewhere a question names, with the words that name it.
  func counterpartMention(in words: [Word]) -> (addresses: [String], words: Range<Int>)? {
    for count in stride(from: min(6, words.count), through: 1, by: -1) {
      for start in 0...(words.count - count) {
        let key = words[start..<(start + count)].map(\.stem).joined(separator: " ")
        guard let addresses = counterparts[key], count > 1 || words[start].text.count > 1 else { continue }
        return (addresses, start..<(start + count))
      }
    }
    return nil
  }

  /// A word of a name that a misspelt word probably stands for.
  func correction(of stem: String) -> String? {
    guard stem.count >= 5, !foreign.contains(stem) else { return nil }
    let most = stem.count >= 8 ? 2 : 1
    let near = vocabulary.map { ($0, EditDistance.between(stem, $0, atMost: most)) }.filter { $0.1 <= most }
    return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }
}

extension String {
  /// The parts between whole occurrences of a separator.
  fileprivate func split(separator: String, whole: Bool) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
