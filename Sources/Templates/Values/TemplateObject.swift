/// A value that is neither text, number nor container: functions, loops, namespaces, iterators and the like.
class TemplateObject {
  /// The name of its type, as Python's errors write it.
  var typeName: String { "object" }
  /// Its `repr`, and its text where nothing else is said.
  var display: String { "<\(typeName) object>" }
  var isTrue: Bool { true }
  /// Whether it can be called.
  var isCallable: Bool { false }
  /// Whether it has a length, and which; nil without.
  var count: Int? { nil }
  /// Whether its items can be had by index, as `sequence` asks.
  var isSequence: Bool { false }
  /// How deep it holds others; 0 of what is let go of with the run, whatever it holds.
  var depth: Int { 0 }

  /// Its text.
  func text(_ run: Run?) throws(TemplateError) -> String { display }

  /// An attribute of it; nil when there is none of that name.
  func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? { nil }

  /// An item of it; nil when it has no items or none of that key.
  func item(_ key: Value, _ run: Run) throws(TemplateError) -> Value? { nil }

  func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    throw .type("'\(typeName)' object is not callable")
  }

  /// What iterates over it; nil when nothing can.
  func iterator() -> ValueIterator? { nil }

  /// Whether an item equals one of its own; nil when it cannot tell but by iterating.
  func contains(_ item: Value, _ run: Run) throws(TemplateError) -> Bool? { nil }

  /// Whether another one is its equal; `depth` of them hold these two.
  func equals(_ other: TemplateObject, _ run: Run?, depth: Int) throws(TemplateError) -> Bool {
    self === other
  }

  /// Lets go of everything it holds, so that values that hold each other end with the run.
  func release() {}
}

/// Gives values one after the other.
struct ValueIterator {
  private enum Source {
    case items([Value])
    /// Items of a dict, which must not get or lose any meanwhile.
    case dict(DictViewObject, keys: [Value], values: [Value])
    case scalars(String.UnicodeScalarView.Iterator)
    case function(() throws(TemplateError) -> Value?)
  }

  private var source: Source
  private var index = 0

  init(_ items: [Value]) { source = .items(items) }
  init(_ view: DictViewObject) { source = .dict(view, keys: view.box.keys, values: view.box.values) }
  init(scalarsOf text: String) { source = .scalars(text.unicodeScalars.makeIterator()) }
  init(_ next: @escaping () throws(TemplateError) -> Value?) { source = .function(next) }

  mutating func next() throws(TemplateError) -> Value? {
    switch source {
    case .items(let items):
      guard index < items.count else { return nil }
      index += 1
      return items[index - 1]
    case .dict(let view, let keys, let values):
      guard view.box.count == keys.count else { throw .value("dictionary changed size during iteration") }
      guard index < keys.count else { return nil }
      index += 1
      switch view.part {
      case .keys: return keys[index - 1]
      case .values: return values[index - 1]
      case .items: return .tuple(TupleBox([keys[index - 1], values[index - 1]]))
      }
    case .scalars(var iterator):
      let scalar = iterator.next()
      source = .scalars(iterator)
      return scalar.map { .string(String(Character($0))) }
    case .function(let next): return try next()
    }
  }
}

/// The arguments of a call.
struct Arguments {
  var positional: [Value] = []
  var keyword: [(name: String, value: Value)] = []

  static var none: Arguments { Arguments() }

  /// How deep the deepest of them holds others.
  var depth: Int {
    var deepest = 0
    for value in positional { deepest = max(deepest, value.depth) }
    for (_, value) in keyword { deepest = max(deepest, value.depth) }
    return deepest
  }

  var isEmpty: Bool { positional.isEmpty && keyword.isEmpty }
}

/// What Python calls a generator: its items can be had once.
final class GeneratorObject: TemplateObject {
  @exclusivity(unchecked) private var source: ValueIterator
  private let name: String
  private let kind: String
  private let run: Run
  private let held: Int

  /// - Parameter held: how deep the deepest value holds others that it is made of.
  private init(_ name: String, kind: String, holding held: Int, _ run: Run, _ source: ValueIterator) {
    self.name = name
    self.kind = kind
    self.run = run
    self.held = held
    self.source = source
  }

  /// A generator over a value, worked with by a filter's arguments.
  static func make(
    _ name: String, kind: String = "generator", over value: Value, _ arguments: Arguments, _ run: Run,
    _ source: ValueIterator
  ) throws(TemplateError) -> Value {
    let held = max(value.depth, arguments.depth)
    return try run.object(GeneratorObject(name, kind: kind, holding: held, run, source))
  }

  override var depth: Int { held + 1 }

