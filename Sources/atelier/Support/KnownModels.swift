import Catalog
import Documents
import FoundationEssentials
import Models
import Preferences
import Synchronization
import Workbench

/// What is known of models without asking anybody: the catalog's cards, and what a person's own file says.
final class KnownModels: Sendable {
  private let sources: CatalogSources
  private let overridesFile: String
  private let providers: ProviderShelf
  private let read = Mutex<ModelFacts?>(nil)

  init(_ settings: Settings, providers: ProviderShelf, sources: CatalogSources) {
    self.sources = sources
    overridesFile = settings.paths.modelsFile
    self.providers = providers
  }

  /// The facts, read when they are first asked for.
  var facts: ModelFacts {
    read.withLock { read in
      if let read { return read }
      let cards = CatalogContents.loadLibrary(sources).library.entries.flatMap(\.models)
      var overrides: [ModelOverride] = []
      if let text = Settings.text(ofFile: overridesFile) {
        let (found, problems) = ModelOverride.read(text)
        overrides = found
        for problem in problems { Output.complain(problem.described(file: overridesFile)) }
      }
      let facts = ModelFacts(cards.map(ModelFact.init), overrides: overrides)
      read = facts
      return facts
    }
  }

  func find(_ name: ModelName) -> FoundFact? { facts.find(name, hosts: hosts(of: name)) }

  func cost(_ usage: Usage, of name: ModelName) -> Cost? {
    // Nothing is paid for what runs inside the program or on this machine; a price of zero would be an invention.
    guard name.provider != ModelName.librarian.provider, !name.provider.hasPrefix("gguf:") else { return nil }
    return facts.cost(of: usage, model: name, hosts: hosts(of: name))
  }

  /// Which hosts of the cards a provider stands for.
  private func hosts(of name: ModelName) -> [String] {
    guard let provider = providers[name.provider] else { return [] }
    switch provider.kind {
    case .openAI, .openAIResponses: return provider.baseURL.contains("api.openai.com") ? ["openai"] : []
    case .azureOpenAI: return ["azure", "azure_ai"]
    case .anthropic: return provider.baseURL.contains("api.anthropic.com") ? ["anthropic"] : []
    case .ollama: return ["ollama"]
    case .llamaServer: return ["local"]
    case .openAICompatible:
      let known = [
        "mistral.ai": "mistral", "deepseek.com": "deepseek", "googleapis.com": "gemini", "x.ai": "xai",
        "groq.com": "groq", "cohere": "cohere", "moonshot": "moonshot", "dashscope": "dashscope",
        "openrouter.ai": "openrouter", "voyageai": "voyage", "z.ai": "zai", "minimax": "minimax",
      ]
      return known.filter { provider.baseURL.contains($0.key) }.map(\.value).sorted()
    }
  }
}

extension ModelFact {
  /// A card of the catalog as the layer of models reads it.
  init(_ card: ModelCard) {
    func text(_ value: String) -> String? { value.isEmpty ? nil : value }
    self.init(
      name: card.name, kind: text(card.kind), contextTokens: card.contextTokens,
      maxInputTokens: card.maxInputTokens, maxOutputTokens: card.maxOutputTokens,
      capabilities: card.capabilities, refuses: card.refuses,
      price: card.price.flatMap { price in
        guard price.unit == "tokens" else { return nil }
        return ModelPrice(
          rates: .init(
            input: price.input, cachedInput: price.cachedInput, output: price.output,
            cacheWrite: price.cacheWrite),
          tiers: ModelPrice.tiers(inNote: card.priceNote), currency: price.currency, date: price.date,
          source: price.source)
      },
      retires: text(card.retires), replacedBy: text(card.replacedBy), source: text(card.source))
  }
}
