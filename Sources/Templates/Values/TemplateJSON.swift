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
    if let text = value.text { return text }
    guard let count = value.integer else { throw .type("indent must be a number or a string") }
    guard count <= 1000 else { throw .limit("an indent of \(count)") }
    return String(repeating: " ", count: max(0, count))
  }

  func text(_ value: Value, run: Run) throws(TemplateError) -> String {
    var output: [UInt8] = []
    var open: [ObjectIdentifier?] = []
    try write(value, to: &output, open: &open, run: run)
    return Text.string(output)
  }

  private func write(
    _ value: Value, to output: inout [UInt8], open: inout [ObjectIdentifier?], run: Run
  ) throws(TemplateError) {
    switch value {
    case .none: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): output.append(contentsOf: (String(value)).utf8)
    case .float(let value) where isJavaScript:
      output.append(contentsOf: (value.isFinite ? JavaScript.number(value) : "null").utf8)
    case .float(let value):
      let text =
        value.isNaN
        ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : PythonText.float(value)
      output.append(contentsOf: text.utf8)
    case .string(let text), .markup(let text): writeString(text, to: &output)
    case .list(let box): try writeList(box, box.items, to: &output, open: &open, run: run)
    case .tuple(let box): try writeList(box, box.items, to: &output, open: &open, run: run)
    case .dict(let box):
      if !sortsKeys, let members = box.untouched {
        try writeMembers(members, to: &output, open: &open, run: run)
      } else {
        try writeDict(box, to: &output, open: &open, run: run)
      }
    case .undefined where isJavaScript: output.append(contentsOf: "null".utf8)
    case .missing: throw .type("Object of type Undefined is not JSON serializable")
    case .undefined(let undefined):
      throw TemplateError(
        .type, "Object of type Undefined is not JSON serializable", hint: undefined.message)
    case .object(let object): throw .type("Object of type \(object.typeName) is not JSON serializable")
    }
    try run.checkText(output.count)
  }

  private func newLine(_ level: Int, to output: inout [UInt8]) {
    guard let indent else { return }
    output.append(contentsOf: "\n".utf8)
    for _ in 0..<level { output.append(contentsOf: indent.utf8) }
  }

  private func enter(
    _ box: AnyObject, _ open: inout [ObjectIdentifier?]
  ) throws(TemplateError) {
    let identity = ObjectIdentifier(box)
    guard !open.contains(identity) else { throw .value("Circular reference detected") }
    try checkDepth(open)
    open.append(identity)
  }

  private func writeList(
    _ box: AnyObject, _ items: [Value], to output: inout [UInt8], open: inout [ObjectIdentifier?], run: Run
  ) throws(TemplateError) {
    guard !items.isEmpty else {
      output.append(contentsOf: "[]".utf8)
      return
    }
    try enter(box, &open)
    output.append(0x5B)
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(contentsOf: itemSeparator.utf8) }
      newLine(open.count, to: &output)
      try write(item, to: &output, open: &open, run: run)
    }
    open.removeLast()
    newLine(open.count, to: &output)
    output.append(0x5D)
  }

  private func writeDict(
    _ box: DictBox, to output: inout [UInt8], open: inout [ObjectIdentifier?], run: Run
  ) throws(TemplateError) {
    guard box.count > 0 else {
      output.append(contentsOf: "{}".utf8)
      return
    }
    try enter(box, &open)
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
      if count > 0 { output.append(contentsOf: itemSeparator.utf8) }
      newLine(open.count, to: &output)
      writeString(try keyText(box.keys[place]), to: &output)
      output.append(contentsOf: keySeparator.utf8)
      try write(box.values[place], to: &output, open: &open, run: run)
    }
    open.removeLast()
    newLine(open.count, to: &output)
    output.append(0x7D)
  }

  /// Writes an object as it came from JSON, without making values of it.
  private func writeMembers(
    _ members: [JSONValue.Member], to output: inout [UInt8], open: inout [ObjectIdentifier?], run: Run
  ) throws(TemplateError) {
    guard !members.isEmpty else {
      output.append(contentsOf: "{}".utf8)
      return
    }
    try checkDepth(open)
    open.append(nil)
    output.append(0x7B)
    for index in members.indices {
      if index > 0 { output.append(contentsOf: itemSeparator.utf8) }
      newLine(open.count, to: &output)
      writeString(members[index].key, to: &output)
      output.append(contentsOf: keySeparator.utf8)
      switch members[index].value {
      case .string(let text): writeString(text, to: &output)
      case .object(let inner) where JSONValue.haveOwnKeys(inner):
        try writeMembers(inner, to: &output, open: &open, run: run)
      case let value: try write(Value(value), to: &output, open: &open, run: run)
      }
    }
    open.removeLast()
    newLine(open.count, to: &output)
    output.append(0x7D)
    try run.checkText(output.count)
  }

  private func checkDepth(_ open: [ObjectIdentifier?]) throws(TemplateError) {
    guard open.count < TemplateLimits.valueDepth else {
      throw .limit("values hold each other deeper than \(TemplateLimits.valueDepth) levels")
    }
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

  private func writeString(_ text: String, to output: inout [UInt8]) {
    output.append(0x22)
    var text = text
    let isPlain = text.withUTF8 { bytes in
      for byte in bytes where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte >= 0x7F && ensuresASCII {
        return false
      }
      output.append(contentsOf: bytes)
      return true
    }
    if !isPlain { for scalar in text.unicodeScalars { writeScalar(scalar, to: &output) } }
    output.append(0x22)
  }

  private func writeScalar(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
    switch scalar {
    case "\"": output.append(contentsOf: ("\\\"").utf8)
    case "\\": output.append(contentsOf: "\\\\".utf8)
    case "\n": output.append(contentsOf: "\\n".utf8)
    case "\r": output.append(contentsOf: "\\r".utf8)
    case "\t": output.append(contentsOf: "\\t".utf8)
    case "\u{8}": output.append(contentsOf: "\\b".utf8)
    case "\u{C}": output.append(contentsOf: "\\f".utf8)
    case _ where scalar.value < 0x20 || ensuresASCII && scalar.value > 0x7E:
      for unit in String(Character(scalar)).utf16 {
        output.append(contentsOf: ("\\u" + PythonText.hex(UInt32(unit), width: 4)).utf8)
      }
    default: output.append(contentsOf: Text.string(scalar).utf8)
    }
  }
}
