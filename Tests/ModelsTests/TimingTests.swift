import Testing

@testable import Models

/// The speed of a reply.
struct TimingTests {
  @Test(
    arguments: [
      (101, 1.0, 11.0, 10.0), (3, 1, 2, 2), (2, 1, 2, nil), (nil, 1, 2, nil), (10, nil, 2, nil),
      // A reply in one burst tells no speed.
      (500, 1, 1.000006, nil), (500, 1, 1.05, nil), (5, 1, 1, nil), (5, 2, 1, nil),
    ] as [(Int?, Double?, Double, Double?)])
  func aSpeedIsToldOnlyWhereThereIsOne(_ tokens: Int?, _ first: Double?, _ total: Double, _ speed: Double?) {
    let timing = Timing(firstToken: first, total: total)
    #expect(timing.tokensPerSecond(Usage(outputTokens: tokens)) == speed)
    #expect(timing.tokensPerSecond(nil) == nil)
  }

  @Test(
    arguments: [(110, 90, 9.5), (110, 109, nil), (110, nil, 54.5), (10, 90, 4.5)] as [(Int, Int?, Double?)])
  func reasoningThatWasNotSeenDoesNotCount(_ tokens: Int, _ reasoning: Int?, _ speed: Double?) {
    var reply = Reply()
    reply.apply(.text("a"), at: 1)
    reply.apply(.usage(Usage(outputTokens: tokens, reasoningTokens: reasoning)), at: 3)
    #expect(reply.tokensPerSecond == speed)
    reply.reasoning = "I think."
    #expect(reply.tokensPerSecond == Double(tokens - 1) / 2)
  }
}
