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

  /// The number that JavaScript makes of a value; what is none is NaN.
  private static func number(of value: Value) -> Double {
    switch value {
    case .none: return 0
    case .undefined, .missing: return .nan
    case .string(let text), .markup(let text):
      let text = Text.stripped(text)
      return text.isEmpty ? 0 : Double(text) ?? .nan
    default: return value.number ?? .nan
    }
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
    if let whole = Int(exactly: result), whole.magnitude < 1 << 53 { return .int(whole) }
    return .float(result)
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
    case .same: return isSameKind(left, right) && equals(left, right)
    case .notSame: return !(isSameKind(left, right) && equals(left, right))
    case .isIn, .isNotIn: return nil
    }
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
