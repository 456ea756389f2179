import Documents

@testable import Diagrams

/// Writes a graph as short lines, so that a test can say all of it.
enum StateGraphText {
  static func lines(_ graph: DiagramGraph) -> [String] {
    var lines: [String] = []
    if let title = graph.title { lines.append("title \(title)") }
    if graph.direction != .down { lines.append("direction \(graph.direction.rawValue)") }
    for group in graph.groups { lines.append("group " + line(group, in: graph)) }
    for box in graph.boxes { lines.append(line(box, in: graph)) }
    for edge in graph.edges { lines.append(line(edge, in: graph)) }
    return lines
  }

  private static func line(_ group: DiagramGraph.Group, in graph: DiagramGraph) -> String {
    var text = group.id
    if group.title != [group.id] { text += " “" + group.title.joined(separator: "|") + "”" }
    if let parent = group.parent { text += " in " + graph.groups[parent].id }
    if let direction = group.direction { text += " " + direction.rawValue }
    if let tint = group.tint { text += " " + tint.rawValue }
    return text
  }

  private static func line(_ box: DiagramGraph.Box, in graph: DiagramGraph) -> String {
    var text = box.id
    if box.label != [box.id] { text += " “" + box.label.joined(separator: "|") + "”" }
    if box.shape != .rectangle, box.shape != .rounded { text += " " + box.shape.rawValue }
    if let group = box.group { text += " in " + graph.groups[group].id }
    if let tint = box.tint { text += " " + tint.rawValue }
    for compartment in box.compartments { text += " [" + compartment.joined(separator: "; ") + "]" }
    return text
  }

  private static func line(_ edge: DiagramGraph.Edge, in graph: DiagramGraph) -> String {
    var text = end(edge.from, in: graph) + " "
    if !edge.fromNote.isEmpty { text += "“\(edge.fromNote)” " }
    text +=
      sign(edge.tail, isLeft: true) + (edge.style == .dotted ? ".." : "--") + sign(edge.head, isLeft: false)
    if !edge.toNote.isEmpty { text += " “\(edge.toNote)”" }
    text += " " + end(edge.to, in: graph)
    if !edge.label.isEmpty { text += " : " + edge.label.joined(separator: "|") }
    return text
  }

  private static func end(_ end: DiagramGraph.End, in graph: DiagramGraph) -> String {
    switch end {
    case .box(let index): graph.boxes[index].id
    case .group(let index): "{" + graph.groups[index].id + "}"
    }
  }

  private static func sign(_ head: LineHead, isLeft: Bool) -> String {
    switch head {
    case .none: ""
    case .arrow: isLeft ? "<" : ">"
    case .triangle: isLeft ? "<|" : "|>"
    case .filledDiamond: "*"
    case .openDiamond: "o"
    case .circle: "0"
    case .cross: "x"
    }
  }

  /// What an error says, with its place: `line:column message; hint`.
  static func line(_ error: DiagramError) -> String {
    let place = error.position.map { "\($0.line):\($0.column) " } ?? ""
    return place + error.message + (error.hint.map { "; " + $0 } ?? "")
  }
}
