/// Reads Mermaid's entity-relationship diagrams.
package enum EntityRelationshipReader {
  /// Reads a source whose header is `erDiagram`.
  ///
  /// The graph has the steps and references of its comments.
  ///
  /// - Throws: ``DiagramError`` with the place of the first mistake.
  package static func read(_ source: DiagramSource) throws(DiagramError) -> DiagramGraph {
    let comments = try StepComments(reading: source.comments)
    var parser = EntityParser(StatementCursor(source))
    try parser.readAll()
    var graph = parser.model.graph()
    if let title = source.title { graph.title = title }
    try comments.apply(to: &graph)
    return graph
  }
}
