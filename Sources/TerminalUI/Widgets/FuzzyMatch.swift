/// Finds what a person means by a few letters of it.
package enum FuzzyMatch {
  /// How well a pattern matches a text, and which characters of the text it hit; nil when it does not match.
  ///
  /// Every letter of the pattern must occur in order, without regard to case. Letters at the start of words and
  /// letters in a row count most, so that "cs" finds "**C**atalog **s**earch" before "**c**la**s**sic".
  package static func score(_ pattern: String, in text: String) -> (score: Int, positions: [Int])? {
    score(FuzzyPattern(pattern), in: FuzzyText(text))
  }

  /// The same for what is asked many times.
  static func score(_ pattern: FuzzyPattern, in text: FuzzyText) -> (score: Int, positions: [Int])? {
    let (pattern, original, characters) = (pattern.letters, text.characters, text.folded)
    guard !pattern.isEmpty else { return (0, []) }
    guard characters.count >= pattern.count, characters.count <= 400, isIn(pattern, characters) else {
      return nil
    }

    // best[i][j]: the best score with the first i letters matched, the last one at j.
    let none = Int.min / 2
    var best = [[Int]](repeating: [Int](repeating: none, count: characters.count), count: pattern.count)
    var from = [[Int]](repeating: [Int](repeating: -1, count: characters.count), count: pattern.count)
    for i in pattern.indices {
      var running = none
      var runningAt = -1
      for j in characters.indices {
        if i > 0, j > 0, best[i - 1][j - 1] > running {
          running = best[i - 1][j - 1]
          runningAt = j - 1
        }
        guard characters[j] == pattern[i] else { continue }
        let own = bonus(at: j, in: original)
        if i == 0 {
          best[i][j] = own - min(j, 12)
        } else {
          if running > none { (best[i][j], from[i][j]) = (running + own - 2, runningAt) }
          if j > 0, best[i - 1][j - 1] > none, best[i - 1][j - 1] + own + 14 > best[i][j] {
            (best[i][j], from[i][j]) = (best[i - 1][j - 1] + own + 14, j - 1)
          }
        }
      }
    }
    guard let end = characters.indices.max(by: { best[pattern.count - 1][$0] < best[pattern.count - 1][$1] }),
      best[pattern.count - 1][end] > none
    else { return nil }
    var positions: [Int] = []
    var place = end
    for i in pattern.indices.reversed() {
      positions.append(place)
      place = from[i][place]
    }
    return (best[pattern.count - 1][end] - characters.count / 8, positions.reversed())
  }

  /// Whether the letters of a pattern occur in order: most texts fail here, before anything is weighed.
  private static func isIn(_ pattern: [Character], _ text: [Character]) -> Bool {
    var next = 0
    for character in text where character == pattern[next] {
      next += 1
      if next == pattern.count { return true }
    }
    return false
  }

  private static func bonus(at index: Int, in text: [Character]) -> Int {
    if index == 0 { return 20 }
    let before = text[index - 1]
    if !before.isLetter, !before.isNumber { return 16 }
    if text[index].isUppercase, before.isLowercase { return 12 }
    return 1
  }
}

/// What a person typed, ready to be looked for in many texts.
struct FuzzyPattern: Sendable {
  /// Its letters without blanks, all small.
  let letters: [Character]
  /// All of it, in small letters.
  private let bytes: [UInt8]

  init(_ text: String) {
    let small = text.lowercased()
    letters = small.filter { $0 != " " }
    bytes = Array(small.utf8)
  }

  /// Whether a text has it as it was typed, without regard to case.
  func isPart(of text: FuzzyText) -> Bool {
    guard let first = bytes.first else { return true }
    guard text.bytes.count >= bytes.count else { return false }
    for start in 0...(text.bytes.count - bytes.count) where text.bytes[start] == first {
      if text.bytes[start..<start + bytes.count].elementsEqual(bytes) { return true }
    }
    return false
  }
}

/// A text in which many patterns are looked for: telling its letters apart takes longer than a look through them.
struct FuzzyText: Sendable {
  let characters: [Character]
  /// The same letters, all small.
  let folded: [Character]
  /// All of it, in small letters.
  let bytes: [UInt8]

  init(_ text: String) {
    characters = Array(text)
    folded = characters.map { Character($0.lowercased().first.map(String.init) ?? " ") }
    bytes = Array(text.lowercased().utf8)
  }
}
