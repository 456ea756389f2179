import Catalog
import Models

/// A plain baseline inside the program: it answers with the opening of the best matching entry, and cites it.
///
/// It reads no question and composes nothing, so that what other models add can be measured against it.
package struct LeadModel: ModelProvider {
  package let name = ModelName.lead.provider
  private let library: CatalogLibrary
  private let search: CatalogSearch

  package init(library: CatalogLibrary, search: CatalogSearch) {
    self.library = library
    self.search = search
  }

  package func models() async throws -> [ModelInfo] { [ModelInfo(name: .lead)] }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: ReplyEvent.self)
    let input = request.messages.reduce(0) { $0 + TokenCount.of($1.content) }
    let question = request.messages.last { $0.role == .user }?.content ?? ""
    let opening = opening(for: question)
    var text = opening?.text ?? "The catalog holds no entry for that."
    var ending = Ending(.complete, raw: opening == nil ? Librarian.noAnswer : nil)
    if let most = request.parameters.maxOutputTokens, TokenCount.of(text) > most {
      var kept = ""
      for piece in Librarian.pieces(of: text) where TokenCount.of(kept + piece) <= most { kept += piece }
      text = kept
      ending = Ending(.length, reason: "the reply was limited to \(most) tokens")
    }
    for event in Librarian.unused(request) { continuation.yield(event) }
    if let entry = opening?.entry {
      continuation.yield(.citation(Citation(number: 1, id: entry.id, title: entry.title)))
    }
    continuation.yield(.text(text))
    continuation.yield(
      .usage(Usage(inputTokens: input, outputTokens: TokenCount.of(text), source: .counted)))
    continuation.yield(.ended(ending))
    continuation.finish()
    return stream
  }

  /// The summary and the first paragraph of the entry that a search finds first.
  private func opening(for question: String) -> (entry: CatalogEntry, text: String)? {
    guard let entry = search.search(question, limit: 1).hits.first?.entry else { return nil }
    let paragraph = entry.body.split(separator: "\n\n").first { part in
      part.first.map { $0.isLetter || $0 == "[" || $0 == "“" } ?? false
    }
    let plain = paragraph.map { CatalogSearch.readableText(of: String($0)).replacing("\n", with: " ") }
    let summary = entry.summary.hasSuffix(".") ? entry.summary : entry.summary + "."
    return (entry, [summary, plain].compactMap(\.self).joined(separator: " ") + " [1]")
  }
}
