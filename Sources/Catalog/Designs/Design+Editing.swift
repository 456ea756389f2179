import Diagrams
import Documents

/// Changes to what the diagram shows.
extension Design {
  /// Adds a box, and lines that join it to others.
  ///
  /// - Parameters:
  ///   - entry: the entry behind it; nil for what is none, such as a user.
  ///   - title: its text; without one, the entry's title.
  ///   - group: the group it is to stand in, by id or title.
  ///   - from: the boxes or groups from which lines lead to it.
  ///   - to: those to which lines lead from it.
  ///   - label: the text of those lines.
  /// - Returns: the id of the box.
  @discardableResult
  package mutating func add(
    _ entry: CatalogEntry?, title: String = "", to group: String? = nil, connectedFrom from: [String] = [],
    connectedTo to: [String] = [], label: String = ""
  ) throws(DesignError) -> String {
    var lines = Design.label(title)
    if lines == [""], let entry { lines = Design.label(entry.title) }
    guard lines != [""] else {
      throw DesignError("the box has no text", hint: "Give an entry of the catalog, or a title.")
    }
    let base =
      entry.map { $0.id.split(separator: "#").last.map(String.init) ?? $0.id } ?? lines.joined(separator: " ")
    let id = freeID(from: base)
    try change { (design) throws(DesignError) in
      var box = DiagramGraph.Box(id: id, label: lines)
      box.ref = entry?.id
      if entry?.subkind == "data-store" { box.shape = .cylinder }
      if let group { box.group = try design.group(named: group) }
      let place = design.graph.boxes.count
      let ends = (try design.ends(named: from), try design.ends(named: to))
      design.graph.boxes.append(box)
      for end in ends.0 { design.addLine(end, .box(place), label) }
      for end in ends.1 { design.addLine(.box(place), end, label) }
    }
    return id
  }

  /// Adds an empty group, and gives its id.
  @discardableResult
  package mutating func addGroup(title: String, in parent: String? = nil) throws(DesignError) -> String {
    let lines = Design.label(title)
    guard lines != [""] else { throw DesignError("the group has no title") }
    let id = freeID(from: lines.joined(separator: " "))
    try change { (design) throws(DesignError) in
      var group = DiagramGraph.Group(id: id, title: lines)
      if let parent { group.parent = try design.group(named: parent) }
      design.graph.groups.append(group)
    }
    return id
  }

  /// Draws a line between two boxes or groups.
  package mutating func connect(_ from: String, to: String, label: String = "") throws(DesignError) {
    try change { (design) throws(DesignError) in
      for start in try design.ends(named: [from]) {
        for end in try design.ends(named: [to]) { design.addLine(start, end, label) }
      }
    }
  }

  /// Takes the lines from one box or group to another away, and tells how many there were.
  @discardableResult
  package mutating func disconnect(_ from: String, from to: String) throws(DesignError) -> Int {
    let start = try ends(named: [from])[0]
    let end = try ends(named: [to])[0]
    let gone = Set(graph.edges.indices.filter { graph.edges[$0].from == start && graph.edges[$0].to == end })
    guard !gone.isEmpty else {
      throw DesignError(
        "no line runs from “\(DesignText.line(from))” to “\(DesignText.line(to))”", code: "not_found")
    }
    let reason = "lit a line that is gone: \(id(of: start)) to \(id(of: end))"
    try change { (design) throws(DesignError) in
      design.flagSteps(lightingLines: gone, reason)
      design.graph = design.graph.leavingOut(edges: gone)
    }
    return gone.count
  }

  /// Takes a box or a group away, with its lines.
  ///
  /// What stands in a group stays, in the group around it. Steps that named it are kept, and flagged.
  package mutating func remove(_ name: String) throws(DesignError) {
    let component = try component(named: name)
    let reason = "names “\(component.title)”, which was removed"
    let end = end(of: component)
    let lines = Set(graph.edges.indices.filter { graph.edges[$0].from == end || graph.edges[$0].to == end })
    let steps = graph.steps
    try change { (design) throws(DesignError) in
      for step in steps {
        let isLit =
          switch end {
          case .box(let box): step.boxes.contains(box)
          case .group(let group): step.groups.contains(group)
          }
        if isLit || !lines.isDisjoint(with: step.edges) || Design.mentions(component.title, in: step.text) {
          design.flag(step.number, reason)
        }
      }
      switch end {
      case .box(let box): design.graph = design.graph.leavingOut(box: box)
      case .group(let group): design.graph = design.graph.leavingOut(group: group)
      }
      design.remarks[component.id] = nil
    }
  }

  /// Changes the text of a box or a group.
  package mutating func retitle(_ name: String, _ title: String) throws(DesignError) {
    let end = end(of: try component(named: name))
    let lines = Design.label(title)
    guard lines != [""] else { throw DesignError("the text is empty") }
    try change { (design) throws(DesignError) in design.setLabel(lines, of: end) }
  }

  // MARK: Steps

