/// Writes floats with a given number of digits, exactly: all digits of a float's value are known.
enum DecimalFormat {
  /// The exact decimal digits of a finite value, and how many stand before the point (may be negative or zero).
  private static func exact(_ value: Double) -> (digits: [UInt8], point: Int) {
    guard value != 0 else { return ([0], 1) }
    let magnitude = value.magnitude
    let significand = magnitude.significandBitPattern | (magnitude.isNormal ? 1 << 52 : 0)
    let exponent = (magnitude.isNormal ? Int(magnitude.exponentBitPattern) : 1) - 1075
    // The number as base 10^9 limbs, least first.
    var limbs: [UInt32] = [
      UInt32(significand % 1_000_000_000), UInt32(significand / 1_000_000_000),
    ]
    func multiply(by factor: UInt64) {
      var carry: UInt64 = 0
      for index in limbs.indices {
        let product = UInt64(limbs[index]) * factor + carry
        limbs[index] = UInt32(product % 1_000_000_000)
        carry = product / 1_000_000_000
      }
      while carry > 0 {
        limbs.append(UInt32(carry % 1_000_000_000))
        carry /= 1_000_000_000
      }
    }
    // value = significand * 2^exponent; for a negative exponent 5^-exponent / 10^-exponent.
    var left = abs(exponent)
    let (factor, step): (UInt64, Int) = exponent >= 0 ? (1 << 29, 29) : (1_220_703_125, 13)
    while left >= step {
      multiply(by: factor)
      left -= step
    }
    for _ in 0..<left { multiply(by: exponent >= 0 ? 2 : 5) }
    var digits: [UInt8] = []
    for limb in limbs.reversed() {
      let text = String(limb)
      for _ in 0..<(9 - text.utf8.count) { digits.append(0) }
      digits += text.utf8.map { $0 - 0x30 }
    }
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    let point = digits.count - (exponent < 0 ? -exponent : 0)
    return (digits, point)
  }

  /// The first digits, rounded half to even; `count` may be zero or negative.
  private static func rounded(_ digits: [UInt8], _ count: Int) -> (digits: [UInt8], carries: Bool) {
    guard count >= 0 else { return ([], false) }
    guard count < digits.count else { return (digits, false) }
    var kept = Array(digits[..<count])
    let next = digits[count]
    let isHalf = next == 5 && digits[(count + 1)...].allSatisfy { $0 == 0 }
    let isUp = next > 5 || next == 5 && !isHalf || isHalf && (kept.last ?? 0) & 1 == 1
    guard isUp else { return (kept, false) }
    var index = count - 1
    while index >= 0 {
      if kept[index] < 9 {
        kept[index] += 1
        return (kept, false)
      }
      kept[index] = 0
      index -= 1
    }
    return ([1] + kept, true)
  }

  private static func text(_ digits: some Sequence<UInt8>) -> String {
    Text.string(digits.map { $0 + 0x30 })
  }

  /// `%.{places}f`; below zero `places` stand before the point, and are zeros.
  static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return special(value) }
    let sign = value.sign == .minus ? "-" : ""
    var (digits, point) = exact(value)
    let (kept, carries) = rounded(digits, point + places)
    digits = kept
    if carries { point += 1 }
    let places = max(0, places)
    // Zeros that stand before the first digit, and behind the last.
    var whole = point > 0 ? Array(digits.prefix(point)) : []
    while whole.count < point { whole.append(0) }
    if whole.isEmpty { whole = [0] }
    var fraction: [UInt8] = point < 0 ? Array(repeating: 0, count: min(-point, places)) : []
    fraction += point > 0 ? digits.dropFirst(point) : digits[...]
    while fraction.count < places { fraction.append(0) }
    fraction = Array(fraction.prefix(places))
    return sign + text(whole) + (places > 0 ? "." + text(fraction) : "")
  }

  /// `%.{places}e`.
  static func scientific(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return special(value) }
    let sign = value.sign == .minus ? "-" : ""
    let (digits, point) = exact(value)
    let (kept, carries) = rounded(digits, places + 1)
    var padded = kept
    while padded.count < places + 1 { padded.append(0) }
    let exponent = value == 0 ? 0 : point - 1 + (carries ? 1 : 0)
    let mantissa = text(padded.prefix(1)) + (places > 0 ? "." + text(padded[1...places]) : "")
    let magnitude = String(abs(exponent))
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (magnitude.count < 2 ? "0" : "") + magnitude
  }

  /// `%.{places}g`; with `alternate` zeros at the end stay.
  ///
  /// - Parameter isWhole: whether the result may be a whole number; else it keeps a `.0`, and turns to an exponent one
  ///   place earlier, as Python's floats do when their format has digits and no type.
  static func general(_ value: Double, places: Int, alternate: Bool = false, isWhole: Bool = true) -> String {
    guard value.isFinite else { return special(value) }
    let places = max(1, places)
    let scientific = scientific(value, places: places - 1)
    let mark = scientific.utf8.lastIndex(of: UInt8(ascii: "e")) ?? scientific.endIndex
    let exponent = Int(scientific[scientific.utf8.index(after: mark)...].drop { $0 == "+" }) ?? 0
    if exponent < -4 || exponent >= (isWhole ? places : places - 1) {
      let mantissa = String(scientific[..<mark])
      return (alternate ? mantissa : trimmed(mantissa)) + scientific[mark...]
    }
    var fixed = fixed(value, places: places - 1 - exponent)
    if !alternate { fixed = trimmed(fixed) }
    return isWhole || fixed.utf8.contains(UInt8(ascii: ".")) ? fixed : fixed + ".0"
  }

  private static func trimmed(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }
}
