import Documents

/// Cuts a stream of bytes into lines of JSON, however the network has cut it.
struct JSONLines: Sendable {
  enum Item: Hashable, Sendable {
    case value(JSONValue)
    /// A line that is no JSON, shortened.
    case other(String)
    /// A line was longer than the limit. Nothing comes after it.
    case tooLong
  }

  /// The longest line read, in bytes.
  let limit: Int
  private var line: [UInt8] = []
  private var isStopped = false

  init(limit: Int = 8 << 20) {
    self.limit = limit
  }

  /// Takes bytes as they come.
  ///
  /// - Returns: what they complete.
  mutating func feed(_ bytes: [UInt8]) -> [Item] {
    var items: [Item] = []
    for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard !isStopped else { return items }
      if part.offset > 0 { endLine(into: &items) }
      line += part.element
      if line.count > limit {
        isStopped = true
        line = []
        items.append(.tooLong)
      }
    }
    return items
  }

  /// Takes the end of the bytes.
  mutating func finish() -> [Item] {
    var items: [Item] = []
    if !isStopped { endLine(into: &items) }
    isStopped = true
    return items
  }

  private mutating func endLine(into items: inout [Item]) {
    defer { line.removeAll(keepingCapacity: true) }
    guard line.contains(where: { $0 > 0x20 }) else { return }
    if let value = try? JSONReader.read(line) {
      items.append(.value(value))
    } else {
      items.append(.other(String(decoding: line.prefix(1200), as: UTF8.self).shortened(to: 300)))
    }
  }
}
