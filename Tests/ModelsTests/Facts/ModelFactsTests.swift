import Foundation
import TestSupport
import Testing

@testable import Models

struct ModelFactsTests {
  private static func price(_ input: Double, _ output: Double) -> ModelPrice {
    ModelPrice(rates: .init(input: input, output: output), date: "2026-11-12", source: "a list")
  }

  private static let cards = [
    ModelFact(name: "openai/gpt-4o", contextTokens: 128_000, price: price(2.5, 10)),
    ModelFact(name: "openai/gpt-4o-2024-05-13", contextTokens: 128_000, price: price(5, 15)),
    ModelFact(name: "openai/gpt-4o-mini", price: price(0.15, 0.6)),
    ModelFact(name: "azure/gpt-4o", contextTokens: 128_000, price: price(2.75, 11)),
    ModelFact(name: "anthropic/claude-sonnet-5-5", contextTokens: 200_000, price: price(3, 15)),
    ModelFact(name: "gemini/gemini-2.5-pro", contextTokens: 1_048_576),
    ModelFact(name: "ollama/phi4-mini:3.8b", contextTokens: 131_072),
    ModelFact(name: "ollama/qwen3:8b"), ModelFact(name: "ollama/qwen3:14b"),
    ModelFact(name: "groq/openai/gpt-oss-20b", price: price(0.1, 0.5)),
    ModelFact(name: "azure_ai/Phi-4-mini-instruct", contextTokens: 131_072, price: price(0.1, 0.3)),
    ModelFact(name: "bedrock/amazon.nova-pro-v1:0", aliases: ["nova-pro"], price: price(0.8, 3.2)),
    ModelFact(name: "vertex/text-embedding-005", contextTokens: 2048),
  ]
  private let facts = ModelFacts(Self.cards)

