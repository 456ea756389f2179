/// The methods of JavaScript's strings and arrays that prompts call. They count in units of UTF-16; half of a pair
/// becomes U+FFFD.
enum JavaScriptMethods {
  static func named(_ name: String, of value: Value) -> NativeMethod? {
    switch value {
    case .string, .markup: texts[name]
    case .list: lists[name]
    default: nil
    }
  }

  private static func text(_ value: Value) -> String { value.text ?? "" }

  /// The part of a text between two units of UTF-16, which lie in it.
  private static func part(_ text: String, _ range: Range<Int>, _ run: Run) throws(TemplateError) -> Value {
    try run.makeText(text.utf8.count)
    if Text.isASCII(text) { return .string(Text.part(text, range.lowerBound, range.upperBound)) }
    return .string(String(decoding: Array(text.utf16)[range], as: UTF16.self))
  }

  /// Where a text stands in another, in units of UTF-16.
  private static func place(_ bytes: Int?, in text: String) -> Value {
    .int(bytes.map { Text.string(text.utf8.prefix($0)).utf16.count } ?? -1)
  }

  private static func trimmed(left: Bool, right: Bool) -> NativeMethod {
    { value, _, run throws(TemplateError) in
      try run.work(text(value).utf8.count >> 6)
      return .string(Text.stripped(text(value), JavaScriptNumber.space, left: left, right: right))
    }
  }

  private static func padded(_ name: String, atStart: Bool) -> NativeMethod {
    { value, arguments, run throws(TemplateError) in
      let bound = try Binder(name, arguments, ["length", "fill"], required: 1)
      let fill = Array((try bound.optional(1) == nil ? " " : bound.text(1)).utf16)
      let missing = try bound.int(0, 0) - text(value).utf16.count
      guard missing > 0, !fill.isEmpty else { return .string(text(value)) }
      try run.makeText(text(value).utf8.count + 3 * missing)
      let padding = String(decoding: (0..<missing).map { fill[$0 % fill.count] }, as: UTF16.self)
      return .string(atStart ? padding + text(value) : text(value) + padding)
    }
  }

  /// The part that `slice` takes; negative places count from the end.
  private static func range(_ arguments: Arguments, _ count: Int) throws(TemplateError) -> Range<Int> {
    let bound = try Binder("slice", arguments, ["start", "end"])
    func place(_ index: Int) -> Int { index < 0 ? max(0, count + index) : min(index, count) }
    let start = place(try bound.int(0, 0))
    return start..<max(start, place(try bound.int(1, count)))
  }

  private static func made(_ make: @escaping @Sendable (String) -> String) -> NativeMethod {
    { value, _, run throws(TemplateError) in
      try run.makeText(text(value).utf8.count)
      return .string(make(text(value)))
    }
  }