  /// Writes the text of a step; what was to be looked at again in it is done.
  ///
  /// - Parameter lights: the boxes, groups and lines (`a->b`) that it lights, parted by commas; nil leaves them.
  package mutating func setStep(_ number: Int, _ text: String, lights: String? = nil) throws(DesignError) {
    guard number > 0 else {
      throw DesignError("\(number) is no number of a step", hint: "Steps count from 1.")
    }
    try change { (design) throws(DesignError) in
      let old = design.graph.steps.first { $0.number == number }
      design.graph.steps.removeAll { $0.number == number }
      design.flags.removeAll { $0.step == number }
      if let lights {
        let names = DesignText.line(lights).replacing("(", with: " ").replacing(")", with: " ")
        design.graph = try Design.graph(
          reading: MermaidWriter.write(design.graph)
            + "%% step \(number) (\(names)): \(DesignText.line(text))\n")
      } else {
        var step = old ?? DiagramGraph.Step(number: number, text: "")
        step.text = DesignText.line(text)
        design.graph.steps.append(step)
      }
    }
  }

  package mutating func removeStep(_ number: Int) throws(DesignError) {
    guard graph.steps.contains(where: { $0.number == number }) else {
      throw DesignError("there is no step \(number)", code: "not_found")
    }
    graph.steps.removeAll { $0.number == number }
    flags.removeAll { $0.step == number }
  }

  /// Notes that a step should be looked at again.
  mutating func flag(_ step: Int, _ reason: String) {
    let flag = Flag(step: step, reason: DesignText.line(reason))
    if !flags.contains(flag) { flags.append(flag) }
    flags.sort { $0.step < $1.step }
  }

  private mutating func flagSteps(lightingLines lines: Set<Int>, _ reason: String) {
    for step in graph.steps where !lines.isDisjoint(with: step.edges) { flag(step.number, reason) }
  }

  /// Whether a text names a thing, in any case.
  static func mentions(_ title: String, in text: String) -> Bool {
    !title.isEmpty && text.lowercased().contains(title.lowercased())
  }

  // MARK: Parts

  /// The lines of a label that a person typed.
  static func label(_ text: String) -> [String] {
    DesignText.clean(text).split(separator: "\n", omittingEmptySubsequences: false).map {
      DesignText.line(String($0))
    }
  }

  func end(of component: Component) -> DiagramGraph.End {
    if component.isFrame { return .group(graph.groups.firstIndex { $0.id == component.id } ?? 0) }
    return .box(graph.boxes.firstIndex { $0.id == component.id } ?? 0)
  }

  /// The ids of the boxes and groups to which lines run from one.
  package func targets(of id: String) -> [String] {
    graph.edges.filter { self.id(of: $0.from) == id }.map { self.id(of: $0.to) }
  }

  /// The id of what a line ends at.
  package func id(of end: DiagramGraph.End) -> String {
    switch end {
    case .box(let box): graph.boxes[box].id
    case .group(let group): graph.groups[group].id
    }
  }

  mutating func setLabel(_ lines: [String], of end: DiagramGraph.End) {
    switch end {
    case .box(let box): graph.boxes[box].label = lines
    case .group(let group): graph.groups[group].title = lines
    }
  }

  private func ends(named names: [String]) throws(DesignError) -> [DiagramGraph.End] {
    var ends: [DiagramGraph.End] = []
    for name in names { ends.append(end(of: try component(named: name))) }
    return ends
  }

  private mutating func addLine(_ from: DiagramGraph.End, _ to: DiagramGraph.End, _ label: String) {
    var edge = DiagramGraph.Edge(id: "L\(graph.edges.count + 1)", from: from, to: to)
    let lines = Design.label(label)
    if lines != [""] { edge.label = lines }
    graph.edges.append(edge)
  }

  private func group(named name: String) throws(DesignError) -> Int {
    if let place = graph.groups.firstIndex(where: { $0.id == name }) { return place }
    let lower = DesignText.line(name).lowercased()
    let places = graph.groups.indices.filter {
      graph.groups[$0].id.lowercased() == lower
        || graph.groups[$0].title.joined(separator: " ").lowercased() == lower
    }
    if places.count == 1 { return places[0] }
    if places.count > 1 {
      throw DesignError(
        "\(places.count) groups are called “\(DesignText.line(name))”",
        hint: "Name one by its id: \(places.map { graph.groups[$0].id }.joined(separator: ", ")).")
    }
    let names = graph.groups.flatMap { [$0.id, $0.title.joined(separator: " ")] }
    throw DesignError(
      "the design “\(self.name)” has no group “\(DesignText.line(name))”", code: "not_found",
      hint: (lower.count <= 60 ? NearestName.of(lower, among: names).map { "Did you mean “\($0)”?" } : nil)
        ?? (graph.groups.isEmpty
          ? "It has no groups yet."
          : "Its groups: \(graph.groups.prefix(12).map(\.id).joined(separator: ", "))."))
  }

  /// An id that no box, group or line has, and that no word of the diagram's language is.
  private func freeID(from text: String) -> String {
    var base = Design.name(from: text)
    let words: Set<String> = [
      "end", "subgraph", "graph", "flowchart", "class", "style", "click", "direction", "default", "title",
      "x", "o",
    ]
    if words.contains(base) { base += "-box" }
    let taken = Set(graph.boxes.map(\.id) + graph.groups.map(\.id) + graph.edges.map(\.id))
    var id = base
    var number = 2
    while taken.contains(id) {
      id = "\(base)-\(number)"
      number += 1
    }
    return id
  }
}
