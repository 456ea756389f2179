import TerminalUI

/// The commands of the viewer of diagrams.
extension CommandRegistry {
  private static let hasSteps: @Sendable (Workbench) -> Command.Availability = { workbench in
    workbench.viewer?.steps.isEmpty == false ? .enabled : .disabled("This diagram has no numbered steps")
  }

  private static let hasSelection: @Sendable (Workbench) -> Command.Availability = { workbench in
    workbench.viewer?.selection == nil ? .disabled("Tab chooses a box first") : .enabled
  }

  static let diagram: [Command] = [
    Command("diagram.next-box", "Next box", scope: .diagram, keys: ["Tab"], bar: "box") {
      $0.walkDiagram { $0.walkBoxes(forward: true, in: $1) }
    },
    Command("diagram.previous-box", "Previous box", scope: .diagram, keys: ["Shift-Tab"]) {
      $0.walkDiagram { $0.walkBoxes(forward: false, in: $1) }
    },
    Command(
      "diagram.open", "Open the entry behind the box, or a closed group", scope: .diagram, keys: ["Enter"],
      availability: hasSelection
    ) {
      $0.openInDiagram()
    }.inBar { $0.viewer?.selection == nil ? nil : "open" },
    Command(
      "diagram.next-step", "Next step", scope: .diagram, keys: ["."], bar: "next step", availability: hasSteps
    ) {
      $0.walkDiagram { $0.walkSteps(forward: true, in: $1) }
    },
    Command("diagram.previous-step", "Previous step", scope: .diagram, keys: [","], availability: hasSteps) {
      $0.walkDiagram { $0.walkSteps(forward: false, in: $1) }
    },
    Command(
      "diagram.next-line", "Next line of the box", scope: .diagram, keys: ["]"], availability: hasSelection
    ) {
      $0.walkDiagram { _ = $0.walkLines(forward: true, in: $1) }
    }.inBar { $0.viewer?.selection == nil ? nil : "line" },
    Command(
      "diagram.previous-line", "Previous line of the box", scope: .diagram, keys: ["["],
      availability: hasSelection
    ) {
      $0.walkDiagram { _ = $0.walkLines(forward: false, in: $1) }
    },
    Command(
      "diagram.follow", "Follow the line to its other end", scope: .diagram, keys: ["f"],
      availability: hasSelection
    ) {
      $0.walkDiagram { _ = $0.followLine(in: $1) }
    }.inBar { $0.viewer?.selection == nil ? nil : "follow" },
    Command(
      "diagram.zoom-in", "Closer: from the overview to what fits, to the natural width", scope: .diagram,
      keys: ["+", "="], bar: "closer"
    ) {
      $0.zoomDiagram(in: true)
      return []
    },
    Command(
      "diagram.zoom-out", "Farther: to what fits, to closed groups", scope: .diagram, keys: ["-"],
      bar: "farther"
    ) {
      $0.zoomDiagram(in: false)
      return []
    },
    Command(
      "diagram.close-group", "Close the group around the box", scope: .diagram, keys: ["c"],
      availability: hasSelection
    ) {
      $0.closeDiagramGroup()
      return []
    },
    Command("diagram.turn", "Turn the direction of the flow", scope: .diagram, keys: ["r"], bar: "turn") {
      $0.walkDiagram { $0.turn(in: $1) }
    },
    Command("diagram.search", "Search the labels", scope: .diagram, keys: ["/"], bar: "search") {
      $0.startDiagramSearch()
      return []
    },
    Command("diagram.next-match", "Next match of the search", scope: .diagram, keys: ["n"]) {
      $0.goToDiagramMatch(forward: true)
      return []
    },
    Command("diagram.previous-match", "Previous match of the search", scope: .diagram, keys: ["N"]) {
      $0.goToDiagramMatch(forward: false)
      return []
    },
    Command("diagram.copy", "Copy the drawing as text", scope: .diagram, keys: ["y"], bar: "copy") {
      $0.copyDiagram()
    },
    Command("diagram.copy-source", "Copy the Mermaid source", scope: .diagram, keys: ["Y"]) {
      $0.copyDiagramSource()
    },
    Command(
      "diagram.export", "Write the drawing, its steps and its source to a Markdown file", scope: .diagram,
      keys: ["x"], bar: "export"
    ) {
      $0.exportDiagram()
    },
    Command("diagram.edit", "Open the Mermaid source in your editor", scope: .diagram, keys: ["e"]) {
      $0.editDiagram()
    },
  ]
}
