/// An estimate of how many tokens a text has: four bytes make one, as in English text.
enum TokenCount {
  /// The estimate for a text.
  static func of(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
}
