/// One model of a family: its limits, what it can do, and what it costs where a source says so.
///
/// What no source states is nil or empty, and is shown as unknown.
package struct ModelCard: Hashable, Sendable {
  package struct Price: Hashable, Sendable {
    /// What is metered: `tokens` (prices are for a million of them), or `second`, `image` and the like (``each``).
    package var unit: String
    package var input: Double?
    package var cachedInput: Double?
    package var output: Double?
    package var cacheWrite: Double?
    /// The price of one unit that is not a token.
    package var each: Double?
    package var currency: String
    /// The day of the source, as ISO 8601.
    package var date: String
    package var source: String

    package init(
      unit: String, input: Double?, cachedInput: Double?, output: Double?, cacheWrite: Double?,
      each: Double?, currency: String, date: String, source: String
    ) {
      self.unit = unit
      self.input = input
      self.cachedInput = cachedInput
      self.output = output
      self.cacheWrite = cacheWrite
      self.each = each
      self.currency = currency
      self.date = date
      self.source = source
    }
  }

  /// As providers name it: `provider/name`.
  package var name: String
  package var title: String
  /// `chat`, `reasoning`, `embedding`, `image` and the like.
  package var kind: String
  package var input: [String] = []
  package var output: [String] = []
  /// How many parameters, as a person writes it.
  package var parameters = ""
  package var contextTokens: Int?
  package var maxInputTokens: Int?
  package var maxOutputTokens: Int?
  package var capabilities: [String] = []
  /// Parameters that the service does not take.
  package var refuses: [String] = []
  package var openWeights: Bool?
  package var licence = ""
  package var released = ""
  package var retires = ""
  package var state = ""
  package var replacedBy = ""
  package var price: Price?
  package var priceNote = ""
  package var note = ""
  package var source = ""

  package init(name: String, title: String, kind: String) {
    self.name = name
    self.title = title
    self.kind = kind
  }

  /// What it costs, in one short line; nil when no source says.
  package var priceText: String? {
    guard let price else { return nil }
    func amount(_ value: Double) -> String {
      let text = String(format(value))
      return price.currency == "USD" ? "$" + text : text + " " + price.currency
    }
    if price.unit == "tokens" {
      let parts = [
        price.input.map { amount($0) + " in" }, price.output.map { amount($0) + " out" },
      ].compactMap(\.self)
      return parts.isEmpty ? nil : parts.joined(separator: ", ") + " per million tokens"
    }
    return price.each.map { amount($0) + " per " + price.unit }
  }

  /// Without zeros that say nothing: `2`, `0.15`, `0.00025`.
  private func format(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : "\(value)"
  }
}
