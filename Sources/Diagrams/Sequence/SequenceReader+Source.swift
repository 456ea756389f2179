import Documents

/// From the whole source to the diagram.
extension SequenceReader {
  /// Reads a sequence diagram.
  ///
  /// - Throws: ``DiagramError`` with the place of the first mistake and what was expected there.
  package static func read(_ text: String) throws(DiagramError) -> SequenceDiagram {
    try read(try DiagramSource(reading: text))
  }

  /// Reads a sequence diagram whose source is cut into its parts already.
  package static func read(_ source: DiagramSource) throws(DiagramError) -> SequenceDiagram {
    var reader = SequenceReader()
    if let title = source.title { reader.diagram.title = LabelText.lines(of: title) }
    var lines = source.bodyLines[...]
    while let line = lines.popFirst() {
      // Two things may go on over several lines: the settings of a participant and a description in braces.
      let range = joined(line, with: &lines, in: source)
      let scalars = Array(source.scalars[range]).map { $0 == "\n" ? " " : $0 }
      if isDescription(scalars) { continue }
      for statement in SequenceStatement.statements(of: scalars, at: source.position(of: range.lowerBound)) {
        try reader.read(statement)
      }
    }
    try reader.finish()
    reader.settle()
    try reader.apply(try StepComments(reading: source.comments))
    return reader.diagram
  }

  /// Whether a line describes the diagram for those who cannot see it.
  private static func isDescription(_ scalars: [Unicode.Scalar]) -> Bool {
    let word = scalars[...].trimmed.prefix(while: \.isWordPart)
    guard word.count == 8 else { return false }
    let rest = scalars[word.endIndex...].trimmed
    return ["acctitle", "accdescr"].contains(word.string.lowercased())
      && (rest.first == ":" || rest.first == "{")
  }

  /// A line together with those that its braces go on over.
  private static func joined(
    _ line: Range<Int>, with lines: inout ArraySlice<Range<Int>>, in source: DiagramSource
  ) -> Range<Int> {
    let scalars = source.scalars
    let text = scalars[line].trimmed
    let word = text.prefix(while: \.isWordPart).string.lowercased()
    let open: Int?
    switch word {
    case "participant", "actor", "create":
      open = text.indices.first { text[$0] == "@" && scalars.holds("@{", at: $0) }
    case "accdescr":
      let rest = text.dropFirst(word.count).trimmed
      open = rest.first == "{" ? rest.startIndex : nil
    default: open = nil
    }
    guard let open else { return line }
    guard !scalars[open..<line.upperBound].contains("}"),
      let last = lines.firstIndex(where: { scalars[$0].contains("}") })
    else { return line }
    let end = lines[last].upperBound
    lines = lines[(last + 1)...]
    return line.lowerBound..<end
  }

  /// The name of a group, which has none in the source: its title, or `G1`, `G2` … by its place.
  static func groupName(_ group: SequenceDiagram.Group, at index: Int) -> String {
    group.title.allSatisfy(\.isEmpty) ? "G\(index + 1)" : group.title.joined(separator: " ")
  }

  /// Fills in the steps and references that comments tell.
  private mutating func apply(_ comments: StepComments) throws(DiagramError) {
    guard !comments.steps.isEmpty || !comments.references.isEmpty else { return }
    // The names are looked up in a graph of the same parts: the rules are those of all diagrams.
    var graph = DiagramGraph(kind: .sequence)
    for (index, group) in diagram.groups.enumerated() {
      graph.groups.append(DiagramGraph.Group(id: Self.groupName(group, at: index), title: group.title))
    }
    for participant in diagram.participants {
      graph.boxes.append(
        DiagramGraph.Box(id: participant.id, label: participant.label, group: participant.group))
    }
    for message in diagram.messages {
      var edge = DiagramGraph.Edge(id: message.id, from: .box(message.from), to: .box(message.to))
      edge.label = message.numberedLines
      graph.edges.append(edge)
    }
    try comments.apply(to: &graph)
    diagram.steps = graph.steps
    for (index, box) in graph.boxes.enumerated() { diagram.participants[index].ref = box.ref }
    for (index, group) in graph.groups.enumerated() { diagram.groups[index].ref = group.ref }
  }
}
