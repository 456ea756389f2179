import Documents

/// Writes a graph as a Mermaid flowchart that reads back as the same graph.
///
/// Boxes keep their order, groups their nesting, lines their looks; steps and the entries behind boxes stand in comments,
/// as ``StepComments`` reads them. What a flowchart has no form for (the compartments of a class, the diamonds of its
/// relations) becomes the nearest thing that it has.
package struct MermaidWriter {
  private let graph: DiagramGraph
  private let hasStepTexts: Bool
  private var lines: [String] = []
  /// The groups and boxes directly in each group; those in none stand at the end.
  private var innerGroups: [[Int]]
  private var innerBoxes: [[Int]]
  /// The first box in each group or in one within it.
  private var firstBoxes: [Int?]

  /// The source of a graph.
  ///
  /// - Parameter withStepTexts: whether the comments of steps hold their texts, or only what lights up.
  package static func write(_ graph: DiagramGraph, withStepTexts: Bool = true) -> String {
    var writer = MermaidWriter(graph, withStepTexts)
    writer.write()
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private init(_ graph: DiagramGraph, _ hasStepTexts: Bool) {
    self.graph = graph
    self.hasStepTexts = hasStepTexts
    let count = graph.groups.count
    innerGroups = Array(repeating: [], count: count + 1)
    innerBoxes = Array(repeating: [], count: count + 1)
    firstBoxes = Array(repeating: nil, count: count)
    for (index, group) in graph.groups.enumerated() { innerGroups[group.parent ?? count].append(index) }
    for (index, box) in graph.boxes.enumerated() {
      innerBoxes[box.group ?? count].append(index)
      var around = box.group
      while let group = around, firstBoxes[group] == nil {
        firstBoxes[group] = index
        around = graph.groups[group].parent
      }
    }
  }

  private mutating func write() {
    if let title = graph.title { lines += ["---", "title: \(JSONValue.string(title).text())", "---"] }
    lines.append("flowchart \(graph.direction.rawValue)")
    var order: [Int] = []
    list(graph.groups.count, into: &order)
    // Where boxes of different groups take turns, they are named first, so that they keep their order.
    let isNested = order == Array(graph.boxes.indices)
    if !isNested { lines += graph.boxes.map { "  " + declaration(of: $0) } }
    writeParts(of: graph.groups.count, indent: "  ", isNested: isNested)
    if !graph.edges.isEmpty { lines.append("") }
    for (index, edge) in graph.edges.enumerated() {
      let name = edge.id == "L\(index + 1)" ? "" : "\(edge.id)@"
      let label = edge.label.isEmpty ? "" : "|\"\(Self.escaped(edge.label))\"|"
      lines.append("  \(id(of: edge.from)) \(name)\(link(edge))\(label) \(id(of: edge.to))")
    }
    writeTints()
    writeSteps()
    writeReferences()
  }

  // MARK: Boxes and groups

  private enum Part {
    case box(Int)
    case group(Int)
  }

  /// What stands directly in a group, each group before the first box that comes after those in it.
  private func parts(of group: Int) -> [Part] {
    var parts: [Part] = []
    var boxes = innerBoxes[group][...]
    for inner in innerGroups[group] {
      while let first = firstBoxes[inner], let box = boxes.first, box < first {
        parts.append(.box(box))
        boxes.removeFirst()
      }
      parts.append(.group(inner))
    }
    return parts + boxes.map(Part.box)
  }

  /// The order in which boxes would be read. Groups nest at most a hundred deep.
  private func list(_ group: Int, into order: inout [Int]) {
    for part in parts(of: group) {
      switch part {
      case .box(let box): order.append(box)
      case .group(let inner): list(inner, into: &order)
      }
    }
  }

  private mutating func writeParts(of group: Int, indent: String, isNested: Bool) {
    for part in parts(of: group) {
      switch part {
      case .box(let index):
        let box = graph.boxes[index]
        if isNested {
          lines.append(indent + declaration(of: box))
        } else if box.group != nil {
          lines.append(indent + box.id)
        }
      case .group(let index):
        let inner = graph.groups[index]
        lines.append("\(indent)subgraph \(Self.groupName(inner.id))[\"\(Self.escaped(inner.title))\"]")
        if let direction = inner.direction { lines.append("\(indent)  direction \(direction.rawValue)") }
        writeParts(of: index, indent: indent + "  ", isNested: isNested)
        lines.append("\(indent)end")
      }
    }
  }

  private func declaration(of box: DiagramGraph.Box) -> String {
    let text = "\"\(Self.escaped(box.label))\""
    if let (opening, closing) = Self.brackets[box.shape] { return box.id + opening + text + closing }
    guard let shape = Self.name(of: box.shape) else { return "\(box.id)[\(text)]" }
    // An empty text among the attributes counts as none.
    if box.label == [""] { return "\(box.id)[\"\"]@{ shape: \(shape) }" }
    return "\(box.id)@{ shape: \(shape), label: \(text) }"
  }

  /// A group's name as it can stand after `subgraph`: in quotes where it would be cut.
  private static func groupName(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { $0.isWordPart || "-.#".unicodeScalars.contains($0) }
    return isPlain && !name.isEmpty ? name : "\"\(escaped([name]))\" "
  }

  private static let brackets: [BoxShape: (String, String)] = [
    .rectangle: ("[", "]"), .rounded: ("(", ")"), .stadium: ("([", "])"), .subroutine: ("[[", "]]"),
    .cylinder: ("[(", ")]"), .circle: ("((", "))"), .doubleCircle: ("(((", ")))"), .hexagon: ("{{", "}}"),
    .decision: ("{", "}"), .odd: (">", "]"), .parallelogram: ("[/", "/]"), .parallelogramBack: ("[\\", "\\]"),
    .trapezoid: ("[/", "\\]"), .trapezoidTop: ("[\\", "/]"),
  ]

  /// The name that Mermaid has for a shape without brackets; nil for one that no flowchart has.
  private static func name(of shape: BoxShape) -> String? {
    let other: [BoxShape: String] = [
      .end: "stop", .rectangles: "processes", .braceRight: "brace-r", .lightning: "bolt", .record: "classbox",
    ]
    let name = other[shape] ?? shape.rawValue
    return FlowchartShapes.named(name) == shape ? name : nil
  }

  // MARK: Lines

  private func id(of end: DiagramGraph.End) -> String {
    switch end {
    case .box(let box): graph.boxes[box].id
    case .group(let group): graph.groups[group].id
    }
  }

  private func link(_ edge: DiagramGraph.Edge) -> String {
    let length = max(1, min(edge.minimumLength, FlowchartLink.lengthLimit))
    let head = Self.sign(of: edge.head, arrow: ">")
    let tail = Self.sign(of: edge.tail, arrow: "<")
    func run(_ sign: String, _ count: Int) -> String { String(repeating: sign, count: count) }
    switch edge.style {
    case .solid: return tail + run("-", head.isEmpty ? length + 2 : length + 1) + head
    case .thick: return tail + run("=", head.isEmpty ? length + 2 : length + 1) + head
    case .dotted: return tail + "-" + run(".", length) + "-" + head
    case .invisible: return run("~", length + 2)
    }
  }

  private static func sign(of head: LineHead, arrow: String) -> String {
    switch head {
    case .none: ""
    case .circle: "o"
    case .cross: "x"
    case .arrow, .triangle, .filledDiamond, .openDiamond: arrow
    }
  }

  // MARK: Colours, steps and references

  private mutating func writeTints() {
    var names: [(tint: Tint, names: [String])] = []
    for (tint, id) in graph.boxes.map({ ($0.tint, $0.id) }) + graph.groups.map({ ($0.tint, $0.id) }) {
      guard let tint else { continue }
      if let place = names.firstIndex(where: { $0.tint == tint }) {
        names[place].names.append(id)
      } else {
        names.append((tint, [id]))
      }
    }
    if !names.isEmpty { lines.append("") }
    for (tint, names) in names {
      lines.append("  classDef tint-\(tint.rawValue) stroke:\(tint.rawValue)")
      lines.append("  class \(names.joined(separator: ",")) tint-\(tint.rawValue)")
    }
  }

  private mutating func writeSteps() {
    guard !graph.steps.isEmpty else { return }
    var between: [[DiagramGraph.End]: [Int]] = [:]
    for (index, edge) in graph.edges.enumerated() {
      between[[edge.from, edge.to], default: []].append(index)
    }
    lines.append("")
    for step in graph.steps {
      var names = step.boxes.map { graph.boxes[$0].id } + step.groups.map { graph.groups[$0].id }
      var edges = step.edges[...]
      while let first = edges.first {
        let edge = graph.edges[first]
        let all = between[[edge.from, edge.to]] ?? []
        // Two ends name every line between them.
        if edges.prefix(all.count) == all[...] {
          names.append("\(id(of: edge.from))->\(id(of: edge.to))")
          edges = edges.dropFirst(all.count)
        } else {
          names.append(edge.id)
          edges = edges.dropFirst()
        }
      }
      let text = hasStepTexts && !step.text.isEmpty ? " " + step.text.replacing("\n", with: " ") : ""
      lines.append("  %% step \(step.number) (\(names.joined(separator: ", "))):\(text)")
    }
  }

  private mutating func writeReferences() {
    let references =
      graph.groups.compactMap { group in group.ref.map { (group.id, $0) } }
      + graph.boxes.compactMap { box in box.ref.map { (box.id, $0) } }
    if !references.isEmpty { lines.append("") }
    for (name, entry) in references {
      let isWord = !name.unicodeScalars.contains(where: \.isBlank)
      lines.append("  %% ref \(isWord ? name : "\"\(name)\"") \(entry)")
    }
  }

  // MARK: Texts

  /// The lines of a label as they stand between double quotes.
  private static func escaped(_ lines: [String]) -> String {
    lines.map(escaped).joined(separator: "<br/>")
  }

  /// What would end the text, or be taken for a tag, an entity, a mark or a directive, is written as an entity.
  private static func escaped(_ line: String) -> String {
    let text = Array(line.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in text.enumerated() {
      let before = index > 0 ? text[index - 1] : nil
      let after = index + 1 < text.count ? text[index + 1] : nil
      let isTaken =
        switch scalar {
        case "\"", "<", "\\": true
        case "`": before == nil || after == nil
        case "*", "%": before == scalar || after == scalar
        case "#": after.map { $0.isLatinLetter || $0.isDigit } ?? false
        case "&": after != " "
        case ":": text.holds(":fa-", at: index)
        default: false
        }
      if scalar == "\"" {
        result.append(contentsOf: "#quot;".unicodeScalars)
      } else if isTaken {
        result.append(contentsOf: "#\(scalar.value);".unicodeScalars)
      } else {
        result.append(scalar == "\n" ? " " : scalar)
      }
    }
    return String(result)
  }
}
