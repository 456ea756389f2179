import Documents
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
  /// What was typed into sessions and not sent.
  var drafts: [String: String] = [:]
  var list = ListState()
  /// The search over sessions; nil while nobody searches.
  var query: TextEditor?
  var isTypingQuery = false
  var hits: [SessionFinding] = []
  /// The query that the hits answer; until it is the one that stands in the field, an answer is under way.
  var answeredQuery: String?

  /// The width of the list, once a person has dragged its border.
  var sessionsWidth: Int?
  var isDraggingSplitter = false

  // The conversation on show.
  package internal(set) var session: Session?
  /// What is kept of the prompt.
  var keptDraft = ""
  package internal(set) var tree = MessageTree()
  /// The reply that is being written for the session on show.
  package internal(set) var streaming: String?
  /// The session whose question is on its way to the store.
  var sending: String?
  /// The reply that is being written in each session, as far as it has come; of the session on show, the tree knows more.
  var running: [String: SessionMessage] = [:]
  var view = DocumentState()
  /// The message to bring into view once it is laid out.
  var wantedMessage: String?
  /// Whether the reasoning of replies is unfolded.
  var showsReasoning = false
  /// Whether the view stays at the end while text comes.
  var isFollowing = true
  var layouts = ConversationLayouts()

  // The prompt.
  package internal(set) var composer = TextEditor()
  /// Prompts sent before, the oldest first, and how far back a person has gone: those of all sessions, and behind them
  /// those of the one on show.
  var sent: [String] = []
  /// Prompts sent in all sessions.
  var sentAnywhere: [String] = []
  var recall: Int?
  var unsent = ""

  // Models.
  /// What a new session starts with.
  package internal(set) var defaultModel = ModelName.librarian
  package internal(set) var models: [ModelInfo] = []
  package internal(set) var unreachable: [UnreachableProvider] = []
  /// What models cost, where that is known.
  var prices: [ModelName: ModelPrice] = [:]
  /// What is wrong with the database, when it cannot be opened: sessions are not kept then.
  var storeProblem: String?
  /// The entry of the catalog that a new question is about.
  var subject: PageSubject?

  package init() {}

  /// Whether a reply is coming in the session on show, or its question on the way.
  var isBusy: Bool { streaming != nil || sending != nil && sending == session?.id }

  /// Whether another program is writing the reply at the end of what is on show.
  var isForeignReplyComing: Bool { streaming == nil && lastReply?.stored.isStreaming == true }

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

  mutating func take(questions: [String]) {
    sentAnywhere = questions
    if recall == nil { gatherPrompts() }
  }

  /// Puts together what can be recalled.
  mutating func gatherPrompts() {
    let own = branch.compactMap { message -> String? in
      if case .question(let text) = message.content { text } else { nil }
    }
    let known = Set(own)
    sent = sentAnywhere.filter { !known.contains($0) } + own
  }

  mutating func take(sessions: [Session], drafts: [String: String] = [:]) {
    // While a person looks elsewhere, the list marks the conversation on show.
    let shown = focus == .sessions ? nil : session?.id
    let selected =
      shown ?? self.sessions.flatMap { $0.indices.contains(list.selected) ? $0[list.selected].id : nil }
    self.sessions = sessions
    self.drafts = drafts
    guard !isSearching, let selected, let index = sessions.firstIndex(where: { $0.id == selected }) else {
      return
    }
    list.follow(index, count: sessions.count)
  }

  /// Shows a session that was read.
  ///
  /// What is being written into it goes on.
  mutating func open(_ session: Session, messages: [SessionMessage], draft: String, at message: String?) {
    let isOther = session.id != self.session?.id
    if isOther {
      putAwayLiveReply()
      self.session = session
      fill(messages)
      composer = TextEditor(draft)
      keptDraft = draft
      subject = nil
      recall = nil
      if !isSearching, let sessions, let row = sessions.firstIndex(where: { $0.id == session.id }) {
        list.follow(row, count: sessions.count)
      }
    } else {
      refresh(session, messages: messages)
    }
    // Found by its title, it is read from its first words that match.
    let message = message ?? (isSearching ? branch.first?.id : nil)
    if isOther || message != nil {
      view = DocumentState()
      isFollowing = true
    }
    if let message, tree[message] != nil {
      // The branch on show, if the message stands in it; else one that leads through it.
      if !branch.contains(where: { $0.id == message }) { self.session?.tip = tree.tip(below: message) }
      wantedMessage = message
      isFollowing = false
    }
    if isOther { gatherPrompts() }
  }

  /// Takes what another program has changed in the session on show.
  mutating func refresh(_ session: Session, messages: [SessionMessage]) {
    guard let current = self.session, current.id == session.id else { return }
    let knew = Set(tree.messages.map(\.id))
    self.session = session
    fill(messages)
    // The branch on show is the person's, unless another window has added to the end of it.
    let isAddition = session.tip.map { !knew.contains($0) } ?? false
    if streaming != nil || !isAddition, let tip = current.tip, tree[tip] != nil { self.session?.tip = tip }
  }

  private mutating func fill(_ messages: [SessionMessage]) {
    var fresh = MessageTree(messages)
    // A reply that this program writes is further on here than in the store.
    if let id = session?.id, let live = running[id] { fresh.insert(tree[live.id] ?? live) }
    tree = fresh
    streaming = session.flatMap { running[$0.id]?.id }
  }

  /// Keeps what has come of the reply under way before another session is shown.
  mutating func putAwayLiveReply() {
    guard let id = session?.id, let streaming, let live = tree[streaming] else { return }
    running[id] = live
  }

  /// Takes what the writer of a reply tells.
  mutating func take(_ update: ConversationRunner.Update, sessionID: String, messageID: String) {
    let isShown = session?.id == sessionID
    switch update {
    case .began(let question, let reply):
      running[sessionID] = reply
      if sending == sessionID { sending = nil }
      guard isShown else { return }
      if let question {
        tree.insert(question)
        // The store has taken the draft away with the question.
        keptDraft = ""
      }
      tree.insert(reply)
      session?.tip = reply.id
      streaming = reply.id
      isFollowing = true
    case .event(let event, let seconds):
      if isShown {
        tree.update(messageID) { PlaygroundScreen.apply(event, at: seconds, to: &$0) }
      } else if running[sessionID]?.id == messageID {
        running[sessionID].mutate { PlaygroundScreen.apply(event, at: seconds, to: &$0) }
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

  private static func apply(_ event: ReplyEvent, at seconds: Double, to message: inout SessionMessage) {
    guard case .reply(var stored) = message.content else { return }
    // Taken out first, so that the text is not copied for each piece that is added to it.
    message.content = .question("")
    stored.reply.apply(event, at: seconds)
    message.content = .reply(stored)
  }
}

extension Optional {
  /// Changes the value in its place, when there is one.
  fileprivate mutating func mutate(_ change: (inout Wrapped) -> Void) {
    guard var value = take() else { return }
    change(&value)
    self = value
  }
}

/// The page that a question is about.
package struct PageSubject: Hashable, Sendable {
  var address: String
  var title: String
  /// The page as Markdown.
  var text: String

  /// How much of a page a model is given, in characters: more than any shipped page has.
  private static let limit = 20_000

  /// A system prompt that gives a model the page.
  func introducing(_ system: String) -> String {
    let page =
      text.count > PageSubject.limit ? text.prefix(PageSubject.limit) + "\n[the page goes on]" : text[...]
    let words = "The questions are about this page of a catalog:\n\n\(page)"
    return system.isEmpty ? words : system + "\n\n" + words
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
  /// Pictures that go along with the question, in `messages` too.
  package var attachments: [SessionAttachment] = []
  /// Turns of a new session that are kept before the question.
  package var earlier: [SessionMessage] = []
  /// Further parameters by the names that the provider has for them.
  package var extra: [JSONValue.Member] = []
  /// Whether it is asked beside the conversation on show.
  package var isAside = false
}
