import Catalog
import Models

/// The model inside the program: it answers from the catalog, in sentences of its pages, with their addresses.
package struct Librarian: ModelProvider {
  package let name = ModelName.librarian.provider
  /// The raw reason of a reply's ending that tells programs: the catalog holds no answer.
  package static let noAnswer = "no_answer"
  private let composer: Composer
  private let conversation: Conversation

  /// Reads the catalog's sentences.
  package init(library: CatalogLibrary, search: CatalogSearch) {
    let library = Librarian.ground(library)
    let index = SentenceIndex(library)
    let names = Names(library, index: index)
    let reader = QuestionReader(library: library, index: index, names: names)
    let composer = Composer(library: library, search: search, index: index, reader: reader)
    self.composer = composer
    conversation = Conversation(reader: reader) { composer.answer(to: $0) }
  }

  /// The pages that it answers from.
  ///
  /// What a published design says of a service (where it stands, what it is asked for) holds in that design alone, and
  /// would be taken for a fact of the service: those pages are left to a person who opens them. So are decision guides:
  /// what they ask is no statement.
  private static func ground(_ library: CatalogLibrary) -> CatalogLibrary {
    let designs = library.pages.filter { page in
      page.kind == .decision || page.kind == .checklist || isDesign(page) || isBeside(page)
    }
    guard !designs.isEmpty else { return library }
    let left = Set(designs.map(\.id))
    return CatalogLibrary(layers: [library.entries.filter { !left.contains($0.parent ?? $0.id) }])
  }

  /// Whether a page stands beside the overview that the librarian was measured on: model families of which it says nothing,
  /// and the pages of the pillars. Their sentences about price, quality and caution are drawn to every question.
  private static func isBeside(_ page: CatalogEntry) -> Bool {
    (page.kind == .modelFamily || page.subkind == "pillar" || page.id == "ai-workload-design-areas")
      && !page.sources.contains { $0.reference == "seed" }
  }

  /// Whether a page tells of a published design.
  static func isDesign(_ page: CatalogEntry) -> Bool {
    [.architecture, .pattern].contains(page.kind) && !page.sources.isEmpty
      && !page.sources.contains { $0.reference == "seed" }
  }

  /// The one model there is.
  package func models() async throws -> [ModelInfo] {
    [ModelInfo(name: .librarian, capabilities: ["chat"])]
  }

  /// Answers the last message of the user.
  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: ReplyEvent.self)
    let task = Task {
      await answer(request, into: continuation)
      continuation.finish()
    }
    continuation.onTermination = { reason in
      if case .cancelled = reason { task.cancel() }
    }
    return stream
  }

  private func answer(_ request: ChatRequest, into events: AsyncStream<ReplyEvent>.Continuation) async {
    for event in Librarian.unused(request) { events.yield(event) }
    let input = request.messages.reduce(0) { $0 + TokenCount.of($1.content) }
    let answer = composer.answer(to: conversation.question(in: request.messages))
    var spent = 0
    var ending = Ending(.complete, raw: answer.isRefusal ? Librarian.noAnswer : nil)
    writing: for passage in AnswerWriter(answer, titles: composer.title).passages {
      for citation in passage.citations { events.yield(.citation(citation)) }
      for piece in Librarian.pieces(of: passage.text) {
        if Task.isCancelled {
          ending = Ending(.cancelled)
          break writing
        }
        if let most = request.parameters.maxOutputTokens, spent + TokenCount.of(piece) > most {
          ending = Ending(.length, reason: "the reply was limited to \(most) tokens")
          break writing
        }
        events.yield(.text(piece))
        spent += TokenCount.of(piece)
        await Task.yield()
      }
    }
    events.yield(.usage(Usage(inputTokens: input, outputTokens: spent, source: .counted)))
    events.yield(.ended(ending))
  }

  /// A text cut into words, each with the space before it.
  static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var current = ""
    for character in text {
      if character == " ", !current.isEmpty, current != " " {
        pieces.append(current)
        current = ""
      }
      current.append(character)
    }
    if !current.isEmpty { pieces.append(current) }
    return pieces
  }

  /// The parameters by which no choice of words can be changed here.
  static func unused(_ request: ChatRequest) -> [ReplyEvent] {
    let parameters = request.parameters
    var names = request.extra.map(\.key)
    if request.responseFormat != nil { names.append("response_format") }
    if !request.tools.isEmpty { names.append("tools") }
    if parameters.temperature != nil { names.append("temperature") }
    if parameters.topP != nil { names.append("top_p") }
    if parameters.seed != nil { names.append("seed") }
    if !parameters.stop.isEmpty { names.append("stop") }
    if parameters.frequencyPenalty != nil { names.append("frequency_penalty") }
    if parameters.presencePenalty != nil { names.append("presence_penalty") }
    let hasPictures = request.messages.contains { !$0.images.isEmpty }
    return names.map { .droppedParameter($0) }
      + (hasPictures ? [.warning("the built-in models look at no pictures")] : [])
  }
}
