/// How Python compares values.
enum Comparison {
  /// Whether two keys of a dict are the same.
  static func sameKey(_ left: Value, _ right: Value) -> Bool {
    (try? equals(left, right, nil)) ?? false
  }

  /// - Parameter run: what counts the work; nil for keys of dicts, whose work was counted before
  ///   (``Run/workKey(_:)``).
  static func equals(
    _ left: Value, _ right: Value, _ run: Run?, depth: Int = 0
  ) throws(TemplateError) -> Bool {
    switch (left, right) {
    case (.string(let a), .string(let b)), (.string(let a), .markup(let b)), (.markup(let a), .string(let b)),
      (.markup(let a), .markup(let b)):
      try run?.workText(a)
      return Text.isSame(a, b)
    case (.int(let a), .int(let b)): return a == b
    case (.undefined(let a), _):
      if a.manner == .strict { throw a.error }
      return right.isUndefined
    case (_, .undefined(let b)):
      if b.manner == .strict { throw b.error }
      return left.isUndefined
    case (.none, .none): return true
    case (.list(let a), .list(let b)): return a === b ? true : try equals(a.items, b.items, run, depth: depth)
    case (.tuple(let a), .tuple(let b)):
      return a === b ? true : try equals(a.items, b.items, run, depth: depth)
    case (.dict(let a), .dict(let b)):
      guard a !== b else { return true }
      guard a.count == b.count else { return false }
      try checkDepth(depth)
      for (key, value) in zip(a.keys, a.values) {
        try run?.work()
        try run?.workKey(key)
        guard let other = b.value(for: key), try equals(value, other, run, depth: depth + 1) else {
          return false
        }
      }
      return true
    case (.object(let a), .object(let b)): return try a.equals(b, run, depth: depth)
    default:
      if let a = left.integer, let b = right.integer { return a == b }
      if let order = Numbers.order(left, right) { return order == 0 }
      return false
    }
  }

  private static func equals(
    _ left: [Value], _ right: [Value], _ run: Run?, depth: Int
  ) throws(TemplateError) -> Bool {
    guard left.count == right.count else { return false }
    try checkDepth(depth)
    // What is held counts by itself, or little that is the same could be compared without an end.
    if depth > 0 { try run?.work() }
    for index in left.indices {
      if index & 0xF == 0xF { try run?.work() }
      guard try equals(left[index], right[index], run, depth: depth + 1) else { return false }
    }
    return true
  }

  private static func checkDepth(_ depth: Int) throws(TemplateError) {
    guard depth < TemplateLimits.valueDepth else { throw Run.depthError }
  }

  /// Whether `left < right`, or with `orEqual` `left <= right`.
  static func isBefore(
    _ left: Value, _ right: Value, _ run: Run, orEqual: Bool = false, sign: String = "<", depth: Int = 0
  ) throws(TemplateError) -> Bool {
    switch (left, right) {
    case (.int(let a), .int(let b)): return orEqual ? a <= b : a < b
    case (.undefined(let a), _): throw a.error
    case (_, .undefined(let b)): throw b.error
    case (.list(let a), .list(let b)):
      return try isBefore(a.items, b.items, run, orEqual: orEqual, sign: sign, depth: depth)
    case (.tuple(let a), .tuple(let b)):
      return try isBefore(a.items, b.items, run, orEqual: orEqual, sign: sign, depth: depth)
    default:
      if let a = left.text, let b = right.text {
        try run.work(min(a.utf8.count, b.utf8.count) >> 6)
        return orEqual ? !Text.isBefore(b, a) : Text.isBefore(a, b)
      }
      if left.number != nil, right.number != nil {
        // What is no number comes neither before nor after anything.
        return Numbers.order(left, right).map { orEqual ? $0 <= 0 : $0 < 0 } ?? false
      }
      throw .type(
        "'\(sign)' not supported between instances of '\(left.typeName)' and '\(right.typeName)'")
    }
  }

  private static func isBefore(
    _ left: [Value], _ right: [Value], _ run: Run, orEqual: Bool, sign: String, depth: Int
  ) throws(TemplateError) -> Bool {
    try checkDepth(depth)
    if depth > 0 { try run.work() }
    for index in 0..<min(left.count, right.count) {
      if index & 0xF == 0xF { try run.work() }
      guard !(try equals(left[index], right[index], run, depth: depth + 1)) else { continue }
      return try isBefore(left[index], right[index], run, orEqual: orEqual, sign: sign, depth: depth + 1)
    }
    return orEqual ? left.count <= right.count : left.count < right.count
  }

  /// Sorts without moving equals past each other, as Python does.
  ///
  /// - Throws: the first comparison that makes no sense.
  static func sorted(
    _ items: [Value], reverse: Bool, run: Run, by key: (Value) throws(TemplateError) -> Value
  ) throws(TemplateError) -> [Value] {
    var keyed: [(key: Value, place: Int)] = []
    keyed.reserveCapacity(items.count)
    for (index, item) in items.enumerated() { keyed.append((try key(item), index)) }
    try run.work(items.count * 8)
    var failure: TemplateError?
    keyed.sort { left, right in
      guard failure == nil else { return left.place < right.place }
      do {
        // Merge sort of the standard library is stable; reversed, equals keep their order too.
        return reverse ? try isBefore(right.key, left.key, run) : try isBefore(left.key, right.key, run)
      } catch let error as TemplateError {
        failure = error
        return false
      } catch {
        return false
      }
    }
    if let failure { throw failure }
    return keyed.map { items[$0.place] }
  }

  /// Refuses what cannot be a key of a dict, and counts the work that a key is.
  static func checkHashable(_ value: Value, _ run: Run) throws(TemplateError) {
    try run.workKey(value)
    try checkParts(value)
  }

  private static func checkParts(_ value: Value) throws(TemplateError) {
    switch value {
    case .list, .dict: throw .type("unhashable type: '\(value.typeName)'")
    case .undefined(let undefined) where undefined.manner == .strict: throw undefined.error
    case .tuple(let box): for item in box.items { try checkParts(item) }
    default: break
    }
  }
}
