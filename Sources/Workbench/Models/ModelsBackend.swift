import Models
import Preferences

/// How the list of models reaches the outside: made by the program, replaced in tests.
package struct ModelsBackend: Sendable {
  /// The providers of the configuration, as they are now.
  package var providers: @Sendable () -> [ProviderSettings]
  /// What is known of a model without asking its provider; nil when nothing is.
  package var fact: @Sendable (ModelName) -> FoundFact?
  /// What an Ollama server tells of a model; nil for every other provider.
  package var details: @Sendable (ModelName) async throws -> OllamaModelDetails?
  /// Servers on this machine that the configuration does not name.
  package var findServers: @Sendable () async -> [FoundServer]
  /// Tries a provider that need not be in the configuration, or a model of one that is; tells each step when it is done.
  package var test: @Sendable (ProviderTarget, @escaping @Sendable (ProviderStep) -> Void) async -> Void
  /// Writes a provider into the configuration, in the place of the one named.
  package var save: @Sendable (ProviderSettings, _ replacing: String?) throws -> Void
  /// Takes a provider out of the configuration.
  package var remove: @Sendable (String) throws -> Void
  /// Has an Ollama server fetch a model.
  package var pull: @Sendable (ModelName, @escaping @Sendable (OllamaPull) -> Void) async throws -> Void
  /// Deletes a model from an Ollama server's disk.
  package var delete: @Sendable (ModelName) async throws -> Void

  package init(
    providers: @escaping @Sendable () -> [ProviderSettings],
    fact: @escaping @Sendable (ModelName) -> FoundFact?,
    details: @escaping @Sendable (ModelName) async throws -> OllamaModelDetails?,
    findServers: @escaping @Sendable () async -> [FoundServer],
    test: @escaping @Sendable (ProviderTarget, @escaping @Sendable (ProviderStep) -> Void) async -> Void,
    save: @escaping @Sendable (ProviderSettings, _ replacing: String?) throws -> Void,
    remove: @escaping @Sendable (String) throws -> Void,
    pull: @escaping @Sendable (ModelName, @escaping @Sendable (OllamaPull) -> Void) async throws -> Void,
    delete: @escaping @Sendable (ModelName) async throws -> Void
  ) {
    self.providers = providers
    self.fact = fact
    self.details = details
    self.findServers = findServers
    self.test = test
    self.save = save
    self.remove = remove
    self.pull = pull
    self.delete = delete
  }
}

/// What is tried.
package enum ProviderTarget: Hashable, Sendable {
  /// A provider as a form describes it, kept or not.
  case settings(ProviderSettings)
  case model(ModelName)
}

/// One thing that was tried of a provider: its address, its key, its list, a question.
package struct ProviderStep: Hashable, Sendable {
  package var name: String
  package var isGood: Bool
  package var text: String

  package init(name: String, isGood: Bool, text: String) {
    self.name = name
    self.isGood = isGood
    self.text = text
  }
}

/// What the list of models asks for.
package enum ModelsEffect: Hashable, Sendable {
  /// Read the providers of the configuration, look for servers on this machine, and ask every provider for its models.
  case refresh
  /// Ask the provider what it knows of a model.
  case details(ModelName)
  case test(ProviderTarget)
  case save(ProviderSettings, replacing: String?)
  case remove(String)
  case pull(ModelName)
  case stopPull(ModelName)
  case delete(ModelName)
}

/// What comes back.
package enum ModelsMessage: Sendable {
  case providers([ProviderSettings])
  case facts([ModelName: FoundFact])
  case servers([FoundServer])
  /// What the provider tells; nil when it tells nothing more.
  case details(ModelName, OllamaModelDetails?)
  case step(ProviderStep, ProviderTarget)
  case tested(ProviderTarget)
  /// A provider was kept, or not, with what is wrong.
  case saved(ProviderSettings, problem: String?)
  case removed(String, problem: String?)
  case pulling(ModelName, OllamaPull)
  /// A pull has ended: with a problem, or nil when the model is there or the person stopped it.
  case pullEnded(ModelName, problem: String?, isStopped: Bool)
  case deleted(ModelName, problem: String?)
}
