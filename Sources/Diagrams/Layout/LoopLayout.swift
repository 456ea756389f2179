/// Where lines from a box to itself run: beside it, on the side on which no other lines end.
enum LoopLayout {
  /// The columns that a box needs whose loops hang below it.
  static func width(_ loops: [BoxText]) -> Int {
    loops.isEmpty ? 0 : 2 + loops.dropLast().reduce(0) { $0 + step($1) } + 3
  }

  /// The rows that a box needs whose loops stand at its right.
  static func height(_ loops: [BoxText]) -> Int {
    loops.isEmpty ? 0 : 2 + loops.reduce(0) { $0 + rows($1) }
  }

  /// How far loops reach beyond the box across the flow.
  static func extent(_ loops: [BoxText], isHorizontal: Bool) -> Int {
    guard !loops.isEmpty else { return 0 }
    if isHorizontal { return loops.reduce(2) { max($0, $1.lines.count) } }
    let text = loops.reduce(0) { max($0, $1.width) }
    return 4 + (text > 0 ? text + 1 : 0)
  }

  /// How far the text of the last loop below a box reaches beyond the box's width.
  static func overhang(_ loops: [BoxText], width: Int) -> Int {
    guard let last = loops.last, last.width > 0 else { return 0 }
    return max(0, self.width(loops) + last.width - width)
  }

  /// The path of each loop and the place of its text.
  static func place(
    _ loops: [BoxText], at box: Rectangle, isHorizontal: Bool
  ) -> [(path: [Point], text: Point)] {
    var places: [(path: [Point], text: Point)] = []
    var offset = 1
    for loop in loops {
      if isHorizontal {
        let first = box.x + offset
        let second = first + 2
        let low = box.bottom + 2
        places.append(
          (
            [Point(first, box.bottom), Point(first, low), Point(second, low), Point(second, box.bottom)],
            Point(second + 2, box.bottom + 1)
          ))
        offset += step(loop)
      } else {
        let first = box.y + offset
        let second = first + 1
        let far = box.right + 3
        places.append(
          (
            [Point(box.right, first), Point(far, first), Point(far, second), Point(box.right, second)],
            Point(far + 2, first)
          ))
        offset += rows(loop)
      }
    }
    return places
  }

  private static func step(_ loop: BoxText) -> Int { 4 + (loop.width > 0 ? loop.width + 1 : 0) }

  private static func rows(_ loop: BoxText) -> Int { max(2, loop.lines.count) }
}

extension DiagramGraph.Edge {
  /// The text beside a line from a box to itself: its label, and how many of either end take part.
  var loopText: [String] {
    guard !fromNote.isEmpty || !toNote.isEmpty else { return label }
    return label + ["\(fromNote) → \(toNote)"]
  }
}
