/// The methods of Python's `str`. They count in code points.
enum StringMethods {
  static let table: [String: NativeMethod] = cases.merging(parts) { $1 }.merging(searches) { $1 }
    .merging(questions) { $1 }.merging(others) { $1 }.merging(Translation.table) { $1 }

  static func text(_ value: Value) -> String { value.text ?? "" }

  /// A text of the same safety as the one it was made of.
  static func like(_ value: Value, _ text: String) -> Value {
    value.isMarkup ? .markup(text) : .string(text)
  }

  /// A method that makes a text of a text, and takes nothing.
  private static func made(_ name: String, _ make: @escaping @Sendable (String) -> String) -> NativeMethod {
    { value, arguments, run throws(TemplateError) in
      _ = try Binder(name, arguments, [], positionalOnly: true)
      try run.makeText(text(value).utf8.count)
      let result = make(text(value))
      try run.checkText(result.utf8.count)
      return like(value, result)
    }
  }

  private static let cases: [String: NativeMethod] = [
    "upper": made("upper", TextCase.upper), "lower": made("lower", TextCase.lower),
    "casefold": made("casefold", TextCase.folded), "title": made("title", TextCase.title),
    "capitalize": made("capitalize", TextCase.capitalized), "swapcase": made("swapcase", TextCase.swapped),
  ]

  private static func stripping(_ name: String, left: Bool, right: Bool) -> NativeMethod {
    { value, arguments, run throws(TemplateError) in
      let bound = try Binder(name, arguments, ["chars"], positionalOnly: true)
      let characters = try bound.optional(0) == nil ? nil : bound.text(0)
      return like(value, try stripped(text(value), characters, left: left, right: right, run: run))
    }
  }

  /// A text without white space, or other characters, at its ends.
  static func stripped(
    _ text: String, _ characters: String? = nil, left: Bool = true, right: Bool = true, run: Run
  ) throws(TemplateError) -> String {
    try run.workText(text)
    if let characters { try run.workCharacters(of: characters) }
    let result = Text.stripped(text, characters, left: left, right: right)
    if result.utf8.count < text.utf8.count { try run.made(result.utf8.count) }
    return result
  }

