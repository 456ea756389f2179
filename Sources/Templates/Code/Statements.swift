/// Text that stands between tags.
final class DataCode: Code {
  /// The bytes of the source.
  private let range: Range<Int>

  init(_ range: Range<Int>) { self.range = range }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .string(frame.unit.source.text(range)) }

  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError) {
    frame.unit.source.bytes.withUnsafeBufferPointer {
      output.append(UnsafeBufferPointer(rebasing: $0[range]))
    }
  }
}

/// Something printed: text as it stands, or the value of an expression; `at` is where errors of printing stand.
struct OutputPart: Sendable {
  let code: any Code
  let at: Int
}

/// Prints what stands between two tags: texts and values behind each other.
final class OutputStep: Step {
  /// Mostly there is one part only.
  private let single: OutputPart?
  private let parts: [OutputPart]
  private let checksParent: Bool

  init(_ single: OutputPart?, _ parts: [OutputPart], checksParent: Bool) {
    self.single = single
    self.parts = parts
    self.checksParent = checksParent
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    if checksParent, frame.parentUnit != nil { return .goesOn }
    let before = output.count
    if let single { try single.code.write(frame, single.at, to: &output) }
    for index in 0..<parts.count { try parts[index].code.write(frame, parts[index].at, to: &output) }
    do throws(TemplateError) {
      try frame.run.makeText(output.count - before)
      try frame.run.checkText(output.count)
    } catch {
      let last = single ?? parts.last { !($0.code is DataCode) } ?? parts.last
      throw frame.unit.placed(error, at: last?.at ?? 0)
    }
    return .goesOn
  }
}

extension Frame {
  /// Prints a value; where it cannot be printed, the error stands at a byte of the source.
  func write(_ value: Value, _ at: Int, to output: inout Output) throws(TemplateError) {
    if case .string(let text) = value, !context.escapes { return output.append(text) }
    do throws(TemplateError) {
      output.append(context.escapes ? try Markup.escape(value, run) : try run.text(value))
    } catch { throw unit.placed(error, at: at) }
  }
}

/// Where a value is stored.
indirect enum Store: Sendable {
  case slot(Int)
  /// Of nunjucks: the first of some places that holds something, or else the first of all.
  case nearest([Int])
  case attribute(Reference, String)
  case tuple([Store], at: Int)

  @inline(__always)
  func set(_ value: Value, _ frame: Frame) throws(TemplateError) {
    if case .slot(let slot) = self {
      frame.slots[slot] = value
    } else {
      try setOther(value, frame)
    }
  }

  private func setOther(_ value: Value, _ frame: Frame) throws(TemplateError) {
    switch self {
    case .slot(let slot): frame.slots[slot] = value
    case .nearest(let slots):
      frame.slots[slots.first { !frame.slots[$0].isUndefined } ?? slots[0]] = value
    case .attribute(let reference, let name):
      let namespace = try Store.namespace(reference, frame)
      namespace.box.set(.string(name), value)
      try frame.run.check(depth: namespace.box.depth)
    case .tuple(let stores, let at):
      do throws(TemplateError) {
        if frame.run.syntax.isJavaScript {
          // Each name takes what stands at its place, if anything does.
          try frame.run.work(stores.count)
          for (index, store) in stores.enumerated() {
            try store.set(Access.item(value, .int(index), frame.run), frame)
          }
          return
        }
        if case .undefined(let undefined) = value, undefined.manner == .strict { throw undefined.error }
        do throws(TemplateError) { _ = try Access.iterator(value) } catch {
          throw error.kind == .type ? .type("cannot unpack non-iterable \(value.typeName) object") : error
        }
        let items = try Access.items(value, frame.run)
        try frame.run.work(items.count)
        guard items.count == stores.count else {
          throw TemplateError.value(
            items.count > stores.count
              ? "too many values to unpack (expected \(stores.count))"
              : "not enough values to unpack (expected \(stores.count), got \(items.count))")
        }
        for (store, item) in zip(stores, items) { try store.set(item, frame) }
      } catch {
        throw frame.unit.placed(error, at: at)
      }
    }
  }

  private static func namespace(
    _ reference: Reference, _ frame: Frame
  ) throws(TemplateError) -> NamespaceObject {
    guard case .object(let object) = frame.up(reference.hops).slots[reference.slot],
      let namespace = object as? NamespaceObject
    else { throw TemplateError(.runtime, "cannot assign attribute on non-namespace object") }
    return namespace
  }

  /// Whether everything an attribute is stored in is a namespace.
  func check(_ frame: Frame) throws(TemplateError) {
    switch self {
    case .slot, .nearest: break
    case .attribute(let reference, _): _ = try Store.namespace(reference, frame)
    case .tuple(let stores, _): for store in stores { try store.check(frame) }
    }
  }
}

