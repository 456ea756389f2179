/// What goes wrong below the words of an answer.
package enum MockFault: String, Hashable, Sendable, CaseIterable {
  /// The connection is reset in the middle of the answer.
  case reset
  /// The answer begins and never goes on; the connection stays open.
  case stall
  /// A web page at status 200, as a proxy shows before one has signed in.
  case html
  /// A small compressed body that unpacks to ``bound`` bytes.
  case gzipBomb = "gzip-bomb"
  /// A line that does not end for ``bound`` bytes.
  case endlessLine = "endless-line"
  /// A byte each second.
  case slow

  /// The most bytes that a fault makes a client read: above what any of them should take.
  static let bound = 320 << 20

  var summary: String {
    switch self {
    case .reset: "The connection is reset after some text: what came is kept, and called incomplete."
    case .stall:
      "After some text nothing comes any more, and the connection stays open: noticed within a limit."
    case .html: "A web page at status 200 in the place of any answer, as proxies show it."
    case .gzipBomb:
      "A body of 2 MB with Content-Encoding: gzip that unpacks to 320 MB: given up before it fills the memory."
    case .endlessLine:
      "After some text a line that does not end for 320 MB: given up before it fills the memory."
    case .slow: "A good answer at a byte each second: it is alive, and must not be given up."
    }
  }

  var ending: MockCase.Ending {
    switch self {
    case .reset, .stall: .incomplete
    // The client ends it: it is not the server that stopped.
    case .gzipBomb, .endlessLine: .failed
    case .html: .failed
    case .slow: .complete
    }
  }

  /// The case of a fault in a format.
  ///
  /// - Parameters:
  ///   - opening: the beginning of an answer, up to the end of an event.
  ///   - complete: a good answer.
  func inCase(_ format: MockCase.Format, opening: MockCase, complete: MockCase) -> MockCase {
    var made = MockCase(name: rawValue, format: format, summary: summary, ending: ending, body: opening.body)
    made.text = opening.text
    made.fault = self
    switch self {
    case .reset, .stall: break
    case .html:
      made.contentType = "text/html; charset=utf-8"
      made.body = Array(Self.page.utf8)
      made.text = ""
      made.reason = "web page"
    case .gzipBomb:
      made.headers = [MockCase.Header("Content-Encoding", "gzip")]
      made.body += Array((format == .ollama ? " " : ": ").utf8)
    case .endlessLine: made.body += Array((format == .ollama ? #"{"message":{"content":""# : "data: ").utf8)
    case .slow:
      made.body = complete.body
      made.text = complete.text
      made.word = complete.word
    }
    return made
  }

  private static let page = """
    <!doctype html>
    <html><head><title>Sign in</title></head>
    <body><h1>Sign in</h1><p>This network wants you to sign in before you go on.</p></body></html>

    """
}

/// A compressed body that unpacks to far more than it is.
enum GzipBomb {
  /// A gzip file (RFC 1952) of some bytes and then spaces, up to the bound; it ends without its check sum, for by then
  /// nobody should be reading it.
  ///
  /// - Returns: how it begins, and what follows so many times.
  static func body(after opening: [UInt8]) -> (start: [UInt8], pattern: [UInt8], times: Int) {
    // The head: deflate, no name, no time.
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    // The opening in stored blocks (RFC 1951, section 3.2.4), then all that follows in one with the fixed codes.
    for start in stride(from: 0, to: opening.count, by: 0xFFFF) {
      let part = opening[start..<min(start + 0xFFFF, opening.count)]
      let count = UInt16(part.count)
      bytes += [0, UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)]
      bytes += part
    }
    var writer = BitWriter(bytes: bytes)
    writer.write(0b011, bits: 3)  // The last block, with the fixed codes.
    writer.writeCode(0x30 + 0x20, bits: 8)  // A space.
    let start = writer.bytes
    // Eight repetitions are thirteen bytes, after which the bits lie as before.
    for _ in 0..<8 {
      writer.writeCode(0b1100_0101, bits: 8)  // Length 258: symbol 285.
      writer.writeCode(0, bits: 5)  // Distance 1.
    }
    return (start, Array(writer.bytes[start.count...]), MockFault.bound / (8 * 258))
  }

  /// Bits as deflate packs them, from the low end of each byte.
  private struct BitWriter {
    var bytes: [UInt8]
    private var buffer: UInt32 = 0
    private var count: UInt32 = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func write(_ value: UInt32, bits: UInt32) {
      buffer |= value << count
      count += bits
      while count >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: buffer))
        buffer >>= 8
        count -= 8
      }
    }

    /// A Huffman code: its high bit first.
    mutating func writeCode(_ code: UInt32, bits: UInt32) {
      var turned: UInt32 = 0
      for bit in 0..<bits where code & (1 << bit) != 0 { turned |= 1 << (bits - 1 - bit) }
      write(turned, bits: bits)
    }
  }
}
