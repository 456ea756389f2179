/// The catalog as one block of bytes that is read without parsing YAML, so that opening it costs next to nothing.
///
/// The build packs the folder `Catalog/` into it and the program carries it. A value is its length in bytes, a colon, and
/// that many bytes of UTF-8; a list is its count, then its values. The whole is text, so that it can stand in a literal.
package enum CatalogArchive {
  /// Raised whenever the fields change, so that a stale archive is refused and never misread.
  static let format = "atelier-catalog/4"

  /// Packs entries.
  package static func pack(_ entries: [CatalogEntry]) -> String {
    var writer = Writer()
    writer.write(format)
    writer.write(entries)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Unpacks entries; nil when the bytes are no archive of this version.
  package static func unpack(_ bytes: UnsafeBufferPointer<UInt8>) -> [CatalogEntry]? {
    var reader = Reader(bytes: bytes)
    guard reader.string() == format else { return nil }
    let entries = reader.entries()
    return reader.isBroken ? nil : entries
  }

  struct Writer {
    var bytes: [UInt8] = []

    mutating func write(_ text: String) {
      bytes.append(contentsOf: String(text.utf8.count).utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: text.utf8)
    }

    mutating func write<Element>(_ elements: [Element], each: (inout Writer, Element) -> Void) {
      write(String(elements.count))
      for element in elements { each(&self, element) }
    }

    mutating func writeFacets(_ facets: [CatalogEntry.Facet]) {
      write(facets) { writer, facet in
        writer.write(facet.name)
        writer.write(facet.values) { $0.write($1) }
      }
    }
  }

  struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    /// The block that the bytes are, when long texts shall stay there.
    var block: ByteBlock?
    var index = 0
    var isBroken = false

    init(bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
    }

    /// Reads a part of a block; texts stay in it.
    init(_ block: ByteBlock, at start: Int) {
      bytes = block.octets
      self.block = block
      index = max(0, start)
    }

    /// The next value's place.
    private mutating func next() -> Range<Int>? {
      var length = 0
      while index < bytes.count, bytes[index] != UInt8(ascii: ":") {
        let digit = Int(bytes[index]) - 48
        guard (0...9).contains(digit), length < bytes.count else { return fail() }
        length = length * 10 + digit
        index += 1
      }
      guard index < bytes.count, length < bytes.count - index else { return fail() }
      let start = index + 1
      index = start + length
      return start..<index
    }

    private mutating func fail() -> Range<Int>? {
      isBroken = true
      index = bytes.count
      return nil
    }

    mutating func string() -> String {
      guard let range = next() else { return "" }
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// A text that may stay where it is.
    mutating func text() -> CatalogText {
      guard let block else { return CatalogText(string()) }
      guard let range = next() else { return CatalogText("") }
      return CatalogText(in: block, start: range.lowerBound, count: range.count)
    }

    /// A whole number that is not negative; anything else breaks the archive.
    mutating func count() -> Int {
      guard let range = next(), !range.isEmpty else {
        isBroken = true
        return 0
      }
      var number = 0
      for byte in bytes[range] {
        let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
        let (sum, isBeyond) = product.addingReportingOverflow(Int(byte) - 48)
        guard (48...57).contains(byte), !isTooLarge, !isBeyond else {
          isBroken = true
          return 0
        }
        number = sum
      }
      return number
    }

    mutating func list<Element>(_ each: (inout Reader) -> Element) -> [Element] {
      let count = count()
      var elements: [Element] = []
      // An element takes two bytes at least: a count that is no count reserves nothing.
      if !isBroken, count <= (bytes.count - index) / 2 { elements.reserveCapacity(count) }
      for _ in 0..<count {
        guard !isBroken else { break }
        elements.append(each(&self))
      }
      return elements
    }

    mutating func facets() -> [CatalogEntry.Facet] {
      list { reader in CatalogEntry.Facet(name: reader.string(), values: reader.list { $0.string() }) }
    }

    mutating func lifecycle() -> CatalogEntry.Lifecycle {
      func optional(_ text: String) -> String? { text.isEmpty ? nil : text }
      let state = string()
      let date = optional(string())
      let replacedBy = optional(string())
      let note = optional(string())
      let source = optional(string())
      return CatalogEntry.Lifecycle(
        state: state, date: date, replacedBy: replacedBy, note: note, source: source,
        retiredFeatures: facets())
    }
  }
}

/// How an entry stands in an archive.
extension CatalogArchive.Writer {
  mutating func write(_ entries: [CatalogEntry]) {
    write(entries) { writer, entry in
      writer.write(entry.id)
      writer.write(entry.kind.rawValue)
      writer.write(entry.subkind)
      writer.write(entry.title)
      writer.write(entry.aliases) { $0.write($1) }
      writer.write(entry.summary)
      writer.write(entry.section)
      writer.write(String(entry.order))
      writer.writeFacets(entry.facets)
      writer.write(entry.relations) {
        $0.write($1.kind.rawValue)
        $0.write($1.target)
      }
      writer.writeFacets(entry.equivalents)
      writer.write(entry.lifecycle.map { [$0] } ?? []) { writer, lifecycle in
        writer.write(lifecycle.state)
        writer.write(lifecycle.date ?? "")
        writer.write(lifecycle.replacedBy ?? "")
        writer.write(lifecycle.note ?? "")
        writer.write(lifecycle.source ?? "")
        writer.writeFacets(lifecycle.retiredFeatures)
      }
      writer.write(entry.links) {
        $0.write($1.id)
        $0.write($1.title)
        $0.write($1.href)
        $0.write($1.kind)
      }
      writer.write(entry.sources) {
        $0.write($1.reference)
        $0.write($1.lines)
      }
      writer.write(entry.body)
      writer.write(entry.diagram ?? "")
      writer.write(entry.dialogue ?? "")
      writer.write(entry.sections) { $0.write($1) }
      writer.write(entry.checklist.map { [$0] } ?? []) { $0.write($1) }
      writer.write(entry.models) { $0.write($1) }
    }
  }
}

extension CatalogArchive.Reader {
  mutating func entries() -> [CatalogEntry] {
    list { reader -> CatalogEntry in
      let id = reader.string()
      let kind = EntryKind(rawValue: reader.string()) ?? .concept
      let subkind = reader.string()
      let title = reader.string()
      let aliases = reader.list { $0.string() }
      var entry = CatalogEntry(id: id, kind: kind, title: title, summary: reader.string())
      entry.subkind = subkind
      entry.aliases = aliases
      entry.section = reader.string()
      entry.order = Int(reader.string()) ?? 0
      entry.facets = reader.facets()
      entry.relations = reader.list { reader in
        let kind = RelationKind(rawValue: reader.string()) ?? .seeAlso
        return CatalogEntry.Relation(kind: kind, target: reader.string())
      }
      entry.equivalents = reader.facets()
      entry.lifecycle = reader.list { $0.lifecycle() }.first
      entry.links = reader.list { reader in
        CatalogEntry.Link(
          id: reader.string(), title: reader.string(), href: reader.string(), kind: reader.string())
      }
      entry.sources = reader.list { CatalogEntry.Source(reference: $0.string(), lines: $0.string()) }
      entry.text = reader.text()
      let diagram = reader.string()
      entry.diagram = diagram.isEmpty ? nil : diagram
      let dialogue = reader.string()
      entry.dialogue = dialogue.isEmpty ? nil : dialogue
      entry.sections = reader.list { $0.string() }
      entry.checklist = reader.list { $0.checklist() }.first
      entry.models = reader.list { $0.modelCard() }
      return entry
    }
  }
}
