/// Collects the rows of a comparison in the order in which a person asks for them.
struct RowBuilder {
  private(set) var rows: [Comparison.Row] = []
  let entries: [CatalogEntry]
  let library: CatalogLibrary

  init(entries: [CatalogEntry], library: CatalogLibrary) {
    self.entries = entries
    self.library = library
  }

  typealias Value = Comparison.Value

  mutating func addAll() {
    let library = library
    add("kind", "Kind") { [Value(RowBuilder.kind(of: $0))] }
    add("summary", "What it is") { $0.summary.isEmpty ? [] : [Value($0.summary)] }
    let related = entries.map { library.related(to: $0) }
    addRelated("part_of", "Part of", titles: ["Part of"], of: related) { entry in
      entry.parent.map { [Value(library.title(of: $0), target: $0)] } ?? []
    }
    for name in RowBuilder.firstFacets { addFacet(name) }
    addLifecycle()
    addOtherFacets()
    addRelated("uses", "Uses", titles: ["Uses"], of: related)
    addRelated("parts", "Parts", titles: ["Parts"], of: related)
    addRelated("hosts", "Hosts", titles: ["Hosts"], of: related)
    addRelated("hosted_by", "Hosted by", titles: ["Hosted by"], of: related)
    addRelated("alternatives", "Instead", titles: ["Instead"], of: related)
    addEquivalents()
    addModels()
    add("pillars", "Asked about under") { entry in
      library.pillars(of: entry).map { Value(Checklist.title(ofPillar: $0)) }
    }
    addGuides()
    add("links", "Learn more") { entry in entry.links.map { Value($0.title, target: $0.url) } }
  }

  /// Adds a row, unless no entry has anything to say in it.
  mutating func add(
    _ id: String, _ title: String, guide: String? = nil, _ cell: (CatalogEntry) -> [Value]
  ) {
    let cells = entries.map { entry in cell(entry).filter { !$0.text.isEmpty } }
    guard cells.contains(where: { !$0.isEmpty }) else { return }
    rows.append(
      Comparison.Row(
        attribute: Comparison.Attribute(id: id, title: title, guide: guide), cells: cells))
  }

  private static func kind(of entry: CatalogEntry) -> String {
    entry.subkind.isEmpty || entry.subkind == entry.kind.title
      ? entry.kind.title : "\(entry.kind.title) (\(entry.subkind))"
  }

  // MARK: Facets and lifecycle

  /// What most choices hang on; `maturity` stands beside the lifecycle.
  private static let firstFacets = [
    "hosting", "modality", "residency", "network", "cost_driver", "skill", "maturity",
  ]

  private mutating func addFacet(_ name: String) {
    add("facet.\(name)", FacetVocabulary.title(of: name)) { entry in
      entry.values(ofFacet: name).map { Value($0) }
    }
  }

  private mutating func addOtherFacets() {
    var names: [String] = []
    for facet in entries.flatMap(\.facets)
    where !RowBuilder.firstFacets.contains(facet.name) && !names.contains(facet.name)
      && facet.name != "pillar"
    {
      names.append(facet.name)
    }
    for name in names { addFacet(name) }
  }

  private mutating func addLifecycle() {
    let library = library
    add("lifecycle", "Lifecycle") { entry in
      guard let lifecycle = entry.lifecycle else { return [] }
      return [Value([lifecycle.state, lifecycle.date].compactMap(\.self).joined(separator: ", "))]
        + lifecycle.retiredFeatures.map { Value("\($0.name): until \($0.values.joined(separator: ", "))") }
    }
    add("replaced_by", "Replaced by") { entry in
      entry.lifecycle?.replacedBy.map { [Value(library.title(of: $0), target: $0)] } ?? []
    }
  }

  // MARK: Relations

  private mutating func addRelated(
    _ id: String, _ title: String, titles: Set<String>, of groups: [[CatalogLibrary.RelatedGroup]],
    more: (CatalogEntry) -> [Value] = { _ in [] }
  ) {
    var byEntry: [String: [Value]] = [:]
    for (entry, groups) in zip(entries, groups) {
      byEntry[entry.id] = groups.filter { titles.contains($0.title) }.flatMap(\.addresses).map {
        Value(library.title(of: $0), target: $0)
      }
    }
    add(id, title) { entry in
      let own = byEntry[entry.id] ?? []
      return more(entry).filter { !own.contains($0) } + own
    }
  }

  private mutating func addEquivalents() {
    for (name, title) in [("aws", "On AWS"), ("gcp", "On Google Cloud"), ("oss", "Open source")] {
      add("equivalents.\(name)", title) { entry in
        (entry.equivalents.first { $0.name == name }?.values ?? []).map { Value($0) }
      }
    }
  }

  // MARK: Models

  private mutating func addModels() {
    add("models", "Models") { entry in entry.models.map { Value($0.title) } }
    add("models.context", "Context, tokens") { entry in
      RowBuilder.range(entry.models.compactMap(\.contextTokens).map(Double.init)) {
        RowBuilder.grouped(Int($0))
      }
      .map { [Value($0)] } ?? []
    }
    add("models.price_input", "Input, per million tokens") { RowBuilder.prices(of: $0, \.input) }
    add("models.price_output", "Output, per million tokens") { RowBuilder.prices(of: $0, \.output) }
  }

  /// What the models of a family cost for tokens, from the cheapest to the dearest, one value a currency.
  private static func prices(
    of entry: CatalogEntry, _ part: KeyPath<ModelCard.Price, Double?>
  ) -> [Value] {
    let prices = entry.models.compactMap(\.price).filter { $0.unit == "tokens" }
    let currencies = Set(prices.map(\.currency)).sorted()
    return currencies.compactMap { currency in
      range(prices.filter { $0.currency == currency }.compactMap { $0[keyPath: part] }) { amount in
        let text = amount == amount.rounded() && abs(amount) < 1e9 ? String(Int(amount)) : "\(amount)"
        return currency == "USD" ? "$" + text : "\(text) \(currency)"
      }
      .map { Value($0) }
    }
  }

  private static func range(_ numbers: [Double], _ text: (Double) -> String) -> String? {
    guard let low = numbers.min(), let high = numbers.max() else { return nil }
    return low == high ? text(low) : "\(text(low)) to \(text(high))"
  }

  /// `1,000,000`.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
