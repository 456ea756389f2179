import Catalog
import Documents
import Foundation
import Testing

/// A catalog on disk, and what is wrong with it.
///
/// Every test has a folder of its own, which goes with it.
final class CatalogFolderTests {
  private let root = FileManager.default.temporaryDirectory.appending(
    path: "atelier-tests-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: root) }

  private func write(_ text: String, to file: String) throws {
    try write(Data(text.utf8), to: file)
  }

  private func write(_ data: Data, to file: String) throws {
    let url = root.appending(path: file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  private func file(
    _ id: String, kind: String = "concept", title: String? = nil, more: String = "", body: String = ""
  ) -> String {
    "---\nid: \(id)\nkind: \(kind)\ntitle: \(title ?? "Title of \(id)")\nsummary: s\n\(more)---\n\(body)"
  }

  private func findings(over base: Set<String> = []) throws -> [String] {
    try CatalogFolder(path: root.path).check(over: base).map(\.described)
  }

  // MARK: Reading

  @Test func entriesOfAllKindsAreRead() throws {
    for kind in EntryKind.allCases where kind != .decision {
      try write(file("a-\(kind.rawValue)", kind: kind.rawValue), to: "\(kind.folder)/a-\(kind.rawValue).md")
    }
    try write(
      """
      id: a-decision
      kind: decision
      title: A decision
      summary: Decides
      engine: tree
      options: [{id: a, title: A}, {id: b, title: B}]
      questions:
        - {id: q, ask: "Q?", answers: [{id: "yes", pick: a}, {id: "no", pick: b}]}
      """, to: "decisions/a-decision.yaml")
    try write(
      """
      id: a-checklist
      kind: checklist
      title: A checklist
      summary: Asks
      items: [{id: i, pillar: security, severity: high, ask: "Is it?"}]
      """, to: "checklists/a-checklist.yaml")
    let folder = try CatalogFolder(path: root.path)
    #expect(Set(folder.entries.map(\.kind)) == Set(EntryKind.allCases))
    #expect(folder.fileCount == EntryKind.allCases.count)
    #expect(folder.problems.isEmpty)
    #expect(folder.check().isEmpty)
  }

  @Test func onlyMarkdownInTheFoldersOfTheKindsIsRead() throws {
    try write(file("a"), to: "concepts/a.md")
    for other in [
      "concepts/notes.txt", "concepts/.hidden.md", "concepts/a.md~", "concepts/deeper/b.md", "other/c.md",
      "d.md",
    ] {
      try write("not an entry", to: other)
    }
    let folder = try CatalogFolder(path: root.path)
    #expect(folder.entries.map(\.id) == ["a"])
    #expect(folder.fileCount == 1)
    #expect(folder.check().isEmpty)
  }

  @Test func aFolderThatIsNotThereIsAnError() {
    let path = root.path + "/nothing"
    #expect(throws: DocumentError("there is no folder “\(path)”", at: nil)) { try CatalogFolder(path: path) }
  }

  @Test func aFileIsNoFolder() throws {
    try write("x", to: "file")
    #expect(throws: DocumentError.self) { try CatalogFolder(path: self.root.appending(path: "file").path) }
  }

  @Test func aFolderWithoutKindsIsNoCatalog() throws {
    try write("x", to: "readme.md")
    #expect {
      try CatalogFolder(path: self.root.path)
    } throws: { error in
      (error as? DocumentError)?.message.contains(
        "holds no catalog: expected folders such as concepts, services") == true
    }
  }

  @Test func anEmptyCatalogIsOne() throws {
    try FileManager.default.createDirectory(
      at: root.appending(path: "guides"), withIntermediateDirectories: true)
    let folder = try CatalogFolder(path: root.path)
    #expect(folder.entries.isEmpty)
    #expect(folder.check().isEmpty)
  }

  // MARK: Findings

  @Test func aFileThatCannotBeReadDoesNotHideTheOthers() throws {
    try write(file("a"), to: "concepts/a.md")
    try write("no fields", to: "concepts/b.md")
    try write(Data([0x2D, 0x2D, 0x2D, 0x0A, 0xFF, 0xFE]), to: "concepts/c.md")
    try write("---\nid: d\n  x: [\n---\n", to: "concepts/d.md")
    let folder = try CatalogFolder(path: root.path)
    #expect(folder.entries.map(\.id) == ["a"])
    #expect(folder.fileCount == 4)
    let found = folder.problems.map(\.described)
    #expect(found.count == 3)
    #expect(found[0].hasPrefix("concepts/b.md:1:1: expected “---” on the first line"))
    #expect(
      found[1] == "concepts/c.md:2:1: the file is not UTF-8: byte FF at offset 4 begins no character")
    #expect(found[2].hasPrefix("concepts/d.md:3:4: "))
  }

  @Test func anEntryLiesInTheFolderOfItsKindUnderItsId() throws {
    try write(file("a", kind: "service"), to: "concepts/a.md")
    try write(file("b"), to: "concepts/c.md")
    #expect(
      try findings() == [
        "concepts/a.md: an entry of kind “service” belongs into the folder services",
        "concepts/c.md:2:5: the id is “b”, but the file is called “c.md”",
      ])
  }

