/// A word that a mistyped one may stand for.
struct Typo {
  var term: Int
  /// How many letters were mistaken, missing, too many, or two of them swapped.
  var distance: Int
  var hasSameFirstLetter: Bool
  /// The share of the word that was typed: 1 when it is not completed.
  var completion: Float
}

/// Compares one mistyped word with many words.
///
/// The distance is that of Damerau and Levenshtein in its restricted form (optimal string alignment): a
/// swap of neighbours is one mistake. It is computed for all letters of the word at once, in the bits of one
/// number (H. Hyyrö, 2003). Most words are ruled out before, by the letters that they lack.
struct TypoFinder {
  /// How many mistakes are forgiven.
  let limit: Int

  private let word: [UInt8]
  private let signature: UInt64
  /// Whether the word may be the beginning of the one meant.
  private let completing: Bool
  /// How often each letter of the alphabet occurs in the word.
  private let counts: [Int]
  /// Where each letter of the alphabet occurs in the word.
  private let places: [UInt64]

  /// Nil when the word is too short or too long for guessing, or holds digits: a version number is no typo.
  init?(_ word: [UInt8], completing: Bool) {
    guard (4...32).contains(word.count), word.allSatisfy({ Self.number(of: $0) != nil }) else { return nil }
    self.word = word
    self.completing = completing
    limit = word.count >= 8 ? 2 : 1
    signature = Self.signature(of: word)
    var counts = [Int](repeating: 0, count: 26)
    var places = [UInt64](repeating: 0, count: 26)
    for (place, letter) in word.enumerated() {
      guard let number = Self.number(of: letter) else { continue }
      counts[number] += 1
      places[number] |= 1 << UInt64(place)
    }
    self.counts = counts
    self.places = places
  }

  // MARK: Ruling out

  /// Where the bits of letters that occur twice begin, and those of the length.
  private static let twice = 26
  private static let lengthShift: UInt64 = 52
  private static let onceBits: UInt64 = 1 << 26 - 1
  private static let letterBits: UInt64 = 1 << 52 - 1

  /// What is known of a word in short: which letters occur, which of them twice, and how many letters there
  /// are.
  static func signature(of word: some Collection<UInt8>) -> UInt64 {
    var bits: UInt64 = 0
    for letter in word {
      guard let number = number(of: letter) else { continue }
      let bit = UInt64(1) << UInt64(number)
      bits |= bits & bit == 0 ? bit : bit << UInt64(twice)
    }
    return bits | UInt64(word.count) << lengthShift
  }

  /// A quick test that lets through every word within the limit, and few others.
  func mayMatch(_ other: UInt64) -> Bool {
    let length = Int(other >> Self.lengthShift)
    guard length + limit >= word.count else { return false }
    let lacking = signature & ~other & Self.letterBits
    if lacking.nonzeroBitCount > 2 * limit || lacks(lacking) > limit { return false }
    if completing { return true }
    return length <= word.count + limit && (other & ~signature & Self.onceBits).nonzeroBitCount <= limit
  }

  /// How many letters of the word find no counterpart, at least, in one that lacks these bits.
  private func lacks(_ bits: UInt64) -> Int {
    var bits = bits
    var sum = 0
    while bits != 0 {
      let bit = bits.trailingZeroBitCount
      bits &= bits - 1
      if bit < Self.twice {
        sum += counts[bit]
        bits &= ~(1 << UInt64(bit + Self.twice))
      } else {
        sum += counts[bit - Self.twice] - 1
      }
    }
    return sum
  }

  // MARK: Comparing

  /// The typo that leads to a word, if it is within the limit.
  func compare(_ letters: FlatArray<UInt8>, _ range: Range<Int>, term: Int) -> Typo? {
    let (whole, beginning) = distances(letters, range)
    guard min(whole, completing ? beginning : whole) <= limit, let first = range.first else { return nil }
    // Of a short word one mistake is much: with another first letter it is another word (lora, Sora).
    guard word.count > 5 || letters[first] == word[0] else { return nil }
    let isCompleted = completing && beginning < whole
    let share = min(1, Float(word.count) / Float(range.count))
    return Typo(
      term: term, distance: isCompleted ? beginning : whole, hasSameFirstLetter: letters[first] == word[0],
      completion: isCompleted ? share : 1)
  }

  /// The distance to a whole word, and to the nearest of its beginnings.
  private func distances(_ letters: FlatArray<UInt8>, _ range: Range<Int>) -> (whole: Int, beginning: Int) {
    // Each bit stands for a letter of the word; differences between neighbours in the distance table are
    // kept as sets: rising and falling, downwards and across.
    var risesDown = ~UInt64(0)
    var fallsDown: UInt64 = 0
    var diagonal: UInt64 = 0
    var placesBefore: UInt64 = 0
    let last = UInt64(1) << UInt64(word.count - 1)
    var distance = word.count
    var beginning = distance
    for letter in letters.part(range.lowerBound, min(range.upperBound, range.lowerBound + word.count + limit))
    {
      let places = Self.number(of: letter).map { self.places[$0] } ?? 0
      let swapped = (~diagonal & places) << 1 & placesBefore
      diagonal = ((places & risesDown) &+ risesDown) ^ risesDown | places | fallsDown | swapped
      let risesAcross = fallsDown | ~(diagonal | risesDown)
      let fallsAcross = diagonal & risesDown
      if risesAcross & last != 0 { distance += 1 } else if fallsAcross & last != 0 { distance -= 1 }
      beginning = min(beginning, distance)
      let risesNext = risesAcross << 1 | 1
      risesDown = fallsAcross << 1 | ~(diagonal | risesNext)
      fallsDown = risesNext & diagonal
      placesBefore = places
    }
    return (range.count <= word.count + limit ? distance : .max, beginning)
  }

  private static func number(of letter: UInt8) -> Int? {
    let number = Int(letter) - Int(UInt8(ascii: "a"))
    return (0..<26).contains(number) ? number : nil
  }
}
