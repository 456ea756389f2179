import Documents

/// A Python list.
///
/// Its properties, like those of other values, are touched with every step of a template and by one thread alone, so
/// they go without the check for exclusive access.
final class ListBox {
  @exclusivity(unchecked) var items: [Value]
  /// How deep it holds others, as it was when it was made. What came from JSON counts as one level: how deep that
  /// may be is bounded where it is read.
  let depth: Int

  init(_ items: [Value]) {
    self.items = items
    depth = Nesting.depth(of: items)
  }

  /// The values of an array of JSON.
  init(_ values: [JSONValue]) {
    items = values.map { Value($0) }
    depth = 1
  }
}

/// A Python tuple; with `names` one whose items are also attributes (as the groups of `groupby` have).
final class TupleBox {
  let items: [Value]
  let names: [String]
  let depth: Int
  @exclusivity(unchecked) private var knownWeight = 0

  init(_ items: [Value], names: [String] = []) {
    self.items = items
    self.names = names
    depth = Nesting.depth(of: items)
  }

  /// The steps it takes to go through all of it, as hashing does: what stands in it twice counts twice.
  var weight: Int {
    if knownWeight > 0 { return knownWeight }
    var weight = 1
    for item in items {
      switch item {
      case .string(let text), .markup(let text): weight += 1 + text.utf8.count >> 6
      case .tuple(let box): weight += box.weight
      default: weight += 1
      }
      weight = min(weight, Self.heaviest)
    }
    knownWeight = weight
    return weight
  }

  /// More than any template may take.
  private static let heaviest = 1 << 48
}

