import TextWidth

/// Paints a laid out graph.
struct GraphPainter {
  private let layout: GraphLayout
  private var canvas: Canvas
  /// What the step lights up.
  private var litBoxes: Set<Int> = []
  private var litGroups: Set<Int> = []
  private var litEdges: Set<Int> = []

  /// - Parameter step: the number of the step whose boxes and lines are drawn heavy.
  static func paint(_ layout: GraphLayout, isASCII: Bool, step: Int? = nil) -> Drawing {
    var painter = GraphPainter(layout: layout)
    if let step = layout.graph.steps.first(where: { $0.number == step }) {
      painter.litBoxes = Set(step.boxes)
      painter.litGroups = Set(step.groups)
      painter.litEdges = Set(step.edges)
    }
    painter.paintFrames()
    painter.paintBoxes()
    painter.paintLines()
    painter.paintTexts()
    return painter.drawing(isASCII: isASCII)
  }

  private init(layout: GraphLayout) {
    self.layout = layout
    canvas = Canvas(width: layout.picture.width, height: layout.picture.height)
  }

  private var graph: DiagramGraph { layout.graph }

  // MARK: Frames and boxes

  private mutating func paintFrames() {
    for group in layout.picture.groups {
      let isLit = litGroups.contains(group.group)
      canvas.outline(group.frame, isLit ? .heavy : .dashed, ink: isLit ? .lit : .frame)
    }
  }

  private mutating func paintTitles() {
    for group in layout.picture.groups {
      guard let title = layout.titles[group.group] else { continue }
      for (row, line) in title.lines.enumerated() {
        let point = Point(group.frame.x + title.place.x, group.frame.y + title.place.y + row)
        if title.lines.count == 1 {
          canvas.text(" \(line) ", at: Point(point.x - 1, point.y), ink: .title)
        } else {
          canvas.text(line, at: point, ink: .title)
        }
      }
    }
  }

  private mutating func paintBoxes() {
    for (index, face, frame) in layout.picture.boxes {
      let box = graph.boxes[index]
      switch face.style {
      case .bar:
        if frame.width > 1 {
          canvas.line(
            from: Point(frame.x, frame.y), to: Point(frame.right, frame.y), .heavy, ink: .border)
        } else {
          canvas.line(
            from: Point(frame.x, frame.y), to: Point(frame.x, frame.bottom), .heavy, ink: .border)
        }
        continue
      case .sign:
        canvas.sign(Signs.sign(of: box.shape), at: Point(frame.x, frame.y), ink: .mark)
        continue
      case .bare: canvas.outline(frame, .dotted, ink: .frame)
      case .outlined:
        let isLit = litBoxes.contains(index)
        canvas.outline(
          frame, isLit || box.shape == .fork ? .heavy : .light, ink: isLit ? .lit : .border,
          rounded: !isLit && (box.shape == .rounded || box.shape == .stadium))
      }
      paintText(of: box, face, in: frame)
    }
  }

  private mutating func paintText(of box: DiagramGraph.Box, _ face: BoxFace, in frame: Rectangle) {
    let rows = frame.height - 2 - face.compartments.reduce(0) { $0 + $1.lines.count + 1 }
    var y = frame.y + 1 + max(0, rows - face.text.lines.count) / 2
    var sign: Unicode.Scalar?
    if case .inside(let own) = Signs.mark(of: box.shape), face.text.width > 0 { sign = own }
    for line in face.text.lines {
      // The sign is a part of the first line, and the others are centred without it.
      let room = frame.width - TextWidth.cells(of: line) - (sign == nil ? 0 : 2)
      var x = frame.x + room / 2
      if let own = sign {
        canvas.sign(own, at: Point(x, y), ink: .mark)
        sign = nil
        x += 2
      }
      canvas.text(line, at: Point(x, y), ink: .text)
      y += 1
    }
    if face.text.width == 0, face.style == .outlined, Signs.standsAlone(box.shape) {
      canvas.sign(
        Signs.sign(of: box.shape), at: Point(frame.x + frame.width / 2, frame.y + frame.height / 2),
        ink: .mark)
    }
    y = frame.y + 1 + rows
    for compartment in face.compartments {
      canvas.line(from: Point(frame.x, y), to: Point(frame.right, y), .light, ink: .border)
      y += 1
      for line in compartment.lines {
        canvas.text(line, at: Point(frame.x + 2, y), ink: .text)
        y += 1
      }
    }
  }

  /// Sets the signs of shapes into the borders, beside the lines that meet them.
  private mutating func paintMarks() {
    for (index, face, frame) in layout.picture.boxes where face.style == .outlined {
      if face.text.width == 0, Signs.standsAlone(graph.boxes[index].shape) { continue }
      switch Signs.mark(of: graph.boxes[index].shape) {
      case .none, .inside: break
      case .border(let sign): paintBorderMark(sign, of: frame)
      case .sides(let left, let right):
        var isMarked = false
        for y in (frame.y + 1)..<frame.bottom {
          for (x, sign) in [(frame.x, left), (frame.right, right)] where canvas.isPlainSide(x, y) {
            canvas.sign(sign, at: Point(x, y), ink: .mark)
            if sign != "│" { isMarked = true }
          }
        }
        // Where lines meet both sides of its only row, the upper border tells the shape.
        if !isMarked { paintBorderMark(left == "│" ? right : left, of: frame) }
      }
    }
  }

