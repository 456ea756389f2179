/// What stands between `@{` and `}` behind the name of a box or of a line.
///
/// It is YAML, in flow style on one line and in block style on more. Read here is the part of YAML that such
/// texts use: keys with plain, quoted and block values.
struct FlowchartAttributes {
  private(set) var values: [String: ArraySlice<Unicode.Scalar>] = [:]

  /// Words that only the attributes of a line have.
  private static let edgeKeys: Set<String> = ["animate", "animation", "curve"]

  /// Whether only a line can be meant.
  var isOfEdge: Bool { !values.isEmpty && values.keys.allSatisfy(Self.edgeKeys.contains) }

  /// The lines of the label; nil when there is none.
  var label: [String]? {
    guard let text = values["label"], !text.trimmed.isEmpty else { return nil }
    return LabelText.lines(ofContent: text)
  }

  /// The shape that the attributes name, or that comes with an icon or an image.
  var shape: BoxShape? {
    if let name = values["shape"] { return FlowchartShapes.named(name.trimmed.string) }
    if values["img"] != nil { return .image }
    return values["icon"] == nil ? nil : .icon
  }

  /// Reads the attributes in a range of the source, which does not hold the braces.
  init(_ text: ArraySlice<Unicode.Scalar>) {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index].isSpace || text[index] == "," {
        index += 1
        continue
      }
      let keyStart = index
      while index < text.endIndex, text[index] != ":", text[index] != "\n", text[index] != "," { index += 1 }
      guard index < text.endIndex, text[index] == ":" else { continue }
      let key = LabelText.lines(of: text[keyStart..<index]).joined()
      index += 1
      values[key] = Self.value(in: text, at: &index, indent: Self.indent(of: keyStart, in: text))
    }
  }

  /// How many blanks stand before an index on its line.
  private static func indent(of index: Int, in text: ArraySlice<Unicode.Scalar>) -> Int {
    var start = index
    while start > text.startIndex, text[start - 1].isBlank { start -= 1 }
    return index - start
  }

  private static func value(
    in text: ArraySlice<Unicode.Scalar>, at index: inout Int, indent: Int
  ) -> ArraySlice<Unicode.Scalar> {
    while index < text.endIndex, text[index].isBlank { index += 1 }
    guard index < text.endIndex else { return [] }
    switch text[index] {
    case "\"", "'": return quoted(in: text, at: &index)
    case "|", ">": return block(in: text, at: &index, indent: indent)
    default: return plain(in: text, at: &index)
    }
  }

  private static func quoted(
    in text: ArraySlice<Unicode.Scalar>, at index: inout Int
  ) -> ArraySlice<Unicode.Scalar> {
    let quote = text[index]
    index += 1
    var value: [Unicode.Scalar] = []
    while index < text.endIndex {
      let scalar = text[index]
      let next = index + 1 < text.endIndex ? text[index + 1] : nil
      if scalar == quote {
        guard quote == "'", next == "'" else { break }
        index += 1
      } else if scalar == "\\", quote == "\"", next == "\"" || next == "\\" {
        index += 1
      }
      value.append(text[index])
      index += 1
    }
    index = min(index + 1, text.endIndex)
    return value[...]
  }

  /// A value behind `|` or `>`: the lines that are set further in than its key.
  private static func block(
    in text: ArraySlice<Unicode.Scalar>, at index: inout Int, indent: Int
  ) -> ArraySlice<Unicode.Scalar> {
    while index < text.endIndex, text[index] != "\n" { index += 1 }
    let start = index
    while index < text.endIndex {
      var next = index + 1
      while next < text.endIndex, text[next].isBlank { next += 1 }
      let isEmpty = next >= text.endIndex || text[next] == "\n"
      if !isEmpty, next - index - 1 <= indent { break }
      while next < text.endIndex, text[next] != "\n" { next += 1 }
      index = next
    }
    return text[start..<min(index, text.endIndex)]
  }

  /// A value without quotes: up to the line end, or to a comma behind which the next key stands.
  private static func plain(
    in text: ArraySlice<Unicode.Scalar>, at index: inout Int
  ) -> ArraySlice<Unicode.Scalar> {
    let start = index
    while index < text.endIndex, text[index] != "\n" {
      if text[index] == ",", startsKey(in: text, after: index) { break }
      index += 1
    }
    return text[start..<index].trimmed
  }

  private static func startsKey(in text: ArraySlice<Unicode.Scalar>, after comma: Int) -> Bool {
    var next = comma + 1
    while next < text.endIndex, text[next].isSpace { next += 1 }
    let start = next
    while next < text.endIndex, text[next].isWordPart || text[next] == "-" { next += 1 }
    while next > start, next < text.endIndex, text[next].isBlank { next += 1 }
    return next == text.endIndex ? start == next : next > start && text[next] == ":"
  }
}
