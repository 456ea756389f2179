/// The same in the words of all diagrams: participants are boxes, messages are lines.
extension SequenceDrawing {
  package var drawing: Drawing {
    Drawing(
      kind: .sequence, title: title.isEmpty ? nil : title.joined(separator: "\n"), direction: .down,
      grid: grid,
      boxes: participants.map(box), groups: drawnGroups, edges: messages.map(edge), steps: steps, fits: fits)
  }

  private func box(_ participant: Participant) -> Drawing.DrawnBox {
    Drawing.DrawnBox(
      id: participant.id, label: participant.label.joined(separator: "\n"), lines: participant.lines,
      shape: participant.kind.shape, group: participant.group, ref: participant.ref, tint: nil,
      frame: participant.rectangle)
  }

  private var drawnGroups: [Drawing.DrawnGroup] {
    groups.map { group in
      Drawing.DrawnGroup(
        id: group.id, title: group.title.joined(separator: "\n"), parent: nil, ref: group.ref,
        tint: group.tint,
        frame: group.rectangle ?? Rectangle(x: 0, y: 0, width: 0, height: 0))
    }
  }

  private func edge(_ message: Message) -> Drawing.DrawnEdge {
    Drawing.DrawnEdge(
      id: message.id, from: .box(message.from), to: .box(message.to),
      label: message.label.joined(separator: "\n"), labelFrame: message.labelRectangle, style: message.style,
      tail: message.tail.lineHead, head: message.head.lineHead, path: message.path)
  }
}

extension SequenceDiagram.ParticipantKind {
  /// The nearest of the shapes that other diagrams know.
  package var shape: BoxShape {
    switch self {
    case .participant: .rectangle
    case .actor: .person
    case .boundary, .control, .entity: .circle
    case .database: .cylinder
    case .collections: .rectangles
    case .queue: .horizontalCylinder
    }
  }
}

extension SequenceDiagram.Head {
  /// The nearest of the heads that other diagrams know.
  package var lineHead: LineHead {
    switch self {
    case .none: .none
    case .filled, .open, .upperHalf, .lowerHalf, .upperStick, .lowerStick: .arrow
    case .cross: .cross
    }
  }
}
