import Documents

/// What the server says in its own words, each in the form that clients of a provider read.
enum MockJSON {
  /// An error, as the provider writes it.
  ///
  /// - Parameter code: OpenAI's finer word, where there is one.
  static func error(
    _ format: MockCase.Format, status: Int, _ message: String, code: String? = nil
  ) -> JSONValue {
    switch format {
    case .chat, .responses:
      let type =
        switch status {
        case 401: "authentication_error"
        case 429: "rate_limit_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
      return [
        "error": [
          "message": .string(message), "type": .string(type), "param": .null, "code": .optional(code),
        ]
      ]
    case .anthropic:
      let type =
        switch status {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 529: "overloaded_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
      return [
        "type": "error", "error": ["type": .string(type), "message": .string(message)],
        "request_id": "req_mock",
      ]
    case .ollama: return ["error": .string(message)]
    }
  }

  /// The cases as models.
  static func list(_ cases: [MockCase], _ form: MockRoute.ListForm) -> JSONValue {
    let wanted: Set<MockCase.Format> =
      switch form {
      case .openAI: [.chat, .responses]
      case .anthropic: [.anthropic]
      case .ollama: [.ollama]
      }
    var seen: Set<String> = []
    let names = cases.filter { wanted.contains($0.format) }.map(\.name).filter { seen.insert($0).inserted }
    switch form {
    case .openAI:
      return [
        "object": "list",
        "data": .array(
          names.map {
            ["id": .string($0), "object": "model", "created": 1_764_374_400, "owned_by": "atelier"]
          }),
      ]
    case .anthropic:
      return [
        "data": .array(
          names.map {
            [
              "type": "model", "id": .string($0), "display_name": .string($0),
              "created_at": "2025-11-29T00:00:00Z",
            ]
          }), "has_more": false, "first_id": .optional(names.first), "last_id": .optional(names.last),
      ]
    case .ollama:
      return [
        "models": .array(
          names.map {
            [
              "name": .string($0), "model": .string($0), "modified_at": "2025-11-29T00:00:00Z", "size": 0,
              "digest": "", "details": ["format": "gguf", "family": "mock"],
            ]
          })
      ]
    }
  }
}
