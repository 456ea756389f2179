import Models
import Retrieval
import Synchronization

/// What the Playground needs kept and found.
package protocol PlaygroundStore: SessionStore {
  /// Sessions in which the words of a query stand.
  func findSessions(_ query: String, limit: Int) throws -> [SessionFinding]
  /// A number that changes when anything was kept, by this program or another one.
  func changeToken() throws -> Int
  /// Something a person should know of how the store was opened.
  var notice: String? { get }
}

/// How the Playground reaches the outside: made by the program, replaced in tests.
package struct PlaygroundBackend: Sendable {
  /// Opens the store.
  ///
  /// Called once, when it is first needed, not before the first frame.
  package var openStore: @Sendable () throws -> any PlaygroundStore
  /// Whether there is a store already: looking for what is kept makes none.
  package var hasStore: @Sendable () -> Bool
  /// Finds the provider of a model.
  package var provider: @Sendable (ModelName) async throws -> any ModelProvider
  /// What a reply costs; nil where that is unknown.
  package var cost: @Sendable (ModelName, Usage) -> Cost?
  /// Asks every provider for its models, and tells whenever more is known: first what they offered last.
  package var listModels: @Sendable (_ tell: @escaping @Sendable ([ProviderModels]) -> Void) async -> Void
  /// How the list of models is looked at and changed; nil where it cannot be.
  package var models: ModelsBackend?
  /// How prompts in files are written and rendered; nil where they cannot be.
  package var prompts: PromptBackend?
  /// What puts a question on the ground of the catalog; nil where there is no catalog.
  package var grounding: (@Sendable () -> Grounding)?
  /// Seconds since 1970.
  package var now: @Sendable () -> Double

  package init(
    openStore: @escaping @Sendable () throws -> any PlaygroundStore,
    hasStore: @escaping @Sendable () -> Bool = { true },
    provider: @escaping @Sendable (ModelName) async throws -> any ModelProvider,
    cost: @escaping @Sendable (ModelName, Usage) -> Cost? = { _, _ in nil },
    listModels: @escaping @Sendable (_ tell: @escaping @Sendable ([ProviderModels]) -> Void) async -> Void,
    models: ModelsBackend? = nil,
    prompts: PromptBackend? = nil,
    grounding: (@Sendable () -> Grounding)? = nil,
    now: @escaping @Sendable () -> Double
  ) {
    self.openStore = openStore
    self.hasStore = hasStore
    self.provider = provider
    self.cost = cost
    self.listModels = listModels
    self.models = models
    self.prompts = prompts
    self.grounding = grounding
    self.now = now
  }
}

extension PlaygroundBackend {
  /// A provider whose calls are recorded where the store can.
  func recorded(
    _ provider: any ModelProvider, in store: (any PlaygroundStore)?, purpose: CallRecord.Purpose,
    trace: String
  ) -> any ModelProvider {
    guard let recorder = store as? any CallRecorder else { return provider }
    return RecordingProvider(
      provider, recorder: recorder, purpose: purpose, context: CallContext(traceID: trace), cost: cost,
      now: now)
  }
}

