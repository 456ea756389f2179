/// A plain value that may lie in a file as it lies in memory: every pattern of bits is one.
protocol FlatElement: BitwiseCopyable, Sendable {
  /// What stands where nothing is.
  static var nothing: Self { get }
}

extension UInt8: FlatElement { static var nothing: UInt8 { 0 } }
extension UInt32: FlatElement { static var nothing: UInt32 { 0 } }
extension Int32: FlatElement { static var nothing: Int32 { 0 } }
extension UInt64: FlatElement { static var nothing: UInt64 { 0 } }
extension Float: FlatElement { static var nothing: Float { 0 } }

/// Plain values that lie in a block of bytes, one after another.
///
/// The bytes may be a file's, and the numbers in them wrong: a place outside holds nothing, and is no mistake.
struct FlatArray<Element: FlatElement>: RandomAccessCollection, Sendable {
  private let block: ByteBlock?
  private let address: UInt
  let count: Int

  var startIndex: Int { 0 }
  var endIndex: Int { count }
  var indices: Range<Int> { 0..<count }

  /// Keeps the values of an array.
  init(_ elements: [Element]) {
    let block = ByteBlock(count: elements.count * MemoryLayout<Element>.stride)
    block?.fill { bytes in elements.withUnsafeBytes { bytes.copyMemory(from: $0) } }
    self.init(whole: block)
  }

  /// The values of a whole block; none without one.
  init(whole block: ByteBlock?) {
    self.block = block
    address = UInt(bitPattern: block?.bytes.baseAddress)
    count = (block?.count ?? 0) / MemoryLayout<Element>.stride
  }

  /// The values of a part of a block; nil when that part does not lie in it as it should.
  init?(_ block: ByteBlock, offset: Int, count: Int) {
    let stride = MemoryLayout<Element>.stride
    guard offset >= 0, count >= 0, offset % 8 == 0, offset <= block.count,
      count <= (block.count - offset) / stride
    else { return nil }
    self.block = block
    address = UInt(bitPattern: block.bytes.baseAddress) + UInt(offset)
    self.count = count
  }

  subscript(place: Int) -> Element {
    guard UInt(bitPattern: place) < UInt(bitPattern: count),
      let start = UnsafeRawPointer(bitPattern: address)
    else { return .nothing }
    return start.load(fromByteOffset: place &* MemoryLayout<Element>.stride, as: Element.self)
  }

  private init(block: ByteBlock?, address: UInt, count: Int) {
    self.block = block
    self.address = address
    self.count = count
  }

  /// A part, as far as it lies within the array; its places begin at 0.
  func part(_ low: Int, _ high: Int) -> FlatArray {
    let range = range(low, high)
    return FlatArray(
      block: block, address: address + UInt(range.lowerBound * MemoryLayout<Element>.stride),
      count: range.count)
  }

  /// The part up to the first value that does not pass.
  func beginning(_ passes: (Element) -> Bool) -> FlatArray {
    var end = 0
    while end < count, passes(self[end]) { end += 1 }
    return part(0, end)
  }

  /// The places from one to another, as far as they lie within the array.
  func range(_ low: Int, _ high: Int) -> Range<Int> {
    let start = Swift.min(Swift.max(0, low), count)
    return start..<Swift.min(Swift.max(start, high), count)
  }

  /// The bytes of all values.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: UnsafeRawPointer(bitPattern: address), count: count * MemoryLayout<Element>.stride)
  }
}
