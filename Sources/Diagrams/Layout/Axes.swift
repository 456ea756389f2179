/// Turns places along and across the flow into columns and rows.
struct Axes {
  let direction: Direction
  /// The extent along the flow, for flows that run backwards.
  let mainSize: Int

  var isHorizontal: Bool { direction.isHorizontal }

  func point(cross: Int, main: Int) -> Point {
    let along = direction.isReversed ? mainSize - 1 - main : main
    return isHorizontal ? Point(along, cross) : Point(cross, along)
  }

  func rectangle(cross: Int, main: Int, crossSize: Int, mainSize size: Int) -> Rectangle {
    let along = direction.isReversed ? mainSize - main - size : main
    return isHorizontal
      ? Rectangle(x: along, y: cross, width: size, height: crossSize)
      : Rectangle(x: cross, y: along, width: crossSize, height: size)
  }
}
