/// The methods of JavaScript's strings and arrays that prompts call.
enum JavaScriptMethods {
  static func named(_ name: String, of value: Value) -> NativeMethod? {
    switch value {
    case .string, .markup: texts[name]
    case .list: lists[name]
    default: nil
    }
  }

  private static func text(_ value: Value) -> String { value.text ?? "" }

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
    "trim": { value, _, run throws(TemplateError) in
      .string(try StringMethods.stripped(text(value), run: run))
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
      try run.makeText(text(value).utf8.count)
      let range = try range(arguments, Text.count(text(value)))
      return .string(Text.part(text(value), range.lowerBound, range.upperBound))
    },
    "substring": { value, arguments, run throws(TemplateError) in
      try run.makeText(text(value).utf8.count)
      let count = Text.count(text(value))
      let bound = try Binder("substring", arguments, ["start", "end"], required: 1)
      let places = [try bound.int(0, 0), try bound.int(1, count)].map { min(max(0, $0), count) }.sorted()
      return .string(Text.part(text(value), places[0], places[1]))
    },
    "split": { value, arguments, run throws(TemplateError) in
      let separator = try Binder("split", arguments, ["separator"], required: 1).text(0)
      if separator.isEmpty {
        try run.makeItems(Text.count(text(value)))
        return try run.list(text(value).unicodeScalars.map { .string(Text.string($0)) })
      }
      guard let split = StringMethods.table["split"] else { return value }
      return try split(value, arguments, run)
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
      try run.workText(text(value))
      let needle = try Binder("indexOf", arguments, ["text"], required: 1).text(0)
      let place = needle.isEmpty ? 0 : Text.places(of: needle, in: text(value), limit: 1).first
      return .int(place.map { Text.count(Text.string(text(value).utf8.prefix($0))) } ?? -1)
    },
  ]

  private static func items(_ value: Value) -> [Value] {
    if case .list(let box) = value { box.items } else { [] }
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
      return .bool(try Access.contains(value, item, run))
    },
    "push": { value, arguments, run throws(TemplateError) in
      guard let append = ListMethods.table["append"] else { return value }
      for argument in arguments.positional { _ = try append(value, Arguments(positional: [argument]), run) }
      return .int(items(value).count)
    },
  ]
}
