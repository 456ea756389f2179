import Diagrams

/// The characters of a drawing, and whether each cell is free or part of a box or a frame.
struct PictureMap {
  /// What a cell belongs to.
  enum Place: Equatable {
    case free
    case box(Int)
    /// The frame of a group, and whether the frame runs along the row here.
    case frame(Int, isHorizontal: Bool)
    /// The corner of a box or of a frame.
    case corner
    case outside
  }

  /// Where a step leads.
  enum Step: Equatable {
    case dead
    case end(DiagramGraph.End, LineHead)
    case on([LineSide])
  }

  let width: Int
  let height: Int
  private var glyphs: [Character?]
  private var places: [Place]

  init(_ drawing: Drawing) {
    width = drawing.width
    height = drawing.height
    let grid = drawing.grid
    glyphs = []
    glyphs.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width { glyphs.append(grid.glyph(x, y)) }
    }
    places = Array(repeating: .free, count: width * height)
    for (index, group) in drawing.groups.enumerated() {
      outline(group.frame) { isHorizontal in .frame(index, isHorizontal: isHorizontal) }
    }
    for (index, box) in drawing.boxes.enumerated() {
      for y in box.frame.y..<(box.frame.y + box.frame.height) {
        for x in box.frame.x..<(box.frame.x + box.frame.width) { set(.box(index), x, y) }
      }
      for x in [box.frame.x, box.frame.right] {
        for y in [box.frame.y, box.frame.bottom] { set(.corner, x, y) }
      }
    }
  }

  private mutating func outline(_ frame: Rectangle, _ place: (Bool) -> Place) {
    guard frame.width > 1, frame.height > 1 else { return }
    for x in frame.x...frame.right {
      set(place(true), x, frame.y)
      set(place(true), x, frame.bottom)
    }
    for y in frame.y...frame.bottom {
      let isCorner = y == frame.y || y == frame.bottom
      set(isCorner ? .corner : place(false), frame.x, y)
      set(isCorner ? .corner : place(false), frame.right, y)
    }
  }

  private mutating func set(_ place: Place, _ x: Int, _ y: Int) {
    if x >= 0, y >= 0, x < width, y < height { places[y * width + x] = place }
  }

  private func index(_ point: Point) -> Int? {
    point.x >= 0 && point.y >= 0 && point.x < width && point.y < height ? point.y * width + point.x : nil
  }

  func state(_ cell: Point, _ side: LineSide) -> Int { (cell.y * width + cell.x) * 4 + side.rawValue }

  func place(_ point: Point) -> Place { index(point).map { places[$0] } ?? .outside }

  func glyph(_ point: Point) -> Character? { index(point).flatMap { glyphs[$0] } }

  /// The sides that a line leaves a cell by.
  func arms(at point: Point) -> [LineSide] { glyph(point).flatMap { PictureMap.arms[$0] } ?? [] }

  /// What a sign is to a line that runs into it.
  func head(at point: Point, towards side: LineSide) -> LineHead? {
    guard let glyph = glyph(point) else { return nil }
    switch glyph {
    case "○": return .circle
    case "×": return .cross
    case "◆": return .filledDiamond
    case "◇": return .openDiamond
    case PictureMap.arrows[side.rawValue]: return .arrow
    case PictureMap.triangles[side.rawValue]: return .triangle
    default: return nil
    }
  }

  /// What a line finds in a cell that it runs into.
  func step(to cell: Point, towards side: LineSide) -> Step {
    switch place(cell) {
    case .outside, .corner: return .dead
    case .box(let box): return arms(at: cell).contains(side.opposite) ? .end(.box(box), .none) : .dead
    case .frame(let group, let isHorizontal):
      let arms = arms(at: cell)
      guard isHorizontal != side.isHorizontal, arms.contains(side.opposite) else { return .dead }
      return arms.contains(side) ? .on([side]) : .end(.group(group), .none)
    case .free:
      if let head = head(at: cell, towards: side) {
        switch place(cell.moved(side)) {
        case .box(let box): return .end(.box(box), head)
        case .frame(let group, let isHorizontal) where isHorizontal != side.isHorizontal:
          return .end(.group(group), head)
        default: return .dead
        }
      }
      let arms = arms(at: cell)
      guard arms.contains(side.opposite) else { return .dead }
      return .on(arms.count == 4 ? [side] : arms.filter { $0 != side.opposite })
    }
  }

  /// The last cell of the text that begins behind a cell in a line, or the cell itself where none does.
  func pastText(from cell: Point, towards side: LineSide) -> Point {
    var current = cell.moved(side)
    guard place(current) == .free, glyph(current) == " " else { return cell }
    var hasLetters = false
    var last: Character? = " "
    while place(current.moved(side)) != .outside {
      let next = current.moved(side)
      let glyph = glyph(next)
      let isLine = glyph.map { PictureMap.arms[$0] != nil } ?? false
      if isLine || head(at: next, towards: side) != nil || place(next) != .free {
        return hasLetters && last == " " ? current : cell
      }
      if glyph == " ", last == " " { return cell }
      if glyph != " " { hasLetters = true }
      last = glyph
      current = next
    }
    return cell
  }

  /// Whether a character is part of a line, a frame or a border.
  static func isLine(_ glyph: Character) -> Bool { arms[glyph] != nil }

  private static let arrows: [Character] = ["▲", "►", "▼", "◄"]
  private static let triangles: [Character] = ["△", "▷", "▽", "◁"]

  /// The sides that lines leave a character by.
  private static let arms: [Character: [LineSide]] = {
    var arms: [Character: [LineSide]] = [:]
    let kinds: [(String, [LineSide])] = [
      ("─━┈╌╼╾", [.east, .west]), ("│┃┊╎╽╿", [.north, .south]),
      ("┌┍┎┏╭", [.east, .south]), ("┐┑┒┓╮", [.south, .west]),
      ("└┕┖┗╰", [.north, .east]), ("┘┙┚┛╯", [.north, .west]),
      ("├┝┞┟┠┡┢┣", [.north, .east, .south]), ("┤┥┦┧┨┩┪┫", [.north, .south, .west]),
      ("┬┭┮┯┰┱┲┳", [.east, .south, .west]), ("┴┵┶┷┸┹┺┻", [.north, .east, .west]),
      ("┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋", [.north, .east, .south, .west]),
      ("╴╸", [.west]), ("╵╹", [.north]), ("╶╺", [.east]), ("╷╻", [.south]),
    ]
    for (characters, sides) in kinds {
      for character in characters { arms[character] = sides }
    }
    return arms
  }()
}
