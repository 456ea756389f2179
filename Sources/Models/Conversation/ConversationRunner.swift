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
  /// For how many seconds to try to keep an ended reply where the store is in the way.
  private let patience: Double
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - store: where to keep; nil keeps nothing.
  ///   - now: seconds since 1970.
  package init(
    store: (any SessionStore)?, flushInterval: Double = 0.4, signInterval: Double = 2,
    patience: Double = 60, now: @escaping @Sendable () -> Double
  ) {
    self.store = store
    self.flushInterval = flushInterval
    self.signInterval = signInterval
    self.patience = patience
    self.now = now
  }

  /// Asks, and tells what happens until the reply has ended.
  ///
  /// - Parameters:
  ///   - question: what to ask; nil asks once more for a reply to the message at `parent`.
  ///   - attachments: what goes along with the question, in `messages` too.
  ///   - parent: the message before the question, or the question itself when it is asked again.
  ///   - messages: the conversation as the model is given it, with the question; pictures of it that were not read yet
  ///     are read here.
  /// - Returns: the reply as it ended.
  /// - Throws: what the store throws before anything is sent; afterwards nothing.
  package func run(
    session: Session, question: String?, attachments: [SessionAttachment] = [], parent: String?,
    messages: [ChatMessage],
    provider: any ModelProvider,
    update: @escaping @Sendable (Update) -> Void
  ) async throws -> Outcome {
    var parent = parent
    var asked: SessionMessage?
    let conversation = ConversationDigest.of(messages)
    let messages = try messages.map(whole)
    if let question {
      var message = SessionMessage(
        id: ULID.make(at: now()), sessionID: session.id, parentID: parent, createdAt: now(),
        content: .question(question), attachments: attachments)
      try store?.addQuestion(message)
      // From now on they are read where they are needed.
      if store != nil { message.attachments = attachments.map(\.unread) }
      asked = message
      parent = message.id
    }
    let begun = SessionMessage(
      id: ULID.make(at: now()), sessionID: session.id, parentID: parent, createdAt: now(),
      content: .reply(
        StoredReply(
          model: session.model, parameters: session.parameters, reply: Reply(), isStreaming: true,
          conversation: conversation)))
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
    let isKept = await finish(reply, as: begun.id, update)
    return Outcome(reply: reply, messageID: begun.id, isKept: isKept)
  }

  /// A message with the pictures that were not read yet.
  private func whole(_ message: ChatMessage) throws -> ChatMessage {
    guard !message.unread.isEmpty else { return message }
    var whole = message
    for attachment in message.unread {
      guard let image = try attachment.image ?? store?.image(of: attachment) else {
        throw MissingAttachment(attachment)
      }
      whole.parts.append(.image(image))
    }
    whole.unread = []
    return whole
  }

  /// What came of a question.
  package struct Outcome: Sendable {
    package var reply: Reply
    package var messageID: String
    /// Whether the whole reply is in the store, where one is used.
    package var isKept: Bool
  }

  /// Keeps the reply for good, again and again where the store is in the way, for as long as ``patience`` says.
  private func finish(_ reply: Reply, as id: String, _ update: (Update) -> Void) async -> Bool {
    guard let store else {
      update(.finished(reply))
      return true
    }
    let start = ContinuousClock.now
    var wait = 0.1
    var isTold = false
    while true {
      do {
        try store.finishReply(id, reply)
        if !isTold { update(.finished(reply)) }
        return true
      } catch {
        guard start.duration(to: .now).inSeconds + wait < patience else {
          update(.notKept("\(error)"))
          if !isTold { update(.finished(reply)) }
          return false
        }
        if !isTold {
          // The person sees that the reply is over, and that it is not safe yet.
          update(.notKept("\(error) Trying again."))
          update(.finished(reply))
          isTold = true
        }
      }
      // Not to be cut short: a stopped reply is kept like any other.
      let seconds = wait
      await Task.detached { try? await Task.sleep(for: .seconds(seconds)) }.value
      wait = min(wait * 2, 2)
    }
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

    /// Gives what is not kept yet to be kept; what could not be is given again.
    ///
    /// - Returns: whether there was anything.
    func keep(_ body: (Reply) throws -> Void) throws -> Bool {
      let reply: Reply? = state.withLock { state in
        guard !state.isKept else { return nil }
        state.isKept = true
        return state.reply
      }
      guard let reply else { return false }
      do {
        try body(reply)
      } catch {
        state.withLock { $0.isKept = false }
        throw error
      }
      return true
    }
  }

  /// Keeps a growing reply again and again, and in a long silence shows that its writer lives, until it is cancelled.
  private func keep(
    _ progress: Progress, as id: String, in store: any SessionStore,
    _ update: @escaping @Sendable (Update) -> Void
  ) async {
    var lastSign = ContinuousClock.now
    while (try? await Task.sleep(for: .seconds(flushInterval))) != nil {
      do {
        var isKept = try progress.keep { try store.saveReply(id, $0) }
        if !isKept, lastSign.duration(to: .now).inSeconds >= signInterval {
          try store.showLife(ofReply: id)
          isKept = true
        }
        if isKept { lastSign = .now }
      } catch {
        let problem = "\(error)"
        if progress.isNew(problem) { update(.notKept(problem)) }
      }
    }
  }
}

extension Duration {
  /// The duration as a number of seconds.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
