/// Numbers that are written in texts, as Python's `int` and `float` read them.
enum NumberText {
  /// A whole number of a float without its fraction.
  static func whole(_ number: Double) throws(TemplateError) -> Value {
    guard let whole = Int(exactly: number.rounded(.towardZero)) else {
      throw TemplateError(.limit, "the whole number is beyond 64 bits")
    }
    return .int(whole)
  }

  /// The text without its underscores; nil where one does not stand between two digits.
  private static func joined(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    func isDigit(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
    var output: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if byte == 0x5F {
        guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]) else {
          return nil
        }
      } else {
        output.append(byte)
      }
    }
    return output
  }

  static func integer(_ text: String, base: Int) throws(TemplateError) -> Int? {
    guard base == 0 || (2...36).contains(base) else {
      throw .value("int() base must be >= 2 and <= 36, or 0")
    }
    var text = Text.stripped(text)
    var sign = ""
    if let first = text.utf8.first, first == 0x2D || first == 0x2B {
      if first == 0x2D { sign = "-" }
      text.removeFirst()
    }
    var radix = base
    let marks: [Character: Int] = ["x": 16, "o": 8, "b": 2]
    if text.hasPrefix("0"), let mark = text.dropFirst().first?.lowercased().first, let known = marks[mark],
      base == known || base == 0
    {
      radix = known
      text.removeFirst(2)
      if text.hasPrefix("_") { text.removeFirst() }
    }
    if radix == 0 {
      radix = 10
      if text.hasPrefix("0"), text.contains(where: { $0 != "0" && $0 != "_" }) { return nil }
    }
    guard let digits = joined(text), let first = digits.first, first != 0x2B, first != 0x2D else {
      return nil
    }
    if let value = Int(sign + Text.string(digits), radix: radix) { return value }
    let isNumber = digits.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix } ?? false
    }
    if isNumber { throw TemplateError(.limit, "the whole number is beyond 64 bits") }
    return nil
  }

  @Sendable
  static func float(_ text: String) -> Double? {
    let text = Text.stripped(text)
    guard let bytes = joined(text), !bytes.isEmpty else { return nil }
    let plain = Text.string(bytes).lowercased()
    var rest = plain[...]
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest.removeFirst() }
    switch rest {
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    // Swift reads hexadecimal floats as well; Python does not.
    guard rest.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".e+-".utf8.contains($0) }),
      let first = rest.utf8.first, first != 0x2B, first != 0x2D
    else { return nil }
    var number = String(rest)
    if number.hasPrefix(".") { number = "0" + number }
    if let place = number.firstRange(of: ".e") { number.replaceSubrange(place, with: ".0e") }
    if number.hasSuffix(".") { number += "0" }
    guard number.utf8.first.map({ (0x30...0x39).contains($0) }) == true, number != "0.0" || rest.contains("0")
    else { return nil }
    return Double(number).map { isNegative ? -$0 : $0 }
  }
}
