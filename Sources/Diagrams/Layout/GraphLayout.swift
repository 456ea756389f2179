/// Gives a graph its places: the levels laid out, and the pieces of each line joined.
struct GraphLayout: Sendable {
  let graph: DiagramGraph
  let direction: Direction
  let picture: LevelPicture
  /// The title of each group, counted from its frame.
  let titles: [(lines: [String], place: Point)?]
  /// The corners of each line, from its `from` to its `to`; none for a line that is not drawn.
  private(set) var paths: [[Point]]

  /// More cells than this are not drawn.
  static let mostCells = 40_000_000

  init(
    _ graph: DiagramGraph, planner: Planner, spacing: Spacing, targetWidth: Int, foldsAt: Int? = nil
  ) throws(DiagramError) {
    self.graph = graph
    direction = planner.hierarchy.directions[0]
    let levels = LevelLayout(
      planner, spacing: spacing, targetWidth: targetWidth, foldsAt: foldsAt)
    picture = levels.pictures[0]
    titles = levels.pictures.dropFirst().map(\.title)
    guard picture.width < 200_000, picture.height < 200_000,
      picture.width * picture.height <= GraphLayout.mostCells
    else {
      throw DiagramError(
        "the drawing would be \(picture.width) cells wide and \(picture.height) high",
        hint: "More than \(GraphLayout.mostCells) cells are not drawn: cut the diagram in two.")
    }
    paths = Array(repeating: [], count: graph.edges.count)
    join()
  }

  /// Joins the pieces of each line, from level to level.
  private mutating func join() {
    var boxes = Array(repeating: Rectangle(x: 0, y: 0, width: 0, height: 0), count: graph.boxes.count)
    for box in picture.boxes { boxes[box.box] = box.frame }
    var groups = Array(repeating: Rectangle(x: 0, y: 0, width: 0, height: 0), count: graph.groups.count)
    for group in picture.groups { groups[group.group] = group.frame }
    var pieces: [[[Point]]] = Array(repeating: [], count: graph.edges.count)
    for piece in picture.pieces { pieces[piece.edge].append(piece.points) }
    for (edge, own) in pieces.enumerated() where !own.isEmpty {
      let frame: Rectangle
      switch graph.edges[edge].from {
      case .box(let box): frame = boxes[box]
      case .group(let group): frame = groups[group]
      }
      paths[edge] = GraphLayout.simplified(GraphLayout.chain(own, from: frame))
    }
    for loop in picture.loops { paths[loop.edge] = loop.points }
  }

  /// Joins pieces that meet on frames into one path that begins on a rectangle's border.
  private static func chain(_ pieces: [[Point]], from frame: Rectangle) -> [Point] {
    var ends: [Point: Int] = [:]
    for piece in pieces {
      for end in [piece.first, piece.last] {
        if let end { ends[end, default: 0] += 1 }
      }
    }
    let isStart: (Point) -> Bool = { point in
      ends[point] == 1 && frame.contains(point)
        && (point.x == frame.x || point.x == frame.right || point.y == frame.y || point.y == frame.bottom)
    }
    var rest = pieces
    guard
      let first = rest.firstIndex(where: {
        $0.first.map(isStart) ?? false || $0.last.map(isStart) ?? false
      })
    else { return pieces.first ?? [] }
    var path = rest.remove(at: first)
    if let start = path.first, !isStart(start) { path.reverse() }
    while let end = path.last,
      let next = rest.firstIndex(where: { $0.first == end || $0.last == end })
    {
      var piece = rest.remove(at: next)
      if piece.first != end { piece.reverse() }
      path += piece.dropFirst()
    }
    return path
  }

  /// A path without the corners at which it does not turn.
  private static func simplified(_ path: [Point]) -> [Point] {
    var result: [Point] = []
    for point in path where result.last != point {
      if result.count > 1 {
        let last = result[result.count - 1]
        let before = result[result.count - 2]
        if before.x == last.x && last.x == point.x || before.y == last.y && last.y == point.y {
          result[result.count - 1] = point
          continue
        }
      }
      result.append(point)
    }
    return result
  }
}
