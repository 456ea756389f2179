/// Reads Mermaid's class diagrams.
package enum ClassDiagramReader {
  /// Reads a source whose header is `classDiagram` or `classDiagram-v2`.
  ///
  /// The graph has the steps and references of its comments.
  ///
  /// - Throws: ``DiagramError`` with the place of the first mistake.
  package static func read(_ source: DiagramSource) throws(DiagramError) -> DiagramGraph {
    let comments = try StepComments(reading: source.comments)
    var parser = ClassParser(StatementCursor(source))
    try parser.readAll()
    var graph = parser.model.graph()
    graph.title = source.title
    try comments.apply(to: &graph)
    return graph
  }
}
