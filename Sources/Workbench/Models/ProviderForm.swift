import Documents
import Models
import Preferences
import TerminalUI

/// The form with which a provider is added or changed.
struct ProviderForm: Hashable, Sendable {
  /// The name in the configuration of the one that is changed; nil adds one.
  let old: String?
  /// Of the provider that is changed: what the form has no field for stays as it is.
  private let base: ProviderSettings
  private(set) var form: Form
  /// The name that holds when none is typed.
  private var suggestedName = ""
  /// What was tried last, with its result in the shelf.
  var tried: ProviderTarget?
  private var initial: [String] = []
  private let takenNames: [String]

  private static let kinds = ProviderType.allCases
  private static let sources = ["none", "a variable", "a command", "the Secret Service", "a file"]

  /// Where fields stand in the form: the first five are always there.
  private enum Place { static let kind = 0, name = 1, url = 2, source = 3, key = 4 }

  init(changing provider: ProviderSettings? = nil, adding server: FoundServer? = nil, names: [String]) {
    old = provider?.name
    let base =
      provider
      ?? ProviderSettings(
        name: "", kind: server?.kind.providerType ?? .openAI,
        baseURL: server?.baseURL ?? "")
    if provider == nil {
      // What is suggested holds when nothing is typed: there is nothing to take away first.
      suggestedName = Self.freeName(server.map { $0.kind.rawValue } ?? Self.word(for: base.kind), names)
    }
    self.base = base
    takenNames = names.filter { $0 != provider?.name }
    form = Form(fields: Self.fields(base, suggestedName))
    initial = form.fields.map(\.text)
  }

  var isChanged: Bool { form.fields.map(\.text) != initial }

  /// The usual name of a provider of a type.
  private static func word(for kind: ProviderType) -> String {
    switch kind {
    case .openAI: "openai"
    case .openAIResponses: "openai"
    case .azureOpenAI: "azure"
    case .anthropic: "anthropic"
    case .ollama: "ollama"
    case .llamaServer: "llama"
    case .openAICompatible: "local"
    }
  }

  private static func freeName(_ word: String, _ names: [String]) -> String {
    guard names.contains(word) else { return word }
    var number = 2
    while names.contains("\(word)-\(number)") { number += 1 }
    return "\(word)-\(number)"
  }

  // MARK: Fields

  private static func line(_ text: String) -> Form.Value { .text(TextEditor(text, isSingleLine: true)) }

  private static func fields(_ provider: ProviderSettings, _ name: String) -> [Form.Field] {
    var source = 0
    var key = ""
    switch provider.key {
    case .none: break
    case .environment(let name): (source, key) = (1, name)
    case .command(let words): (source, key) = (2, CommandWords.shown(words))
    case .secret(let item): (source, key) = (3, item)
    case .file(let path): (source, key) = (4, path)
    }
    let example =
      provider.kind == .azureOpenAI
      ? "https://NAME.openai.azure.com/openai/v1" : provider.kind.defaultURL ?? "http://localhost:8080/v1"
    var fields: [Form.Field] = [
      .init(
        "Type",
        .choice(options: kinds.map(\.rawValue), selected: kinds.firstIndex(of: provider.kind) ?? 0)),
      .init("Name", line(provider.name), placeholder: name),
      .init("Address", line(provider.baseURL), placeholder: example),
      .init("Key from", .choice(options: sources, selected: source)),
      keyField(source, key, provider.kind),
    ]
    fields += moreFields(provider)
    return fields
  }

  private static func keyField(_ source: Int, _ key: String, _ kind: ProviderType) -> Form.Field {
    let variable: String =
      switch kind {
      case .openAI, .openAIResponses: "OPENAI_API_KEY"
      case .azureOpenAI: "AZURE_OPENAI_API_KEY"
      case .anthropic: "ANTHROPIC_API_KEY"
      default: "MODELS_KEY"
      }
    return switch source {
    case 1: .init("Variable", line(key), placeholder: "such as \(variable): its name, not the key")
    case 2: .init("Command", line(key), placeholder: "pass show work/models")
    case 3: .init("Item", line(key), placeholder: "stored with secret-tool: service atelier account ITEM")
    case 4: .init("File", line(key), placeholder: "~/.config/atelier/key, readable by you alone (0600)")
    default: .init("Key", line(""), placeholder: "none is sent")
    }
  }

