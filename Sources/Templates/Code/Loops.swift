/// The condition of a loop: items that do not meet it are passed over and not counted.
struct LoopTest: Sendable {
  let target: Store
  let entry: [EntryStep]
  let test: any Code
  let at: Int
  /// The steps that one item takes beside its own.
  let weight: Int
}

/// A loop, apart from what it goes over.
final class LoopCode: Sendable {
  let target: Store
  /// What is done before the first turn, and with every turn.
  let first: [EntryStep]
  let entry: [EntryStep]
  let leaves: [Int]
  let body: Body
  /// The steps of a turn.
  private let weight: Int
  let test: LoopTest?
  let loopSlot: Int?
  let otherEntry: [EntryStep]
  let otherwise: Body
  let at: Int
  /// Of a recursive loop the variables of one of its calls.
  let function: FunctionCode?
  let isJavaScript: Bool

  init(
    target: Store, first: [EntryStep], entry: [EntryStep], leaves: [Int], body: Body, test: LoopTest?,
    loopSlot: Int?,
    otherEntry: [EntryStep], otherwise: Body, at: Int, function: FunctionCode?, isJavaScript: Bool
  ) {
    self.target = target
    self.first = first
    self.entry = entry
    self.leaves = leaves
    self.body = body
    weight = 1 + entry.count + body.weight
    self.test = test
    self.loopSlot = loopSlot
    self.otherEntry = otherEntry
    self.otherwise = otherwise
    self.at = at
    self.function = function
    self.isJavaScript = isJavaScript
  }

  /// Goes over a value.
  ///
  /// - Parameter depth: how many calls of a recursive loop this one stands in.
  func run(
    over value: Value, depth: Int, _ frame: Frame, _ output: inout Output
  ) throws(TemplateError) -> Flow {
    var cursor: LoopCursor
    do throws(TemplateError) {
      cursor = try LoopCursor(value, self, frame)
      try frame.run.work(first.count + leaves.count)
    } catch { throw frame.unit.placed(error, at: at) }
    var flow = Flow.goesOn
    var isEmpty = true
    if !first.isEmpty { frame.enter(first) }
    if let loopSlot {
      let loop = LoopObject(cursor, depth: depth, holding: value.depth)
      do throws(TemplateError) {
        try frame.run.check(depth: loop.depth)
        if test != nil {
          try frame.noteOnce()
          loop.frame = frame
        }
      } catch { throw frame.unit.placed(error, at: at) }
      if function != nil { loop.recursion = (self, frame) }
      frame.slots[loopSlot] = .object(loop)
      while let item = try placing(frame, { () throws(TemplateError) in try loop.next(frame) }) {
        // Each turn starts with the loop's own object, whatever the last one stored.
        frame.slots[loopSlot] = .object(loop)
        flow = try turn(item, frame, &output)
        if flow == .goesOn { isEmpty = false }
        if flow == .breaks { break }
      }
    } else {
      while let item = try placing(frame, { () throws(TemplateError) in try cursor.next(frame) }) {
        flow = try turn(item, frame, &output)
        if flow == .goesOn { isEmpty = false }
        if flow == .breaks { break }
      }
    }
    for slot in leaves { frame.slots[slot] = .missing }
    guard isEmpty, !otherwise.steps.isEmpty else { return .goesOn }
    try frame.work(otherEntry.count, at: at)
    frame.enter(otherEntry)
    let last = try frame.run(otherwise, at: at, &output)
    frame.leave(otherEntry)
    return last
  }

  @inline(__always)
  private func turn(_ item: Value, _ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    do throws(TemplateError) {
      try frame.run.work(weight)
      try target.set(item, frame)
    } catch { throw frame.unit.placed(error, at: at) }
    if !entry.isEmpty { frame.enter(entry) }
    return try frame.run(body.steps, &output)
  }

  @inline(__always)
  private func placing(
    _ frame: Frame, _ body: () throws(TemplateError) -> Value?
  ) throws(TemplateError) -> Value? {
    do throws(TemplateError) { return try body() } catch { throw frame.unit.placed(error, at: at) }
  }
}

/// `for`: works out what to go over, and goes over it.
final class ForStep: Step {
  private let loop: LoopCode
  private let iterated: any Code

  init(loop: LoopCode, iterated: any Code) {
    self.loop = loop
    self.iterated = iterated
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    let value = try iterated.evaluate(frame)
    if loop.function == nil { return try loop.run(over: value, depth: 0, frame, &output) }
    do throws(TemplateError) {
      let text = try loop.call(value, depth: 0, frame)
      output += text
      try frame.run.checkText(output.count)
    } catch { throw frame.unit.placed(error, at: loop.at) }
    return .goesOn
  }
}

