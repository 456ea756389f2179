/// The filters of Jinja, and those that a dialect adds.
enum Filters {
  static let table: [String: NativeFilter] = texts.merging(sequences) { $1 }.merging(selections) { $1 }
    .merging(numbers) { $1 }.merging(markups) { $1 }

  static func named(_ name: String, _ syntax: TemplateSyntax) -> NativeFilter? {
    if syntax.isJavaScript {
      return NunjucksFilters.table[name] ?? (NunjucksFilters.missing.contains(name) ? nil : table[name])
    }
    if syntax.hasPlainJSON, name == "tojson" { return plainJSON }
    return table[name]
  }

  static func names(_ syntax: TemplateSyntax) -> [String] {
    syntax.isJavaScript
      ? Array(NunjucksFilters.table.keys) + table.keys.filter { !NunjucksFilters.missing.contains($0) }
      : table.keys.sorted()
  }

  // MARK: What filters share

  /// The text of a value; what is safe stays safe.
  static func soft(_ value: Value, _ frame: Frame) throws(TemplateError) -> String {
    if let text = value.text { return text }
    return try frame.run.text(value)
  }

  /// An attribute of items, by a path such as `a.0.b`.
  struct Path {
    private let parts: [Value]
    private let standard: Value?

    init(_ attribute: Value?, standard: Value? = nil) throws(TemplateError) {
      switch attribute {
      case nil, Value.none?: parts = []
      case .string(let text)?, .markup(let text)?:
        parts = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
          !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            ? Int(part).map(Value.int) ?? .string(String(part)) : .string(String(part))
        }
      case let value?: parts = [value]
      }
      self.standard = standard
    }

