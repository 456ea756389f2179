/// How a value is written: width, sign, digits. Python's formats of both kinds come down to it.
///
/// The language of the specifications: https://docs.python.org/3.11/library/string.html#formatspec
struct FormatSpec {
  var fill: Unicode.Scalar = " "
  /// `<`, `>`, `^` or `=`; nil is the usual one of the value.
  var align: Unicode.Scalar?
  /// `+`, `-` or a space; nil when none is given, which is `-` for numbers.
  var sign: Unicode.Scalar?
  /// Whether a negative number that is rounded to zero loses its sign.
  var hasNoNegativeZero = false
  var isAlternate = false
  var padsZero = false
  var width = 0
  var grouping: Unicode.Scalar?
  var precision: Int?
  var type: Unicode.Scalar = "\0"

  init() {}

  /// Reads the specification of `str.format`.
  init(_ text: String, _ run: Run) throws(TemplateError) {
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func at(_ place: Int) -> Unicode.Scalar? { scalars.indices.contains(place) ? scalars[place] : nil }
    var hasFill = false
    func isAlign(_ scalar: Unicode.Scalar?) -> Bool {
      scalar.map { "<>^=".unicodeScalars.contains($0) } ?? false
    }
    func number() throws(TemplateError) -> Int? {
      var number: Int?
      while let scalar = at(index), ("0"..."9").contains(scalar) {
        number = (number ?? 0) * 10 + Int(scalar.value - 0x30)
        try run.checkText(number ?? 0)
        index += 1
      }
      return number
    }
    if isAlign(at(1)) {
      fill = scalars[0]
      hasFill = true
      align = at(1)
      index = 2
    } else if isAlign(at(0)) {
      align = at(0)
      index = 1
    }
    if let scalar = at(index), "+- ".unicodeScalars.contains(scalar) {
      sign = scalar
      index += 1
    }
    if at(index) == "z" {
      hasNoNegativeZero = true
      index += 1
    }
    if at(index) == "#" {
      isAlternate = true
      index += 1
    }
    if at(index) == "0", !hasFill {
      if align == nil { padsZero = true }
      fill = "0"
      index += 1
    }
    width = try number() ?? 0
    if let scalar = at(index), scalar == "," || scalar == "_" {
      grouping = scalar
      index += 1
      if at(index) == "," || at(index) == "_" && scalar == "," {
        throw .value("Cannot specify both ',' and '_'.")
      }
    }
    if at(index) == "." {
      index += 1
      guard let given = try number() else { throw .value("Format specifier missing precision") }
      precision = given
    }
    if let scalar = at(index) {
      type = scalar
      index += 1
    }
    guard index == scalars.count else { throw .value("Invalid format specifier") }
  }

  /// A text with what fills it up to the width.
  func padded(_ text: String, standard: Unicode.Scalar = ">", _ run: Run) throws(TemplateError) -> String {
    let align = align ?? standard
    let fill = Text.string(fill)
    return try StringMethods.padded(text, width, fill, run) { total, _ in
      switch align {
      case "<": 0
      case "^": total / 2
      default: total
      }
    }
  }

  private func signText(_ isNegative: Bool) -> String {
    isNegative ? "-" : sign.map { $0 == "-" ? "" : Text.string($0) } ?? ""
  }

  /// Whether zeros are written in between sign and digits.
  private var isZeroPadded: Bool { padsZero || align == "=" && fill == "0" }

  /// Digits in groups, with zeros before them until they are so wide.
  private func grouped(_ digits: String, size: Int, width: Int) -> String {
    let given = digits.utf8.count
    guard let grouping else { return String(repeating: "0", count: max(0, width - given)) + digits }
    // Every group but the first takes one place more.
    var count = max(given, width - width / (size + 1) - 1)
    while count + (count - 1) / size < width { count += 1 }
    var output: [UInt8] = []
    output.reserveCapacity(count + count / size)
    var bytes = digits.utf8.makeIterator()
    for place in 0..<count {
      if place > 0, (count - place) % size == 0 { output.append(UInt8(grouping.value)) }
      output.append(place < count - given ? 0x30 : bytes.next() ?? 0x30)
    }
    return Text.string(output)
  }

  /// Puts sign, the digits before the point and the rest together, with what fills the width where it belongs.
  private func assembled(
    _ sign: String, _ digits: String, _ rest: String = "", groupSize: Int = 3, _ run: Run
  ) throws(TemplateError) -> String {
    let room = isZeroPadded ? width - sign.utf8.count - rest.utf8.count : 0
    try run.makeText(max(0, room))
    let number = digits.isEmpty ? "" : grouped(digits, size: groupSize, width: room)
    if align == "=" || isZeroPadded {
      var inner = self
      inner.align = ">"
      inner.width = width - sign.utf8.count
      return sign + (try inner.padded(number + rest, run))
    }
    return try padded(sign + number + rest, run)
  }

  /// A whole number.
  func whole(
    _ number: Int, digits: String, prefix: String, _ run: Run
  ) throws(TemplateError) -> String {
    var digits = digits
    try run.makeText(precision ?? 0)
    if let precision, digits.utf8.count < precision {
      digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
    }
    return try assembled(
      signText(number < 0) + prefix, digits, groupSize: "xXob".unicodeScalars.contains(type) ? 4 : 3, run)
  }

  /// A float, by its type; without one it is as `repr` writes it, or has so many digits.
  func floating(_ number: Double, precision given: Int?, _ run: Run) throws(TemplateError) -> String {
    let precision = given ?? 6
    try run.checkText(precision)
    try run.work(precision)
    let magnitude = number.magnitude
    var digits: String
    switch type {
    case "e", "E": digits = DecimalFormat.scientific(magnitude, places: precision)
    case "g", "G": digits = DecimalFormat.general(magnitude, places: precision, alternate: isAlternate)
    case "%": digits = DecimalFormat.fixed(magnitude * 100, places: precision)
    case "\0":
      digits =
        given.map { DecimalFormat.general(magnitude, places: $0, alternate: isAlternate, isWhole: false) }
        ?? PythonText.float(magnitude)
    default: digits = DecimalFormat.fixed(magnitude, places: precision)
    }
    if number.isNaN { digits = "nan" }
    if isAlternate, number.isFinite, !digits.utf8.contains(0x2E) {
      let end = digits.utf8.firstIndex(of: UInt8(ascii: "e")) ?? digits.endIndex
      digits.insert(".", at: end)
    }
    if type == "%" { digits += "%" }
    if type == "E" || type == "F" || type == "G" { digits = digits.uppercased() }
    let isZero =
      hasNoNegativeZero && !digits.utf8.prefix { $0 | 0x20 != 0x65 }.contains { (0x31...0x39).contains($0) }
    let isNegative = number.sign == .minus && !number.isNaN && !(isZero && number.isFinite)
    let end = digits.utf8.firstIndex { !(0x30...0x39).contains($0) } ?? digits.endIndex
    return try assembled(signText(isNegative), String(digits[..<end]), String(digits[end...]), run)
  }
}
