import Documents

/// Finds what the steps of a diagram light up, and fills in the steps and references of its graph.
struct StepResolver {
  private var graph: DiagramGraph
  private var boxes: [String: Int] = [:]
  private var groups: [String: Int] = [:]
  private var edges: [String: [Int]] = [:]
  private var edgesBetween: [Ends: [Int]] = [:]

  private struct Ends: Hashable {
    var from: DiagramGraph.End
    var to: DiagramGraph.End
  }

  private init(_ graph: DiagramGraph) {
    self.graph = graph
    for (index, box) in graph.boxes.enumerated() where boxes[box.id] == nil { boxes[box.id] = index }
    for (index, group) in graph.groups.enumerated() where groups[group.id] == nil { groups[group.id] = index }
    for (index, edge) in graph.edges.enumerated() {
      edges[edge.id, default: []].append(index)
      edgesBetween[Ends(from: edge.from, to: edge.to), default: []].append(index)
    }
  }

  static func apply(_ comments: StepComments, to graph: inout DiagramGraph) throws(DiagramError) {
    guard !comments.steps.isEmpty || !comments.references.isEmpty else { return }
    var resolver = StepResolver(graph)
    for reference in comments.references { try resolver.refer(reference) }
    let steps = comments.merged()
    let numbered = steps.contains { $0.names == nil } ? NumberedParts(of: graph) : nil
    for step in steps { try resolver.add(step, numbered: numbered) }
    graph = resolver.graph
  }

  private mutating func refer(_ reference: StepComments.Reference) throws(DiagramError) {
    if let box = boxes[reference.name.text] {
      graph.boxes[box].ref = reference.entry
    } else if let group = groups[reference.name.text] {
      graph.groups[group].ref = reference.entry
    } else {
      throw unknown(reference.name.text, "box or group", at: reference.name.position)
    }
  }

  private mutating func add(_ step: StepComments.Step, numbered: NumberedParts?) throws(DiagramError) {
    var result = DiagramGraph.Step(number: step.number, text: step.text)
    if let names = step.names {
      for name in names { try find(name, for: &result) }
      result.boxes = unique(result.boxes)
      result.groups = unique(result.groups)
      result.edges = unique(result.edges)
    } else if let numbered {
      result.boxes = numbered.boxes[step.number] ?? []
      result.edges = numbered.edges[step.number] ?? []
    }
    graph.steps.append(result)
  }

  private func find(_ name: StepComments.Name, for step: inout DiagramGraph.Step) throws(DiagramError) {
    if let box = boxes[name.text] {
      step.boxes.append(box)
    } else if let group = groups[name.text] {
      step.groups.append(group)
    } else if let found = edges[name.text] {
      step.edges += found
    } else if let ends = name.text.firstRange(of: "->") {
      let from = name.text[..<ends.lowerBound]
      let to = name.text[ends.upperBound...]
      let toStart = name.text[..<ends.upperBound].unicodeScalars.count
      step.edges += try findEdges(from: from, to: to, toStart: toStart, in: name)
    } else {
      throw unknown(name.text, "box, group or line", at: name.position)
    }
  }

  /// The edges between two ends, in the direction written or else in the other one.
  private func findEdges(
    from: Substring, to: Substring, toStart: Int, in name: StepComments.Name
  ) throws(DiagramError) -> [Int] {
    let start = try end(from, offset: 0, in: name)
    let target = try end(to, offset: toStart, in: name)
    let found =
      edgesBetween[Ends(from: start, to: target)] ?? edgesBetween[Ends(from: target, to: start)]
    guard let found else {
      let names = (Array(from.unicodeScalars).trimmed.string, Array(to.unicodeScalars).trimmed.string)
      throw DiagramError("no line runs between “\(names.0)” and “\(names.1)”", at: name.position)
    }
    return found
  }

  private func end(
    _ part: Substring, offset: Int, in name: StepComments.Name
  ) throws(DiagramError) -> DiagramGraph.End {
    let scalars = Array(part.unicodeScalars)
    let word = scalars.trimmed.string
    if let box = boxes[word] { return .box(box) }
    if let group = groups[word] { return .group(group) }
    let blanks = scalars.prefix { $0.isBlank }.count
    throw unknown(
      word, "box or group",
      at: SourcePosition(line: name.position.line, column: name.position.column + offset + blanks))
  }

  private func unknown(_ name: String, _ what: String, at position: SourcePosition) -> DiagramError {
    let names = Array(boxes.keys) + Array(groups.keys) + (what.hasSuffix("line") ? Array(edges.keys) : [])
    let near = name.count <= 60 ? NearestName.of(name, among: names.sorted()) : nil
    return DiagramError(
      "no \(what) is called “\(name)”", hint: near.map { "did you mean “\($0)”?" }, at: position)
  }

  private func unique(_ indices: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return indices.filter { seen.insert($0).inserted }
  }
}

extension StepComments {
  /// Fills the steps and references of a finished graph.
  ///
  /// - Throws: ``DiagramError`` for a name that the graph does not know.
  package func apply(to graph: inout DiagramGraph) throws(DiagramError) {
    try StepResolver.apply(self, to: &graph)
  }
}
