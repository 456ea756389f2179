/// The messages of a session as a tree, and the branch on show.
package struct MessageTree: Hashable, Sendable {
  package private(set) var messages: [SessionMessage]
  private var indexByID: [String: Int]
  private var childrenByParent: [String: [Int]]

  /// The messages in the order in which they were made.
  package init(_ messages: [SessionMessage] = []) {
    self.messages = []
    indexByID = [:]
    childrenByParent = [:]
    for message in messages { insert(message) }
  }

  /// Adds a message, or puts it in the place of the one with its id.
  package mutating func insert(_ message: SessionMessage) {
    if let index = indexByID[message.id] {
      messages[index] = message
      return
    }
    indexByID[message.id] = messages.count
    childrenByParent[message.parentID ?? "", default: []].append(messages.count)
    messages.append(message)
  }

  package subscript(id: String) -> SessionMessage? {
    indexByID[id].map { messages[$0] }
  }

  /// Changes a message in its place.
  package mutating func update(_ id: String, _ change: (inout SessionMessage) -> Void) {
    guard let index = indexByID[id] else { return }
    change(&messages[index])
  }

  /// The messages from the first one to a tip, in order.
  package func branch(to tip: String?) -> [SessionMessage] {
    var result: [SessionMessage] = []
    var next = tip
    while let id = next, let message = self[id], result.count < messages.count {
      result.append(message)
      next = message.parentID
    }
    return result.reversed()
  }

  /// The messages with the same parent as one, itself included, the oldest first.
  package func siblings(of id: String) -> [SessionMessage] {
    guard let message = self[id] else { return [] }
    return (childrenByParent[message.parentID ?? ""] ?? []).map { messages[$0] }
  }

  /// The last message below one, by the youngest child each time: where a branch leads.
  package func tip(below id: String) -> String {
    var current = id
    // No branch is longer than all messages, unless they are their own parents.
    for _ in messages {
      guard let last = childrenByParent[current]?.last else { break }
      current = messages[last].id
    }
    return current
  }

  /// The conversation as a model is given it: the system prompt, then the branch.
  ///
  /// A reply that holds nothing, or is not to be said again (``StoredReply/given(to:after:)``), is left out together
  /// with its question, as the templates of many models refuse two questions in a row. A question at the tip stays: it
  /// is the one to answer. Pictures that were not read are named in ``ChatMessage/unread``.
  ///
  /// - Parameters:
  ///   - model: the model that is asked: what signed another one's reasoning means nothing to it.
  ///   - question: one to ask behind the branch; nil when the branch ends with it, or it is added later.
  ///   - attachments: what goes along with that question.
  package func request(
    system: String, to tip: String?, for model: ModelName, asking question: String? = nil,
    with attachments: [SessionAttachment] = []
  ) -> [ChatMessage] {
    var turns = Turns(system)
    for message in branch(to: tip) {
      switch message.content {
      case .question(let text): turns.ask(text, with: message.attachments)
      case .reply(let stored):
        if let reply = stored.given(to: model, after: { turns.digest() }) {
          turns.messages.append(reply)
        } else {
          turns.dropUnanswered()
        }
      }
    }
    if let question { turns.ask(question, with: attachments) }
    return turns.messages
  }

  /// The messages of a request while they are put together.
  private struct Turns {
    var messages: [ChatMessage]
    /// The digests of the first message, of the first two, and so on, as far as they were asked for.
    private var digests: [String] = []

    init(_ system: String) {
      messages = system.isEmpty ? [] : [ChatMessage(.system, system)]
    }

    mutating func ask(_ text: String, with attachments: [SessionAttachment]) {
      dropUnanswered()
      var question = ChatMessage(.user, text)
      question.parts += attachments.compactMap { $0.image.map(ChatMessage.Part.image) }
      question.unread = attachments.filter { $0.image == nil }
      messages.append(question)
    }

    mutating func dropUnanswered() {
      guard messages.last?.role == .user else { return }
      messages.removeLast()
      if digests.count > messages.count { digests.removeLast() }
    }

    /// The digest of all messages so far.
    mutating func digest() -> String {
      for message in messages[digests.count...] {
        digests.append(ConversationDigest.adding(message, to: digests.last ?? ConversationDigest.empty))
      }
      return digests.last ?? ConversationDigest.empty
    }
  }
}
