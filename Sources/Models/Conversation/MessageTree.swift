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
    while let last = childrenByParent[current]?.last { current = messages[last].id }
    return current
  }

  /// The conversation as a model is given it: the system prompt, then the branch.
  ///
  /// A reply that holds nothing is left out together with its question, as the templates of many models refuse two
  /// questions in a row. A question at the tip stays: it is the one to answer.
  ///
  /// - Parameter question: one to ask behind the branch; nil when the branch ends with it, or it is added later.
  package func request(system: String, to tip: String?, asking question: String? = nil) -> [ChatMessage] {
    var turns: [ChatMessage] = []
    func dropUnanswered() {
      if turns.last?.role == .user { turns.removeLast() }
    }
    for message in branch(to: tip) {
      switch message.content {
      case .question(let text):
        dropUnanswered()
        turns.append(ChatMessage(.user, text))
      case .reply(let stored):
        let text = stored.reply.text.isBlank ? stored.reply.refusal : stored.reply.text
        if text.isBlank { dropUnanswered() } else { turns.append(ChatMessage(.assistant, text)) }
      }
    }
    if let question {
      dropUnanswered()
      turns.append(ChatMessage(.user, question))
    }
    return (system.isEmpty ? [] : [ChatMessage(.system, system)]) + turns
  }
}

extension String {
  /// Whether the text holds nothing but blanks and line ends.
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
