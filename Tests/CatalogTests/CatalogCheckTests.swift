import Catalog
import Documents
import Foundation
import Testing

/// What a check finds beyond fields and names: words, signs, circles, and what must not be read.
final class CatalogCheckTests {
  private let root = FileManager.default.temporaryDirectory.appending(
    path: "atelier-tests-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: root) }

  private func write(_ text: String, to file: String) throws { try write(Data(text.utf8), to: file) }

  private func write(_ data: Data, to file: String) throws {
    let url = root.appending(path: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  private func page(_ id: String, title: String? = nil, more: String = "", body: String = "") -> String {
    "---\nid: \(id)\nkind: concept\ntitle: \(title ?? "Title of \(id)")\nsummary: s\n\(more)---\n\(body)"
  }

  private func problems() throws -> [CatalogFolder.Problem] {
    try CatalogFolder(path: root.appending(path: "catalog").path).check()
  }

  private func findings() throws -> [String] { try problems().map(\.described) }

  private func partOf(_ target: String) -> String { "relations:\n  - {rel: part-of, to: \(target)}\n" }

  @Test(arguments: ["2026-13-40", "2026-02-29", "20261112", "soon", "2026-1-1"])
  func aDayThatIsNoneIsTold(_ day: String) throws {
    try write(
      page("a", more: "lifecycle: {state: retired, date: \"\(day)\"}\n"), to: "catalog/concepts/a.md")
    #expect(try findings().contains { $0.contains("expected a date") && $0.contains(day) })
  }

  @Test(arguments: ["2026-12-31", "2028-02-29", "2026-11", "2026"]) func aDayIsADay(_ day: String) {
    #expect(ISODay.isDay(day))
  }

  @Test func aNameOfTheCatalogBelowIsTaken() throws {
    try write(page("mine", more: "aliases: [Old store, My own]\n"), to: "catalog/concepts/mine.md")
    try write(page("below", title: "Below", more: "aliases: [Instead]\n"), to: "catalog/concepts/below.md")
    var below = CatalogEntry(id: "below", kind: .concept, title: "Instead", summary: "s")
    var store = CatalogEntry(id: "store", kind: .service, title: "Store", summary: "s")
    below.aliases = []
    store.aliases = ["Old Store"]
    let library = CatalogLibrary(layers: [[below, store]])
    let found = try CatalogFolder(path: root.appending(path: "catalog").path).check(over: library)
    // What is replaced gives its names away.
    #expect(found.map(\.error.message) == ["the name “Old store” belongs to store of the catalog below"])
    #expect(found.first?.error.position?.line == 6)
  }

  @Test func aCircleOfPartsIsToldOnceWithItsChain() throws {
    try write(page("a", more: partOf("b")), to: "catalog/concepts/a.md")
    try write(page("b", more: partOf("c")), to: "catalog/concepts/b.md")
    try write(page("c", more: partOf("a")), to: "catalog/concepts/c.md")
    try write(page("d", more: partOf("a")), to: "catalog/concepts/d.md")
    #expect(try findings() == ["concepts/a.md:7:24: part-of goes in a circle: a → b → c → a"])
  }

  @Test func aPartOfItselfIsACircle() throws {
    try write(page("a", more: partOf("a")), to: "catalog/concepts/a.md")
    #expect(try findings() == ["concepts/a.md:7:24: part-of goes in a circle: a → a"])
  }

  @Test func aCircleThroughTheCatalogBelowIsFound() throws {
    try write(page("a", more: partOf("b")), to: "catalog/concepts/a.md")
    var below = CatalogEntry(id: "b", kind: .concept, title: "B", summary: "s")
    below.relations = [.init(kind: .partOf, target: "a")]
    let folder = try CatalogFolder(path: root.appending(path: "catalog").path)
    let found = folder.check(over: CatalogLibrary(layers: [[below]])).map(\.described)
    #expect(found == ["concepts/a.md:7:24: part-of goes in a circle: a → b → a"])
  }

  @Test func twoWaysToOneWholeAreNoCircle() throws {
    try write(
      page("a", more: "relations:\n  - {rel: part-of, to: b}\n  - {rel: part-of, to: c}\n"),
      to: "catalog/concepts/a.md")
    try write(page("b", more: partOf("c")), to: "catalog/concepts/b.md")
    try write(page("c"), to: "catalog/concepts/c.md")
    #expect(try findings().isEmpty)
  }

  @Test func aLinkThatLeavesTheFolderIsTold() throws {
    try write(page("a", body: "See [x](../services/x.md).\n"), to: "catalog/concepts/a.md")
    try write("flowchart LR\n  x --> y\n  click x \"../y.md\"\n", to: "catalog/concepts/a.mmd")
    let problems = try problems()
    #expect(
      problems.map(\.described) == [
        "concepts/a.md:7:9: the link “../services/x.md” leaves the folder",
        "concepts/a.mmd:3:12: a link leaves the folder",
      ])
    #expect(problems.allSatisfy { $0.hint != nil })
  }

  @Test func whatASymbolicLinkLeadsToElsewhereIsNotRead() throws {
    try write(page("secret"), to: "elsewhere/secret.md")
    try write(page("a"), to: "catalog/concepts/a.md")
    let catalog = root.appending(path: "catalog")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      at: catalog.appending(path: "concepts/secret.md"),
      withDestinationURL: root.appending(path: "elsewhere/secret.md"))
    try manager.createSymbolicLink(
      at: catalog.appending(path: "guides"), withDestinationURL: root.appending(path: "elsewhere"))
    // Within the folder a link is as good as the file.
    try manager.createSymbolicLink(
      atPath: catalog.appending(path: "concepts/b.md").path, withDestinationPath: "a.md")
    let folder = try CatalogFolder(path: catalog.path)
    #expect(Set(folder.entries.map(\.id)) == ["a"])
    let found = folder.problems.filter { $0.error.message.contains("leads out") }.map(\.file)
    #expect(found.sorted() == ["concepts/secret.md", "guides"])
  }

  @Test func aCatalogBehindASymbolicLinkIsRead() throws {
    try write(page("a"), to: "catalog/concepts/a.md")
    let link = root.appending(path: "link")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: root.appending(path: "catalog"))
    #expect(try CatalogFolder(path: link.path).problems.isEmpty)
  }

