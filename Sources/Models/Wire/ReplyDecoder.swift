import Documents

/// Turns the bytes of an answer into events, however they are cut and however they end.
///
/// It never throws: what is wrong becomes the ending. Exactly one `.ended` comes, and nothing after it.
package struct ReplyDecoder: Sendable {
  private enum Form: Sendable {
    /// Nothing but blanks has come.
    case unknown
    case events
    /// A JSON value a line.
    case lines
    /// JSON at once, although a stream was asked for.
    case json
    /// A web page, such as the one of a proxy.
    case page
  }

  /// The longest answer read that is no stream.
  private static let wholeLimit = 16 << 20

  private let provider: String
  private var form = Form.unknown
  private var events: ServerSentEvents
  private var whole: [UInt8] = []
  private var lines: LineSplitter
  private let format: WireFormat
  private var reader: any EventReader
  private var mender = SurrogateMender()
  private var sawData = false
  private var strayLine: String?
  /// Whether `.ended` was given; what comes after it is ignored.
  package private(set) var isEnded = false
  /// How many events have come; of an answer that is no stream, how many parts.
  package private(set) var eventCount = 0

  /// Whether any of the reply has come.
  package var hasContent: Bool { form == .json || form == .page || reader.hasContent }

  /// Whether the server has said that the reply is over, although more about it may come.
  package var isFinished: Bool { reader.isFinished }

  /// - Parameters:
  ///   - format: what the server speaks.
  ///   - provider: the name to use in sentences for a person.
  ///   - lineLimit: the longest line read, in bytes.
  package init(
    _ format: WireFormat = .chatCompletions, provider: String = "the server", lineLimit: Int = 8 << 20
  ) {
    self.init(
      format, reading: format.makeReader(), provider: provider, lineLimit: lineLimit)
  }

  /// - Parameter reader: one that knows more than the format, such as what was asked.
  init(_ format: WireFormat, reading reader: any EventReader, provider: String, lineLimit: Int = 8 << 20) {
    self.provider = provider
    self.format = format
    self.reader = reader
    events = ServerSentEvents(limit: lineLimit)
    lines = LineSplitter(limit: lineLimit)
  }

  /// Takes bytes as they come.
  ///
  /// - Returns: the events that they complete.
  package mutating func feed(_ bytes: [UInt8]) -> [ReplyEvent] {
    guard !isEnded else { return [] }
    switch form {
    case .events: return read(events.feed(bytes), isLast: false)
    case .lines: return read(lines.feed(bytes), isLast: false)
    case .unknown:
      let seen = whole.count
      whole += bytes
      guard let first = firstByte(behind: seen) else {
        guard whole.count <= Self.wholeLimit else {
          return end(.failed, "\(provider) sent more than \(Self.wholeLimit >> 20) MB of blanks")
        }
        return []
      }
      switch first {
      case UInt8(ascii: "{") where format.isLines, UInt8(ascii: "[") where format.isLines:
        form = .lines
        let start = whole
        whole = []
        return read(lines.feed(start), isLast: false)
      case UInt8(ascii: "{"), UInt8(ascii: "["): form = .json
      case UInt8(ascii: "<"): form = .page
      default:
        form = .events
        let start = whole
        whole = []
        return read(events.feed(start), isLast: false)
      }
    case .json, .page: whole += bytes
    }
    eventCount += 1
    guard whole.count <= Self.wholeLimit else {
      return end(.failed, "\(provider) answered with more than \(Self.wholeLimit >> 20) MB at once")
    }
    return []
  }

  /// Takes the end of the bytes.
  ///
  /// - Parameters:
  ///   - cause: why they ended, when the connection did not close properly.
  ///   - kind: how a reply without an end is to be called then.
  package mutating func finish(because cause: String? = nil, kind: Ending.Kind = .incomplete) -> [ReplyEvent]
  {
    guard !isEnded else { return [] }
    switch form {
    case .unknown:
      return end(kind, cause ?? "\(provider) closed the connection before it said anything")
    case .json: return finishJSON(cause)
    case .page:
      return end(
        .failed,
        "\(provider) answered with a web page instead of a reply. Check its address, and the proxy on the way.",
        raw: preview(whole))
    case .events, .lines: break
    }
    var result =
      form == .lines ? read(lines.finish(), isLast: true) : read(events.finish(), isLast: true)
    if !isEnded { result += endOfEvents(cause, kind) }
    return result
  }

  /// The end of a stream, which is a proper one when the server has said so before.
  private mutating func endOfEvents(_ cause: String?, _ kind: Ending.Kind) -> [ReplyEvent] {
    if reader.isFinished {
      isEnded = true
      return reader.close()
    }
    if !sawData, let strayLine, !"data:".hasPrefix(strayLine) {
      return end(
        .failed, "\(provider) answered with something that is no model's reply. Check its address.",
        raw: strayLine.shortened(to: 300))
    }
    if sawData, !reader.hasBegun, cause == nil, !lastIsTorn {
      return end(.failed, "\(provider) answered with events that are no \(title). Check its address.")
    }
    return end(kind, cause ?? "the connection closed before the answer's end")
  }

  /// Takes it that the person has stopped the reply: what was held back comes first.
  package mutating func cancel() -> [ReplyEvent] {
    guard !isEnded else { return [] }
    isEnded = true
    // Stopped while only a word about its use was still to come, it is whole.
    return reader.isFinished ? reader.close() : reader.close(with: Ending(.cancelled))
  }

  /// Whether the last event could not be read because the bytes ended within it.
  private var lastIsTorn = false

  /// What a reply of this format is called.
  private var title: String { type(of: reader).title }

  // MARK: Events

  private mutating func read(_ items: [ServerSentEvents.Item], isLast: Bool) -> [ReplyEvent] {
    var result: [ReplyEvent] = []
    for item in items {
      switch item {
      case .event(let name, let data): result += read(name: name, data: data, isLast: isLast)
      case .other(let line): result += read(strayLine: line)
      case .tooLong: result += end(.failed, "\(provider) sent a line longer than \(events.limit) bytes")
      }
      if isEnded { break }
    }
    return result
  }

  private mutating func read(name: String, data: [UInt8], isLast: Bool) -> [ReplyEvent] {
    sawData = true
    eventCount += 1
    if Self.isDone(data) {
      // It is the end of chat completions; elsewhere it only says that nothing more comes.
      guard format == .chatCompletions, reader.hasBegun || eventCount == 1 else {
        return endOfEvents(nil, .incomplete)
      }
      isEnded = true
      return reader.close()
    }
    guard let chunk = try? JSONReader.read(mender.mend(data)) else {
      if name == "error" { return end(ErrorBody(message: String(decoding: data, as: UTF8.self))) }
      lastIsTorn = isLast
      return isLast ? [] : reader.warnOfUnreadable()
    }
    if name == "error", ErrorBody(chunk) == nil {
      return end(ErrorBody(message: chunk["message"]?.string ?? chunk.string ?? chunk.text(pretty: false)))
    }
    if reader.isOnlyLife(chunk, named: name) { eventCount -= 1 }
    return read(chunk, named: name)
  }

  private mutating func read(_ value: JSONValue, named name: String = "") -> [ReplyEvent] {
    var result = reader.read(value, named: name, from: provider)
    if let failure = reader.failure {
      isEnded = true
      result += reader.close(with: failure)
    } else if reader.isOver {
      isEnded = true
      result += reader.close()
    }
    return result
  }

  // MARK: Lines

  private mutating func read(_ items: [LineSplitter.Item], isLast: Bool) -> [ReplyEvent] {
    var result: [ReplyEvent] = []
    for item in items {
      switch item {
      case .line(let line): result += read(line: line, isLast: isLast)
      case .tooLong: result += end(.failed, "\(provider) sent a line longer than \(lines.limit) bytes")
      }
      if isEnded { break }
    }
    return result
  }

  private mutating func read(line: [UInt8], isLast: Bool) -> [ReplyEvent] {
    guard line.contains(where: { $0 > 0x20 }) else { return [] }
    sawData = true
    eventCount += 1
    guard let value = try? JSONReader.read(mender.mend(line)) else {
      lastIsTorn = isLast
      return isLast ? [] : reader.warnOfUnreadable()
    }
    return read(value)
  }

  // MARK: Stray lines

  /// Reads a line that is no field: `error: {…}` of old llama.cpp servers, or JSON without `data:` before it.
  private mutating func read(strayLine line: String) -> [ReplyEvent] {
    if strayLine == nil { strayLine = line }
    if line.utf8.first == UInt8(ascii: "{") {
      sawData = true
      eventCount += 1
      guard let value = try? JSONReader.read(line) else { return reader.warnOfUnreadable() }
      return read(value)
    }
    guard line.hasPrefix("error:") else { return [] }
    let text = String(line.dropFirst(6).drop { $0 == " " })
    guard let value = try? JSONReader.read(text) else { return end(ErrorBody(message: text)) }
    let body = ErrorBody(value) ?? ErrorBody(["error": value]) ?? ErrorBody(message: text)
    return end(body)
  }

  private static func isDone(_ data: [UInt8]) -> Bool {
    guard data.count < 32 else { return false }
    return data.filter { $0 > 0x20 }.elementsEqual("[DONE]".utf8)
  }

  // MARK: Answers that are no stream

  private mutating func finishJSON(_ cause: String?) -> [ReplyEvent] {
    guard let value = try? JSONReader.read(whole) else {
      let last = whole.last { $0 > 0x20 }
      let isWhole = cause == nil && (last == UInt8(ascii: "}") || last == UInt8(ascii: "]"))
      return end(
        isWhole ? .failed : .incomplete,
        isWhole
          ? "\(provider) answered with JSON that cannot be read"
          : cause ?? "the connection closed before the answer's end",
        raw: preview(whole))
    }
    let result = read(value)
    if isEnded { return result }
    guard reader.hasBegun else {
      return result
        + end(
          .failed, "\(provider) answered with JSON that is no \(title). Check its address.",
          raw: preview(whole))
    }
    isEnded = true
    return result + reader.close()
  }

  /// The first byte that is no blank.
  ///
  /// - Parameter seen: how many bytes were looked at before, and found blank: each is looked at once.
  private func firstByte(behind seen: Int) -> UInt8? {
    let start = whole.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    // The first byte of a byte-order mark may still be alone.
    if start == 0, whole.first == 0xEF, whole.count < 3 { return nil }
    return whole[(seen > 3 ? seen : start)...].first { $0 > 0x20 }
  }

  private func preview(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(1200), as: UTF8.self).shortened(to: 300)
  }

  // MARK: Endings

  private mutating func end(_ kind: Ending.Kind, _ reason: String, raw: String? = nil) -> [ReplyEvent] {
    isEnded = true
    return reader.close(with: Ending(kind, reason: reason, raw: raw))
  }

  private mutating func end(_ error: ErrorBody) -> [ReplyEvent] {
    isEnded = true
    return reader.close(with: error.ending(from: provider))
  }
}
