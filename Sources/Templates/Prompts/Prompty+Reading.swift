import Documents

extension Prompty {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - generation: which rules hold; nil finds out from the keys.
  ///   - requiresReferences: whether a variable of the environment that is not set is an error, as in the packages;
  ///     else it stays as it is written, with a warning, so that a prompt can be looked at without its keys.
  /// - Throws: ``DocumentError`` when it cannot be read, or what it refers to is not there.
  package init(
    reading text: String, file: String? = nil, generation: Generation? = nil,
    surroundings: PromptSurroundings = PromptSurroundings(), requiresReferences: Bool = false
  ) throws(DocumentError) {
    try self.init(
      reading: text, file: file, generation: generation, surroundings: surroundings,
      requiresReferences: requiresReferences, depth: 0)
  }

  /// Reads a file to look at it.
  ///
  /// - Parameter surroundings: nil leaves references as they are written, and what it is based on aside.
  init(
    looking text: String, file: String?, generation: Generation?, surroundings: PromptSurroundings?
  ) throws(DocumentError) {
    try self.init(
      reading: text, file: file, generation: generation, surroundings: surroundings,
      requiresReferences: false, depth: 0)
  }

  private init(
    reading text: String, file: String?, generation: Generation?, surroundings: PromptSurroundings?,
    requiresReferences: Bool, depth: Int
  ) throws(DocumentError) {
    let source = try PromptySource(text)
    let written = YAMLValue.json(source.fields)
    let known = generation ?? Prompty.generation(of: written)
    var resolver = ReferenceResolver(
      generation: known, surroundings: surroundings, isRequired: requiresReferences)
    let json = try resolver.resolved(written, source.fields)
    let model = json["model"] ?? .null
    let template = json["template"]
    self.generation = known
    name = json["name"]?.string
    description = json["description"]?.string
    inputs = PromptyProperty.list(json["inputs"])
    outputs = PromptyProperty.list(json["outputs"])
    sample = json["sample"]?.object ?? []
    let format =
      template?.string ?? template?["format"]?["kind"]?.string ?? template?["format"]?.string
      ?? template?["type"]?.string
    isMustache = format == "mustache"
    isStrict = template?["format"]?["strict"]?.boolean ?? true
    switch known {
    case .first:
      let configuration = model["configuration"]
      self.model = ["azure_deployment", "model", "name"].lazy.compactMap { configuration?[$0]?.string }.first
      provider = configuration?["type"]?.string
      api = model["api"]?.string ?? "chat"
      connection = configuration?.object ?? []
      options = model["parameters"]?.object ?? []
      tools = model["parameters"]?["tools"]?.array ?? []
      metadata = ["version", "authors", "tags", "base"].compactMap { key in
        json[key].map { JSONValue.Member(key, $0) }
      }
    case .second:
      self.model = model.string ?? model["id"]?.string
      provider = model["provider"]?.string
      api = model["apiType"]?.string ?? "chat"
      connection = model["connection"]?.object ?? []
      options = model["options"]?.object ?? []
      tools = Prompty.tools(json["tools"])
      metadata = json["metadata"]?.object ?? []
      if let title = json["displayName"] { metadata.insert(JSONValue.Member("displayName", title), at: 0) }
    }
    body = source.hasFrontMatter ? source.body : json["instructions"]?.string ?? source.body
    bodyPosition = source.bodyPosition
    self.file = file
    warnings = resolver.warnings
    warnings += PromptyCheck.warnings(source.fields, generation: known)
    if known == .first, let surroundings, let base = json["base"]?.string {
      let place = source.fields["base"]?.position
      guard depth < 8 else { throw DocumentError("prompts are based on each other too deep", at: place) }
      guard TemplateName.isInside(base), let text = try? surroundings.text(base) else {
        throw DocumentError("there is no prompt \(base) in the folder to be based on", at: place)
      }
      do throws(DocumentError) {
        hoist(
          try Prompty(
            reading: text, file: base, generation: .first, surroundings: surroundings,
            requiresReferences: requiresReferences, depth: depth + 1))
      } catch { throw DocumentError(error.described(file: base), at: place) }
    }
    if let format, !["jinja2", "jinja", "mustache"].contains(format) {
      warnings.append(
        PromptWarning(
          "templates of “\(format)” are not known; the text is read as jinja2",
          at: source.fields["template"]?.position))
    }
    if known == .second, template?.string != nil, let node = source.fields["template"] {
      warnings.append(
        PromptWarning(
          "the template is named by a word; prompty 2 wants format and parser below it", at: node.position))
    }
  }

