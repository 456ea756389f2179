import Catalog
import Shipped
import Testing

/// The catalog as one block of bytes.
struct CatalogArchiveTests {
  /// Entries in which every field holds something.
  private static let entries: [CatalogEntry] = {
    var page = CatalogEntry(id: "page", kind: .modelFamily, title: "Größe: 3:a", summary: "日本語 👍 e\u{301}")
    page.subkind = "capability"
    page.aliases = ["", "12:", "a\nb"]
    page.section = "top"
    page.order = -3
    page.facets = [.init(name: "modality", values: ["text", "image"]), .init(name: "none", values: [])]
    page.relations = RelationKind.allCases.map { .init(kind: $0, target: "other-\($0.rawValue)") }
    page.equivalents = [.init(name: "aws", values: ["Kendra"])]
    page.lifecycle = .init(
      state: "retiring", date: "2026-10-01", replacedBy: "next", note: "n", source: "s",
      retiredFeatures: [.init(name: "f", values: ["d"])])
    page.links = [.init(id: "link-a", title: "t", href: "/h?a=b#c", kind: "tutorial")]
    page.sources = [.init(reference: "seed", lines: "1-2,4")]
    page.body = "# Text\r\n\u{0}\u{1F}\"\"\"####\n"
    page.sections = ["page#part"]
    page.checklist = Checklist(
      intro: "i:",
      items: [
        .init(
          id: "a", pillar: "security", area: "x", severity: .low, applies: ["any", "rag"], ask: "Is it?",
          why: "w", how: "", entries: ["page"])
      ])
    var model = ModelCard(name: "p/m", title: "M", kind: "reasoning")
    model.input = ["text"]
    model.contextTokens = 128_000
    model.openWeights = false
    model.capabilities = ["tools"]
    model.refuses = ["temperature"]
    model.retires = "2027-01-01"
    model.price = .init(
      unit: "tokens", input: 0.15, cachedInput: nil, output: 2, cacheWrite: 0, each: nil, currency: "USD",
      date: "2026-11-12", source: "s")
    page.models = [model, ModelCard(name: "p/n", title: "N", kind: "chat")]
    var section = CatalogEntry(id: "page#part", kind: .checklist, title: "", summary: "")
    section.lifecycle = .init(state: "current")
    return [page, section, CatalogEntry(id: "", kind: .concept, title: "", summary: "")]
  }()

  private func unpack(_ bytes: [UInt8]) -> [CatalogEntry]? {
    bytes.withUnsafeBufferPointer(CatalogArchive.unpack)
  }

  @Test func everyFieldComesBack() {
    #expect(unpack(Array(CatalogArchive.pack(Self.entries).utf8)) == Self.entries)
    #expect(unpack(Array(CatalogArchive.pack([]).utf8)) == [])
  }

  @Test func everyKindComesBack() {
    let entries = EntryKind.allCases.map { CatalogEntry(id: "a", kind: $0, title: "t", summary: "s") }
    #expect(unpack(Array(CatalogArchive.pack(entries).utf8)) == entries)
  }

  @Test func anArchiveThatWasCutIsRefused() {
    let bytes = Array(CatalogArchive.pack(Self.entries).utf8)
    for length in bytes.indices where unpack(Array(bytes[..<length])) != nil {
      Issue.record("the first \(length) of \(bytes.count) bytes are read")
    }
  }

  /// Whatever one byte is changed to, the archive is refused or gives entries; that it ends is the test.
  @Test func anArchiveWithOneWrongByteEnds() {
    let bytes = Array(CatalogArchive.pack(Array(Self.entries.prefix(1))).utf8)
    var isRefused = 0
    for index in bytes.indices {
      for value in ["0", "9", ":", "-", "+", "\0", "x"].compactMap(\.utf8.first) + [0xFF, 0x80] {
        var changed = bytes
        changed[index] = value
        if unpack(changed) == nil { isRefused += 1 }
      }
    }
    #expect(isRefused > bytes.count)
  }

  @Test func anArchiveWithOneByteLessInTheMiddleEnds() {
    let bytes = Array(CatalogArchive.pack(Array(Self.entries.prefix(1))).utf8)
    for index in bytes.indices {
      var changed = bytes
      changed.remove(at: index)
      if let entries = unpack(changed) { #expect(entries.count <= bytes.count) }
    }
  }

  @Test(arguments: [
    "", ":", "17", "17:", "17:atelier-catalog/0", "17:atelier-catalog/2", "x", "-1:", "99999999999999999999:",
    "9223372036854775807:",
    "18446744073709551615:a", "00000000000000000000000000000000000000000000000000000000:",
    "17:atelier-catalog/1",
    "17:atelier-catalog/11:5", "17:atelier-catalog/12:-1", "17:atelier-catalog/119:9223372036854775807",
    "17:atelier-catalog/120:99999999999999999999", "17:atelier-catalog/11:x",
    "17:atelier-catalog/19223372036854775807:1",
  ])
  func whatIsNoArchiveIsRefused(_ text: String) {
    #expect(unpack(Array(text.utf8)) == nil)
  }

  @Test func brokenUTF8IsRepairedAndNotReadPast() {
    let packed = CatalogArchive.pack([CatalogEntry(id: "abc", kind: .concept, title: "t", summary: "s")])
    var bytes = Array(packed.utf8)
    guard let place = packed.utf8.firstRange(of: "abc".utf8) else {
      Issue.record("the id is not in the archive")
      return
    }
    bytes[packed.utf8.distance(from: packed.startIndex, to: place.lowerBound) + 2] = 0xE2
    #expect(unpack(bytes)?.first?.id == "ab\u{FFFD}")
  }

  // MARK: The one that is shipped

  @Test func theShippedCatalogIsTheOneOfTheCheckout() throws {
    let shipped = try #require(Shipped.withCatalog(CatalogArchive.unpack))
    #expect(shipped == (try RealCatalog.library()).entries)
    #expect(unpack(Array(CatalogArchive.pack(shipped).utf8)) == shipped)
  }
}
