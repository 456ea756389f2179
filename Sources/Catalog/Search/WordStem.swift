/// Takes the endings off a word, so that its forms find each other: agents and agent, tuning and tune.
///
/// The rules are few and rough on purpose. A stem only says that two words belong together; a word found by
/// its stem counts a little less than the word itself.
package enum WordStem {
  /// Cuts a word, given in the common form of `Spelling`, down to its stem.
  package static func reduce(_ word: inout [UInt8]) {
    guard word.count >= 4, word.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else {
      return
    }
    cutPlural(&word)
    cutEnding(&word)
    if word.count >= 5 || word.suffix(2).elementsEqual("xe".utf8) { cut("e", from: &word) }
    if word.count >= 5 { undouble(&word) }
    unifyEnding(&word)
  }

  private static func cutPlural(_ word: inout [UInt8]) {
    guard word.last == UInt8(ascii: "s") else {
      // In the common form, analysis ends so, and the plural of a word with i.
      if !replace("yziz", by: "yze", in: &word) { replace("iz", by: "i", in: &word, keeping: 2) }
      return
    }
    if replace("ies", by: "y", in: &word, keeping: 2) || replace("sses", by: "ss", in: &word) { return }
    let before = word[word.count - 2]
    if before == UInt8(ascii: "s") || (before == UInt8(ascii: "u") && word.count >= 5) { return }
    word.removeLast()
  }

  private static func cutEnding(_ word: inout [UInt8]) {
    switch word.last {
    case UInt8(ascii: "n"):
      if replace("ification", by: "ify", in: &word) || replace("ization", by: "iz", in: &word) { return }
      if replace("ation", by: "", in: &word, keeping: 3) { return }
      if hasEnding("tion", word) || hasEnding("sion", word) { cut("ion", from: &word) }
    case UInt8(ascii: "t"): replace("ment", by: "", in: &word, keeping: 5)
    case UInt8(ascii: "r"):
      if replace("izer", by: "iz", in: &word, keeping: 3) { return }
      if hasEnding("tor", word), word.count >= 7 { cutVerb("or", from: &word) }
    case UInt8(ascii: "e"):
      if replace("ate", by: "", in: &word, keeping: 3) { return }
      if hasEnding("tive", word), word.count >= 7 { cutVerb("ive", from: &word) }
    case UInt8(ascii: "g"): if hasEnding("ing", word) { cutVerb("ing", from: &word) }
    case UInt8(ascii: "d"):
      if replace("ied", by: "y", in: &word, keeping: 2) { return }
      if hasEnding("ed", word), !hasEnding("eed", word), !word.elementsEqual("embed".utf8) {
        cutVerb("ed", from: &word)
      }
    default: break
    }
  }

  /// Takes the ending off a form of a verb and gives the verb its own ending back.
  private static func cutVerb(_ ending: String, from word: inout [UInt8]) {
    let rest = word.count - ending.utf8.count
    guard rest >= 3, word[..<rest].contains(where: isVowel) else { return }
    word.removeLast(ending.utf8.count)
    let count = word.count
    if word[count - 1] == word[count - 2], !isVowel(word[count - 1]) {
      if count > 3 { undouble(&word) }
    } else if count == 3, isVowel(word[1]), !isVowel(word[0]), !isVowel(word[2]) {
      word.append(UInt8(ascii: "e"))  // tuning: tune
    } else {
      replace("at", by: "", in: &word, keeping: 3)  // generating, as generation
    }
  }

  /// Endings that are written differently or sound alike: centre, catalogue, licence.
  private static func unifyEnding(_ word: inout [UInt8]) {
    if word.count >= 5, replace("tr", by: "ter", in: &word) || replace("br", by: "ber", in: &word) { return }
    if word.count >= 6, replace("logu", by: "log", in: &word) { return }
    if word.count >= 5 { replace("nc", by: "ns", in: &word) }
  }

  private static func undouble(_ word: inout [UInt8]) {
    let count = word.count
    guard count >= 3, word[count - 1] == word[count - 2], !isVowel(word[count - 1]) else { return }
    // process and class keep theirs
    if word[count - 1] != UInt8(ascii: "s") { word.removeLast() }
  }

  private static func cut(_ ending: String, from word: inout [UInt8]) {
    if hasEnding(ending, word) { word.removeLast(ending.utf8.count) }
  }

  @discardableResult
  private static func replace(
    _ ending: String, by other: String, in word: inout [UInt8], keeping: Int = 1
  ) -> Bool {
    guard word.count >= ending.utf8.count + keeping, hasEnding(ending, word) else { return false }
    word.removeLast(ending.utf8.count)
    word.append(contentsOf: other.utf8)
    return true
  }

  private static func hasEnding(_ ending: String, _ word: [UInt8]) -> Bool {
    let start = word.count - ending.utf8.count
    guard start > 0 else { return false }
    var place = start
    for letter in ending.utf8 {
      if word[place] != letter { return false }
      place += 1
    }
    return true
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
      UInt8(ascii: "y"):
      true
    default: false
    }
  }
}
