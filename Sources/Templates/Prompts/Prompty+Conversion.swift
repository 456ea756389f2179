import Documents

extension Prompty {
  /// The file in the other generation's form, or in its own, and what could not be carried over.
  package func converted(to target: Generation) -> (text: String, warnings: [PromptWarning]) {
    var losses: [PromptWarning] = []
    let fields = target == .second ? secondFields(&losses) : firstFields(&losses)
    let text = "---\n" + YAMLWriter.text(fields) + "---\n" + body + (body.hasSuffix("\n") ? "" : "\n")
    return (text, losses)
  }

  private static func optional(_ key: String, _ value: JSONValue?) -> [JSONValue.Member] {
    switch value {
    case nil, .null?, .object([])?, .array([])?: []
    case let value?: [JSONValue.Member(key, value)]
    }
  }

  // MARK: To the second generation

  private static let providers = [
    "azure_openai": "foundry", "azure_openai_beta": "foundry", "azure": "foundry",
    "azure_serverless": "foundry",
    "serverless": "foundry", "openai": "openai",
  ]

  private func secondFields(_ losses: inout [PromptWarning]) -> [JSONValue.Member] {
    guard generation == .first else { return ownFields }
    var fields = Prompty.optional("name", name.map(JSONValue.string))
    fields += Prompty.optional("description", description.map(JSONValue.string))
    let kept = metadata.filter { $0.key != "base" }
    fields += Prompty.optional("metadata", .object(kept))
    if metadata.contains(where: { $0.key == "base" }) {
      losses.append(PromptWarning("“base” has no counterpart: what it gives was taken over"))
    }
    var model = Prompty.optional("id", self.model.map(JSONValue.string))
    if let provider {
      model.append(JSONValue.Member("provider", .string(Prompty.providers[provider] ?? provider)))
    }
    model.append(JSONValue.Member("apiType", .string(api.isEmpty || api == "completion" ? "chat" : api)))
    if api == "completion" { losses.append(PromptWarning("completion has no counterpart and became chat")) }
    model += Prompty.optional("connection", secondConnection)
    model += Prompty.optional("options", .object(secondOptions))
    fields.append(JSONValue.Member("model", .object(model)))
    for input in inputs {
      guard let standard = input.standard, let value = sample.last(where: { $0.key == input.name })?.value,
        value != standard
      else { continue }
      losses.append(
        PromptWarning(
          "the sample of “\(input.name)” became an example: where nothing is given, prompty 2 takes the default"
        ))
    }
    fields += Prompty.optional("inputs", .array(secondInputs))
    fields += Prompty.optional("outputs", .array(outputs.map { Prompty.second($0).written(for: .second) }))
    fields += Prompty.optional("tools", .array(tools.compactMap(Prompty.secondTool)))
    fields += secondTemplate
    if body.contains("![") {
      losses.append(
        PromptWarning(
          "images in the text (“![…](…)”) stay text in prompty 2: make them inputs of the kind image"))
    }
    if let line = PromptRoles.pieces(body, ["function"]).dropFirst().first {
      losses.append(PromptWarning("the role “\(line)” is no role in prompty 2"))
    }
    return fields
  }

  private var secondConnection: JSONValue? {
    var members: [JSONValue.Member] = []
    for (old, new) in [
      ("azure_endpoint", "endpoint"), ("endpoint", "endpoint"), ("base_url", "endpoint"),
      ("api_key", "apiKey"),
      ("api_version", "apiVersion"),
    ] {
      if let value = connection.last(where: { $0.key == old })?.value {
        members.append(JSONValue.Member(new, value))
      }
    }
    guard !members.isEmpty else { return nil }
    return .object([JSONValue.Member("kind", "key")] + members)
  }

