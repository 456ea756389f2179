/// Cuts a paragraph into its sentences, each with the citations in it and behind it.
struct SentenceScanner {
  private let bytes: [UInt8]
  private let range: Range<Int>

  /// Whether the paragraph goes on behind the range, so that what is open there may still be closed.
  private let isOpen: Bool

  init(_ bytes: [UInt8], in range: Range<Int>, isOpen: Bool) {
    self.bytes = bytes
    self.range = range
    self.isOpen = isOpen
  }

  /// The paragraph as one unit; nil where nothing stands in it.
  var whole: ReplyUnits.Unit? {
    var cut = Cut(start: range.lowerBound)
    var place = range.lowerBound
    while place < range.upperBound { place = step(at: place, into: &cut) }
    return unit(cut, to: range.upperBound)
  }

  /// The sentences.
  ///
  /// - Parameter joinsLabel: whether a first sentence of a word or two, such as “**Speed.**”, goes with the next.
  func sentences(joinsLabel: Bool) -> [ReplyUnits.Unit] {
    var found: [ReplyUnits.Unit] = []
    var cut = Cut(start: range.lowerBound)
    var place = range.lowerBound
    /// The end of the parenthesis that is being read: no sentence ends within one.
    var closing = place
    while place < range.upperBound {
      if bytes[place] == UInt8(ascii: "("), place >= closing, let end = closingParenthesis(of: place) {
        closing = end
      }
      let start = place
      place = step(at: place, into: &cut)
      guard start >= closing, let end = sentenceEnd(after: start, from: cut.start) else { continue }
      // What was read of the mark itself is in the text already.
      while place < end.text { place = step(at: place, into: &cut) }
      cut.citations += end.citations
      place = max(place, end.all)
      let isLabel =
        joinsLabel && found.isEmpty && end.citations.isEmpty && cut.citations.isEmpty
        && cut.plain.split(separator: 0x20).count <= 3 && place < range.upperBound
      if isLabel { continue }
      if let unit = unit(cut, to: place) { found.append(unit) }
      cut = Cut(start: place)
    }
    if let unit = unit(cut, to: range.upperBound) { found.append(unit) }
    return found
  }

  // MARK: Reading on

  /// What has been read of a sentence.
  private struct Cut {
    var start: Int
    var plain: [UInt8] = []
    var citations: [Int] = []
  }

  /// Reads one sign, mark of a citation, piece of code or target of a link.
  ///
  /// - Returns: where the text goes on.
  private func step(at place: Int, into cut: inout Cut) -> Int {
    let byte = bytes[place]
    switch byte {
    case UInt8(ascii: "`"):
      guard let end = codeEnd(from: place) else { break }
      cut.plain += bytes[place..<end].filter { $0 != UInt8(ascii: "`") }
      return end
    case UInt8(ascii: "["), UInt8(ascii: "\\"), 0xE3:
      if let mark = CitationMark(bytes, at: place, before: range.upperBound) {
        cut.citations += mark.numbers
        return linkEnd(from: mark.end) ?? mark.end
      }
    case UInt8(ascii: "]") where place + 1 < range.upperBound && bytes[place + 1] == UInt8(ascii: "("):
      if let end = closingParenthesis(of: place + 1) { return end }
    case UInt8(ascii: "\n"):
      cut.plain.append(0x20)
      return place + 1
    default: break
    }
    cut.plain.append(byte)
    return place + 1
  }

  /// The place behind the target of a link, where one stands there.
  private func linkEnd(from start: Int) -> Int? {
    guard start < range.upperBound, bytes[start] == UInt8(ascii: "("),
      let end = closingParenthesis(of: start), !bytes[start..<end].contains(where: isSpace)
    else { return nil }
    return end
  }

