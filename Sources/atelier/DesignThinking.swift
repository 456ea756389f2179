import ArgumentParser
import Catalog
import Documents
import Workbench

/// `atelier design note`
struct DesignNote: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Note something on a design, or on one of its boxes.",
    discussion:
      "On a design it is added to what is there; on a box it takes its place, and an empty text takes it away."
  )

  @Argument(help: "The design.") var name: String
  @Argument(help: ArgumentHelp("The box, if one is meant; then the text.", valueName: "box] [text"))
  var words: [String]
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if words.count > 2 {
      throw ValidationError("expected a text, or a box and a text: put quotes around words")
    }
  }

  func run() throws {
    try options.change(name, output) { design in
      if words.count == 2 {
        try design.setNote(words[1], on: words[0])
        return .init(comment: "noted on “\(words[0])”")
      }
      design.addNote(words[0])
      return .init(comment: "noted")
    }
  }
}

/// `atelier design quantity`
struct DesignQuantity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantity", abstract: "Say how many there are of a box; 0 takes it back.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The box.") var box: String
  @Argument(help: "How many.") var count: Int
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      try design.setQuantity(count == 0 ? nil : count, of: box)
      return .init(comment: count == 0 ? "no quantity of “\(box)”" : "\(count) of “\(box)”")
    }
  }
}

/// `atelier design assume`
struct DesignAssume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assume", abstract: "Write an assumption down.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "What is assumed.") var text: String
  @Flag(name: .customLong("rm"), help: "Take the assumption with this text or number away.") var isRemoved =
    false
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      guard isRemoved else {
        try design.assume(text)
        return .init(comment: "assumed")
      }
      let place = Int(text).map { $0 - 1 } ?? design.assumptions.firstIndex(of: text) ?? -1
      guard design.assumptions.indices.contains(place) else {
        throw DesignError(
          "there is no assumption “\(text)”", code: "not_found", hint: "`design show` numbers them.")
      }
      design.removeAssumption(place)
      return .init(comment: "removed an assumption")
    }
  }
}

/// `atelier design question`
struct DesignQuestion: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "question", abstract: "Ask something that is open, or answer it.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The question, or the number of one that was asked.") var text: String
  @Option(help: "The answer.") var answer: String?
  @Flag(name: .customLong("rm"), help: "Take the question away.") var isRemoved = false
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      let place = Int(text).map { $0 - 1 } ?? design.questions.firstIndex { $0.text == text }
      let known = place.flatMap { design.questions.indices.contains($0) ? $0 : nil }
      if isRemoved || Int(text) != nil {
        guard let known else {
          throw DesignError(
            "there is no question “\(text)”", code: "not_found", hint: "`design show` numbers them.")
        }
        if isRemoved {
          design.removeQuestion(known)
          return .init(comment: "removed a question")
        }
        design.setQuestion(known, isAnswered: answer != nil, answer: answer ?? "")
        return .init(comment: answer == nil ? "a question is open again" : "answered a question")
      }
      try design.ask(text, answer: answer)
      return .init(comment: answer == nil ? "asked" : "answered a question")
    }
  }
}

/// `atelier design answer`
struct DesignAnswer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer", abstract: "Answer an item of a checklist.",
    discussion: "`design checklist NAME` lists the items that hold for it.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The id of the item.") var item: String
  @Argument(help: "yes, partly, no, n/a, or open to take the answer back.") var status: String
  @Option(help: "Why, or what is still to do.") var note = ""
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try options.library()
    let answer = Design.Answer.Status(word: status)
    guard answer != nil || status.lowercased() == "open" else {
      throw CommandFailure(
        code: "bad_input", message: "“\(status)” is no answer",
        hint: "Answers are yes, partly, no, n/a and open.")
    }
    try options.change(name, output) { design in
      let known = library.entries.flatMap { $0.checklist?.items ?? [] }
      guard let found = known.first(where: { $0.id == item }) else {
        let near = item.count <= 80 ? NearestName.of(item, among: known.map(\.id)) : nil
        throw DesignError(
          "no checklist has an item “\(item)”", code: "not_found",
          hint: near.map { "Did you mean \($0)?" }
            ?? (known.isEmpty
              ? "The catalog has no checklist." : "`atelier design checklist \(name)` lists them."))
      }
      try design.answer(item, answer, note: note)
      let isMeant = ChecklistStatus(design, in: library).item(item) != nil
      return .init(
        comment: "\(item): \(answer?.rawValue ?? "open")",
        warnings: isMeant
          ? []
          : [
            "the item is for \(found.applies.joined(separator: ", ")), which this design is not: see `design tag`"
          ])
    }
  }
}

/// `atelier design decide`
struct DesignDecide: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide", abstract: "Note which decision a design rests on, by its id or title.")

  @Argument(help: "The design.") var name: String
  @Argument(help: "The decision.") var decision: String
  @Flag(name: .customLong("rm"), help: "Take it away.") var isRemoved = false
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try options.change(name, output) { design in
      if isRemoved { design.removeDecision(decision) } else { try design.decide(decision) }
      return .init(comment: isRemoved ? "removed the decision “\(decision)”" : "rests on “\(decision)”")
    }
  }
}

/// `atelier design tag`
struct DesignTag: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Say what kind of workload a design is: it chooses the items of checklists.",
    discussion: "Kinds: \(Design.tags.joined(separator: ", ")). Without any, they follow from the components."
  )

  @Argument(help: "The design.") var name: String
  @Argument(help: "The kinds; “none” for none of them.") var tags: [String] = []
  @OptionGroup var options: DesignOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = try options.library()
    try options.change(name, output) { design in
      try design.setTags(tags.isEmpty ? nil : tags == ["none"] ? [] : tags)
      let words = design.tags(in: library).joined(separator: ", ")
      return .init(
        comment: "kinds: \(words.isEmpty ? "none" : words)\(tags.isEmpty ? ", from the components" : "")")
    }
  }
}
