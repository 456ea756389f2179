/// Python's arithmetic. Whole numbers have 64 bits here; beyond them is an error, never a wrong number.
enum Arithmetic {
  static func unary(_ sign: UnaryOperator, _ value: Value) throws(TemplateError) -> Value {
    switch value {
    case .undefined(let undefined): throw undefined.error
    case .int, .bool:
      let number = value.integer ?? 0
      guard sign == .minus else { return .int(number) }
      let (result, overflow) = number.multipliedReportingOverflow(by: -1)
      guard !overflow else { throw tooLarge }
      return .int(result)
    case .float(let number): return .float(sign == .minus ? -number : number)
    default: throw .type("bad operand type for unary \(sign == .minus ? "-" : "+"): '\(value.typeName)'")
    }
  }

  private static var tooLarge: TemplateError {
    TemplateError(.limit, "the result is beyond 64 bits")
  }

  static func binary(
    _ sign: BinaryOperator, _ left: Value, _ right: Value, _ run: Run
  ) throws(TemplateError) -> Value {
    if case .undefined(let undefined) = left { throw undefined.error }
    if sign == .mul, case .markup = left, right.isUndefined {
      throw .type("'Undefined' object cannot be interpreted as an integer")
    }
    if case .undefined(let undefined) = right, !(sign == .mod && left.text != nil) { throw undefined.error }
    if let a = left.integer, let b = right.integer { return try whole(sign, a, b) }
    if let a = left.number, let b = right.number { return try floating(sign, a, b) }
    switch sign {
    case .add: if let sum = try added(left, right, run) { return sum }
    case .mul:
      if let count = right.integer, let product = try repeated(left, count, run) { return product }
      if let count = left.integer, let product = try repeated(right, count, run) { return product }
    case .mod:
      if let text = left.text {
        return StringMethods.like(left, try PercentFormat.format(text, right, run, escapes: left.isMarkup))
      }
    default: break
    }
    if sign == .add {
      if left.text != nil { throw .type("can only concatenate str (not \"\(right.typeName)\") to str") }
      if case .list = left { throw .type("can only concatenate list (not \"\(right.typeName)\") to list") }
    }
    let name = sign == .pow ? "** or pow()" : sign.rawValue
    throw .type("unsupported operand type(s) for \(name): '\(left.typeName)' and '\(right.typeName)'")
  }

  private static func whole(_ sign: BinaryOperator, _ a: Int, _ b: Int) throws(TemplateError) -> Value {
    let (result, overflow): (Int, Bool)
    switch sign {
    case .add: (result, overflow) = a.addingReportingOverflow(b)
    case .sub: (result, overflow) = a.subtractingReportingOverflow(b)
    case .mul: (result, overflow) = a.multipliedReportingOverflow(by: b)
    case .div:
      guard b != 0 else { throw TemplateError(.arithmetic, "division by zero") }
      return .float(Numbers.quotient(a, b))
    case .floorDiv, .mod:
      guard b != 0 else {
        throw TemplateError(
          .arithmetic, "integer \(sign == .mod ? "modulo by zero" : "division or modulo by zero")")
      }
      guard !(a == .min && b == -1) else {
        guard sign == .mod else { throw tooLarge }
        return .int(0)
      }
      let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
      let isOff = rest != 0 && (rest < 0) != (b < 0)
      return .int(sign == .floorDiv ? (isOff ? quotient - 1 : quotient) : (isOff ? rest + b : rest))
    case .pow:
      guard b >= 0 else {
        guard a != 0 else { throw TemplateError(.arithmetic, "0.0 cannot be raised to a negative power") }
        return .float(Numbers.power(Double(a), Double(b)))
      }
      (result, overflow) = power(a, b)
    }
    guard !overflow else { throw tooLarge }
    return .int(result)
  }

  private static func power(_ base: Int, _ exponent: Int) -> (Int, Bool) {
    var result = 1
    var factor = base
    var exponent = exponent
    while exponent > 0 {
      if exponent & 1 == 1 {
        let (product, overflow) = result.multipliedReportingOverflow(by: factor)
        if overflow { return (0, true) }
        result = product
      }
      exponent >>= 1
      guard exponent > 0 else { break }
      let (square, overflow) = factor.multipliedReportingOverflow(by: factor)
      if overflow { return (0, true) }
      factor = square
    }
    return (result, false)
  }

