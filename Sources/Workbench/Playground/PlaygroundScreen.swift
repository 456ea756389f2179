import Models
import TerminalUI

/// A pane of the Playground.
package enum PlaygroundPane: Int, CaseIterable, Hashable, Sendable {
  case sessions, conversation, composer
}

/// The Playground: sessions, one conversation, and the prompt being written.
package struct PlaygroundScreen: Sendable {
  package internal(set) var focus = PlaygroundPane.composer

  // Sessions.
  /// The kept sessions, the newest first; nil while they are still being read.
  package internal(set) var sessions: [Session]?
  var list = ListState()
  /// The search over sessions; nil while nobody searches.
  var query: TextEditor?
  var isTypingQuery = false
  var hits: [SessionFinding] = []

  // The conversation on show.
  package internal(set) var session: Session?
  /// Whether the session on show is not kept yet: it is made with its first question.
  var isSessionUnsaved = false
  package internal(set) var tree = MessageTree()
  /// The reply that is being written for the session on show.
  package internal(set) var streaming: String?
  /// Sessions in which a reply is being written, with that reply's id.
  var running: [String: String] = [:]
  var view = DocumentState()
  /// Whether the view stays at the end while text comes.
  var isFollowing = true
  var layouts = ConversationLayouts()

  // The prompt.
  package internal(set) var composer = TextEditor()
  /// Prompts sent before, the oldest first, and how far back a person has gone.
  var sent: [String] = []
  var recall: Int?
  var unsent = ""

  // Models.
  /// What a new session starts with.
  package internal(set) var defaultModel = ModelName.librarian
  package internal(set) var models: [ModelInfo] = []
  package internal(set) var unreachable: [UnreachableProvider] = []
  /// What is wrong with the database, when it cannot be opened: sessions are not kept then.
  var storeProblem: String?
  /// The entry of the catalog that a new question is about.
  var subject: (address: String, title: String)?

  package init() {}

  /// The model that the next question goes to.
  package var model: ModelName { session?.model ?? defaultModel }

  /// The messages on show, from the first.
  var branch: [SessionMessage] { tree.branch(to: session?.tip) }

  /// The last reply on show.
  var lastReply: (id: String, stored: StoredReply)? {
    for message in branch.reversed() {
      if case .reply(let stored) = message.content { return (message.id, stored) }
    }
    return nil
  }

  var breadcrumbs: [String] {
    ["Playground"]
      + (session.map { [$0.title.isEmpty ? "New conversation" : $0.title] } ?? ["New conversation"])
  }

  // MARK: What comes back

  mutating func take(sessions: [Session]) {
    // While a person looks elsewhere, the list marks the conversation on show.
    let shown = focus == .sessions ? nil : session?.id
    let selected =
      shown ?? self.sessions.flatMap { $0.indices.contains(list.selected) ? $0[list.selected].id : nil }
    self.sessions = sessions
    if let selected, let index = sessions.firstIndex(where: { $0.id == selected }) {
      list.select(index, count: sessions.count, height: 1000)
    }
    if let session, let stored = sessions.first(where: { $0.id == session.id }), stored.tip != session.tip,
      streaming == nil
    {
      self.session?.tip = stored.tip
    }
  }

  /// Shows a session that was read.
  ///
  /// What is being written into it goes on.
  mutating func open(_ session: Session, messages: [SessionMessage]) {
    let isSame = session.id == self.session?.id
    var session = session
    if isSame, let current = self.session {
      // The branch on show and the prompt are the person's; the rest may have changed elsewhere.
      session.tip = messages.contains { $0.id == current.tip } && streaming == nil ? session.tip : current.tip
      session.draft = current.draft
    }
    self.session = session
    var fresh = MessageTree(messages)
    // A reply that this program writes is further on here than in the store.
    if let streaming, isSame, let live = tree[streaming] { fresh.insert(live) }
    tree = fresh
    streaming = running[session.id]
    if !isSame {
      composer = TextEditor(session.draft)
      view = DocumentState()
      isFollowing = true
      subject = nil
      sent = branch.compactMap { message in
        if case .question(let text) = message.content { return text }
        return nil
      }
      recall = nil
    }
  }

  /// Takes what the writer of a reply tells.
  mutating func take(_ update: ConversationRunner.Update, sessionID: String, messageID: String) {
    let isShown = session?.id == sessionID
    switch update {
    case .began(let question, let reply):
      running[sessionID] = reply.id
      guard isShown else { return }
      if let question { tree.insert(question) }
      tree.insert(reply)
      session?.tip = reply.id
      streaming = reply.id
      isFollowing = true
    case .event(let event, let seconds):
      guard isShown else { return }
      tree.update(messageID) { message in
        guard case .reply(var stored) = message.content else { return }
        // Taken out first, so that the text is not copied for each piece that is added to it.
        message.content = .question("")
        stored.reply.apply(event, at: seconds)
        message.content = .reply(stored)
      }
    case .finished(let reply):
      running[sessionID] = nil
      guard isShown else { return }
      tree.update(messageID) { message in
        guard case .reply(var stored) = message.content else { return }
        stored.reply = reply
        stored.isStreaming = false
        message.content = .reply(stored)
      }
      if streaming == messageID { streaming = nil }
    case .notKept: break
    }
  }
}

/// Where a search over sessions found its words.
package struct SessionFinding: Hashable, Sendable {
  package var sessionID: String
  package var messageID: String?
  package var title: String
  package var excerpt: String
  package var date: Double

  package init(sessionID: String, messageID: String?, title: String, excerpt: String, date: Double) {
    self.sessionID = sessionID
    self.messageID = messageID
    self.title = title
    self.excerpt = excerpt
    self.date = date
  }
}

/// A provider that did not answer, and why.
package struct UnreachableProvider: Error, Hashable, Sendable {
  package var provider: String
  package var reason: String

  package init(provider: String, reason: String) {
    self.provider = provider
    self.reason = reason
  }
}

/// A question on its way to a model.
package struct SendRequest: Hashable, Sendable {
  package var session: Session
  /// Whether the session must be made first.
  package var isNew: Bool
  /// nil asks once more for a reply to `parent`.
  package var question: String?
  package var parent: String?
  package var messages: [ChatMessage]
}
