/// A constant.
final class ConstantCode: Code {
  /// What a template can write as a constant, texts left out.
  enum Constant: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
  }

  private let constant: Constant

  init(_ constant: Constant) { self.constant = constant }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    switch constant {
    case .none: .none
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .float(let value): .float(value)
    }
  }
}

/// A string.
final class TextCode: Code {
  let text: String

  init(_ text: String) { self.text = text }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .string(text) }

  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError) {
    if frame.context.escapes { try frame.write(.string(text), at, to: &output) } else { output.append(text) }
  }
}

/// A regular expression of JavaScript, which is an error once it is used.
final class RegexCode: Code {
  private let pattern: String

  init(_ pattern: String) { self.pattern = pattern }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    throw TemplateError(
      .runtime, "regular expressions are not supported in templates",
      hint: "use “in”, startsWith or a filter instead of r/\(pattern)/")
  }
}

/// A variable of the same function.
final class NameCode: Code {
  private let name: Name
  let slot: Int

  init(_ name: Name, _ slot: Int) {
    self.name = name
    self.slot = slot
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let value = frame.slots[slot]
    guard case .missing = value else { return value }
    return frame.run.undefined(.name(name.text))
  }

  /// Whether it stands for something.
  func isDefined(_ frame: Frame) -> Bool { !frame.slots[slot].isUndefined }
}

/// A variable of a function around.
final class OuterNameCode: Code {
  private let name: String
  private let reference: Reference

  init(_ name: String, _ reference: Reference) {
    self.name = name
    self.reference = reference
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let value = frame.up(reference.hops).slots[reference.slot]
    if case .missing = value { return frame.run.undefined(.name(name)) }
    return value
  }
}

/// A variable of nunjucks that is stored somewhere around: the innermost place that holds something counts, and then
/// the context, which knows what was stored at the top of the template.
final class StoredNameCode: Code {
  private let name: String
  private let references: [Reference]

  init(_ name: String, _ references: [Reference]) {
    self.name = name
    self.references = references
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    for reference in references {
      let value = frame.up(reference.hops).slots[reference.slot]
      if !value.isUndefined { return value }
    }
    return frame.context.value(name) ?? Globals.value(name, frame)
  }
}

/// Expressions in parentheses parted by commas, of which JavaScript takes the last.
final class LastCode: Code {
  private let items: [any Code]

  init(_ items: [any Code]) { self.items = items }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    var last = Value.none
    for item in items { last = try item.evaluate(frame) }
    return last
  }
}

/// A name that only the context may know.
final class ContextNameCode: Code {
  private let name: String

  init(_ name: String) { self.name = name }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    frame.context.value(name) ?? Globals.value(name, frame)
  }
}

/// What the body of a filter block printed.
final class BlockTextCode: Code {
  func evaluate(_ frame: Frame) throws(TemplateError) -> Value { frame.blockText }
}

/// A filter or test that does not exist: an error once it is used, after its value was worked out.
final class FailingCode: Code {
  private let value: any Code
  private let missing: MissingFunction
  private let at: Int

  init(_ value: any Code, _ missing: MissingFunction, at: Int) {
    self.value = value
    self.missing = missing
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    _ = try value.evaluate(frame)
    let error = TemplateError(.runtime, missing.message, hint: missing.hint(frame.run.syntax))
    throw frame.unit.placed(error, at: at)
  }
}

/// `(a, b)`.
final class TupleCode: Code {
  private let items: [any Code]
  private let at: Int

  init(_ items: [any Code], at: Int) {
    self.items = items
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try item.evaluate(frame)) }
    do throws(TemplateError) { return try frame.run.tuple(values) } catch {
      throw frame.unit.placed(error, at: at)
    }
  }
}

/// `[a, b]`.
final class ListCode: Code {
  private let items: [any Code]
  private let at: Int

  init(_ items: [any Code], at: Int) {
    self.items = items
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try item.evaluate(frame)) }
    do throws(TemplateError) { return try frame.run.list(values) } catch {
      throw frame.unit.placed(error, at: at)
    }
  }
}

/// `{key: value}`.
final class DictCode: Code {
  private let items: [(key: any Code, value: any Code)]
  private let at: Int

  init(_ items: [(any Code, any Code)], at: Int) {
    self.items = items
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let box = DictBox(capacity: items.count)
    do throws(TemplateError) {
      try frame.run.makeItems(items.count)
      for (key, value) in items {
        let key = try key.evaluate(frame)
        try Comparison.checkHashable(key, frame.run)
        box.set(key, try value.evaluate(frame))
      }
      try frame.run.check(depth: box.depth)
    } catch { throw frame.unit.placed(error, at: at) }
    return .dict(box)
  }
}

/// `a if test else b`.
final class ConditionalCode: Code {
  private let test: any Code
  private let then: any Code
  private let otherwise: (any Code)?
  private let at: Int

  init(_ test: any Code, _ then: any Code, _ otherwise: (any Code)?, at: Int) {
    self.test = test
    self.then = then
    self.otherwise = otherwise
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    if try test.isTrue(frame, at) { return try then.evaluate(frame) }
    if let otherwise { return try otherwise.evaluate(frame) }
    return missing
  }

  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError) {
    if try test.isTrue(frame, self.at) { return try then.write(frame, at, to: &output) }
    if let otherwise { return try otherwise.write(frame, at, to: &output) }
    try frame.write(missing, at, to: &output)
  }

  private var missing: Value {
    .undefined(
      UndefinedValue(
        .told("the inline if-expression evaluated to false and no else section was defined"),
        manner: .lenient))
  }
}

/// `a and b`: the value that decides.
final class AndCode: Code {
  private let left: any Code
  private let right: any Code
  private let at: Int

  init(_ left: any Code, _ right: any Code, at: Int) {
    self.at = at
    self.left = left
    self.right = right
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let value = try left.evaluate(frame)
    return try frame.isTrue(value, at) ? try right.evaluate(frame) : value
  }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    try left.isTrue(frame, self.at) ? try right.isTrue(frame, at) : false
  }
}

/// `a or b`: the value that decides.
final class OrCode: Code {
  private let left: any Code
  private let right: any Code
  private let at: Int

  init(_ left: any Code, _ right: any Code, at: Int) {
    self.at = at
    self.left = left
    self.right = right
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let value = try left.evaluate(frame)
    return try frame.isTrue(value, at) ? value : try right.evaluate(frame)
  }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    try left.isTrue(frame, self.at) ? true : try right.isTrue(frame, at)
  }
}

/// `not a`.
final class NotCode: Code {
  private let value: any Code
  private let at: Int

  init(_ value: any Code, at: Int) {
    self.value = value
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    .bool(!(try value.isTrue(frame, at)))
  }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    !(try value.isTrue(frame, self.at))
  }
}

/// `a is defined` and `a is undefined`.
final class DefinedCode: Code {
  private let value: any Code
  private let name: NameCode?
  private let isDefined: Bool

  init(_ value: any Code, isDefined: Bool) {
    self.value = value
    name = value as? NameCode
    self.isDefined = isDefined
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    .bool(try isTrue(frame, 0))
  }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    if let name { return name.isDefined(frame) == isDefined }
    return try value.evaluate(frame).isUndefined != isDefined
  }
}
