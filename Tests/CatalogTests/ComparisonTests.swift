import Catalog
import Documents
import Testing

/// Entries beside each other, and wishes that rule some of them out.
struct ComparisonTests {
  private func entry(
    _ id: String, kind: EntryKind = .service, facets: [String: [String]] = [:],
    _ change: (inout CatalogEntry) -> Void = { _ in }
  ) -> CatalogEntry {
    var entry = CatalogEntry(id: id, kind: kind, title: "Title of \(id)", summary: "Summary of \(id)")
    entry.facets = facets.sorted { $0.key < $1.key }.map { .init(name: $0.key, values: $0.value) }
    change(&entry)
    return entry
  }

  private func compare(
    _ entries: [CatalogEntry], with others: [CatalogEntry] = [], constraints: [String] = []
  ) -> Comparison {
    let library = CatalogLibrary(layers: [entries + others])
    return Comparison(of: entries, in: library, constraints: constraints.compactMap(Constraint.named))
  }

  private func row(_ id: String, of comparison: Comparison) throws -> Comparison.Row {
    try #require(comparison.rows.first { $0.id == id }, "\(comparison.rows.map(\.id))")
  }

  // MARK: Rows

  @Test func whatNoEntrySaysIsLeftOutAndWhatOneDoesNotSayIsUnknown() throws {
    let comparison = compare([entry("a", facets: ["hosting": ["managed"]]), entry("b")])
    let hosting = try row("facet.hosting", of: comparison)
    #expect(hosting.text(at: 0) == "managed")
    #expect(hosting.text(at: 1) == nil && hosting.cells[1].isEmpty)
    // What is not stated is no difference.
    #expect(!hosting.differs)
    #expect(!comparison.rows.contains { $0.id == "facet.modality" || $0.id == "links" || $0.id == "models" })
  }

  @Test func theOrderOfValuesIsNoDifference() throws {
    let comparison = compare([
      entry("a", facets: ["modality": ["text", "image"], "skill": ["developer"]]),
      entry("b", facets: ["modality": ["image", "text"], "skill": ["analyst"]]),
    ])
    #expect(try !row("facet.modality", of: comparison).differs)
    #expect(try row("facet.skill", of: comparison).differs)
    #expect(comparison.differences.map(\.id) == ["summary", "facet.skill"])
  }

