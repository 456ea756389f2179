import TextWidth

/// Where everything stands: the rows of what happens, from top to bottom.
struct SequenceRows {
  let plan: SequencePlan
  let texts: SequenceTexts
  let columns: SequenceColumns
  let showsTitle: Bool

  private(set) var width: Int
  private(set) var height = 0
  var title: [SequenceLine] = []
  var participants: [PlacedParticipant] = []
  var runs: [PlacedRun] = []
  var arrows: [PlacedArrow] = []
  var notes: [PlacedNote] = []
  var frames: [PlacedFrame] = []
  var bars: [PlacedBar] = []
  /// Where lifelines end for good.
  var ends: [Point] = []

  /// The next free row.
  var row = 0
  /// Whether something stands above that wants a blank row before the next.
  var wantsBlank = false
  /// The rows in which bars begin and end, by item.
  var startRows: [Int]
  var endRows: [Int]
  /// How far all columns are moved to the right, under a title that is wider.
  let shift: Int

  init(_ plan: SequencePlan, _ texts: SequenceTexts, _ columns: SequenceColumns, showsTitle: Bool) {
    self.plan = plan
    self.texts = texts
    self.columns = columns
    self.showsTitle = showsTitle
    let wanted = showsTitle ? texts.title.width(limit: max(columns.width, 40)) : 0
    width = max(columns.width, wanted)
    shift = (width - columns.width) / 2
    startRows = Array(repeating: 0, count: plan.diagram.items.count)
    endRows = startRows
  }

  /// The column of a lifeline.
  func column(_ participant: Int) -> Int { columns.lifelines[participant] + shift }

  /// Gives everything its rows.
  mutating func place() {
    placeTitle()
    placeHeads()
    for (index, item) in plan.diagram.items.enumerated() { place(item, at: index) }
    placeFeet()
    placeBars()
    height = row
  }

  // MARK: Rows

  /// Begins something: after a blank row if something stands directly above.
  private mutating func begin() {
    if wantsBlank { row += 1 }
    wantsBlank = true
  }

  private mutating func place(_ item: SequenceDiagram.Item, at index: Int) {
    switch item {
    case .message(let message):
      begin()
      place(message, at: index)
    case .note(let note):
      begin()
      place(note, at: index)
    case .open:
      begin()
      open(at: index)
    case .section:
      closeSection()
      part(at: index)
    case .close:
      closeSection()
      let fragment = plan.fragmentOfItem[index]
      if fragment >= 0 { frames[fragment].bottom = row }
      row += 1
      wantsBlank = true
    case .activate: startRows[index] = wantsBlank ? row : max(0, row - 1)
    case .deactivate: endRows[index] = max(0, row - 1)
    case .destroy(let participant):
      begin()
      end(participant)
    }
    if case .activate = item { return }
    if case .deactivate = item { return }
    if case .message = item { return }
    startRows[index] = row
    endRows[index] = max(0, row - 1)
  }

  /// A section in which nothing happens still takes a row.
  private mutating func closeSection() {
    if !wantsBlank { row += 1 }
  }

  private mutating func end(_ participant: Int) {
    participants[participant].bottom = row
    ends.append(Point(column(participant), row))
    row += 1
  }

  // MARK: Messages

  private mutating func place(_ message: SequenceDiagram.Message, at index: Int) {
    let isSelf = message.from == message.to
    var arrow = PlacedArrow(item: index, message: message)
    let isRightward = message.from <= message.to
    let sender = SequencePlan.reach(plan.senderLevels[index])
    let receiver = SequencePlan.reach(plan.receiverLevels[index])
    arrow.start = column(message.from) + (isRightward ? sender : 0)
    arrow.end = column(message.to) + (isRightward && !isSelf ? 0 : receiver)
    if isSelf {
      placeLoop(&arrow)
    } else {
      if message.creates {
        let halves = columns.halves(of: message.to)
        arrow.end = column(message.to) + (isRightward ? -halves.left : halves.right)
      }
      placeLine(&arrow)
    }
    arrows.append(arrow)
    startRows[index] = arrow.lastRow
    endRows[index] = arrow.lastRow
    row = arrow.lastRow + 1
    if message.creates { place(created: message.to, around: arrow.firstRow) }
    if message.destroysReceiver { end(message.to) }
    if message.destroysSender, !isSelf { end(message.from) }
  }

  /// A loop to the right of its lifeline, with the text beside it.
  private func placeLoop(_ arrow: inout PlacedArrow) {
    let outer = max(arrow.start, arrow.end) + 3
    let text = texts.items[arrow.item]
    let lines = text.lines(width: columns.spacing.width(of: text))
    arrow.outer = outer
    arrow.firstRow = row
    arrow.lastRow = row + max(2, lines.count) - 1
    for (offset, line) in lines.enumerated() {
      arrow.lines.append(SequenceLine(line, Point(outer + 2, row + offset)))
    }
  }

