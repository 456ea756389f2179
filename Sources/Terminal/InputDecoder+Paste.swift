extension InputDecoder {
  /// The text of an open bracketed paste.
  ///
  /// At most `byteLimit` bytes are kept (16 MB unless a test says less). What comes after that is swallowed
  /// up to the end marker, so a paste can neither fill the memory nor spill over into key presses.
  struct PasteBuffer: Sendable {
    private static let endMarker = Array("\u{1B}[201~".utf8)

    let byteLimit: Int
    private var bytes: [UInt8] = []
    /// How much of the end marker the latest bytes spell.
    private var matched = 0
    private var isCut = false

    init(byteLimit: Int) {
      self.byteLimit = byteLimit
    }

    var count: Int { bytes.count }

    /// Takes bytes up to the end marker; the text when the marker is reached, else nil.
    mutating func take(from rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> String? {
      while let byte = rest.first {
        if matched == 0 {
          // The long way through a paste: everything up to the next ESC at once.
          let end = rest.firstIndex(of: ControlByte.escape) ?? rest.endIndex
          keep(rest[..<end])
          rest = rest[end...]
          if !rest.isEmpty {
            rest.removeFirst()
            matched = 1
          }
        } else if byte == Self.endMarker[matched] {
          rest.removeFirst()
          matched += 1
          if matched == Self.endMarker.count { return finish() }
        } else {
          // ESC stands only at the start of the marker, so no later start can hide in what matched.
          keep(Self.endMarker[..<matched])
          matched = 0
        }
      }
      return nil
    }

    private mutating func keep(_ more: some Collection<UInt8>) {
      let room = byteLimit - bytes.count
      if more.count > room { isCut = true }
      bytes.append(contentsOf: more.prefix(room))
    }

    private mutating func finish() -> String {
      if isCut { dropLastWideCharacter() }
      let text = Self.cleaned(bytes)
      self = PasteBuffer(byteLimit: byteLimit)
      return text
    }

    /// Drops the last character unless it is ASCII: the cut may have gone through it.
    private mutating func dropLastWideCharacter() {
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    }

    /// The text with LF line ends and without control characters other than tab.
    private static func cleaned(_ bytes: [UInt8]) -> String {
      // Mended first: to take a control byte out of a broken character could join its halves.
      var text = String(decoding: bytes, as: UTF8.self)
      return text.withUTF8 { utf8 in
        String(unsafeUninitializedCapacity: utf8.count) { output in
          var count = 0
          var index = 0
          while index < utf8.count {
            let byte = utf8[index]
            let next = index + 1 < utf8.count ? utf8[index + 1] : 0
            index += 1
            switch byte {
            case 0x0D:
              output[count] = 0x0A
              count += 1
              if next == 0x0A { index += 1 }
            case 0x09, 0x0A:
              output[count] = byte
              count += 1
            case ..<0x20, ControlByte.delete:
              break
            case 0xC2 where next < 0xA0:
              // U+0080...U+009F, the C1 controls.
              index += 1
            default:
              output[count] = byte
              count += 1
            }
          }
          return count
        }
      }
    }
  }
}
