import TerminalUI

/// The commands of the views that cover the panes of the Catalog.
extension CommandRegistry {
  static let decision: [Command] =
    [
      Command(
        "decision.answer", "Take this answer, or open the selected option", scope: .decision, keys: ["Enter"]
      ) {
        $0.openInTool()
      }.inBar {
        $0.decision?.focus == .ranking ? "open" : $0.decision?.shownQuestion == nil ? nil : "answer"
      },
      Command("decision.next-pane", "To the options and back", scope: .decision, keys: ["Tab", "Shift-Tab"]) {
        $0.walkInTool()
        return []
      }.inBar { $0.decision?.focus == .questions ? "options" : "questions" },
      Command(
        "decision.undo", "Take the last answer back", scope: .decision, keys: ["u", "Backspace"], bar: "undo"
      ) {
        $0.undoAnswer()
      },
      Command("decision.save", "Keep this decision", scope: .decision, keys: ["s"], bar: "keep") {
        $0.saveDecision()
      },
      Command(
        "decision.export", "Write the decision record to a Markdown file", scope: .decision, keys: ["x"],
        bar: "export"
      ) { $0.exportDecision() },
      Command("decision.copy", "Copy the decision record", scope: .decision, keys: ["y"], bar: "copy") {
        $0.copyDecision()
      },
      Command("decision.clear", "Begin anew: forget the answers", scope: .decision, keys: ["r"], bar: "anew")
      {
        $0.clearAnswers()
      },
    ]
    + ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"].enumerated()
    .map { index, name in
      Command(
        "decision.\(name)-answer", "Take the \(name) answer", scope: .decision, keys: ["\(index + 1)"]
      ) {
        $0.answer(index)
      }
    }

  static let comparison: [Command] = [
    Command(
      "comparison.open", "Open the entry of the selected column", scope: .comparison, keys: ["Enter"],
      bar: "open"
    ) {
      $0.openInTool()
    },
    Command("comparison.next-column", "Next column", scope: .comparison, keys: ["Tab"], bar: "column") {
      $0.walkInTool()
      return []
    },
    Command(
      "comparison.constraints", "What the choice must fulfil", scope: .comparison, keys: ["m"], bar: "must"
    ) {
      $0.openConstraints()
    },
    Command(
      "comparison.differences", "Show only what differs, or all", scope: .comparison, keys: ["d"]
    ) {
      $0.toggleDifferences()
    }.inBar { $0.comparison?.onlyDifferences == true ? "all" : "differences" },
    Command(
      "comparison.remove", "Take the selected column out", scope: .comparison, keys: ["c"], bar: "take out"
    ) {
      $0.removeFromComparison()
    },
    Command(
      "comparison.export", "Write the comparison to a Markdown file", scope: .comparison, keys: ["x"],
      bar: "export"
    ) { $0.exportComparison(asCSV: false) },
    Command(
      "comparison.export-csv", "Write the comparison to a CSV file", scope: .comparison, keys: ["X"],
      bar: "CSV"
    ) {
      $0.exportComparison(asCSV: true)
    },
    Command(
      "comparison.copy", "Copy the comparison as Markdown", scope: .comparison, keys: ["y"], bar: "copy"
    ) {
      $0.copyComparison()
    },
  ]

  private static let isList: @Sendable (Workbench) -> Bool = { $0.designView?.section == .checklist }

