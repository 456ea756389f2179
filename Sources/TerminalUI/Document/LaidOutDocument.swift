/// A text set to a width: lines, and the links in them.
package struct LaidOutDocument: Hashable, Sendable {
  /// A link and where it leads.
  package struct Link: Hashable, Sendable {
    /// An entry's address, or a web address.
    package var target: String
    /// The line on which the link starts.
    package var line: Int

    package init(target: String, line: Int) {
      self.target = target
      self.line = line
    }
  }

  package var lines: [StyledLine]
  package var links: [Link]
  /// The lines on which headings stand, by the heading's text.
  package var headings: [String: Int] = [:]

  package init(lines: [StyledLine] = [], links: [Link] = []) {
    self.lines = lines
    self.links = links
  }

  /// Adds another text below.
  package mutating func append(_ other: LaidOutDocument) {
    let lineOffset = lines.count
    let linkOffset = links.count
    lines += other.lines.map { line in
      StyledLine(
        line.spans.map { span in
          var span = span
          span.link = span.link.map { $0 + linkOffset }
          return span
        })
    }
    links += other.links.map { Link(target: $0.target, line: $0.line + lineOffset) }
    headings.merge(other.headings.mapValues { $0 + lineOffset }) { first, _ in first }
  }

  /// Adds a line of runs of which some are links, given with their targets.
  package mutating func append(
    _ spans: [(span: Span, target: String?)], width: Int, first: [Span] = [], hanging: Int = 0
  ) {
    var numbered: [Span] = []
    var targets: [String] = []
    for (span, target) in spans {
      var span = span
      if let target {
        span.link = links.count + targets.count
        targets.append(target)
      }
      numbered.append(span)
    }
    let wrapped = StyledLine.wrap(numbered, width: width, first: first, hanging: hanging)
    for target in targets {
      let link = links.count
      let offset = wrapped.firstIndex { $0.spans.contains { $0.link == link } } ?? 0
      links.append(Link(target: target, line: lines.count + offset))
    }
    lines += wrapped
  }
}

/// What of a document is in view, and which of its links is selected.
package struct DocumentState: Hashable, Sendable {
  package private(set) var offset = 0
  package var selectedLink: Int?
  /// The line of the match that a person has gone to, and which of how many it is.
  package private(set) var match: (line: Int, number: Int, count: Int)? {
    get { matchLine.map { ($0, matchNumber, matchCount) } }
    set {
      (matchLine, matchNumber, matchCount) = (newValue?.line, newValue?.number ?? 0, newValue?.count ?? 0)
    }
  }
  private var matchLine: Int?
  private var matchNumber = 0
  private var matchCount = 0

  package init() {}

  /// Goes to the next or the previous of the lines that hold a match, round and round.
  ///
  /// Returns false when there is none.
  package mutating func walkMatches(
    _ lines: [Int], forward: Bool, lineCount: Int, height: Int
  ) -> Bool {
    guard let first = lines.first, let last = lines.last else {
      match = nil
      return false
    }
    // From the match at hand while it is in view, else from what is looked at.
    let isInView = matchLine.map { $0 >= offset && $0 < offset + height } ?? false
    let here = isInView ? matchLine ?? 0 : forward ? offset - 1 : offset + height
    let next = forward ? lines.first { $0 > here } ?? first : lines.last { $0 < here } ?? last
    match = (next, (lines.firstIndex(of: next) ?? 0) + 1, lines.count)
    reveal(line: next, lineCount: lineCount, height: height)
    return true
  }

  /// Keeps the place of the text that is looked at when it is set to another width.
  package mutating func rescale(from old: Int, to new: Int) {
    guard old > 0, old != new else { return }
    offset = offset * new / old
    match = nil
  }

  /// Forgets which match was gone to.
  package mutating func forgetMatch() { match = nil }

  /// Scrolls so that a line stands at the top.
  package mutating func show(line: Int, lineCount: Int, height: Int) {
    offset = line
    clamp(lineCount: lineCount, height: height)
  }

  /// Scrolls.
  ///
  /// Returns whether anything changed.
  @discardableResult
  package mutating func move(_ movement: Movement, lineCount: Int, height: Int) -> Bool {
    let before = offset
    switch movement {
    case .up: offset -= 1
    case .down: offset += 1
    case .pageUp: offset -= max(1, height - 2)
    case .pageDown: offset += max(1, height - 2)
    case .top: offset = 0
    case .bottom: offset = lineCount
    case .left, .right: return false
    }
    clamp(lineCount: lineCount, height: height)
    return before != offset
  }

  package mutating func scroll(by rows: Int, lineCount: Int, height: Int) {
    offset += rows
    clamp(lineCount: lineCount, height: height)
  }

  package mutating func clamp(lineCount: Int, height: Int) {
    offset = min(max(0, offset), max(0, lineCount - height))
  }

  /// Selects the next or the previous link and brings it into view.
  ///
  /// The first press takes the first link in view, or from the line `start` on. Returns false past the last one, when the focus goes on.
  package mutating func walkLinks(
    forward: Bool, in document: LaidOutDocument, height: Int, from start: Int? = nil
  ) -> Bool {
    let next: Int
    if let selectedLink {
      next = selectedLink + (forward ? 1 : -1)
    } else if forward {
      next = document.links.firstIndex { $0.line >= start ?? offset } ?? document.links.count
    } else {
      next = document.links.lastIndex { $0.line < offset + height } ?? -1
    }
    guard document.links.indices.contains(next) else {
      selectedLink = nil
      return false
    }
    selectedLink = next
    reveal(line: document.links[next].line, lineCount: document.lines.count, height: height)
    return true
  }

  /// Scrolls as little as brings a line into view with some context.
  package mutating func reveal(line: Int, lineCount: Int, height: Int) {
    let context = min(2, max(0, height / 2 - 1))
    if line - context < offset { offset = line - context }
    if line + context >= offset + height { offset = line + context - height + 1 }
    clamp(lineCount: lineCount, height: height)
  }
}