/// Carries the Playground's effects out, away from the loop: reads and keeps sessions, runs replies.
actor PlaygroundService {
  let backend: PlaygroundBackend
  let post: @Sendable (Message) -> Void
  /// What can be reached while the service is at work: replies to stop, and the search that still matters.
  private let live = Live()
  private var store: (any PlaygroundStore)?
  /// When the store could not be opened last.
  private var failure: ContinuousClock.Instant?
  private var watcher: Task<Void, Never>?
  /// The number of the newest prompt that is to be rendered.
  let wantedRendering = Newest()
  /// Models that are being fetched.
  private var pulls: [ModelName: Task<Void, Never>] = [:]

  // What the screen was told last: it is told again only of what is new.
  private var token: Int?
  private var shownToken: Int?
  private var toldSessions: ([Session], [String: String])?
  private var shown: (id: String, session: Session, messages: [SessionMessage])?

  /// How often another program's changes are looked for, and how long to wait before a store is tried again, in seconds.
  private static let interval = 0.5
  private static let patience = 3.0

  init(backend: PlaygroundBackend, post: @escaping @Sendable (Message) -> Void) {
    self.backend = backend
    self.post = post
  }

  // MARK: At once, from any thread

  private final class Live: Sendable {
    let replies = Mutex<[String: Task<Void, Never>]>([:])
    let query = Mutex("")
  }

  /// Stops the reply that comes in a session, whatever else is being done.
  nonisolated func stop(_ sessionID: String) {
    live.replies.withLock { $0[sessionID] }?.cancel()
  }

  /// Tells which search a person is waiting for: older ones need not be answered.
  nonisolated func expect(_ query: String) {
    live.query.withLock { $0 = query }
  }

  private func isWriting(_ sessionID: String) -> Bool {
    live.replies.withLock { $0[sessionID] != nil }
  }

  // MARK: The store

  /// The store, opened when it is first needed, and tried again after a while when that failed.
  ///
  /// Without one the Playground works and says that nothing is kept.
  func opened() -> (any PlaygroundStore)? {
    if let store { return store }
    if let failure, failure.duration(to: .now) < .seconds(Self.patience) { return nil }
    do {
      let opened = try backend.openStore()
      store = opened
      failure = nil
      if let notice = opened.notice { post(.note(notice)) }
      return opened
    } catch {
      if failure == nil { post(.storeUnavailable("\(error)")) }
      failure = .now
      return nil
    }
  }

  func attempt<Value>(_ body: (any PlaygroundStore) throws -> Value) -> Value? {
    guard let store = opened() else { return nil }
    do {
      return try body(store)
    } catch {
      post(.note("\(error)"))
      return nil
    }
  }

  // MARK: Effects

  /// Carries out what the screen asks for, one effect after the other, so that a prompt is kept before it is sent.
  func run(_ effects: AsyncStream<Effect>) async {
    for await effect in effects {
      switch effect {
      case .loadSessions(let findsDraft): loadSessions(findsDraft: findsDraft)
      case .openSession(let id, let message): openSession(id, at: message)
      case .createSession(let session):
        shown = (session.id, session, [])
        _ = attempt { try $0.createSession(session) }
        postSessions()
      case .saveSession(let session): _ = attempt { try $0.updateSession(session) }
      case .saveTip(let message, let id): _ = attempt { try $0.setTip(message, ofSession: id) }
      case .saveDraft(let text, let id): _ = attempt { try $0.saveDraft(text, ofSession: id) }
      case .leaveSession(let id):
        _ = attempt { try $0.deleteSessionIfEmpty(id) }
        postSessions()
      case .deleteSession(let id):
        stop(id)
        _ = attempt { try $0.deleteSession(id) }
        postSessions()
      case .findSessions(let query):
        guard live.query.withLock({ $0 == query }) else { continue }
        post(.sessionsFound(query, attempt { try $0.findSessions(query, limit: 100) } ?? []))
      // It may take long, and nothing waits for it.
      case .listModels: Task { await listModels() }
      case .models(let effect): carryOut(effect)
      case .prompt(let effect): carryOut(effect)
      case .send(let request): send(request)
      case .ask(let request): ask(request)
      default: _ = carryOutNotebook(effect)
      }
    }
    await shutDown()
  }

  private func loadSessions(findsDraft: Bool) {
    postSessions()
    if let questions = attempt({ try $0.recentQuestions(limit: 200) }) { post(.questionsLoaded(questions)) }
    if findsDraft, let id = attempt({ try $0.abandonedDraft() }), let id { post(.draftFound(sessionID: id)) }
    watch()
  }

  private func postSessions() {
    guard opened() != nil else { return }
    token = attempt { try $0.changeToken() }
    let sessions = attempt { try $0.sessions(limit: 5000) } ?? []
    let drafts = attempt { try $0.drafts() } ?? [:]
    if let told = toldSessions, told.0 == sessions, told.1 == drafts { return }
    toldSessions = (sessions, drafts)
    post(.sessionsLoaded(sessions, drafts: drafts))
  }

  private func openSession(_ id: String, at message: String?) {
    guard let session = attempt({ try $0.session(id) }), let session,
      let messages = attempt({ try $0.messages(ofSession: id) })
    else { return }
    shown = (id, session, messages)
    shownToken = attempt { try $0.changeToken() }
    let draft = attempt { try $0.takeDraft(ofSession: id) } ?? ""
    var models: Set<ModelName> = [session.model]
    for message in messages {
      if case .reply(let stored) = message.content { models.insert(stored.model) }
    }
    tellFacts(of: models)
    post(.sessionOpened(session, messages, draft: draft, at: message))
  }

  // MARK: What other programs do

  /// Looks again and again whether another program has kept something, and shows it.
  private func watch() {
    guard watcher == nil else { return }
    watcher = Task { [weak self] in
      while (try? await Task.sleep(for: .seconds(Self.interval))) != nil { await self?.lookForChanges() }
    }
  }

  private func lookForChanges() {
    guard let store else {
      // It may have been locked, or its disk been full.
      if opened() != nil {
        toldSessions = nil
        postSessions()
      }
      return
    }
    // The death of a writer changes nothing in the store: it is looked for while another program writes.
    let isForeign =
      shown.map { shown in
        shown.messages.contains { message in
          if case .reply(let stored) = message.content { stored.isStreaming } else { false }
        }
      } ?? false
    if isForeign { _ = try? store.reapOrphans() }
    guard let now = try? store.changeToken() else { return }
    if now != token { postSessions() }
    guard now != shownToken || isForeign else { return }
    shownToken = now
    refreshShown()
  }

  /// Shows what has changed in the session on show, unless its reply is being written here: then this program knows more
  /// than the store.
  private func refreshShown() {
    guard let store, let shown, !isWriting(shown.id), let session = try? store.session(shown.id),
      let messages = try? store.messages(ofSession: shown.id)
    else { return }
    guard session != shown.session || messages != shown.messages else { return }
    self.shown = (shown.id, session, messages)
    post(.sessionChanged(session, messages))
  }

  // MARK: Models

  func listModels() async {
    let post = post
    let fact = backend.models?.fact
    await backend.listModels { lists in
      let models = lists.flatMap(\.models)
      post(
        .modelsListed(
          models,
          lists.compactMap { list in
            list.problem.map { UnreachableProvider(provider: list.provider, reason: $0) }
          }))
      // What the catalog knows of them takes longer to read than their names.
      guard let fact else { return }
      let facts = models.compactMap { model in fact(model.name).map { (model.name, $0) } }
      post(.models(.facts(Dictionary(facts, uniquingKeysWith: { first, _ in first }))))
    }
  }

  /// Tells what is known of models, such as their prices, beside what their providers list.
  private func tellFacts(of models: Set<ModelName>) {
    guard let fact = backend.models?.fact else { return }
    let post = post
    Task.detached(priority: .utility) {
      let facts = models.compactMap { model in fact(model).map { (model, $0) } }
      if !facts.isEmpty { post(.models(.facts(Dictionary(facts, uniquingKeysWith: { first, _ in first })))) }
    }
  }

  func isPulling(_ name: ModelName) -> Bool { pulls[name] != nil }

  func pulling(_ name: ModelName, _ task: Task<Void, Never>) { pulls[name] = task }

  func stopPull(_ name: ModelName) { pulls[name]?.cancel() }

  func pullEnded(_ name: ModelName) { pulls[name] = nil }

  // MARK: Replies

  private func send(_ request: SendRequest) {
    let store = opened()
    let backend = backend
    let post = post
    let sessionID = request.session.id
    tellFacts(of: [request.session.model])
    if shown?.id != sessionID, !request.isAside { shown = (sessionID, request.session, []) }
    do {
      if request.isNew {
        try store?.createSession(request.session)
        if let store { for message in request.earlier { try store.addTurn(message) } }
      } else {
        try store?.updateSession(request.session)
      }
    } catch {
      post(.sendFailed(request, "\(error)"))
      return
    }
    let task = Task.detached(priority: .userInitiated) { [weak self] in
      do {
        // The question is kept first. Only then is the provider made, which may run a program for its key.
        let provider = DeferredProvider(name: request.session.model.provider) {
          try await backend.provider(request.session.model)
        }
        let runner = ConversationRunner(store: store, patience: 3600, now: backend.now)
        let holder = ReplyID()
        _ = try await runner.run(
          session: request.session, question: request.question, attachments: request.attachments,
          parent: request.parent, messages: request.messages,
          provider: backend.recorded(
            provider.adding(request.extra), in: store, purpose: .chat, trace: sessionID)
        ) { update in
          if case .began(_, let reply) = update { holder.set(reply.id) }
          post(.reply(update, sessionID: sessionID, messageID: holder.get()))
        }
      } catch {
        post(.sendFailed(request, "\(error)"))
      }
      await self?.ended(sessionID)
    }
    live.replies.withLock { $0[sessionID] = task }
  }

  /// Notes that a reply comes in a session, so that it can be stopped.
  func replying(_ task: Task<Void, Never>, in sessionID: String) {
    live.replies.withLock { $0[sessionID] = task }
  }

  func ended(_ sessionID: String) {
    live.replies.withLock { $0[sessionID] = nil }
    postSessions()
    if shown?.id == sessionID { refreshShown() }
  }

  /// Stops every reply and waits until what came of them is kept.
  private func shutDown() async {
    watcher?.cancel()
    for pull in pulls.values { pull.cancel() }
    let replies = live.replies.withLock { Array($0.values) }
    for task in replies { task.cancel() }
    for task in replies { await task.value }
  }
}

/// A provider that is made once a question has been kept; when it cannot be, the reply fails with the reason.
struct DeferredProvider: ModelProvider {
  let name: String
  let make: @Sendable () async throws -> any ModelProvider

  func models() async throws -> [ModelInfo] { try await make().models() }

  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      let task = Task {
        do {
          for await event in try await make().stream(request) { continuation.yield(event) }
        } catch is CancellationError {
          continuation.yield(.ended(Ending(.cancelled)))
        } catch {
          continuation.yield(.ended(Ending(.failed, reason: "\(error)")))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

/// A number that is read and written from any thread.
final class Newest: Sendable {
  private let value = Mutex(0)

  func store(_ number: Int) { value.withLock { $0 = number } }
  func load() -> Int { value.withLock(\.self) }
}
