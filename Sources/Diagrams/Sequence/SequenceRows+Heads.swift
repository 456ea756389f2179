import TextWidth

/// The boxes of participants, the frames around them, and the title.
extension SequenceRows {
  /// A diagram taller than a screen repeats its participants at the bottom.
  static let screenHeight = 24

  mutating func placeTitle() {
    guard showsTitle, !texts.title.isEmpty else { return }
    for line in texts.title.lines(width: width) {
      title.append(SequenceLine(line, Point((width - TextWidth.cells(of: line)) / 2, row)))
      row += 1
    }
    row += 1
  }

  func headHeight(of participant: Int) -> Int { headLines(of: participant).count + 2 }

  private func headLines(of participant: Int) -> [String] {
    let lines = texts.heads[participant].lines(width: columns.headWidths[participant] - 4)
    return lines.isEmpty ? [""] : lines
  }

  /// The box of a participant from a row on, with its label in the middle.
  private func head(of participant: Int, at top: Int, height: Int) -> PlacedHead {
    let halves = columns.halves(of: participant)
    let box = Rectangle(
      x: column(participant) - halves.left, y: top, width: columns.headWidths[participant], height: height)
    let lines = headLines(of: participant)
    let first = top + 1 + (height - 2 - lines.count) / 2
    let placed = lines.enumerated().map { offset, line in
      let cells = TextWidth.cells(of: line)
      return SequenceLine(line, Point(box.x + (box.width - cells) / 2, first + offset))
    }
    return PlacedHead(box: box, lines: placed)
  }

  /// The height of the boxes at the top, which all are of one height.
  private func height(where isIncluded: (Int) -> Bool) -> Int {
    plan.diagram.participants.indices.reduce(3) {
      isIncluded($1) ? max($0, headHeight(of: $1)) : $0
    }
  }

  mutating func placeHeads() {
    guard !plan.diagram.participants.isEmpty else { return }
    let height = height { !plan.diagram.participants[$0].isCreated }
    let titles = titleHeight
    let top = row + (plan.runs.isEmpty ? 0 : max(1, titles))
    if !plan.runs.isEmpty { placeRuns(top: row, bottom: top + height, isFoot: false) }
    for index in plan.diagram.participants.indices {
      // Those who come into being later get their place then.
      let head = head(of: index, at: top, height: height)
      participants.append(PlacedParticipant(head: head, top: top + height, bottom: .max))
    }
    row = top + height + (plan.runs.isEmpty ? 0 : 1)
    // The text of a message may stand right below the boxes; another box may not.
    if let first = plan.diagram.items.first {
      if case .message(let message) = first, !message.creates { return }
      wantsBlank = true
    }
  }

  /// The rows of the tallest title of a group.
  private var titleHeight: Int {
    plan.runs.indices.reduce(0) { max($0, runLines($1).count) }
  }

  private func runBox(_ index: Int) -> (left: Int, right: Int) {
    let run = plan.runs[index]
    let padding = columns.runPadding[index]
    return (
      column(run.first) - columns.halves(of: run.first).left - padding,
      column(run.last) + columns.halves(of: run.last).right + padding
    )
  }

  private func runLines(_ index: Int) -> [String] {
    let (left, right) = runBox(index)
    return texts.groups[plan.runs[index].group].lines(width: right - left - 3)
  }

  private mutating func placeRuns(top: Int, bottom: Int, isFoot: Bool) {
    for (index, run) in plan.runs.enumerated() {
      let (left, right) = runBox(index)
      var lines: [SequenceLine] = []
      if !isFoot {
        lines = runLines(index).enumerated().map { offset, line in
          let cells = TextWidth.cells(of: line)
          return SequenceLine(
            line, Point(left + (right - left + 1 - cells) / 2, top + offset), .around)
        }
      }
      let box = Rectangle(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
      runs.append(PlacedRun(group: run.group, box: box, lines: lines, isFoot: isFoot))
    }
  }

  /// Places the box of a participant that a message creates, around the row of the message.
  mutating func place(created participant: Int, around arrow: Int) {
    let height = headHeight(of: participant)
    let head = head(of: participant, at: arrow - height / 2, height: height)
    participants[participant].head = head
    participants[participant].top = head.box.bottom + 1
    row = max(row, head.box.bottom + 1)
  }

  mutating func placeFeet() {
    // A last blank row, so that nothing happens right on the edge.
    let start = participants.map(\.top).max() ?? row
    row = max(row, start) + 1
    let alive = participants.indices.filter { participants[$0].bottom == .max }
    for index in alive { participants[index].bottom = row }
    guard row > Self.screenHeight, !alive.isEmpty else { return }
    let height = height { participants[$0].bottom == row }
    let top = row + (plan.runs.isEmpty ? 0 : 1)
    if !plan.runs.isEmpty { placeRuns(top: row, bottom: top + height, isFoot: true) }
    for index in alive {
      participants[index].foot = head(of: index, at: top, height: height)
      participants[index].bottom = top
    }
    row = top + height + (plan.runs.isEmpty ? 0 : 1)
  }
}
