import Testing

@testable import Models

/// Streams with bytes taken out, changed, repeated and mixed.
struct DamagedStreamTests {
  /// A generator of numbers that gives the same ones every time (SplitMix64).
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test(arguments: WireFormat.allCases)
  func whateverComesEndsOnce(_ format: WireFormat) throws {
    var dice = Dice(state: 20_261_129)
    let streams = try WireFormat.allCases.flatMap {
      try SocketReplayTests.fixtures(of: $0).map { try $0.bytes() }
    }
    for round in 0..<600 {
      var bytes = streams.randomElement(using: &dice) ?? []
      for _ in 0..<Int.random(in: 1...6, using: &dice) where !bytes.isEmpty {
        let start = Int.random(in: 0..<bytes.count, using: &dice)
        let end = min(bytes.count, start + Int.random(in: 1...40, using: &dice))
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes[start] = UInt8.random(in: 0...255, using: &dice)
        case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 3: bytes.insert(contentsOf: (streams.randomElement(using: &dice) ?? []).prefix(400), at: start)
        default: bytes.swapAt(start, end - 1)
        }
      }
      var decoder = ReplyDecoder(format)
      var all: [ReplyEvent] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...max(1, min(rest.count, 300)), using: &dice)
        all += decoder.feed(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      all += decoder.finish()
      let endings = all.filter { if case .ended = $0 { true } else { false } }
      #expect(endings.count == 1 && all.last == endings.last, "round \(round)")
    }
  }
}
