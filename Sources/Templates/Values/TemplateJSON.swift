import Documents

/// How `tojson` prints values: as Python's `json.dumps` does, with the settings of the dialect.
struct TemplateJSON {
  /// Spaces, or another text, a level; nil is one line.
  var indent: String?
  var itemSeparator = ", "
  var keySeparator = ": "
  var sortsKeys = false
  var ensuresASCII = false
  /// Numbers as JavaScript prints them, and null for what is no number.
  var isJavaScript = false

  static func indentText(_ value: Value) throws(TemplateError) -> String? {
    if value.isNone { return nil }
    if let text = value.text {
      guard text.utf8.count <= 1000 else { throw .limit("an indent of \(text.utf8.count) bytes") }
      return text
    }
    guard let count = value.integer else { throw .type("indent must be a number or a string") }
    guard count <= 1000 else { throw .limit("an indent of \(count)") }
    return String(repeating: " ", count: max(0, count))
  }

  /// The settings of chat templates: Python's `json.dumps` with its arguments.
  static func plain(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> TemplateJSON {
    let bound = try Binder(
      "tojson", arguments, ["ensure_ascii", "indent", "separators", "sort_keys"], offset: 1)
    let indent = try bound.optional(1).flatMap { value throws(TemplateError) in try indentText(value) }
    var json = TemplateJSON(
      indent: indent, itemSeparator: indent == nil ? ", " : ",", sortsKeys: try bound.bool(3, false),
      ensuresASCII: try bound.bool(0, false))
    if let separators = bound.optional(2) {
      let texts = try Access.items(separators, run).compactMap(\.text)
      guard texts.count == 2 else { throw .value("separators must be two strings") }
      json.itemSeparator = texts[0]
      json.keySeparator = texts[1]
    }
    return json
  }

  func text(_ value: Value, run: Run) throws(TemplateError) -> String {
    var output = Output()
    try write(value, to: &output, run)
    return output.text()
  }

  func write(_ value: Value, to output: inout Output, _ run: Run) throws(TemplateError) {
    var open = Open(start: output.count)
    try write(value, to: &output, open: &open, run: run)
  }

  /// The values that stand around one that is written; nil for what came from JSON, which holds no circles.
  private struct Open {
    var boxes: [ObjectIdentifier?] = []
    /// Where in the output the outermost begins.
    let start: Int

    var count: Int { boxes.count }
  }

  private func write(
    _ value: Value, to output: inout Output, open: inout Open, run: Run
  ) throws(TemplateError) {
    switch value {
    case .none: output.append("null")
    case .bool(let value): output.append(value ? "true" : "false")
    case .int(let value): output.append(String(value))
    case .float(let value) where isJavaScript:
      output.append(value.isFinite ? JavaScript.number(value) : "null")
    case .float(let value):
      let text =
        value.isNaN
        ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : PythonText.float(value)
      output.append(text)
    case .string(let text), .markup(let text): writeString(text, to: &output)
    case .list(let box): try writeList(box, box.items, to: &output, open: &open, run: run)
    case .tuple(let box): try writeList(box, box.items, to: &output, open: &open, run: run)
    case .dict(let box):
      if !sortsKeys, let members = box.untouched {
        try writeMembers(members, to: &output, open: &open, run: run)
      } else {
        try writeDict(box, to: &output, open: &open, run: run)
      }
    case .undefined where isJavaScript: output.append("null")
    case .missing: throw .type("Object of type Undefined is not JSON serializable")
    case .undefined(let undefined):
      throw TemplateError(
        .type, "Object of type Undefined is not JSON serializable", hint: undefined.message)
    case .object(let object): throw .type("Object of type \(object.typeName) is not JSON serializable")
    }
    try run.checkText(output.count - open.start)
  }

  private func newLine(_ level: Int, to output: inout Output) {
    guard let indent else { return }
    output.append("\n")
    for _ in 0..<level { output.append(indent) }
  }

  private func enter(
    _ box: AnyObject, _ open: inout Open, _ output: borrowing Output, _ run: Run
  ) throws(TemplateError) {
    // What stands between values is checked before more of it comes, however deep they stand.
    try run.checkText(output.count - open.start)
    let identity = ObjectIdentifier(box)
    guard !open.boxes.contains(identity) else { throw .value("Circular reference detected") }
    try checkDepth(open)
    open.boxes.append(identity)
  }

  private func writeList(
    _ box: AnyObject, _ items: [Value], to output: inout Output, open: inout Open, run: Run
  ) throws(TemplateError) {
    guard !items.isEmpty else {
      output.append("[]")
      return
    }
    try enter(box, &open, output, run)
    output.append(0x5B)
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(itemSeparator) }
      newLine(open.count, to: &output)
      try write(item, to: &output, open: &open, run: run)
    }
    open.boxes.removeLast()
    newLine(open.count, to: &output)
    output.append(0x5D)
  }

  private func writeDict(
    _ box: DictBox, to output: inout Output, open: inout Open, run: Run
  ) throws(TemplateError) {
    guard box.count > 0 else {
      output.append("{}")
      return
    }
    try enter(box, &open, output, run)
    var places: [Int] = []
    if sortsKeys {
      let sorted = try Comparison.sorted((0..<box.count).map { .int($0) }, reverse: false, run: run) {
        place throws(TemplateError) in box.keys[place.integer ?? 0]
      }
      places = sorted.map { $0.integer ?? 0 }
    }
    output.append(0x7B)
    for count in 0..<box.count {
      let place = sortsKeys ? places[count] : count
      if count > 0 { output.append(itemSeparator) }
      newLine(open.count, to: &output)
      writeString(try keyText(box.keys[place]), to: &output)
      output.append(keySeparator)
      try write(box.values[place], to: &output, open: &open, run: run)
    }
    open.boxes.removeLast()
    newLine(open.count, to: &output)
    output.append(0x7D)
  }

  /// Writes an object as it came from JSON, without making values of it.
  private func writeMembers(
    _ members: [JSONValue.Member], to output: inout Output, open: inout Open, run: Run
  ) throws(TemplateError) {
    guard !members.isEmpty else {
      output.append("{}")
      return
    }
    try checkDepth(open)
    try run.checkText(output.count - open.start)
    open.boxes.append(nil)
    output.append(0x7B)
    for index in members.indices {
      if index > 0 { output.append(itemSeparator) }
      newLine(open.count, to: &output)
      writeString(members[index].key, to: &output)
      output.append(keySeparator)
      switch members[index].value {
      case .string(let text):
        writeString(text, to: &output)
        try run.checkText(output.count - open.start)
      case .object(let inner) where JSONValue.haveOwnKeys(inner):
        try writeMembers(inner, to: &output, open: &open, run: run)
      case let value: try write(Value(value), to: &output, open: &open, run: run)
      }
    }
    open.boxes.removeLast()
    newLine(open.count, to: &output)
    output.append(0x7D)
    try run.checkText(output.count - open.start)
  }

  private func checkDepth(_ open: Open) throws(TemplateError) {
    guard open.count < TemplateLimits.valueDepth else { throw Run.depthError }
  }

  private func keyText(_ key: Value) throws(TemplateError) -> String {
    switch key {
    case .string(let text), .markup(let text): return text
    case .none: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .float(let value): return PythonText.float(value)
    default: throw .type("keys must be str, int, float, bool or None, not \(key.typeName)")
    }
  }

  private func writeString(_ text: String, to output: inout Output) {
    output.append(0x22)
    let isPlain = text.utf8.withContiguousStorageIfAvailable { bytes in
      for byte in bytes where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x7F && ensuresASCII {
        return false
      }
      output.append(bytes)
      return true
    }
    if isPlain != true { for scalar in text.unicodeScalars { writeScalar(scalar, to: &output) } }
    output.append(0x22)
  }

  private func writeScalar(_ scalar: Unicode.Scalar, to output: inout Output) {
    switch scalar {
    case "\"": output.append("\\\"")
    case "\\": output.append("\\\\")
    case "\n": output.append("\\n")
    case "\r": output.append("\\r")
    case "\t": output.append("\\t")
    case "\u{8}": output.append("\\b")
    case "\u{C}": output.append("\\f")
    case _ where scalar.value < 0x20 || ensuresASCII && scalar.value > 0x7E:
      for unit in String(Character(scalar)).utf16 {
        output.append("\\u" + PythonText.hex(UInt32(unit), width: 4))
      }
    default: output.append(Text.string(scalar))
    }
  }
}
