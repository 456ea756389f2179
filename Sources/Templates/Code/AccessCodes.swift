import Documents

/// What a name means as an attribute of some values, found out once a template.
struct AttributeKind {
  /// Whether dicts have a method of the name, or Python keeps it for itself.
  let isDictMethod: Bool
  let loopField: LoopObject.Field?

  init(_ name: String) {
    isDictMethod = DictMethods.names.contains(name) || name.hasPrefix("__")
    loopField = LoopObject.Field(rawValue: name)
  }
}

/// `value.name`.
final class AttributeCode: Code {
  let value: any Code
  let name: String
  private let at: Int
  private let isDictMethod: Bool
  private let loopField: LoopObject.Field?
  /// Where the value stands, when it is a variable of the same function; or -1.
  private let slot: Int

  init(_ value: any Code, _ name: String, _ kind: AttributeKind, at: Int) {
    self.value = value
    self.name = name
    self.at = at
    isDictMethod = kind.isDictMethod
    loopField = kind.loopField
    slot = (value as? NameCode)?.slot ?? -1
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    if slot >= 0 {
      switch frame.slots[slot] {
      case .dict(let box) where !isDictMethod: if let item = box.value(forText: name) { return item }
      case .missing: break
      default: return try attribute(of: frame.slots[slot], frame)
      }
    }
    return try attribute(of: value.evaluate(frame), frame)
  }

  private func attribute(of object: Value, _ frame: Frame) throws(TemplateError) -> Value {
    switch object {
    case .dict(let box) where !isDictMethod:
      return box.value(forText: name) ?? frame.run.undefined(.attribute(of: "dict", name))
    case .object(let object):
      if let loopField, let loop = object.loop {
        do throws(TemplateError) { return try loop.value(loopField, frame.run) } catch {
          throw frame.unit.placed(error, at: at)
        }
      }
    default: break
    }
    do throws(TemplateError) {
      return try Access.attribute(object, name, frame.run)
    } catch {
      throw frame.unit.placed(AttributeCode.hinted(error, value, frame), at: at)
    }
  }

  /// Adds the nearest name to an error about something undefined.
  static func hinted(_ error: TemplateError, _ code: any Code, _ frame: Frame) -> TemplateError {
    guard error.kind == .undefined, error.hint == nil else { return error }
    let attribute: (value: any Code, name: String)? =
      switch code {
      case let code as AttributeCode: (code.value, code.name)
      case let code as KeyCode: (code.value, code.name)
      default: nil
      }
    guard let attribute, case .dict(let box)? = try? attribute.value.evaluate(frame),
      let near = NearestName.of(attribute.name, among: box.keys.compactMap(\.text))
    else { return error }
    var error = error
    error.hint = "did you mean “\(near)”?"
    return error
  }
}

/// `value['name']`.
final class KeyCode: Code {
  let value: any Code
  let name: String
  private let at: Int
  private let isDictMethod: Bool
  /// Where the value stands, when it is a variable of the same function; or -1.
  private let slot: Int

  init(_ value: any Code, _ name: String, _ kind: AttributeKind, at: Int) {
    self.value = value
    self.name = name
    self.at = at
    isDictMethod = kind.isDictMethod
    slot = (value as? NameCode)?.slot ?? -1
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    if slot >= 0, case .dict(let box) = frame.slots[slot], let item = box.value(forText: name) { return item }
    let object = try value.evaluate(frame)
    if case .dict(let box) = object {
      if let item = box.value(forText: name) { return item }
      if !isDictMethod { return frame.run.undefined(.attribute(of: "dict", name)) }
    }
    do throws(TemplateError) {
      return try Access.item(object, .string(name), frame.run)
    } catch {
      throw frame.unit.placed(AttributeCode.hinted(error, value, frame), at: at)
    }
  }
}

/// `value[key]`.
final class ItemCode: Code {
  private let value: any Code
  private let key: any Code
  private let at: Int

  init(_ value: any Code, _ key: any Code, at: Int) {
    self.value = value
    self.key = key
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let object = try value.evaluate(frame)
    let key = try key.evaluate(frame)
    do throws(TemplateError) {
      return try Access.item(object, key, frame.run)
    } catch {
      throw frame.unit.placed(AttributeCode.hinted(error, value, frame), at: at)
    }
  }
}

/// `value[start:stop:step]`.
final class SliceCode: Code {
  private let value: any Code
  private let start: (any Code)?
  private let stop: (any Code)?
  private let step: (any Code)?
  private let at: Int

  init(_ value: any Code, _ start: (any Code)?, _ stop: (any Code)?, _ step: (any Code)?, at: Int) {
    self.value = value
    self.start = start
    self.stop = stop
    self.step = step
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let object = try value.evaluate(frame)
    let start = try start?.evaluate(frame) ?? .none
    let stop = try stop?.evaluate(frame) ?? .none
    let step = try step?.evaluate(frame) ?? .none
    do throws(TemplateError) {
      return try Access.slice(object, start, stop, step, frame.run)
    } catch { throw frame.unit.placed(error, at: at) }
  }
}
