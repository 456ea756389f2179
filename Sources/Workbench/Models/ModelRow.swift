import Models
import Preferences

/// A model as the list shows it: what its provider tells, and what is known of it besides.
struct ModelRow: Hashable, Sendable {
  var name: ModelName
  /// In tokens; nil when unknown.
  var contextTokens: Int?
  var capabilities: [String]
  /// nil when unknown, and for what is not paid for by tokens.
  var price: ModelPrice?
  /// Whether it runs inside the program or on this machine.
  var isLocal: Bool

  /// Whether its provider did not answer: it is listed as it was offered last.
  var isOld = false

  /// Whether it is inside the program.
  var isBuiltIn: Bool { name.provider == ModelName.librarian.provider }

  init(_ info: ModelInfo, _ shelf: ModelShelf) {
    let fact = shelf.facts[info.name]?.fact
    let details = shelf.details[info.name].flatMap(\.self)
    name = info.name
    contextTokens = info.contextTokens ?? details?.contextTokens ?? fact?.contextTokens
    var words: [String] = []
    for word in (details?.commonCapabilities ?? []) + (fact?.capabilities ?? []) + info.capabilities
    where word != "chat" && !words.contains(word) {
      words.append(word)
    }
    capabilities = words
    price = fact?.price
    let url = shelf.provider(named: name.provider)?.baseURL ?? ""
    isLocal =
      name.provider == ModelName.librarian.provider || name.provider.hasPrefix("gguf:")
      || ["//localhost", "//127.", "//[::1]"].contains { url.contains($0) }
    // What runs here costs no tokens; a price of the same model elsewhere would mislead.
    if isLocal { price = nil }
  }

  /// Such as `128k`; exact counts stand in the details.
  static func short(_ tokens: Int) -> String {
    switch tokens {
    case ..<1000: return "\(tokens)"
    case ..<1_000_000:
      // Powers of two are said as people say them: 131072 tokens are 128k.
      return tokens % 1000 != 0 && tokens % 1024 == 0
        ? "\(tokens / 1024)k" : "\((tokens + 500) / 1000)k"
    default:
      let millions = Double(tokens) / (tokens % 1000 != 0 && tokens % 1_048_576 == 0 ? 1_048_576 : 1_000_000)
      let tenths = Int((millions * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)M" : "\(tenths / 10).\(tenths % 10)M"
    }
  }
}

/// What narrows the list of models, beside words.
enum ModelFacet: Hashable, Sendable {
  case capability(String)
  /// At least so many tokens of context.
  case context(Int)
  /// At most so much for a million tokens of input, in the currency of the price.
  case price(Double)
  case local

  static let all: [ModelFacet] =
    [.local]
    + ["tools", "vision", "reasoning", "json_schema", "audio_input", "embeddings"].map(ModelFacet.capability)
    + [32_000, 128_000, 400_000, 1_000_000].map(ModelFacet.context)
    + [0.5, 2, 5].map(ModelFacet.price)

  /// A name for the choice.
  var id: String {
    switch self {
    case .capability(let word): "can:\(word)"
    case .context(let tokens): "context:\(tokens)"
    case .price(let amount): "price:\(amount)"
    case .local: "local"
    }
  }

  var title: String {
    switch self {
    case .capability("vision"): "sees pictures"
    case .capability("tools"): "calls tools"
    case .capability("reasoning"): "reasons"
    case .capability("json_schema"): "answers by a JSON schema"
    case .capability("audio_input"): "hears"
    case .capability("embeddings"): "makes embeddings"
    case .capability(let word): word
    case .context(let tokens): "context of \(ModelRow.short(tokens)) or more"
    case .price(let amount): "at most \(Self.text(amount)) for a million tokens of input"
    case .local: "runs on this machine"
    }
  }

  static func text(_ amount: Double) -> String {
    amount == amount.rounded() ? "$\(Int(amount))" : "$\(ReplyFigures.number(amount))0"
  }

  /// Whether a model fulfils it; what is unknown does not.
  func holds(for row: ModelRow) -> Bool {
    switch self {
    case .capability("vision"): row.capabilities.contains { $0 == "vision" || $0 == "image_input" }
    case .capability("embeddings"): row.capabilities.contains { $0.hasPrefix("embedding") }
    case .capability(let word): row.capabilities.contains(word)
    case .context(let tokens): row.contextTokens.map { $0 >= tokens } ?? false
    case .price(let amount):
      row.isLocal || row.price.flatMap(\.rates.input).map { $0 <= amount } ?? false
    case .local: row.isLocal
    }
  }

  /// Whether it asks for the same thing as another one, so that only one of the two can hold.
  func isSameKind(as other: ModelFacet) -> Bool {
    switch (self, other) {
    case (.context, .context), (.price, .price): true
    default: false
    }
  }
}

/// The order of the list.
enum ModelOrder: CaseIterable, Hashable, Sendable {
  case provider, context, price

  var title: String {
    switch self {
    case .provider: "by provider"
    case .context: "longest context first"
    case .price: "cheapest input first"
    }
  }

  /// What is unknown comes last.
  func sorted(_ rows: [ModelRow]) -> [ModelRow] {
    func key(_ row: ModelRow) -> Double {
      switch self {
      case .provider: 0
      case .context: row.contextTokens.map { -Double($0) } ?? .infinity
      case .price: row.isLocal ? 0 : row.price?.rates.input ?? .infinity
      }
    }
    guard self != .provider else { return rows }
    return rows.enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }
      .map(\.element)
  }
}