  // In the table: as the person names it, which hosts the provider stands for, the card, how it was found, and whether
  // its price holds.
  @Test(
    arguments: [
      ("openai/gpt-4o", "", "openai/gpt-4o", FoundFact.Match.exact, true),
      ("openai/GPT-4o", "", "openai/gpt-4o", .exact, true),
      ("openai/gpt-4o-2024-05-13", "", "openai/gpt-4o-2024-05-13", .exact, true),
      ("openai/gpt-4o-2024-08-06", "", "openai/gpt-4o", .variant, true),
      ("openai/gpt-4o-latest", "", "openai/gpt-4o", .variant, true),
      ("openai/gpt-4o-mini-2024-07-18", "", "openai/gpt-4o-mini", .variant, true),
      ("work/gpt-4o", "azure,azure_ai", "azure/gpt-4o", .exact, true),
      ("work/gpt-4o", "", "openai/gpt-4o", .otherHost, false),
      ("claude/claude-sonnet-5-5@20260929", "anthropic", "anthropic/claude-sonnet-5-5", .variant, true),
      ("claude/claude-sonnet-5-5-20260929", "anthropic", "anthropic/claude-sonnet-5-5", .variant, true),
      ("google/models/gemini-2.5-pro", "gemini", "gemini/gemini-2.5-pro", .variant, true),
      ("google/gemini-2.5-pro-preview-05-06", "gemini", "", .exact, false),
      ("openrouter/openai/gpt-4o:free", "", "openai/gpt-4o", .otherHost, false),
      ("openrouter/openai/gpt-4o-2024-08-06", "", "openai/gpt-4o", .otherHost, false),
      ("openrouter/openai/gpt-oss-20b:nitro", "", "groq/openai/gpt-oss-20b", .otherHost, false),
      ("ollama/phi4-mini", "", "ollama/phi4-mini:3.8b", .variant, false),
      ("ollama/phi4-mini:latest", "", "ollama/phi4-mini:3.8b", .variant, false),
      ("ollama/phi4-mini:3.8b-q4_K_M", "", "ollama/phi4-mini:3.8b", .variant, false),
      ("ollama/phi4-mini:3.8b-instruct-fp16", "", "ollama/phi4-mini:3.8b", .variant, false),
      ("ollama/qwen3", "", "", .exact, false),
      ("ollama/qwen3:8b-q8_0", "", "ollama/qwen3:8b", .variant, false),
      (
        "ollama/hf.co/bartowski/Phi-4-mini-instruct-GGUF:Q4_K_M", "", "azure_ai/Phi-4-mini-instruct",
        .otherHost, false
      ),
      (
        "local/gguf:/data/Phi-4-mini-instruct-UD_Q4_K_XL.gguf", "", "azure_ai/Phi-4-mini-instruct",
        .otherHost, false
      ),
      ("bedrock/us.amazon.nova-pro-v1:0", "", "bedrock/amazon.nova-pro-v1:0", .variant, true),
      ("bedrock/nova-pro", "", "bedrock/amazon.nova-pro-v1:0", .alias, true),
      ("work/text-embedding-005", "vertex", "vertex/text-embedding-005", .exact, true),
      ("work/chat-prod", "azure", "", .exact, false),
      ("openai/gpt-4", "", "", .exact, false),
      ("openai/gpt-4o-9999", "", "", .exact, false),
    ] as [(String, String, String, FoundFact.Match, Bool)])
  func aDeployedNameFindsItsCard(
    name: String, hosts: String, card: String, match: FoundFact.Match, hasPrice: Bool
  ) throws {
    let name = try #require(ModelName(name))
    let found = facts.find(name, hosts: hosts.split(separator: ",").map(String.init))
    #expect((found?.fact.name ?? "") == card)
    guard let found, !card.isEmpty else { return }
    #expect(found.match == match)
    if !hasPrice { #expect(found.fact.price == nil) }
    if hasPrice, let original = Self.cards.first(where: { $0.name == card }) {
      #expect(found.fact.price == original.price)
    }
  }

  @Test func thePersonsOwnFileWins() throws {
    let (overrides, problems) = ModelOverride.read(
      """
      models:
        - name: work/chat-prod
          like: azure/gpt-4o
          context: 64000
        - name: local/*
          price: {input: 0, output: 0, currency: EUR, date: "2026-11-01"}
        - name: openai/gpt-4o
          capabilities: [tools]
          price: {input: 2, cached_input: 1, output: 8, date: "2026-11-01", source: our contract,
                  tiers: [{above: 1000, input: 4, output: 16}]}
      """)
    #expect(problems.isEmpty)
    let facts = ModelFacts(Self.cards, overrides: overrides)
    func find(_ text: String) -> FoundFact? { ModelName(text).flatMap { facts.find($0) } }
    let prod = try #require(find("work/chat-prod"))
    #expect(prod.fact.name == "azure/gpt-4o" && prod.fact.contextTokens == 64_000 && prod.isOverridden)
    #expect(prod.fact.price?.rates.input == 2.75)
    let own = try #require(find("openai/gpt-4o"))
    #expect(own.fact.contextTokens == 128_000 && own.fact.capabilities == ["tools"])
    #expect(own.fact.price?.tiers.first?.rates.output == 16 && own.fact.price?.source == "our contract")
    // A price of nothing is a price; an unknown one is not.
    let local = try #require(find("local/anything"))
    #expect(local.fact.price?.cost(of: Usage(inputTokens: 5, outputTokens: 5))?.amount == 0)
    #expect(find("other/anything") == nil)
    #expect(find("openai/gpt-4o-mini")?.isOverridden == false)
  }

  @Test(arguments: [
    ("models: 3", "expected “models:” with a list"), ("model: []", "did you mean models?"),
    ("models: [{name: x}]", "expected “name: provider/model”"),
    ("models: [{name: a/b, contxt: 3}]", "did you mean context?"),
    ("models: [{name: a/b, context: many}]", "expected a number of tokens"),
    ("models: [{name: a/b, price: {input: 1}}]", "a price needs its “date”"),
    ("models: [{name: a/b, price: {input: -1, date: x}}]", "expected a price"),
    ("models: [", ""),
  ])
  func whatIsWrongInTheFileIsTold(text: String, said: String) {
    let (_, problems) = ModelOverride.read(text)
    #expect(
      !problems.isEmpty && (said.isEmpty || problems.contains { "\($0)".contains(said) }), "\(problems)")
  }

  @Test func anEmptyFileSaysNothing() {
    #expect(ModelOverride.read("").problems.isEmpty && ModelOverride.read("# nothing\n").overrides.isEmpty)
  }
}

