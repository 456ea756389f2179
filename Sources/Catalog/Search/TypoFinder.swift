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
/// The distance is that of Damerau and Levenshtein in its restricted form (optimal string alignment): a swap
/// of neighbours is one mistake. Most words are ruled out before by the letters that they lack.
struct TypoFinder {
  /// How many mistakes are forgiven.
  let limit: Int

  private let word: [UInt8]
  private let signature: UInt64
  /// How often each letter of the alphabet occurs in the word.
  private let counts: [Int]
  /// Whether the word may be the beginning of the one meant.
  private let completing: Bool
  /// Columns of the distance table: this one, the one before, and the one before that.
  private var column: [Int]
  private var previous: [Int]
  private var earlier: [Int]

  /// Nil when the word is too short or too long for guessing, or holds digits: a version number is no typo.
  init?(_ word: [UInt8], completing: Bool) {
    guard (4...32).contains(word.count), !word.contains(where: { !Self.isLetter($0) }) else { return nil }
    self.word = word
    self.completing = completing
    limit = word.count >= 8 ? 2 : 1
    signature = Self.signature(of: word)
    counts = (UInt8(ascii: "a")...UInt8(ascii: "z")).map { letter in word.count { $0 == letter } }
    column = [Int](repeating: 0, count: word.count + 1)
    previous = column
    earlier = column
  }

  /// One bit for each letter of the alphabet that occurs, one more if it occurs twice, and one for all else.
  static func signature(of word: some Sequence<UInt8>) -> UInt64 {
    var bits: UInt64 = 0
    for letter in word {
      guard isLetter(letter) else {
        bits |= 1 << 63
        continue
      }
      let bit = UInt64(1) << UInt64(letter - UInt8(ascii: "a"))
      bits |= bits & bit == 0 ? bit : bit << twice
    }
    return bits
  }

  /// Where the bits of letters that occur twice begin.
  private static let twice: UInt64 = 32

  /// A quick test that lets through every word within the limit, and few others.
  func mayMatch(_ other: UInt64, length: Int) -> Bool {
    guard length + limit >= word.count else { return false }
    let lacking = signature & ~other
    if lacking.nonzeroBitCount > 2 * limit || lacks(lacking) > limit { return false }
    if completing { return true }
    return length <= word.count + limit && (other & ~signature & 0xFFFF_FFFF).nonzeroBitCount <= limit
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
        bits &= ~(1 << (UInt64(bit) + Self.twice))
      } else {
        sum += counts[bit - Int(Self.twice)] - 1
      }
    }
    return sum
  }

  /// The typo that leads to a word, if it is within the limit.
  mutating func compare(_ letters: [UInt8], _ range: Range<Int>, term: Int) -> Typo? {
    let count = word.count
    for row in 0...count {
      previous[row] = row
      column[row] = Self.far
      earlier[row] = Self.far
    }
    var prefixDistance = Int.max
    var wholeDistance = Int.max
    var previousBest = 0
    let length = Swift.min(range.count, count + limit)
    for place in 1...Swift.max(length, 1) {
      let best = fillColumn(place, letters, range.lowerBound)
      prefixDistance = Swift.min(prefixDistance, column[count])
      if best > limit, previousBest > limit { break }
      previousBest = best
      (earlier, previous, column) = (previous, column, earlier)
      if place == range.count { wholeDistance = previous[count] }
    }
    if wholeDistance <= limit, !completing || wholeDistance <= prefixDistance {
      return typo(term, wholeDistance, letters[range.lowerBound], completion: 1)
    }
    guard completing, prefixDistance <= limit else { return nil }
    let completion = Swift.min(1, Float(count) / Float(range.count))
    return typo(term, prefixDistance, letters[range.lowerBound], completion: completion)
  }

  /// Computes the distances of all beginnings of the word to the first `place` letters of another.
  private mutating func fillColumn(_ place: Int, _ letters: [UInt8], _ start: Int) -> Int {
    let letter = letters[start + place - 1]
    // Cells further than the limit from the diagonal cannot come back below it.
    let rows = Swift.max(1, place - limit)...Swift.max(1, Swift.min(word.count, place + limit))
    column[rows.lowerBound - 1] = rows.lowerBound == 1 ? place : Self.far
    if rows.upperBound < word.count { column[rows.upperBound + 1] = Self.far }
    var best = column[rows.lowerBound - 1]
    for row in rows {
      let typed = word[row - 1]
      var distance = Swift.min(previous[row] + 1, column[row - 1] + 1)
      distance = Swift.min(distance, previous[row - 1] + (typed == letter ? 0 : 1))
      if row > 1, place > 1, typed == letters[start + place - 2], word[row - 2] == letter {
        distance = Swift.min(distance, earlier[row - 2] + 1)
      }
      column[row] = distance
      if distance < best { best = distance }
    }
    return best
  }

  /// More than any distance that counts.
  private static let far = 1 << 20

  private func typo(_ term: Int, _ distance: Int, _ first: UInt8, completion: Float) -> Typo {
    Typo(term: term, distance: distance, hasSameFirstLetter: first == word[0], completion: completion)
  }

  private static func isLetter(_ letter: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
  }
}
