import Documents

/// What a person has set in `config.yaml`.
///
/// Every key has a default; a missing file means all defaults.
package struct Configuration: Hashable, Sendable {
  /// The name of the theme on a terminal with a dark background.
  package var theme = "terminal"
  /// The name of the theme on a terminal with a light background; nil where one theme serves both.
  package var lightTheme: String?
  /// How colours are chosen: `auto`, `truecolor`, `256`, `16`, `8` or `none`.
  package var color = "auto"
  package var usesMouse = true
  /// Whether the terminal's bell rings when something ends while a person looks elsewhere.
  package var ringsBell = false
  /// Whether to draw with ASCII signs only; nil decides by the locale.
  package var isASCII: Bool?
  /// Folders of catalogs laid over the shipped one, the last on top.
  package var catalogs: [String] = []
  /// The database with sessions; nil is the one in the data folder.
  package var database: String?
  package var providers: [ProviderSettings] = []
  /// The program that serves a model's file, and its arguments, with `{model}` and `{port}`; nil is `llama-server`.
  package var localServerCommand: [String]?
  /// The model that answers unless another is named: `provider/model`.
  package var defaultModel = "builtin/librarian"
  /// Keys by the id of the command they run, instead of its own ones.
  package var keys: [KeyBinding] = []

  /// Other keys for a command.
  package struct KeyBinding: Hashable, Sendable {
    package var command: String
    package var keys: [String]
    package var position: SourcePosition
  }

  /// What is known of the file beside the values.
  package struct Notes: Hashable, Sendable {
    /// Where keys stand, for what is found out about their values later.
    package var positions: [String: SourcePosition] = [:]
    /// The first thing wrong that leaves open where conversations are kept.
    ///
    /// With the default in its place they would go elsewhere than the person meant.
    package var refusal: DocumentError?
    /// The first thing wrong that leaves open which model is meant when none is named.
    package var modelRefusal: DocumentError?

    package init() {}
  }

  package init() {}

  /// The file with every key at its default and a comment that says what it does.
  package static let documentedDefault = """
    # atelier's configuration. Every key is shown with its default; a missing key means the same.

    # The colours: "terminal" takes the terminal's own; `atelier theme list` names the others.
    # One name, or one for each kind of terminal: {dark: nord, light: solarized-light}.
    # Your own base16 and base24 scheme files go into the folder "themes" beside this file.
    theme: terminal

    # How many colours to use: auto, truecolor, 256, 16, 8 or none. NO_COLOR is obeyed under auto.
    color: auto

    # Whether the mouse is used. While it is, Shift and drag selects text in most terminals.
    mouse: true

    # Whether the bell rings when a reply ends while you look elsewhere. The window's title tells it in any case.
    bell: false

    # Signs and lines in ASCII only: auto (by the locale), true or false.
    ascii: auto

    # Folders of catalogs of your own, laid over the one that comes with atelier. The last wins.
    catalogs: []

    # Where sessions are kept: a SQLite file. Without a value: atelier/atelier.sqlite in the data folder.
    # --database and the variable ATELIER_DATABASE go before it.
    database:

    # The model that answers unless another is named.
    default_model: builtin/librarian

    # Where models are. A model is named provider/model, split at the first slash. The key comes from a
    # command (run directly, not by a shell), a variable, the Secret Service, or a file with mode 600.
    # providers:
    #   local:
    #     type: openai-compatible
    #     base_url: http://localhost:8080/v1
    #   work:
    #     type: openai-compatible
    #     base_url: https://models.example.com/v1
    #     api_key_command: [pass, show, work/models]   # or api_key_env, api_key_secret, api_key_file
    #     headers: {X-Team: design}
    #     timeout_s: 600                               # how long to wait for the first word of a reply
    #     ca_file: ~/company.pem                       # authorities to trust there, beside the system's own
    #   azure:
    #     type: azure-openai
    #     base_url: https://NAME.openai.azure.com/openai/v1/
    #     token_command: [az, account, get-access-token, --resource, https://cognitiveservices.azure.com]
    # Types: openai, openai-responses, azure-openai, anthropic, ollama, llama-server, openai-compatible. token_command,
    # token_env, token_secret and token_file give a token in the place of a key. azure-openai also knows api_version and
    # interface (chat or responses), ollama context_tokens.
    providers: {}

    # What serves a model's file, named gguf:/path/to/model.gguf, on a port of this machine.
    # local_server:
    #   command: [llama-server, -m, "{model}", --host, 127.0.0.1, --port, "{port}"]
    local_server:

    # Other keys for a command: its id and one key or a list. `?` and Ctrl-P show titles and keys;
    # `atelier config keys` prints every id with its keys.
    # keys:
    #   catalog.search: [/, Ctrl-F]
    keys: {}

    """

  private static let names = [
    "theme", "color", "mouse", "bell", "ascii", "catalogs", "keys", "database", "default_model", "providers",
    "local_server",
  ]
  private static let colors = ["auto", "truecolor", "256", "16", "8", "none"]

  /// Reads a configuration file.
  ///
  /// - Parameter home: what a leading `~` of a path means.
  /// - Returns: the configuration with every value that could be read, everything that is wrong, in order, and what else
  ///   is known of the file.
  package static func read(
    _ text: String, home: String
  ) -> (configuration: Configuration, problems: [DocumentError], notes: Notes) {
    var configuration = Configuration()
    var notes = Notes()
    var problems: [DocumentError] = []
    let root: YAMLNode
    do {
      root = try YAMLReader.read(text)
    } catch {
      notes.refusal = error
      return (configuration, [error], notes)
    }
    if root.isNull { return (configuration, [], notes) }
    guard let pairs = root.mapping else {
      let error = DocumentError(
        "expected keys such as “theme: nord”, found \(root.kindName)", at: root.position)
      notes.refusal = error
      return (configuration, [error], notes)
    }
    func refuse(_ error: DocumentError) {
      problems.append(error)
      notes.refusal = notes.refusal ?? error
    }
    func refuseModel(_ error: DocumentError) {
      problems.append(error)
      notes.modelRefusal = notes.modelRefusal ?? error
    }
    for pair in pairs {
      let name = pair.key.string ?? ""
      let node = pair.value
      if notes.positions[name] == nil { notes.positions[name] = node.position }
      if node.isNull, names.contains(name) { continue }
      switch name {
      case "theme":
        if let text = node.string {
          configuration.theme = text
        } else if node.mapping != nil, let dark = node["dark"]?.string, let light = node["light"]?.string {
          configuration.theme = dark
          configuration.lightTheme = light
        } else {
          problems.append(expected("a theme's name, or {dark: …, light: …}", node))
        }
      case "color":
        if let text = node.string, colors.contains(text) {
          configuration.color = text
        } else {
          problems.append(expected("one of \(colors.joined(separator: ", "))", node, among: colors))
        }
      case "mouse":
        if let isOn = boolean(node) {
          configuration.usesMouse = isOn
        } else {
          problems.append(expected("true or false", node))
        }
      case "bell":
        if let isOn = boolean(node) {
          configuration.ringsBell = isOn
        } else {
          problems.append(expected("true or false", node))
        }
      case "ascii":
        if node.string == "auto" {
          configuration.isASCII = nil
        } else if let isOn = boolean(node) {
          configuration.isASCII = isOn
        } else {
          problems.append(expected("auto, true or false", node))
        }
      case "catalogs":
        guard let list = node.sequence, list.allSatisfy({ $0.string != nil }) else {
          problems.append(expected("a list of folders", node))
          continue
        }
        configuration.catalogs = list.compactMap(\.string).map {
          $0.hasPrefix("~/") ? home + $0.dropFirst() : $0
        }
      case "database":
        guard let path = node.string, !path.isEmpty else {
          refuse(expected("a file", node))
          continue
        }
        configuration.database = path.hasPrefix("~/") ? home + path.dropFirst() : path
      case "default_model":
        guard let model = node.string, let slash = model.firstIndex(of: "/"), slash != model.startIndex,
          model.index(after: slash) != model.endIndex
        else {
          refuseModel(expected("provider/model", node))
          continue
        }
        configuration.defaultModel = model
      case "providers":
        if node.mapping == nil {
          refuseModel(expected("names with a type and an address", node))
        } else {
          configuration.providers = ProviderSettings.read(node, home: home, problems: &problems)
        }
      case "local_server":
        let words = node["command"]?.sequence?.compactMap(\.string) ?? []
        let isWhole = ["{model}", "{port}"].allSatisfy { part in words.contains { $0.contains(part) } }
        if isWhole {
          configuration.localServerCommand = words
        } else {
          problems.append(
            expected("command: [llama-server, -m, \"{model}\", --port, \"{port}\"]", node))
        }
      case "keys":
        readKeys(node, into: &configuration, problems: &problems)
      default:
        let hint = NearestName.of(name, among: names).map { "; did you mean \($0)?" } ?? ""
        problems.append(DocumentError("there is no key “\(name)”\(hint)", at: pair.key.position))
      }
    }
    let known = ["builtin"] + configuration.providers.map(\.name)
    let provider = String(configuration.defaultModel.prefix { $0 != "/" })
    if !known.contains(provider), provider != "gguf:" {
      let hint = NearestName.of(provider, among: known).map { "; did you mean \($0)?" } ?? ""
      refuseModel(
        DocumentError(
          "default_model: there is no provider “\(provider)” that can be used\(hint)",
          at: notes.positions["default_model"]))
    }
    return (configuration, problems, notes)
  }

  private static func readKeys(
    _ node: YAMLNode, into configuration: inout Configuration, problems: inout [DocumentError]
  ) {
    guard let pairs = node.mapping else {
      problems.append(expected("commands and their keys", node))
      return
    }
    for pair in pairs {
      let nodes = pair.value.sequence ?? [pair.value]
      let keys = nodes.compactMap(\.string)
      guard let command = pair.key.string, keys.count == nodes.count else {
        problems.append(expected("a key such as Ctrl-F, or a list of keys", pair.value))
        continue
      }
      configuration.keys.append(KeyBinding(command: command, keys: keys, position: pair.value.position))
    }
  }

  private static func boolean(_ node: YAMLNode) -> Bool? {
    switch node.string?.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  private static func expected(_ what: String, _ node: YAMLNode, among names: [String] = []) -> DocumentError
  {
    let found = node.string.map { "“\($0)”" } ?? node.kindName
    let hint = node.string.flatMap { NearestName.of($0, among: names) }.map { "; did you mean \($0)?" } ?? ""
    return DocumentError("expected \(what), found \(found)\(hint)", at: node.position)
  }

  /// The text of a configuration file with another theme, everything else as it was.
  ///
  /// The line is changed and the file not written anew, so that a person's comments and order stay.
  package static func settingTheme(_ theme: String, in text: String) -> String {
    let isPlain =
      theme != "null" && theme.first?.isLetter == true
      && theme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    let field = "theme: " + (isPlain ? theme : JSONValue.string(theme).text())
    // Scalars, not characters: CR LF is one character, and the line ends of the file stay as they are.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let index = lines.firstIndex(where: { $0.hasPrefix("theme:") }) {
      lines[index] = field + afterValue(of: lines[index])
      // The value may go on below, in lines that are indented or end its braces, with comments between them.
      var last = index
      for next in lines.indices.dropFirst(index + 1) {
        let first = lines[next].first ?? " "
        guard first.isWhitespace || first == "#" || first == "}" else { break }
        if let sign = lines[next].first(where: { !$0.isWhitespace }), sign != "#" { last = next }
      }
      lines.removeSubrange((index + 1)..<(last + 1))
      return lines.joined(separator: "\n")
    }
    let separator = text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
    return text + separator + field + "\n"
  }

  /// What stands on the line of a field after its value: a comment with the spaces before it, and a carriage return.
  private static func afterValue(of line: String) -> String {
    var quote: Character?
    var previous: Character = " "
    var end = line.startIndex
    for index in line.indices {
      let character = line[index]
      defer { previous = character }
      if let open = quote {
        if character == open { quote = nil }
      } else if (character == "\"" || character == "'") && previous.isWhitespace {
        quote = character
      } else if character == "#", previous.isWhitespace {
        return String(line[end...])
      }
      if !character.isWhitespace { end = line.index(after: index) }
    }
    return line.hasSuffix("\r") ? "\r" : ""
  }
}
