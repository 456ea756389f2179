import Catalog

/// All sentences of the catalog, and how telling their words are.
struct SentenceIndex: Sendable {
  let sentences: [Sentence]
  private let byPage: [String: [Int]]
  private let frequency: [String: Int]
  /// Words by which a page is known: its names, its summary.
  private let names: [String: Set<String>]
  private let known: Set<String>

  /// Reads every page of a library.
  init(_ library: CatalogLibrary) {
    var sentences: [Sentence] = []
    var byPage: [String: [Int]] = [:]
    var frequency: [String: Int] = [:]
    var names: [String: Set<String>] = [:]
    var known: Set<String> = []
    for entry in library.entries {
      names[entry.id] = Word.stems(in: ([entry.title, entry.subkind] + entry.aliases).joined(separator: " "))
      known.formUnion(names[entry.id] ?? [])
      known.formUnion(Word.stems(in: entry.summary))
    }
    for page in library.pages {
      var sections: [String: String] = [:]
      for address in page.sections { sections[library.title(of: address)] = address }
      for draft in SentenceReader(reading: page.body).drafts {
        let words = Word.words(in: draft.text)
        let stems = Set(words.map(\.stem))
        byPage[page.id, default: []].append(sentences.count)
        let address = sections[draft.heading] ?? page.id
        let context = (names[page.id] ?? []).union(names[address] ?? []).union(Word.stems(in: draft.heading))
        sentences.append(
          Sentence(
            address: address, page: page.id, heading: draft.heading, paragraph: draft.paragraph,
            index: sentences.count, text: draft.text, stems: stems, words: Set(words.map(\.text)),
            context: context, wordCount: words.count))
        for stem in stems { frequency[stem, default: 0] += 1 }
      }
    }
    self.sentences = sentences
    self.byPage = byPage
    self.frequency = frequency
    self.names = names
    self.known = known.union(frequency.keys)
  }

  /// How much a word tells: the rarer, the more.
  func weight(of stem: String) -> Double {
    let count = Double(sentences.count)
    var frequency = Double(self.frequency[stem] ?? 0)
    if frequency == 0, knows(stem) { frequency = 3 }
    return Double.logarithm(1 + (count - frequency + 0.5) / (frequency + 0.5))
  }

  /// Whether a word, or one that stands for it, occurs in the catalog.
  func knows(_ stem: String) -> Bool {
    known.contains(stem)
  }

  /// The words of an entry's names.
  func nameStems(of address: String) -> Set<String> { names[address] ?? [] }

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
