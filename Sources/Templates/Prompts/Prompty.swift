import Documents

/// A `.prompty` file of either generation.
///
/// The first one is PyPI's prompty 0.1, the second prompty 2. Where the draft specification of the second and its
/// package differ, this follows the package: values print as Python prints them, a value alone in place of an input
/// is an example and no default, role lines are `system`, `user`, `assistant` and `developer`.
package struct Prompty: Hashable, Sendable {
  /// Which rules a file follows; the raw values are what people write to name them.
  package enum Generation: String, Hashable, Sendable, CaseIterable {
    case first = "prompty"
    case second = "prompty-v2"
  }

  package var generation: Generation
  package var name: String?
  package var description: String?
  /// The model's name, when the file names one.
  package var model: String?
  /// Who serves it: `azure_openai`, `openai`, `foundry` and so on, as the file writes it.
  package var provider: String?
  /// `chat`, `completion`, `embedding`, `image`, `responses`.
  package var api: String
  /// Address, key and the like, as they are written.
  package var connection: [JSONValue.Member]
  /// Temperature and the like, by the names of the file.
  package var options: [JSONValue.Member]
  package var inputs: [PromptyProperty]
  package var outputs: [PromptyProperty]
  package var tools: [JSONValue]
  /// Values to try it with.
  package var sample: [JSONValue.Member]
  /// Authors, tags, version and what else is told about it.
  package var metadata: [JSONValue.Member]
  package var isMustache: Bool
  /// Whether values may not bring in lines that look like roles (second generation).
  package var isStrict: Bool
  package var body: String
  /// Where in the file the body begins.
  package var bodyPosition: SourcePosition
  /// The file's name, for errors.
  package var file: String?
  package var warnings: [PromptWarning]

  /// The generation's dialect of the template.
  package var dialect: TemplateDialect {
    isMustache ? .mustache : generation == .first ? .prompty : .promptyV2
  }

  /// Names by which chat completions know the options of the second generation.
  static let wireNames: [(String, String)] = [
    ("maxOutputTokens", "max_tokens"), ("topP", "top_p"), ("topK", "top_k"),
    ("frequencyPenalty", "frequency_penalty"),
    ("presencePenalty", "presence_penalty"), ("stopSequences", "stop"),
    ("allowMultipleToolCalls", "parallel_tool_calls"), ("reasoningEffort", "reasoning_effort"),
  ]

  /// The parameters of a request to chat completions: options, tools, the form of the answer.
  package var parameters: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    for option in options where option.key != "additionalProperties" {
      var name = Prompty.wireNames.first { $0.0 == option.key }?.1 ?? option.key
      // Chat completions have a new name for it, and the second generation's package uses it.
      if generation == .second, option.key == "maxOutputTokens" { name = "max_completion_tokens" }
      members.append(JSONValue.Member(name, option.value))
    }
    for extra in options.first(where: { $0.key == "additionalProperties" })?.value.object ?? []
    where !members.contains(where: { $0.key == extra.key }) {
      members.append(extra)
    }
    guard generation == .second else { return members }
    let functions = tools.compactMap(Prompty.function)
    if !functions.isEmpty { members.append(JSONValue.Member("tools", .array(functions))) }
    if let format = responseFormat {
      // What the outputs say is more than what an option says.
      members.removeAll { $0.key == "response_format" }
      members.append(JSONValue.Member("response_format", format))
    }
    return members
  }

  /// The form that answers must have, made of the outputs of the second generation.
  package var responseFormat: JSONValue? {
    guard generation == .second, !outputs.isEmpty else { return nil }
    var schema = PromptyProperty.schema(of: outputs, isStrict: true)
    schema.insert(JSONValue.Member("additionalProperties", false), at: 2)
    return [
      "type": "json_schema",
      "json_schema": ["name": "structured_output", "strict": true, "schema": .object(schema)],
    ]
  }

  /// A tool of the kind `function` as chat completions take it; other kinds are not for the wire.
  private static func function(_ tool: JSONValue) -> JSONValue? {
    guard tool["kind"]?.string == "function" else { return nil }
    var members = [JSONValue.Member("name", tool["name"] ?? "")]
    if let description = tool["description"]?.string, !description.isEmpty {
      members.append(JSONValue.Member("description", .string(description)))
    }
    let isStrict = tool["strict"]?.boolean ?? false
    let bound: [String] =
      switch tool["bindings"] {
      case .object(let bindings): bindings.map(\.key)
      case .array(let bindings): bindings.compactMap { $0["name"]?.string }
      default: []
      }
    let parameters = PromptyProperty.list(tool["parameters"]).filter { !bound.contains($0.name) }
    if tool["parameters"] != nil {
      var schema = PromptyProperty.schema(of: parameters, isStrict: isStrict)
      if isStrict { schema.append(JSONValue.Member("additionalProperties", false)) }
      members.append(JSONValue.Member("parameters", .object(schema)))
    }
    if isStrict { members.append(JSONValue.Member("strict", true)) }
    return ["type": "function", "function": .object(members)]
  }
}
