import Catalog

/// All sentences of the catalog, and how telling their words are.
struct SentenceIndex: Sendable {
  let sentences: [Sentence]
  /// By sentence, the stems of its neighbours under the same heading.
  let surroundings: [Set<String>]
  private let byPage: [String: [Int]]
  private let frequency: [String: Int]
  /// Words by which a page is known: its names, its kind.
  private let names: [String: Set<String>]
  /// What is said of an entry in short: its names, summary, facets and the titles of its sections.
  private let profiles: [String: Set<String>]
  /// Every word of a page.
  private let pages: [String: Set<String>]
  /// Single words that name the same concept: scoring, prediction, inference.
  private let equals: [String: Set<String>]
  private let known: Set<String>
  /// How often the texts write a word in small letters, as no proper name is, and how often at all.
  private let spellings: [String: (small: Int, all: Int)]

  /// Reads every page of a library.
  init(_ library: CatalogLibrary) {
    var sentences: [Sentence] = []
    var byPage: [String: [Int]] = [:]
    var frequency: [String: Int] = [:]
    var names: [String: Set<String>] = [:]
    var profiles: [String: Set<String>] = [:]
    var pages: [String: Set<String>] = [:]
    var known: Set<String> = []
    var spellings: [String: (small: Int, all: Int)] = [:]
    var equals: [String: Set<String>] = [:]
    for entry in library.entries {
      if entry.kind == .concept {
        let words = ([entry.title] + entry.aliases).map(Word.words).filter { $0.count == 1 }.flatMap(\.self)
        let stems = Set(words.map(\.stem))
        for stem in stems { equals[stem, default: []].formUnion(stems.subtracting([stem])) }
      }
      let own = Word.stems(in: ([entry.title, entry.subkind] + entry.aliases).joined(separator: " "))
      names[entry.id] = own
      let said =
        [entry.summary] + entry.facets.flatMap(\.values) + entry.sections.map(library.title)
      let profile = own.union(Word.stems(in: said.joined(separator: " ")))
      profiles[entry.id] = profile
      known.formUnion(profile)
    }
    for page in library.pages {
      var sections: [String: String] = [:]
      for address in page.sections { sections[library.title(of: address)] = address }
      var whole = profiles[page.id] ?? []
      for draft in SentenceReader(reading: page.body).drafts {
        let words = Word.words(in: draft.text)
        let stems = Set(words.map(\.stem))
        for word in words {
          spellings[word.stem, default: (0, 0)].all += 1
          if !word.looksLikeName { spellings[word.stem, default: (0, 0)].small += 1 }
        }
        let address = sections[draft.heading] ?? page.id
        let context = (names[page.id] ?? []).union(names[address] ?? []).union(Word.stems(in: draft.heading))
        var sentence = Sentence(
          address: address, page: page.id, heading: draft.heading, paragraph: draft.paragraph,
          index: sentences.count, text: draft.text, stems: stems,
          line: Word.line(of: words), words: Set(words.map(\.text)),
          context: context, wordCount: words.count)
        sentence.isDangling = Sentence.isDangling(draft.text, hasTextBefore: byPage[page.id] != nil)
        byPage[page.id, default: []].append(sentences.count)
        sentences.append(sentence)
        whole.formUnion(stems)
        for stem in stems { frequency[stem, default: 0] += 1 }
      }
      pages[page.id] = whole
    }
    surroundings = sentences.indices.map { place in
      [place - 1, place + 1].reduce(into: Set<String>()) { around, near in
        guard sentences.indices.contains(near), sentences[near].page == sentences[place].page,
          sentences[near].heading == sentences[place].heading
        else { return }
        around.formUnion(sentences[near].stems)
      }
    }
    self.sentences = sentences
    self.byPage = byPage
    self.frequency = frequency
    self.names = names
    self.profiles = profiles
    self.pages = pages
    self.equals = equals
    self.known = known.union(frequency.keys)
    self.spellings = spellings
  }

  /// How much a word tells: the rarer in the catalog and the rarer in general English, the more.
  func weight(of stem: String) -> Double {
    let count = Double(sentences.count)
    var frequency = Double(self.frequency[stem] ?? 0)
    if frequency == 0 { frequency = knows(stem) ? 3 : Self.frequencyOfUnknown }
    let rarity = Double.logarithm(1 + (count - frequency + 0.5) / (frequency + 0.5))
    return rarity * (1 - CommonWords.commonness(of: stem))
  }

  /// A word the catalog does not know weighs no more than a middling one: it may be mere wording.
  private static let frequencyOfUnknown = 60.0

  /// Whether a word occurs in the catalog.
  func knows(_ stem: String) -> Bool { known.contains(stem) }

  /// Whether the texts often use a word in small letters, so that it need be no name.
  func isEveryday(_ stem: String) -> Bool {
    guard let count = spellings[stem] else { return false }
    return count.small * 5 > count.all
  }

  /// Words that stand for a word: in general English, in the field, and as names of the same concept.
  func synonyms(of stem: String) -> Set<String> { Synonyms.of(stem).union(equals[stem] ?? []) }

  /// The words of an entry's names.
  func nameStems(of address: String) -> Set<String> { names[address] ?? [] }

  /// What is said of an entry in short: its names, summary, facets and the titles of its sections.
  func profile(of address: String) -> Set<String> { profiles[address] ?? [] }

  /// Every word of a page.
  func stems(ofPage page: String) -> Set<String> { pages[page] ?? [] }

  /// The sentences of a page, in order.
  func sentences(ofPage page: String) -> [Sentence] { (byPage[page] ?? []).map { sentences[$0] } }

  /// The sentences of a page or of a section, in order.
  func sentences(of entry: CatalogEntry) -> [Sentence] {
    guard let page = entry.parent else { return sentences(ofPage: entry.id) }
    return sentences(ofPage: page).filter { $0.address == entry.id }
  }
}

extension Double {
  /// The natural logarithm, by its series: no library is needed for so little.
  static func logarithm(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let exponent = Double(value.exponent)
    let ratio = (value.significand - 1) / (value.significand + 1)
    var sum = 0.0
    var power = ratio
    for step in stride(from: 1.0, through: 21, by: 2) {
      sum += power / step
      power *= ratio * ratio
    }
    return 2 * sum + exponent * 0.693147180559945
  }
}
