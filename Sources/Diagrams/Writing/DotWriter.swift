/// Writes a graph in the DOT language of Graphviz.
package struct DotWriter {
  private var lines: [String] = []

  /// The graph as DOT: groups become clusters, and lines to groups end at their frames (`compound`).
  package static func write(_ graph: DiagramGraph) -> String {
    var writer = DotWriter()
    writer.write(graph)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write(_ graph: DiagramGraph) {
    lines.append("digraph {")
    lines.append("  rankdir=\(graph.direction.rawValue); compound=true; node [shape=box];")
    if let title = graph.title { lines.append("  label=\(quoted(title)); labelloc=t;") }
    // Groups nest at most a hundred deep, so writing them may recurse.
    write(graph, group: nil, indent: "  ")
    for edge in graph.edges {
      let from = node(edge.from, graph)
      let to = node(edge.to, graph)
      var attributes: [String] = []
      if !edge.label.isEmpty { attributes.append("label=\(quoted(edge.label.joined(separator: "\n")))") }
      switch edge.style {
      case .solid: break
      case .dotted: attributes.append("style=dashed")
      case .thick: attributes.append("style=bold")
      case .invisible: attributes.append("style=invis")
      }
      if edge.head != .arrow { attributes.append("arrowhead=\(arrow(edge.head))") }
      if edge.tail != .none { attributes.append("dir=both, arrowtail=\(arrow(edge.tail))") }
      if !edge.fromNote.isEmpty { attributes.append("taillabel=\(quoted(edge.fromNote))") }
      if !edge.toNote.isEmpty { attributes.append("headlabel=\(quoted(edge.toNote))") }
      if edge.minimumLength > 1 { attributes.append("minlen=\(edge.minimumLength)") }
      if case .group(let group) = edge.from { attributes.append("ltail=cluster_\(group)") }
      if case .group(let group) = edge.to { attributes.append("lhead=cluster_\(group)") }
      let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
      lines.append("  \(from) -> \(to)\(list);")
    }
    lines.append("}")
  }

  private mutating func write(_ graph: DiagramGraph, group: Int?, indent: String) {
    for box in graph.boxes where box.group == group {
      let label = (box.label + box.compartments.flatMap(\.self)).joined(separator: "\n")
      let shape = shape(box.shape).map { ", shape=\($0)" } ?? ""
      lines.append("\(indent)\(quoted(box.id)) [label=\(quoted(label))\(shape)];")
    }
    for (index, inner) in graph.groups.enumerated() where inner.parent == group {
      lines.append("\(indent)subgraph cluster_\(index) {")
      lines.append("\(indent)  label=\(quoted(inner.title.joined(separator: "\n")));")
      // A line to a group needs a node inside it to end at.
      lines.append("\(indent)  \(anchor(index)) [shape=point, style=invis];")
      write(graph, group: index, indent: indent + "  ")
      lines.append("\(indent)}")
    }
  }

  private func node(_ end: DiagramGraph.End, _ graph: DiagramGraph) -> String {
    switch end {
    case .box(let box): quoted(graph.boxes[box].id)
    case .group(let group): anchor(group)
    }
  }

  private func anchor(_ group: Int) -> String { "cluster_\(group)_anchor" }

  private func shape(_ shape: BoxShape) -> String? {
    switch shape {
    case .decision, .choice: "diamond"
    case .circle, .start: "circle"
    case .doubleCircle, .end: "doublecircle"
    case .cylinder: "cylinder"
    case .hexagon: "hexagon"
    case .parallelogram, .parallelogramBack: "parallelogram"
    case .trapezoid: "trapezium"
    case .trapezoidTop: "invtrapezium"
    case .note: "note"
    case .text: "plaintext"
    case .rounded, .stadium: "box, style=rounded"
    default: nil
    }
  }

  private func arrow(_ head: LineHead) -> String {
    switch head {
    case .none: "none"
    case .arrow: "normal"
    case .circle: "odot"
    case .cross: "tee"
    case .triangle: "empty"
    case .filledDiamond: "diamond"
    case .openDiamond: "odiamond"
    }
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result + "\""
  }
}
