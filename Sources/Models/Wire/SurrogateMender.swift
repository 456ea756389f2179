/// Mends a character that a server has cut in two: `\ud83d` at the end of a string in one event, `\ude00` at the
/// beginning of a string in a later one.
///
/// Works on the JSON text, as neither half is a character that a string could hold.
struct SurrogateMender: Sendable {
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  /// The first half of a character as it was written, such as `\ud83d`.
  private var held: ArraySlice<UInt8> = []

  /// Takes a JSON text.
  ///
  /// - Returns: the text without a first half at the end of a string, and with the one before at the beginning of a
  ///   string that goes on with the second half.
  mutating func mend(_ text: [UInt8]) -> [UInt8] {
    // Nearly every event: no escape, or none of a half.
    guard text.contains(Self.backslash), holdsHalf(text) else { return text }
    var new: ArraySlice<UInt8>?
    var isUsed = false
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 6)
    var copied = 0
    var index = 0
    while index < text.count {
      guard text[index] == Self.backslash else {
        index += 1
        continue
      }
      guard let half = half(text, at: index) else {
        // The escaped byte is skipped with its backslash: `\\ud83d` is no half.
        index += 2
        continue
      }
      let next = index + 6
      if half == .first, next < text.count, text[next] == Self.quote {
        new = text[index..<next]
        result += text[copied..<index]
        copied = next
      } else if half == .second, !held.isEmpty, index > 0, text[index - 1] == Self.quote {
        result += text[copied..<index]
        result += held
        copied = index
        isUsed = true
      }
      index = next
    }
    // Events without text may come between the halves; a second half that never comes leaves nothing behind.
    held = new ?? (isUsed ? [] : held)
    return result + text[copied...]
  }

  private enum Half { case first, second }

  private func holdsHalf(_ text: [UInt8]) -> Bool {
    text.indices.contains { text[$0] == Self.backslash && half(text, at: $0) != nil }
  }

  /// The half of a character that an escape with four digits stands for; nil for any other escape.
  private func half(_ text: [UInt8], at index: Int) -> Half? {
    guard index + 6 <= text.count, text[index + 1] == UInt8(ascii: "u"),
      text[index + 2] | 0x20 == UInt8(ascii: "d")
    else { return nil }
    // Digits have the bit that makes letters small.
    switch text[index + 3] | 0x20 {
    case UInt8(ascii: "8"), UInt8(ascii: "9"), UInt8(ascii: "a"), UInt8(ascii: "b"): return .first
    case UInt8(ascii: "c")...UInt8(ascii: "f"): return .second
    default: return nil
    }
  }
}
