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
    /// A provider that did not answer: listed with the reason, not to be chosen.
    case unreachable(String)
  }

  enum Kind: Hashable, Sendable { case palette, commands, help, themes, models }

  var kind: Kind
  var picker: Picker<Choice>
  /// The theme to go back to when the choice of a theme is given up.
  var themeBefore: Theme?

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
    }
  }

  var placeholder: String {
    switch kind {
    case .palette: "a command, a service, a concept …"
    case .commands: "a command"
    case .help: "type to narrow by name or key"
    case .themes: "a theme"
    case .models: "a model, as provider/model"
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

  /// Opens the palette over every command, and over every entry unless only commands are wanted.
  mutating func openPalette(commandsOnly: Bool) {
    var items = CommandRegistry.all.filter { $0.scope != .movement }.map { item(for: $0) }
    if !commandsOnly, let library = catalog.contents?.library {
      items += library.entries.map { entry in
        PickerItem(
          id: .entry(entry.id), title: entry.title, detail: entry.kind.title,
          keywords: ([entry.id] + entry.aliases).joined(separator: " "))
      }
    }
    if !commandsOnly {
      items += (playground.sessions ?? []).map { session in
        PickerItem(id: .session(session.id), title: session.title, detail: "session")
      }
    }
    open(Popup(kind: commandsOnly ? .commands : .palette, picker: Picker(items: items)))
  }

  /// Opens the key help of the focused pane: its own commands first, then those of the screen and of everywhere.
  mutating func openHelp() {
    let items = scopes.flatMap { scope in CommandRegistry.all.filter { $0.scope == scope } }.map { command in
      var item = item(for: command)
      // Help is read by key: the key is what the eye looks for.
      item.detail = keymap.keyNames(for: command)
      item.keywords = command.id + " " + command.scope.title
      return item
    }
    open(Popup(kind: .help, picker: Picker(items: items)))
  }

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
    case (.character("z"), .control): return [.suspend]
    case (.character("l"), .control): return [.repaint]
    default:
      let height = popup?.listArea(in: size).height ?? 1
      popup?.picker.setHeight(height)
      if popup?.picker.handle(press) == true { previewTheme() }
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
      catalog.go(to: address)
      return show(.catalog)
    case .model(let name):
      closePopup()
      return ModelName(name).map { choose(model: $0) } ?? []
    case .session(let id):
      return show(.playground) + openSession(id)
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
