/// A decision as an architecture decision record: what was asked and answered, what came out, and what was weighed.
package struct DecisionRecord: Sendable {
  private let deliberation: Deliberation
  private let title: @Sendable (String) -> String

  /// - Parameter title: the title of an option that has none of its own, by its address.
  package init(_ deliberation: Deliberation, title: @escaping @Sendable (String) -> String) {
    self.deliberation = deliberation
    self.title = title
  }

  /// The title of an option, or of a level.
  package func title(of standing: Deliberation.Standing) -> String {
    if let option = deliberation.guide.option(standing.id) {
      return option.title.isEmpty ? title(option.id) : option.title
    }
    if let level = deliberation.guide.levels.first(where: { "level-\($0.level)" == standing.id }) {
      return "Level \(level.level): \(level.name)"
    }
    return standing.id
  }

  /// What came out, in one line.
  package var outcome: String {
    let guide = deliberation.guide
    if guide.engine == .checklist, let level = deliberation.level {
      let what = "Level \(level.level): \(level.name)"
      if deliberation.missing.isEmpty { return what }
      return "\(what); the next level lacks \(deliberation.missing.count) of its items"
    }
    guard deliberation.isDecided else { return "Not decided yet" }
    let picks = deliberation.picks.map { title(of: $0) }
    if picks.isEmpty { return "No option fits all answers: change one of them" }
    return picks.joined(separator: ", or ")
  }

  /// The record as Markdown.
  ///
  /// - Parameter date: the day of the decision, as ISO 8601.
  package func markdown(date: String) -> String {
    let guide = deliberation.guide
    var lines = ["# \(guide.title)", "", "- Date: \(date)", "- Status: proposed", ""]
    lines += ["## Context", ""]
    if !guide.intro.isEmpty { lines += [guide.intro, ""] }
    for step in deliberation.steps {
      lines.append("- \(step.question.ask) **\(step.answer?.label ?? "Does not matter")**")
    }
    if let next = deliberation.next { lines.append("- \(next.ask) *not answered*") }
    lines += ["", "## Decision", "", "\(outcome)."]
    for pick in deliberation.picks {
      lines += pick.reasonsFor.map { "- \($0)" }
    }
    if !deliberation.missing.isEmpty {
      lines += ["", "Still to do for the next level:", ""]
      lines += deliberation.missing.map { "- \($0.ask)" }
    }
    if !guide.options.isEmpty {
      lines += ["", "## Options considered"]
      for standing in deliberation.ranking {
        lines += ["", "### \(title(of: standing))", "", stateText(standing) + "."]
        lines += standing.reasonsFor.map { "- For: \($0)" }
        lines += standing.reasonsAgainst.map { "- Against: \($0)" }
      }
    }
    if !guide.notes.isEmpty {
      lines += ["", "## Notes", ""]
      lines += guide.notes.map { "- \($0)" }
    }
    if !guide.sources.isEmpty {
      lines += ["", "## Sources", ""]
      lines += guide.sources.map { "- \($0.reference)\($0.lines.isEmpty ? "" : ", lines \($0.lines)")" }
      lines.append("- Decision guide `\(guide.id)` of the catalog")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What became of an option, in words.
  package func stateText(_ standing: Deliberation.Standing) -> String {
    switch standing.state {
    case .recommended: return "Recommended"
    case .open: return deliberation.isDecided ? "Possible" : "Still open"
    case .ruledOut:
      guard let id = standing.ruledOutBy, let question = deliberation.guide.question(id) else {
        return standing.ruledOutBy == "at_least" ? "Ruled out: too few points" : "Ruled out"
      }
      let answer = deliberation.steps.first { $0.question.id == id }?.answer?.label ?? ""
      return "Ruled out by “\(question.ask)” \(answer)"
    }
  }
}