  private var secondOptions: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    var extra: [JSONValue.Member] = []
    for option in options where option.key != "tools" {
      let names = Prompty.wireNames.first { $0.1 == option.key }
      if let names {
        let isList = names.0 == "stopSequences" && option.value.array == nil
        members.append(JSONValue.Member(names.0, isList ? [option.value] : option.value))
      } else if option.key == "temperature" || option.key == "seed" {
        members.append(option)
      } else {
        extra.append(option)
      }
    }
    return members + Prompty.optional("additionalProperties", .object(extra))
  }

  private var secondInputs: [JSONValue] {
    var list = inputs.map { input in
      var property = Prompty.second(input)
      let values = [input.standard, sample.last { $0.key == input.name }?.value, input.example].compactMap(
        \.self)
      property.standard = values.first
      property.example = values.dropFirst().first { $0 != property.standard }
      return property
    }
    for member in sample where !inputs.contains(where: { $0.name == member.key }) {
      var input = PromptyProperty(name: member.key, member.value)
      if case .object = member.value { input = PromptyProperty(name: member.key, kind: "object") }
      input = Prompty.second(input)
      input.standard = member.value
      input.example = nil
      list.append(input)
    }
    return list.map { $0.written(for: .second) }
  }

  /// A property with its kind named as in the second generation.
  private static func second(_ property: PromptyProperty) -> PromptyProperty {
    var property = property
    property.kind = property.kind == "number" ? "float" : property.kind.isEmpty ? "string" : property.kind
    property.items = property.items.map(second)
    property.properties = property.properties.map(second)
    property.anyOf = property.anyOf.map(second)
    property.oneOf = property.oneOf.map(second)
    return property
  }

  private var secondTemplate: [JSONValue.Member] {
    guard isMustache || !isStrict else { return [] }
    var format = [JSONValue.Member("kind", isMustache ? "mustache" : "jinja2")]
    if !isStrict { format.append(JSONValue.Member("strict", false)) }
    return [JSONValue.Member("template", ["format": .object(format), "parser": ["kind": "prompty"]])]
  }

  private static func secondTool(_ tool: JSONValue) -> JSONValue? {
    guard let function = tool["function"], let name = function["name"]?.string else { return nil }
    var members: [JSONValue.Member] = [
      JSONValue.Member("name", .string(name)), JSONValue.Member("kind", "function"),
    ]
    members += optional("description", function["description"])
    let required = function["parameters"]?["required"]?.array ?? []
    let parameters = PromptyProperty.list(function["parameters"]?["properties"]).map { property in
      var property = property
      property.isRequired = required.contains(.string(property.name))
      return second(property).written(for: .second)
    }
    members += optional("parameters", .array(parameters))
    members += optional("strict", function["strict"])
    return .object(members)
  }

  // MARK: To the first generation

  private func firstFields(_ losses: inout [PromptWarning]) -> [JSONValue.Member] {
    guard generation == .second else { return ownFields }
    var fields = Prompty.optional("name", name.map(JSONValue.string))
    fields += Prompty.optional("description", description.map(JSONValue.string))
    for key in ["version", "authors", "tags"] {
      fields += Prompty.optional(key, metadata.last { $0.key == key }?.value)
    }
    for member in metadata where !["version", "authors", "tags"].contains(member.key) {
      losses.append(PromptWarning("“\(member.key)” of the metadata has no counterpart"))
    }
    let isOpenAI = provider == "openai"
    var configuration = [JSONValue.Member("type", .string(isOpenAI ? "openai" : "azure_openai"))]
    if let model {
      configuration.append(JSONValue.Member(isOpenAI ? "name" : "azure_deployment", .string(model)))
    }
    for (new, old) in [
      ("endpoint", isOpenAI ? "base_url" : "azure_endpoint"), ("apiKey", "api_key"),
      ("apiVersion", "api_version"),
    ] {
      configuration += Prompty.optional(old, connection.last { $0.key == new }?.value)
    }
    let kind = connection.last { $0.key == "kind" }?.value.string
    if let kind, kind != "key" {
      losses.append(PromptWarning("a connection of the kind “\(kind)” has no counterpart"))
    }
    var model: [JSONValue.Member] = [
      JSONValue.Member("api", .string(api)), JSONValue.Member("configuration", .object(configuration)),
    ]
    if !outputs.isEmpty, options.contains(where: { $0.value["response_format"] != nil }) {
      losses.append(PromptWarning("“response_format” was left out: the outputs say what answers look like"))
    }
    let wire = parameters.filter { $0.key != "response_format" || outputs.isEmpty }.map { member in
      member.key == "max_completion_tokens" ? JSONValue.Member("max_tokens", member.value) : member
    }
    model += Prompty.optional("parameters", .object(wire))
    fields.append(JSONValue.Member("model", .object(model)))
    fields += Prompty.optional("inputs", .object(inputs.map { JSONValue.Member($0.name, Prompty.first($0)) }))
    fields += Prompty.optional(
      "outputs", .object(outputs.map { JSONValue.Member($0.name, Prompty.first($0)) }))
    let sample = inputs.compactMap { input in
      (input.standard ?? input.example).map { JSONValue.Member(input.name, $0) }
    }
    fields += Prompty.optional("sample", .object(sample))
    if isMustache { fields.append(JSONValue.Member("template", "mustache")) }
    for property in inputs + outputs {
      let lost = Prompty.lost(property)
      guard !lost.isEmpty else { continue }
      losses.append(
        PromptWarning("“\(property.name)” loses what has no counterpart: \(lost.joined(separator: ", "))"))
    }
    for input in inputs where PromptyProperty.richKinds.contains(input.kind) {
      losses.append(
        PromptWarning(
          "the input “\(input.name)” of the kind \(input.kind) has no counterpart: its value would be printed"
        ))
    }
    for tool in tools where tool["kind"]?.string != "function" {
      losses.append(
        PromptWarning("the tool “\(tool["name"]?.string ?? "")” is no function and has no counterpart"))
    }
    return fields
  }

  /// A property as prompty's first package takes it: it refuses a file with any other key.
  private static func first(_ property: PromptyProperty) -> JSONValue {
    var known = PromptyProperty(name: property.name, kind: property.kind)
    if ["integer", "float"].contains(known.kind) { known.kind = "number" }
    if !["string", "number", "array", "object", "boolean"].contains(known.kind) { known.kind = "string" }
    known.description = property.description
    known.standard = property.standard
    return known.written(for: .first)
  }

  /// The keys of a property that the first generation does not have.
  private static func lost(_ property: PromptyProperty) -> [String] {
    // Without a default the example stands in the sample.
    let keys: [(String, Bool)] = [
      ("required", property.isRequired), ("nullable", property.isNullable),
      ("example", property.standard != nil && property.example != nil),
      ("enumValues", !property.choices.isEmpty), ("items", !property.items.isEmpty),
      ("properties", !property.properties.isEmpty), ("anyOf", !property.anyOf.isEmpty),
      ("oneOf", !property.oneOf.isEmpty),
    ]
    return keys.filter(\.1).map(\.0)
  }

  /// The file's own fields again.
  private var ownFields: [JSONValue.Member] {
    var fields = Prompty.optional("name", name.map(JSONValue.string))
    if generation == .second {
      fields += Prompty.optional("displayName", metadata.first { $0.key == "displayName" }?.value)
    }
    fields += Prompty.optional("description", description.map(JSONValue.string))
    if generation == .first {
      fields += metadata
      var model = [JSONValue.Member("api", .string(api))]
      model += Prompty.optional("configuration", .object(connection))
      model += Prompty.optional("parameters", .object(options))
      fields.append(JSONValue.Member("model", .object(model)))
      fields += Prompty.optional(
        "inputs", .object(inputs.map { JSONValue.Member($0.name, $0.written(for: .first)) }))
      fields += Prompty.optional(
        "outputs", .object(outputs.map { JSONValue.Member($0.name, $0.written(for: .first)) }))
      fields += Prompty.optional("sample", .object(sample))
      if isMustache { fields.append(JSONValue.Member("template", "mustache")) }
    } else {
      fields += Prompty.optional("metadata", .object(metadata.filter { $0.key != "displayName" }))
      var model = Prompty.optional("id", self.model.map(JSONValue.string))
      model += Prompty.optional("provider", provider.map(JSONValue.string))
      model.append(JSONValue.Member("apiType", .string(api)))
      model += Prompty.optional("connection", .object(connection))
      model += Prompty.optional("options", .object(options))
      fields.append(JSONValue.Member("model", .object(model)))
      fields += Prompty.optional("inputs", .array(inputs.map { $0.written(for: .second) }))
      fields += Prompty.optional("outputs", .array(outputs.map { $0.written(for: .second) }))
      fields += Prompty.optional("tools", .array(tools))
      fields += secondTemplate
    }
    return fields
  }
}
