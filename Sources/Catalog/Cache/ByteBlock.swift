import Glibc

/// Bytes outside the heap: a file that is mapped into memory, or memory of its own.
///
/// Of a mapped file only the parts that are read take memory, and they can be given back at any time.
package final class ByteBlock: Sendable {
  /// Where the bytes begin: a number, which may pass between threads. Nobody writes once others know the block.
  private let address: UInt
  package let count: Int
  private let isFile: Bool

  private init(address: UInt, count: Int, isFile: Bool) {
    self.address = address
    self.count = count
    self.isFile = isFile
  }

  deinit {
    if let pointer = UnsafeMutableRawPointer(bitPattern: address) { munmap(pointer, count) }
  }

  /// New memory, all zero; nil when there is none.
  package convenience init?(count: Int) {
    guard count > 0 else { return nil }
    let pointer = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pointer, pointer != MAP_FAILED else { return nil }
    self.init(address: UInt(bitPattern: pointer), count: count, isFile: false)
  }

  /// New memory with some bytes.
  package convenience init?(copying bytes: [UInt8]) {
    self.init(count: bytes.count)
    fill { $0.copyBytes(from: bytes) }
  }

  /// Maps a file; nil unless it is a whole file of this person's, and no link.
  package static func mapping(_ path: String) -> ByteBlock? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_size > 0, let count = Int(exactly: status.st_size)
    else { return nil }
    let pointer = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0)
    guard let pointer, pointer != MAP_FAILED else { return nil }
    return ByteBlock(address: UInt(bitPattern: pointer), count: count, isFile: true)
  }

  /// The bytes, as long as the block lives: whoever reads them holds on to it.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count)
  }

  /// The bytes as they are read by archives.
  package var octets: UnsafeBufferPointer<UInt8> { bytes.bindMemory(to: UInt8.self) }

  /// Writes into memory of its own, before anybody else has it.
  func fill(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    body(UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: address), count: count))
  }

  /// The text of a part; what lies outside is left out.
  func text(at start: Int, count: Int) -> String {
    guard start >= 0, count >= 0, start <= self.count, count <= self.count - start else { return "" }
    return withExtendedLifetime(self) { String(decoding: octets[start..<start + count], as: UTF8.self) }
  }

  /// Gives back the memory that a mapped file takes; what is read again comes from the file.
  package func rest() {
    guard isFile, let pointer = UnsafeMutableRawPointer(bitPattern: address) else { return }
    madvise(pointer, count, MADV_DONTNEED)
  }

  /// Gives back memory that was used and is free again, which the allocator would keep.
  ///
  /// The C library's function for that is in no header that Swift can read, so it is looked up by its name.
  package static func restHeap() {
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
  }
}

/// A text that is kept, or that lies in a block and is made each time it is read.
struct CatalogText: Hashable, Sendable {
  private enum Place: Sendable {
    case kept(String)
    case lying(ByteBlock, start: Int, count: Int)
  }

  private let place: Place

  init(_ text: String) { place = .kept(text) }

  init(in block: ByteBlock, start: Int, count: Int) {
    place = count == 0 ? .kept("") : .lying(block, start: start, count: count)
  }

  var string: String {
    switch place {
    case .kept(let text): text
    case .lying(let block, let start, let count): block.text(at: start, count: count)
    }
  }

  static func == (one: CatalogText, other: CatalogText) -> Bool { one.string == other.string }

  func hash(into hasher: inout Hasher) { hasher.combine(string) }
}