extension LoopCode {
  /// Runs a recursive loop with variables of its own; `frame` is the one it stands in.
  func call(_ value: Value, depth: Int, _ frame: Frame) throws(TemplateError) -> String {
    guard let function else { return "" }
    try frame.run.enter()
    let inner = try Frame(function, outer: frame, run: frame.run, unit: frame.unit, context: frame.context)
    inner.parentUnit = frame.parentUnit
    try inner.noteOnce()
    var output = Output()
    _ = try run(over: value, depth: depth, inner, &output)
    try frame.run.makeText(output.count)
    frame.run.leave()
    return output.text()
  }
}

/// Goes over a value, one item after the other, those left out that do not meet the loop's condition.
struct LoopCursor {
  /// What it goes over.
  private enum Source {
    case list(ListBox)
    case items([Value])
    case iterator(ValueIterator)
  }

  private var source: Source
  private var index = 0
  private let test: LoopTest?

  init(_ value: Value, _ loop: LoopCode, _ frame: Frame) throws(TemplateError) {
    test = loop.test
    switch value {
    // A list that grows while it is gone over is gone over to its new end, as in Python.
    case .list(let box): source = .list(box)
    case .tuple(let box): source = .items(box.items)
    case .dict(let box) where loop.isJavaScript:
      source = .items(try LoopCursor.items(box, asPairs: loop.target.isTuple, frame.run))
    case .string(let text) where loop.isJavaScript && loop.target.isTuple,
      .markup(let text) where loop.isJavaScript && loop.target.isTuple:
      try frame.run.makeItems(text.utf8.count)
      source = .items(
        text.unicodeScalars.enumerated().map {
          .tuple(TupleBox([.string(String($0)), .string(Text.string($1))]))
        })
    case .none where loop.isJavaScript, .bool where loop.isJavaScript, .int where loop.isJavaScript,
      .float where loop.isJavaScript:
      source = .items([])
    default: source = .iterator(try Access.iterator(value))
    }
  }

  /// What JavaScript goes over in an object: with two names its keys and values, with one what it has under the
  /// numbers up to its `length`, which is mostly nothing.
  private static func items(_ box: DictBox, asPairs: Bool, _ run: Run) throws(TemplateError) -> [Value] {
    if asPairs { return zip(box.keys, box.values).map { .tuple(TupleBox([$0, $1])) } }
    let count = box.value(forText: "length")?.integer ?? 0
    try run.makeItems(max(0, count))
    return (0..<max(0, count)).map { box.value(forText: String($0)) ?? run.undefined("no such item") }
  }

  /// The number of items, when it is known before all were seen.
  var count: Int? {
    guard test == nil else { return nil }
    switch source {
    case .list(let box): return box.items.count
    case .items(let items): return items.count
    case .iterator: return nil
    }
  }

  private mutating func nextAny() throws(TemplateError) -> Value? {
    switch source {
    case .list(let box):
      guard index < box.items.count else { return nil }
      index += 1
      return box.items[index - 1]
    case .items(let items):
      guard index < items.count else { return nil }
      index += 1
      return items[index - 1]
    case .iterator(var iterator):
      let value = try iterator.next()
      source = .iterator(iterator)
      return value
    }
  }

  mutating func next(_ frame: Frame?) throws(TemplateError) -> Value? {
    guard let test, let frame else { return try nextAny() }
    while let value = try nextAny() {
      try frame.run.work(1 + test.entry.count + test.weight)
      frame.enter(test.entry)
      try test.target.set(value, frame)
      if try test.test.isTrue(frame, test.at) { return value }
    }
    return nil
  }
}

extension Store {
  var isTuple: Bool { if case .tuple = self { true } else { false } }
}

/// `loop`, as a template sees it.
final class LoopObject: TemplateObject {
  /// Its attributes that are values.
  enum Field: String, Sendable {
    case index, index0, revindex, revindex0, first, last, length, previtem, nextitem, depth, depth0
  }

  @exclusivity(unchecked) private var cursor: LoopCursor
  private let depth0: Int
  @exclusivity(unchecked) private var held: Int
  @exclusivity(unchecked) private var index0 = -1
  @exclusivity(unchecked) private var current: Value?
  @exclusivity(unchecked) private var before: Value?
  @exclusivity(unchecked) private var ahead: Value?
  @exclusivity(unchecked) private var isPeeked = false
  @exclusivity(unchecked) private var length: Int?
  @exclusivity(unchecked) private var lastChanged: TupleBox?
  /// Where the loop's condition is evaluated, when it has one.
  @exclusivity(unchecked) var frame: Frame?
  /// What calling it runs, in a recursive loop.
  @exclusivity(unchecked) var recursion: (code: LoopCode, frame: Frame)?

