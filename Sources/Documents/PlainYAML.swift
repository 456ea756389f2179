/// Reads the YAML that most front matter is made of, many times faster than a whole parser does.
///
/// It knows plain names as keys; values on one line, plain or in quotes without escapes; lists and mappings, in
/// lines or in brackets on one line. What is anything else (comments, escapes, anchors, values of several lines,
/// every mistake) it leaves to the whole parser, so that there is one reader for what is difficult, and one kind
/// of error. For what it does read, it gives the same nodes at the same places; the tests hold both to that.
struct PlainYAML {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let firstLine: Int
  private var index = 0
  private var line = 0
  private var lineStart = 0
  /// A place on this line whose column is known: columns count scalars, not bytes.
  private var known = (index: 0, column: 1)

  /// Longer texts are no front matter.
  private static let longestText = 1 << 16
  private static let deepest = 12

  /// The document's node; nil leaves it to the whole parser.
  static func read(_ text: String, firstLine: Int) -> YAMLNode? {
    let node = text.utf8.withContiguousStorageIfAvailable { bytes -> YAMLNode? in
      guard bytes.count <= longestText, isPlain(bytes) else { return nil }
      var reader = PlainYAML(bytes: bytes, firstLine: firstLine)
      guard let node = reader.blockMapping(indent: 0, depth: 0), reader.isAtEnd else { return nil }
      return node
    }
    return node ?? nil
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, firstLine: Int) {
    self.bytes = bytes
    self.firstLine = firstLine
  }

