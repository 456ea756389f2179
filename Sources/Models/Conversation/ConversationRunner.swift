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
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - store: where to keep; nil keeps nothing.
  ///   - now: seconds since 1970.
  package init(store: (any SessionStore)?, flushInterval: Double = 0.4, now: @escaping @Sendable () -> Double)
  {
    self.store = store
    self.flushInterval = flushInterval
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
    update: @Sendable (Update) -> Void
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
    var reply = Reply()
    let start = ContinuousClock.now
    var lastFlush = 0.0
    for await event in provider.stream(request) {
      let seconds = start.duration(to: .now).inSeconds
      reply.apply(event, at: seconds)
      update(.event(event, seconds: seconds))
      if case .ended = event { break }
      if seconds - lastFlush >= flushInterval {
        lastFlush = seconds
        keep(update) { try $0.saveReply(begun.id, reply) }
      }
    }
    if reply.ending == nil {
      let ending =
        Task.isCancelled ? Ending(.cancelled) : Ending(.incomplete, reason: "the stream ended without an end")
      let seconds = start.duration(to: .now).inSeconds
      reply.apply(.ended(ending), at: seconds)
      update(.event(.ended(ending), seconds: seconds))
    }
    keep(update) { try $0.finishReply(begun.id, reply) }
    update(.finished(reply))
    return (reply, begun.id)
  }

  private func keep(_ update: (Update) -> Void, _ body: (any SessionStore) throws -> Void) {
    guard let store else { return }
    do {
      try body(store)
    } catch {
      update(.notKept("\(error)"))
    }
  }
}

extension Duration {
  /// The duration as a number of seconds.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
