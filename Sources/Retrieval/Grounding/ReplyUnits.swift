/// An answer in Markdown, cut into what can be checked one by one: sentences, points of lists, rows of tables.
///
/// Code blocks are left out. All places are bytes of the answer's UTF-8, so that what was found can be marked in it.
struct ReplyUnits {
  struct Unit: Hashable {
    /// Where it stands, without blanks and marks of lists around it.
    var range: Range<Int>
    /// What it says, without the marks of citations and the targets of links.
    var plain: String
    /// The numbers that it cites.
    var citations: [Int]
    /// The numbers that the words before its list cite.
    var announced: [Int] = []
    var isHeading = false
    /// Whether it announces what follows: it ends in a colon.
    var isAnnouncement = false
  }

  private(set) var units: [Unit] = []
  private let bytes: [UInt8]
  /// The paragraph, or the point of a list, that is being read.
  private var pending: Range<Int>?
  private var isItem = false
  /// Whether what is read goes on behind the end.
  private var isOpen = false
  private var isInList = false
  private var announced: [Int] = []
  /// The sign and length of the fence that closes the code block which is being read.
  private var fence: (sign: UInt8, count: Int)?

  /// Reads an answer.
  ///
  /// - Parameter isComplete: whether nothing more comes. Of an answer that goes on, the last unit is left out, as words and
  ///   citations may still come to it.
  init(reading text: String, isComplete: Bool = true) {
    bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      readLine(start..<end)
      start = end + 1
    }
    isOpen = !isComplete
    flush()
    if isOpen { dropUnfinished() }
  }

  /// Takes away the last unit; and the one before it where it may be the beginning of that one's citation.
  private mutating func dropUnfinished() {
    guard let last = units.popLast() else { return }
    let text = bytes[last.range]
    let isMark = text.first.map { [UInt8(ascii: "["), UInt8(ascii: "\\"), 0xE3].contains($0) } ?? false
    if isMark, !last.plain.contains(where: \.isLetter) { _ = units.popLast() }
  }

  // MARK: Blocks

  private mutating func readLine(_ whole: Range<Int>) {
    var line = trimmed(whole)
    while let first = line.first, bytes[first] == UInt8(ascii: ">") {
      line = trimmed((first + 1)..<line.upperBound)
    }
    if let open = fence {
      if let found = fenceLength(line), found.sign == open.sign, found.count >= open.count,
        found.count == line.count
      {
        fence = nil
      }
      return
    }
    guard let first = line.first else {
      flush()
      return
    }
    if let found = fenceLength(line) {
      flush()
      fence = found
      return
    }
    if isRule(line) {
      if pending != nil, !isItem, bytes[first] != UInt8(ascii: "*"), bytes[first] != UInt8(ascii: "_") {
        flush(asHeading: true)
      } else {
        flush()
      }
      return
    }
    if let mark = CitationMark(bytes, at: first, before: line.upperBound), mark.end < line.upperBound,
      bytes[mark.end] == UInt8(ascii: ":")
    {
      // “[1]: …” tells what a number stands for.
      flush()
      return
    }
    if let heading = headingText(line) {
      flush()
      pending = heading
      flush(asHeading: true)
      return
    }
    if bytes[first] == UInt8(ascii: "|") {
      readRow(line)
      return
    }
    if let point = pointText(line) {
      flush()
      isItem = true
      isInList = true
      pending = point
      return
    }
    if let open = pending {
      pending = open.lowerBound..<line.upperBound
    } else {
      // What is set in under a point belongs to it.
      isItem = isInList && line.lowerBound - whole.lowerBound >= 2
      isInList = isItem
      pending = line
    }
  }

  private mutating func readRow(_ line: Range<Int>) {
    flush()
    let isDelimiter = bytes[line].allSatisfy { Array("|-: ".utf8).contains($0) }
    if isDelimiter {
      if !units.isEmpty { units[units.count - 1].isHeading = true }
      return
    }
    var row = SentenceScanner(bytes, in: line, isOpen: isOpen).whole
    row?.announced = announced
    if let row { units.append(row) }
  }

  /// Ends the paragraph or point.
  private mutating func flush(asHeading: Bool = false) {
    guard let range = pending else { return }
    pending = nil
    let scanner = SentenceScanner(bytes, in: range, isOpen: isOpen)
    if asHeading || (!isItem && isBold(range)) {
      if var unit = scanner.whole {
        unit.isHeading = true
        units.append(unit)
      }
      announced = []
      isInList = false
      return
    }
    var found = scanner.sentences(joinsLabel: isItem || bytes[range.lowerBound] == UInt8(ascii: "*"))
    if let last = found.last, last.plain.last == ":" { found[found.count - 1].isAnnouncement = true }
    if isItem { for index in found.indices { found[index].announced = announced } }
    if let last = found.last, last.isAnnouncement {
      announced = last.citations.isEmpty && isItem ? announced : last.citations
    } else if !isItem {
      announced = []
    }
    for unit in found { add(unit) }
  }

  /// Adds a unit; citations that stand alone belong to what is before them.
  private mutating func add(_ unit: Unit) {
    guard let last = units.last, !last.isHeading, !unit.citations.isEmpty,
      !unit.plain.contains(where: { $0.isLetter || $0.isNumber })
    else { return units.append(unit) }
    units[units.count - 1].range = last.range.lowerBound..<unit.range.upperBound
    units[units.count - 1].citations += unit.citations.filter { !last.citations.contains($0) }
  }

  // MARK: Lines

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, isBlank(bytes[low]) { low += 1 }
    while high > low, isBlank(bytes[high - 1]) { high -= 1 }
    return low..<high
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  private func fenceLength(_ line: Range<Int>) -> (sign: UInt8, count: Int)? {
    guard let first = line.first, [UInt8(ascii: "`"), UInt8(ascii: "~")].contains(bytes[first]) else {
      return nil
    }
    let count = bytes[line].prefix { $0 == bytes[first] }.count
    // ```a``` on one line is code within a text.
    let rest = bytes[(first + count)..<line.upperBound]
    return count >= 3 && !rest.contains(UInt8(ascii: "`")) ? (bytes[first], count) : nil
  }

  /// Whether a line is a rule across the page, or underlines a heading.
  private func isRule(_ line: Range<Int>) -> Bool {
    guard let first = line.first, Array("-=*_".utf8).contains(bytes[first]) else { return false }
    return line.count >= 3 && bytes[line].allSatisfy { $0 == bytes[first] || $0 == 0x20 }
      && bytes[line].count { $0 == bytes[first] } >= 3
  }

  private func headingText(_ line: Range<Int>) -> Range<Int>? {
    let count = bytes[line].prefix { $0 == UInt8(ascii: "#") }.count
    let start = line.lowerBound + count
    guard (1...6).contains(count), start < line.upperBound, bytes[start] == 0x20 else { return nil }
    var high = line.upperBound
    while high > start, bytes[high - 1] == UInt8(ascii: "#") { high -= 1 }
    return trimmed(start..<high)
  }

  /// What stands behind the mark of a list's point.
  private func pointText(_ line: Range<Int>) -> Range<Int>? {
    var place = line.lowerBound
    if Array("-*+".utf8).contains(bytes[place]) {
      place += 1
    } else if bytes[line].starts(with: "•".utf8) {
      place += "•".utf8.count
    } else {
      let digits = bytes[line].prefix { (0x30...0x39).contains($0) }.count
      place += digits
      guard (1...4).contains(digits), place < line.upperBound,
        [UInt8(ascii: "."), UInt8(ascii: ")")].contains(bytes[place])
      else { return nil }
      place += 1
    }
    guard place < line.upperBound, isBlank(bytes[place]) else { return nil }
    var text = trimmed(place..<line.upperBound)
    for box in ["[ ] ", "[x] ", "[X] "] where bytes[text].starts(with: box.utf8) {
      text = trimmed((text.lowerBound + box.utf8.count)..<text.upperBound)
    }
    return text.isEmpty ? nil : text
  }

  /// Whether a paragraph is one run of strong words, as some write their headings.
  private func isBold(_ range: Range<Int>) -> Bool {
    var high = range.upperBound
    if high > range.lowerBound, bytes[high - 1] == UInt8(ascii: ":") { high -= 1 }
    let text = bytes[range.lowerBound..<high]
    guard text.count > 4, text.starts(with: "**".utf8), text.suffix(2).elementsEqual("**".utf8) else {
      return false
    }
    let inner = text.dropFirst(2).dropLast(2)
    return !inner.contains(UInt8(ascii: "*")) && inner.last.map { !Array(".!?".utf8).contains($0) } ?? false
  }
}
