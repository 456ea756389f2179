import Catalog
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

  /// Opens the database, and marks replies whose writer has died.
  ///
  /// - Throws: ``CommandFailure`` with what is wrong and what to do.
  ///
  /// - Parameter tellsNotice: whether to say on standard error how it was opened; a screen says it itself.
  func openStore(tellsNotice: Bool = true) throws -> any PlaygroundStore {
    do {
      let database = try Database(path: settings.databaseFile)
      if tellsNotice, let notice = database.notice { Output.complain(notice, isPrefixed: false) }
      return database
    } catch {
      throw CommandFailure(code: "database", message: error.message)
    }
  }

  // MARK: Providers

  /// The provider of a model.
  ///
  /// - Throws: ``CommandFailure`` when the configuration knows none of that name, or its key cannot be had.
  func provider(for model: ModelName) throws -> any ModelProvider {
    if model.provider == ModelName.librarian.provider { return librarian.provider() }
    guard let found = settings.configuration.providers.first(where: { $0.name == model.provider }) else {
      let names = settings.configuration.providers.map(\.name) + ["builtin"]
      throw CommandFailure(
        code: "bad_input", message: "there is no provider “\(model.provider)”",
        hint:
          "Known: \(names.joined(separator: ", ")). Providers are named in \(settings.paths.configurationFile)."
      )
    }
    return try makeProvider(found)
  }

  private func makeProvider(_ provider: ProviderSettings) throws -> any ModelProvider {
    let key: String?
    do {
      key = try KeyReader.read(provider.key, provider: provider.name, environment: settings.environment)
    } catch {
      throw CommandFailure(code: "no_key", message: error.message)
    }
    return OpenAICompatibleProvider(
      name: provider.name, baseURL: provider.baseURL, apiKey: key.map { Secret($0) },
      headers: provider.headers)
  }

  /// Every provider's models, and which of them do not answer.
  func listModels() async -> (models: [ModelInfo], unreachable: [UnreachableProvider]) {
    var models = [ModelInfo(name: .librarian)]
    var unreachable: [UnreachableProvider] = []
    await withTaskGroup(of: (Int, Result<[ModelInfo], UnreachableProvider>).self) { group in
      for (index, provider) in settings.configuration.providers.enumerated() {
        group.addTask {
          do {
            return (index, .success(try await makeProvider(provider).models()))
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
      openStore: { try openStore(tellsNotice: false) }, provider: { try provider(for: $0) },
      listModels: { await listModels() },
      now: Services.now)
  }
}

/// Reads the catalog for the librarian once, when it is first asked.
private final class LibrarianShelf: Sendable {
  private let sources: CatalogSources
  private let made = Mutex<Librarian?>(nil)

  init(_ sources: CatalogSources) {
    self.sources = sources
  }

  func provider() -> any ModelProvider {
    made.withLock { made in
      if let made { return made }
      let contents = CatalogContents.load(sources)
      let librarian = Librarian(library: contents.library, search: contents.search)
      made = librarian
      return librarian
    }
  }
}
