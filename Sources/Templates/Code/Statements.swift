/// Something printed: text as it stands, or the value of an expression.
enum OutputPart: Sendable {
  case data(String)
  case value(any Code, at: Int)
}

final class OutputStep: Step {
  private let parts: [OutputPart]
  private let checksParent: Bool

  init(parts: [OutputPart], checksParent: Bool) {
    self.parts = parts
    self.checksParent = checksParent
  }

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow {
    if checksParent, frame.parentUnit != nil { return .goesOn }
    let before = output.utf8.count
    for part in parts {
      switch part {
      case .data(let text): output += text
      case .value(let code, let at):
        let value = try code.evaluate(frame)
        if frame.context.escapes {
          do throws(TemplateError) { output += try Markup.escape(value, frame.run) } catch {
            throw frame.unit.placed(error, at: at)
          }
        } else if case .string(let text) = value {
          output += text
        } else {
          do throws(TemplateError) { output += try frame.run.text(value) } catch {
            throw frame.unit.placed(error, at: at)
          }
        }
      }
    }
    do throws(TemplateError) {
      try frame.run.makeText(output.utf8.count - before)
      try frame.run.checkText(output.utf8.count)
    } catch {
      guard case .value(_, let at)? = parts.last(where: { if case .value = $0 { true } else { false } })
      else {
        throw error
      }
      throw frame.unit.placed(error, at: at)
    }
    return .goesOn
  }
}

/// Where a value is stored.
indirect enum Store: Sendable {
  case slot(Int)
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
    case .attribute(let reference, let name):
      guard case .object(let object) = frame.up(reference.hops).slots[reference.slot],
        let namespace = object as? NamespaceObject
      else { throw TemplateError(.runtime, "cannot assign attribute on non-namespace object") }
      namespace.box.set(.string(name), value)
      try frame.run.check(depth: namespace.box.depth)
    case .tuple(let stores, let at):
      do throws(TemplateError) {
        if case .undefined(let undefined) = value, undefined.manner == .strict { throw undefined.error }
        do throws(TemplateError) { _ = try Access.iterator(value) } catch {
          throw error.kind == .type ? .type("cannot unpack non-iterable \(value.typeName) object") : error
        }
        let items = try Access.items(value, frame.run)
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

  /// Whether everything an attribute is stored in is a namespace.
  func check(_ frame: Frame) throws(TemplateError) {
    switch self {
    case .slot: break
    case .attribute(let reference, _):
      guard case .object(let object) = frame.up(reference.hops).slots[reference.slot],
        object is NamespaceObject
      else { throw TemplateError(.runtime, "cannot assign attribute on non-namespace object") }
    case .tuple(let stores, _): for store in stores { try store.check(frame) }
    }
  }
}

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

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow {
    do throws(TemplateError) {
      if !isPlain { try target.check(frame) }
      let value = try value.evaluate(frame)
      try target.set(value, frame)
    } catch { throw frame.unit.placed(error, at: at) }
    for (name, slot) in exports { frame.context.set(name, frame.slots[slot], exports: true) }
    return .goesOn
  }
}

final class SetBlockStep: Step {
  private let target: Store
  private let entry: [EntryStep]
  private let body: [any Step]
  private let filter: (any Code)?
  private let exports: [(name: String, slot: Int)]
  private let at: Int

  init(
    target: Store, entry: [EntryStep], body: [any Step], filter: (any Code)?,
    exports: [(name: String, slot: Int)], at: Int
  ) {
    self.target = target
    self.entry = entry
    self.body = body
    self.filter = filter
    self.exports = exports
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow {
    frame.enter(entry)
    var text = ""
    let flow = try frame.run(body, &text)
    guard flow == .goesOn else { return flow }
    do throws(TemplateError) {
      var value: Value = frame.context.escapes ? .markup(text) : .string(text)
      if let filter {
        frame.blockText = value
        value = try filter.evaluate(frame)
        if frame.context.escapes { value = .markup(try frame.run.text(value)) }
      }
      try target.set(value, frame)
    } catch { throw frame.unit.placed(error, at: at) }
    for (name, slot) in exports { frame.context.set(name, frame.slots[slot], exports: true) }
    frame.leave(entry)
    return .goesOn
  }
}

final class BranchStep: Step {
  private let branches: [(test: any Code, at: Int, body: [any Step])]
  private let otherwise: [any Step]

  init(branches: [(test: any Code, at: Int, body: [any Step])], otherwise: [any Step]) {
    self.branches = branches
    self.otherwise = otherwise
  }

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow {
    for (test, at, body) in branches where try test.isTrue(frame, at) {
      return try frame.run(body, &output)
    }
    return try frame.run(otherwise, &output)
  }
}

final class WithStep: Step {
  private let values: [(target: Store, value: any Code)]
  private let entry: [EntryStep]
  private let body: [any Step]
  private let at: Int

  init(values: [(Store, any Code)], entry: [EntryStep], body: [any Step], at: Int) {
    self.values = values
    self.entry = entry
    self.body = body
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow {
    frame.enter(entry)
    for (target, value) in values {
      do throws(TemplateError) { try target.set(value.evaluate(frame), frame) } catch {
        throw frame.unit.placed(error, at: at)
      }
    }
    let flow = try frame.run(body, &output)
    frame.leave(entry)
    return flow
  }
}

final class FilterBlockStep: Step {
  private let entry: [EntryStep]
  private let body: [any Step]
  private let filter: any Code
  private let at: Int

  init(entry: [EntryStep], body: [any Step], filter: any Code, at: Int) {
    self.entry = entry
    self.body = body
    self.filter = filter
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow {
    frame.enter(entry)
    var text = ""
    let flow = try frame.run(body, &text)
    guard flow == .goesOn else { return flow }
    frame.blockText = frame.context.escapes ? .markup(text) : .string(text)
    let value = try filter.evaluate(frame)
    do throws(TemplateError) {
      let text = try frame.run.printed(value)
      try frame.run.makeText(text.utf8.count)
      output += text
      try frame.run.checkText(output.utf8.count)
    } catch { throw frame.unit.placed(error, at: at) }
    frame.leave(entry)
    return .goesOn
  }
}

/// Turns escaping on or off for a body.
final class EscapeStep: Step {
  private let value: any Code
  private let entry: [EntryStep]
  private let body: [any Step]

  init(value: any Code, entry: [EntryStep], body: [any Step]) {
    self.value = value
    self.entry = entry
    self.body = body
  }

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow {
    let before = frame.context.escapes
    frame.enter(entry)
    frame.context.escapes = try frame.run.isTrue(value.evaluate(frame))
    defer { frame.context.escapes = before }
    let flow = try frame.run(body, &output)
    frame.leave(entry)
    return flow
  }
}

final class LoopControlStep: Step {
  private let flow: Flow

  init(flow: Flow) { self.flow = flow }

  func execute(_ frame: Frame, _ output: inout String) throws(TemplateError) -> Flow { flow }
}

extension Frame {
  /// Whether a value is true; what is strictly undefined is an error at a place.
  @inline(__always)
  func isTrue(_ value: Value, _ at: Int) throws(TemplateError) -> Bool {
    switch value {
    case .bool(let value): return value
    default:
      do throws(TemplateError) { return try run.isTrue(value) } catch { throw unit.placed(error, at: at) }
    }
  }

  /// Runs statements until one of them leaves the loop around.
  func run(_ body: [any Step], _ output: inout String) throws(TemplateError) -> Flow {
    for step in body {
      let flow = try step.execute(self, &output)
      if flow != .goesOn { return flow }
    }
    return .goesOn
  }
}
