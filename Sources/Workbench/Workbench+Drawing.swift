import TerminalUI
import TextWidth

/// How the workbench is drawn: the bars around the screen on show, and what lies over it.
extension Workbench {
  package var isTooSmall: Bool {
    size.width < Breakpoint.smallest.width || size.height < Breakpoint.smallest.height
  }

  /// The area between the bars.
  ///
  /// A low window gives up first its title, then its key bar.
  var bodyArea: Rect {
    Rect(size).inset(top: size.height < 12 ? 1 : 2, bottom: size.height < 12 ? 0 : 1)
  }

  /// Draws everything.
  package mutating func draw() -> Surface {
    var surface = Surface(size: size)
    guard !isTooSmall else {
      let needed = "\(Breakpoint.smallest.width)x\(Breakpoint.smallest.height)"
      surface.draw(
        "Terminal too small: \(size.width)x\(size.height), needs \(needed)", at: Point(x: 0, y: 0),
        style: .text)
      if let toast, size.height > 1 { surface.draw(toast.text, at: Point(x: 0, y: 1), style: .text) }
      return surface
    }
    if size.height >= 12 { drawTitleBar(into: &surface) }
    drawBreadcrumbs(into: &surface, y: size.height >= 12 ? 1 : 0)
    if var open = viewer {
      open.draw(into: &surface, in: bodyArea)
      viewer = open
    } else {
      switch screen {
      case .catalog where tool != nil: drawTool(into: &surface)
      case .catalog: catalog.draw(into: &surface, in: bodyArea)
      case .playground where playgroundTool != nil: drawPlaygroundTool(into: &surface)
      case .playground:
        playground.draw(into: &surface, in: bodyArea, now: wallTime, unseen: unseenSessions)
      }
    }
    let keyBar = Rect(x: 0, y: size.height - 1, width: size.width, height: 1)
    if size.height >= 12 { surface.drawKeyBar(keyHints, in: keyBar) }
    drawPopup(into: &surface)
    drawSettings(into: &surface)
    drawNote(into: &surface)
    if popup == nil { drawProvider(into: &surface) }
    drawReader(into: &surface)
    if let toast { drawToast(toast, into: &surface) }
    return surface
  }

  private func drawTitleBar(into surface: inout Surface) {
    let bar = Rect(x: 0, y: 0, width: size.width, height: 1)
    surface.fill(bar, style: Style(.bar, on: .bar))
    surface.draw("Atelier", at: Point(x: 1, y: 0), style: Style(.strong, on: .bar))
    _ = surface.drawTabs(
      tabTitles, selected: screen.rawValue, at: Point(x: 10, y: 0), width: size.width - 12, ground: .bar)
  }

  /// The names of the screens; a sign tells where something ended while one looked elsewhere.
  private var tabTitles: [String] {
    WorkbenchScreen.allCases.map { unseenScreens.contains($0) ? $0.title + " •" : $0.title }
  }

  /// The screen whose tab stands at a column.
  func tab(at column: Int) -> WorkbenchScreen? {
    var x = 10
    for (screen, title) in zip(WorkbenchScreen.allCases, tabTitles) {
      let width = TextWidth.cells(of: title)
      if column >= x, column < x + width { return screen }
      x += width + 2
    }
    return nil
  }

  private func drawBreadcrumbs(into surface: inout Surface, y: Int) {
    let fullCount: String
    if let viewer {
      fullCount = viewer.status
    } else {
      switch screen {
      case .catalog where toolTrail != nil: fullCount = toolTrail?.status ?? ""
      case .catalog:
        let marked = catalog.marked.isEmpty ? "" : "\(catalog.marked.count) marked · "
        fullCount = catalog.status.isEmpty ? "" : marked + catalog.status
      case .playground where playgroundTrail != nil: fullCount = playgroundTrail?.status ?? ""
      case .playground: fullCount = playground.model.description
      }
    }
    let count = TextWidth.shorten(fullCount, to: size.width / 2)
    surface.draw(count, endingAt: size.width - 1, y: y, style: .dim)
    let room = size.width - 3 - TextWidth.cells(of: count)
    var trail =
      screen == .catalog
      ? toolTrail?.steps ?? catalog.breadcrumbs : playgroundTrail?.steps ?? playground.breadcrumbs
    if let viewer {
      if trail.last != viewer.title { trail.append(viewer.title) }
      trail.append("Diagram")
    }
    // The end of the trail is where one is: the start goes first.
    func cells() -> Int { trail.reduce(0) { $0 + TextWidth.cells(of: $1) + 3 } }
    var isCut = false
    while cells() > room, trail.count > 2 {
      trail.remove(at: 1)
      isCut = true
    }
    if isCut { trail.insert("…", at: 1) }
    var x = 1
    for (index, step) in trail.enumerated() {
      let isLast = index == trail.count - 1
      if index > 0 { x += surface.draw(" › ", at: Point(x: x, y: y), style: .dim) }
      x += surface.draw(
        TextWidth.shorten(step, to: max(4, room + 1 - x)), at: Point(x: x, y: y),
        style: isLast ? .text : .dim, width: room + 1 - x)
    }
  }

