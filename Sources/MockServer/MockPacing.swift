/// How the server sends what it sends.
package struct MockPacing: Hashable, Sendable {
  /// An error that comes before the answer.
  package struct Refusal: Hashable, Sendable {
    package var status: Int
    /// The wait that is asked for: seconds, an HTTP date, or `1500ms` for the field `retry-after-ms`; nil for none.
    package var retryAfter: String?
    /// How many requests in a row it answers; then the answer comes once, and it begins again.
    package var count: Int

    package init(status: Int, retryAfter: String? = nil, count: Int = 1) {
      self.status = status
      self.retryAfter = retryAfter
      self.count = count
    }
  }

  /// How many bytes of the body are sent at a time; nil for all at once.
  package var pieceSize: Int?
  /// Seconds between pieces.
  package var delay: Double
  /// After how many bytes of the body the connection is closed, without a word; nil for never.
  package var cutAfter: Int?
  /// By how many bytes `Content-Length` is wrong: more than 0 promises what never comes; nil sends pieces without it.
  package var lengthError: Int?
  package var refusal: Refusal?

  package init(
    pieceSize: Int? = nil, delay: Double = 0, cutAfter: Int? = nil, lengthError: Int? = nil,
    refusal: Refusal? = nil
  ) {
    self.pieceSize = pieceSize.map { max(1, $0) }
    self.delay = delay.isFinite ? min(max(0, delay), 86_400) : 0
    self.cutAfter = cutAfter.map { max(0, $0) }
    self.lengthError = lengthError
    self.refusal = refusal
  }
}
