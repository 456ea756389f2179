import Models
import TerminalUI

extension Workbench {
  // MARK: Settings of a session

  mutating func openSettings() {
    settings = SettingsForm(
      system: playground.session?.system ?? "",
      parameters: playground.session?.parameters ?? SamplingParameters())
  }

  mutating func handleSettings(_ press: KeyPress) -> [Effect] {
    switch (press.key, press.modifiers) {
    case (.escape, []), (.character("c"), .control): settings = nil
    case (.enter, []): return applySettings()
    case (.character("z"), .control): return [.suspend]
    default: _ = settings?.form.handle(press)
    }
    return []
  }

  func drawSettings(into surface: inout Surface) {
    guard let settings else { return }
    let width = min(72, size.width - 4)
    let height = settings.form.height + 4
    let frame = Rect(size).centered(Size(width: width, height: min(height, size.height - 2)))
    surface.cursor = nil
    surface.drawFrame(frame, title: "Settings of this conversation", style: Style(.border, on: .popup))
    let inside = frame.inset(left: 2, top: 1, right: 2, bottom: 1)
    settings.form.draw(into: &surface, in: inside.inset(bottom: 1))
    surface.draw(
      "What is left empty is not sent: the provider's own value holds.",
      at: Point(x: inside.x, y: inside.bottom - 1), style: Style(.dim, on: .popup), width: inside.width)
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
    return known.map { model in
      let context = model.contextTokens.map { "\($0) tokens" } ?? ""
      return PickerItem(id: .model(model.name.description), title: model.name.description, detail: context)
    }
      + playground.unreachable.map { provider in
        PickerItem(
          id: .unreachable(provider.provider), title: provider.provider, detail: provider.reason,
          isEnabled: false)
      }
  }

  // MARK: Mouse

  mutating func handlePlayground(_ mouse: MouseEvent, isDouble: Bool) -> [Effect] {
    let point = Point(x: mouse.column, y: mouse.row)
    let layout = playground.layout(in: bodyArea)
    switch mouse.action {
    case .press(.left):
      if layout.composer.contains(point) {
        playground.focus = .composer
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
