import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// A workbench with what a person does to it, for tests.
struct Desk {
  var workbench: Workbench
  /// The clock that every event is given; it stands still unless a test moves it.
  var time: Double = 100
  /// What the last event asked for.
  private(set) var effects: [Effect] = []

  init(
    _ width: Int = 120, _ height: Int = 40, entry: String? = nil, keymap: Keymap = .standard,
    isLoaded: Bool = true
  ) {
    workbench = Workbench(
      size: Size(width: width, height: height), themes: Fixture.themes, keymap: keymap, entry: entry)
    if isLoaded { load() }
  }

  /// Tells the workbench that the catalog was read.
  mutating func load(_ entries: [CatalogEntry] = Fixture.entries, problems: [String] = []) {
    let library = CatalogLibrary(layers: [entries])
    tell(
      .catalogLoaded(CatalogContents(library: library, search: CatalogSearch(library), problems: problems)))
  }

  mutating func tell(_ message: Message) {
    effects = workbench.handle(message, at: time)
    _ = workbench.draw()
  }

  mutating func give(_ event: InputEvent) {
    effects = workbench.handle(event, at: time)
    _ = workbench.draw()
  }

  // MARK: What a person does

  mutating func press(_ names: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    for name in names {
      guard let press = KeyPress(name: name) else {
        Issue.record("there is no key \(name)", sourceLocation: sourceLocation)
        return
      }
      give(.key(press))
    }
  }

  mutating func type(_ text: String) {
    for character in text { give(.key(KeyPress(character))) }
  }

  mutating func run(_ command: String) {
    effects = workbench.run(command)
    _ = workbench.draw()
  }

  mutating func click(_ point: Point) {
    give(.mouse(MouseEvent(.press(.left), column: point.x, row: point.y)))
    let pressed = effects
    give(.mouse(MouseEvent(.release(.left), column: point.x, row: point.y)))
    effects = pressed + effects
  }

  mutating func doubleClick(_ point: Point) {
    click(point)
    time += 0.2
    click(point)
  }

  mutating func drag(from start: Point, to end: Point) {
    give(.mouse(MouseEvent(.press(.left), column: start.x, row: start.y)))
    give(.mouse(MouseEvent(.drag(.left), column: end.x, row: end.y)))
    give(.mouse(MouseEvent(.release(.left), column: end.x, row: end.y)))
  }

  mutating func wheel(_ action: MouseEvent.Action, at point: Point) {
    give(.mouse(MouseEvent(action, column: point.x, row: point.y)))
  }

  // MARK: What a person sees

  var picture: Surface {
    var copy = workbench
    return copy.draw()
  }

  var rows: [String] { picture.rows }

  func sees(_ text: String) -> Bool { rows.contains { $0.contains(text) } }

  /// Where a text stands on the screen, in columns from `left` on.
  func place(of text: String, from left: Int = 0) -> Point? {
    let surface = picture
    let wanted = Array(text)
    for y in 0..<surface.size.height {
      for x in left..<max(left, surface.size.width - wanted.count) {
        if wanted.indices.allSatisfy({ surface[x + $0, y].glyph == wanted[$0] }) { return Point(x: x, y: y) }
      }
    }
    return nil
  }

  var focus: CatalogPane { workbench.catalog.focus }
  var page: String? { workbench.catalog.currentEntry?.id }
  var toast: String? { workbench.toast?.text }
  var node: BrowseNode? { workbench.catalog.tree.selection(in: workbench.catalog.roots) }
  var selectedRow: String? { workbench.catalog.entry(atRow: workbench.catalog.list.selected)?.id }

  /// The ids of the entries in the list.
  var listed: [String] {
    (0..<workbench.catalog.rowCount).compactMap { workbench.catalog.entry(atRow: $0)?.id }
  }

  /// Where the selected link leads.
  var link: String? {
    guard let index = workbench.catalog.page?.document.selectedLink else { return nil }
    return workbench.catalog.pageLayout?.document.links[index].target
  }
}

extension Surface {
  /// The rows of a picture, one below the other.
  var text: String { rows.joined(separator: "\n") }
}
