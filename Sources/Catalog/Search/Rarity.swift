/// How much a word tells, by the share of documents that it occurs in.
enum Rarity {
  /// The inverse document frequency, brought to the range from nearly 0 (everywhere) to 1 (in one document).
  static func of(_ count: Int, in documents: Int) -> Float {
    let most = inverseFrequency(1, documents)
    guard most > 0 else { return 1 }
    return Float(min(1, max(0.02, inverseFrequency(max(1, count), documents) / most)))
  }

  private static func inverseFrequency(_ count: Int, _ documents: Int) -> Double {
    logarithm(1 + (Double(documents - count) + 0.5) / (Double(count) + 0.5))
  }

  /// The natural logarithm; the standard library alone has none.
  static func logarithm(_ value: Double) -> Double {
    // ln(m * 2^e) = e ln 2 + 2 artanh((m - 1) / (m + 1)), a series that is quick for 1 <= m < 2.
    let ratio = (value.significand - 1) / (value.significand + 1)
    let square = ratio * ratio
    var power = ratio
    var sum = 0.0
    for divisor in stride(from: 1.0, through: 13, by: 2) {
      sum += power / divisor
      power *= square
    }
    return Double(value.exponent) * 0.693_147_180_559_945_3 + 2 * sum
  }
}