    func value(_ item: Value, _ run: Run) throws(TemplateError) -> Value {
      var item = item
      for part in parts {
        item = try Access.item(item, part, run)
        if let standard, item.isUndefined { item = standard }
      }
      return item
    }
  }

  /// Lower case for comparing without regard to case.
  static func folded(_ value: Value) -> Value {
    if let text = value.text { return .string(TextCase.lower(text)) }
    return value
  }

  /// A filter that takes nothing but its value; `offset` is how many parameters it has in Python.
  static func plain(
    _ name: String, offset: Int = 1,
    _ filter: @escaping @Sendable (Value, Frame) throws(TemplateError) -> Value
  ) -> NativeFilter {
    { value, arguments, frame throws(TemplateError) in
      if !arguments.isEmpty { _ = try Binder(name, arguments, [], offset: offset) }
      return try filter(value, frame)
    }
  }

  // MARK: Texts

  private static func made(_ make: @escaping @Sendable (String) -> String, _ name: String) -> NativeFilter {
    { value, arguments, frame throws(TemplateError) in
      if !arguments.isEmpty { _ = try Binder(name, arguments, [], offset: 1) }
      let text = try soft(value, frame)
      try frame.run.makeText(text.utf8.count)
      let result = make(text)
      try frame.run.checkText(result.utf8.count)
      return StringMethods.like(value, result)
    }
  }

  private static let texts: [String: NativeFilter] = [
    "upper": made(TextCase.upper, "do_upper"), "lower": made(TextCase.lower, "do_lower"),
    "capitalize": made(TextCase.capitalized, "do_capitalize"),
    "title": made(TextFilters.title, "do_title"),
    "string": plain("soft_str") { value, frame throws(TemplateError) in
      StringMethods.like(value, try soft(value, frame))
    },
    "trim": { value, arguments, frame throws(TemplateError) in
      let text = try soft(value, frame)
      if arguments.isEmpty {
        return StringMethods.like(value, try StringMethods.stripped(text, run: frame.run))
      }
      let bound = try Binder("do_trim", arguments, ["chars"], offset: 1)
      let characters = try bound.optional(0) == nil ? nil : bound.text(0)
      return StringMethods.like(value, try StringMethods.stripped(text, characters, run: frame.run))
    },
    "replace": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_replace", arguments, ["old", "new", "count"], required: 2, offset: 2)
      let count = try bound.optional(2) == nil ? -1 : bound.int(2, -1)
      let run = frame.run
      guard frame.context.escapes else {
        let text = try StringMethods.replaced(
          run.text(value), run.text(bound[0]), run.text(bound[1]), count, run)
        return .string(text)
      }
      func isSafe(_ value: Value) -> Bool { if case .markup = value { true } else { false } }
      let escapes = isSafe(bound[0]) || isSafe(bound[1]) && !isSafe(value)
      let text = escapes ? try Markup.escape(value, run) : try soft(value, frame)
      let isResultSafe = escapes || isSafe(value)
      let new = isResultSafe ? try Markup.escape(bound[1], run) : try soft(bound[1], frame)
      let result = try StringMethods.replaced(text, soft(bound[0], frame), new, count, run)
      return isResultSafe ? .markup(result) : .string(result)
    },
    "center": { value, arguments, frame throws(TemplateError) in
      let width = try Binder("do_center", arguments, ["width"], offset: 1).int(0, 80)
      let text = try soft(value, frame)
      return StringMethods.like(
        value, try StringMethods.padded(text, width, " ", frame.run, StringMethods.centered))
    },
    "indent": TextFilters.indent, "truncate": TextFilters.truncate, "wordwrap": TextFilters.wordwrap,
    "wordcount": plain("do_wordcount") { value, frame throws(TemplateError) in
      var count = 0
      var isInWord = false
      let text = try soft(value, frame)
      try frame.run.workCharacters(of: text)
      for scalar in text.unicodeScalars {
        let isWord = Text.isWord(scalar)
        if isWord, !isInWord { count += 1 }
        isInWord = isWord
      }
      return .int(count)
    },
    "format": { value, arguments, frame throws(TemplateError) in
      guard arguments.positional.isEmpty || arguments.keyword.isEmpty else {
        throw .value("can't handle positional and keyword arguments at the same time")
      }
      let text = try soft(value, frame)
      let argument: Value =
        arguments.keyword.isEmpty
        ? .tuple(TupleBox(arguments.positional))
        : .dict(DictBox(arguments.keyword.map { ($0.name, $0.value) }))
      return StringMethods.like(
        value, try PercentFormat.format(text, argument, frame.run, escapes: value.isMarkup))
    },
    "pprint": plain("do_pprint") { value, frame throws(TemplateError) in
      .string(try PrettyPrint.text(value, frame.run))
    },
    "urlencode": plain("do_urlencode") { value, frame throws(TemplateError) in
      func quoted(_ text: String) throws(TemplateError) -> Value {
        let quoted = TextFilters.quoted(text)
        try frame.run.makeText(quoted.utf8.count)
        return .string(quoted)
      }
      if let text = value.text { return try quoted(text) }
      guard var iterator = try? Access.iterator(value) else { return try quoted(frame.run.text(value)) }
      if case .dict(let box) = value { iterator = ValueIterator(DictViewObject(box, .items)) }
      var parts: [String] = []
      while let pair = try iterator.next() {
        try frame.run.work()
        let items = try Access.items(pair, frame.run)
        guard items.count == 2 else { throw .value("not enough values to unpack (expected 2)") }
        let key = TextFilters.quoted(try frame.run.text(items[0]), inQuery: true)
        parts.append(key + "=" + TextFilters.quoted(try frame.run.text(items[1]), inQuery: true))
        try frame.run.makeText(parts[parts.count - 1].utf8.count)
      }
      try frame.run.checkText(parts.reduce(0) { $0 + $1.utf8.count + 1 })
      return .string(parts.joined(separator: "&"))
    },
  ]

  // MARK: Numbers

  private static let numbers: [String: NativeFilter] = [
    "abs": plain("abs") { value, frame throws(TemplateError) in
      switch value {
      case .int, .bool:
        let number = value.integer ?? 0
        guard number != .min else { throw TemplateError(.limit, "the result is beyond 64 bits") }
        return .int(abs(number))
      case .float(let number): return .float(abs(number))
      default: throw .type("bad operand type for abs(): '\(value.typeName)'")
      }
    },
    "int": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_int", arguments, ["default", "base"], offset: 1)
      let standard = bound.value(0) ?? .int(0)
      switch value {
      case .undefined(let undefined): throw undefined.error
      case .int, .bool: return .int(value.integer ?? 0)
      case .float(let number):
        if number.isNaN { return standard }
        guard number.isFinite else {
          throw TemplateError(.arithmetic, "cannot convert float infinity to integer")
        }
        return try NumberText.whole(number)
      case .string(let text), .markup(let text):
        try frame.run.workText(text)
        if let number = try NumberText.integer(text, base: bound.int(1, 10)) { return .int(number) }
        guard let number = NumberText.float(text), number.isFinite else { return standard }
        return try NumberText.whole(number)
      default: return standard
      }
    },
    "float": { value, arguments, frame throws(TemplateError) in
      let standard = try Binder("do_float", arguments, ["default"], offset: 1).value(0) ?? .float(0)
      if case .undefined(let undefined) = value { throw undefined.error }
      if let number = value.number { return .float(number) }
      if let text = value.text {
        try frame.run.workText(text)
        if let number = NumberText.float(text) { return .float(number) }
      }
      return standard
    },
    "round": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_round", arguments, ["precision", "method"], offset: 1)
      let method = try bound.value(1) == nil ? "common" : bound.text(1)
      guard ["common", "ceil", "floor"].contains(method) else {
        throw .value("method must be common, ceil or floor")
      }
      let places = try bound.int(0, 0)
      if method == "common" {
        switch value {
        case .int, .bool:
          let number = value.integer ?? 0
          return .int(try Numbers.rounded(number, places))
        case .float(let number): return .float(try Numbers.rounded(number, places))
        default: throw .type("type \(value.typeName) doesn't define __round__ method")
        }
      }
      let scale = try Arithmetic.binary(.pow, .int(10), .int(places), frame.run)
      let scaled = try Arithmetic.binary(.mul, value, scale, frame.run)
      guard let number = scaled.number else { throw .type("must be real number, not \(scaled.typeName)") }
      let whole = try NumberText.whole(number.rounded(method == "ceil" ? .up : .down))
      return try Arithmetic.binary(.div, whole, scale, frame.run)
    },
    "filesizeformat": { value, arguments, frame throws(TemplateError) in
      let isBinary = try Binder("do_filesizeformat", arguments, ["binary"], offset: 1).bool(0, false)
      if case .undefined(let undefined) = value { throw undefined.error }
      guard let bytes = value.number ?? value.text.flatMap(NumberText.float) else {
        throw value.text == nil
          ? TemplateError.type("float() argument must be a string or a real number, not '\(value.typeName)'")
          : TemplateError.value("could not convert string to float: \(try PythonText.repr(value, frame.run))")
      }
      return .string(try TextFilters.fileSize(bytes, isBinary: isBinary))
    },
    "sum": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_sum", arguments, ["attribute", "start"], offset: 2)
      let path = try Path(bound.optional(0))
      var total = bound.value(1) ?? .int(0)
      if total.text != nil { throw .type("sum() can't sum strings [use ''.join(seq) instead]") }
      var iterator = try Access.iterator(value)
      while let item = try iterator.next() {
        try frame.run.work()
        total = try Arithmetic.binary(.add, total, path.value(item, frame.run), frame.run)
      }
      return total
    },
  ]

  // MARK: For HTML, and JSON

  private static let markups: [String: NativeFilter] = [
    "e": escape, "escape": escape,
    "forceescape": plain("do_forceescape") { value, frame throws(TemplateError) in
      let text = Text.escaped(try frame.run.text(value))
      try frame.run.makeText(text.utf8.count)
      return .markup(text)
    },
    "safe": plain("do_mark_safe") { value, frame throws(TemplateError) in
      .markup(try frame.run.text(value))
    },
    "striptags": plain("do_striptags") { value, frame throws(TemplateError) in
      let text = try soft(value, frame)
      try frame.run.makeText(text.utf8.count)
      try frame.run.workCharacters(of: text)
      return .string(TextFilters.withoutTags(text))
    },
    "urlize": Urlize.filter,
    "xmlattr": { value, arguments, frame throws(TemplateError) in
      let hasSpace = try Binder("do_xmlattr", arguments, ["autospace"], offset: 2).bool(0, true)
      if case .undefined(let undefined) = value { throw undefined.error }
      guard case .dict(let box) = value else {
        throw .type("'\(value.typeName)' object has no attribute 'items'")
      }
      var parts: [String] = []
      try frame.run.work(box.count)
      for (key, item) in zip(box.keys, box.values) where !item.isNone && !item.isUndefined {
        guard let name = key.text else { throw .type("expected string or bytes-like object") }
        guard !name.utf8.contains(where: { " \t\n\r\u{B}\u{C}/>=".utf8.contains($0) }) else {
          throw .value("Invalid character in attribute name: \(PythonText.quoted(name))")
        }
        parts.append(
          "\(try Markup.escape(key, frame.run))=\"\(try Markup.escape(item, frame.run))\"")
        try frame.run.makeText(parts[parts.count - 1].utf8.count)
      }
      let text = (hasSpace && !parts.isEmpty ? " " : "") + parts.joined(separator: " ")
      try frame.run.makeText(text.utf8.count)
      return frame.context.escapes ? .markup(text) : .string(text)
    },
    "tojson": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_tojson", arguments, ["indent"], offset: 2)
      let indent = try bound.optional(0).flatMap { value throws(TemplateError) in
        try TemplateJSON.indentText(value)
      }
      let json = TemplateJSON(
        indent: indent, itemSeparator: indent == nil ? ", " : ",", sortsKeys: true, ensuresASCII: true)
      let text = try json.text(value, run: frame.run)
      var output = ""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "<": output += "\\u003c"
        case ">": output += "\\u003e"
        case "&": output += "\\u0026"
        case "'": output += "\\u0027"
        default: output.unicodeScalars.append(scalar)
        }
      }
      try frame.run.makeText(output.utf8.count)
      return .markup(output)
    },
  ]

  private static let escape = plain("escape") { value, frame throws(TemplateError) in
    let text = try Markup.escape(value, frame.run)
    if case .markup = value {} else { try frame.run.makeText(text.utf8.count) }
    return .markup(text)
  }

  /// `tojson` of chat templates, where it is named in an argument.
  private static let plainJSON: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let text = try TemplateJSON.plain(arguments, frame.run).text(value, run: frame.run)
    try frame.run.makeText(text.utf8.count)
    return .string(text)
  }
}
