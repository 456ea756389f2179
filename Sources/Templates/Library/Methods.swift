/// The methods of Python's types.
enum Methods {
  static func named(_ name: String, of value: Value) -> NativeMethod? {
    switch value {
    case .string: StringMethods.table[name]
    case .markup: MarkupMethods.table[name] ?? StringMethods.table[name]
    case .dict: DictMethods.table[name]
    case .list: ListMethods.table[name]
    case .tuple: name == "index" || name == "count" ? ListMethods.table[name] : nil
    case .int, .bool: NumberMethods.ints[name]
    case .float: NumberMethods.floats[name]
    case .object(let object) where object is RangeObject: RangeMethods.table[name]
    default: nil
    }
  }

  /// Whether a method changes what it is called on.
  static func changes(_ name: String, _ value: Value) -> Bool {
    switch value {
    case .dict: DictMethods.changing.contains(name)
    case .list: ListMethods.changing.contains(name)
    default: false
    }
  }
}

/// What Python's `range` can do.
enum RangeMethods {
  private static func place(_ value: Value, _ item: Value) -> Int? {
    guard case .object(let object as RangeObject) = value, object.contains(item),
      let number = item.integer ?? item.number.flatMap({ Int(exactly: $0) })
    else { return nil }
    return (number - object.start) / object.step
  }

  static let table: [String: NativeMethod] = [
    "index": { value, arguments, run throws(TemplateError) in
      let item = try Binder("index", arguments, ["value"], required: 1, positionalOnly: true)[0]
      guard let place = place(value, item) else {
        throw .value("\(try PythonText.repr(item, run)) is not in range")
      }
      return .int(place)
    },
    "count": { value, arguments, _ throws(TemplateError) in
      .int(
        place(value, try Binder("count", arguments, ["value"], required: 1, positionalOnly: true)[0]) == nil
          ? 0 : 1)
    },
  ]
}

/// What Python's `dict` can do.
enum DictMethods {
  static let changing: Set<String> = ["clear", "pop", "popitem", "setdefault", "update"]
  static let names = Set(table.keys)

  private static func box(_ value: Value) -> DictBox {
    if case .dict(let box) = value { box } else { DictBox() }
  }

  static let table: [String: NativeMethod] = [
    "items": { value, arguments, run throws(TemplateError) in
      _ = try Binder("items", arguments, [], positionalOnly: true)
      return try run.object(DictViewObject(box(value), .items))
    },
    "keys": { value, arguments, run throws(TemplateError) in
      _ = try Binder("keys", arguments, [], positionalOnly: true)
      return try run.object(DictViewObject(box(value), .keys))
    },
    "values": { value, arguments, run throws(TemplateError) in
      _ = try Binder("values", arguments, [], positionalOnly: true)
      return try run.object(DictViewObject(box(value), .values))
    },
    "get": { value, arguments, run throws(TemplateError) in
      guard arguments.keyword.isEmpty else { throw .type("dict.get() takes no keyword arguments") }
      guard let key = arguments.positional.first, arguments.positional.count < 3 else {
        throw .type("get expected 1 to 2 arguments, got \(arguments.positional.count)")
      }
      try Comparison.checkHashable(key, run)
      return box(value).value(for: key) ?? (arguments.positional.count > 1 ? arguments.positional[1] : .none)
    },
    "copy": { value, arguments, run throws(TemplateError) in
      _ = try Binder("copy", arguments, [])
      try run.makeItems(box(value).count)
      return .dict(DictBox(copying: box(value)))
    },
    "clear": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("clear", arguments, [])
      box(value).removeAll()
      return .none
    },
    "pop": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("pop", arguments, ["key", "default"], required: 1, positionalOnly: true)
      try Comparison.checkHashable(bound[0], run)
      if let index = box(value).index(of: bound[0]) {
        try run.work((box(value).count - index) >> 6)
        return box(value).remove(at: index).1
      }
      guard let standard = bound.value(1) else { throw .value(try PythonText.repr(bound[0], run)) }
      return standard
    },
    "popitem": { value, arguments, run throws(TemplateError) in
      _ = try Binder("popitem", arguments, [])
      guard box(value).count > 0 else { throw .value("'popitem(): dictionary is empty'") }
      let (key, item) = box(value).remove(at: box(value).count - 1)
      return try run.tuple([key, item])
    },
    "setdefault": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("setdefault", arguments, ["key", "default"], required: 1, positionalOnly: true)
      try Comparison.checkHashable(bound[0], run)
      if let item = box(value).value(for: bound[0]) { return item }
      let item = bound.value(1) ?? .none
      try put(bound[0], item, box(value), run)
      return item
    },
    "update": { value, arguments, run throws(TemplateError) in
      guard arguments.positional.count < 2 else {
        throw .type("update expected at most 1 argument, got \(arguments.positional.count)")
      }
      if let other = arguments.positional.first {
        for (key, item) in try Globals.pairs(other, run) { try put(key, item, box(value), run) }
      }
      for (name, item) in arguments.keyword { try put(.string(name), item, box(value), run) }
      return .none
    },
    "fromkeys": { _, arguments, run throws(TemplateError) in try fromKeys(arguments, run) },
  ]

  /// A dict of the items of a sequence as keys, all with the same value.
  static func fromKeys(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    guard arguments.keyword.isEmpty else { throw .type("dict.fromkeys() takes no keyword arguments") }
    let bound = try Binder("fromkeys", arguments, ["iterable", "value"], required: 1)
    let box = DictBox()
    for key in try Access.items(bound[0], run) { try put(key, bound.value(1) ?? .none, box, run) }
    return .dict(box)
  }

  private static func put(_ key: Value, _ item: Value, _ box: DictBox, _ run: Run) throws(TemplateError) {
    try Comparison.checkHashable(key, run)
    try run.made(48)
    run.note(box, holding: item)
    box.set(key, item)
    try run.check(depth: box.depth)
  }
}

