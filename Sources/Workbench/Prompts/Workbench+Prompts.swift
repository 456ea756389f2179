import Documents
import Models
import Templates
import TerminalUI

/// Writing prompts: opening, filling in, running and saving them.
extension Workbench {
  var promptView: PromptView? {
    get { if case .prompt(let view)? = playgroundTool { view } else { nil } }
    set { playgroundTool = newValue.map { .prompt($0) } }
  }

  // MARK: Opening

  /// Offers prompt files, a new prompt, and what was left.
  mutating func openPrompts() -> [Effect] {
    open(Popup(kind: .prompts, picker: Picker(items: promptItems)))
    return [.prompt(.find)]
  }

  mutating func refreshPrompts() {
    let items = promptItems
    popup?.picker.replaceItems(items)
  }

  private var promptItems: [PickerItem<Popup.Choice>] {
    var items: [PickerItem<Popup.Choice>] = []
    for draft in promptDrafts.reversed() {
      guard let left = PromptView(kept: draft.value) else { continue }
      items.append(
        PickerItem(
          id: .leftPrompt(draft.key), title: "Go on with \(left.title)", detail: "not saved",
          keywords: left.path ?? ""))
    }
    items.append(PickerItem(id: .newPrompt, title: "A new prompt", detail: "prompty, or a plain template"))
    if !playground.composer.isEmpty {
      items.append(
        PickerItem(id: .composerPrompt, title: "What stands in the prompt below", detail: "Ctrl-X"))
    }
    let typed = popup?.kind == .prompts ? popup?.picker.query.text.trimmedEnds ?? "" : ""
    let files = promptFiles ?? []
    items += files.map { PickerItem(id: .promptFile($0), title: $0) }
    if typed.contains("/") || typed.contains("."), !files.contains(typed) {
      items.append(PickerItem(id: .promptFile(typed), title: typed, detail: "as typed", keywords: typed))
    }
    if promptFiles == nil {
      items.append(PickerItem(id: .note("…"), title: "looking for files …", isEnabled: false))
    }
    return items
  }

  mutating func openPrompt(_ view: PromptView) -> [Effect] {
    closePopup()
    let effects = screen == .playground ? [] : show(.playground)
    viewers[.playground] = nil
    var view = view
    let render = view.render()
    promptView = view
    fitPrompt()
    return effects + render
  }

  /// Opens what stands in the composer as a template.
  mutating func openComposerAsPrompt() -> [Effect] {
    var view = PromptView(text: playground.composer.text)
    let cursor = playground.composer.cursor
    view.editor.moveTo(line: cursor.line + 1, column: cursor.column + 1)
    return openPrompt(view)
  }

  /// A prompt to begin with: what most want is a chat with a system message.
  static let newPrompt = """
    ---
    name: new-prompt
    inputs:
      question:
        type: string
        sample: What is retrieval-augmented generation?
    ---
    system:
    You answer in one sentence.

    user:
    {{question}}

    """

  /// Opens what was left, by the key of its draft.
  mutating func openLeftPrompt(_ key: String) -> [Effect] {
    guard let draft = promptDrafts.first(where: { $0.key == key }), let view = PromptView(kept: draft.value)
    else { return [] }
    return openPrompt(view)
  }

  private mutating func fitPrompt() {
    guard var view = promptView else { return }
    let layout = view.layout(in: bodyArea)
    if !layout.text.isEmpty { view.editor.wrapWidth = layout.text.width }
    if !layout.fields.isEmpty { view.setWidth(layout.fields.width) }
    promptView = view
  }

  // MARK: Messages

  mutating func handlePrompt(_ message: PromptMessageBack) -> [Effect] {
    switch message {
    case .found(let files):
      promptFiles = files
      if popup?.kind == .prompts { refreshPrompts() }
    case .opened(let path, let text):
      // What was typed into it and not saved goes before what the file holds.
      if promptDrafts.contains(where: { $0.key == path }) {
        let effects = openLeftPrompt(path)
        say("What you had typed into \(path) and not saved is there again", .note, seconds: 6)
        return effects
      }
      return openPrompt(PromptView(path: path, text: text, fileText: text))
    case .notOpened(_, let problem): say(problem, .problem, seconds: 8)
    case .saved(let path, let text):
      promptOverwrite = nil
      if let view = promptView { promptDrafts.removeAll { $0.key == view.draftKey } }
      promptView?.saved(at: path, text)
      say("Written to \(path)", .done)
      promptFiles = nil
      hasSavedPrompt = true
      // The file's name tells the language.
      return keepPromptDraft() + (promptView?.render() ?? [])
    case .notSaved(_, let problem):
      promptOverwrite = now + 8
      say(problem, .problem, seconds: 8)
    case .rendered(let rendered, let number):
      if promptView?.take(rendered, number: number) == true { return promptView?.render() ?? [] }
    }
    return []
  }

