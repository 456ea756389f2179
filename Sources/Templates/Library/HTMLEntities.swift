/// The entities of HTML, read as Python's `html.unescape` reads them.
enum HTMLEntities {
  /// The characters that names stand for.
  private static let characters: [String: String] = {
    var characters: [String: String] = [:]
    var words = HTMLEntityNames.table.split { $0 == " " || $0 == "\n" }.makeIterator()
    while let word = words.next(), let points = words.next() {
      let name = word.drop { $0 == "!" }
      let text = Text.string(
        points.split(separator: "+").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) })
      characters[name + ";"] = text
      if word.first == "!" { characters[String(name)] = text }
    }
    return characters
  }()

  /// The longest name that is known without its semicolon.
  private static let longestBare = 6

  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let scalars = Array(text.unicodeScalars)
    var output = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "&", let (read, end) = entity(scalars, index + 1) else {
        output.append(scalars[index])
        index += 1
        continue
      }
      output.append(contentsOf: read.unicodeScalars)
      index = end
    }
    return String(output)
  }

  /// What the entity behind an `&` stands for, and where it ends; nil when there is none.
  private static func entity(_ scalars: [Unicode.Scalar], _ start: Int) -> (String, Int)? {
    guard start < scalars.count else { return nil }
    if scalars[start] == "#" { return number(scalars, start + 1) }
    let name = scalars[start...].prefix(32).prefix { !"\t\n\u{C} <&#;".unicodeScalars.contains($0) }
    guard !name.isEmpty else { return nil }
    if name.endIndex < scalars.count, scalars[name.endIndex] == ";",
      let known = characters[Text.string(name) + ";"]
    {
      return (known, name.endIndex + 1)
    }
    for count in stride(from: min(longestBare, name.count), to: 1, by: -1) {
      if let known = characters[Text.string(name.prefix(count))] { return (known, start + count) }
    }
    return nil
  }

  private static func number(_ scalars: [Unicode.Scalar], _ start: Int) -> (String, Int)? {
    let isHex = start < scalars.count && scalars[start].value | 0x20 == 0x78
    let digits = scalars[(isHex ? start + 1 : start)...].prefix {
      $0.isASCII && ($0.properties.numericType != nil || isHex && Character($0).isHexDigit)
    }
    guard !digits.isEmpty else { return nil }
    let end =
      digits.endIndex < scalars.count && scalars[digits.endIndex] == ";"
      ? digits.endIndex + 1 : digits.endIndex
    return (character(UInt32(Text.string(digits), radix: isHex ? 16 : 10) ?? .max), end)
  }

  /// The character of a number. What HTML does not allow is replaced, or left out.
  private static func character(_ number: UInt32) -> String {
    switch number {
    case 0: return "\u{FFFD}"
    case 0x0D: return "\r"
    case 0x80...0x9F: return Text.string(windows[Int(number - 0x80)])
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: return ""
    case _ where number <= 0x10FFFF && number & 0xFFFE == 0xFFFE: return ""
    default: return Text.string(Unicode.Scalar(number) ?? "\u{FFFD}")
    }
  }

  /// What the numbers from 128 to 159 mean in Windows-1252.
  private static let windows: [Unicode.Scalar] = [
    "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}", "\u{90}",
    "‘", "’",
    "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
  ]
}
