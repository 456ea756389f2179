/// Looks up what is known of models, by the names that providers and people have for them.
package struct ModelFacts: Sendable {
  private let facts: [ModelFact]
  private let overrides: [ModelOverride]
  /// By the whole name and the aliases with a host, in small letters.
  private var byName: [String: Int] = [:]
  /// By the model's part of the name, in small letters, in the order of the cards.
  private var byModel: [String: [Int]] = [:]

  /// - Parameters:
  ///   - facts: the cards; of several with one name the first counts.
  ///   - overrides: what the person's file says, which wins.
  package init(_ facts: [ModelFact] = [], overrides: [ModelOverride] = []) {
    self.facts = facts
    self.overrides = overrides
    for (index, fact) in facts.enumerated() {
      for (place, name) in ([fact.name] + fact.aliases).enumerated() {
        let name = name.lowercased()
        if name.contains("/"), byName[name] == nil { byName[name] = index }
        let model = place == 0 ? Self.model(of: name) : name
        byModel[model, default: []].append(index)
      }
    }
  }

  /// The facts about a model.
  ///
  /// - Parameters:
  ///   - name: as a person names it: the configuration's provider, then the model.
  ///   - hosts: which hosts of the cards the provider stands for, such as `azure` and `azure_ai`; the provider's own name
  ///     counts as well.
  /// - Returns: nil when nothing is known.
  package func find(_ name: ModelName, hosts: [String] = []) -> FoundFact? {
    let override = overrides.last { $0.matches(name) }
    let target = override?.like.flatMap { like in
      byName[like.lowercased()].map { FoundFact(fact: facts[$0], match: .alias, isOverridden: true) }
        ?? ModelName(like).flatMap { card($0, hosts: []) }
    }
    let found = target ?? card(name, hosts: hosts)
    guard let override else { return found }
    var fact = found?.fact ?? ModelFact(name: name.description)
    override.apply(to: &fact)
    return FoundFact(fact: fact, match: target == nil ? .exact : .alias, isOverridden: true)
  }

  /// What a reply cost; nil where that is unknown.
  package func cost(of usage: Usage, model: ModelName, hosts: [String] = []) -> Cost? {
    find(model, hosts: hosts)?.fact.price?.cost(of: usage)
  }

  private func card(_ name: ModelName, hosts: [String]) -> FoundFact? {
    let hosts = ([name.provider] + hosts).map { $0.lowercased() }
    let variants = NameVariants.of(name.model)
    for (place, variant) in variants.enumerated() {
      for host in hosts {
        guard let index = byName["\(host)/\(variant)"] else { continue }
        let isName = facts[index].name.lowercased() == "\(host)/\(variant)"
        return FoundFact(
          fact: facts[index], match: place > 0 ? .variant : isName ? .exact : .alias, isOverridden: false)
      }
      // The card's whole name, as routers have it: `openai/gpt-4o`. The router's price is its own.
      if variant.contains("/"), let index = byName[variant] { return elsewhere(index, hosts) }
      if let index = only(byModel[variant] ?? [], hosts) {
        let isOwn = hosts.contains(Self.host(of: facts[index].name.lowercased()))
        return isOwn
          ? FoundFact(fact: facts[index], match: place > 0 ? .variant : .alias, isOverridden: false)
          : elsewhere(index, hosts)
      }
    }
    // A name without a size, of a model that is known in one size only, as Ollama's lists have them.
    for variant in variants where !variant.contains(":") {
      let sized = facts.indices.filter {
        Self.model(of: facts[$0].name.lowercased()).hasPrefix(variant + ":")
      }
      guard sized.count == 1 else { continue }
      let isOwn = hosts.contains(Self.host(of: facts[sized[0]].name.lowercased()))
      return isOwn
        ? FoundFact(fact: facts[sized[0]], match: .variant, isOverridden: false) : elsewhere(sized[0], hosts)
    }
    return nil
  }

  /// The card among several with the same model's name: one of the provider's own hosts, or else the first.
  private func only(_ indices: [Int], _ hosts: [String]) -> Int? {
    indices.first { hosts.contains(Self.host(of: facts[$0].name.lowercased())) } ?? indices.first
  }

  private func elsewhere(_ index: Int, _ hosts: [String]) -> FoundFact {
    var fact = facts[index]
    let isOwn = hosts.contains(Self.host(of: fact.name.lowercased()))
    // Every host has prices, limits of its calls and dates of its own.
    if !isOwn {
      fact.price = nil
      fact.retires = nil
      fact.refuses = []
    }
    return FoundFact(fact: fact, match: isOwn ? .alias : .otherHost, isOverridden: false)
  }

  private static func host(of name: String) -> String { String(name.prefix { $0 != "/" }) }
  private static func model(of name: String) -> String {
    name.firstIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
  }
}
