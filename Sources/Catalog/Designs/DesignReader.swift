import Diagrams
import Documents

/// Walks through a document.
struct DesignReader {
  typealias Section = DesignDocument.Section
  typealias Line = DesignDocument.Line

  var design: Design
  var version: Int?
  var catalogDate: String?
  var problems: [DocumentError] = []
  var stepTexts: [Int: String] = [:]

  init() {
    design = Design()
  }

  mutating func read(_ text: String, name: String?) throws(DocumentError) {
    var firstLine = 1
    let text = DesignText.visible(text)
    var body = text
    if text.utf8.starts(with: "---".utf8) {
      let matter = try FrontMatter(reading: text)
      body = matter.body
      firstLine = matter.bodyLine
      readFields(matter.fields)
    } else {
      report("the fields “name” and “title” between two lines of “---” are missing", line: 1)
    }
    if design.name.isEmpty, let name, Design.isName(name) { design.name = name }
    // Line by line, so that places stay those of the file.
    let lines = DesignMarkup.lines(of: body).enumerated().map { Line(text: $1, number: firstLine + $0) }
    let sections = split(lines)
    for section in sections where section.kind == .diagram { try readDiagram(section.lines) }
    if !sections.contains(where: { $0.kind == .diagram }) {
      report("the section “## Diagram” is missing", line: firstLine)
    }
    var notes: [String] = []
    for section in sections {
      switch section.kind {
      case .diagram, .bill: break
      case .overview: readOverview(section.lines)
      case .flow: readFlow(section.lines)
      case .components: readComponents(section.lines)
      case .assumptions: design.assumptions += readItems(section.lines).map(\.value)
      case .questions: readQuestions(section.lines)
      case .checklist: readChecklist(section.lines)
      case .decisions: design.decisions += readItems(section.lines).map { DesignText.line($0.value) }
      case .notes, nil:
        let raw = DesignMarkup.string(section.lines.map(\.text).joined(separator: ["\n"]))
        let text = DesignText.clean(DesignMarkup.unsection(raw) { Section(heading: $0) != nil })
        if !text.isEmpty { notes.append(text) }
      }
    }
    design.notes = notes.joined(separator: "\n\n")
    try finish()
  }

  mutating func report(_ message: String, line: Int, column: Int = 1) {
    problems.append(DocumentError(message, at: SourcePosition(line: line, column: column)))
  }

  mutating func report(_ message: String, at line: Line, column: Int? = nil) {
    let start = line.text.prefix { $0 == " " || $0 == "\t" }.count + 1
    report(message, line: line.number, column: column ?? start)
  }

  /// A short piece of a text, for an error.
  func quoted(_ text: some Sequence<Unicode.Scalar>) -> String {
    let line = DesignText.line(DesignMarkup.string(text))
    return "“\(line.count > 40 ? line.prefix(40) + "…" : line[...])”"
  }

  // MARK: Fields and sections

  mutating func readFields(_ fields: YAMLNode) {
    problems += fields.problemsOfNames(
      among: ["name", "title", "based_on", "catalog_date", "tags", "tags_from", "version"], such: "title")
    if let node = fields["name"] {
      let name = node.string ?? ""
      if Design.isName(name) {
        design.name = name
      } else {
        problems.append(
          DocumentError(
            "name: expected small letters, digits and hyphens, found “\(DesignText.line(name))”",
            at: node.position))
      }
    }
    if let title = fields["title"]?.string { design.title = DesignText.line(title) }
    if let basedOn = fields["based_on"]?.string.map(DesignText.line), !basedOn.isEmpty {
      design.basedOn = basedOn
    }
    catalogDate = fields["catalog_date"]?.string
    version = fields["version"]?.string.flatMap { Int($0) }
    guard let node = fields["tags"], fields["tags_from"]?.string != "components" else { return }
    let found = node.sequence ?? [node]
    for tag in found {
      if let word = tag.string, Design.tags.contains(word) { continue }
      problems.append(
        DocumentError("tags: expected some of \(Design.tags.joined(separator: ", "))", at: tag.position))
    }
    let words = Set(found.compactMap(\.string))
    design.chosenTags = Design.tags.filter(words.contains)
  }

