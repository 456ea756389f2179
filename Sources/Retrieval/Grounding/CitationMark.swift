/// A mark such as `[2]`, `[1, 3]`, `[2-4]` or `【1】`, by which an answer cites passages.
struct CitationMark {
  var numbers: [Int]
  /// Where the text goes on.
  var end: Int

  /// The most numbers that a range such as `[1-4]` stands for: more is no citation.
  private static let longestRange = 20
  /// Words that some models put before a number.
  private static let words = ["passages", "passage", "sources", "source", "doc", "^"]

  /// Reads the mark that begins at a place; nil where there is none.
  init?(_ bytes: [UInt8], at start: Int, before limit: Int) {
    var place = start
    func has(_ text: String) -> Bool {
      place + text.utf8.count <= limit
        && zip(bytes[place...], text.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 && $1 >= 0x61 }
    }
    func skip(_ text: String) -> Bool {
      guard has(text) else { return false }
      place += text.utf8.count
      return true
    }
    func number() -> Int? {
      var value: Int?
      let most = place + 4
      while place < limit, place < most, (0x30...0x39).contains(bytes[place]) {
        value = (value ?? 0) * 10 + Int(bytes[place] - 0x30)
        place += 1
      }
      return value
    }
    let isWide = skip("【")
    guard isWide || skip("[") || skip("\\[") else { return nil }
    _ = Self.words.first(where: skip)
    var found: [Int] = []
    while true {
      while skip(" ") || skip("#") || skip("^") {}
      guard let first = number() else { return nil }
      if skip("-") || skip("–") {
        guard let last = number(), last > first, last - first < Self.longestRange else { return nil }
        found += Array(first...last)
      } else {
        found.append(first)
      }
      while skip(" ") {}
      if skip(",") || skip(";") || skip("and ") { continue }
      break
    }
    guard isWide ? skip("】") : skip("]") || skip("\\]") else { return nil }
    numbers = found
    end = place
  }
}
