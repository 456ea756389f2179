/// The work behind the filters of texts.
enum TextFilters {
  /// A capital at the start of each word; words are parted by white space, `-`, `(`, `{`, `[` and `<`.
  @Sendable static func title(_ text: String) -> String {
    if Text.isASCII(text) { return titleOfASCII(text) }
    var output = ""
    var part: [Unicode.Scalar] = []
    var isSeparator = false
    func flush() {
      guard let first = part.first else { return }
      output += first.properties.uppercaseMapping + TextCase.lower(Text.string(part.dropFirst()))
      part = []
    }
    for scalar in text.unicodeScalars {
      let parts = Text.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar)
      if parts != isSeparator {
        flush()
        isSeparator = parts
      }
      part.append(scalar)
    }
    flush()
    return output
  }

  private static func titleOfASCII(_ text: String) -> String {
    var isStart = true
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 0x41...0x5A: output.append(isStart ? byte : byte + 0x20)
      case 0x61...0x7A: output.append(isStart ? byte - 0x20 : byte)
      default: output.append(byte)
      }
      switch byte {
      case 0x09...0x0D, 0x1C...0x20, 0x2D, 0x28, 0x7B, 0x5B, 0x3C: isStart = true
      default: isStart = false
      }
    }
    return Text.string(output)
  }

  static let indent: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let bound = try Binder("do_indent", arguments, ["width", "first", "blank"], offset: 1)
    if case .undefined(let undefined) = value { throw undefined.error }
    guard let text = value.text else {
      throw .type("unsupported operand type(s) for +=: '\(value.typeName)' and 'str'")
    }
    let indent: String
    if let given = bound.value(0)?.text {
      indent = given
    } else {
      let width = max(0, try bound.int(0, 4))
      try frame.run.checkText(width)
      indent = String(repeating: " ", count: width)
    }
    try frame.run.makeText(text.utf8.count)
    let lines = Text.lines(text + "\n", most: frame.run.settings.limits.items + 1)
    try frame.run.makeItems(lines.count)
    let (size, overflow) = indent.utf8.count.multipliedReportingOverflow(by: lines.count)
    try frame.run.makeText(overflow ? .max >> 8 : size + text.utf8.count)
    let indentsBlank = try bound.bool(2, false)
    var output = try bound.bool(1, false) ? indent : ""
    for (index, line) in lines.enumerated() {
      if index > 0 {
        output += "\n"
        if indentsBlank || !line.isEmpty { output += indent }
      }
      output += line
    }
    return StringMethods.like(value, output)
  }

  static let truncate: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let bound = try Binder("do_truncate", arguments, ["length", "killwords", "end", "leeway"], offset: 2)
    let length = try bound.int(0, 255)
    var end = try bound.value(2) == nil ? "..." : bound.text(2)
    let leeway = try bound.optional(3) == nil ? 5 : bound.int(3, 5)
    let endCount = Text.count(end)
    guard length >= endCount else { throw .value("expected length >= \(endCount), got \(length)") }
    guard leeway >= 0 else { throw .value("expected leeway >= 0, got \(leeway)") }
    if let text = value.text { try frame.run.workText(text) }
    guard let count = try Access.count(value) else {
      throw .type("object of type '\(value.typeName)' has no len()")
    }
    if count <= length || count - length <= leeway { return value }
    guard let text = value.text else { throw .type("a \(value.typeName) cannot be truncated") }
    var part = Text.part(text, 0, length - endCount)
    if !(try bound.bool(1, false)), let space = part.utf8.lastIndex(of: 0x20) {
      part = String(part[..<space])
    }
    if value.isMarkup, let given = bound.value(2) { end = try Markup.escape(given, frame.run) }
    try frame.run.makeText(part.utf8.count + end.utf8.count)
    return StringMethods.like(value, part + end)
  }

  static let wordwrap: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let bound = try Binder(
      "do_wordwrap", arguments, ["width", "break_long_words", "wrapstring", "break_on_hyphens"], offset: 2)
    let width = try bound.int(0, 79)
    let breaksWords = try bound.bool(1, true)
    let breaksHyphens = try bound.bool(3, true)
    let join = try bound.optional(2) == nil ? "\n" : bound.text(2)
    guard let text = value.text else {
      if case .undefined(let undefined) = value { throw undefined.error }
      throw .type("'\(value.typeName)' object has no attribute 'splitlines'")
    }
    try frame.run.makeText(text.utf8.count)
    try frame.run.work(text.utf8.count)
    var lines: [String] = []
    var size = 0
    let given = Text.lines(text, most: frame.run.settings.limits.items + 1)
    try frame.run.makeItems(given.count)
    for line in given {
      guard width > 0 else { throw .value("invalid width \(width) (must be > 0)") }
      let wrapped = WordWrap(width: width, breaksWords: breaksWords, breaksHyphens: breaksHyphens).lines(line)
      size += wrapped.reduce(join.utf8.count) { $0 + $1.utf8.count + join.utf8.count }
      try frame.run.checkText(size)
      lines.append(wrapped.joined(separator: join))
    }
    let output = lines.joined(separator: join)
    try frame.run.makeText(output.utf8.count)
    return .string(output)
  }

  /// Percent signs and hexadecimal digits for what may not stand in an address.
  static func quoted(_ text: String, inQuery: Bool = false) -> String {
    var output: [UInt8] = []
    for byte in text.utf8 {
      let isLetter = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      if isLetter || "_.-~".utf8.contains(byte) || byte == 0x2F && !inQuery {
        output.append(byte)
      } else if byte == 0x20, inQuery {
        output.append(0x2B)
      } else {
        let digits = PythonText.hex(UInt32(byte), width: 2).uppercased()
        output.append(0x25)
        output += digits.utf8
      }
    }
    return Text.string(output)
  }

  static func fileSize(_ bytes: Double, isBinary: Bool) throws(TemplateError) -> String {
    let base: Double = isBinary ? 1024 : 1000
    if bytes == 1 { return "1 Byte" }
    if bytes.isNaN { throw .value("cannot convert float NaN to integer") }
    if bytes < base {
      guard bytes.isFinite else {
        throw TemplateError(.arithmetic, "cannot convert float infinity to integer")
      }
      return "\(try PythonText.string(NumberText.whole(bytes))) Bytes"
    }
    let letters = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
    var unit = base
    for (index, letter) in letters.enumerated() {
      unit *= base
      if bytes < unit || index == letters.count - 1 {
        let number = DecimalFormat.fixed(base * bytes / unit, places: 1)
        return "\(number) \(isBinary ? letter.uppercased() + "iB" : letter + "B")"
      }
    }
    return ""
  }

  /// A text without tags and comments of HTML, its white space made single and its entities read.
  static func withoutTags(_ text: String) -> String {
    let bytes = without(
      Array("<".utf8), Array(">".utf8), without(Array("<!--".utf8), Array("-->".utf8), Array(text.utf8)))
    let words = Text.string(bytes).unicodeScalars.split(whereSeparator: Text.isSpace).map { String($0) }
    return HTMLEntities.unescaped(words.joined(separator: " "))
  }

  /// A text without what stands between two marks. What is left may make up a mark again, and ends with the text when
  /// its other mark is missing.
  private static func without(_ open: [UInt8], _ close: [UInt8], _ text: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      output.append(text[index])
      index += 1
      guard output.last == open.last, output.suffix(open.count).elementsEqual(open) else { continue }
      // The other mark may begin within this one.
      var seen = Array(open.dropFirst())
      while !seen.suffix(close.count).elementsEqual(close) {
        guard index < text.count else { return output + text[(index - seen.count + open.count - 1)...] }
        seen.append(text[index])
        index += 1
      }
      output.removeLast(open.count)
    }
    return output
  }
}