/// `set name = value`.
final class SetStep: Step {
  private let target: Store
  private let value: any Code
  private let exports: [(name: String, slot: Int)]
  private let at: Int
  private let isPlain: Bool

  init(target: Store, value: any Code, exports: [(name: String, slot: Int)], at: Int) {
    self.target = target
    self.value = value
    self.exports = exports
    self.at = at
    isPlain = if case .slot = target { true } else { false }
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    do throws(TemplateError) {
      if !isPlain { try target.check(frame) }
      let value = try value.evaluate(frame)
      try target.set(value, frame)
    } catch { throw frame.unit.placed(error, at: at) }
    frame.export(exports)
    return .goesOn
  }
}

/// `set name` with a body, whose text is stored.
final class SetBlockStep: Step {
  private let target: Store
  private let entry: [EntryStep]
  private let body: Body
  private let filter: (any Code)?
  private let exports: [(name: String, slot: Int)]
  private let at: Int

  init(
    target: Store, entry: [EntryStep], body: Body, filter: (any Code)?,
    exports: [(name: String, slot: Int)], at: Int
  ) {
    self.target = target
    self.entry = entry
    self.body = body
    self.filter = filter
    self.exports = exports
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    try frame.work(entry.count, at: at)
    frame.enter(entry)
    var inner = Output()
    let flow = try frame.run(body, at: at, &inner)
    guard flow == .goesOn else { return flow }
    do throws(TemplateError) {
      var value = try frame.context.value(of: inner, frame.run)
      if let filter {
        frame.blockText = value
        value = try filter.evaluate(frame)
        if frame.context.escapes { value = .markup(try frame.run.text(value)) }
      }
      try target.set(value, frame)
    } catch { throw frame.unit.placed(error, at: at) }
    frame.export(exports)
    frame.leave(entry)
    return .goesOn
  }
}

/// A condition and what is done when it is met.
final class Branch: Sendable {
  let test: any Code
  let body: Body
  let at: Int

  init(_ test: any Code, at: Int, _ body: Body) {
    self.test = test
    self.at = at
    self.body = body
  }
}

/// `if`, with what follows it.
final class BranchStep: Step {
  /// Mostly there is one; a template that was cut short may have none.
  private let first: Branch?
  private let rest: [Branch]
  private let otherwise: Body
  private let at: Int

  init(_ branches: [Branch], otherwise: Body, at: Int) {
    self.at = at
    first = branches.first
    rest = branches.count < 2 ? [] : Array(branches.dropFirst())
    self.otherwise = otherwise
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    if let first, try first.test.isTrue(frame, first.at) {
      return try frame.run(first.body, at: first.at, &output)
    }
    for index in 0..<rest.count where try rest[index].test.isTrue(frame, rest[index].at) {
      return try frame.run(rest[index].body, at: rest[index].at, &output)
    }
    return try frame.run(otherwise, at: at, &output)
  }
}

/// `switch` of nunjucks: the body of the first case is done that has the value, else the one of `default`.
final class SwitchStep: Step {
  /// A body, and the values that it is done for.
  struct Case: Sendable {
    let tests: [any Code]
    let body: Body
  }

  private let value: any Code
  private let cases: [Case]
  private let otherwise: Body
  private let at: Int

  init(value: any Code, cases: [Case], otherwise: Body, at: Int) {
    self.value = value
    self.cases = cases
    self.otherwise = otherwise
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    let value = try value.evaluate(frame)
    return try frame.run(body(for: value, frame), at: at, &output)
  }

  private func body(for value: Value, _ frame: Frame) throws(TemplateError) -> Body {
    for one in cases {
      for test in one.tests {
        let candidate = try test.evaluate(frame)
        do throws(TemplateError) {
          if try CompareCode.compare(.same, value, candidate, frame.run) { return one.body }
        } catch { throw frame.unit.placed(error, at: at) }
      }
    }
    return otherwise
  }
}

