import Documents

/// Reads the dialogue of a decision guide from its YAML, and says what is wrong with it.
struct DecisionReader {
  private(set) var guide: DecisionGuide
  private(set) var problems: [DocumentError] = []
  /// The options that must be entries, since they have no title of their own.
  private(set) var references: [EntryReader.Reference] = []

  /// The fields beside those that every entry has.
  static let fields = ["engine", "intro", "options", "questions", "levels", "notes", "table"]

  init(_ fields: YAMLNode) {
    guide = DecisionGuide(
      id: fields["id"]?.string ?? "", title: fields["title"]?.string ?? "", engine: .tree)
    guard let engine = fields["engine"]?.string.flatMap(DecisionGuide.Engine.init(rawValue:)) else {
      let known = DecisionGuide.Engine.allCases.map(\.rawValue).joined(separator: ", ")
      report("engine: expected one of \(known)", at: fields["engine"] ?? fields)
      return
    }
    guide.engine = engine
    guide.intro = fields["intro"]?.string ?? ""
    guide.notes = texts("notes", of: fields)
    guide.sources = (fields["sources"]?.sequence ?? []).compactMap { node in
      node["ref"]?.string.map { CatalogEntry.Source(reference: $0, lines: node["lines"]?.string ?? "") }
    }
    for node in list("options", of: fields) { readOption(node) }
    for node in list("levels", of: fields) {
      guard let level = integer(node["level"]), let name = node["name"]?.string else {
        report("levels: expected “{level: 1, name: …}”", at: node)
        continue
      }
      guide.levels.append(DecisionGuide.Level(level: level, name: name))
    }
    for node in list("questions", of: fields) { readQuestion(node) }
    if let node = fields["table"] { readTable(node) }
    check(fields)
  }

  // MARK: Parts

  private mutating func readOption(_ node: YAMLNode) {
    checkNames(of: node, among: ["id", "title", "for", "against", "fits", "start", "at_least"])
    guard let id = node["id"]?.string, !id.isEmpty else {
      report("options: expected “id: …”", at: node)
      return
    }
    if guide.option(id) != nil { report("the option “\(id)” is there twice", at: node["id"]) }
    var option = DecisionGuide.Option(id: id)
    option.title = node["title"]?.string ?? ""
    if option.title.isEmpty {
      references.append(EntryReader.Reference(target: id, position: (node["id"] ?? node).position))
    }
    option.reasonsFor = texts("for", of: node)
    option.reasonsAgainst = texts("against", of: node)
    for pair in node["fits"]?.mapping ?? [] {
      let values = (pair.value.sequence ?? [pair.value]).compactMap(\.string)
      option.fits[pair.key.string ?? ""] = Set(values)
    }
    option.start = integer(node["start"]) ?? 0
    option.leastPoints = integer(node["at_least"])
    guide.options.append(option)
  }

  private mutating func readQuestion(_ node: YAMLNode) {
    checkNames(of: node, among: ["id", "ask", "note", "answers", "cells", "level"])
    guard let id = node["id"]?.string, !id.isEmpty, let ask = node["ask"]?.string, !ask.isEmpty else {
      report("questions: expected “id: …” and “ask: …”", at: node)
      return
    }
    if guide.question(id) != nil { report("the question “\(id)” is there twice", at: node["id"]) }
    var question = DecisionGuide.Question(id: id, ask: ask)
    question.note = node["note"]?.string ?? ""
    question.level = integer(node["level"]) ?? 0
    for pair in node["cells"]?.mapping ?? [] {
      question.cells[pair.key.string ?? ""] = pair.value.string ?? ""
    }
    for answer in list("answers", of: node) { readAnswer(answer, into: &question) }
    switch guide.engine {
    case .matrix:
      // What can be wished for is what the options have, in their order.
      for option in guide.options {
        guard let value = question.cells[option.id], !value.isEmpty else {
          report("the question “\(id)” has no cell for “\(option.id)”", at: node)
          continue
        }
        let slug = DecisionReader.slug(value)
        if !question.answers.contains(where: { $0.id == slug }) {
          question.answers.append(DecisionGuide.Answer(id: slug, label: value))
        }
      }
    case .checklist where question.answers.isEmpty:
      question.answers = [
        DecisionGuide.Answer(id: "yes", label: "Yes"), DecisionGuide.Answer(id: "no", label: "No"),
      ]
    default:
      if question.answers.count < 2 { report("the question “\(id)” has fewer than two answers", at: node) }
    }
    guide.questions.append(question)
  }

  private mutating func readAnswer(_ node: YAMLNode, into question: inout DecisionGuide.Question) {
    checkNames(of: node, among: ["id", "label", "next", "pick", "because", "points"])
    guard let id = node["id"]?.string, !id.isEmpty else {
      report("answers: expected “id: …”; yes and no stand in quotes", at: node)
      return
    }
    if question.answers.contains(where: { $0.id == id }) || id == DecisionGuide.skip {
      report("the answer “\(id)” is taken", at: node["id"])
    }
    var answer = DecisionGuide.Answer(id: id, label: node["label"]?.string ?? DecisionReader.words(id))
    answer.next = node["next"]?.string
    if let picks = node["pick"] { answer.picks = (picks.sequence ?? [picks]).compactMap(\.string) }
    answer.because = node["because"]?.string ?? ""
    for pair in node["points"]?.mapping ?? [] {
      guard let points = integer(pair.value) else {
        report("points: expected a whole number", at: pair.value)
        continue
      }
      answer.points[pair.key.string ?? ""] = points
      checkOption(pair.key.string ?? "", at: pair.key)
    }
    for pick in answer.picks { checkOption(pick, at: node["pick"]) }
    if guide.engine == .tree, (answer.next == nil) == answer.picks.isEmpty {
      report("an answer of a tree has either “next” or “pick”", at: node)
    }
    question.answers.append(answer)
  }

