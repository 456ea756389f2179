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
  private func repr(_ value: Value) throws(TemplateError) -> String {
    var text = ""
    try write(value, to: &text, depth: 0)
    try run.made(text.utf8.count)
    return text
  }

  private func write(_ value: Value, to text: inout String, depth: Int) throws(TemplateError) {
    guard depth < TemplateLimits.valueDepth else { throw Run.depthError }
    func list(_ items: [Value], to text: inout String) throws(TemplateError) {
      for (index, item) in items.enumerated() {
        if index > 0 { text += ", " }
        try write(item, to: &text, depth: depth + 1)
      }
    }
    switch value {
    case .list(let box):
      text += "["
      try list(box.items, to: &text)
      text += "]"
    case .tuple(let box):
      text += "("
      try list(box.items, to: &text)
      text += box.items.count == 1 ? ",)" : ")"
    case .dict(let box):
      text += "{"
      for (index, (key, item)) in try sorted(box).enumerated() {
        if index > 0 { text += ", " }
        try write(key, to: &text, depth: depth + 1)
        text += ": "
        try write(item, to: &text, depth: depth + 1)
      }
      text += "}"
    default: text += try PythonText.repr(value, run)
    }
    try run.checkText(text.utf8.count)
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
    try run.checkText(output.utf8.count + text.utf8.count)
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
        if !isLast { try newLine(indent + 1) }
      }
      output += "}"
    case .string(let string): try writeText(string, indent: indent, allowance: allowance, level: level)
    default: output += text
    }
  }

  private mutating func newLine(_ indent: Int, comma: Bool = true) throws(TemplateError) {
    try run.checkText(output.utf8.count + indent)
    try run.made(indent)
    output += (comma ? ",\n" : "\n") + String(repeating: " ", count: indent)
  }

  private mutating func writeItems(
    _ items: [Value], indent: Int, allowance: Int, level: Int
  ) throws(TemplateError) {
    for (index, item) in items.enumerated() {
      let isLast = index == items.count - 1
      try write(item, indent: indent + 1, allowance: isLast ? allowance : 1, level: level)
      if !isLast { try newLine(indent + 1) }
    }
  }

  /// A string in pieces, broken between words.
  private mutating func writeText(
    _ text: String, indent: Int, allowance: Int, level: Int
  ) throws(TemplateError) {
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
      if index > 0 { try newLine(indent, comma: false) }
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