  @Test func rowsStandInTheOrderOfTheQuestions() {
    let comparison = compare(
      [
        entry("a", facets: ["own": ["x"], "hosting": ["saas"], "maturity": ["ga"], "residency": ["global"]]) {
          $0.lifecycle = .init(state: "retiring", date: "2027-01-01", replacedBy: "b")
          $0.relations = [.init(kind: .partOf, target: "c"), .init(kind: .alternativeTo, target: "b")]
          $0.equivalents = [.init(name: "aws", values: ["Thing"])]
          $0.links = [.init(id: "", title: "More", href: "/azure/a", kind: "documentation")]
        }, entry("b"),
      ], with: [entry("c")])
    #expect(
      comparison.rows.map(\.id) == [
        "kind", "summary", "part_of", "facet.hosting", "facet.residency", "facet.maturity", "lifecycle",
        "replaced_by", "facet.own", "alternatives", "equivalents.aws", "links",
      ])
  }

  @Test func cellsLeadOn() throws {
    let comparison = compare(
      [
        entry("a") {
          $0.relations = [.init(kind: .uses, target: "c")]
          $0.links = [.init(id: "", title: "More", href: "/azure/a", kind: "documentation")]
        }, entry("b"),
      ], with: [entry("c")])
    #expect(try row("uses", of: comparison).cells[0] == [.init("Title of c", target: "c")])
    #expect(
      try row("links", of: comparison).cells[0]
        == [.init("More", target: "https://learn.microsoft.com/azure/a")])
  }

  @Test func familiesTellTheRangeOfTheirModels() throws {
    func family(_ id: String, _ models: String) throws -> CatalogEntry {
      let text = "---\nid: \(id)\nkind: model-family\ntitle: \(id)\nsummary: s\nmodels:\n\(models)---\n"
      return try #require(try EntryReader(reading: text).entries.first)
    }
    let price = "currency: USD, date: \"2026-11-01\", source: \"https://x.example/\""
    let comparison = compare([
      try family(
        "a",
        """
          - {name: p/one, title: One, context: 128000, price: {unit: tokens, input: 0.15, \(price)}}
          - {name: p/two, title: Two, context: 1000000, price: {unit: tokens, input: 2, \(price)}}

        """),
      try family("b", "  - {name: p/three, title: Three}\n"),
    ])
    #expect(try row("models", of: comparison).text(at: 0) == "One, Two")
    #expect(try row("models.context", of: comparison).text(at: 0) == "128,000 to 1,000,000")
    #expect(try row("models.context", of: comparison).text(at: 1) == nil)
    #expect(try row("models.price_input", of: comparison).text(at: 0) == "$0.15 to $2")
    #expect(!comparison.rows.contains { $0.id == "models.price_output" })
  }

  @Test func checklistsSayUnderWhichPillarsTheyAsk() throws {
    func item(_ id: String, _ pillar: String, _ entries: String) -> String {
      "  - {id: i\(id), pillar: \(pillar), ask: Why, see: [\(entries)]}\n"
    }
    let text =
      "id: list\nkind: checklist\ntitle: List\nsummary: s\nitems:\n" + item("1", "security", "a, gone")
      + item("2", "reliability", "a, b") + item("3", "security", "a")
    let list = try #require(try EntryReader(readingChecklist: text).entries.first)
    let entries = [entry("a"), entry("b")]
    let library = CatalogLibrary(layers: [entries + [list]])
    #expect(library.pillars(of: entries[0]) == ["reliability", "security"])
    #expect(library.pillars(of: entries[1]) == ["reliability"])
    #expect(try row("pillars", of: compare(entries, with: [list])).text(at: 0) == "Reliability, Security")
  }

  @Test func guidesSayWhatTheirTablesHold() throws {
    let guide = entry("choose", kind: .decision) {
      $0.dialogue = """
        id: choose
        kind: decision
        title: Choose
        engine: matrix
        options: [{id: a, for: [it is fast]}, {id: "b#part"}]
        questions:
          - {id: size, ask: "How large?", cells: {a: "10", "b#part": "20"}}
        table: {columns: ["b#part", a], rows: [{name: Most vectors, cells: ["100", "200"]}]}
        """
    }
    let part = CatalogEntry(id: "b#part", kind: .concept, title: "Part", summary: "s")
    let comparison = compare([entry("a"), entry("b") { $0.sections = ["b#part"] }], with: [part, guide])
    let table = try row("guide.choose.table.1", of: comparison)
    #expect(table.attribute.title == "Most vectors" && table.attribute.guide == "Title of choose")
    #expect(table.text(at: 0) == "200")
    #expect(table.text(at: 1) == "Part: 100")
    #expect(try row("guide.choose.size", of: comparison).text(at: 0) == "10")
    #expect(try row("guide.choose.for", of: comparison).text(at: 0) == "it is fast")
  }

  @Test func theCatalogComparesItsVectorStores() throws {
    let library = try RealCatalog.library()
    let entries = try ["ai-search", "cosmos-db", "postgresql"].map { try #require(library[$0]) }
    let comparison = Comparison(of: entries, in: library)
    let limits = try #require(comparison.rows.first { $0.attribute.title == "Most dimensions" })
    #expect(limits.cells.allSatisfy { !$0.isEmpty } && limits.differs)
    #expect(Set(comparison.rows.map(\.id)).count == comparison.rows.count)
  }

  // MARK: Constraints

  @Test(
    arguments: [
      ("own-network", ["network": ["vnet"]], "passes"),
      ("own-network", ["network": ["public-only"]], "fails"),
      ("own-network", ["hosting": ["container"]], "passes"),
      ("own-network", ["hosting": ["managed"]], "unknown"),
      ("own-network", ["hosting": ["managed"], "network": ["public-only"]], "fails"),
      ("no-servers", ["hosting": ["managed-cluster"]], "fails"),
      ("no-servers", ["hosting": ["container", "managed"]], "passes"), ("no-servers", [:], "unknown"),
      ("on-premises", ["residency": ["on-premises"]], "passes"),
      ("on-premises", ["residency": ["regional"], "hosting": ["managed", "container"]], "unknown"),
      ("on-premises", ["residency": ["regional"], "network": ["vnet"]], "fails"),
      ("no-code", ["skill": ["low-code"]], "passes"), ("no-code", ["skill": ["developer"]], "fails"),
      ("data-stays-in-region", ["residency": ["global", "data-zone"]], "fails"),
      ("data-stays-in-region", ["residency": ["global", "regional"]], "passes"),
      ("released", ["maturity": ["preview"]], "fails"), ("released", ["maturity": ["ga"]], "passes"),
      ("released", [:], "unknown"), ("vectors", ["modality": ["text"]], "fails"),
      ("images", ["modality": ["image"]], "passes"), ("documents", [:], "unknown"),
    ])
  func aConstraintIsJudgedByFacets(id: String, facets: [String: [String]], verdict: String) throws {
    let constraint = try #require(Constraint.named(id))
    #expect(constraint.verdict(for: entry("a", facets: facets)).name == verdict)
  }

  @Test func whatIsOnItsWayOutIsNotReleased() throws {
    let constraint = try #require(Constraint.named("released"))
    for state in ["preview", "retiring", "retired", "superseded"] {
      let entry = entry("a", facets: ["maturity": ["ga"]]) { $0.lifecycle = .init(state: state) }
      #expect(constraint.verdict(for: entry) == .fails("lifecycle: \(state)"))
    }
    let current = entry("a") { $0.lifecycle = .init(state: "current") }
    #expect(constraint.verdict(for: current) == .passes("lifecycle: current"))
    let preview = entry("a", facets: ["maturity": ["preview"]]) { $0.lifecycle = .init(state: "current") }
    #expect(constraint.verdict(for: preview) == .fails("maturity: preview"))
  }

  @Test func anEntryFailsByItsReasonsAndUnknownIsNoFailure() {
    let comparison = compare(
      [
        entry("a", facets: ["hosting": ["self-hosted"], "skill": ["developer"]]),
        entry("b", facets: ["hosting": ["saas"]]),
      ], constraints: ["no-servers", "no-code"])
    #expect(comparison.failures(at: 0) == ["hosting: self-hosted", "skill: developer"])
    #expect(comparison.failures(at: 1).isEmpty)
    #expect(!comparison.allFail)
    #expect(!compare([entry("a"), entry("b")]).allFail)
    let failing = entry("b", facets: ["hosting": ["device"]])
    #expect(
      compare([entry("a", facets: ["hosting": ["container"]]), failing], constraints: ["no-servers"]).allFail)
  }

  @Test func constraintsLookAtFacetsThatThereAre() {
    #expect(Set(Constraint.all.map(\.id)).count == Constraint.all.count)
    for constraint in Constraint.all {
      #expect(!constraint.facets.isEmpty)
      for facet in constraint.facets { #expect(FacetVocabulary.values(of: facet) != nil) }
    }
  }

  // MARK: Formats

  @Test func aSpreadsheetGetsRecordsAndNoFormulas() {
    let comparison = compare([
      entry("a", facets: ["own": ["=1+1"]]) { $0.summary = "one, \"two\"\nthree" },
      entry("b", facets: ["own": ["-2"]]),
    ])
    let records = comparison.csv()
    #expect(records.hasPrefix("attribute,guide,differs,a,b\r\n"))
    #expect(records.contains("What it is,,true,\"one, \"\"two\"\"\nthree\",Summary of b\r\n"))
    #expect(records.contains("Own,,true,'=1+1,'-2\r\n"))
    let formulas = compare([
      entry("a", facets: ["own": ["+1", "2"]]), entry("b", facets: ["own": ["@x"]]),
    ])
    #expect(formulas.csv().contains("Own,,true,'+1; 2,'@x\r\n"))
    #expect(compare([entry("a", facets: ["own": ["\tx"]]), entry("b")]).csv().contains(",'\tx,"))
  }

  @Test func markdownHoldsTextAndNoMarksOfIt() {
    let comparison = compare([
      entry("a") {
        $0.summary = "a | b <script> [x](y)"
        $0.links = [.init(id: "", title: "Go", href: "javascript://x", kind: "")]
      }, entry("b"),
    ])
    let text = comparison.markdown()
    #expect(text.contains("| ≠ **What it is** | a \\| b \\<script\\> \\[x\\](y) | Summary of b |"))
    #expect(text.contains("| **Learn more** | Go | *not stated* |"))
    #expect(text.hasPrefix("|  | Title of a | Title of b |\n| --- | --- | --- |\n"))
  }

  @Test func jsonSaysNullForWhatIsUnknown() throws {
    let json = compare(
      [entry("a", facets: ["hosting": ["managed"]]), entry("b")], constraints: ["no-servers"]
    ).json()
    let rows = try #require(json["rows"]?.array)
    let hosting = try #require(rows.first { $0["attribute"]?.string == "facet.hosting" })
    #expect(hosting["cells"]?.array == [.array(["managed"]), .null])
    let verdicts = json["constraints"]?[0]?["verdicts"]?.array
    #expect(verdicts?.map { $0["verdict"]?.string } == ["passes", "unknown"])
    #expect(verdicts?.last?["reason"] == .null)
  }
}
