import Catalog
import Diagrams
import TerminalUI

/// The viewer of diagrams over the screens.
extension Workbench {
  /// The area of the drawing within the viewer.
  private var diagramArea: Rect { viewer?.layout(in: bodyArea).drawing ?? bodyArea }

  /// Opens a diagram, or says what is wrong with it.
  mutating func openDiagram(title: String, source: String) -> [Effect] {
    do {
      viewer = try DiagramViewer(title: title, source: source)
      let area = diagramArea
      viewer?.openAsItFits(in: area)
    } catch {
      let place = error.position.map { "line \($0.line), column \($0.column): " } ?? ""
      say("This diagram cannot be drawn: " + place + error.message, .problem, seconds: 8)
    }
    return []
  }

  mutating func openEntryDiagram() -> [Effect] {
    guard let entry = catalog.currentEntry, let source = entry.diagram else { return [] }
    return openDiagram(title: entry.title, source: source)
  }

  /// One step back: out of the search, the chosen line, the selection, the step; then the viewer closes.
  mutating func stepBackInDiagram() {
    guard var open = viewer else { return }
    var isClosing = false
    if open.query != nil {
      open.query = nil
      open.isTypingQuery = false
    } else if open.chosenEdge != nil {
      open.chosenEdge = nil
    } else if open.selection != nil {
      open.selection = nil
    } else if open.step != nil {
      open.step = nil
    } else {
      isClosing = true
    }
    viewer = isClosing ? nil : open
  }

  /// Keys while a label is searched for; nil for a key that is not the field's.
  mutating func handleDiagramQuery(_ press: KeyPress) -> [Effect]? {
    let area = diagramArea
    switch (press.key, press.modifiers) {
    case (.escape, []):
      viewer?.query = nil
      viewer?.isTypingQuery = false
    case (.enter, []), (.tab, []):
      viewer?.isTypingQuery = false
      if viewer?.goToMatch(forward: true, staying: true, in: area) == false {
        say("No label holds these words", .note)
      }
    case (.backspace, []) where viewer?.query?.isEmpty == true:
      viewer?.query = nil
      viewer?.isTypingQuery = false
    default:
      guard viewer?.query?.handle(press) == true else { return press.typedCharacter == nil ? nil : [] }
      _ = viewer?.goToMatch(forward: true, staying: true, in: area)
    }
    return []
  }

  mutating func moveInDiagram(_ movement: Movement) {
    let area = diagramArea
    switch movement {
    case .up: viewer?.pan(dx: 0, dy: -2, in: area)
    case .down: viewer?.pan(dx: 0, dy: 2, in: area)
    case .left: viewer?.pan(dx: -6, dy: 0, in: area)
    case .right: viewer?.pan(dx: 6, dy: 0, in: area)
    case .pageUp: viewer?.pan(dx: 0, dy: -area.height, in: area)
    case .pageDown: viewer?.pan(dx: 0, dy: area.height, in: area)
    case .top: viewer?.pan(dx: -1_000_000, dy: -1_000_000, in: area)
    case .bottom: viewer?.pan(dx: 0, dy: 1_000_000, in: area)
    }
  }

  mutating func zoomDiagram(in inwards: Bool) {
    let area = diagramArea
    guard viewer?.zoom(in: inwards, area: area) == false else { return }
    say(inwards ? "This is its natural width" : "There is nothing to close any more", .note)
  }

  /// Enter: opens a closed group, follows a chosen line, or opens the entry behind the box.
  mutating func openInDiagram() -> [Effect] {
    let area = diagramArea
    guard var open = viewer, let drawing = open.drawing(width: area.width),
      let index = open.selectedBox(drawing)
    else { return [] }
    let box = drawing.boxes[index]
    if open.isClosedGroup(box.id) {
      open.openGroup(box.id, in: area)
      viewer = open
      return []
    }
    if open.chosenEdge != nil {
      _ = open.followLine(in: area)
      viewer = open
      return []
    }
    guard let ref = box.ref, catalog.contents?.library[ref] != nil else {
      say("No entry stands behind “\(box.label.replacing("\n", with: " "))”", .note)
      return []
    }
    // Backspace in the Catalog leads back to this place of the drawing.
    leftDiagram = LeftDiagram(screen: screen, viewer: open, entry: ref)
    if let tool, screen == .catalog {
      leftTool = (tool, ref)
      self.tool = nil
    }
    viewer = nil
    viewers[.catalog] = nil
    catalog.go(to: ref)
    return screen == .catalog ? [] : show(.catalog)
  }

  /// Comes back to the drawing from which an entry was opened.
  ///
  /// Returns nil where the page on show was not opened from one.
  mutating func returnToDiagram() -> [Effect]? {
    guard let left = leftDiagram, isOnPageFromDiagram else { return nil }
    leftDiagram = nil
    if catalog.canGoBack { catalog.goBack() }
    viewers[left.screen] = left.viewer
    if let leftTool, leftTool.entry == left.entry, left.screen == .catalog {
      tool = leftTool.tool
      self.leftTool = nil
    }
    return screen == left.screen ? [] : show(left.screen)
  }

