import ArgumentParser
import Catalog
import Documents
import TerminalUI
import TextWidth
import Workbench

/// `atelier design check`
struct DesignCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look a design over: services at their end, steps to check, what is open.",
    discussion: "Exits with 1 when there is something to do. Boxes without an entry are only remarked on.")

  @Argument(help: "The design.") var name: String
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let (design, kept, _) = try options.find(name)
    let findings = DesignCheck.findings(design, in: try options.library(), today: DesignCommand.today)
    let problems = findings.count(where: \.isProblem)
    if output.isJSON {
      Output.write(DesignJSON.check(kept, findings).text() + "\n")
    } else {
      let width = Output.width ?? 100
      StyledOutput(output, environment: Settings().environment).write(
        findings.flatMap { DesignLines.lines(of: $0, width: width) })
      Output.complain(
        problems == 0
          ? "\(name): nothing to find fault with" : "\(name): \(DiagramCommand.count(problems, "finding"))",
        isPrefixed: false)
    }
    if problems > 0 { throw ExitCode(1) }
  }
}

/// `atelier design bom`
struct DesignBill: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bom",
    abstract: "List what a design is made of, and what must be known to estimate its cost.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv, markdown, json }

  @Argument(help: "The design.") var name: String
  @Option(help: "How to print: text, csv, markdown or json.") var format: Format = .text
  @Flag(help: "Short for --format json.") var json = false
  @Option(help: "Colours: auto, always or never.") var color: OutputOptions.ColorUse = .auto
  @Flag(help: "ASCII signs only.") var ascii = false
  @OptionGroup var options: DesignOptions

  func run() throws {
    let (design, kept, _) = try options.find(name)
    let bill = BillOfMaterials(design, in: try options.library())
    switch json ? .json : format {
    case .csv: Output.write(VisibleText.make(bill.csv, .stream))
    case .markdown: Output.write(VisibleText.make(bill.markdown, .stream))
    case .json:
      let json = JSONValue.object(
        [
          .init("schema", "atelier.design.bom/1"), .init("name", .string(name)),
          .init("version", .integer(kept.version)),
        ] + bill.json)
      Output.write(json.text() + "\n")
    case .text:
      let isASCII = ascii || (Output.isTerminal && TextLocale.isASCII(environment: Settings().environment))
      StyledOutput(isColored: color.isColored, isASCII: isASCII).write(lines(of: bill))
    }
  }

  private func lines(of bill: BillOfMaterials) -> [StyledLine] {
    let width = Output.width ?? 200
    var lines: [StyledLine] = []
    if !bill.rows.isEmpty {
      let table = Table(
        columns: [
          .init("service", minimum: 12), .init("boxes", alignment: .right), .init("hosting", priority: 2),
          .init("lifecycle", priority: 1), .init("needed to estimate", minimum: 16),
        ],
        rows: bill.rows.map { row in
          [
            Span(row.title), Span(String(row.count)), Span(row.hosting.joined(separator: ", "), .dim),
            Span(row.lifecycle ?? "", Style(.warning)), Span(row.needed.joined(separator: "; "), .dim),
          ]
        })
      let widths = table.widths(in: width)
      lines += [table.line(nil, widths: widths)] + table.rows.indices.map { table.line($0, widths: widths) }
    }
    for row in bill.rows where !row.prices.isEmpty {
      lines += [StyledLine(), StyledLine("Prices of \(row.title)", Style(.heading))]
      for price in row.prices {
        let text = "\(price.model): \(price.text) (\(price.date), \(price.source))"
        lines += DesignLines.indented(text, "  ", .text, width)
      }
    }
    if !bill.others.isEmpty {
      let names = bill.others.map { $0.title + ($0.service.map { " (\($0))" } ?? "") }
      lines += [StyledLine()]
      lines += DesignLines.indented("Not in the catalog: \(names.joined(separator: ", "))", "", .dim, width)
    }
    return lines
  }
}

/// `atelier design checklist`
struct DesignChecklist: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checklist",
    abstract: "Show the items of the checklists that hold for a design, with its answers.")

  @Argument(help: "The design.") var name: String
  @Option(help: "Only the items of this pillar, such as reliability.") var pillar: String?
  @Flag(help: "Only items that are not answered.") var open = false
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let (design, kept, _) = try options.find(name)
    let status = ChecklistStatus(design, in: try options.library())
    var pillars = status.pillars
    if let pillar {
      let wanted = pillar.lowercased().replacing(" ", with: "-")
      guard Checklist.pillars.contains(wanted) || pillars.contains(where: { $0.name == wanted }) else {
        throw CommandFailure(
          code: "bad_input", message: "there is no pillar “\(pillar)”",
          hint: NearestName.of(wanted, among: Checklist.pillars).map { "Did you mean \($0)?" }
            ?? "Known: \(Checklist.pillars.joined(separator: ", ")).")
      }
      pillars = pillars.filter { $0.name == wanted }
    }
    let isOpenOnly = open
    let isShown = { (item: ChecklistStatus.Item) in !isOpenOnly || item.answer == nil }
    if output.isJSON {
      return Output.write(DesignJSON.checklist(kept, status, pillars, isShown).text() + "\n")
    }
    guard !status.pillars.isEmpty else {
      return Output.complain("the catalog has no checklist that holds for “\(name)”", isPrefixed: false)
    }
    let width = Output.width ?? 100
    var lines: [StyledLine] = []
    for pillar in pillars {
      let counts = pillar.counts
      if !lines.isEmpty { lines.append(StyledLine()) }
      lines.append(
        StyledLine([
          Span(pillar.title, Style(.heading)), Span("  \(counts.answered) of \(counts.total) answered", .dim),
        ]))
      for item in pillar.items where isShown(item) {
        let (sign, style) = DesignChecklist.sign(item.answer?.status)
        lines += DesignLines.indented(item.item.ask, "\(sign) ", style, width)
        let words = "\(item.item.id) · \(item.item.severity.rawValue)"
        lines += DesignLines.indented(words, "  ", .dim, width)
        if let note = item.answer?.note, !note.isEmpty {
          lines += DesignLines.indented(note, "  ", .text, width)
        }
      }
    }
    StyledOutput(output, environment: Settings().environment).write(lines)
    let counts = status.counts
    let severities = Checklist.Severity.allCases.compactMap { severity in
      counts.openBySeverity[severity].map { "\($0) \(severity.rawValue)" }
    }
    let weights = severities.isEmpty ? "" : " (\(severities.joined(separator: ", ")))"
    Output.complain(
      "\(counts.yes) yes, \(counts.partly) partly, \(counts.no) no, \(counts.notApplicable) not applicable, "
        + "\(counts.open) open\(weights)", isPrefixed: false)
  }

  private static func sign(_ status: Design.Answer.Status?) -> (String, Style) {
    switch status {
    case .yes: ("✓", Style(.success))
    case .partly: ("~", Style(.warning))
    case .no: ("✗", Style(.failure))
    case .notApplicable: ("–", .dim)
    case nil: ("·", .text)
    }
  }
}
