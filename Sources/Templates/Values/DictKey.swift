/// A key of a dict, compared and hashed as Python does: `1`, `1.0` and `True` are one key.
struct DictKey: Hashable {
  let value: Value

  init(_ value: Value) { self.value = value }

  static func == (left: DictKey, right: DictKey) -> Bool { Comparison.sameKey(left.value, right.value) }

  func hash(into hasher: inout Hasher) { Self.hash(value, into: &hasher) }

  private static func hash(_ value: Value, into hasher: inout Hasher) {
    switch value {
    case .missing, .undefined, .none: hasher.combine(0x55)
    case .bool(let bool): hasher.combine(Double(bool ? 1 : 0))
    case .int(let int):
      // A whole number that no float is equal to has a hash of its own.
      if let float = Double(exactly: int) { hasher.combine(float) } else { hasher.combine(int) }
    case .float(let float): hasher.combine(float)
    case .string(var text), .markup(var text):
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .tuple(let box):
      hasher.combine(box.items.count)
      for item in box.items { hash(item, into: &hasher) }
    case .list(let box): hasher.combine(ObjectIdentifier(box))
    case .dict(let box): hasher.combine(ObjectIdentifier(box))
    case .object(let object): hasher.combine(ObjectIdentifier(object))
    }
  }
}
