import Documents
import Models

/// How a provider is reached, as `providers:` in the configuration describes it.
package struct ProviderSettings: Hashable, Sendable {
  /// Where its key comes from.
  ///
  /// The key itself is never part of the configuration.
  package enum KeySource: Hashable, Sendable {
    case none
    /// A program, run directly and not by a shell, whose first line of output is the key.
    case command([String])
    case environment(String)
    /// An item of the Secret Service, stored with `service atelier account NAME`.
    case secret(String)
    /// A file that only its owner can read.
    case file(String)
  }

  /// The name under which a model is asked: `name/model`.
  package var name: String
  /// What the provider speaks.
  package var kind: ProviderType
  /// The address up to and with the version, such as `http://localhost:8080/v1`.
  package var baseURL: String
  package var key: KeySource
  /// Whether what comes from there is a token, as Entra ID gives it, and no key.
  package var isToken = false
  /// Azure's dated interface, such as `2024-10-21`; nil takes the one in the address, if any.
  package var apiVersion: String?
  /// Whether Azure is asked by its Responses.
  package var usesResponses = false
  /// What the context of an Ollama server is to hold, in tokens; nil leaves it to the server.
  package var contextTokens: Int?
  /// A file with certificates (PEM) of authorities that are trusted for this provider, beside the system's own.
  package var authorityFile: String?
  /// Headers to send along, such as an organisation.
  package var headers: [String: String]
  /// How long to wait for the first word of a reply, in seconds; nil for ten minutes.
  package var timeout: Double?

  package init(
    name: String, kind: ProviderType = .openAICompatible, baseURL: String, key: KeySource = .none,
    headers: [String: String] = [:]
  ) {
    self.name = name
    self.kind = kind
    self.baseURL = baseURL
    self.key = key
    self.headers = headers
  }

  private static let names = [
    "type", "base_url", "api_key_command", "api_key_env", "api_key_secret", "api_key_file", "token_command",
    "token_env", "token_secret", "token_file", "api_version", "interface", "context_tokens", "headers",
    "timeout_s", "ca_file",
  ]

  /// Reads the mapping under `providers:`.
  static func read(_ node: YAMLNode, home: String, problems: inout [DocumentError]) -> [ProviderSettings] {
    guard let pairs = node.mapping else {
      problems.append(
        DocumentError(
          "providers: expected names with a type and an address, found \(node.kindName)", at: node.position))
      return []
    }
    return pairs.compactMap { read($0, home: home, problems: &problems) }
  }

  private static func read(
    _ pair: YAMLNode.Pair, home: String, problems: inout [DocumentError]
  ) -> ProviderSettings? {
    func report(_ message: String, _ node: YAMLNode?) {
      problems.append(DocumentError(message, at: (node ?? pair.value).position))
    }
    guard let name = pair.key.string, !name.isEmpty, !name.contains("/"), name != "builtin" else {
      report("a provider's name must not hold “/”, nor be “builtin”", pair.key)
      return nil
    }
    guard let fields = pair.value.mapping else {
      report("\(name): expected type and base_url, found \(pair.value.kindName)", pair.value)
      return nil
    }
    for field in fields where !names.contains(field.key.string ?? "") {
      let key = field.key.string ?? ""
      let hint = NearestName.of(key, among: names).map { "; did you mean \($0)?" } ?? ""
      report(
        key == "api_key"
          ? "a key does not belong into this file: use api_key_command, api_key_env, api_key_secret or api_key_file"
          : "\(name): there is no key “\(key)”\(hint)", field.key)
    }
    guard let typeText = pair.value["type"]?.string else {
      let kinds = ProviderType.allCases.map(\.rawValue).joined(separator: ", ")
      report("\(name): “type” is missing; known: \(kinds)", pair.value)
      return nil
    }
    let kinds = ProviderType.allCases.map(\.rawValue)
    guard let kind = ProviderType(rawValue: typeText) else {
      let hint = NearestName.of(typeText, among: kinds).map { "; did you mean \($0)?" } ?? ""
      report(
        "\(name): there is no type “\(typeText)”\(hint.isEmpty ? "; known: \(kinds.joined(separator: ", "))" : hint)",
        pair.value["type"])
      return nil
    }
    let hasURL = pair.value["base_url"].map { !$0.isNull } ?? false
    guard var baseURL = hasURL ? pair.value["base_url"]?.string : kind.defaultURL,
      baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://")
    else {
      let example =
        kind == .azureOpenAI ? "https://NAME.openai.azure.com/openai/v1/" : "http://localhost:8080/v1"
      report("\(name): expected base_url such as \(example)", pair.value["base_url"])
      return nil
    }
    // What stands in an address is printed in reports and errors.
    guard
      !baseURL.drop(while: { $0 != ":" }).dropFirst(3).prefix(while: { $0 != "/" && $0 != "?" }).contains("@")
    else {
      report("\(name): a base_url must hold no user and no password", pair.value["base_url"])
      return nil
    }
    while baseURL.hasSuffix("/") { baseURL.removeLast() }
    var settings = ProviderSettings(name: name, kind: kind, baseURL: baseURL)
    settings.key = keySource(pair.value, prefix: "api_key", name: name, home: home, report: report)
    let token = keySource(pair.value, prefix: "token", name: name, home: home, report: report)
    if token != .none {
      if settings.key != .none { report("\(name): a key and a token; the token is used", pair.value) }
      settings.key = token
      settings.isToken = true
    }
    if let node = pair.value["api_version"], !node.isNull {
      settings.apiVersion = node.string
      if node.string == nil { report("\(name): api_version expects a text such as 2024-10-21", node) }
    }
    if let node = pair.value["interface"], !node.isNull {
      settings.usesResponses = node.string == "responses"
      if !["chat", "responses"].contains(node.string ?? "") {
        report("\(name): interface expects chat or responses, found \(node.string ?? node.kindName)", node)
      }
    }
    if let node = pair.value["context_tokens"], !node.isNull {
      settings.contextTokens = node.string.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
      if settings.contextTokens == nil {
        report("\(name): context_tokens expects a number, found \(node.string ?? node.kindName)", node)
      }
    }
    if let node = pair.value["timeout_s"], !node.isNull {
      if let seconds = node.string.flatMap(Double.init), seconds > 0, seconds.isFinite {
        settings.timeout = seconds
      } else {
        report("\(name): timeout_s expects a number of seconds, found \(node.string ?? node.kindName)", node)
      }
    }
    if let node = pair.value["ca_file"], !node.isNull {
      let path = node.string.map { $0.hasPrefix("~/") ? home + $0.dropFirst() : $0 }
      if let path, path.hasPrefix("/") {
        settings.authorityFile = path
      } else {
        // A path from where one happens to be could be another file tomorrow.
        report(
          "\(name): ca_file expects a file with certificates, such as /etc/ssl/company.pem or ~/company.pem, "
            + "found \(node.string ?? node.kindName)", node)
      }
    }
    if let headers = pair.value["headers"], headers.mapping == nil, !headers.isNull {
      report("\(name): headers expects names and values, found \(headers.kindName)", headers)
    }
    for header in pair.value["headers"]?.mapping ?? [] {
      if let key = header.key.string, let value = header.value.string {
        settings.headers[key] = value
      } else {
        report("\(name): a header expects a text, found \(header.value.kindName)", header.value)
      }
    }
    return settings
  }

  private static func keySource(
    _ node: YAMLNode, prefix: String, name: String, home: String, report: (String, YAMLNode?) -> Void
  ) -> KeySource {
    var sources: [KeySource] = []
    if let command = node["\(prefix)_command"] {
      let words = command.sequence?.compactMap(\.string) ?? []
      if words.isEmpty {
        report("\(name): \(prefix)_command expects a list such as [pass, show, openai]", command)
      } else {
        sources.append(.command(words))
      }
    }
    func text(_ key: String, _ what: String) -> String? {
      guard let value = node[key] else { return nil }
      guard let text = value.string, !text.isEmpty else {
        report("\(name): \(key) expects \(what), found \(value.kindName)", value)
        return nil
      }
      return text
    }
    if let variable = text("\(prefix)_env", "the name of a variable") {
      if isVariable(variable) {
        sources.append(.environment(variable))
      } else {
        // Not shown: it may be the key itself.
        report(
          "\(name): \(prefix)_env expects the name of a variable, such as OPENAI_API_KEY, not the key",
          node["\(prefix)_env"])
      }
    }
    if let item = text("\(prefix)_secret", "the name of an item") { sources.append(.secret(item)) }
    if let path = text("\(prefix)_file", "a file") {
      sources.append(.file(path.hasPrefix("~/") ? home + path.dropFirst() : path))
    }
    if sources.count > 1 {
      report(
        "\(name): more than one source of a key; of command, variable, secret and file the first one is used",
        node)
    }
    return sources.first ?? .none
  }

  private static func isVariable(_ text: String) -> Bool {
    text.first?.isNumber == false
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// The address without what follows a question mark: for people.
  package var shownURL: String { String(baseURL.prefix { $0 != "?" }) }
}