  /// A line between two lifelines, with the text above it.
  private func placeLine(_ arrow: inout PlacedArrow) {
    let left = min(arrow.start, arrow.end)
    let inner = max(arrow.start, arrow.end) - left - 1
    // On either side a blank stays between the text and the lifelines.
    let lines = texts.items[arrow.item].lines(width: inner - 2)
    // A box that comes into being needs rows for its own upper half.
    var above = lines.count
    if arrow.message.creates {
      above = max(above, headHeight(of: arrow.message.to) / 2)
    }
    arrow.firstRow = row + above
    arrow.lastRow = arrow.firstRow
    for (offset, line) in lines.enumerated() {
      let cells = TextWidth.cells(of: line)
      let x = clear(left + 1 + (inner - cells) / 2, cells, between: arrow.message.from, arrow.message.to)
      arrow.lines.append(SequenceLine(line, Point(x, arrow.firstRow - lines.count + offset), .around))
    }
  }

  /// Moves a text a little when it would begin or end right beside a lifeline.
  private func clear(_ x: Int, _ cells: Int, between first: Int, _ last: Int) -> Int {
    let between = (min(first, last) + 1)..<max(first, last)
    guard !between.isEmpty else { return x }
    for offset in [0, 1, -1, 2, -2] {
      let touches = between.contains { participant in
        let lifeline = column(participant)
        let reach = plan.reach(of: participant)
        return (lifeline...(lifeline + reach)).contains(x + offset - 1) || lifeline == x + offset + cells
      }
      if !touches { return x + offset }
    }
    return x
  }

  // MARK: Notes

  private mutating func place(_ note: SequenceDiagram.Note, at index: Int) {
    let text = texts.items[index]
    var lines = text.lines(width: columns.spacing.width(of: text))
    var boxWidth = (lines.map { TextWidth.cells(of: $0) }.max() ?? 0) + 4
    let x: Int
    switch note.placement {
    case .left: x = column(note.first) - 1 - boxWidth
    case .right: x = column(note.last) + SequencePlan.reach(plan.senderLevels[index]) + 2
    case .over where note.first == note.last: x = column(note.first) - (boxWidth - 1) / 2
    case .over:
      x = column(note.first) - 2
      boxWidth = column(note.last) + plan.reach(of: note.last) + 2 - x + 1
      lines = text.lines(width: boxWidth - 4)
    }
    if lines.isEmpty { lines = [""] }
    let box = Rectangle(x: x, y: row, width: boxWidth, height: lines.count + 2)
    let placed = lines.enumerated().map { offset, line in
      SequenceLine(line, Point(x + (boxWidth - TextWidth.cells(of: line)) / 2, row + 1 + offset))
    }
    notes.append(PlacedNote(note: note, box: box, lines: placed))
    row += box.height
  }

  // MARK: Fragments

  private mutating func open(at index: Int) {
    let fragment = plan.fragments[plan.fragmentOfItem[index]]
    let number = plan.fragmentOfItem[index]
    let left = column(fragment.first) - columns.fragmentLeft[number] - 2
    let right = column(fragment.last) + columns.fragmentRight[number] + 2
    guard case .open(let content) = plan.diagram.items[index] else { return }
    frames.append(
      PlacedFrame(
        fragment: content, left: left, right: right, top: row, bottom: row, depth: depth(of: number)))
    frames[number].lines = tab(of: index, in: frames[number])
    row += max(1, frames[number].lines.count)
    wantsBlank = false
  }

  private mutating func part(at index: Int) {
    let number = plan.fragmentOfItem[index]
    guard number >= 0 else { return }
    let lines = tab(of: index, in: frames[number])
    frames[number].sections.append(PlacedFrame.Section(row: row, lines: lines))
    row += max(1, lines.count)
    wantsBlank = false
  }

  /// The text in a border of a frame: its first line stands in the border, the others below it.
  private func tab(of index: Int, in frame: PlacedFrame) -> [SequenceLine] {
    texts.items[index].lines(width: frame.right - frame.left - 3).enumerated().map { offset, line in
      SequenceLine(line, Point(frame.left + 2, row + offset), offset == 0 ? .behind : .around)
    }
  }

  private func depth(of fragment: Int) -> Int {
    let parent = plan.fragments[fragment].parent
    return parent < 0 ? 0 : frames[parent].depth + 1
  }

  // MARK: Bars

  private mutating func placeBars() {
    for bar in plan.bars {
      let participant = participants[bar.participant]
      let start = max(startRows[bar.start], participant.top)
      let end = min(bar.end.map { endRows[$0] } ?? participant.bottom - 1, participant.bottom - 1)
      bars.append(
        PlacedBar(
          participant: bar.participant, column: column(bar.participant) + bar.level - 1, start: start,
          end: max(start, end)))
    }
  }
}
