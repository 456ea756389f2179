/// What a reply took, in tokens.
///
/// Unknown is nil, never 0.
package struct Usage: Hashable, Sendable {
  package enum Source: String, Hashable, Sendable { case provider, counted }

  /// All tokens of the request, those read from and written to a cache included, whatever the provider counts.
  package var inputTokens: Int?
  package var outputTokens: Int?
  /// Of the input: read from a cache.
  package var cachedTokens: Int?
  /// Of the input: written to a cache, which some providers charge more for.
  package var cacheWriteTokens: Int?
  package var reasoningTokens: Int?
  package var source: Source

  package init(
    inputTokens: Int? = nil, outputTokens: Int? = nil, cachedTokens: Int? = nil, cacheWriteTokens: Int? = nil,
    reasoningTokens: Int? = nil, source: Source = .provider
  ) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cachedTokens = cachedTokens
    self.cacheWriteTokens = cacheWriteTokens
    self.reasoningTokens = reasoningTokens
    self.source = source
  }
}

/// How long a reply took, in seconds.
package struct Timing: Hashable, Sendable {
  /// From the request to the first piece of text or reasoning; nil when none came.
  package var firstToken: Double?
  /// From the request to the end.
  package var total: Double

  package init(firstToken: Double? = nil, total: Double = 0) {
    self.firstToken = firstToken
    self.total = total
  }

  /// Tokens a second after the first one; nil where the count or the time is unknown, or too small to tell a speed.
  ///
  /// - Parameter hasReasoning: whether the reasoning came along. Where it did not, its tokens were made before the
  ///   first one that came, and do not count.
  package func tokensPerSecond(_ usage: Usage?, hasReasoning: Bool = true) -> Double? {
    guard var tokens = usage?.outputTokens, let firstToken else { return nil }
    // Some servers count the reasoning apart from the output; then there is nothing to take off.
    if !hasReasoning, let hidden = usage?.reasoningTokens, (0...tokens).contains(hidden) { tokens -= hidden }
    // A reply that comes in one burst was made before its first piece was sent.
    guard tokens >= 3, total - firstToken >= 0.1 else { return nil }
    return Double(tokens - 1) / (total - firstToken)
  }
}

/// How long a server says that it took, in seconds; what it does not tell is nil.
package struct ServerTimings: Hashable, Sendable {
  /// Reading the model's file.
  package var load: Double?
  /// Reading the prompt, apart from what was cached.
  package var prompt: Double?
  /// Writing the answer.
  package var generation: Double?
  package var total: Double?
  /// The tokens of the prompt that were read in that time, and those of the answer.
  package var promptTokens: Int?
  package var generatedTokens: Int?

  package init(
    load: Double? = nil, prompt: Double? = nil, generation: Double? = nil, total: Double? = nil,
    promptTokens: Int? = nil, generatedTokens: Int? = nil
  ) {
    self.load = load
    self.prompt = prompt
    self.generation = generation
    self.total = total
    self.promptTokens = promptTokens
    self.generatedTokens = generatedTokens
  }

  /// Tokens of the answer a second.
  package var tokensPerSecond: Double? { Self.rate(generatedTokens, generation) }

  /// Tokens of the prompt a second.
  package var promptTokensPerSecond: Double? { Self.rate(promptTokens, prompt) }

  private static func rate(_ tokens: Int?, _ seconds: Double?) -> Double? {
    guard let tokens, let seconds, seconds > 0, tokens > 0 else { return nil }
    return Double(tokens) / seconds
  }
}
