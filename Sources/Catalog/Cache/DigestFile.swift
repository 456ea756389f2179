import Documents

/// A folder's digest as it lies in a file: a table of the folder's files, and a record for each.
///
/// The values stand as in a ``CatalogArchive``. Whatever the bytes are, reading them ends and stays within them.
struct DigestFile {
  /// Raised whenever the form changes.
  private static let sign: UInt64 = 0x6174_6C2E_7061_6731

  struct Record {
    var stamp: FileStamp
    var range: Range<Int>
  }

  struct NewRecord {
    enum Bytes {
      case new([UInt8])
      /// A part of the digest that there was before.
      case kept(Range<Int>)
    }

    var name: String
    var stamp: FileStamp
    var bytes: Bytes
  }

  let block: ByteBlock
  private(set) var records: [String: Record] = [:]

  /// Reads the table; nil when the block is no whole digest of this origin.
  init?(reading block: ByteBlock, origin: UInt64) {
    guard BlockSeal.holds(block, sign: DigestFile.sign, origin: origin) else { return nil }
    self.init(readingTableOf: block)
  }

  /// Reads the table of a block whose seal holds.
  init?(readingTableOf block: ByteBlock) {
    self.block = block
    var reader = CatalogArchive.Reader(block, at: BlockSeal.length)
    let rows = reader.list { reader -> (String, FileStamp, Int) in
      let name = reader.string()
      let size = reader.count()
      let written = reader.count()
      let stamp = FileStamp(
        size: size - 1, written: written, changed: reader.count(), node: UInt64(reader.count()))
      return (name, stamp, reader.count())
    }
    guard !reader.isBroken else { return nil }
    records.reserveCapacity(rows.count)
    var start = reader.index
    for (name, stamp, count) in rows {
      guard count <= block.count - start else { return nil }
      records[name] = Record(stamp: stamp, range: start..<start + count)
      start += count
    }
  }

  /// Puts records together; nil when there is no memory for them.
  static func make(_ records: [NewRecord], from kept: DigestFile?, origin: UInt64) -> ByteBlock? {
    var table = CatalogArchive.Writer()
    table.write(records) { writer, record in
      writer.write(record.name)
      // Counts are never negative: the size of a file that is read again in any case is.
      let time = { (value: Int) in String(max(0, value)) }
      writer.write(String(record.stamp.size + 1))
      writer.write(time(record.stamp.written))
      writer.write(time(record.stamp.changed))
      writer.write(String(record.stamp.node))
      writer.write(String(record.count))
    }
    let start = BlockSeal.length + table.bytes.count
    guard let block = ByteBlock(count: start + records.reduce(0) { $0 + $1.count }) else { return nil }
    block.fill { bytes in
      UnsafeMutableRawBufferPointer(rebasing: bytes[BlockSeal.length...]).copyBytes(from: table.bytes)
      var place = start
      for record in records {
        let target = UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + record.count])
        switch record.bytes {
        case .new(let new): target.copyBytes(from: new)
        case .kept(let range):
          if let kept { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: kept.block.bytes[range])) }
        }
        place += record.count
      }
    }
    BlockSeal.seal(block, sign: sign, origin: origin)
    return block
  }

  // MARK: Records

  /// Parses a file and packs what it gave: problems, entries, and the text of a drawing.
  static func record(of file: CatalogFolder.File, with reader: CatalogFileReader) -> [UInt8] {
    var writer = CatalogArchive.Writer()
    var problems: [CatalogFolder.Problem]
    var entries: [CatalogEntry] = []
    var text: String?
    if file.isDiagram {
      let drawing = CatalogFolder.readDiagram(file, with: reader)
      problems = drawing.problems
      text = drawing.text
    } else {
      let page = CatalogFolder.read(file, with: reader, collectsLinks: false)
      problems = page.problems
      entries = page.entries
    }
    writer.write(problems) { writer, problem in
      writer.write(problem.error.message)
      writer.write(problem.error.position.map { [$0.line, $0.column] } ?? []) { $0.write(String($1)) }
    }
    writer.write(entries)
    writer.write(text.map { [$0] } ?? []) { $0.write($1) }
    return writer.bytes
  }

  /// Unpacks a record; one that is broken has neither entries nor a text.
  func read(
    _ record: Record, of file: String, into problems: inout [CatalogFolder.Problem]
  ) -> (entries: [CatalogEntry], text: String?) {
    var reader = CatalogArchive.Reader(block, at: record.range.lowerBound)
    let told = reader.list { reader -> CatalogFolder.Problem in
      let message = reader.string()
      let place = reader.list { $0.count() }
      let position = place.count == 2 ? SourcePosition(line: place[0], column: place[1]) : nil
      return CatalogFolder.Problem(file: file, error: DocumentError(message, at: position))
    }
    let entries = reader.entries()
    let text = reader.list { $0.string() }.first
    guard !reader.isBroken, reader.index == record.range.upperBound else { return ([], nil) }
    problems += told
    return (entries, text)
  }
}

extension DigestFile.NewRecord {
  fileprivate var count: Int {
    switch bytes {
    case .new(let bytes): bytes.count
    case .kept(let range): range.count
    }
  }
}
