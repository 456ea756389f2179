/// Brings British and American spellings of a word to one form.
///
/// The form is made for comparing and never shown. It is made letter by letter, so that a word being typed
/// stays the beginning of the word it will be: a prefix can be looked up in the same form.
package enum Spelling {
  /// Longer words are cut: no query tells them apart.
  static let longestWord = 64

  /// Replaces the contents of `word` by the common form of some folded letters.
  package static func unify(_ letters: some RandomAccessCollection<UInt8>, into word: inout [UInt8]) {
    word.removeLast(word.count)  // quicker than removing all while keeping the capacity
    guard differs(letters) else {
      word.append(contentsOf: letters.prefix(longestWord))
      return
    }
    var index = letters.startIndex
    while index < letters.endIndex, word.count < longestWord {
      let letter = letters[index]
      letters.formIndex(after: &index)
      guard word.count >= 3, let last = word.last else {
        word.append(letter)
        continue
      }
      switch letter {
      case UInt8(ascii: "s") where endsInVerb(word): word.append(UInt8(ascii: "z"))
      case UInt8(ascii: "l") where last == letter && word.count >= 4:
        break  // labelled
      case UInt8(ascii: "u")
      where last == UInt8(ascii: "o")
        && (index == letters.endIndex || letters[index] == UInt8(ascii: "r")):
        break  // colour
      default: word.append(letter)
      }
    }
  }

  /// Whether letters occur that may be written otherwise; most words have none, and are copied.
  static func differs(_ letters: some RandomAccessCollection<UInt8>) -> Bool {
    var last: UInt8 = 0
    for letter in letters {
      switch letter {
      case UInt8(ascii: "s"): if last == UInt8(ascii: "i") || last == UInt8(ascii: "y") { return true }
      case UInt8(ascii: "l"): if last == letter { return true }
      case UInt8(ascii: "u"): if last == UInt8(ascii: "o") { return true }
      default: break
      }
      last = letter
    }
    return false
  }

  /// Whether an s that follows may be a z elsewhere: summarise and analyse, but neither APIs nor keys.
  private static func endsInVerb(_ word: [UInt8]) -> Bool {
    guard word.count >= 4, let last = word.last else { return false }
    return last == UInt8(ascii: "i")
      || (last == UInt8(ascii: "y") && word[word.count - 2] == UInt8(ascii: "l"))
  }
}
