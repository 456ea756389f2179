extension Filters {
  static let sequences: [String: NativeFilter] = [
    "length": length, "count": length,
    "list": plain("sync_do_list") { value, frame throws(TemplateError) in
      try frame.run.list(Access.items(value, frame.run))
    },
    "first": plain("sync_do_first", offset: 2) { value, frame throws(TemplateError) in
      var iterator = try Access.iterator(value)
      return try iterator.next() ?? frame.run.undefined("No first item, sequence was empty.")
    },
    "last": plain("do_last", offset: 2) { value, frame throws(TemplateError) in
      let items = try reversible(value, frame.run)
      return items.last ?? frame.run.undefined("No last item, sequence was empty.")
    },
    "random": plain("do_random", offset: 2) { value, frame throws(TemplateError) in
      guard let count = try Access.count(value) else {
        throw .type("object of type '\(value.typeName)' has no len()")
      }
      guard count > 0 else { return frame.run.undefined("No random item, sequence was empty.") }
      return try Access.items(value, frame.run).randomElement(using: &frame.run.random) ?? .none
    },
    "reverse": plain("do_reverse") { value, frame throws(TemplateError) in
      if let text = value.text {
        try frame.run.makeText(text.utf8.count)
        return StringMethods.like(value, Text.string(text.unicodeScalars.reversed()))
      }
      if value.isNone || value.number != nil { throw .value("argument must be iterable") }
      // What can only be gone over forwards, as a loop itself, is gone over to its end first.
      if case .object(let object) = value, !(object is RangeObject), !(object is DictViewObject) {
        do throws(TemplateError) {
          return try frame.run.list(Access.items(value, frame.run).reversed())
        } catch {
          throw error.kind == .type ? .value("argument must be iterable") : error
        }
      }
      let items = try reversible(value, frame.run)
      try frame.run.makeItems(items.count)
      return try GeneratorObject.make(
        "reversed", kind: "\(value.typeName)_reverseiterator", over: value, .none, frame.run,
        ValueIterator(items.reversed()))
    },
    "join": join,
    "default": standard, "d": standard,
    "items": plain("do_items") { value, frame throws(TemplateError) in
      return try lazily("do_items", value, .none, frame.run) { () throws(TemplateError) in
        switch value {
        case .undefined: return ValueIterator([])
        case .dict(let box): return ValueIterator(DictViewObject(box, .items))
        default: throw .type("Can only get item pairs from a mapping.")
        }
      }
    },
    "dictsort": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_dictsort", arguments, ["case_sensitive", "by", "reverse"], offset: 1)
      let by = bound.value(1).map { $0.text ?? "" } ?? "key"
      guard by == "key" || by == "value" else {
        throw .value("You can only sort by either \"key\" or \"value\"")
      }
      if case .undefined(let undefined) = value { throw undefined.error }
      guard case .dict(let box) = value else {
        throw .type("'\(value.typeName)' object has no attribute 'items'")
      }
      let isSensitive = try bound.bool(0, false)
      let sorted = try Comparison.sorted(
        DictViewObject(box, .items).items, reverse: flag(bound.value(2)), run: frame.run
      ) { pair throws(TemplateError) in
        guard case .tuple(let pair) = pair else { return pair }
        let item = pair.items[by == "key" ? 0 : 1]
        return isSensitive ? item : folded(item)
      }
      return try frame.run.list(sorted)
    },
    "sort": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_sort", arguments, ["reverse", "case_sensitive", "attribute"], offset: 2)
      let isSensitive = try bound.bool(1, false)
      var paths: [Path] = []
      if let attribute = bound.optional(2), let text = attribute.text {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
          paths.append(try Path(.string(String(part))))
        }
      } else {
        paths = [try Path(bound.optional(2))]
      }
      let run = frame.run
      let sorted = try Comparison.sorted(Access.items(value, run), reverse: flag(bound.value(0)), run: run) {
        item throws(TemplateError) in
        var keys: [Value] = []
        for path in paths {
          let key = try path.value(item, run)
          keys.append(isSensitive ? key : folded(key))
        }
        return .list(ListBox(keys))
      }
      return try run.list(sorted)
    },
    "unique": { value, arguments, frame throws(TemplateError) in
      let bound = try Binder("do_unique", arguments, ["case_sensitive", "attribute"], offset: 2)
      let isSensitive = try bound.bool(0, false)
      let path = try Path(bound.optional(1))
      var iterator: ValueIterator?
      var seen: Set<DictKey> = []
      let run = frame.run
      return try GeneratorObject.make(
        "sync_do_unique", over: value, arguments, run,
        ValueIterator { () throws(TemplateError) in
          if iterator == nil { iterator = try Access.iterator(value) }
          while let item = try iterator?.next() {
            try run.work()
            let found = try path.value(item, run)
            let key = isSensitive ? found : folded(found)
            try Comparison.checkHashable(key, run)
            if seen.insert(DictKey(key)).inserted { return item }
          }
          return nil
        })
    },
    "min": { value, arguments, frame throws(TemplateError) in
      try extreme("do_min", value, arguments, frame) { candidate, best throws(TemplateError) in
        try Comparison.isBefore(candidate, best, frame.run)
      }
    },
    "max": { value, arguments, frame throws(TemplateError) in
      try extreme("do_max", value, arguments, frame) { candidate, best throws(TemplateError) in
        try Comparison.isBefore(best, candidate, frame.run, sign: ">")
      }
    },
    "slice": { value, arguments, frame throws(TemplateError) in
      // What is made holds the frame, in which it may be stored.
      try frame.noteOnce()
      let bound = try Binder("sync_do_slice", arguments, ["slices", "fill_with"], required: 1, offset: 1)
      return try lazily("sync_do_slice", value, arguments, frame.run) { () throws(TemplateError) in
        let items = try Access.items(value, frame.run)
        let slices = try Binder.int(bound[0])
        guard slices != 0 else { throw TemplateError(.arithmetic, "integer division or modulo by zero") }
        try frame.run.makeItems(max(0, slices))
        let (size, extra) = (slices > 0 ? items.count / slices : 0, slices > 0 ? items.count % slices : 0)
        var parts: [Value] = []
        var start = 0
        for number in 0..<max(0, slices) {
          let end = start + size + (number < extra ? 1 : 0)
          var part = Array(items[start..<end])
          if let fill = bound.optional(1), number >= extra { part.append(fill) }
          parts.append(try frame.run.list(part))
          start = end
        }
        return ValueIterator(parts)
      }
    },
    "batch": { value, arguments, frame throws(TemplateError) in
      // What is made holds the frame, in which it may be stored.
      try frame.noteOnce()
      let bound = try Binder("do_batch", arguments, ["linecount", "fill_with"], required: 1, offset: 1)
      return try lazily("do_batch", value, arguments, frame.run) { () throws(TemplateError) in
        var parts: [Value] = []
        var part: [Value] = []
        for item in try Access.items(value, frame.run) {
          if let size = bound[0].number, Double(part.count) == size {
            parts.append(try frame.run.list(part))
            part = []
          }
          part.append(item)
        }
        guard !part.isEmpty else { return ValueIterator(parts) }
        if let fill = bound.optional(1) {
          let size = try Binder.int(bound[0])
          if part.count < size {
            try frame.run.makeItems(size)
            part += Array(repeating: fill, count: size - part.count)
          }
        }
        parts.append(try frame.run.list(part))
        return ValueIterator(parts)
      }
    },
    "groupby": groupby,
    "attr": { value, arguments, frame throws(TemplateError) in
      let name = try Binder("do_attr", arguments, ["name"], required: 1, offset: 2)[0]
      guard let text = name.text else { throw .type("attribute name must be string, not '\(name.typeName)'") }
      if case .undefined(let undefined) = value, !text.hasPrefix("__") { throw undefined.error }
      let isAttribute: Bool
      if case .object(let object) = value {
        isAttribute = try object.attribute(text, frame.run) != nil
      } else {
        isAttribute = Methods.named(text, of: value) != nil || text.hasPrefix("__")
      }
      if case .tuple(let box) = value, box.names.contains(text) {
        return try Access.attribute(value, text, frame.run)
      }
      guard isAttribute else { return frame.run.undefined(.attribute(of: Access.typeWords(value), text)) }
      return try Access.attribute(value, text, frame.run)
    },
  ]

  /// `reverse` of Python's `sorted`, which must be a number.
  private static func flag(_ value: Value?) throws(TemplateError) -> Bool {
    guard let value else { return false }
    guard let number = value.integer else {
      throw .type("'\(value.typeName)' object cannot be interpreted as an integer")
    }
    return number != 0
  }

  /// A generator whose items are worked out when the first is asked for.
  private static func lazily(
    _ name: String, _ value: Value, _ arguments: Arguments, _ run: Run,
    _ make: @escaping () throws(TemplateError) -> ValueIterator
  ) throws(TemplateError) -> Value {
    var iterator: ValueIterator?
    return try GeneratorObject.make(
      name, over: value, arguments, run,
      ValueIterator { () throws(TemplateError) in
        if iterator == nil { iterator = try make() }
        return try iterator?.next()
      })
  }

  private static let length: NativeFilter = { value, arguments, frame throws(TemplateError) in
    if !arguments.isEmpty { _ = try Binder("len", arguments, [], offset: 1) }
    if case .object(let loop as LoopObject) = value { return try loop.value(.length, frame.run) }
    if let text = value.text { try frame.run.workText(text) }
    guard let count = try Access.count(value) else {
      throw .type("object of type '\(value.typeName)' has no len()")
    }
    return .int(count)
  }

  /// The items of what can be gone over from its end.
  private static func reversible(_ value: Value, _ run: Run) throws(TemplateError) -> [Value] {
    switch value {
    case .list, .tuple, .dict, .string, .markup: return try Access.items(value, run)
    case .object(let object) where object is RangeObject || object is DictViewObject:
      return try Access.items(value, run)
    case .undefined(let undefined):
      if undefined.manner == .strict { throw undefined.error }
      return []
    default: throw .type("'\(value.typeName)' object is not reversible")
    }
  }

  private static let standard: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let bound = try Binder("do_default", arguments, ["default_value", "boolean"], offset: 1)
    let standard = bound.value(0) ?? .string("")
    if value.isUndefined { return standard }
    if try bound.bool(1, false), !value.isTrue { return standard }
    return value
  }

  private static let join: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let bound = try Binder("do_join", arguments, ["d", "attribute"], offset: 2)
    let run = frame.run
    let path = try Path(bound.optional(1))
    let separator = bound.value(0) ?? .string("")
    var iterator = try Access.iterator(value)
    var items: [Value] = []
    while let item = try iterator.next() {
      try run.work()
      items.append(try path.value(item, run))
    }
    func isSafe(_ value: Value) -> Bool { if case .markup = value { true } else { false } }
    let escapes = frame.context.escapes && (isSafe(separator) || items.contains(where: isSafe))
    let between = escapes ? try Markup.escape(separator, run) : try run.text(separator)
    var output = ""
    for (index, item) in items.enumerated() {
      if index > 0 { output += between }
      if case .string(let text) = item, !escapes {
        output += text
      } else {
        output += escapes ? try Markup.escape(item, run) : try run.text(item)
      }
      try run.checkText(output.utf8.count)
    }
    try run.makeText(output.utf8.count)
    return escapes ? .markup(output) : .string(output)
  }

  private static func extreme(
    _ name: String, _ value: Value, _ arguments: Arguments, _ frame: Frame,
    _ isBetter: (Value, Value) throws(TemplateError) -> Bool
  ) throws(TemplateError) -> Value {
    let bound = try Binder(name, arguments, ["case_sensitive", "attribute"], offset: 2)
    let isSensitive = try bound.bool(0, false)
    let path = try Path(bound.optional(1))
    var iterator = try Access.iterator(value)
    var best: (item: Value, key: Value)?
    while let item = try iterator.next() {
      try frame.run.work()
      let found = try path.value(item, frame.run)
      let key = isSensitive ? found : folded(found)
      if let current = best, !(try isBetter(key, current.key)) { continue }
      best = (item, key)
    }
    return best?.item ?? frame.run.undefined("No aggregated item, sequence was empty.")
  }

  private static let groupby: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let bound = try Binder(
      "do_groupby", arguments, ["attribute", "default", "case_sensitive"], required: 1, offset: 2)
    let path = try Path(bound[0], standard: bound.optional(1))
    let isSensitive = try bound.bool(2, false)
    let run = frame.run
    func key(_ item: Value) throws(TemplateError) -> Value {
      let found = try path.value(item, run)
      return isSensitive ? found : folded(found)
    }
    let sorted = try Comparison.sorted(Access.items(value, run), reverse: false, run: run, by: key)
    var groups: [(key: Value, items: [Value])] = []
    for item in sorted {
      let key = try key(item)
      if let last = groups.last, try Comparison.equals(last.key, key, run) {
        groups[groups.count - 1].items.append(item)
      } else {
        groups.append((key, [item]))
      }
    }
    var values: [Value] = []
    for group in groups {
      let name = isSensitive ? group.key : try path.value(group.items[0], run)
      values.append(try run.tuple([name, try run.list(group.items)], names: ["grouper", "list"]))
    }
    return try run.list(values)
  }
}
