import Testing

@testable import Catalog

/// A whole catalog in memory.
struct CatalogLibraryTests {
  private func entry(
    _ id: String, _ title: String = "", order: Int = 0, aliases: [String] = [],
    relations: [(RelationKind, String)] = [],
    sections: [String] = [], body: String = ""
  ) -> CatalogEntry {
    var entry = CatalogEntry(
      id: id, kind: .concept, title: title.isEmpty ? id.uppercased() : title, summary: "")
    entry.order = order
    entry.aliases = aliases
    entry.relations = relations.map { .init(kind: $0.0, target: $0.1) }
    entry.sections = sections
    entry.body = body
    return entry
  }

  private func related(_ library: CatalogLibrary, _ address: String) throws -> [String] {
    library.related(to: try #require(library[address])).map {
      "\($0.title): \($0.addresses.joined(separator: " "))"
    }
  }

  // MARK: Order and layers

  @Test func pagesStandInTheOrderOfTheirTopicsThenTitles() {
    let library = CatalogLibrary(layers: [
      [
        entry("c", "Same", order: 2), entry("d", "Zebra", order: 1), entry("a", "Apple", order: 1),
        entry("b", "Same", order: 2),
      ]
    ])
    #expect(library.entries.map(\.id) == ["a", "d", "b", "c"])
  }

  @Test func sectionsFollowTheirPageInTheOrderOfTheText() {
    let library = CatalogLibrary(layers: [
      [
        entry("b", order: 1), entry("b#z", order: 1), entry("b#a", order: 1), entry("a", order: 2),
        entry("a#x", order: 0),
      ]
    ])
    #expect(library.entries.map(\.id) == ["b", "b#z", "b#a", "a", "a#x"])
    #expect(library.pages.map(\.id) == ["b", "a"])
  }

  @Test func aLaterLayerReplacesWholePages() {
    let library = CatalogLibrary(layers: [
      [entry("a", "Shipped"), entry("a#one"), entry("a#two"), entry("b", "Kept")],
      [entry("a", "Mine"), entry("a#three"), entry("c", "New")],
    ])
    #expect(Set(library.entries.map(\.id)) == ["a", "a#three", "b", "c"])
    #expect(library["a"]?.title == "Mine")
    #expect(library["a#one"] == nil)
    #expect(library["b"]?.title == "Kept")
  }

  @Test func theLastOfManyLayersWins() {
    let layers = ["one", "two", "three"].map { [entry("a", $0)] }
    #expect(CatalogLibrary(layers: layers).entries.map(\.title) == ["three"])
    #expect(CatalogLibrary(layers: []).entries.isEmpty)
    #expect(CatalogLibrary(layers: [[], []]).entries.isEmpty)
  }

  // MARK: Names

  private let named: CatalogLibrary = {
    func entry(_ id: String, _ title: String, aliases: [String] = []) -> CatalogEntry {
      var entry = CatalogEntry(id: id, kind: .concept, title: title, summary: "")
      entry.aliases = aliases
      return entry
    }
    return CatalogLibrary(layers: [
      [
        entry("automl", "Automated machine learning", aliases: ["AutoML studio", "Größe"]),
        entry("automl#agile", "AutoML: agile"), entry("automl#other", "Other in AutoML"),
        entry("other", "Other"),
      ]
    ])
  }()

  @Test(
    arguments: [
      ("automl", "automl"), ("AUTOML", "automl"), ("automl#agile", "automl#agile"),
      ("Automl#Agile", "automl#agile"),
      ("automated machine learning", "automl"), ("AutoML Studio", "automl"), ("GRÖSSE", nil),
      ("größe", "automl"), ("GRÖßE", "automl"),
      ("agile", "automl#agile"), ("AGILE", "automl#agile"), ("automl: agile", "automl#agile"),
      // A page goes before a section of the same name.
      ("other", "other"), ("Other", "other"), ("", nil), ("auto", nil), ("#agile", nil), ("automl#", nil),
    ] as [(String, String?)])
  func anEntryIsFoundByAnyOfItsNames(_ name: String, _ address: String?) {
    #expect(named.entry(named: name)?.id == address)
  }

  @Test func anAddressIsExact() {
    #expect(named["automl"]?.id == "automl")
    #expect(named["AutoML"] == nil)
    #expect(named.title(of: "automl#agile") == "AutoML: agile")
    #expect(named.title(of: "nothing") == "nothing")
  }

  @Test func everyNameFindsAnEntry() {
    for name in named.allNames { #expect(named.entry(named: name) != nil, "\(name)") }
    #expect(
      Set(named.allNames).isSuperset(of: ["automl", "automl#agile", "agile", "automl studio", "other"]))
  }

  // MARK: Relations

  @Test func aRelationIsSeenFromBothSides() throws {
    let library = CatalogLibrary(layers: [
      [
        entry(
          "a",
          relations: [(.uses, "b"), (.partOf, "c"), (.hosts, "d"), (.alternativeTo, "e"), (.seeAlso, "f")]),
        entry("b"),
        entry("c"), entry("d"), entry("e"), entry("f"),
      ]
    ])
    #expect(try related(library, "a") == ["Part of: c", "Uses: b", "Hosts: d", "Instead: e", "See also: f"])
    #expect(try related(library, "b") == ["Used in: a"])
    #expect(try related(library, "c") == ["Parts: a"])
    #expect(try related(library, "d") == ["Hosted by: a"])
    #expect(try related(library, "e") == ["Instead: a"])
    #expect(try related(library, "f") == ["See also: a"])
    #expect(library.backlinks(to: "b") == [.init(from: "a", kind: .uses)])
    #expect(library.backlinks(to: "nothing").isEmpty)
  }

