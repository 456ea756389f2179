import Catalog
import Testing

/// What of a document its catalog leaves out.
struct DocumentCoverageTests {
  private func entry(
    _ id: String, lines: String, links: [String] = [], diagram: String? = nil
  ) -> CatalogEntry {
    var entry = CatalogEntry(id: id, kind: .concept, title: id, summary: "s")
    entry.sources = [.init(reference: "seed", lines: lines), .init(reference: "other", lines: "1-99")]
    entry.links = links.map { .init(id: "", title: $0, href: $0, kind: "documentation") }
    entry.diagram = diagram
    return entry
  }

  private let document = """
    ---
    title: T
    ---

    # Heading

    Words with [a link](/azure/a) in them.

    - [Only a link](./b.md)
    - **[Bold link](https://x.example/c)**

    | A | B |
    |---|---|
    | [cell](/azure/d) | text |

    ```
    code
    ```

    :::image source="x.svg":::
    The picture.
    :::image-end:::
    """

  @Test func everythingIsLeftOutOfAnEmptyCatalog() {
    let coverage = SeedCoverage(of: document, by: [])
    #expect(coverage.missingLines.map(\.number) == [2, 5, 7, 9, 10, 12, 14, 17, 20, 21])
    #expect(coverage.sayingLineCount == 10)
    #expect(coverage.missingLinks.map(\.target) == ["/azure/a", "./b.md", "https://x.example/c", "/azure/d"])
    #expect(coverage.missingHeadings.map(\.text) == ["Heading"])
    #expect(coverage.missingPictures == [20])
    #expect(!coverage.isComplete)
  }

  @Test func sourcesLinksAndDrawingsAccountForIt() {
    let coverage = SeedCoverage(
      of: document,
      by: [
        entry("a", lines: "1-7, 12,14", links: ["/azure/a", "/azure/d"]),
        entry(
          "b", lines: "17-21",
          links: ["https://learn.microsoft.com/azure/architecture/ai-ml/b", "https://x.example/c"],
          diagram: "flowchart LR\n  a --> b"),
      ])
    #expect(coverage.isComplete, "\(coverage.missingLines) \(coverage.missingLinks)")
    #expect(coverage.lines[8].entries == ["b"])
    #expect(coverage.lines[6].entries == ["a"])
    #expect(coverage.linkCount == 4 && coverage.headingCount == 1 && coverage.pictureCount == 1)
  }

  @Test func aLinkAmongWordsDoesNotAccountForThem() {
    let coverage = SeedCoverage(of: "Words with [a link](/a).", by: [entry("a", lines: "9", links: ["/a"])])
    #expect(coverage.missingLines.map(\.number) == [1])
    #expect(coverage.missingLinks.isEmpty)
    #expect(coverage.faults.map(\.message) == ["names line 9, but the document has 1"])
  }

  @Test func aPictureNeedsADrawing() {
    let coverage = SeedCoverage(of: ":::image source=\"x\":::", by: [entry("a", lines: "1")])
    #expect(coverage.missingLines.isEmpty)
    #expect(coverage.missingPictures == [1])
    #expect(!coverage.isComplete)
  }

  @Test(arguments: ["", "x", "3-1", "0", "1-2-3", "1,,2", "-1"])
  func linesThatCannotBeReadAreAFault(lines: String) {
    #expect(LineSet(parsing: lines) == nil)
    let coverage = SeedCoverage(of: "x", by: [entry("a", lines: lines)])
    #expect(coverage.faults.count == 1 && coverage.faults[0].entry == "a")
  }

  @Test func linesAreNumbersAndRanges() throws {
    let lines = try #require(LineSet(parsing: "61, 79-81,123"))
    #expect([61, 79, 80, 81, 123].allSatisfy(lines.contains))
    #expect(![60, 62, 78, 82, 122].contains(where: lines.contains))
  }

  @Test func aTildeTurnsNothingIntoALineOfCode() {
    let coverage = SeedCoverage(of: "~~~\n# no heading\n~~~\n# heading", by: [])
    #expect(coverage.missingHeadings.map(\.line) == [4])
    #expect(coverage.missingLines.map(\.number) == [2, 4])
  }

  @Test func fieldsAreCountedByKind() {
    var service = CatalogEntry(id: "s", kind: .service, title: "S", summary: "s")
    service.facets = [.init(name: "hosting", values: ["saas"]), .init(name: "own", values: ["x"])]
    service.body = String(repeating: "word ", count: 41)
    let fields = FieldCoverage(of: [service, entry("a", lines: "1"), entry("b", lines: "2", links: ["x"])])
    #expect(fields.kinds == [.concept, .service])
    #expect(fields.totals == [2, 1])
    func counts(_ field: String) -> [Int]? { fields.rows.first { $0.field == field }?.counts }
    #expect(counts("links") == [1, 0])
    #expect(counts("facet.hosting") == [0, 1] && counts("facet.own") == [0, 1])
    #expect(counts("body_over_40_words") == [0, 1])
    #expect(counts("sources") == [2, 0] && counts("diagram") == [0, 0])
  }
}
