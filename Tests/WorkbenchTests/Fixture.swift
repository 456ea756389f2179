import Catalog
import TerminalUI

/// A catalog of a few entries that never changes, so that pictures of it do not either.
enum Fixture {
  static let entries: [CatalogEntry] = [
    topic, embeddings, vectorSearch, hybrid, rag, search, documents, recognizer, speech, foundry, phi, chat,
    story, guide,
  ]

  static let themes: [Theme] = [
    .terminal, Theme(id: "nord", name: "Nord", author: "Sven Greb", isDark: true, palette: palette(0x2E)),
    Theme(id: "paper", name: "Paper", author: "A. Writer", isDark: false, palette: palette(0xF0)),
    Theme(
      id: "solarized-dark", name: "Solarized Dark", author: "Ethan Schoonover", isDark: true,
      palette: palette(0x10)),
  ]

  private static func palette(_ base: UInt8) -> [RGB] {
    (0..<16).map { RGB(base &+ UInt8($0) &* 9, base, UInt8($0) &* 16) }
  }

  private static func entry(
    _ id: String, _ kind: EntryKind, _ title: String, _ summary: String, order: Int,
    section: String = "retrieval",
    body: String = "", change: (inout CatalogEntry) -> Void = { _ in }
  ) -> CatalogEntry {
    var entry = CatalogEntry(id: id, kind: kind, title: title, summary: summary)
    entry.order = order
    entry.section = section
    entry.body = body
    change(&entry)
    return entry
  }

  private static let topic = entry(
    "retrieval", .concept, "Retrieval", "Finds the passages that answer a question", order: 10,
    body: """
      Retrieval finds passages and hands them to a model, as in [Retrieval Augmented Generation](rag).

      It rests on [embeddings](embeddings) and on [Azure AI Search](ai-search).
      """)

  private static let embeddings = entry(
    "embeddings", .concept, "Embeddings", "Lists of numbers that stand for the meaning of a text", order: 20,
    body:
      "Texts of like meaning have like numbers. A model such as [Phi-4-Mini](phi-4-mini) does not make them.")

  private static let vectorSearch = entry(
    "vector-search", .concept, "Vector search", "Finds what is near in meaning", order: 30,
    body: """
      Vector search compares [embeddings](embeddings).

      ## Hybrid search

      Words and vectors together find more than either alone.
      """
  ) { entry in
    entry.aliases = ["similarity search"]
    entry.sections = ["vector-search#hybrid-search"]
    entry.relations = [.init(kind: .uses, target: "embeddings")]
  }

  private static let hybrid = entry(
    "vector-search#hybrid-search", .concept, "Hybrid search", "Words and vectors in one query", order: 30,
    body: "Words and vectors together find more than either alone.")

  private static let rag = entry(
    "rag", .pattern, "Retrieval Augmented Generation", "Answers a question with passages found for it",
    order: 40,
    body: "The model reads what [Vector search](vector-search) has found, and cites it."
  ) { entry in
    entry.aliases = ["RAG"]
    entry.relations = [.init(kind: .uses, target: "vector-search"), .init(kind: .uses, target: "ai-search")]
  }

  private static let search = entry(
    "ai-search", .service, "Azure AI Search", "Full-text, vector and hybrid retrieval over your own content",
    order: 50,
    body: """
      An index holds **fields**; a query names the ones to search. Ranking takes words, *vectors*, or both.

      - full text, with analysers for many languages
      - [vectors](vector-search), with filters
      - semantic ranking of the first fifty hits

      | Tier | Storage | Replicas |
      |:-----|--------:|---------:|
      | Basic | 15 GB | 3 |
      | Standard | 160 GB | 12 |

      > Measure recall before you tune anything.
      """
  ) { entry in
    entry.subkind = "managed"
    entry.aliases = ["Azure Cognitive Search", "Azure Search"]
    entry.facets = [
      .init(name: "hosting", values: ["cloud"]), .init(name: "modality", values: ["text", "image"]),
      .init(name: "cost_driver", values: ["replicas", "partitions"]),
    ]
    entry.relations = [
      .init(kind: .partOf, target: "foundry"), .init(kind: .alternativeTo, target: "document-intelligence"),
    ]
    entry.equivalents = [
      .init(name: "aws", values: ["Amazon OpenSearch"]),
      .init(name: "oss", values: ["OpenSearch", "pgvector"]),
    ]
    entry.links = [
      .init(
        id: "1", title: "What is Azure AI Search?", href: "/azure/search/overview", kind: "documentation"),
      .init(id: "2", title: "Create an index", href: "https://example.org/index", kind: "tutorial"),
    ]
    entry.sources = [.init(reference: "seed", lines: "120-140")]
  }

  private static let documents = entry(
    "document-intelligence", .service, "Azure AI Document Intelligence", "Reads forms, tables and layouts",
    order: 60,
    section: "foundry", body: "Takes pages and gives fields.")

  private static let recognizer = entry(
    "form-recognizer", .service, "Form Recognizer", "The former name of Document Intelligence", order: 61,
    section: "foundry", body: "See [Document Intelligence](document-intelligence)."
  ) { entry in
    entry.lifecycle = .init(
      state: "retired", date: "2024-06-30", replacedBy: "document-intelligence", note: "renamed first")
  }

  private static let speech = entry(
    "speech", .service, "Azure AI Speech", "Speech to text and text to speech", order: 62, section: "foundry",
    body: "Hears and speaks."
  ) { $0.lifecycle = .init(state: "retiring", date: "2027-01-31", replacedBy: "foundry") }

  private static let foundry = entry(
    "foundry", .platform, "Microsoft Foundry", "A platform for generative applications and agents", order: 70,
    body: "Models, agents and tools in one place."
  ) { $0.relations = [.init(kind: .hosts, target: "phi-4-mini")] }

  private static let phi = entry(
    "phi-4-mini", .modelFamily, "Phi-4-Mini", "A small language model", order: 80,
    body: "3.8 billion parameters.")

  private static let chat = entry(
    "baseline-chat", .architecture, "Baseline chat with private endpoints", "A chat over your own documents",
    order: 90,
    body: "The web app asks the agent endpoint, over its private endpoint, with its managed identity."
  ) {
    $0.relations = [.init(kind: .uses, target: "ai-search"), .init(kind: .uses, target: "foundry")]
    $0.diagram = """
      flowchart LR
        user([User]) -->|1| gateway
        subgraph net[Virtual network]
          gateway[Application Gateway]
          subgraph app[App subnet]
            web[Web app]
          end
          subgraph ends[Private endpoints]
            pe-agent[Agent endpoint]
            pe-search[Search endpoint]
          end
        end
        gateway --> web -->|2| pe-agent --> agent[Agent Service]
        agent -->|3| pe-search --> search[(AI Search)]
        %% step 1: The user asks; the gateway looks at the request
        %% step 2 (web->pe-agent, pe-agent->agent): The web app calls the agent through its private endpoint
        %% step 3 (agent->pe-search, pe-search->search, search): The agent reads what grounds its answer
        %% ref search ai-search
        %% ref agent foundry
      """
  }

  private static let story = entry(
    "contoso", .story,
    "Contoso Electronics answers two million customer questions a year with retrieval augmented generation",
    "How a support desk halved its waiting time", order: 100, body: "They began with [search](ai-search).")

  private static let guide = entry(
    "japanese", .guide, "日本語の全文検索ガイド（形態素解析とベクトル検索）", "日本語の文書を検索するための手引き", order: 110,
    body: "日本語の文章は単語の間に空白がありません。形態素解析は文を単語に分けます。")
}
