import Synchronization
import Testing

@testable import Models

/// Keeps in memory, and remembers what it was asked to do.
final class MemoryStore: SessionStore {
  struct Full: Error, CustomStringConvertible {
    var description: String { "the disk is full" }
  }

  struct State {
    var questions: [SessionMessage] = []
    var begun: [SessionMessage] = []
    /// The texts of a reply as they were kept, one after the other.
    var saved: [Reply] = []
    var finished: [Reply] = []
    var signs = 0
    var isFull = false
    var images: [String: ChatImage] = [:]
  }

  let state = Mutex(State())

  private func keep(_ change: (inout State) -> Void) throws {
    try state.withLock { state in
      if state.isFull { throw Full() }
      change(&state)
    }
  }

  func addQuestion(_ message: SessionMessage) throws {
    try keep { state in
      state.questions.append(message)
      for attachment in message.attachments { state.images[attachment.id] = attachment.image }
    }
  }
  func image(of attachment: SessionAttachment) throws -> ChatImage? {
    state.withLock { $0.images[attachment.id] }
  }
  func beginReply(_ message: SessionMessage) throws { try keep { $0.begun.append(message) } }
  func saveReply(_ id: String, _ reply: Reply) throws { try keep { $0.saved.append(reply) } }
  func showLife(ofReply id: String) throws { try keep { $0.signs += 1 } }
  func finishReply(_ id: String, _ reply: Reply) throws { try keep { $0.finished.append(reply) } }

  func createSession(_ session: Session) throws {}
  func updateSession(_ session: Session) throws {}
  func setTip(_ message: String, ofSession id: String) throws {}
  func session(_ id: String) throws -> Session? { nil }
  func sessions(limit: Int) throws -> [Session] { [] }
  func messages(ofSession id: String) throws -> [SessionMessage] { [] }
  func sessions(withIDPrefix prefix: String) throws -> [Session] { [] }
  func sessionCount() throws -> Int { 0 }
  func recentQuestions(limit: Int) throws -> [String] { [] }
  func reapOrphans() throws -> Int { 0 }
  func deleteSession(_ id: String) throws {}
  func deleteSessionIfEmpty(_ id: String) throws {}
  func saveDraft(_ text: String, ofSession id: String) throws {}
  func takeDraft(ofSession id: String) throws -> String { "" }
  func abandonedDraft() throws -> String? { nil }
  func drafts() throws -> [String: String] { [:] }
}

/// A model whose events a test gives.
final class ScriptedProvider: ModelProvider {
  let name = "test"
  let events: AsyncStream<ReplyEvent>
  let continuation: AsyncStream<ReplyEvent>.Continuation
  /// What it was asked.
  let requests = Mutex<[ChatRequest]>([])

  init() {
    (events, continuation) = AsyncStream<ReplyEvent>.makeStream()
  }

  func models() async throws -> [ModelInfo] { [] }
  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    requests.withLock { $0.append(request) }
    return events
  }
}

struct ConversationRunnerTests {
  let store = MemoryStore()
  let provider = ScriptedProvider()
  let session = Session(
    id: "S", title: "t", createdAt: 0, updatedAt: 0, model: ModelName(provider: "test", model: "m"))

  private func run(signInterval: Double = 2) async throws -> Reply {
    let runner = ConversationRunner(
      store: store, flushInterval: 0.01, signInterval: signInterval, now: { 1_000 })
    return try await runner.run(
      session: session, question: "why?", parent: nil, messages: [ChatMessage(.user, "why?")],
      provider: provider
    ) { _ in }.reply
  }

