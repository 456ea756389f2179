import Documents

/// A Python list.
///
/// Its properties, like those of other values, are touched with every step of a template and by one thread alone, so
/// they go without the check for exclusive access.
final class ListBox {
  @exclusivity(unchecked) var items: [Value]
  /// How deep it holds others, as it was when it was made.
  let depth: Int

  init(_ items: [Value]) {
    self.items = items
    depth = Nesting.depth(of: items)
  }
}

/// A Python tuple; with `names` one whose items are also attributes (as the groups of `groupby` have).
final class TupleBox {
  let items: [Value]
  let names: [String]
  let depth: Int

  init(_ items: [Value], names: [String] = []) {
    self.items = items
    self.names = names
    depth = Nesting.depth(of: items)
  }
}

enum Nesting {
  static func depth(of items: [Value]) -> Int {
    var deepest = 0
    for item in items {
      let depth = item.depth
      if depth > deepest { deepest = depth }
    }
    return deepest + 1
  }
}

/// A Python dict: it keeps the order in which its keys came.
final class DictBox {
  @exclusivity(unchecked) private(set) var keys: [Value] = []
  @exclusivity(unchecked) private(set) var values: [Value] = []
  /// Where a key stands, once there are many; small dicts are searched.
  @exclusivity(unchecked) private var places: [DictKey: Int]?
  @exclusivity(unchecked) private(set) var depth = 1

  private static let searched = 8

  init(capacity: Int = 0) {
    keys.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
  }

  /// The members of an object of JSON.
  init(_ members: [JSONValue.Member]) {
    let isSmall = members.count <= Self.searched
    let isPlain =
      isSmall
      && members.indices.allSatisfy { index in
        !members[..<index].contains { Text.isSame($0.key, members[index].key) }
      }
    guard isPlain else {
      // Of a key that stands there twice the last value counts, at the first place.
      for member in members { set(.string(member.key), Value(member.value)) }
      return
    }
    let values = members.map { Value($0.value) }
    keys = members.map { .string($0.key) }
    depth = Nesting.depth(of: values)
    self.values = values
  }

  convenience init(_ members: [(String, Value)]) {
    self.init(capacity: members.count)
    for (key, value) in members { set(.string(key), value) }
  }

  convenience init(copying other: DictBox) {
    self.init()
    keys = other.keys
    values = other.values
    places = other.places
    depth = other.depth
  }

  var count: Int { keys.count }

  func index(of key: Value) -> Int? {
    if let text = key.text { return index(ofText: text) }
    if let places { return places[DictKey(key)] }
    return keys.firstIndex { Comparison.sameKey($0, key) }
  }

  func index(ofText text: String) -> Int? {
    if let places { return places[DictKey(.string(text))] }
    let count = text.utf8.count
    // One look at the property: each of them is checked for exclusive access.
    let keys = keys
    for index in keys.indices {
      switch keys[index] {
      case .string(let other), .markup(let other):
        if other.utf8.count == count, Text.isSame(other, text) { return index }
      default: break
      }
    }
    return nil
  }

  func value(forText text: String) -> Value? {
    index(ofText: text).map { values[$0] }
  }

  func value(for key: Value) -> Value? {
    index(of: key).map { values[$0] }
  }

  func set(_ key: Value, _ value: Value) {
    depth = max(depth, value.depth + 1)
    if let index = index(of: key) {
      values[index] = value
      return
    }
    keys.append(key)
    values.append(value)
    if places != nil {
      places?[DictKey(key)] = keys.count - 1
    } else if keys.count > Self.searched {
      indexKeys()
    }
  }

  @discardableResult
  func remove(_ key: Value) -> Value? {
    guard let index = index(of: key) else { return nil }
    return remove(at: index).1
  }

  func remove(at index: Int) -> (Value, Value) {
    let removed = (keys.remove(at: index), values.remove(at: index))
    if places != nil { indexKeys() }
    return removed
  }

  func removeAll() {
    keys = []
    values = []
    places = nil
  }

  private func indexKeys() {
    guard keys.count > Self.searched else {
      places = nil
      return
    }
    var places = [DictKey: Int](minimumCapacity: keys.count * 2)
    for (index, key) in keys.enumerated() { places[DictKey(key)] = index }
    self.places = places
  }
}

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
    case .int(let int): hasher.combine(Double(int))
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
