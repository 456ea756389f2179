/// The abbreviations that a name suggests: RAG for "Retrieval Augmented Generation".
enum Initials {
  /// No abbreviation in use is longer.
  static let lengths = 2...6

  /// All abbreviations of some atoms of a name, each once.
  static func of(_ atoms: [Int], _ tokenizer: Tokenizer) -> [[UInt8]] {
    let words = atoms.filter { isLetter(tokenizer.letters[tokenizer.atoms[$0].low]) }
    let telling = words.filter { !StopWords.contains(letters(of: $0, tokenizer)) }
    var found: [[UInt8]] = []
    for candidate in [words, telling] {
      let initials = candidate.map { tokenizer.letters[tokenizer.atoms[$0].low] }
      add(initials, to: &found)
      // The first word is often the maker's: WAF for "Azure Well-Architected Framework".
      if initials.count > 3 { add(Array(initials.dropFirst()), to: &found) }
    }
    // What is an abbreviation already stays whole: PBI for "Power BI".
    var mixed: [UInt8] = []
    for word in telling {
      let letters = letters(of: word, tokenizer)
      mixed += tokenizer.isCapitals(word) && letters.count <= 3 ? letters : letters.prefix(1)
    }
    if telling.count > 1 { add(mixed, to: &found) }
    return found
  }

  /// The bytes of a name that an abbreviation stands for.
  static func place(of key: [UInt8], in tokenizer: Tokenizer, outside bracket: Range<Int>?) -> Range<Int>? {
    let atoms = tokenizer.atoms.indices.filter { bracket?.contains(tokenizer.atoms[$0].start) != true }
    guard of(Array(atoms), tokenizer).contains(key) else { return nil }
    let first = atoms.first { tokenizer.letters[tokenizer.atoms[$0].low] == key.first } ?? atoms.first
    guard let first, let last = atoms.last else { return nil }
    return tokenizer.atoms[first].start..<tokenizer.atoms[last].end
  }

  private static func add(_ initials: [UInt8], to found: inout [[UInt8]]) {
    if lengths.contains(initials.count), !found.contains(initials) { found.append(initials) }
  }

  private static func letters(of atom: Int, _ tokenizer: Tokenizer) -> ArraySlice<UInt8> {
    tokenizer.letters[tokenizer.atoms[atom].low..<tokenizer.atoms[atom].high]
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