  /// What only some types have.
  private static func moreFields(_ provider: ProviderSettings) -> [Form.Field] {
    switch provider.kind {
    case .azureOpenAI:
      [
        .init("It is", .choice(options: ["a key", "a token"], selected: provider.isToken ? 1 : 0)),
        .init("API version", line(provider.apiVersion ?? ""), placeholder: "none for /openai/v1"),
        .init(
          "Interface", .choice(options: ["chat", "responses"], selected: provider.usesResponses ? 1 : 0)),
      ]
    case .ollama:
      [
        .init(
          "Context", line(provider.contextTokens.map(String.init) ?? ""),
          placeholder: "tokens; the server's own default is often short")
      ]
    default: []
    }
  }

  private func text(_ place: Int) -> String {
    form.fields.indices.contains(place) ? form.fields[place].text.trimmedEnds : ""
  }

  private func choice(_ place: Int) -> Int {
    guard form.fields.indices.contains(place), case .choice(_, let selected) = form.fields[place].value else {
      return 0
    }
    return selected
  }

  private var kind: ProviderType {
    let index = choice(Place.kind)
    return Self.kinds.indices.contains(index) ? Self.kinds[index] : .openAICompatible
  }

  // MARK: Keys

  mutating func handle(_ press: KeyPress) -> Bool {
    let before = (kind, choice(Place.source))
    guard form.handle(press) else { return false }
    tried = nil
    follow(before)
    return true
  }

  mutating func paste(_ text: String) {
    form.paste(text)
    tried = nil
  }

  mutating func focus(row: Int) { form.focus(row: row) }
  mutating func setWidth(_ width: Int) { form.setWidth(width) }
  mutating func setFocusedText(_ text: String) {
    form.setFocusedText(text.split(whereSeparator: \.isNewline).joined(separator: " "))
  }

  /// Fits the other fields to another type or another place of the key.
  private mutating func follow(_ before: (ProviderType, Int)) {
    let kind = kind
    let source = choice(Place.source)
    if source != before.1 || kind != before.0 {
      let key = source == before.1 ? form.fields[Place.key].text : ""
      form.fields[Place.key] = Self.keyField(source, key, kind)
    }
    guard kind != before.0 else { return }
    var shaped = base
    shaped.kind = kind
    if old == nil, !takenNames.contains(text(Place.name)) || text(Place.name).isEmpty {
      suggestedName = Self.freeName(Self.word(for: kind), takenNames)
    }
    let fresh = Self.fields(shaped, suggestedName)
    form.fields[Place.name].placeholder = fresh[Place.name].placeholder
    form.fields[Place.url].placeholder = fresh[Place.url].placeholder
    form.fields.removeSubrange((Place.key + 1)...)
    form.fields += Self.moreFields(shaped)
  }

  // MARK: What it says