  private static let texts: [String: NativeMethod] = [
    "toUpperCase": made(TextCase.upper), "toLowerCase": made(TextCase.lower),
    "toString": { value, _, _ throws(TemplateError) in value },
    "trim": trimmed(left: true, right: true),
    "trimStart": trimmed(left: true, right: false), "trimEnd": trimmed(left: false, right: true),
    "padStart": padded("padStart", atStart: true), "padEnd": padded("padEnd", atStart: false),
    "charAt": { value, arguments, run throws(TemplateError) in
      let index = try Binder("charAt", arguments, ["index"]).int(0, 0)
      let text = text(value)
      guard index >= 0, index < text.utf16.count else { return .string("") }
      return try part(text, index..<(index + 1), run)
    },
    "repeat": { value, arguments, run throws(TemplateError) in
      let count = try Binder("repeat", arguments, ["count"]).int(0, 0)
      guard count >= 0 else { throw .value("Invalid count value: \(count)") }
      let (size, overflow) = text(value).utf8.count.multipliedReportingOverflow(by: count)
      try run.makeText(overflow ? .max >> 8 : size)
      return .string(String(repeating: text(value), count: size == 0 ? 0 : count))
    },
    "concat": { value, arguments, run throws(TemplateError) in
      var output = text(value)
      for argument in arguments.positional {
        output += try JavaScript.plain(argument, run)
        try run.checkText(output.utf8.count)
      }
      try run.makeText(output.utf8.count)
      return .string(output)
    },
    "includes": { value, arguments, run throws(TemplateError) in
      try run.work(text(value).utf8.count >> 6)
      return .bool(
        Text.contains(text(value), try Binder("includes", arguments, ["text"], required: 1).text(0)))
    },
    "startsWith": { value, arguments, run throws(TemplateError) in
      let start = try Binder("startsWith", arguments, ["text"], required: 1).text(0)
      try run.workText(start)
      return .bool(Text.begins(text(value), with: start))
    },
    "endsWith": { value, arguments, run throws(TemplateError) in
      let end = try Binder("endsWith", arguments, ["text"], required: 1).text(0)
      try run.workText(end)
      return .bool(Text.ends(text(value), with: end))
    },
    "slice": { value, arguments, run throws(TemplateError) in
      try part(text(value), range(arguments, text(value).utf16.count), run)
    },
    "substring": { value, arguments, run throws(TemplateError) in
      let count = text(value).utf16.count
      let bound = try Binder("substring", arguments, ["start", "end"], required: 1)
      let places = [try bound.int(0, 0), try bound.int(1, count)].map { min(max(0, $0), count) }.sorted()
      return try part(text(value), places[0]..<places[1], run)
    },
    "split": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("split", arguments, ["separator", "limit"])
      let limit = try bound.optional(1) == nil ? Int.max : bound.int(1, 0)
      guard bound.optional(0) != nil else { return try run.list(limit == 0 ? [] : [.string(text(value))]) }
      let separator = try bound.text(0)
      try run.makeText(text(value).utf8.count)
      if separator.isEmpty {
        let count = Text.count(text(value))
        try run.makeItems(limit < 0 ? count : min(limit, count))
        return try run.list(
          text(value).unicodeScalars.prefix(limit < 0 ? .max : limit).map { .string(Text.string($0)) })
      }
      var parts: [Value] = []
      var start = 0
      let bytes = Array(text(value).utf8)
      for place in Text.places(of: separator, in: text(value)) {
        parts.append(.string(Text.string(bytes[start..<place])))
        start = place + separator.utf8.count
      }
      parts.append(.string(Text.string(bytes[start...])))
      return try run.list(Array(parts.prefix(limit < 0 ? .max : limit)))
    },
    "replace": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("replace", arguments, ["old", "new"], required: 2)
      return .string(try StringMethods.replaced(text(value), bound.text(0), bound.text(1), 1, run))
    },
    "replaceAll": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("replaceAll", arguments, ["old", "new"], required: 2)
      return .string(try StringMethods.replaced(text(value), bound.text(0), bound.text(1), -1, run))
    },
    "indexOf": { value, arguments, run throws(TemplateError) in
      let needle = try Binder("indexOf", arguments, ["text"], required: 1).text(0)
      try run.work(text(value).utf8.count >> 6)
      return place(
        needle.isEmpty ? 0 : Text.places(of: needle, in: text(value), limit: 1).first, in: text(value))
    },
    "lastIndexOf": { value, arguments, run throws(TemplateError) in
      let needle = try Binder("lastIndexOf", arguments, ["text"], required: 1).text(0)
      try run.work(text(value).utf8.count >> 6)
      return place(
        needle.isEmpty ? text(value).utf8.count : StringMethods.lastPlace(of: needle, in: text(value)),
        in: text(value))
    },
  ]

  private static func items(_ value: Value) -> [Value] {
    if case .list(let box) = value { box.items } else { [] }
  }

  private static func isNaN(_ value: Value) -> Bool {
    if case .float(let number) = value { number.isNaN } else { false }
  }

  private static let lists: [String: NativeMethod] = [
    "join": { value, arguments, run throws(TemplateError) in
      let separator = try Binder("join", arguments, ["separator"]).value(0)?.text ?? ","
      try run.work(items(value).count)
      var output = ""
      for (index, item) in items(value).enumerated() {
        output += (index > 0 ? separator : "") + (try run.text(item))
        try run.checkText(output.utf8.count)
      }
      try run.makeText(output.utf8.count)
      return .string(output)
    },
    "slice": { value, arguments, run throws(TemplateError) in
      try run.list(Array(items(value)[try range(arguments, items(value).count)]))
    },
    "concat": { value, arguments, run throws(TemplateError) in
      var result = items(value)
      for argument in arguments.positional {
        if case .list(let box) = argument { result += box.items } else { result.append(argument) }
        try run.makeItems(result.count)
      }
      return try run.list(result)
    },
    "includes": { value, arguments, run throws(TemplateError) in
      let item = try Binder("includes", arguments, ["item"], required: 1)[0]
      try run.work(items(value).count)
      return .bool(
        items(value).contains { JavaScript.isSame($0, item) || isNaN($0) && isNaN(item) })
    },
    "indexOf": { value, arguments, run throws(TemplateError) in
      let item = try Binder("indexOf", arguments, ["item"], required: 1)[0]
      try run.work(items(value).count)
      return .int(items(value).firstIndex { JavaScript.isSame($0, item) } ?? -1)
    },
    "lastIndexOf": { value, arguments, run throws(TemplateError) in
      let item = try Binder("lastIndexOf", arguments, ["item"], required: 1)[0]
      try run.work(items(value).count)
      return .int(items(value).lastIndex { JavaScript.isSame($0, item) } ?? -1)
    },
    "reverse": { value, arguments, run throws(TemplateError) in
      _ = try Binder("reverse", arguments, [])
      try run.work(items(value).count)
      if case .list(let box) = value { box.items.reverse() }
      return value
    },
    "push": { value, arguments, run throws(TemplateError) in
      guard let append = ListMethods.table["append"] else { return value }
      for argument in arguments.positional { _ = try append(value, Arguments(positional: [argument]), run) }
      return .int(items(value).count)
    },
  ]
}
