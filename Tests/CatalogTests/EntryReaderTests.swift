import Documents
import Testing

@testable import Catalog

/// The file of an entry: what is read, and what is wrong with it where.
struct EntryReaderTests {
  /// A file with the required fields on lines 2 to 5, further fields from line 6 on, and a body.
  private func file(_ fields: String = "", body: String = "Text.\n") -> String {
    let more = fields.isEmpty ? "" : fields + "\n"
    return
      "---\nid: ai-search\nkind: service\ntitle: Azure AI Search\nsummary: Finds things.\n\(more)---\n\(body)"
  }

  private func problems(_ text: String, fileName: String? = nil) throws -> [String] {
    try EntryReader(reading: text, fileName: fileName).problems.map { $0.described(file: "f") }
  }

  // MARK: What is read

  @Test func theRequiredFieldsMakeAnEntry() throws {
    let reader = try EntryReader(reading: file(), fileName: "ai-search")
    let page = try #require(reader.entries.first)
    #expect(reader.problems.isEmpty)
    #expect(reader.entries.count == 1)
    #expect(page.id == "ai-search")
    #expect(page.kind == .service)
    #expect(page.title == "Azure AI Search")
    #expect(page.summary == "Finds things.")
    #expect(page.body == "Text.\n")
    #expect(page.subkind.isEmpty && page.section.isEmpty && page.order == 0 && page.lifecycle == nil)
    #expect(page.parent == nil)
  }

