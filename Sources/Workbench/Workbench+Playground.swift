import Models
import TerminalUI

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
    case .sessionsLoaded(let sessions, let drafts): playground.take(sessions: sessions, drafts: drafts)
    case .sessionOpened(let session, let messages, let draft):
      playground.open(session, messages: messages, draft: draft)
    case .sessionChanged(let session, let messages): playground.refresh(session, messages: messages)
    case .draftFound(let id):
      // What was left half written is there again, unless something else has been begun meanwhile.
      if playground.session == nil, playground.composer.isEmpty, playground.subject == nil {
        return [.openSession(id)]
      }
    case .sessionsFound(let query, let found):
      // An answer to an older query is of no use any more.
      if playground.query?.text == query {
        playground.hits = found
        playground.list = ListState()
      }
    case .modelsListed(let models, let unreachable):
      playground.models = models
      playground.unreachable = unreachable
      if popup?.kind == .models { refreshModels() }
    case .reply(let update, let sessionID, let messageID):
      if case .notKept(let problem) = update { say("not kept: \(problem)", .problem, seconds: 8) }
      playground.take(update, sessionID: sessionID, messageID: messageID)
      if case .finished = update, screen != .playground || playground.session?.id != sessionID {
        unseenScreens.insert(.playground)
      }
    case .sendFailed(let request, let problem):
      // What was typed comes back: nothing typed is lost.
      say(problem, .problem, seconds: 8)
      guard let question = request.question else { return [] }
      guard playground.session?.id == request.session.id else {
        return [.saveDraft(question, sessionID: request.session.id)]
      }
      if playground.composer.isEmpty { playground.composer = TextEditor(question) }
      if request.isNew { playground.session = nil }
    case .promptEdited(let text):
      if let text {
        playground.composer = TextEditor(text)
      } else {
        say("The editor failed; the prompt is as it was", .problem)
      }
      return playground.saveDraft(at: wallTime)
    default: break
    }
    return []
  }

  // MARK: Keys

  /// Keys while the prompt has the focus; nil for a key that is not the prompt's.
  mutating func handleComposer(_ press: KeyPress) -> [Effect]? {
    if press.typedCharacter == nil, let id = keymap.command(for: press, in: [.composer]) { return run(id) }
    if press.modifiers.isEmpty, playground.composer.lines.count == 1 || playground.recall != nil {
      if press.key == .up, playground.composer.isEmpty || playground.recall != nil,
        playground.recallPrompt(older: true)
      {
        return []
      }
      if press.key == .down, playground.recall != nil, playground.recallPrompt(older: false) { return [] }
    }
    playground.composer.wrapWidth = playground.promptArea(in: bodyArea).width
    if playground.composer.handle(press) {
      draftDeadline = draftDeadline ?? now + 0.5
      return []
    }
    guard press.typedCharacter == nil else { return [] }
    return nil
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
        guard let text = playground.query?.text, text != before else { return [] }
        return text.allSatisfy(\.isWhitespace) ? [] : [.findSessions(text)]
      }
      return press.typedCharacter == nil ? nil : []
    }
  }

  private mutating func closeSessionSearch() {
    playground.query = nil
    playground.isTypingQuery = false
    playground.hits = []
    playground.list = ListState()
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
    unseenScreens.remove(screen)
    guard screen == .playground, playground.sessions == nil else { return [] }
    return [.loadSessions, .listModels]
  }

  /// Goes to the Playground to ask about the page on show.
  mutating func askAboutPage() -> [Effect] {
    guard let entry = catalog.currentEntry else { return [] }
    let effects = startNewConversation() + show(.playground)
    playground.subject = (entry.id, entry.title)
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
    playground.focus = .composer
    guard id != playground.session?.id else { return [] }
    return openSession(id)
  }

  mutating func openSession(_ id: String) -> [Effect] {
    draftDeadline = nil
    return playground.leave(at: wallTime) + [.openSession(id)]
  }

  /// What is to be kept before the program ends, however it ends.
  package mutating func farewell() -> [Effect] {
    playground.leave(at: wallTime)
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
      catalog.go(to: target)
      return show(.catalog)
    case .composer: return []
    }
  }

  /// Copies the selected link, or the last reply as the model wrote it.
  mutating func copyInPlayground() -> [Effect] {
    if let target = playground.selectedTarget(in: bodyArea) { return [.copy(target, what: "the link")] }
    guard let last = playground.lastReply, !last.stored.reply.text.isEmpty else {
      say("There is no reply to copy", .note)
      return []
    }
    return [.copy(last.stored.reply.text, what: "the reply")]
  }

  /// Stops the reply that is coming.
  ///
  /// Returns nil when none is.
  mutating func stopReply() -> [Effect]? {
    guard screen == .playground, let session = playground.session, playground.streaming != nil else {
      return nil
    }
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
    return [.deleteSession(id)]
  }

  /// One step back on the Playground: a running reply, then the prompt, then the panes.
  ///
  /// Returns false where there is none.
  mutating func stepBackInPlayground() -> [Effect]? {
    if let effects = stopReply() { return effects }
    switch playground.focus {
    case .composer:
      playground.focus = .conversation
      return []
    case .conversation:
      playground.view.selectedLink = nil
      playground.focus = .sessions
      return []
    case .sessions: return nil
    }
  }

  // MARK: Models and settings

  mutating func openModels() -> [Effect] {
    openModelPicker()
    return [.listModels]
  }

  mutating func choose(model: ModelName) -> [Effect] {
    playground.defaultModel = model
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
