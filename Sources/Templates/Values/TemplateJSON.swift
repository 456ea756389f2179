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
    var output = ""
    var open: [ObjectIdentifier] = []
    try write(value, to: &output, open: &open, run: run)
    return output
  }

  private func write(
    _ value: Value, to output: inout String, open: inout [ObjectIdentifier], run: Run
  ) throws(TemplateError) {
    switch value {
    case .none: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .int(let value): output += String(value)
    case .float(let value) where isJavaScript:
      output += value.isFinite ? JavaScript.number(value) : "null"
    case .float(let value):
      output +=
        value.isNaN
        ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : PythonText.float(value)
    case .string(let text), .markup(let text): writeString(text, to: &output)
    case .list(let box): try writeList(box, box.items, to: &output, open: &open, run: run)
    case .tuple(let box): try writeList(box, box.items, to: &output, open: &open, run: run)
    case .dict(let box): try writeDict(box, to: &output, open: &open, run: run)
    case .undefined where isJavaScript: output += "null"
    case .missing: throw .type("Object of type Undefined is not JSON serializable")
    case .undefined(let undefined):
      throw TemplateError(
        .type, "Object of type Undefined is not JSON serializable", hint: undefined.message)
    case .object(let object): throw .type("Object of type \(object.typeName) is not JSON serializable")
    }
    try run.checkText(output.utf8.count)
  }

  private func newLine(_ level: Int, to output: inout String) {
    guard let indent else { return }
    output += "\n"
    for _ in 0..<level { output += indent }
  }

  private func enter(
    _ box: AnyObject, _ open: inout [ObjectIdentifier]
  ) throws(TemplateError) {
    let identity = ObjectIdentifier(box)
    guard !open.contains(identity) else { throw .value("Circular reference detected") }
    guard open.count < TemplateLimits.valueDepth else {
      throw .limit("values hold each other deeper than \(TemplateLimits.valueDepth) levels")
    }
    open.append(identity)
  }

  private func writeList(
    _ box: AnyObject, _ items: [Value], to output: inout String, open: inout [ObjectIdentifier], run: Run
  ) throws(TemplateError) {
    guard !items.isEmpty else {
      output += "[]"
      return
    }
    try enter(box, &open)
    output += "["
    for (index, item) in items.enumerated() {
      if index > 0 { output += itemSeparator }
      newLine(open.count, to: &output)
      try write(item, to: &output, open: &open, run: run)
    }
    open.removeLast()
    newLine(open.count, to: &output)
    output += "]"
  }

  private func writeDict(
    _ box: DictBox, to output: inout String, open: inout [ObjectIdentifier], run: Run
  ) throws(TemplateError) {
    guard box.count > 0 else {
      output += "{}"
      return
    }
    try enter(box, &open)
    var places = Array(0..<box.count)
    if sortsKeys {
      let sorted = try Comparison.sorted(places.map { .int($0) }, reverse: false, run: run) {
        place throws(TemplateError) in box.keys[place.integer ?? 0]
      }
      places = sorted.map { $0.integer ?? 0 }
    }
    output += "{"
    for (count, place) in places.enumerated() {
      if count > 0 { output += itemSeparator }
      newLine(open.count, to: &output)
      writeString(try keyText(box.keys[place]), to: &output)
      output += keySeparator
      try write(box.values[place], to: &output, open: &open, run: run)
    }
    open.removeLast()
    newLine(open.count, to: &output)
    output += "}"
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

  private func writeString(_ text: String, to output: inout String) {
    output += "\""
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && ($0 < 0x7F || !ensuresASCII) }) {
      output += text
    } else {
      for scalar in text.unicodeScalars { writeScalar(scalar, to: &output) }
    }
    output += "\""
  }

  private func writeScalar(_ scalar: Unicode.Scalar, to output: inout String) {
    switch scalar {
    case "\"": output += "\\\""
    case "\\": output += "\\\\"
    case "\n": output += "\\n"
    case "\r": output += "\\r"
    case "\t": output += "\\t"
    case "\u{8}": output += "\\b"
    case "\u{C}": output += "\\f"
    case _ where scalar.value < 0x20 || ensuresASCII && scalar.value > 0x7E:
      for unit in String(Character(scalar)).utf16 {
        output += "\\u" + PythonText.hex(UInt32(unit), width: 4)
      }
    default: output.unicodeScalars.append(scalar)
    }
  }
}
