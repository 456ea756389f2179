import Models
import TerminalUI
import TextWidth

/// Which screen is on show.
package enum WorkbenchScreen: Int, CaseIterable, Hashable, Sendable {
  case catalog, playground

  var title: String {
    switch self {
    case .catalog: "1 Catalog"
    case .playground: "2 Playground"
    }
  }
}

extension Workbench {
  // MARK: Messages

  mutating func handlePlayground(_ message: Message) -> [Effect] {
    switch message {
    case .storeUnavailable(let problem):
      playground.storeProblem = problem + " Nothing is kept until then."
      say(problem, .problem, seconds: 8)
    case .questionsLoaded(let questions): playground.take(questions: questions)
    case .sessionsLoaded(let sessions, let drafts):
      playground.storeProblem = nil
      playground.take(sessions: sessions, drafts: drafts)
      if popup?.kind == .palette { refreshPalette() }
    case .sessionOpened(let session, let messages, let draft, let message):
      playground.open(session, messages: messages, draft: draft, at: message)
      unseenSessions.remove(session.id)
    case .sessionChanged(let session, let messages): playground.refresh(session, messages: messages)
    case .draftFound(let id):
      // What was left half written is there again, unless something else has been begun meanwhile.
      if playground.session == nil, playground.composer.isEmpty, playground.subject == nil {
        return [.openSession(id, at: nil)]
      }
    case .sessionsFound(let query, let found):
      // An answer to an older query is of no use any more.
      if playground.query?.text == query {
        playground.hits = found
        playground.answeredQuery = query
        playground.list = ListState()
      }
    case .modelsListed(let models, let unreachable):
      playground.models = models
      playground.unreachable = unreachable
      shelf.isListed = true
      if popup?.kind == .models { refreshModels() }
      refreshModelsView()
      return askForDetails()
    case .models(let message): return handleModels(message)
    case .prompt(let message): return handlePrompt(message)
    case .reply(let update, let sessionID, let messageID):
      if case .notKept(let problem) = update { say("not kept: \(problem)", .problem, seconds: 8) }
      playground.take(update, sessionID: sessionID, messageID: messageID)
      if takePromptRun(update, sessionID: sessionID) { return [] }
      if case .finished(let reply) = update { return tellEnd(of: reply, sessionID: sessionID) }
    case .sendFailed(let request, let problem):
      // What was typed comes back: nothing typed is lost.
      say(problem, .problem, seconds: 8)
      if playground.sending == request.session.id { playground.sending = nil }
      if request.isAside {
        promptView?.run = nil
        return []
      }
      guard let question = request.question else { return [] }
      guard playground.session?.id == request.session.id else {
        return [.saveDraft(question, sessionID: request.session.id)]
      }
      if playground.composer.isEmpty { playground.composer = TextEditor(question) }
      if request.isNew { playground.session = nil }
    case .textEdited(let text, let target):
      guard let text else {
        say("The editor failed; the text is as it was", .problem)
        return []
      }
      switch target {
      case .prompt:
        playground.composer = TextEditor(text)
        return playground.saveDraft(at: wallTime)
      case .setting: settings?.form.setFocusedText(text)
      case .template:
        promptView?.editor.text = text
        return promptView?.render() ?? []
      case .provider: providerForm?.setFocusedText(text)
      case .note:
        noteForm?.form.setFocusedText(text)
        return keepNoteDraft()
      }
    default: break
    }
    return []
  }

  /// Marks where a reply has ended that nobody was looking at, and tells the terminal.
  private mutating func tellEnd(of reply: Reply, sessionID: String) -> [Effect] {
    if toast?.text.hasPrefix("A reply is coming") == true { toast = nil }
    guard screen != .playground || playground.session?.id != sessionID else { return [] }
    unseenSessions.insert(sessionID)
    if screen != .playground { unseenScreens.insert(.playground) }
    let title = playground.sessions?.first { $0.id == sessionID }?.title ?? ""
    return [.announce("\(reply.ending?.kind.shown ?? "") \(title)")]
  }

  // MARK: Keys

  /// Keys while the prompt has the focus; nil for a key that is not the prompt's.
  mutating func handleComposer(_ press: KeyPress) -> [Effect]? {
    playground.composer.wrapWidth = playground.promptArea(in: bodyArea).width
    if press.typedCharacter == nil, let id = keymap.command(for: press, in: [.composer]) { return run(id) }
    if press.modifiers.isEmpty, recalls(press.key), playground.recallPrompt(older: press.key == .up) {
      return []
    }
    let before = playground.composer.lines
    if playground.composer.handle(press) {
      if playground.composer.lines != before {
        // A prompt that was recalled and changed is a new one: going up and down in it leads no further back.
        playground.recall = nil
        draftDeadline = draftDeadline ?? now + 0.5
      }
      return []
    }
    guard press.typedCharacter == nil else { return [] }
    return nil
  }

