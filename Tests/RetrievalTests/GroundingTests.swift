import Catalog
import Models
import Testing

@testable import Retrieval

/// What of the catalog is put before a model.
@Suite struct GroundingTests {
  private static let loaded = Result {
    let library = try Examination().library
    return Grounding(library: library, search: CatalogSearch(library))
  }
  let grounding: Grounding

  init() throws { grounding = try Self.loaded.get() }

  /// Questions, the entry whose passage holds the answer, and a word of it.
  @Test(arguments: [
    ("What is retrieval augmented generation?", "retrieval-augmented-generation", "grounding"),
    ("RAG or fine-tuning?", "fine-tuning", "training"),
    ("What replaces AutoGen?", "autogen", "Microsoft Agent Framework"),
    ("What is the alternative to Azure AI Search on AWS?", "ai-search", "OpenSearch"),
    ("What is the Azure counterpart of Amazon SageMaker?", "azure-machine-learning", "SageMaker"),
    ("When does prompt flow end?", "prompt-flow", "20 April 2027"),
    ("When was speaker recognition retired?", "azure-speech", "30 September 2025"),
    ("What was Azure AI Search formerly called?", "ai-search", "Azure Cognitive Search"),
    ("Is Azure AI Studio still the current name?", "microsoft-foundry", "Azure AI Studio"),
    ("How many parameters does Phi-4-Mini have?", "phi-4-mini", "3.8 billion"),
    ("How many subnets does the baseline Foundry chat have?", "baseline-foundry-chat", "subnet"),
    ("Which services are part of Microsoft Fabric?", "microsoft-fabric", "Data Factory"),
    ("List the copilots in Fabric", "copilots-in-fabric", "Power BI"),
    ("Where is Application Gateway used?", "application-gateway", "Baseline"),
    (
      "Which libraries does Databricks Runtime for Machine Learning contain?", "databricks-runtime-ml",
      "Keras"
    ),
    ("When should I use custom speech?", "custom-speech", "vocabulary"),
    ("How does vector search work?", "vector-search", "nearest"),
    ("Which way of searching is precise for product codes and dates?", "ai-search", "BM25"),
    ("Which language is better for AI, Python or R?", "r", "statistic"),
    ("Where do I keep vectors beside the records of an application?", "ai-search", "Cosmos DB"),
    ("Is Semantic Kernel retired?", "semantic-kernel", "superseded"),
    ("What should I watch out for with agents that call tools?", "foundry-agent-service", "tool"),
    (
      "What orchestration patterns are there for several agents?", "ai-agent-orchestration-patterns",
      "magentic"
    ),
  ])
  func `the right entry is among the passages`(question: String, address: String, word: String) {
    let passages = grounding.retrieve(question)
    let found = passages.filter { $0.id == address || $0.id.hasPrefix(address + "#") }
    #expect(!found.isEmpty, "\(passages.map(\.id))")
    #expect(
      found.contains { ($0.title + " " + $0.text).lowercased().contains(word.lowercased()) },
      "\(found.map(\.text))")
    #expect(passages.map(\.number) == Array(1...passages.count))
    #expect(passages.first?.score == 1)
    #expect(zip(passages, passages.dropFirst()).allSatisfy { $0.score >= $1.score })
    #expect(Set(passages.map(\.id)).count == passages.count)
  }

  @Test func `what replaces a thing is given with it`() {
    let passages = grounding.retrieve("When does prompt flow end?")
    #expect(passages.map(\.id).contains("microsoft-agent-framework"), "\(passages.map(\.id))")
  }

  @Test func `passages keep to their number and to their tokens`() {
    for budget in [60, 200, 900, 4000] {
      for limit in [1, 3, 12] {
        let passages = grounding.retrieve("How does vector search work?", limit: limit, tokenBudget: budget)
        #expect((1...limit).contains(passages.count))
        #expect(passages.reduce(0) { $0 + TokenCount.of($1.text) } <= budget, "\(budget) \(limit)")
        #expect(passages.allSatisfy { !$0.text.isEmpty })
      }
    }
    #expect(grounding.retrieve("How does vector search work?", limit: 0).isEmpty)
  }

  @Test(arguments: ["How do I cook rice?", "", "?!", "Who won the world cup?"])
  func `where the catalog holds nothing there is no passage`(question: String) {
    #expect(grounding.retrieve(question).isEmpty)
  }

  @Test func `what was said before tells what “it” is`() {
    let history = [ChatMessage(.user, "What is prompt flow?"), ChatMessage(.assistant, "A tool [1].")]
    #expect(grounding.retrieve("And what replaces it?", history: history).first?.id == "prompt-flow")
  }

  @Test func `a model gets its task, the passages with their numbers, and the question last`() throws {
    let passages = grounding.retrieve("What replaces AutoGen?", limit: 2)
    let history = [
      ChatMessage(.system, "Be brief."), ChatMessage(.user, "Hello [1]?"),
      ChatMessage(.assistant, "It is so [1][2]. And a[i] too [3](x)."),
    ]
    let messages = grounding.messages(
      question: "What replaces AutoGen?", passages: passages, history: history)
    #expect(messages.map(\.role) == [.system, .user, .assistant, .user])
    #expect(messages[0].content.contains(Refusals.wanted) && messages[0].content.hasSuffix("\n\nBe brief."))
    #expect(messages[1].content == "Hello [1]?")
    #expect(messages[2].content == "It is so. And a[i] too [3](x).")
    let asked = try #require(messages.last?.content)
    #expect(asked.contains("\n[1] AutoGen (autogen)\n") && asked.contains("\n[2] "))
    #expect(asked.hasSuffix("\n\nQuestion: What replaces AutoGen?"))
    // What the prompt asks for is known as a refusal.
    #expect(CitationCheck.isNoAnswer(CitationCheck.sentences(of: Refusals.wanted, passages: passages)))
  }

  /// A provider that says what it is told to.
  private struct Parrot: ModelProvider {
    let name = "parrot"
    var events: [ReplyEvent]
    func models() async throws -> [ModelInfo] { [] }
    func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
      AsyncStream { continuation in
        for event in events { continuation.yield(event) }
        continuation.finish()
      }
    }
  }

  @Test func `a passage is a source as soon as it is cited, and once`() async {
    let passages = [4, 5, 6].map { Passage(number: $0, id: "e\($0)", title: "E\($0)", score: 1, text: "t") }
    let parrot = Parrot(events: [
      .text("One [5"), .text("]. Two [9] [4, 5]."), .text(" `x[6]`"), .ended(Ending(.complete)),
    ])
    var events: [ReplyEvent] = []
    let request = ChatRequest(model: ModelName(provider: "parrot", model: "x"), messages: [])
    for await event in GroundedProvider(parrot, passages: passages).stream(request) { events.append(event) }
    #expect(
      events == [
        .text("One [5"), .text("]. Two [9] [4, 5]."),
        .citation(Citation(number: 5, id: "e5", title: "E5")),
        .citation(Citation(number: 4, id: "e4", title: "E4")),
        .text(" `x[6]`"), .ended(Ending(.complete)),
      ])
  }
}