  private mutating func readTable(_ node: YAMLNode) {
    checkNames(of: node, among: ["columns", "rows"])
    var table = DecisionGuide.Table(columns: texts("columns", of: node), rows: [])
    for column in table.columns { checkOption(column, at: node["columns"]) }
    for row in list("rows", of: node) {
      let cells = texts("cells", of: row)
      guard let name = row["name"]?.string, cells.count == table.columns.count else {
        report("rows: expected “name: …” and \(table.columns.count) cells", at: row)
        continue
      }
      table.rows.append(DecisionGuide.Table.Row(name: name, cells: cells))
    }
    guide.table = table
  }

  // MARK: What holds for the whole

  private mutating func check(_ fields: YAMLNode) {
    if guide.questions.isEmpty { report("a decision guide asks at least one question", at: fields) }
    let questionNodes = fields["questions"]?.sequence ?? []
    func place(_ id: String) -> YAMLNode {
      questionNodes.first { $0["id"]?.string == id } ?? fields
    }
    for (option, node) in zip(guide.options, fields["options"]?.sequence ?? []) {
      for (id, answers) in option.fits {
        guard let question = guide.question(id) else {
          report("fits: there is no question “\(id)”", at: node)
          continue
        }
        for answer in answers.sorted() where !question.answers.contains(where: { $0.id == answer }) {
          report("fits: “\(id)” has no answer “\(answer)”", at: node)
        }
      }
    }
    guard guide.engine == .tree, let first = guide.questions.first else { return }
    var reached: Set<String> = []
    var picked: Set<String> = []
    var waiting = [first.id]
    while let id = waiting.popLast() {
      guard reached.insert(id).inserted else { continue }
      for answer in guide.question(id)?.answers ?? [] {
        picked.formUnion(answer.picks)
        guard let next = answer.next else { continue }
        if guide.question(next) == nil {
          report("there is no question “\(next)”", at: place(id))
        } else {
          waiting.append(next)
        }
      }
    }
    for question in guide.questions where !reached.contains(question.id) {
      report("no answer leads to the question “\(question.id)”", at: place(question.id))
    }
    for option in guide.options where !picked.contains(option.id) {
      report("no answer ends with the option “\(option.id)”", at: fields["options"])
    }
    if let loop = questionAskedTwice() {
      report("the question “\(loop)” leads back to itself", at: place(loop))
    }
  }

  /// A question that one can come to twice: then the dialogue might not end.
  private func questionAskedTwice() -> String? {
    var finished: Set<String> = []
    var open: Set<String> = []
    func visit(_ id: String) -> String? {
      guard !finished.contains(id) else { return nil }
      guard open.insert(id).inserted else { return id }
      for next in (guide.question(id)?.answers ?? []).compactMap(\.next) {
        if let found = visit(next) { return found }
      }
      open.remove(id)
      finished.insert(id)
      return nil
    }
    return guide.questions.first.flatMap { visit($0.id) }
  }

  // MARK: Small readers

  private mutating func checkOption(_ id: String, at node: YAMLNode?) {
    guard guide.option(id) == nil else { return }
    let hint = NearestName.of(id, among: guide.options.map(\.id)).map { "; did you mean \($0)?" } ?? ""
    report("there is no option “\(id)”\(hint)", at: node)
  }

  private mutating func checkNames(of node: YAMLNode, among known: [String]) {
    problems += node.problemsOfNames(among: known, such: "id")
  }

  private mutating func list(_ name: String, of fields: YAMLNode) -> [YAMLNode] {
    fields.list(name, problems: &problems)
  }

  private mutating func texts(_ name: String, of fields: YAMLNode) -> [String] {
    list(name, of: fields).compactMap { node in
      if let text = node.string { return text }
      report("\(name): expected a text, found \(node.kindName)", at: node)
      return nil
    }
  }

  private func integer(_ node: YAMLNode?) -> Int? { node?.string.flatMap { Int($0) } }

  private mutating func report(_ message: String, at node: YAMLNode?) {
    problems.append(DocumentError(message, at: node?.position))
  }

  /// A value as an answer's id: small letters and digits, with hyphens for the rest.
  static func slug(_ text: String) -> String {
    var slug = ""
    for character in text.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        slug.append(character)
      } else if !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "other" : slug
  }

  private static func words(_ id: String) -> String {
    let text = id.replacing("-", with: " ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}

extension DecisionGuide {
  /// The guide of an entry's dialogue.
  ///
  /// - Throws: ``DocumentError`` for text that is no YAML, or is no guide.
  package init(reading text: String) throws(DocumentError) {
    let reader = DecisionReader(try YAMLReader.read(text))
    if let problem = reader.problems.first { throw problem }
    self = reader.guide
  }
}