  /// Takes what comes of a run; whether it was the one on show.
  mutating func takePromptRun(_ update: ConversationRunner.Update, sessionID: String) -> Bool {
    guard promptView?.run?.sessionID == sessionID else { return false }
    switch update {
    case .event(let event, let seconds): promptView?.run?.reply.apply(event, at: seconds)
    case .finished(let reply): promptView?.run?.reply = reply
    case .began, .notKept: break
    }
    return shownPlaygroundTool != nil
  }

  // MARK: Keys

  /// Keys while the text or a field has the focus; nil for a key that is neither's.
  mutating func handlePromptText(_ press: KeyPress) -> [Effect]? {
    fitPrompt()
    guard var view = promptView, view.focus != .preview else { return nil }
    if press.typedCharacter == nil, let id = keymap.command(for: press, in: [.prompt]), press.key != .enter,
      press.key != .tab || view.focus == .text
    {
      return run(id)
    }
    let needsRendering: Bool
    switch view.focus {
    case .text:
      let before = view.editor.lines
      if press.key == .enter, press.modifiers.isEmpty {
        _ = view.editor.handle(KeyPress("j", .control))
      } else if !view.editor.handle(press) {
        return press.typedCharacter == nil ? nil : []
      }
      needsRendering = view.editor.lines != before
    case .fields:
      // The last field leads on to the preview, the first one back to the text.
      let isLast = view.form.focused == view.form.fields.count - 1
      if press.key == .tab, press.modifiers.isEmpty ? isLast : view.form.focused == 0 {
        return walkInPrompt(forward: press.modifiers.isEmpty)
      }
      if press.key == .enter { return run("prompt.run") }
      guard let isChanged = view.handleField(press) else { return press.typedCharacter == nil ? nil : [] }
      needsRendering = isChanged
    case .preview: return nil
    }
    promptView = view
    return needsRendering ? promptChanged() : []
  }

  private mutating func promptChanged() -> [Effect] {
    promptView?.isFollowing = false
    promptDeadline = promptDeadline ?? now + 0.5
    return promptView?.render() ?? []
  }

  mutating func pasteInPrompt(_ text: String) -> [Effect] {
    switch promptView?.focus {
    case .text: promptView?.editor.paste(text)
    case .fields: promptView?.pasteIntoField(text)
    default:
      say("Nothing here takes text; Tab goes to it", .note)
      return []
    }
    return promptChanged()
  }

  mutating func walkInPrompt(forward: Bool) -> [Effect] {
    guard var view = promptView else { return [] }
    let all = PromptView.Pane.allCases
    let index = (view.focus.rawValue + (forward ? 1 : all.count - 1)) % all.count
    view.focus = all[index]
    if view.focus == .fields { view.focusField(forward ? 0 : .max) }
    promptView = view
    fitPrompt()
    return []
  }

  mutating func moveInPrompt(_ movement: Movement) -> [Effect] {
    guard var view = promptView else { return [] }
    let area = view.layout(in: bodyArea).preview
    view.isFollowing = false
    view.state.move(
      movement, lineCount: view.lines(width: min(area.width, MarkdownLayout.measure)).count,
      height: area.height)
    promptView = view
    return []
  }

  /// Out of the text, then out of the view; what is not saved is there again.
  mutating func stepBackInPrompt() -> [Effect] {
    guard let view = promptView else { return [] }
    if view.focus != .preview {
      promptView?.focus = .preview
      return []
    }
    if let effects = stopPromptRun() { return effects }
    let effects = keepPromptDraft()
    if view.isChanged { say("Not saved: P on the Playground goes on with \(view.title)", .note) }
    playgroundTool = nil
    return effects
  }

  /// Keeps what is being written, so that nothing is lost when the program dies.
  mutating func keepPromptDraft() -> [Effect] {
    promptDeadline = nil
    guard let view = promptView else { return [] }
    var drafts = promptDrafts
    drafts.removeAll { $0.key == view.draftKey }
    if view.isChanged { drafts.append(.init(view.draftKey, view.kept)) }
    guard drafts != promptDrafts || hasSavedPrompt else { return [] }
    hasSavedPrompt = false
    promptDrafts = drafts
    return [.savePreference("prompt.drafts", JSONValue.object(drafts).text())]
  }

  // MARK: Actions