  /// Takes from the prompt that this one is based on what it does not say itself.
  private mutating func hoist(_ base: Prompty) {
    func joined(_ own: [JSONValue.Member], _ other: [JSONValue.Member]) -> [JSONValue.Member] {
      own + other.filter { member in !own.contains { $0.key == member.key } }
    }
    name = name ?? base.name
    description = description ?? base.description
    model = model ?? base.model
    provider = provider ?? base.provider
    connection = joined(connection, base.connection)
    options = joined(options, base.options)
    sample = joined(sample, base.sample)
    metadata = joined(metadata, base.metadata)
    if tools.isEmpty { tools = base.tools }
    warnings += base.warnings
  }

  private static func tools(_ json: JSONValue?) -> [JSONValue] {
    switch json {
    case .array(let tools): tools
    case .object(let members):
      members.map { member in
        .object([JSONValue.Member("name", .string(member.key))] + (member.value.object ?? []))
      }
    default: []
    }
  }

  /// Which generation a file's keys belong to; what belongs to both counts as the first.
  static func generation(of json: JSONValue) -> Generation {
    let model = json["model"]
    if model?["api"] != nil || model?["configuration"] != nil || model?["parameters"] != nil { return .first }
    if model?.string != nil { return .second }
    if ["id", "provider", "apiType", "connection", "options"].contains(where: { model?[$0] != nil }) {
      return .second
    }
    if ["tools", "metadata", "displayName"].contains(where: { json[$0] != nil }) { return .second }
    if json["template"]?["format"] != nil { return .second }
    let properties = (json["inputs"]?.object ?? []).map(\.value) + (json["inputs"]?.array ?? [])
    if json["inputs"]?.array != nil || properties.contains(where: { $0["kind"] != nil }) { return .second }
    return .first
  }

}

/// Follows `${env:NAME}`, `${env:NAME:standard}` and `${file:path}`.
///
/// All that stands behind the second colon is the standard, such as `http://localhost:8080`; the packages cut it at the
/// next colon.
private struct ReferenceResolver {
  let generation: Prompty.Generation
  /// Nil leaves references as they are written.
  let surroundings: PromptSurroundings?
  let isRequired: Bool
  var warnings: [PromptWarning] = []

  init(generation: Prompty.Generation, surroundings: PromptSurroundings?, isRequired: Bool) {
    self.generation = generation
    self.surroundings = surroundings
    self.isRequired = isRequired
  }

  mutating func resolved(
    _ json: JSONValue, _ node: YAMLNode?, depth: Int = 0
  ) throws(DocumentError) -> JSONValue {
    switch json {
    case .string(let written):
      let text = generation == .first ? Text.stripped(written) : written
      guard text.hasPrefix("${"), text.hasSuffix("}"), let surroundings else { return .string(text) }
      return try reference(
        text, String(text.dropFirst(2).dropLast()), node?.position, depth, surroundings)
    case .array(let values):
      var result: [JSONValue] = []
      for (index, value) in values.enumerated() {
        let inner = node?.sequence.flatMap { index < $0.count ? $0[index] : nil }
        result.append(try resolved(value, inner, depth: depth))
      }
      return .array(result)
    case .object(let members):
      var result: [JSONValue.Member] = []
      for (index, member) in members.enumerated() {
        let inner = node?.mapping.flatMap { index < $0.count ? $0[index].value : nil }
        result.append(JSONValue.Member(member.key, try resolved(member.value, inner, depth: depth)))
      }
      return .object(result)
    default: return json
    }
  }

