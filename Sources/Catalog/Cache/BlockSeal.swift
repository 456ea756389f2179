/// The beginning of every file of the cache: what it is, whose it is, and that it is whole.
///
/// A file is used only when all of that holds; even so, nothing in it is trusted to lie where it says.
enum BlockSeal {
  /// Where the contents begin.
  static let length = 32

  /// A seal's values: a sign for the kind of file and its format, then a number for what it was made from.
  static func seal(_ block: ByteBlock, sign: UInt64, origin: UInt64) {
    let sum = sum(of: block)
    block.fill { bytes in
      bytes.storeBytes(of: sign, toByteOffset: 0, as: UInt64.self)
      bytes.storeBytes(of: origin, toByteOffset: 8, as: UInt64.self)
      bytes.storeBytes(of: sum, toByteOffset: 16, as: UInt64.self)
    }
  }

  /// Whether a block carries a seal with these values, and nothing in it changed since.
  static func holds(_ block: ByteBlock, sign: UInt64, origin: UInt64) -> Bool {
    let bytes = block.bytes
    guard bytes.count > length, bytes.load(fromByteOffset: 0, as: UInt64.self) == sign,
      bytes.load(fromByteOffset: 8, as: UInt64.self) == origin
    else { return false }
    return contents(of: block) == sum(of: block)
  }

  /// The sum that a sealed block carries: two blocks with the same have the same contents.
  static func contents(of block: ByteBlock) -> UInt64 {
    block.count > length ? block.bytes.load(fromByteOffset: 16, as: UInt64.self) : 0
  }

  private static func sum(of block: ByteBlock) -> UInt64 {
    guard block.count > length else { return 0 }
    return withExtendedLifetime(block) {
      // What stands behind the sum, the empty rest of the seal with it.
      Checksum.of(UnsafeRawBufferPointer(rebasing: block.bytes[24...]))
    }
  }
}

/// A number for some bytes that changes when they do. It guards against damage, not against forgers.
package enum Checksum {
  /// The sum of some bytes; `seed` is the sum of what came before.
  package static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    let prime: UInt64 = 0x9E37_79B1_85EB_CA87
    // Four sums beside each other, which a processor works out at the same time.
    var sums = (seed &+ prime, seed ^ 0xC2B2_AE3D_27D4_EB4F, seed, seed &- prime)
    var offset = 0
    func mixed(_ sum: UInt64, _ value: UInt64) -> UInt64 {
      let next = (sum ^ value) &* prime
      return next ^ (next >> 29)
    }
    while offset + 32 <= bytes.count {
      sums.0 = mixed(sums.0, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      sums.1 = mixed(sums.1, bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
      sums.2 = mixed(sums.2, bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self))
      sums.3 = mixed(sums.3, bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
      offset += 32
    }
    var sum = mixed(mixed(mixed(sums.0, sums.1), sums.2), sums.3)
    while offset < bytes.count {
      sum = mixed(sum, UInt64(bytes[offset]))
      offset += 1
    }
    return mixed(sum, UInt64(bytes.count))
  }

  /// The sum of a text.
  package static func of(_ text: String, seed: UInt64 = 0) -> UInt64 {
    var text = text
    return text.withUTF8 { of(UnsafeRawBufferPointer($0), seed: seed) }
  }
}