  /// Asks the model what the prompt became; the conversation is kept, and its reply shown beside the text.
  mutating func runPrompt() -> [Effect] {
    guard var view = promptView else { return [] }
    guard view.run?.reply.ending != nil || view.run == nil else {
      say("A reply is coming; Ctrl-C stops it", .note)
      return []
    }
    guard let prompt = view.session(with: playground.model, at: wallTime) else {
      say(view.problems.first?.message ?? "There is nothing to send yet", .problem)
      return []
    }
    view.run = PromptView.Run(sessionID: prompt.session.id, model: prompt.session.model, number: view.number)
    if bodyArea.width < 100 { view.focus = .preview }
    view.isFollowing = true
    promptView = view
    return [
      .send(
        SendRequest(
          session: prompt.session, isNew: true, question: prompt.question, parent: prompt.parent,
          messages: prompt.messages, attachments: prompt.attachments, earlier: prompt.earlier,
          extra: prompt.extra, isAside: true))
    ]
  }

  /// Stops the reply to the prompt; nil when none comes.
  mutating func stopPromptRun() -> [Effect]? {
    guard shownPlaygroundTool != nil, let run = promptView?.run, run.reply.ending == nil else { return nil }
    return [.stopReply(sessionID: run.sessionID)]
  }

  /// Goes on with the conversation that the last run made.
  mutating func openPromptConversation() -> [Effect] {
    guard let run = promptView?.run else {
      say("Ctrl-R runs the prompt first", .note)
      return []
    }
    let effects = keepPromptDraft()
    playgroundTool = nil
    playground.focus = .conversation
    return effects + openSession(run.sessionID)
  }

  mutating func savePrompt() -> [Effect] {
    guard let view = promptView else { return [] }
    guard let path = view.path else {
      open(
        NoteForm(
          .promptFile, title: "Save the prompt",
          hint: "Its ending tells its language: .prompty, .jinja2, .mustache.",
          label: "File", placeholder: "such as summary.prompty", text: "", rows: 1))
      return []
    }
    return savePrompt(to: path)
  }

  mutating func savePrompt(to path: String) -> [Effect] {
    guard let view = promptView, !path.trimmedEnds.isEmpty else { return [] }
    let path = path.trimmedEnds
    let isSure = promptOverwrite.map { now < $0 } ?? false
    return [
      .prompt(
        .save(
          path: path, text: view.editor.text, expecting: path == view.path ? view.fileText : nil,
          isSure: isSure))
    ]
  }

  /// To the problem in the text.
  mutating func goToPromptProblem() -> [Effect] {
    guard var view = promptView, let position = view.problems.first(where: { $0.position != nil })?.position
    else {
      say("Nothing is wrong with it", .note)
      return []
    }
    view.editor.moveTo(line: position.line, column: position.column)
    view.focus = .text
    promptView = view
    fitPrompt()
    return []
  }

  func copyPrompt() -> [Effect] {
    guard let view = promptView, let rendered = view.rendered else { return [] }
    return [.copy(Self.text(of: rendered), what: "what would be sent")]
  }

  mutating func exportPrompt() -> [Effect] {
    guard let view = promptView, let rendered = view.rendered, rendered.problem == nil else {
      say("It cannot be rendered yet", .note)
      return []
    }
    let stem = view.title.split(separator: ".").first.map(String.init) ?? "prompt"
    return [.export(Self.text(of: rendered), fileName: stem + "-rendered.txt")]
  }

  private static func text(of rendered: RenderedDraft) -> String {
    guard rendered.roles != ["text"] else { return rendered.messages.first?.content ?? "" }
    return zip(rendered.roles, rendered.messages).map { "\($0):\n\($1.content)\n" }.joined(separator: "\n")
  }

  // MARK: Mouse

  mutating func handlePrompt(_ mouse: MouseEvent) -> [Effect] {
    guard var view = promptView else { return [] }
    let point = Point(x: mouse.column, y: mouse.row)
    let layout = view.layout(in: bodyArea)
    switch mouse.action {
    case .press(.left):
      if layout.text.contains(point) {
        view.focus = .text
        view.editor.place(atRow: point.y - layout.text.y, cell: point.x - layout.text.x, in: layout.text)
      } else if layout.fields.contains(point) {
        view.focus = .fields
        view.focus(fieldAtRow: point.y - layout.fields.y, height: layout.fields.height)
      } else if layout.tabs.contains(point) {
        view.focus = PromptView.Pane(rawValue: (view.focus.rawValue + 1) % 3) ?? .text
      } else if layout.preview.contains(point) {
        view.focus = .preview
      }
    case .wheelUp, .wheelDown:
      let count = view.lines(width: min(layout.preview.width, MarkdownLayout.measure)).count
      view.isFollowing = false
      view.state.scroll(
        by: mouse.action == .wheelUp ? -3 : 3, lineCount: count, height: layout.preview.height)
    default: break
    }
    promptView = view
    fitPrompt()
    return []
  }
}
