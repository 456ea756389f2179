/// What should be looked at in a design before it is built.
package enum DesignCheck {
  package struct Finding: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case retired, retiring, superseded
      /// A part of a service ends, which the design may not use.
      case part
      case unknownService = "unknown-service"
      case noEntry = "no-entry"
      case step, checklist, question
    }

    package var kind: Kind
    /// What is the matter, as a sentence without a full stop.
    package var message: String
    /// What to do.
    package var hint: String?
    /// The ids of the boxes it is about.
    package var components: [String] = []
    package var step: Int?
    /// The day on which a service ends.
    package var date: String?
    package var replacedBy: String?

    /// Whether something is to be done; a remark else.
    package var isProblem: Bool { kind != .noEntry && kind != .part }
  }

  /// Looks a design over.
  ///
  /// - Parameter today: the day, as ISO 8601.
  package static func findings(_ design: Design, in library: CatalogLibrary, today: String) -> [Finding] {
    var findings = services(design, library, today)
    for flag in design.flags {
      findings.append(
        Finding(
          kind: .step, message: "check the text of step \(flag.step): it \(flag.reason)",
          hint: "`atelier design step \(design.name) \(flag.step)` writes it anew, or says that it is right.",
          step: flag.step))
    }
    let status = ChecklistStatus(design, in: library)
    let high = status.counts.openBySeverity[.high] ?? 0
    if high > 0 {
      findings.append(
        Finding(
          kind: .checklist,
          message: high == 1
            ? "1 item of high severity is not answered" : "\(high) items of high severity are not answered",
          hint: "`atelier design checklist \(design.name) --open` lists them."))
    }
    let bad = status.pillars.flatMap(\.items).filter { $0.item.severity == .high && $0.answer?.status == .no }
    for item in bad {
      findings.append(
        Finding(
          kind: .checklist, message: "answered no, of high severity: \(item.item.ask)", hint: item.item.how))
    }
    for question in design.questions where !question.isAnswered {
      findings.append(Finding(kind: .question, message: "open question: \(DesignText.line(question.text))"))
    }
    findings += parts(design, library, today)
    let others = BillOfMaterials(design, in: library).others.filter { $0.service == nil }
    if !others.isEmpty {
      findings.append(
        Finding(
          kind: .noEntry,
          message: "no entry of the catalog stands behind: "
            + others.map { DesignText.line($0.title) }.joined(separator: ", "), components: others.map(\.id)))
    }
    return findings
  }

  /// What ends of services that stay: the models that the design names, and parts that it may use.
  private static func parts(_ design: Design, _ library: CatalogLibrary, _ today: String) -> [Finding] {
    let texts =
      design.components.flatMap { [$0.title, $0.note] } + design.graph.steps.map(\.text) + design.assumptions
      + design.questions.flatMap { [$0.text, $0.answer] } + [design.title, design.overview, design.notes]
    let text = texts.joined(separator: "\n")
    return design.services.flatMap { address -> [Finding] in
      guard let entry = library[address] else { return [] }
      let boxes = design.components.filter { $0.service == address }.map(\.id)
      return entry.endings(before: "9999").filter { !$0.what.isEmpty && $0.date >= today }.compactMap {
        ending in
        let isModel = entry.models.contains { $0.name == ending.what }
        if isModel, !DesignImpact.names(model: ending.what, in: text) { return nil }
        return Finding(
          kind: isModel ? .retiring : .part,
          message: isModel
            ? "the model \(ending.what) retires on \(ending.date)"
            : "of \(entry.title) this ends on \(ending.date): \(ending.what)",
          hint: ending.replacedBy.map { "\(library.title(of: $0)) takes its place." }, components: boxes,
          date: ending.date)
      }
    }
  }

  private static func services(_ design: Design, _ library: CatalogLibrary, _ today: String) -> [Finding] {
    var findings: [Finding] = []
    for address in design.services {
      let boxes = design.components.filter { $0.service == address }.map(\.id)
      guard let entry = library[address] else {
        findings.append(
          Finding(
            kind: .unknownService, message: "the catalog has no entry “\(address)”",
            hint: "It may have been renamed, or stand in a catalog that is not laid over this one.",
            components: boxes))
        continue
      }
      guard let lifecycle = entry.lifecycle ?? entry.parent.flatMap({ library[$0]?.lifecycle }),
        lifecycle.isEnding
      else { continue }
      let isGone = lifecycle.isGone(on: today)
      let kind: Finding.Kind = isGone ? .retired : lifecycle.state == "superseded" ? .superseded : .retiring
      let when = lifecycle.date.map { isGone ? " since \($0)" : " on \($0)" } ?? ""
      let words = kind == .superseded ? "is superseded" : isGone ? "is retired" : "retires"
      var hint = lifecycle.replacedBy.map { "\(library.title(of: $0)) (\($0)) takes its place." }
      if hint == nil {
        let names = Design.alternatives(to: address, in: library).prefix(3).map(\.address)
        hint = names.isEmpty ? lifecycle.note : "Alternatives: \(names.joined(separator: ", "))."
      }
      findings.append(
        Finding(
          kind: kind, message: "\(entry.title) \(words)\(when)", hint: hint, components: boxes,
          date: lifecycle.date,
          replacedBy: lifecycle.replacedBy))
    }
    return findings
  }
}
