extension DiagramGraph {
  /// The graph with groups drawn as boxes: what they hold is left out but for the number of its boxes, and lines to it
  /// end at the group.
  ///
  /// - Parameter ids: the groups; what stands inside one of them goes with it.
  package func collapsing(_ ids: Set<String>) -> DiagramGraph {
    // The outermost collapsed group around each group, itself included.
    var cover: [Int?] = []
    for (index, group) in groups.enumerated() {
      let outer = group.parent.flatMap { cover[$0] }
      cover.append(outer ?? (ids.contains(group.id) ? index : nil))
    }
    guard cover.contains(where: { $0 != nil }) else { return self }
    var result = self
    var newGroup: [Int: Int] = [:]
    result.groups = []
    for (index, group) in groups.enumerated() where cover[index] == nil {
      var group = group
      group.parent = group.parent.flatMap { newGroup[$0] }
      newGroup[index] = result.groups.count
      result.groups.append(group)
    }
    var newBox: [End: Int] = [:]
    result.boxes = []
    func stand(for group: Int) -> Int {
      if let box = newBox[.group(group)] { return box }
      let source = groups[group]
      var label = source.title.isEmpty ? [source.id] : source.title
      label[0] = "▸ " + label[0]
      let count = boxes.count { $0.group.flatMap { cover[$0] } == group }
      label.append(count == 1 ? "1 box" : "\(count) boxes")
      var box = Box(id: source.id, label: label, group: source.parent.flatMap { newGroup[$0] })
      box.ref = source.ref
      newBox[.group(group)] = result.boxes.count
      result.boxes.append(box)
      return result.boxes.count - 1
    }
    for (index, box) in boxes.enumerated() {
      if let group = box.group.flatMap({ cover[$0] }) {
        newBox[.box(index)] = stand(for: group)
      } else {
        var box = box
        box.group = box.group.flatMap { newGroup[$0] }
        newBox[.box(index)] = result.boxes.count
        result.boxes.append(box)
      }
    }
    for index in groups.indices where cover[index] == index { _ = stand(for: index) }
    func moved(_ end: End) -> End? {
      if let box = newBox[end] { return .box(box) }
      guard case .group(let group) = end else { return nil }
      if let outer = cover[group] { return newBox[.group(outer)].map { .box($0) } }
      return newGroup[group].map { .group($0) }
    }
    func isCovered(_ end: End) -> Bool {
      switch end {
      case .box(let box): boxes[box].group.flatMap { cover[$0] } != nil
      case .group(let group): cover[group] != nil
      }
    }
    result.edges = []
    var newEdge: [Int: Int] = [:]
    var places: [[End]: Int] = [:]
    for (index, edge) in edges.enumerated() {
      guard let from = moved(edge.from), let to = moved(edge.to) else { continue }
      let isInside = from == to && edge.from != edge.to
      if isInside { continue }
      let touches = isCovered(edge.from) || isCovered(edge.to)
      // Several lines to the inside of one group become one line.
      if touches, edge.label.isEmpty, let known = places[[from, to]] {
        newEdge[index] = known
        continue
      }
      var edge = edge
      edge.from = from
      edge.to = to
      newEdge[index] = result.edges.count
      if edge.label.isEmpty { places[[from, to]] = result.edges.count }
      result.edges.append(edge)
    }
    result.steps = steps.map { step in
      var step = step
      step.edges = step.edges.compactMap { newEdge[$0] }
      step.boxes =
        (step.boxes.compactMap { newBox[.box($0)] }
          + step.groups.compactMap { group in cover[group].flatMap { newBox[.group($0)] } })
      step.groups = step.groups.compactMap { newGroup[$0] }
      return step
    }
    return result
  }
}
