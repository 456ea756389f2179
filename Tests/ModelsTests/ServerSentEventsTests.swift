import Testing

@testable import Models

/// The framing of streams.
struct ServerSentEventsTests {
  private func items(_ text: String, limit: Int = 8 << 20, size: Int = 1) -> [String] {
    var parser = ServerSentEvents(limit: limit)
    let bytes = Array(text.utf8)
    var items: [ServerSentEvents.Item] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      items += parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    items += parser.finish()
    return items.map { item in
      switch item {
      case .event(let name, let data): "\(name)=\(String(decoding: data, as: UTF8.self))"
      case .other(let line): "other \(line)"
      case .tooLong: "too long"
      }
    }
  }

  @Test(
    arguments: [
      ("data: a\n\ndata:b\r\n\r\ndata: c\r\r", ["=a", "=b", "=c"]), ("data:  a \n\n", ["= a "]),
      ("data: a\ndata: b\n\n", ["=a\nb"]), ("data: a\ndata\ndata: b\n\n", ["=a\n\nb"]),
      (": comment\n\n:x\ndata: a\n\n", ["=a"]), ("event: e\ndata: a\n\ndata: b\n\n", ["e=a", "=b"]),
      ("event: e\n\ndata: b\n\n", ["=b"]), ("data:\n\ndata\n\n", []), ("data: a", ["=a"]),
      ("data: a\n", ["=a"]),
      ("\u{FEFF}data: a\n\n", ["=a"]), ("data: \u{FEFF}\n\n", ["=\u{FEFF}"]),
      ("id: 1\nretry: 2\ndata: é😀\n\n", ["=é😀"]),
      ("error: x\n\ndata: a\n\n", ["other error: x", "=a"]), ("\n\r\n\n", []), ("", []),
      ("data: a\r\n\ndata: b", ["=a", "=b"]),
      ("data: a\r\r\ndata: b\n\n", ["=a", "=b"]),
    ] as [(String, [String])])
  func cutsAnyStreamIntoTheSameEvents(_ text: String, _ expected: [String]) {
    for size in [1, 2, 3, 7, 1000] { #expect(items(text, size: size) == expected) }
  }

  @Test func aLineMayBeAsLongAsTheLimitAndNoLonger() {
    #expect(items("data: 123456\n\n", limit: 12) == ["=123456"])
    for size in [1, 5, 100] {
      #expect(items("data: a\n\ndata: 1234567\n\ndata: b\n\n", limit: 12, size: size) == ["=a", "too long"])
      #expect(items("data: 1234567", limit: 12, size: size) == ["too long"])
      #expect(items("data: 12345\ndata: 12345\ndata: 1\n\n", limit: 12, size: size) == ["too long"])
    }
  }

  @Test func aReplyWithALineTooLongFails() {
    var decoder = ReplyDecoder(provider: "x", lineLimit: 100)
    let events = decoder.feed(Array(("data: " + String(repeating: "a", count: 200)).utf8))
    #expect(events == [.ended(Ending(.failed, reason: "x sent a line longer than 100 bytes"))])
    #expect(decoder.finish().isEmpty)
  }

  @Test func threeThousandEventsAreReadInAFractionOfASecond() {
    let line =
      #"data: {"id":"chatcmpl-9f8","object":"chat.completion.chunk","created":1764000000,"model":"tiny","#
      + #""choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}"# + "\n\n"
    let bytes = Array(line.utf8)
    var decoder = ReplyDecoder()
    var count = 0
    let time = ContinuousClock().measure {
      for _ in 0..<3000 {
        for case .text in decoder.feed(bytes) { count += 1 }
      }
    }
    #expect(count == 3000)
    // Without optimisation and on a busy machine; what grows with the square of its length would take minutes.
    #expect(time < .seconds(30))
  }
}
