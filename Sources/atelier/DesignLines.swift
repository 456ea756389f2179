import Catalog
import Diagrams
import TerminalUI
import TextWidth
import Workbench

/// A design as a person reads it in a terminal.
struct DesignLines {
  let design: Design
  let library: CatalogLibrary
  let width: Int

  /// A text behind a sign, set over as many lines as it takes.
  static func indented(_ text: String, _ first: String, _ style: Style, _ width: Int) -> [StyledLine] {
    let indent = TextWidth.cells(of: first)
    return VisibleText.make(text, .block).split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
      .flatMap { number, line in
        let start = number == 0 ? first : String(repeating: " ", count: indent)
        return StyledLine.wrap(
          [Span(String(line), style)], width: max(indent + 20, width), first: [Span(start, style)],
          hanging: indent)
      }
  }

  private func heading(_ text: String) -> [StyledLine] { [StyledLine(), StyledLine(text, Style(.heading))] }

  private func list(_ title: String, _ texts: [String]) -> [StyledLine] {
    guard !texts.isEmpty else { return [] }
    return heading(title)
      + texts.enumerated().flatMap { DesignLines.indented($1, "\($0 + 1). ", .text, width) }
  }

  func head(version: Int) -> [StyledLine] {
    var facts = ["\(design.name)", "version \(version)"]
    if let basedOn = design.basedOn { facts.append("based on \(basedOn)") }
    let tags = design.tags(in: library)
    if !tags.isEmpty { facts.append(tags.joined(separator: ", ")) }
    return DesignLines.indented(design.title, "", Style(.heading), width)
      + DesignLines.indented(facts.joined(separator: " · "), "", .dim, width)
      + (design.overview.isEmpty
        ? [] : [StyledLine()] + DesignLines.indented(design.overview, "", .text, width))
  }

  var flow: [StyledLine] {
    guard !design.graph.steps.isEmpty else { return [] }
    return heading("Flow")
      + design.graph.steps.flatMap { step in
        DesignLines.indented(step.text, "\(step.number). ", .text, width)
          + design.flags(ofStep: step.number).flatMap {
            DesignLines.indented("check this text: it \($0.reason)", "   ! ", Style(.warning), width)
          }
      }
  }

  var components: [StyledLine] {
    guard !design.components.isEmpty else { return [] }
    let table = Table(
      columns: [
        .init("box", minimum: 8, keepsEnds: true), .init("title", minimum: 12),
        .init("service", minimum: 10, priority: 1, keepsEnds: true), .init("lifecycle", priority: 2),
        .init("number", alignment: .right, priority: 3), .init("note", minimum: 10, priority: 2),
      ],
      rows: design.components.map { component in
        let badge = component.service.flatMap { library[$0]?.lifecycle?.badge } ?? ""
        return [
          Span(component.id, .accent), Span(component.title), Span(component.service ?? "–", .dim),
          Span(badge, Style(.warning)), Span(component.quantity.map(String.init) ?? "", .dim),
          Span(component.note),
        ]
      })
    let widths = table.widths(in: width)
    return heading("Components") + [table.line(nil, widths: widths)]
      + table.rows.indices.map { table.line($0, widths: widths) }
  }

  var thoughts: [StyledLine] {
    var lines = list("Assumptions", design.assumptions)
    if !design.questions.isEmpty {
      lines += heading("Open questions")
      for (number, question) in design.questions.enumerated() {
        let sign = question.isAnswered ? "✓" : "?"
        lines += DesignLines.indented(question.text, "\(number + 1). \(sign) ", .text, width)
        if !question.answer.isEmpty { lines += DesignLines.indented(question.answer, "     ", .dim, width) }
      }
    }
    let counts = ChecklistStatus(design, in: library).counts
    if counts.total > 0 {
      lines += heading("Checklist")
      let high = counts.openBySeverity[.high] ?? 0
      let words =
        "\(counts.answered) of \(counts.total) answered" + (high > 0 ? ", \(high) of high severity open" : "")
      lines += DesignLines.indented(words, "", .text, width)
    }
    lines += list("Decisions", design.decisions)
    if !design.notes.isEmpty {
      lines += heading("Notes") + DesignLines.indented(design.notes, "", .text, width)
    }
    return lines
  }

  /// What the check finds, under a heading.
  func findings(today: String) -> [StyledLine] {
    let findings = DesignCheck.findings(design, in: library, today: today)
      .filter { $0.isProblem && $0.kind != .step && $0.kind != .question && $0.kind != .checklist }
    guard !findings.isEmpty else { return [] }
    return heading("To look at") + findings.flatMap { DesignLines.lines(of: $0, width: width) }
  }

  static func lines(of finding: DesignCheck.Finding, width: Int) -> [StyledLine] {
    let boxes =
      finding.components.isEmpty || finding.kind == .noEntry
      ? "" : " (\(finding.components.joined(separator: ", ")))"
    return indented(
      finding.message + boxes, finding.isProblem ? "! " : "· ", finding.isProblem ? Style(.warning) : .dim,
      width)
      + (finding.hint.map { indented($0, "  ", .dim, width) } ?? [])
  }
}
