/// Gives a graph its places: the levels laid out, and the pieces of each line joined.
struct GraphLayout: Sendable {
  let graph: DiagramGraph
  let direction: Direction
  let picture: LevelPicture
  /// The title of each group, counted from its frame.
  let titles: [(lines: [String], place: Point)?]
  /// The corners of each line, from its `from` to its `to`; none for a line that is not drawn.
  private(set) var paths: [[Point]]

  /// More columns or rows than this are not drawn.
  static let mostColumns = 200_000

  /// More cells than this are not drawn.
  static let mostCells = 40_000_000

  init(
    _ graph: DiagramGraph, planner: Planner, spacing: Spacing, targetWidth: Int, fold: Fold? = nil
  ) throws(DiagramError) {
    self.graph = graph
    direction = planner.hierarchy.directions[0]
    let levels = LevelLayout(
      planner, spacing: spacing, targetWidth: targetWidth, fold: fold)
    picture = levels.pictures[0]
    titles = levels.pictures.dropFirst().map(\.title)
    guard levels.widest <= GraphLayout.mostColumns, picture.width <= GraphLayout.mostColumns,
      picture.height <= GraphLayout.mostColumns,
      picture.width * picture.height <= GraphLayout.mostCells
    else {
      throw DiagramError(
        "the drawing would take more than \(max(levels.widest, picture.width, picture.height)) cells one way",
        hint: "At most \(GraphLayout.mostCells) cells are drawn in all: cut the diagram in two.")
    }
    paths = Array(repeating: [], count: graph.edges.count)
    join(planner)
  }

  /// Joins the pieces of each line: from its first box out to its course, along it, and in to its last box.
  private mutating func join(_ planner: Planner) {
    var pieces: [[(level: Int, points: [Point])]] = Array(repeating: [], count: graph.edges.count)
    for piece in picture.pieces { pieces[piece.edge].append((piece.level, piece.points)) }
    for (edge, own) in pieces.enumerated() where !own.isEmpty {
      let inner = planner.hierarchy.innerLevels[edge]
      let sides = planner.sides[edge]
      var path: [Point] = []
      func add(_ level: Int, isForward: Bool) {
        let points = own.filter { $0.level == level }.flatMap(\.points)
        path += isForward ? points : points.reversed()
      }
      for level in inner.from { add(level, isForward: sides.from == .end) }
      add(planner.hierarchy.courseLevels[edge], isForward: sides.from == .end)
      for level in inner.to.reversed() { add(level, isForward: sides.to == .start) }
      paths[edge] = GraphLayout.simplified(path)
    }
    for loop in picture.loops { paths[loop.edge] = loop.points }
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
