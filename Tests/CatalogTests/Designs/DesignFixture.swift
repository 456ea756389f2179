import Testing

@testable import Catalog

/// A small catalog for tests of designs.
enum DesignFixture {
  static func entry(
    _ id: String, _ title: String, kind: EntryKind = .service, subkind: String = "",
    facets: [String: [String]] = [:], relations: [(RelationKind, String)] = [],
    lifecycle: CatalogEntry.Lifecycle? = nil
  ) -> CatalogEntry {
    var entry = CatalogEntry(id: id, kind: kind, title: title, summary: "")
    entry.subkind = subkind
    entry.facets = facets.sorted { $0.key < $1.key }.map { .init(name: $0.key, values: $0.value) }
    entry.relations = relations.map { .init(kind: $0.0, target: $0.1) }
    entry.lifecycle = lifecycle
    return entry
  }

  static let drawing = """
    flowchart LR
      user(["User"])
      subgraph app["Web app"]
        web["Front end"]
      end
      search[("AI Search")]
      old["Old vision"]
      model["Chat model"]
      user -->|"1"| web
      web -->|"2"| search
      web --> model
      web --> old
      %% step 1 (user->web): The user asks.
      %% step 2 (web->search): The front end looks in AI Search.
      %% step 3 (old): Pictures are looked at.
      %% ref app web-hosting
      %% ref web web-hosting
      %% ref search ai-search
      %% ref old old-vision
      %% ref model chat-models
    """

  static func item(
    _ id: String, _ pillar: String, _ severity: Checklist.Severity, applies: [String] = ["any"]
  ) -> Checklist.Item {
    Checklist.Item(
      id: id, pillar: pillar, area: "", severity: severity, applies: applies, ask: "Is \(id) done?",
      why: "It matters.",
      how: "Do it.", entries: [])
  }

  static func library() -> CatalogLibrary {
    var architecture = entry(
      "small-chat", "Small chat", kind: .architecture, relations: [(.uses, "ai-search")])
    architecture.diagram = drawing
    var models = entry("chat-models", "Chat models", kind: .modelFamily, facets: ["cost_driver": ["tokens"]])
    var card = ModelCard(name: "azure/small", title: "Small", kind: "chat")
    card.price = ModelCard.Price(
      unit: "tokens", input: 0.5, output: 2, currency: "USD", date: "2026-10-01", source: "price list")
    models.models = [card, ModelCard(name: "azure/free", title: "Free", kind: "chat")]
    var checklist = entry("well-made", "Well made", kind: .checklist)
    checklist.checklist = Checklist(items: [
      item("backups", "reliability", .high), item("grounding", "responsible-ai", .high, applies: ["rag"]),
      item("epochs", "reliability", .medium, applies: ["training"]),
      item("budget", "cost-optimization", .low),
    ])
    var guide = entry("choose-store", "Choose a store", kind: .decision)
    guide.dialogue = """
      id: choose-store
      title: Choose a store
      engine: tree
      options:
        - {id: ai-search}
        - {id: memory-store}
        - {id: by-hand, title: By hand}
      questions:
        - id: fast
          ask: "Fast?"
          answers: [{id: "yes", pick: memory-store, because: "it is"}, {id: "no", pick: ai-search, because: "it is"}, {id: "by-hand", pick: by-hand, because: "it is"}]
      """
    return CatalogLibrary(layers: [
      [
        architecture, models, checklist, guide,
        entry(
          "ai-search", "Azure AI Search", subkind: "data-store",
          facets: ["modality": ["text", "vector"], "cost_driver": ["search-units"], "hosting": ["managed"]]),
        entry("vector-db", "Vector database", subkind: "data-store", facets: ["modality": ["vector"]]),
        entry("table-db", "Table database", subkind: "data-store", facets: ["modality": ["tabular"]]),
        entry("memory-store", "Memory store", relations: [(.alternativeTo, "table-db")]),
        entry(
          "old-search", "Old search", relations: [(.alternativeTo, "ai-search")],
          lifecycle: .init(state: "retiring", date: "2027-01-31")),
        entry(
          "old-vision", "Old vision",
          lifecycle: .init(state: "retiring", date: "2026-12-31", replacedBy: "new-vision")),
        entry("new-vision", "New vision"), entry("web-hosting", "Web hosting"),
      ]
    ])
  }

  static func design() throws -> (Design, CatalogLibrary) {
    let library = library()
    let entry = try #require(library["small-chat"])
    return (try Design(name: "mine", title: "Mine", basedOn: entry), library)
  }
}
