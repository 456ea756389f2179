import TextWidth

/// The lines of a text of a diagram as they are set: wrapped, with their width in cells.
struct BoxText: Equatable, Sendable {
  var lines: [String]
  var width: Int

  /// - Parameters:
  ///   - limit: the cells to which lines are wrapped.
  ///   - cutsWords: whether words longer than that are cut; else they make the text wider.
  init(_ source: [String], limit: Int, cutsWords: Bool) {
    lines = source.flatMap { line -> [String] in
      let line = VisibleText.make(line)
      let cells = TextWidth.cells(of: line)
      guard cells > limit else { return [line] }
      let longest = BoxText.longestWord(of: line)
      let limit = cutsWords ? limit : max(limit, min(longest, 80))
      return cells > limit ? BoxText.wrap(line, cells: cells, longestWord: longest, limit: limit) : [line]
    }
    width = lines.reduce(0) { max($0, TextWidth.cells(of: $1)) }
  }

  private static func longestWord(of line: String) -> Int {
    line.split(separator: " ").reduce(0) { max($0, TextWidth.cells(of: $1)) }
  }

  /// Wraps a line, then evens its pieces out: the narrowest width that needs no further line.
  private static func wrap(_ line: String, cells: Int, longestWord: Int, limit: Int) -> [String] {
    let characters = Array(line)
    func lines(_ width: Int) -> [Range<Int>] { LineBreaker.lines(of: characters, width: width) }
    var width = limit
    if cells <= 2000 {
      let count = lines(limit).count
      // Narrower only where that cuts no word that this width leaves whole.
      var low = max(1, limit / 2, limit >= longestWord ? min(longestWord, limit) : 1)
      while low < width {
        let middle = (low + width) / 2
        if lines(middle).count > count { low = middle + 1 } else { width = middle }
      }
    }
    return lines(width).map { String(characters[$0]) }
  }
}

/// A box as it is set: its texts and its size in cells.
struct BoxFace: Equatable, Sendable {
  /// How a box is drawn.
  enum Style: Sendable {
    case outlined
    /// Words that have no outline of their own: a dotted one tells where they end.
    case bare
    /// A bar.
    case bar
    /// One sign alone.
    case sign
  }

  var text: BoxText
  var compartments: [BoxText]
  var style: Style
  var width: Int
  var height: Int

  /// The rows of the lines between compartments, from the box's first.
  var rules: Set<Int> {
    var rules: Set<Int> = []
    var row = height - 1 - compartments.reduce(0) { $0 + $1.lines.count + 1 }
    for compartment in compartments {
      rules.insert(row)
      row += compartment.lines.count + 1
    }
    return rules
  }

  /// - Parameters:
  ///   - ports: the ports at the box's start and end.
  ///   - loops: the texts of the lines from the box to itself.
  init(
    _ box: DiagramGraph.Box, ports: (start: Int, end: Int), loops: [BoxText], isHorizontal: Bool,
    spacing: Spacing
  ) {
    text = BoxText(box.label, limit: spacing.boxText, cutsWords: spacing.cutsWords)
    compartments = box.compartments.map { BoxText($0, limit: 200, cutsWords: true) }
    let gap = isHorizontal ? 0 : 1
    let room = max(Ports.room(forPorts: ports.start, gap: gap), Ports.room(forPorts: ports.end, gap: gap))
    switch box.shape {
    case .fork where text.width == 0:
      style = .bar
      width = isHorizontal ? 1 : max(9, room)
      height = isHorizontal ? max(3, room) : 1
      return
    case .start, .end, .junction, .history, .deepHistory:
      if ports.start <= 1, ports.end <= 1, loops.isEmpty, text.width == 0 {
        style = .sign
        width = 1
        height = 1
        return
      }
      style = .outlined
    case .text: style = .bare
    default: style = .outlined
    }
    var own = text.width
    if case .inside = Signs.mark(of: box.shape), own > 0 { own += 2 }
    let inner = max(own, compartments.reduce(0) { max($0, $1.width) }, 1)
    width = inner + 2 * spacing.boxPadding + 2
    height = max(1, text.lines.count) + 2 + compartments.reduce(0) { $0 + $1.lines.count + 1 }
    if isHorizontal {
      height = max(height, room)
      width = max(width, LoopLayout.width(loops))
    } else {
      width = max(width, room)
      height = max(height, LoopLayout.height(loops))
    }
  }
}