  static let design: [Command] = [
    Command(
      "design.open", "Open the entry behind the row, or answer the question", scope: .design, keys: ["Enter"]
    ) {
      $0.openInTool()
    }.inBar { workbench in
      if case .question? = workbench.designView?.selectedRow { return "answer" }
      return workbench.designView?.selectedEntry == nil ? nil : "open"
    },
    Command("design.next-part", "Next part of the design", scope: .design, keys: ["Tab"], bar: "next part") {
      $0.walkInTool()
      return []
    },
    Command("design.previous-part", "Previous part of the design", scope: .design, keys: ["Shift-Tab"]) {
      $0.walkInTool(forward: false)
      return []
    },
    Command("design.find", "Find a component", scope: .design, keys: ["/"], bar: "find one") {
      $0.openComponents()
    },
    Command(
      "design.swap", "Swap the service for another one", scope: .design, keys: ["s"],
      availability: {
        $0.designView?.selectedComponent == nil ? .disabled("Select a component first") : .enabled
      }
    ) {
      $0.openSwap()
    }.inBar { $0.designView?.selectedComponent == nil ? nil : "swap" },
    Command(
      "design.add", "Add a service; among open points a question", scope: .design, keys: ["a"], bar: "add"
    ) {
      $0.addToDesign()
    },
    Command("design.assume", "Add an assumption", scope: .design, keys: ["A"]) {
      $0.addAssumption()
    }.inBar { $0.designView?.section == .points ? "assume" : nil },
    Command("design.remove", "Remove what is selected", scope: .design, keys: ["D", "Delete"]) {
      $0.removeFromDesign()
    }.inBar { $0.designView?.section == .components || $0.designView?.section == .points ? "remove" : nil },
    Command(
      "design.answer", "Answer the item: yes, partly, no, not applicable", scope: .design, keys: ["Space"]
    ) {
      $0.cycleItem()
    }.inBar { isList($0) ? "answer" : nil },
    Command("design.open-items", "Show only what is not answered, or all", scope: .design, keys: ["o"]) {
      $0.toggleOpenItems()
    }.inBar { isList($0) ? $0.designView?.showsOnlyOpen == true ? "all" : "only open" : nil },
    Command("design.note", "Write a note on what is selected", scope: .design, keys: ["m"], bar: "note") {
      $0.writeInDesign()
    },
    Command(
      "design.line", "Draw a line to another component, or take one away", scope: .design, keys: ["l"],
      availability: {
        $0.designView?.selectedComponent == nil ? .disabled("Select a component first") : .enabled
      }
    ) {
      $0.openLines()
    }.inBar { $0.designView?.section == .components ? "line" : nil },
    Command(
      "design.label", "Change the text of the component", scope: .design, keys: ["r"],
      availability: {
        $0.designView?.selectedComponent == nil ? .disabled("Select a component first") : .enabled
      }
    ) {
      $0.relabelComponent()
    },
    Command("design.title", "Give the design another title", scope: .design, keys: ["t"]) {
      $0.retitleDesign()
    },
    Command("design.versions", "List the versions, and bring one back", scope: .design, keys: ["v"]) {
      $0.listVersions()
    }.inBar { _ in "versions" },
    Command("design.diagram", "Show the diagram of the design", scope: .design, keys: ["d"], bar: "diagram") {
      $0.openDesignDiagram()
    },
    Command("design.undo", "Undo the last change", scope: .design, keys: ["u"], bar: "undo") {
      $0.undoDesign()
    },
    Command(
      "design.export", "Write the design to a Markdown file", scope: .design, keys: ["x"], bar: "export"
    ) {
      $0.exportDesign()
    },
    Command(
      "design.export-materials", "Write the bill of materials to a CSV file", scope: .design, keys: ["X"]
    ) {
      $0.exportMaterials()
    }.inBar { $0.designView?.section == .materials ? "CSV" : nil },
    Command("design.copy", "Copy the design as Markdown", scope: .design, keys: ["y"]) { $0.copyDesign() },
  ]

  static let answer: [Command] = [
    Command("answer.open", "Open the selected citation", scope: .answer, keys: ["Enter"], bar: "open") {
      $0.openInTool()
    },
    Command(
      "answer.next-item", "Next citation, or the next pane", scope: .answer, keys: ["Tab"], bar: "citation"
    ) {
      $0.walkInTool()
      return []
    },
    Command(
      "answer.previous-item", "Previous citation, or the previous pane", scope: .answer, keys: ["Shift-Tab"]
    ) {
      $0.walkInTool(forward: false)
      return []
    },
    Command("answer.write", "Ask on", scope: .answer, keys: ["/", "a", "i"], bar: "ask on") {
      $0.askView?.focus = .question
      return []
    },
    Command("answer.new", "Begin anew", scope: .answer, keys: ["Ctrl-N"], bar: "anew") { $0.beginAsking() },
    Command("answer.models", "Choose the model", scope: .answer, keys: ["Ctrl-O"], bar: "model") {
      $0.openModels()
    },
    Command(
      "answer.playground", "Go on with it on the Playground", scope: .answer, keys: ["p"], bar: "playground"
    ) {
      $0.openAskedSession()
    },
    Command("answer.copy", "Copy the answer with its sources", scope: .answer, keys: ["y"], bar: "copy") {
      $0.copyAnswer()
    },
  ]
}
