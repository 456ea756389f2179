/// What a template prints: bytes of UTF-8, put behind each other.
///
/// Every statement writes here, so it is a plain buffer and not a `String`, which looks at itself with every piece
/// that is added to it.
struct Output: ~Copyable {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The number of bytes.
  private(set) var count = 0

  init() {
    capacity = 256
    bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  private mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    let larger = max(capacity * 2, count + more)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: bytes, count: count)
    bytes.deallocate()
    (bytes, capacity) = (moved, larger)
  }

  mutating func append(_ byte: UInt8) {
    if count == capacity { reserve(1) }
    bytes[count] = byte
    count += 1
  }

  mutating func append(_ more: UnsafeBufferPointer<UInt8>) {
    guard let first = more.baseAddress else { return }
    reserve(more.count)
    (bytes + count).update(from: first, count: more.count)
    count += more.count
  }

  mutating func append(_ text: String) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { append($0) }
    guard isDone == nil else { return }
    for byte in text.utf8 { append(byte) }
  }

  static func += (output: inout Output, text: String) { output.append(text) }

  /// The text from a place on, which stands where a text began.
  func text(from start: Int = 0) -> String {
    String(decoding: UnsafeBufferPointer(start: bytes + start, count: count - start), as: UTF8.self)
  }

  /// Takes back what was written behind a place.
  mutating func cut(to count: Int) { self.count = min(self.count, max(0, count)) }
}
