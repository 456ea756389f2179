/// One word as it stands in a text, in eight bytes.
struct SearchToken: FlatElement {
  private var termAndKind: UInt32
  private var place: UInt32

  private static let longest = 255

  static let nothing = SearchToken(term: 0, isCompound: false, start: 0, end: 0)

  /// Notes a word; `isCompound` tells wholes from the parts that they are made of.
  init(term: Int, isCompound: Bool, start: Int, end: Int) {
    termAndKind = UInt32(term) << 1 | (isCompound ? 1 : 0)
    place = UInt32(start) << 8 | UInt32(min(end - start, Self.longest))
  }

  /// The number of the word in the term table.
  var term: Int {
    get { Int(termAndKind >> 1) }
    set { termAndKind = UInt32(newValue) << 1 | (termAndKind & 1) }
  }

  /// Whether the word is a whole whose parts follow as words of their own.
  var isCompound: Bool { termAndKind & 1 == 1 }
  /// The first byte in the text.
  var start: Int { Int(place >> 8) }
  /// The byte after the last.
  var end: Int { start + Int(place & 0xFF) }
  /// Whether the word may be longer than could be noted; its end may then lie within a scalar.
  var isCut: Bool { Int(place & 0xFF) == Self.longest }
}