/// What Python's `list` can do, and of it what `tuple` can.
enum ListMethods {
  static let changing: Set<String> = [
    "append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove",
  ]

  private static func items(_ value: Value) -> [Value] {
    switch value {
    case .list(let box): box.items
    case .tuple(let box): box.items
    default: []
    }
  }

  private static func change(
    _ value: Value, _ change: (inout [Value]) throws(TemplateError) -> Void
  )
    throws(TemplateError)
  {
    if case .list(let box) = value { try change(&box.items) }
  }

  private static func noteItem(_ value: Value, _ item: Value, _ run: Run) throws(TemplateError) {
    try run.made(32)
    if items(value).count >= run.settings.limits.items { try run.makeItems(items(value).count + 1) }
    if case .list(let box) = value { run.note(box, holding: item) }
    try run.check(depth: item.depth + 1)
  }

  static let table: [String: NativeMethod] = [
    "append": { value, arguments, run throws(TemplateError) in
      let item = try Binder("append", arguments, ["object"], required: 1, positionalOnly: true)[0]
      try noteItem(value, item, run)
      try change(value) { items throws(TemplateError) in items.append(item) }
      return .none
    },
    "extend": { value, arguments, run throws(TemplateError) in
      let more = try Access.items(
        Binder("extend", arguments, ["iterable"], required: 1, positionalOnly: true)[0], run)
      try run.makeItems(items(value).count + more.count)
      for item in more { try noteItem(value, item, run) }
      try change(value) { items throws(TemplateError) in items += more }
      return .none
    },
    "insert": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("insert", arguments, ["index", "object"], required: 2, positionalOnly: true)
      let index = try Binder.int(bound[0])
      try run.work(items(value).count >> 6)
      try noteItem(value, bound[1], run)
      try change(value) { items throws(TemplateError) in
        let place = index < 0 ? max(0, index + items.count) : min(index, items.count)
        items.insert(bound[1], at: place)
      }
      return .none
    },
    "remove": { value, arguments, run throws(TemplateError) in
      let item = try Binder("remove", arguments, ["value"], required: 1, positionalOnly: true)[0]
      for (index, other) in items(value).enumerated() {
        try run.work()
        guard try Comparison.equals(other, item, run) else { continue }
        try change(value) { items throws(TemplateError) in items.remove(at: index) }
        return .none
      }
      throw .value("list.remove(x): x not in list")
    },
    "pop": { value, arguments, run throws(TemplateError) in
      let index = try Binder("pop", arguments, ["index"], positionalOnly: true).int(0, -1)
      let count = items(value).count
      guard count > 0 else { throw .value("pop from empty list") }
      let place = index < 0 ? index + count : index
      guard place >= 0, place < count else { throw .value("pop index out of range") }
      let item = items(value)[place]
      try run.work((count - place) >> 6)
      try change(value) { items throws(TemplateError) in items.remove(at: place) }
      return item
    },
    "clear": { value, arguments, _ throws(TemplateError) in
      _ = try Binder("clear", arguments, [])
      try change(value) { items throws(TemplateError) in items = [] }
      return .none
    },
    "reverse": { value, arguments, run throws(TemplateError) in
      _ = try Binder("reverse", arguments, [])
      try run.work(items(value).count)
      try change(value) { items throws(TemplateError) in items.reverse() }
      return .none
    },
    "sort": { value, arguments, run throws(TemplateError) in
      let bound = try Binder("sort", arguments, ["*key", "*reverse"])
      let key = bound.optional(0)
      let sorted = try Comparison.sorted(items(value), reverse: bound.bool(1, false), run: run) {
        item throws(TemplateError) in
        guard let key else { return item }
        return try CallCode.call(key, Arguments(positional: [item]), run)
      }
      try change(value) { items throws(TemplateError) in items = sorted }
      return .none
    },
    "copy": { value, arguments, run throws(TemplateError) in
      _ = try Binder("copy", arguments, [])
      return try run.list(items(value))
    },
    "index": { value, arguments, run throws(TemplateError) in
      let bound = try Binder(
        "index", arguments, ["value", "start", "stop"], required: 1, positionalOnly: true)
      let items = items(value)
      func place(_ index: Int) -> Int { index < 0 ? max(0, index + items.count) : index }
      let start = place(try bound.int(1, 0))
      let stop = min(items.count, place(try bound.int(2, items.count)))
      var index = start
      while index < stop {
        try run.work()
        if try Comparison.equals(items[index], bound[0], run) { return .int(index) }
        index += 1
      }
      throw .value("\(try PythonText.repr(bound[0], run)) is not in \(value.typeName)")
    },
    "count": { value, arguments, run throws(TemplateError) in
      let item = try Binder("count", arguments, ["value"], required: 1, positionalOnly: true)[0]
      var count = 0
      for other in items(value) {
        try run.work()
        if try Comparison.equals(other, item, run) { count += 1 }
      }
      return .int(count)
    },
  ]
}