  @Test func everyFieldIsRead() throws {
    let fields = """
      subkind: product
      aliases: [Azure Search, "Azure: Cognitive Search"]
      section: data
      order: 120
      facets: {modality: [text, image], skill: analyst, none: []}
      equivalents: {aws: Kendra, basis: general}
      relations:
        - {rel: part-of, to: foundry}
        - {rel: alternative-to, to: "cosmos-db#vectors"}
      lifecycle:
        state: retiring
        date: 2026-10-01
        replaced_by: next
        note: soon
        source: link-a
        retired_features: [{feature: skills, date: 2025-01-31}]
      links:
        - {id: link-a, title: What is it?, href: /azure/search, kind: tutorial}
        - {title: Plain, href: "https://a.example"}
      sources: [{ref: seed, lines: "12-14"}, {ref: docs}]
      """
    let reader = try EntryReader(reading: file(fields))
    let page = try #require(reader.entries.first)
    #expect(reader.problems.isEmpty)
    #expect(page.subkind == "product")
    #expect(page.aliases == ["Azure Search", "Azure: Cognitive Search"])
    #expect(page.section == "data" && page.order == 120)
    #expect(page.values(ofFacet: "modality") == ["text", "image"])
    #expect(page.values(ofFacet: "skill") == ["analyst"])
    #expect(page.values(ofFacet: "none").isEmpty && page.values(ofFacet: "unknown").isEmpty)
    #expect(page.equivalents.map(\.name) == ["aws", "basis"])
    #expect(
      page.relations == [
        .init(kind: .partOf, target: "foundry"), .init(kind: .alternativeTo, target: "cosmos-db#vectors"),
      ])
    #expect(
      page.lifecycle
        == .init(
          state: "retiring", date: "2026-10-01", replacedBy: "next", note: "soon", source: "link-a",
          retiredFeatures: [.init(name: "skills", values: ["2025-01-31"])]))
    #expect(
      page.links == [
        .init(id: "link-a", title: "What is it?", href: "/azure/search", kind: "tutorial"),
        .init(id: "", title: "Plain", href: "https://a.example", kind: "documentation"),
      ])
    #expect(page.sources == [.init(reference: "seed", lines: "12-14"), .init(reference: "docs", lines: "")])
  }

  @Test func namesAndReferencesKnowTheirPlaces() throws {
    let fields =
      "aliases: [One, Two]\nsection: data\nrelations:\n  - {rel: uses, to: other}\nlifecycle: {state: retired, replaced_by: next}"
    let reader = try EntryReader(
      reading: file(fields, body: "See [this](third) and\n[that *one*](fourth#part).\n"))
    #expect(reader.names.map(\.text) == ["Azure AI Search", "One", "Two"])
    #expect(
      reader.names.map(\.position) == [
        .init(line: 4, column: 8), .init(line: 6, column: 11), .init(line: 6, column: 16),
      ])
    #expect(Set(reader.names.map(\.address)) == ["ai-search"])
    let places = Dictionary(uniqueKeysWithValues: reader.references.map { ($0.target, $0.position) })
    #expect(
      places == [
        "data": .init(line: 7, column: 10), "other": .init(line: 9, column: 21),
        "next": .init(line: 10, column: 42),
        "third": .init(line: 12, column: 12), "fourth#part": .init(line: 13, column: 14),
      ])
  }

  @Test(arguments: [
    "[a](other \"title\")", "[a](<other>)", "[a][b]\n\n[b]: other", "[a *b*](other)", "- x\n  > [a](other)",
    "# [a](other)",
    "| h |\n|---|\n| [a](other) |",
  ])
  func aLinkOfAnyFormIsAReference(_ body: String) throws {
    let reader = try EntryReader(reading: file(body: body))
    #expect(Set(reader.references.map(\.target)) == ["other"])
    #expect(reader.references.allSatisfy { $0.position.line >= 7 })
  }

  @Test(arguments: [
    "[a](https://a.example)", "<https://a.example>", "www.a.example", "[a](mailto:x@a.example)",
    "`[a](other)`", "![a](other)",
    "    [a](other)", "[a]()", "[a] (other)",
  ])
  func whatLeadsElsewhereIsNoReference(_ body: String) throws {
    #expect(try EntryReader(reading: file(body: body)).references.isEmpty)
  }

  // MARK: Sections

  private let twoSections = """
    section: top
    order: 7
    sections:
      - {anchor: one, kind: concept, title: The one, summary: First.}
      - anchor: two
        kind: guide
        title: The two
        summary: Second.
        aliases: [Number two]
        relations: [{rel: part-of, to: ai-search}]
    """

  @Test func aSectionIsAnEntryWithItsPartOfTheText() throws {
    let body =
      "Before.\n\n## The *one*\n\nFirst text.\n\n### Deeper\nMore.\n\n## The two\n\nSecond text.\n\n\n"
    let reader = try EntryReader(reading: file(twoSections, body: body))
    #expect(reader.problems.isEmpty)
    #expect(reader.entries.map(\.id) == ["ai-search", "ai-search#one", "ai-search#two"])
    #expect(reader.entries[0].sections == ["ai-search#one", "ai-search#two"])
    #expect(reader.entries[0].body == body)
    #expect(reader.entries[1].body == "First text.\n\n### Deeper\nMore.")
    #expect(reader.entries[2].body == "Second text.")
    #expect(reader.entries.map(\.section) == ["top", "top", "top"])
    #expect(reader.entries.map(\.order) == [7, 7, 7])
    #expect(reader.entries[2].parent == "ai-search")
    #expect(reader.entries[2].kind == .guide)
    #expect(reader.names.map(\.address) == ["ai-search", "ai-search#one", "ai-search#two", "ai-search#two"])
  }

  @Test(arguments: ["\r\n", "\r"])
  func otherLineEndsReadAlike(_ lineEnd: String) throws {
    let body = "Before.\n\n## The one\n\nFirst [a](other).\n\n## The two\n\nSecond text.\n"
    let plain = try EntryReader(reading: file(twoSections, body: body))
    let other = try EntryReader(reading: file(twoSections, body: body.replacing("\n", with: lineEnd)))
    #expect(other.problems.isEmpty)
    #expect(other.entries == plain.entries)
    #expect(other.references == plain.references)
    if lineEnd == "\r\n" {
      let whole = try EntryReader(reading: file(twoSections, body: body).replacing("\n", with: lineEnd))
      #expect(whole.entries == plain.entries)
      #expect(whole.references == plain.references)
    }
  }

  @Test func aTextIsPartedAtHeadingsOfTheSecondLevelOnly() {
    let parts = EntryReader.parts(of: "# A\n## B\nb\n```\n## C\n```\n> ## D\n\n- ## E\n\nF\n---\nf\n## G\n")
    #expect(parts.map(\.heading) == ["B", "F", "G"])
    #expect(parts.first?.text == "b\n```\n## C\n```\n> ## D\n\n- ## E")
    #expect(parts.map(\.text).dropFirst() == ["f", ""])
    #expect(EntryReader.parts(of: "").isEmpty)
  }

  // MARK: What is wrong

  @Test func aFileWithoutFieldsCannotBeRead() {
    #expect(throws: DocumentError.self) { try EntryReader(reading: "# Only text\n") }
    #expect(throws: DocumentError.self) { try EntryReader(reading: "---\na: [\n---\n") }
    #expect(throws: DocumentError.self) { try EntryReader(reading: "") }
  }

  @Test func everyRequiredFieldIsMissed() throws {
    #expect(
      try problems("---\nsubkind: x\n---\n") == [
        "f:2:1: “id” is missing", "f:2:1: id: expected small letters, digits and hyphens",
        "f:2:1: “kind” is missing",
        "f:2:1: “title” is missing", "f:2:1: “summary” is missing",
      ])
    #expect(
      try problems("---\nid: a\nkind:\ntitle: ''\nsummary: [x]\n---\n").map { $0.prefix(6) } == [
        "f:3:6:", "f:4:8:", "f:5:10",
      ])
  }

  @Test func theFileIsCalledLikeItsEntry() throws {
    #expect(
      try problems(file(), fileName: "search") == [
        "f:2:5: the id is “ai-search”, but the file is called “search.md”"
      ])
    #expect(try problems(file(), fileName: nil).isEmpty)
  }

  @Test(arguments: ["AI-Search", "ai search", "ai_search", "ai/search", "größe", "\"ai#search\"", "\"\\0\""])
  func anIdIsMadeOfSmallLettersDigitsAndHyphens(_ id: String) throws {
    let text = file().replacing("id: ai-search", with: "id: \(id)")
    #expect(try problems(text) == ["f:2:5: id: expected small letters, digits and hyphens"])
  }

  @Test(arguments: [
    ("kin: x", "f:6:1: there is no field “kin”; did you mean kind?"),
    ("colour: x", "f:6:1: there is no field “colour”"),
    ("anchor: x", "f:6:1: there is no field “anchor”"),
    ("[a]: x", "f:6:1: there is no field “”"),
    ("aliases: Azure Search", "f:6:10: aliases: expected a list, found a single value"),
    ("aliases: [A, [b]]", "f:6:14: aliases: expected a name, found a list"),
    ("aliases: [A, ~]", "f:6:14: aliases: expected a name, found nothing"),
    ("aliases: ['']", "f:6:11: aliases: expected a name, found a single value"),
    ("facets: [text]", "f:6:9: facets: expected names with values, found a list"),
    ("equivalents: Kendra", "f:6:14: equivalents: expected names with values, found a single value"),
    ("order: first", "f:6:8: order: expected a whole number"),
    ("order: 1.5", "f:6:8: order: expected a whole number"),
    ("order:", "f:6:7: order: expected a whole number"),
    ("relations: {rel: uses, to: b}", "f:6:12: relations: expected a list, found a mapping"),
    ("relations: [uses]", "f:6:13: relations: expected “{rel: …, to: …}”"),
    ("relations:\n  - {rel: uses}", "f:7:5: relations: expected “{rel: …, to: …}”"),
    ("relations:\n  - {rel: use, to: b}", "f:7:11: there is no relation “use”; known: uses"),
    (
      "relations:\n  - {rel: likes, to: b}",
      "f:7:11: there is no relation “likes”; known: part-of, uses, hosts, alternative-to, see-also"
    ),
    (
      "lifecycle: {state: gone}",
      "f:6:12: lifecycle: expected “state:” with one of preview, current, renamed, rolling, superseded, retiring, retired"
    ),
    (
      "lifecycle: retired",
      "f:6:12: lifecycle: expected “state:” with one of preview, current, renamed, rolling, superseded, retiring, retired"
    ),
    (
      "lifecycle:\n  state: retired\n  retired_features: x",
      "f:8:21: retired_features: expected a list, found a single value"
    ),
    ("links: [x]", "f:6:9: links: expected “{title: …, href: …}”"),
    ("links:\n  - {id: a, title: b}", "f:7:5: links: expected “{title: …, href: …}”"),
    ("links: /azure", "f:6:8: links: expected a list, found a single value"),
    ("sources: [{lines: \"1\"}]", "f:6:11: sources: expected “ref: …, lines: …”"),
    ("facets: {skill: {a: b}}", "f:6:17: facets: expected a value or a list of values, found a mapping"),
    (
      "equivalents: {aws: [a, [b]]}",
      "f:6:24: equivalents: expected a value or a list of values, found a list"
    ),
    ("relations:\n  - {rel: uses, to: b, note: x}", "f:7:24: there is no field “note”"),
    ("links:\n  - {title: t, hreff: h}", "f:7:16: there is no field “hreff”; did you mean href?"),
    ("sources: [{ref: seed, line: 1}]", "f:6:23: there is no field “line”; did you mean lines?"),
    (
      "lifecycle:\n  state: retired\n  replacedby: b",
      "f:8:3: there is no field “replacedby”; did you mean replaced_by?"
    ),
    (
      "lifecycle:\n  state: retired\n  retired_features: [{featur: f}]",
      "f:8:23: there is no field “featur”; did you mean feature?"
    ),
    ("sections: one", "f:6:11: sections: expected a list, found a single value"),
    (
      "sections:\n  - {anchor: A, kind: concept, title: T, summary: s}",
      "f:7:14: anchor: expected small letters, digits and hyphens"
    ),
    (
      "sections:\n  - {anchor: a, kind: concept, title: T, summary: s}",
      "f:7:39: the text has no heading “## T”"
    ),
    (
      "sections:\n  - {anchor: a, kind: concept, title: T, summary: s, order: 1}",
      "f:7:54: there is no field “order”"
    ),
  ])
  func aWrongFieldIsReportedAtItsPlace(_ fields: String, _ problem: String) throws {
    let found = try problems(file(fields))
    #expect(found.contains(problem), "\(found)")
  }

  @Test func anUnknownKindGetsAHint() throws {
    #expect(
      try problems(file().replacing("kind: service", with: "kind: servise"))
        == ["f:3:7: there is no kind “servise”; did you mean service?"])
    #expect(
      try problems(file().replacing("kind: service", with: "kind: 42")) == ["f:3:7: there is no kind “42”"])
  }

  @Test func aSummaryHasAnEnd() throws {
    let fits = String(repeating: "é", count: 140)
    #expect(try problems(file().replacing("Finds things.", with: fits)).isEmpty)
    #expect(
      try problems(file().replacing("Finds things.", with: fits + "x"))
        == ["f:5:10: the summary has 141 characters; 140 is the most"])
  }

  @Test func aSectionThatIsNoMappingMissesEverything() throws {
    let found = try problems(file("sections:\n  - one"))
    #expect(found.first == "f:7:5: expected fields such as “title: …”, found a single value")
    #expect(found.contains("f:7:5: “anchor” is missing"))
  }

  @Test func aHeadingThatStandsTwiceIsNoSection() throws {
    let fields = "sections:\n  - {anchor: a, kind: concept, title: T, summary: s}"
    #expect(
      try problems(file(fields, body: "## T\n\na\n\n## T\n\nb\n")) == [
        "f:7:39: the text has the heading “## T” twice"
      ])
  }

  @Test func whatIsEmptyIsNoProblem() throws {
    let reader = try EntryReader(reading: file("aliases:\nrelations: []\nlinks: ~\nsources:\nsubkind:"))
    #expect(reader.problems.isEmpty)
    #expect(reader.entries.first?.aliases.isEmpty == true)
  }

  @Test func whatIsRightIsReadBesideWhatIsWrong() throws {
    let reader = try EntryReader(
      reading: file(
        "relations:\n  - {rel: use, to: a}\n  - {rel: uses, to: b}\nlinks: [x, {title: t, href: h}]"))
    #expect(reader.entries.first?.relations.map(\.target) == ["b"])
    #expect(reader.entries.first?.links.map(\.href) == ["h"])
    #expect(reader.problems.count == 2)
  }

  @Test func blankLinesAtTheEndsAreTrimmed() {
    #expect("\n \n a \n\nb\n\t\n".trimmingBlankLines == " a \n\nb")
    #expect("\n\n".trimmingBlankLines == "")
    #expect("".trimmingBlankLines == "")
  }
}
