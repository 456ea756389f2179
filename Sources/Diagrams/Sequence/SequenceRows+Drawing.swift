/// The finished drawing, for those who show it and point at its parts.
extension SequenceRows {
  func drawing(_ grid: CellGrid, fits: Bool) -> SequenceDrawing {
    let diagram = plan.diagram
    let participants = zip(diagram.participants, self.participants.enumerated()).map { participant, entry in
      SequenceDrawing.Participant(
        id: participant.id, label: participant.label, lines: entry.element.head.lines.map(\.text),
        kind: participant.kind, group: participant.group, ref: participant.ref,
        rectangle: entry.element.head.box, foot: entry.element.foot?.box, column: column(entry.offset),
        rows: entry.element.top..<max(entry.element.top, entry.element.bottom))
    }
    let groups = diagram.groups.enumerated().map { index, group in
      SequenceDrawing.Group(
        id: SequenceReader.groupName(group, at: index), title: group.title, tint: group.tint, ref: group.ref,
        rectangle: runs.first { $0.group == index && !$0.isFoot }?.box)
    }
    let fragments = frames.map { frame in
      SequenceDrawing.Fragment(
        kind: frame.fragment.kind, lines: frame.lines.map(\.text), tint: frame.fragment.tint,
        rectangle: frame.box,
        sections: frame.sections.map {
          SequenceDrawing.Fragment.Section(row: $0.row, lines: $0.lines.map(\.text))
        })
    }
    return SequenceDrawing(
      grid: grid, fits: fits, title: diagram.title, participants: participants, groups: groups,
      messages: arrows.map(message),
      notes: notes.map {
        SequenceDrawing.Note(
          lines: $0.lines.map(\.text), participants: $0.note.first...$0.note.last, rectangle: $0.box)
      },
      fragments: fragments, steps: diagram.steps)
  }

  private func message(_ arrow: PlacedArrow) -> SequenceDrawing.Message {
    let message = arrow.message
    var path = arrow.path
    path[path.count - 1].x = arrow.end
    return SequenceDrawing.Message(
      id: message.id, from: message.from, to: message.to, label: message.text.lines,
      lines: arrow.lines.map(\.text), number: message.number,
      labelRectangle: SequenceLine.box(of: arrow.lines),
      style: message.isDotted ? .dotted : .solid, head: message.head, tail: message.tail, path: path)
  }
}
