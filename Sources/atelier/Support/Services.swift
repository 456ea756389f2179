import Catalog
import Documents
import FoundationEssentials
import Models
import Preferences
import Retrieval
import Storage
import Synchronization
import Workbench

/// Stores and providers as the configuration describes them, made when they are first needed.
struct Services: Sendable {
  let settings: Settings
  /// The providers of the configuration, which a screen may change.
  let providers: ProviderShelf
  private let librarian: LibrarianShelf
  /// What is known of models: limits, prices.
  let known: KnownModels
  /// Servers for models' files.
  let servers: LocalServers
  /// Those that may ask on the terminal, and those beside a screen that must not.
  private let keys: SecretReader
  private let silentKeys: SecretReader

  init(settings: Settings, catalog: [String] = []) {
    self.settings = settings
    let sources = CatalogSources(
      environment: settings.environment, configuration: settings.configuration, option: catalog)
    librarian = LibrarianShelf(sources)
    providers = ProviderShelf(settings)
    known = KnownModels(settings, providers: providers, sources: sources)
    servers = LocalServers(
      LocalServerSettings(
        command: settings.configuration.localServerCommand ?? LocalServerSettings.standardCommand,
        folder: settings.paths.stateFolder + "/servers", environment: settings.environment))
    keys = SecretReader(environment: settings.environment, mayAsk: true, now: Services.now)
    silentKeys = SecretReader(environment: settings.environment, mayAsk: false, now: Services.now)
  }

  /// Seconds since 1970.
  static func now() -> Double { Date().timeIntervalSince1970 }

  /// The first words of a question, as the title of its conversation.
  static func title(for question: String) -> String { PlaygroundScreen.title(for: question) }

  // MARK: The store

  /// Opens the database.
  ///
  /// - Parameters:
  ///   - use: what may be done to the file to open it.
  ///   - tellsNotice: whether to say on standard error how it was opened; a screen says it itself.
  /// - Throws: ``CommandFailure`` or `StorageError` with what is wrong and what to do.
  func openStore(for use: DatabaseUse = .keeping, tellsNotice: Bool = true) throws -> Database {
    if let refusal = settings.refusal { throw refusal }
    let database = try Database(path: settings.databaseFile, for: use)
    if tellsNotice, let notice = database.notice { Output.complain(notice, isPrefixed: false) }
    return database
  }

  // MARK: Providers

  /// The provider of a model.
  ///
  /// - Parameter mayAsk: whether a program that tells the key may ask on the terminal.
  /// - Throws: ``CommandFailure`` when the configuration knows none of that name, or its key cannot be had.
  func provider(for model: ModelName, mayAsk: Bool = true) throws -> any ModelProvider {
    if model == .librarian { return librarian.provider() }
    if model == .lead { return librarian.lead() }
    guard model.provider != ModelName.librarian.provider else {
      throw CommandFailure(
        code: "bad_input", message: "there is no model “\(model)”",
        hint: "The built-in ones are \(ModelName.librarian) and \(ModelName.lead).")
    }
    if let file = LocalServer.modelFile(in: model.description, home: settings.environment["HOME"] ?? "/") {
      return LocalModelProvider(model: model, file: file, servers: servers)
    }
    guard let found = providers[model.provider] else {
      let names = providers.all.map(\.name) + ["builtin"]
      let hint = NearestName.of(model.provider, among: names).map { "Did you mean \($0)? " } ?? ""
      throw CommandFailure(
        code: "bad_input", message: "there is no provider “\(model.provider)”",
        hint: hint
          + "Known: \(names.joined(separator: ", ")). Providers are named in \(settings.paths.configurationFile)."
      )
    }
    return try makeProvider(found, mayAsk: mayAsk)
  }

  /// A provider of the configuration. Nothing is asked, and no key fetched, before its first call.
  ///
  /// - Throws: `ModelError` when its description is not enough.
  func makeProvider(_ provider: ProviderSettings, mayAsk: Bool = true) throws -> any ModelProvider {
    let known = known
    var setup = ProviderSetup(
      name: provider.name, type: provider.kind, baseURL: provider.baseURL,
      key: secretSource(of: provider).map { (mayAsk ? keys : silentKeys).secret($0, of: provider.name) })
    setup.keyUse = provider.isToken ? .token : .apiKey
    setup.headers = provider.headers
    setup.apiVersion = provider.apiVersion
    setup.usesResponses = provider.usesResponses
    setup.contextTokens = provider.contextTokens
    setup.authorityFile = provider.authorityFile
    setup.patience = provider.timeout.map { Patience(event: $0) } ?? Patience()
    setup.outputLimit = { model in
      known.find(ModelName(provider: provider.name, model: model))?.fact.maxOutputTokens
    }
    return try setup.make()
  }

