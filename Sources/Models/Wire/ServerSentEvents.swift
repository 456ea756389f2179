/// Cuts a stream of bytes into server-sent events (WHATWG HTML, section 9.2), however the network has cut it.
///
/// Lines may end with LF, CRLF or CR; lines are joined as bytes, so that no character is ever split.
package struct ServerSentEvents: Sendable {
  package enum Item: Hashable, Sendable {
    /// An event: its name, empty unless the server gave one, and its `data:` lines joined with LF.
    case event(name: String, data: [UInt8])
    /// A line that is no field of an event. Some servers send their errors so.
    case other(line: String)
    /// A line, or an event, was longer than the limit. Nothing comes after it.
    case tooLong
  }

  /// The longest line and the longest event read, in bytes.
  package let limit: Int
  private var line: [UInt8] = []
  private var name = ""
  private var data: [UInt8] = []
  private var hasData = false
  private var isFirstLine = true
  /// Whether the last byte was a CR, so that a LF belongs to it.
  private var endedWithReturn = false
  private var isStopped = false

  package init(limit: Int = 8 << 20) {
    self.limit = limit
  }

  /// Takes bytes as they come.
  ///
  /// - Returns: what they complete.
  package mutating func feed(_ bytes: [UInt8]) -> [Item] {
    var items: [Item] = []
    var start = 0
    for (index, byte) in bytes.enumerated() {
      guard byte == 0x0A || byte == 0x0D else { continue }
      if byte == 0x0A, endedWithReturn, index == start {
        endedWithReturn = false
        start = index + 1
        continue
      }
      line.append(contentsOf: bytes[start..<index])
      start = index + 1
      endedWithReturn = byte == 0x0D
      endLine(into: &items)
      if isStopped { return items }
    }
    if start < bytes.count {
      endedWithReturn = false
      line.append(contentsOf: bytes[start...])
      if line.count > limit { stop(&items) }
    }
    return items
  }

  /// Takes the end of the stream: a last event counts although no blank line follows it.
  package mutating func finish() -> [Item] {
    var items: [Item] = []
    if !line.isEmpty { endLine(into: &items) }
    if !isStopped { dispatch(into: &items) }
    isStopped = true
    return items
  }

  private mutating func endLine(into items: inout [Item]) {
    defer { line.removeAll(keepingCapacity: line.capacity < 1 << 16) }
    guard !isStopped else { return }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    guard line.count <= limit else { return stop(&items) }
    guard let first = line.first else { return dispatch(into: &items) }
    guard first != UInt8(ascii: ":") else { return }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
    var value = line.dropFirst(colon + 1)
    if value.first == 0x20 { value = value.dropFirst() }
    let field = line[..<colon]
    if field.elementsEqual("data".utf8) {
      if hasData { data.append(0x0A) }
      hasData = true
      data.append(contentsOf: value)
      if data.count > limit { stop(&items) }
    } else if field.elementsEqual("event".utf8) {
      name = String(decoding: value, as: UTF8.self)
    } else if !field.elementsEqual("id".utf8), !field.elementsEqual("retry".utf8) {
      items.append(.other(line: String(decoding: line.prefix(1 << 16), as: UTF8.self)))
    }
  }

  private mutating func dispatch(into items: inout [Item]) {
    if !data.isEmpty { items.append(.event(name: name, data: data)) }
    name = ""
    data = []
    hasData = false
  }

  private mutating func stop(_ items: inout [Item]) {
    items.append(.tooLong)
    isStopped = true
    line = []
    data = []
  }
}
