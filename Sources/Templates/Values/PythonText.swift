/// How Python prints values.
enum PythonText {
  /// `str(value)`; what is made is counted where there is a run.
  static func string(_ value: Value, _ run: Run? = nil) throws(TemplateError) -> String {
    switch value {
    case .string(let text), .markup(let text): return text
    case .int(let value): return String(value)
    case .undefined(let undefined):
      if undefined.manner == .strict { throw undefined.error }
      return ""
    case .missing: return ""
    case .object(let object): return try object.text(run)
    default: return try repr(value, run)
    }
  }

  /// `repr(value)`.
  static func repr(_ value: Value, _ run: Run? = nil) throws(TemplateError) -> String {
    var output = ""
    var open = Open(run: run)
    try write(value, to: &output, open: &open)
    try run?.made(output.utf8.count)
    return output
  }

  /// The values that stand around one that is written.
  private struct Open {
    var boxes: [ObjectIdentifier] = []
    let run: Run?

    /// Refuses a text that is too long already.
    func check(_ count: Int) throws(TemplateError) {
      if let run { return try run.checkText(count) }
      let most = 16 << 20
      guard count <= most else { throw .limit("the text of the value is longer than \(most >> 20) MB") }
    }
  }

  private static func write(
    _ value: Value, to output: inout String, open: inout Open
  ) throws(TemplateError) {
    switch value {
    case .missing, .undefined: output += "Undefined"
    case .none: output += "None"
    case .bool(let value): output += value ? "True" : "False"
    case .int(let value): output += String(value)
    case .float(let value): output += float(value)
    case .string(let text): writeQuoted(text, to: &output)
    case .markup(let text):
      output += "Markup("
      writeQuoted(text, to: &output)
      output += ")"
    case .list(let box):
      try within(box, "[...]", to: &output, open: &open) { output, open throws(TemplateError) in
        output += "["
        try writeItems(box.items, to: &output, open: &open)
        output += "]"
      }
    case .tuple(let box):
      try within(box, "(...)", to: &output, open: &open) { output, open throws(TemplateError) in
        output += "("
        try writeItems(box.items, to: &output, open: &open)
        output += box.items.count == 1 ? ",)" : ")"
      }
    case .dict(let box):
      try within(box, "{...}", to: &output, open: &open) { output, open throws(TemplateError) in
        output += "{"
        for index in 0..<box.count {
          if index > 0 { output += ", " }
          try write(box.keys[index], to: &output, open: &open)
          output += ": "
          try write(box.values[index], to: &output, open: &open)
          try open.check(output.utf8.count)
        }
        output += "}"
      }
    case .object(let object):
      if let namespace = object as? NamespaceObject {
        output += "<Namespace "
        try write(.dict(namespace.box), to: &output, open: &open)
        output += ">"
      } else if let view = object as? DictViewObject {
        try within(view, "...", to: &output, open: &open) { output, open throws(TemplateError) in
          output += view.typeName + "(["
          try writeItems(view.items, to: &output, open: &open)
          output += "])"
        }
      } else {
        output += try object.text(open.run)
      }
    }
  }

  private static func writeItems(
    _ items: [Value], to output: inout String, open: inout Open
  ) throws(TemplateError) {
    for (index, item) in items.enumerated() {
      if index > 0 { output += ", " }
      try write(item, to: &output, open: &open)
      try open.check(output.utf8.count)
    }
  }

  /// Writes a container, unless it stands inside itself.
  private static func within(
    _ box: AnyObject, _ inner: String, to output: inout String, open: inout Open,
    _ body: (inout String, inout Open) throws(TemplateError) -> Void
  ) throws(TemplateError) {
    let identity = ObjectIdentifier(box)
    guard !open.boxes.contains(identity) else {
      output += inner
      return
    }
    guard open.boxes.count < TemplateLimits.valueDepth else { throw Run.depthError }
    open.boxes.append(identity)
    try body(&output, &open)
    open.boxes.removeLast()
  }

  /// A string in quotes: single ones, unless it holds such and no double ones.
  static func quoted(_ text: String) -> String {
    var output = ""
    writeQuoted(text, to: &output)
    return output
  }

  private static func writeQuoted(_ text: String, to output: inout String) {
    let quote: Unicode.Scalar = text.utf8.contains(0x27) && !text.utf8.contains(0x22) ? "\"" : "'"
    output.unicodeScalars.append(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case quote, "\\":
        output += "\\"
        output.unicodeScalars.append(scalar)
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.value < 0x7F && scalar.value >= 0x20: output.unicodeScalars.append(scalar)
      case _ where scalar.isASCII || !Text.isPrintable(scalar):
        output += escape(scalar)
      default: output.unicodeScalars.append(scalar)
      }
    }
    output.unicodeScalars.append(quote)
  }

  /// `\xNN`, `\uNNNN` or `\UNNNNNNNN`, whichever is the shortest.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    let (mark, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
    return "\\" + mark + hex(scalar.value, width: width)
  }

  static func hex(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// `repr` of a float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16.
  static func float(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let (sign, digits, exponent) = decimal(value)
    // The point stands behind the digit of 10 to the power of `exponent`.
    if exponent < -4 || exponent >= 16 {
      let mantissa = digits.count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())"
      let magnitude = String(abs(exponent))
      return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(magnitude.count < 2 ? "0" : "")\(magnitude)"
    }
    if exponent < 0 {
      return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)"
    }
    if digits.count <= exponent + 1 {
      return "\(sign)\(digits)\(String(repeating: "0", count: exponent + 1 - digits.count)).0"
    }
    return "\(sign)\(digits.prefix(exponent + 1)).\(digits.dropFirst(exponent + 1))"
  }

  /// The shortest decimal digits of a finite number, and the power of ten of the first of them.
  static func decimal(_ value: Double) -> (sign: String, digits: String, exponent: Int) {
    let text = value.description
    var sign = ""
    var digits: [UInt8] = []
    var point: Int?
    var exponent = 0
    var index = text.utf8.startIndex
    while index < text.utf8.endIndex {
      let byte = text.utf8[index]
      switch byte {
      case UInt8(ascii: "-"): sign = "-"
      case UInt8(ascii: "."): point = digits.count
      case UInt8(ascii: "e"):
        let rest = text.utf8[text.utf8.index(after: index)...]
        exponent = Int(String(Substring(rest))) ?? 0
        index = text.utf8.endIndex
        continue
      default: digits.append(byte)
      }
      index = text.utf8.index(after: index)
    }
    var first = exponent + (point ?? digits.count) - 1
    while digits.count > 1, digits[0] == UInt8(ascii: "0") {
      digits.removeFirst()
      first -= 1
    }
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits == [UInt8(ascii: "0")] { first = 0 }
    return (sign, Text.string(digits), first)
  }
}