  struct Part {
    var kind: Section?
    var lines: [Line]
  }

  /// The sections. One that is not known begins with its own heading; so does the part before the first.
  mutating func split(_ lines: [Line]) -> [Part] {
    var parts = [Part(kind: nil, lines: [])]
    for line in lines {
      if let heading = DesignMarkup.heading(in: line.text), !DesignMarkup.isClosed(line.text) {
        if let kind = Section(heading: heading) {
          parts.append(Part(kind: kind, lines: []))
          continue
        }
        // Within notes, other headings are part of them.
        if let kind = parts.last?.kind, kind != .notes { parts.append(Part(kind: nil, lines: [])) }
      }
      if parts.count == 1, line.text.starts(with: "# ".unicodeScalars) {
        readTitle(line)
        continue
      }
      parts[parts.count - 1].lines.append(line)
    }
    return parts
  }

  mutating func readTitle(_ line: Line) {
    let title = DesignText.line(DesignMarkup.decode(line.text.dropFirst(2)))
    if design.title.isEmpty {
      design.title = title
    } else if title != design.title {
      report("the heading is not the title in the fields at the top, which counts", at: line)
    }
  }

  mutating func readOverview(_ lines: [Line]) {
    var lines = lines[...]
    while let first = lines.first, first.text.allSatisfy({ $0 == " " || $0 == "\t" }) { lines.removeFirst() }
    if let first = lines.first,
      DesignDocument.basis.contains(where: { first.text.starts(with: $0.unicodeScalars) })
    {
      lines.removeFirst()
    }
    let raw = DesignMarkup.string(lines.map(\.text).joined(separator: ["\n"]))
    let text = DesignText.clean(DesignMarkup.unsection(raw) { _ in true })
    if !text.isEmpty { design.overview += (design.overview.isEmpty ? "" : "\n\n") + text }
  }

  mutating func readDiagram(_ lines: [Line]) throws(DocumentError) {
    let text = DesignMarkup.string(lines.map(\.text).joined(separator: ["\n"]))
    let offset = (lines.first?.number ?? 1) - 1
    guard let block = MermaidBlocks.blocks(in: text).first else {
      if let line = lines.first {
        report("a block that begins with “```mermaid” is missing", line: line.number - 1)
      }
      return
    }
    let diagram: Diagram
    do {
      diagram = try Diagram(reading: block.text)
    } catch {
      var place = error.position ?? SourcePosition(line: 1, column: 1)
      place.line += offset + block.firstLine - 1
      throw DocumentError(error.message + (error.hint.map { "; \($0)" } ?? ""), at: place)
    }
    guard case .graph(let graph) = diagram, graph.kind == .flowchart else {
      throw DocumentError(
        "a design is a flowchart, and this is a \(diagram.kind.rawValue) diagram",
        at: SourcePosition(line: offset + block.firstLine, column: 1))
    }
    design.graph = graph
  }

  mutating func finish() throws(DocumentError) {
    let nowhere = SourcePosition(line: 0, column: 0)
    problems.sort { ($0.position ?? nowhere) < ($1.position ?? nowhere) }
    if design.title.isEmpty { design.title = design.name }
    for (number, text) in stepTexts.sorted(by: { $0.key < $1.key }) {
      if let place = design.graph.steps.firstIndex(where: { $0.number == number }) {
        design.graph.steps[place].text = text
      } else {
        design.graph.steps.append(DiagramGraph.Step(number: number, text: text))
      }
    }
    do {
      try design.settle()
    } catch {
      throw DocumentError(error.message, at: nil)
    }
  }
}
