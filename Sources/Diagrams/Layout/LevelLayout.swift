import TextWidth

/// Lays out the levels of a diagram from the inside out.
struct LevelLayout {
  let hierarchy: Hierarchy
  let plans: [LevelPlan]
  let spacing: Spacing
  /// The width that separate parts are packed to.
  let targetWidth: Int
  /// How flows to the side are folded into rows; nil where they are not.
  let fold: Fold?
  private(set) var pictures: [LevelPicture]
  /// The cells that the fullest layer takes across the flow.
  private(set) var widest = 0
  /// Whether a line ends at the frame of each level.
  private let isEnd: [Bool]
  /// How many lines from outside end at the start and the end of each group's frame.
  private let outerEnds: [(start: Int, end: Int)]
  /// The columns and rows that the lines from each group to itself need along its frame.
  private let loopRoom: [(width: Int, height: Int)]

  init(_ planner: Planner, spacing: Spacing, targetWidth: Int, fold: Fold?) {
    hierarchy = planner.hierarchy
    plans = planner.plans
    self.spacing = spacing
    self.targetWidth = targetWidth
    self.fold = fold
    pictures = Array(repeating: LevelPicture(), count: planner.plans.count)
    var isEnd = Array(repeating: false, count: planner.plans.count)
    for edge in planner.hierarchy.graph.edges {
      for case .group(let group) in [edge.from, edge.to] { isEnd[group + 1] = true }
    }
    self.isEnd = isEnd
    var outerEnds = Array(repeating: (start: 0, end: 0), count: planner.hierarchy.graph.groups.count)
    for (index, edge) in planner.hierarchy.graph.edges.enumerated() where edge.style != .invisible {
      for (end, side) in [(edge.from, planner.sides[index].from), (edge.to, planner.sides[index].to)] {
        guard case .group(let group) = end else { continue }
        if side == .start { outerEnds[group].start += 1 } else { outerEnds[group].end += 1 }
      }
    }
    self.outerEnds = outerEnds
    var loopTexts: [Int: [BoxText]] = [:]
    for (level, loops) in planner.hierarchy.loops.enumerated() {
      for loop in loops where planner.hierarchy.graph.edges[loop.edge].style != .invisible {
        guard case .group(let group) = planner.hierarchy.items[level][loop.item] else { continue }
        let text = planner.hierarchy.graph.edges[loop.edge].loopText
        loopTexts[group, default: []].append(
          BoxText(text, limit: spacing.lineText, cutsWords: spacing.cutsWords))
      }
    }
    loopRoom = planner.hierarchy.graph.groups.enumerated().map { index, group in
      guard let texts = loopTexts[index] else { return (0, 0) }
      let isHorizontal = planner.hierarchy.directions[group.parent.map { $0 + 1 } ?? 0].isHorizontal
      return isHorizontal ? (LoopLayout.width(texts), 0) : (0, LoopLayout.height(texts))
    }
    for level in hierarchy.insideOut {
      let inside = content(of: level)
      pictures[level] = level == 0 ? inside.picture : framed(level, inside)
    }
  }

  private var graph: DiagramGraph { hierarchy.graph }

  // MARK: Content

  /// What a level holds, without its frame: the part that lines enter, if there is one, reaches from frame to frame.
  private struct Content {
    var picture = LevelPicture()
    var isEntered = false
  }

  private mutating func content(of level: Int) -> Content {
    let direction = hierarchy.directions[level]
    let loops = loops(on: level)
    var leastLength = 0
    if level > 0 {
      let room = loopRoom[level - 1]
      leastLength = direction.isHorizontal ? max(title(of: level - 1).width + 5, room.width) : room.height
    }
    var free: [LevelPicture] = []
    for part in plans[level].free {
      free.append(picture(of: part, level: level, direction: direction, loops: loops))
    }
    guard let entered = plans[level].entered else {
      return Content(picture: Packing.pack(free, width: targetWidth, spacing: spacing))
    }
    var content = Content()
    content.isEntered = true
    guard !free.isEmpty else {
      content.picture = picture(
        of: entered, level: level, direction: direction, loops: loops, length: leastLength,
        frameAir: isEnd[level] ? 1 : 0)
      return content
    }
    let block = Packing.pack(free, width: targetWidth, spacing: spacing)
    // The free parts stand beside the entered one, which reaches at least as far.
    let air = direction.isHorizontal ? 2 + 2 * spacing.framePadding : 2
    let length = max(leastLength, (direction.isHorizontal ? block.width : block.height) + air)
    content.picture = picture(
      of: entered, level: level, direction: direction, loops: loops, length: length,
      frameAir: isEnd[level] ? 1 : 0)
    if direction.isHorizontal {
      content.picture.add(
        block, dx: 1 + spacing.framePadding, dy: content.picture.height + spacing.rowsBetweenBoxes)
      content.picture.height += spacing.rowsBetweenBoxes + block.height
    } else {
      content.picture.add(block, dx: content.picture.width + spacing.columnsBetweenBoxes, dy: 1)
      content.picture.width += spacing.columnsBetweenBoxes + block.width
    }
    return content
  }

