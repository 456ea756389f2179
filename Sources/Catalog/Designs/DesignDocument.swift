import Diagrams
import Documents

/// A design as one Markdown file, which a person can read, change and hand on, and which is read back without loss.
///
/// Its sections always stand in the same order. What the catalog says is computed when it is written and passed over when
/// it is read: titles of services, the bill of materials, the questions of a checklist.
package struct DesignDocument: Sendable {
  /// The parts of a document, by their headings.
  enum Section: String, CaseIterable {
    case overview = "Overview"
    case diagram = "Diagram"
    case flow = "Flow"
    case components = "Components"
    case bill = "Bill of materials"
    case assumptions = "Assumptions"
    case questions = "Open questions"
    case checklist = "Checklist"
    case decisions = "Decisions"
    case notes = "Notes"

    init?(heading: [Unicode.Scalar]) {
      let words = DesignMarkup.string(heading).lowercased()
      guard let found = Section.allCases.first(where: { $0.rawValue.lowercased() == words }) else {
        return nil
      }
      self = found
    }
  }

  package var design: Design
  /// The version and the state of the catalog that the document tells of.
  package var version: Int?
  package var catalogDate: String?
  /// What could not be read, with its place in the file; the rest was.
  package var problems: [DocumentError] = []

  /// What opens the line that tells what a design is based on.
  static let basis = ["*Based on ", "*Begun from nothing"]
  /// What opens the reason why a step should be looked at again.
  static let flag = "Check this text: it "
  static let answer = "Answer: "

  // MARK: Writing

  /// The document of a design.
  ///
  /// - Parameters:
  ///   - library: the catalog, for what is computed; without it the text depends on the design alone, and that is how
  ///     designs are kept.
  ///   - version: the number of the version that it is.
  package static func text(
    of design: Design, in library: CatalogLibrary? = nil, version: Int? = nil
  ) -> String {
    var lines = fields(of: design, library, version)
    lines += ["", "# \(DesignMarkup.encode(design.title))"]
    for section in Section.allCases {
      let content = content(of: section, design, library)
      guard !content.isEmpty || section == .overview || section == .diagram else { continue }
      lines += ["", "## \(section.rawValue)", ""] + content
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func fields(of design: Design, _ library: CatalogLibrary?, _ version: Int?) -> [String] {
    func quoted(_ text: String) -> String { JSONValue.string(text).text() }
    func list(_ texts: [String]) -> String { "[\(texts.joined(separator: ", "))]" }
    var lines = ["---", "name: \(quoted(design.name))", "title: \(quoted(design.title))"]
    if let basedOn = design.basedOn { lines.append("based_on: \(quoted(basedOn))") }
    if let date = library?.date { lines.append("catalog_date: \(quoted(date))") }
    if let tags = design.chosenTags {
      lines.append("tags: \(list(tags))")
    } else if let library {
      lines += ["tags: \(list(design.derivedTags(in: library)))", "tags_from: components"]
    }
    if let version { lines.append("version: \(version)") }
    return lines + ["---"]
  }

  private static func content(of section: Section, _ design: Design, _ library: CatalogLibrary?) -> [String] {
    func items(_ texts: [String]) -> [String] { texts.map { "- \(DesignMarkup.encode($0))" } }
    switch section {
    case .overview: return overview(of: design, library)
    case .diagram: return diagram(of: design)
    case .flow: return flow(of: design)
    case .components: return components(of: design, library)
    case .bill:
      guard let library else { return [] }
      let table = BillOfMaterials(design, in: library).markdown
      guard !table.isEmpty else { return [] }
      return ["*Computed from the catalog; changes here are not read.*", ""]
        + table.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    case .assumptions: return items(design.assumptions)
    case .questions: return questions(of: design)
    case .checklist: return checklist(of: design, library)
    case .decisions: return items(design.decisions)
    case .notes:
      return design.notes.isEmpty
        ? [] : [DesignMarkup.section(design.notes) { Section(heading: $0) != nil }]
    }
  }

  private static func overview(of design: Design, _ library: CatalogLibrary?) -> [String] {
    var line = basis[1]
    if let basedOn = design.basedOn {
      let title = DesignMarkup.encode(library?.title(of: basedOn) ?? basedOn)
      line = basis[0] + (library == nil ? title : "[\(title)](\(basedOn))")
    }
    let boxes = design.graph.boxes.count
    line += "; \(boxes) box\(boxes == 1 ? "" : "es")"
    let tags = library.map { design.tags(in: $0) } ?? []
    if !tags.isEmpty { line += "; \(tags.joined(separator: ", "))" }
    let text = DesignMarkup.section(design.overview) { _ in true }
    return [line + ".*"] + (text.isEmpty ? [] : ["", text])
  }

  private static func diagram(of design: Design) -> [String] {
    let source = MermaidWriter.write(design.graph, withStepTexts: false)
    var longest = 2
    var run = 0
    for scalar in source.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return [fence + "mermaid"] + DesignMarkup.lines(of: source).dropLast().map(DesignMarkup.string) + [fence]
  }

  private static func flow(of design: Design) -> [String] {
    design.graph.steps.flatMap { step in
      [step.text.isEmpty ? "\(step.number)." : "\(step.number). \(DesignMarkup.encode(step.text))"]
        + design.flags(ofStep: step.number).map { "   - \(flag)\(DesignMarkup.encode($0.reason))" }
    }
  }

  private static func components(of design: Design, _ library: CatalogLibrary?) -> [String] {
    guard !design.components.isEmpty else { return [] }
    var header = ["Box", "Title", "Service", "Quantity", "Note"]
    if library != nil { header.insert("Lifecycle", at: 3) }
    return DesignMarkup.table(
      header,
      design.components.map { component in
        var cells = [
          component.id, component.title, component.service ?? "", component.quantity.map(String.init) ?? "",
          component.note,
        ]
        if let library {
          cells.insert(component.service.flatMap { library[$0]?.lifecycle?.badge } ?? "", at: 3)
        }
        return cells
      })
  }

  private static func questions(of design: Design) -> [String] {
    design.questions.flatMap { question in
      ["- [\(question.isAnswered ? "x" : " ")] \(DesignMarkup.encode(question.text))"]
        + (question.answer.isEmpty ? [] : ["  - \(answer)\(DesignMarkup.encode(question.answer))"])
    }
  }

  private static func checklist(of design: Design, _ library: CatalogLibrary?) -> [String] {
    func word(_ answer: Design.Answer?) -> String {
      answer.map { $0.status == .notApplicable ? "n/a" : $0.status.rawValue } ?? "open"
    }
    func plain(_ ids: [String]) -> [String] {
      DesignMarkup.table(
        ["Item", "Status", "Note"],
        ids.map { [$0, word(design.answers[$0]), design.answers[$0]?.note ?? ""] })
    }
    guard let library else {
      return design.answers.isEmpty ? [] : plain(design.answers.keys.sorted())
    }
    let status = ChecklistStatus(design, in: library)
    var lines: [String] = []
    for pillar in status.pillars {
      let counts = pillar.counts
      lines += ["### \(pillar.title)", "", "*\(counts.answered) of \(counts.total) answered.*", ""]
      lines += DesignMarkup.table(
        ["Item", "Question", "Severity", "Status", "Note"],
        pillar.items.map { item in
          [
            item.item.id, DesignText.line(item.item.ask), item.item.severity.rawValue, word(item.answer),
            item.answer?.note ?? "",
          ]
        })
      lines.append("")
    }
    if !status.strays.isEmpty { lines += ["### Other", ""] + plain(status.strays) + [""] }
    return Array(lines.dropLast())
  }
}

extension CatalogLibrary {
  /// The newest day that a source of the catalog bears.
  package var date: String? {
    var newest: String?
    for entry in entries {
      for source in entry.sources {
        let day = String(source.reference.suffix(10))
        let parts = day.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2],
          parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { continue }
        if newest.map({ $0 < day }) ?? true { newest = day }
      }
    }
    return newest
  }
}
