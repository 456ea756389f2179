import Documents

/// Reads the models that the page of a family lists, and says what is wrong with them.
struct ModelCardReader {
  private(set) var models: [ModelCard] = []
  private(set) var problems: [DocumentError] = []

  private static let fields = [
    "name", "title", "kind", "input", "output", "parameters", "context", "max_input", "max_output",
    "capabilities", "refuses", "open_weights", "licence", "released", "retires", "state", "replaced_by",
    "price", "price_note", "note", "source",
  ]
  private static let priceFields = [
    "unit", "input", "cached_input", "output", "cache_write", "each", "currency", "date", "source",
  ]

  init(_ nodes: [YAMLNode]) {
    for node in nodes {
      guard node.mapping != nil, let name = node["name"]?.string, !name.isEmpty else {
        report("models: expected “name: provider/name”", at: node)
        continue
      }
      problems += node.problemsOfNames(among: ModelCardReader.fields, such: "name")
      if !name.dropFirst().contains("/") {
        report("models: expected “provider/name”, found “\(name)”", at: node["name"])
      }
      if models.contains(where: { $0.name == name }) {
        report("the model “\(name)” is there twice", at: node["name"])
      }
      var card = ModelCard(
        name: name, title: node["title"]?.string ?? name, kind: node["kind"]?.string ?? "chat")
      card.input = texts("input", of: node)
      card.output = texts("output", of: node)
      card.capabilities = texts("capabilities", of: node)
      card.refuses = texts("refuses", of: node)
      card.parameters = node["parameters"]?.string ?? ""
      card.contextTokens = integer("context", of: node)
      card.maxInputTokens = integer("max_input", of: node)
      card.maxOutputTokens = integer("max_output", of: node)
      if let open = node["open_weights"]?.string { card.openWeights = open == "true" }
      card.licence = node["licence"]?.string ?? ""
      card.released = date("released", of: node)
      card.retires = date("retires", of: node)
      card.state = node["state"]?.string ?? ""
      card.replacedBy = node["replaced_by"]?.string ?? ""
      card.price = price(of: node)
      card.priceNote = node["price_note"]?.string ?? ""
      card.note = node["note"]?.string ?? ""
      card.source = node["source"]?.string ?? ""
      models.append(card)
    }
  }

  private mutating func price(of node: YAMLNode) -> ModelCard.Price? {
    guard let fields = node["price"] else { return nil }
    guard fields.mapping != nil else {
      report(
        "price: expected “{unit: tokens, input: …, output: …, currency: USD, date: …, source: …}”", at: fields
      )
      return nil
    }
    problems += fields.problemsOfNames(among: ModelCardReader.priceFields, such: "unit")
    let price = ModelCard.Price(
      unit: fields["unit"]?.string ?? "tokens", input: number("input", of: fields),
      cachedInput: number("cached_input", of: fields), output: number("output", of: fields),
      cacheWrite: number("cache_write", of: fields), each: number("each", of: fields),
      currency: fields["currency"]?.string ?? "USD", date: date("date", of: fields),
      source: fields["source"]?.string ?? "")
    if price.date.isEmpty { report("price: a price needs its “date”", at: fields) }
    if price.source.isEmpty { report("price: a price needs its “source”", at: fields) }
    return price
  }

  // MARK: Small readers

  private mutating func texts(_ name: String, of node: YAMLNode) -> [String] {
    node.list(name, problems: &problems).compactMap(\.string)
  }

  private mutating func integer(_ name: String, of node: YAMLNode) -> Int? {
    guard let value = node[name] else { return nil }
    if let number = value.string.flatMap({ Int($0) }), number >= 0 { return number }
    report("\(name): expected a number of tokens", at: value)
    return nil
  }

  private mutating func number(_ name: String, of node: YAMLNode) -> Double? {
    guard let value = node[name] else { return nil }
    if let number = value.string.flatMap({ Double($0) }), number.isFinite, number >= 0 { return number }
    report("\(name): expected a price", at: value)
    return nil
  }

  private mutating func date(_ name: String, of node: YAMLNode) -> String {
    guard let value = node[name], let text = value.string else { return "" }
    if !ISODay.isDay(text) {
      report("\(name): expected a date such as 2026-11-12, found “\(text)”", at: value)
    }
    return text
  }

  private mutating func report(_ message: String, at node: YAMLNode?) {
    problems.append(DocumentError(message, at: node?.position))
  }
}