  /// The texts of the lines from an item to itself, by item.
  private func loops(on level: Int) -> [Hierarchy.Item: [(edge: Int, text: BoxText)]] {
    var loops: [Hierarchy.Item: [(edge: Int, text: BoxText)]] = [:]
    for loop in hierarchy.loops[level] where graph.edges[loop.edge].style != .invisible {
      let text = BoxText(
        graph.edges[loop.edge].loopText, limit: spacing.lineText, cutsWords: spacing.cutsWords)
      loops[hierarchy.items[level][loop.item], default: []].append((loop.edge, text))
    }
    return loops
  }

  /// Lays out one part.
  private mutating func picture(
    of part: LevelPlan.Part, level: Int, direction: Direction,
    loops: [Hierarchy.Item: [(edge: Int, text: BoxText)]],
    length: Int = 0, frameAir: Int = 0
  ) -> LevelPicture {
    var nodes = part.graph
    var faces: [Int: BoxFace] = [:]
    var texts: [Int: BoxText] = [:]
    for index in nodes.nodes.indices {
      switch nodes.nodes[index].kind {
      case .item(let item):
        let own = (loops[item] ?? []).map(\.text)
        let size: (width: Int, height: Int)
        switch item {
        case .box(let box):
          let face = BoxFace(
            graph.boxes[box],
            ports: (
              Ports.count(nodes, index, isStart: true), Ports.count(nodes, index, isStart: false)
            ), loops: own, isHorizontal: direction.isHorizontal, spacing: spacing)
          faces[index] = face
          size = (face.width, face.height)
          if direction.isHorizontal { nodes.nodes[index].barred = face.rules }
          nodes.nodes[index].hasFixedPorts = face.style == .sign || !nodes.nodes[index].barred.isEmpty
        case .group(let group):
          size = (pictures[group + 1].width, pictures[group + 1].height)
        }
        let extent = LoopLayout.extent(own, isHorizontal: direction.isHorizontal)
        let border = direction.isHorizontal ? size.height : size.width
        nodes.nodes[index].borderSize = border
        let overhang = direction.isHorizontal ? LoopLayout.overhang(own, width: size.width) : 0
        if direction.isReversed {
          nodes.nodes[index].before = overhang
        } else {
          nodes.nodes[index].behind = overhang
        }
        nodes.nodes[index].crossSize = border + extent
        nodes.nodes[index].mainSize = (direction.isHorizontal ? size.width : size.height) + overhang
      case .label(let place):
        let text = lineText(nodes.nodes[index].edge, place)
        texts[index] = text
        let count = text.lines.count
        if direction.isHorizontal {
          nodes.nodes[index].crossSize = count > 1 ? count + 1 : 1
          nodes.nodes[index].lineOffset = count > 1 ? count : 0
          nodes.nodes[index].mainSize = text.width + 2
        } else {
          nodes.nodes[index].crossSize = text.width + 2
          nodes.nodes[index].mainSize = count
        }
      case .bend, .port: break
      }
    }
    for layer in nodes.layers {
      let size = layer.reduce(0) { $0 + nodes.nodes[$1].crossSize }
      widest = max(widest, size)
    }
    // What is far too wide is not placed: the error comes at once.
    guard widest <= GraphLayout.mostColumns else { return LevelPicture() }
    let pictures = pictures
    var layout = PartLayout(
      nodes, edges: graph.edges, direction: direction, spacing: spacing, frameAir: frameAir
    ) { group, edge, isStart in
      isStart ? pictures[group + 1].startPorts[edge] : pictures[group + 1].endPorts[edge]
    } takenPlaces: { group, isStart in
      pictures[group + 1].takenPlaces(isStart: isStart, direction: direction)
    }
    layout.stretch(to: length)
    if let fold, !nodes.hasFrame, direction.isHorizontal, layout.mainSize > fold.width {
      layout.fold(fold)
    }
    let axes = Axes(direction: direction, mainSize: layout.mainSize)
    var picture = LevelPicture()
    picture.width = direction.isHorizontal ? layout.mainSize : layout.crossSize
    picture.height = direction.isHorizontal ? layout.crossSize : layout.mainSize
    for (index, node) in layout.graph.nodes.enumerated() {
      place(index, node, axes: axes, face: faces[index], text: texts[index], loops: loops, in: &picture)
    }
    for edge in layout.graph.chains.keys {
      for isStart in [true, false] {
        guard let end = layout.graph.end(of: edge, isStart: isStart) else { continue }
        let node = layout.graph.nodes[end]
        guard node.kind == .port, !node.endsHere else { continue }
        if isStart { picture.startPorts[edge] = node.cross } else { picture.endPorts[edge] = node.cross }
      }
    }
    for path in layout.paths {
      picture.pieces.append(
        (path.edge, level, path.points.map { axes.point(cross: $0.cross, main: $0.main) }))
    }
    return picture
  }