  private mutating func reference(
    _ text: String, _ inside: String, _ position: SourcePosition?, _ depth: Int,
    _ surroundings: PromptSurroundings
  ) throws(DocumentError) -> JSONValue {
    let parts = inside.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    let kind = generation == .second ? parts[0].lowercased() : parts[0]
    if kind == "env", parts.count > 1 {
      if let value = surroundings.environment(parts[1]) { return .string(value) }
      if parts.count > 2, !parts[2].isEmpty { return .string(parts[2]) }
      let message = "the environment has no variable \(parts[1])"
      if isRequired { throw DocumentError(message, at: position) }
      warnings.append(PromptWarning(message, at: position))
      return .string(text)
    }
    if kind == "file", parts.count > 1 {
      return try file(String(inside.dropFirst(5)), position, depth, surroundings)
    }
    if generation == .first {
      throw DocumentError("\(text) is no reference: expected ${env:NAME} or ${file:PATH}", at: position)
    }
    return .string(text)
  }

  private mutating func file(
    _ path: String, _ position: SourcePosition?, _ depth: Int, _ surroundings: PromptSurroundings
  ) throws(DocumentError) -> JSONValue {
    let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    guard TemplateName.isInside(path) else {
      throw DocumentError("the file \(path) is outside of the prompt's folder", at: position)
    }
    guard depth < 4 else { throw DocumentError("files refer to each other too deep", at: position) }
    let text: String?
    do { text = try surroundings.text(path) } catch {
      throw DocumentError("the file \(path) cannot be read: \(error)", at: position)
    }
    guard let text else { throw DocumentError("there is no file \(path)", at: position) }
    let json: JSONValue
    do throws(DocumentError) {
      if path.hasSuffix(".json") || generation == .first {
        json = try JSONReader.read(text)
      } else if path.hasSuffix(".yaml") || path.hasSuffix(".yml") {
        json = YAMLValue.json(try YAMLReader.read(text))
      } else {
        return .string(text)
      }
    } catch {
      throw DocumentError("\(error.described(file: path))", at: position)
    }
    return generation == .first ? try resolved(json, nil, depth: depth + 1) : json
  }
}

/// Finds keys that nobody reads.
enum PromptyCheck {
  private static let top: [Prompty.Generation: Set<String>] = [
    .first: [
      "name", "description", "version", "authors", "tags", "base", "model", "sample", "inputs", "outputs",
      "template",
    ],
    .second: [
      "name", "displayName", "description", "metadata", "model", "inputs", "outputs", "tools", "template",
      "instructions",
    ],
  ]
  private static let model: [Prompty.Generation: Set<String>] = [
    .first: ["api", "configuration", "parameters", "response"],
    .second: ["id", "provider", "apiType", "connection", "options"],
  ]
  private static let property: [Prompty.Generation: Set<String>] = [
    .first: [
      "type", "default", "description", "sample", "is_required", "required", "optional", "enum", "items",
      "properties",
    ],
    .second: [
      "name", "kind", "description", "required", "nullable", "default", "example", "enumValues", "items",
      "properties", "anyOf", "oneOf",
    ],
  ]
  private static let options: Set<String> = [
    "temperature", "maxOutputTokens", "topP", "topK", "frequencyPenalty", "presencePenalty", "seed",
    "stopSequences", "allowMultipleToolCalls", "additionalProperties", "reasoningEffort",
  ]

  static func warnings(_ root: YAMLNode, generation: Prompty.Generation) -> [PromptWarning] {
    var warnings: [PromptWarning] = []
    func check(_ node: YAMLNode?, _ known: Set<String>, _ place: String) {
      for pair in node?.mapping ?? [] {
        let key = YAMLValue.keyText(pair.key)
        guard !known.contains(key) else { continue }
        let hint = NearestName.of(key, among: known.sorted()).map { ", did you mean “\($0)”?" } ?? ""
        warnings.append(
          PromptWarning("the key “\(key)”\(place) means nothing here\(hint)", at: pair.key.position))
      }
    }
    check(root, top[generation] ?? [], "")
    check(root["model"], model[generation] ?? [], " of the model")
    if generation == .second { check(root["model"]?["options"], options, " of the options") }
    for list in ["inputs", "outputs"] {
      let nodes = root[list]?.mapping.map { $0.map(\.value) } ?? root[list]?.sequence ?? []
      for node in nodes where node.mapping != nil {
        check(node, property[generation] ?? [], " of one of the \(list)")
      }
    }
    return warnings.sorted {
      ($0.position ?? .init(line: 0, column: 0)) < ($1.position ?? .init(line: 0, column: 0))
    }
  }
}
