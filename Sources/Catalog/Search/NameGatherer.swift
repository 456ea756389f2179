/// Gathers the names of documents for a ``NameTable``.
struct NameGatherer: Sendable {
  private var letters: [UInt8] = []
  private var entries: [NameTable.Entry] = []
  private var stems: [NameTable.HashEntry] = []
  private var initials: [NameTable.HashEntry] = []

  /// Adds the names that a text holds.
  mutating func add(_ text: String, _ tokenizer: Tokenizer, document: Int, field: SearchField) {
    let all = Array(tokenizer.atoms.indices)
    guard !all.isEmpty else { return }
    let whole = NameTable.Holder(document: UInt32(document), field: field, isPart: false)
    let part = NameTable.Holder(document: UInt32(document), field: field, isPart: true)
    add(all, tokenizer, whole)
    var outside = all
    if field == .id {
      if let section = Self.section(of: text, tokenizer) { add(section, tokenizer, part) }
    } else if let bracket = NameTable.bracket(in: text) {
      outside = all.filter { !bracket.contains(tokenizer.atoms[$0].start) }
      let inside = all.filter { bracket.contains(tokenizer.atoms[$0].start) }
      if !outside.isEmpty { add(outside, tokenizer, part) }
      if Self.isName(inside, endingAt: all.last, tokenizer) { add(inside, tokenizer, part) }
    }
    if field != .id {
      for key in Initials.of(outside, tokenizer) {
        initials.append(NameTable.HashEntry(hash: TermInterner.hash(key), holder: whole))
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

  private mutating func add(_ atoms: [Int], _ tokenizer: Tokenizer, _ holder: NameTable.Holder) {
    let key = NameTable.key(atoms, tokenizer)
    entries.append(NameTable.Entry(start: UInt32(letters.count), length: UInt32(key.count), holder: holder))
    letters.append(contentsOf: key)
    stems.append(
      NameTable.HashEntry(hash: TermInterner.hash(NameTable.stemKey(atoms, tokenizer)), holder: holder))
  }

  /// The atoms behind the `#` of a section's address.
  private static func section(of id: String, _ tokenizer: Tokenizer) -> [Int]? {
    guard let sign = id.utf8.firstIndex(of: UInt8(ascii: "#")) else { return nil }
    let start = id.utf8.distance(from: id.utf8.startIndex, to: sign)
    let atoms = tokenizer.atoms.indices.filter { tokenizer.atoms[$0].start > start }
    return atoms.isEmpty ? nil : atoms
  }

  /// Takes over what another one gathered of later documents.
  mutating func append(_ other: NameGatherer) {
    let shift = UInt32(letters.count)
    letters += other.letters
    entries += other.entries.map { entry in
      var entry = entry
      entry.start += shift
      return entry
    }
    stems += other.stems
    initials += other.initials
  }

  /// The names in the order in which they are looked up.
  func table() -> NameTable {
    let sorted = letters.withUnsafeBufferPointer { letters in
      entries.map { entry -> (key: UInt64, entry: NameTable.Entry) in
        var key: UInt64 = 0
        for place in 0..<8 {
          let letter = place < Int(entry.length) ? letters[Int(entry.start) + place] : 0
          key = key << 8 | UInt64(letter)
        }
        return (key, entry)
      }.sorted { one, other in
        // Most names differ in their first eight letters.
        if one.key != other.key { return one.key < other.key }
        let first = letters[Int(one.entry.start)..<Int(one.entry.start + one.entry.length)]
        let second = letters[Int(other.entry.start)..<Int(other.entry.start + other.entry.length)]
        if first.lexicographicallyPrecedes(second) { return true }
        if second.lexicographicallyPrecedes(first) { return false }
        return one.entry.holder.document < other.entry.holder.document
      }
    }
    func inOrder(_ entries: [NameTable.HashEntry]) -> FlatArray<NameTable.HashEntry> {
      FlatArray(entries.sorted { ($0.hash, $0.holder.document) < ($1.hash, $1.holder.document) })
    }
    return NameTable(
      letters: FlatArray(letters), entries: FlatArray(sorted.map(\.entry)), stems: inOrder(stems),
      initials: inOrder(initials))
  }
}
