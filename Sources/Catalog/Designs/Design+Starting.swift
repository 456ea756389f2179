import Diagrams

extension Design {
  /// A design that begins as a copy of an architecture of the catalog; without a title it is called by its name.
  package init(name: String, title: String = "", basedOn entry: CatalogEntry) throws(DesignError) {
    try self.init(name: name, title: title)
    guard let source = entry.diagram else {
      throw DesignError(
        "“\(entry.id)” has no drawing to begin from", code: "not_found",
        hint: "`atelier catalog list --kind architecture` names those that have one.")
    }
    basedOn = entry.id
    graph = try Design.graph(reading: source)
    try settle()
  }

  /// Reads a flowchart.
  static func graph(reading source: String) throws(DesignError) -> DiagramGraph {
    let diagram: Diagram
    do {
      diagram = try Diagram(reading: source)
    } catch {
      let place = error.position.map { " (line \($0.line))" } ?? ""
      throw DesignError("the diagram cannot be read\(place): \(error.message)", hint: error.hint)
    }
    guard case .graph(let graph) = diagram, graph.kind == .flowchart else {
      throw DesignError("a design is a flowchart, and this is a \(diagram.kind.rawValue) diagram")
    }
    return graph
  }

  /// Brings the diagram into the form in which it is read back from its own source.
  mutating func settle() throws(DesignError) {
    var clean = graph
    clean.title = nil
    for index in clean.steps.indices { clean.steps[index].text = DesignText.line(clean.steps[index].text) }
    clean.steps.sort { $0.number < $1.number }
    graph = try Design.graph(reading: MermaidWriter.write(clean))
    let numbers = Set(graph.steps.map(\.number))
    flags.removeAll { !numbers.contains($0.step) }
    let ids = Set(graph.boxes.map(\.id) + graph.groups.map(\.id))
    remarks = remarks.filter { ids.contains($0.key) && $0.value != Remark() }
  }

  /// Makes a change to the diagram, or none at all when it leads to one that cannot be written.
  mutating func change(_ body: (inout Design) throws(DesignError) -> Void) throws(DesignError) {
    var copy = self
    try body(&copy)
    try copy.settle()
    self = copy
  }
}
