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
  private let librarian: LibrarianShelf
  private let keys = KeyRing()

  init(settings: Settings, catalog: [String] = []) {
    self.settings = settings
    librarian = LibrarianShelf(
      CatalogSources(
        environment: settings.environment, configuration: settings.configuration, option: catalog))
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
    guard model.provider != ModelName.librarian.provider else {
      throw CommandFailure(
        code: "bad_input", message: "there is no model “\(model)”",
        hint: "The built-in one is \(ModelName.librarian).")
    }
    guard let found = settings.configuration.providers.first(where: { $0.name == model.provider }) else {
      let names = settings.configuration.providers.map(\.name) + ["builtin"]
      let hint = NearestName.of(model.provider, among: names).map { "Did you mean \($0)? " } ?? ""
      throw CommandFailure(
        code: "bad_input", message: "there is no provider “\(model.provider)”",
        hint: hint
          + "Known: \(names.joined(separator: ", ")). Providers are named in \(settings.paths.configurationFile)."
      )
    }
    return try makeProvider(found, mayAsk: mayAsk)
  }

  private func makeProvider(_ provider: ProviderSettings, mayAsk: Bool) throws -> any ModelProvider {
    let key: String?
    do {
      key = try keys.key(of: provider) {
        try KeyReader.read(
          provider.key, provider: provider.name, environment: settings.environment, mayAsk: mayAsk)
      }
    } catch let problem as KeyReader.Problem {
      throw CommandFailure(code: "no_key", message: problem.message)
    }
    return OpenAICompatibleProvider(
      name: provider.name, baseURL: provider.baseURL, apiKey: key.map { Secret($0) },
      headers: provider.headers, patience: provider.timeout.map { Patience(event: $0) } ?? Patience())
  }

  /// What puts a question on the ground of the catalog.
  func grounding() -> Grounding { librarian.grounding() }

  /// Every provider's models, and which of them do not answer.
  func listModels(mayAsk: Bool = true) async -> (models: [ModelInfo], unreachable: [UnreachableProvider]) {
    var models = [ModelInfo(name: .librarian)]
    var unreachable: [UnreachableProvider] = []
    await withTaskGroup(of: (Int, Result<[ModelInfo], UnreachableProvider>).self) { group in
      for (index, provider) in settings.configuration.providers.enumerated() {
        group.addTask {
          do {
            return (index, .success(try await makeProvider(provider, mayAsk: mayAsk).models()))
          } catch let error as ModelError {
            return (
              index,
              .failure(
                UnreachableProvider(
                  provider: provider.name,
                  reason: [error.message, error.hint].compactMap(\.self).joined(separator: ". ")))
            )
          } catch {
            return (
              index,
              .failure(
                UnreachableProvider(
                  provider: provider.name, reason: (error as? CommandFailure)?.message ?? "\(error)"))
            )
          }
        }
      }
      var found: [(Int, Result<[ModelInfo], UnreachableProvider>)] = []
      for await result in group { found.append(result) }
      for (_, result) in found.sorted(by: { $0.0 < $1.0 }) {
        switch result {
        case .success(let offered): models += offered
        case .failure(let problem): unreachable.append(problem)
        }
      }
    }
    return (models, unreachable)
  }

  /// What the Playground needs of all this.
  var playgroundBackend: PlaygroundBackend {
    PlaygroundBackend(
      openStore: { try openStore(tellsNotice: false) },
      hasStore: { FileManager.default.fileExists(atPath: settings.databaseFile) },
      provider: { try provider(for: $0, mayAsk: false) },
      listModels: { await listModels(mayAsk: false) },
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

/// Keeps keys for a while, so that a password manager is not asked with every message.
private final class KeyRing: Sendable {
  /// Tokens that a program makes hold an hour or so: they are fetched anew long before.
  private static let patience = Duration.seconds(300)

  private let keys = Mutex<[String: (key: String, time: ContinuousClock.Instant)]>([:])

  func key(
    of provider: ProviderSettings, read: () throws -> String?
  ) throws -> String? {
    switch provider.key {
    case .none, .environment, .file: return try read()
    case .command, .secret: break
    }
    let known = keys.withLock { $0[provider.name] }
    if let known, known.time.duration(to: .now) < KeyRing.patience { return known.key }
    let key = try read()
    if let key { keys.withLock { $0[provider.name] = (key, .now) } }
    return key
  }
}
