import Models

/// A provider whose answers cite passages: as soon as an answer names the number of one, its entry is a source of it.
package struct GroundedProvider: ModelProvider {
  private let base: any ModelProvider
  private let passages: [Passage]

  /// - Parameter base: the provider that is asked.
  package init(_ base: any ModelProvider, passages: [Passage]) {
    self.base = base
    self.passages = passages
  }

  package var name: String { base.name }

  package func models() async throws -> [ModelInfo] { try await base.models() }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: ReplyEvent.self)
    let task = Task {
      let check = CitationCheck(passages: passages)
      var text = ""
      var cited: Set<Int> = []
      func cite() {
        for number in check.numbers(in: text) where cited.insert(number).inserted {
          guard let passage = passages.first(where: { $0.number == number }) else { continue }
          continuation.yield(.citation(Citation(number: number, id: passage.id, title: passage.title)))
        }
      }
      for await event in base.stream(request) {
        // Before the ending, behind which nothing may come.
        if case .ended = event { cite() }
        continuation.yield(event)
        guard case .text(let piece) = event else { continue }
        text += piece
        if piece.contains("]") || piece.contains("】") { cite() }
      }
      continuation.finish()
    }
    continuation.onTermination = { reason in
      if case .cancelled = reason { task.cancel() }
    }
    return stream
  }
}

/// Answers where the catalog holds nothing near a question, so that no model is asked to guess.
package struct NothingFoundProvider: ModelProvider {
  package let name: String

  /// - Parameter name: of the provider that would have been asked.
  package init(name: String) {
    self.name = name
  }

  package func models() async throws -> [ModelInfo] { [] }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      continuation.yield(.text("The catalog holds no passage near this question, so no model was asked."))
      continuation.yield(.ended(Ending(.complete, raw: Librarian.noAnswer)))
      continuation.finish()
    }
  }
}
