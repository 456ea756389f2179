import Catalog
import Documents
import Models
import Preferences
import TerminalUI
import TextWidth

/// The state of the whole workbench.
///
/// It takes events and messages, gives effects, and draws itself: nothing here knows of a terminal, so every
/// behaviour can be tested by values alone.
package struct Workbench: Sendable {
  package internal(set) var size: Size
  package internal(set) var screen = WorkbenchScreen.catalog
  package internal(set) var catalog = CatalogScreen()
  package internal(set) var playground = PlaygroundScreen()
  /// Screens on which something ended while another one was on show.
  var unseenScreens: Set<WorkbenchScreen> = []
  /// Sessions in which a reply has ended that nobody has looked at.
  var unseenSessions: Set<String> = []
  /// The page that was opened from a conversation: going back from it leads there.
  var citedPage: String?
  /// Whether the Playground was on show: what it needs is read the first time.
  var hasVisitedPlayground = false
  /// What was told, the newest last, to be read again.
  var told: [Toast] = []
  /// The diagrams on show, by the screen whose panes they cover.
  var viewers: [WorkbenchScreen: DiagramViewer] = [:]
  /// The diagram on show on this screen.
  package internal(set) var viewer: DiagramViewer? {
    get { viewers[screen] }
    set { viewers[screen] = newValue }
  }
  /// The diagram from which an entry was opened, to come back to.
  var leftDiagram: LeftDiagram?
  /// A view that covers the panes of the Catalog.
  var tool: CatalogTool?
  /// The view from which an entry was opened, to come back to.
  var leftTool: (tool: CatalogTool, entry: String)?
  /// The constraints of the comparison before: they hold for the next one.
  var lastConstraints: [String] = []
  /// The conversation with the catalog that was left.
  var leftAsking: AskView?
  /// The private note that is being written.
  var noteForm: NoteForm?
  /// Notes that were half written and left, by address.
  var noteDrafts: [String: String] = [:]
  /// When the note that is being written is kept as a draft next.
  var noteDeadline: Double?
  /// A text to read, over the screen.
  var reader: Reader?
  /// What is known of models and their providers.
  var shelf = ModelShelf()
  /// A view that covers the panes of the Playground.
  var playgroundTool: PlaygroundTool?
  /// The form that adds or changes a provider, while it is open, and the one that was sent off to be kept.
  var providerForm: ProviderForm?
  var sentForm: ProviderForm?
  /// What was typed into it and not kept, and when it is kept as a draft next.
  var providerDraft: JSONValue?
  var providerDeadline: Double?
  /// Prompts that were being written and not saved, by their files, the last one left at the end; and when they are kept
  /// next.
  var promptDrafts: [JSONValue.Member] = []
  var promptDeadline: Double?
  /// Whether a prompt was saved, so that its draft has to go.
  var hasSavedPrompt = false
  /// Prompt files that were found; nil while they have not been looked for.
  var promptFiles: [String]?
  /// Until when saving once more writes over a file that somebody else has changed.
  var promptOverwrite: Double?
  /// Settings that were half filled in and left, by the session's id.
  var abandonedSettings: [String: SettingsForm] = [:]
  /// The form with a session's settings, while it is open.
  var settings: SettingsForm?
  /// When the prompt is kept next.
  var draftDeadline: Double?
  /// The session that a second press deletes, and until when.
  var deletion: (id: String, end: Double)?
  /// Seconds since 1970, for what is dated.
  package var wallTime: Double = 0
  package internal(set) var theme: Theme
  /// The themes for a dark and a light terminal, when the configuration names two and none was chosen since.
  var themePair: ThemePair?
  /// Every theme that can be chosen.
  package internal(set) var themes: [Theme]
  /// Whether the terminal's background is dark, as far as it is known.
  package internal(set) var isDarkTerminal: Bool
  package internal(set) var usesMouse: Bool
  package let keymap: Keymap
  var popup: Popup?
  package internal(set) var toast: Toast?
  /// Until when a second Ctrl-C leaves.
  private var quitDeadline: Double?
  var lastPress: (point: Point, time: Double)?
  /// The time of the event at hand, in seconds of a clock that only runs forward.
  var now: Double = 0
  /// An entry to show once the catalog is there.
  private var wantedEntry: String?

  /// A diagram from which an entry was opened.
  struct LeftDiagram: Sendable {
    var screen: WorkbenchScreen
    var viewer: DiagramViewer
    /// The entry: going back from it leads to the diagram.
    var entry: String
  }

  /// A message that goes by itself.
  package struct Toast: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case done, note, problem }

    package var kind: Kind
    package var text: String
    /// When it goes, on the workbench's clock.
    package var end: Double
  }

  /// A theme for each kind of terminal.
  package struct ThemePair: Hashable, Sendable {
    package var dark: Theme
    package var light: Theme

    package init(dark: Theme, light: Theme) {
      self.dark = dark
      self.light = light
    }
  }

  package init(
    size: Size, theme: Theme = .terminal, themePair: ThemePair? = nil, themes: [Theme] = [.terminal],
    isDarkTerminal: Bool = true,
    usesMouse: Bool = true, keymap: Keymap = .standard, entry: String? = nil
  ) {
    self.size = size
    self.theme = themePair.map { isDarkTerminal ? $0.dark : $0.light } ?? theme
    self.themePair = themePair
    self.themes = themes
    self.isDarkTerminal = isDarkTerminal
    self.usesMouse = usesMouse
    self.keymap = keymap
    wantedEntry = entry
  }

  // MARK: Events

  /// Handles what came from the terminal.
  ///
  /// - Parameter time: seconds on a clock that only runs forward.
  package mutating func handle(_ event: InputEvent, at time: Double) -> [Effect] {
    now = time
    if let toast, toast.end <= now { self.toast = nil }
    switch event {
    case .key(let press): return handle(press) + catalog.takeVisits()
    case .paste(let text): return paste(text)
    case .mouse(let mouse): return handle(mouse) + catalog.takeVisits()
    case .resize(let columns, let rows):
      size = Size(width: columns, height: rows)
      return []
    case .reply(.background(let color)):
      adapt(toDark: RGB(color.red, color.green, color.blue).luminance < 0.4)
      return []
    case .reply(.colorScheme(let isDark)):
      adapt(toDark: isDark)
      return []
    case .reply, .focus: return []
    }
  }

  /// Takes the colours that fit the terminal's background, once that is known.
  private mutating func adapt(toDark isDark: Bool) {
    isDarkTerminal = isDark
    guard let themePair else { return }
    let fitting = isDark ? themePair.dark : themePair.light
    if popup?.themeBefore != nil { popup?.themeBefore = fitting } else { theme = fitting }
  }

  /// Handles what came back from an effect.
  package mutating func handle(_ message: Message, at time: Double) -> [Effect] {
    now = time
    switch message {
    case .catalogLoaded(let contents):
      let isFirst = catalog.contents?.isWhole != true
      catalog.take(contents)
      if let problem = contents.problems.first {
        let more =
          contents.problems.count > 1
          ? " (and \(contents.problems.count - 1) more: atelier catalog check)" : ""
        say(problem + more, .problem)
      } else if !isFirst {
        say("The catalog was read anew", .done)
      } else {
        sayFilter()
      }
      if let name = wantedEntry {
        if contents.isWhole { wantedEntry = nil }
        if let entry = contents.library.entry(named: name) {
          wantedEntry = nil
          catalog.go(to: entry.id)
        } else if contents.isWhole {
          // Close to what was meant, perhaps.
          catalog.startSearch()
          catalog.query?.paste(name)
          catalog.updateHits()
          say("There is no entry “\(name)”; this is what its words find", .note)
        }
      }
    case .catalogProgress(let progress): catalog.progress = progress
    case .notebookLoaded(let notebook): take(notebook)
    case .versionsLoaded, .versionRead: return handleVersions(message)
    case .passagesFound, .askUpdated, .askFailed: return handleAsking(message)
    case .themesLoaded(let themes): take(themes: themes)
    case .edited(let status, let change): return handleEdited(status: status, change: change)
    case .note(let text): say(text, .note, seconds: 6)
    case .storeUnavailable, .questionsLoaded, .sessionsLoaded, .sessionOpened, .sessionChanged, .draftFound,
      .sessionsFound,
      .modelsListed, .models, .prompt, .reply, .sendFailed, .textEdited:
      return handlePlayground(message)
    case .copied(let what, let count, let route): say("Copied \(what), \(count) characters (\(route))", .done)
    case .opened(let url, let isStarted):
      say(
        isStarted ? "Opened \(url)" : "No browser here; y copies the address: \(url)",
        isStarted ? .done : .note)
    case .themeSaved(let id, let problem):
      say(problem ?? "\(id) is kept as your theme", problem == nil ? .done : .problem)
    }
    return []
  }

  private mutating func handleEdited(status: Int?, change: EditorChange) -> [Effect] {
    switch (status, change) {
    case (nil, _): say("The editor could not be started; set VISUAL or EDITOR", .problem)
    case (_, .file): return [.loadCatalog]
    case (_, .copy(let path)) where screen == .playground:
      say("The conversation stays as it is; what you wrote is kept in \(path)", .note, seconds: 10)
    case (_, .copy(let path)):
      say(
        "Pages that came with atelier stay as they are: what you wrote is kept in \(path). A catalog of your own may "
          + "replace a page (--catalog).", .note, seconds: 10)
    case (.some(0), .none): say("Back from the editor", .note)
    case (.some(let status), .none): say("The editor ended with status \(status); nothing was changed", .note)
    }
    return []
  }

  /// When the workbench wants to be drawn again although nothing happens; nil when never.
  package var nextTick: Double? {
    [toast?.end, quitDeadline, draftDeadline, noteDeadline, providerDeadline, promptDeadline].compactMap(
      \.self
    ).min()
  }

  /// Lets go what is over.
  ///
  /// - Returns: what is to be done now, such as keeping a prompt that was typed half a second ago.
  package mutating func tick(at time: Double) -> [Effect] {
    now = time
    if let toast, toast.end <= time { self.toast = nil }
    if let quitDeadline, quitDeadline <= time { self.quitDeadline = nil }
    var effects: [Effect] = []
    if let noteDeadline, noteDeadline <= time {
      self.noteDeadline = nil
      effects += keepNoteDraft()
    }
    if let providerDeadline, providerDeadline <= time { effects += keepProviderDraft() }
    if let promptDeadline, promptDeadline <= time { effects += keepPromptDraft() }
    guard let draftDeadline, draftDeadline <= time else { return effects }
    self.draftDeadline = nil
    return effects + playground.saveDraft(at: wallTime)
  }

  // MARK: Keys

  private mutating func handle(_ press: KeyPress) -> [Effect] {
    if isTooSmall {
      // Nothing is seen of what a letter would do.
      switch keymap.command(for: press, in: [.global]) {
      case "program.quit": return requestQuit()
      case "program.suspend": return [.suspend]
      default: return []
      }
    }
    if let effects = handleAnywhere(press) { return effects }
    if reader != nil { return handleReader(press) }
    if settings != nil { return handleSettings(press) }
    if noteForm != nil { return handleNote(press) }
    if providerForm != nil, popup == nil { return handleProvider(press) }
    if popup != nil { return handlePopup(press) }
    if shownTool != nil, let effects = handleQuestion(press) { return effects }
    if viewer?.isTypingQuery == true, let effects = handleDiagramQuery(press) { return effects }
    if viewer == nil, tool == nil, screen == .catalog, catalog.isTypingQuery, let effects = handleQuery(press)
    {
      return effects
    }
    if shownPlaygroundTool != nil {
      if let effects = handlePlaygroundToolText(press) { return effects }
    } else if viewer == nil, screen == .playground {
      if playground.focus == .sessions, playground.isTypingQuery, let effects = handleSessionQuery(press) {
        return effects
      }
      if playground.focus == .composer, let effects = handleComposer(press) { return effects }
    }
    guard let id = keymap.command(for: press, in: scopes) else {
      quitDeadline = nil
      return []
    }
    return run(id)
  }

  /// Keys that work whatever lies over the screen; nil for all others.
  private mutating func handleAnywhere(_ press: KeyPress) -> [Effect]? {
    guard reader != nil || settings != nil || noteForm != nil || providerForm != nil || popup != nil,
      press.typedCharacter == nil,
      let id = keymap.command(for: press, in: [.global]),
      ["screen.catalog", "screen.playground", "program.repaint", "program.suspend"].contains(id)
    else { return nil }
    let effects = id.hasPrefix("screen.") ? putAwayWhatLiesOver() : []
    return effects + run(id)
  }

  /// Closes what lies over the screen; a form that is half filled in is there again when it is opened.
  mutating func putAwayWhatLiesOver() -> [Effect] {
    reader = nil
    leaveSettings()
    closePopup()
    return leaveNote() + leaveProvider()
  }

  /// The scopes whose keys work now, the nearest first.
  var scopes: [Command.Scope] {
    if viewer != nil { return [.diagram, .movement, .global] }
    switch screen {
    case .catalog:
      if let tool { return [tool.scope, .movement, .global] }
      if catalog.focus == .browse, catalog.showsFacets { return [.facets, .catalog, .movement, .global] }
      return catalog.focus == .page ? [.page, .catalog, .movement, .global] : [.catalog, .movement, .global]
    case .playground:
      if let tool = playgroundTool { return [tool.scope, .movement, .global] }
      return playground.focus == .composer
        ? [.composer, .playground, .movement, .global] : [.playground, .movement, .global]
    }
  }

  /// Runs a command, or says why it cannot run.
  package mutating func run(_ id: String) -> [Effect] {
    guard let command = CommandRegistry.command(id) else { return [] }
    if id != "program.quit", id != "step.back" { quitDeadline = nil }
    if case .disabled(let reason) = command.availability(self) {
      say(reason, .note)
      return []
    }
    return goToScreen(of: command) + command.run(&self)
  }

  /// Shows the screen on which a command does its work: from the palette it may be another one.
  private mutating func goToScreen(of command: Command) -> [Effect] {
    switch command.scope {
    case .catalog, .page, .facets:
      viewers[.catalog] = nil
      tool = nil
      return screen == .catalog ? [] : show(.catalog)
    case .prompt: return promptView == nil ? openPrompts() : []
    case .models: return shownPlaygroundTool == nil || modelsView == nil ? openModelsView() : []
    case .playground:
      viewers[.playground] = nil
      playgroundTool = nil
      return screen == .playground ? [] : show(.playground)
    case .composer:
      viewers[.playground] = nil
      playgroundTool = nil
      playground.focus = .composer
      return screen == .playground ? [] : show(.playground)
    case .global, .movement, .diagram, .decision, .comparison, .design, .answer: return []
    }
  }

  /// Keys while the search field has the focus; nil for a key that is not the field's.
  private mutating func handleQuery(_ press: KeyPress) -> [Effect]? {
    switch (press.key, press.modifiers) {
    case (.escape, []):
      catalog.endSearch()
      return []
    case (.enter, []): return catalog.open(in: bodyArea)
    case (.up, []): catalog.move(.up, in: bodyArea)
    case (.down, []): catalog.move(.down, in: bodyArea)
    case (.pageUp, []): catalog.move(.pageUp, in: bodyArea)
    case (.pageDown, []): catalog.move(.pageDown, in: bodyArea)
    case (.tab, []), (.tab, .shift):
      catalog.isTypingQuery = false
      catalog.enterPage()
    case (.backspace, []) where catalog.query?.isEmpty == true: catalog.endSearch()
    default:
      let before = catalog.query?.text
      if catalog.query?.handle(press) == true {
        if catalog.query?.text != before { catalog.updateHits() }
        return []
      }
      // Control keys that mean nothing to the field go on to the screen.
      guard press.typedCharacter == nil, let id = keymap.command(for: press, in: scopes) else { return [] }
      return run(id)
    }
    return []
  }

  // MARK: Out of the way

  mutating func toggleMouse() -> [Effect] {
    usesMouse.toggle()
    say(
      usesMouse
        ? "The mouse is on; Shift and drag selects text" : "The mouse is off: the terminal selects text",
      .note)
    return [.setMouse(usesMouse)]
  }

  /// Goes to the next match of the search in the page, or says that there is none.
  mutating func goToMatchInPage(forward: Bool) {
    guard !catalog.highlightedWords.isEmpty else { return say("/ searches first", .note) }
    if !catalog.goToMatch(forward: forward, in: bodyArea) {
      say("The words of the search do not stand in this page", .note)
    }
  }

  // MARK: Leaving

  mutating func stepBack() -> [Effect] {
    if viewer != nil {
      stepBackInDiagram()
      return []
    }
    if shownPlaygroundTool != nil { return stepBackInPlaygroundTool() }
    if screen == .playground {
      if let effects = stepBackInPlayground() {
        quitDeadline = nil
        return effects
      }
      return requestQuit()
    }
    if tool != nil {
      stepBackInTool()
      return []
    }
    guard !catalog.stepBack() else {
      quitDeadline = nil
      return []
    }
    return requestQuit()
  }

  /// Asks once, then leaves.
  mutating func requestQuit() -> [Effect] {
    if let effects = stopReply() ?? stopPromptRun() ?? (shownTool != nil ? stopAsking() : nil) {
      return effects
    }
    if let quitDeadline, now < quitDeadline { return [.quit] }
    quitDeadline = now + 3
    let replies = playground.running.count
    let cost =
      replies == 0 ? "" : replies == 1 ? "A reply is still coming: " : "\(replies) replies are still coming: "
    say(
      cost
        + (replies == 0
          ? "Press the key once more to leave"
          : "the key once more stops and keeps what has come, and leaves"),
      .note, seconds: 3)
    return []
  }
}
