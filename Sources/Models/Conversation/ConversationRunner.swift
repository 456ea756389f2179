import Synchronization

/// Asks a model within a session, and keeps every step: the question before it is sent, the reply while it grows.
package struct ConversationRunner: Sendable {
  /// What a watcher of a reply is told.
  package enum Update: Sendable {
    /// The question was kept (nil when a reply is asked for again), and the reply begun.
    case began(question: SessionMessage?, reply: SessionMessage)
    case event(ReplyEvent, seconds: Double)
    /// The reply is kept for good.
    case finished(Reply)
    /// Something could not be kept. The reply goes on, and the person must know.
    case notKept(String)
  }

  private let store: (any SessionStore)?
  /// How often a growing reply is kept, in seconds.
  private let flushInterval: Double
  /// After how many seconds without anything new to keep a sign of life is kept.
  private let signInterval: Double
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - store: where to keep; nil keeps nothing.
  ///   - now: seconds since 1970.
  package init(
    store: (any SessionStore)?, flushInterval: Double = 0.4, signInterval: Double = 2,
    now: @escaping @Sendable () -> Double
  ) {
    self.store = store
    self.flushInterval = flushInterval
    self.signInterval = signInterval
    self.now = now
  }

  /// Asks, and tells what happens until the reply has ended.
  ///
  /// - Parameters:
  ///   - question: what to ask; nil asks once more for a reply to the message at `parent`.
  ///   - parent: the message before the question, or the question itself when it is asked again.
  ///   - messages: the conversation as the model is given it, with the question.
  /// - Returns: the reply as it ended.
  /// - Throws: what the store throws before anything is sent; afterwards nothing.
  package func run(
    session: Session, question: String?, parent: String?, messages: [ChatMessage],
    provider: any ModelProvider,
    update: @escaping @Sendable (Update) -> Void
  ) async throws -> (reply: Reply, messageID: String) {
    var parent = parent
    var asked: SessionMessage?
    if let question {
      let message = SessionMessage(
        id: ULID.make(at: now()), sessionID: session.id, parentID: parent, createdAt: now(),
        content: .question(question))
      try store?.addQuestion(message)
      asked = message
      parent = message.id
    }
    let begun = SessionMessage(
      id: ULID.make(at: now()), sessionID: session.id, parentID: parent, createdAt: now(),
      content: .reply(
        StoredReply(model: session.model, parameters: session.parameters, reply: Reply(), isStreaming: true)))
    try store?.beginReply(begun)
    update(.began(question: asked, reply: begun))

    let request = ChatRequest(model: session.model, messages: messages, parameters: session.parameters)
    let progress = Progress()
    await withTaskGroup(of: Void.self) { group in
      // Kept by the clock, not by what comes: the last words before a long silence are kept as soon as all others.
      if let store { group.addTask { await keep(progress, as: begun.id, in: store, update) } }
      for await event in provider.stream(request) {
        update(.event(event, seconds: progress.apply(event)))
        if case .ended = event { break }
      }
      // Nothing may be kept after the ending, or it would take it away.
      group.cancelAll()
    }
    if progress.reply.ending == nil {
      let ending = Ending(
        Task.isCancelled ? .cancelled : .incomplete,
        reason: Task.isCancelled ? nil : "the stream ended without an end")
      update(.event(.ended(ending), seconds: progress.apply(.ended(ending))))
    }
    let reply = progress.reply
    if let store { attempt(progress, update) { try store.finishReply(begun.id, reply) } }
    update(.finished(reply))
    return (reply, begun.id)
  }

  /// What has come of a reply so far.
  private final class Progress: Sendable {
    private let start = ContinuousClock.now
    private let state = Mutex((reply: Reply(), isKept: true))
    private let told = Mutex<Set<String>>([])

    var reply: Reply { state.withLock { $0.reply } }

    /// Adds an event, and tells when it came, in seconds since the beginning.
    func apply(_ event: ReplyEvent) -> Double {
      let seconds = start.duration(to: .now).inSeconds
      state.withLock {
        $0.reply.apply(event, at: seconds)
        $0.isKept = false
      }
      return seconds
    }

    /// Whether a problem was not told yet: a full disk is told once, not every time it is met.
    func isNew(_ problem: String) -> Bool { told.withLock { $0.insert(problem).inserted } }

    /// The reply so far, unless it was taken since the last event.
    func takeUnkept() -> Reply? {
      state.withLock { state in
        guard !state.isKept else { return nil }
        state.isKept = true
        return state.reply
      }
    }
  }

  /// Keeps a growing reply again and again, and in a long silence shows that its writer lives, until it is cancelled.
  private func keep(
    _ progress: Progress, as id: String, in store: any SessionStore,
    _ update: @escaping @Sendable (Update) -> Void
  ) async {
    var lastSign = ContinuousClock.now
    while (try? await Task.sleep(for: .seconds(flushInterval))) != nil {
      if let reply = progress.takeUnkept() {
        attempt(progress, update) { try store.saveReply(id, reply) }
      } else if lastSign.duration(to: .now).inSeconds >= signInterval {
        attempt(progress, update) { try store.showLife(ofReply: id) }
      } else {
        continue
      }
      lastSign = .now
    }
  }

  private func attempt(_ progress: Progress, _ update: (Update) -> Void, _ body: () throws -> Void) {
    do {
      try body()
    } catch {
      let problem = "\(error)"
      if progress.isNew(problem) { update(.notKept(problem)) }
    }
  }
}

extension Duration {
  /// The duration as a number of seconds.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
