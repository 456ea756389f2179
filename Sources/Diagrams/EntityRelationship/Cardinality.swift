/// How many of an entity take part in a relationship.
enum Cardinality {
  case zeroOrOne, onlyOne, zeroOrMore, oneOrMore
  /// The whole that the entities at the other end are parts of.
  case parent

  /// The number as text, in the notation of UML.
  var text: String {
    switch self {
    case .zeroOrOne: "0..1"
    case .onlyOne: "1"
    case .zeroOrMore: "0..*"
    case .oneOrMore: "1..*"
    case .parent: ""
    }
  }

  /// What stands at the end of the line beside the number.
  var head: LineHead { self == .parent ? .filledDiamond : .none }

  private static let signs: [(sign: String, value: Cardinality)] = [
    ("|o", .zeroOrOne), ("o|", .zeroOrOne), ("||", .onlyOne), ("}o", .zeroOrMore), ("o{", .zeroOrMore),
    ("}|", .oneOrMore), ("|{", .oneOrMore),
  ]

  /// The words for them; one that begins another stands behind it.
  private static let words: [(words: String, value: Cardinality)] = [
    ("one or zero", .zeroOrOne), ("zero or one", .zeroOrOne),
    ("one or more", .oneOrMore), ("one or many", .oneOrMore), ("many(1)", .oneOrMore), ("1+", .oneOrMore),
    ("zero or more", .zeroOrMore), ("zero or many", .zeroOrMore), ("many(0)", .zeroOrMore),
    ("0+", .zeroOrMore), ("many", .zeroOrMore),
    ("only one", .onlyOne), ("one", .onlyOne), ("1", .onlyOne),
  ]

  /// Takes a cardinality, as a sign or in words; nil, without moving, when none stands ahead.
  static func take(from cursor: inout StatementCursor) -> Cardinality? {
    for (sign, value) in signs where cursor.take(sign) { return value }
    for (words, value) in words where cursor.hasWord(words, ignoringCase: true) {
      cursor.index += words.unicodeScalars.count
      return value
    }
    guard cursor.has("u", ignoringCase: true), let next = cursor.peek(1), "-.|".unicodeScalars.contains(next)
    else { return nil }
    cursor.index += 1
    return .parent
  }
}
