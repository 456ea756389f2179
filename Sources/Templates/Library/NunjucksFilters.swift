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
      let indent = try bound.optional(0).flatMap { value throws(TemplateError) in
        try TemplateJSON.indentText(value)
      }
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
      if let number = value.number, number.isFinite { return try NumberText.whole(number) }
      let text = Text.stripped(try frame.run.text(value))
      try frame.run.workText(text)
      var digits = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.prefix(1)) : ""
      digits += text.dropFirst(digits.count).prefix { $0.isASCII && $0.isNumber }
      return Int(digits).map { .int($0) } ?? bound.value(0) ?? .float(.nan)
    },
    "float": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("float", arguments, ["default"], offset: 1)
      if let number = value.number { return .float(number) }
      var text = Text.stripped(try frame.run.text(value))
      while !text.isEmpty, Double(text) == nil { text.removeLast() }
      return Double(text).map { .float($0) } ?? bound.value(0) ?? .float(.nan)
    },
    "round": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("round", arguments, ["precision", "method"], offset: 1)
      guard let number = value.number else { return .float(.nan) }
      let factor = Numbers.power(10, Double(try bound.int(0, 0)))
      let scaled = number * factor
      let rounded =
        switch bound.value(1)?.text {
        case "ceil": scaled.rounded(.up)
        case "floor": scaled.rounded(.down)
        default: (scaled + 0.5).rounded(.down)
        }
      let result = rounded / factor
      return Int(exactly: result).map { .int($0) } ?? .float(result)
    },
    "length": { value, _, frame throws(TemplateError) in
      switch value {
      case .string(let text), .markup(let text):
        try frame.run.workText(text)
        return .int(text.utf16.count)
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
      let length = try bound.int(0, 255)
      let text = try frame.run.text(value)
      try frame.run.makeText(text.utf8.count)
      let count = Text.count(text)
      guard count > length, length >= 0 else { return .string(text) }
      var part = Text.part(text, 0, length)
      if !(try bound.bool(1, false)) {
        let head = Text.part(text, 0, min(count, length + 1))
        if let space = head.utf8.lastIndex(of: 0x20) { part = String(head[..<space]) }
      }
      return .string(part + (try bound.value(2) == nil ? "..." : bound.text(2)))
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
      let key = try Binder("selectattr", arguments, ["attr"], required: 1, offset: 1)[0]
      var kept: [Value] = []
      for item in try Access.items(value, frame.run)
      where JavaScript.isTrue(try Access.item(item, key, frame.run)) == keeps {
        kept.append(item)
      }
      return try frame.run.list(kept)
    }
  }
}