  /// Where the key of a provider comes from; nil where it needs none.
  private func secretSource(of provider: ProviderSettings) -> SecretSource? {
    switch provider.key {
    case .none: nil
    case .command(let words): .command(words)
    case .environment(let name): .environment(name)
    case .secret(let item): .secretService(account: item)
    case .file(let path): .file(path)
    }
  }

  /// The management of an Ollama server; nil when a provider of that name is none.
  func ollama(named name: String, mayAsk: Bool = true) -> OllamaManager? {
    guard let provider = providers[name],
      provider.kind == .ollama
    else { return nil }
    return OllamaManager(
      name: name, baseURL: provider.baseURL,
      key: secretSource(of: provider).map { (mayAsk ? keys : silentKeys).secret($0, of: name) },
      headers: provider.headers,
      transport: AsyncHTTPTransport(settings: .init(authorityFile: provider.authorityFile)))
  }

  /// What is known of a provider's key without showing it; nil where it needs none.
  ///
  /// - Throws: `SecretProblem` with what to do.
  func keyReport(of provider: ProviderSettings, mayAsk: Bool = true) async throws -> SecretReader.Report? {
    guard let source = secretSource(of: provider) else { return nil }
    return try await (mayAsk ? keys : silentKeys).report(source, of: provider.name)
  }

  /// The provider of a model, whose calls are recorded in a store; nil keeps no record.
  func recorded(
    _ provider: any ModelProvider, in store: Database?, purpose: CallRecord.Purpose, trace: String?,
    label: String? = nil
  ) -> any ModelProvider {
    guard let store else { return provider }
    let known = known
    return RecordingProvider(
      provider, recorder: store, purpose: purpose, context: CallContext(traceID: trace, label: label),
      cost: { known.cost($1, of: $0) }, now: Services.now)
  }

  /// What puts a question on the ground of the catalog.
  func grounding() -> Grounding { librarian.grounding() }

  /// Asks every provider for its models; what they offered last is known at once.
  ///
  /// - Parameter mayAsk: whether a program that tells a key may ask on the terminal.
  func modelLister(mayAsk: Bool = true) -> ModelLister {
    ModelLister(
      providers.all.map { provider in
        ModelLister.Source(name: provider.name, baseURL: provider.baseURL) {
          try makeProvider(provider, mayAsk: mayAsk)
        }
      }, cacheFile: settings.paths.modelListsFile, now: Services.now)
  }

  /// The models that need no provider of the configuration: those of the program, and files that are being served.
  func ownModels() async -> [ModelInfo] {
    let served = await servers.running().compactMap { ModelName("gguf:" + $0.model) }
    return [ModelInfo(name: .librarian), ModelInfo(name: .lead)] + served.map { ModelInfo(name: $0) }
  }

  /// Every provider's models: first as they were offered last, then as they are now.
  ///
  /// - Parameter tell: called whenever more is known, with all that is.
  func listModels(_ tell: @Sendable ([ProviderModels]) -> Void) async {
    let order = providers.all.map(\.name)
    let own = ProviderModels(provider: ModelName.librarian.provider, models: await ownModels(), age: 0)
    guard !order.isEmpty else { return tell([own]) }
    var known: [String: ProviderModels] = [:]
    for await list in modelLister(mayAsk: false).lists() {
      known[list.provider] = list
      if known.count == order.count { tell([own] + order.compactMap { known[$0] }) }
    }
  }

  /// What the Playground needs of all this.
  var playgroundBackend: PlaygroundBackend {
    PlaygroundBackend(
      openStore: { try openStore(tellsNotice: false) },
      hasStore: { FileManager.default.fileExists(atPath: settings.databaseFile) },
      provider: { try provider(for: $0, mayAsk: false) },
      cost: { known.cost($1, of: $0) },
      listModels: { await listModels($0) },
      models: modelsBackend,
      prompts: promptBackend,
      grounding: { grounding() },
      now: Services.now)
  }
}

/// Reads the catalog for the librarian once, when it is first asked.
private final class LibrarianShelf: Sendable {
  private let sources: CatalogSources
  private let made = Mutex<Librarian?>(nil)
  private let ground = Mutex<Grounding?>(nil)
  private let read = Mutex<CatalogContents?>(nil)

  init(_ sources: CatalogSources) {
    self.sources = sources
  }

  private func contents() -> CatalogContents {
    read.withLock { read in
      if let read { return read }
      let contents = CatalogContents.load(sources)
      read = contents
      return contents
    }
  }

  func grounding() -> Grounding {
    ground.withLock { ground in
      if let ground { return ground }
      let contents = contents()
      let made = Grounding(library: contents.library, search: contents.search)
      ground = made
      return made
    }
  }

  func lead() -> any ModelProvider {
    let contents = contents()
    return LeadModel(library: contents.library, search: contents.search)
  }

  func provider() -> any ModelProvider {
    made.withLock { made in
      if let made { return made }
      let contents = contents()
      let librarian = Librarian(library: contents.library, search: contents.search)
      made = librarian
      return librarian
    }
  }
}
