import Documents

/// A prompt of several messages as a conversation that is kept, and that one may go on with.
///
/// The model is sent the messages as they are. What is kept has the form of every conversation: leading system messages
/// become the session's system prompt, the last message its question, and what stands between them, examples most of the
/// time, its earlier turns; what an example lets the assistant say is kept as said by ``example``, and by no model.
package struct PromptSession: Hashable, Sendable {
  /// Who says what a prompt puts into the assistant's mouth.
  package static let example = ModelName(provider: "prompt", model: "example")

  package var session: Session
  /// The turns before the question, in order; each one's parent is the one before.
  package var earlier: [SessionMessage]
  /// nil when the prompt does not end with a question: the model goes on after the last of `earlier`.
  package var question: String?
  package var attachments: [SessionAttachment]
  /// The conversation as the model is given it.
  package var messages: [ChatMessage]
  /// Parameters that a session has no field for, by the names of chat completions.
  package var extra: [JSONValue.Member]

  /// The message that the question follows, or the one to answer.
  package var parent: String? { earlier.last?.id }

  /// - Parameters:
  ///   - messages: what the prompt became.
  ///   - parameters: what the prompt sets, by the names of chat completions.
  ///   - now: seconds since 1970.
  package init(
    _ messages: [ChatMessage], parameters: [JSONValue.Member], title: String, model: ModelName, at now: Double
  ) {
    self.messages = messages
    extra = parameters
    var session = Session(
      id: ULID.make(at: now), title: title, createdAt: now, updatedAt: now, model: model)
    session.parameters = SamplingParameters(taking: &extra)
    var rest = messages[...]
    session.system = rest.prefix { $0.role == .system }.map(\.content).joined(separator: "\n\n")
    rest = rest.drop { $0.role == .system }
    let last = rest.last?.role == .user ? rest.popLast() : nil
    question = last?.content
    attachments = last?.images.map { SessionAttachment($0) } ?? []
    var earlier: [SessionMessage] = []
    for message in rest {
      let content: SessionMessage.Content
      if message.role == .assistant {
        var reply = Reply()
        reply.text = message.content
        reply.ending = Ending(.complete)
        content = .reply(
          StoredReply(
            model: Self.example, parameters: SamplingParameters(), reply: reply, isStreaming: false))
      } else {
        content = .question(message.content)
      }
      earlier.append(
        SessionMessage(
          id: ULID.make(at: now), sessionID: session.id, parentID: earlier.last?.id, createdAt: now,
          content: content, attachments: message.images.map { SessionAttachment($0) }))
    }
    self.earlier = earlier
    self.session = session
  }

  /// Makes the session in a store, with its earlier turns.
  ///
  /// - Throws: what the store throws; the question was not asked then.
  package func keep(in store: any SessionStore) throws {
    try store.createSession(session)
    for message in earlier { try store.addTurn(message) }
  }
}

extension SessionStore {
  /// Adds a turn that is whole already, a question or a reply, behind the tip of its session.
  package func addTurn(_ message: SessionMessage) throws {
    switch message.content {
    case .question: try addQuestion(message)
    case .reply(let stored):
      try beginReply(message)
      try finishReply(message.id, stored.reply)
    }
  }
}

extension SamplingParameters {
  /// Takes the parameters that every provider has out of those of a file; what cannot be read stays.
  package init(taking members: inout [JSONValue.Member]) {
    self.init()
    func take<Value>(_ names: String..., read: (JSONValue) -> Value?) -> Value? {
      for name in names {
        guard let index = members.firstIndex(where: { $0.key == name }),
          let value = read(members[index].value)
        else { continue }
        members.remove(at: index)
        return value
      }
      return nil
    }
    temperature = take("temperature") { $0.double }
    topP = take("top_p") { $0.double }
    maxOutputTokens = take("max_completion_tokens", "max_tokens", "max_output_tokens") { $0.int }
    seed = take("seed") { $0.int }
    stop =
      take("stop") { value in
        value.string.map { [$0] }
          ?? value.array.flatMap { texts in
            let stops = texts.compactMap(\.string)
            return stops.count == texts.count ? stops : nil
          }
      } ?? []
    frequencyPenalty = take("frequency_penalty") { $0.double }
    presencePenalty = take("presence_penalty") { $0.double }
  }
}
