import TextWidth

/// The grid that a drawing is painted on: lines as arms, everything else as glyphs.
///
/// A glyph hides the lines of its cell. Painting outside the grid paints nothing.
struct Canvas {
  let width: Int
  let height: Int
  private var arms: [UInt16]
  private var isRounded: [Bool]
  private var glyphs: [UInt32]
  private var inks: [UInt8]
  private var clusters: [Character] = []

  /// Glyph codes: no glyph, the right half of a wide one, and the first number of a cluster of several scalars.
  static let empty: UInt32 = 0
  static let continuation: UInt32 = 0xFFFF_FFFF
  static let firstCluster: UInt32 = 0x11_0000

  init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    let count = self.width * self.height
    arms = Array(repeating: 0, count: count)
    isRounded = Array(repeating: false, count: count)
    glyphs = Array(repeating: Canvas.empty, count: count)
    inks = Array(repeating: Ink.none.rawValue, count: count)
  }

  private func index(_ x: Int, _ y: Int) -> Int? {
    x >= 0 && y >= 0 && x < width && y < height ? y * width + x : nil
  }

  /// Whether nothing was painted in a cell.
  func isFree(_ x: Int, _ y: Int) -> Bool {
    guard let index = index(x, y) else { return false }
    return arms[index] == 0 && glyphs[index] == Canvas.empty
  }

  /// Whether a cell holds nothing but a straight line across.
  func isPlainBorder(_ x: Int, _ y: Int) -> Bool {
    guard let index = index(x, y), glyphs[index] == Canvas.empty else { return false }
    let arms = Arms(bits: arms[index])
    return arms[.north] == .none && arms[.south] == .none && arms[.east] != .none && arms[.west] != .none
  }

  /// Whether a cell holds nothing but a straight line down.
  func isPlainSide(_ x: Int, _ y: Int) -> Bool {
    guard let index = index(x, y), glyphs[index] == Canvas.empty else { return false }
    let arms = Arms(bits: arms[index])
    return arms[.north] != .none && arms[.south] != .none && arms[.east] == .none && arms[.west] == .none
  }

  // MARK: Lines

  /// Adds one arm to a cell.
  mutating func arm(_ x: Int, _ y: Int, _ side: Arms.Side, _ stroke: Arms.Stroke, ink: Ink) {
    guard let index = index(x, y) else { return }
    arms[index] = arms[index] & ~(0xF << side.rawValue) | stroke.rawValue << side.rawValue
    if inks[index] == Ink.none.rawValue || ink == .line || ink == .lit { inks[index] = ink.rawValue }
  }

  /// Paints a straight line between two cells, both of which it enters from inside.
  ///
  /// A line of one cell paints nothing: a single cell has no direction.
  mutating func line(from start: Point, to end: Point, _ stroke: Arms.Stroke, ink: Ink) {
    if start.y == end.y {
      let left = min(start.x, end.x)
      let right = max(start.x, end.x)
      guard left < right else { return }
      for x in left...right {
        if x > left { arm(x, start.y, .west, stroke, ink: ink) }
        if x < right { arm(x, start.y, .east, stroke, ink: ink) }
      }
    } else if start.x == end.x {
      let top = min(start.y, end.y)
      let bottom = max(start.y, end.y)
      for y in top...bottom {
        if y > top { arm(start.x, y, .north, stroke, ink: ink) }
        if y < bottom { arm(start.x, y, .south, stroke, ink: ink) }
      }
    }
  }

  /// Paints the line through a list of corners.
  mutating func path(_ points: [Point], _ stroke: Arms.Stroke, ink: Ink) {
    for (start, end) in zip(points, points.dropFirst()) { line(from: start, to: end, stroke, ink: ink) }
  }

  /// Paints the outline of a rectangle.
  mutating func outline(_ rectangle: Rectangle, _ stroke: Arms.Stroke, ink: Ink, rounded: Bool = false) {
    guard rectangle.width > 1, rectangle.height > 1 else { return }
    let corners = [
      Point(rectangle.x, rectangle.y), Point(rectangle.right, rectangle.y),
      Point(rectangle.right, rectangle.bottom), Point(rectangle.x, rectangle.bottom),
    ]
    path(corners + [corners[0]], stroke, ink: ink)
    if rounded {
      for corner in corners {
        if let index = index(corner.x, corner.y) { isRounded[index] = true }
      }
    }
  }

  // MARK: Glyphs

  /// Paints a text in one row and tells how many cells it took. Control characters are spelled out.
  @discardableResult
  mutating func text(_ text: String, at point: Point, ink: Ink) -> Int {
    var x = point.x
    for character in VisibleText.make(text) {
      for (glyph, cells) in TextWidth.glyphs(of: character) {
        put(glyph, cells: cells, x, point.y, ink: ink)
        x += cells
      }
    }
    return x - point.x
  }

  /// Paints a sign of one cell.
  mutating func sign(_ sign: Unicode.Scalar, at point: Point, ink: Ink) {
    put(Character(sign), cells: 1, point.x, point.y, ink: ink)
  }

  private mutating func put(_ glyph: Character, cells: Int, _ x: Int, _ y: Int, ink: Ink) {
    guard cells > 0, let index = index(x, y), x + cells <= width else { return }
    glyphs[index] = code(of: glyph)
    inks[index] = ink.rawValue
    if cells == 2 {
      glyphs[index + 1] = Canvas.continuation
      inks[index + 1] = ink.rawValue
    }
  }

  private mutating func code(of glyph: Character) -> UInt32 {
    let scalars = glyph.unicodeScalars
    if let first = scalars.first, scalars.count == 1 { return first.value }
    clusters.append(glyph)
    return Canvas.firstCluster + UInt32(clusters.count - 1)
  }

  /// Whether an ink is that of words, whose letters stay as they are.
  private func isText(_ ink: UInt8) -> Bool {
    ink == Ink.text.rawValue || ink == Ink.label.rawValue || ink == Ink.title.rawValue
  }

  // MARK: The result

  /// The drawing as cells.
  ///
  /// - Parameter isASCII: whether lines and signs are drawn in ASCII; the letters of texts stay as they are.
  func cells(isASCII: Bool) -> CellGrid {
    var result = glyphs
    for index in result.indices where result[index] == Canvas.empty && arms[index] != 0 {
      let arms = Arms(bits: arms[index])
      result[index] =
        (isASCII ? arms.asciiSign(rounded: isRounded[index]) : arms.sign(rounded: isRounded[index])).value
    }
    if isASCII {
      for index in result.indices where glyphs[index] != Canvas.empty && !isText(inks[index]) {
        if let scalar = Unicode.Scalar(result[index]), let stand = Signs.ascii[scalar] {
          result[index] = stand.value
        }
      }
    }
    return CellGrid(width: width, height: height, glyphs: result, inks: inks, clusters: clusters)
  }
}
