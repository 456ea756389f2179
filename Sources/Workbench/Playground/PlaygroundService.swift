import Models

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
  /// Finds the provider of a model.
  package var provider: @Sendable (ModelName) async throws -> any ModelProvider
  /// Asks every provider for its models.
  package var listModels: @Sendable () async -> (models: [ModelInfo], unreachable: [UnreachableProvider])
  /// Seconds since 1970.
  package var now: @Sendable () -> Double

  package init(
    openStore: @escaping @Sendable () throws -> any PlaygroundStore,
    provider: @escaping @Sendable (ModelName) async throws -> any ModelProvider,
    listModels: @escaping @Sendable () async -> (models: [ModelInfo], unreachable: [UnreachableProvider]),
    now: @escaping @Sendable () -> Double
  ) {
    self.openStore = openStore
    self.provider = provider
    self.listModels = listModels
    self.now = now
  }
}

/// Carries the Playground's effects out, away from the loop: reads and keeps sessions, runs replies.
actor PlaygroundService {
  private let backend: PlaygroundBackend
  private let post: @Sendable (Message) -> Void
  private var store: (any PlaygroundStore)?
  private var storeProblem: String?
  private var replies: [String: Task<Void, Never>] = [:]
  private var token: Int?
  private var shownSession: String?
  private var watcher: Task<Void, Never>?

  init(backend: PlaygroundBackend, post: @escaping @Sendable (Message) -> Void) {
    self.backend = backend
    self.post = post
  }

  /// The store, opened when it is first needed.
  ///
  /// Without one the Playground works and says that nothing is kept.
  private func opened() -> (any PlaygroundStore)? {
    if let store { return store }
    guard storeProblem == nil else { return nil }
    do {
      let opened = try backend.openStore()
      store = opened
      if let notice = opened.notice { post(.note(notice)) }
      return opened
    } catch {
      storeProblem = "\(error)"
      post(.storeUnavailable("\(error)"))
      return nil
    }
  }

  private func attempt<Value>(_ body: (any PlaygroundStore) throws -> Value) -> Value? {
    guard let store = opened() else { return nil }
    do {
      return try body(store)
    } catch {
      post(.note("\(error)"))
      return nil
    }
  }

  // MARK: Sessions

  /// Carries out what the screen asks for, one effect after the other, so that a prompt is kept before it is sent.
  func run(_ effects: AsyncStream<Effect>) async {
    for await effect in effects {
      switch effect {
      case .loadSessions: loadSessions()
      case .openSession(let id): openSession(id)
      case .createSession(let session):
        shownSession = session.id
        _ = attempt { try $0.createSession(session) }
        postSessions()
      case .saveSession(let session): _ = attempt { try $0.updateSession(session) }
      case .saveTip(let message, let id): _ = attempt { try $0.setTip(message, ofSession: id) }
      case .saveDraft(let text, let id): _ = attempt { try $0.saveDraft(text, ofSession: id) }
      case .leaveSession(let id):
        _ = attempt { try $0.deleteSessionIfEmpty(id) }
        postSessions()
      case .deleteSession(let id): delete(id)
      case .findSessions(let query): find(query)
      // It may take long, and nothing waits for it.
      case .listModels: Task { await listModels() }
      case .send(let request): send(request)
      case .stopReply(let id): replies[id]?.cancel()
      default: break
      }
    }
    await shutDown()
  }

  private func loadSessions() {
    let isFirst = store == nil
    postSessions()
    if isFirst, let id = attempt({ try $0.abandonedDraft() }), let id { post(.draftFound(sessionID: id)) }
    watch()
  }

  private func postSessions() {
    token = attempt { try $0.changeToken() }
    let sessions = attempt { try $0.sessions(limit: 5000) } ?? []
    post(.sessionsLoaded(sessions, drafts: attempt { try $0.drafts() } ?? [:]))
  }

  private func openSession(_ id: String) {
    guard let session = attempt({ try $0.session(id) }), let session,
      let messages = attempt({ try $0.messages(ofSession: id) })
    else { return }
    shownSession = id
    post(.sessionOpened(session, messages, draft: attempt { try $0.takeDraft(ofSession: id) } ?? ""))
  }

  private func delete(_ id: String) {
    replies[id]?.cancel()
    _ = attempt { try $0.deleteSession(id) }
    postSessions()
  }

  private func find(_ query: String) {
    let found = attempt { try $0.findSessions(query, limit: 100) } ?? []
    post(.sessionsFound(query, found))
  }

  /// Looks every half second whether another program has kept something, and shows it.
  private func watch() {
    guard watcher == nil, store != nil else { return }
    watcher = Task { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(500))
        await self?.lookForChanges()
      }
    }
  }

  private func lookForChanges() {
    guard let store, let now = try? store.changeToken(), now != token else { return }
    postSessions()
    // The one on show, unless its reply is being written here: then this program knows more than the store.
    guard let shownSession, replies[shownSession] == nil, let session = try? store.session(shownSession),
      let messages = try? store.messages(ofSession: shownSession)
    else { return }
    post(.sessionChanged(session, messages))
  }

  // MARK: Models

  private func listModels() async {
    let (models, unreachable) = await backend.listModels()
    post(.modelsListed(models, unreachable))
  }

  // MARK: Replies

  private func send(_ request: SendRequest) {
    let store = opened()
    let backend = backend
    let post = post
    let sessionID = request.session.id
    shownSession = sessionID
    do {
      if request.isNew {
        try store?.createSession(request.session)
      } else {
        try store?.updateSession(request.session)
      }
    } catch {
      post(.sendFailed(request, "\(error)"))
      return
    }
    replies[sessionID] = Task.detached(priority: .userInitiated) { [weak self] in
      do {
        let provider: any ModelProvider
        do {
          provider = try await backend.provider(request.session.model)
        } catch {
          provider = UnavailableProvider(name: request.session.model.provider, reason: "\(error)")
        }
        let runner = ConversationRunner(store: store, now: backend.now)
        let holder = ReplyID()
        _ = try await runner.run(
          session: request.session, question: request.question, parent: request.parent,
          messages: request.messages,
          provider: provider
        ) { update in
          if case .began(_, let reply) = update { holder.set(reply.id) }
          post(.reply(update, sessionID: sessionID, messageID: holder.get()))
        }
      } catch {
        post(.sendFailed(request, "\(error)"))
      }
      await self?.ended(sessionID)
    }
  }

  private func ended(_ sessionID: String) {
    replies[sessionID] = nil
    postSessions()
  }

  /// Stops every reply and waits until what came of them is kept.
  private func shutDown() async {
    watcher?.cancel()
    for task in replies.values { task.cancel() }
    for task in replies.values { await task.value }
  }
}

/// Stands for a provider that is not there: every question to it fails with the reason.
struct UnavailableProvider: ModelProvider {
  let name: String
  let reason: String

  func models() async throws -> [ModelInfo] {
    throw ModelError(provider: name, message: reason)
  }

  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      continuation.yield(.ended(Ending(.failed, reason: reason)))
      continuation.finish()
    }
  }
}
