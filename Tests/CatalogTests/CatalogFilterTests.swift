import Catalog
import Testing

/// Facets with counts, filters in the words of a query, phrases, and what ends before a day.
struct CatalogFilterTests {
  private func entry(
    _ id: String, _ kind: EntryKind, _ facets: [String: [String]], body: String = ""
  ) -> CatalogEntry {
    var entry = CatalogEntry(id: id, kind: kind, title: id, summary: "About \(id)")
    entry.facets = facets.sorted { $0.key < $1.key }.map { .init(name: $0.key, values: $0.value) }
    entry.body = body
    return entry
  }

  private var entries: [CatalogEntry] {
    [
      entry("speech", .service, ["modality": ["audio", "text"], "hosting": ["serverless"]]),
      entry("vision", .service, ["modality": ["image"], "hosting": ["serverless"]]),
      entry("store", .service, ["modality": ["text"], "hosting": ["managed"]]),
      entry("idea", .concept, ["modality": ["text"]]),
    ]
  }

  private func counts(_ filter: CatalogFilter, _ dimension: String) -> [String: Int] {
    let group = filter.groups(of: entries).first { $0.name == dimension }
    return Dictionary(uniqueKeysWithValues: (group?.values ?? []).map { ($0.value, $0.count) })
  }

  @Test func everyValueIsCounted() {
    let filter = CatalogFilter()
    #expect(counts(filter, "kind") == ["service": 3, "concept": 1])
    #expect(counts(filter, "modality") == ["audio": 1, "text": 3, "image": 1])
    #expect(filter.groups(of: entries).map(\.name) == ["kind", "modality", "hosting"])
    // The most frequent stands first.
    #expect(filter.groups(of: entries)[1].values.map(\.value) == ["text", "audio", "image"])
  }

  @Test func aChoiceNarrowsTheOtherDimensionsAndNotItsOwn() {
    var filter = CatalogFilter()
    filter.toggle("serverless", of: "hosting")
    #expect(entries.filter(filter.accepts).map(\.id) == ["speech", "vision"])
    #expect(counts(filter, "hosting") == ["serverless": 2, "managed": 1])
    #expect(counts(filter, "modality") == ["audio": 1, "text": 1, "image": 1])
    filter.toggle("managed", of: "hosting")
    #expect(entries.filter(filter.accepts).count == 3)
    filter.toggle("audio", of: "modality")
    #expect(entries.filter(filter.accepts).map(\.id) == ["speech"])
    // What is chosen stays in the list, even where nothing is left of it.
    #expect(counts(filter, "hosting") == ["serverless": 1, "managed": 0])
    for (value, name) in [("serverless", "hosting"), ("managed", "hosting"), ("audio", "modality")] {
      filter.toggle(value, of: name)
    }
    #expect(filter.isEmpty)
  }

  @Test func countsSayWhatWouldBeLeft() throws {
    let library = try RealCatalog.library()
    var filter = CatalogFilter()
    filter.toggle("service", of: "kind")
    for group in filter.groups(of: library.entries) where group.name != "kind" {
      for value in group.values {
        var narrowed = filter
        narrowed.toggle(value.value, of: group.name)
        #expect(library.entries.count(where: narrowed.accepts) == value.count, "\(group.name) \(value.value)")
      }
    }
  }

  @Test func anEntryThatAChecklistIsAboutHasItsPillars() {
    var list = CatalogEntry(id: "list", kind: .checklist, title: "List", summary: "s")
    func item(_ id: String, _ pillar: String) -> Checklist.Item {
      .init(
        id: id, pillar: pillar, area: "", severity: .high, applies: [], ask: "?", why: "", how: "",
        entries: ["store"])
    }
    list.checklist = Checklist(items: [
      item("b", "security"), item("a", "reliability"), item("c", "security"),
    ])
    let library = CatalogLibrary(layers: [entries + [list]])
    #expect(library["store"]?.values(of: "pillar") == ["reliability", "security"])
    #expect(library["speech"]?.values(of: "pillar") == [])
    #expect(library.values(of: "pillar") == ["reliability", "security"])
  }

  // MARK: In the words of a query

  @Test(arguments: [
    ("kind:service", ["speech", "store", "vision"]), ("kind:services", ["speech", "store", "vision"]),
    ("KIND:Serv hosting:managed", ["store"]), ("hosting:server modality:image", ["vision"]),
    ("about kind:concept", ["idea"]), ("modality:te kind:service", ["speech", "store"]),
    ("kind:story", []), ("modality:taste", []),
  ])
  func aQueryHoldsFilters(query: String, found: [String]) {
    let search = CatalogSearch(CatalogLibrary(layers: [entries]))
    #expect(search.search(query).hits.map(\.entry.id).sorted() == found)
    #expect(search.search(query).total == found.count)
  }

  @Test(arguments: [
    ("\"private endpoint\"", ["a"]), ("“Private  Endpoint”", ["a"]), ("\"endpoint private\"", ["b"]),
    ("\"private end\"", []), ("\"private endpoint", ["a", "b"]), ("\"\" private", ["a", "b"]),
    ("\"PRIVATE-ENDPOINT\" subnet", ["a"]),
  ])
  func aPhraseStandsAsItIs(query: String, found: [String]) {
    let texts = ["a": "In a subnet, by a private endpoint.", "b": "An endpoint, private to a subnet."]
    let entries = texts.map { entry($0.key, .concept, [:], body: $0.value) }
    let search = CatalogSearch(CatalogLibrary(layers: [entries]))
    #expect(search.search(query).hits.map(\.entry.id).sorted() == found)
  }

  @Test func theEntriesOfASearchAreAllThatItFinds() throws {
    let search = CatalogSearch(try RealCatalog.library())
    for query in ["search", "kind:service speech", "\"private endpoint\"", "", "qqzz"] {
      let hits = search.search(query, limit: 5000)
      #expect(
        Set(search.entries(matching: query).map(\.id)).isSuperset(of: hits.hits.map(\.entry.id)), "\(query)")
      if !query.isEmpty { #expect(search.entries(matching: query).count == hits.total, "\(query)") }
    }
  }

  // MARK: What ends

  @Test func whatEndsBeforeADayIsNamedWithItsDay() {
    var ended = entry("old", .service, [:])
    ended.lifecycle = .init(
      state: "retiring", date: "2027-04-20", replacedBy: "new",
      retiredFeatures: [.init(name: "part", values: ["2026-01-31"])])
    var model = ModelCard(name: "p/m", title: "M", kind: "chat")
    model.retires = "2027-02"
    ended.models = [model]
    #expect(
      ended.endings(before: "2027-04-21").map { [$0.what, $0.date, $0.replacedBy ?? ""] }
        == [["part", "2026-01-31", ""], ["p/m", "2027-02", ""], ["", "2027-04-20", "new"]])
    #expect(ended.endings(before: "2027-04-20").map(\.what) == ["part", "p/m"])
    #expect(ended.endings(before: "2026-01-31").isEmpty)
    var current = entry("new", .service, [:])
    current.lifecycle = .init(state: "current", date: "2020-01-01")
    #expect(current.endings(before: "2030-01-01").isEmpty)
  }
}
