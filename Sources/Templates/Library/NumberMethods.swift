/// What Python's numbers can do, and what they are made of.
enum NumberMethods {
  static let ints: [String: NativeMethod] = [
    "bit_length": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("bit_length", arguments, [])
      return .int(Int.bitWidth - (value.integer ?? 0).magnitude.leadingZeroBitCount)
    },
    "bit_count": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("bit_count", arguments, [])
      return .int((value.integer ?? 0).magnitude.nonzeroBitCount)
    },
    "is_integer": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("is_integer", arguments, [])
      return .bool(true)
    },
    "as_integer_ratio": { value, arguments, run throws(TemplateError) in
      _ = try Binder("as_integer_ratio", arguments, [])
      return try run.tuple([.int(value.integer ?? 0), .int(1)])
    },
    "conjugate": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("conjugate", arguments, [])
      return .int(value.integer ?? 0)
    },
  ]

  static let floats: [String: NativeMethod] = [
    "is_integer": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("is_integer", arguments, [])
      let number = value.number ?? 0
      return .bool(number.isFinite && number == number.rounded())
    },
    "as_integer_ratio": { value, arguments, run throws(TemplateError) in
      _ = try Binder("as_integer_ratio", arguments, [])
      let (above, below) = try ratio(value.number ?? 0)
      return try run.tuple([.int(above), .int(below)])
    },
    "conjugate": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("conjugate", arguments, [])
      return value
    },
    "hex": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("hex", arguments, [])
      return .string(hexadecimal(value.number ?? 0))
    },
  ]

  /// A part of a number; nil when it has none of that name.
  static func attribute(_ value: Value, _ name: String) -> Value? {
    switch (name, value) {
    case ("real", .float): value
    case ("imag", .float): .float(0)
    case ("real", _), ("numerator", .int), ("numerator", .bool): .int(value.integer ?? 0)
    case ("imag", _): .int(0)
    case ("denominator", .int), ("denominator", .bool): .int(1)
    default: nil
    }
  }

  /// The fraction that a float is, exactly.
  private static func ratio(_ number: Double) throws(TemplateError) -> (Int, Int) {
    guard !number.isNaN else { throw .value("cannot convert NaN to integer ratio") }
    guard number.isFinite else {
      throw TemplateError(.arithmetic, "cannot convert Infinity to integer ratio")
    }
    guard number != 0 else { return (0, 1) }
    // The significand as a whole number without zeros at its end.
    let bits = number.significandWidth
    let exponent = Int(number.exponent) - bits
    let whole = Int(number.significand * Double(sign: .plus, exponent: bits, significand: 1))
    let signed = number < 0 ? -whole : whole
    let limit = TemplateError.limit("the fraction is beyond 64 bits")
    if exponent < 0 {
      guard exponent > -63 else { throw limit }
      return (signed, 1 << -exponent)
    }
    guard exponent < 63 else { throw limit }
    let (result, overflow) = signed.multipliedReportingOverflow(by: 1 << exponent)
    guard !overflow else { throw limit }
    return (result, 1)
  }

  private static func hexadecimal(_ number: Double) -> String {
    guard number.isFinite else { return PythonText.float(number) }
    let sign = number.sign == .minus ? "-" : ""
    if number == 0 { return sign + "0x0.0p+0" }
    let digits = String(number.significandBitPattern, radix: 16)
    let fraction = String(repeating: "0", count: 13 - digits.utf8.count) + digits
    let exponent = number.isNormal ? Int(number.exponent) : -1022
    return "\(sign)0x\(number.isNormal ? 1 : 0).\(fraction)p\(exponent < 0 ? "-" : "+")\(abs(exponent))"
  }
}
