/// A level with everything on it in its place, counted from the level's own upper left cell.
struct LevelPicture: Sendable {
  var width = 0
  var height = 0
  var boxes: [(box: Int, face: BoxFace, frame: Rectangle)] = []
  var groups: [(group: Int, frame: Rectangle)] = []
  /// The pieces of lines, each from its lower to its higher end.
  var pieces: [(edge: Int, level: Int, points: [Point])] = []
  var loops: [(edge: Int, points: [Point])] = []
  var texts: [LineText] = []
  /// Where lines cross the level's frame at its start and its end, from the frame's first cell across the flow.
  var startPorts: [Int: Int] = [:]
  var endPorts: [Int: Int] = [:]
  /// Where lines from inside end at the frame.
  var startEnds: Set<Int> = []
  var endEnds: Set<Int> = []
  /// The columns that the title takes in the upper line.
  var titleColumns: Range<Int>?
  /// The title's lines and the place of the first; the rows of a longer one stand below the frame's upper line.
  var title: (lines: [String], place: Point)?

  /// A text of a line in its place.
  struct LineText: Sendable {
    var edge: Int
    var place: LayerGraph.LabelPlace
    var lines: [String]
    var frame: Rectangle
    /// Whether the line runs through the text's row, which then needs a space on either side.
    var isInline: Bool
  }

  /// The cells of a side of the frame at which no further line may end.
  func takenPlaces(isStart: Bool, direction: Direction) -> Set<Int> {
    var taken = Set(isStart ? startPorts.values : endPorts.values).union(isStart ? startEnds : endEnds)
    let isUpper = direction == .down && isStart || direction == .up && !isStart
    if isUpper, let titleColumns { taken.formUnion(titleColumns) }
    return taken
  }

  /// Adds what another picture holds, moved by an offset.
  mutating func add(_ other: LevelPicture, dx: Int, dy: Int) {
    func moved(_ rectangle: Rectangle) -> Rectangle {
      Rectangle(
        x: rectangle.x + dx, y: rectangle.y + dy, width: rectangle.width, height: rectangle.height)
    }
    func moved(_ points: [Point]) -> [Point] { points.map { Point($0.x + dx, $0.y + dy) } }
    boxes += other.boxes.map { ($0.box, $0.face, moved($0.frame)) }
    groups += other.groups.map { ($0.group, moved($0.frame)) }
    pieces += other.pieces.map { ($0.edge, $0.level, moved($0.points)) }
    loops += other.loops.map { ($0.edge, moved($0.points)) }
    texts += other.texts.map {
      LineText(
        edge: $0.edge, place: $0.place, lines: $0.lines, frame: moved($0.frame), isInline: $0.isInline)
    }
  }
}
