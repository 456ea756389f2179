import Diagrams
import TerminalUI

extension DiagramViewer {
  /// The boxes in the order in which a reader meets them: along the flow, then across it.
  private func readingOrder(_ drawing: Drawing) -> [Int] {
    drawing.boxes.indices.filter { drawing.boxes[$0].frame.width > 0 }.sorted { left, right in
      let first = drawing.boxes[left].frame
      let second = drawing.boxes[right].frame
      return drawing.direction.isHorizontal
        ? (first.x, first.y) < (second.x, second.y) : (first.y, first.x) < (second.y, second.x)
    }
  }

  func selectedBox(_ drawing: Drawing) -> Int? {
    selection.flatMap { id in drawing.boxes.firstIndex { $0.id == id } }
  }

  /// Selects the next or previous box.
  mutating func walkBoxes(forward: Bool, in area: Rect) {
    guard let drawing = drawing(width: area.width) else { return }
    let order = readingOrder(drawing)
    guard !order.isEmpty else { return }
    var next = forward ? 0 : order.count - 1
    if let selected = selectedBox(drawing), let place = order.firstIndex(of: selected) {
      next = (place + (forward ? 1 : order.count - 1)) % order.count
    }
    select(order[next], drawing, in: area)
  }

  mutating func select(_ box: Int, _ drawing: Drawing, in area: Rect) {
    selection = drawing.boxes[box].id
    chosenEdge = nil
    reveal(drawing.boxes[box].frame, in: area)
  }

  /// The lines that begin or end at a box.
  private func edges(of box: Int, _ drawing: Drawing) -> [Int] {
    drawing.edges.indices.filter { index in
      let edge = drawing.edges[index]
      return !edge.path.isEmpty && (edge.from == .box(box) || edge.to == .box(box))
    }
  }

  /// Chooses the next or previous line of the selected box.
  ///
  /// Returns false where there is none.
  mutating func walkLines(forward: Bool, in area: Rect) -> Bool {
    guard let drawing = drawing(width: area.width), let box = selectedBox(drawing) else { return false }
    let lines = edges(of: box, drawing)
    guard !lines.isEmpty else { return false }
    if let chosenEdge, let place = lines.firstIndex(of: chosenEdge) {
      self.chosenEdge = lines[(place + (forward ? 1 : lines.count - 1)) % lines.count]
    } else {
      chosenEdge = forward ? lines.first : lines.last
    }
    return true
  }

  /// Goes along the chosen line, or the first one, to its other end.
  ///
  /// Returns false where no line leads on.
  mutating func followLine(in area: Rect) -> Bool {
    guard let drawing = drawing(width: area.width), let box = selectedBox(drawing) else { return false }
    let lines = edges(of: box, drawing)
    guard let index = chosenEdge ?? lines.first(where: { drawing.edges[$0].from == .box(box) }) ?? lines.first
    else { return false }
    let edge = drawing.edges[index]
    let other = edge.from == .box(box) ? edge.to : edge.from
    switch other {
    case .box(let next): select(next, drawing, in: area)
    case .group(let group):
      let inside = readingOrder(drawing).first { drawing.boxes[$0].group == group }
      guard let inside else { return false }
      select(inside, drawing, in: area)
    }
    return true
  }

  /// What a line leads from and to, for the line of text below the drawing.
  func description(ofEdge index: Int, _ drawing: Drawing) -> String {
    func name(_ end: DiagramGraph.End) -> String {
      switch end {
      case .box(let box): drawing.boxes[box].label.replacing("\n", with: " ")
      case .group(let group): drawing.groups[group].title.replacing("\n", with: " ")
      }
    }
    let edge = drawing.edges[index]
    let label = edge.label.isEmpty ? "" : "  " + edge.label.replacing("\n", with: " ")
    return "\(name(edge.from)) → \(name(edge.to))\(label)"
  }

  // MARK: Groups