  /// - Parameters:
  ///   - depth: how many loops a recursive one stands in.
  ///   - held: how deep the value holds others that it goes over.
  init(_ cursor: LoopCursor, depth: Int, holding held: Int) {
    self.cursor = cursor
    self.held = held
    depth0 = depth
    length = cursor.count
  }

  override var depth: Int { held + 1 }
  override var typeName: String { "LoopContext" }
  override var display: String { "<LoopContext \(index0 + 1)/\(length ?? 0)>" }
  override var isCallable: Bool { true }
  override var count: Int? { try? knownLength() }

  override func release() {
    recursion = nil
    frame = nil
    current = nil
    before = nil
    ahead = nil
    lastChanged = nil
  }

  func next(_ frame: Frame?) throws(TemplateError) -> Value? {
    let item: Value?
    if isPeeked {
      item = ahead
      ahead = nil
      isPeeked = false
    } else {
      item = try cursor.next(frame)
    }
    guard let item else { return nil }
    index0 += 1
    before = current
    current = item
    return item
  }

  private func peek() throws(TemplateError) -> Value? {
    if isPeeked { return ahead }
    // The condition of a loop has places of its own, so looking ahead changes nothing that the body sees.
    ahead = try cursor.next(frame)
    isPeeked = true
    return ahead
  }

  private func knownLength() throws(TemplateError) -> Int {
    if let length { return length }
    // All that is left is read, and given out again afterwards.
    var rest: [Value] = []
    if isPeeked, let ahead { rest.append(ahead) }
    while let item = try cursor.next(frame) {
      rest.append(item)
    }
    let total = index0 + 1 + rest.count
    cursor = LoopCursor(items: rest)
    ahead = nil
    isPeeked = false
    length = total
    return total
  }

  func value(_ field: Field, _ run: Run) throws(TemplateError) -> Value {
    switch field {
    case .index: return .int(index0 + 1)
    case .index0: return .int(index0)
    case .revindex: return .int(try knownLength() - index0)
    case .revindex0: return .int(try knownLength() - index0 - 1)
    case .first: return .bool(index0 == 0)
    case .last: return .bool(try peek() == nil)
    case .length: return .int(try knownLength())
    case .previtem:
      return index0 == 0 ? run.undefined("there is no previous item") : before ?? .none
    case .nextitem: return try peek() ?? run.undefined("there is no next item")
    case .depth: return .int(depth0 + 1)
    case .depth0: return .int(depth0)
    }
  }

  /// Going over the loop itself takes its items away, each together with the loop.
  override func iterator() -> ValueIterator? {
    ValueIterator { [self] () throws(TemplateError) in
      try next(frame).map { .tuple(TupleBox([$0, .object(self)])) }
    }
  }

  override func text(_ run: Run?) throws(TemplateError) -> String {
    "<LoopContext \(index0 + 1)/\(try knownLength())>"
  }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    if let field = Field(rawValue: name) { return try value(field, run) }
    switch name {
    case "cycle":
      return .object(
        FunctionObject("cycle", holding: depth) { [self] arguments, _ throws(TemplateError) in
          guard !arguments.positional.isEmpty else { throw .type("no items for cycling given") }
          return arguments.positional[index0 % arguments.positional.count]
        })
    case "changed":
      return .object(
        FunctionObject("changed", holding: depth) { [self] arguments, run throws(TemplateError) in
          let given = TupleBox(arguments.positional)
          if let lastChanged, try Comparison.equals(.tuple(lastChanged), .tuple(given), run) {
            return .bool(false)
          }
          if given.depth > 1 {
            run.note(self)
            try run.check(depth: given.depth + 1)
            held = max(held, given.depth)
          }
          lastChanged = given
          return .bool(true)
        })
    default: return nil
    }
  }

  override func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    guard let recursion else {
      throw .type("The loop must have the 'recursive' marker to be called recursively.")
    }
    guard let outer = recursion.frame.outer else { throw .type("the loop has ended") }
    let bound = try Binder("loop", arguments, ["iterable"], required: 1)
    let text = try recursion.code.call(bound[0], depth: depth0 + 1, outer)
    return recursion.frame.context.escapes ? .markup(text) : .string(text)
  }
}

extension LoopCursor {
  init(items: [Value]) {
    source = .items(items)
    test = nil
  }
}

extension TemplateObject {
  /// Itself as a loop.
  @inline(__always)
  var loop: LoopObject? {
    type(of: self) == LoopObject.self ? unsafeDowncast(self, to: LoopObject.self) : nil
  }
}