  /// Sets a sign into the first cell of an upper border that no line meets.
  private mutating func paintBorderMark(_ sign: Unicode.Scalar, of frame: Rectangle) {
    let column = ((frame.x + 1)..<frame.right).first { canvas.isPlainBorder($0, frame.y) }
    if let column { canvas.sign(sign, at: Point(column, frame.y), ink: .mark) }
  }

  // MARK: Lines

  private mutating func paintLines() {
    // What is lit comes last, so that no other line of its net dims it.
    let order = graph.edges.indices.filter { !litEdges.contains($0) } + litEdges.sorted()
    for index in order {
      let edge = graph.edges[index]
      let path = layout.paths[index]
      guard path.count > 1, let last = path.last else { continue }
      let isLit = litEdges.contains(index)
      let stroke: Arms.Stroke
      switch edge.style {
      case .solid: stroke = isLit ? .heavy : .light
      case .dotted: stroke = isLit ? .heavy : .dotted
      case .thick: stroke = .heavy
      case .invisible: continue
      }
      // A line with a sign ends before the border, without an arm in it.
      var visible = path
      if edge.head != .none { visible[visible.count - 1] = step(from: last, to: path[path.count - 2]) }
      if edge.tail != .none { visible[0] = step(from: path[0], to: path[1]) }
      canvas.path(visible, stroke, ink: isLit ? .lit : .line)
    }
    for (index, edge) in graph.edges.enumerated() {
      let path = layout.paths[index]
      guard path.count > 1, edge.style != .invisible, let last = path.last else { continue }
      let ink: Ink = litEdges.contains(index) ? .lit : .head
      paintHead(edge.head, at: last, from: path[path.count - 2], ink: ink)
      paintHead(edge.tail, at: path[0], from: path[1], ink: ink)
    }
    paintMarks()
  }

  private func step(from point: Point, to other: Point) -> Point {
    Point(point.x + (other.x - point.x).signum(), point.y + (other.y - point.y).signum())
  }

  /// Paints the sign of an end before the border that it points to.
  private mutating func paintHead(_ head: LineHead, at border: Point, from other: Point, ink: Ink) {
    let cell = step(from: border, to: other)
    let side: Arms.Side =
      cell.x < border.x ? .east : cell.x > border.x ? .west : cell.y < border.y ? .south : .north
    guard let sign = Signs.head(head, towards: side) else { return }
    canvas.sign(sign, at: cell, ink: ink)
  }

  private mutating func paintTexts() {
    paintTitles()
    for text in layout.picture.texts where graph.edges[text.edge].style != .invisible {
      for (row, line) in text.lines.enumerated() {
        let point = Point(text.frame.x, text.frame.y + row)
        if text.isInline {
          canvas.text(" \(line) ", at: Point(point.x - 1, point.y), ink: .label)
        } else {
          canvas.text(line, at: point, ink: .label)
        }
      }
    }
  }

  // MARK: The result

  private func drawing(isASCII: Bool) -> Drawing {
    let picture = layout.picture
    var frames: [Int: (BoxFace, Rectangle)] = [:]
    for (index, face, frame) in picture.boxes { frames[index] = (face, frame) }
    var groupFrames: [Int: Rectangle] = [:]
    for (index, frame) in picture.groups { groupFrames[index] = frame }
    var labelFrames: [Int: Rectangle] = [:]
    for text in picture.texts where text.place == .whole { labelFrames[text.edge] = text.frame }
    let nowhere = Rectangle(x: 0, y: 0, width: 0, height: 0)
    return Drawing(
      kind: graph.kind, title: graph.title, direction: layout.direction,
      grid: canvas.cells(isASCII: isASCII),
      boxes: graph.boxes.enumerated().map { index, box in
        Drawing.DrawnBox(
          id: box.id, label: box.label.joined(separator: "\n"),
          lines: (frames[index]?.0.text.lines ?? [])
            + (frames[index]?.0.compartments ?? []).flatMap(\.lines),
          shape: box.shape, group: box.group, ref: box.ref, tint: box.tint,
          frame: frames[index]?.1 ?? nowhere)
      },
      groups: graph.groups.enumerated().map { index, group in
        Drawing.DrawnGroup(
          id: group.id, title: group.title.joined(separator: "\n"), parent: group.parent, ref: group.ref,
          tint: group.tint, frame: groupFrames[index] ?? nowhere)
      },
      edges: graph.edges.enumerated().map { index, edge in
        Drawing.DrawnEdge(
          id: edge.id, from: edge.from, to: edge.to, label: edge.label.joined(separator: "\n"),
          labelFrame: labelFrames[index], style: edge.style, tail: edge.tail, head: edge.head,
          path: layout.paths[index])
      }, steps: graph.steps)
  }
}
