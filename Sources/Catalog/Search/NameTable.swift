/// The names by which entries are called as wholes: ids, titles and aliases, and their initials.
struct NameTable: Sendable {
  /// A document that is called by a name.
  struct Holder: Sendable {
    var document: UInt32
    var field: SearchField
    /// Whether the text is more than this name: what stands in brackets, or before them.
    var isPart: Bool
  }

  private struct Entry: Sendable {
    var start: UInt32
    var length: UInt32
    var holder: Holder
  }

  private struct HashEntry: Sendable {
    var hash: UInt64
    var holder: Holder
  }

  private var letters: [UInt8] = []
  private var entries: [Entry] = []
  private var stems: [HashEntry] = []
  private var initials: [HashEntry] = []

  // MARK: Building

  /// Adds the names that a text holds.
  mutating func add(_ text: String, _ tokenizer: Tokenizer, document: Int, field: SearchField) {
    let all = Array(tokenizer.atoms.indices)
    guard !all.isEmpty else { return }
    let whole = Holder(document: UInt32(document), field: field, isPart: false)
    let part = Holder(document: UInt32(document), field: field, isPart: true)
    add(all, tokenizer, whole)
    var outside = all
    if field == .id {
      if let section = Self.section(of: text, tokenizer) { add(section, tokenizer, part) }
    } else if let bracket = Self.bracket(in: text) {
      outside = all.filter { !bracket.contains(tokenizer.atoms[$0].start) }
      let inside = all.filter { bracket.contains(tokenizer.atoms[$0].start) }
      if !outside.isEmpty { add(outside, tokenizer, part) }
      if Self.isName(inside, endingAt: all.last, tokenizer) { add(inside, tokenizer, part) }
    }
    if field != .id {
      for key in Initials.of(outside, tokenizer) {
        initials.append(HashEntry(hash: TermInterner.hash(key), holder: whole))
      }
    }
  }

  /// Whether what is in brackets is another name of the thing, as in "Automated machine learning (AutoML)".
  ///
  /// A single word only tells things apart, as in "WAF (firewall)", unless it is an abbreviation.
  private static func isName(_ inside: [Int], endingAt last: Int?, _ tokenizer: Tokenizer) -> Bool {
    guard let first = inside.first, inside.last == last else { return false }
    return inside.count > 1 || tokenizer.isCapitals(first)
  }

  private mutating func add(_ atoms: [Int], _ tokenizer: Tokenizer, _ holder: Holder) {
    let key = Self.key(atoms, tokenizer)
    entries.append(Entry(start: UInt32(letters.count), length: UInt32(key.count), holder: holder))
    letters.append(contentsOf: key)
    stems.append(HashEntry(hash: TermInterner.hash(Self.stemKey(atoms, tokenizer)), holder: holder))
  }

  /// Brings the names into the order in which they are looked up.
  mutating func sort() {
    let letters = letters
    entries.sort { one, other in
      let first = letters[Int(one.start)..<Int(one.start + one.length)]
      let second = letters[Int(other.start)..<Int(other.start + other.length)]
      if first.lexicographicallyPrecedes(second) { return true }
      if second.lexicographicallyPrecedes(first) { return false }
      return one.holder.document < other.holder.document
    }
    stems.sort { ($0.hash, $0.holder.document) < ($1.hash, $1.holder.document) }
    initials.sort { ($0.hash, $0.holder.document) < ($1.hash, $1.holder.document) }
  }

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

  /// The atoms behind the `#` of a section's address.
  private static func section(of id: String, _ tokenizer: Tokenizer) -> [Int]? {
    guard let sign = id.utf8.firstIndex(of: UInt8(ascii: "#")) else { return nil }
    let start = id.utf8.distance(from: id.utf8.startIndex, to: sign)
    let atoms = tokenizer.atoms.indices.filter { tokenizer.atoms[$0].start > start }
    return atoms.isEmpty ? nil : atoms
  }

  // MARK: Looking up

  /// The documents called exactly so.
  func holders(ofKey key: [UInt8]) -> [Holder] {
    entries(withPrefix: key).prefix { Int($0.length) == key.count }.map(\.holder)
  }

  /// The documents with a name that begins so, and the share of the name that is given.
  func holders(ofPrefix key: [UInt8], atMost limit: Int) -> [(holder: Holder, share: Double)] {
    entries(withPrefix: key).prefix(limit).map { ($0.holder, Double(key.count) / Double($0.length)) }
  }

  /// The documents called so but for endings.
  func holders(ofStems key: [UInt8]) -> [Holder] { Self.find(TermInterner.hash(key), in: stems) }

  /// The documents whose initials are these.
  func holders(ofInitials key: [UInt8]) -> [Holder] { Self.find(TermInterner.hash(key), in: initials) }

  private func entries(withPrefix key: [UInt8]) -> some Collection<Entry> {
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
    return entries[low...].prefix { letters(of: $0).starts(with: key) }
  }

  private func letters(of entry: Entry) -> ArraySlice<UInt8> {
    letters[Int(entry.start)..<Int(entry.start + entry.length)]
  }

  private static func find(_ hash: UInt64, in entries: [HashEntry]) -> [Holder] {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return entries[low...].prefix { $0.hash == hash }.map(\.holder)
  }
}
