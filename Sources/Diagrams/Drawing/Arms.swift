/// What of a line leaves a cell: one way of drawing for each of its four sides.
///
/// Lines are kept like this until the whole drawing is there, and only then become signs: so a crossing is always a
/// crossing and a junction always a junction.
struct Arms: Equatable {
  /// Four bits a side: north, east, south, west.
  private(set) var bits: UInt16

  init(bits: UInt16 = 0) {
    self.bits = bits
  }

  enum Side: UInt16, CaseIterable {
    case north = 0
    case east = 4
    case south = 8
    case west = 12

    var opposite: Side {
      switch self {
      case .north: .south
      case .east: .west
      case .south: .north
      case .west: .east
      }
    }
  }

  /// How an arm is drawn.
  enum Stroke: UInt16 {
    case none = 0
    case light = 1
    case heavy = 2
    /// A dotted edge.
    case dotted = 3
    /// The frame of a group.
    case dashed = 4
  }

  var isEmpty: Bool { bits == 0 }

  subscript(side: Side) -> Stroke {
    get { Stroke(rawValue: bits >> side.rawValue & 0xF) ?? .none }
    set { bits = bits & ~(0xF << side.rawValue) | newValue.rawValue << side.rawValue }
  }

  /// How many sides a line leaves by.
  var count: Int { Side.allCases.reduce(0) { $0 + (self[$1] == .none ? 0 : 1) } }

  /// The sign that shows these arms.
  ///
  /// - Parameter rounded: whether a corner is drawn as an arc.
  func sign(rounded: Bool) -> Unicode.Scalar {
    let north = self[.north]
    let east = self[.east]
    let south = self[.south]
    let west = self[.west]
    if north == .none, south == .none, east == west {
      switch east {
      case .dotted: return "┈"
      case .dashed: return "╌"
      default: break
      }
    }
    if east == .none, west == .none, north == south {
      switch north {
      case .dotted: return "┊"
      case .dashed: return "╎"
      default: break
      }
    }
    if rounded, count == 2 {
      if south != .none, east != .none { return "╭" }
      if south != .none, west != .none { return "╮" }
      if north != .none, east != .none { return "╰" }
      if north != .none, west != .none { return "╯" }
    }
    func weight(_ stroke: Stroke) -> Int { stroke == .none ? 0 : stroke == .heavy ? 2 : 1 }
    let index = weight(north) * 27 + weight(east) * 9 + weight(south) * 3 + weight(west)
    return Arms.signs[index]
  }

  /// The sign in ASCII. A crossing breaks the horizontal line, a junction is a plus.
  func asciiSign(rounded: Bool) -> Unicode.Scalar {
    let vertical = self[.north] != .none && self[.south] != .none
    let horizontal = self[.east] != .none && self[.west] != .none
    if vertical, horizontal { return self[.north] == .heavy ? "#" : "|" }
    if horizontal, self[.north] == .none, self[.south] == .none {
      switch self[.east] {
      case .heavy: return "="
      case .dotted: return "."
      case .dashed: return "~"
      default: return "-"
      }
    }
    if vertical, self[.east] == .none, self[.west] == .none {
      switch self[.north] {
      case .heavy: return "#"
      case .dotted: return ":"
      case .dashed: return "!"
      default: return "|"
      }
    }
    if count == 1 {
      let isHeavy = Side.allCases.contains { self[$0] == .heavy }
      if self[.east] != .none || self[.west] != .none { return isHeavy ? "=" : "-" }
      return isHeavy ? "#" : "|"
    }
    if rounded, count == 2 { return self[.south] != .none ? "." : "'" }
    return "+"
  }

  /// The signs of Unicode's box drawings, by the weights (none, light, heavy) of north, east, south and west.
  private static let signs: [Unicode.Scalar] = Array(
    """
     ╴╸╷┐┑╻┒┓╶─╾┌┬┭┎┰┱╺╼━┍┮┯┏┲┳╵┘┙│┤┥╽┧┪└┴┵├┼┽┟╁╅┕┶┷┝┾┿┢╆╈╹┚┛╿┦┩┃┨┫┖┸┹┞╀╃┠╂╉┗┺┻┡╄╇┣╊╋
    """.unicodeScalars)
}