  /// The provider as the form describes it, or nil when something is wrong: its field then says what.
  mutating func provider() -> ProviderSettings? {
    var isRight = true
    func fail(_ place: Int, _ problem: String, in form: inout Form) {
      form.fields[place].problem = problem
      // The first of them is where one writes next.
      if isRight { form.focus(field: place) }
      isRight = false
    }
    var provider = base
    provider.kind = kind
    provider.name = text(Place.name).isEmpty ? suggestedName : text(Place.name)
    provider.baseURL = text(Place.url).isEmpty ? kind.defaultURL ?? "" : text(Place.url)
    while provider.baseURL.hasSuffix("/") { provider.baseURL.removeLast() }
    if provider.name.isEmpty || provider.name.contains("/") || provider.name == "builtin"
      || provider.name.hasPrefix("gguf:")
    {
      fail(Place.name, "expected a short name without “/”, other than builtin", in: &form)
    } else if takenNames.contains(provider.name) {
      fail(Place.name, "there is a provider of this name already", in: &form)
    }
    let rest = provider.baseURL.drop { $0 != ":" }.dropFirst(3)
    if !["http://", "https://"].contains(where: provider.baseURL.hasPrefix) || rest.isEmpty {
      fail(Place.url, "expected an address such as https://example.com/v1", in: &form)
    } else if rest.prefix(while: { $0 != "/" && $0 != "?" }).contains("@") {
      fail(Place.url, "an address must hold no user and no password", in: &form)
    }
    let key = text(Place.key)
    let source = choice(Place.source)
    switch source {
    case 1:
      let isName =
        key.first.map { !$0.isNumber } ?? false
        && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      // Not shown: it may be the key itself.
      if !isName { fail(Place.key, "expected the name of a variable, not the key itself", in: &form) }
      provider.key = .environment(key)
    case 2:
      let words = CommandWords.read(key)
      if words?.isEmpty ?? true {
        fail(Place.key, "expected a program and its arguments; quotes hold blanks together", in: &form)
      }
      provider.key = .command(words ?? [])
    case 3:
      if key.isEmpty { fail(Place.key, "expected the name of an item", in: &form) }
      provider.key = .secret(key)
    case 4:
      if key.isEmpty { fail(Place.key, "expected a file that holds the key", in: &form) }
      provider.key = .file(key)
    default: provider.key = .none
    }
    provider.isToken = false
    switch kind {
    case .azureOpenAI:
      provider.isToken = choice(Place.key + 1) == 1 && source != 0
      provider.apiVersion = text(Place.key + 2).isEmpty ? nil : text(Place.key + 2)
      provider.usesResponses = choice(Place.key + 3) == 1
      provider.contextTokens = nil
    case .ollama:
      let tokens = text(Place.key + 1)
      provider.contextTokens = Int(tokens)
      if !tokens.isEmpty, (provider.contextTokens ?? 0) <= 0 {
        fail(Place.key + 1, "expected a number of tokens", in: &form)
      }
      provider.apiVersion = nil
      provider.usesResponses = false
    default:
      provider.isToken = kind == base.kind && base.isToken
      provider.contextTokens = nil
      provider.apiVersion = nil
      provider.usesResponses = false
    }
    return isRight ? provider : nil
  }

  // MARK: What was typed

  /// What stands in the fields, so that it is there again after a crash.
  ///
  /// What might be a key that was pasted where its name belongs is left out.
  var draft: JSONValue {
    var texts = form.fields.map(\.text)
    let key = texts[Place.key]
    let isSafe =
      switch choice(Place.source) {
      case 1: key.contains("_") && key.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }
      case 2: key.contains(" ")
      case 4: key.contains("/")
      default: false
      }
    if !isSafe { texts[Place.key] = "" }
    return .object([.init("old", .optional(old)), .init("fields", .array(texts.map { .string($0) }))])
  }

  /// Puts back what was typed into a form of the same provider; false when it was of another one.
  mutating func restore(_ draft: JSONValue) -> Bool {
    guard draft["old"]?.string == old, let texts = draft["fields"]?.array?.compactMap(\.string),
      let first = texts.first, let index = Self.kinds.firstIndex(where: { $0.rawValue == first }),
      texts.count > Place.key
    else { return false }
    let before = (kind, choice(Place.source))
    form.fields[Place.kind].value = .choice(options: Self.kinds.map(\.rawValue), selected: index)
    form.fields[Place.source].value = .choice(
      options: Self.sources, selected: Self.sources.firstIndex(of: texts[Place.source]) ?? 0)
    follow(before)
    for (place, text) in texts.enumerated() where form.fields.indices.contains(place) {
      switch form.fields[place].value {
      case .text: form.fields[place].value = Self.line(text)
      case .choice(let options, _):
        if let index = options.firstIndex(of: text) {
          form.fields[place].value = .choice(options: options, selected: index)
        }
      case .toggle: break
      }
    }
    return true
  }
}

/// A command in one line, as a shell would read it: blanks part words, quotes hold them together.
///
/// It is run directly: nothing in it means anything to a shell.
enum CommandWords {
  /// Reads the words; nil when a quote is not closed.
  static func read(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else { return nil }
    if let word { words.append(word) }
    return words
  }

  /// Writes words so that ``read(_:)`` reads them again.
  static func shown(_ words: [String]) -> String {
    words.map { word in
      let isPlain = !word.isEmpty && word.allSatisfy { !$0.isWhitespace && !"\"'\\".contains($0) }
      return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
