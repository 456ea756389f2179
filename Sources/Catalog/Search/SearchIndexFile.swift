/// How an index lies in a file: a seal, how many documents there are, and its tables one after another.
///
/// The tables are used where they lie. Whatever is in them, a search ends and stays within them.
enum SearchIndexFile {
  /// Raised whenever the tables change, or what stands in them.
  private static let sign: UInt64 = 0x6174_6C2E_7372_6331
  private static let tables = 16
  private static let directory = BlockSeal.length
  private static let start = directory + 8 + 16 * tables

  /// Puts the tables of an index into one block; nil when there is no memory for it.
  static func make(_ index: SearchIndex, origin: UInt64) -> ByteBlock? {
    let tables = [
      index.titleLengths.bytes, index.terms.letters.bytes, index.terms.starts.bytes, index.terms.keys.bytes,
      index.terms.signatures.bytes, index.terms.stems.bytes, index.postings.postings.bytes,
      index.postings.rarities.bytes, index.postings.starts.bytes, index.names.letters.bytes,
      index.names.entries.bytes, index.names.stems.bytes, index.names.initials.bytes,
      index.texts.tokens.bytes, index.texts.texts.bytes, index.texts.documents.bytes,
    ]
    func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }
    let size = tables.reduce(start) { $0 + padded($1.count) }
    guard tables.count == Self.tables, let block = ByteBlock(count: size) else { return nil }
    block.fill { bytes in
      bytes.storeBytes(of: UInt64(index.count), toByteOffset: directory, as: UInt64.self)
      var place = start
      for (number, table) in tables.enumerated() {
        let row = directory + 8 + 16 * number
        bytes.storeBytes(of: UInt64(place), toByteOffset: row, as: UInt64.self)
        bytes.storeBytes(of: UInt64(table.count), toByteOffset: row + 8, as: UInt64.self)
        UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + table.count]).copyMemory(from: table)
        place += padded(table.count)
      }
    }
    BlockSeal.seal(block, sign: sign, origin: origin)
    return block
  }

  /// Reads an index; nil unless the block is a whole one of this origin, with so many documents.
  static func read(
    _ block: ByteBlock, origin: UInt64, count: Int, document: @escaping @Sendable (Int) -> SearchDocument
  ) -> SearchIndex? {
    guard BlockSeal.holds(block, sign: sign, origin: origin) else { return nil }
    return read(block, count: count, document: document)
  }

  /// Reads an index from a block whose seal holds.
  static func read(
    _ block: ByteBlock, count: Int, document: @escaping @Sendable (Int) -> SearchDocument
  ) -> SearchIndex? {
    guard block.count >= start,
      block.bytes.load(fromByteOffset: directory, as: UInt64.self) == UInt64(count)
    else { return nil }
    var tables = Tables(block: block)
    guard let titleLengths = tables.next(Int32.self), let letters = tables.next(UInt8.self),
      let starts = tables.next(UInt32.self), let keys = tables.next(UInt64.self),
      let signatures = tables.next(UInt64.self), let stems = tables.next(TermTable.StemEntry.self),
      let postings = tables.next(Posting.self), let rarities = tables.next(Float.self),
      let postingStarts = tables.next(UInt32.self), let nameLetters = tables.next(UInt8.self),
      let nameEntries = tables.next(NameTable.Entry.self),
      let nameStems = tables.next(NameTable.HashEntry.self),
      let initials = tables.next(NameTable.HashEntry.self), let tokens = tables.next(SearchToken.self),
      let texts = tables.next(IndexedText.self), let documents = tables.next(UInt32.self)
    else { return nil }
    guard titleLengths.count == count, documents.count == count + 1, starts.count == keys.count + 1,
      signatures.count == keys.count, postingStarts.count == keys.count + 1, rarities.count == keys.count
    else { return nil }
    return SearchIndex(
      count: count, titleLengths: titleLengths,
      terms: TermTable(letters: letters, starts: starts, keys: keys, signatures: signatures, stems: stems),
      postings: PostingTable(
        postings: postings, rarities: rarities, starts: postingStarts, documentCount: count),
      names: NameTable(letters: nameLetters, entries: nameEntries, stems: nameStems, initials: initials),
      texts: TextTable(tokens: tokens, texts: texts, documents: documents), document: document)
  }

  /// Gives the tables of a block in their order.
  private struct Tables {
    let block: ByteBlock
    var number = 0

    mutating func next<Element: FlatElement>(_ type: Element.Type) -> FlatArray<Element>? {
      let row = directory + 8 + 16 * number
      number += 1
      guard let offset = Int(exactly: block.bytes.load(fromByteOffset: row, as: UInt64.self)),
        let size = Int(exactly: block.bytes.load(fromByteOffset: row + 8, as: UInt64.self)),
        size % MemoryLayout<Element>.stride == 0
      else { return nil }
      return FlatArray(block, offset: offset, count: size / MemoryLayout<Element>.stride)
    }
  }
}