  @Test func anEntryWithoutATitleIsLeftOut() throws {
    try write("---\nid: a\nkind: concept\nsummary: s\n---\n", to: "concepts/a.md")
    let folder = try CatalogFolder(path: root.path)
    #expect(folder.entries.isEmpty)
    #expect(folder.check().map(\.described) == ["concepts/a.md:2:1: “title” is missing"])
  }

  @Test func anIdBelongsToOneEntry() throws {
    try write(file("a", title: "One"), to: "concepts/a.md")
    try write(file("a", kind: "service", title: "Two"), to: "services/a.md")
    #expect(try findings() == ["services/a.md: the id “a” is taken"])
  }

  @Test func whatIsPointedAtIsThere() throws {
    let more =
      "section: topic\nrelations:\n  - {rel: uses, to: vector-serch}\nlifecycle: {state: retired, replaced_by: next}\n"
    try write(
      file("a", more: more, body: "\nText [x](gone#part) and [y](vector-search).\n"), to: "concepts/a.md")
    try write(file("vector-search"), to: "concepts/vector-search.md")
    #expect(
      try findings() == [
        "concepts/a.md:6:10: there is no entry “topic”",
        "concepts/a.md:8:21: there is no entry “vector-serch”; did you mean vector-search?",
        "concepts/a.md:9:42: there is no entry “next”",
        "concepts/a.md:12:10: there is no entry “gone#part”",
      ])
  }

  @Test func whatTheCatalogBelowHoldsIsThereToo() throws {
    try write(file("a", body: "[x](shipped) [y](shipped#part) [z](gone)"), to: "concepts/a.md")
    #expect(
      try findings(over: ["shipped", "shipped#part"]) == ["concepts/a.md:7:36: there is no entry “gone”"])
  }

  @Test func aSectionCanBePointedAt() throws {
    let sections = "sections:\n  - {anchor: part, kind: concept, title: Part, summary: s}\n"
    try write(file("a", more: sections, body: "## Part\n\nText.\n"), to: "concepts/a.md")
    try write(file("b", body: "[x](a#part)"), to: "concepts/b.md")
    #expect(try findings().isEmpty)
  }

  @Test func aNameBelongsToOneEntry() throws {
    try write(
      file("a", title: "Azure Search", more: "aliases: [AI Search, azure search]\n"), to: "concepts/a.md")
    try write(file("b", title: "ai search"), to: "concepts/b.md")
    #expect(
      try findings() == [
        "concepts/a.md:6:22: the name “azure search” is used twice by this entry",
        "concepts/b.md:4:8: the name “ai search” is used by a as well",
      ])
  }

  @Test func findingsStandInTheOrderOfFilesAndLines() throws {
    try write(file("b", more: "zzz: 1\n", body: "[x](gone)\n[y](lost)\n"), to: "concepts/b.md")
    try write(file("a", more: "zzz: 1\n", body: "[x](gone)\n"), to: "services/a.md")
    #expect(
      try findings().map { $0.split(separator: ":").prefix(2).joined(separator: ":") }
        == [
          "concepts/b.md:6", "concepts/b.md:8", "concepts/b.md:9", "services/a.md", "services/a.md:6",
          "services/a.md:8",
        ].map {
          $0 == "services/a.md"
            ? "services/a.md: an entry of kind “concept” belongs into the folder concepts" : $0
        })
  }
}