  private static let parts: [String: NativeMethod] = [
    "strip": stripping("strip", left: true, right: true),
    "lstrip": stripping("lstrip", left: true, right: false),
    "rstrip": stripping("rstrip", left: false, right: true),
    "split": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("split", arguments, ["sep", "maxsplit"])
      return try list(split(value, bound, fromRight: false, run), like: value, run)
    },
    "rsplit": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("rsplit", arguments, ["sep", "maxsplit"])
      return try list(split(value, bound, fromRight: true, run), like: value, run)
    },
    "splitlines": { value, arguments, run throws(TemplateError) in
      let keeps = try Binder("splitlines", arguments, ["keepends"]).bool(0, false)
      try run.makeText(text(value).utf8.count)
      let most = run.settings.limits.items + 1
      return try list(Text.lines(text(value), keepingEnds: keeps, most: most), like: value, run)
    },
    "partition": { value, arguments, run throws(TemplateError) in
      let separator = try separator("partition", arguments)
      let text = text(value)
      try run.makeText(text.utf8.count)
      guard let place = Text.places(of: separator, in: text, limit: 1).first else {
        return try run.tuple([value, like(value, ""), like(value, "")])
      }
      return try cut(value, at: place, separator, run)
    },
    "rpartition": { value, arguments, run throws(TemplateError) in
      let separator = try separator("rpartition", arguments)
      try run.makeText(text(value).utf8.count)
      guard let place = lastPlace(of: separator, in: text(value)) else {
        return try run.tuple([like(value, ""), like(value, ""), value])
      }
      return try cut(value, at: place, separator, run)
    },
    "removeprefix": { value, arguments, run throws(TemplateError) in
      let prefix = try Binder("removeprefix", arguments, ["prefix"], required: 1, positionalOnly: true).text(
        0)
      let text = text(value)
      guard Text.begins(text, with: prefix) else { return value }
      try run.makeText(text.utf8.count)
      return like(value, Text.string(text.utf8.dropFirst(prefix.utf8.count)))
    },
    "removesuffix": { value, arguments, run throws(TemplateError) in
      let suffix = try Binder("removesuffix", arguments, ["suffix"], required: 1, positionalOnly: true).text(
        0)
      let text = text(value)
      guard !suffix.isEmpty, Text.ends(text, with: suffix) else { return value }
      try run.makeText(text.utf8.count)
      return like(value, Text.string(text.utf8.dropLast(suffix.utf8.count)))
    },
  ]

  private static func separator(_ name: String, _ arguments: Arguments) throws(TemplateError) -> String {
    let separator = try Binder(name, arguments, ["sep"], required: 1, positionalOnly: true).text(0)
    guard !separator.isEmpty else { throw .value("empty separator") }
    return separator
  }

  private static func cut(
    _ value: Value, at place: Int, _ separator: String, _ run: Run
  ) throws(TemplateError) -> Value {
    let bytes = text(value).utf8
    return try run.tuple([
      like(value, Text.string(bytes.prefix(place))), like(value, separator),
      like(value, Text.string(bytes.dropFirst(place + separator.utf8.count))),
    ])
  }

  private static func list(_ texts: [String], like value: Value, _ run: Run) throws(TemplateError) -> Value {
    try run.list(texts.map { like(value, $0) })
  }

  private static func split(
    _ value: Value, _ bound: Binder, fromRight: Bool, _ run: Run
  ) throws(TemplateError) -> [String] {
    let text = text(value)
    try run.makeText(text.utf8.count)
    let given = try bound.int(1, -1)
    // One more than may be is enough to be refused.
    let most = given < 0 ? run.settings.limits.items : min(given, run.settings.limits.items)
    guard bound.optional(0) != nil else { return words(text, most: most, fromRight: fromRight) }
    let separator = try bound.text(0)
    guard !separator.isEmpty else { throw .value("empty separator") }
    let places =
      fromRight
      ? Text.placesFromRight(of: separator, in: text, limit: most)
      : Text.places(of: separator, in: text, limit: most)
    var parts: [String] = []
    var start = 0
    let bytes = Array(text.utf8)
    for place in places {
      parts.append(Text.string(bytes[start..<place]))
      start = place + separator.utf8.count
    }
    parts.append(Text.string(bytes[start...]))
    return parts
  }

  static func lastPlace(of needle: String, in text: String) -> Int? {
    Text.placesFromRight(of: needle, in: text, limit: 1).first
  }

  /// Words parted by white space.
  private static func words(_ text: String, most: Int, fromRight: Bool) -> [String] {
    var scalars = Array(text.unicodeScalars)
    if fromRight { scalars.reverse() }
    var words: [String] = []
    var index = 0
    func add(_ part: ArraySlice<Unicode.Scalar>) {
      words.append(fromRight ? Text.string(part.reversed()) : Text.string(part))
    }
    while true {
      while index < scalars.count, Text.isSpace(scalars[index]) { index += 1 }
      guard index < scalars.count else { break }
      if words.count == most {
        var end = scalars.count
        while end > index, Text.isSpace(scalars[end - 1]) { end -= 1 }
        add(scalars[index..<end])
        break
      }
      let start = index
      while index < scalars.count, !Text.isSpace(scalars[index]) { index += 1 }
      add(scalars[start..<index])
    }
    return fromRight ? words.reversed() : words
  }

  // MARK: Searching

  /// The part between two code points that a search looks at, and where it begins.
  private static func range(
    _ text: String, _ bound: Binder
  ) throws(TemplateError) -> (part: String, start: Int)? {
    let count = Text.count(text)
    func place(_ index: Int) -> Int { index < 0 ? max(0, index + count) : index }
    let start = place(bound.optional(1) == nil ? 0 : try bound.int(1, 0))
    let stop = min(count, place(bound.optional(2) == nil ? count : try bound.int(2, count)))
    guard start <= stop else { return nil }
    return (Text.part(text, start, stop), start)
  }

  private static func find(
    _ name: String, _ value: Value, _ arguments: Arguments, fromRight: Bool, _ run: Run
  ) throws(TemplateError) -> Int? {
    let bound = try Binder(name, arguments, ["sub", "start", "end"], required: 1, positionalOnly: true)
    let needle = try bound.text(0)
    try run.work(text(value).utf8.count >> 6)
    guard let (part, start) = try range(text(value), bound) else { return nil }
    let place: Int?
    if needle.isEmpty {
      place = fromRight ? part.utf8.count : 0
    } else {
      place = fromRight ? lastPlace(of: needle, in: part) : Text.places(of: needle, in: part, limit: 1).first
    }
    return place.map { start + Text.count(Text.string(part.utf8.prefix($0))) }
  }

  private static func affix(_ name: String, atStart: Bool) -> NativeMethod {
    { value, arguments, run throws(TemplateError) in
      let bound = try Binder(name, arguments, ["prefix", "start", "end"], required: 1, positionalOnly: true)
      var wanted: [String] = []
      switch bound[0] {
      case .tuple(let box):
        for item in box.items {
          guard let text = item.text else {
            throw .type("tuple for \(name) must only contain str, not \(item.typeName)")
          }
          wanted.append(text)
        }
      case .string(let text), .markup(let text): wanted = [text]
      case .undefined(let undefined): throw undefined.error
      default:
        throw .type("\(name) first arg must be str or a tuple of str, not \(bound[0].typeName)")
      }
      // Where one is not the other, that is mostly seen at once.
      for text in wanted { try run.work(1 + text.utf8.count >> 6) }
      let part: String
      if bound.value(1) == nil, bound.value(2) == nil {
        part = text(value)
      } else {
        try run.workText(text(value))
        guard let range = try range(text(value), bound) else { return .bool(false) }
        part = range.part
      }
      return .bool(
        wanted.contains { atStart ? Text.begins(part, with: $0) : Text.ends(part, with: $0) })
    }
  }

  private static let searches: [String: NativeMethod] = [
    "startswith": affix("startswith", atStart: true), "endswith": affix("endswith", atStart: false),
    "find": { value, arguments, run throws(TemplateError) in
      .int(try find("find", value, arguments, fromRight: false, run) ?? -1)
    },
    "rfind": { value, arguments, run throws(TemplateError) in
      .int(try find("rfind", value, arguments, fromRight: true, run) ?? -1)
    },
    "index": { value, arguments, run throws(TemplateError) in
      guard let place = try find("index", value, arguments, fromRight: false, run) else {
        throw .value("substring not found")
      }
      return .int(place)
    },
    "rindex": { value, arguments, run throws(TemplateError) in
      guard let place = try find("rindex", value, arguments, fromRight: true, run) else {
        throw .value("substring not found")
      }
      return .int(place)
    },
    "count": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("count", arguments, ["sub", "start", "end"], required: 1, positionalOnly: true)
      let needle = try bound.text(0)
      try run.work(text(value).utf8.count >> 6)
      guard let (part, _) = try range(text(value), bound) else { return .int(0) }
      return .int(needle.isEmpty ? Text.count(part) + 1 : Text.places(of: needle, in: part).count)
    },
    "replace": { value, arguments, run throws(TemplateError) in
      let bound = try Binder(
        "replace", arguments, ["old", "new", "count"], required: 2, positionalOnly: true)
      let count = try bound.int(2, -1)
      var new = try bound.text(1)
      if value.isMarkup { new = try Markup.escape(bound[1], run) }
      return like(value, try replaced(text(value), bound.text(0), new, count, run))
    },
  ]

  /// Replaces a text, after a look at how long the result will be.
  static func replaced(
    _ text: String, _ old: String, _ new: String, _ count: Int, _ run: Run
  ) throws(TemplateError) -> String {
    let found =
      old.isEmpty
      ? text.utf8.count + 1 : new.utf8.count > old.utf8.count ? text.utf8.count / old.utf8.count : 0
    if found * new.utf8.count + text.utf8.count > run.settings.limits.textBytes {
      // Near the limit the places are counted first.
      let places = old.isEmpty ? Text.count(text) + 1 : Text.places(of: old, in: text).count
      let used = count < 0 ? places : min(places, count)
      let (size, overflow) = used.multipliedReportingOverflow(by: new.utf8.count)
      try run.checkText(overflow ? .max >> 8 : size)
    }
    let result = Text.replaced(text, old, new, count)
    try run.checkText(result.utf8.count)
    try run.made(result.utf8.count + text.utf8.count)
    return result
  }

  // MARK: Questions

  private static func all(
    _ name: String, _ holds: @escaping @Sendable (Unicode.Scalar) -> Bool
  ) -> NativeMethod {
    { value, arguments, run throws(TemplateError) in
      _ = try Binder(name, arguments, [], positionalOnly: true)
      try run.workCharacters(of: text(value))
      let scalars = text(value).unicodeScalars
      return .bool(!scalars.isEmpty && scalars.allSatisfy(holds))
    }
  }

  private static let questions: [String: NativeMethod] = [
    "isspace": all("isspace", Text.isSpace), "isalpha": all("isalpha", Text.isAlpha),
    "isdigit": all("isdigit", Text.isDigit), "isdecimal": all("isdecimal", Text.isDecimal),
    "isnumeric": all("isnumeric", Text.isNumeric), "isalnum": all("isalnum", Text.isAlnum),
    "isascii": question("isascii", Text.isASCII),
    "isprintable": question("isprintable") { $0.unicodeScalars.allSatisfy(Text.isPrintable) },
    "isidentifier": question("isidentifier") { text in
      let scalars = text.unicodeScalars
      guard let first = scalars.first else { return false }
      return (first == "_" || first.properties.isXIDStart)
        && scalars.allSatisfy { $0.properties.isXIDContinue }
    },
    "islower": question("islower", TextCase.isLower), "isupper": question("isupper", TextCase.isUpper),
    "istitle": question("istitle", TextCase.isTitle),
  ]

  /// A method that takes nothing and asks what a whole text is.
  private static func question(_ name: String, _ holds: @escaping @Sendable (String) -> Bool) -> NativeMethod
  {
    { value, arguments, run throws(TemplateError) in
      _ = try Binder(name, arguments, [], positionalOnly: true)
      try run.workCharacters(of: text(value))
      return .bool(holds(text(value)))
    }
  }

  // MARK: Padding and the rest

  private static func padding(_ name: String, _ pad: @escaping @Sendable (Int, Int) -> Int) -> NativeMethod {
    { value, arguments, run throws(TemplateError) in
      let bound = try Binder(name, arguments, ["width", "fillchar"], required: 1, positionalOnly: true)
      let width = try bound.int(0, 0)
      let fill = try bound.value(1) == nil ? " " : bound.text(1)
      guard fill.unicodeScalars.dropFirst().isEmpty, !fill.isEmpty else {
        throw .type("The fill character must be exactly one character long")
      }
      return like(value, try padded(text(value), width, fill, run, pad))
    }
  }

  /// Pads a text; `left` says how much of the whole padding stands before it.
  static func padded(
    _ text: String, _ width: Int, _ fill: String, _ run: Run, _ left: (_ total: Int, _ width: Int) -> Int
  ) throws(TemplateError) -> String {
    try run.workText(text)
    let total = width - Text.count(text)
    guard total > 0 else { return text }
    try run.checkText(total)
    try run.makeText(text.utf8.count + total * fill.utf8.count)
    let before = left(total, width)
    return String(repeating: fill, count: before) + text + String(repeating: fill, count: total - before)
  }

  /// How Python shares out padding on both sides.
  @Sendable
  static func centered(_ total: Int, _ width: Int) -> Int { total / 2 + (total & width & 1) }

  private static let others: [String: NativeMethod] = [
    "center": padding("center", centered), "ljust": padding("ljust") { _, _ in 0 },
    "rjust": padding("rjust") { total, _ in total },
    "zfill": { value, arguments, run throws(TemplateError) in
      let width = try Binder("zfill", arguments, ["width"], required: 1, positionalOnly: true).int(0, 0)
      let text = text(value)
      try run.made(text.utf8.count)
      let sign = text.utf8.first == 0x2B || text.utf8.first == 0x2D ? String(text.prefix(1)) : ""
      let digits = Text.string(text.utf8.dropFirst(sign.utf8.count))
      let total = width - sign.utf8.count
      return like(value, sign + (try padded(digits, total, "0", run) { total, _ in total }))
    },
    "expandtabs": { value, arguments, run throws(TemplateError) in
      let size = try Binder("expandtabs", arguments, ["tabsize"]).int(0, 8)
      let tabs = text(value).utf8.filter { $0 == 0x09 }.count
      let (most, overflow) = tabs.multipliedReportingOverflow(by: max(0, size))
      try run.makeText(overflow ? .max >> 8 : most + text(value).utf8.count)
      var output = ""
      var column = 0
      for scalar in text(value).unicodeScalars {
        if scalar == "\t" {
          let spaces = size > 0 ? size - column % size : 0
          output += String(repeating: " ", count: spaces)
          column += spaces
        } else {
          output.unicodeScalars.append(scalar)
          column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
        }
      }
      return like(value, output)
    },
    "join": { value, arguments, run throws(TemplateError) in
      let items = try Access.items(
        Binder("join", arguments, ["iterable"], required: 1, positionalOnly: true)[0], run)
      try run.work(items.count)
      var output = ""
      for (index, item) in items.enumerated() {
        guard let part = item.text else {
          throw .type("sequence item \(index): expected str instance, \(item.typeName) found")
        }
        if index > 0 { output += StringMethods.text(value) }
        output += value.isMarkup ? try Markup.escape(item, run) : part
        try run.checkText(output.utf8.count)
      }
      try run.makeText(output.utf8.count)
      return like(value, output)
    },
    "format": { value, arguments, run throws(TemplateError) in
      like(value, try BraceFormat.format(text(value), arguments, run, escapes: value.isMarkup))
    },
    "format_map": { value, arguments, run throws(TemplateError) in
      let map = try Binder("format_map", arguments, ["mapping"], required: 1, positionalOnly: true)[0]
      let pairs = try Globals.pairs(map, run)
      return like(
        value,
        try BraceFormat.format(
          text(value), Arguments(keyword: pairs.compactMap { key, item in key.text.map { ($0, item) } }), run,
          escapes: value.isMarkup))
    },
    "encode": { value, _, _ throws(TemplateError) in
      throw .type("bytes are not supported in templates")
    },
  ]
}
