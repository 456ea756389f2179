import Models

/// What is known of a model, for people: a label and a value in each row.
package enum ModelDetails {
  /// The rows, in the order in which they are read.
  package static func rows(_ found: FoundFact?, _ details: OllamaModelDetails?) -> [(String, String)] {
    var rows: [(String, String)] = []
    func add(_ label: String, _ value: String?) {
      if let value, !value.isEmpty { rows.append((label, value)) }
    }
    if let details {
      add("family", details.family)
      add("size", details.parameterSize)
      add("quantization", details.quantization)
      add("context", details.contextTokens.map { "\($0) tokens" })
      add("context set", details.setContextTokens.map { "\($0) tokens" })
      add("can", details.commonCapabilities.joined(separator: ", "))
    }
    guard let fact = found?.fact else { return rows }
    add("kind", fact.kind)
    if details?.contextTokens == nil { add("context", fact.contextTokens.map { "\($0) tokens" }) }
    add("longest reply", fact.maxOutputTokens.map { "\($0) tokens" })
    if details == nil { add("can", fact.capabilities.joined(separator: ", ")) }
    add("does not take", fact.refuses.joined(separator: ", "))
    if let price = fact.price {
      func amount(_ value: Double?) -> String? { value.map { self.amount($0, price.currency) } }
      let parts = [
        amount(price.rates.input).map { "\($0) in" },
        amount(price.rates.cachedInput).map { "\($0) cached in" },
        amount(price.rates.output).map { "\($0) out" },
      ].compactMap(\.self)
      add("price", parts.joined(separator: ", ") + " per million tokens")
      for tier in price.tiers {
        let steps = [
          amount(tier.rates.input).map { "\($0) in" }, amount(tier.rates.output).map { "\($0) out" },
        ]
        add("above \(tier.above)", steps.compactMap(\.self).joined(separator: ", "))
      }
      add("price as of", "\(price.date), \(price.source)")
    } else {
      add("price", "unknown")
    }
    add("retires", fact.retires)
    add("replaced by", fact.replacedBy)
    add("source", fact.source)
    if let found, found.isOverridden {
      add("changed by", "your models.yaml")
    } else if found?.match == .otherHost {
      add("known from", "the same model at another host (\(fact.name)), so its price is not told")
    } else if found?.match == .variant {
      add("known as", fact.name)
    }
    return rows
  }

  /// A price for a person: `$2.5`, or with the currency's letters.
  package static func amount(_ value: Double, _ currency: String) -> String {
    let cents = (value * 10_000).rounded() / 10_000
    var text = "\(cents)"
    if text.hasSuffix(".0") { text = String(text.dropLast(2)) }
    return currency == "USD" ? "$" + text : currency.isEmpty ? text : "\(text) \(currency)"
  }
}
