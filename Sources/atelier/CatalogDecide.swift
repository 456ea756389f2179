import ArgumentParser
import Catalog
import Documents
import FoundationEssentials
import Glibc
import Models
import TerminalUI
import TextWidth
import Workbench

/// `atelier catalog decide`
struct CatalogDecide: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide", abstract: "Walk a decision guide: answer its questions, see the options ranked.",
    discussion: """
      In a terminal it asks what the --answer options leave open. Elsewhere it prints where those answers lead: what \
      to ask next, and the ranking. Without a guide it lists them.
      """)

  @Argument(help: "The guide, such as choose-vector-search.")
  var guide: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("An answer; “any” leaves a question out.", valueName: "question=answer"))
  var answer: [String] = []

  @Flag(help: "Print an architecture decision record in Markdown.")
  var record = false

  @Flag(help: "Keep the answers and the record; `atelier catalog decisions` lists what is kept.")
  var save = false

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try CatalogCommand.library(catalog)
    guard let name = guide else {
      let guides = library.entries.filter { $0.dialogue != nil }
      if output.isJSON { return Output.write(CatalogJSON.list(guides).text() + "\n") }
      return StyledOutput(output, environment: Settings().environment)
        .write(CatalogList.lines(for: guides, width: Output.width))
    }
    let guide = try CatalogDecide.guide(named: name, in: library)
    // Whatever is in the way of keeping is found before the questions are answered.
    var settings = Settings()
    settings.databaseOption = database.database
    let store = save ? try Services(settings: settings).openStore() : nil
    var answers: [String: String] = [:]
    for text in answer {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw CommandFailure(code: "bad_input", message: "--answer expects question=answer, found “\(text)”")
      }
      answers[parts[0]] = parts[1]
    }
    var deliberation = try CatalogDecide.deliberate(guide, answers)
    let printer = StyledOutput(output, environment: Settings().environment)
    if !output.isJSON, Output.isTerminal, isatty(STDIN_FILENO) == 1 {
      var asked: [String] = []
      while let question = deliberation.next {
        printer.write(CatalogDecide.lines(asking: question, of: guide, number: deliberation.steps.count + 1))
        Output.write("> ")
        guard let line = readLine(strippingNewline: true) else { break }
        let text = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text == "q" { break }
        if text == "b" {
          if let last = asked.popLast() { answers[last] = nil }
        } else if let id = CatalogDecide.answer(text, to: question, of: guide) {
          answers[question.id] = id
          asked.append(question.id)
        } else {
          Output.complain("“\(text)” is no answer: type its number or its name", isPrefixed: false)
        }
        deliberation = try CatalogDecide.deliberate(guide, answers)
      }
      Output.write("\n")
    }
    for id in deliberation.unused {
      Output.complain(
        "the answer to “\(id)” counts for nothing: the other answers do not lead to that question")
    }
    let titles = DecisionRecord(deliberation) { library.title(of: $0) }
    let markdown = titles.markdown(date: Date().formatted(.iso8601.year().month().day()))
    let kept = try store.map { try CatalogDecide.keep(deliberation, titles, markdown, in: $0) }
    if output.isJSON {
      Output.write(CatalogJSON.decide(deliberation, titles, kept: kept).text() + "\n")
      return
    }
    if record {
      Output.write(markdown)
    } else {
      printer.write(CatalogDecide.lines(for: deliberation, titles, width: Output.width ?? 100))
    }
    if let kept { Output.complain("kept as \(kept)", isPrefixed: false) }
  }

  /// Keeps the answers that counted and what came out.
  ///
  /// - Returns: the decision's id.
  private static func keep(
    _ deliberation: Deliberation, _ titles: DecisionRecord, _ markdown: String, in store: any NotebookStore
  ) throws -> String {
    let now = Services.now()
    let answers = deliberation.steps.map { ($0.question.id, $0.answer?.id ?? DecisionGuide.skip) }
    let decision = KeptDecision(
      id: ULID.make(at: now), guide: deliberation.guide.id, title: deliberation.guide.title,
      answers: Dictionary(answers) { $1 }, outcome: titles.outcome, record: markdown, savedAt: now)
    try store.saveDecision(decision)
    return decision.id
  }

  // MARK: Steps

  private static func guide(named name: String, in library: CatalogLibrary) throws -> DecisionGuide {
    guard let entry = library.entry(named: name), let text = entry.dialogue else {
      let known = library.entries.filter { $0.dialogue != nil }.map(\.id)
      throw CommandFailure(
        code: "not_found",
        message: library.entry(named: name) == nil
          ? "there is no decision guide “\(name)”" : "“\(name)” is no decision guide",
        hint: NearestName.of(name, among: known).map { "Did you mean \($0)?" }
          ?? "`atelier catalog decide` lists them.")
    }
    do {
      return try DecisionGuide(reading: text)
    } catch {
      throw CommandFailure(
        code: "bad_input", message: error.message, hint: "`atelier catalog check` tells more.",
        file: entry.id,
        position: error.position)
    }
  }

  private static func deliberate(
    _ guide: DecisionGuide, _ answers: [String: String]
  ) throws -> Deliberation {
    do {
      return try Deliberation(guide, answers: answers)
    } catch {
      throw CommandFailure(code: "bad_input", message: error.message, hint: error.hint)
    }
  }

  /// The id of the answer that a person typed: its number, its id, its label, or the first letters of one.
  static func answer(
    _ text: String, to question: DecisionGuide.Question, of guide: DecisionGuide
  ) -> String? {
    if guide.canSkip, text.isEmpty || text.lowercased() == DecisionGuide.skip { return DecisionGuide.skip }
    guard !text.isEmpty else { return nil }
    if let number = Int(text), question.answers.indices.contains(number - 1) {
      return question.answers[number - 1].id
    }
    let lower = text.lowercased()
    let whole = question.answers.first { $0.id == lower || $0.label.lowercased() == lower }
    if let whole { return whole.id }
    let begun = question.answers.filter { $0.id.hasPrefix(lower) || $0.label.lowercased().hasPrefix(lower) }
    return begun.count == 1 ? begun[0].id : nil
  }

  // MARK: Text

  private static func lines(
    asking question: DecisionGuide.Question, of guide: DecisionGuide, number: Int
  ) -> [StyledLine] {
    let width = Output.width ?? 100
    var lines = [StyledLine()]
    lines += StyledLine.wrap([Span("\(number). \(question.ask)", Style(.strong))], width: width)
    if !question.note.isEmpty { lines += StyledLine.wrap([Span("   " + question.note, .dim)], width: width) }
    for (index, answer) in question.answers.enumerated() {
      lines.append(StyledLine([Span("   \(index + 1)  ", Style(.key)), Span(answer.label)]))
    }
    lines.append(
      StyledLine([
        Span(
          guide.canSkip ? "   Enter: does not matter   b: back   q: see the ranking" : "   b: back   q: end",
          .dim)
      ]))
    return lines
  }

  private static func lines(
    for deliberation: Deliberation, _ titles: DecisionRecord, width: Int
  ) -> [StyledLine] {
    let guide = deliberation.guide
    var lines = [StyledLine(guide.title, Style(.heading))]
    func add(_ first: String, _ text: String, _ style: Style) {
      let indent = String(repeating: " ", count: TextWidth.cells(of: first))
      for (index, line) in StyledLine.wrap([Span(text, style)], width: max(20, width - indent.count))
        .enumerated()
      {
        lines.append(StyledLine([Span(index == 0 ? first : indent, .dim)] + line.spans))
      }
    }
    for step in deliberation.steps {
      add("  ", "\(step.question.ask)  \(step.answer?.label ?? "does not matter")", Style(.text))
    }
    lines.append(StyledLine())
    if let next = deliberation.next {
      add("Next  ", next.ask, Style(.strong))
      for answer in next.answers {
        add("      ", "--answer \(next.id)=\(answer.id)   \(answer.label)", Style(.text))
      }
    } else {
      add("→ ", titles.outcome, Style(.strong))
    }
    if !deliberation.missing.isEmpty {
      lines.append(StyledLine("Missing for the next level", Style(.heading)))
      for question in deliberation.missing { add("  • ", question.ask, Style(.text)) }
    }
    guard !guide.options.isEmpty else { return lines }
    lines.append(StyledLine())
    for standing in deliberation.ranking {
      let sign =
        switch standing.state {
        case .recommended: "✓ "
        case .open: "· "
        case .ruledOut: "× "
        }
      let points = standing.score.map { "  \($0)" } ?? ""
      add(sign, titles.title(of: standing) + points, Style(standing.state == .ruledOut ? .dim : .strong))
      if standing.state == .ruledOut {
        add("    ", titles.stateText(standing), Style(.dim))
      } else {
        for reason in standing.reasonsFor { add("    + ", reason, Style(.text)) }
        for reason in standing.reasonsAgainst { add("    − ", reason, Style(.text)) }
      }
    }
    return lines
  }
}