  /// Whether a text holds no sign that ends lines elsewhere, means nothing or is forbidden.
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var hasAnd = false
    var hasStar = false
    for (index, byte) in bytes.enumerated() {
      func next(_ distance: Int) -> UInt8 { index + distance < bytes.count ? bytes[index + distance] : 0 }
      switch byte {
      case UInt8(ascii: "\n"): break
      case 0..<0x20, 0x7F: return false
      case UInt8(ascii: "&"): hasAnd = true
      case UInt8(ascii: "*"): hasStar = true
      case 0xC2: if next(1) < 0xA0 { return false }
      case 0xE2: if next(1) == 0x80, next(2) == 0xA8 || next(2) == 0xA9 { return false }
      case 0xEF: if next(1) == 0xBB && next(2) == 0xBF || next(1) == 0xBF && next(2) >= 0xBE { return false }
      default: break
      }
    }
    return !(hasAnd && hasStar)
  }

  // MARK: Lines

  private var isAtEnd: Bool { index >= bytes.count }

  private func byte(at place: Int) -> UInt8 { place < bytes.count ? bytes[place] : UInt8(ascii: "\n") }

  private var current: UInt8 { byte(at: index) }

  private mutating func skipSpaces() {
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
  }

  /// Steps over the end of the line; false when something stands before it.
  private mutating func endLine() -> Bool {
    skipSpaces()
    guard !isAtEnd else { return true }
    guard bytes[index] == UInt8(ascii: "\n") else { return false }
    index += 1
    line += 1
    lineStart = index
    known = (index, 1)
    return true
  }

  /// How far the line is moved in; nil for a blank line. The reader stands at its start.
  private func indentation() -> Int? {
    var place = index
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
    return place < bytes.count && bytes[place] != UInt8(ascii: "\n") ? place - index : nil
  }

  /// Where the reader stands.
  private mutating func position() -> SourcePosition {
    while known.index < index {
      if bytes[known.index] & 0xC0 != 0x80 { known.column += 1 }
      known.index += 1
    }
    return SourcePosition(line: firstLine + line, column: known.column)
  }

  // MARK: Blocks

  /// A mapping whose keys stand in one column; the reader stands at the first.
  private mutating func blockMapping(indent: Int, depth: Int) -> YAMLNode? {
    guard depth < Self.deepest else { return nil }
    let start = position()
    var pairs: [YAMLNode.Pair] = []
    pairs.reserveCapacity(8)
    while true {
      guard let key = key(), isNew(key, in: pairs) else { return nil }
      guard let value = blockValue(indent: indent, depth: depth) else { return nil }
      pairs.append(YAMLNode.Pair(key: key, value: value))
      if isAtEnd { break }
      guard let next = indentation(), next <= indent else { return nil }
      if next < indent { break }
      index += next
      if startsEntry { return nil }
    }
    return YAMLNode(.mapping(pairs), at: start)
  }

  /// What stands behind a key: on its line or on those below.
  private mutating func blockValue(indent: Int, depth: Int) -> YAMLNode? {
    guard endLine() else {
      // A key is parted from its value by a space.
      guard bytes[index - 1] == UInt8(ascii: " ") else { return nil }
      return lineValue(indent: indent, depth: depth)
    }
    guard !isAtEnd, let next = indentation(), next >= indent else { return nil }
    index += next
    if startsEntry { return blockSequence(indent: next, depth: depth + 1) }
    return next > indent ? blockMapping(indent: next, depth: depth + 1) : nil
  }

  /// A list whose hyphens stand in one column; the reader stands at the first.
  private mutating func blockSequence(indent: Int, depth: Int) -> YAMLNode? {
    guard depth < Self.deepest else { return nil }
    let start = position()
    var nodes: [YAMLNode] = []
    while true {
      index += 1
      skipSpaces()
      guard current != UInt8(ascii: "\n") else { return nil }
      let node =
        startsKey
        ? blockMapping(indent: index - lineStart, depth: depth + 1) : lineValue(indent: indent, depth: depth)
      guard let node else { return nil }
      nodes.append(node)
      if isAtEnd { break }
      guard let next = indentation(), next <= indent else { return nil }
      guard next == indent else { break }
      index += next
      guard startsEntry else {
        // A list may stand in the column of the key that it belongs to.
        index = lineStart
        break
      }
    }
    return YAMLNode(.sequence(nodes), at: start)
  }

  private var startsEntry: Bool {
    current == UInt8(ascii: "-") && byte(at: index + 1) == UInt8(ascii: " ")
  }

  /// A value that ends with its line, and does not go on in the next.
  private mutating func lineValue(indent: Int, depth: Int) -> YAMLNode? {
    let value =
      Self.startsPlain(current) ? plain(inBrackets: false) : bracketed(depth: depth)
    guard let value, endLine() else { return nil }
    guard isAtEnd || indentation().map({ $0 <= indent }) == true else { return nil }
    return value
  }

  // MARK: Keys

  private var keyEnd: Int? {
    guard Self.isLetter(current) else { return nil }
    var place = index + 1
    while place < bytes.count, Self.isKeySign(bytes[place]) { place += 1 }
    guard place - index < 200, byte(at: place) == UInt8(ascii: ":"), place < bytes.count else { return nil }
    return place
  }

  private var startsKey: Bool {
    guard let end = keyEnd else { return false }
    return byte(at: end + 1) == UInt8(ascii: " ") || byte(at: end + 1) == UInt8(ascii: "\n")
  }

  /// A key and its colon.
  private mutating func key() -> YAMLNode? {
    guard startsKey, let end = keyEnd else { return nil }
    let node = YAMLNode(.scalar(text(index..<end), isPlain: true), at: position())
    index = end + 1
    return node
  }

  private func isNew(_ key: YAMLNode, in pairs: [YAMLNode.Pair]) -> Bool {
    !pairs.contains { $0.key.value == key.value }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private static func isKeySign(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  // MARK: Values

  /// A value in quotes or brackets.
  private mutating func bracketed(depth: Int) -> YAMLNode? {
    guard depth < Self.deepest else { return nil }
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted()
    case UInt8(ascii: "["): return flowSequence(depth: depth + 1)
    case UInt8(ascii: "{"): return flowMapping(depth: depth + 1)
    default: return nil
    }
  }

  private mutating func quoted() -> YAMLNode? {
    let start = position()
    let quote = current
    index += 1
    let first = index
    while current != quote {
      guard current != UInt8(ascii: "\n"), quote == UInt8(ascii: "'") || current != UInt8(ascii: "\\") else {
        return nil
      }
      index += 1
    }
    let node = YAMLNode(.scalar(text(first..<index), isPlain: false), at: start)
    index += 1
    // Two single quotes stand for one.
    return quote == UInt8(ascii: "'") && current == quote ? nil : node
  }

  private static func startsPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "+"),
      UInt8(ascii: "~"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      true
    default: isLetter(byte)
    }
  }

  private mutating func plain(inBrackets: Bool) -> YAMLNode? {
    guard Self.startsPlain(current) else { return nil }
    let start = position()
    let first = index
    var end = index
    while current != UInt8(ascii: "\n") {
      switch current {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if inBrackets { return YAMLNode(.scalar(text(first..<end), isPlain: true), at: start) }
      case UInt8(ascii: "["), UInt8(ascii: "{"): if inBrackets { return nil }
      case UInt8(ascii: ":"):
        switch byte(at: index + 1) {
        case UInt8(ascii: " "), UInt8(ascii: "\n"): return nil
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
          UInt8(ascii: "?"):
          if inBrackets { return nil }
        default: break
        }
      case UInt8(ascii: "#"): if bytes[index - 1] == UInt8(ascii: " ") { return nil }
      default: break
      }
      index += 1
      if bytes[index - 1] != UInt8(ascii: " ") { end = index }
    }
    return inBrackets ? nil : YAMLNode(.scalar(text(first..<end), isPlain: true), at: start)
  }

  // MARK: Brackets

  private mutating func flowValue(depth: Int) -> YAMLNode? {
    Self.startsPlain(current) ? plain(inBrackets: true) : bracketed(depth: depth)
  }

  /// Steps over what follows a value in brackets; true when there is another one.
  private mutating func continues(until close: UInt8) -> Bool? {
    skipSpaces()
    if current == close {
      index += 1
      return false
    }
    guard current == UInt8(ascii: ",") else { return nil }
    index += 1
    skipSpaces()
    return true
  }

  private mutating func flowSequence(depth: Int) -> YAMLNode? {
    let start = position()
    var nodes: [YAMLNode] = []
    index += 1
    skipSpaces()
    if current == UInt8(ascii: "]") {
      index += 1
      return YAMLNode(.sequence([]), at: start)
    }
    while true {
      guard let node = flowValue(depth: depth) else { return nil }
      nodes.append(node)
      guard let goesOn = continues(until: UInt8(ascii: "]")) else { return nil }
      if !goesOn { return YAMLNode(.sequence(nodes), at: start) }
    }
  }

  private mutating func flowMapping(depth: Int) -> YAMLNode? {
    let start = position()
    var pairs: [YAMLNode.Pair] = []
    index += 1
    skipSpaces()
    if current == UInt8(ascii: "}") {
      index += 1
      return YAMLNode(.mapping([]), at: start)
    }
    while true {
      guard let key = key(), isNew(key, in: pairs), current == UInt8(ascii: " ") else { return nil }
      skipSpaces()
      guard let value = flowValue(depth: depth) else { return nil }
      pairs.append(YAMLNode.Pair(key: key, value: value))
      guard let goesOn = continues(until: UInt8(ascii: "}")) else { return nil }
      if !goesOn { return YAMLNode(.mapping(pairs), at: start) }
    }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}
