/// All words of an index in alphabetical order: a word's number is its place, a prefix is a range of numbers.
struct TermTable: Sendable {
  struct StemEntry: FlatElement {
    var hash: UInt64
    var term: UInt64

    static let nothing = StemEntry(hash: 0, term: 0)
  }

  /// How many words there are.
  var count: Int { keys.count }

  let letters: FlatArray<UInt8>
  let starts: FlatArray<UInt32>
  /// The first eight letters of each word as a number that sorts as the letters do.
  let keys: FlatArray<UInt64>
  /// Which letters occur in each word, for `TypoFinder`.
  let signatures: FlatArray<UInt64>
  /// Stems by hash, so that a stem's words are found by halving.
  let stems: FlatArray<StemEntry>

  /// Sorts the words of an interner; `renumbering` tells the new number of each old one.
  static func sorting(_ interner: TermInterner) -> (table: TermTable, renumbering: [UInt32]) {
    let order = Self.order(of: interner)
    var renumbering = [UInt32](repeating: 0, count: interner.count)
    for (new, old) in order.enumerated() { renumbering[Int(old.number)] = UInt32(new) }
    return (TermTable(interner, order: order), renumbering)
  }

  private typealias OrderEntry = (key: UInt64, number: UInt32)

  private static func order(of interner: TermInterner) -> [OrderEntry] {
    let letters = interner.letters
    let starts = interner.starts
    var order: [OrderEntry] = []
    order.reserveCapacity(interner.count)
    for number in 0..<interner.count {
      let word = letters[Int(starts[number])..<Int(starts[number + 1])]
      order.append((key(of: word), UInt32(number)))
    }
    order.sort { one, other in
      if one.key != other.key { return one.key < other.key }
      let first = letters[Int(starts[Int(one.number)])..<Int(starts[Int(one.number) + 1])]
      let second = letters[Int(starts[Int(other.number)])..<Int(starts[Int(other.number) + 1])]
      return first.lexicographicallyPrecedes(second)
    }
    return order
  }

  private init(_ interner: TermInterner, order: [OrderEntry]) {
    let source = interner.letters
    var letters: [UInt8] = []
    letters.reserveCapacity(source.count)
    var starts: [UInt32] = [0]
    var signatures: [UInt64] = []
    var stems: [StemEntry] = []
    var stem: [UInt8] = []
    for (term, entry) in order.enumerated() {
      let start = Int(interner.starts[Int(entry.number)])
      let word = source[start..<Int(interner.starts[Int(entry.number) + 1])]
      letters.append(contentsOf: word)
      starts.append(UInt32(letters.count))
      signatures.append(TypoFinder.signature(of: word))
      stem.removeAll(keepingCapacity: true)
      stem.append(contentsOf: word)
      WordStem.reduce(&stem)
      stems.append(StemEntry(hash: TermInterner.hash(stem), term: UInt64(term)))
    }
    stems.sort { ($0.hash, $0.term) < ($1.hash, $1.term) }
    self.letters = FlatArray(letters)
    self.starts = FlatArray(starts)
    self.keys = FlatArray(order.map(\.key))
    self.signatures = FlatArray(signatures)
    self.stems = FlatArray(stems)
  }

  /// Keeps tables as they were kept.
  init(
    letters: FlatArray<UInt8>, starts: FlatArray<UInt32>, keys: FlatArray<UInt64>,
    signatures: FlatArray<UInt64>, stems: FlatArray<StemEntry>
  ) {
    self.letters = letters
    self.starts = starts
    self.keys = keys
    self.signatures = signatures
    self.stems = stems
  }

  /// Where the letters of a word stand.
  private func place(of term: Int) -> Range<Int> {
    letters.range(Int(starts[term]), Int(starts[term + 1]))
  }

  /// How many letters, in UTF-8, a word has.
  func length(of term: Int) -> Int { place(of: term).count }

  /// The number of a word in its common spelling.
  func number(of word: [UInt8]) -> Int? {
    let place = lowerBound(of: word)
    guard place < count, length(of: place) == word.count, begins(place, with: word) else { return nil }
    return place
  }

  /// The words that begin with some letters.
  func range(ofPrefix prefix: [UInt8]) -> Range<Int> {
    let low = lowerBound(of: prefix)
    // The words with the prefix stand together; double the step until beyond them, then halve.
    var step = 1
    var known = low
    while known + step <= count, begins(known + step - 1, with: prefix) {
      known += step
      step *= 2
    }
    var high = Swift.min(known + step, count)
    while known < high {
      let middle = (known + high) / 2
      if begins(middle, with: prefix) { known = middle + 1 } else { high = middle }
    }
    return low..<known
  }

  /// The words with the same stem as a word, that word itself among them.
  func family(of word: [UInt8]) -> [Int] {
    var stem = word
    WordStem.reduce(&stem)
    let hash = TermInterner.hash(stem)
    var low = 0
    var high = stems.count
    while low < high {
      let middle = (low + high) / 2
      if stems[middle].hash < hash { low = middle + 1 } else { high = middle }
    }
    return stems.part(low, stems.count).beginning { $0.hash == hash }.map { Int(truncatingIfNeeded: $0.term) }
  }

  /// The words that a mistyped word may stand for, at the fewest mistakes that lead to any.
  func typos(of word: [UInt8], completing: Bool) -> [Typo] {
    guard let finder = TypoFinder(word, completing: completing) else { return [] }
    var found: [Typo] = []
    var best = finder.limit
    for term in signatures.indices where finder.mayMatch(signatures[term]) {
      guard let typo = finder.compare(letters, place(of: term), term: term), typo.distance <= best else {
        continue
      }
      if typo.distance < best {
        best = typo.distance
        found.removeAll(keepingCapacity: true)
      }
      found.append(typo)
    }
    return found
  }

  // MARK: Order

  private static func key(of word: some Sequence<UInt8>) -> UInt64 {
    var key: UInt64 = 0
    var shift: UInt64 = 64
    for letter in word.prefix(8) {
      shift -= 8
      key |= UInt64(letter) << shift
    }
    return key
  }

  private func lowerBound(of word: [UInt8]) -> Int {
    let key = Self.key(of: word)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key || (keys[middle] == key && precedes(middle, word)) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func precedes(_ term: Int, _ word: [UInt8]) -> Bool {
    let place = place(of: term)
    return letters.part(place.lowerBound, place.upperBound).lexicographicallyPrecedes(word)
  }

  private func begins(_ term: Int, with prefix: [UInt8]) -> Bool {
    let start = Int(starts[term])
    guard length(of: term) >= prefix.count else { return false }
    for index in 0..<prefix.count where letters[start + index] != prefix[index] { return false }
    return true
  }
}