  /// Waits until the store holds something, ten seconds at most.
  private func wait(until isThere: (MemoryStore.State) -> Bool) async -> Bool {
    for _ in 0..<2000 {
      if store.state.withLock({ isThere($0) }) { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  @Test func theLastWordsBeforeASilenceAreKept() async throws {
    async let reply = run()
    // Both at once: a store that keeps only when something comes would never keep the second one.
    provider.continuation.yield(.text("The first words"))
    provider.continuation.yield(.text(" and the last ones"))
    #expect(await wait { $0.saved.last?.text == "The first words and the last ones" })
    #expect(store.state.withLock { $0.questions.count == 1 && $0.begun.count == 1 && $0.finished.isEmpty })
    provider.continuation.yield(.ended(Ending(.complete)))
    #expect(try await reply.text == "The first words and the last ones")
  }

  @Test func nothingIsKeptAfterTheEnding() async throws {
    async let reply = run()
    for number in 0..<500 { provider.continuation.yield(.text("\(number) ")) }
    provider.continuation.yield(.ended(Ending(.complete)))
    let ended = try await reply
    let kept = store.state.withLock { $0 }
    #expect(kept.finished == [ended] && ended.ending?.kind == .complete)
    let count = kept.saved.count
    try await Task.sleep(for: .milliseconds(50))
    #expect(store.state.withLock { $0.saved.count } == count)
  }

  @Test func aSilentWriterShowsThatItLives() async throws {
    async let reply = run(signInterval: 0.02)
    provider.continuation.yield(.text("Half"))
    #expect(await wait { $0.signs >= 2 })
    // What is kept already is not kept again and again.
    #expect(store.state.withLock { $0.saved.count } == 1)
    provider.continuation.yield(.ended(Ending(.complete)))
    _ = try await reply
  }

  @Test func aStreamWithoutAnEndIsIncomplete() async throws {
    async let reply = run()
    provider.continuation.yield(.text("Half"))
    provider.continuation.finish()
    #expect(try await reply.ending?.kind == .incomplete)
    #expect(store.state.withLock { $0.finished.first?.ending?.kind } == .incomplete)
  }

  @Test func aStoppedReplyIsKeptAsStopped() async throws {
    let task = Task { try await run() }
    provider.continuation.yield(.text("Half"))
    #expect(await wait { !$0.saved.isEmpty })
    task.cancel()
    #expect(try await task.value.ending?.kind == .cancelled)
    #expect(store.state.withLock { $0.finished.first?.text == "Half" })
  }

  @Test func aFullDiskIsToldOnceAndTheReplyGoesOn() async throws {
    let told = Told()
    let runner = ConversationRunner(store: store, flushInterval: 0.01, patience: 0.05, now: { 1_000 })
    async let outcome = runner.run(
      session: session, question: "why?", parent: nil, messages: [], provider: provider
    ) { update in
      if case .notKept(let problem) = update { told.add(problem) }
    }
    #expect(await wait { !$0.begun.isEmpty })
    store.state.withLock { $0.isFull = true }
    provider.continuation.yield(.text("Half"))
    #expect(await told.wait() == ["the disk is full"])
    provider.continuation.yield(.text(" and whole"))
    provider.continuation.yield(.ended(Ending(.complete)))
    // The end is tried again, and told when that is given up: the reply is nowhere but here.
    let ended = try await outcome
    #expect(ended.reply.text == "Half and whole" && !ended.isKept)
    #expect(told.all.last == "the disk is full")
  }

  @Test func anEndedReplyIsKeptOnceTheDiskHasRoomAgain() async throws {
    let told = Told()
    let runner = ConversationRunner(store: store, flushInterval: 60, now: { 1_000 })
    async let outcome = runner.run(
      session: session, question: "why?", parent: nil, messages: [], provider: provider
    ) { update in
      if case .notKept(let problem) = update { told.add(problem) }
    }
    #expect(await wait { !$0.begun.isEmpty })
    store.state.withLock { $0.isFull = true }
    provider.continuation.yield(.text("Whole"))
    provider.continuation.yield(.ended(Ending(.complete)))
    #expect(await told.wait() == ["the disk is full Trying again."])
    store.state.withLock { $0.isFull = false }
    #expect(try await outcome.isKept)
    #expect(store.state.withLock { $0.finished.map(\.text) } == ["Whole"])
  }

  @Test func whatCouldNotBeKeptIsTriedWithTheNextTick() async throws {
    async let reply = run()
    #expect(await wait { !$0.begun.isEmpty })
    store.state.withLock { $0.isFull = true }
    provider.continuation.yield(.text("Half"))
    try await Task.sleep(for: .milliseconds(60))
    store.state.withLock { $0.isFull = false }
    // Nothing more comes, and it is kept all the same.
    #expect(await wait { $0.saved.last?.text == "Half" })
    provider.continuation.yield(.ended(Ending(.complete)))
    _ = try await reply
  }

  @Test func nothingIsSentWhenTheQuestionCannotBeKept() async {
    store.state.withLock { $0.isFull = true }
    await #expect(throws: MemoryStore.Full.self) { try await run() }
    #expect(store.state.withLock { $0.questions.isEmpty && $0.begun.isEmpty })
  }

  // MARK: Pictures

  @Test func aPictureIsKeptWithItsQuestionAndReadForTheNextOne() async throws {
    let png = ChatImage.bytes([1, 2, 3], mediaType: "image/png")
    let runner = ConversationRunner(store: store, now: { 1_000 })
    var tree = MessageTree()
    let first = tree.request(
      system: "", to: nil, for: session.model, asking: "what?", with: [SessionAttachment(png, name: "a.png")])
    provider.continuation.yield(.text("A roof."))
    provider.continuation.yield(.ended(Ending(.complete)))
    let began = Mutex<[SessionMessage]>([])
    let outcome = try await runner.run(
      session: session, question: "what?", attachments: [SessionAttachment(png, name: "a.png")], parent: nil,
      messages: first, provider: provider
    ) { update in
      if case .began(let question?, let reply) = update { began.withLock { $0 = [question, reply] } }
    }
    #expect(store.state.withLock { $0.questions.first?.attachments.first?.image } == png)
    for message in began.withLock({ $0 }) { tree.insert(message) }
    // What is on show does not hold the bytes any more.
    #expect(tree.messages.first?.attachments == [SessionAttachment(png, name: "a.png").unread])
    tree.update(outcome.messageID) { message in
      guard case .reply(var stored) = message.content else { return }
      stored.reply = outcome.reply
      message.content = .reply(stored)
    }

    let next = tree.request(system: "", to: outcome.messageID, for: session.model, asking: "Which colour?")
    #expect(next.first?.unread.map(\.name) == ["a.png"] && next.first?.images == [])
    let second = ScriptedProvider()
    second.continuation.yield(.ended(Ending(.complete)))
    _ = try await runner.run(
      session: session, question: "Which colour?", parent: outcome.messageID, messages: next, provider: second
    ) { _ in }
    let sent = try #require(second.requests.withLock { $0.first })
    #expect(sent.messages.first == first.first && sent.messages.first?.images == [png])
    #expect(sent.messages.map(\.content) == ["what?", "A roof.", "Which colour?"])
  }

  @Test func nothingIsSentWhenAPictureIsNotThereAnyMore() async throws {
    var question = ChatMessage(.user, "what?")
    question.unread = [SessionAttachment(.bytes([1], mediaType: "image/png"), name: "a.png").unread]
    let runner = ConversationRunner(store: store, now: { 1_000 })
    let messages = [question, ChatMessage(.user, "and?")]
    func ask() async throws {
      _ = try await runner.run(
        session: session, question: "and?", parent: nil, messages: messages, provider: provider
      ) { _ in }
    }
    await #expect(throws: MissingAttachment.self) { try await ask() }
    #expect(store.state.withLock { $0.questions.isEmpty && $0.begun.isEmpty })
    #expect(provider.requests.withLock { $0.isEmpty })
  }

  /// What a watcher was told, from any thread.
  final class Told: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock { $0 } }
    func add(_ text: String) { texts.withLock { $0.append(text) } }
    func wait() async -> [String] {
      for _ in 0..<2000 where all.isEmpty { try? await Task.sleep(for: .milliseconds(5)) }
      return all
    }
  }
}
