import ArgumentParser
import Documents
import Models
import Retrieval
import TextWidth

/// `atelier ask`
struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", _superCommandName: Atelier.name,
    abstract: "Ask the catalog a question; the answer cites its pages.",
    discussion: """
      builtin/librarian answers from the catalog alone, without a key or the network. Any other model is given the passages \
      of the catalog that are nearest to the question, and told to answer from them; each of its sentences is then held against what \
      it cites, and those that are not borne out are listed. Exits with 1 when there is no answer; in JSON “answered” tells.
      """)

  @Argument(help: "The question; without one it is read from standard input.")
  var question: [String] = []

  @Option(name: [.short, .long], help: "The model, as provider/model.")
  var model = ModelName.librarian.description

  @Option(help: "How many passages a model is given at most.")
  var top = Grounding.defaultLimit

  @Option(help: "How many tokens the passages have together at most.")
  var passageTokens = Grounding.defaultBudget

  @Flag(help: "Print the passages before the answer.")
  var showRetrieval = false

  @OptionGroup var options: ChatOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !(1...50).contains(top) { throw ValidationError("--top must be from 1 to 50.") }
    if passageTokens < 50 { throw ValidationError("--passage-tokens must be at least 50.") }
  }

  func run() throws {
    try Conversation(
      options: options, output: output, models: [model], readsInput: question.isEmpty,
      ground: CatalogGround(limit: top, tokenBudget: passageTokens, isShown: showRetrieval)
    ).ask(question.joined(separator: " "))
  }
}

/// How a question is put on the ground of the catalog.
struct CatalogGround {
  /// How many passages at most, and how many tokens they may have together.
  var limit: Int
  var tokenBudget: Int
  /// Whether a person wants to see them.
  var isShown: Bool

  /// A question with what a model is given to answer it.
  struct Grounded {
    var passages: [Passage]
    var messages: [ChatMessage]
    var provider: any ModelProvider
  }

  /// Finds the passages for a question.
  ///
  /// - Parameter messages: the conversation, with the question as its last message.
  func ground(
    _ question: String, _ messages: [ChatMessage], model: ModelName, provider: any ModelProvider,
    services: Services
  ) -> Grounded {
    // The librarian has the whole catalog.
    let isLibrarian = model == .librarian
    guard !isLibrarian || isShown else {
      return Grounded(passages: [], messages: messages, provider: provider)
    }
    let grounding = services.grounding()
    let history = Array(messages.dropLast())
    let passages = grounding.retrieve(question, history: history, limit: limit, tokenBudget: tokenBudget)
    guard !isLibrarian else { return Grounded(passages: passages, messages: messages, provider: provider) }
    guard !passages.isEmpty else {
      return Grounded(
        passages: [], messages: messages, provider: NothingFoundProvider(name: model.provider))
    }
    return Grounded(
      passages: passages,
      messages: grounding.messages(question: question, passages: passages, history: history),
      provider: GroundedProvider(provider, passages: passages))
  }

  /// The passages as a person reads them.
  static func text(of passages: [Passage]) -> String {
    let texts = passages.map { passage in
      let lines = VisibleText.make(passage.text, .block).split(separator: "\n")
      return
        (["[\(passage.number)] \(VisibleText.make(passage.title)) (\(passage.id)) \(passage.score)"]
        + lines.map { "    " + $0 }).joined(separator: "\n")
    }
    return texts.isEmpty ? "Passages: none\n\n" : "Passages\n" + texts.joined(separator: "\n\n") + "\n\n"
  }
}

/// What became of a question that was put to the catalog, beside the reply.
struct AskOutcome {
  /// nil where none were looked for.
  var passages: [Passage]?
  /// nil where nothing was checked: the librarian's sentences are the catalog's own.
  var support: [SupportedSentence]?
  var isAnswered: Bool

  init(_ reply: Reply, model: ModelName, passages: [Passage], isShown: Bool) {
    let isLibrarian = model == .librarian
    self.passages = isLibrarian && !isShown ? nil : passages
    support = isLibrarian ? nil : CitationCheck.sentences(of: reply.text, passages: passages)
    isAnswered =
      reply.ending?.raw != Librarian.noAnswer && !reply.text.allSatisfy(\.isWhitespace)
      && !CitationCheck.isNoAnswer(support ?? [])
  }

  /// What JSON tells of it beside what it tells of every reply.
  var members: [JSONValue.Member] {
    let retrieval = passages.map { passages in
      JSONValue.array(
        passages.map { passage in
          [
            "n": .integer(passage.number), "id": .string(passage.id), "title": .string(passage.title),
            "score": .number(passage.score), "passage": .string(passage.text),
          ]
        })
    }
    let sentences = support.map { support in
      JSONValue.array(
        support.map { sentence in
          [
            "sentence": .string(sentence.text),
            "citations": .array(sentence.citations.map(JSONValue.integer)),
            "supported": sentence.isSupported.map(JSONValue.bool) ?? .null,
            "reason": .optional(sentence.reason?.description),
          ]
        })
    }
    return [
      .init("answered", .bool(isAnswered)), .init("retrieval", retrieval ?? .null),
      .init("support", sentences ?? .null),
    ]
  }

  /// The sentences that are not borne out, for a person; empty where all are.
  var unsupportedText: String {
    let lines = (support ?? []).compactMap { sentence in
      sentence.reason.map { "- \(VisibleText.make(sentence.text)) (\($0))\n" }
    }
    return lines.isEmpty ? "" : "\nNot supported:\n" + lines.joined()
  }
}