  override var typeName: String { kind }
  override var display: String {
    // Python prints an address here; one of the same length keeps what is cut or counted alike.
    kind == "generator"
      ? "<generator object \(name) at 0x7f0000000000>" : "<\(kind) object at 0x7f0000000000>"
  }

  /// Its next item. Generators that go over others stand inside each other as calls do.
  func next() throws(TemplateError) -> Value? {
    try run.enter()
    defer { run.leave() }
    return try source.next()
  }

  override func iterator() -> ValueIterator? {
    ValueIterator { () throws(TemplateError) in try self.next() }
  }
  override func release() { source = ValueIterator([]) }
}

/// A Python `range`.
final class RangeObject: TemplateObject {
  let start: Int
  let stop: Int
  let step: Int

  init(start: Int, stop: Int, step: Int) {
    self.start = start
    self.stop = stop
    self.step = step
  }

  override var typeName: String { "range" }
  override var display: String {
    step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))"
  }
  override var isTrue: Bool { length > 0 }
  override var count: Int? { length }
  override var isSequence: Bool { true }

  var length: Int {
    if step > 0 { return start < stop ? (stop - start - 1) / step + 1 : 0 }
    return start > stop ? (start - stop - 1) / -step + 1 : 0
  }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    switch name {
    case "start": .int(start)
    case "stop": .int(stop)
    case "step": .int(step)
    default: nil
    }
  }

  override func item(_ key: Value, _ run: Run) throws(TemplateError) -> Value? {
    guard let index = key.integer else { return nil }
    let place = index < 0 ? index + length : index
    return place >= 0 && place < length ? .int(start + place * step) : nil
  }

  override func iterator() -> ValueIterator? {
    var index = 0
    let length = length
    return ValueIterator { () throws(TemplateError) in
      guard index < length else { return nil }
      defer { index += 1 }
      return .int(self.start + index * self.step)
    }
  }

  override func contains(_ item: Value, _ run: Run) throws(TemplateError) -> Bool? {
    contains(item)
  }

  /// Whether a number is one of it.
  func contains(_ item: Value) -> Bool {
    guard let number = item.number, let value = item.integer ?? Int(exactly: number) else { return false }
    if step > 0 { return value >= start && value < stop && (value - start) % step == 0 }
    return value <= start && value > stop && (start - value) % -step == 0
  }

  override func equals(_ other: TemplateObject, _ run: Run?, depth: Int) throws(TemplateError) -> Bool {
    guard let other = other as? RangeObject, length == other.length else { return false }
    return length == 0 || start == other.start && (length == 1 || step == other.step)
  }
}

/// What `dict.keys()`, `.values()` and `.items()` give.
final class DictViewObject: TemplateObject {
  enum Part: String { case keys, values, items }

  let box: DictBox
  let part: Part

  init(_ box: DictBox, _ part: Part) {
    self.box = box
    self.part = part
  }

  override var typeName: String { "dict_\(part.rawValue)" }
  override var isTrue: Bool { box.count > 0 }
  override var count: Int? { box.count }
  override var depth: Int { box.depth + 1 }

  var items: [Value] {
    switch part {
    case .keys: box.keys
    case .values: box.values
    case .items: zip(box.keys, box.values).map { .tuple(TupleBox([$0, $1])) }
    }
  }

  override func text(_ run: Run?) throws(TemplateError) -> String {
    try PythonText.repr(.object(self), run)
  }

  override func iterator() -> ValueIterator? { ValueIterator(self) }

  override func contains(_ item: Value, _ run: Run) throws(TemplateError) -> Bool? {
    guard part == .keys else { return nil }
    try Comparison.checkHashable(item, run)
    return box.index(of: item) != nil
  }

  /// Keys and items are sets to Python: the same when each is in the other.
  override func equals(_ other: TemplateObject, _ run: Run?, depth: Int) throws(TemplateError) -> Bool {
    guard self !== other else { return true }
    guard let other = other as? DictViewObject, part != .values, other.part != .values, count == other.count
    else {
      return false
    }
    guard depth < TemplateLimits.valueDepth else { throw Run.depthError }
    for item in items {
      try run?.work()
      switch (other.part, item) {
      case (.keys, _):
        if let run { try Comparison.checkHashable(item, run) }
        if other.box.index(of: item) == nil { return false }
      case (_, .tuple(let pair)) where pair.items.count == 2:
        if let run { try Comparison.checkHashable(pair.items[0], run) }
        guard let value = other.box.value(for: pair.items[0]),
          try Comparison.equals(value, pair.items[1], run, depth: depth + 1)
        else { return false }
      default: return false
      }
    }
    return true
  }
}
