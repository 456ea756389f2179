/// What is known of a model without asking its provider. Unknown is nil or empty, never zero.
package struct ModelFact: Hashable, Sendable {
  /// The name of the card: `host/model`.
  package var name: String
  /// Other names of the same model, with or without a host.
  package var aliases: [String]
  /// `chat`, `reasoning`, `embedding` and the like; nil when unknown.
  package var kind: String?
  package var contextTokens: Int?
  package var maxInputTokens: Int?
  package var maxOutputTokens: Int?
  package var capabilities: [String]
  /// Parameters that the service does not take.
  package var refuses: [String]
  package var price: ModelPrice?
  /// ISO 8601; nil when unknown.
  package var retires: String?
  package var replacedBy: String?
  /// Where this stands, with its date.
  package var source: String?

  package init(
    name: String, aliases: [String] = [], kind: String? = nil, contextTokens: Int? = nil,
    maxInputTokens: Int? = nil, maxOutputTokens: Int? = nil, capabilities: [String] = [],
    refuses: [String] = [], price: ModelPrice? = nil, retires: String? = nil, replacedBy: String? = nil,
    source: String? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.kind = kind
    self.contextTokens = contextTokens
    self.maxInputTokens = maxInputTokens
    self.maxOutputTokens = maxOutputTokens
    self.capabilities = capabilities
    self.refuses = refuses
    self.price = price
    self.retires = retires
    self.replacedBy = replacedBy
    self.source = source
  }
}

/// What was found about a name, and how sure that is.
package struct FoundFact: Hashable, Sendable {
  /// How a name led to its card, the surest first.
  package enum Match: Int, Hashable, Sendable, Comparable {
    /// The card has this very name.
    case exact
    /// The card, or the person's file, gives this name as another one.
    case alias
    /// A date, a tag or a prefix was left out.
    case variant
    /// The same model at another host: what it can do is known, what it costs is not.
    case otherHost

    package static func < (one: Match, other: Match) -> Bool { one.rawValue < other.rawValue }
  }

  package var fact: ModelFact
  package var match: Match
  /// Whether the person's own file had a say.
  package var isOverridden: Bool
}
