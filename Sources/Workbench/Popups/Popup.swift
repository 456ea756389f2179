import Catalog
import Models
import TerminalUI

/// A choice that lies over the screen until it is made or closed.
struct Popup: Sendable {
  /// What can be chosen.
  enum Choice: Hashable, Sendable {
    case command(String)
    case entry(String)
    case theme(String)
    case model(String)
    case session(String)
    /// Something that what is compared must fulfil.
    case constraint(String)
    /// Something that narrows the list of models.
    case modelFacet(String)
    /// A prompt: in a file, a new one, the one that was left, the one in the composer.
    case promptFile(String)
    case newPrompt
    case leftPrompt(String)
    case composerPrompt
    /// A server on this machine that was found, by its address.
    case server(String)
    /// What takes the place of a service in a design.
    case swap(String)
    /// A box of a design.
    case component(String)
    /// The other end of a line that is drawn or taken away.
    case line(String)
    /// A version of a design.
    case version(Int)
    /// What is added to a design.
    case service(String)
    /// Something to know, not to choose.
    case note(String)
    /// A provider that did not answer: listed with the reason, not to be chosen.
    case unreachable(String)
  }

  enum Kind: Hashable, Sendable {
    case palette, commands, help, themes, models, modelFacets, prompts, constraints, swap, services,
      components, lines,
      versions
  }

  var kind: Kind
  var picker: Picker<Choice>
  /// The theme to go back to when the choice of a theme is given up.
  var themeBefore: Theme?

  /// Whether several can be chosen: it stays open, and each choice can be let go again.
  var isManifold: Bool { kind == .modelFacets || kind == .constraints }

  mutating func paste(_ text: String) {
    picker.paste(text)
  }

  var title: String {
    switch kind {
    case .palette: "Find"
    case .commands: "Commands"
    case .help: "Keys"
    case .themes: "Colours"
    case .models: "Models"
    case .modelFacets: "Show only models that"
    case .prompts: "Prompts"
    case .constraints: "What it must fulfil"
    case .swap: "Swap for"
    case .services: "Add a service"
    case .components: "Components"
    case .lines: "A line to"
    case .versions: "Versions"
    }
  }

  var placeholder: String {
    switch kind {
    case .palette: "a command, a service, a concept …"
    case .commands: "a command"
    case .help: "type to narrow by name or key"
    case .themes: "a theme"
    case .models: "a model, as provider/model; M on the Playground shows all about them"
    case .modelFacets: "Space chooses, Esc is done; type to narrow"
    case .prompts: "a file, such as summary.prompty"
    case .constraints: "Space chooses, Esc is done; type to narrow"
    case .swap: "what fits stands first; type for any other"
    case .services: "a service, platform or model"
    case .components: "a box of the design"
    case .lines: "where it goes; where one goes already it is taken away"
    case .versions: "Enter brings one back, as the newest"
    }
  }

  /// The frame of the popup in a window.
  func frame(in size: Size) -> Rect {
    let width: Int
    let height: Int
    switch kind {
    case .themes:
      // At the side, so that the colours are seen on what lies beside it.
      width = min(44, size.width - 4)
      height = min(picker.items.count + 4, size.height - 4)
      return Rect(x: size.width - width - 2, y: 2, width: width, height: height)
    default:
      width = min(76, size.width - 4)
      height = min(max(10, size.height * 2 / 3), size.height - 4)
      return Rect(
        x: (size.width - width) / 2, y: max(1, (size.height - height) / 3), width: width, height: height)
    }
  }

  /// The rows of the list within the frame.
  func listArea(in size: Size) -> Rect {
    frame(in: size).inset(left: 1, top: 3, right: 1, bottom: 1)
  }
}

extension Workbench {
  mutating func closePopup() {
    if let before = popup?.themeBefore { theme = before }
    popup = nil
  }

  // MARK: Opening

