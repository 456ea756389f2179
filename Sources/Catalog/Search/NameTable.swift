/// The names by which entries are called as wholes: ids, titles and aliases, and their initials.
struct NameTable: Sendable {
  /// A document that is called by a name.
  struct Holder: BitwiseCopyable, Sendable {
    var document: UInt32
    private var rank: UInt16
    private var part: UInt16

    init(document: UInt32, field: SearchField, isPart: Bool) {
      self.document = document
      rank = UInt16(field.rank)
      part = isPart ? 1 : 0
    }

    var field: SearchField { SearchField(rank: Int(rank)) }
    /// Whether the text is more than this name: what stands in brackets, or before them.
    var isPart: Bool { part != 0 }
  }

  struct Entry: FlatElement {
    var start: UInt32
    var length: UInt32
    var holder: Holder

    static let nothing = Entry(
      start: 0, length: 0, holder: Holder(document: .max, field: .body, isPart: true))
  }

  struct HashEntry: FlatElement {
    var hash: UInt64
    var holder: Holder

    static let nothing = HashEntry(
      hash: 0, holder: Holder(document: .max, field: .body, isPart: true))
  }

  let letters: FlatArray<UInt8>
  let entries: FlatArray<Entry>
  let stems: FlatArray<HashEntry>
  let initials: FlatArray<HashEntry>

  // MARK: Keys

  /// The letters of some atoms without anything between, in the common spelling.
  static func key(_ atoms: [Int], _ tokenizer: Tokenizer) -> [UInt8] {
    var joined: [UInt8] = []
    for atom in atoms { joined += tokenizer.letters[tokenizer.atoms[atom].low..<tokenizer.atoms[atom].high] }
    var key: [UInt8] = []
    Spelling.unify(joined, into: &key)
    return key
  }

  /// The same of the atoms' stems, for names that differ by a plural.
  static func stemKey(_ atoms: [Int], _ tokenizer: Tokenizer) -> [UInt8] {
    var joined: [UInt8] = []
    var word: [UInt8] = []
    for atom in atoms {
      Spelling.unify(tokenizer.letters[tokenizer.atoms[atom].low..<tokenizer.atoms[atom].high], into: &word)
      WordStem.reduce(&word)
      joined += word
    }
    return joined
  }

  /// The bytes between the first bracket and its closing one.
  static func bracket(in text: String) -> Range<Int>? {
    guard let open = text.utf8.firstIndex(of: UInt8(ascii: "(")),
      let close = text.utf8[open...].firstIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let start = text.utf8.distance(from: text.utf8.startIndex, to: open)
    return start..<start + text.utf8.distance(from: open, to: close)
  }

  // MARK: Looking up

  /// The documents called exactly so.
  func holders(ofKey key: [UInt8]) -> [Holder] {
    entries(withPrefix: key).beginning { Int($0.length) == key.count }.map(\.holder)
  }

  /// The documents with a name that begins so, and the share of the name that is given.
  func holders(ofPrefix key: [UInt8], atMost limit: Int) -> [(holder: Holder, share: Double)] {
    entries(withPrefix: key).part(0, limit).map { ($0.holder, Double(key.count) / Double(max(1, $0.length))) }
  }

  /// The documents called so but for endings.
  func holders(ofStems key: [UInt8]) -> [Holder] { Self.find(TermInterner.hash(key), in: stems) }

  /// The documents whose initials are these.
  func holders(ofInitials key: [UInt8]) -> [Holder] { Self.find(TermInterner.hash(key), in: initials) }

  private func entries(withPrefix key: [UInt8]) -> FlatArray<Entry> {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if letters(of: entries[middle]).lexicographicallyPrecedes(key) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return entries.part(low, entries.count).beginning { letters(of: $0).starts(with: key) }
  }

  private func letters(of entry: Entry) -> FlatArray<UInt8> {
    letters.part(Int(entry.start), Int(entry.start) + Int(entry.length))
  }

  private static func find(_ hash: UInt64, in entries: FlatArray<HashEntry>) -> [Holder] {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return entries.part(low, entries.count).beginning { $0.hash == hash }.map(\.holder)
  }
}
