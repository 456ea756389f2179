import Models
import TerminalUI

extension PlaygroundScreen {
  // MARK: Sending

  /// Sends the prompt.
  ///
  /// The question is shown once it is kept.
  mutating func send(at now: Double) -> [Effect] {
    let text = composer.text.trimmedEnds
    guard !text.isEmpty, !isBusy else { return [] }
    var session = session ?? makeSession(at: now)
    let isNew = self.session == nil
    if session.title.isEmpty { session.title = PlaygroundScreen.title(for: text) }
    if let subject, session.model != .librarian, tree.messages.isEmpty {
      session.system = subject.introducing(session.system)
    }
    let messages = tree.request(
      system: PlaygroundScreen.system(of: session, subject: subject), to: session.tip, for: session.model,
      asking: text)
    let request = SendRequest(
      session: session, isNew: isNew, question: text, parent: session.tip, messages: messages)
    self.session = session
    sending = session.id
    sentAnywhere.append(text)
    sent.append(text)
    recall = nil
    composer = TextEditor()
    isFollowing = true
    focus = .composer
    return [.send(request)]
  }

  /// Asks once more for the last reply: it becomes a sibling, the old one stays.
  mutating func regenerate() -> [Effect] {
    guard !isBusy, let session, let last = lastReply, let parent = tree[last.id]?.parentID else { return [] }
    sending = session.id
    let messages = tree.request(
      system: PlaygroundScreen.system(of: session, subject: subject), to: parent, for: session.model)
    return [
      .send(SendRequest(session: session, isNew: false, question: nil, parent: parent, messages: messages))
    ]
  }

  /// A session without a question; it is titled by its first one.
  private func makeSession(at now: Double) -> Session {
    Session(id: ULID.make(at: now), title: "", createdAt: now, updatedAt: now, model: defaultModel)
  }

  /// The first words of a question.
  package static func title(for question: String) -> String {
    let line = question.split(whereSeparator: \.isNewline).first.map(String.init) ?? question
    return line.count <= 60
      ? line : line.prefix(60).split(separator: " ").dropLast().joined(separator: " ") + " …"
  }

  /// The system prompt, and for the librarian the page that the question is about.
  static func system(of session: Session, subject: PageSubject?) -> String {
    guard let subject, session.model == .librarian else { return session.system }
    return ([session.system, "On show: \(subject.address)"].filter { !$0.isEmpty }).joined(separator: "\n")
  }

  /// Starts an empty conversation.
  ///
  /// The one on show stays as it is, with what was typed into it.
  mutating func startNew(at now: Double) -> [Effect] {
    let effects = leave(at: now)
    session = nil
    tree = MessageTree()
    streaming = nil
    composer = TextEditor()
    keptDraft = ""
    view = DocumentState()
    subject = nil
    recall = nil
    gatherPrompts()
    focus = .composer
    return effects
  }

  /// Keeps what was typed and not sent, with the session it belongs to.
  mutating func saveDraft(at now: Double) -> [Effect] {
    guard composer.text != keptDraft else { return [] }
    var effects: [Effect] = []
    if session == nil {
      guard !composer.text.trimmedEnds.isEmpty else { return [] }
      effects += begin(at: now)
    }
    guard let session else { return [] }
    keptDraft = composer.text
    return effects + [.saveDraft(keptDraft, sessionID: session.id)]
  }

  /// Makes the session that a new conversation is kept in, when it has none.
  mutating func begin(at now: Double) -> [Effect] {
    guard session == nil else { return [] }
    let made = makeSession(at: now)
    session = made
    return [.createSession(made)]
  }

  /// Keeps what is to be kept before another session is shown, or the program ends.
  mutating func leave(at now: Double) -> [Effect] {
    putAwayLiveReply()
    var effects = saveDraft(at: now)
    if let session, tree.messages.isEmpty { effects.append(.leaveSession(session.id)) }
    return effects
  }

  // MARK: Branches