  private func lineText(_ edge: Int, _ place: LayerGraph.LabelPlace) -> BoxText {
    switch place {
    case .whole: BoxText(graph.edges[edge].label, limit: spacing.lineText, cutsWords: spacing.cutsWords)
    case .fromNote:
      BoxText([graph.edges[edge].fromNote], limit: spacing.lineText, cutsWords: spacing.cutsWords)
    case .toNote: BoxText([graph.edges[edge].toNote], limit: spacing.lineText, cutsWords: spacing.cutsWords)
    }
  }

  /// Puts one node into a picture.
  private func place(
    _ index: Int, _ node: LayerGraph.Node, axes: Axes, face: BoxFace?, text: BoxText?,
    loops: [Hierarchy.Item: [(edge: Int, text: BoxText)]], in picture: inout LevelPicture
  ) {
    switch node.kind {
    case .item(let item):
      let own = loops[item] ?? []
      let frame = axes.rectangle(
        cross: node.cross, main: node.main + node.before, crossSize: node.portSize,
        mainSize: node.mainSize - node.before - node.behind)
      switch item {
      case .box(let box): if let face { picture.boxes.append((box, face, frame)) }
      case .group(let group):
        picture.groups.append((group, frame))
        picture.add(pictures[group + 1], dx: frame.x, dy: frame.y)
      }
      let places = LoopLayout.place(own.map(\.text), at: frame, isHorizontal: axes.isHorizontal)
      for (loop, place) in zip(own, places) {
        picture.loops.append((loop.edge, place.path))
        guard loop.text.width > 0 else { continue }
        picture.texts.append(
          LevelPicture.LineText(
            edge: loop.edge, place: .whole, lines: loop.text.lines,
            frame: Rectangle(
              x: place.text.x, y: place.text.y, width: loop.text.width, height: loop.text.lines.count),
            isInline: false))
      }
    case .label(let place):
      guard let text else { return }
      let whole = axes.rectangle(
        cross: node.cross, main: node.main, crossSize: node.crossSize, mainSize: node.mainSize)
      let isInline = axes.isHorizontal && text.lines.count == 1
      let frame =
        axes.isHorizontal
        ? Rectangle(
          x: whole.x + (whole.width - text.width) / 2, y: whole.y, width: text.width,
          height: text.lines.count)
        : Rectangle(x: whole.x + 2, y: whole.y, width: text.width, height: text.lines.count)
      picture.texts.append(
        LevelPicture.LineText(
          edge: node.edge, place: place, lines: text.lines, frame: frame, isInline: isInline))
    case .port:
      if node.endsHere {
        if node.layer == 0 {
          picture.startEnds.insert(node.cross)
        } else {
          picture.endEnds.insert(node.cross)
        }
      }
    case .bend: break
    }
  }

  // MARK: Frames