extension LaidOutDocument {
  /// The lines on which a search would mark something.
  ///
  /// Words are in lower case.
  package func lines(matching words: [String]) -> [Int] {
    guard !words.isEmpty else { return [] }
    return lines.indices.filter { index in
      lines[index].highlighting(words).spans.contains { $0.style.ink == .match }
    }
  }
}

extension Surface {
  /// Draws the part of a document that is in view.
  ///
  /// - Parameter words: the words to highlight, in lower case.
  package mutating func drawDocument(
    _ document: LaidOutDocument, state: DocumentState, in area: Rect, isFocused: Bool,
    highlighting words: [String] = []
  ) {
    for row in 0..<area.height {
      let index = state.offset + row
      guard index < document.lines.count else { break }
      var line = document.lines[index]
      if !words.isEmpty { line = line.highlighting(words) }
      if isFocused, index == state.match?.line {
        line.spans = line.spans.map { span in
          guard span.style.ink == .match else { return span }
          return Span(
            span.text, Style(.match, on: .selection, span.style.attributes.union(.bold)), link: span.link)
        }
      }
      if isFocused, let selected = state.selectedLink {
        line.spans = line.spans.map { span in
          guard span.link == selected else { return span }
          return Span(
            span.text, Style(span.style.ink, on: .selection, span.style.attributes), link: span.link)
        }
      }
      draw(line, at: Point(x: area.x, y: area.y + row), width: area.width)
    }
  }
}

extension StyledLine {
  /// The same line with every occurrence of some words marked as found by a search.
  ///
  /// Words are in lower case.
  package func highlighting(_ words: [String]) -> StyledLine {
    var result: [Span] = []
    for span in spans {
      let characters = Array(span.text)
      let lower = characters.map { Character($0.lowercased().first.map(String.init) ?? " ") }
      var marked = [Bool](repeating: false, count: characters.count)
      for word in words.map(Array.init) where !word.isEmpty && word.count <= lower.count {
        for start in 0...(lower.count - word.count)
        where lower[start..<(start + word.count)].elementsEqual(word) {
          // Inside a word a match is more noise than help.
          if start > 0, lower[start - 1].isLetter || lower[start - 1].isNumber { continue }
          for index in start..<(start + word.count) { marked[index] = true }
        }
      }
      var start = 0
      while start < characters.count {
        var end = start + 1
        while end < characters.count, marked[end] == marked[start] { end += 1 }
        let style = marked[start] ? Style(.match, on: span.style.ground, span.style.attributes) : span.style
        result.append(Span(String(characters[start..<end]), style, link: span.link))
        start = end
      }
    }
    return StyledLine(result)
  }
}