/// `with`, and what else is only a scope of its own.
final class WithStep: Step {
  private let values: [(target: Store, value: any Code)]
  private let entry: [EntryStep]
  private let body: Body
  private let at: Int

  init(values: [(Store, any Code)], entry: [EntryStep], body: Body, at: Int) {
    self.values = values
    self.entry = entry
    self.body = body
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    try frame.work(entry.count, at: at)
    frame.enter(entry)
    for (target, value) in values {
      do throws(TemplateError) { try target.set(value.evaluate(frame), frame) } catch {
        throw frame.unit.placed(error, at: at)
      }
    }
    let flow = try frame.run(body, at: at, &output)
    frame.leave(entry)
    return flow
  }
}

/// `filter`: prints what a filter makes of its body's text.
final class FilterBlockStep: Step {
  private let entry: [EntryStep]
  private let body: Body
  private let filter: any Code
  private let at: Int

  init(entry: [EntryStep], body: Body, filter: any Code, at: Int) {
    self.entry = entry
    self.body = body
    self.filter = filter
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    try frame.work(entry.count, at: at)
    frame.enter(entry)
    var inner = Output()
    let flow = try frame.run(body, at: at, &inner)
    guard flow == .goesOn else { return flow }
    do throws(TemplateError) { frame.blockText = try frame.context.value(of: inner, frame.run) } catch {
      throw frame.unit.placed(error, at: at)
    }
    let value = try filter.evaluate(frame)
    do throws(TemplateError) {
      try frame.append(frame.run.printed(value), to: &output)
    } catch { throw frame.unit.placed(error, at: at) }
    frame.leave(entry)
    return .goesOn
  }
}

/// Turns escaping on or off for a body.
final class EscapeStep: Step {
  private let value: any Code
  private let entry: [EntryStep]
  private let body: Body
  private let at: Int

  init(value: any Code, entry: [EntryStep], body: Body, at: Int) {
    self.value = value
    self.entry = entry
    self.body = body
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    let before = frame.context.escapes
    try frame.work(entry.count, at: at)
    frame.enter(entry)
    frame.context.escapes = try value.isTrue(frame, at)
    defer { frame.context.escapes = before }
    let flow = try frame.run(body, at: at, &output)
    frame.leave(entry)
    return flow
  }
}

/// `break` and `continue`.
final class LoopControlStep: Step {
  private let flow: Flow

  init(flow: Flow) { self.flow = flow }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow { flow }
}

extension Frame {
  /// Makes names known to other templates, when there may be any that ask.
  func export(_ names: [(name: String, slot: Int)]) {
    guard context.keepsNames else { return }
    for (name, slot) in names { context.set(name, slots[slot], exports: true) }
  }

  /// Whether a value is true; what is strictly undefined is an error at a place.
  @inline(__always)
  func isTrue(_ value: Value, _ at: Int) throws(TemplateError) -> Bool {
    switch value {
    case .bool(let value): return value
    default:
      do throws(TemplateError) { return try run.isTrue(value) } catch { throw unit.placed(error, at: at) }
    }
  }

  /// Prints a text that was made apart.
  func append(_ text: String, to output: inout Output) throws(TemplateError) {
    try run.makeText(text.utf8.count)
    output += text
    try run.checkText(output.count)
  }

  /// Counts steps of the statement at a byte of the source.
  @inline(__always)
  func work(_ count: Int, at offset: Int) throws(TemplateError) {
    do throws(TemplateError) { try run.work(count) } catch { throw unit.placed(error, at: offset) }
  }

  /// Counts a body and runs it until one of its statements leaves the loop around.
  @inline(__always)
  func run(_ body: Body, at offset: Int, _ output: inout Output) throws(TemplateError) -> Flow {
    try work(body.weight, at: offset)
    return try run(body.steps, &output)
  }

  /// Runs statements that were counted, until one of them leaves the loop around.
  func run(_ body: [any Step], _ output: inout Output) throws(TemplateError) -> Flow {
    for index in 0..<body.count {
      let flow = try body[index].execute(self, &output)
      if flow != .goesOn { return flow }
    }
    return .goesOn
  }
}
