/// What a model's tokens cost, where a source says so.
///
/// All prices are for a million tokens. What no source states is nil.
package struct ModelPrice: Hashable, Sendable {
  /// Prices that hold together.
  package struct Rates: Hashable, Sendable {
    package var input: Double?
    package var cachedInput: Double?
    package var output: Double?
    package var cacheWrite: Double?

    package init(
      input: Double? = nil, cachedInput: Double? = nil, output: Double? = nil, cacheWrite: Double? = nil
    ) {
      self.input = input
      self.cachedInput = cachedInput
      self.output = output
      self.cacheWrite = cacheWrite
    }
  }

  /// Prices that hold for a whole request when its input is longer.
  package struct Tier: Hashable, Sendable {
    /// The input that must be exceeded, in tokens.
    package var above: Int
    package var rates: Rates

    package init(above: Int, rates: Rates) {
      self.above = above
      self.rates = rates
    }
  }

  package var rates: Rates
  /// The lowest first.
  package var tiers: [Tier]
  package var currency: String
  /// The day of the source, as ISO 8601.
  package var date: String
  package var source: String

  package init(rates: Rates, tiers: [Tier] = [], currency: String = "USD", date: String, source: String) {
    self.rates = rates
    self.tiers = tiers.sorted { $0.above < $1.above }
    self.currency = currency
    self.date = date
    self.source = source
  }

  /// Reads the steps of a price out of a card's note.
  ///
  /// Two forms are known: `Above 200,000 tokens of input, for the whole request: input 4.00, output 18.00.`, and
  /// `From 32,000 to 128,000 tokens: input 1.80, output 9.00; from 128,000 …`.
  package static func tiers(inNote note: String) -> [Tier] {
    var tiers: [Tier] = []
    for start in ["Above ", "From ", "from "] {
      var rest = note[...]
      while let found = rest.firstRange(of: start) {
        rest = rest[found.upperBound...]
        let number = rest.prefix { $0.isNumber || $0 == "," }.filter(\.isNumber)
        guard let above = Int(number), let colon = rest.firstIndex(of: ":") else { continue }
        // The words between the number and its prices speak of tokens and of nothing else.
        let between = rest[..<colon]
        guard between.hasSuffix(" tokens") || between.hasSuffix("for the whole request"),
          !between.contains(". ")
        else { continue }
        let rates = rates(in: rest[rest.index(after: colon)...])
        if rates.input != nil || rates.output != nil { tiers.append(Tier(above: above, rates: rates)) }
      }
    }
    return tiers.sorted { $0.above < $1.above }
  }

  /// Reads `input 4.00, cached input 0.40, output 18.00`, up to the end of the sentence or a semicolon.
  private static func rates(in text: Substring) -> Rates {
    var rates = Rates()
    var end = text.firstIndex(of: ";") ?? text.endIndex
    if let stop = text.firstRange(of: ". ") { end = min(end, stop.lowerBound) }
    for part in text[..<end].split(separator: ",") {
      let words = part.split(separator: " ")
      guard let last = words.last, let value = number(last), value >= 0 else { continue }
      switch words.dropLast().joined(separator: " ") {
      case "input": rates.input = value
      case "cached input": rates.cachedInput = value
      case "output": rates.output = value
      case "cache write": rates.cacheWrite = value
      default: break
      }
    }
    return rates
  }

  /// A number that may be the last word of a sentence.
  private static func number(_ word: Substring) -> Double? {
    Double(word.last == "." ? word.dropLast() : word)
  }

  /// The prices for an input of so many tokens.
  package func rates(forInput tokens: Int) -> Rates {
    tiers.last { tokens > $0.above }?.rates ?? rates
  }

  /// What a reply cost; nil where the tokens, or a price that is needed, are unknown.
  ///
  /// Reasoning is output. Cached input for which no price of its own is known costs as much as other input, so that the
  /// figure is never too low.
  package func cost(of usage: Usage) -> Cost? {
    guard let counted = usage.inputTokens, let output = usage.outputTokens else { return nil }
    let cached = max(0, usage.cachedTokens ?? 0)
    let written = max(0, usage.cacheWriteTokens ?? 0)
    // Nearly all count what was cached, and what was thought, within the whole; where a part is larger than its whole,
    // they are counted apart.
    let fresh = cached + written > counted ? counted : counted - cached - written
    let reasoning = usage.reasoningTokens ?? 0
    let made = reasoning > output ? output + reasoning : output
    let rates = rates(forInput: fresh + cached + written)
    var amount = 0.0
    func add(_ tokens: Int, _ price: Double?) -> Bool {
      guard tokens > 0 else { return true }
      guard let price else { return false }
      amount += Double(tokens) * price / 1e6
      return true
    }
    guard add(fresh, rates.input), add(cached, rates.cachedInput ?? rates.input),
      add(written, rates.cacheWrite ?? rates.input), add(made, rates.output)
    else { return nil }
    return Cost(amount: amount, currency: currency, priceDate: date, source: source)
  }
}

/// What something cost, by a price of a certain day.
package struct Cost: Hashable, Sendable {
  package var amount: Double
  package var currency: String
  /// The day of the price, as ISO 8601.
  package var priceDate: String
  package var source: String

  package init(amount: Double, currency: String, priceDate: String, source: String) {
    self.amount = amount
    self.currency = currency
    self.priceDate = priceDate
    self.source = source
  }

  /// The sum; nil for different currencies, which have no sum. Of two days of prices the earlier one is told.
  package static func + (one: Cost?, other: Cost) -> Cost? {
    guard let one, one.currency == other.currency else { return nil }
    return Cost(
      amount: one.amount + other.amount, currency: one.currency,
      priceDate: min(one.priceDate, other.priceDate),
      source: one.source == other.source ? one.source : "\(one.source), \(other.source)")
  }
}
