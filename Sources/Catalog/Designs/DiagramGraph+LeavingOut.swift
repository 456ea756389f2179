import Diagrams

/// A graph with parts left out; what pointed to them goes with them.
extension DiagramGraph {
  func leavingOut(box gone: Int) -> DiagramGraph {
    let lines = edges.indices.filter { edges[$0].from == .box(gone) || edges[$0].to == .box(gone) }
    var graph = leavingOut(edges: Set(lines))
    graph.boxes.remove(at: gone)
    func moved(_ box: Int) -> Int { box > gone ? box - 1 : box }
    for index in graph.edges.indices {
      if case .box(let box) = graph.edges[index].from { graph.edges[index].from = .box(moved(box)) }
      if case .box(let box) = graph.edges[index].to { graph.edges[index].to = .box(moved(box)) }
    }
    for index in graph.steps.indices {
      graph.steps[index].boxes = graph.steps[index].boxes.filter { $0 != gone }.map(moved)
    }
    return graph
  }

  /// The graph without a group's frame: what stands in it stands in the group around it.
  func leavingOut(group gone: Int) -> DiagramGraph {
    let lines = edges.indices.filter { edges[$0].from == .group(gone) || edges[$0].to == .group(gone) }
    var graph = leavingOut(edges: Set(lines))
    let parent = graph.groups.remove(at: gone).parent
    func moved(_ group: Int) -> Int { group > gone ? group - 1 : group }
    func home(_ group: Int?) -> Int? { (group == gone ? parent : group).map(moved) }
    for index in graph.groups.indices { graph.groups[index].parent = home(graph.groups[index].parent) }
    for index in graph.boxes.indices { graph.boxes[index].group = home(graph.boxes[index].group) }
    for index in graph.edges.indices {
      if case .group(let group) = graph.edges[index].from { graph.edges[index].from = .group(moved(group)) }
      if case .group(let group) = graph.edges[index].to { graph.edges[index].to = .group(moved(group)) }
    }
    for index in graph.steps.indices {
      graph.steps[index].groups = graph.steps[index].groups.filter { $0 != gone }.map(moved)
    }
    return graph
  }

  /// The graph without some of its lines; those that have no name of their own are counted anew.
  func leavingOut(edges gone: Set<Int>) -> DiagramGraph {
    guard !gone.isEmpty else { return self }
    var graph = self
    var places: [Int: Int] = [:]
    graph.edges = []
    for (index, edge) in edges.enumerated() where !gone.contains(index) {
      places[index] = graph.edges.count
      var edge = edge
      if edge.id == "L\(index + 1)" { edge.id = "L\(graph.edges.count + 1)" }
      graph.edges.append(edge)
    }
    for index in graph.steps.indices {
      graph.steps[index].edges = graph.steps[index].edges.compactMap { places[$0] }
    }
    return graph
  }
}
