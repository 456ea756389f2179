/// The numbers of a text, in the one form in which they are compared: `11,000` is 11000, `3.80` is 3.8, `04` is 4.
struct Figures {
  /// A number as it stands in the text, and what it may mean: `128K` is 128 or 128000.
  struct Figure: Hashable {
    var text: String
    var values: [String]
  }

  private(set) var all: [Figure] = []

  /// Reads a text.
  init(in text: String) {
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      guard Self.isDigit(bytes, place) else {
        place += 1
        continue
      }
      let start = place
      var digits: [UInt8] = []
      while place < bytes.count {
        if Self.isDigit(bytes, place) {
          digits.append(bytes[place])
        } else if bytes[place] == UInt8(ascii: "."), Self.isDigit(bytes, place + 1) {
          digits.append(bytes[place])
        } else if bytes[place] != UInt8(ascii: ",") || !Self.isThousand(bytes, place + 1) {
          break
        }
        place += 1
      }
      let value = Self.plain(String(decoding: digits, as: UTF8.self))
      var values = [value]
      if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "k"), !value.contains("."),
        place + 1 == bytes.count || !Self.isLetter(bytes[place + 1])
      {
        values.append(value + "000")
      }
      all.append(Figure(text: String(decoding: bytes[start..<place], as: UTF8.self), values: values))
    }
  }

  /// Everything that the numbers of a text may mean, those in words and the names of months too.
  static func values(in text: String) -> Set<String> {
    var found = Set(Figures(in: text).all.flatMap(\.values))
    for word in Word.words(in: text) {
      if let value = words[word.text] { found.insert(value) }
    }
    return found
  }

  private static let words: [String: String] = [
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "dozen": "12", "fifteen": "15",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90",
    "hundred": "100", "thousand": "1000", "once": "1", "twice": "2", "half": "50", "first": "1",
    "second": "2", "third": "3", "january": "1", "february": "2", "march": "3", "april": "4", "may": "5",
    "june": "6", "july": "7", "august": "8", "september": "9", "october": "10", "november": "11",
    "december": "12",
  ]

  private static func isDigit(_ bytes: [UInt8], _ place: Int) -> Bool {
    place < bytes.count && (0x30...0x39).contains(bytes[place])
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// Whether three digits and no more begin at a place.
  private static func isThousand(_ bytes: [UInt8], _ place: Int) -> Bool {
    (place..<(place + 3)).allSatisfy { isDigit(bytes, $0) } && !isDigit(bytes, place + 3)
  }

  /// A number without zeros that say nothing; a version such as 1.8.2 stays.
  private static func plain(_ text: String) -> String {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let first = parts.first else { return text }
    let whole = first.drop { $0 == "0" }
    var rest = parts.count == 2 ? parts[1] : ""
    while rest.last == "0" { rest.removeLast() }
    return (whole.isEmpty ? "0" : String(whole)) + (rest.isEmpty ? "" : "." + rest)
  }
}