  /// Shows the reply before or after the last one on show, among those to the same question.
  ///
  /// Nil where there is none.
  mutating func showSibling(forward: Bool) -> [Effect]? {
    guard let session, let last = lastReply else { return nil }
    let siblings = tree.siblings(of: last.id)
    guard let index = siblings.firstIndex(where: { $0.id == last.id }) else { return nil }
    let next = index + (forward ? 1 : -1)
    guard siblings.indices.contains(next) else { return nil }
    let tip = tree.tip(below: siblings[next].id)
    self.session?.tip = tip
    isFollowing = true
    return [.saveTip(tip, sessionID: session.id)]
  }

  // MARK: Sessions

  /// The row of the session list that is selected.
  var selectedSessionID: String? {
    if isSearching { return hits.indices.contains(list.selected) ? hits[list.selected].sessionID : nil }
    return sessions.flatMap { $0.indices.contains(list.selected) ? $0[list.selected].id : nil }
  }

  var isSearching: Bool { query.map { !$0.text.allSatisfy(\.isWhitespace) } ?? false }
  var rowCount: Int { isSearching ? hits.count : sessions?.count ?? 0 }

  // MARK: Moving

  mutating func move(_ movement: Movement, in area: Rect) {
    let layout = layout(in: area)
    switch focus {
    case .sessions:
      if movement == .right {
        focus = .conversation
      } else {
        list.move(movement, count: rowCount, height: max(1, layout.sessionRows.height / 2))
      }
    case .conversation, .composer:
      if movement == .left, focus == .conversation, !layout.sessions.isEmpty || area.width < 80 {
        focus = .sessions
        return
      }
      let document = layouts.document(for: self, width: layout.text.width)
      view.move(movement, lineCount: document.lines.count, height: layout.text.height)
      isFollowing = view.offset + layout.text.height >= document.lines.count
    }
  }

  mutating func walk(forward: Bool, in area: Rect) {
    if focus == .conversation {
      let layout = layout(in: area)
      let document = layouts.document(for: self, width: layout.text.width)
      // Whoever follows the end of a conversation means the sources of its last reply.
      let start =
        isFollowing
        ? lastReply.flatMap { layouts.start(of: $0.id, for: self, width: layout.text.width) } : nil
      if view.walkLinks(forward: forward, in: document, height: layout.text.height, from: start) {
        isFollowing = false
        return
      }
    }
    let panes = PlaygroundPane.allCases
    let index = panes.firstIndex(of: focus) ?? 0
    focus = panes[(index + (forward ? 1 : panes.count - 1)) % panes.count]
  }

  /// The words to mark in the conversation: those of the search that found it.
  var highlightedWords: [String] { TextEditor.words(of: query?.text ?? "") }

  mutating func goToMatch(forward: Bool, in area: Rect) -> Bool {
    let layout = layout(in: area)
    let document = layouts.document(for: self, width: layout.text.width)
    isFollowing = false
    return view.walkMatches(
      document.lines(matching: highlightedWords), forward: forward, lineCount: document.lines.count,
      height: layout.text.height)
  }

  /// Where the selected link of the conversation leads.
  mutating func selectedTarget(in area: Rect) -> String? {
    let layout = layout(in: area)
    let document = layouts.document(for: self, width: layout.text.width)
    guard let link = view.selectedLink, document.links.indices.contains(link) else { return nil }
    return document.links[link].target
  }

  // MARK: The prompt

  /// How many rows the prompt takes: as many as it needs, up to a third of the screen.
  func composerHeight(in area: Rect) -> Int {
    let limit = max(1, area.height / 3)
    return max(1, composer.rowCount(width: max(8, area.width - 5), limit: limit))
  }

  /// Goes through the prompts sent before.
  ///
  /// Returns false where there is none.
  mutating func recallPrompt(older: Bool) -> Bool {
    guard !sent.isEmpty else { return false }
    if recall == nil {
      guard older else { return false }
      unsent = composer.text
    }
    let next = (recall ?? sent.count) + (older ? -1 : 1)
    guard next >= 0 else { return true }
    if next >= sent.count {
      recall = nil
      composer = TextEditor(unsent)
    } else {
      recall = next
      composer = TextEditor(sent[next])
    }
    return true
  }
}

extension TextEditor {
  /// The words of a search, in lower case, as they are marked in a text.
  static func words(of text: String) -> [String] {
    text.prefix(300).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter {
      $0.count > 1
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmedEnds: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
