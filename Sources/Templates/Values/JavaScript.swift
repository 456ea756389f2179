/// How JavaScript sees values, for templates of nunjucks.
enum JavaScript {
  static func isTrue(_ value: Value) -> Bool {
    switch value {
    case .list, .tuple, .dict, .object: true
    case .float(let number): number != 0 && !number.isNaN
    default: value.isTrue
    }
  }

  /// The text of a value as nunjucks prints it: nothing for null and undefined.
  static func text(_ value: Value, _ run: Run) throws(TemplateError) -> String {
    switch value {
    case .none, .undefined, .missing: return ""
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .float(let value): return number(value)
    case .string(let text), .markup(let text): return text
    case .dict: return "[object Object]"
    case .object(let object): return try object.text(run)
    case .list, .tuple:
      var text = ""
      try write(value, to: &text, depth: 0, run)
      try run.made(text.utf8.count)
      return text
    }
  }

  private static func write(
    _ value: Value, to output: inout String, depth: Int, _ run: Run
  ) throws(TemplateError) {
    let items: [Value]
    switch value {
    case .list(let box): items = box.items
    case .tuple(let box): items = box.items
    default:
      output += try text(value, run)
      return try run.checkText(output.utf8.count)
    }
    guard depth < TemplateLimits.valueDepth else { throw Run.depthError }
    for (index, item) in items.enumerated() {
      if index > 0 { output += "," }
      try run.work()
      try write(item, to: &output, depth: depth + 1, run)
    }
  }

  /// A number by the rules of ECMAScript's `Number::toString`.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    if value == 0 { return "0" }
    let (sign, digits, exponent) = PythonText.decimal(value)
    let point = exponent + 1
    if digits.count <= point, point <= 21 {
      return sign + digits + String(repeating: "0", count: point - digits.count)
    }
    if point > 0, point <= 21 { return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))" }
    if point > -6, point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
    let mantissa = digits.count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())"
    return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(abs(exponent))"
  }

  /// `range` of nunjucks: a list of numbers, which is empty where an end is no number.
  static func range(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    guard arguments.keyword.isEmpty, let first = arguments.positional.first else {
      throw .type("range() takes a start, an end and a step")
    }
    let given = arguments.positional.dropFirst()
    let hasEnd = given.first.map { !$0.isUndefined } ?? false
    let end = number(of: hasEnd ? given.first ?? .none : first)
    let step = hasEnd ? given.dropFirst().first.map(number(of:)) ?? 1 : 1
    let by = step == 0 || step.isNaN ? 1 : step
    var next = hasEnd ? number(of: first) : 0
    var items: [Value] = []
    while by > 0 ? next < end : next > end {
      items.append(Int(exactly: next).map { .int($0) } ?? .float(next))
      if items.count > run.settings.limits.items { break }
      next += by
    }
    return try run.list(items)
  }

  /// The number that JavaScript makes of a value; what is none is NaN.
  static func number(of value: Value) -> Double {
    switch value {
    case .none: return 0
    case .undefined, .missing: return .nan
    case .string(let text), .markup(let text): return JavaScriptNumber.number(text)
    default: return value.number ?? .nan
    }
  }

  /// A number as a value: whole where JavaScript knows it exactly.
  static func value(_ number: Double) -> Value {
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53 { return .int(whole) }
    return .float(number)
  }

  static func binary(
    _ sign: BinaryOperator, _ left: Value, _ right: Value, _ run: Run
  ) throws(TemplateError) -> Value {
    if sign == .add, !isNumeric(left) || !isNumeric(right) {
      let text = try plain(left, run) + plain(right, run)
      try run.makeText(text.utf8.count)
      return .string(text)
    }
    let a = number(of: left)
    let b = number(of: right)
    let result: Double =
      switch sign {
      case .add: a + b
      case .sub: a - b
      case .mul: a * b
      case .div: a / b
      case .floorDiv: (a / b).rounded(.down)
      case .mod: a.truncatingRemainder(dividingBy: b)
      case .pow: Numbers.power(a, b)
      }
    return value(result)
  }

  /// The text that `+` joins.
  static func plain(_ value: Value, _ run: Run) throws(TemplateError) -> String {
    switch value {
    case .none: "null"
    case .undefined, .missing: "undefined"
    default: try text(value, run)
    }
  }

  private static func isNumeric(_ value: Value) -> Bool {
    switch value {
    case .none, .undefined, .missing, .bool, .int, .float: true
    default: false
    }
  }

  /// A comparison of JavaScript; nil where Python's does the same.
  static func compare(
    _ sign: CompareOperator, _ left: Value, _ right: Value, _ run: Run
  ) throws(TemplateError) -> Bool? {
    if let a = left.text, let b = right.text { try run.work(min(a.utf8.count, b.utf8.count) >> 6) }
    switch sign {
    case .equal: return equals(left, right)
    case .notEqual: return !equals(left, right)
    case .less, .lessEqual, .greater, .greaterEqual:
      if let a = left.text, let b = right.text {
        let isLess = a.utf16.lexicographicallyPrecedes(b.utf16)
        let isSame = Text.isSame(a, b)
        switch sign {
        case .less: return isLess
        case .lessEqual: return isLess || isSame
        case .greater: return !isLess && !isSame
        default: return !isLess
        }
      }
      let a = number(of: left)
      let b = number(of: right)
      switch sign {
      case .less: return a < b
      case .lessEqual: return a <= b
      case .greater: return a > b
      default: return a >= b
      }
    case .same: return isSame(left, right)
    case .notSame: return !isSame(left, right)
    case .isIn, .isNotIn: return nil
    }
  }

  /// `===`.
  static func isSame(_ left: Value, _ right: Value) -> Bool {
    isSameKind(left, right) && equals(left, right)
  }

  private static func isSameKind(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.int, .float), (.float, .int), (.missing, .undefined), (.undefined, .missing): true
    case (.string, .markup), (.markup, .string): true
    default: left.typeName == right.typeName
    }
  }

  private static func equals(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.none, _), (.undefined, _), (.missing, _): return right.isNone || right.isUndefined
    case (_, .none), (_, .undefined), (_, .missing): return false
    case (.list(let a), .list(let b)): return a === b
    case (.dict(let a), .dict(let b)): return a === b
    case (.object(let a), .object(let b)): return a === b
    default:
      if let a = left.text, let b = right.text { return Text.isSame(a, b) }
      return number(of: left) == number(of: right)
    }
  }
}

