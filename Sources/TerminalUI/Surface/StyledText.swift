import TextWidth

/// A run of characters of one look.
package struct Span: Hashable, Sendable {
  package var text: String
  package var style: Style
  /// The number of the link this run belongs to, within its document.
  package var link: Int?

  package init(_ text: String, _ style: Style = .text, link: Int? = nil) {
    self.text = text
    self.style = style
    self.link = link
  }
}

/// A line of runs.
package struct StyledLine: Hashable, Sendable {
  package var spans: [Span]

  package init(_ spans: [Span] = []) {
    self.spans = spans
  }

  package init(_ text: String, _ style: Style = .text) {
    spans = [Span(text, style)]
  }

  package var plainText: String { spans.map(\.text).joined() }
  package var cells: Int { spans.reduce(0) { $0 + TextWidth.cells(of: $1.text) } }

  /// Breaks running text into lines of a width.
  ///
  /// - Parameters:
  ///   - first: runs before the first line (a bullet, say), as wide as `hanging`.
  ///   - hanging: the cells kept free before every line.
  package static func wrap(_ spans: [Span], width: Int, first: [Span] = [], hanging: Int = 0) -> [StyledLine]
  {
    // What stands before the first line may be wider than what the others are moved in by: as much room is kept for it.
    let before = max(0, first.reduce(0) { $0 + TextWidth.cells(of: $1.text) } - hanging)
    let reserved = min(before, max(0, width - hanging - 1))
    var characters = [Character](repeating: "\u{A0}", count: reserved)
    var owners = [Int](repeating: 0, count: reserved)
    for (index, span) in spans.enumerated() {
      for character in VisibleText.make(span.text) {
        characters.append(character)
        owners.append(index)
      }
    }
    let ranges = LineBreaker.lines(of: characters, width: max(1, width - hanging))
    return ranges.enumerated().map { number, range in
      var line: [Span] = number == 0 ? first : []
      if number > 0, hanging > 0 { line.append(Span(String(repeating: " ", count: hanging))) }
      var start = max(range.lowerBound, reserved)
      while start < range.upperBound {
        var end = start + 1
        while end < range.upperBound, owners[end] == owners[start] { end += 1 }
        var span = spans[owners[start]]
        span.text = String(characters[start..<end])
        line.append(span)
        start = end
      }
      return StyledLine(line)
    }
  }
}

extension Surface {
  /// Draws a styled line and returns how many cells it took.
  @discardableResult
  package mutating func draw(_ line: StyledLine, at point: Point, width: Int) -> Int {
    var used = 0
    for span in line.spans {
      guard used < width else { break }
      used += draw(
        span.text, at: Point(x: point.x + used, y: point.y), style: span.style, width: width - used)
    }
    return used
  }
}
