/// Python's `text.format(...)`, in the sandboxed way: fields reach attributes and items as templates do.
struct BraceFormat {
  private let arguments: Arguments
  private let run: Run
  /// Whether what is put in is escaped, for the text is safe.
  private let escapes: Bool
  private var automatic = 0
  private var usesNumbers = false

  static func format(
    _ text: String, _ arguments: Arguments, _ run: Run, escapes: Bool = false
  ) throws(TemplateError) -> String {
    var format = BraceFormat(arguments: arguments, run: run, escapes: escapes)
    let output = try format.text(Array(text.unicodeScalars), depth: 0)
    try run.makeText(output.utf8.count)
    return output
  }

  private init(arguments: Arguments, run: Run, escapes: Bool) {
    self.arguments = arguments
    self.run = run
    self.escapes = escapes
  }

  private mutating func text(_ scalars: [Unicode.Scalar], depth: Int) throws(TemplateError) -> String {
    guard depth < 3 else { throw .value("Max string recursion exceeded") }
    var output = ""
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "{", "}":
        if next == scalar {
          output.unicodeScalars.append(scalar)
          index += 2
          continue
        }
        guard scalar == "{" else { throw .value("Single '}' encountered in format string") }
        let end = try fieldEnd(scalars, index + 1)
        output += try field(Array(scalars[(index + 1)..<end]), depth: depth)
        try run.checkText(output.utf8.count)
        index = end + 1
      default:
        output.unicodeScalars.append(scalar)
        index += 1
      }
    }
    return output
  }

  private func fieldEnd(_ scalars: [Unicode.Scalar], _ start: Int) throws(TemplateError) -> Int {
    var depth = 1
    var index = start
    while index < scalars.count {
      if scalars[index] == "{" { depth += 1 }
      if scalars[index] == "}" {
        depth -= 1
        if depth == 0 { return index }
      }
      index += 1
    }
    throw .value(
      start < scalars.count ? "expected '}' before end of string" : "Single '{' encountered in format string")
  }

  private mutating func field(_ scalars: [Unicode.Scalar], depth: Int) throws(TemplateError) -> String {
    var nameEnd = 0
    var brackets = 0
    while nameEnd < scalars.count {
      let scalar = scalars[nameEnd]
      if scalar == "[" { brackets += 1 }
      if scalar == "]" { brackets -= 1 }
      if brackets <= 0, scalar == "!" || scalar == ":" { break }
      nameEnd += 1
    }
    var rest = scalars[nameEnd...]
    var conversion: Unicode.Scalar?
    if rest.first == "!" {
      guard rest.count > 1 else { throw .value("end of string while looking for conversion specifier") }
      conversion = rest[rest.startIndex + 1]
      rest = rest.dropFirst(2)
      guard rest.isEmpty || rest.first == ":" else { throw .value("expected ':' after conversion specifier") }
    }
    var value = try value(Array(scalars[..<nameEnd]))
    let spec = rest.isEmpty ? "" : try text(Array(rest.dropFirst()), depth: depth + 1)
    switch conversion {
    case nil: break
    case "s": value = .string(try run.text(value))
    case "r": value = .string(try PythonText.repr(value, run))
    case "a": value = .string(BraceFormat.asciiOnly(try PythonText.repr(value, run)))
    default: throw .value("Unknown conversion specifier")
    }
    if escapes, case .markup(let text) = value {
      guard spec.isEmpty else {
        throw .value("Format specifier \(spec) given, but Markup does not define __html_format__")
      }
      return text
    }
    let formatted = try BraceFormat.format(value, spec, run)
    return escapes ? Text.escaped(formatted) : formatted
  }

  static func asciiOnly(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        output.unicodeScalars.append(scalar)
      } else {
        output += PythonText.escape(scalar)
      }
    }
    return output
  }

  /// The value that a field names.
  private mutating func value(_ name: [Unicode.Scalar]) throws(TemplateError) -> Value {
    let firstEnd = name.firstIndex { $0 == "." || $0 == "[" } ?? name.count
    let first = Text.string(name[..<firstEnd])
    var value: Value
    if first.isEmpty || first.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      let index: Int
      if first.isEmpty {
        guard !usesNumbers else {
          throw .value("cannot switch from manual field specification to automatic field numbering")
        }
        index = automatic
        automatic += 1
      } else {
        guard automatic == 0 else {
          throw .value("cannot switch from automatic field numbering to manual field specification")
        }
        usesNumbers = true
        index = Int(first) ?? .max
      }
      guard index < arguments.positional.count else {
        throw .value("Replacement index \(index) out of range for positional args tuple")
      }
      value = arguments.positional[index]
    } else {
      try run.work(arguments.keyword.count >> 4)
      guard let found = arguments.keyword.first(where: { $0.name == first })?.value else {
        throw .value(PythonText.quoted(first))
      }
      value = found
    }
    var index = firstEnd
    while index < name.count {
      if name[index] == "." {
        let end = name[(index + 1)...].firstIndex { $0 == "." || $0 == "[" } ?? name.count
        guard end > index + 1 else { throw .value("Empty attribute in format string") }
        value = try Access.attribute(value, Text.string(name[(index + 1)..<end]), run)
        index = end
      } else {
        guard name[index] == "[" else {
          throw .value("Only '.' or '[' may follow ']' in format field specifier")
        }
        guard let end = name[index...].firstIndex(of: "]") else {
          throw .value("Missing ']' in format string")
        }
        let key = Text.string(name[(index + 1)..<end])
        guard !key.isEmpty else { throw .value("Empty attribute in format string") }
        let isNumber = key.utf8.allSatisfy { (0x30...0x39).contains($0) }
        value = try Access.item(value, isNumber ? .int(Int(key) ?? .max) : .string(key), run)
        index = end + 1
      }
    }
    return value
  }

  /// `format(value, spec)`.
  static func format(_ value: Value, _ text: String, _ run: Run) throws(TemplateError) -> String {
    if text.isEmpty { return try run.text(value) }
    if case .undefined(let undefined) = value {
      if undefined.manner == .strict { throw undefined.error }
      throw .type("unsupported format string passed to Undefined.__format__")
    }
    let spec = try FormatSpec(text, run)
    try run.makeText(spec.width)
    switch value {
    case .string(let string), .markup(let string): return try format(string, spec, run)
    case .int, .bool: return try format(value.integer ?? 0, spec, value.typeName, run)
    case .float(let number):
      guard "eEfFgG%n\0".unicodeScalars.contains(spec.type) else { throw spec.unknown("float") }
      try spec.checkGrouping()
      var spec = spec
      if spec.type == "n" { spec.type = "g" }
      return try spec.floating(number, precision: spec.precision, run)
    default:
      throw .type("unsupported format string passed to \(value.typeName).__format__")
    }
  }

  private static func format(_ text: String, _ spec: FormatSpec, _ run: Run) throws(TemplateError) -> String {
    var spec = spec
    if spec.type == "\0" { spec.type = "s" }
    guard spec.type == "s" else { throw spec.unknown("str") }
    try spec.checkGrouping()
    guard spec.sign == nil else { throw .value("Sign not allowed in string format specifier") }
    guard !spec.hasNoNegativeZero else {
      throw .value("Negative zero coercion (z) not allowed in format specifier with string")
    }
    guard !spec.isAlternate else {
      throw .value("Alternate form (#) not allowed in string format specifier")
    }
    guard spec.align != "=" else { throw .value("'=' alignment not allowed in string format specifier") }
    let part = spec.precision.map { Text.part(text, 0, min($0, Text.count(text))) } ?? text
    return try spec.padded(part, standard: "<", run)
  }

  private static func format(
    _ number: Int, _ spec: FormatSpec, _ typeName: String, _ run: Run
  ) throws(TemplateError) -> String {
    try spec.checkGrouping()
    if "eEfFgG%".unicodeScalars.contains(spec.type) {
      return try spec.floating(Double(number), precision: spec.precision ?? 6, run)
    }
    guard "cdnxXob\0".unicodeScalars.contains(spec.type) else { throw spec.unknown(typeName) }
    guard spec.precision == nil else { throw .value("Precision not allowed in integer format specifier") }
    guard !spec.hasNoNegativeZero else {
      throw .value("Negative zero coercion (z) not allowed in format specifier with integer")
    }
    if spec.type == "c" {
      guard spec.sign == nil else { throw .value("Sign not allowed with integer format specifier 'c'") }
      guard !spec.isAlternate else {
        throw .value("Alternate form (#) not allowed with integer format specifier 'c'")
      }
      guard number >= 0, let scalar = Unicode.Scalar(UInt32(clamping: number)) else {
        throw TemplateError(.arithmetic, "%c arg not in range(0x110000)")
      }
      return try spec.padded(Text.string(scalar), run)
    }
    let radix = spec.type == "b" ? 2 : spec.type == "o" ? 8 : spec.type == "x" || spec.type == "X" ? 16 : 10
    return try spec.whole(
      number, digits: String(number.magnitude, radix: radix, uppercase: spec.type == "X"),
      prefix: spec.isAlternate && radix != 10 ? "0" + Text.string(spec.type) : "", run)
  }
}

extension FormatSpec {
  fileprivate func unknown(_ typeName: String) -> TemplateError {
    .value("Unknown format code '\(Text.string(type))' for object of type '\(typeName)'")
  }

  /// Refuses groups where the type has none: commas are for decimals, underscores for other radixes as well.
  fileprivate func checkGrouping() throws(TemplateError) {
    guard let grouping else { return }
    let types = grouping == "_" ? "defgEG%F\0boxX" : "defgEG%F\0"
    guard types.unicodeScalars.contains(type) else {
      throw .value("Cannot specify '\(Text.string(grouping))' with '\(Text.string(type))'.")
    }
  }
}
