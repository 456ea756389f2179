/// Python's `text % values`.
struct PercentFormat {
  private let scalars: [Unicode.Scalar]
  private let run: Run
  private let escapes: Bool
  private let arguments: [Value]
  private let mapping: Value?
  private var index = 0
  private var used = 0
  private var output = ""

  static func format(
    _ text: String, _ value: Value, _ run: Run, escapes: Bool = false
  ) throws(TemplateError) -> String {
    var format = PercentFormat(text, value, run, escapes)
    try format.readAll()
    try run.makeText(format.output.utf8.count)
    return format.output
  }

  private init(_ text: String, _ value: Value, _ run: Run, _ escapes: Bool) {
    scalars = Array(text.unicodeScalars)
    self.run = run
    self.escapes = escapes
    if case .tuple(let box) = value { arguments = box.items } else { arguments = [value] }
    switch value {
    case .dict, .list, .undefined: mapping = value
    case .object(let object) where object.isSequence: mapping = value
    default: mapping = nil
    }
  }

  private mutating func next() throws(TemplateError) -> Unicode.Scalar {
    guard index < scalars.count else { throw .value("incomplete format") }
    index += 1
    return scalars[index - 1]
  }

  private mutating func argument() throws(TemplateError) -> Value {
    guard used < arguments.count else { throw .type("not enough arguments for format string") }
    used += 1
    return arguments[used - 1]
  }

  private mutating func readAll() throws(TemplateError) {
    var usesMapping = false
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      guard scalar == "%" else {
        output.unicodeScalars.append(scalar)
        continue
      }
      try readField(&usesMapping)
      try run.checkText(output.utf8.count)
    }
    if used < arguments.count, mapping == nil || arguments.count > 1, !usesMapping {
      throw .type("not all arguments converted during string formatting")
    }
  }

  private mutating func number(_ first: Unicode.Scalar) throws(TemplateError) -> (Int, Unicode.Scalar) {
    var scalar = first
    if scalar == "*" {
      let value = try argument()
      guard let number = value.integer else { throw .type("* wants int") }
      return (Binder.clamped(number), try next())
    }
    var number = 0
    while ("0"..."9").contains(scalar) {
      number = number * 10 + Int(scalar.value - 0x30)
      try run.checkText(number)
      scalar = try next()
    }
    return (number, scalar)
  }

  private mutating func readField(_ usesMapping: inout Bool) throws(TemplateError) {
    let start = index - 1
    var scalar = try next()
    var key: Value?
    if scalar == "(" {
      guard let mapping else { throw .type("format requires a mapping") }
      var depth = 1
      var name = String.UnicodeScalarView()
      while true {
        guard index < scalars.count else { throw .value("incomplete format key") }
        let next = try next()
        if next == "(" { depth += 1 }
        if next == ")" { depth -= 1 }
        if depth == 0 { break }
        name.append(next)
      }
      usesMapping = true
      guard case .dict(let box) = mapping else {
        if case .undefined(let undefined) = mapping { throw undefined.error }
        throw .type("format requires a mapping")
      }
      guard let value = box.value(forText: String(name)) else {
        throw .value(PythonText.quoted(String(name)))
      }
      key = value
      scalar = try next()
    }
    var spec = FormatSpec()
    spec.align = ">"
    flags: while true {
      switch scalar {
      case "-": spec.align = "<"
      case "+": spec.sign = "+"
      case " ": if spec.sign != "+" { spec.sign = " " }
      case "#": spec.isAlternate = true
      case "0": spec.padsZero = true
      default: break flags
      }
      scalar = try next()
    }
    (spec.width, scalar) = try number(scalar)
    if spec.width < 0 {
      spec.align = "<"
      spec.width = -spec.width
    }
    if scalar == "." {
      let (precision, after) = try number(try next())
      spec.precision = max(0, precision)
      scalar = after
    }
    if scalar == "h" || scalar == "l" || scalar == "L" { scalar = try next() }
    // Behind other signs Python takes an argument for it, and then finds that it formats nothing.
    if scalar == "%", index - start == 2 {
      output += "%"
      return
    }
    if spec.align == "<" { spec.padsZero = false }
    if spec.padsZero { spec.fill = "0" }
    spec.type = scalar
    let value: Value
    if let key { value = key } else { value = try argument() }
    try run.makeText(spec.width)
    output += try formatted(value, spec)
  }

  private func formatted(_ value: Value, _ spec: FormatSpec) throws(TemplateError) -> String {
    var spec = spec
    switch spec.type {
    case "s", "r", "a":
      var text: String
      if spec.type == "s" {
        text = escapes ? try Markup.escape(value, run) : try run.text(value)
      } else {
        text = try PythonText.repr(value, run)
        if spec.type == "a" { text = BraceFormat.asciiOnly(text) }
        if escapes { text = Text.escaped(text) }
      }
      if let precision = spec.precision { text = Text.part(text, 0, min(precision, Text.count(text))) }
      spec.fill = " "
      return try spec.padded(text, run)
    case "c":
      let text: String
      if let number = value.integer {
        guard let scalar = Unicode.Scalar(UInt32(clamping: number)), number >= 0 else {
          throw TemplateError(.arithmetic, "%c arg not in range(0x110000)")
        }
        text = Text.string(scalar)
      } else {
        guard let given = value.text, Text.count(given) == 1 else { throw .type("%c requires int or char") }
        text = given
      }
      spec.fill = " "
      return try spec.padded(text, run)
    case "d", "i", "u":
      let whole: Int
      switch value {
      case .int, .bool: whole = value.integer ?? 0
      case .float(let number):
        guard !number.isNaN else { throw .value("cannot convert float NaN to integer") }
        guard number.isFinite else {
          throw TemplateError(.arithmetic, "cannot convert float infinity to integer")
        }
        guard case .int(let number) = try NumberText.whole(number) else { return "" }
        whole = number
      default:
        throw .type("%\(Text.string(spec.type)) format: a real number is required, not \(value.typeName)")
      }
      return try spec.whole(whole, digits: String(whole.magnitude), prefix: "", run)
    case "x", "X", "o":
      guard let number = value.integer else {
        throw .type("%\(Text.string(spec.type)) format: an integer is required, not \(value.typeName)")
      }
      let digits = String(number.magnitude, radix: spec.type == "o" ? 8 : 16, uppercase: spec.type == "X")
      let prefix = spec.isAlternate ? "0" + Text.string(spec.type) : ""
      return try spec.whole(number, digits: digits, prefix: prefix, run)
    case "e", "E", "f", "F", "g", "G":
      guard let number = value.number else {
        if case .undefined(let undefined) = value { throw undefined.error }
        throw .type("must be real number, not \(value.typeName)")
      }
      return try spec.floating(number, precision: spec.precision ?? 6, run)
    default:
      throw .value(
        "unsupported format character \(PythonText.quoted(Text.string(spec.type))) at index \(index - 1)")
    }
  }
}
