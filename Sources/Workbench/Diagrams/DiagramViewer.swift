import Diagrams
import TerminalUI

/// A diagram on show: where its reader stands, what is selected, which step is lit.
package struct DiagramViewer: Sendable {
  /// How much of the diagram is seen.
  package enum Zoom: Int, CaseIterable, Sendable {
    /// Groups closed to boxes.
    case overview
    /// As fitted to the pane as it can be.
    case fit
    /// As wide as it likes.
    case natural

    var title: String {
      switch self {
      case .overview: "overview"
      case .fit: "fit"
      case .natural: "natural"
      }
    }
  }

  /// What is selected: a box or a closed group, by its id.
  package typealias BoxID = String

  package let title: String
  /// The Mermaid source.
  package let source: String
  let diagram: Diagram
  package internal(set) var zoom = Zoom.fit
  /// The direction that the reader turned the flow to.
  var direction: Direction?
  /// The groups that are closed in the overview.
  var closedGroups: Set<String>
  /// The number of the step that is lit.
  package internal(set) var step: Int?
  package internal(set) var selection: BoxID?
  /// The line of the selected box that is chosen: an index into the drawing's lines.
  var chosenEdge: Int?
  /// The upper left cell of the drawing that is seen.
  var origin = TerminalUI.Point(x: 0, y: 0)
  /// The field that labels are searched with; nil while nobody searches.
  var query: TextEditor?
  var isTypingQuery = false
  /// The match that was gone to last.
  var match: Match?
  /// What stands in the way of drawing it.
  var problem: String?
  private var cache: Cache?
  /// Where a drag began, and the origin then.
  var drag: (start: TerminalUI.Point, origin: TerminalUI.Point)?

  /// What a layout was made for.
  struct Key: Hashable {
    var zoom: Zoom
    var width: Int
    var direction: Direction?
    var closedGroups: Set<String>
  }

  private struct Cache {
    var key: Key
    var layout: LaidOutDiagram
    var step: Int?
    var drawing: Drawing
  }

  /// - Throws: ``DiagramError`` when the source is no diagram.
  package init(title: String, source: String) throws(DiagramError) {
    self.title = title
    self.source = source
    diagram = try Diagram(reading: source)
    if case .graph(let graph) = diagram {
      closedGroups = Set(graph.groups.filter { $0.parent == nil }.map(\.id))
    } else {
      closedGroups = []
    }
  }

  // MARK: The drawing

  /// The drawing as it is seen now; nil when it cannot be drawn.
  mutating func drawing(width: Int) -> Drawing? {
    let key = Key(
      zoom: zoom, width: zoom == .natural ? 0 : width, direction: direction,
      closedGroups: zoom == .overview ? closedGroups : [])
    if let cache, cache.key == key, cache.step == step { return cache.drawing }
    if let cache, cache.key == key {
      let drawing = cache.layout.drawing(step: step)
      self.cache = Cache(key: key, layout: cache.layout, step: step, drawing: drawing)
      return drawing
    }
    var options = Diagram.Options(width: zoom == .natural ? nil : max(1, width), direction: direction)
    options.collapsed = key.closedGroups
    do {
      let layout = try diagram.layOut(options)
      let drawing = layout.drawing(step: step)
      cache = Cache(key: key, layout: layout, step: step, drawing: drawing)
      problem = nil
      return drawing
    } catch {
      problem = error.message + (error.hint.map { ". " + $0 } ?? "")
      return nil
    }
  }

  /// The drawing that was made last.
  var drawn: Drawing? { cache?.drawing }

  // MARK: Panning

  /// Moves what is seen, and keeps it on the drawing.
  mutating func pan(dx: Int, dy: Int, in area: Rect) {
    guard let drawing = drawing(width: area.width) else { return }
    origin = clamped(TerminalUI.Point(x: origin.x + dx, y: origin.y + dy), drawing, in: area)
  }

  func clamped(_ point: TerminalUI.Point, _ drawing: Drawing, in area: Rect) -> TerminalUI.Point {
    TerminalUI.Point(
      x: min(max(0, point.x), max(0, drawing.width - area.width)),
      y: min(max(0, point.y), max(0, drawing.height - area.height)))
  }

  /// Brings a rectangle of the drawing into view, with some air.
  mutating func reveal(_ frame: Rectangle, in area: Rect) {
    guard let drawing = drawing(width: area.width) else { return }
    var point = origin
    let airX = min(4, max(0, (area.width - frame.width) / 2))
    let airY = min(2, max(0, (area.height - frame.height) / 2))
    if frame.x - airX < point.x { point.x = frame.x - airX }
    if frame.right + airX >= point.x + area.width { point.x = frame.right + airX - area.width + 1 }
    if frame.y - airY < point.y { point.y = frame.y - airY }
    if frame.bottom + airY >= point.y + area.height { point.y = frame.bottom + airY - area.height + 1 }
    origin = clamped(point, drawing, in: area)
  }

  // MARK: Zoom and direction

  /// Begins with the overview where the whole does not fit and has groups to close.
  mutating func openAsItFits(in area: Rect) {
    guard hasGroups, let whole = drawing(width: area.width), whole.width > area.width else { return }
    zoom = .overview
    if let closed = drawing(width: area.width), closed.width >= whole.width { zoom = .fit }
  }

  mutating func zoom(in inwards: Bool, area: Rect) -> Bool {
    guard let next = Zoom(rawValue: zoom.rawValue + (inwards ? 1 : -1)) else { return false }
    if next == .overview, closedGroups.isEmpty, !hasGroups { return false }
    zoom = next
    chosenEdge = nil
    revealSelection(in: area)
    return true
  }

  var hasGroups: Bool {
    if case .graph(let graph) = diagram { return !graph.groups.isEmpty }
    return false
  }

  /// Turns the main flow: the other way of the two usual ones first, then their opposites.
  mutating func turn(in area: Rect) {
    guard case .graph(let graph) = diagram else { return }
    let order: [Direction] =
      graph.direction.isHorizontal ? [.right, .down, .left, .up] : [.down, .right, .up, .left]
    let now = direction ?? drawn?.direction ?? graph.direction
    let index = order.firstIndex(of: now) ?? 0
    direction = order[(index + 1) % order.count]
    chosenEdge = nil
    revealSelection(in: area)
  }

  mutating func revealSelection(in area: Rect) {
    origin = TerminalUI.Point(x: 0, y: 0)
    guard let drawing = drawing(width: area.width) else { return }
    if let selection, let box = drawing.boxes.first(where: { $0.id == selection }) {
      reveal(box.frame, in: area)
    } else {
      selection = nil
    }
  }

  // MARK: Steps

  var steps: [DiagramGraph.Step] { diagram.steps }

  /// Goes to the next or previous step; past either end no step is lit. What a step lights is brought into view.
  mutating func walkSteps(forward: Bool, in area: Rect) {
    let numbers = steps.map(\.number)
    guard !numbers.isEmpty else { return }
    if let step, let index = numbers.firstIndex(of: step) {
      let next = index + (forward ? 1 : -1)
      self.step = numbers.indices.contains(next) ? numbers[next] : nil
    } else {
      step = forward ? numbers.first : numbers.last
    }
    guard let drawing = drawing(width: area.width),
      let lit = drawing.steps.first(where: { $0.number == step })
    else { return }
    let frames =
      lit.boxes.map { drawing.boxes[$0].frame }
      + lit.edges.flatMap { drawing.edges[$0].path.map { Rectangle(x: $0.x, y: $0.y, width: 1, height: 1) } }
    for frame in frames.reversed() { reveal(frame, in: area) }
  }
}