  /// What the key bar shows: the commands that work here and now.
  var keyHints: [KeyHint] {
    if reader != nil { return [KeyHint("↑↓", "scroll"), KeyHint("y", "copy"), KeyHint("Esc", "close")] }
    if settings != nil || noteForm != nil {
      return [
        KeyHint("Enter", "keep"), KeyHint("Tab", "next field"), KeyHint("Ctrl-J", "newline"),
        KeyHint("Ctrl-G", "editor"), KeyHint("Esc", "close"),
      ]
    }
    if providerForm != nil, popup == nil {
      return [
        KeyHint("Enter", "keep"), KeyHint("Ctrl-T", "try it"), KeyHint("Tab", "next field"),
        KeyHint("←→", "another choice"), KeyHint("Esc", "close"),
      ]
    }
    if popup == nil, isTypingInPlaygroundTool, modelsView != nil {
      return [KeyHint("↑↓", "choose"), KeyHint("Enter", "to the list"), KeyHint("Esc", "close search")]
    }
    if shownTool != nil, popup == nil, askView?.isTyping == true {
      return [
        KeyHint("Enter", "ask"), KeyHint("Tab", "answer"), KeyHint("Ctrl-O", "model"),
        KeyHint("Esc", "close"),
      ]
    }
    if let popup {
      let isSpace = popup.isManifold && popup.picker.query.isEmpty
      return [
        KeyHint(isSpace ? "Space" : "Enter", "choose"), KeyHint("↑↓", "move"),
        KeyHint("Esc", popup.isManifold ? "done" : "close"),
      ]
    }
    if viewer?.isTypingQuery == true {
      return [KeyHint("Enter", "go to it"), KeyHint("Esc", "close search")]
    }
    if viewer == nil, shownTool == nil, shownPlaygroundTool == nil,
      screen == .catalog ? catalog.isTypingQuery : playground.isTypingQuery && playground.focus == .sessions
    {
      let next = screen == .catalog ? [KeyHint("Tab", "page")] : []
      return [KeyHint("↑↓", "choose"), KeyHint("Enter", "open")] + next + [KeyHint("Esc", "close search")]
    }
    // What matters most while a reply comes is how to stop it.
    let stop =
      screen == .playground && viewer == nil && playgroundTool == nil && playground.isBusy
      ? [KeyHint("Ctrl-C", "stop")] : []
    return stop
      + workingCommands.compactMap { command, keys in
        guard let key = keys.first, let title = command.barTitle(self), command.availability(self) == .enabled
        else { return nil }
        return KeyHint(key.name, title)
      }
  }

  /// The commands that a key reaches here and now, the nearest first, with those keys.
  ///
  /// A key that a nearer scope has, or that types into a text, does something else.
  var workingCommands: [(command: Command, keys: [KeyPress])] {
    var taken: Set<KeyPress> = []
    return scopes.flatMap { scope in
      let commands = CommandRegistry.all.filter { $0.scope == scope }
      let result = commands.map { command in
        (
          command,
          keymap.keys(for: command).filter { !taken.contains($0) && !(isWriting && $0.typedCharacter != nil) }
        )
      }
      taken.formUnion(commands.flatMap { keymap.keys(for: $0) })
      return result.filter { !$0.1.isEmpty }
    }
  }

  /// Whether letters go into the prompt.
  var isWriting: Bool {
    guard viewer == nil, screen == .playground else { return false }
    return playgroundTool == nil ? playground.focus == .composer : isTypingInPlaygroundTool
  }

  private func drawToast(_ toast: Toast, into surface: inout Surface) {
    // Above the prompt, which is being written, and above the key bar.
    let y =
      screen == .playground && viewer == nil && playgroundTool == nil
      ? playground.layout(in: bodyArea).composer.y : size.height - 1
    let bottom = Rect(x: 0, y: y, width: size.width, height: 1)
    surface.drawToast(
      toast.text, sign: toast.kind.sign, ink: toast.kind.ink, above: bottom,
      or: screen == .playground && viewer == nil ? roomForToasts : [])
  }
}
