/// Cuts a stream of bytes into lines, however the network has cut it: a JSON value a line (NDJSON).
struct LineSplitter: Sendable {
  enum Item: Hashable, Sendable {
    /// A line without its end.
    case line([UInt8])
    /// A line was longer than the limit. Nothing comes after it.
    case tooLong
  }

  /// The longest line read, in bytes.
  let limit: Int
  private var line: [UInt8] = []
  private var isFirstLine = true
  private var isStopped = false

  init(limit: Int) {
    self.limit = limit
  }

  /// Takes bytes as they come.
  ///
  /// - Returns: the lines that they complete.
  mutating func feed(_ bytes: [UInt8]) -> [Item] {
    guard !isStopped else { return [] }
    var items: [Item] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      line += rest[..<end]
      rest = rest[(end + 1)...]
      endLine(into: &items)
      if isStopped { return items }
    }
    line += rest
    if line.count > limit { stop(&items) }
    return items
  }

  /// Takes the end of the stream: a last line counts although nothing ends it.
  mutating func finish() -> [Item] {
    var items: [Item] = []
    if !isStopped, !line.isEmpty { endLine(into: &items) }
    isStopped = true
    return items
  }

  private mutating func endLine(into items: inout [Item]) {
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    guard line.count <= limit else { return stop(&items) }
    if line.last == 0x0D { line.removeLast() }
    items.append(.line(line))
    line.removeAll(keepingCapacity: line.capacity < 1 << 16)
  }

  private mutating func stop(_ items: inout [Item]) {
    items.append(.tooLong)
    isStopped = true
    line = []
  }
}
