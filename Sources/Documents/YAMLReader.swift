import Yams

/// Reads YAML into nodes that know their place, with limits that keep a hostile file from hurting.
package enum YAMLReader {
  /// The most nodes a document may hold after its aliases are followed.
  ///
  /// A "billion laughs" file ends here.
  package static let nodeLimit = 200_000
  /// The deepest nesting read; beyond it a recursive reader would run out of stack.
  package static let depthLimit = 64
  /// The largest file read, in bytes.
  package static let byteLimit = 16 << 20

  /// Reads a single document.
  ///
  /// - Parameter firstLine: the line of the file on which the text starts, for positions.
  /// - Throws: ``DocumentError`` with the place and what libyaml expected there.
  package static func read(_ text: String, firstLine: Int = 1) throws(DocumentError) -> YAMLNode {
    guard text.utf8.count <= byteLimit else {
      throw DocumentError("the file is larger than 16 MB", at: nil)
    }
    if let node = PlainYAML.read(text, firstLine: firstLine) { return node }
    return try readWhole(text, firstLine: firstLine)
  }

  /// Reads a single document of any kind.
  static func readWhole(_ text: String, firstLine: Int) throws(DocumentError) -> YAMLNode {
    try checkNesting(of: text, firstLine: firstLine)
    try checkAliases(of: text, firstLine: firstLine)
    let root: Node?
    do {
      // The basic resolver leaves scalars as they are: no regular expressions, no surprises.
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw described(error, text: text, firstLine: firstLine)
    }
    guard let root else {
      return YAMLNode(.mapping([]), at: SourcePosition(line: firstLine, column: 1))
    }
    var budget = nodeLimit
    return try convert(root, firstLine: firstLine, depth: 0, budget: &budget)
  }

  private static func convert(
    _ node: Node, firstLine: Int, depth: Int, budget: inout Int
  ) throws(DocumentError) -> YAMLNode {
    let mark = node.mark
    let position = SourcePosition(line: (mark?.line ?? 1) + firstLine - 1, column: mark?.column ?? 1)
    budget -= 1
    guard budget >= 0 else {
      throw DocumentError("the document holds more than \(nodeLimit) values", at: position)
    }
    guard depth <= depthLimit else {
      throw DocumentError("nested deeper than \(depthLimit) levels", at: position)
    }
    switch node {
    case .scalar(let scalar):
      return YAMLNode(
        .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any), at: position)
    case .sequence(let sequence):
      var nodes: [YAMLNode] = []
      for element in sequence {
        nodes.append(try convert(element, firstLine: firstLine, depth: depth + 1, budget: &budget))
      }
      return YAMLNode(.sequence(nodes), at: position)
    case .mapping(let mapping):
      var pairs: [YAMLNode.Pair] = []
      for (key, value) in mapping {
        pairs.append(
          YAMLNode.Pair(
            key: try convert(key, firstLine: firstLine, depth: depth + 1, budget: &budget),
            value: try convert(value, firstLine: firstLine, depth: depth + 1, budget: &budget)))
      }
      return YAMLNode(.mapping(pairs), at: position)
    case .alias:
      throw DocumentError("an alias that stands for nothing", at: position)
    }
  }

  /// Refuses text nested so deep that the parser below, which calls itself for each level, needs much stack.
  ///
  /// This is a first look that needs no parsing; libyaml itself gives up at a thousand levels.
  private static func checkNesting(of text: String, firstLine: Int) throws(DocumentError) {
    var flow = 0
    var indicators = 0
    var line = firstLine
    var isLineStart = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): flow += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): flow = max(0, flow - 1)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if byte == UInt8(ascii: "\n") { line += 1 }
        indicators = 0
        isLineStart = true
      case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): if isLineStart { indicators += 1 }
      case UInt8(ascii: " "): break
      default: isLineStart = false
      }
      if flow > 400 || indicators > 400 {
        throw DocumentError(
          "nested deeper than \(depthLimit) levels", at: SourcePosition(line: line, column: 1))
      }
    }
  }

  /// Refuses text in which an alias could stand in a key.
  ///
  /// To find keys that stand twice the parser below compares them whole, with everything that their aliases
  /// stand for: a few lines could keep it busy for years. So beside aliases there may be plain keys only.
  private static func checkAliases(of text: String, firstLine: Int) throws(DocumentError) {
    let bytes = text.utf8
    guard bytes.contains(UInt8(ascii: "&")), bytes.contains(UInt8(ascii: "*")) else { return }
    var alias: SourcePosition?
    var hasAnchor = false
    var hasOtherKeys = false
    var place = SourcePosition(line: firstLine, column: 0)
    var previous = UInt8(ascii: " ")
    // The last sign that was no blank, and whether it belongs to an alias.
    var sign = UInt8(ascii: " ")
    var isInAlias = false
    for byte in bytes {
      // Everything but letters and digits may part tokens; what is beyond ASCII may be a line end.
      let isWord =
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
      let startsToken = " \t\n\r[]{},?-:".utf8.contains(previous) || previous >= 0x80
      let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
      place.column += byte & 0xC0 == 0x80 ? 0 : 1
      switch byte {
      case UInt8(ascii: "&") where startsToken: hasAnchor = true
      case UInt8(ascii: "*") where startsToken:
        alias = alias ?? place
        isInAlias = true
      case UInt8(ascii: "{"): hasOtherKeys = true
      case UInt8(ascii: "?") where startsToken: hasOtherKeys = true
      case UInt8(ascii: ":") where isInAlias || sign == UInt8(ascii: "]"): hasOtherKeys = true
      default:
        if !isBlank, !isWord, byte != UInt8(ascii: "-"), byte != UInt8(ascii: "_") { isInAlias = false }
      }
      if byte == UInt8(ascii: "\n") { place = SourcePosition(line: place.line + 1, column: 0) }
      if !isBlank { sign = byte }
      previous = byte
    }
    if let alias, hasAnchor, hasOtherKeys {
      throw DocumentError(
        "an alias (*name) cannot stand beside { } or keys that are no plain names", at: alias)
    }
  }

  private static func described(_ error: any Error, text: String, firstLine: Int) -> DocumentError {
    func place(_ mark: Mark) -> SourcePosition {
      SourcePosition(line: mark.line + firstLine - 1, column: mark.column)
    }
    guard let error = error as? YamlError else { return DocumentError("cannot be read as YAML", at: nil) }
    switch error {
    case .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting level"):
      return DocumentError("nested deeper than \(depthLimit) levels", at: place(mark))
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      return DocumentError(
        [context?.text, problem].compactMap(\.self).joined(separator: ": "), at: place(mark))
    case .composer(_, let problem, let mark, _):
      return DocumentError(problem, at: place(mark))
    case .reader(let problem, let offset, _, _):
      return DocumentError(problem, at: offset.map { position(of: $0, in: text, firstLine: firstLine) })
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.sorted().map { "“\($0)”" }.joined(separator: ", ")
      let what = duplicates.count == 1 ? "the key \(names) stands" : "the keys \(names) stand"
      return DocumentError("\(what) here twice", at: place(context.mark))
    default:
      return DocumentError("cannot be read as YAML", at: nil)
    }
  }

  /// The line and column of a character offset.
  private static func position(of offset: Int, in text: String, firstLine: Int) -> SourcePosition {
    var line = firstLine
    var column = 1
    for character in text.prefix(offset) {
      if character == "\n" || character == "\r\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return SourcePosition(line: line, column: column)
  }
}
