import Documents

/// What a person's own file says about a model. It wins over every card.
///
/// The file:
///
/// ```yaml
/// models:
///   - name: work/chat-prod        # provider/model; a * at the end stands for any rest
///     like: azure/gpt-5.2         # the card from which all comes that is not said here
///     context: 128000
///     max_output: 16384
///     capabilities: [tools, vision]
///     refuses: [temperature]
///     price: {input: 1.6, cached_input: 0.4, output: 12, currency: EUR, date: "2026-11-01", source: our contract,
///             tiers: [{above: 200000, input: 3.2, output: 18}]}
/// ```
package struct ModelOverride: Hashable, Sendable {
  package var name: String
  /// The name of a card.
  package var like: String?
  package var kind: String?
  package var contextTokens: Int?
  package var maxOutputTokens: Int?
  package var capabilities: [String]?
  package var refuses: [String]?
  package var price: ModelPrice?

  package init(name: String) {
    self.name = name
  }

  func matches(_ model: ModelName) -> Bool {
    let text = model.description.lowercased()
    let name = name.lowercased()
    return name.hasSuffix("*") ? text.hasPrefix(name.dropLast()) : text == name
  }

  func apply(to fact: inout ModelFact) {
    if let kind { fact.kind = kind }
    if let contextTokens { fact.contextTokens = contextTokens }
    if let maxOutputTokens { fact.maxOutputTokens = maxOutputTokens }
    if let capabilities { fact.capabilities = capabilities }
    if let refuses { fact.refuses = refuses }
    if let price { fact.price = price }
  }

  // MARK: The file

  /// Reads the file's text. What is wrong is told with its place; all else counts.
  package static func read(_ text: String) -> (overrides: [ModelOverride], problems: [DocumentError]) {
    do {
      let root = try YAMLReader.read(text)
      if root.isNull || root.mapping?.isEmpty == true || root.string == "" { return ([], []) }
      var reader = Reader()
      reader.read(root)
      return (reader.overrides, reader.problems)
    } catch {
      return ([], [error])
    }
  }

  private struct Reader {
    var overrides: [ModelOverride] = []
    var problems: [DocumentError] = []

    private static let names = [
      "name", "like", "kind", "context", "max_output", "capabilities", "refuses", "price",
    ]
    private static let rateNames = ["input", "cached_input", "output", "cache_write"]

    mutating func read(_ root: YAMLNode) {
      checkNames(root, among: ["models"])
      guard let nodes = root["models"]?.sequence else {
        return report("expected “models:” with a list", root["models"] ?? root)
      }
      for node in nodes {
        guard node.mapping != nil, let name = node["name"]?.string, name.dropFirst().contains("/") else {
          report("models: expected “name: provider/model”", node["name"] ?? node)
          continue
        }
        checkNames(node, among: Self.names)
        var override = ModelOverride(name: name)
        override.like = text("like", of: node)
        override.kind = text("kind", of: node)
        override.contextTokens = tokens("context", of: node)
        override.maxOutputTokens = tokens("max_output", of: node)
        override.capabilities = words("capabilities", of: node)
        override.refuses = words("refuses", of: node)
        override.price = node["price"].flatMap { price($0) }
        overrides.append(override)
      }
    }

    private mutating func price(_ node: YAMLNode) -> ModelPrice? {
      guard node.mapping != nil else {
        report("price: expected “{input: …, output: …, date: …}” for a million tokens", node)
        return nil
      }
      checkNames(node, among: Self.rateNames + ["currency", "date", "source", "tiers"])
      guard let date = node["date"]?.string, !date.isEmpty else {
        report("price: a price needs its “date”", node)
        return nil
      }
      var tiers: [ModelPrice.Tier] = []
      for tier in node["tiers"]?.sequence ?? [] {
        checkNames(tier, among: Self.rateNames + ["above"])
        guard let above = tokens("above", of: tier) else {
          report("tiers: expected “above” with a number of tokens", tier)
          continue
        }
        tiers.append(ModelPrice.Tier(above: above, rates: rates(tier)))
      }
      return ModelPrice(
        rates: rates(node), tiers: tiers, currency: node["currency"]?.string ?? "USD", date: date,
        source: node["source"]?.string ?? "your own file")
    }

    private mutating func rates(_ node: YAMLNode) -> ModelPrice.Rates {
      ModelPrice.Rates(
        input: number("input", of: node), cachedInput: number("cached_input", of: node),
        output: number("output", of: node), cacheWrite: number("cache_write", of: node))
    }

    private mutating func number(_ name: String, of node: YAMLNode) -> Double? {
      guard let value = node[name], !value.isNull else { return nil }
      if let number = value.string.flatMap(Double.init), number.isFinite, number >= 0 { return number }
      report("\(name): expected a price for a million tokens", value)
      return nil
    }

    private mutating func tokens(_ name: String, of node: YAMLNode) -> Int? {
      guard let value = node[name], !value.isNull else { return nil }
      if let number = value.string.flatMap({ Int($0) }), number > 0 { return number }
      report("\(name): expected a number of tokens", value)
      return nil
    }

    private mutating func text(_ name: String, of node: YAMLNode) -> String? {
      guard let value = node[name], !value.isNull else { return nil }
      if let text = value.string, !text.isEmpty { return text }
      report("\(name): expected a text, found \(value.kindName)", value)
      return nil
    }

    private mutating func words(_ name: String, of node: YAMLNode) -> [String]? {
      guard let value = node[name], !value.isNull else { return nil }
      if let list = value.sequence { return list.compactMap(\.string) }
      report("\(name): expected a list, found \(value.kindName)", value)
      return nil
    }

    private mutating func checkNames(_ node: YAMLNode, among names: [String]) {
      for pair in node.mapping ?? [] where !names.contains(pair.key.string ?? "") {
        let name = pair.key.string ?? ""
        let hint = NearestName.of(name, among: names).map { "; did you mean \($0)?" } ?? ""
        report("there is no key “\(name)”\(hint)", pair.key)
      }
    }

    private mutating func report(_ message: String, _ node: YAMLNode) {
      problems.append(DocumentError(message, at: node.position))
    }
  }
}
