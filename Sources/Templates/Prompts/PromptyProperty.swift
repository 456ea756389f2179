import Documents

/// An input, an output, or a parameter of a tool.
package struct PromptyProperty: Hashable, Sendable {
  package var name: String
  /// `string`, `integer`, `float`, `number`, `boolean`, `array`, `object`, or one of the rich kinds `thread`, `image`,
  /// `file` and `audio`.
  package var kind: String
  package var description: String?
  package var isRequired = false
  package var isNullable = false
  package var standard: JSONValue?
  package var example: JSONValue?
  package var choices: [JSONValue] = []
  /// What an array holds, and what an object has.
  package var items: [PromptyProperty] = []
  package var properties: [PromptyProperty] = []
  /// The kinds that a `union` may be.
  package var anyOf: [PromptyProperty] = []

  package init(name: String, kind: String) {
    self.name = name
    self.kind = kind
  }

  /// Kinds whose values are put into messages whole, not into the text.
  package static let richKinds: Set<String> = ["thread", "image", "file", "audio"]

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
  }

  private static func kind(of json: JSONValue) -> String {
    switch json {
    case .bool: "boolean"
    case .integer, .digits: "integer"
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
      members.append(
        JSONValue.Member(
          "properties",
          .object(
            properties.map { property in
              JSONValue.Member(
                property.name,
                property.schema(isOptional: isStrict && !property.isRequired, isStrict: isStrict))
            })))
      let required = properties.filter { isStrict || $0.isRequired }.map { JSONValue.string($0.name) }
      if !required.isEmpty { members.append(JSONValue.Member("required", .array(required))) }
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
}
