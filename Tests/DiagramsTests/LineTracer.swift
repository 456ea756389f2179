import Diagrams

/// Follows the lines of a finished drawing by its characters alone, as the eye of a reader does.
///
/// It shares nothing with what painted the drawing but the frames of boxes and groups. Its rules are strict:
/// a cross is passed straight on, a junction leads to all its arms, a text in a line is passed along its row,
/// the frame of a group is crossed at a right angle, and a line ends where its sign or an arm meets a border.
struct LineTracer {
  /// One way that a line can be read.
  struct Reading: Hashable {
    var from: DiagramGraph.End
    var tail: LineHead
    var to: DiagramGraph.End
    var head: LineHead
    /// The cells at its ends: borders, or the signs before them. Their order is that of the reading.
    var start: Point
    var end: Point
  }

  private(set) var readings: Set<Reading> = []
  /// The cells that a reading passes.
  private(set) var paths: [Reading: [Point]] = [:]

  private let map: PictureMap
  /// By cell and direction: which start reached it last, and from where.
  private var reached: [Int]
  private var previous: [Int]
  private var startNumber = 0

  init(_ drawing: Drawing) {
    map = PictureMap(drawing)
    reached = Array(repeating: 0, count: map.width * map.height * 4)
    previous = Array(repeating: -1, count: map.width * map.height * 4)
    for (box, drawn) in drawing.boxes.enumerated() {
      forEachBorder(of: drawn.frame) { tracer, cell, side in
        tracer.start(at: cell, towards: side, from: .box(box))
      }
    }
    for (group, drawn) in drawing.groups.enumerated() {
      forEachBorder(of: drawn.frame) { tracer, cell, side in
        let sides = tracer.map.arms(at: cell)
        // Arms on both sides are a line that passes.
        if sides.contains(side), sides.contains(side.opposite) { return }
        tracer.start(at: cell, towards: side, from: .group(group))
        tracer.start(at: cell, towards: side.opposite, from: .group(group))
      }
    }
  }

  /// Visits the cells of a border but its corners, each with the side that it looks to.
  private mutating func forEachBorder(
    of frame: Rectangle, _ visit: (inout LineTracer, Point, LineSide) -> Void
  ) {
    guard frame.width > 2, frame.height > 2 else { return }
    for x in (frame.x + 1)..<frame.right {
      visit(&self, Point(x, frame.y), .north)
      visit(&self, Point(x, frame.bottom), .south)
    }
    for y in (frame.y + 1)..<frame.bottom {
      visit(&self, Point(frame.x, y), .west)
      visit(&self, Point(frame.right, y), .east)
    }
  }

  /// Follows the line that begins at a border, if one does.
  private mutating func start(at cell: Point, towards side: LineSide, from end: DiagramGraph.End) {
    if map.arms(at: cell).contains(side) {
      follow(from: cell, towards: side, start: cell, end: end, tail: .none)
      return
    }
    let next = cell.moved(side)
    guard map.place(next) == .free, let tail = map.head(at: next, towards: side.opposite) else { return }
    follow(from: next, towards: side, start: next, end: end, tail: tail)
  }

  private mutating func follow(
    from cell: Point, towards side: LineSide, start: Point, end: DiagramGraph.End, tail: LineHead
  ) {
    startNumber += 1
    var open = [(cell, side)]
    reached[map.state(cell, side)] = startNumber
    previous[map.state(cell, side)] = -1
    while let (cell, side) = open.popLast() {
      var last = cell
      if side.isHorizontal { last = map.pastText(from: cell, towards: side) }
      let next = last.moved(side)
      switch map.step(to: next, towards: side) {
      case .dead: break
      case .end(let other, let head):
        let reading = Reading(from: end, tail: tail, to: other, head: head, start: start, end: next)
        if readings.insert(reading).inserted { paths[reading] = path(to: map.state(cell, side)) + [next] }
      case .on(let sides):
        for onward in sides {
          let state = map.state(next, onward)
          guard reached[state] != startNumber else { continue }
          reached[state] = startNumber
          previous[state] = map.state(cell, side)
          open.append((next, onward))
        }
      }
    }
  }

  /// The cells from the start to a cell, those under texts included.
  private func path(to state: Int) -> [Point] {
    var cells: [Point] = []
    var current = state
    while current >= 0 {
      let cell = Point(current / 4 % map.width, current / 4 / map.width)
      if let last = cells.last {
        // Back over a text.
        var between = last.moved(last.x > cell.x ? .west : .east)
        while last.y == cell.y, between.x != cell.x, abs(last.x - cell.x) > 1 {
          cells.append(between)
          between = between.moved(last.x > cell.x ? .west : .east)
        }
      }
      cells.append(cell)
      current = previous[current]
    }
    return cells.reversed()
  }
}

/// A side of a cell.
enum LineSide: Int, CaseIterable {
  case north, east, south, west

  var opposite: LineSide { LineSide(rawValue: (rawValue + 2) % 4) ?? self }
  var isHorizontal: Bool { self == .east || self == .west }
}

extension Point {
  func moved(_ side: LineSide) -> Point {
    switch side {
    case .north: Point(x, y - 1)
    case .east: Point(x + 1, y)
    case .south: Point(x, y + 1)
    case .west: Point(x - 1, y)
    }
  }
}
