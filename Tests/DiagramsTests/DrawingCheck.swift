import Diagrams

/// Compares a drawing of a graph with the graph: what is wrong with it, in words.
struct DrawingCheck {
  private let graph: DiagramGraph
  private let drawing: Drawing
  private let tracer: LineTracer
  private(set) var problems: [String] = []

  /// A line as it can be read: two lines of one kind between the same ends cannot be told apart.
  private struct Kind: Hashable {
    var from: DiagramGraph.End
    var tail: LineHead
    var to: DiagramGraph.End
    var head: LineHead
  }

  static func problems(of drawing: Drawing, for graph: DiagramGraph) -> [String] {
    var check = DrawingCheck(graph, drawing)
    check.checkBoxes()
    check.checkGroups()
    check.checkLines()
    return check.problems
  }

  private init(_ graph: DiagramGraph, _ drawing: Drawing) {
    self.graph = graph
    self.drawing = drawing
    tracer = LineTracer(drawing)
  }

  // MARK: Texts

  private func letters(_ lines: [String]) -> String {
    lines.joined().filter { !$0.isWhitespace }
  }

  /// What stands in some cells, without spaces and lines.
  private func letters(in frame: Rectangle) -> String {
    var result = ""
    // A box that is one sign has no inside.
    guard frame.width > 0, frame.height > 0 else { return "" }
    for y in max(0, frame.y)..<max(0, min(drawing.height, frame.y + frame.height)) {
      for x in max(0, frame.x)..<max(0, min(drawing.width, frame.x + frame.width)) {
        guard let glyph = drawing.grid.glyph(x, y), !glyph.isWhitespace else { continue }
        if !PictureMap.isLine(glyph) { result.append(glyph) }
      }
    }
    return result
  }

  // MARK: Boxes and groups

  private mutating func checkBoxes() {
    for (index, box) in drawing.boxes.enumerated() {
      let frame = box.frame
      let inside = Rectangle(x: frame.x + 1, y: frame.y + 1, width: frame.width - 2, height: frame.height - 2)
      let found = letters(in: inside)
      let label = letters(graph.boxes[index].label)
      // The sign of a shape may stand before the text.
      if !(found == label || found.dropFirst() == label) {
        problems.append("text: \(box.id) holds “\(found)”, not “\(label)”")
      }
      for other in drawing.boxes[..<index] {
        if meet(frame, other.frame) { problems.append("overlap: \(box.id) and \(other.id)") }
      }
    }
  }

  private func meet(_ one: Rectangle, _ other: Rectangle) -> Bool {
    one.x <= other.right && other.x <= one.right && one.y <= other.bottom && other.y <= one.bottom
  }

  private func surrounds(_ outer: Rectangle, _ inner: Rectangle) -> Bool {
    outer.x < inner.x && outer.right > inner.right && outer.y < inner.y && outer.bottom > inner.bottom
  }

  /// Whether a group stands in another one, at any depth.
  private func isInside(_ group: Int?, _ outer: Int) -> Bool {
    var current = group
    while let index = current {
      if index == outer { return true }
      current = graph.groups[index].parent
    }
    return false
  }

  private mutating func checkGroups() {
    for (index, group) in drawing.groups.enumerated() {
      let frame = group.frame
      for box in drawing.boxes {
        if isInside(box.group, index) {
          if !surrounds(frame, box.frame) { problems.append("member: \(box.id) is not inside \(group.id)") }
        } else {
          if meet(frame, box.frame) { problems.append("stranger: \(box.id) is inside \(group.id)") }
        }
      }
      for (number, other) in drawing.groups.enumerated() where number != index {
        if isInside(other.parent, index) {
          if !surrounds(frame, other.frame) {
            problems.append("member: \(other.id) is not inside \(group.id)")
          }
        } else if !isInside(group.parent, number) {
          if meet(frame, other.frame) { problems.append("stranger: \(other.id) meets \(group.id)") }
        }
      }
      checkFrame(index)
    }
  }

  /// The frame is closed but for its title, which is there whole.
  private mutating func checkFrame(_ index: Int) {
    let group = drawing.groups[index]
    let frame = group.frame
    guard frame.width > 2, frame.height > 2 else {
      problems.append("frame: \(group.id) has no room")
      return
    }
    let corners = [
      (frame.x, frame.y, "┌"), (frame.right, frame.y, "┐"), (frame.x, frame.bottom, "└"),
      (frame.right, frame.bottom, "┘"),
    ]
    for (x, y, corner) in corners {
      let glyph = drawing.grid.glyph(x, y)
      if glyph != Character(corner) {
        problems.append("frame: a corner of \(group.id) is “\(glyph.map(String.init) ?? "")”")
      }
    }
    var borders = ((frame.y + 1)..<frame.bottom).flatMap { [Point(frame.x, $0), Point(frame.right, $0)] }
    borders += ((frame.x + 1)..<frame.right).map { Point($0, frame.bottom) }
    let isClosed = borders.allSatisfy { drawing.grid.glyph($0.x, $0.y).map(PictureMap.isLine) ?? false }
    if !isClosed { problems.append("frame: \(group.id) is open") }

    let title = letters(graph.groups[index].title)
    let inside = Rectangle(x: frame.x + 1, y: frame.y, width: frame.width - 2, height: 1)
    var isThere = letters(in: inside) == title
    for rows in 1...max(1, min(12, frame.height - 2)) where !isThere {
      let block = Rectangle(x: inside.x, y: frame.y + 1, width: inside.width, height: rows)
      isThere = letters(in: block) == title
    }
    if !isThere {
      problems.append("title: \(group.id) does not show “\(title)” but “\(letters(in: inside))”")
    }
  }

