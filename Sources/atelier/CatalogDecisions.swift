import ArgumentParser
import Catalog
import Documents
import Storage
import TerminalUI
import TextWidth

/// `atelier catalog decisions`
struct CatalogDecisions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions", abstract: "List, show and delete the decisions that were kept.",
    discussion:
      "`atelier catalog decide GUIDE --save` keeps one. Without an id it lists them, the newest first.")

  @Argument(help: "A decision, by its id or the start of it.") var decision: String?
  @Flag(help: "Print its architecture decision record in Markdown.") var record = false
  @Flag(help: "Delete it.") var rm = false
  @OptionGroup var notebook: NotebookOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if decision == nil, record || rm {
      throw ValidationError("Name a decision by its id: `atelier catalog decisions` lists them.")
    }
    if record, rm { throw ValidationError("--record and --rm exclude each other.") }
  }

  func run() throws {
    guard let wanted = decision else { return list(try notebook.database.openIfThere()?.decisions() ?? []) }
    let store = try notebook.database.openIfThere()
    let found = try CatalogDecisions.find(wanted, among: store?.decisions() ?? [], deletes: rm)
    if rm {
      try store?.removeDecision(found.id)
      if output.isJSON {
        let json: JSONValue = ["schema": "atelier.catalog.decisions.rm/1", "removed": [.string(found.id)]]
        return Output.write(json.text() + "\n")
      }
      return Output.complain("deleted \(found.id) “\(found.title)”", isPrefixed: false)
    }
    if output.isJSON {
      let json = JSONValue.object(
        [.init("schema", "atelier.catalog.decision/1")] + CatalogDecisions.members(of: found)
          + [.init("record_markdown", .string(found.record))])
      return Output.write(json.text() + "\n")
    }
    if record { return Output.write(VisibleText.make(found.record, .stream)) }
    show(found)
  }

  // MARK: Finding

  /// A decision by its id or the start of it; where it is deleted, more of the id is asked for.
  private static func find(
    _ wanted: String, among decisions: [KeptDecision], deletes: Bool
  ) throws -> KeptDecision {
    let start = wanted.uppercased()
    if let exact = decisions.first(where: { $0.id == start }) { return exact }
    let matches = start.isEmpty ? [] : decisions.filter { $0.id.hasPrefix(start) }
    guard let first = matches.first else {
      throw CommandFailure(
        code: "not_found", message: "there is no kept decision “\(wanted)”",
        hint: "`atelier catalog decisions` lists them.")
    }
    guard matches.count == 1 else {
      throw CommandFailure(
        code: "bad_input", message: "\(matches.count) decisions begin with “\(wanted)”",
        hint: "Give more of the id.")
    }
    guard !deletes || start.count >= SessionsCommand.leastToDelete else {
      throw CommandFailure(
        code: "bad_input", message: "“\(wanted)” is too short to delete by",
        hint: "Give at least \(SessionsCommand.leastToDelete) characters of the id: \(first.id).")
    }
    return first
  }

  // MARK: Printing

  private func list(_ decisions: [KeptDecision]) {
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.catalog.decisions/1", "total": .integer(decisions.count),
        "decisions": .array(decisions.map { .object(CatalogDecisions.members(of: $0)) }),
      ]
      return Output.write(json.text() + "\n")
    }
    guard !decisions.isEmpty else {
      return Output.complain(
        "no decision is kept yet: atelier catalog decide GUIDE --save keeps the first", isPrefixed: false)
    }
    let table = Table(
      columns: [
        .init("id", minimum: 26), .init("kept", priority: 2), .init("guide", priority: 1),
        .init("outcome", minimum: 12),
      ],
      rows: decisions.map {
        [
          Span($0.id, .accent), Span(SessionJSON.time($0.savedAt), .dim), Span($0.guide, .dim),
          Span($0.outcome),
        ]
      })
    StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 200))
  }

  /// The questions and answers, as the guide words them where the catalog still has it, and what came out.
  private func show(_ decision: KeptDecision) {
    let guide = notebook.library()[decision.guide]?.dialogue.flatMap { try? DecisionGuide(reading: $0) }
    let order = guide?.questions.map(\.id) ?? []
    let answers = decision.answers.sorted { left, right in
      let places = [left, right].map { order.firstIndex(of: $0.key) ?? order.count }
      return (places[0], left.key) < (places[1], right.key)
    }
    var lines = [
      StyledLine([
        Span(decision.title, Style(.heading)), Span("  \(SessionJSON.time(decision.savedAt))  ", .dim),
        Span(decision.id, .accent),
      ])
    ]
    let width = max(20, Output.width ?? 100)
    for (id, answer) in answers {
      let question = guide?.question(id)
      let label = question?.answers.first { $0.id == answer }?.label ?? answer
      let text = [Span("\(question?.ask ?? id)  "), Span(label, .strong)]
      lines += StyledLine.wrap(text, width: width, first: [Span("  ")], hanging: 2)
    }
    lines += StyledLine.wrap(
      [Span(decision.outcome, .strong)], width: width, first: [Span("→ ", .dim)], hanging: 2)
    StyledOutput(output, environment: Settings().environment).write(lines)
  }

  private static func members(of decision: KeptDecision) -> [JSONValue.Member] {
    [
      .init("id", .string(decision.id)), .init("guide", .string(decision.guide)),
      .init("title", .string(decision.title)),
      .init(
        "answers",
        .object(
          decision.answers.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
      .init("outcome", .string(decision.outcome)),
      .init("saved", .string(SessionJSON.time(decision.savedAt))),
    ]
  }
}
