import FoundationEssentials

/// When a request is sent again, and after what wait.
package struct RetryPolicy: Sendable {
  /// How often a request is sent again.
  package var retries: Int
  /// The first wait, doubled each time up to the longest.
  package var firstDelay: Double
  package var longestDelay: Double
  /// The longest wait that a server may ask for.
  ///
  /// When it asks for more, the person is told instead.
  package var longestObeyed: Double
  /// How long a local server may take to read its model, in seconds of waiting.
  package var loadingPatience: Double
  /// A number from 0 to 1: waits are shortened by up to a quarter, so that clients do not march in step.
  package var jitter: @Sendable () -> Double
  /// Seconds since 1970.
  package var now: @Sendable () -> Double
  /// Waits so many seconds; throws when the task is cancelled.
  package var sleep: @Sendable (Double) async throws -> Void

  package init(
    retries: Int = 2, firstDelay: Double = 0.5, longestDelay: Double = 8, longestObeyed: Double = 120,
    loadingPatience: Double = 120, jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
    sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
  ) {
    self.retries = retries
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
    self.longestObeyed = longestObeyed
    self.loadingPatience = loadingPatience
    self.jitter = jitter
    self.now = now
    self.sleep = sleep
  }

  /// What an answer with an error asks for.
  enum Advice: Hashable {
    case stop
    case wait(Double)
    /// The server asks to wait longer than anybody would.
    case tooLong(Double)
  }

  /// Whether to send a request again after an answer with an error.
  ///
  /// - Parameter attempt: how often it has been sent again already.
  func advice(status: Int, headers: HTTPFields, attempt: Int) -> Advice {
    let isPassing: Bool
    switch headers["x-should-retry"]?.lowercased() {
    case "true": isPassing = true
    case "false": isPassing = false
    default: isPassing = status == 408 || status == 409 || status == 429 || status >= 500
    }
    guard isPassing else { return .stop }
    if let asked = askedDelay(headers), asked > longestObeyed { return .tooLong(asked) }
    guard attempt < retries else { return .stop }
    return .wait(askedDelay(headers) ?? delay(attempt: attempt))
  }

  /// The wait before a request is sent again for the first time (0), the second (1), and so on.
  func delay(attempt: Int) -> Double {
    var delay = firstDelay
    for _ in 0..<attempt where delay < longestDelay { delay *= 2 }
    return min(delay, longestDelay) * (1 - 0.25 * jitter())
  }

  /// The wait that the server asks for, in seconds.
  func askedDelay(_ headers: HTTPFields) -> Double? {
    if let text = headers["retry-after-ms"], let value = Double(text.trimmedBlanks), value.isFinite,
      value >= 0
    {
      return value / 1000
    }
    guard let text = headers["retry-after"]?.trimmedBlanks else { return nil }
    if let value = Double(text) { return value.isFinite && value >= 0 ? value : nil }
    return HTTPDate.read(text).map { max(0, $0 - now()) }
  }
}
