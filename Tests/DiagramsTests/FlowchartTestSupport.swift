import Testing

@testable import Diagrams

/// Short words for a flowchart, for tables of tests.
enum Flowchart {
  static func read(_ text: String) throws -> DiagramGraph {
    try FlowchartReader.read(DiagramSource(reading: text))
  }

  /// The graph of some statements.
  static func graph(_ statements: String) throws -> DiagramGraph {
    try read("flowchart TD\n" + statements)
  }

  /// The boxes as `id=label`, with `/` for a line end, and `@group` behind those in one.
  static func boxes(_ graph: DiagramGraph) -> [String] {
    graph.boxes.map { box in
      let label = box.label.joined(separator: "/")
      let group = box.group.map { "@" + graph.groups[$0].id } ?? ""
      return (label == box.id ? box.id : "\(box.id)=\(label)") + group
    }
  }

  /// The groups as `id=title`, and `@parent` behind those in one.
  static func groups(_ graph: DiagramGraph) -> [String] {
    graph.groups.map { group in
      let title = group.title.joined(separator: "/")
      let parent = group.parent.map { "@" + graph.groups[$0].id } ?? ""
      return (title == group.id ? group.id : "\(group.id)=\(title)") + parent
    }
  }

  /// The lines as `from tail style length head to: label`.
  static func edges(_ graph: DiagramGraph) -> [String] {
    func name(_ end: DiagramGraph.End) -> String {
      switch end {
      case .box(let index): graph.boxes[index].id
      case .group(let index): "{\(graph.groups[index].id)}"
      }
    }
    func sign(_ head: LineHead, _ arrow: String) -> String {
      switch head {
      case .none: ""
      case .arrow: arrow
      case .circle: "o"
      case .cross: "x"
      default: "?"
      }
    }
    return graph.edges.map { edge in
      let line =
        switch edge.style {
        case .solid: "-"
        case .dotted: "."
        case .thick: "="
        case .invisible: "~"
        }
      let signs =
        sign(edge.tail, "<") + String(repeating: line, count: edge.minimumLength) + sign(edge.head, ">")
      let label = edge.label.isEmpty ? "" : ": " + edge.label.joined(separator: "/")
      return "\(name(edge.from)) \(signs) \(name(edge.to))\(label)"
    }
  }

  /// The error of a source as `line:column message`, with its hint in parentheses.
  static func error(_ text: String) -> String {
    do {
      _ = try read(text)
      return "none"
    } catch let error as DiagramError {
      let place = error.position.map { "\($0.line):\($0.column) " } ?? ""
      return place + error.message + (error.hint.map { " (\($0))" } ?? "")
    } catch {
      return "another error"
    }
  }
}