  // MARK: Lines

  private mutating func checkLines() {
    var wanted: [Kind: [Int]] = [:]
    for (index, edge) in graph.edges.enumerated() where edge.style != .invisible {
      wanted[Kind(from: edge.from, tail: edge.tail, to: edge.to, head: edge.head), default: []].append(index)
      wanted[Kind(from: edge.to, tail: edge.head, to: edge.from, head: edge.tail), default: []].append(index)
    }
    var found: [Kind: [LineTracer.Reading]] = [:]
    for reading in tracer.readings {
      let kind = Kind(from: reading.from, tail: reading.tail, to: reading.to, head: reading.head)
      found[kind, default: []].append(reading)
    }
    for (kind, edges) in wanted {
      let count = found[kind]?.count ?? 0
      if count < edges.count {
        problems.append("line: \(name(kind)) is read \(count) times of \(edges.count)")
      }
    }
    for (kind, readings) in found where isMeant(kind) {
      let count = wanted[kind]?.count ?? 0
      if readings.count > count {
        problems.append("false: \(name(kind)) is read \(readings.count) times of \(count)")
      }
    }
    checkCourses(found)
    problems.sort()
  }

  /// Whether a reading is one that a reader takes for a line: not two beginnings or two arrows of one trunk.
  private func isMeant(_ kind: Kind) -> Bool {
    let isPlain = (kind.tail == .none, kind.head == .none)
    if isPlain.0 != isPlain.1 { return true }
    return [kind.tail, kind.head].contains { ![.none, .arrow, .triangle].contains($0) }
  }

  private func name(_ kind: Kind) -> String {
    "\(drawing.id(of: kind.from)) \(kind.tail.rawValue)–\(kind.head.rawValue) \(drawing.id(of: kind.to))"
  }

  /// Lines keep apart, look like their style, and have their texts beside them.
  private mutating func checkCourses(_ found: [Kind: [LineTracer.Reading]]) {
    var owners: [Int: Int] = [:]
    var taken: Set<Set<Point>> = []
    var ways: [Point: Int] = [:]
    for reading in tracer.readings { ways[reading.start, default: 0] += 1 }
    for (index, edge) in graph.edges.enumerated() where edge.style != .invisible {
      let kind = Kind(from: edge.from, tail: edge.tail, to: edge.to, head: edge.head)
      // Those that begin alone come first: the plain ends of a trunk give readings that nobody means.
      let readings = (found[kind] ?? []).sorted {
        (ways[$0.start] ?? 0, $0.start.y, $0.start.x, $0.end.y, $0.end.x)
          < (ways[$1.start] ?? 0, $1.start.y, $1.start.x, $1.end.y, $1.end.x)
      }
      let paths = readings.compactMap { tracer.paths[$0] }
      checkLabel(of: index, beside: paths)
      // Of several lines between the same two, one that looks like it should and is no other's.
      let free = readings.filter { !taken.contains([$0.start, $0.end]) }
      let alike = free.first { wrongStyle(of: edge, tracer.paths[$0] ?? []) == nil }
      guard let reading = alike ?? free.first, let path = tracer.paths[reading] else { continue }
      taken.insert([reading.start, reading.end])
      if let wrong = wrongStyle(of: edge, path) {
        problems.append("style: \(edge.id) has a wrong sign at \(wrong.x),\(wrong.y)")
      }
      for (cell, next) in zip(path, path.dropFirst()) {
        let key = (min(cell.y, next.y) * drawing.width + min(cell.x, next.x)) * 2 + (cell.y == next.y ? 0 : 1)
        guard let other = owners[key] else {
          owners[key] = index
          continue
        }
        let first = graph.edges[other]
        let shares = first.from == edge.from || first.to == edge.to
        if other != index, !shares || first.style != edge.style {
          problems.append("shared: \(name(kind)) runs along \(first.id) (\(edge.id)) at \(cell.x),\(cell.y)")
          break
        }
      }
    }
  }

  /// Where a line does not look like its style.
  private func wrongStyle(of edge: DiagramGraph.Edge, _ path: [Point]) -> Point? {
    let own: String =
      switch edge.style {
      case .solid: "─│"
      case .dotted: "┈┊"
      case .thick: "━┃"
      case .invisible: ""
      }
    let others = "─│┈┊━┃".filter { !own.contains($0) }
    return path.dropFirst().dropLast().first { cell in
      drawing.grid.glyph(cell.x, cell.y).map { others.contains($0) } ?? false
    }
  }

  private mutating func checkLabel(of index: Int, beside paths: [[Point]]) {
    let edge = graph.edges[index]
    let label = letters(edge.label)
    guard !label.isEmpty else { return }
    guard let frame = drawing.edges[index].labelFrame else {
      problems.append("label: \(edge.id) has no place for “\(label)”")
      return
    }
    let found = letters(in: frame)
    if found != label { problems.append("label: \(edge.id) shows “\(found)”, not “\(label)”") }
    let isNear = paths.contains { path in
      path.contains { cell in
        cell.x >= frame.x - 3 && cell.x <= frame.right + 3
          && cell.y >= frame.y - 2 && cell.y <= frame.bottom + 2
      }
    }
    if !(isNear || paths.isEmpty) { problems.append("label: “\(label)” is far from \(edge.id)") }
  }
}