  /// Puts a frame with its title around the content of a group's level.
  private func framed(_ level: Int, _ content: Content) -> LevelPicture {
    let direction = hierarchy.directions[level]
    let inside = content.picture
    let title = title(of: level - 1, room: roomForTitle(content, direction: direction))
    let titleRows = title.lines.count > 1 ? title.lines.count : 0
    var picture = LevelPicture()
    // An arrow that ends at the frame must not seem to go on to a box right behind it.
    let air = isEnd[level] ? 1 : 0
    let side = 1 + max(spacing.framePadding, air)
    let freeTop = 1 + (direction.isHorizontal ? 0 : air)
    // The entered part brings the frame's own cells along the flow.
    let isHorizontal = direction.isHorizontal
    var left = content.isEntered && isHorizontal ? 0 : side
    if !content.isEntered {
      // What a title makes wider keeps its content in the middle.
      left = max(left, (title.width + 5 - inside.width) / 2)
    }
    let top = (content.isEntered && !isHorizontal ? 0 : isHorizontal ? 1 : freeTop) + titleRows
    picture.width = inside.width + 2 * left
    picture.height =
      inside.height + (content.isEntered && !isHorizontal ? 0 : isHorizontal ? 2 : 2 * freeTop) + titleRows
    if inside.height == 0 { picture.height = max(picture.height, 3 + titleRows) }
    picture.width = max(picture.width, loopRoom[level - 1].width)
    picture.height = max(picture.height, loopRoom[level - 1].height)
    picture.add(inside, dx: left, dy: top)
    let offset = isHorizontal ? top : left
    picture.startPorts = inside.startPorts.mapValues { $0 + offset }
    picture.endPorts = inside.endPorts.mapValues { $0 + offset }
    picture.startEnds = Set(inside.startEnds.map { $0 + offset })
    picture.endEnds = Set(inside.endEnds.map { $0 + offset })
    if titleRows > 0, content.isEntered, !isHorizontal {
      lengthen(&picture, group: level - 1, direction: direction, by: titleRows)
    }
    setTitle(title, on: &picture, direction: direction)
    makeRoom(on: &picture, group: level - 1, direction: direction)
    return picture
  }

  /// A group's title: wrapped, unless there is room for more.
  private func title(of group: Int, room: Int = 0) -> BoxText {
    BoxText(
      graph.groups[group].title.filter { !$0.isEmpty }, limit: max(spacing.titleText, room),
      cutsWords: spacing.cutsWords)
  }

  /// The cells of a title that make a frame no wider than its content does: the most between two lines that cross it.
  private func roomForTitle(_ content: Content, direction: Direction) -> Int {
    let inside = content.picture
    let side = 1 + spacing.framePadding
    guard content.isEntered, !direction.isHorizontal else {
      return inside.width + (content.isEntered ? 0 : 2 * side) - 5
    }
    let ports = direction == .down ? inside.startPorts.values : inside.endPorts.values
    let ends = direction == .down ? inside.startEnds : inside.endEnds
    var room = 0
    var start = 1
    for port in (ports.map { $0 + side } + ends.map { $0 + side }).sorted() {
      room = max(room, port - start - 2)
      start = port + 1
    }
    return max(room, inside.width + 2 * side - start - 4)
  }

  /// Makes a frame large enough for the lines from outside that end at it.
  private func makeRoom(on picture: inout LevelPicture, group: Int, direction: Direction) {
    let ends = outerEnds[group]
    for isStart in [true, false] {
      let needed = isStart ? ends.start : ends.end
      guard needed > 0 else { continue }
      let gap = direction.isHorizontal ? 0 : 1
      while true {
        let size = direction.isHorizontal ? picture.height : picture.width
        let free = Ports.freePlaces(
          size: size, taken: picture.takenPlaces(isStart: isStart, direction: direction), gap: gap)
        if free.count >= needed { break }
        if direction.isHorizontal {
          picture.height += needed - free.count
        } else {
          picture.width += 2 * (needed - free.count)
        }
      }
    }
  }

  /// Leads the lines that cross the upper frame line up to it, past the rows of a title.
  private func lengthen(_ picture: inout LevelPicture, group: Int, direction: Direction, by rows: Int) {
    for index in picture.pieces.indices {
      for end in [0, picture.pieces[index].points.count - 1]
      where picture.pieces[index].points[end].y == rows && isOfLevel(picture.pieces[index].edge, group) {
        picture.pieces[index].points[end].y = 0
      }
    }
  }

  private func isOfLevel(_ edge: Int, _ group: Int) -> Bool {
    hierarchy.entrances[group + 1].contains { $0.edge == edge }
      || hierarchy.courses[group + 1].contains { $0.edge == edge }
  }

  /// Finds a place for a title where no line crosses it, and widens the frame where there is none.
  private func setTitle(_ title: BoxText, on picture: inout LevelPicture, direction: Direction) {
    guard title.width > 0 else { return }
    let ports: Set<Int>
    switch direction {
    case .down: ports = Set(picture.startPorts.values).union(picture.startEnds)
    case .up: ports = Set(picture.endPorts.values).union(picture.endEnds)
    default: ports = []
    }
    let needed = title.width + 2
    var x = 1
    while let port = ports.filter({ $0 >= x && $0 < x + needed }).max() { x = port + 1 }
    // A stretch of the frame's line stays visible behind the title.
    picture.width = max(picture.width, x + needed + 2)
    picture.title = (title.lines, Point(x + 1, title.lines.count > 1 ? 1 : 0))
    picture.titleColumns = x..<(x + needed)
  }
}