  private func codeEnd(from start: Int) -> Int? {
    let count = bytes[start..<range.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
    var place = start + count
    while place < range.upperBound {
      let run = bytes[place..<range.upperBound].prefix { $0 == UInt8(ascii: "`") }.count
      if run == count { return place + run }
      place += max(1, run)
    }
    return isOpen ? range.upperBound : nil
  }

  /// The place behind the parenthesis that closes one.
  private func closingParenthesis(of start: Int) -> Int? {
    var depth = 0
    for place in start..<range.upperBound {
      if bytes[place] == UInt8(ascii: "(") { depth += 1 }
      if bytes[place] == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { return place + 1 }
    }
    return isOpen ? range.upperBound : nil
  }

  private func unit(_ cut: Cut, to end: Int) -> ReplyUnits.Unit? {
    var low = cut.start
    var high = end
    while low < high, isSpace(bytes[low]) { low += 1 }
    while high > low, isSpace(bytes[high - 1]) { high -= 1 }
    guard low < high else { return nil }
    var plain = String(decoding: cut.plain, as: UTF8.self).filter { $0 != "*" && $0 != "|" }
    while plain.last?.isWhitespace == true { plain.removeLast() }
    var seen: Set<Int> = []
    return ReplyUnits.Unit(
      range: low..<high, plain: plain, citations: cut.citations.filter { seen.insert($0).inserted })
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  // MARK: Where a sentence ends

  private struct End {
    /// Behind the full stop, and behind the quotation marks and parentheses that it closes.
    var text: Int
    var citations: [Int] = []
    /// Behind the citations that follow.
    var all: Int
  }

  /// The end of a sentence whose last sign stands at a place; nil where it does not end there.
  private func sentenceEnd(after place: Int, from start: Int) -> End? {
    guard let length = terminator(at: place) else { return nil }
    let isWide = length == 3 && bytes[place] != 0xE2
    var end = place + length
    while end < range.upperBound, let more = terminator(at: end) { end += more }
    while let closer = closer(at: end) { end += closer }
    let marks = citations(from: end)
    guard end == range.upperBound || isWide || isSpace(bytes[end]) || marks.all > end else { return nil }
    let next = nextWord(from: marks.all)
    if let next, !isWide {
      if next.isSmall { return nil }
      if bytes[place] == UInt8(ascii: "."), isAbbreviation(before: place, from: start, next.word) {
        return nil
      }
    }
    return End(text: end, citations: marks.numbers, all: marks.all)
  }

  private func terminator(at place: Int) -> Int? {
    if Array(".!?".utf8).contains(bytes[place]) { return 1 }
    guard place + 2 < range.upperBound else { return nil }
    let three = Array(bytes[place..<(place + 3)])
    return ["…", "。", "！", "？"].contains { three.elementsEqual($0.utf8) } ? 3 : nil
  }

  private func closer(at place: Int) -> Int? {
    guard place < range.upperBound else { return nil }
    if Array("\"')*_".utf8).contains(bytes[place]) { return 1 }
    for sign in ["”", "’", "»", "」"] where bytes[place..<range.upperBound].starts(with: sign.utf8) {
      return sign.utf8.count
    }
    return nil
  }

  /// The citations that follow the end of a sentence on its line.
  private func citations(from end: Int) -> (numbers: [Int], all: Int) {
    var numbers: [Int] = []
    var all = end
    var place = end
    while place < range.upperBound {
      if bytes[place] == 0x20 || bytes[place] == 0x09 {
        place += 1
      } else if let mark = CitationMark(bytes, at: place, before: range.upperBound) {
        numbers += mark.numbers
        place = mark.end
        // A full stop behind the citation says nothing more.
        if place < range.upperBound, bytes[place] == UInt8(ascii: ".") { place += 1 }
        all = place
      } else {
        break
      }
    }
    // “[2] adds that …” is the beginning of a sentence.
    if let next = nextWord(from: all), next.isSmall { return ([], end) }
    return (numbers, all)
  }

  /// The word that comes next, and whether it begins with a small letter as no sentence does; nil at the end.
  private func nextWord(from start: Int) -> (word: String, isSmall: Bool)? {
    var place = start
    while place < range.upperBound, isSpace(bytes[place]) || Array("\"'(*_".utf8).contains(bytes[place]) {
      place += 1
    }
    guard place < range.upperBound else { return nil }
    let word = String(decoding: bytes[place..<range.upperBound].prefix { !isSpace($0) }, as: UTF8.self)
    // Names such as scikit-learn, gpt-5.2 and xAI begin so too.
    let isName = word.dropLast().contains { $0 == "-" || $0.isUppercase || $0.isNumber }
    return (word, word.first?.isLowercase == true && !isName)
  }

  /// Whether the word before a full stop is cut short, or a number that counts what follows.
  private func isAbbreviation(before place: Int, from start: Int, _ next: String) -> Bool {
    var low = place
    while low > start, !isSpace(bytes[low - 1]) { low -= 1 }
    let isFirst = bytes[start..<low].allSatisfy(isSpace)
    let word = String(decoding: bytes[low..<place], as: UTF8.self).filter { !"(\"“*_[".contains($0) }
    if SentenceScanner.abbreviations.contains(word.lowercased()) { return true }
    if SentenceScanner.titles.contains(word) { return true }
    if next.first?.isNumber == true, SentenceScanner.counted.contains(word.lowercased()) { return true }
    if isFirst, !word.isEmpty, word.allSatisfy(\.isNumber) { return true }
    // Initials and names such as U.S.; R and C are languages.
    if word.count == 1, word.allSatisfy(\.isUppercase) { return !["R", "C", "I"].contains(word) }
    return word.count > 1 && word.contains(".") && word.split(separator: ".").allSatisfy { $0.count == 1 }
      && word.allSatisfy { $0.isUppercase || $0 == "." }
  }

  /// Words after which a sentence goes on, whatever follows.
  private static let abbreviations: Set<String> = [
    "e.g", "eg", "i.e", "ie", "vs", "cf", "approx", "incl", "resp", "al", "z.b", "d.h", "bzw",
  ]
  /// What stands before a person's name, in capitals: “5 ms.” is no title.
  private static let titles: Set<String> = ["Mr", "Mrs", "Ms", "Dr", "Prof", "St"]
  /// Words that are cut short before a number.
  private static let counted: Set<String> = [
    "no", "nos", "fig", "figs", "sec", "eq", "vol", "ver", "art", "ch", "p", "pp", "ca", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
  ]
}
