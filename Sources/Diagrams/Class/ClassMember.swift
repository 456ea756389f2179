/// One line of a class: an attribute, a method, or a word about the class itself.
enum ClassMember: Equatable {
  case annotation(String)
  case attribute(String)
  case method(String)

  /// Reads a member as the source writes it: one with parentheses is a method.
  init?(_ source: String) {
    let scalars = Array(source.unicodeScalars).trimmed
    guard !scalars.isEmpty else { return nil }
    if scalars.count > 4, scalars.starts(with: "<<".unicodeScalars),
      scalars.suffix(2).elementsEqual(">>".unicodeScalars)
    {
      self = .annotation(scalars.dropFirst(2).dropLast(2).trimmed.string)
    } else if let opening = scalars.firstIndex(of: "("), scalars[opening...].contains(")"),
      opening > scalars.startIndex
    {
      self = .method(Self.method(Array(scalars), opening: opening - scalars.startIndex))
    } else {
      let (text, mark) = Self.splitMark(Array(scalars))
      self = .attribute(ClassGenerics.angled(text[...].string) + mark)
    }
  }

  /// A method as it is shown: `name(parameters) : type`.
  private static func method(_ scalars: [Unicode.Scalar], opening: Int) -> String {
    var closing = matchingParenthesis(in: scalars, from: opening)
    if closing == nil { closing = scalars.lastIndex(of: ")") }
    guard let closing, closing > opening else { return scalars[...].string }
    var name = Array(scalars[..<opening])
    // The sign of visibility stands at the name, however the source parts them.
    if let sign = name.first, isVisibility(sign) { name = [sign] + name.dropFirst().trimmed }
    let parameters = scalars[(opening + 1)..<closing].trimmed.string
    var rest = Array(scalars[(closing + 1)...].trimmed)
    var mark = ""
    if let sign = rest.first, let word = word(of: sign) {
      mark = word
      rest = Array(rest.dropFirst().trimmed)
    } else {
      (rest, mark) = splitMark(rest)
    }
    if rest.first == ":" { rest = Array(rest.dropFirst().trimmed) }
    var text = ClassGenerics.angled(name.trimmed.string) + "(" + ClassGenerics.angled(parameters) + ")"
    if !rest.isEmpty { text += " : " + ClassGenerics.angled(rest[...].string) }
    return text + mark
  }

  private static func matchingParenthesis(in scalars: [Unicode.Scalar], from opening: Int) -> Int? {
    var depth = 0
    for index in opening..<scalars.count {
      if scalars[index] == "(" { depth += 1 }
      if scalars[index] == ")" {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  /// Takes the mark of an abstract or static member off its end, and tells it in words.
  private static func splitMark(_ scalars: [Unicode.Scalar]) -> ([Unicode.Scalar], String) {
    guard scalars.count > 1, let last = scalars.last, let word = word(of: last) else { return (scalars, "") }
    return (Array(scalars.dropLast().trimmed), word)
  }

  private static func word(of mark: Unicode.Scalar) -> String? {
    switch mark {
    case "*": " {abstract}"
    case "$": " {static}"
    default: nil
    }
  }

  private static func isVisibility(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "+" || scalar == "-" || scalar == "#" || scalar == "~"
  }
}
