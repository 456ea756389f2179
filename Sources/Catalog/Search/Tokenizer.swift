/// Cuts a text into words and the parts of words, folded to lower case without accents.
///
/// A *chunk* is what a person would call a word: letters and digits, joined by single signs such as the
/// hyphen of `scikit-learn` or the dot of `ML.NET`. Its *atoms* are the parts between those signs, and the
/// parts of a name in camel case (`SynapseML`) or with digits (`Sora2`). One value is reused for many texts,
/// to save allocations.
package struct Tokenizer {
  /// A smallest part: where it stands in the text, and where its folded letters stand in `letters`.
  package struct Atom {
    package var start: Int, end: Int
    package var low: Int, high: Int
  }

  /// A whole word and the atoms that it consists of.
  package struct Chunk {
    package var atoms: Range<Int>
    package var start: Int, end: Int
    package var low: Int, high: Int
    /// Whether the whole differs from its only atom.
    package var isCompound: Bool
  }

  private struct RunLetter {
    var kind: LetterKind
    var start: Int
    var low: Int
  }

  package private(set) var atoms: [Atom] = []
  package private(set) var chunks: [Chunk] = []
  /// The folded letters of all atoms, one after another, so that neighbours joined are a range too.
  package private(set) var letters: [UInt8] = []

  private var bytes: [UInt8] = []
  private var run: [RunLetter] = []

  /// Longer texts are searched up to here: the place of a word is kept in 24 bits.
  private static let longestText = 1 << 24 - 256

  /// Makes a tokenizer that has read nothing.
  package init() {}

  /// Reads a text; what was read before is forgotten.
  package mutating func read(_ text: String) {
    atoms.removeAll(keepingCapacity: true)
    chunks.removeAll(keepingCapacity: true)
    letters.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: text.utf8)
    if bytes.count > Self.longestText { bytes.removeLast(bytes.count - Self.longestText) }
    var position = 0
    while position < bytes.count {
      position = startsWord(at: position) ? readChunk(from: position) : position + scalarLength(at: position)
    }
  }

  /// Whether an atom is written in capitals, as abbreviations are.
  func isCapitals(_ atom: Int) -> Bool {
    bytes[atoms[atom].start..<atoms[atom].end].allSatisfy {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
    }
  }

  // MARK: Chunks

  private mutating func readChunk(from start: Int) -> Int {
    let firstAtom = atoms.count
    let low = letters.count
    var position = readRun(from: start)
    while let next = joinedRun(after: position) { position = readRun(from: next) }
    let signed = readSigns(at: position, afterLetters: letters.count - (atoms.last?.low ?? low))
    let hasSigns = signed > position
    chunks.append(
      Chunk(
        atoms: firstAtom..<atoms.count, start: start, end: signed, low: low, high: letters.count,
        isCompound: hasSigns || atoms.count - firstAtom > 1))
    return skipPossessive(at: signed)
  }

  /// The start of the next run if a single joining sign leads to it.
  private func joinedRun(after position: Int) -> Int? {
    guard let length = joinerLength(at: position), startsWord(at: position + length) else { return nil }
    return skipPossessive(at: position) == position ? position + length : nil
  }

  private func joinerLength(at position: Int) -> Int? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "'"), UInt8(ascii: "&"),
      UInt8(ascii: "+"):
      return 1
    case 0xE2 where position + 2 < bytes.count && bytes[position + 1] == 0x80:
      // The hyphens U+2010 and U+2011 and the apostrophe U+2019.
      return [0x90, 0x91, 0x99].contains(bytes[position + 2]) ? 3 : nil
    default: return nil
    }
  }

  /// Adds the signs of `C++` and `C#` to the letters.
  private mutating func readSigns(at position: Int, afterLetters count: Int) -> Int {
    var end = position
    while end < bytes.count, end - position < 2 {
      guard bytes[end] == UInt8(ascii: "+") || (bytes[end] == UInt8(ascii: "#") && count == 1) else { break }
      end += 1
    }
    guard end > position, end == bytes.count || !startsWord(at: end) else { return position }
    letters.append(contentsOf: bytes[position..<end])
    return end
  }

  /// Steps over the `'s` of a possessive, which is no word.
  private func skipPossessive(at position: Int) -> Int {
    guard let length = joinerLength(at: position) else { return position }
    let isApostrophe = length == 3 ? bytes[position + 2] == 0x99 : bytes[position] == UInt8(ascii: "'")
    guard isApostrophe else { return position }
    let letter = position + length
    guard letter < bytes.count, bytes[letter] | 0x20 == UInt8(ascii: "s") else { return position }
    return letter + 1 < bytes.count && startsWord(at: letter + 1) ? position : letter + 1
  }

  // MARK: Runs of letters and digits

  /// Reads letters and digits that stand together and adds their atoms.
  private mutating func readRun(from start: Int) -> Int {
    if let end = readPlainRun(from: start) { return end }
    run.removeAll(keepingCapacity: true)
    var position = start
    var turns = 0
    while position < bytes.count {
      let low = letters.count
      let (kind, length) = readLetter(at: position)
      if kind == .other { break }
      if kind == .mark {
        position += length
        continue
      }
      if kind == .ideograph {
        // A script without spaces: every sign is a run of its own.
        if run.isEmpty {
          run.append(RunLetter(kind: kind, start: position, low: low))
          position += length
        } else {
          letters.removeSubrange(low...)
        }
        break
      }
      if let last = run.last?.kind, last != kind, !(run.count == 1 && last == .upper && kind == .lower) {
        turns += 1
      }
      run.append(RunLetter(kind: kind, start: position, low: low))
      position += length
    }
    addAtoms(end: position, cutting: turns > 0)
    return position
  }

  /// Reads what most runs are, small letters with or without a capital, in one go; other runs are left alone.
  private mutating func readPlainRun(from start: Int) -> Int? {
    var end = start + 1
    while end < bytes.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[end]) { end += 1 }
    let next = end < bytes.count ? bytes[end] : UInt8(ascii: " ")
    guard bytes[start] | 0x20 >= UInt8(ascii: "a"), bytes[start] < 0x80, next < 0x80, !Self.isASCIIWord(next)
    else {
      return nil
    }
    let low = letters.count
    letters.append(bytes[start] | 0x20)
    letters.append(contentsOf: bytes[start + 1..<end])
    atoms.append(Atom(start: start, end: end, low: low, high: letters.count))
    return end
  }

  private static func isASCIIWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// Appends the folded scalar at a position to the letters and tells its kind and length.
  private mutating func readLetter(at position: Int) -> (LetterKind, Int) {
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"):
      letters.append(byte)
      return (.lower, 1)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      letters.append(byte | 0x20)
      return (.upper, 1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      letters.append(byte)
      return (.digit, 1)
    case UInt8(ascii: ".") where run.last?.kind == .digit && isDigit(at: position + 1):
      // `5.2` is one number, and not the same as 52.
      letters.append(byte)
      return (.digit, 1)
    case 0..<0x80: return (.other, 1)
    default:
      guard let scalar = scalar(at: position) else { return (.other, 1) }
      return (LetterFold.fold(scalar, into: &letters), scalarLength(at: position))
    }
  }

  private mutating func addAtoms(end: Int, cutting: Bool) {
    guard let first = run.first else { return }
    var atom = Atom(start: first.start, end: end, low: first.low, high: letters.count)
    if cutting {
      var from = 0
      for index in 1..<run.count where isCut(before: index, from: from) {
        atoms.append(Atom(start: atom.start, end: run[index].start, low: atom.low, high: run[index].low))
        atom.start = run[index].start
        atom.low = run[index].low
        from = index
      }
    }
    atoms.append(atom)
  }

  /// Whether a part of a run begins at an index; parts of one letter are left alone (`MaaS`, `xAI`, `S2S`).
  private func isCut(before index: Int, from: Int) -> Bool {
    let before = run[index - 1].kind
    let here = run[index].kind
    if (before == .digit) != (here == .digit) {
      return lengthOfKind(of: run[from..<index].reversed()) >= 2 || lengthOfKind(of: run[index...]) >= 2
    }
    guard here == .upper, index - from >= 2, index + 1 < run.count, run[index + 1].kind != .digit else {
      return false
    }
    if before == .lower { return true }
    guard run[index + 1].kind == .lower else { return false }
    // `LLMs` is a plural and not LL and Ms.
    return !(index + 2 == run.count && letters[run[index + 1].low] == UInt8(ascii: "s"))
  }

  /// How many letters, or how many digits, some run begins with.
  private func lengthOfKind(of letters: some Collection<RunLetter>) -> Int {
    letters.prefix { ($0.kind == .digit) == (letters.first?.kind == .digit) }.count
  }

  // MARK: Bytes

  private func startsWord(at position: Int) -> Bool {
    guard position < bytes.count else { return false }
    if bytes[position] < 0x80 { return Self.isASCIIWord(bytes[position]) }
    guard let scalar = scalar(at: position) else { return false }
    var scratch: [UInt8] = []
    switch LetterFold.fold(scalar, into: &scratch) {
    case .lower, .upper, .digit, .ideograph: return true
    case .mark, .other: return false
    }
  }

  private func isDigit(at position: Int) -> Bool {
    position < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
  }

  private func scalarLength(at position: Int) -> Int {
    switch bytes[position] {
    case 0..<0xC0: 1
    case 0xC0..<0xE0: 2
    case 0xE0..<0xF0: 3
    default: 4
    }
  }

  private func scalar(at position: Int) -> Unicode.Scalar? {
    let length = scalarLength(at: position)
    guard length > 1, position + length <= bytes.count else { return nil }
    var value = UInt32(bytes[position]) & (0x7F >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[position + offset] & 0x3F) }
    return Unicode.Scalar(value)
  }
}
