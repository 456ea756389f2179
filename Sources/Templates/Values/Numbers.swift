#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The few functions of C's mathematics that values need.
enum Numbers {
  /// Whether one number is less than (negative), the same as (0) or greater than another, by their exact values: a
  /// whole number beyond 53 bits is not the float next to it. Nil when one is no number.
  static func order(_ left: Value, _ right: Value) -> Int? {
    if let a = left.integer {
      if let b = right.integer { return a == b ? 0 : a < b ? -1 : 1 }
      return right.number.flatMap { order(a, $0) }
    }
    guard let a = left.number else { return nil }
    if let b = right.integer { return order(b, a).map { -$0 } }
    guard let b = right.number, !a.isNaN, !b.isNaN else { return nil }
    return a == b ? 0 : a < b ? -1 : 1
  }

  private static func order(_ a: Int, _ b: Double) -> Int? {
    guard !b.isNaN else { return nil }
    let whole = b.rounded(.down)
    guard let number = Int(exactly: whole) else { return b < 0 ? 1 : -1 }
    if a != number { return a < number ? -1 : 1 }
    return b > whole ? -1 : 0
  }

  /// `a / b` of whole numbers, rounded once, as Python does it.
  static func quotient(_ a: Int, _ b: Int) -> Double {
    let limit = UInt(1) << 53
    let (left, right) = (a.magnitude, b.magnitude)
    if left <= limit, right <= limit { return Double(a) / Double(b) }
    // At least 56 bits of the quotient, the last of them told of the rest.
    let bits = left.leadingZeroBitCount - right.leadingZeroBitCount
    let shift = max(0, 56 + bits)
    let (quotient, rest) = (UInt128(left) << UInt128(shift)).quotientAndRemainder(dividingBy: UInt128(right))
    let rounded = Double(UInt64(truncatingIfNeeded: quotient) | (rest == 0 ? 0 : 1))
    let result = Double(sign: .plus, exponent: -shift, significand: rounded)
    return (a < 0) != (b < 0) ? -result : result
  }

  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  /// Rounds half to even at a decimal place, as Python's `round` does: by the digits of the exact value.
  ///
  /// - Throws: what is too large for a float when it is rounded up.
  static func rounded(_ value: Double, _ places: Int) throws(TemplateError) -> Double {
    guard value.isFinite else { return value }
    if places > 22 + 300 { return value }
    if places < -308 { return Double(signOf: value, magnitudeOf: 0) }
    let rounded = Double(DecimalFormat.fixed(value, places: places)) ?? value
    guard rounded.isFinite else {
      throw TemplateError(.arithmetic, "rounded value too large to represent")
    }
    return rounded
  }

  /// A whole number rounded half to even at a place before the point, which `places` is below zero for.
  static func rounded(_ value: Int, _ places: Int) throws(TemplateError) -> Int {
    guard places < 0 else { return value }
    guard places >= -19 else { return 0 }
    var scale: UInt = 1
    for _ in 0 ..< -places { scale *= 10 }
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: scale)
    let largest = value < 0 ? Int.min.magnitude : Int.max.magnitude
    // Half of it is a whole number, for it is even.
    let isUp = rest > scale / 2 || rest == scale / 2 && whole & 1 == 1
    let (magnitude, overflow) = (whole + (isUp ? 1 : 0)).multipliedReportingOverflow(by: scale)
    guard !overflow, magnitude <= largest else {
      throw TemplateError(.limit, "the result is beyond 64 bits")
    }
    return value < 0 ? Int(truncatingIfNeeded: 0 &- magnitude) : Int(magnitude)
  }
}

/// Comparisons of bytes as they lie in memory.
enum Bytes {
  @inline(__always)
  static func areSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return memcmp(first, second, left.count) == 0
  }
}