  @Test func bothDirectionsOfASymmetricRelationAreOneGroup() throws {
    let library = CatalogLibrary(layers: [
      [
        entry("a", relations: [(.alternativeTo, "b"), (.alternativeTo, "c")]),
        entry("b", relations: [(.alternativeTo, "a")]),
        entry("c"), entry("d", relations: [(.alternativeTo, "a")]),
      ]
    ])
    #expect(try related(library, "a") == ["Instead: b c d"])
  }

  @Test func whatIsUnknownIsLeftOut() throws {
    let library = CatalogLibrary(layers: [
      [entry("a", relations: [(.uses, "gone"), (.uses, "a")], body: "[x](gone) [y](a)")]
    ])
    #expect(try related(library, "a").isEmpty)
  }

  @Test func aMentionInTheTextIsABacklinkWithoutAKind() throws {
    let library = CatalogLibrary(layers: [
      [
        entry(
          "a",
          body: "[b](b \"title\"), [again](b)\nand [that\none](c#part) and [out](https://b.example) [open](d"),
        entry("b"), entry("c"), entry("c#part"), entry("d"),
      ]
    ])
    #expect(library.backlinks(to: "b") == [.init(from: "a", kind: nil)])
    #expect(library.backlinks(to: "c#part") == [.init(from: "a", kind: nil)])
    #expect(library.backlinks(to: "d").isEmpty)
    #expect(try related(library, "b") == ["Mentioned in: a"])
    #expect(try related(library, "a").isEmpty)
  }

  @Test func aMentionThatARelationSaysAlreadyIsNone() {
    let library = CatalogLibrary(layers: [
      [
        entry("a", relations: [(.uses, "b")], body: "[b](b) [c](c)"), entry("b", body: "[a](a)"),
        entry("c", relations: [(.seeAlso, "a")]),
      ]
    ])
    #expect(library.backlinks(to: "b") == [.init(from: "a", kind: .uses)])
    #expect(library.backlinks(to: "a") == [.init(from: "c", kind: .seeAlso)])
    #expect(library.backlinks(to: "c").isEmpty)
  }

  @Test func aPageDoesNotMentionItselfOrItsSections() {
    let library = CatalogLibrary(layers: [
      [entry("a", sections: ["a#x"], body: "[a](a) [x](a#x)"), entry("a#x", body: "[a](a)")]
    ])
    #expect(library.backlinks(to: "a").isEmpty)
    #expect(library.backlinks(to: "a#x").isEmpty)
  }

  @Test func thatASectionIsPartOfItsPageGoesWithoutSaying() throws {
    let library = CatalogLibrary(layers: [
      [
        entry("a", sections: ["a#x"]),
        entry("a#x", relations: [(.partOf, "a"), (.partOf, "b"), (.uses, "a")]), entry("b"),
      ]
    ])
    #expect(library.backlinks(to: "a") == [.init(from: "a#x", kind: .uses)])
    #expect(try related(library, "a").isEmpty)
    #expect(try related(library, "b") == ["Parts: a#x"])
  }

  @Test func whatIsSaidAsARelationIsNotSaidAgainAsSeeAlso() throws {
    let library = CatalogLibrary(layers: [
      [
        entry("a", relations: [(.uses, "b"), (.seeAlso, "b"), (.seeAlso, "c")]), entry("b", body: "[a](a)"),
        entry("c"), entry("d", body: "[a](a)"),
      ]
    ])
    #expect(try related(library, "a") == ["Uses: b", "See also: c", "Mentioned in: d"])
  }

  @Test func noGroupIsEmptyOrNamesTheEntryItself() throws {
    let library = try RealCatalog.library()
    for entry in library.entries {
      for group in library.related(to: entry) {
        #expect(
          !group.addresses.isEmpty && !group.addresses.contains(entry.id), "\(entry.id): \(group.title)")
        #expect(Set(group.addresses).count == group.addresses.count, "\(entry.id): \(group.title)")
        for address in group.addresses { #expect(library[address] != nil, "\(entry.id): \(address)") }
      }
    }
  }

  // MARK: Filters

  @Test func aFilterHoldsForAllItsParts() {
    var wanted = entry("a")
    wanted.section = "top"
    wanted.facets = [
      .init(name: "modality", values: ["text", "image"]), .init(name: "skill", values: ["analyst"]),
    ]
    func accepts(_ filter: CatalogSearch.Filter) -> Bool { filter.accepts(wanted) }
    #expect(CatalogSearch.Filter().isEmpty)
    #expect(accepts(.init()))
    #expect(accepts(.init(kinds: [.concept, .service])))
    #expect(!accepts(.init(kinds: [.service])))
    #expect(accepts(.init(section: "top")))
    #expect(!accepts(.init(section: "other")))
    #expect(accepts(.init(facets: [.init(name: "modality", values: ["video", "image"])])))
    #expect(!accepts(.init(facets: [.init(name: "modality", values: ["video"])])))
    #expect(!accepts(.init(facets: [.init(name: "unknown", values: ["text"])])))
    #expect(
      !accepts(
        .init(facets: [
          .init(name: "modality", values: ["text"]), .init(name: "skill", values: ["developer"]),
        ])))
    #expect(!accepts(.init(kinds: [.concept], section: "other")))
  }

  @Test func aSearchReturnsOnlyWhatItsFilterAccepts() throws {
    let search = CatalogSearch(try RealCatalog.library())
    let all = search.search("search", limit: 1000)
    let services = search.search("search", filter: .init(kinds: [.service]), limit: 1000)
    #expect(services.total > 0 && services.total < all.total)
    #expect(services.hits.allSatisfy { $0.entry.kind == .service })
    #expect(services.hits.map(\.entry.id) == all.hits.map(\.entry).filter { $0.kind == .service }.map(\.id))
  }
}
