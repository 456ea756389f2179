/// What nunjucks has beside Jinja's filters, or does in another way.
enum NunjucksFilters {
  /// Filters of Jinja that nunjucks does not have.
  static let missing: Set<String> = [
    "attr", "count", "filesizeformat", "format", "items", "map", "max", "min", "pprint", "tojson", "unique",
    "wordwrap", "xmlattr",
  ]

  static let table: [String: NativeFilter] = [
    "dump": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("dump", arguments, ["spaces"], offset: 1)
      let indent = bound.value(0).flatMap(indent)
      if value.isUndefined { return value }
      let json = TemplateJSON(
        indent: indent, itemSeparator: ",", keySeparator: indent == nil ? ":" : ": ", isJavaScript: true)
      let text = try json.text(value, run: frame.run)
      try frame.run.makeText(text.utf8.count)
      return .string(text)
    },
    "nl2br": { value, _, frame throws(TemplateError) in
      let text = try frame.run.text(value)
      return .string(try StringMethods.replaced(text, "\n", "<br />\n", -1, frame.run))
    },
    "int": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("int", arguments, ["default", "base"], offset: 1)
      let text = try JavaScript.plain(value, frame.run)
      try frame.run.workText(text)
      let number = JavaScriptNumber.leadingInteger(text, radix: try bound.int(1, 10))
      return number.isNaN ? bound.value(0) ?? frame.run.undefined("no number") : JavaScript.value(number)
    },
    "float": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("float", arguments, ["default"], offset: 1)
      let number = JavaScriptNumber.leadingFloat(try JavaScript.plain(value, frame.run))
      return number.isNaN ? bound.value(0) ?? frame.run.undefined("no number") : JavaScript.value(number)
    },
    "abs": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("abs", arguments, [], offset: 1)
      return JavaScript.value(abs(JavaScript.number(of: value)))
    },
    "round": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("round", arguments, ["precision", "method"], offset: 1)
      let factor = Numbers.power(10, Double(try bound.int(0, 0)))
      let scaled = JavaScript.number(of: value) * factor
      let rounded =
        switch bound.value(1)?.text {
        case "ceil": scaled.rounded(.up)
        case "floor": scaled.rounded(.down)
        default: scaled - scaled.rounded(.down) >= 0.5 ? scaled.rounded(.up) : scaled.rounded(.down)
        }
      return JavaScript.value(rounded / factor)
    },
    "length": { value, _, frame throws(TemplateError) in
      switch value {
      case .string(let text), .markup(let text):
        try frame.run.workText(text)
        return .int(text.utf16.count)
      case .bool, .int, .float: return frame.run.undefined("a number has no length")
      default: return .int(try Access.count(value) ?? 0)
      }
    },
    "join": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("join", arguments, ["del", "attr"], offset: 1)
      let separator =
        try bound.value(0).map { value throws(TemplateError) in try frame.run.text(value) } ?? ""
      var output = ""
      for (index, item) in try Access.items(value, frame.run).enumerated() {
        try frame.run.work()
        if index > 0 { output += separator }
        let shown = try bound.optional(1).map { key throws(TemplateError) in
          try Access.item(item, key, frame.run)
        }
        output += try frame.run.text(shown ?? item)
        try frame.run.checkText(output.utf8.count)
      }
      try frame.run.makeText(output.utf8.count)
      return .string(output)
    },
    "first": { value, _, frame throws(TemplateError) in
      try Access.items(value, frame.run).first ?? frame.run.undefined("no first item")
    },
    "last": { value, _, frame throws(TemplateError) in
      try Access.items(value, frame.run).last ?? frame.run.undefined("no last item")
    },
    "reverse": { value, _, frame throws(TemplateError) in
      if let text = value.text {
        try frame.run.makeText(text.utf8.count)
        return .string(Text.string(text.unicodeScalars.reversed()))
      }
      return try frame.run.list(Access.items(value, frame.run).reversed())
    },
    "batch": listed("batch"), "slice": listed("slice"),
    "truncate": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("truncate", arguments, ["length", "killwords", "end"], offset: 1)
      let given = try bound.optional(0) == nil ? 0 : bound.int(0, 0)
      let length = given == 0 ? 255 : max(0, given)
      let text = try frame.run.text(value)
      try frame.run.makeText(text.utf8.count)
      let units = Array(text.utf16)
      guard units.count > length else { return .string(text) }
      var end = length
      if !(try bound.bool(1, false)) { end = units[...length].lastIndex(of: 0x20) ?? length }
      let tail = try bound.optional(2) == nil ? "..." : bound.text(2)
      try frame.run.makeText(3 * end + tail.utf8.count)
      return .string(String(decoding: units[..<end], as: UTF16.self) + tail)
    },
    "groupby": { value, arguments, frame throws(TemplateError) in
      let key = try Binder("groupby", arguments, ["attr"], required: 1, offset: 1)[0]
      let groups = DictBox()
      for item in try Access.items(value, frame.run) {
        let name = Value.string(try JavaScript.plain(Access.item(item, key, frame.run), frame.run))
        if case .list(let box)? = groups.value(for: name) {
          box.items.append(item)
        } else {
          groups.set(name, .list(ListBox([item])))
        }
      }
      try frame.run.makeItems(groups.count)
      try frame.run.check(depth: value.depth + 2)
      return .dict(groups)
    },
    "select": selecting(true), "reject": selecting(false),
    "selectattr": selectingByAttribute(true), "rejectattr": selectingByAttribute(false),
    "safe": { value, _, frame throws(TemplateError) in .string(try frame.run.text(value)) },
    "string": { value, _, frame throws(TemplateError) in .string(try frame.run.text(value)) },
    "escape": escape, "e": escape,
  ]

  /// The third argument of `JSON.stringify`: at most ten signs.
  private static func indent(_ value: Value) -> String? {
    let text =
      value.text.map { String(decoding: $0.utf16.prefix(10), as: UTF16.self) }
      ?? String(
        repeating: " ", count: max(0, min(10, Int(exactly: (number(value) ?? 0).rounded(.down)) ?? 10)))
    return text.isEmpty ? nil : text
  }

  private static func number(_ value: Value) -> Double? {
    if case .bool = value { return nil }
    return value.number.map { $0.isNaN ? 0 : $0 }
  }

  /// A filter of Jinja whose generator is made a list.
  private static func listed(_ name: String) -> NativeFilter {
    { value, arguments, frame throws(TemplateError) in
      guard let filter = Filters.table[name] else { return value }
      return try frame.run.list(Access.items(filter(value, arguments, frame), frame.run))
    }
  }

  private static let escape: NativeFilter = { value, _, frame throws(TemplateError) in
    let text = try frame.run.text(value)
    let escaped = Text.replaced(Text.escaped(text), "&#34;", "&quot;")
    try frame.run.makeText(escaped.utf8.count)
    return .string(escaped)
  }

  private static func selecting(_ keeps: Bool) -> NativeFilter {
    { value, arguments, frame throws(TemplateError) in
      let test = arguments.positional.first?.text.flatMap { Tests.named($0) }
      let rest = Arguments(positional: Array(arguments.positional.dropFirst()))
      var kept: [Value] = []
      for item in try Access.items(value, frame.run) {
        let holds = try test?(item, rest, frame) ?? JavaScript.isTrue(item)
        if holds == keeps { kept.append(item) }
      }
      return try frame.run.list(kept)
    }
  }

  private static func selectingByAttribute(_ keeps: Bool) -> NativeFilter {
    { value, arguments, frame throws(TemplateError) in
      // What follows the attribute says nothing to nunjucks.
      let first = Arguments(positional: Array(arguments.positional.prefix(1)))
      let key = try Binder("selectattr", first, ["attr"], required: 1, offset: 1)[0]
      var kept: [Value] = []
      for item in try Access.items(value, frame.run)
      where JavaScript.isTrue(try Access.item(item, key, frame.run)) == keeps {
        kept.append(item)
      }
      return try frame.run.list(kept)
    }
  }
}
