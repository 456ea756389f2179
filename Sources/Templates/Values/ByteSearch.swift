#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Looks for bytes in others, in time that grows with their sum and not with their product: the method of Knuth,
/// Morris and Pratt (Fast pattern matching in strings, 1977).
enum ByteSearch {
  /// The places at which some bytes stand in others, at most so many; they do not overlap.
  static func places(
    of needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, limit: Int
  ) -> [Int] {
    guard let first = needle.first, let start = bytes.baseAddress, needle.count <= bytes.count, limit > 0
    else { return [] }
    let borders = borders(of: needle)
    var found: [Int] = []
    var index = 0
    var matched = 0
    while index < bytes.count {
      if matched == 0 {
        guard let next = memchr(start + index, Int32(first), bytes.count - index) else { break }
        index = UnsafeRawPointer(start).distance(to: UnsafeRawPointer(next)) + 1
        matched = 1
      } else if bytes[index] == needle[matched] {
        index += 1
        matched += 1
      } else {
        matched = borders[matched - 1]
        continue
      }
      guard matched == needle.count else { continue }
      found.append(index - matched)
      if found.count == limit { break }
      matched = 0
    }
    return found
  }

  /// For each start of some bytes the length of the longest one that it both begins and ends with, itself left out:
  /// so much still matches when the byte behind it does not.
  private static func borders(of needle: UnsafeBufferPointer<UInt8>) -> [Int] {
    var borders = Array(repeating: 0, count: needle.count)
    var length = 0
    for index in needle.indices.dropFirst() {
      while length > 0, needle[index] != needle[length] { length = borders[length - 1] }
      if needle[index] == needle[length] { length += 1 }
      borders[index] = length
    }
    return borders
  }
}