  /// Whether a key goes through the prompts sent before: up from the first row of one or of an empty prompt, down from
  /// the last row of one.
  private func recalls(_ key: Key) -> Bool {
    switch key {
    case .up: (playground.composer.isEmpty || playground.recall != nil) && playground.composer.isOnFirstRow
    case .down: playground.recall != nil && playground.composer.isOnLastRow
    default: false
    }
  }

  mutating func handleSessionQuery(_ press: KeyPress) -> [Effect]? {
    switch (press.key, press.modifiers) {
    case (.escape, []):
      closeSessionSearch()
      return []
    case (.enter, []):
      playground.isTypingQuery = false
      return openSelectedSession()
    case (.up, []), (.down, []), (.pageUp, []), (.pageDown, []):
      let movements: [Key: Movement] = [.up: .up, .down: .down, .pageUp: .pageUp, .pageDown: .pageDown]
      if let movement = movements[press.key] { playground.move(movement, in: bodyArea) }
      return []
    case (.backspace, []) where playground.query?.isEmpty == true:
      closeSessionSearch()
      return []
    default:
      let before = playground.query?.text
      if playground.query?.handle(press) == true {
        return playground.query?.text == before ? [] : findSessions()
      }
      return press.typedCharacter == nil ? nil : []
    }
  }

  /// Looks for the words in the search field.
  mutating func findSessions() -> [Effect] {
    guard let text = playground.query?.text, !text.allSatisfy(\.isWhitespace) else {
      playground.hits = []
      playground.answeredQuery = nil
      return []
    }
    return [.findSessions(text)]
  }

  private mutating func closeSessionSearch() {
    playground.query = nil
    playground.isTypingQuery = false
    playground.hits = []
    playground.answeredQuery = nil
    playground.view.forgetMatch()
    let shown = playground.sessions?.firstIndex { $0.id == playground.session?.id }
    playground.list = ListState(selected: shown ?? 0)
  }

  // MARK: Actions

  /// Names the model that new conversations start with.
  package mutating func use(defaultModel: ModelName) {
    playground.defaultModel = defaultModel
  }

  /// Goes to a screen.
  mutating func show(_ screen: WorkbenchScreen) -> [Effect] {
    closePopup()
    self.screen = screen
    var effects: [Effect] = unseenScreens.remove(screen) == nil ? [] : [.announce("")]
    guard screen == .playground else { return effects }
    if let id = playground.session?.id { unseenSessions.remove(id) }
    if !hasVisitedPlayground {
      hasVisitedPlayground = true
      effects += [.loadSessions(findsDraft: true), .listModels]
    }
    return effects
  }

  /// Goes to the Playground to ask about the page on show.
  mutating func askAboutPage() -> [Effect] {
    guard let entry = catalog.currentEntry else { return [] }
    let effects = startNewConversation() + show(.playground)
    playground.subject = PageSubject(
      address: entry.id, title: entry.title, text: CatalogScreen.markdown(of: entry))
    return effects
  }

  mutating func startNewConversation() -> [Effect] {
    draftDeadline = nil
    return playground.startNew(at: wallTime)
  }

  /// Sends the prompt; what was kept of it while it was typed is taken away.
  mutating func sendPrompt() -> [Effect] {
    draftDeadline = now + 0.5
    return playground.send(at: wallTime)
  }

  mutating func openSelectedSession() -> [Effect] {
    guard let id = playground.selectedSessionID else { return [] }
    if playground.isSearching {
      // What was looked for is read, not answered.
      playground.focus = .conversation
      return openSession(id, at: playground.hits[playground.list.selected].messageID)
    }
    // In the conversation, where keys are commands: one that goes on writing presses one more.
    playground.focus = .conversation
    guard id != playground.session?.id else { return [] }
    return openSession(id)
  }

  mutating func openSession(_ id: String, at message: String? = nil) -> [Effect] {
    draftDeadline = nil
    unseenSessions.remove(id)
    let isOther = playground.session?.id != id
    return (isOther ? playground.leave(at: wallTime) : []) + [.openSession(id, at: message)]
  }

  /// What is to be kept before the program ends, however it ends.
  package mutating func farewell() -> [Effect] {
    keepPromptDraft() + keepProviderDraft() + playground.leave(at: wallTime)
  }

  /// Opens what is selected: a session, or the source that a reply cites.
  mutating func openInPlayground() -> [Effect] {
    switch playground.focus {
    case .sessions: return openSelectedSession()
    case .conversation:
      guard let target = playground.selectedTarget(in: bodyArea) else {
        say("Tab chooses a link or a source first", .note)
        return []
      }
      if target.contains("://") { return [.openURL(target)] }
      guard catalog.contents?.library[target] != nil else {
        say("There is no entry “\(target)”", .note)
        return []
      }
      viewers[.catalog] = nil
      catalog.go(to: target)
      citedPage = target
      return show(.catalog)
    case .composer: return []
    }
  }

