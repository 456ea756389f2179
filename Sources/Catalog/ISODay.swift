/// Days as ISO 8601 writes them: `2026-11-12`, or a month or a year alone.
package enum ISODay {
  /// Whether a text is a day, a month or a year of the calendar.
  package static func isDay(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard [4, 7, 10].contains(bytes.count) else { return false }
    let hasForm = bytes.enumerated().allSatisfy { place, byte in
      place == 4 || place == 7 ? byte == UInt8(ascii: "-") : (48...57).contains(byte)
    }
    guard hasForm else { return false }
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count > 1 else { return true }
    guard (1...12).contains(parts[1]) else { return false }
    guard parts.count > 2 else { return true }
    let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[parts[1] - 1]).contains(parts[2])
  }
}
