import Preferences
import Testing

@testable import Models
@testable import Workbench

/// Providers and models as a person may have them.
enum Shelf {
  static let local = ProviderSettings(
    name: "local", kind: .llamaServer, baseURL: "http://localhost:8080/v1")
  static let ollama = ProviderSettings(name: "ollama", kind: .ollama, baseURL: "http://localhost:11434")
  static let work: ProviderSettings = {
    var provider = ProviderSettings(
      name: "work", kind: .azureOpenAI, baseURL: "https://example.openai.azure.com/openai/v1")
    provider.key = .command(["pass", "show", "azure/openai"])
    return provider
  }()

  static let mini = ModelName(provider: "work", model: "gpt-mini")
  static let large = ModelName(provider: "work", model: "gpt-large")
  static let phi = ModelName(provider: "ollama", model: "phi4-mini:latest")

  static let models = [
    ModelInfo(name: .librarian), ModelInfo(name: .lead), ModelInfo(name: Talk.local, contextTokens: 4096),
    ModelInfo(name: phi), ModelInfo(name: mini), ModelInfo(name: large),
  ]

  static let silent = [
    UnreachableProvider(provider: "far", reason: "far refused the connection at 10.0.0.9:443. Is it running?")
  ]

  static func price(_ input: Double, _ output: Double) -> ModelPrice {
    ModelPrice(
      rates: .init(input: input, output: output), date: "2026-11-01", source: "the maker's price list")
  }

  static let facts: [ModelName: FoundFact] = [
    mini: FoundFact(
      fact: ModelFact(
        name: "azure/gpt-mini", kind: "chat", contextTokens: 400_000, maxOutputTokens: 128_000,
        capabilities: ["tools", "vision", "json_schema"], price: price(0.25, 2), source: "the maker's page"),
      match: .exact, isOverridden: false),
    large: FoundFact(
      fact: ModelFact(
        name: "azure/gpt-large", kind: "reasoning", contextTokens: 1_048_576,
        capabilities: ["tools", "reasoning"], price: price(3, 15), retires: "2027-02-01"),
      match: .exact, isOverridden: false),
  ]

  static let server = FoundServer(
    kind: .lmStudio, host: "127.0.0.1", port: 1234,
    models: [ModelInfo(name: ModelName(provider: "lm-studio", model: "qwen3-4b"))])

  static func pull(_ completed: Int) -> OllamaPull {
    var pull = OllamaPull()
    pull.status = "pulling 6a0746a1ec1a"
    pull.parts = [.init(digest: "sha256:6a0746a1ec1aa1", total: 2_000_000_000, completed: completed)]
    return pull
  }
}

extension Desk {
  /// The list of models with everything told.
  static func models(_ width: Int = 120, _ height: Int = 40) -> Desk {
    var desk = playground(width, height)
    desk.press("Esc", "M")
    desk.tell(.models(.providers([Shelf.local, Shelf.ollama, Shelf.work])))
    desk.tell(.modelsListed(Shelf.models, Shelf.silent))
    desk.tell(.models(.facts(Shelf.facts)))
    desk.tell(.models(.servers([Shelf.server])))
    return desk
  }

  var modelRow: String? { workbench.modelsView?.selected?.id }

  /// The lists' ids.
  var modelRows: [String] { workbench.modelsView?.rows.map(\.id) ?? [] }
}
