import Catalog
import Models
import TerminalUI

/// Asking the catalog on the screen.
extension Workbench {
  var askView: AskView? {
    get { if case .answer(let view)? = tool { view } else { nil } }
    set { tool = newValue.map { .answer($0) } }
  }

  /// Opens the field for a question, and the answers of before.
  mutating func openAsking() -> [Effect] {
    guard let library = catalog.contents?.library else { return [] }
    var view = leftAsking ?? AskView(in: library, model: playground.defaultModel)
    view.focus = .question
    askView = view
    return []
  }

  /// Keys while a question is typed; nil for a key that is not the field's.
  mutating func handleQuestion(_ press: KeyPress) -> [Effect]? {
    guard var view = askView, view.isTyping else { return nil }
    switch (press.key, press.modifiers) {
    case (.enter, []): return sendQuestion()
    case (.escape, []):
      // Out of the field; with nothing asked yet out of the view.
      if view.turns.isEmpty { closeAsking() } else { view.focus = .answer; askView = view }
      return []
    default:
      guard view.question.handle(press) else { return press.typedCharacter == nil ? nil : [] }
      askView = view
      return []
    }
  }

  mutating func sendQuestion() -> [Effect] {
    guard var view = askView else { return [] }
    if view.isBusy {
      say("An answer is coming; Ctrl-C stops it", .note)
      return []
    }
    guard let request = view.ask(at: wallTime) else { return [] }
    askView = view
    return [.ask(request)]
  }

  mutating func stopAsking() -> [Effect]? {
    guard let view = askView ?? leftAsking, view.isBusy, let session = view.session else { return nil }
    return [.stopReply(sessionID: session.id)]
  }

  /// Leaves the view; the answers are there again with the same key.
  mutating func closeAsking() {
    leftAsking = askView
    tool = nil
  }

  /// A new conversation with the catalog.
  mutating func beginAsking() -> [Effect] {
    guard let view = askView else { return [] }
    if view.isBusy {
      say("An answer is coming; Ctrl-C stops it", .note)
      return []
    }
    askView = AskView(in: view.library, model: view.model)
    return []
  }

  /// Changes the view that asks, wherever it is: on show, beneath an entry, or left.
  private mutating func changeAsking(_ id: String, _ change: (inout AskView) -> Void) {
    if var view = askView, view.turns.contains(where: { $0.id == id }) {
      change(&view)
      askView = view
    } else if case .answer(var view)? = leftTool?.tool, let entry = leftTool?.entry {
      change(&view)
      leftTool = (.answer(view), entry)
    } else if var view = leftAsking {
      change(&view)
      leftAsking = view
    }
  }

  mutating func handleAsking(_ message: Message) -> [Effect] {
    switch message {
    case .passagesFound(let passages, let id): changeAsking(id) { $0.take(passages, for: id) }
    case .askUpdated(let update, let id):
      if case .notKept(let problem) = update { say("not kept: \(problem)", .problem, seconds: 8) }
      changeAsking(id) { $0.take(update, for: id) }
    case .askFailed(let problem, let id):
      changeAsking(id) { $0.fail(problem, for: id) }
    default: break
    }
    return []
  }

  mutating func openInAsking() -> [Effect] {
    guard let view = askView else { return [] }
    let contents = view.contents(in: bodyArea)
    guard
      let target = view.selectedTarget(width: contents.answer.width, passageWidth: contents.passages.width)
    else {
      say("Tab chooses a citation first", .note)
      return []
    }
    if target.contains("://") { return [.openURL(target)] }
    return openFromTool(target)
  }

  /// Goes on with the conversation on the Playground, where it is kept.
  mutating func openAskedSession() -> [Effect] {
    guard let session = askView?.session else {
      say("Nothing was asked yet", .note)
      return []
    }
    return show(.playground) + openSession(session.id)
  }

  func copyAnswer() -> [Effect] {
    guard let turn = askView?.turns.last, !turn.reply.isWithdrawn else { return [] }
    let sources = turn.reply.citations.map { "[\($0.number)] \($0.title) (\($0.id))" }
    return [.copy(([turn.reply.text, ""] + sources).joined(separator: "\n") + "\n", what: "the answer")]
  }
}
