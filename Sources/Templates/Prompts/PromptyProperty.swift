import Documents

/// An input, an output, or a parameter of a tool.
///
/// Both generations and the JSON Schema of tools come down to it; the keys that only one of them knows are read in all.
package struct PromptyProperty: Hashable, Sendable {
  /// What a template calls it; empty for what an array holds.
  package var name: String
  /// `string`, `integer`, `float`, `number`, `boolean`, `array`, `object`, or one of the rich kinds `thread`, `image`,
  /// `file` and `audio`.
  package var kind: String
  package var description: String?
  /// Whether a value must be given; `is_required` of the first generation.
  package var isRequired = false
  /// Whether null is a value of it, whatever its kind.
  var isNullable = false
  /// Its default: the value when none is given.
  package var standard: JSONValue?
  /// A value to try it with: `sample` of the first generation, `example` of the second.
  package var example: JSONValue?
  /// The only values that it may have; all may be when there are none.
  package var choices: [JSONValue] = []
  /// What an array holds, and what an object has.
  package var items: [PromptyProperty] = []
  package var properties: [PromptyProperty] = []
  /// The kinds of which a `union` may be one or more, or exactly one.
  package var anyOf: [PromptyProperty] = []
  var oneOf: [PromptyProperty] = []

  package init(name: String, kind: String) {
    self.name = name
    self.kind = kind
  }

  /// Kinds whose values are put into messages whole, not into the text.
  static let richKinds: Set<String> = ["thread", "image", "file", "audio"]

  /// Reads a property of either generation; a value alone tells its kind and is an example.
  init(name: String, _ json: JSONValue, depth: Int = 0) {
    self.init(name: name, kind: PromptyProperty.kind(of: json))
    guard case .object = json else {
      if !json.isNull { example = json }
      return
    }
    self.name = json["name"]?.string ?? name
    kind = json["kind"]?.string ?? json["type"]?.string ?? ""
    description = json["description"]?.string
    isRequired = json["required"]?.boolean ?? json["is_required"]?.boolean ?? false
    isNullable = json["nullable"]?.boolean ?? false
    if let value = json["default"], !value.isNull { standard = value }
    if let value = json["example"] ?? json["sample"], !value.isNull { example = value }
    choices = json["enumValues"]?.array ?? json["enum"]?.array ?? []
    guard depth < 16 else { return }
    if let items = json["items"] { self.items = [PromptyProperty(name: "", items, depth: depth + 1)] }
    properties = PromptyProperty.list(json["properties"], depth: depth + 1)
    anyOf = PromptyProperty.list(json["anyOf"], depth: depth + 1)
    oneOf = PromptyProperty.list(json["oneOf"], depth: depth + 1)
    // JSON Schema names beside an object what of it is required.
    let required = json["required"]?.array ?? []
    for index in properties.indices where required.contains(.string(properties[index].name)) {
      properties[index].isRequired = true
    }
  }

  /// The kind of a value that stands in place of a property.
  private static func kind(of json: JSONValue) -> String {
    switch json {
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "float"
    case .string: "string"
    case .array: "array"
    case .null, .object: ""
    }
  }

  /// The properties of a list or of a mapping by name.
  static func list(_ json: JSONValue?, depth: Int = 0) -> [PromptyProperty] {
    switch json {
    case .array(let values): values.map { PromptyProperty(name: "", $0, depth: depth) }
    case .object(let members): members.map { PromptyProperty(name: $0.key, $0.value, depth: depth) }
    default: []
    }
  }

  /// Types of JSON Schema by the kinds that have one.
  private static let types = [
    "string": "string", "integer": "integer", "float": "number", "number": "number", "boolean": "boolean",
    "array": "array", "object": "object",
  ]

  /// The property as JSON Schema, the way prompty's package sends it to chat completions.
  func schema(isOptional: Bool = false, isStrict: Bool) -> JSONValue {
    var members: [JSONValue.Member] = []
    let type = PromptyProperty.types[kind]
    let hasNull = isNullable || isOptional
    if let type {
      members.append(JSONValue.Member("type", hasNull ? .array([.string(type), "null"]) : .string(type)))
    }
    if let description, !description.isEmpty {
      members.append(JSONValue.Member("description", .string(description)))
    }
    if !choices.isEmpty {
      members.append(
        JSONValue.Member("enum", .array(choices + (hasNull && !choices.contains(.null) ? [.null] : []))))
    }
    if kind == "array" {
      members.append(JSONValue.Member("items", items.first?.schema(isStrict: isStrict) ?? ["type": "string"]))
    }
    if kind == "object" {
      members += PromptyProperty.schema(of: properties, isStrict: isStrict).dropFirst()
      members.append(JSONValue.Member("additionalProperties", false))
    }
    if kind == "union", !anyOf.isEmpty {
      let branches = anyOf.map { $0.schema(isStrict: isStrict) } + (hasNull ? [["type": "null"]] : [])
      members.append(JSONValue.Member("anyOf", .array(branches)))
    }
    return .object(members)
  }

  /// The JSON Schema of an object with these properties.
  static func schema(of properties: [PromptyProperty], isStrict: Bool) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      JSONValue.Member("type", "object"),
      JSONValue.Member(
        "properties",
        .object(
          properties.map { property in
            JSONValue.Member(
              property.name, property.schema(isOptional: isStrict && !property.isRequired, isStrict: isStrict)
            )
          })),
    ]
    let required = properties.filter { isStrict || $0.isRequired }.map { JSONValue.string($0.name) }
    if !required.isEmpty { members.append(JSONValue.Member("required", .array(required))) }
    return members
  }

  // MARK: Writing

  /// The property in the form of a generation, with all that is known of it.
  func written(for generation: Prompty.Generation) -> JSONValue {
    let isFirst = generation == .first
    func member(_ key: String, _ value: JSONValue?) -> [JSONValue.Member] {
      value.map { [JSONValue.Member(key, $0)] } ?? []
    }
    func list(_ properties: [PromptyProperty]) -> JSONValue? {
      properties.isEmpty ? nil : .array(properties.map { $0.written(for: generation) })
    }
    var members = member("name", isFirst || name.isEmpty ? nil : .string(name))
    members += member(isFirst ? "type" : "kind", kind.isEmpty ? nil : .string(kind))
    members += member("description", description.map(JSONValue.string))
    members += member(isFirst ? "is_required" : "required", isRequired ? true : nil)
    members += member("nullable", isNullable ? true : nil)
    members += member("default", standard)
    members += member(isFirst ? "sample" : "example", example)
    members += member(isFirst ? "enum" : "enumValues", choices.isEmpty ? nil : .array(choices))
    members += member("items", items.first?.written(for: generation))
    if isFirst, !properties.isEmpty {
      members.append(
        JSONValue.Member(
          "properties",
          .object(properties.map { JSONValue.Member($0.name, $0.written(for: generation)) })))
    } else {
      members += member("properties", list(properties))
    }
    return .object(members + member("anyOf", list(anyOf)) + member("oneOf", list(oneOf)))
  }
}