struct ModelPriceTests {
  private let price = ModelPrice(
    rates: .init(input: 2, cachedInput: 0.5, output: 10),
    tiers: [.init(above: 200_000, rates: .init(input: 4, output: 20))], date: "2026-11-12", source: "a list")

  @Test(arguments: [
    (Usage(inputTokens: 1_000, outputTokens: 100), 0.003 as Double?),
    (Usage(inputTokens: 1_000, outputTokens: 100, cachedTokens: 400), 0.0024),
    // Counted apart: 100 and 400 more.
    (Usage(inputTokens: 100, outputTokens: 100, cachedTokens: 400), 0.0014),
    (Usage(inputTokens: 1_000, outputTokens: 100, reasoningTokens: 60), 0.003),
    (Usage(inputTokens: 1_000, outputTokens: 100, reasoningTokens: 500), 0.008),
    (Usage(inputTokens: 200_000, outputTokens: 0), 0.4),
    (Usage(inputTokens: 200_001, outputTokens: 0), 0.800004),
    // No price for cached input is known there: it costs no less than other input.
    (Usage(inputTokens: 200_001, outputTokens: 0, cachedTokens: 200_000), 0.800004),
    (Usage(inputTokens: nil, outputTokens: 5), nil), (Usage(inputTokens: 5), nil), (Usage(), nil),
  ])
  func aReplysCostComesFromItsTokens(usage: Usage, amount: Double?) {
    let cost = price.cost(of: usage)
    #expect(cost.map { ($0.amount * 1e9).rounded() } == amount.map { ($0 * 1e9).rounded() })
    if let cost {
      #expect(cost.priceDate == "2026-11-12" && cost.source == "a list" && cost.currency == "USD")
    }
  }

  @Test func aMissingPriceIsNoPriceOfZero() {
    let input = ModelPrice(rates: .init(input: 0.02), date: "2026-11-12", source: "a list")
    #expect(input.cost(of: Usage(inputTokens: 1000, outputTokens: 0))?.amount == 0.00002)
    #expect(input.cost(of: Usage(inputTokens: 1000, outputTokens: 1)) == nil)
  }

  @Test func costsInDifferentCurrenciesHaveNoSum() {
    func cost(_ amount: Double, _ currency: String) -> Cost {
      Cost(amount: amount, currency: currency, priceDate: "2026-11-12", source: "a list")
    }
    #expect((cost(1, "USD") + cost(2, "USD"))?.amount == 3 && cost(1, "USD") + cost(2, "EUR") == nil)
  }

  @Test func stepsAreReadFromANote() {
    #expect(
      ModelPrice.tiers(
        inNote:
          "Pictures: input 2.00 per million tokens. Above 200,000 tokens of input, for the whole request: input 4.00, cached input 1.00, output 12.00. Batch: 0.8 of the price."
      ) == [.init(above: 200_000, rates: .init(input: 4, cachedInput: 1, output: 12))])
    #expect(
      ModelPrice.tiers(
        inNote:
          "Shown is the lowest step, up to 32,000 tokens. From 32,000 to 128,000 tokens: input 1.80, output 9.00; from 128,000 to 256,000 tokens: input 3.00, output 15.00."
      ).map(\.above) == [32_000, 128_000])
    for note in ["", "Batch: half price.", "Above all: input 3.00.", "From 2026 on: input 3.00."] {
      #expect(ModelPrice.tiers(inNote: note).isEmpty, "\(note)")
    }
  }

  @Test func everyStepThatTheCatalogTellsIsRead() throws {
    let folder = Checkout.root.appending(path: "Catalog/models")
    var count = 0
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where file.pathExtension == "md" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      where line.contains("price_note:") && (line.contains("Above ") || line.contains("rom 32,000")) {
        let tiers = ModelPrice.tiers(inNote: String(line.dropLast(line.hasSuffix("\"") ? 1 : 0)))
        #expect(
          !tiers.isEmpty && tiers.allSatisfy { $0.rates.input != nil && $0.rates.output != nil }, "\(line)")
        count += tiers.count
      }
    }
    #expect(count >= 10)
  }
}
