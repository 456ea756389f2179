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

/// `value.name` or `value['name']`.
final class MemberCode: Code {
  let value: any Code
  let key: TextKey
  private let at: Int
  /// Whether it is written in brackets, where items come before methods.
  private let isItem: Bool
  private let kind: AttributeKind
  /// Whether a dict's item of the name is what is meant, if there is one.
  private let isPlain: Bool
  /// Where the value stands, when it is a variable of the same function; or -1.
  private let slot: Int

  init(_ value: any Code, _ name: String, _ kind: AttributeKind, isItem: Bool, at: Int) {
    self.value = value
    self.at = at
    self.kind = kind
    self.isItem = isItem
    key = TextKey(name)
    isPlain = isItem || !kind.isDictMethod
    slot = (value as? NameCode)?.slot ?? -1
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    if slot >= 0 {
      switch frame.slots[slot] {
      case .dict(let box) where isPlain: if let item = box.value(for: key) { return item }
      case .missing: break
      default: return try member(of: frame.slots[slot], frame)
      }
    }
    return try member(of: value.evaluate(frame), frame)
  }

  /// Whether it is a certain text, of a variable that is a dict; nil when that takes more than a look.
  func isText(_ text: TextKey, _ frame: Frame) -> Bool? {
    guard slot >= 0, isPlain, case .dict(let box) = frame.slots[slot] else { return nil }
    return box.isText(text, for: key)
  }

  private func member(of object: Value, _ frame: Frame) throws(TemplateError) -> Value {
    switch object {
    case .dict(let box):
      if isPlain, let item = box.value(for: key) { return item }
      if !kind.isDictMethod { return frame.run.undefined(.attribute(of: "dict", key.text)) }
    case .object(let object) where !isItem:
      if let field = kind.loopField, let loop = object.loop {
        do throws(TemplateError) { return try loop.value(field, frame.run) } catch {
          throw frame.unit.placed(error, at: at)
        }
      }
    default: break
    }
    do throws(TemplateError) {
      return isItem
        ? try Access.item(object, .string(key.text), frame.run)
        : try Access.attribute(object, key.text, frame.run)
    } catch {
      throw frame.unit.placed(MemberCode.hinted(error, value, frame), at: at)
    }
  }

  /// Adds the nearest name to an error about something undefined.
  static func hinted(_ error: TemplateError, _ code: any Code, _ frame: Frame) -> TemplateError {
    guard error.kind == .undefined, error.hint == nil, error.position == nil,
      let member = code as? MemberCode,
      case .dict(let box)? = try? member.value.evaluate(frame),
      let near = NearestName.of(member.key.text, among: box.keys.compactMap(\.text)),
      near != member.key.text
    else { return error }
    var error = error
    error.hint = "did you mean “\(near)”?"
    return error
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
      throw frame.unit.placed(MemberCode.hinted(error, value, frame), at: at)
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
