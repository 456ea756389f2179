import Documents
import Models
import Preferences
import TerminalUI

/// The form that adds or changes a provider.
extension Workbench {
  var providerNames: [String] { (shelf.providers ?? []).map(\.name) }

  mutating func addProvider() -> [Effect] {
    let effects = modelsView == nil || shownPlaygroundTool == nil ? openModelsView() : []
    openProviderForm(ProviderForm(names: providerNames))
    return effects
  }

  /// Opens the form with the provider of the selected row.
  mutating func changeProvider() -> [Effect] {
    guard let name = modelsView?.selectedProvider, let provider = shelf.provider(named: name) else {
      say("This one needs no configuration", .note)
      return []
    }
    openProviderForm(ProviderForm(changing: provider, names: providerNames))
    return []
  }

  mutating func openProviderForm(_ form: ProviderForm) {
    var form = form
    if let draft = providerDraft, form.restore(draft), form.isChanged {
      say("What you had typed is there again", .note)
    }
    providerForm = form
    fitProvider()
  }

  private mutating func fitProvider() {
    let width = providerArea.width
    providerForm?.setWidth(width)
  }

  mutating func handleProvider(_ press: KeyPress) -> [Effect] {
    fitProvider()
    switch (press.key, press.modifiers) {
    case (.escape, []), (.character("c"), .control): return leaveProvider()
    case (.enter, []): return keepProvider()
    case (.character("t"), .control): return tryProvider()
    case (.character("g"), .control):
      if let text = providerForm?.form.focusedText { return [.editText(text, .provider)] }
    default: _ = providerForm?.handle(press)
    }
    providerDeadline = now + 0.5
    return []
  }

  mutating func handleProvider(_ mouse: MouseEvent) -> [Effect] {
    guard case .press(.left) = mouse.action else { return [] }
    let point = Point(x: mouse.column, y: mouse.row)
    let area = providerArea
    if area.contains(point) {
      providerForm?.focus(row: point.y - area.y)
    } else if !providerFrame.contains(point) {
      return leaveProvider()
    }
    return []
  }

  /// Closes the form; what was typed is there again when it is opened next.
  mutating func leaveProvider() -> [Effect] {
    guard let form = providerForm else { return [] }
    let effects = keepProviderDraft()
    providerForm = nil
    if form.isChanged { say("Not kept: what you typed is there again with the same key", .note) }
    return effects
  }

  /// Keeps what is being typed, so that nothing is lost when the program dies.
  mutating func keepProviderDraft() -> [Effect] {
    providerDeadline = nil
    guard let form = providerForm else { return [] }
    let draft = form.isChanged ? form.draft : nil
    guard draft != providerDraft else { return [] }
    providerDraft = draft
    return [.savePreference("provider.draft", (draft ?? .null).text())]
  }

  private mutating func keepProvider() -> [Effect] {
    guard let provider = providerForm?.provider() else { return [] }
    sentForm = providerForm
    let old = providerForm?.old
    providerForm = nil
    providerDeadline = nil
    return [.models(.save(provider, replacing: old))]
  }

  private mutating func tryProvider() -> [Effect] {
    guard let provider = providerForm?.provider() else { return [] }
    let target = ProviderTarget.settings(provider)
    providerForm?.tried = target
    if let trial = shelf.trials[target], !trial.isDone { return [] }
    shelf.trials[target] = .init()
    return [.models(.test(target))]
  }

  // MARK: Drawing

  private var trialLines: [StyledLine] {
    guard let target = providerForm?.tried, let trial = shelf.trials[target] else { return [] }
    let width = min(80, size.width - 4) - 4
    let lines = trial.lines(width: width, ground: .popup)
    return trial.isDone ? lines : lines + [StyledLine("trying …", Style(.dim, on: .popup))]
  }

  private var providerFrame: Rect {
    let lines = trialLines.count
    let height = (providerForm?.form.height ?? 0) + 4 + (lines == 0 ? 0 : lines + 1)
    return Rect(size).centered(Size(width: min(80, size.width - 4), height: min(height, size.height - 2)))
  }

  /// Where the fields stand.
  private var providerArea: Rect {
    let inner = providerFrame.inset(left: 2, top: 1, right: 2, bottom: 2)
    return inner.splitTop(min(inner.height, providerForm?.form.height ?? 0)).top
  }

  func drawProvider(into surface: inout Surface) {
    guard let providerForm else { return }
    surface.cursor = nil
    let frame = providerFrame
    surface.drawFrame(
      frame, title: providerForm.old.map { "Provider \($0)" } ?? "A provider of models",
      style: Style(.border, on: .popup))
    let area = providerArea
    providerForm.form.draw(into: &surface, in: area)
    let inner = frame.inset(left: 2, top: 1, right: 2, bottom: 2)
    for (row, line) in trialLines.enumerated() where area.bottom + 1 + row < inner.bottom {
      surface.draw(line, at: Point(x: inner.x, y: area.bottom + 1 + row), width: inner.width)
    }
    surface.draw(
      "Your configuration says where the key is, no more.",
      at: Point(x: inner.x, y: inner.bottom), style: Style(.dim, on: .popup), width: inner.width)
  }
}