  @Test func aLargeFileIsRefusedWithItsSize() throws {
    try write(Data(repeating: 0x78, count: 2_000_001), to: "catalog/concepts/a.md")
    try write(page("b", body: String(repeating: "x", count: 1_900_000)), to: "catalog/concepts/b.md")
    #expect(try findings() == ["concepts/a.md: the file has 2.1 MB; 2 MB is the most"])
  }

  @Test func wrongEncodingIsToldWithItsPlace() throws {
    try write(Data("---\nid: c\ntitle: Caf".utf8) + [0xE9, 0x0A], to: "catalog/concepts/a.md")
    try write(Data([0xFF, 0xFE, 0x2D, 0x00]), to: "catalog/concepts/b.md")
    #expect(
      try findings() == [
        "concepts/a.md:3:11: the file is not UTF-8: byte E9 at offset 20 begins no character",
        "concepts/b.md:1:1: the file is not UTF-8: byte FF at offset 0 begins no character; it looks like UTF-16",
      ])
  }

  @Test func signsThatSteerATerminalAreToldAndNotRepeated() throws {
    try write(
      page("a", title: "\"Red \\e[31m\"", more: "aliases: [\"turned \\u202E\"]\n", body: "raw \u{1B}[2J\n"),
      to: "catalog/concepts/a.md")
    let found = try findings()
    #expect(
      found == [
        "concepts/a.md:4:8: title holds the control character U+001B",
        "concepts/a.md:6:11: aliases holds the hidden character U+202E",
        "concepts/a.md:8:5: the text holds the control character U+001B",
      ])
    #expect(!found.joined().unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
  }

  @Test func aControlledFacetHasItsWordsAndOwnFacetsAnyWords() throws {
    try write(
      page("a", more: "facets: {modality: [txt, text], skill: nobody, mine: [anything]}\n"),
      to: "catalog/concepts/a.md")
    let problems = try problems()
    #expect(
      problems.map(\.described) == [
        "concepts/a.md:6:21: the facet “modality” has no value “txt”",
        "concepts/a.md:6:40: the facet “skill” has no value “nobody”",
      ])
    #expect(problems[0].hint == "Did you mean text?")
    #expect(problems[1].hint?.hasPrefix("Known: end-user, low-code") == true)
  }

  // MARK: New entries

  @Test(arguments: EntryKind.allCases)
  func aNewEntryIsValidAsItStands(kind: EntryKind) throws {
    let template = EntryTemplate(kind: kind, id: "my-entry", title: "A \"title\" \\ of \u{1B} mine")
    for file in template.files { try write(file.text, to: "catalog/\(file.path)") }
    let folder = try CatalogFolder(path: root.appending(path: "catalog").path)
    #expect(folder.check().map(\.described) == [])
    let entry = try #require(folder.entries.first)
    #expect(entry.id == "my-entry" && entry.kind == kind)
    #expect(entry.title == "A \"title\" \\ of   mine")
    #expect((entry.diagram != nil) == (kind == .architecture))
    #expect(entry.checklist?.items.count == (kind == .checklist ? 2 : nil))
    if kind == .decision {
      let guide = try DecisionGuide(reading: try #require(entry.dialogue))
      #expect(guide.questions.count == 2)
      let end = try Deliberation(guide, answers: ["small": "no", "alone": "no"])
      #expect(end.picks.map(\.id) == ["second-way"])
    }
  }

  @Test func anIdIsMadeOfATitle() {
    #expect(EntryTemplate.id(ofTitle: "  My  (first) Thing! ") == "my-first-thing")
    #expect(EntryTemplate.id(ofTitle: "…") == nil)
    #expect(EntryTemplate(kind: .concept, id: "my-thing").title == "My thing")
    for id in ["", "../x", ".hidden", "A", "a/b", "a b"] { #expect(!EntryTemplate.isID(id)) }
  }
}