  /// Whether the page on show was opened from a diagram.
  var isOnPageFromDiagram: Bool {
    leftDiagram.map { $0.entry == catalog.currentEntry?.id } ?? false
  }

  /// Changes the viewer by one of its movements.
  mutating func walkDiagram(_ change: (inout DiagramViewer, Rect) -> Void) -> [Effect] {
    let area = diagramArea
    guard var open = viewer else { return [] }
    change(&open, area)
    viewer = open
    return []
  }

  mutating func closeDiagramGroup() {
    let area = diagramArea
    if viewer?.closeGroup(in: area) == false { say("This box stands in no group", .note) }
  }

  mutating func startDiagramSearch() {
    viewer?.query = TextEditor(isSingleLine: true)
    viewer?.match = nil
    viewer?.isTypingQuery = true
  }

  mutating func goToDiagramMatch(forward: Bool) {
    guard viewer?.query != nil else { return say("/ searches first", .note) }
    let area = diagramArea
    if viewer?.goToMatch(forward: forward, in: area) == false {
      say("No label holds these words", .note)
    }
  }

  // MARK: Diagrams in replies

  /// The last Mermaid source in the messages on show.
  var mermaidInConversation: String? {
    for message in playground.branch.reversed() {
      let text: String
      switch message.content {
      case .question(let question): text = question
      case .reply(let stored): text = stored.reply.isWithdrawn ? "" : stored.reply.text
      }
      guard text.contains("mermaid") else { continue }
      if let block = MermaidBlocks.blocks(in: text).last { return block.text }
    }
    return nil
  }

  mutating func openConversationDiagram() -> [Effect] {
    guard let source = mermaidInConversation else { return [] }
    return openDiagram(title: "In this conversation", source: source)
  }

  // MARK: Out of the viewer

  /// Opens the source in the person's editor.
  mutating func editDiagram() -> [Effect] {
    guard let viewer else { return [] }
    return [.edit(EditorRequest(address: "", fileName: "diagram.mmd", text: viewer.source))]
  }

  mutating func copyDiagram() -> [Effect] {
    let area = diagramArea
    guard let drawing = viewer?.drawing(width: area.width) else { return [] }
    return [.copy(drawing.grid.rows.joined(separator: "\n") + "\n", what: "the drawing")]
  }

  mutating func copyDiagramSource() -> [Effect] {
    guard let viewer else { return [] }
    return [.copy(viewer.source, what: "the Mermaid source")]
  }

  mutating func exportDiagram() -> [Effect] {
    let area = diagramArea
    guard var open = viewer, let drawing = open.drawing(width: area.width) else { return [] }
    let name = open.title.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    let steps = open.steps.map { "\($0.number). \($0.text)" }.joined(separator: "\n")
    let text = """
      # \(open.title)

      ```text
      \(drawing.grid.rows.joined(separator: "\n"))
      ```
      \(steps.isEmpty ? "" : "\n" + steps + "\n")
      ```mermaid
      \(open.source.hasSuffix("\n") ? String(open.source.dropLast()) : open.source)
      ```

      """
    return [.export(text, fileName: name + ".md")]
  }

  // MARK: Mouse

  mutating func handleDiagram(_ mouse: MouseEvent, isDouble: Bool) -> [Effect] {
    let area = diagramArea
    guard var open = viewer, let drawing = open.drawing(width: area.width) else { return [] }
    defer { if viewer != nil { viewer = open } }
    let point = TerminalUI.Point(x: mouse.column, y: mouse.row)
    switch mouse.action {
    case .press(.left):
      let offset = open.place(of: drawing, in: area)
      let cell = Diagrams.Point(point.x - offset.x + open.origin.x, point.y - offset.y + open.origin.y)
      open.drag = (point, open.origin)
      if let box = drawing.boxes.indices.first(where: { drawing.boxes[$0].frame.contains(cell) }) {
        open.selection = drawing.boxes[box].id
        open.chosenEdge = nil
        if isDouble {
          viewer = open
          let effects = openInDiagram()
          if let viewer { open = viewer }
          return effects
        }
      }
    case .drag:
      guard let drag = open.drag else { return [] }
      open.origin = open.clamped(
        TerminalUI.Point(
          x: drag.origin.x - (point.x - drag.start.x), y: drag.origin.y - (point.y - drag.start.y)),
        drawing, in: area)
    case .release: open.drag = nil
    case .wheelUp: open.pan(dx: 0, dy: -3, in: area)
    case .wheelDown: open.pan(dx: 0, dy: 3, in: area)
    case .wheelLeft: open.pan(dx: -6, dy: 0, in: area)
    case .wheelRight: open.pan(dx: 6, dy: 0, in: area)
    default: break
    }
    return []
  }
}