  /// Opens the palette over every command, and over every entry and session unless only commands are wanted.
  mutating func openPalette(commandsOnly: Bool) -> [Effect] {
    let items = commandsOnly ? commandItems : paletteItems
    open(Popup(kind: commandsOnly ? .commands : .palette, picker: Picker(items: items)))
    return commandsOnly || playground.sessions != nil ? [] : [.loadSessions(findsDraft: false)]
  }

  /// Puts sessions that have just been read into the open palette.
  mutating func refreshPalette() {
    let items = paletteItems
    popup?.picker.replaceItems(items)
  }

  private var commandItems: [PickerItem<Popup.Choice>] {
    CommandRegistry.all.filter { $0.scope != .movement }.map { item(for: $0) }
  }

  private var paletteItems: [PickerItem<Popup.Choice>] {
    let entries = (catalog.contents?.library.entries ?? []).map { entry in
      PickerItem(
        id: Popup.Choice.entry(entry.id), title: entry.title, detail: entry.kind.title,
        keywords: ([entry.id] + entry.aliases).joined(separator: " "))
    }
    let sessions = (playground.sessions ?? []).filter { !$0.title.isEmpty }.map { session in
      PickerItem(id: Popup.Choice.session(session.id), title: session.title, detail: "session")
    }
    let own = catalog.entries(of: .designs) + catalog.entries(of: .decisions)
    let kept = own.map { entry in
      PickerItem(
        id: Popup.Choice.entry(entry.id), title: entry.title,
        detail: entry.id.hasPrefix("design:") ? "my design" : "my decision", keywords: entry.id)
    }
    return commandItems + kept + entries + sessions
  }

  /// Opens the key help of the focused pane: what each key does here and now, the nearest first.
  mutating func openHelp() {
    var items = workingCommands.map { command, keys in
      var item = item(for: command)
      // Help is read by key: the key is what the eye looks for.
      item.detail = keys.map(\.name).joined(separator: ", ")
      item.keywords = command.id + " " + command.scope.title
      return item
    }
    if isWriting {
      items += Workbench.writingKeys.map { keys, title in
        PickerItem(id: .note(title), title: title, detail: keys, keywords: "prompt text")
      }
    }
    open(Popup(kind: .help, picker: Picker(items: items)))
  }

  /// What keys do in a text, for the help.
  private static let writingKeys = [
    ("Up, Down", "The row above or below; in an empty prompt those sent before"),
    ("Ctrl-A, Ctrl-E", "To the start or the end of the line"),
    ("Alt-B, Alt-F", "A word back or forward"),
    ("Ctrl-W, Alt-D", "Delete the word before or behind"),
    ("Ctrl-U, Ctrl-K", "Delete to the start or the end of the line"),
    ("Ctrl-_, Ctrl-Y", "Undo, and do again"),
  ]

  mutating func openThemes() {
    open(
      Popup(kind: .themes, picker: Picker(items: themeItems, selected: .theme(theme.id)), themeBefore: theme))
  }

  private var themeItems: [PickerItem<Popup.Choice>] {
    themes.map { theme in
      let variant = theme.isDark.map { $0 ? "dark" : "light" } ?? "as your terminal"
      return PickerItem(
        id: Popup.Choice.theme(theme.id), title: theme.name, detail: variant, keywords: theme.id)
    }
  }

  /// Takes the themes that were read.
  ///
  /// A choice that was opened before they came shows them too.
  mutating func take(themes: [Theme]) {
    self.themes = themes
    guard popup?.kind == .themes else { return }
    let items = themeItems
    popup?.picker.replaceItems(items)
    previewTheme()
  }

  mutating func open(_ popup: Popup) {
    var popup = popup
    popup.picker.setHeight(popup.listArea(in: size).height)
    self.popup = popup
  }

  private func item(for command: Command) -> PickerItem<Popup.Choice> {
    let keys = keymap.keyNames(for: command)
    var detail = keys
    var isEnabled = true
    if case .disabled(let reason) = command.availability(self) {
      detail = reason
      isEnabled = false
    }
    return PickerItem(
      id: .command(command.id), title: command.title, detail: detail, keywords: command.id + " " + keys,
      isEnabled: isEnabled)
  }

  // MARK: Events

