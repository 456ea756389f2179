import Models
import TerminalUI

extension Workbench {
  // MARK: Settings of a session

  mutating func openSettings() {
    let fresh = SettingsForm(
      system: playground.session?.system ?? "",
      parameters: playground.session?.parameters ?? SamplingParameters())
    // What was typed before and not kept is there again, unless the settings have changed meanwhile.
    let left = abandonedSettings[playground.session?.id ?? ""]
    settings = left?.isOf(fresh) == true ? left : fresh
    fitSettings()
  }

  /// Tells the form how wide it is.
  private mutating func fitSettings() {
    let width = settingsArea.width
    settings?.form.setWidth(width)
  }

  /// Closes the form; what was changed in it is there again when it is opened next.
  mutating func leaveSettings() {
    guard let form = settings else { return }
    settings = nil
    abandonedSettings[playground.session?.id ?? ""] = form.isChanged ? form : nil
    if form.isChanged { say("Not kept: the changed settings are there again with the same key", .note) }
  }

  mutating func handleSettings(_ press: KeyPress) -> [Effect] {
    fitSettings()
    switch (press.key, press.modifiers) {
    case (.escape, []), (.character("c"), .control): leaveSettings()
    case (.enter, []): return applySettings()
    case (.enter, .alt), (.enter, .shift): _ = settings?.form.handle(KeyPress("j", .control))
    case (.character("g"), .control):
      if let text = settings?.form.focusedText { return [.editText(text, .setting)] }
    default: _ = settings?.form.handle(press)
    }
    return []
  }

  /// A click gives a field the focus; one beside the form leaves it.
  mutating func handleSettings(_ mouse: MouseEvent) -> [Effect] {
    guard case .press(.left) = mouse.action else { return [] }
    let point = Point(x: mouse.column, y: mouse.row)
    let area = settingsArea
    if area.contains(point) {
      settings?.form.focus(row: point.y - area.y)
    } else if !settingsFrame.contains(point) {
      leaveSettings()
    }
    return []
  }

  private var settingsFrame: Rect {
    let height = (settings?.form.height ?? 0) + 4
    return Rect(size).centered(Size(width: min(76, size.width - 4), height: min(height, size.height - 2)))
  }

  /// Where the fields stand.
  private var settingsArea: Rect { settingsFrame.inset(left: 2, top: 1, right: 2, bottom: 2) }

  func drawSettings(into surface: inout Surface) {
    guard let settings else { return }
    surface.cursor = nil
    surface.drawFrame(
      settingsFrame, title: "Settings of this conversation", style: Style(.border, on: .popup))
    settings.form.draw(into: &surface, in: settingsArea)
    surface.draw(
      "What is left empty is not sent: the provider's own value holds.",
      at: Point(x: settingsArea.x, y: settingsArea.bottom), style: Style(.dim, on: .popup),
      width: settingsArea.width)
  }

  // MARK: Choice of a model

  mutating func openModelPicker() {
    open(
      Popup(kind: .models, picker: Picker(items: modelItems, selected: .model(playground.model.description))))
  }

  /// Puts models that have just been found into the open list.
  mutating func refreshModels() {
    let items = modelItems
    popup?.picker.replaceItems(items)
  }

  private var modelItems: [PickerItem<Popup.Choice>] {
    let known = playground.models.isEmpty ? [ModelInfo(name: .librarian)] : playground.models
    var items = known.map { model in
      let row = ModelRow(model, shelf)
      let context = row.contextTokens.map { ModelRow.short($0) + " context" }
      let price = row.price?.rates.input.map { ModelDetails.amount($0, row.price?.currency ?? "") + " in" }
      return PickerItem(
        id: Popup.Choice.model(model.name.description), title: model.name.description,
        detail: [context, price].compactMap(\.self).joined(separator: " · "),
        keywords: row.capabilities.joined(separator: " "))
    }
    // A provider need not list what it has: any name may be typed.
    let typed = popup?.kind == .models ? popup?.picker.query.text.trimmedEnds ?? "" : ""
    if let name = ModelName(typed), !known.contains(where: { $0.name == name }) {
      items.append(
        PickerItem(id: .model(typed), title: typed, detail: "as typed", keywords: typed))
    }
    items += (shelf.servers ?? []).map { server in
      PickerItem(
        id: .server(server.baseURL), title: "+ \(server.kind.title) at \(server.baseURL)",
        detail: "found here; Enter adds it")
    }
    items += playground.unreachable.map { provider in
      PickerItem(
        id: .unreachable(provider.provider), title: provider.provider, detail: provider.reason,
        isEnabled: false)
    }
    return items
      + ["playground.all-models", "playground.add-provider"].compactMap(CommandRegistry.command)
      .map { command in
        PickerItem(
          id: .command(command.id), title: command.title, detail: keymap.keyNames(for: command))
      }
  }

  // MARK: Mouse

  mutating func handlePlayground(_ mouse: MouseEvent, isDouble: Bool) -> [Effect] {
    let point = Point(x: mouse.column, y: mouse.row)
    let layout = playground.layout(in: bodyArea)
    switch mouse.action {
    case .press(.left):
      if let splitter = layout.splitter, point.x == splitter, point.y < layout.composer.y {
        playground.isDraggingSplitter = true
      } else if layout.composer.contains(point) {
        playground.focus = .composer
        let area = playground.promptArea(in: bodyArea)
        if area.contains(point) {
          playground.composer.place(atRow: point.y - area.y, cell: point.x - area.x, in: area)
        }
      } else if layout.sessions.contains(point) {
        playground.focus = .sessions
        let row = (point.y - layout.sessionRows.y) / 2
        guard point.y >= layout.sessionRows.y,
          let index = playground.list.index(atRow: row, count: playground.rowCount)
        else {
          return []
        }
        playground.list.select(
          index, count: playground.rowCount, height: max(1, layout.sessionRows.height / 2))
        if isDouble { return openSelectedSession() }
      } else if layout.conversation.contains(point) {
        playground.focus = .conversation
        let document = playground.layouts.document(for: playground, width: layout.text.width)
        let line = playground.view.offset + point.y - layout.text.y
        guard document.lines.indices.contains(line),
          let link = document.lines[line].link(atCell: point.x - layout.text.x)
        else { return [] }
        if playground.view.selectedLink == link || isDouble { return openInPlayground() }
        playground.view.selectedLink = link
      }
    case .drag(.left) where playground.isDraggingSplitter: playground.sessionsWidth = point.x - bodyArea.x
    case .release: playground.isDraggingSplitter = false
    case .wheelUp, .wheelDown:
      let rows = mouse.action == .wheelUp ? -3 : 3
      if layout.sessions.contains(point) {
        playground.list.scroll(
          by: rows / 2, count: playground.rowCount, height: max(1, layout.sessionRows.height / 2))
      } else {
        let document = playground.layouts.document(for: playground, width: layout.text.width)
        playground.view.scroll(by: rows, lineCount: document.lines.count, height: layout.text.height)
        playground.isFollowing = playground.view.offset + layout.text.height >= document.lines.count
      }
    default: break
    }
    return []
  }
}
