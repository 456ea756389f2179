import TextWidth

/// A text measured once, to be broken into lines of many widths.
struct MeasuredText {
  private let lines: [[Character]]
  private let cells: [Int]
  /// Its width with the lines of the source.
  let natural: Int
  /// The widths of its words. Where a line may end between two letters, each is a word.
  private let words: Set<Int>
  /// What the source says about breaking its lines.
  let wrap: Bool?

  init(_ lines: [String], wrap: Bool? = nil) {
    let visible = lines.map { VisibleText.make($0) }
    let cells = visible.map { TextWidth.cells(of: $0) }
    self.lines = visible.map(Array.init)
    self.cells = cells
    self.wrap = wrap
    natural = cells.max() ?? 0
    // A short text is never broken, so its words do not count.
    words = natural <= 8 ? [natural] : MeasuredText.words(of: self.lines)
  }

  private static func words(of lines: [[Character]]) -> Set<Int> {
    var words: Set<Int> = []
    for line in lines {
      var word = 0
      for character in line {
        let cells = character == " " ? 0 : TextWidth.cells(of: character)
        word += cells
        // A line may end at a space, and behind a wide sign.
        if character == " " || cells == 2 {
          words.insert(word)
          word = 0
        }
      }
      words.insert(word)
    }
    return words
  }

  /// The width of its longest word.
  var longestWord: Int { words.max() ?? 0 }

  init(_ text: SequenceDiagram.Text) {
    self.init(text.lines, wrap: text.wrap)
  }

  var isEmpty: Bool { natural == 0 }

  /// The cells that it needs when its lines may have `limit` of them.
  func width(limit: Int) -> Int {
    if natural <= limit { return natural }
    return zip(lines, cells).reduce(0) { width, line in
      if line.1 <= limit { return max(width, line.1) }
      return LineBreaker.lines(of: line.0, width: limit).reduce(width) { width, range in
        max(width, line.0[range].reduce(0) { $0 + TextWidth.cells(of: $1) })
      }
    }
  }

  /// Its lines in a width: as few as there can be, and then as even as there can be.
  func lines(width: Int) -> [String] {
    guard natural > width else { return isEmpty ? [] : lines.map { String($0) } }
    let width = max(1, width)
    let count = broken(width).count
    var low = words.reduce(1) { $1 <= width ? max($0, $1) : $0 }
    var high = width
    while low < high {
      let middle = (low + high) / 2
      if broken(middle).count > count { low = middle + 1 } else { high = middle }
    }
    return broken(high)
  }

  private func broken(_ width: Int) -> [String] {
    lines.flatMap { line in LineBreaker.lines(of: line, width: width).map { String(line[$0]) } }
  }
}

/// The texts of a diagram, measured.
struct SequenceTexts {
  /// The label of each participant, the title of each group.
  let heads: [MeasuredText]
  let groups: [MeasuredText]
  /// The text of each item; empty for those without.
  let items: [MeasuredText]
  let title: MeasuredText

  init(_ diagram: SequenceDiagram) {
    heads = diagram.participants.map { MeasuredText($0.label) }
    groups = diagram.groups.map { MeasuredText($0.title) }
    title = MeasuredText(diagram.title)
    items = diagram.items.map { item in
      switch item {
      case .message(let message): MeasuredText(message.numberedLines, wrap: message.text.wrap)
      case .note(let note): MeasuredText(note.text)
      case .open(let fragment):
        if fragment.kind == .rect {
          MeasuredText([])
        } else {
          SequenceTexts.tab(fragment.kind.rawValue, fragment.text)
        }
      case .section(let section): SequenceTexts.tab(section.word, section.text)
      case .activate, .deactivate, .destroy, .close: MeasuredText([])
      }
    }
  }

  /// The label of a frame: its word in brackets, and what it says.
  private static func tab(_ word: String, _ text: SequenceDiagram.Text) -> MeasuredText {
    var lines = text.lines.isEmpty ? [""] : text.lines
    lines[0] = lines[0].isEmpty ? "[\(word)]" : "[\(word)] \(lines[0])"
    return MeasuredText(lines, wrap: text.wrap)
  }
}
