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
}
