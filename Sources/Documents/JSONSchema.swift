/// Checks values against a JSON Schema (draft 2020-12), as far as providers of models take them for structured output.
///
/// Known are `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `patternProperties`,
/// `minProperties`, `maxProperties`, `items`, `prefixItems`, `minItems`, `maxItems`, `uniqueItems`, `contains`, the limits of
/// numbers and strings, `pattern`, `anyOf`, `oneOf`, `allOf`, `not`, and `$ref` within the schema. `format` is a note there and is
/// not checked. https://json-schema.org/draft/2020-12
package struct JSONSchema: Sendable {
  /// Something in a value that the schema does not allow.
  package struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where: `$` is the whole value, `$.items[2].name` a part of it.
    package var path: String
    /// What is wrong there, such as “expected a string, found 3”.
    package var message: String

    package init(path: String, message: String) {
      self.path = path
      self.message = message
    }

    package var description: String { "\(path): \(message)" }
  }

  /// The deepest nesting of schemas followed: a `$ref` that leads back to itself ends here.
  private static let depthLimit = 100
  /// The most violations told: behind so many nobody reads on.
  private static let limit = 50
  /// The most schemas looked at: two references that lead back to themselves double the work with every level.
  private static let stepLimit = 1_000_000

  /// One check of a whole value.
  private struct Run {
    var found: [Violation] = []
    var steps = 0
  }

  private let root: JSONValue

  package init(_ schema: JSONValue) {
    root = schema
  }

  /// What a value does not keep to, in the order of its parts; none when it keeps to the schema.
  package func violations(of value: JSONValue) -> [Violation] {
    var run = Run()
    check(value, root, "$", 0, &run)
    return Array(run.found.prefix(Self.limit))
  }

  // MARK: One schema

  private func check(
    _ value: JSONValue, _ schema: JSONValue, _ path: String, _ depth: Int, _ run: inout Run
  ) {
    guard run.found.count < Self.limit, run.steps <= Self.stepLimit else { return }
    run.steps += 1
    guard run.steps <= Self.stepLimit else {
      run.found.append(Violation(path: path, message: "the schema is too tangled to be checked"))
      return
    }
    if schema == .bool(false) {
      run.found.append(Violation(path: path, message: "must not be there"))
      return
    }
    guard let members = schema.object else { return }
    guard depth < Self.depthLimit else {
      run.found.append(
        Violation(path: path, message: "the schema is nested deeper than \(Self.depthLimit) levels"))
      return
    }
    if let reference = schema["$ref"]?.string {
      if let target = resolve(reference) {
        check(value, target, path, depth + 1, &run)
      } else {
        run.found.append(
          Violation(path: path, message: "the schema refers to “\(reference)”, which it does not hold"))
      }
    }
    // A value of the wrong type breaks other rules only because of that.
    guard checkType(value, schema, path, &run) else { return }
    checkValues(value, schema, path, &run)
    switch value {
    case .object(let properties): checkObject(properties, members, schema, path, depth, &run)
    case .array(let items): checkArray(items, schema, path, depth, &run)
    case .string(let text): checkString(text, schema, path, &run)
    case .integer, .number, .digits: checkNumber(value.double ?? 0, schema, path, &run)
    case .null, .bool: break
    }
    checkCombinations(value, schema, path, depth, &run)
  }

  private func checkType(
    _ value: JSONValue, _ schema: JSONValue, _ path: String, _ run: inout Run
  ) -> Bool {
    let types = schema["type"]?.string.map { [$0] } ?? schema["type"]?.array?.compactMap(\.string) ?? []
    guard !types.isEmpty, !types.contains(where: { Self.isOf($0, value) }) else { return true }
    let names = types.map(Self.named).joined(separator: " or ")
    run.found.append(Violation(path: path, message: "expected \(names), found \(Self.shown(value))"))
    return false
  }

  private func checkValues(_ value: JSONValue, _ schema: JSONValue, _ path: String, _ run: inout Run) {
    if let allowed = schema["enum"]?.array, !allowed.contains(where: { Self.areEqual($0, value) }) {
      let names = allowed.prefix(8).map(Self.shown).joined(separator: ", ") + (allowed.count > 8 ? ", …" : "")
      run.found.append(Violation(path: path, message: "expected one of \(names), found \(Self.shown(value))"))
    }
    if let only = schema["const"], !Self.areEqual(only, value) {
      run.found.append(
        Violation(path: path, message: "expected \(Self.shown(only)), found \(Self.shown(value))"))
    }
  }

  // MARK: Objects and arrays

  private func checkObject(
    _ properties: [JSONValue.Member], _ members: [JSONValue.Member], _ schema: JSONValue, _ path: String,
    _ depth: Int, _ run: inout Run
  ) {
    let keys = Set(properties.map(\.key))
    for name in schema["required"]?.array?.compactMap(\.string) ?? [] where !keys.contains(name) {
      run.found.append(Violation(path: path, message: "“\(name)” is missing"))
    }
    let known = schema["properties"]
    let patterns = schema["patternProperties"]?.object ?? []
    for property in properties {
      let place = path + Self.step(property.key)
      var isKnown = false
      if let own = known?[property.key] {
        isKnown = true
        check(property.value, own, place, depth + 1, &run)
      }
      for pattern in patterns where Self.matches(property.key, pattern.key) == true {
        isKnown = true
        check(property.value, pattern.value, place, depth + 1, &run)
      }
      guard !isKnown, let others = schema["additionalProperties"] else { continue }
      if others == .bool(false) {
        run.found.append(Violation(path: place, message: "is not one of the properties of the schema"))
      } else {
        check(property.value, others, place, depth + 1, &run)
      }
    }
    checkCount(keys.count, schema, "minProperties", "maxProperties", "property", "properties", path, &run)
  }

  private func checkArray(
    _ items: [JSONValue], _ schema: JSONValue, _ path: String, _ depth: Int, _ run: inout Run
  ) {
    let first = schema["prefixItems"]?.array ?? []
    for (index, item) in items.enumerated() {
      let place = "\(path)[\(index)]"
      if index < first.count {
        check(item, first[index], place, depth + 1, &run)
      } else if let rest = schema["items"] {
        check(item, rest, place, depth + 1, &run)
      }
    }
    if let wanted = schema["contains"], !items.contains(where: { keeps($0, wanted, depth, &run) }) {
      run.found.append(Violation(path: path, message: "holds no item of the wanted kind"))
    }
    if schema["uniqueItems"]?.boolean == true {
      for (index, item) in items.enumerated()
      where items[..<index].contains(where: { Self.areEqual($0, item) }) {
        run.found.append(Violation(path: "\(path)[\(index)]", message: "is there twice"))
        break
      }
    }
    checkCount(items.count, schema, "minItems", "maxItems", "item", "items", path, &run)
  }

  private func checkCount(
    _ count: Int, _ schema: JSONValue, _ least: String, _ most: String, _ one: String, _ many: String,
    _ path: String, _ run: inout Run
  ) {
    if let least = schema[least]?.int, count < least {
      run.found.append(
        Violation(
          path: path, message: "expected at least \(least) \(least == 1 ? one : many), found \(count)"))
    }
    if let most = schema[most]?.int, count > most {
      run.found.append(
        Violation(path: path, message: "expected at most \(most) \(most == 1 ? one : many), found \(count)"))
    }
  }

  // MARK: Strings and numbers

  private func checkString(_ text: String, _ schema: JSONValue, _ path: String, _ run: inout Run) {
    checkCount(
      text.unicodeScalars.count, schema, "minLength", "maxLength", "character", "characters", path, &run)
    if let pattern = schema["pattern"]?.string {
      switch Self.matches(text, pattern) {
      case true?: break
      case false?:
        run.found.append(
          Violation(path: path, message: "\(Self.shown(.string(text))) does not match \(pattern)"))
      case nil:
        run.found.append(Violation(path: path, message: "the schema's pattern \(pattern) cannot be read"))
      }
    }
  }

  private func checkNumber(_ value: Double, _ schema: JSONValue, _ path: String, _ run: inout Run) {
    func tell(_ what: String, _ limit: Double) {
      let shown = (Self.shown(.number(limit)), Self.shown(.number(value)))
      run.found.append(Violation(path: path, message: "expected \(what) \(shown.0), found \(shown.1)"))
    }
    if let limit = schema["minimum"]?.double, value < limit { tell("at least", limit) }
    if let limit = schema["maximum"]?.double, value > limit { tell("at most", limit) }
    if let limit = schema["exclusiveMinimum"]?.double, value <= limit { tell("more than", limit) }
    if let limit = schema["exclusiveMaximum"]?.double, value >= limit { tell("less than", limit) }
    if let step = schema["multipleOf"]?.double, step > 0 {
      let quotient = value / step
      // Decimal fractions have no exact form: 0.3 is a multiple of 0.1 all the same.
      if abs(quotient - quotient.rounded()) > 1e-9 * max(1, abs(quotient)) { tell("a multiple of", step) }
    }
  }

  // MARK: Combinations

  private func checkCombinations(
    _ value: JSONValue, _ schema: JSONValue, _ path: String, _ depth: Int, _ run: inout Run
  ) {
    for part in schema["allOf"]?.array ?? [] { check(value, part, path, depth + 1, &run) }
    if let choices = schema["anyOf"]?.array {
      checkChoices(value, choices, path, depth, &run)
    }
    if let choices = schema["oneOf"]?.array {
      let count = choices.count { keeps(value, $0, depth, &run) }
      if count > 1 {
        run.found.append(
          Violation(path: path, message: "keeps to \(count) of the schemas of which it must keep to one"))
      } else if count == 0 {
        checkChoices(value, choices, path, depth, &run)
      }
    }
    if let unwanted = schema["not"], keeps(value, unwanted, depth, &run) {
      run.found.append(Violation(path: path, message: "keeps to a schema that it must not keep to"))
    }
  }

  /// Of several choices the one that is nearest is told: the one with the fewest violations.
  private func checkChoices(
    _ value: JSONValue, _ choices: [JSONValue], _ path: String, _ depth: Int, _ run: inout Run
  ) {
    var nearest: [Violation]?
    for choice in choices {
      var own = Run(steps: run.steps)
      check(value, choice, path, depth + 1, &own)
      run.steps = own.steps
      if own.found.isEmpty { return }
      if nearest.map({ own.found.count < $0.count }) ?? true { nearest = own.found }
    }
    guard let nearest else { return }
    guard nearest.count > 1 || nearest.first?.path != path else {
      let all = choices.compactMap { $0["type"]?.string }
      let isByType = all.count == choices.count
      let message =
        isByType
        ? "expected \(all.map(Self.named).joined(separator: " or ")), found \(Self.shown(value))"
        : nearest.first?.message ?? "keeps to none of \(choices.count) schemas"
      run.found.append(Violation(path: path, message: message))
      return
    }
    run.found += nearest
  }

  private func keeps(_ value: JSONValue, _ schema: JSONValue, _ depth: Int, _ run: inout Run) -> Bool {
    var own = Run(steps: run.steps)
    check(value, schema, "$", depth + 1, &own)
    run.steps = own.steps
    return own.found.isEmpty
  }

  // MARK: Help

  /// What a `$ref` within the schema leads to (RFC 6901), also by a name that a part of it gives itself.
  private func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#") else {
      return Self.parts(of: root).first { $0["$id"]?.string == reference }
    }
    let pointer = reference.dropFirst()
    if pointer.isEmpty { return root }
    guard pointer.hasPrefix("/") else {
      return Self.parts(of: root).first { $0["$anchor"]?.string == String(pointer) }
    }
    var value = root
    for step in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let key = Self.replaced(Self.replaced(String(step), "~1", "/"), "~0", "~")
      guard let next = value[key] ?? Int(key).flatMap({ value[$0] }) else { return nil }
      value = next
    }
    return value
  }

  private static func replaced(_ text: String, _ from: String, _ to: String) -> String {
    guard text.contains(from) else { return text }
    return text.split(separator: from, omittingEmptySubsequences: false).joined(separator: to)
  }

  private static func parts(of value: JSONValue, _ depth: Int = 0) -> [JSONValue] {
    guard depth < depthLimit else { return [] }
    switch value {
    case .object(let members): return [value] + members.flatMap { parts(of: $0.value, depth + 1) }
    case .array(let values): return values.flatMap { parts(of: $0, depth + 1) }
    default: return []
    }
  }

  /// Whether a pattern occurs in a text; nil when it cannot be read.
  private static func matches(_ text: String, _ pattern: String) -> Bool? {
    guard let regex = try? Regex(pattern) else { return nil }
    return text.firstMatch(of: regex) != nil
  }

  private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object):
      true
    case ("number", .integer), ("number", .number), ("number", .digits): true
    case ("integer", .integer), ("integer", .digits): true
    case ("integer", .number(let number)): number == number.rounded() && number.isFinite
    default: false
    }
  }

  /// Whether two values are the same for JSON: 1 and 1.0 are, and objects in any order of their keys.
  private static func areEqual(_ one: JSONValue, _ other: JSONValue) -> Bool {
    switch (one, other) {
    case (.integer, .number), (.number, .integer), (.digits, .number), (.number, .digits):
      one.double == other.double
    case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
    case (.array(let one), .array(let other)):
      one.count == other.count && zip(one, other).allSatisfy { areEqual($0, $1) }
    case (.object(let members), .object(let others)):
      members.count == others.count
        && members.allSatisfy { member in other[member.key].map { areEqual(member.value, $0) } ?? false }
    default: one == other
    }
  }

  private static func named(_ type: String) -> String {
    switch type {
    case "integer", "array", "object": type == "integer" ? "a whole number" : "an \(type)"
    case "null": "null"
    case "boolean": "true or false"
    default: "a \(type)"
    }
  }

  private static func shown(_ value: JSONValue) -> String {
    switch value {
    case .array(let values): return values.isEmpty ? "an empty array" : "an array"
    case .object: return "an object"
    default:
      let text = value.text(pretty: false)
      return text.count > 60 ? String(text.prefix(59)) + "…" : text
    }
  }

  /// A step down to a property: `.name`, or `["odd name"]`.
  private static func step(_ key: String) -> String {
    let isPlain =
      !key.isEmpty && !(key.utf8.first.map { $0 &- 0x30 < 10 } ?? false)
      && key.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || $0 &- 0x30 < 10 || (($0 | 0x20) &- 0x61 < 26 && $0 < 0x80)
      }
    return isPlain ? ".\(key)" : "[\(JSONValue.string(key).text(pretty: false))]"
  }
}