  /// Opens a closed group, in the overview.
  mutating func openGroup(_ id: String, in area: Rect) {
    guard case .graph(let graph) = diagram, let index = graph.groups.firstIndex(where: { $0.id == id }) else {
      return
    }
    closedGroups.remove(id)
    // What it holds shows closed first.
    for group in graph.groups where group.parent == index { closedGroups.insert(group.id) }
    if closedGroups.isEmpty { zoom = .fit }
    selection = nil
    guard let drawing = drawing(width: area.width) else { return }
    if let group = drawing.groups.first(where: { $0.id == id }) {
      reveal(group.frame, in: area)
      if let first = readingOrder(drawing).first(where: {
        group.frame.contains(center(drawing.boxes[$0].frame))
      }) {
        select(first, drawing, in: area)
      }
    }
  }

  /// Whether the selected box is a closed group.
  func isClosedGroup(_ id: String) -> Bool { zoom == .overview && closedGroups.contains(id) }

  /// Closes the group around the selected box, in the overview.
  mutating func closeGroup(in area: Rect) -> Bool {
    guard case .graph(let graph) = diagram, let drawing = drawing(width: area.width),
      let box = selectedBox(drawing), let group = drawing.boxes[box].group
    else { return false }
    let id = drawing.groups[group].id
    // From a view with all groups open, only this one closes.
    if zoom != .overview { closedGroups = [] }
    zoom = .overview
    closedGroups.insert(id)
    // What lies inside is closed with it.
    for inner in graph.groups where inner.id != id && isInside(inner, id, graph) {
      closedGroups.remove(inner.id)
    }
    selection = id
    revealSelection(in: area)
    return true
  }

  private func isInside(_ group: DiagramGraph.Group, _ id: String, _ graph: DiagramGraph) -> Bool {
    var parent = group.parent
    while let index = parent {
      if graph.groups[index].id == id { return true }
      parent = graph.groups[index].parent
    }
    return false
  }

  private func center(_ frame: Rectangle) -> Diagrams.Point {
    Diagrams.Point(frame.x + frame.width / 2, frame.y + frame.height / 2)
  }

  // MARK: Search

  /// Something that holds the words that are searched for: a box, a line or the title of a group.
  enum Match: Hashable {
    case box(Int), edge(Int), group(Int)
  }

  /// What holds the words that are searched for: boxes in reading order, then lines by their labels, then groups.
  func matches(_ drawing: Drawing) -> [Match] {
    let wanted = (query?.text ?? "").lowercased()
    guard !wanted.isEmpty else { return [] }
    func holds(_ text: String) -> Bool {
      text.replacing("\n", with: " ").lowercased().contains(wanted)
    }
    let boxes = readingOrder(drawing).filter { holds(drawing.boxes[$0].label) || holds(drawing.boxes[$0].id) }
    let edges = drawing.edges.indices.filter { holds(drawing.edges[$0].label) }
    let groups = drawing.groups.indices.filter { holds(drawing.groups[$0].title) }
    return boxes.map(Match.box) + edges.map(Match.edge) + groups.map(Match.group)
  }

  /// Goes to the next or previous match, round and round.
  mutating func goToMatch(forward: Bool, staying: Bool = false, in area: Rect) -> Bool {
    guard let drawing = drawing(width: area.width) else { return false }
    let found = matches(drawing)
    guard !found.isEmpty else { return false }
    var next = forward ? 0 : found.count - 1
    if let shown = match, let place = found.firstIndex(of: shown) {
      next = staying ? place : (place + (forward ? 1 : found.count - 1)) % found.count
    }
    match = found[next]
    switch found[next] {
    case .box(let box): select(box, drawing, in: area)
    case .edge(let edge):
      if case .box(let box) = drawing.edges[edge].from {
        select(box, drawing, in: area)
      } else {
        selection = nil
      }
      chosenEdge = edge
      if let middle = drawing.edges[edge].path.dropFirst(drawing.edges[edge].path.count / 2).first {
        reveal(Rectangle(x: middle.x, y: middle.y, width: 1, height: 1), in: area)
      }
    case .group(let group):
      selection = nil
      chosenEdge = nil
      let frame = drawing.groups[group].frame
      reveal(Rectangle(x: frame.x, y: frame.y, width: min(frame.width, area.width), height: 1), in: area)
    }
    return true
  }
}