  private static func floating(
    _ sign: BinaryOperator, _ a: Double, _ b: Double
  ) throws(TemplateError) -> Value {
    switch sign {
    case .add: return .float(a + b)
    case .sub: return .float(a - b)
    case .mul: return .float(a * b)
    case .div:
      guard b != 0 else { throw TemplateError(.arithmetic, "float division by zero") }
      return .float(a / b)
    case .floorDiv, .mod:
      guard b != 0 else {
        throw TemplateError(.arithmetic, sign == .mod ? "float modulo" : "float floor division by zero")
      }
      let (quotient, rest) = divided(a, b)
      return .float(sign == .floorDiv ? quotient : rest)
    case .pow:
      if a == 0, b < 0 { throw TemplateError(.arithmetic, "0.0 cannot be raised to a negative power") }
      if a < 0, b != b.rounded(), b.isFinite { throw .type("complex numbers are not supported") }
      let result = Numbers.power(a, b)
      if result.isInfinite, a.isFinite, b.isFinite {
        throw TemplateError(.arithmetic, "Numerical result out of range")
      }
      return .float(result)
    }
  }

  /// Quotient and rest as Python's `divmod` of floats has them.
  private static func divided(_ a: Double, _ b: Double) -> (Double, Double) {
    var rest = a.truncatingRemainder(dividingBy: b)
    var quotient = (a - rest) / b
    if rest != 0 {
      if (b < 0) != (rest < 0) {
        rest += b
        quotient -= 1
      }
    } else {
      rest = Double(signOf: b, magnitudeOf: 0)
    }
    guard quotient != 0 else { return (Double(signOf: a / b, magnitudeOf: 0), rest) }
    var floor = quotient.rounded(.down)
    if quotient - floor > 0.5 { floor += 1 }
    return (floor, rest)
  }

  private static func added(_ left: Value, _ right: Value, _ run: Run) throws(TemplateError) -> Value? {
    switch (left, right) {
    case (.list(let a), .list(let b)):
      try run.makeItems(a.items.count + b.items.count)
      return try run.list(a.items + b.items)
    case (.tuple(let a), .tuple(let b)):
      try run.makeItems(a.items.count + b.items.count)
      return try run.tuple(a.items + b.items)
    case (.string(let a), .string(let b)):
      try run.makeText(a.utf8.count + b.utf8.count)
      return .string(a + b)
    case (.markup, _) where right.text != nil, (_, .markup) where left.text != nil:
      let text = try Markup.escape(left, run) + Markup.escape(right, run)
      try run.makeText(text.utf8.count)
      return .markup(text)
    default: return nil
    }
  }

  private static func repeated(_ value: Value, _ count: Int, _ run: Run) throws(TemplateError) -> Value? {
    let count = max(0, count)
    func total(_ size: Int) -> Int {
      let (total, overflow) = size.multipliedReportingOverflow(by: count)
      return overflow ? .max >> 8 : total
    }
    func items(_ items: [Value]) throws(TemplateError) -> [Value] {
      try run.makeItems(total(items.count))
      return Array(repeatElement(items, count: items.isEmpty ? 0 : count).joined())
    }
    switch value {
    case .string(let text):
      try run.makeText(total(text.utf8.count))
      return .string(String(text, repeated: count))
    case .markup(let text):
      try run.makeText(total(text.utf8.count))
      return .markup(String(text, repeated: count))
    case .list(let box): return try run.list(try items(box.items))
    case .tuple(let box): return try run.tuple(try items(box.items))
    default: return nil
    }
  }
}

extension String {
  /// A text so many times; the standard library appends it one by one.
  fileprivate init(_ text: String, repeated count: Int) {
    let size = text.utf8.count
    guard size > 0, count > 0 else {
      self = ""
      return
    }
    self.init(unsafeUninitializedCapacity: size * count) { buffer in
      var filled = 0
      for byte in text.utf8 {
        buffer[filled] = byte
        filled += 1
      }
      // What is there is copied behind itself, twice as much each time.
      while filled < buffer.count, filled < size * count {
        let part = Swift.min(filled, size * count - filled)
        let source = UnsafeMutableBufferPointer(rebasing: buffer[0..<part])
        _ = UnsafeMutableBufferPointer(rebasing: buffer[filled..<(filled + part)]).update(
          fromContentsOf: source)
        filled += part
      }
      return filled
    }
  }
}

/// Text that is safe beside text that is not.
enum Markup {
  /// The text of a value, escaped unless it is safe.
  static func escape(_ value: Value, _ run: Run) throws(TemplateError) -> String {
    if case .markup(let text) = value { return text }
    return Text.escaped(try run.text(value))
  }
}
