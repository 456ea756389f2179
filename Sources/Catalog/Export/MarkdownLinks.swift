/// Gives the links of a Markdown text other targets, and leaves every other byte as it is.
enum MarkdownLinks {
  /// The text with its links led elsewhere.
  ///
  /// - Parameter lead: the new target; nil makes plain text of the link.
  static func rewrite(_ text: String, _ lead: (String) -> String?) -> String {
    let bytes = Array(text.utf8)
    let code = codeRanges(in: bytes)
    var output: [UInt8] = []
    /// Where brackets that are still open stand in the output.
    var open: [Int] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if let end = code[index] {
        output += bytes[index..<end]
        index = end
        continue
      }
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
        output += bytes[index...(index + 1)]
        index += 2
        continue
      }
      if byte == UInt8(ascii: "[") { open.append(output.count) }
      guard byte == UInt8(ascii: "]") else {
        output.append(byte)
        index += 1
        continue
      }
      let start = open.popLast()
      guard let start, let link = target(in: bytes, after: index) else {
        output.append(byte)
        index += 1
        continue
      }
      if let target = lead(link.target) {
        output.append(byte)
        output += Array("(\(target)".utf8) + bytes[link.targetEnd..<link.end]
      } else {
        output.remove(at: start)
        // Of a picture, the words stay.
        if start > 0, output[start - 1] == UInt8(ascii: "!") { output.remove(at: start - 1) }
      }
      index = link.end
    }
    return String(decoding: output, as: UTF8.self)
  }

  private struct Target {
    var target: String
    var targetEnd: Int
    var end: Int
  }

  /// The target that follows a closing bracket.
  private static func target(in bytes: [UInt8], after bracket: Int) -> Target? {
    var index = bracket + 1
    guard index < bytes.count, bytes[index] == UInt8(ascii: "(") else { return nil }
    index += 1
    let start = index
    while index < bytes.count,
      ![UInt8(ascii: ")"), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "<")].contains(bytes[index])
    {
      index += 1
    }
    let targetEnd = index
    while index < bytes.count, bytes[index] != UInt8(ascii: ")"), bytes[index] != UInt8(ascii: "\n") {
      index += 1
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: ")"), targetEnd > start else { return nil }
    return Target(
      target: String(decoding: bytes[start..<targetEnd], as: UTF8.self), targetEnd: targetEnd,
      end: index + 1)
  }

  /// The ends of code by their starts: fenced blocks, and runs between back quotes.
  private static func codeRanges(in bytes: [UInt8]) -> [Int: Int] {
    let quote = UInt8(ascii: "`")
    var ranges: [Int: Int] = [:]
    /// The lengths of runs that nothing closes from here on.
    var unclosed: Set<Int> = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == quote else {
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        continue
      }
      let start = index
      while index < bytes.count, bytes[index] == quote { index += 1 }
      let length = index - start
      guard !unclosed.contains(length) else { continue }
      var search = index
      while search < bytes.count {
        guard bytes[search] == quote else {
          search += 1
          continue
        }
        let from = search
        while search < bytes.count, bytes[search] == quote { search += 1 }
        if search - from == length {
          ranges[start] = search
          index = search
          break
        }
      }
      if ranges[start] == nil { unclosed.insert(length) }
    }
    return ranges
  }
}
