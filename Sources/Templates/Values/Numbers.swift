#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The few functions of C's mathematics that values need.
enum Numbers {
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  /// Rounds half to even at a decimal place, as Python's `round` does: by the digits of the exact value.
  static func rounded(_ value: Double, _ places: Int) -> Double {
    guard value.isFinite else { return value }
    if places > 22 + 300 || places < -308 { return places > 0 ? value : 0 }
    if places < 0 {
      let scale = pow(10, Double(-places))
      return (value / scale).rounded(.toNearestOrEven) * scale
    }
    return Double(DecimalFormat.fixed(value, places: min(places, 320))) ?? value
  }
}

enum Bytes {
  @inline(__always)
  static func areSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return memcmp(first, second, left.count) == 0
  }
}