extension CatalogJSON {
  /// - Parameter kept: the id under which it was kept; nil where it was not to be.
  static func decide(
    _ deliberation: Deliberation, _ titles: DecisionRecord, kept: String? = nil
  ) -> JSONValue {
    [
      "schema": "atelier.catalog.decide/1", "guide": .string(deliberation.guide.id),
      "title": .string(deliberation.guide.title), "engine": .string(deliberation.guide.engine.rawValue),
      "answers": .array(
        deliberation.steps.map { step in
          [
            "question": .string(step.question.id), "ask": .string(step.question.ask),
            "answer": .string(step.answer?.id ?? DecisionGuide.skip), "label": .optional(step.answer?.label),
          ]
        }),
      "next": deliberation.next.map { question in
        [
          "id": .string(question.id), "ask": .string(question.ask),
          "choices": .array(
            question.answers.map { ["id": .string($0.id), "label": .string($0.label)] }),
        ]
      } ?? .null,
      "ranking": .array(
        deliberation.ranking.map { standing in
          [
            "id": .string(standing.id), "title": .string(titles.title(of: standing)),
            "state": .string(standing.state.rawValue), "score": standing.score.map { .integer($0) } ?? .null,
            "for": .array(standing.reasonsFor.map(JSONValue.string)),
            "against": .array(standing.reasonsAgainst.map(JSONValue.string)),
            "ruled_out_by": .optional(standing.ruledOutBy),
          ]
        }),
      "outcome": deliberation.isDecided
        ? [
          "text": .string(titles.outcome), "picks": .array(deliberation.picks.map { .string($0.id) }),
          "level": deliberation.level.map { .integer($0.level) } ?? .null,
          "missing": .array(deliberation.missing.map { .string($0.id) }),
        ] : .null,
      "kept_as": .optional(kept),
    ]
  }
}