/// Numbers that are written in texts, as ECMAScript reads them.
enum JavaScriptNumber {
  /// White space of ECMAScript, which `trim` takes away.
  static let space =
    "\t\n\u{B}\u{C}\r \u{A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}"
    + "\u{2009}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}"

  /// `Number(text)`.
  static func number(_ text: String) -> Double {
    let text = Text.stripped(text, space)
    let bytes = Array(text.utf8)
    if bytes.isEmpty { return 0 }
    if bytes.count > 2, bytes[0] == 0x30, let radix = radix(bytes[1]) {
      let (number, count) = whole(bytes[2...], radix)
      return count == bytes.count - 2 ? number : .nan
    }
    let (number, count) = decimal(bytes)
    return count == bytes.count ? number : .nan
  }

  /// `parseFloat(text)`: the number that a text begins with.
  static func leadingFloat(_ text: String) -> Double {
    let (number, count) = decimal(Array(Text.stripped(text, space, right: false).utf8))
    return count == 0 ? .nan : number
  }

  /// `parseInt(text, radix)`.
  static func leadingInteger(_ text: String, radix given: Int) -> Double {
    var bytes = Array(Text.stripped(text, space, right: false).utf8)[...]
    let isNegative = bytes.first == 0x2D
    if isNegative || bytes.first == 0x2B { bytes.removeFirst() }
    var base = given == 0 ? 10 : given
    guard (2...36).contains(base) else { return .nan }
    if given == 0 || given == 16, bytes.first == 0x30, bytes.dropFirst().first.flatMap(radix) == 16 {
      base = 16
      bytes.removeFirst(2)
    }
    let (number, count) = whole(bytes, base)
    return count == 0 ? .nan : isNegative ? -number : number
  }

  private static func radix(_ mark: UInt8) -> Int? {
    switch mark | 0x20 {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private static func whole(_ bytes: ArraySlice<UInt8>, _ radix: Int) -> (Double, count: Int) {
    let digits = bytes.prefix { byte in
      switch byte {
      case 0x30...0x39: Int(byte) - 0x30 < radix
      case 0x41...0x5A, 0x61...0x7A: Int(byte | 0x20) - 0x61 + 10 < radix
      default: false
      }
    }
    let text = Text.string(digits)
    // Beyond 64 bits digits are added up one by one.
    let number =
      Int(text, radix: radix).map(Double.init) ?? (radix == 10 ? Double(text) : nil)
      ?? text.reduce(0) { $0 * Double(radix) + Double($1.hexDigitValue ?? 0) }
    return (number, digits.count)
  }

  /// The decimal number that bytes begin with, and how many they are; none when there is no number.
  private static func decimal(_ bytes: [UInt8]) -> (Double, count: Int) {
    var index = 0
    func digits() -> Int {
      let start = index
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
      return index - start
    }
    let isNegative = bytes.first == 0x2D
    if isNegative || bytes.first == 0x2B { index += 1 }
    if bytes[index...].starts(with: "Infinity".utf8) {
      return (isNegative ? -.infinity : .infinity, index + 8)
    }
    let start = index
    let whole = digits()
    let point = index
    var fraction = 0
    if index < bytes.count, bytes[index] == 0x2E {
      index += 1
      fraction = digits()
    }
    guard whole + fraction > 0 else { return (.nan, 0) }
    let mantissaEnd = index
    var end = index
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B { index += 1 }
      if digits() > 0 { end = index }
    }
    let text =
      "0\(Text.string(bytes[start..<point])).\(Text.string(bytes[min(point + 1, mantissaEnd)..<mantissaEnd]))0"
      + Text.string(bytes[mantissaEnd..<end])
    let number = Double(text) ?? .nan
    return (isNegative ? -number : number, end)
  }
}
