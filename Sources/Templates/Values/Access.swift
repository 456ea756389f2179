/// How values are taken apart: attributes, items, slices, membership.
enum Access {
  /// `value.name`, as the sandbox of Jinja has it: the attributes of Python's types first, then the items.
  static func attribute(_ value: Value, _ name: String, _ run: Run) throws(TemplateError) -> Value {
    switch value {
    case .dict(let box):
      if run.syntax.isJavaScript || !DictMethods.names.contains(name), let item = box.value(forText: name) {
        return item
      }
    case .undefined(let undefined):
      if undefined.manner == .chainable { return value }
      if isInternal(name), case .undefined(let found) = unsafe(value, name, run), found.kind == .security {
        return .undefined(found)
      }
      throw undefined.error
    case .object(let object):
      if let attribute = try object.attribute(name, run) { return attribute }
    case .int, .bool, .float:
      if !run.syntax.isJavaScript, let part = NumberMethods.attribute(value, name) { return part }
    case .none where run.syntax.isJavaScript: return run.undefined(.attribute(of: "null", name))
    default: break
    }
    if let method = try method(value, name, run) { return method }
    if isInternal(name) { return unsafe(value, name, run) }
    if case .tuple(let box) = value, let index = box.names.firstIndex(of: name) { return box.items[index] }
    if case .dict(let box) = value, let item = box.value(forText: name) { return item }
    if case .object(let object) = value, let item = try object.item(.string(name), run) { return item }
    if run.syntax.isJavaScript, name == "length" {
      if let text = value.text {
        try run.workText(text)
        return .int(text.utf16.count)
      }
      if case .list(let box) = value { return .int(box.items.count) }
    }
    return run.undefined(.attribute(of: typeWords(value), name))
  }

  static func typeWords(_ value: Value) -> String {
    value.isNone ? "None" : value.typeName
  }

  private static func isInternal(_ name: String) -> Bool {
    name.hasPrefix("__") && name.hasSuffix("__") && name.utf8.count > 4
  }

  private static func unsafe(_ value: Value, _ name: String, _ run: Run) -> Value {
    let known = [
      "class", "init", "new", "doc", "dict", "module", "eq", "ne", "lt", "le", "gt", "ge", "hash", "repr",
      "str",
      "getattribute", "setattr", "delattr", "dir", "reduce", "reduce_ex", "sizeof", "format", "subclasshook",
      "init_subclass", "len", "iter", "getitem", "contains", "add", "mul", "call", "globals", "code",
    ]
    guard known.contains(String(name.dropFirst(2).dropLast(2))) else {
      return run.undefined(.attribute(of: typeWords(value), name))
    }
    return run.undefined(
      .told("access to attribute '\(name)' of '\(value.typeName)' object is unsafe"), kind: .security)
  }

  /// A method of one of Python's types, bound to its value.
  private static func method(_ value: Value, _ name: String, _ run: Run) throws(TemplateError) -> Value? {
    if run.syntax.isJavaScript {
      guard let method = JavaScriptMethods.named(name, of: value) else { return nil }
      return try run.object(BoundMethod(value, name, method))
    }
    guard let method = Methods.named(name, of: value) else { return nil }
    if !run.syntax.isMutable, Methods.changes(name, value) {
      return run.undefined(
        .told("access to attribute '\(name)' of '\(value.typeName)' object is unsafe"), kind: .security)
    }
    return try run.object(BoundMethod(value, name, method))
  }

  /// `value[key]`.
  static func item(_ value: Value, _ key: Value, _ run: Run) throws(TemplateError) -> Value {
    switch value {
    case .dict(let box):
      try run.workKey(key)
      if let item = box.value(for: key) { return item }
      if case .undefined(let undefined) = key, undefined.manner == .strict { throw undefined.error }
    // In JavaScript nothing stands at a negative place.
    case _ where run.syntax.isJavaScript && (key.integer ?? 0) < 0: break
    case .list(let box): if let item = element(box.items, key) { return item }
    case .tuple(let box): if let item = element(box.items, key) { return item }
    case .string(let text), .markup(let text):
      if key.integer != nil { try run.workText(text) }
      if let index = key.integer, let part = character(text, index) {
        if case .markup = value { return .markup(part) }
        return .string(part)
      }
    case .undefined(let undefined):
      if undefined.manner == .chainable { return value }
      throw undefined.error
    case .object(let object): if let item = try object.item(key, run) { return item }
    default: break
    }
    if let name = key.text {
      let found = try attribute(value, name, run)
      if case .undefined = found {} else { return found }
      if case .undefined(let undefined) = found, undefined.kind == .security { return found }
      return run.undefined(.attribute(of: typeWords(value), name))
    }
    if run.syntax.isJavaScript { return run.undefined(.told("no such element")) }
    return run.undefined(.item(of: typeWords(value), (try? PythonText.repr(key, run)) ?? "?"))
  }

  private static func element(_ items: [Value], _ key: Value) -> Value? {
    guard let index = key.integer else { return nil }
    let place = index < 0 ? index + items.count : index
    return items.indices.contains(place) ? items[place] : nil
  }

  private static func character(_ text: String, _ index: Int) -> String? {
    let count = Text.count(text)
    let place = index < 0 ? index + count : index
    guard place >= 0, place < count else { return nil }
    return Text.part(text, place, place + 1)
  }

  /// The number of items; nil when the value has none.
  static func count(_ value: Value) throws(TemplateError) -> Int? {
    switch value {
    case .string(let text), .markup(let text): return Text.count(text)
    case .list(let box): return box.items.count
    case .tuple(let box): return box.items.count
    case .dict(let box): return box.count
    case .undefined(let undefined):
      if undefined.manner == .strict { throw undefined.error }
      return 0
    case .object(let object): return object.count
    default: return nil
    }
  }

