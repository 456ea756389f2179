/// The digest by which what is kept is known again (FIPS 180-4, section 6.2).
///
/// https://csrc.nist.gov/pubs/fips/180-4/upd1/final
package struct SHA256: Sendable {
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  /// What has come and fills no block of 64 bytes yet.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: some Sequence<UInt8>) {
    if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
      Array(bytes).withUnsafeBytes { update($0) }
    }
  }

  private mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count &+= UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(64 - rest.count, bytes.count)
      rest += bytes[..<start]
      guard rest.count == 64 else { return }
      state = rest.withUnsafeBytes { Self.compressed($0[...], state) }
      rest.removeAll(keepingCapacity: true)
    }
    let end = bytes.count - (bytes.count - start) % 64
    state = Self.compressed(bytes[start..<end], state)
    rest += bytes[end...]
  }

  /// The digest of all that came, as 64 hexadecimal digits.
  package func hexDigest() -> String {
    var last = self
    let bits = count &* 8
    var padding: [UInt8] = [0x80]
    padding += [UInt8](repeating: 0, count: (119 - rest.count) % 64)
    for shift in stride(from: 56, through: 0, by: -8) {
      padding.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    last.update(padding)
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for index in last.state.indices {
      let word = last.state[index]
      for shift in stride(from: 28, through: 0, by: -4) {
        text.append(digits[Int(word >> UInt32(shift) & 15)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The state after some blocks.
  private static func compressed(
    _ blocks: Slice<UnsafeRawBufferPointer>, _ begun: SIMD8<UInt32>
  ) -> SIMD8<UInt32> {
    let bytes = UnsafeRawBufferPointer(rebasing: blocks)
    return constants.withUnsafeBufferPointer { constants in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
        stride(from: 0, to: bytes.count, by: 64).reduce(begun) { state, start in
          compressed(bytes, at: start, state, words, constants)
        }
      }
    }
  }

  private static func compressed(
    _ bytes: UnsafeRawBufferPointer, at start: Int, _ state: SIMD8<UInt32>,
    _ words: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>
  ) -> SIMD8<UInt32> {
    for index in 0..<16 {
      words.initializeElement(
        at: index,
        to: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + index * 4, as: UInt32.self)))
    }
    for index in 16..<64 {
      let (w15, w2) = (words[index - 15], words[index - 2])
      let s0 = turned(w15, 7) ^ turned(w15, 18) ^ (w15 >> 3)
      let s1 = turned(w2, 17) ^ turned(w2, 19) ^ (w2 >> 10)
      words.initializeElement(at: index, to: words[index - 16] &+ s0 &+ words[index - 7] &+ s1)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    // Eight rounds at a time, after which every word is in its place again.
    for index in stride(from: 0, to: 64, by: 8) {
      round(a, b, c, &d, e, f, g, &h, constants[index] &+ words[index])
      round(h, a, b, &c, d, e, f, &g, constants[index + 1] &+ words[index + 1])
      round(g, h, a, &b, c, d, e, &f, constants[index + 2] &+ words[index + 2])
      round(f, g, h, &a, b, c, d, &e, constants[index + 3] &+ words[index + 3])
      round(e, f, g, &h, a, b, c, &d, constants[index + 4] &+ words[index + 4])
      round(d, e, f, &g, h, a, b, &c, constants[index + 5] &+ words[index + 5])
      round(c, d, e, &f, g, h, a, &b, constants[index + 6] &+ words[index + 6])
      round(b, c, d, &e, f, g, h, &a, constants[index + 7] &+ words[index + 7])
    }
    return state &+ SIMD8(a, b, c, d, e, f, g, h)
  }

  /// A round: its new words are those at the places of `d` and `h`.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ word: UInt32
  ) {
    let s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    let first = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ word
    let s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    d = d &+ first
    h = first &+ s0 &+ ((a & b) ^ (a & c) ^ (b & c))
  }

  @inline(__always)
  private static func turned(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