  mutating func handlePopup(_ press: KeyPress) -> [Effect] {
    switch (press.key, press.modifiers) {
    case (.escape, []), (.character("c"), .control): closePopup()
    case (.enter, []): return choose()
    // As wherever several can be chosen; behind letters it is one of the words that narrow the list.
    case (.character(" "), []) where popup?.isManifold == true && popup?.picker.query.isEmpty == true:
      return choose()
    case (.character("z"), .control): return [.suspend]
    case (.character("l"), .control): return [.repaint]
    default:
      let height = popup?.listArea(in: size).height ?? 1
      popup?.picker.setHeight(height)
      if popup?.picker.handle(press) == true {
        previewTheme()
        if popup?.kind == .models { refreshModels() }
        if popup?.kind == .prompts { refreshPrompts() }
      }
    }
    return []
  }

  mutating func handlePopup(_ mouse: MouseEvent, isDouble: Bool) -> [Effect] {
    guard let frame = popup?.frame(in: size), let area = popup?.listArea(in: size) else { return [] }
    let point = Point(x: mouse.column, y: mouse.row)
    popup?.picker.setHeight(area.height)
    switch mouse.action {
    case .wheelUp, .wheelDown:
      popup?.picker.scroll(by: mouse.action == .wheelUp ? -3 : 3)
      previewTheme()
    case .press(.left):
      guard frame.contains(point) else {
        closePopup()
        return []
      }
      guard area.contains(point), popup?.picker.select(row: point.y - area.y) == true else { return [] }
      previewTheme()
      if isDouble { return choose() }
    default: break
    }
    return []
  }

  private mutating func previewTheme() {
    guard popup?.kind == .themes, case .theme(let id)? = popup?.picker.selection?.id else { return }
    if let chosen = themes.first(where: { $0.id == id }) { theme = chosen }
  }

  private mutating func choose() -> [Effect] {
    guard let item = popup?.picker.selection else { return [] }
    switch item.id {
    case .command(let id):
      closePopup()
      return run(id)
    case .entry(let address):
      closePopup()
      viewers[.catalog] = nil
      catalog.go(to: address)
      return show(.catalog)
    case .model(let name):
      closePopup()
      return ModelName(name).map { choose(model: $0) } ?? []
    case .session(let id):
      let effects = show(.playground)
      playground.focus = .conversation
      return effects + openSession(id)
    case .swap(let address): return swap(for: address)
    case .component(let id): return choose(component: id)
    case .service(let address): return addService(address)
    case .line(let id): return toggleLine(to: id)
    case .version(let number): return restore(version: number)
    case .constraint(let id): return toggle(constraint: id)
    case .modelFacet(let id): return toggle(modelFacet: id)
    case .promptFile(let path):
      closePopup()
      return [.prompt(.open(path))]
    case .newPrompt: return openPrompt(PromptView(text: Workbench.newPrompt))
    case .leftPrompt(let key): return openLeftPrompt(key)
    case .composerPrompt: return openComposerAsPrompt()
    case .server(let address):
      guard let server = shelf.servers?.first(where: { $0.baseURL == address }) else { return [] }
      closePopup()
      let effects = openModelsView()
      openProviderForm(ProviderForm(adding: server, names: providerNames))
      return effects
    case .note: return []
    case .unreachable(let provider):
      say("\(provider) does not answer: \(item.detail)", .note, seconds: 6)
      return []
    case .theme(let id):
      if let chosen = themes.first(where: { $0.id == id }) { theme = chosen }
      themePair = nil
      popup = nil
      return [.saveTheme(id)]
    }
  }

  // MARK: Drawing

  func drawPopup(into surface: inout Surface) {
    guard let popup else { return }
    let frame = popup.frame(in: size)
    surface.cursor = nil
    surface.drawFrame(frame, title: popup.title, style: Style(.border, on: .popup))
    popup.picker.draw(
      into: &surface, in: frame.inset(left: 1, top: 1, right: 1, bottom: 1), placeholder: popup.placeholder,
      nothing: "Nothing matches.")
  }
}