  /// What iterates over a value.
  static func iterator(_ value: Value) throws(TemplateError) -> ValueIterator {
    switch value {
    case .list(let box): return ValueIterator(box.items)
    case .tuple(let box): return ValueIterator(box.items)
    case .dict(let box): return ValueIterator(DictViewObject(box, .keys))
    case .string(let text), .markup(let text): return ValueIterator(scalarsOf: text)
    case .undefined(let undefined):
      if undefined.manner == .strict { throw undefined.error }
      return ValueIterator([])
    case .object(let object): if let iterator = object.iterator() { return iterator }
    default: break
    }
    throw .type("'\(value.typeName)' object is not iterable")
  }

  /// All items of a value.
  static func items(_ value: Value, _ run: Run) throws(TemplateError) -> [Value] {
    switch value {
    case .list(let box): return box.items
    case .tuple(let box): return box.items
    default:
      var iterator = try iterator(value)
      var items: [Value] = []
      while let item = try iterator.next() {
        items.append(item)
        try run.work()
        if items.count & 0xFFF == 0 { try run.makeItems(items.count) }
      }
      return items
    }
  }

  /// `item in container`.
  static func contains(_ container: Value, _ item: Value, _ run: Run) throws(TemplateError) -> Bool {
    switch container {
    case .string(let text), .markup(let text):
      guard let part = item.text else {
        throw .type("'in <string>' requires string as left operand, not \(item.typeName)")
      }
      try run.work(text.utf8.count >> 6)
      return Text.contains(text, part)
    case .dict(let box):
      try Comparison.checkHashable(item, run)
      return box.contains(item)
    case .undefined(let undefined):
      if undefined.manner == .strict { throw undefined.error }
      return false
    case .object(let object): if let answer = try object.contains(item, run) { return answer }
    case .list, .tuple: break
    default: throw .type("argument of type '\(container.typeName)' is not iterable")
    }
    guard var iterator = try? iterator(container) else {
      throw .type("argument of type '\(container.typeName)' is not iterable")
    }
    while let next = try iterator.next() {
      try run.work()
      if try Comparison.equals(next, item, run) { return true }
    }
    return false
  }

  /// `value[start:stop:step]`.
  static func slice(
    _ value: Value, _ start: Value, _ stop: Value, _ step: Value, _ run: Run
  ) throws(TemplateError) -> Value {
    if case .undefined(let undefined) = value { throw undefined.error }
    func index(_ value: Value) throws(TemplateError) -> Int? {
      if value.isNone { return nil }
      if case .undefined = value, run.syntax.isJavaScript { return nil }
      guard let index = value.integer else {
        throw .type("slice indices must be integers or None or have an __index__ method")
      }
      return index
    }
    let count: Int
    switch value {
    case .string(let text), .markup(let text):
      try run.workText(text)
      count = Text.count(text)
    case .list, .tuple: count = try Access.count(value) ?? 0
    case .object(let object as RangeObject): count = object.length
    case .dict: throw .type("unhashable type: 'slice'")
    default: throw .type("'\(value.typeName)' object is not subscriptable")
    }
    let places = try SliceRange(start: index(start), stop: index(stop), step: index(step), count: count)
    try run.work(places.count)
    switch value {
    case .list(let box): return try run.list(places.map { box.items[$0] })
    case .tuple(let box): return try run.tuple(places.map { box.items[$0] })
    case .string(let text): return .string(part(text, places, count))
    case .markup(let text): return .markup(part(text, places, count))
    case .object(let object as RangeObject):
      // A step too long for 64 bits leads past the end after the first number anyway.
      let (step, overflow) = object.step.multipliedReportingOverflow(by: places.step)
      let longest = (object.step < 0) == (places.step < 0) ? 1 << 61 : -(1 << 61)
      return .object(
        RangeObject(
          start: object.start + places.first * object.step,
          stop: object.start + places.end * object.step, step: overflow ? longest : Binder.clamped(step)))
    default: return .none
    }
  }

  private static func part(_ text: String, _ places: SliceRange, _ count: Int) -> String {
    if places.step == 1 { return Text.part(text, places.first, places.first + places.count) }
    let scalars = Array(text.unicodeScalars)
    return Text.string(places.map { scalars[$0] })
  }
}

/// The places that a slice takes, as Python counts them.
struct SliceRange: Sequence {
  let first: Int
  let count: Int
  let step: Int
  /// Where the next one would be.
  let end: Int

  init(start: Int?, stop: Int?, step: Int?, count: Int) throws(TemplateError) {
    let step = step ?? 1
    guard step != 0 else { throw .value("slice step cannot be zero") }
    let (low, high) = step < 0 ? (-1, count - 1) : (0, count)
    func clamped(_ index: Int) -> Int {
      Swift.max(low, Swift.min(high, index < 0 ? (index < -count ? low : index + count) : index))
    }
    let first = start.map(clamped) ?? (step < 0 ? high : low)
    let last = stop.map(clamped) ?? (step < 0 ? low : high)
    self.first = first
    self.step = step
    end = last
    if step > 0 {
      self.count = first < last ? (last - first - 1) / step + 1 : 0
    } else {
      self.count = first > last ? (first - last - 1) / (step == .min ? .max : -step) + 1 : 0
    }
  }

  func makeIterator() -> AnyIterator<Int> {
    var index = 0
    return AnyIterator {
      guard index < count else { return nil }
      defer { index += 1 }
      return first + index * step
    }
  }

  func map<Result>(_ transform: (Int) -> Result) -> [Result] {
    var result: [Result] = []
    result.reserveCapacity(count)
    for index in 0..<count { result.append(transform(first + index * step)) }
    return result
  }
}