  /// Whether the page on show was opened from a conversation.
  var isOnCitedPage: Bool { citedPage != nil && citedPage == catalog.page?.address }

  /// Back to the page before, or to the conversation that cites this one.
  mutating func goBackInCatalog() -> [Effect] {
    guard isOnCitedPage else {
      catalog.goBack()
      return []
    }
    citedPage = nil
    return show(.playground)
  }

  /// Copies the selected link, or the last reply as the model wrote it.
  mutating func copyInPlayground() -> [Effect] {
    if let target = playground.selectedTarget(in: bodyArea) { return [.copy(target, what: "the link")] }
    guard let last = playground.lastReply, !last.stored.reply.text.isEmpty, !last.stored.reply.isWithdrawn
    else {
      say("There is no reply to copy", .note)
      return []
    }
    return [.copy(last.stored.reply.text, what: "the reply")]
  }

  /// The conversation as a file holds it: nothing in it may steer the terminal that it is looked at in.
  private var conversationText: String? {
    playground.session.map {
      VisibleText.make(SessionMarkdown.text(of: $0, messages: playground.tree.messages), .stream)
    }
  }

  mutating func editConversation() -> [Effect] {
    guard let text = conversationText else { return [] }
    return [.edit(EditorRequest(address: "", fileName: "conversation.md", text: text))]
  }

  mutating func exportConversation() -> [Effect] {
    guard let text = conversationText, let session = playground.session else { return [] }
    let words = session.title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.prefix(6)
    let name = words.isEmpty ? "conversation" : words.joined(separator: "-")
    return [.export(text, fileName: String(name.prefix(60)) + ".md")]
  }

  /// Stops the reply that is coming.
  ///
  /// Returns nil when none is.
  mutating func stopReply() -> [Effect]? {
    guard screen == .playground, playgroundTool == nil, let session = playground.session, playground.isBusy
    else { return nil }
    return [.stopReply(sessionID: session.id)]
  }

  /// Asks once, then deletes the selected session.
  mutating func deleteSession() -> [Effect] {
    guard let id = playground.selectedSessionID else { return [] }
    let title = playground.sessions?.first { $0.id == id }?.title ?? ""
    guard deletion?.id == id, let end = deletion?.end, now < end else {
      deletion = (id, now + 4)
      say("Press the key once more to delete “\(title)” for good", .note, seconds: 4)
      return []
    }
    deletion = nil
    if playground.session?.id == id { _ = startNewConversation() }
    playground.focus = .sessions
    say("Deleted “\(title)”", .done)
    playground.hits.removeAll { $0.sessionID == id }
    return [.deleteSession(id)]
  }

  /// One step back on the Playground: out of the prompt, then a running reply, then the panes.
  ///
  /// Nil where there is none.
  mutating func stepBackInPlayground() -> [Effect]? {
    switch playground.focus {
    case .composer:
      playground.focus = .conversation
      return []
    case .conversation:
      if let effects = stopReply() { return effects }
      playground.view.selectedLink = nil
      playground.focus = .sessions
      return []
    case .sessions:
      if let effects = stopReply() { return effects }
      guard playground.query != nil else { return nil }
      closeSessionSearch()
      return []
    }
  }

  /// Goes to the next place in the conversation that the search over sessions would mark.
  mutating func goToMatchInPlayground(forward: Bool) {
    guard playground.focus == .conversation else { return }
    guard !playground.highlightedWords.isEmpty else { return say("/ searches first", .note) }
    if !playground.goToMatch(forward: forward, in: bodyArea) {
      say("The words of the search do not stand in what is on show", .note)
    }
  }

  // MARK: Models and settings

  mutating func openModels() -> [Effect] {
    openModelPicker()
    return [.models(.refresh)]
  }

  mutating func choose(model: ModelName) -> [Effect] {
    playground.defaultModel = model
    if shownTool != nil, askView != nil {
      askView?.model = model
      return []
    }
    guard var session = playground.session else { return [] }
    session.model = model
    playground.session = session
    return [.saveSession(session)]
  }

  /// Takes the values of the settings form, or shows what is wrong in it.
  mutating func applySettings() -> [Effect] {
    // A wrong value stays in the form, with a word on what is expected.
    guard let values = settings?.values() else { return [] }
    settings = nil
    let effects = playground.begin(at: wallTime)
    playground.session?.system = values.system
    playground.session?.parameters = values.parameters
    return effects + (playground.session.map { [.saveSession($0)] } ?? [])
  }
}
