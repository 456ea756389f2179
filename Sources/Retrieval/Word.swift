import Catalog

/// A word of a question or of a page, in the form in which words are compared.
struct Word: Hashable, Sendable {
  /// The word in small letters, without accents.
  var text: String
  /// The word without its endings.
  var stem: String
  /// Whether it is one capital letter, as the language R is.
  var isLoneCapital: Bool
  /// Whether it begins with a capital letter or holds a digit, as names do.
  var looksLikeName: Bool
  /// Where it stands in the text, in bytes.
  var place: Range<Int>

  /// Whether a question needs it and an answer does not.
  var isStopWord: Bool { StopWords.contains(text.utf8) }

  /// The words of a text in order.
  static func words(in text: String) -> [Word] {
    var tokenizer = Tokenizer()
    tokenizer.read(text)
    let bytes = Array(text.utf8)
    return tokenizer.chunks.flatMap { chunk -> [Word] in
      // A name in capitals and small letters, such as OpenAI, is one word however it is typed.
      let isName = chunk.atoms.count > 1 && bytes[chunk.start..<chunk.end].allSatisfy(isLetter)
      let parts =
        isName
        ? [(chunk.low, chunk.high, chunk.start, chunk.end)]
        : tokenizer.atoms[chunk.atoms].map { ($0.low, $0.high, $0.start, $0.end) }
      return parts.map { low, high, start, end in
        let letters = tokenizer.letters[low..<high]
        return Word(
          text: String(decoding: letters, as: UTF8.self), stem: stem(of: letters),
          isLoneCapital: end - start == 1 && isCapital(bytes[start]),
          looksLikeName: bytes[start..<end].contains { isCapital($0) || isDigit($0) }, place: start..<end)
      }
    }
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
  private static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte & ~0x20) }

  /// The stems of words in order, each with a space on both sides.
  static func line(of words: [Word]) -> String { " " + words.map(\.stem).joined(separator: " ") + " " }

  /// The stems of a text, each once.
  static func stems(in text: String) -> Set<String> { Set(words(in: text).map(\.stem)) }

  /// A word without its endings.
  static func stem(of word: String) -> String { stem(of: Array(word.utf8)[...]) }

  private static func stem(of letters: ArraySlice<UInt8>) -> String {
    var word: [UInt8] = []
    Spelling.unify(letters, into: &word)
    WordStem.reduce(&word)
    return String(decoding: word, as: UTF8.self)
  }
}
