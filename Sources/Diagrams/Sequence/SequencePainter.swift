/// Paints a sequence diagram whose parts have their places.
struct SequencePainter {
  private(set) var canvas: Canvas
  private let rows: SequenceRows
  private let isASCII: Bool

  init(_ rows: SequenceRows, isASCII: Bool) {
    self.rows = rows
    self.isASCII = isASCII
    canvas = Canvas(width: rows.width, height: rows.height)
  }

  mutating func paint() {
    paintLifelines()
    for frame in rows.frames { paint(frame) }
    for run in rows.runs { canvas.outline(run.box, .dashed, ink: .frame) }
    for arrow in rows.arrows { paintLine(of: arrow) }
    for participant in rows.participants {
      paint(participant.head)
      if let foot = participant.foot { paint(foot) }
    }
    for (index, participant) in rows.participants.enumerated() { paintMarks(of: participant, at: index) }
    for note in rows.notes { paint(note) }
    for arrow in rows.arrows { paintSigns(of: arrow) }
    for end in rows.ends { canvas.text(SequenceSigns.end(isASCII: isASCII), at: end, ink: .head) }
    paintTexts()
  }

  // MARK: Lifelines

  private mutating func paintLifelines() {
    var hidden: [[Range<Int>]] = Array(repeating: [], count: rows.participants.count)
    for note in rows.notes where note.note.placement == .over {
      for participant in note.note.first...note.note.last {
        hidden[participant].append(note.box.y..<(note.box.bottom + 1))
      }
    }
    for (index, participant) in rows.participants.enumerated() {
      var row = participant.top
      // A note may lie above a participant that comes into being, or below one that has ended.
      for range in hidden[index] where range.upperBound > row {
        paintLifeline(index, row..<max(row, min(range.lowerBound, participant.bottom)))
        row = range.upperBound
      }
      paintLifeline(index, row..<max(row, participant.bottom))
    }
    for bar in rows.bars { paint(bar, hiddenIn: hidden[bar.participant]) }
  }

  private mutating func paintLifeline(_ participant: Int, _ range: Range<Int>) {
    let x = rows.column(participant)
    for y in range {
      canvas.arm(x, y, .north, .dotted, ink: .border)
      canvas.arm(x, y, .south, .dotted, ink: .border)
    }
  }

  private mutating func paint(_ bar: PlacedBar, hiddenIn hidden: [Range<Int>]) {
    // The notes are in the order of their rows: those above the bar are stepped over at once.
    var next = hidden.partitioningIndex { $0.upperBound > bar.start }
    var y = bar.start
    while y <= bar.end {
      if next < hidden.count, hidden[next].contains(y) {
        y = hidden[next].upperBound
        next += 1
        continue
      }
      canvas.arm(bar.column, y, .north, .heavy, ink: .border)
      canvas.arm(bar.column, y, .south, .heavy, ink: .border)
      y += 1
    }
  }

  // MARK: Boxes

  private mutating func paint(_ head: PlacedHead) {
    canvas.outline(head.box, .light, ink: .border)
    for line in head.lines { canvas.text(line.text, at: line.point, ink: .text) }
  }

  /// Joins the lifeline to its boxes, and paints the sign of what the participant stands for.
  private mutating func paintMarks(of participant: PlacedParticipant, at index: Int) {
    let x = rows.column(index)
    if participant.top < participant.bottom {
      canvas.arm(x, participant.head.box.bottom, .south, .light, ink: .border)
      if let foot = participant.foot { canvas.arm(x, foot.box.y, .north, .light, ink: .border) }
    }
    let kind = rows.plan.diagram.participants[index].kind
    guard let mark = SequenceSigns.mark(of: kind, isASCII: isASCII) else { return }
    for box in [participant.head.box, participant.foot?.box].compactMap({ $0 }) {
      canvas.text(mark, at: Point(box.x + 1, box.y), ink: .mark)
    }
  }

  private mutating func paint(_ note: PlacedNote) {
    canvas.outline(note.box, .light, ink: .frame, rounded: true)
    for line in note.lines { canvas.text(line.text, at: line.point, ink: .text) }
  }

  private mutating func paint(_ frame: PlacedFrame) {
    // A coloured background has no words; its frame is the lighter one.
    canvas.outline(frame.box, frame.fragment.kind == .rect ? .dashed : .light, ink: .frame)
    for section in frame.sections {
      canvas.line(
        from: Point(frame.left, section.row), to: Point(frame.right, section.row), .dashed, ink: .frame)
      canvas.arm(frame.left, section.row, .east, .light, ink: .frame)
      canvas.arm(frame.right, section.row, .west, .light, ink: .frame)
    }
  }

  // MARK: Arrows

  private mutating func paintLine(of arrow: PlacedArrow) {
    let stroke: Arms.Stroke = arrow.message.isDotted ? .dotted : .light
    var path = arrow.path
    let last = path.count - 1
    // Where no sign stands, the line joins the lifeline; where one stands, it ends before it.
    let step = arrow.start < arrow.end || arrow.isLoop ? 1 : -1
    if arrow.message.tail != .none, !arrow.message.isCentralAtStart { path[0].x += step }
    if arrow.message.head == .none, !arrow.message.isCentralAtEnd, !arrow.message.creates {
      path[last].x = arrow.end
    }
    canvas.path(path, stroke, ink: .line)
  }

  private mutating func paintSigns(of arrow: PlacedArrow) {
    let message = arrow.message
    let isRightward = arrow.start < arrow.end && !arrow.isLoop
    let head = SequenceSigns.head(message.head, isRightward: isRightward, isASCII: isASCII)
    if !head.isEmpty {
      let x = isRightward ? arrow.end - head.unicodeScalars.count : arrow.end + 1
      canvas.text(head, at: Point(x, arrow.lastRow), ink: .head)
    }
    let startsLeftward = isRightward || arrow.isLoop
    let tail = SequenceSigns.head(message.tail, isRightward: !startsLeftward, isASCII: isASCII)
    if !tail.isEmpty {
      let x = startsLeftward ? arrow.start + 1 : arrow.start - tail.unicodeScalars.count
      canvas.text(tail, at: Point(x, arrow.firstRow), ink: .head)
    }
    let centre = SequenceSigns.centre(isASCII: isASCII)
    if message.isCentralAtStart { canvas.text(centre, at: Point(arrow.start, arrow.firstRow), ink: .head) }
    if message.isCentralAtEnd, !message.creates {
      canvas.text(centre, at: Point(arrow.end, arrow.lastRow), ink: .head)
    }
  }

  // MARK: Texts

  private mutating func paintTexts() {
    for line in rows.title { paint(line, ink: .title) }
    for run in rows.runs {
      for line in run.lines { paint(line, ink: .title) }
    }
    for frame in rows.frames {
      for line in frame.lines { paint(line, ink: .title) }
      for section in frame.sections {
        for line in section.lines { paint(line, ink: .title) }
      }
    }
    for arrow in rows.arrows {
      for line in arrow.lines { paint(line, ink: .label) }
    }
  }

  private mutating func paint(_ line: SequenceLine, ink: Ink) {
    let cells = canvas.text(line.text, at: line.point, ink: ink)
    guard line.padding != .none, cells > 0 else { return }
    canvas.text(" ", at: Point(line.point.x + cells, line.point.y), ink: .none)
    // A border runs right up to the label in it.
    if line.padding == .around { canvas.text(" ", at: Point(line.point.x - 1, line.point.y), ink: .none) }
  }
}

extension Array where Element == Range<Int> {
  /// The first index whose element meets a condition that all behind it meet too.
  fileprivate func partitioningIndex(where isMet: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isMet(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
