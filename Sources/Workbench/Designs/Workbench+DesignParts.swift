import Catalog
import TerminalUI

/// Lines, texts and versions of the design on show.
extension Workbench {
  // MARK: Lines and texts

  /// Lists the components to which a line can be drawn; those that have one already stand first.
  mutating func openLines() -> [Effect] {
    guard let view = designView, let component = view.selectedComponent else { return [] }
    let targets = Set(view.design.targets(of: component.id))
    let others = view.design.components.filter { $0.id != component.id }
    let items = (others.filter { targets.contains($0.id) } + others.filter { !targets.contains($0.id) }).map {
      PickerItem(
        id: Popup.Choice.line($0.id), title: $0.title,
        detail: targets.contains($0.id)
          ? "has a line: takes it away" : $0.service.map { view.library.title(of: $0) } ?? "",
        keywords: $0.id)
    }
    guard !items.isEmpty else {
      say("A line needs a second component: a adds one", .note)
      return []
    }
    open(Popup(kind: .lines, picker: Picker(items: items)))
    return []
  }

  mutating func toggleLine(to target: String) -> [Effect] {
    closePopup()
    guard let view = designView, let component = view.selectedComponent else { return [] }
    let other = view.design.components.first { $0.id == target }?.title ?? target
    let hasLine = view.design.targets(of: component.id).contains(target)
    let effects =
      hasLine
      ? changeDesign("The line from \(component.title) to \(other) was taken away") {
        try $0.disconnect(component.id, from: target)
      }
      : changeDesign("A line from \(component.title) to \(other) was drawn") {
        try $0.connect(component.id, to: target)
      }
    if !effects.isEmpty {
      say(
        hasLine
          ? "The line to \(other) is gone; u brings it back"
          : "\(component.title) has a line to \(other) now",
        .done)
    }
    return effects
  }

  mutating func relabelComponent() -> [Effect] {
    guard let component = designView?.selectedComponent else { return [] }
    open(
      NoteForm(
        .label(component.id), title: "Text of the component",
        hint: "The service behind it and its lines stay.", label: "Text", text: component.title, rows: 1))
    return []
  }

  // MARK: Versions

  func listVersions() -> [Effect] { designView.map { [.loadVersions($0.design.name)] } ?? [] }

  /// Shows the versions of the design on show, or takes one that was asked for.
  mutating func handleVersions(_ message: Message) -> [Effect] {
    switch message {
    case .versionsLoaded(let name, let versions):
      guard let view = designView, view.design.name == name, popup == nil else { return [] }
      let items = versions.map { version in
        PickerItem(
          id: Popup.Choice.version(version.number),
          title: "\(version.number)  \(version.comment)",
          detail: version.number == view.base
            ? "on show" : RelativeTime.text(from: version.savedAt, to: wallTime))
      }
      open(Popup(kind: .versions, picker: Picker(items: items)))
      return []
    case .versionRead(let name, let number, let text):
      guard designView?.design.name == name else { return [] }
      do {
        let kept = KeptDesign(name: name, version: number, document: text, createdAt: 0, updatedAt: 0)
        let design = try DesignDocument(reading: kept).design
        let effects = changeDesign("Version \(number) was brought back") { $0 = design }
        say(
          effects.isEmpty
            ? "Version \(number) says the same"
            : "Version \(number) is back; u goes to what was there before",
          effects.isEmpty ? .note : .done)
        return effects
      } catch {
        say("Version \(number) cannot be read: \(error.message)", .problem, seconds: 8)
        return []
      }
    default: return []
    }
  }

  mutating func restore(version number: Int) -> [Effect] {
    closePopup()
    guard let view = designView, number != view.base else { return [] }
    return [.readVersion(view.design.name, number)]
  }
}
