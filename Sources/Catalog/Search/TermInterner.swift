/// Gives every distinct word a number while an index is built.
struct TermInterner {
  /// The letters of all words, one after another.
  private(set) var letters: [UInt8] = []
  /// Where each word begins in `letters`, and the end of the last.
  private(set) var starts: [UInt32] = [0]

  private var hashes: [UInt64] = []
  /// One more than the number of a word, below the upper half of its hash, which tells most words apart; 0 is free.
  private var slots = [UInt64](repeating: 0, count: 1024)

  /// How many words have a number.
  var count: Int { hashes.count }

  /// The number of a word, a new one at its first occurrence.
  mutating func number(of word: [UInt8]) -> Int { word.withUnsafeBufferPointer { number(of: $0) } }

  /// The number of a word, a new one at its first occurrence.
  mutating func number(of word: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = Self.hash(word)
    let slot = slot(of: word, hash)
    if slots[slot] != 0 { return Self.number(slots[slot]) }
    slots[slot] = Self.entry(hash, hashes.count)
    hashes.append(hash)
    letters.append(contentsOf: word)
    starts.append(UInt32(letters.count))
    if hashes.count * 2 > slots.count { grow() }
    return hashes.count - 1
  }

  /// The number of a word that has one.
  func find(_ word: UnsafeBufferPointer<UInt8>) -> Int? {
    let slot = slot(of: word, Self.hash(word))
    return slots[slot] == 0 ? nil : Self.number(slots[slot])
  }

  /// The slot of a word, or the free one that would be its.
  private func slot(of word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if (slots[slot] ^ hash) >> 32 == 0, equals(Self.number(slots[slot]), word) { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private static func entry(_ hash: UInt64, _ number: Int) -> UInt64 {
    (hash & 0xFFFF_FFFF_0000_0000) | UInt64(number + 1)
  }

  private static func number(_ entry: UInt64) -> Int { Int(entry & 0xFFFF_FFFF) - 1 }

  /// A well mixed number for a word (FNV-1a and a final mix), the same on every run.
  static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for letter in word { hash = (hash ^ UInt64(letter)) &* 0x100_0000_01b3 }
    return hash ^ (hash >> 29)
  }

  private func equals(_ number: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(starts[number])
    guard Int(starts[number + 1]) - start == word.count else { return false }
    for index in 0..<word.count where letters[start + index] != word[index] { return false }
    return true
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Self.entry(hash, number)
    }
  }
}
