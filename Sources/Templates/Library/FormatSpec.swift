/// How a value is written: width, sign, digits. Python's formats of both kinds come down to it.
struct FormatSpec {
  var fill: Unicode.Scalar = " "
  /// `<`, `>`, `^` or `=`; nil is the usual one of the value.
  var align: Unicode.Scalar?
  var sign: Unicode.Scalar = "-"
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
    if at(index) == "z" { index += 1 }
    if at(index) == "#" {
      isAlternate = true
      index += 1
    }
    if at(index) == "0" {
      if align == nil { padsZero = true }
      if align == nil || fill == " " && index == 1 { fill = "0" }
      index += 1
    }
    width = try number() ?? 0
    if let scalar = at(index), scalar == "," || scalar == "_" {
      grouping = scalar
      index += 1
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
    isNegative ? "-" : sign == "-" ? "" : Text.string(sign)
  }

  /// Digits in groups.
  private func grouped(_ digits: String, size: Int) -> String {
    guard let grouping else { return digits }
    var output: [UInt8] = []
    let bytes = Array(digits.utf8)
    for (index, byte) in bytes.enumerated() {
      if index > 0, (bytes.count - index) % size == 0 { output.append(UInt8(grouping.value)) }
      output.append(byte)
    }
    return Text.string(output)
  }

  /// Puts sign, prefix and digits together, with zeros or other signs between them as asked.
  private func assembled(
    _ sign: String, _ digits: String, groupSize: Int = 3, _ run: Run
  ) throws(TemplateError) -> String {
    // The whole part of the number is what is grouped.
    let end = digits.utf8.firstIndex {
      !(0x30...0x39).contains($0) && !(0x61...0x66).contains($0 | 0x20) || $0 == 0x2E
    }
    var whole = end.map { String(digits[..<$0]) } ?? digits
    let rest = end.map { String(digits[$0...]) } ?? ""
    let isZeroPadded = padsZero || align == "=" && fill == "0"
    if isZeroPadded {
      let room = width - sign.utf8.count - rest.utf8.count
      try run.checkText(room)
      if grouping != nil {
        // So many digits fill the room, with what stands between their groups.
        var count = max(whole.utf8.count, room - room / (groupSize + 1) - 1)
        while count + (count - 1) / groupSize < room { count += 1 }
        whole = String(repeating: "0", count: count - whole.utf8.count) + whole
      }
      if grouping == nil, whole.utf8.count < room {
        whole = String(repeating: "0", count: room - whole.utf8.count) + whole
      }
      return sign + grouped(whole, size: groupSize) + rest
    }
    let number = grouped(whole, size: groupSize) + rest
    if align == "=" {
      var inner = self
      inner.align = ">"
      inner.width = width - sign.utf8.count
      return sign + (try inner.padded(number, run))
    }
    return try padded(sign + number, run)
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

  /// A float, by its type.
  func floating(_ number: Double, precision: Int, _ run: Run) throws(TemplateError) -> String {
    try run.checkText(precision)
    try run.work(precision)
    let magnitude = number.magnitude
    var digits: String
    switch type {
    case "e", "E": digits = DecimalFormat.scientific(magnitude, places: precision)
    case "g", "G": digits = DecimalFormat.general(magnitude, places: precision, alternate: isAlternate)
    case "%": digits = DecimalFormat.fixed(magnitude * 100, places: precision) + "%"
    default: digits = DecimalFormat.fixed(magnitude, places: precision)
    }
    if number.isNaN { digits = "nan" + (type == "%" ? "%" : "") }
    if type == "E" || type == "F" || type == "G" { digits = digits.uppercased() }
    let sign = signText(number.sign == .minus && !number.isNaN)
    if !number.isFinite {
      var plain = self
      plain.grouping = nil
      if padsZero || align == "=" {
        plain.padsZero = false
        plain.align = ">"
        plain.width = width - sign.utf8.count
        return sign + (try plain.padded(digits, run))
      }
      return try plain.padded(sign + digits, run)
    }
    return try assembled(sign, digits, run)
  }
}
