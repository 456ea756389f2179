import Documents

extension JSONValue {
  /// A number of tokens, or of bytes; nil for one that nothing can have.
  ///
  /// Some servers write -1 for what they do not know, and what a server writes must not overflow a sum.
  var amount: Int? {
    int.flatMap { (0...1 << 48).contains($0) ? $0 : nil }
  }
}
