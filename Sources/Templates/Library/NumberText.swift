/// Numbers that are written in texts, as Python's `int` and `float` read them.
enum NumberText {
  /// A whole number of a float without its fraction.
  static func whole(_ number: Double) throws(TemplateError) -> Value {
    guard let whole = Int(exactly: number.rounded(.towardZero)) else {
      throw TemplateError(.limit, "the whole number is beyond 64 bits")
    }
    return .int(whole)
  }

  /// The signs of a text without white space around them and without underscores, and with the digits of all scripts
  /// made those of ASCII; nil where an underscore does not stand between two digits.
  private static func joined(_ text: String, allowsLetters: Bool) -> [UInt8]? {
    let text = Text.stripped(text)
    let bytes: [UInt8]
    if Text.isASCII(text) {
      guard text.utf8.contains(0x5F) else { return Array(text.utf8) }
      bytes = Array(text.utf8)
    } else {
      bytes = text.unicodeScalars.map { scalar in
        if scalar.isASCII { return UInt8(scalar.value) }
        guard Text.isDecimal(scalar), let digit = scalar.properties.numericValue else { return 0xFF }
        return 0x30 + UInt8(digit)
      }
    }
    func isDigit(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || allowsLetters && (0x61...0x7A).contains(byte | 0x20)
    }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
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

  /// The whole number that a text is, as Python's `int` reads it; nil when it is none, or there is no such base.
  static func integer(_ text: String, base: Int) throws(TemplateError) -> Int? {
    guard base == 0 || (2...36).contains(base), let joined = joined(text, allowsLetters: true) else {
      return nil
    }
    var digits = joined[...]
    let isNegative = digits.first == 0x2D
    if isNegative || digits.first == 0x2B { digits.removeFirst() }
    var radix = base
    let marks: [UInt8: Int] = [UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2]
    let isParted = Text.stripped(text).drop { $0 == "-" || $0 == "+" }.hasPrefix("0_")
    if digits.first == 0x30, !isParted, let mark = digits.dropFirst().first, let known = marks[mark | 0x20],
      base == known || base == 0
    {
      radix = known
      digits.removeFirst(2)
    } else if radix == 0 {
      radix = 10
      if digits.first == 0x30, digits.contains(where: { $0 != 0x30 }) { return nil }
    }
    let areDigits = digits.allSatisfy { byte in
      switch byte {
      case 0x30...0x39: Int(byte) - 0x30 < radix
      case 0x41...0x5A, 0x61...0x7A: Int(byte | 0x20) - 0x61 + 10 < radix
      default: false
      }
    }
    guard !digits.isEmpty, areDigits else { return nil }
    guard let number = Int((isNegative ? "-" : "") + Text.string(digits), radix: radix) else {
      throw TemplateError(.limit, "the whole number is beyond 64 bits")
    }
    return number
  }

  /// The float that a text is, as Python's `float` reads it.
  @Sendable
  static func float(_ text: String) -> Double? {
    guard let bytes = joined(text, allowsLetters: false) else { return nil }
    var rest = bytes[...]
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest.removeFirst() }
    if let first = rest.first, (0x61...0x7A).contains(first | 0x20) {
      switch Text.string(rest).lowercased() {
      case "inf", "infinity": return isNegative ? -.infinity : .infinity
      case "nan": return .nan
      default: return nil
      }
    }
    func digits() -> ArraySlice<UInt8> {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest[digits.endIndex...]
      return digits
    }
    let whole = digits()
    var fraction: ArraySlice<UInt8> = []
    if rest.first == 0x2E {
      rest.removeFirst()
      fraction = digits()
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    let exponent = rest
    if !rest.isEmpty {
      guard rest.removeFirst() | 0x20 == UInt8(ascii: "e") else { return nil }
      if rest.first == 0x2D || rest.first == 0x2B { rest.removeFirst() }
      guard !digits().isEmpty, rest.isEmpty else { return nil }
    }
    // Swift wants digits on both sides of the point.
    let number = "0\(Text.string(whole)).\(Text.string(fraction))0\(Text.string(exponent))"
    return Double(number).map { isNegative ? -$0 : $0 }
  }
}
