/// The part of a long text that shows best why it matches.
struct SearchWindow {
  /// How much the window tells.
  private(set) var value: Float = -1

  private let places: [SearchHighlighter.Place]
  private var chosen: Range<Int> = 0..<0

  /// How many characters a window has, more or less.
  private static let length = 120

  /// Chooses the places that hold the most and the rarest words of the query close together.
  init(_ places: [SearchHighlighter.Place], marks: SearchMarks) {
    self.places = places
    for first in places.indices {
      let start = places[first].range.lowerBound
      var words: UInt16 = 0
      var next = first
      while next < places.endIndex, next == first || places[next].range.upperBound - start <= Self.length {
        words |= places[next].words
        next += 1
      }
      let candidate = marks.importance(of: words) + 0.01 * Float(min(next - first, 9))
      if candidate > value {
        value = candidate
        chosen = first..<next
      }
    }
  }

  /// The window itself, cut at the ends of words.
  func match(in text: String) -> FieldMatch {
    let bytes = Array(text.utf8)
    guard let first = places[chosen].first, let last = places[chosen].last else {
      return FieldMatch(field: .body, text: "", ranges: [])
    }
    let bounds = Self.widen(first.range.lowerBound..<last.range.upperBound, in: bytes)
    // A line break takes the same byte as the space that stands for it, so the ranges stay true.
    let shown = bytes[bounds].map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }
    let inside = places.map(\.range).filter {
      bounds.contains($0.lowerBound) && $0.upperBound <= bounds.upperBound
    }
    return FieldMatch(
      field: .body, text: String(decoding: shown, as: UTF8.self),
      ranges: inside.map { $0.lowerBound - bounds.lowerBound..<$0.upperBound - bounds.lowerBound },
      isCutBefore: bytes[..<bounds.lowerBound].contains { !Self.isSpace($0) },
      isCutAfter: bytes[bounds.upperBound...].contains { !Self.isSpace($0) })
  }

  /// Takes words in from both sides while there is room.
  private static func widen(_ core: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var start = wordStart(core.lowerBound, in: bytes, atMost: length)
    var end = wordEnd(core.upperBound, in: bytes, atMost: length)
    var room = length - characters(bytes[start..<end])
    var grows = true
    while grows {
      grows = false
      // Two words after for one before: a reader reads on.
      for forward in [true, false, true] {
        let word = forward ? skip(from: end, by: 1, bytes) : skip(from: start, by: -1, bytes)
        let next =
          forward ? wordEnd(word, in: bytes, atMost: room) : wordStart(word, in: bytes, atMost: room)
        let cost = characters(forward ? bytes[end..<next] : bytes[next..<start])
        guard next != word, cost <= room else { continue }
        room -= cost
        if forward { end = next } else { start = next }
        grows = true
      }
    }
    return start..<end
  }

  /// The next byte that is no space.
  private static func skip(from place: Int, by step: Int, _ bytes: [UInt8]) -> Int {
    var place = place
    if step > 0 {
      while place < bytes.count, isSpace(bytes[place]) { place += 1 }
    } else {
      while place > 0, isSpace(bytes[place - 1]) { place -= 1 }
    }
    return place
  }

  /// The end of what stands without a space; a chain too long for the window is cut at the place itself.
  private static func wordEnd(_ place: Int, in bytes: [UInt8], atMost: Int) -> Int {
    let end = bytes[place...].firstIndex(where: isSpace) ?? bytes.count
    return end - place > 4 * max(atMost, 0) || characters(bytes[place..<end]) > atMost ? place : end
  }

  private static func wordStart(_ place: Int, in bytes: [UInt8], atMost: Int) -> Int {
    let start = (bytes[..<place].lastIndex(where: isSpace) ?? -1) + 1
    return place - start > 4 * max(atMost, 0) || characters(bytes[start..<place]) > atMost ? place : start
  }

  private static func characters(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