/// How deep values hold each other.
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
  /// An object of JSON that nobody has looked into but by name; it becomes keys and values when more is asked of it.
  @exclusivity(unchecked) private var members: [JSONValue.Member]?
  /// What became of those of its members that are objects and lists themselves, where one looked into them.
  @exclusivity(unchecked) private var nested: [(index: Int, value: Value)] = []
  @exclusivity(unchecked) private var ownKeys: [Value] = []
  @exclusivity(unchecked) private var ownValues: [Value] = []
  /// Where a key stands, once there are many; small dicts are searched.
  @exclusivity(unchecked) private var places: [DictKey: Int]?
  /// Once a key was taken out before others, `places` has the numbers under which keys came; the number of each key
  /// stands here, in the order of the keys.
  @exclusivity(unchecked) private var numbers: [Int]?
  @exclusivity(unchecked) private(set) var depth = 1

  private static let searched = 8
  /// An object of JSON with more members than that is made keys and values with the first look into it.
  private static let searchedMembers = 32

  init(capacity: Int = 0) {
    ownKeys.reserveCapacity(capacity)
    ownValues.reserveCapacity(capacity)
  }

  /// The members of an object of JSON.
  init(_ members: [JSONValue.Member]) {
    self.members = members
  }

  convenience init(_ members: [(String, Value)]) {
    self.init(capacity: members.count)
    for (key, value) in members { set(.string(key), value) }
  }

  convenience init(copying other: DictBox) {
    self.init()
    // Both hold the same values.
    other.settle()
    ownKeys = other.ownKeys
    ownValues = other.ownValues
    places = other.places
    numbers = other.numbers
    depth = other.depth
  }

  /// Makes keys and values of what came from JSON.
  private func settle() {
    guard let members else { return }
    self.members = nil
    let nested = nested
    self.nested = []
    func value(_ index: Int) -> Value {
      nested.first { $0.index == index }?.value ?? Value(members[index].value)
    }
    guard members.count <= Self.searched, JSONValue.haveOwnKeys(members) else {
      // Of a key that stands there twice the last value counts, at the first place.
      for index in members.indices { set(.string(members[index].key), value(index)) }
      return
    }
    ownValues = members.indices.map(value)
    ownKeys = members.map { .string($0.key) }
  }

  var keys: [Value] {
    settle()
    return ownKeys
  }

  var values: [Value] {
    settle()
    return ownValues
  }

  /// The members of an object of JSON that was not looked into yet, when each of its keys stands there once.
  var untouched: [JSONValue.Member]? {
    guard let members, nested.isEmpty, JSONValue.haveOwnKeys(members) else { return nil }
    return members
  }

  var count: Int {
    settle()
    return ownKeys.count
  }

  func index(of key: Value) -> Int? {
    if let text = key.text { return index(ofText: text) }
    settle()
    if let places { return places[DictKey(key)].flatMap(index(ofNumber:)) }
    return ownKeys.firstIndex { Comparison.sameKey($0, key) }
  }

  func index(ofText text: String) -> Int? { index(of: TextKey(text)) }

  private func index(of key: TextKey) -> Int? {
    settle()
    if let places { return places[DictKey(.string(key.text))].flatMap(index(ofNumber:)) }
    return ownKeys.withUnsafeBufferPointer { keys in
      for index in keys.indices {
        switch keys[index] {
        case .string(let other), .markup(let other): if key.isSame(other) { return index }
        default: break
        }
      }
      return nil
    }
  }

  /// Where the key stands that came under a number.
  private func index(ofNumber number: Int) -> Int? {
    guard let numbers else { return number }
    var range = numbers.startIndex..<numbers.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if numbers[middle] == number { return middle }
      range = numbers[middle] < number ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  func contains(_ key: Value) -> Bool {
    if let text = key.text { return contains(TextKey(text)) }
    return index(of: key) != nil
  }

  func contains(_ key: TextKey) -> Bool {
    if let members, members.count <= Self.searchedMembers { return Self.index(of: key, in: members) != nil }
    return index(of: key) != nil
  }

  func value(forText text: String) -> Value? { value(for: TextKey(text)) }

  func value(for key: TextKey) -> Value? {
    if let members, members.count <= Self.searchedMembers {
      guard let index = Self.index(of: key, in: members) else { return nil }
      switch members[index].value {
      case .string(let text): return .string(text)
      case .array, .object:
        if let known = nested.first(where: { $0.index == index }) { return known.value }
        let value = Value(members[index].value)
        nested.append((index, value))
        return value
      case let scalar: return Value(scalar)
      }
    }
    return index(of: key).map { ownValues[$0] }
  }

  /// Whether the value of a key is a text; nil when it is none, or when there is no such key.
  func isText(_ text: TextKey, for key: TextKey) -> Bool? {
    guard let members, members.count <= Self.searchedMembers else {
      guard let index = index(of: key) else { return nil }
      return ownValues.withUnsafeBufferPointer { values in
        switch values[index] {
        case .string(let other), .markup(let other): text.isSame(other)
        default: nil
        }
      }
    }
    return members.withUnsafeBufferPointer { members in
      guard let index = Self.index(of: key, in: members), case .string(let other) = members[index].value
      else {
        return nil
      }
      return text.isSame(other)
    }
  }

  private static func index(of key: TextKey, in members: [JSONValue.Member]) -> Int? {
    members.withUnsafeBufferPointer { index(of: key, in: $0) }
  }

  /// Of a key that stands there twice the last one counts.
  private static func index(of key: TextKey, in members: UnsafeBufferPointer<JSONValue.Member>) -> Int? {
    var index = members.count
    while index > 0 {
      index -= 1
      if key.isSame(members[index].key) { return index }
    }
    return nil
  }

  func value(for key: Value) -> Value? {
    if let text = key.text { return value(forText: text) }
    return index(of: key).map { ownValues[$0] }
  }

  func set(_ key: Value, _ value: Value) {
    settle()
    depth = max(depth, value.depth + 1)
    if let index = index(of: key) {
      ownValues[index] = value
      return
    }
    ownKeys.append(key)
    ownValues.append(value)
    if places != nil {
      let number = (numbers?.last ?? ownKeys.count - 2) + 1
      numbers?.append(number)
      places?[DictKey(key)] = number
    } else if ownKeys.count > Self.searched {
      indexKeys()
    }
  }

  @discardableResult
  func remove(_ key: Value) -> Value? {
    guard let index = index(of: key) else { return nil }
    return remove(at: index).1
  }

  func remove(at index: Int) -> (Value, Value) {
    settle()
    let removed = (ownKeys.remove(at: index), ownValues.remove(at: index))
    guard places != nil else { return removed }
    guard ownKeys.count > Self.searched else {
      (places, numbers) = (nil, nil)
      return removed
    }
    // Keys behind it keep their numbers, so nothing but the key itself is indexed anew.
    places?[DictKey(removed.0)] = nil
    if numbers == nil, index < ownKeys.count { numbers = Array(0...ownKeys.count) }
    numbers?.remove(at: index)
    return removed
  }

  func removeAll() {
    members = nil
    nested = []
    ownKeys = []
    ownValues = []
    places = nil
    numbers = nil
  }

  private func indexKeys() {
    var places = [DictKey: Int](minimumCapacity: ownKeys.count * 2)
    for (index, key) in ownKeys.enumerated() { places[DictKey(key)] = index }
    self.places = places
  }
}

extension JSONValue {
  /// Whether no key stands twice in a few members; of many it is not asked.
  static func haveOwnKeys(_ members: [Member]) -> Bool {
    guard members.count <= 16 else { return false }
    for index in members.indices {
      let key = members[index].key
      let count = key.utf8.count
      for other in 0..<index where members[other].key.utf8.count == count {
        if Text.isSame(members[other].key, key) { return false }
      }
    }
    return true
  }
}
