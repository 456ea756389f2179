import Documents

/// The words that open a diagram and tell its language.
enum DiagramKeyword {
  /// The words of the languages that are drawn.
  static let drawn: [String: DiagramKind] = [
    "graph": .flowchart, "flowchart": .flowchart, "flowchart-elk": .flowchart, "flowchart-v2": .flowchart,
    "sequenceDiagram": .sequence,
    "stateDiagram": .state, "stateDiagram-v2": .state,
    "classDiagram": .classes, "classDiagram-v2": .classes,
    "erDiagram": .entityRelationship,
  ]

  /// What the languages that are not drawn are called, by the words that open them.
  private static let notDrawn: [String: String] = [
    "gantt": "Gantt charts", "pie": "pie charts", "journey": "user journeys", "gitGraph": "Git graphs",
    "mindmap": "mind maps", "timeline": "timelines", "quadrantChart": "quadrant charts",
    "requirementDiagram": "requirement diagrams", "requirement": "requirement diagrams",
    "C4Context": "C4 diagrams", "C4Container": "C4 diagrams", "C4Component": "C4 diagrams",
    "C4Dynamic": "C4 diagrams", "C4Deployment": "C4 diagrams",
    "sankey": "Sankey diagrams", "xychart": "XY charts", "block": "block diagrams",
    "packet": "packet diagrams", "kanban": "Kanban boards", "architecture": "architecture diagrams",
    "zenuml": "ZenUML diagrams", "radar": "radar charts", "treemap": "tree maps", "info": "info boxes",
    "swimlane": "swimlanes", "venn": "Venn diagrams", "ishikawa": "Ishikawa diagrams",
    "railroad": "railroad diagrams", "wardley": "Wardley maps",
  ]

  /// What is drawn, in words for an error.
  static let drawnKinds =
    "a diagram starts with flowchart, graph, sequenceDiagram, stateDiagram, classDiagram or erDiagram"

  /// The error for a word that opens no diagram that is drawn.
  static func error(for word: String, at position: SourcePosition) -> DiagramError {
    var bare = word
    if bare.hasSuffix(":") { bare.removeLast() }
    if bare.hasSuffix("-beta") { bare.removeLast(5) }
    if let name = notDrawn[bare] {
      return DiagramError("\(name) (“\(word)”) are not drawn", hint: drawnKinds, at: position)
    }
    // A word as long as a paragraph is near to nothing, and slow to compare.
    let short = word.count <= 40 ? word : String(word.prefix(40)) + "…"
    let near = word.count <= 40 ? NearestName.of(word, among: drawn.keys.sorted()) : nil
    return DiagramError(
      "“\(short)” is no kind of diagram: \(drawnKinds)", hint: near.map { "did you mean “\($0)”?" },
      at: position)
  }
}
