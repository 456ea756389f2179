/// Python's `pprint.pformat`, 80 columns wide.
struct PrettyPrint {
  private var output = ""
  private let run: Run
  private static let width = 80

  static func text(_ value: Value, _ run: Run) throws(TemplateError) -> String {
    var printer = PrettyPrint(run: run)
    try printer.write(value, indent: 0, allowance: 0, level: 0)
    return printer.output
  }

  private init(run: Run) { self.run = run }

  /// `repr` with the keys of dicts in their order.
  private func repr(_ value: Value, depth: Int = 0) throws(TemplateError) -> String {
    guard depth < TemplateLimits.valueDepth else {
      throw .limit("values hold each other deeper than \(TemplateLimits.valueDepth) levels")
    }
    func list(_ items: [Value]) throws(TemplateError) -> String {
      var parts: [String] = []
      for item in items { parts.append(try repr(item, depth: depth + 1)) }
      return parts.joined(separator: ", ")
    }
    switch value {
    case .list(let box): return "[\(try list(box.items))]"
    case .tuple(let box): return "(\(try list(box.items))\(box.items.count == 1 ? "," : ""))"
    case .dict(let box):
      var parts: [String] = []
      for (key, item) in try sorted(box) {
        parts.append("\(try repr(key, depth: depth + 1)): \(try repr(item, depth: depth + 1))")
      }
      return "{\(parts.joined(separator: ", "))}"
    default: return try PythonText.repr(value)
    }
  }

  private func sorted(_ box: DictBox) throws(TemplateError) -> [(Value, Value)] {
    let order = try Comparison.sorted((0..<box.count).map(Value.int), reverse: false, run: run) {
      place throws(TemplateError) in
      let key = box.keys[place.integer ?? 0]
      // Keys that cannot be compared stand by the names of their types.
      return .tuple(TupleBox(key.text != nil ? [.string("str"), key] : [.string(key.typeName), key]))
    }
    return order.map { (box.keys[$0.integer ?? 0], box.values[$0.integer ?? 0]) }
  }

  private mutating func write(
    _ value: Value, indent: Int, allowance: Int, level: Int
  ) throws(TemplateError) {
    let text = try repr(value)
    try run.makeText(text.utf8.count)
    guard Text.count(text) > Self.width - indent - allowance else {
      output += text
      return
    }
    let level = level + 1
    switch value {
    case .list(let box) where !box.items.isEmpty:
      output += "["
      try writeItems(box.items, indent: indent, allowance: allowance + 1, level: level)
      output += "]"
    case .tuple(let box) where !box.items.isEmpty:
      let end = box.items.count == 1 ? ",)" : ")"
      output += "("
      try writeItems(box.items, indent: indent, allowance: allowance + end.count, level: level)
      output += end
    case .dict(let box) where box.count > 0:
      output += "{"
      let items = try sorted(box)
      for (index, (key, item)) in items.enumerated() {
        let isLast = index == items.count - 1
        let name = try repr(key)
        output += name + ": "
        try write(
          item, indent: indent + 1 + Text.count(name) + 2, allowance: isLast ? allowance + 1 : 1, level: level
        )
        if !isLast { newLine(indent + 1) }
      }
      output += "}"
    case .string(let string): writeText(string, indent: indent, allowance: allowance, level: level)
    default: output += text
    }
  }

  private mutating func newLine(_ indent: Int, comma: Bool = true) {
    output += (comma ? ",\n" : "\n") + String(repeating: " ", count: indent)
  }

  private mutating func writeItems(
    _ items: [Value], indent: Int, allowance: Int, level: Int
  ) throws(TemplateError) {
    for (index, item) in items.enumerated() {
      let isLast = index == items.count - 1
      try write(item, indent: indent + 1, allowance: isLast ? allowance : 1, level: level)
      if !isLast { newLine(indent + 1) }
    }
  }

  /// A string in pieces, broken between words.
  private mutating func writeText(_ text: String, indent: Int, allowance: Int, level: Int) {
    var (indent, allowance) = (indent, allowance)
    if level == 1 {
      indent += 1
      allowance += 1
    }
    let lines = Text.lines(text, keepingEnds: true)
    let width = Self.width - indent
    var chunks: [String] = []
    for (index, line) in lines.enumerated() {
      let isLastLine = index == lines.count - 1
      let quoted = PythonText.quoted(line)
      if Text.count(quoted) <= width - (isLastLine ? allowance : 0) {
        chunks.append(quoted)
        continue
      }
      let parts = Self.words(line)
      var current = ""
      for (place, part) in parts.enumerated() {
        let room = width - (isLastLine && place == parts.count - 1 ? allowance : 0)
        let candidate = current + part
        if Text.count(PythonText.quoted(candidate)) > room {
          if !current.isEmpty { chunks.append(PythonText.quoted(current)) }
          current = part
        } else {
          current = candidate
        }
      }
      if !current.isEmpty { chunks.append(PythonText.quoted(current)) }
    }
    if chunks.count == 1 {
      output += chunks[0]
      return
    }
    if level == 1 { output += "(" }
    for (index, chunk) in chunks.enumerated() {
      if index > 0 { newLine(indent, comma: false) }
      output += chunk
    }
    if level == 1 { output += ")" }
  }

  /// Words with the white space behind them.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var current = String.UnicodeScalarView()
    var isInSpace = false
    for scalar in line.unicodeScalars {
      let isSpace = Text.isSpace(scalar)
      if isInSpace, !isSpace {
        words.append(String(current))
        current = String.UnicodeScalarView()
      }
      isInSpace = isSpace
      current.append(scalar)
    }
    if !current.isEmpty { words.append(String(current)) }
    return words
  }
}
