/// Python's `text.format(...)`, in the sandboxed way: fields reach attributes and items as templates do.
struct BraceFormat {
  private let arguments: Arguments
  private let run: Run
  private var automatic = 0
  private var usesNumbers = false

  static func format(_ text: String, _ arguments: Arguments, _ run: Run) throws(TemplateError) -> String {
    var format = BraceFormat(arguments: arguments, run: run)
    let output = try format.text(Array(text.unicodeScalars), depth: 0)
    try run.makeText(output.utf8.count)
    return output
  }

  private init(arguments: Arguments, run: Run) {
    self.arguments = arguments
    self.run = run
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
    return try BraceFormat.format(value, spec, run)
  }

  static func asciiOnly(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        output.unicodeScalars.append(scalar)
      } else {
        let (mark, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
        output += "\\" + mark + PythonText.hex(scalar.value, width: width)
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
    var spec = try FormatSpec(text, run)
    try run.makeText(spec.width)
    func unknown() -> TemplateError {
      .value("Unknown format code '\(Text.string(spec.type))' for object of type '\(value.typeName)'")
    }
    switch value {
    case .string(let string), .markup(let string):
      guard spec.type == "\0" || spec.type == "s" else { throw unknown() }
      guard spec.sign == "-" else { throw .value("Sign not allowed in string format specifier") }
      guard spec.align != "=" else { throw .value("'=' alignment not allowed in string format specifier") }
      guard spec.grouping == nil else { throw .value("Cannot specify ',' with 's'.") }
      let part = spec.precision.map { Text.part(string, 0, min($0, Text.count(string))) } ?? string
      return try spec.padded(part, standard: "<", run)
    case .int, .bool:
      let number = value.integer ?? 0
      switch spec.type {
      case "e", "E", "f", "F", "g", "G", "%":
        return try spec.floating(Double(number), precision: spec.precision ?? 6, run)
      case "c":
        guard let scalar = Unicode.Scalar(UInt32(clamping: number)) else {
          throw TemplateError(.arithmetic, "%c arg not in range(0x110000)")
        }
        return try spec.padded(Text.string(scalar), standard: "<", run)
      case "\0", "d", "n", "x", "X", "o", "b":
        guard spec.precision == nil else { throw .value("Precision not allowed in integer format specifier") }
        let radix =
          spec.type == "b" ? 2 : spec.type == "o" ? 8 : spec.type == "x" || spec.type == "X" ? 16 : 10
        let prefix = spec.isAlternate && radix != 10 ? "0" + Text.string(spec.type) : ""
        return try spec.whole(
          number, digits: String(number.magnitude, radix: radix, uppercase: spec.type == "X"),
          prefix: prefix, run)
      default: throw unknown()
      }
    case .float(let number):
      switch spec.type {
      case "e", "E", "f", "F", "g", "G", "%", "n":
        if spec.type == "n" { spec.type = "g" }
        return try spec.floating(number, precision: spec.precision ?? 6, run)
      case "\0":
        if let precision = spec.precision {
          spec.type = "g"
          return try spec.floating(number, precision: precision, run)
        }
        let shortest = PythonText.float(number)
        guard number.isFinite, !shortest.contains("e") else {
          spec.type = "g"
          return try spec.floating(number, precision: 17, run)
        }
        let places =
          shortest.utf8.count
          - (shortest.utf8.firstIndex(of: 0x2E).map {
            shortest.utf8.distance(from: shortest.startIndex, to: $0)
          } ?? 0) - 1
        spec.type = "f"
        return try spec.floating(number, precision: places, run)
      default: throw unknown()
      }
    default:
      throw .type("unsupported format string passed to \(value.typeName).__format__")
    }
  }
}
